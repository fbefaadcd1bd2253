"""Where tables stand on a sheet: titles above, one to three heading rows, the rows below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pmf_cli.importing.fields import plain_heading
from pmf_cli.importing.figures import printed_text
from pmf_cli.importing.heading_rows import (
    ColumnHeading,
    band_around,
    filled,
    headings_of,
    is_filled,
    is_heading_row,
)
from pmf_cli.workbook.cells import Cell, Row, Sheet


@dataclass(frozen=True)
class SourceTable:
    """One table of a sheet.

    Attributes:
        sheet: the sheet.
        titles: filled cells above the heading that belong to no earlier table.
        headings: the columns with a heading, from the left.
        heading_cells: every cell of the heading rows.
        body: the filled rows below, up to the next table.
    """

    sheet: Sheet
    titles: tuple[Cell, ...]
    headings: tuple[ColumnHeading, ...]
    heading_cells: tuple[Cell, ...]
    body: tuple[Row, ...]


def tables_of(
    sheet: Sheet, own_words: Sequence[str] = ()
) -> tuple[tuple[SourceTable, ...], tuple[Cell, ...]]:
    """The tables of a sheet, and the filled cells that belong to none.

    Args:
        sheet: the sheet.
        own_words: headings that the mapping file names, besides the known ones.
    """
    rows = [row for row in sheet.rows() if any(is_filled(cell) for cell in row.cells.values())]
    known = frozenset(plain_heading(word.rpartition(" @")[0] or word) for word in own_words)
    bases = [index for index, row in enumerate(rows) if is_heading_row(row, known)]
    if not bases:
        return (), tuple(cell for row in rows for cell in filled(row))
    bands = [band_around(rows, base, sheet) for base in bases]
    kept: list[tuple[int, int]] = []
    for first, last in bands:
        if not kept or first > kept[-1][1]:
            kept.append((first, last))
    tables = []
    for number, (first, last) in enumerate(kept):
        ends = kept[number + 1][0] if number + 1 < len(kept) else len(rows)
        titles = [cell for row in rows[:first] for cell in filled(row)] if number == 0 else []
        body = rows[last + 1 : ends]
        headings, cells = headings_of(rows[first : last + 1], sheet)
        tables.append(SourceTable(sheet, tuple(titles), headings, cells, tuple(body)))
    return tuple(tables), ()


def is_repeat(row: Row, table: SourceTable) -> bool:
    """True where a row of the body only repeats headings of its table."""
    texts = {heading.column: heading for heading in table.headings}
    cells = filled(row)
    return len(cells) >= 2 and all(
        cell.column in texts
        and plain_heading(printed_text(cell))
        in {plain_heading(printed_text(line)) for line in texts[cell.column].cells}
        for cell in cells
    )
