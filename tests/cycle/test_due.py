"""What is due from whom."""

from dataclasses import replace
from datetime import date
from functools import cache

import pytest

from pmf_cli.cycle.due import DueStatus, due_items
from pmf_cli.pipeline import OpenedRegister, open_register
from pmf_cli.pipeline import assessed as assess_for
from pmf_cli.rag.base import Unrated, UnratedReason
from pmf_cli.register import terms
from pmf_cli.register.periods.text import parse_period
from tests.make import CONTACTS, PERIOD, make_contact, make_kpi, make_register, make_result
from tests.running import EXAMPLE

THE_PERIOD = parse_period(PERIOD)
ANNUAL = {"frequency": terms.Frequency.ANNUAL, "first_period": "2022/23"}


def items(kpi=None, results=(), on=date(2025, 1, 31), **over):
    register = make_register([make_kpi("WM-01", **(kpi or {}))], results, **over)
    return due_items(register, THE_PERIOD, on)


@pytest.mark.parametrize(
    ("value", "reason", "on", "status", "late"),
    [
        (91, None, date(2025, 1, 10), DueStatus.IN, 0),
        (0, None, date(2025, 1, 10), DueStatus.IN, 0),
        (None, None, date(2025, 1, 20), DueStatus.DUE, 0),
        (None, None, date(2025, 1, 23), DueStatus.LATE, 3),
        (None, terms.NoDataReason.OVERDUE, date(2025, 1, 23), DueStatus.LATE, 3),
        (None, terms.NoDataReason.SUPPRESSED, date(2025, 1, 23), DueStatus.REASON, 0),
        (None, terms.NoDataReason.AWAITING_PUBLICATION, date(2025, 1, 23), DueStatus.REASON, 0),
        (None, terms.NoDataReason.NOT_DUE, date(2025, 1, 23), DueStatus.NOT_DUE, 0),
    ],
)
def test_a_figure_is_in_due_late_or_answered(value, reason, on, status, late):
    """Data is due on 20/01/2025 by the timetable."""
    (found,) = items(results=[make_result("WM-01", PERIOD, value, no_data_reason=reason)], on=on)
    assert (found.status, found.days_late) == (status, late)
    assert found.why == (reason.value if status is DueStatus.REASON else "")
    assert found.where.sheet == "Results"


def test_a_figure_that_cannot_be_read_came_and_is_chased_by_nobody():
    """What is wrong with its cell is told; a reason beside it is the answer, as for any blank."""
    unread = make_result("WM-01", PERIOD, None, unread="“9o” is no number")
    (found,) = items(results=[unread])
    assert (found.status, found.why) == (DueStatus.UNREAD, "“9o” is no number")
    reason = terms.NoDataReason.SUPPRESSED
    (answered,) = items(results=[replace(unread, no_data_reason=reason)])
    assert (answered.status, answered.why) == (DueStatus.REASON, reason.value)


def test_a_figure_without_a_row_is_due_too():
    (found,) = items()
    assert found.status is DueStatus.LATE
    assert found.due == date(2025, 1, 20)
    assert found.where.sheet == "KPIs"


def test_an_annual_figure_that_is_in_is_not_due_and_the_next_one_is_named():
    (found,) = items(ANNUAL, [make_result("WM-01", "2023/24", 91)])
    assert found.status is DueStatus.NOT_DUE
    assert found.period.label == "2024/25"
    assert found.due == date(2025, 4, 14)


def test_a_figure_without_a_calendar_names_no_next_one():
    """An ad hoc KPI whose last figure is in is not due, and nothing is expected after it."""
    kpi = {"frequency": terms.Frequency.AD_HOC}
    (found,) = items(kpi, [make_result("WM-01", "2023/24", 91)])
    assert (found.status, found.period.label) == (DueStatus.NOT_DUE, "2023/24")


def test_an_annual_figure_that_never_came_is_still_late():
    (found,) = items(ANNUAL, [make_result("WM-01", "2022/23", 91)])
    assert found.status is DueStatus.LATE
    assert found.period.label == "2023/24"


@pytest.mark.parametrize(
    "kpi",
    [
        {"status": terms.KpiStatus.DEVELOPMENT},
        {"status": terms.KpiStatus.PAUSED},
        {"status": terms.KpiStatus.ENDED, "last_period": "2024/25 Q1"},
        {"first_period": "2024/25 Q4"},
    ],
)
def test_nothing_is_asked_of_kpis_that_do_not_report(kpi):
    assert items(kpi) == ()


def test_a_tracker_is_asked_for_like_all_others():
    from tests.make import make_target

    tracker = make_target(target_type=terms.TargetType.TRACKER, target=None)
    (found,) = items(targets=[tracker])
    assert found.status is DueStatus.LATE


@pytest.mark.parametrize(
    ("key", "deputy", "asked", "stands_in"),
    [
        ({}, {}, "C02", False),
        ({"absent_until": date(2025, 1, 30)}, {}, "C02", False),
        ({"absent_until": date(2025, 1, 31)}, {}, "C03", True),
        ({"to_date": date(2025, 1, 31)}, {}, "C02", False),
        ({"to_date": date(2025, 1, 30)}, {}, "C03", True),
        ({"to_date": date(2025, 1, 30)}, {"to_date": date(2025, 1, 31)}, "C03", True),
        ({"to_date": date(2025, 1, 30)}, {"absent_until": date(2025, 1, 30)}, "C03", True),
        ({"to_date": date(2025, 1, 30)}, {"absent_until": date(2025, 1, 31)}, None, False),
        ({"to_date": date(2025, 1, 30)}, {"to_date": date(2024, 1, 1)}, None, False),
        ({"to_date": date(2025, 1, 30)}, {"absent_until": date(2025, 3, 1)}, None, False),
    ],
)
def test_the_deputy_is_asked_while_the_key_contact_is_away(key, deputy, asked, stands_in):
    contacts = (
        CONTACTS[0],
        make_contact("C02", **key),
        make_contact("C03", **deputy),
    )
    (found,) = items(contacts=contacts)
    assert (found.contact, found.stands_in) == (asked, stands_in)
    assert bool(found.why) is (asked != "C02")


def test_without_a_deputy_of_the_kpi_the_contacts_own_deputy_is_asked():
    away = make_contact("C02", absent_until=date(2025, 1, 31), deputy="C03")
    contacts = (CONTACTS[0], away, make_contact("C03"))
    (found,) = items({"deputy_contact": None}, contacts=contacts)
    assert (found.contact, found.stands_in) == ("C03", True)
    (nobody,) = items({"deputy_contact": None, "key_contact": None}, contacts=contacts)
    assert (nobody.contact, nobody.stands_in) == (None, False)


def test_what_is_due_is_asked_of_whom_the_kpi_names():
    kpis = [
        make_kpi("A"),
        make_kpi("B", key_contact="C04"),
        make_kpi("C"),
        make_kpi("D", key_contact="X", deputy_contact=None),
    ]
    register = make_register(kpis, [make_result("C", PERIOD, 90)])
    found = due_items(register, THE_PERIOD, date(2025, 1, 31))
    assert {one.kpi.ref: one.contact for one in found if one.status is not DueStatus.IN} == {
        "A": "C02",
        "B": "C04",
        "D": None,
    }


def test_a_figure_that_comes_only_after_the_next_round_is_not_due_now():
    (found,) = items({"lag_days": 400})
    assert found.status is DueStatus.NOT_DUE
    assert found.due == date(2026, 2, 4)


def test_months_of_the_quarter_that_never_came_are_asked_for_with_the_newest() -> None:
    """March brings January and February along, but not what is in, answered, or before the start."""
    monthly = {"frequency": terms.Frequency.MONTHLY, "first_period": "Apr 2024", "lag_days": 5}

    def asked(kpi: dict[str, object], results: tuple[object, ...]) -> list[str]:
        register = make_register([make_kpi("WM-01", **kpi)], results)
        found = due_items(register, THE_PERIOD, date(2025, 1, 31))
        assert [item.is_earlier for item in found] == [True] * (len(found) - 1) + [False]
        return [item.period.label for item in found]

    september = make_result("WM-01", "Sep 2024", 90)
    assert asked(monthly, (september,)) == ["Oct 2024", "Nov 2024", "Dec 2024"]
    answered = (
        september,
        make_result("WM-01", "Oct 2024", 91),
        make_result("WM-01", "Nov 2024", None, no_data_reason=terms.NoDataReason.DATA_QUALITY),
    )
    assert asked(monthly, answered) == ["Dec 2024"]
    assert asked({**monthly, "first_period": "Nov 2024"}, ()) == ["Nov 2024", "Dec 2024"]


def test_a_quarter_for_which_the_timetable_never_asked_is_not_asked_for_again() -> None:
    """Whoever begins with pmf is not chased for what was missing before."""
    register = make_register([make_kpi("WM-01")], [make_result("WM-01", "2024/25 Q1", 90)])
    (item,) = due_items(register, THE_PERIOD, date(2025, 1, 31))
    assert item.period == THE_PERIOD


@pytest.mark.parametrize(
    ("period", "on"),
    [
        ("2024/25 Q2", date(2024, 11, 13)),
        ("2024/25 Q3", date(2025, 1, 14)),
        ("2024/25 Q3", date(2025, 2, 3)),
        ("2024/25 Q3", date(2025, 2, 14)),
        ("2024/25 Q4", date(2025, 5, 12)),
    ],
)
def test_what_ratings_call_overdue_is_overdue_in_what_is_due(period: str, on: date) -> None:
    """Of the example: late, or overdue on record and promised for a later day; never just due."""
    opened = example()
    made = assess_for(opened, period=period, as_of=on)
    overdue = {
        one.kpi.ref
        for one in made.ratings
        if isinstance(one.outcome, Unrated) and one.outcome.reason is UnratedReason.OVERDUE
    }
    told = {
        item.kpi.ref
        for item in due_items(made.register, made.period, on)
        if item.status is DueStatus.LATE or item.is_promised
    }
    assert overdue
    assert overdue <= told


@cache
def example() -> OpenedRegister:
    return open_register(EXAMPLE)
