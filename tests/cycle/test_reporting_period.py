"""The period that a report is about."""

from datetime import date

import pytest

from pmf_cli.cycle.period import reporting_period
from pmf_cli.settings import Settings
from tests.make import make_register, make_result

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
