"""KPIs that a scorecard has no more and that are answered to be withdrawn: changes of scope, as ``pmf scope`` makes them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from pmf_cli.importing.missing import MissingKpi
from pmf_cli.pipeline.change.changing import apply_change
from pmf_cli.pipeline.change.planned_changes import (
    PreviewedChange,
    TypedScopeChange,
    previewed_scope_change,
)
from pmf_cli.pipeline.read.opening import OpenedRegister, assessed, open_register
from pmf_cli.register.terms import ScopeChangeKind


def previewed_withdrawals(
    opened: OpenedRegister, missing: Sequence[MissingKpi], files: str, on: date
) -> tuple[PreviewedChange, ...]:
    """What is recorded of each KPI that is withdrawn, in order.

    Args:
        files: the scorecards that have them no more, in words.

    Raises:
        UsageError: a change cannot be made.
    """
    gone = [one for one in missing if one.is_recorded]
    if not gone:
        return ()
    assessment = assessed(opened, period="", as_of=on, as_it_stands=True)
    return tuple(
        previewed_scope_change(
            opened, assessment, ScopeChangeKind.ENDED,
            TypedScopeChange(one.ref, one.since, one.reason or f"Withdrawn: not in {files} any more"), None,
        )
        for one in gone
    )  # fmt: skip


def recorded_withdrawals(
    folder: Path, missing: Sequence[MissingKpi], files: str, on: date
) -> Iterator[str]:
    """Makes the changes one after another, each in the register as the one before left it; says what was done.

    Raises:
        PmfError: one cannot be made; those before it stand, each whole.
    """
    for one in missing:
        opened = open_register(folder)
        for previewed in previewed_withdrawals(opened, (one,), files, on):
            if not previewed.change.is_empty:
                yield from apply_change(opened, previewed.change, on)
                yield f"{one.ref} {one.name} is recorded as ended from {one.since} on."
