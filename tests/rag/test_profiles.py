"""What a year's target asks for in one of its periods."""

import pytest

from pmf_cli.rag.base import Mark, UnratedReason
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
    assert any("gives no profile" in step for step in found.steps)
    chosen = aimed(target={"profile": P.EVEN})
    assert not any("profile" in step for step in chosen.steps)


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
        ({"from_period": PERIOD, "to_period": PERIOD, "profile": P.EVEN}, {}, PERIOD, 60),
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
    assert any("Same share" in step and "has no figure" in step for step in found.steps)


@pytest.mark.parametrize(
    "data_type",
    [
        terms.DataType.PERCENTAGE,
        terms.DataType.RATE,
        terms.DataType.RATIO,
        terms.DataType.DURATION,
    ],
)
def test_a_cumulative_percentage_is_not_rated_until_a_profile_is_given(data_type):
    """98.5% of council tax by the year's end says nothing of December without a profile."""
    kpi = {"data_type": data_type, "unit": "%", "decimal_places": 1}
    found = aimed(kpi, {"target": 90}, value=91)
    assert found.reason is UnratedReason.DEFINITION
    assert "Even split would ask for 67.5%" in found.sentence
    assert found.target_text == "90.0% for 2024/25"
    assert aimed(kpi, {"target": 90, "profile": P.LEVEL}, value=91).target == Decimal(90)
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


OWN_QUARTERS = {"profile": P.OWN, "target": 500, "q1": 100, "q2": 200, "q3": 300, "q4": 500}


def test_the_amber_boundary_moves_with_the_own_profile():
    """400 beside 500 for the year is 240 beside 300 in the third quarter."""
    own = OWN_QUARTERS | {"amber_boundary": 400}
    assert aimed(target=own, value=240).rag is terms.Rag.AMBER
    assert aimed(target=own, value=239).rag is terms.Rag.RED
    assert any("240" in step and "400" in step for step in aimed(target=own, value=240).steps)


def test_an_amber_boundary_that_cannot_be_moved_is_refused():
    """Beside a year's target of 0 there is nothing to move it by."""
    found = aimed(target=OWN_QUARTERS | {"target": 0, "amber_boundary": 400}, value=240)
    assert found.reason is UnratedReason.DEFINITION
    assert "Amber boundary" in found.sentence


def test_targets_typed_for_quarters_are_used_where_no_profile_is_chosen():
    found = aimed(target=OWN_QUARTERS | {"profile": None}, value=300)
    assert found.target == Decimal(300)
    assert any("blank" in step for step in found.steps)


def test_targets_typed_for_quarters_are_said_to_be_unused_beside_another_profile():
    found = aimed(target=OWN_QUARTERS | {"profile": P.EVEN}, value=375)
    assert found.target == Decimal(375)
    assert any("not used" in step for step in found.steps)


WITHIN = {"time_basis": terms.TimeBasis.WITHIN, "year_value": terms.YearValue.SUM}
MONTHLY = {"frequency": terms.Frequency.MONTHLY, "lag_days": 30}


@pytest.mark.parametrize(
    ("kpi", "target", "period", "expected"),
    [
        (MONTHLY, OWN_QUARTERS, "Dec 2024", 100),
        (MONTHLY, {"profile": P.OWN, "months": tuple(range(1, 13))}, "Dec 2024", 9),
        ({}, {"profile": P.OWN, "months": tuple(range(1, 13))}, PERIOD, 24),
    ],
)
def test_within_the_period_an_own_profile_is_of_each_period_alone(kpi, target, period, expected):
    """A quarter's own figure is not a month's, nor December's the quarter's."""
    assert aimed(WITHIN | kpi, target, period).target == Decimal(expected)


def test_own_figures_of_months_that_differ_make_no_quarter_of_an_average():
    own = {"profile": P.OWN, "months": tuple(range(1, 13))}
    found = aimed(WITHIN | {"year_value": terms.YearValue.WEIGHTED}, own)
    assert found.reason is UnratedReason.DEFINITION
    assert "type a target row" in found.sentence


def test_a_level_to_maintain_is_shared_out_like_any_target():
    """Keeping 400 visits a year is keeping 100 a quarter."""
    keep = {"target_type": terms.TargetType.MAINTAIN, "target": 400}
    found = aimed(WITHIN, keep, value=101)
    assert found.rag is terms.Rag.GREEN
    assert found.target_text == "Maintain 100 homes"
    assert Mark.EVEN_SPLIT in found.marks
    assert aimed(WITHIN, keep, value=None).target_text == "Maintain 100 homes"
