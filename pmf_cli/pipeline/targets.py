"""What is known beside each target, and the targets that directorates chose (``pmf targets``)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pmf_cli.analysis.scope.plan import ScopePlan, scope_plan
from pmf_cli.analysis.scope.planned import PlannedChange
from pmf_cli.analysis.scope.request import ScopeRequest, TypedScopeChange, period_typed
from pmf_cli.analysis.scope.targets import figure_and_profile
from pmf_cli.analysis.series.year_end import reported_year
from pmf_cli.analysis.targets_review import TargetFacts, target_facts
from pmf_cli.assessment import Assessment
from pmf_cli.collect.target_choices import (
    FROM,
    REASON,
    TARGET,
    TargetChoice,
    choices_book,
    choices_in,
    is_choices_book,
)
from pmf_cli.errors import UsageError
from pmf_cli.pipeline.change.planned_changes import PreviewedChange, change_for
from pmf_cli.pipeline.papers import paper_files, write_files
from pmf_cli.pipeline.read.opening import OpenedRegister
from pmf_cli.register.periods.steps import shift
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.rows import RegisterRow
from pmf_cli.register.terms import ScopeChangeKind
from pmf_cli.views.entries import target_entry
from pmf_cli.views.listing import Listing
from pmf_cli.views.lists.planned import planned_listing
from pmf_cli.views.lists.targets_review import targets_listing, targets_report
from pmf_cli.views.references import kpi_named
from pmf_cli.views.selection import Selection, selected
from pmf_cli.views.wording import file_stem
from pmf_cli.words import counted
from pmf_cli.workbook.read import read_book

MOST_TOLD = 5
"""Rows that cannot be taken in and are told at once."""


def facts_chosen(assessment: Assessment, wanted: Selection) -> tuple[TargetFacts, ...]:
    """The facts beside the targets of the KPIs chosen; UsageError for a choice that is none."""
    return target_facts(assessment, selected(assessment, wanted))


def targets_reviewed(assessment: Assessment, facts: Sequence[TargetFacts]) -> Listing:
    """The facts as a list."""
    return targets_listing(assessment, facts)


def review_file(
    opened: OpenedRegister,
    assessment: Assessment,
    facts: Sequence[TargetFacts],
    form: str,
    output: Path,
) -> tuple[str, ...]:
    """Writes the paper for Word, or the workbook to choose in; says which file. PmfError where it cannot be."""
    if form == "docx":
        report = targets_report(targets_reviewed(assessment, facts))
        return write_files(output, paper_files(opened, report, [form]))
    year = reported_year(assessment.period, assessment.settings.financial_year_start)
    book = choices_book(
        facts,
        assessment.register.name,
        str(shift(year, 1)),
        assessment.period.end,
        assessment.words,
    )
    return write_files(output, {f"{file_stem('targets', str(assessment.period))}.xlsx": book})


def previewed_targets(
    opened: OpenedRegister, assessment: Assessment, path: Path
) -> PreviewedChange:
    """The targets that a workbook chose, each as a change of scope: the old one ends, the new one begins.

    Raises:
        UsageError: the workbook is no such one, or a row cannot be taken in; then none is.
    """
    book = read_book(path, opened.settings.limits)
    if not is_choices_book(book):
        raise UsageError(
            f"{path.name} is no workbook to choose targets in.",
            "pmf targets review --format xlsx makes one.",
        )
    choices = choices_in(book)
    if not choices:
        raise UsageError(
            f"{path.name}: no target is filled in.",
            f"Fill in the column {TARGET}, then read it again.",
        )
    plans: list[ScopePlan] = []
    wrong: list[str] = []
    notes: list[str] = []
    register = assessment.register
    for choice in choices:
        try:
            kpi = kpi_named(register, choice.ref)
            plan = _plan(assessment, register, kpi, choice)
        except UsageError as error:
            wrong.append(f"{choice.cells[TARGET]}: {error}")
            continue
        # Each change is numbered after the one before it.
        register = plan.planned.applied_to(register)
        plans.append(plan)
        notes += _moved_on(assessment, kpi, choice)
    if wrong:
        more = (
            f" {counted(len(wrong) - MOST_TOLD, 'further row')} likewise."
            if len(wrong) > MOST_TOLD
            else ""
        )
        raise UsageError(
            "\n".join(wrong[:MOST_TOLD]) + more,
            "Nothing was taken in. Correct these rows, then read it again.",
        )
    planned = _together(plans)
    details = {
        "file": path.name,
        "fingerprint": book.fingerprint,
        "kpis": [one.ref for one in choices],
    }
    heading = (
        f"{counted(sum(not one.planned.is_empty for one in plans), 'target')} from {path.name}"
    )
    return PreviewedChange(
        change_for(opened, planned, "targets chosen", str(assessment.period), details),
        planned_listing(assessment, planned, heading),
        assessment.as_of,
        tuple(notes),
    )


def _plan(assessment: Assessment, register: Register, kpi: Kpi, choice: TargetChoice) -> ScopePlan:
    start = assessment.settings.financial_year_start
    missing = [
        name for name, text in ((FROM, choice.from_period), (REASON, choice.reason)) if not text
    ]
    if missing:
        raise UsageError(f"{choice.ref} has no {missing[0]}.")
    is_target = bool(choice.target)
    kind = ScopeChangeKind.TARGET if is_target else ScopeChangeKind.TOLERANCE
    figure, profile = figure_and_profile(choice.target)
    typed = TypedScopeChange(
        kpi.ref, choice.from_period, choice.reason,
        to=figure or choice.tolerance,
        profile=profile,
        agreed_by=choice.agreed_by,
        tolerance=choice.tolerance if is_target else "",
    )  # fmt: skip
    begins = period_typed(choice.from_period, kpi, start)
    return scope_plan(ScopeRequest(register, kpi, kind, begins, assessment.as_of, start, typed))


def _together(plans: Sequence[ScopePlan]) -> PlannedChange:
    rows: dict[str, tuple[RegisterRow, ...]] = {}
    for plan in plans:
        for sheet, new in plan.planned.rows.items():
            rows[sheet] = (*rows.get(sheet, ()), *new)
    return PlannedChange(tuple(edit for plan in plans for edit in plan.planned.edits), rows)


def _moved_on(assessment: Assessment, kpi: Kpi, choice: TargetChoice) -> tuple[str, ...]:
    """Says where the target is another one by now than when the workbook was made."""
    rating = assessment.rating_of.get(kpi.ref)
    now = "" if rating is None else target_entry(rating).text
    if not now or " ".join(now.split()) == choice.was:
        return ()
    return (
        f"{kpi.ref}: the workbook was made when its target was {choice.was or 'blank'}; it is {now} now.",
    )
