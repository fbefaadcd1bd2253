"""Signal from noise: the NHS's own vector, hand-worked runs, and an implementation of its own held against ours."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest

from pmf_cli.analysis.series.process_limits import limits_of
from pmf_cli.analysis.signals import (
    Assurance,
    Mark,
    Rule,
    Signal,
    Variation,
    joined,
    marks_of,
    signals,
)
from pmf_cli.register.terms import Polarity, TimeBasis
from tests.assessed import assessed, monthly
from tests.make import make_register, make_target

DATA = Path(__file__).parent.parent / "data"


def numbers(*values: float) -> list[Decimal]:
    return [Decimal(str(value)) for value in values]


def marks(*values: float) -> list[tuple[set[str], int]]:
    """The marks of figures by their own limits."""
    own = numbers(*values)
    return [({rule.name for rule in one.rules}, one.side) for one in marks_of(own, limits_of(own))]


def test_the_limits_are_those_of_the_nhs_workbook_and_screened_those_of_its_package():
    """1, 2, 1, 2, 10, then 1 and 2 by turns to 18 figures (vignette "deviations" of NHSRplotthedots)."""
    values = numbers(1, 2, 1, 2, 10, *([1, 2] * 7)[:13])
    plain, screened = limits_of(values), limits_of(values, is_screened=True)
    assert [round(one, 2) for one in (plain.mean, plain.high, plain.low)] == numbers(
        1.94, 6.95, -3.06
    )
    assert [round(one, 2) for one in (screened.high, screened.low)] == numbers(4.60, -0.72)


def test_seven_on_one_side_of_the_mean_are_a_shift_and_six_are_none():
    six = marks(*[2, 1] * 6, *[2.6, 2.5] * 3, 1.0)
    assert not any("SHIFT" in rules for rules, _ in six)
    seven = marks(*[2, 1] * 6, *[2.6, 2.5] * 3, 2.6, 1.0)
    assert [place for place, (rules, _) in enumerate(seven) if "SHIFT" in rules] == [*range(12, 19)]
    assert seven[18][1] == 1


def test_seven_that_rise_are_a_trend_and_six_are_none():
    base = [10, 12, 9, 11, 10, 12, 9]
    rising = [9.1, 9.6, 10.1, 10.6, 11.1, 11.6]
    assert not any("TREND" in rules for rules, _ in marks(*base[:-1], *rising, 9.0))
    found = marks(*base[:-1], *rising, 12.1, 9.0)
    assert [place for place, (rules, _) in enumerate(found) if "TREND" in rules] == [*range(5, 13)][
        1:
    ]


def test_a_figure_that_stays_ends_a_rise():
    found = marks(10, 12, 9, 9.1, 9.6, 10.1, 10.1, 10.6, 11.1, 11.6, 9)
    assert not any("TREND" in rules for rules, _ in found)


def test_two_of_three_near_a_limit_count_on_one_side_alone():
    """Limits of figures between 9 and 11 lie near 5 and 15; the outer thirds begin near 6.7 and 13.3."""
    limits = limits_of(numbers(9, 11, 9, 11, 9, 11, 9, 11, 9, 11, 9, 11))
    near = limits.high - Decimal("0.1")
    far = limits.low + Decimal("0.1")
    ten = limits.mean
    same = marks_of([ten, near, ten, near, ten], limits)
    assert [Rule.NEAR in one.rules for one in same] == [False, True, False, True, False]
    assert not any(one.rules for one in marks_of([ten, near, ten, far, ten], limits))
    outside = limits.high + 1
    assert not any(Rule.NEAR in one.rules for one in marks_of([ten, near, outside, ten], limits))


def independent(values: list[float]) -> list[set[str]]:
    """The four rules once more, with pandas and from the description alone."""
    y = pd.Series(values, dtype=float)
    mean, average = y.mean(), y.diff().abs().mean()
    high, low = mean + 2.66 * average, mean - 2.66 * average
    inner_high, inner_low = mean + 2.66 * average * 2 / 3, mean - 2.66 * average * 2 / 3
    found: list[set[str]] = [set() for _ in values]

    def mark(rule: str, where: pd.Series) -> None:
        for place in where[where].index:
            found[place].add(rule)

    mark("OUTSIDE", (y > high) | (y < low))
    for sign in (1, -1):
        side = (y - mean) * sign > 0
        length = side.groupby((~side).cumsum()).transform("sum")
        mark("SHIFT", side & (length >= 7))
        step = y.diff() * sign > 0
        runs = step.groupby((~step).cumsum()).transform("sum")
        in_trend = step & (runs >= 6)
        mark("TREND", in_trend | in_trend.shift(-1, fill_value=False))
        near = (y > inner_high) & (y <= high) if sign > 0 else (y < inner_low) & (y >= low)
        windows = near.astype(int).rolling(3).sum() >= 2
        any_window = (
            windows | windows.shift(-1, fill_value=False) | windows.shift(-2, fill_value=False)
        )
        mark("NEAR", near & any_window)
    return found


def ours(values: list[float]) -> list[set[str]]:
    own = [Decimal(repr(value)) for value in values]
    return [{rule.name for rule in one.rules} for one in marks_of(own, limits_of(own))]


@pytest.mark.parametrize("every", [10, pytest.param(1, marks=pytest.mark.slow)])
def test_on_the_nhs_series_the_special_causes_are_those_of_an_independent_implementation(every):
    """130 trusts, 36 months: the share of patients seen within four hours."""
    series: dict[str, list[float]] = {}
    with (DATA / "nhs_ae_type1.csv").open() as file:
        for row in csv.DictReader(file):
            share = 1 - float(row["breaches"]) / float(row["attendances"])
            series.setdefault(row["org_code"], []).append(round(share * 100, 6))
    assert len(series) == 130
    marked = 0
    for org, values in list(series.items())[::every]:
        assert ours(values) == independent(values), org
        marked += sum(map(bool, ours(values)))
    assert marked > 1000 / every


@pytest.mark.parametrize("number", [60, pytest.param(1_000, marks=pytest.mark.slow)])
def test_series_without_change_are_marked_as_often_as_the_rules_are_by_simulation(number):
    """Series of 24 figures of chance alone: the latest is marked at the rate of other series by another implementation."""
    told = sum(bool(ours(values)[-1]) for values in unchanged(number, seed=7))
    expected = sum(bool(independent(values)[-1]) for values in unchanged(number, seed=8))
    assert abs(told - expected) <= max(number / 100, 3)


def unchanged(number: int, seed: int) -> Iterator[list[float]]:
    """Series that chance alone draws."""
    draw = random.Random(seed)
    for _ in range(number):
        yield [round(draw.gauss(50, 4), 4) for _ in range(24)]


def one_signal(figures: list[str], /, *, target: str = "90", **kpi) -> Signal:
    own, results = monthly("A-01", figures, **kpi)
    assessment = assessed(make_register([own], results, [make_target("A-01", target=target)]))
    (found,) = signals(assessment, assessment.ratings)
    return found


@pytest.mark.parametrize(
    ("polarity", "expected"),
    [
        (Polarity.HIGHER, Variation.IMPROVING),
        (Polarity.LOWER, Variation.WORSENING),
        (None, Variation.HIGHER),
    ],
)
def test_which_way_is_better_is_the_kpis_polarity(polarity, expected):
    found = one_signal(
        ["80.0", "80.2", "80.0", "80.2", "80.0", "80.2", "80.0", "88.0"], polarity=polarity
    )
    assert found.variation is expected


@pytest.mark.parametrize(
    ("target", "expected"),
    [("79", Assurance.PASSES), ("80.1", Assurance.EITHER), ("95", Assurance.FAILS)],
)
def test_assurance_is_how_the_target_lies_to_the_limits(target, expected):
    assert one_signal(["80.0", "80.2"] * 6, target=target).assurance is expected


def test_assurance_of_a_kpi_whose_lower_figures_are_better_is_turned_round():
    lower = {"polarity": Polarity.LOWER}
    assert one_signal(["80.0", "80.2"] * 6, target="95", **lower).assurance is Assurance.PASSES
    assert one_signal(["80.0", "80.2"] * 6, target="70", **lower).assurance is Assurance.FAILS


def test_of_a_process_that_has_changed_the_limits_promise_nothing():
    """The latest figure is outside them: they are of the time before."""
    stood = ["80.0", "80.2"] * 6
    assert one_signal([*stood, "75.0"], target="80.1").assurance is Assurance.CHANGED
    assert one_signal([*stood, "85.0"], target="95").assurance is Assurance.CHANGED
    assert one_signal(stood, target="95").assurance is Assurance.FAILS


def test_a_seasonal_kpi_is_not_held_against_the_month_before():
    found = one_signal([*["80.0", "80.2"] * 4, "75.0"], seasonal=True)
    assert (found.variation, found.limits) == (Variation.SEASONAL, None)
    assert not found.is_telling and joined(found) == ""


def test_an_improvement_is_on_course_from_half_of_the_way_to_the_target():
    stood = ["60.0", "60.2"] * 6
    assert one_signal([*stood, "76.0"], target="90").is_on_course
    assert not one_signal([*stood, "66.0"], target="90").is_on_course
    assert not one_signal(stood, target="60.1").is_on_course


def test_fewer_than_five_figures_say_nothing_and_fewer_than_twelve_are_a_trial():
    few = one_signal(["80.0", "90.0", "80.0", "90.0"])
    assert (few.variation, few.limits) == (Variation.TOO_FEW, None)
    trial = one_signal(["80.0", "80.2"] * 4)
    assert trial.limits is not None
    assert trial.limits.is_trial
    assert one_signal(["80.0", "80.2"] * 4, target="95").assurance is None, "no verdict on a trial"


def test_figures_that_add_up_or_overlap_have_no_signal():
    for basis in (TimeBasis.CUMULATIVE, TimeBasis.ROLLING, TimeBasis.POOLED):
        assert one_signal(["80.0", "80.2"] * 4, time_basis=basis).variation is Variation.OVERLAP


@pytest.mark.parametrize(
    ("figures", "target", "words"),
    [
        (["92.0", "92.2"] * 6 + ["91.0"], "90", "Green, but worsening beyond chance."),
        (["60.0", "60.2"] * 6 + ["62.0"], "90", "Red, but improving beyond chance."),
        (["60.0", "60.2"] * 6, "90", "Red, and its target cannot be met without change."),
        (["60.0", "60.2"] * 6 + ["55.0"], "90", "Red, and worsening beyond chance."),
        (
            ["88.0", "92.0"] * 6,
            "90",
            "Green, while its usual figures lie on both sides of the target, so that chance can change it.",
        ),
        (["92.0", "92.2"] * 6, "90", ""),
    ],
)
def test_where_rating_and_signal_disagree_a_sentence_says_so(figures, target, words):
    assert joined(one_signal(figures, target=target)) == words


def test_a_figure_without_any_pattern_has_no_mark():
    assert marks_of(numbers(9, 11, 9, 11, 9), limits_of(numbers(9, 11, 9, 11, 9))) == (Mark(),) * 5
