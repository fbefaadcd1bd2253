"""The period that a report is about."""

from datetime import date

import pytest

from pmf_cli.cycle.current_cycle import cycle_at_work
from pmf_cli.cycle.period import reporting_period
from pmf_cli.register.terms import StepStatus, TimetableStep
from pmf_cli.settings import Settings
from tests.make import make_register, make_result, make_step

ON = date(2025, 1, 31)


def found(results=(), asked="", on=ON, **settings):
    register = make_register(results=[make_result("WM-01", p, 90, **o) for p, o in results])
    return reporting_period(register, Settings(**settings), on, asked).label


def test_the_period_asked_for_comes_first():
    assert found(asked="Q2 24/25", period="2024/25 Q1") == "2024/25 Q2"


def test_then_the_settings_one():
    assert found(period="2024/25 Q1") == "2024/25 Q1"


def test_then_the_latest_quarter_with_results():
    assert found([("2024/25 Q3", {}), ("2024/25 Q2", {})]) == "2024/25 Q3"
    assert found([("2024/25 Q2", {})]) == "2024/25 Q2"
    assert found([("Nov 2024", {})]) == "2024/25 Q3"
    assert found([("2023/24", {})]) == "2023/24 Q4"


def test_results_that_came_later_do_not_count():
    rows = [("2024/25 Q3", {"received_on": date(2025, 2, 3)}), ("2024/25 Q2", {})]
    assert found(rows) == "2024/25 Q2"


def test_without_results_the_latest_quarter_ended():
    assert found() == "2024/25 Q3"
    assert found(on=date(2024, 12, 30)) == "2024/25 Q2"


def test_months_and_years_are_allowed():
    assert found(asked="Nov 2024") == "Nov 2024"
    assert found(asked="2023/24") == "2023/24"


@pytest.mark.parametrize("words", ["soon", "12 months to Jun 2024", "as at 30/09/2024"])
def test_what_no_paper_can_be_about_is_refused_in_words(words):
    with pytest.raises(ValueError, match=r"\w"):
        found(asked=words)


STEPS = (
    make_step("2024/25 Q3", step=TimetableStep.FORMS_SENT, on=date(2025, 1, 6)),
    make_step("2024/25 Q3", step=TimetableStep.LESSONS, on=date(2025, 3, 31)),
    make_step("2024/25 Q4", step=TimetableStep.FORMS_SENT, on=date(2025, 4, 3)),
    make_step("2024/25 Q4", step=TimetableStep.CLT, on=date(2025, 5, 20)),
)


@pytest.mark.parametrize(
    ("on", "cycle"),
    [
        (date(2025, 2, 3), "2024/25 Q3"),
        (date(2025, 4, 2), "2024/25 Q3"),
        (date(2025, 4, 3), "2024/25 Q4"),
        (date(2025, 7, 1), "2024/25 Q4"),
    ],
)
def test_the_cycle_at_work_is_the_newest_that_has_begun(on: date, cycle: str) -> None:
    """On the day on which forms go out, work is on the new quarter, before any result is in."""
    register = make_register(results=[make_result("WM-01", "2024/25 Q3", 90)], timetable=STEPS)
    assert cycle_at_work(register, Settings(), on).label == cycle
    assert cycle_at_work(register, Settings(period="2024/25 Q1"), on).label == "2024/25 Q1"
    assert cycle_at_work(register, Settings(), on, "2024/25 Q2").label == "2024/25 Q2"


@pytest.mark.parametrize(
    ("on", "cycle"),
    [
        (date(2025, 5, 20), "2024/25 Q4"),
        (date(2025, 7, 15), "2025/26 Q1"),
        (date(2026, 1, 15), "2025/26 Q1"),
    ],
)
def test_a_timetable_that_has_run_out_does_not_hold_the_period_back(on: date, cycle: str) -> None:
    """Its last day has passed, and results of the next quarter are in."""
    results = [make_result("WM-01", "2024/25 Q3", 90), make_result("WM-01", "2025/26 Q1", 90)]
    register = make_register(results=results, timetable=STEPS)
    assert cycle_at_work(register, Settings(), on).label == cycle


def test_without_a_timetable_the_cycle_at_work_is_the_reporting_period() -> None:
    """Also where every step is cancelled or has no date, results decide."""
    results = [make_result("WM-01", "2024/25 Q2", 90)]
    odd = (
        make_step("2024/25 Q3", on=None),
        make_step("2024/25 Q3", status=StepStatus.CANCELLED),
    )
    for timetable in ((), odd):
        register = make_register(results=results, timetable=timetable)
        assert cycle_at_work(register, Settings(), ON).label == "2024/25 Q2"


@pytest.mark.parametrize(
    ("on", "cycle"), [(date(2025, 4, 8), "2024/25 Q3"), (date(2025, 4, 9), "2024/25 Q4")]
)
def test_a_cycle_begins_at_the_latest_with_its_first_reminder(on: date, cycle: str) -> None:
    """Ten working days before data is due, where the timetable names no earlier day."""
    steps = (make_step(), make_step("2024/25 Q4", on=date(2025, 4, 25), status=None))
    assert cycle_at_work(make_register(timetable=steps), Settings(), on).label == cycle
