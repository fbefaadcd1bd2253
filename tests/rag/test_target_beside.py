"""Beside a figure that is shown stands the target of its own time, also where it is not rated."""

import pytest

from pmf_cli.rag.rate import rate_all
from pmf_cli.rag.target_cells import target_cell
from pmf_cli.register.periods.text import parse_period
from pmf_cli.settings import Settings
from pmf_cli.views.entries import target_entry
from pmf_cli.views.scorecard_entries import bare_target_entry
from tests.make import AS_OF, PERIOD, make_kpi, make_register, make_result, make_target
from tests.rag.desk import LOWER, Decimal, date, terms

YEARLY = {
    "frequency": terms.Frequency.ANNUAL,
    "year_basis": terms.YearBasis.CALENDAR,
    "first_period": "2020",
    "polarity": LOWER,
    "data_type": terms.DataType.NUMBER,
    "unit": "",
    "decimal_places": 1,
    "longest_age": None,
    "lag_days": 180,
}


def rated(kpi, results, targets, **over):
    register = make_register([make_kpi("WM-01", **kpi)], results, targets)
    (found,) = rate_all(register, Settings(), parse_period(PERIOD), over.get("as_of", AS_OF))
    return found


def yearly(*targets):
    """The year 2023, of which the figure came last June; that of 2024 comes in June 2025."""
    result = make_result("WM-01", "2023", Decimal("36.4"), received_on=date(2024, 6, 25))
    return rated(YEARLY, [result], [make_target("WM-01", **one) for one in targets])


def test_the_figure_of_an_earlier_year_stands_beside_that_years_target():
    older = {"from_period": "2023", "to_period": "2023", "target": Decimal(40)}
    newer = {"from_period": "2024", "to_period": None, "target": Decimal(38)}
    found = yearly(older, newer)
    assert found.outcome.reason.name == "NOT_DUE"
    assert str(found.shown.period) == "2023"
    assert (found.beside.aim.value, found.aim.value) == (40, 38)
    assert bare_target_entry(found).text == "40.0"
    assert target_entry(found).text == "40.0"
    assert target_cell(found) == found.beside.row.source.at("target")


def test_an_overdue_quarters_predecessor_stands_beside_its_own_part_of_the_years_target():
    """100 for the year by its own profile asks for 30 by September and 70 by December."""
    kpi = {"time_basis": terms.TimeBasis.CUMULATIVE, "data_type": terms.DataType.NUMBER, "unit": ""}
    profile = dict(zip(("q1", "q2", "q3", "q4"), map(Decimal, (10, 30, 70, 100)), strict=True))
    target = make_target(
        "WM-01", target=Decimal(100), profile=terms.Profile.OWN,
        from_period="2024/25", to_period="2024/25", **profile,
    )  # fmt: skip
    result = make_result("WM-01", "2024/25 Q2", Decimal(31))
    found = rated(kpi, [result], [target], as_of=date(2025, 3, 31))
    assert found.outcome.reason.name == "OVERDUE"
    assert Decimal(bare_target_entry(found).text) == 30


@pytest.mark.parametrize("asked", [terms.TargetType.TRACKER, terms.TargetType.TO_BE_AGREED])
def test_a_kpi_that_lost_its_target_shows_none_beside_an_earlier_figure(asked):
    older = {"from_period": "2023", "to_period": "2023", "target": Decimal(40)}
    newer = {"from_period": "2024", "to_period": None, "target_type": asked, "target": None}
    assert yearly(older, newer).beside.row.target_type is asked


def test_without_any_figure_it_is_the_target_of_the_period_asked_for():
    target = make_target("WM-01", from_period="2024", to_period=None, target=Decimal(38))
    assert rated(YEARLY, [], [target]).beside.aim.value == 38
