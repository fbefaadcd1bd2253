"""Which target row holds for a period; ratings and checks ask the same functions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from pmf_cli.register.periods.period import Period
from pmf_cli.register.register import Register, SeriesKey
from pmf_cli.register.sheets.targets import Target


def targets_in_order(register: Register) -> Mapping[SeriesKey, tuple[Target, ...]]:
    """KPI and split → its target rows, the latest to begin first."""
    found: dict[SeriesKey, list[Target]] = {}
    for row in register.targets:
        found.setdefault((row.kpi_ref, row.split), []).append(row)
    return {key: in_order(rows) for key, rows in found.items()}


def in_order(rows: Iterable[Target]) -> tuple[Target, ...]:
    """Target rows of one series, the latest to begin first, as ``in_force`` wants them."""
    return tuple(sorted(rows, key=_begins, reverse=True))


def _begins(row: Target) -> tuple[date, date, date, int]:
    begins = row.from_period.start if row.from_period is not None else date.min
    ends = row.to_period.end if row.to_period is not None else date.max
    # Of two that begin together the shorter is the more particular one.
    return (begins, date.max - (ends - date.min), row.agreed_on or date.min, row.source.row)


def in_force(rows: Sequence[Target], period: Period) -> Target | None:
    """The row in force on the last day of a period: begun by then and not run out.

    A row for the fourth quarter alone says nothing of the year, though it is in force on the
    year's last day: rows for a part of the period only serve where no other holds. Of two that
    begin together the one whose *From period* is as long as the period wins: a year's target and
    targets of its quarters may stand side by side; else the first of ``rows``, the latest to begin.
    """
    holding = [row for row in rows if _holds(row, period)]
    if len(holding) < 2:
        return holding[0] if holding else None
    whole = [row for row in holding if not _is_for_part(row, period)] or holding
    first = whole[0]
    together = (row for row in whole if _begins(row)[0] == _begins(first)[0])
    alike = (row for row in together if _is_as_long(row, period))
    return next(alike, first)


def _is_as_long(row: Target, period: Period) -> bool:
    return row.from_period is not None and row.from_period.kind is period.kind


def _holds(row: Target, period: Period) -> bool:
    begin = row.from_period
    if begin is not None:
        if begin.start > period.end:
            return False
        # Pooled and rolling periods begin years before they end: compare like with like.
        if begin.kind is period.kind and begin.end > period.end:
            return False
    return row.to_period is None or period.end <= row.to_period.end


def _is_for_part(row: Target, period: Period) -> bool:
    """Whether a row begins within a period, in a shorter one, and ends with it."""
    begin = row.from_period
    if begin is None or row.to_period is None or begin.start <= period.start:
        return False
    return begin.kind is not period.kind and begin.end - begin.start < period.end - period.start
