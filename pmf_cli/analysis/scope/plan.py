"""A change of scope worked out: the record of it, and every cell of the register that follows."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

from pmf_cli.analysis.scope.planned import PlannedChange, edited
from pmf_cli.analysis.scope.request import (
    BREAKING,
    ScopeRequest,
    scope_column,
    scope_field,
)
from pmf_cli.analysis.scope.targets import (
    planned_target,
    row_in_force,
    target_fields,
    target_in_words,
    tolerance_fields,
    tolerance_words,
)
from pmf_cli.errors import UsageError
from pmf_cli.frozen import frozen
from pmf_cli.register.figures import plain
from pmf_cli.register.register import Register
from pmf_cli.register.scope_telling import TOLD_FIELDS
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.supporting import ScopeChange
from pmf_cli.register.sheets.targets import Target
from pmf_cli.register.terms import BodyKind, KpiStatus, ScopeChangeKind

SHEET = "Scope changes"
_NUMBERED = re.compile(r"SC-(\d{4})-(\d+)", re.IGNORECASE)


@frozen
class ScopePlan:
    """A change of scope ready to be shown or written.

    Attributes:
        planned: all that is to change; empty where the register says so already.
        on_record: the row that records the same change; ``None`` where there is none.
    """

    change: ScopeChange
    planned: PlannedChange
    on_record: ScopeChange | None = None


def scope_plan(request: ScopeRequest) -> ScopePlan:
    """What a change of scope records and changes.

    Raises:
        UsageError: something is missing or does not fit.
    """
    typed = request.typed
    if not typed.reason.strip():
        raise UsageError(
            "A change needs its reason: --reason is missing.",
            "Members are shown every change with its reason.",
        )
    if request.kind in BREAKING and typed.breaks is None:
        raise UsageError(
            f"A change of {str(request.kind).lower()} may break the series; that is not said yet.",
            "Add --break where figures before and after cannot be compared, else --no-break.",
        )
    planned, before, after = _worked_out(request)
    change = _record(request, before, after)
    same = _on_record(request.register, change)
    if same is not None:
        return ScopePlan(same, planned, same)
    if planned.is_empty and not typed.before and request.kind is not ScopeChangeKind.NEW:
        raise UsageError(
            f"The register says so already: {after}.",
            "If it was changed by hand, say how it was before with --before; the change is then "
            "recorded and the cells are left alone.",
        )
    return ScopePlan(change, replace(planned, rows={**planned.rows, SHEET: (change,)}))


def _worked_out(request: ScopeRequest) -> tuple[PlannedChange, str, str]:
    """The cells that change, how it was and how it is, in words."""
    kpi = request.kpi
    match request.kind:
        case ScopeChangeKind.TARGET | ScopeChangeKind.TOLERANCE:
            return _of_target(request)
        case ScopeChangeKind.ENDED:
            return _ended(request)
        case ScopeChangeKind.NEW:
            first = kpi.first_period or request.from_period
            plan = PlannedChange(edited(kpi, status=KpiStatus.ACTIVE, first_period=first))
            return plan, "Not measured", kpi.definition or kpi.name or kpi.ref
        case _:
            return _column(request)


def _of_target(request: ScopeRequest) -> tuple[PlannedChange, str, str]:
    row, kpi = row_in_force(request), request.kpi
    tolerance = request.typed.tolerance.strip()
    if request.kind is ScopeChangeKind.TARGET:
        fields, in_words = target_fields(row, request), target_in_words
        if tolerance:
            fields, in_words = fields | tolerance_fields(request, tolerance), _with_tolerance
    elif row is None:
        raise UsageError(
            f"{kpi.ref} has no target in {request.from_period}, so it has no tolerance.",
            "Record the target first: --kind Target.",
        )
    else:
        fields, in_words = tolerance_fields(request, request.text), tolerance_words
    after = replace(row or Target(kpi_ref=kpi.ref), **fields)
    return planned_target(request, fields), in_words(row, kpi), in_words(after, kpi)


def _with_tolerance(row: Target | None, kpi: Kpi) -> str:
    return f"{target_in_words(row, kpi)}; tolerance: {tolerance_words(row, kpi)}"


def _ended(request: ScopeRequest) -> tuple[PlannedChange, str, str]:
    kpi, successor = request.kpi, request.typed.replaced_by
    after = "No longer reported"
    fields: dict[str, Any] = {"status": KpiStatus.ENDED}
    if last := request.last_period:
        fields["last_period"] = last
    if successor:
        if successor not in request.register.kpi_by_ref:
            raise UsageError(
                f'There is no KPI "{successor}" to take its place.',
                "Add it to the sheet KPIs first, or leave --replaced-by out.",
            )
        fields["replaced_by"] = successor
        after += f"; replaced by {successor}"
    return PlannedChange(edited(kpi, **fields)), kpi.name or kpi.ref, after


def _column(request: ScopeRequest) -> tuple[PlannedChange, str, str]:
    kpi, field = request.kpi, request.field
    heading = scope_column("KPIs", field).heading.text
    if not request.text:
        raise UsageError(
            f"How {heading} is from {request.from_period} on is missing.", "Give it with --to."
        )
    value = request.value("KPIs", field, request.text)
    fields = {field: value}
    if value != getattr(kpi, field) and request.kind is ScopeChangeKind.DEFINITION:
        fields["definition_version"] = _next_version(request.register, kpi)
    usual = field == scope_field(request.kind, "")
    label = "" if usual else f"{heading}: "
    before, after = (f"{label}{_shown(one)}" for one in (getattr(kpi, field), value))
    return PlannedChange(edited(kpi, **fields)), before, after


def _next_version(register: Register, kpi: Kpi) -> int:
    """One more than the version, and than the changes of definition that are on record."""
    made = sum(
        change.kpi_ref == kpi.ref and change.kind is ScopeChangeKind.DEFINITION
        for change in register.scope_changes
    )
    return max(kpi.definition_version or 1, made + 1) + 1


def _shown(value: object) -> str:
    if value is None:
        return "Not stated"
    return plain(value) if isinstance(value, str) else str(value)


def _record(request: ScopeRequest, before: str, after: str) -> ScopeChange:
    typed, breaks = request.typed, bool(request.typed.breaks)
    return ScopeChange(
        change_ref=_next_ref(request),
        kpi_ref=request.kpi.ref,
        changed_on=request.changed_on,
        from_period=request.from_period,
        kind=request.kind,
        before=typed.before or before,
        after=typed.after.strip() or after,
        reason=typed.reason,
        break_in_series=breaks,
        rebase_from=request.from_period if breaks else None,
        back_series=request.back_series,
        proposed_by=typed.proposed_by or None,
        agreed_by=typed.agreed_by or None,
        minute_ref=typed.minute or None,
    )


def _next_ref(request: ScopeRequest) -> str:
    """The next free reference of the year: ``SC-2025-01``."""
    year = request.changed_on.year
    changes = request.register.scope_changes
    found = (_NUMBERED.fullmatch(change.change_ref.strip()) for change in changes)
    taken = [int(one[2]) for one in found if one is not None and int(one[1]) == year]
    return f"SC-{year:04d}-{max(taken, default=0) + 1:02d}"


def planned_telling(
    change: ScopeChange, kind: BodyKind, on: date, minute: str = ""
) -> PlannedChange:
    """That a body was told of a change on a day; nothing where the record says so already."""
    fields: dict[str, Any] = {TOLD_FIELDS[kind]: on}
    known = change.minute_ref or ""
    if minute and minute.casefold() not in known.casefold():
        fields["minute_ref"] = f"{known}; {minute}" if known else minute
    return PlannedChange(edited(change, **fields))


def _on_record(register: Register, change: ScopeChange) -> ScopeChange | None:
    """The newest record of the same kind from the same period, where it says the same."""
    alike = [
        one
        for one in register.scope_changes
        if (one.kpi_ref, one.kind, one.from_period)
        == (change.kpi_ref, change.kind, change.from_period)
    ]
    newest = alike[-1] if alike else None
    return newest if newest is not None and _plain(newest.after) == _plain(change.after) else None


def _plain(text: str | None) -> str:
    return " ".join((text or "").split()).casefold().rstrip(".")
