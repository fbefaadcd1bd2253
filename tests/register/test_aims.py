"""What a target row asks for in a period; ratings, checks and highlights all ask here."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from pmf_cli.register.periods.text import parse_period
from pmf_cli.register.terms import (
    DataType,
    Frequency,
    Polarity,
    Profile,
    TargetType,
    TimeBasis,
    YearBasis,
    YearValue,
)
from pmf_cli.register.time.aims import aim_for, is_missed
from pmf_cli.register.time.expected import Known
from pmf_cli.register.time.times import Bearing
from tests.make import AS_OF, make_kpi, make_register, make_target

ADDS_UP = {"time_basis": TimeBasis.CUMULATIVE, "data_type": DataType.NUMBER, "unit": "homes"}
Q1, Q3, YEAR = (parse_period(text) for text in ("2024/25 Q1", "2024/25 Q3", "2024/25"))


def asked(period, kpi=None, **target):
    """The aim of one row, open-ended by default, in a period."""
    register = make_register((make_kpi(**(kpi or {})),), (), (make_target(**target),))
    known = Known(register.results_of("WM-01"), period.end, AS_OF, register.kpis[0])
    return aim_for(register.targets[0], register.kpis[0], period, known)


@pytest.mark.parametrize(("period", "expected"), [(Q1, 25), (Q3, 75), (YEAR, 100)])
def test_a_years_target_of_a_count_is_shared_out_over_its_quarters(period, expected):
    """A quarter is asked for its share, marked as split evenly; the year for all of it."""
    aim = asked(period, ADDS_UP, target=100)
    assert aim.value == expected
    assert aim.split_evenly is (period is not YEAR)
    told = f"target 100.0 homes is {expected}.0 homes" in " ".join(aim.steps)
    assert told is (period is not YEAR)


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        (TargetType.DATE, date(2025, 3, 31)),
        (TargetType.VALUE, "Good"),
        (TargetType.INCREASE, None),
        (TargetType.MAINTAIN, None),
    ],
)
def test_what_is_no_figure_for_a_time_is_never_shared_out(kind, target):
    """A day, a grade or a direction of the year's row is asked for as it stands."""
    aim = asked(Q1, ADDS_UP, target_type=kind, target=target, from_period="2024/25")
    assert (aim.value, aim.steps, aim.refused, aim.split_evenly) == (target, (), "", False)


def test_the_figure_of_an_own_profile_is_the_cells_own():
    """A quarter typed by hand is taken as it stands and names its cell."""
    aim = asked(Q3, ADDS_UP, target=100, profile=Profile.OWN, q1=10, q2=20, q3=60, q4=100)
    assert (aim.value, aim.field, aim.split_evenly) == (60, "q3", False)


def of_year(kpi, *quarters):
    """The aim of the year whose four quarters have target rows of their own, given in order."""
    rows = [
        make_target(from_period=f"2024/25 Q{n}", to_period=f"2024/25 Q{n}", **row)
        for n, row in enumerate(quarters, 1)
    ][::-1]
    return aim_for(rows[0], kpi, YEAR, Known({}, YEAR.end, AS_OF, kpi), rows=rows)


@pytest.mark.parametrize(
    ("year_value", "expected"),
    [
        (YearValue.SUM, 100),
        (YearValue.SIMPLE, 25),
        (YearValue.LAST, 40),
        (YearValue.WEIGHTED, None),
    ],
)
def test_the_targets_of_quarters_make_the_years_as_the_kpi_makes_its_figures(year_value, expected):
    """No row gives the weights of a weighted average."""
    kpi = make_kpi(time_basis=TimeBasis.WITHIN, year_value=year_value)
    aim = of_year(kpi, *({"target": target} for target in (10, 20, 30, 40)))
    assert aim.value == expected
    assert bool(aim.refused) is (expected is None)


def test_quarters_make_a_year_only_where_each_has_a_figure():
    """A quarter still to be agreed leaves the year without a target, not with a smaller one."""
    kpi = make_kpi(time_basis=TimeBasis.WITHIN, year_value=YearValue.SUM)
    aim = of_year(kpi, *({"target": target} for target in (10, 20, None, 40)))
    assert aim.value is None
    assert "none for 2024/25" in aim.refused


@pytest.mark.parametrize(
    ("kind", "differs", "is_asked"),
    [
        (TargetType.RANGE, {}, True),
        (TargetType.RANGE, {"target": 14}, True),
        (TargetType.RANGE, {"range_high": 25}, False),
        (TargetType.VALUE, {"range_high": 25}, True),
        (TargetType.VALUE, {"target": 14}, False),
    ],
)
def test_quarters_make_a_year_by_the_figures_that_their_kind_of_target_asks_for(
    kind, differs, is_asked
):
    """Ranges that differ make none for the year, whatever stands in the cell of a single target."""
    kpi = make_kpi(time_basis=TimeBasis.WITHIN, year_value=YearValue.WEIGHTED)
    filled = {"target_type": kind, "target": 15, "range_low": 10, "range_high": 20}
    aim = of_year(kpi, filled, filled, filled | differs, filled)
    assert ("none for 2024/25" in aim.refused) is not is_asked
    assert (aim.value == 15 if kind is TargetType.VALUE else aim.high == 20) is is_asked


def test_a_refused_target_is_named_with_what_each_profile_would_ask_for():
    """Council tax collected: 97.6% over the year is no target for a quarter until a profile is given."""
    share = {"time_basis": TimeBasis.CUMULATIVE, "data_type": DataType.PERCENTAGE, "unit": "%"}
    aim = asked(Q3, share, target=97.6)
    assert aim.value is None
    assert "97.6% is for 2024/25" in aim.refused
    assert f"{Profile.EVEN} would ask for 73.2%" in aim.refused
    assert f"{Profile.LEVEL} would ask for 97.6% each quarter" in aim.refused


@pytest.mark.parametrize(
    ("period", "given", "bearing"),
    [(Q1, "2024/25", Bearing.HOLDS), (YEAR, "2024/25 Q4", Bearing.SAME)],
)
def test_a_count_on_a_day_is_held_against_a_longer_times_target_and_the_years_last_days_own(
    period, given, bearing
):
    """The figure of a year's last day is the fourth quarter's, so its target is the year's too."""
    counted = {"data_type": DataType.NUMBER, "unit": "homes", "time_basis": TimeBasis.SNAPSHOT}
    aim = asked(period, counted, target=100, from_period=given, to_period=given)
    assert (aim.value, aim.bearing) == (100, bearing)
    assert ("holds for each quarter" in aim.remark) is (bearing is Bearing.HOLDS)


@pytest.mark.parametrize("profile", [Profile.EVEN, Profile.LAST_YEAR, None])
def test_only_a_profile_that_shares_out_is_said_to_have_no_effect_where_figures_do_not_add_up(
    profile,
):
    counted = {"data_type": DataType.NUMBER, "unit": "homes", "time_basis": TimeBasis.SNAPSHOT}
    aim = asked(Q1, counted, target=100, from_period="2024/25", profile=profile)
    assert ("has no effect" in " ".join(aim.steps)) is (profile is not None)


@pytest.mark.parametrize(
    ("period", "given", "is_offered"), [(Q1, "2024/25", True), (YEAR, "2024/25 Q4", False)]
)
def test_where_nobody_says_whether_figures_add_up_both_readings_of_a_years_target_are_told(
    period, given, is_offered
):
    """100 homes a year ask for 25 in a quarter or for 100; a quarter's target asks no year for less."""
    counted = {
        "data_type": DataType.NUMBER, "unit": "homes", "decimal_places": 0, "year_value": None,
    }  # fmt: skip
    aim = asked(period, counted, target=100, from_period=given, to_period=given)
    assert aim.value is None
    assert "gives no Year value" in aim.refused
    assert ("an even split" in aim.refused) is is_offered
    told = "an even split asks for 25 homes; if not, 100 homes holds for each quarter."
    assert (told in aim.refused) is is_offered


@pytest.mark.parametrize(
    ("polarity", "value", "expected"),
    [
        (Polarity.HIGHER, "89.94", True),
        (Polarity.HIGHER, "89.95", False),
        (Polarity.HIGHER, "0", True),
        (Polarity.LOWER, "90.04", False),
        (Polarity.LOWER, "90.1", True),
        (Polarity.RANGE, "50", None),
        (None, "50", None),
    ],
)
def test_a_target_is_missed_by_the_figure_as_printed(polarity, value, expected):
    """At one decimal 89.95 prints as 90.0 and meets 90; without a polarity nothing is said."""
    kpi = make_kpi(polarity=polarity, decimal_places=1)
    assert is_missed(Decimal(value), Decimal(90), kpi) is expected


@pytest.mark.parametrize("value", ["1E+500", "-9.9E+999", "1E-999"])
def test_no_figure_however_absurd_stops_the_comparison(value):
    """A figure that no cell can hold is still above or below the target."""
    kpi = make_kpi(polarity=Polarity.HIGHER, decimal_places=1)
    assert is_missed(Decimal(value), Decimal(90), kpi) is (Decimal(value) < 90)


@pytest.mark.parametrize(
    ("term", "expected"),
    [("2024/25 Autumn", "33.3"), ("2024/25 Spring", "33.4"), ("2024/25 Summer", "33.3")],
)
def test_a_term_is_no_number_of_quarters(term, expected):
    """Four months are asked for their share of the year, never for what quarters were given."""
    kpi = {
        "frequency": Frequency.TERMLY,
        "year_basis": YearBasis.ACADEMIC,
        "time_basis": TimeBasis.WITHIN,
        "year_value": YearValue.SUM,
        "data_type": DataType.NUMBER,
        "unit": "places",
    }
    period = parse_period(term)
    aim = asked(
        period, kpi, target=100, from_period="2024/25 AY", profile=Profile.OWN,
        q1=10, q2=20, q3=30, q4=40,
    )  # fmt: skip
    assert (aim.value, aim.split_evenly) == (Decimal(expected), True)
