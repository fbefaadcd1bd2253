"""What a person's choice of highlights would record; nothing is chosen by the tool."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from pmf_cli.analysis.commentary.explanations import Ask
from pmf_cli.analysis.highlights.highlights import Candidate, candidates_of, quota_of
from pmf_cli.analysis.scope.planned import PlannedChange, RowEdit, edited
from pmf_cli.assessment import Assessment
from pmf_cli.frozen import frozen
from pmf_cli.rag.base import KpiRating
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.process import Highlight
from pmf_cli.register.terms import HighlightKind, Rag

SHEET = "Highlights"


@frozen
class HighlightChoice:
    """A person's decision on some KPIs; a blank name leaves what stands there, no kind takes the tool's."""

    is_chosen: bool
    why: str
    by: str = ""
    kind: HighlightKind | None = None


def planned_choices(
    assessment: Assessment, kpis: Sequence[Kpi], choice: HighlightChoice
) -> PlannedChange:
    """The rows of ``Highlights`` that a decision changes or adds; none where it stands there."""
    found = {one.rating.kpi.ref: one for one in candidates_of(assessment)}
    there = {row.kpi_ref: row for row in assessment.register.highlights if _is_of(row, assessment)}
    edits: list[RowEdit] = []
    rows: list[Highlight] = []
    for kpi in kpis:
        row = there.get(kpi.ref)
        was = row or Highlight(cycle=assessment.period, kpi_ref=kpi.ref)
        new = _decided(was, choice, found.get(kpi.ref), assessment.rating_of.get(kpi.ref))
        if row is None:
            rows.append(replace(was, **new))
        else:
            edits += edited(row, **new)
    return PlannedChange(tuple(edits), {SHEET: tuple(rows)} if rows else {})


def _is_of(row: Highlight, assessment: Assessment) -> bool:
    return row.cycle == assessment.period


def _decided(
    was: Highlight, choice: HighlightChoice, found: Candidate | None, rating: KpiRating | None
) -> dict[str, Any]:
    """The fields of a row: what is decided goes before what stands there, that before the tool's."""
    if found is not None:
        kind, reasons = found.kind, " ".join(reason.text for reason in found.reasons)
    else:
        is_adverse = rating is not None and rating.rag in (Rag.RED, Rag.AMBER)
        kind, reasons = HighlightKind.ADVERSE if is_adverse else HighlightKind.OTHER, None
    return {
        "kind": choice.kind or was.kind or kind,
        "chosen": choice.is_chosen,
        "chosen_by": choice.by or was.chosen_by,
        "why": choice.why,
        "reasons_found": was.reasons_found or reasons,
    }


def chosen_after(assessment: Assessment, planned: PlannedChange) -> tuple[int, int]:
    """How many highlights of the period would be chosen, and how many the leaders want."""
    rows = planned.applied_to(assessment.register).highlights
    chosen = {row.kpi_ref for row in rows if row.cycle == assessment.period and row.chosen}
    return len(chosen), quota_of(assessment)


def planned_asking(assessment: Assessment, asks: Sequence[Ask], on: date) -> PlannedChange:
    """The day on which commentary was asked for, for chosen highlights that have none yet."""
    open_refs = {ask.rating.kpi.ref for ask in asks if ask.unanswered}
    edits: list[RowEdit] = []
    for row in assessment.register.highlights:
        is_asked = row.chosen and row.kpi_ref in open_refs and row.asked_on is None
        if is_asked and _is_of(row, assessment):
            edits += edited(row, asked_on=on)
    return PlannedChange(tuple(edits))
