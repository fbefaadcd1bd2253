"""From what was typed to a change as it is shown before it is made: highlights, commentary, scope."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from pmf_cli.analysis.highlights.choices import (
    HighlightChoice,
    chosen_after,
    planned_asking,
    planned_choices,
)
from pmf_cli.analysis.scope.plan import planned_telling, scope_plan
from pmf_cli.analysis.scope.planned import PlannedChange
from pmf_cli.analysis.scope.request import (
    ScopeRequest,
    period_typed,
    scope_field,
)
from pmf_cli.analysis.scope.request import TypedScopeChange as TypedScopeChange
from pmf_cli.assessment import Assessment
from pmf_cli.errors import UsageError
from pmf_cli.frozen import frozen
from pmf_cli.pipeline.change.changed_bytes import workbook_and_tab
from pmf_cli.pipeline.change.changing import CellChange, Change, change_of
from pmf_cli.pipeline.read.opening import OpenedRegister
from pmf_cli.register.choices import word_chosen
from pmf_cli.register.scope_telling import told_on
from pmf_cli.register.sheets.row_cells import cells_of_row, recorded
from pmf_cli.register.terms import BackSeries, HighlightKind, ScopeChangeKind
from pmf_cli.views.listing import Listing
from pmf_cli.views.lists.commentary import RequestWanted, request_listing, wanted_asks
from pmf_cli.views.lists.planned import planned_listing, scope_preview, settled_value
from pmf_cli.views.lists.scope import body_for, kind_named
from pmf_cli.views.references import change_named, contact_named, kpi_named
from pmf_cli.words import day, listed


@frozen
class PreviewedChange:
    """A change as it is shown before it is made.

    Attributes:
        preview: the same as a list.
        on: the day, for the record.
        notes: what should be known of it.
        warnings: the same, said however quiet it is to be.
    """

    change: Change
    preview: Listing
    on: date
    notes: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def change_for(
    opened: OpenedRegister,
    planned: PlannedChange,
    action: str,
    key: str,
    details: Mapping[str, Any],
) -> Change:
    """The change that carries out a plan; made for a preview too, so that both fail alike.

    Args:
        action, key, details: what the ledger keeps of it.
    """
    cells: list[CellChange] = []
    for edit in planned.edits:
        old, new = cells_of_row(edit.row), cells_of_row(edit.after)
        cells += [
            change_of(edit.row, name, new[name], recorded(old[name]))
            for name in edit.fields
            if old[name] != new[name]
        ]
    rows = {sheet: found for sheet, found in planned.rows.items() if found}
    for sheet in rows:
        workbook_and_tab(opened, sheet)
    return Change(action, key, tuple(cells), rows, details)


def settled_choice(why: str, kind: str, *, is_chosen: bool) -> HighlightChoice:
    """A decision on highlights as it was typed.

    UsageError: it has no reason, or there is no such kind of highlight.
    """
    if not why.strip():
        raise UsageError(
            "A choice needs its reason: --why is missing.",
            'Write it as the record should keep it: --why "CLT asked for it in November."',
        )
    return HighlightChoice(
        is_chosen, " ".join(why.split()), kind=word_chosen("--kind", kind, HighlightKind)
    )


def previewed_choice(
    opened: OpenedRegister,
    assessment: Assessment,
    refs: Sequence[str],
    choice: HighlightChoice,
    by: str,
) -> PreviewedChange:
    """A decision on some KPIs as the sheet ``Highlights`` would hold it.

    Args:
        refs: the KPIs, as typed.
        by: who decided, as typed; empty where nobody is named.

    Raises:
        UsageError: a KPI or contact is not in the register, or a KPI is not in scope.
    """
    register, period = assessment.register, str(assessment.period)
    choice = replace(choice, by=contact_named(register, by) if by else "")
    kpis = {kpi.ref: kpi for kpi in (kpi_named(register, ref) for ref in refs)}
    if outside := [ref for ref in kpis if ref not in assessment.rating_of]:
        raise UsageError(
            f"{listed(outside)} is not in scope for {period}.",
            "pmf rag lists the KPIs in scope; another period is named with --period.",
        )
    planned = planned_choices(assessment, tuple(kpis.values()), choice)
    verb = "chosen" if choice.is_chosen else "turned down"
    details = {"kpis": list(kpis), "why": choice.why, "by": choice.by}
    warnings: tuple[str, ...] = ()
    if choice.is_chosen:
        warnings = _warnings(*chosen_after(assessment, planned))
    return PreviewedChange(
        change_for(opened, planned, f"highlights {verb}", period, details),
        planned_listing(assessment, planned, f"Highlights for {period}: {listed(kpis)} {verb}"),
        assessment.as_of,
        () if choice.by else ("--by is missing, so the record does not say who decided.",),
        warnings,
    )


def _warnings(number: int, most: int) -> tuple[str, ...]:
    if number <= most:
        return ()
    return (f"{number} highlights would be chosen; the leaders want at most {most}.",)


def previewed_asking(
    opened: OpenedRegister,
    assessment: Assessment,
    directorates: Sequence[str],
    contact: str,
    *,
    with_answered: bool,
    is_recorded: bool,
) -> PreviewedChange:
    """Who must explain what, and the day that is recorded for chosen highlights.

    Args:
        directorates: only KPIs of these; empty for all.
        contact: only what this contact is asked; empty for all.
        with_answered: whether what is answered is shown too.
        is_recorded: whether the day is recorded at all.

    Raises:
        UsageError: a directorate or contact is not in the register.
    """
    wanted = RequestWanted(tuple(directorates), contact, with_answered)
    listing = request_listing(assessment, wanted)
    asks = wanted_asks(assessment, wanted) if is_recorded else ()
    planned = planned_asking(assessment, asks, assessment.as_of)
    change = change_for(opened, planned, "commentary asked for", str(assessment.period), {})
    return PreviewedChange(change, listing, assessment.as_of)


def kind_typed(text: str) -> ScopeChangeKind:
    """The kind of change that was typed; UsageError where there is none such, or none was given."""
    kind = word_chosen("--kind", text, ScopeChangeKind)
    if kind is None:
        raise UsageError("--kind is empty.", "pmf scope change --help names the kinds.")
    return kind


def previewed_scope_change(
    opened: OpenedRegister,
    assessment: Assessment,
    kind: ScopeChangeKind,
    typed: TypedScopeChange,
    decided_on: date | None,
) -> PreviewedChange:
    """What a change of scope would write, and what follows from it.

    Args:
        decided_on: when it was decided; the assessment's date where not given.

    Raises:
        UsageError: something typed means nothing in this register, or the change cannot be made.
    """
    held, start = assessment.register, opened.settings.financial_year_start
    kpi = kpi_named(held, typed.ref)
    field = scope_field(kind, typed.column)
    request = ScopeRequest(
        held,
        kpi,
        kind,
        period_typed(typed.from_period, kpi, start),
        decided_on or assessment.as_of,
        start,
        replace(
            typed,
            reason=" ".join(typed.reason.split()),
            after=" ".join(typed.after.split()),
            to=settled_value(held, kind, field, typed.to),
            before=" ".join(typed.before.split()),
            replaced_by=kpi_named(held, typed.replaced_by).ref if typed.replaced_by else "",
            proposed_by=typed.proposed_by.strip(),
            agreed_by=typed.agreed_by.strip(),
            minute=typed.minute.strip(),
        ),
        word_chosen("--back-series", typed.back_series, BackSeries),
    )
    plan = scope_plan(request)
    unsaid = "--agreed-by is missing, so the record does not say who agreed it."
    details = {
        "kpi": kpi.ref,
        "kind": str(kind),
        "from_period": str(request.from_period),
        "before": plan.change.before,
        "after": plan.change.after,
        "reason": request.typed.reason,
    }
    return PreviewedChange(
        change_for(opened, plan.planned, "scope changed", plan.change.change_ref, details),
        scope_preview(assessment, kpi, plan),
        assessment.as_of,
        () if typed.agreed_by or plan.on_record is not None else (unsaid,),
    )


def previewed_telling(
    opened: OpenedRegister,
    assessment: Assessment,
    reference: str,
    body: str,
    when: date,
    minute: str,
    *,
    corrects: bool,
) -> PreviewedChange:
    """The day on which a body was told of a change, as ``Scope changes`` would hold it.

    Args:
        reference, body: the change, and the body or kind of body, as typed.
        minute: where it is minuted.
        corrects: whether the day takes the place of another one on record.

    Raises:
        UsageError: there is no such change or body, the day is to come, or another is on record.
    """
    held = assessment.register
    row = change_named(held, reference)
    kind = kind_named(held, row, body)
    if when > assessment.as_of:
        raise UsageError(
            f"{day(when)} is still to come on {day(assessment.as_of)}.",
            "Record it once the body has been told.",
        )
    name = body_for(held, kind, held.kpi(row.kpi_ref), assessment.period)
    before = told_on(row, kind)
    other = None if before == when else before
    if other is not None and not corrects:
        raise UsageError(
            f"{row.change_ref}: it is on record that {name} was told on {day(other)}. Nothing "
            "was changed.",
            f"A body told a second time needs no second date. If {day(other)} is wrong, put "
            f"{day(when)} in its place with --correct.",
        )
    planned = planned_telling(row, kind, when, minute.strip())
    heading = f"{row.change_ref}: {name} told on {day(when)}"
    details = {"body": name, "kind": str(kind), "on": when.isoformat()}
    if other is not None:
        heading += f", not on {day(other)}"
        details["instead_of"] = other.isoformat()
    return PreviewedChange(
        change_for(opened, planned, "scope change reported", row.change_ref, details),
        planned_listing(assessment, planned, heading),
        assessment.as_of,
    )
