"""A change of scope worked out: the record of it, and every cell of the register that follows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pmf_cli.analysis.scope.planned import PlannedChange, RowEdit, edited
from pmf_cli.analysis.scope.request import (
    BREAKING,
    ScopeRequest,
    last_period_before,
    scope_column,
    scope_field,
    value_typed,
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
from pmf_cli.register.figures import plain
from pmf_cli.register.register import Register
from pmf_cli.register.scope_telling import TOLD_FIELDS
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.supporting import ScopeChange
from pmf_cli.register.sheets.targets import Target
from pmf_cli.register.terms import BodyKind, KpiStatus, ScopeChangeKind

SHEET = "Scope changes"
_NUMBERED = re.compile(r"SC-(\d{4})-(\d+)", re.IGNORECASE)


@dataclass(frozen=True)
class ScopePlan:
    """A change of scope ready to be shown or written.

    Attributes:
        change: its row in ``Scope changes``.
        planned: all that is to change; empty where the register says so already.
        on_record: the row that records the same change; ``None`` where there is none.
    """

    change: ScopeChange
    planned: PlannedChange
    on_record: ScopeChange | None = None


def scope_plan(register: Register, kpi: Kpi, request: ScopeRequest, year_start: int) -> ScopePlan:
    """What a change of scope records and changes.

    Raises:
        UsageError: something is missing or does not fit.
    """
    if not request.reason.strip():
        raise UsageError(
            "A change needs its reason: --reason is missing.",
            "Members are shown every change with its reason.",
        )
    if request.kind in BREAKING and request.breaks is None:
        raise UsageError(
            f"A change of {str(request.kind).lower()} may break the series; that is not said yet.",
            "Add --break where figures before and after cannot be compared, else --no-break.",
        )
    edits, before, after = _worked_out(register, kpi, request, year_start)
    change = _record(register, kpi, request, before, after)
    same = _on_record(register, change)
    if same is not None:
        return ScopePlan(same, edits, same)
    if edits.is_empty and not request.before and request.kind is not ScopeChangeKind.NEW:
        raise UsageError(
            f"The register says so already: {after}.",
            "If it was changed by hand, say how it was before with --before; the change is then "
            "recorded and the cells are left alone.",
        )
    rows = {**edits.rows, SHEET: (change,)}
    return ScopePlan(change, PlannedChange(edits.edits, rows))


def _worked_out(
    register: Register, kpi: Kpi, request: ScopeRequest, start: int
) -> tuple[PlannedChange, str, str]:
    """The cells that change, how it was and how it is, in words."""
    match request.kind:
        case ScopeChangeKind.TARGET:
            row = row_in_force(register, kpi, request)
            fields = target_fields(row, kpi, request, start)
            after = target_in_words(_with(row, kpi, fields), kpi)
            return planned_target(register, kpi, request, fields), target_in_words(row, kpi), after
        case ScopeChangeKind.TOLERANCE:
            row = row_in_force(register, kpi, request)
            if row is None:
                raise UsageError(
                    f"{kpi.ref} has no target in {request.from_period}, so it has no tolerance.",
                    "Record the target first: --kind Target.",
                )
            fields = tolerance_fields(kpi, request, start)
            after = tolerance_words(_with(row, kpi, fields), kpi)
            return planned_target(register, kpi, request, fields), tolerance_words(row, kpi), after
        case ScopeChangeKind.ENDED:
            return _ended(register, kpi, request)
        case ScopeChangeKind.NEW:
            new = {"first_period": kpi.first_period or request.from_period}
            plan = PlannedChange(edited(kpi, status=KpiStatus.ACTIVE, **new))
            return plan, "Not measured", kpi.definition or kpi.name or kpi.ref
        case _:
            return _column(kpi, request, register, start)


def _with(row: Target | None, kpi: Kpi, fields: Mapping[str, Any]) -> Target:
    """The row with its new fields, to put into words."""
    if row is None:
        return Target(kpi_ref=kpi.ref, **fields)
    return row.model_copy(update=dict(fields))


def _ended(register: Register, kpi: Kpi, request: ScopeRequest) -> tuple[PlannedChange, str, str]:
    after = "No longer reported"
    fields: dict[str, Any] = {"status": KpiStatus.ENDED}
    if last := last_period_before(request.from_period, kpi):
        fields["last_period"] = last
    if request.replaced_by:
        if request.replaced_by not in register.kpi_by_ref:
            raise UsageError(
                f'There is no KPI "{request.replaced_by}" to take its place.',
                "Add it to the sheet KPIs first, or leave --replaced-by out.",
            )
        fields["replaced_by"] = request.replaced_by
        after += f"; replaced by {request.replaced_by}"
    return PlannedChange(edited(kpi, **fields)), kpi.name or kpi.ref, after


def _column(
    kpi: Kpi, request: ScopeRequest, register: Register, start: int
) -> tuple[PlannedChange, str, str]:
    field = request.field or scope_field(request.kind, "")
    heading = scope_column("KPIs", field).heading.text
    text = (request.to or request.after).strip()
    if not text:
        raise UsageError(
            f"How {heading} is from {request.from_period} on is missing.", "Give it with --to."
        )
    value = value_typed("KPIs", field, text, kpi, start)
    old = getattr(kpi, field)
    edits: tuple[RowEdit, ...] = edited(kpi, **{field: value})
    if edits and request.kind is ScopeChangeKind.DEFINITION:
        version = _next_version(register, kpi)
        edits = edited(kpi, **{field: value, "definition_version": version})
    usual = field == scope_field(request.kind, "")
    label = "" if usual else f"{heading}: "
    return PlannedChange(edits), f"{label}{_shown(old)}", f"{label}{_shown(value)}"


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


def _record(
    register: Register, kpi: Kpi, request: ScopeRequest, before: str, after: str
) -> ScopeChange:
    breaks = bool(request.breaks)
    return ScopeChange(
        change_ref=_next_ref(register, request),
        kpi_ref=kpi.ref,
        changed_on=request.changed_on,
        from_period=request.from_period,
        kind=request.kind,
        before=request.before or before,
        after=request.after.strip() or after,
        reason=request.reason,
        break_in_series=breaks,
        rebase_from=request.from_period if breaks else None,
        back_series=request.back_series,
        proposed_by=request.proposed_by or None,
        agreed_by=request.agreed_by or None,
        minute_ref=request.minute or None,
    )


def _next_ref(register: Register, request: ScopeRequest) -> str:
    """The next free reference of the year: ``SC-2025-01``."""
    year = request.changed_on.year
    found = (_NUMBERED.fullmatch(change.change_ref.strip()) for change in register.scope_changes)
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
