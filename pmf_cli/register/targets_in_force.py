"""Which target row holds for a period; ratings and checks ask the same functions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from pmf_cli.register.periods.period import Period
from pmf_cli.register.register import Register, SeriesKey
from pmf_cli.register.sheets.targets import Target


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
