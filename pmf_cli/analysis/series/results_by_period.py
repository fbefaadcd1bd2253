"""The wide view of results: one row a KPI and split, one column a period, as officers know it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from pmf_cli.frozen import frozen
from pmf_cli.register.periods.period import Period, PeriodKind
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.record import Result


@frozen
class WideRow:
    """One series across the periods of a table; ``None`` where it has no row for a period."""

    kpi_ref: str
    split: str | None
    results: tuple[Result | None, ...]


@frozen
class WideTable:
    """Series of one kind of period, never mixed; periods oldest first, the whole before its splits."""

    kind: PeriodKind
    periods: tuple[Period, ...]
    rows: tuple[WideRow, ...]


def wide_tables(
    register: Register,
    refs: Iterable[str],
    *,
    up_to: date,
    most: int,
    with_splits: bool = False,
) -> tuple[WideTable, ...]:
    """The results of KPIs in the order given, a table for each kind of period, most rows first.

    Periods that end after ``up_to`` are left out; of the others the newest, ``most`` of them, are kept.
    """
    order = {ref: place for place, ref in enumerate(refs)}
    kinds: dict[PeriodKind, dict[_Place, dict[Period, Result]]] = {}
    for (ref, split), series in register.series.items():
        if ref in order and (with_splits or split is None):
            for period, result in series.items():
                if period.end <= up_to:
                    rows = kinds.setdefault(period.kind, {})
                    rows.setdefault((order[ref], split or "", ref), {})[period] = result
    tables = [_table(kind, rows, most) for kind, rows in kinds.items()]
    return tuple(sorted(tables, key=lambda table: (-len(table.rows), table.kind)))


_Place = tuple[int, str, str]
"""Where a row stands: the KPI's place, its split (empty for the whole), its reference."""


def _table(
    kind: PeriodKind, rows: Mapping[_Place, Mapping[Period, Result]], most: int
) -> WideTable:
    found = {period for row in rows.values() for period in row}
    periods = tuple(sorted(found, key=lambda period: period.sort_key)[-most:])
    wide = (
        WideRow(ref, split or None, tuple(rows[place].get(period) for period in periods))
        for place in sorted(rows)
        for _, split, ref in (place,)
    )
    return WideTable(kind, periods, tuple(row for row in wide if any(row.results)))
