"""Blocks: a KPI's name in a row of its own, and beneath it a row for each measure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pmf_cli.frozen import frozen
from pmf_cli.importing.fields import ScorecardField
from pmf_cli.importing.layouts.marks import cell_words, is_figure, measure_in, periods_of
from pmf_cli.importing.layouts.relaid import MadeText, NewCell, RelaidSheet, relaid
from pmf_cli.importing.tables import filled
from pmf_cli.workbook.cells import Cell, Row, Sheet

HEADINGS = ("KPI reference", "KPI name")


@dataclass
class KpiBlock:
    """One KPI: the cells that name it, the row that heads its periods, and its rows by measure."""

    names: tuple[Cell, ...]
    head: Row
    lines: dict[str, Row] = field(default_factory=dict)

    def cell(self, period: str, measure: str) -> Cell | None:
        """What stands there."""
        row = self.lines.get(measure)
        found = (at for at in periods_of(self.head) if cell_words(self.head.cells[at]) == period)
        return None if row is None else row.cells.get(next(found, 0))


@frozen
class Blocks:
    """The blocks of a sheet, and the rows that belong to none, in order."""

    above: tuple[Row, ...]
    body: tuple[Row | KpiBlock, ...]

    @property
    def kpis(self) -> tuple[KpiBlock, ...]:
        """The blocks."""
        return tuple(one for one in self.body if isinstance(one, KpiBlock))

    def relaid(self, sheet: Sheet) -> RelaidSheet:
        """The sheet with a row a KPI, and a column for each measure of each period."""
        columns: dict[tuple[str, str], tuple[Cell, Cell]] = {}
        for one in self.kpis:
            for at in periods_of(one.head):
                period = one.head.cells[at]
                for words, row in one.lines.items():
                    columns.setdefault((cell_words(period), words), (period, filled(row)[0]))
        width = max(len(one.names) for one in self.kpis)
        first = self.kpis[0].names[0]
        heads: list[NewCell] = [MadeText(text, first) for text in HEADINGS[-width:]]
        table: list[Sequence[NewCell]] = [filled(row) for row in self.above]
        table.append([*heads, *(period for period, _ in columns.values())])
        table.append([*([None] * width), *(label for _, label in columns.values())])
        for part in self.body:
            if isinstance(part, Row):
                table.append(filled(part))
            else:
                names = [*([None] * (width - len(part.names))), *part.names]
                table.append([*names, *(part.cell(*key) for key in columns)])
        return relaid(sheet, table)


def blocks_on(sheet: Sheet) -> Blocks | None:
    """The layout, where a sheet has it: two blocks at least, each with an actual."""
    found = tuple(_parted([row for row in sheet.rows() if filled(row)]))
    blocks = [one for one in found if isinstance(one, KpiBlock)]
    fields = {measure_in(filled(row)[0]) for one in blocks for row in one.lines.values()}
    if len(blocks) < 2 or ScorecardField.VALUE not in fields:
        return None
    begins = found.index(blocks[0])
    above = tuple(one for one in found[:begins] if isinstance(one, Row))
    return Blocks(above, found[begins:])


def _parted(rows: Sequence[Row]) -> Iterator[Row | KpiBlock]:
    """Blocks, and the rows that are in none; of two texts before a block the nearer is its name."""
    waiting: Row | None = None
    names: tuple[Cell, ...] = ()
    head: Row | None = None
    block: KpiBlock | None = None
    for row in rows:
        cells = filled(row)
        is_open = block is not None or bool(names) or any(map(is_figure, cells[1:]))
        if head is not None and is_open and measure_in(cells[0]):
            if names:
                if block is not None:
                    yield block
                block = KpiBlock(names, head)
                names, waiting = (), None
            if block is None:
                yield row
            else:
                block.lines.setdefault(cell_words(cells[0]), row)
            continue
        if len(periods_of(row)) > 1:
            head = row
            names = _names(cells, min(periods_of(row))) or names
            continue
        if block is not None:
            yield block
            block = None
        if waiting is not None:
            yield waiting
        waiting, names = row, _names(cells, len(cells) + cells[-1].column)
        if not names:
            yield row
            waiting = None
    if block is not None:
        yield block


def _names(cells: Sequence[Cell], before: int) -> tuple[Cell, ...]:
    """The one or two texts that name a KPI, left of a column."""
    found = tuple(cell for cell in cells if cell.column < before)
    are_words = all(isinstance(cell.value, str) and not measure_in(cell) for cell in found)
    return found if are_words and 0 < len(found) <= len(HEADINGS) else ()
