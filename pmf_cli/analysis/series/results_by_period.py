"""The wide view of results: one row a KPI and split, one column a period, as officers know it.

A pivot over many KPIs is what pandas is for; the frame stays inside, typed rows come out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pmf_cli.register.periods.period import Period, PeriodKind
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.record import Result


@dataclass(frozen=True, slots=True)
class WideRow:
    """One series across the periods of a table; ``None`` where it has no row for a period."""

    kpi_ref: str
    split: str | None
    results: tuple[Result | None, ...]


@dataclass(frozen=True, slots=True)
class WideTable:
    """Series of one kind of period.

    Attributes:
        kind: month, quarter and so on; kinds are never mixed in one table.
        periods: the columns, oldest first; only periods for which there is a row.
        rows: in the order of the references asked for, the whole before its splits.
    """

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
    """The results of KPIs as tables, one for each kind of period, most rows first.

    Args:
        register: the register.
        refs: the KPIs, in the order of the rows.
        up_to: periods that end later are left out.
        most: columns of a table at most; the newest are kept.
        with_splits: whether splits have rows too.
    """
    order = {ref: place for place, ref in enumerate(refs)}
    chosen = [
        (ref, split, series)
        for (ref, split), series in register.series.items()
        if ref in order and (with_splits or split is None)
    ]
    known = [
        (ref, split, period, result)
        for ref, split, series in chosen
        for period, result in series.items()
        if period.end <= up_to
    ]
    return _tables(known, order, most) if known else ()


def _tables(
    known: Sequence[tuple[str, str | None, Period, Result]], order: Mapping[str, int], most: int
) -> tuple[WideTable, ...]:
    import pandas as pd

    columns = sorted({period for _, _, period, _ in known}, key=lambda period: period.sort_key)
    place_of = {period: place for place, period in enumerate(columns)}
    frame = pd.DataFrame(
        [
            (order[ref], split or "", ref, str(period.kind), place_of[period], result)
            for ref, split, period, result in known
        ],
        columns=["order", "split", "ref", "kind", "column", "result"],
    )
    tables = []
    for kind, part in frame.groupby("kind", sort=False):
        wide = part.pivot(index=["order", "split", "ref"], columns="column", values="result")
        wide = wide.sort_index().sort_index(axis="columns").iloc[:, -most:].dropna(how="all")
        rows = tuple(
            WideRow(
                ref, split or None, tuple(one if isinstance(one, Result) else None for one in row)
            )
            for (_, split, ref), row in zip(wide.index, wide.to_numpy(), strict=True)
        )
        shown = tuple(columns[int(place)] for place in wide.columns)
        tables.append(WideTable(PeriodKind(str(kind)), shown, rows))
    return tuple(sorted(tables, key=lambda table: (-len(table.rows), table.kind)))
