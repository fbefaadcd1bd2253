"""The figures behind sparklines: Excel draws them from cells, so they stand on a sheet of their own.

One row a figure, oldest first; a period without a figure has no row, since a marked-up table has
no empty cells, and Excel would draw a word as 0.
"""

from __future__ import annotations

from decimal import Decimal

from pmf_cli.views.base import Align, Column, Entry, Spark, Table

TITLE = "Figures behind the trends"
SHEET = "Trend data"


class TrendData:
    """Collects the figures of sparklines and knows in which rows they will stand."""

    def __init__(self, sheet: str, first_row: int) -> None:
        self.sheet = sheet
        self._first_row = first_row
        self._rows: list[tuple[Entry, ...]] = []
        self._placed: dict[tuple[str, tuple[Decimal | None, ...]], str] = {}

    def range_of(self, label: str, spark: Spark) -> str:
        """The range of a trend's figures, which are kept for the sheet; the same trend once."""
        key = (label, spark.values)
        if key not in self._placed:
            start = self._first_row + len(self._rows) + 1
            target = "None" if spark.target is None else f"{spark.target:f}"
            self._rows.extend(
                (
                    Entry(label),
                    Entry(str(at), Decimal(at), "0"),
                    Entry(f"{value:f}", value, "General"),
                    Entry(target, spark.target, "General"),
                )
                for at, value in enumerate(spark.values, 1)
                if value is not None
            )
            end = self._first_row + len(self._rows)
            name = self.sheet.replace("'", "''")
            self._placed[key] = f"'{name}'!$C${start}:$C${end}"
        return self._placed[key]

    def table(self) -> Table | None:
        """The collected figures; ``None`` where there are none."""
        if not self._rows:
            return None
        return Table(
            "trend_data",
            TITLE,
            (
                Column("Reference", 1.5),
                Column("Period in the trend, oldest first", 2, Align.NUMBER),
                Column("Value", 1.5, Align.NUMBER),
                Column("Target", 1.5, Align.NUMBER),
            ),
            tuple(self._rows),
            "One row a figure. Sparklines are drawn from here; periods without a figure have no "
            "row.",
        )
