"""A finished Excel paper read again: its date, its words, and the figures that its rows show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from pmf_cli.register.figures import plain
from pmf_cli.register.sheets.record import ResultValue
from pmf_cli.register.values.exact import number
from pmf_cli.render.accessibility.parts import CORE, opened_parts
from pmf_cli.render.word.finished import made_on_of
from pmf_cli.settings import Limits
from pmf_cli.workbook.cells import Cell
from pmf_cli.workbook.read import book_of

RESULT = "Result"
"""The heading under which a scorecard gives its figures."""


@dataclass(frozen=True, slots=True)
class FinishedWorkbook:
    """An Excel paper.

    Attributes:
        made_on: the date of its data, which pmf writes as the date of creation and Excel keeps.
        paragraphs: every text in it.
        rows: the cells of every row, in the order of the sheets.
        results: identity of a row → the column of its figure, where the table has a heading for it.
    """

    made_on: date | None
    paragraphs: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    results: Mapping[int, int] = field(default_factory=dict, repr=False)

    @property
    def references(self) -> frozenset[str]:
        """Every text that stands alone in a cell, references among them."""
        return frozenset(self.paragraphs)

    def shows(
        self, ref: str, value: ResultValue | None, text: str, rating: str, period: str
    ) -> bool | None:
        """Whether the rows of a reference give a figure with its rating; ``None`` without a row.

        Every row that gives the rating for the period must give the figure too, since one of several
        may have been typed over.

        Args:
            ref: the reference, alone in a cell.
            value: the exact figure; ``None`` where none was to be given.
            text: the figure as printed, unit and all.
            rating: the rating, or the reason for none, alone or at the beginning of a cell.
            period: the figure's own period in words; empty for none.
        """
        rows = [row for row in self.rows if any(cell.value == ref for cell in row)]
        if not rows:
            return None
        rated = [row for row in rows if any(_begins(cell, rating) for cell in row)]
        meant = [row for row in rated if period and any(_begins(cell, period) for cell in row)]
        held = [
            value is None or any(_is(cell, value, text) for cell in self._figures_of(row))
            for row in meant or rated
        ]
        return all(held) if meant else any(held)

    def _figures_of(self, row: tuple[Cell, ...]) -> tuple[Cell, ...]:
        """The cell below the heading Result, where the table has one; else every cell of the row.

        Figures of other periods may stand in the same row.
        """
        column = self.results.get(id(row))
        return row if column is None else tuple(cell for cell in row if cell.column == column)


def _is(cell: Cell, value: ResultValue, text: str) -> bool:
    if isinstance(value, Decimal) and isinstance(cell.value, int | float):
        held = number(cell)
        return held == value or (isinstance(held, Decimal) and plain(held) == plain(value))
    if isinstance(cell.value, datetime | date):
        return plain(_day(cell.value)) == plain(value)
    return isinstance(cell.value, str) and cell.value.strip() in (text, plain(value))


def _day(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value


def _begins(cell: Cell, text: str) -> bool:
    held = cell.value
    if not isinstance(held, str):
        return False
    bare = held.strip()
    return bare == text or bare.startswith((f"{text} (", f"{text}:", f"{text};"))


def finished_workbook(name: str, data: bytes) -> FinishedWorkbook:
    """An Excel file read with care.

    Raises:
        UsageError: it is no Excel file, is damaged or too large.
        UnreadableWorkbookError: it is no readable workbook.
    """
    rows: list[tuple[Cell, ...]] = []
    results: dict[int, int] = {}
    for sheet in book_of(name, data, Limits()).sheets:
        column = None
        for row in sheet.rows():
            cells = tuple(cell for cell in row.cells.values() if cell.value is not None)
            rows.append(cells)
            heading = next((cell.column for cell in cells if cell.value == RESULT), None)
            column = heading or column
            if column is not None:
                results[id(cells)] = column
    texts = (cell.value for row in rows for cell in row)
    return FinishedWorkbook(
        made_on_of(opened_parts(data).get(CORE)),
        tuple(text.strip() for text in texts if isinstance(text, str) and text.strip()),
        tuple(rows),
        results,
    )
