"""What a council may say in rows besides one tolerance: limits by KPI, by side, by movement, by others and by chance."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pmf_cli.rag.against_chance import interval
from pmf_cli.rag.base import Rating, Unrated, UnratedReason
from pmf_cli.rag.rating_input import RatingInput
from tests.make import make_benchmark
from tests.rag.desk import LOWER, colour, rate, terms

RELATIVE = terms.ToleranceBasis.RELATIVE
CONFIDENCE = terms.ToleranceBasis.CONFIDENCE
RANGE = {"target_type": terms.TargetType.RANGE, "target": None, "range_low": 90, "range_high": 110}
NARROWER = {"tolerance": 10, "boundary_rule": terms.BoundaryRule.NARROWER}
BENCHMARK = {"target_type": terms.TargetType.BENCHMARK, "target": None}


def found(value: object, **over: Any) -> dict[str, str]:
    return {str(one): colour(one, **over) for one in value}  # type: ignore[attr-defined]


def test_a_green_tolerance_of_a_kpis_own_wins_over_the_rule_sets():
    """Havering 2015/16: each indicator has its own; measured as the KPI's tolerance is."""
    own = {"target": 100, "tolerance": 10, "tolerance_basis": RELATIVE, "green_tolerance": 4}
    rules = [{"green_tolerance": 1, "tolerance": 5}]
    expected = {"96": "Green", "95.9": "Amber", "90": "Amber", "89.9": "Red"}
    assert found(expected, rules=rules, target=own) == expected
    points = own | {
        "target": 50,
        "tolerance": 5,
        "tolerance_basis": terms.ToleranceBasis.POINTS,
        "green_tolerance": 2,
    }
    expected = {"48": "Green", "47.9": "Amber", "45": "Amber", "44.9": "Red"}
    assert found(expected, rules=rules, target=points) == expected


def test_a_range_may_have_another_outer_limit_on_each_side():
    """Too few is worse than too many: Red below 85, and above 130 alone."""
    target = RANGE | {"amber_boundary": 85, "upper_boundary": 130}
    expected = {
        "84.9": "Red",
        "85": "Amber",
        "90": "Green",
        "110": "Green",
        "130": "Amber",
        "130.1": "Red",
    }
    assert found(expected, target=target, rules=[{"tolerance": 2}]) == expected
    one_side = RANGE | {"upper_boundary": 130}
    expected = {"88.2": "Amber", "88.1": "Red", "130": "Amber", "130.1": "Red"}
    assert found(expected, target=one_side, rules=[{"tolerance": 2}]) == expected


@pytest.mark.parametrize(
    ("before", "last_year", "expected"),
    [("84", "86", "Amber"), ("86", "84", "Red"), (None, "84", "Red"), ("85", None, "Red")],
)
def test_amber_may_depend_on_the_previous_period(before, last_year, expected):
    """Where the rule says so, last year decides nothing."""
    rules = [
        {"improved_rule": terms.ImprovedRule.THURROCK, "improved_on": terms.ImprovedOn.PREVIOUS}
    ]
    rating = rate("85", target={"target": 100}, rules=rules, before=before, last_year=last_year)
    assert rating is not None and rating.rag is not None and rating.rag.value == expected
    if before == "84":
        assert "the period before" in " ".join(rating.outcome.steps)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("boundary", "expected"),
    [
        (80, {"90": "Amber", "89.9": "Red"}),
        (95, {"95": "Amber", "94.9": "Red"}),
        (90, {"90": "Amber", "89.9": "Red"}),
    ],
)
def test_of_a_floor_and_a_percentage_the_narrower_may_hold(boundary, expected):
    """A floor of 80 beside 10% of 100 gives way; one of 95 holds."""
    target = {"target": 100, "amber_boundary": boundary}
    assert found(expected, rules=[NARROWER], target=target) == expected
    assert colour("89.9", rules=[{"tolerance": 10}], target=target) == (
        "Red" if boundary >= 90 else "Amber"
    )


def test_the_one_that_holds_is_the_one_that_is_told():
    wide = rate("89", rules=[NARROWER], target={"target": 100, "amber_boundary": 80})
    near = rate("89", rules=[NARROWER], target={"target": 100, "amber_boundary": 95})
    assert wide is not None and near is not None
    assert isinstance(wide.outcome, Rating) and isinstance(near.outcome, Rating)
    assert wide.outcome.tolerance == 10 and "tolerance of 10%" in wide.outcome.sentence
    assert near.outcome.tolerance is None and "Amber boundary of 95" in near.outcome.sentence


def test_a_floor_goes_with_a_profile_of_its_own():
    """A floor of 80 beside a year's 100 is 40 beside the 50 typed for the quarter."""
    kpi = {"time_basis": terms.TimeBasis.CUMULATIVE, "decimal_places": 1}
    target = {
        "target": 100, "profile": terms.Profile.OWN, "q1": 20, "q2": 40, "q3": 50, "q4": 100, "amber_boundary": 80,
        "from_period": "2024/25",
    }  # fmt: skip
    expected = {"50": "Green", "49.9": "Amber", "40": "Amber", "39.9": "Red"}
    assert found(expected, kpi=kpi, target=target) == expected


PERIOD = "2024/25 Q3"


@pytest.mark.parametrize(
    ("asked", "rows", "expected"),
    [
        ("England", [make_benchmark("WM-01", PERIOD, 80)], "Green"),
        ("England", [make_benchmark("WM-01", PERIOD, 100)], "Red"),
        ("Core Cities: Best quarter",
         [make_benchmark("WM-01", PERIOD, 87, comparator="Cities", group=terms.BenchmarkGroup.CORE_CITIES,
                         statistic=terms.BenchmarkStatistic.BEST_QUARTER),
          make_benchmark("WM-01", PERIOD, 60, comparator="Cities", group=terms.BenchmarkGroup.CORE_CITIES)], "Amber"),
        ("England", [make_benchmark("WM-01", "2023/24 Q3", 80)], "NO_COMPARATOR"),
        ("England", [make_benchmark("WM-01", PERIOD, 80, comparable="No: counted otherwise")], "NO_COMPARATOR"),
        ("Wales", [make_benchmark("WM-01", PERIOD, 80)], "NO_COMPARATOR"),
        (None, [make_benchmark("WM-01", PERIOD, 80)], "DEFINITION"),
    ],
)  # fmt: skip
def test_another_places_figure_may_be_the_target_for_the_same_period_only(asked, rows, expected):
    assert colour("85", target=BENCHMARK | {"benchmark": asked}, benchmarks=rows) == expected


def test_a_benchmark_is_told_with_its_place_and_cell():
    rating = rate(
        "85",
        target=BENCHMARK | {"benchmark": "England"},
        benchmarks=[make_benchmark("WM-01", PERIOD, 80)],
    )
    assert rating is not None and isinstance(rating.outcome, Rating)
    assert "80" in rating.outcome.target_text
    assert any("England" in one for one in rating.outcome.steps)
    assert any(one.label == "benchmark" and "England" in one.text for one in rating.outcome.used)
    none = rate(
        "85",
        target=BENCHMARK | {"benchmark": "England"},
        benchmarks=[make_benchmark("WM-01", "2023/24", 80)],
    )
    assert none is not None and isinstance(none.outcome, Unrated)
    assert none.outcome.reason is UnratedReason.NO_COMPARATOR and "2023/24" in none.outcome.sentence


def by_chance(count: int, whole: int, target: float, **kpi: Any) -> Rating | Unrated:
    from tests.make import make_result

    value = Decimal(count * 100) / whole
    row = make_result("WM-01", PERIOD, str(round(value, 1)), numerator=count, denominator=whole)
    rating = rate(
        None, results=[row], target={"target": str(target)}, kpi=kpi,
        rules=[{"tolerance": 95, "tolerance_basis": CONFIDENCE}],
    )  # fmt: skip
    assert rating is not None
    return rating.outcome


@pytest.mark.parametrize(
    ("count", "whole", "target", "expected"),
    [
        (60, 100, 50, "Green"),  # Wilson: 50.2 to 69.1
        (59, 100, 50, "Amber"),  # 49.2 to 68.1
        (41, 100, 50, "Amber"),  # 31.9 to 50.8
        (40, 100, 50, "Red"),  # 30.9 to 49.8
    ],
)
def test_better_similar_and_worse_are_told_by_the_confidence_interval(
    count, whole, target, expected
):
    """As Fingertips does: Wilson's interval at 95%; limits by hand."""
    outcome = by_chance(count, whole, target)
    assert isinstance(outcome, Rating) and outcome.rag.value == expected
    lower = by_chance(count, whole, target, polarity=LOWER)
    assert isinstance(lower, Rating)
    assert lower.rag.value == {"Green": "Red", "Red": "Green"}.get(expected, expected)


@given(st.integers(1, 5000), st.data())
def test_a_result_is_similar_exactly_where_its_interval_holds_the_target(
    whole: int, data: st.DataObject
):
    """Worked out apart in floats, away from the very edge."""
    count = data.draw(st.integers(0, whole))
    target = data.draw(st.integers(1, 999)) / 10
    z, share = 1.959963984540054, round(count * 100 / whole, 1) / 100
    exact = count / whole
    middle, reach = (
        exact + z * z / (2 * whole),
        z * (exact * (1 - exact) / whole + z * z / (4 * whole * whole)) ** 0.5,
    )
    low, high = (
        (middle - reach) / (1 + z * z / whole) * 100,
        (middle + reach) / (1 + z * z / whole) * 100,
    )
    assume(min(abs(target - low), abs(target - high)) > 0.2)
    expected = "Green" if low > target else "Red" if high < target else "Amber"
    outcome = by_chance(count, whole, target)
    assert isinstance(outcome, Rating) and outcome.rag.value == expected, (low, high, share)


def test_without_numerator_and_denominator_nothing_is_rated_by_chance():
    rating = rate(
        "60", rules=[{"tolerance": 95, "tolerance_basis": CONFIDENCE}], target={"target": 50}
    )
    assert rating is not None and isinstance(rating.outcome, Unrated)
    assert (
        rating.outcome.reason is UnratedReason.DEFINITION
        and "denominator" in rating.outcome.sentence
    )


def test_a_range_is_never_held_against_a_confidence_interval():
    """The default tolerance serves, and says why."""
    rating = rate("88", target=RANGE, rules=[{"tolerance": 95, "tolerance_basis": CONFIDENCE}])
    assert rating is not None and isinstance(rating.outcome, Rating)
    assert "confidence" in " ".join(rating.outcome.steps)
    assert rating.outcome.tolerance == 5


def test_a_rate_of_events_has_the_interval_of_byar():
    """100 events at 2 each: 162.7 to 243.3 (Byar, 95%)."""

    class Case:
        kpi = type("K", (), {"data_type": terms.DataType.RATE, "unit": "per 1,000"})()
        result = type("R", (), {"numerator": Decimal(100), "denominator": Decimal(50_000)})()

    case: Any = Case()
    assert isinstance(RatingInput, type)
    low, high = interval(case, Decimal(200), Decimal(95)) or (0, 0)
    assert (round(float(low), 1), round(float(high), 1)) == (162.7, 243.3)
