"""Heading rows: which rows of a sheet they are, and the heading that each column gets of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from pmf_cli.importing.fields import NOISE, Field, meanings, plain_heading
from pmf_cli.importing.figures import figure_in, printed_text
from pmf_cli.importing.period_words import taken_apart
from pmf_cli.workbook.cells import Cell, Row, Sheet, column_number

_ANSWERS = frozenset({"no", "yes", "n", "y"})
LONGEST_HEADING = 120
"""Characters; longer texts are sentences, not headings."""


@dataclass(frozen=True, slots=True)
class ColumnHeading:
    """The heading of one column.

    Attributes:
        column: number from 1.
        cells: the cells it is made of, top line first; a merged group heading counts for each
            column under it.
    """

    column: int
    cells: tuple[Cell, ...]

    @property
    def text(self) -> str:
        """All lines in one, without repeats."""
        lines: list[str] = []
        for cell in self.cells:
            line = " ".join(printed_text(cell).split())
            if line and line not in lines:
                lines.append(line)
        return " ".join(lines)

    @property
    def day(self) -> date | None:
        """The date, where the heading holds a date cell."""
        for cell in self.cells:
            if isinstance(cell.value, datetime):
                return cell.value.date()
            if isinstance(cell.value, date):
                return cell.value
        return None

    @property
    def words_beside_day(self) -> str:
        """The other lines, where one is a date cell."""
        return " ".join(
            " ".join(printed_text(cell).split())
            for cell in self.cells
            if not isinstance(cell.value, date)
        )


def is_filled(cell: Cell) -> bool:
    """True for a cell that holds more than blanks, or a formula."""
    return not (isinstance(cell.value, str) and not cell.value.strip()) and (
        cell.value is not None or cell.formula
    )


def filled(row: Row) -> tuple[Cell, ...]:
    """The cells of a row that hold more than blanks."""
    return tuple(cell for cell in row.cells.values() if is_filled(cell))


def _is_word(cell: Cell) -> bool:
    return isinstance(cell.value, str) and len(cell.value) <= LONGEST_HEADING


def _meaning(cell: Cell) -> str | None:
    return meanings().get(plain_heading(str(cell.value))) if isinstance(cell.value, str) else None


def is_heading_row(row: Row, known: frozenset[str]) -> bool:
    """True where a row names a KPI column and at least one other known column or period."""
    cells = filled(row)
    if len(cells) < 2 or not all(
        _is_word(cell) or isinstance(cell.value, date | int) for cell in cells
    ):
        return False
    fields = [_meaning(cell) for cell in cells]
    if Field.NAME not in fields:
        # An answer in a row of figures is no heading: "No" names a column only beside a name.
        fields = [
            None if printed_text(cell).strip().casefold() in _ANSWERS else field
            for cell, field in zip(cells, fields, strict=True)
        ]
    own = sum(isinstance(cell.value, str) and plain_heading(cell.value) in known for cell in cells)
    named = any(field in (Field.NAME, Field.REFERENCE) for field in fields) or own >= 2
    others = sum(field is not None for field in fields) + sum(
        field is None and _is_periodic(cell) for field, cell in zip(fields, cells, strict=True)
    )
    return named and others + own >= 2


def _is_periodic(cell: Cell) -> bool:
    """True for a cell that is a period, or a period with known words, or a known measure word."""
    if isinstance(cell.value, date):
        return True
    text = printed_text(cell)
    if not isinstance(cell.value, str) and not re.fullmatch(r"(19|20)\d\d", text):
        return False
    apart = taken_apart(" ".join(text.split()), 2000, 4)
    if apart is None:
        return _meaning(cell) is not None
    rest = [word for word in plain_heading(apart.rest).split() if word not in NOISE]
    return not rest or " ".join(rest) in meanings() or len(rest) <= 2


def band_around(rows: list[Row], base: int, sheet: Sheet) -> tuple[int, int]:
    """First and last index of the heading rows around the row that names the KPI column."""
    name_column = min(
        (
            cell.column
            for cell in filled(rows[base])
            if _meaning(cell) in (Field.NAME, Field.REFERENCE)
        ),
        default=filled(rows[base])[0].column,
    )
    first = last = base
    while (
        first > 0
        and base - first < 2
        and rows[first - 1].number == rows[first].number - 1
        and _is_group_row(rows[first - 1], name_column, sheet)
    ):
        first -= 1
    while (
        last + 1 < len(rows)
        and last - base < 2
        and rows[last + 1].number == rows[last].number + 1
        and _is_sub_row(rows[last + 1], name_column)
    ):
        last += 1
    return first, last


def _is_group_row(row: Row, name_column: int, sheet: Sheet) -> bool:
    cells = filled(row)
    right = [cell for cell in cells if cell.column > name_column]
    if not right or len(right) < len(cells):
        # A cell over the name column is a title, unless it only names the group of KPI columns.
        merged = [c for c in cells if c.column <= name_column and _merge_of(c, sheet) is None]
        if not right or merged:
            return False
    if not all(_is_word(cell) or isinstance(cell.value, date | int) for cell in right):
        return False
    return any(_is_periodic(cell) for cell in right) or (
        len(right) >= 2 and all(_merge_of(cell, sheet) is not None for cell in right)
    )


def _is_sub_row(row: Row, name_column: int) -> bool:
    cells = filled(row)
    if len(cells) < 2 or any(cell.column <= name_column for cell in cells):
        return False
    if not all(
        isinstance(cell.value, str | date) and (_is_word(cell) or isinstance(cell.value, date))
        for cell in cells
    ):
        return False
    if any(
        isinstance(c.value, str) and figure_in(c.value).number is not None and not _is_periodic(c)
        for c in cells
    ):
        return False
    periodic = sum(_is_periodic(cell) for cell in cells)
    return periodic * 2 >= len(cells)


def _merge_of(cell: Cell, sheet: Sheet) -> tuple[int, int, int, int] | None:
    """Rows and columns of the merged range that begins at a cell."""
    for text in sheet.facts.merged:
        found = re.fullmatch(r"\$?([A-Z]+)\$?(\d+):\$?([A-Z]+)\$?(\d+)", text)
        if found and (column_number(found[1]), int(found[2])) == (cell.column, cell.row):
            return cell.row, int(found[4]), cell.column, column_number(found[3])
    return None


def headings_of(
    band: list[Row], sheet: Sheet
) -> tuple[tuple[ColumnHeading, ...], tuple[Cell, ...]]:
    """The headings of the columns under the heading rows, and all cells of these rows."""
    cells = tuple(cell for row in band for cell in filled(row))
    columns = sorted({cell.column for cell in cells})
    width = max(columns)
    lines: dict[int, list[Cell]] = {}
    for row in band:
        here = filled(row)
        is_group = row is not band[-1] and len(band) > 1
        for place, cell in enumerate(here):
            merge = _merge_of(cell, sheet)
            if merge is not None:
                reach = range(cell.column, merge[3] + 1)
            elif is_group and _is_periodic(cell) and not _has_own_line(cell, band, row):
                ends = here[place + 1].column if place + 1 < len(here) else width + 1
                reach = range(cell.column, max(ends, cell.column + 1))
            else:
                reach = range(cell.column, cell.column + 1)
            for column in reach:
                lines.setdefault(column, []).append(cell)
    return (
        tuple(ColumnHeading(column, tuple(found)) for column, found in sorted(lines.items())),
        cells,
    )


def _has_own_line(cell: Cell, band: list[Row], row: Row) -> bool:
    """True where a group cell has no sub-heading beneath it, so that it stands for itself."""
    below = band[band.index(row) + 1 :]
    return not any(
        cell.column in lower.cells and is_filled(lower.cells[cell.column]) for lower in below
    )
