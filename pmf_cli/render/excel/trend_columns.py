"""The figures that small trends are drawn from: in the row of the trend, so that both move together.

Sorting moves the cells of a row but not its sparkline, which goes on drawing the figures of the
row in which it stands. So these have to be in that row, in the same columns for every row; and a
period without a figure is an empty cell, since Excel draws a word as 0.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from pmf_cli.views.base import Align, Column, Entry, Spark, Table, Tone

SAID = (
    "The last columns hold the figures that the trend is drawn from; an empty cell there is a "
    "period without a figure."
)
_GAP = Entry("", tone=Tone.MUTED)


@dataclass(frozen=True, slots=True)
class TrendColumns:
    """A table with columns for the figures behind its trends, all places from 0.

    Attributes:
        at: the column of the trends.
        first: the column of the oldest figures, as ``last`` of the newest.
        drawn: the rows that hold nothing but figures and gaps in these columns.
    """

    table: Table
    at: int
    first: int
    last: int
    drawn: frozenset[int]

    @classmethod
    def of(cls, table: Table, at: int, first: int, last: int) -> TrendColumns:
        """The columns ``first`` to ``last`` of a table as those behind its column ``at``."""
        drawn = frozenset(
            number
            for number, row in enumerate(table.rows)
            if all(_is_figure(one) or _is_missing(one) for one in row[first : last + 1])
        )
        return cls(table, at, first, last, drawn)

    def gaps_in(self, row: int) -> tuple[int, ...]:
        """The columns that are a period without a figure, in a row whose trend is drawn."""
        if row not in self.drawn:
            return ()
        entries = self.table.rows[row]
        return tuple(at for at in range(self.first, self.last + 1) if _is_missing(entries[at]))

    def figures_of(self, row: int) -> tuple[Decimal | None, ...]:
        """What the trend of a row is drawn from, oldest first."""
        entries = self.table.rows[row][self.first : self.last + 1]
        return tuple(one.value if isinstance(one.value, Decimal) else None for one in entries)


def with_trend_columns(table: Table) -> TrendColumns | None:
    """A table with the figures behind its trends; ``None`` where it has no trend to draw.

    ValueError where the columns that the table names for it do not lie side by side.
    """
    at = next((at for at in range(len(table.columns)) if any(_sparks(table, at))), None)
    if at is None:
        return None
    if table.drawn_from:
        keys = [column.key for column in table.columns]
        places = [keys.index(key) for key in table.drawn_from]
        if places != list(range(places[0], places[0] + len(places))):
            raise ValueError(f"the columns behind the trends of {table.name} lie apart")
        return TrendColumns.of(table, at, places[0], places[-1])
    most = max(len(spark.values) for spark in _sparks(table, at))
    columns = (*table.columns, *_columns(most))
    rows = tuple((*row, *_figures(row[at].spark, most)) for row in table.rows)
    made = replace(table, columns=columns, rows=rows, summary=f"{table.summary} {SAID}".strip())
    return TrendColumns.of(made, at, len(table.columns), len(columns) - 1)


def _sparks(table: Table, at: int) -> Iterator[Spark]:
    for row in table.rows:
        spark = row[at].spark
        if spark is not None and any(value is not None for value in spark.values):
            yield spark


def _columns(most: int) -> Iterator[Column]:
    for back in range(most - 1, -1, -1):
        yield Column("Trend: newest" if back == 0 else f"Trend: {back} before", 1.2, Align.NUMBER)


def _figures(spark: Spark | None, most: int) -> Iterator[Entry]:
    """The figures of a row, the newest in the last column."""
    values = () if spark is None else spark.values
    yield from (_GAP for _ in range(most - len(values)))
    for value in values:
        yield _GAP if value is None else Entry(f"{value:f}", value, "General")


def _is_figure(entry: Entry) -> bool:
    return isinstance(entry.value, Decimal)


def _is_missing(entry: Entry) -> bool:
    """A muted entry without a value: ``[x]``, or nothing."""
    return entry.value is None and entry.tone is Tone.MUTED
