"""Records: a KPI is a list of headings, each with its text or figure beside it."""

from __future__ import annotations

from collections.abc import Sequence

from pmf_cli.frozen import frozen
from pmf_cli.importing.fields import ScorecardField, meanings, plain_heading
from pmf_cli.importing.layouts.marks import cell_words, names_a_period
from pmf_cli.importing.layouts.relaid import RelaidSheet, relaid
from pmf_cli.importing.tables import filled
from pmf_cli.workbook.cells import Cell, Row, Sheet

_FIRST = (ScorecardField.NAME, ScorecardField.REFERENCE)
SHARE = 0.8
"""Share of the filled rows that must be a heading with its text."""


@frozen
class Records:
    """The records of a sheet: heading as written → its cell and the cell beside it."""

    above: tuple[Row, ...]
    kpis: tuple[dict[str, tuple[Cell, Cell]], ...]

    def relaid(self, sheet: Sheet) -> RelaidSheet:
        """The sheet with a row a record, and its headings above."""
        heads: dict[str, Cell] = {}
        for one in self.kpis:
            for words, (label, _) in one.items():
                heads.setdefault(words, label)
        lines = [[one[words][1] if words in one else None for words in heads] for one in self.kpis]
        return relaid(sheet, [*map(filled, self.above), list(heads.values()), *lines])


def records_on(sheet: Sheet) -> Records | None:
    """The layout, where a sheet has it: two records at least that begin with the same heading."""
    rows = [row for row in sheet.rows() if filled(row)]
    pairs = [pair for row in rows if (pair := _pair(row)) is not None]
    starts = _starts(pairs) if len(pairs) >= len(rows) * SHARE else []
    if len(starts) < 2:
        return None
    ends = [*starts[1:], len(pairs)]
    kpis = tuple(_record(pairs[at:end]) for at, end in zip(starts, ends, strict=True))
    top = pairs[starts[0]][0].row
    return Records(tuple(row for row in rows if row.number < top and _pair(row) is None), kpis)


def _starts(pairs: Sequence[tuple[Cell, Cell | None]]) -> list[int]:
    """Where the heading stands again with which the first record begins."""
    labels = [label for label, _ in pairs]
    first = next((cell_words(label) for label in labels if _field(label) in _FIRST), None)
    return [at for at, label in enumerate(labels) if cell_words(label) == first]


def _pair(row: Row) -> tuple[Cell, Cell | None] | None:
    """A heading that is known, or a period, and the one cell beside it, if that is filled."""
    cells = filled(row)
    if len(cells) > 2 or not (_field(cells[0]) or names_a_period(cells[0])):
        return None
    return cells[0], cells[1] if len(cells) > 1 else None


def _field(cell: Cell) -> str | None:
    return meanings().get(plain_heading(cell_words(cell).rstrip(":")))


def _record(pairs: Sequence[tuple[Cell, Cell | None]]) -> dict[str, tuple[Cell, Cell]]:
    found: dict[str, tuple[Cell, Cell]] = {}
    for label, cell in pairs:
        if cell is not None:
            found.setdefault(cell_words(label), (label, cell))
    return found
