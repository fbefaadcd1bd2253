"""A change to what a KPI is, and who was told of one: read from what was typed, and previewed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from pmf_cli.analysis.scope.plan import planned_telling, scope_plan
from pmf_cli.analysis.scope.request import (
    ScopeRequest,
    TypedScopeChange,
    period_typed,
    scope_field,
)
from pmf_cli.assessment import Assessment
from pmf_cli.errors import UsageError
from pmf_cli.pipeline.change.planned_changes import PreviewedChange, change_for
from pmf_cli.pipeline.read.opening import OpenedRegister
from pmf_cli.register.choices import word_chosen
from pmf_cli.register.scope_telling import told_on
from pmf_cli.register.terms import BackSeries, ScopeChangeKind
from pmf_cli.views.lists.planned import planned_listing, scope_preview, settled_value
from pmf_cli.views.lists.scope import body_for, kind_named
from pmf_cli.views.references import change_named, kpi_named
from pmf_cli.words import day

__all__ = ["TypedScopeChange", "kind_typed", "previewed_scope_change", "previewed_telling"]


def kind_typed(text: str) -> ScopeChangeKind:
    """The kind of change that was typed.

    Raises:
        UsageError: there is no such kind, or none was given.
    """
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
        typed: the change as it was typed.
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
        reference: the change, as typed.
        body: the body or kind of body, as typed.
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
    name = body_for(held, kind, held.kpi_by_ref.get(row.kpi_ref or ""), assessment.period)
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
