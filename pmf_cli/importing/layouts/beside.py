"""Tables side by side on one tab, laid out beneath each other."""

from __future__ import annotations

from collections.abc import Sequence

from pmf_cli.frozen import frozen
from pmf_cli.importing.fields import ScorecardField, meanings, plain_heading
from pmf_cli.importing.layouts.marks import cell_words
from pmf_cli.importing.layouts.relaid import NewCell, RelaidSheet, relaid
from pmf_cli.importing.tables import filled
from pmf_cli.workbook.cells import Cell, Row, Sheet


@frozen
class TablesBeside:
    """A sheet whose heading row names the KPIs more than once.

    Attributes:
        starts: the column in which each table begins.
    """

    above: tuple[Row, ...]
    captions: Row | None
    body: tuple[Row, ...]
    starts: tuple[int, ...]

    def relaid(self, sheet: Sheet) -> RelaidSheet:
        """The sheet with one table beneath the other, each with what stands right above it."""
        lines: list[Sequence[NewCell]] = [filled(row) for row in self.above]
        ends = (*self.starts[1:], max(column for row in self.body for column in row.cells) + 1)
        captions = () if self.captions is None else (self.captions,)
        for start, end in zip(self.starts, ends, strict=True):
            for row in (*captions, *self.body):
                line = [row.cells.get(column) for column in range(start, end)]
                if any(cell is not None for cell in line):
                    lines.append(line)
        return relaid(sheet, lines)


def tables_beside(sheet: Sheet) -> TablesBeside | None:
    """The layout, where a sheet has it: a heading row that repeats its headings, or has two runs of them."""
    rows = [row for row in sheet.rows() if filled(row)]
    for at, row in enumerate(rows):
        starts = _starts(filled(row))
        if len(starts) < 2:
            continue
        caption = rows[at - 1] if at and _is_caption(rows[at - 1], starts) else None
        above = rows[: at - 1] if caption is not None else rows[:at]
        return TablesBeside(tuple(above), caption, tuple(rows[at:]), starts)
    return None


def _starts(heads: Sequence[Cell]) -> tuple[int, ...]:
    """The columns where tables begin; fewer than two where the headings are those of one."""
    if len(heads) < 4:
        return ()
    first = plain_heading(cell_words(heads[0]))
    repeated = [cell.column for cell in heads if plain_heading(cell_words(cell)) == first]
    runs = [
        cell.column
        for before, cell in zip((None, *heads), heads, strict=False)
        if before is None or cell.column > before.column + 1
    ]
    found = (tuple(s) for s in (repeated, runs) if len(s) > 1 and _each_names(heads, s))
    return next(found, ())


def _each_names(heads: Sequence[Cell], starts: Sequence[int]) -> bool:
    """Whether each table has a column of KPIs' names and another beside it."""
    for start, end in zip(starts, (*starts[1:], heads[-1].column + 1), strict=True):
        own = [cell for cell in heads if start <= cell.column < end]
        fields = [meanings().get(plain_heading(cell_words(cell))) for cell in own]
        if fields.count(ScorecardField.NAME) != 1 or len(own) < 2:
            return False
    return True


def _is_caption(row: Row, starts: Sequence[int]) -> bool:
    """Whether a row holds a text above each table."""
    cells = filled(row)
    return len(cells) == len(starts) and all(isinstance(cell.value, str) for cell in cells)
