"""Runs are counted only where the figures can be compared one with the next."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmf_cli.analysis.series.series import latest_run, points_of, run_words
from pmf_cli.register import terms
from pmf_cli.register.periods.text import parse_period
from pmf_cli.register.sheets.supporting import ScopeChange
from tests.assessed import assessed, quarterly, register_of
from tests.make import make_result


def run_of(values, register=None, **kpi):
    series = quarterly("A-1", values, **kpi)
    assessment = assessed(register_of(series, **(register or {})))
    return latest_run(series[0], points_of(assessment, series[0], 13))


@pytest.mark.parametrize(
    ("values", "length", "rising", "better"),
    [
        (["1", "2", "3", "4"], 3, True, True),
        (["4", "3", "2"], 2, False, False),
        (["1", "3", "2"], 1, False, False),
        (["5", "5", "5"], 2, None, None),
        (["0", "1", "2"], 2, True, True),
        (["5"], 0, None, None),
        (["1", None, "2", "3"], 1, True, True),
        (["1", "2", None], 1, True, True),
    ],
)
def test_length_and_way(values, length, rising, better):
    """A gap or a turn ends the run; 0 is a figure like any other."""
    run = run_of(values)
    assert (run.length, run.rising, run.better) == (length, rising, better)


def test_better_follows_polarity():
    """Falling is better where lower is better, and neither without polarity."""
    assert run_of(["3", "2", "1"], polarity=terms.Polarity.LOWER).better is True
    assert run_of(["3", "2", "1"], polarity=terms.Polarity.NONE).better is None


def test_seasonal_kpis_are_compared_with_a_year_earlier():
    """Each quarter is higher than the year before though it falls from quarter to quarter."""
    values = ["80", "70", "60", "50", "84", "74", "64", "54"]
    run = run_of(values, seasonal=True, comparator=terms.ComparatorRule.SAME_PERIOD_LAST_YEAR)
    assert (run.length, run.rising, run.yearly) == (4, True, True)
    assert "than a year earlier" in run_words(run)


def test_a_break_in_the_series_ends_the_run():
    """Figures before and after a change of definition are not compared."""
    change = ScopeChange(
        change_ref="S-1",
        kpi_ref="A-1",
        changed_on=date(2024, 6, 1),
        from_period=parse_period("2024/25 Q2"),
        kind=terms.ScopeChangeKind.DEFINITION,
        break_in_series=True,
    )
    run = run_of(["1", "2", "3", "4", "5"], {"scope_changes": (change,)})
    assert run.length == 1


def test_rolling_periods_have_no_runs():
    """They overlap, so each figure holds most of the one before."""
    kpi, _ = quarterly("A-1", [])
    rows = [
        make_result("A-1", f"12 months to {month} 2024", value)
        for month, value in (("Jun", 1), ("Sep", 2), ("Dec", 3))
    ]
    assessment = assessed(register_of((kpi, rows)))
    points = points_of(assessment, kpi, 13)
    assert len(points) == 3
    assert latest_run(kpi, points).length == 0


def test_words_of_a_run():
    """Two changes make a run; one does not."""
    assert run_words(run_of(["1", "2", "3"])) == "rose in each of the last 2 quarters"
    assert run_words(run_of(["1", "2"])) == ""


@given(st.lists(st.integers(-3, 3), min_size=1, max_size=11))
@settings(max_examples=50, deadline=None)
def test_a_run_is_what_it_says(values):
    """Every change within the run goes its way, and the change before does not."""
    run = run_of([str(value) for value in values])
    changes = [later - earlier for earlier, later in pairwise(values)]
    own = changes[len(changes) - run.length :]
    sign = {True: 1, False: -1, None: 0}[run.rising]
    assert all((change > 0) - (change < 0) == sign for change in own)
    if run.length < len(changes):
        before = changes[len(changes) - run.length - 1]
        assert (before > 0) - (before < 0) != sign
