"""Which changes of scope a body must be told of, and where that it was told is recorded."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from pmf_cli.register.register import Register
from pmf_cli.register.supporting import ScopeChange
from pmf_cli.register.terms import BodyKind

TOLD_FIELDS = {
    BodyKind.CLT: "reported_to_clt",
    BodyKind.DMT: "reported_to_dmt",
    BodyKind.SCRUTINY: "reported_to_scrutiny",
}
"""The column in which it is recorded that a kind of body was told (2024 report, ¶82)."""


def untold(
    register: Register, kind: BodyKind | None, kpis: Collection[str], as_of: date
) -> tuple[ScopeChange, ...]:
    """Changes of some KPIs decided by a day, of which a kind of body has not been told.

    Args:
        register: the register.
        kind: the kind of body; others than CLT, a DMT and scrutiny need not be told.
        kpis: references of the KPIs that the body is given.
        as_of: the day.
    """
    field = None if kind is None else TOLD_FIELDS.get(kind)
    if field is None:
        return ()
    return tuple(
        change
        for change in register.scope_changes
        if getattr(change, field) is None
        and (
            change.kpi_ref in kpis
            or change.kpi_ref not in register.kpi_by_ref
            or kind is BodyKind.CLT
        )
        and (change.changed_on is None or change.changed_on <= as_of)
        and (change.from_period is None or change.from_period.start <= as_of)
    )
