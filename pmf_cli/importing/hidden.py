"""Hidden tabs, rows and columns: read all the same, and asked about, since nobody sees them in the scorecard."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pmf_cli.frozen import frozen
from pmf_cli.importing.guesses import Guess, Sureness, Topic
from pmf_cli.importing.tables import filled
from pmf_cli.words import listed_shortly
from pmf_cli.workbook.cells import Cell, Sheet, column_letter

TAKEN_IN, LEFT_OUT = "hidden cells taken in", "hidden cells left out"
"""What may be answered."""
_SHOWN = 4


@frozen
class HiddenCells:
    """The filled cells of a sheet that are hidden, and in which way."""

    sheet: Sheet
    cells: tuple[Cell, ...]
    how: str

    def guess(self, said: str) -> Guess:
        """That they are taken in; a doubt until somebody has said so."""
        sure = Sureness.SETTLED if said else Sureness.DOUBTFUL
        meaning = LEFT_OUT if said == LEFT_OUT else TAKEN_IN
        why = f"{self.how}; “{LEFT_OUT}” leaves {len(self.cells)} of its cells out"
        where = self.sheet.ref(self.cells[0].address)
        return Guess(Topic.SHEET, self.sheet.name, where, meaning, sure, why)

    @property
    def seen_alone(self) -> Sheet:
        """The sheet as people see it."""
        gone = {cell.address for cell in self.cells}
        rows = [
            row._replace(
                cells={c: cell for c, cell in row.cells.items() if cell.address not in gone}
            )
            for row in self.sheet.rows()
        ]
        return replace(self.sheet, rows=lambda: iter(rows))


def hidden_cells(sheet: Sheet) -> HiddenCells | None:
    """The hidden cells of a sheet that hold something; ``None`` where there is none."""
    cells = tuple(_hidden(sheet))
    if not cells:
        return None
    if sheet.facts.hidden:
        return HiddenCells(sheet, cells, "the tab is hidden")
    columns = sorted({cell.column for cell in cells} & sheet.facts.hidden_columns)
    rows = [row.number for row in sheet.rows() if row.hidden and filled(row)]
    told = [f"column {column_letter(one)}" for one in columns] + [f"row {one}" for one in rows]
    return HiddenCells(sheet, cells, f"hidden: {listed_shortly(told, _SHOWN)}")


def _hidden(sheet: Sheet) -> Iterator[Cell]:
    columns = sheet.facts.hidden_columns
    for row in sheet.rows():
        is_hidden = sheet.facts.hidden or row.hidden
        yield from (one for one in filled(row) if is_hidden or one.column in columns)
