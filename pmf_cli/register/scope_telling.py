"""Which bodies must be told of a change to a KPI (assurance report 2024, ¶82), and which were."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from pmf_cli.register.register import Register
from pmf_cli.register.sheets.supporting import ScopeChange
from pmf_cli.register.terms import BodyKind, ScopeChangeKind

QUIET = (ScopeChangeKind.OWNER,)
"""Kinds of change that need no report to members."""
TOLD_FIELDS: Mapping[BodyKind, str] = {
    BodyKind.DMT: "reported_to_dmt",
    BodyKind.CLT: "reported_to_clt",
    BodyKind.SCRUTINY: "reported_to_scrutiny",
}
"""Kind of body → the column that holds when it was told."""


def must_be_told(register: Register, change: ScopeChange) -> tuple[BodyKind, ...]:
    """The kinds of bodies that a change is reported to; scrutiny only where the KPI has a scrutiny board."""
    if change.kind in QUIET:
        return ()
    kpi = register.kpi(change.kpi_ref)
    has_board = kpi is None or kpi.scrutiny_board is not None
    return tuple(kind for kind in TOLD_FIELDS if kind is not BodyKind.SCRUTINY or has_board)


def told_on(change: ScopeChange, kind: BodyKind) -> date | None:
    """When a kind of body was told; ``None`` where it was not."""
    told: date | None = getattr(change, TOLD_FIELDS[kind])
    return told


def not_told(
    register: Register, change: ScopeChange, as_of: date = date.max
) -> tuple[BodyKind, ...]:
    """The kinds of bodies that must still be told: those that were not by a day, or never."""
    return tuple(
        kind
        for kind in must_be_told(register, change)
        if (on := told_on(change, kind)) is None or on > as_of
    )


def untold(
    register: Register, kind: BodyKind | None, kpis: Collection[str], as_of: date
) -> tuple[ScopeChange, ...]:
    """Changes of some KPIs decided by a day, of which a kind of body has still to be told; CLT is told of every KPI's."""
    return tuple(
        change
        for change in register.scope_changes
        if kind in not_told(register, change)
        and (
            change.kpi_ref in kpis
            or change.kpi_ref not in register.kpi_by_ref
            or kind is BodyKind.CLT
        )
        and (change.changed_on is None or change.changed_on <= as_of)
        and (change.from_period is None or change.from_period.start <= as_of)
    )
