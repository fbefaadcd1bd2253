"""Rules for figures to come, tried on the past: by hand, and on published series."""

from __future__ import annotations

from decimal import Decimal

import pytest

from benchmarks.forecasts import EXTRACT, cases, read
from pmf_cli.analysis.series.back_test import (
    LEAST_CASES,
    OF_A_DAY,
    OF_A_TIME,
    OF_A_YEAR,
    Method,
    Task,
    cases_apart,
    expected,
    past_errors,
)


def numbers(*values: float | None) -> list[Decimal | None]:
    return [None if value is None else Decimal(str(value)) for value in values]


def path(method: Method, values: list[Decimal | None], ahead: int, steps: int = 4):
    """The figures to come by one rule alone."""
    found = expected(values, Task(steps, ahead), (method,))
    return None if found is None else [float(one) for one in found.path]


TWO_YEARS = numbers(10, 20, 30, 40, 14, 23, 35)


@pytest.mark.parametrize(
    ("method", "to_come"),
    [
        # The fourth quarter a year ago, then the first of this year.
        (Method.SAME, [40, 14]),
        # The last three are 4, 3 and 5 more than a year ago: 4 on average.
        (Method.CHANGED, [44, 18]),
        (Method.RECENT, [24, 24]),
        (Method.LATEST, [35, 35]),
        # A quarter of those 4 with each quarter.
        (Method.ONWARDS, [36, 37]),
    ],
)
def test_each_rule_is_one_that_can_be_worked_out_by_hand(method, to_come):
    assert path(method, TWO_YEARS, 2) == to_come


def test_a_rule_that_lacks_a_figure_says_nothing():
    assert path(Method.SAME, numbers(1, 2, 3), 1) is None
    assert path(Method.SAME, numbers(1, 2, 3, 4, None, 6, 7), 2) is None
    assert path(Method.RECENT, numbers(1, None, 3, 4), 1) is None
    assert path(Method.LATEST, numbers(1, None), 1) is None


def test_more_than_a_year_ahead_last_years_figures_come_twice():
    assert path(Method.SAME, numbers(1, 2), 3, steps=2) == [1, 2, 1]


def test_what_the_figures_to_come_make_for_the_year_is_the_last_of_them_or_their_mean_by_weight():
    values = numbers(*[10, 20, 30, 40] * 3)
    assert expected(values, Task(4, 2), OF_A_TIME).value == 20
    assert expected(values, Task(4, 2, 2, Decimal(2)), OF_A_TIME).value == 30
    assert expected(values, Task(4, 4, 2, Decimal("0.5")), OF_A_TIME).value == Decimal("17.5")


def test_an_error_is_what_came_less_what_was_said_with_what_was_known_then():
    errors = past_errors(numbers(1, 2, 4, 8, 3), Task(2, 1), Method.SAME)
    assert errors == {1: 3, 2: 6, 3: -1}


def test_cases_that_look_at_the_same_figures_to_come_are_one():
    assert cases_apart(range(9), 3) == 3
    assert cases_apart((0, 1, 5, 6, 9), 3) == 3


@pytest.mark.parametrize(
    ("steps", "same", "latest", "used"),
    [
        # In four cases: errors of 20 and 19, of 20 and 18, of 20.1 and 18.
        ((-9, 10, 0, 0, 9), 20, 19, Method.SAME),
        ((-8, 10, 0, 0, 8), 20, 18, Method.SAME),
        ((-7.9, 10, 0, 0, 8), 20.1, 18, Method.LATEST),
    ],
)
def test_same_as_last_year_is_used_unless_another_rule_erred_by_more_than_a_tenth_less(
    steps, same, latest, used
):
    """Two figures a year: a case errs by two steps under the one rule, by one under the other."""
    values = numbers(*(100 + sum(steps[:at]) for at in range(len(steps) + 1)))
    erred = [
        sum(abs(one) for one in past_errors(values, Task(2, 1), rule).values())
        for rule in (Method.SAME, Method.LATEST)
    ]
    assert [float(erred[0]), float(erred[1]) - abs(steps[0])] == pytest.approx([same, latest])
    found = expected(values, Task(2, 1), (Method.SAME, Method.LATEST))
    assert found.method is used
    assert float(found.same_error) == pytest.approx(same / 4)


def test_with_fewer_than_four_cases_the_usual_rule_is_used_and_no_range_told():
    few = numbers(1, 2, 3, 4, 5, 6, 7)
    assert expected(few, Task(4, 1), OF_A_DAY).method is Method.LATEST
    found = expected(few, Task(4, 1), OF_A_TIME)
    assert (found.method, found.reach, found.cases, found.is_tested) == (
        Method.SAME,
        None,
        3,
        False,
    )
    enough = expected([*few, Decimal(8)], Task(4, 1), OF_A_TIME)
    assert enough.cases == LEAST_CASES
    assert enough.reach is not None


def test_a_range_of_few_cases_is_their_largest_error_and_of_many_four_of_five():
    """Errors of a yearly series of steps 1, 2, 3, 4 and so on."""
    four = numbers(0, 1, 3, 6, 10)
    assert expected(four, Task(1, 1), (Method.SAME,)).reach == 4
    values = [Decimal(0)]
    for step in range(1, 11):
        values.append(values[-1] + step)
    # Ten cases: (10 + 1) × 0.8 is 8.8, so the ninth.
    assert expected(values, Task(1, 1), (Method.SAME,)).reach == 9


def test_a_year_that_is_missing_is_no_case():
    values = numbers(0, 1, None, 3, 4)
    assert past_errors(values, Task(1, 1), Method.SAME) == {0: 1, 3: 1}


@pytest.fixture(scope="module")
def scored():
    found = [one for series in read(EXTRACT) for one in cases(series)]
    for source in sorted({one.source for one in found}):
        some = [one for one in found if one.source == source]
        share = sum(one.error for one in some) / sum(one.same_error for one in some)
        print(f"{source}: {share:.2f} of the error of the same as last year in {len(some)} cases")
    return found


def test_on_published_series_the_rules_err_less_than_same_as_last_year_and_nowhere_clearly_more(
    scored,
):
    """Each figure expected with what was known before it: 211 series, of which docs/forecast.md tells."""
    total = sum(one.same_error for one in scored)
    assert sum(one.error for one in scored) < Decimal("0.9") * total
    for source in {one.source for one in scored}:
        some = [one for one in scored if one.source == source]
        same = sum(one.same_error for one in some)
        assert sum(one.error for one in some) <= Decimal("1.03") * same, source


def test_ranges_hold_about_four_of_five_figures_that_came(scored):
    ranged = [one.is_within for one in scored if one.is_within is not None]
    assert len(ranged) > 2000
    assert 0.77 < sum(ranged) / len(ranged) < 0.88


def test_yearly_figures_are_expected_as_last_year_in_most_cases(scored):
    yearly = [one for one in scored if one.steps == 1]
    same = sum(one.method is Method.SAME for one in yearly)
    assert same > 0.8 * len(yearly)
    assert OF_A_YEAR[0] is Method.SAME
