"""Scorecards as councils keep them, each held against a truth table that was written by hand.

``truth.csv`` holds a row a KPI and period: figure, target for that very period as printed, and the rating or why
there is none; blank where the period lies ahead, or is one to look back at. ``answers.csv`` holds what somebody who knows the figures answers
otherwise than was guessed.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from docx import Document
from typer.testing import CliRunner

from pmf_cli.assessment import assess
from pmf_cli.cli import application
from pmf_cli.errors import ExitCode
from pmf_cli.importing.assumed import assumptions_of
from pmf_cli.importing.figures import figure_in
from pmf_cli.importing.mapping import ImportMapping
from pmf_cli.importing.plan import ImportPlan, plan_import
from pmf_cli.importing.questions.answers import answers_in
from pmf_cli.importing.questions.content import questions_of
from pmf_cli.pipeline.read.scorecard_books import scorecard_book
from pmf_cli.rag.base import KpiRating, Unrated
from pmf_cli.register.periods.text import parse_period
from pmf_cli.register.register import Register
from pmf_cli.register.terms import Rag
from pmf_cli.register.time.targets_in_force import in_force
from pmf_cli.settings import Settings
from tests.importing.answered import answered_book

CASES = Path(__file__).parents[1] / "data" / "cases"
SCORECARDS = CASES.parent / "scorecards"
ON = date(2025, 2, 3)
LATER = {
    "annual_target_beside_quarters.csv": date(2025, 5, 1),
    "r08c_fin_year_month.csv": date(2025, 5, 1),
    "r17_unfinished_quarter.csv": date(2025, 8, 15),
}
"""Scorecards of a later time, and the day on which they are looked at."""


@dataclass(frozen=True)
class Truth:
    """One KPI, by reference or name, and one period as it is."""

    kpi: str
    period: str
    figure: Decimal | None
    target: Decimal | date | None
    outcome: str


def _rows(name: str) -> dict[str, list[dict[str, str]]]:
    found = defaultdict(list)
    with (CASES / name).open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            found[row["file"]].append(row)
    return dict(found)


def _value(text: str) -> Decimal | date | None:
    if not text:
        return None
    return date.fromisoformat(text) if text.count("-") == 2 else Decimal(text)


def _truth(row: dict[str, str]) -> Truth:
    figure = Decimal(row["figure"]) if row["figure"] else None
    outcome = row["rating"] or row["why not rated"]
    return Truth(row["kpi"], row["period"], figure, _value(row["target"]), outcome)


TRUTHS = {file: [_truth(row) for row in rows] for file, rows in _rows("truth.csv").items()}
ANSWERS = _rows("answers.csv")


def place_of(file: str) -> Path:
    return next(folder / file for folder in (CASES, SCORECARDS) if (folder / file).exists())


def planned(file: str, mapping: ImportMapping) -> ImportPlan:
    return plan_import([scorecard_book(place_of(file), Settings().limits)], mapping, Settings())


@cache
def guessed(file: str) -> ImportPlan:
    """What is read with every guess taken."""
    return planned(file, ImportMapping())


def register_of(plan: ImportPlan) -> Register:
    rows = {"kpis": plan.kpis, "targets": plan.targets, "results": plan.results}
    return Register(**rows, commentary=plan.commentary)


def seen_in(register: Register, file: str) -> Iterator[tuple[Truth, str, KpiRating | None]]:
    """Each row of the truth, the reference of its KPI, and what is worked out for its period."""
    refs = {kpi.name or "": kpi.ref for kpi in register.kpis}
    refs |= {kpi.ref: kpi.ref for kpi in register.kpis}
    on = LATER.get(file, ON)
    rated = {
        period: assess(register, Settings(), period=parse_period(period), as_of=on).rating_of
        for period in {one.period for one in TRUTHS[file]}
    }
    for one in TRUTHS[file]:
        ref = refs.get(one.kpi, "")
        yield one, ref, rated[one.period].get(ref)


def outcome_of(rating: KpiRating | None) -> str:
    """The colour, or why there is none for the period asked for."""
    if rating is None:
        return "no such KPI"
    period = rating.result_period
    if period is not None and period.end < rating.period.start:
        return "Not due this period"
    outcome = rating.outcome
    return outcome.reason.value if isinstance(outcome, Unrated) else str(outcome.rag)


def target_in(register: Register, rating: KpiRating | None) -> object:
    """The target for the period asked for; ``None`` where there is none."""
    if rating is None:
        return None
    if rating.result_period == rating.period:
        return None if rating.aim is None else rating.aim.value
    row = in_force(register.targets_by_kpi.get(rating.kpi.ref, ()), rating.period)
    return None if row is None else row.target


def figures_of(plan: ImportPlan) -> dict[tuple[str, str], object]:
    return {(row.kpi_ref, str(row.period)): row.value for row in plan.results}


@pytest.mark.parametrize("file", TRUTHS)
def test_a_draft_loses_no_figure_unnamed_and_no_wrong_colour_is_unsaid(file: str) -> None:
    """A figure is right, or its cell is named; a colour that is not the truth's rests on something listed."""
    plan = guessed(file)
    register = register_of(plan).with_assumptions(assumptions_of(plan))
    figures = figures_of(plan)
    named = {figure_in(one.text).number for one in plan.left_out}
    wrong = []
    for one, ref, rating in seen_in(register, file):
        value = figures.get((ref, one.period))
        if value != one.figure and not (value is None and one.figure in named):
            wrong.append((one, value))
        if rating is None or rating.rag is None or outcome_of(rating) == one.outcome:
            continue
        if ref not in register.assumed_fields and not plan.doubts:
            wrong.append((one, outcome_of(rating)))
    assert not wrong


@pytest.mark.parametrize("file", TRUTHS)
def test_once_answered_every_figure_target_and_rating_is_as_by_hand(file: str) -> None:
    answers = {(row["key"], row["column"]): row["answer"] for row in ANSWERS.get(file, ())}
    mapping = answers_in(answered_book(questions_of(guessed(file)), answers))
    plan = planned(file, mapping)
    register = register_of(plan)
    figures = figures_of(plan)
    wrong = []
    for one, ref, rating in seen_in(register, file):
        got = figures.get((ref, one.period)), target_in(register, rating), outcome_of(rating)
        if got != (one.figure, one.target, one.outcome or got[2]):
            wrong.append((one, got))
    assert not wrong
    assert not plan.doubts
    assert len(figures) == sum(one.figure is not None for one in TRUTHS[file]) + sum(
        row.value is None for row in plan.results
    )


def test_the_truth_holds_colours_of_every_kind() -> None:
    outcomes = {one.outcome for rows in TRUTHS.values() for one in rows}
    assert {str(colour) for colour in Rag} <= outcomes


@pytest.mark.slow
@pytest.mark.parametrize("file", TRUTHS)
def test_every_scorecard_gives_a_draft_paper_from_one_command(file: str, tmp_path: Path) -> None:
    scorecard = tmp_path / file
    scorecard.write_bytes(place_of(file).read_bytes())
    told = CliRunner().invoke(
        application(), ["start", str(scorecard), "--as-of", str(LATER.get(file, ON))]
    )
    assert told.exit_code in (ExitCode.DONE, ExitCode.FINDINGS), told.output
    (paper,) = tmp_path.glob("*/reports/Draft clt-*.docx")
    words = [one.text for one in Document(str(paper)).paragraphs]
    assert "What this draft assumes" in words
