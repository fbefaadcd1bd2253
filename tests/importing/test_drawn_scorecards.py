"""Scorecards drawn in every layout: a figure or target is right, or asked about; never another one."""

from __future__ import annotations

import pytest

from pmf_cli.importing.mapping import ImportMapping
from pmf_cli.importing.plan import ImportPlan, plan_import
from pmf_cli.register.periods.text import parse_period
from pmf_cli.settings import Settings
from tests.importing.drawn_scorecards import LAYOUTS, DrawnScorecard, drawn

QUICK = 5 * len(LAYOUTS)
LONG = 60 * len(LAYOUTS)


def planned(scorecard: DrawnScorecard) -> ImportPlan:
    return plan_import([scorecard.book], ImportMapping(), Settings())


def check(scorecard: DrawnScorecard) -> None:
    """Everything read is the truth, and nothing of the truth is missing unasked."""
    plan = planned(scorecard)
    names = {kpi.ref: kpi.name or "" for kpi in plan.kpis}
    results = {
        (names[row.kpi_ref], str(row.period)): row.value
        for row in plan.results
        if row.value is not None
    }
    assert {key: scorecard.figures.get(key) for key in results} == results, scorecard.layout
    targets = {}
    for name, period in scorecard.targets:
        when = parse_period(period)
        for row in plan.targets:
            begins = row.from_period is None or row.from_period.start <= when.start
            ends = row.to_period is None or when.end <= row.to_period.end
            if names[row.kpi_ref] == name and begins and ends:
                targets[name, period] = row.target
    assert {key: scorecard.targets[key] for key in targets} == targets, scorecard.layout
    missing = (scorecard.figures.keys() - results.keys()) | (
        scorecard.targets.keys() - targets.keys()
    )
    assert not missing or plan.doubts, scorecard.layout


@pytest.mark.parametrize("seed", range(0, QUICK, len(LAYOUTS)))
def test_figures_and_targets_of_drawn_scorecards_are_right_or_asked(seed: int) -> None:
    for scorecard in drawn(range(seed, seed + len(LAYOUTS))):
        check(scorecard)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(QUICK, LONG, len(LAYOUTS)))
def test_figures_and_targets_of_many_more_drawn_scorecards_are_right_or_asked(seed: int) -> None:
    for scorecard in drawn(range(seed, seed + len(LAYOUTS))):
        check(scorecard)
