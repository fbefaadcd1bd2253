"""Scorecards drawn in every layout: a figure or target is right, or asked about and named; never another one."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import pytest

from pmf_cli.importing.figures import figure_in
from pmf_cli.importing.mapping import ImportMapping
from pmf_cli.importing.plan import ImportPlan, plan_import
from pmf_cli.importing.questions.answers import answers_in
from pmf_cli.importing.questions.content import questions_of
from pmf_cli.register.periods.text import parse_period
from pmf_cli.settings import Settings
from tests.importing.answered import answered_book
from tests.importing.drawn_groups import GROUPED, drawn_grouped
from tests.importing.drawn_layouts import FURTHER, drawn_further
from tests.importing.drawn_scorecards import LAYOUTS, Drawer, DrawnScorecard

QUICK = 2
"""Seeds of each layout that are always drawn."""
LONG = 25
"""Seeds of each layout in all: more than 1,000 together."""
NAMES = (*LAYOUTS, *FURTHER, *GROUPED)


def drawn(name: str, number: int) -> DrawnScorecard:
    """The scorecard of a layout and a number."""
    if name in LAYOUTS:
        return Drawer(list(LAYOUTS).index(name) + number * len(LAYOUTS)).in_layout(
            name, LAYOUTS[name]
        )
    if name in GROUPED:
        return drawn_grouped(name, number)
    return drawn_further(list(FURTHER).index(name) + number * len(FURTHER))


def results_of(plan: ImportPlan) -> dict[tuple[str, str], object]:
    """KPI's name and period → figure."""
    names = {kpi.ref: kpi.name or "" for kpi in plan.kpis}
    return {
        (names[row.kpi_ref], str(row.period)): row.value
        for row in plan.results
        if row.value is not None
    }


def targets_of(plan: ImportPlan, scorecard: DrawnScorecard) -> dict[tuple[str, str], object]:
    """KPI's name and period → target, for the periods of the truth."""
    names = {kpi.ref: kpi.name or "" for kpi in plan.kpis}
    found: dict[tuple[str, str], object] = {}
    for name, period in scorecard.targets:
        when = parse_period(period)
        for row in plan.targets:
            begins = row.from_period is None or row.from_period.start <= when.start
            ends = row.to_period is None or when.end <= row.to_period.end
            if names[row.kpi_ref] == name and begins and ends:
                found[name, period] = row.target
    return found


def wrong(
    found: Mapping[tuple[str, str], object], truth: Mapping[tuple[str, str], Decimal]
) -> dict[tuple[str, str], object]:
    return {key: value for key, value in found.items() if truth.get(key) != value}


def checked(scorecard: DrawnScorecard) -> ImportPlan:
    """What is read of it: all is the truth, and nothing of the truth is missing unasked or unnamed."""
    plan = plan_import([scorecard.book], ImportMapping(), Settings())
    results, targets = results_of(plan), targets_of(plan, scorecard)
    assert not wrong(results, scorecard.figures), scorecard.layout
    assert not wrong(targets, scorecard.targets), scorecard.layout
    missing = {key: v for key, v in scorecard.figures.items() if key not in results}
    missing |= {key: v for key, v in scorecard.targets.items() if key not in targets}
    named = {figure_in(one.text).number for one in plan.left_out}
    assert not missing or plan.doubts, scorecard.layout
    assert set(missing.values()) <= named, scorecard.layout
    return plan


@pytest.mark.parametrize("name", NAMES)
def test_figures_and_targets_of_drawn_scorecards_are_right_or_asked(name: str) -> None:
    for number in range(QUICK):
        checked(drawn(name, number))


@pytest.mark.parametrize("name", [one for one in NAMES if one != "newest_alone"])
def test_saying_yes_to_every_guess_changes_no_figure_and_leaves_no_doubt(name: str) -> None:
    """But where earlier results stand beside: these are taken in once somebody says so."""
    scorecard = drawn(name, 1)
    plan = plan_import([scorecard.book], ImportMapping(), Settings())
    mapping = answers_in(answered_book(questions_of(plan), {}))
    answered = plan_import([scorecard.book], mapping, Settings())
    assert not answered.doubts
    assert results_of(answered) == results_of(plan)
    assert targets_of(answered, scorecard) == targets_of(plan, scorecard)


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_figures_and_targets_of_a_thousand_are_right_or_asked(name: str) -> None:
    """And what a register made of them holds, without anything doubtful, is right too."""
    for number in range(QUICK, LONG):
        scorecard = drawn(name, number)
        plan = checked(scorecard)
        sure = plan_import([scorecard.book], plan.without_doubts, Settings())
        assert not wrong(results_of(sure), scorecard.figures)
        assert not wrong(targets_of(sure, scorecard), scorecard.targets)


@pytest.mark.parametrize("name", ["hidden_columns", "hidden_rows", "hidden_tab"])
def test_what_is_hidden_is_asked_about_and_left_out_when_somebody_says_so(name: str) -> None:
    scorecard = drawn(name, 0)
    plan = plan_import([scorecard.book], ImportMapping(), Settings())
    assert any(guess.meaning == "hidden cells taken in" for guess in plan.doubts)
    left = plan_import([scorecard.book], plan.without_doubts, Settings())
    assert len(left.results) < len(plan.results)
    assert any("hidden" in one.words for one in left.left_out)
