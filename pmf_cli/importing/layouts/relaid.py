"""A sheet whose cells are given other places, each still naming where it stands in the file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from types import MappingProxyType

from pmf_cli.findings import CellRef
from pmf_cli.frozen import frozen
from pmf_cli.workbook.cells import Cell, Row, Sheet, SheetFacts


@frozen
class MadeText:
    """A text put together while laying out, with the cell that it comes from."""

    text: str
    of: Cell


NewCell = Cell | MadeText | None
"""What stands in one place of the new table."""


@frozen
class RelaidSheet(Sheet):
    """A sheet laid out anew.

    Attributes:
        origins: address in the new table → cell of the file.
    """

    origins: Mapping[str, Cell] = field(default_factory=lambda: MappingProxyType({}))

    def ref(self, cell: str = "") -> CellRef:
        """The place in the file of a cell of the new table, or of the sheet itself."""
        origin = self.origins.get(cell)
        return CellRef(self.workbook, self.name, cell if origin is None else origin.address)


def relaid(sheet: Sheet, table: Sequence[Sequence[NewCell]]) -> RelaidSheet:
    """The sheet with the cells of a table, its first row being row 1.

    Laid out a second time, a cell keeps the place that it has in the file.
    """
    known = sheet.origins if isinstance(sheet, RelaidSheet) else {}
    rows, origins = [], {}
    for number, line in enumerate(table, 1):
        cells = {}
        for column, placed in enumerate(line, 1):
            if placed is None:
                continue
            cell = placed.of if isinstance(placed, MadeText) else placed
            moved = cell._replace(row=number, column=column)
            if isinstance(placed, MadeText):
                moved = moved._replace(value=placed.text, number_format="General", formula=False)
            cells[column] = moved
            origins[moved.address] = known.get(cell.address, cell)
        rows.append(Row(number, cells))
    return RelaidSheet(
        sheet.workbook,
        sheet.name,
        lambda: iter(rows),
        SheetFacts(fills=sheet.facts.fills),
        origins=MappingProxyType(origins),
    )


def turned_sheet(sheet: Sheet) -> RelaidSheet:
    """The sheet with its rows as columns below its titles, without what is blank."""
    rows = [row for row in sheet.rows() if row.cells]
    begins = next((at for at, row in enumerate(rows) if len(row.cells) > 1), len(rows))
    titles, body = rows[:begins], rows[begins:]
    columns = sorted({column for row in body for column in row.cells})
    table: list[Sequence[NewCell]] = [list(row.cells.values()) for row in titles]
    table += [[row.cells.get(column) for row in body] for column in columns]
    return relaid(sheet, table)


def unplaced(sheet: Sheet, new: RelaidSheet) -> Iterator[Cell]:
    """The cells of a sheet that stand nowhere in it as laid out anew."""
    placed = {new.ref(cell.address) for row in new.rows() for cell in row.cells.values()}
    for row in sheet.rows():
        yield from (one for one in row.cells.values() if sheet.ref(one.address) not in placed)
