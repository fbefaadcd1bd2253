"""What a year's target asks for in one of its periods."""

import pytest

from pmf_cli.rag.base import Mark
from tests.make import make_result
from tests.rag.desk import PERIOD, UNITS, Decimal, rate, terms

YEAR_TO_DATE = {
    "data_type": terms.DataType.NUMBER,
    "unit": "homes",
    "decimal_places": 0,
    "time_basis": terms.TimeBasis.CUMULATIVE,
    "year_value": terms.YearValue.LAST,
    "first_period": None,
}
EIGHTY = {"target": 80, "from_period": "2024/25", "to_period": "2024/25"}
P = terms.Profile


def aimed(kpi=None, target=None, period=PERIOD, earlier=(), value=60):
    results = [make_result("WM-01", p, v) for p, v in earlier]
    results.append(make_result("WM-01", period, value))
    found = rate(results=results, kpi=YEAR_TO_DATE | (kpi or {}), target=EIGHTY | (target or {}))
    return found.outcome


def test_without_a_profile_the_year_is_split_evenly_and_marked():
    found = aimed()
    assert found.target == Decimal(60)
    assert Mark.EVEN_SPLIT in found.marks
    assert any("profile" in step for step in found.steps)


def test_nought_of_eighty_is_red_only_against_its_share():
    assert aimed(value=60).rag is terms.Rag.GREEN
    assert aimed(value=57).rag is terms.Rag.AMBER
    assert aimed(value=56).rag is terms.Rag.RED


@pytest.mark.parametrize(
    ("target", "kpi", "period", "expected"),
    [
        ({"profile": P.EVEN}, {}, PERIOD, 60),
        ({"profile": P.LEVEL}, {}, PERIOD, 80),
        ({"profile": P.OWN, "q1": 5, "q2": 20, "q3": 45, "q4": 80}, {}, PERIOD, 45),
        ({"profile": P.OWN, "months": tuple(range(1, 13))}, {}, PERIOD, 9),
        ({"profile": P.OWN, "q1": 5}, {}, PERIOD, 60),
        ({"profile": P.LAST_YEAR}, {}, PERIOD, 60),
        ({"from_period": "2024/25 Q1", "to_period": None}, {}, PERIOD, 60),
        ({"from_period": PERIOD, "to_period": PERIOD}, {}, PERIOD, 80),
        ({}, {"time_basis": terms.TimeBasis.WITHIN}, PERIOD, 80),
        ({}, {"time_basis": terms.TimeBasis.SNAPSHOT}, PERIOD, 80),
        (
            {"profile": P.EVEN},
            {"time_basis": terms.TimeBasis.WITHIN, "year_value": terms.YearValue.SUM},
            PERIOD,
            20,
        ),
        ({}, {"frequency": terms.Frequency.MONTHLY}, "Dec 2024", 60),
        (
            {"profile": P.OWN, "q1": 5, "q2": 20, "q3": 50, "q4": 80},
            {"frequency": terms.Frequency.MONTHLY, "lag_days": 45},
            "Nov 2024",
            40,
        ),
        (
            {"profile": P.OWN, "q1": 5, "q2": 20, "q3": 45, "q4": 80},
            {"time_basis": terms.TimeBasis.WITHIN},
            PERIOD,
            45,
        ),
    ],
)
def test_the_profile_says_what_is_asked_for(target, kpi, period, expected):
    found = aimed(kpi, target, period)
    assert found.target == Decimal(expected)


def test_the_same_share_as_last_year_comes_from_the_kpis_own_series():
    earlier = [("2023/24 Q3", 50), ("2023/24 Q4", 100)]
    found = aimed(target={"profile": P.LAST_YEAR}, earlier=earlier)
    assert found.target == Decimal(40)
    assert Mark.EVEN_SPLIT not in found.marks


def test_without_last_years_figures_the_split_is_even_and_says_so():
    found = aimed(target={"profile": P.LAST_YEAR})
    assert Mark.EVEN_SPLIT in found.marks
    assert any("Same share" in step for step in found.steps)


def test_a_percentage_does_not_add_up_over_the_year():
    """90% in time by the year's end is 90% in time by December, not 67.5%."""
    kpi = {"data_type": terms.DataType.PERCENTAGE, "unit": "%", "decimal_places": 1}
    assert aimed(kpi, {"target": 90}, value=91).target == Decimal(90)
    assert aimed(kpi, {"target": 90, "profile": P.EVEN}, value=91).target == Decimal("67.5")


def test_a_worked_out_target_is_rounded_as_it_is_printed():
    """100 homes over twelve months: 8.33 is printed as 8, and 8 meets it."""
    found = aimed(
        {"frequency": terms.Frequency.MONTHLY}, {"target": 100}, period="Dec 2024", value=75
    )
    assert found.target == Decimal(75)
    odd = aimed(target={"target": 81}, value=61)
    assert odd.target == Decimal(61)
    assert odd.rag is terms.Rag.GREEN


def test_the_amber_boundary_is_split_like_the_target():
    found = aimed(target={"amber_boundary": 60}, value=45)
    assert found.rag is terms.Rag.AMBER
    assert aimed(target={"amber_boundary": 60}, value=44).rag is terms.Rag.RED


def test_a_tolerance_in_units_stays_as_stated():
    own = {"tolerance": 4, "tolerance_basis": UNITS}
    assert aimed(target=own, value=56).rag is terms.Rag.AMBER
    assert aimed(target=own, value=55).rag is terms.Rag.RED


def test_the_whole_years_figure_is_held_against_the_whole_target():
    kpi = {"frequency": terms.Frequency.ANNUAL, "lag_days": 280}
    found = rate(
        results=[make_result("WM-01", "2023/24", 80)],
        kpi=YEAR_TO_DATE | kpi,
        target={"target": 80},
    )
    assert found.outcome.target == Decimal(80)
    assert Mark.EVEN_SPLIT not in found.outcome.marks
