"""Which target row holds for a period, and what it asks for then (profiles applied)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pmf_cli.rag.base import Mark
from pmf_cli.register.periods import Period
from pmf_cli.register.record import ResultValue
from pmf_cli.register.register import Register, SeriesKey
from pmf_cli.register.targets import Target


@dataclass(frozen=True, slots=True)
class Aim:
    """What a target row asks for in one period.

    Attributes:
        value: the target, in the KPI's unit, profiles applied; ``None`` where it has none.
        low: lower edge of a range.
        high: upper edge of a range.
        amber: the council's own Amber boundary.
        steps: how it was worked out, where it is not the row's own figure.
        marks: what must be said beside the rating.
        field: the row's field that the figure comes from.
    """

    value: ResultValue | None
    low: Decimal | None = None
    high: Decimal | None = None
    amber: Decimal | None = None
    steps: tuple[str, ...] = ()
    marks: tuple[Mark, ...] = ()
    field: str = "target"


def targets_in_order(register: Register) -> Mapping[SeriesKey, tuple[Target, ...]]:
    """KPI and split → its target rows, the latest to begin first."""
    found: dict[SeriesKey, list[Target]] = {}
    for row in register.targets:
        found.setdefault((row.kpi_ref, row.split), []).append(row)
    return {key: tuple(sorted(rows, key=_begins, reverse=True)) for key, rows in found.items()}


def _begins(row: Target) -> tuple[date, date, date, int]:
    begins = row.from_period.start if row.from_period is not None else date.min
    ends = row.to_period.end if row.to_period is not None else date.max
    # Of two that begin together the shorter is the more particular one.
    return (begins, date.max - (ends - date.min), row.agreed_on or date.min, row.source.row)


def in_force(rows: Sequence[Target], period: Period) -> Target | None:
    """The row in force on the last day of a period: begun by then and not run out.

    Args:
        rows: of one KPI and split, the latest to begin first; where several hold, that wins.
        period: the KPI's own period.
    """
    for row in rows:
        begin = row.from_period
        if begin is not None:
            if begin.start > period.end:
                continue
            # Pooled and rolling periods begin years before they end: compare like with like.
            if begin.kind is period.kind and begin.end > period.end:
                continue
        if row.to_period is None or period.end <= row.to_period.end:
            return row
    return None
