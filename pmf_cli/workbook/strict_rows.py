"""Rows of a sheet whose inner form is unusual: a full walk of its XML, strict about sense.

openpyxl cannot stand in here: it reads rows and cells out of order as missing, a text numbered -1
as the last one, ``1_000`` as a number, two cells or values at one place as one of them, and knows
neither formulas nor formats beside stored results (``tests/workbook/test_read.py`` holds each).

Reads what the quick way does not know (prefixes, comments, pretty printing, cells without
addresses, rich text in cells) and refuses what cannot be read rightly. Rows out of order are put
in order; two cells at one address are refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from pmf_cli.errors import UnreadableWorkbookError
from pmf_cli.workbook.cell_maker import CellMaker
from pmf_cli.workbook.cells import Cell, Row, SheetFacts, column_letter, column_number
from pmf_cli.workbook.markup import TRUE, Attributes, Walk
from pmf_cli.workbook.structure import SheetPart

# Small letters too: the sheet is odd already, and they mean the same column.
_ADDRESS = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")
_CELL = ["worksheet", "sheetData", "row", "c"]
_TEXT_PATHS = (["v"], ["is", "t"], ["is", "r", "t"])
_KNOWN_PARENT = {"row": ["worksheet", "sheetData"], "c": ["worksheet", "sheetData", "row"]}
MOST_MERGED = 200_000
"""Merged ranges in one sheet."""
_MOST_COLUMNS = 2 * 16_384
"""Columns described, counting those described twice."""


class FactsSeen:
    """Collects a sheet's facts while its XML is walked; knows where in the XML it stands."""

    def __init__(self, sheet: SheetPart) -> None:
        self._sheet = sheet
        self._hidden: set[int] = set()
        self._described = 0
        self._merged: list[str] = []
        self.path: list[str] = []
        self.data_seen = 0
        """How often the element that holds the rows was met; once in an honest sheet."""

    def start(self, name: str, attributes: Attributes) -> None:
        """An element begins; UnreadableWorkbookError where there are far too many, or they make no sense."""
        self.path.append(name)
        depth = len(self.path)
        if depth == 2 and name == "sheetData":
            self.data_seen += 1
        elif depth == 3 and name == "col" and self.path[1] == "cols":
            self._column(attributes)
        elif depth == 3 and name == "mergeCell" and self.path[1] == "mergeCells":
            self._merged.append(attributes.get("ref", ""))
            if len(self._merged) > MOST_MERGED:
                raise self._sheet.damaged("holds more merged ranges than can be")

    def end(self, _: str) -> None:
        """An element ends."""
        self.path.pop()

    def facts(self) -> SheetFacts:
        """What was seen, after the walk; UnreadableWorkbookError where rows have no place, or several."""
        if self.data_seen != 1:
            raise self._sheet.damaged("has no place for rows, or several")
        return SheetFacts(
            self._sheet.hidden,
            frozenset(self._hidden),
            tuple(self._merged),
            self._sheet.date_1904,
        )

    def _column(self, attributes: Attributes) -> None:
        try:
            first, last = int(attributes.get("min", "")), int(attributes.get("max", ""))
        except ValueError as error:
            raise self._sheet.damaged("describes columns that do not exist") from error
        self._described += max(last - first + 1, 1)
        if not 1 <= first <= last or self._described > _MOST_COLUMNS:
            raise self._sheet.damaged("describes columns that do not exist")
        if attributes.get("hidden", "").lower() in TRUE or attributes.get("width") == "0":
            self._hidden.update(range(first, last + 1))


@dataclass(slots=True)
class StoredCell:
    """A cell as stored, nothing interpreted but its column."""

    column: int
    style: str
    kind: str
    formula: bool = False
    stored: list[str] | None = None
    pieces: int = 0


@dataclass(slots=True)
class StoredRow:
    """A row as stored."""

    number: int
    hidden: bool
    cells: list[StoredCell] = field(default_factory=list)


class StrictSheet:
    """A walk over one sheet that hands out its rows as stored, in the order of the file."""

    def __init__(self, sheet: SheetPart) -> None:
        self._sheet = sheet
        self._limits = sheet.package.limits
        self.seen = FactsSeen(sheet)
        self._ready: list[StoredRow] = []
        self._row = StoredRow(0, hidden=False)
        self._cells = 0
        self._length = 0

    def stored_rows(self) -> Iterator[StoredRow]:
        """The rows as stored; UnreadableWorkbookError where they cannot be read rightly."""
        sheet = self._sheet
        walk = Walk(sheet.package, sheet.part, self._start, self._end, self._data)
        for piece in sheet.text():
            walk.feed(piece)
            yield from self._ready
            self._ready.clear()
        walk.close()
        yield from self._ready
        self._ready.clear()
        if self.seen.data_seen != 1:
            raise self._sheet.damaged("has no place for rows, or several")

    def _start(self, name: str, attributes: Attributes) -> None:
        path = self.seen.path
        if name in _KNOWN_PARENT and "sheetData" in path and path != _KNOWN_PARENT[name]:
            raise self._sheet.damaged("has rows or cells where none belong")
        self.seen.start(name, attributes)
        if name == "row" and len(path) == 3:
            self._begin_row(attributes)
        elif name == "c" and len(path) == 4 and path == _CELL:
            self._begin_cell(attributes)
        elif len(path) > 4 and path[:4] == _CELL:
            self._in_cell(path[4:], self._row.cells[-1])

    def _in_cell(self, inner: list[str], cell: StoredCell) -> None:
        if inner == ["f"]:
            cell.formula = True
        elif inner in (["v"], ["is"]):
            cell.pieces += 1
            if cell.pieces > 1:
                raise self._refused(cell, "it holds two values")
            cell.stored = []
            if (inner == ["is"]) is not (cell.kind == "inlineStr"):
                raise self._refused(cell, "its kind does not fit what it holds")

    def _end(self, name: str) -> None:
        if name == "row" and len(self.seen.path) == 3 and self.seen.path[1] == "sheetData":
            self._ready.append(self._row)
        self.seen.end(name)

    def _data(self, text: str) -> None:
        path = self.seen.path
        if len(path) > 4 and path[:4] == _CELL and path[4:] in _TEXT_PATHS:
            cell = self._row.cells[-1]
            if cell.stored is not None:
                cell.stored.append(text)
                self._length += len(text)
                if self._length > 4 * self._limits.text_length:
                    raise self._sheet.too_long(self._row.number, cell.column)

    def _begin_row(self, attributes: Attributes) -> None:
        if self.seen.path[1] != "sheetData":
            return
        stated = attributes.get("r")
        number = self._row.number + 1
        if stated is not None:
            if not stated.isdecimal() or not stated.isascii() or len(stated) > 10:
                raise self._sheet.damaged(f'has a row with the number "{stated[:20]}"')
            number = int(stated)
        if not 1 <= number <= self._limits.rows:
            raise self._sheet.damaged(f"has a row numbered {number:,}, which no sheet has")
        hidden = attributes.get("hidden", "").lower() in TRUE
        self._row = StoredRow(number, hidden)

    def _begin_cell(self, attributes: Attributes) -> None:
        self._length = 0
        self._cells += 1
        limit = self._limits.unusual_cells
        if self._cells > limit:
            raise self._sheet.too_large(
                f"it is written in an unusual form and holds over {limit:,} cells",
                "Open it in Excel and save it as an Excel Workbook (*.xlsx).",
                "unusual_cells",
            )
        row = self._row
        column = self._column_of(attributes.get("r"), row)
        style, kind = attributes.get("s", ""), attributes.get("t", "")
        row.cells.append(StoredCell(column, style, kind))
        if (not style and "s" in attributes) or (not kind and "t" in attributes):
            raise self._refused(row.cells[-1], "its kind or format is left blank")

    def _column_of(self, stated: str | None, row: StoredRow) -> int:
        """The column of a cell by its address; one without stands right of the one before it."""
        if stated is None:
            column = row.cells[-1].column + 1 if row.cells else 1
        else:
            address = _ADDRESS.fullmatch(stated)
            if address is None or int(address.group(2)) != row.number:
                raise self._sheet.damaged(
                    f'has a cell with the address "{stated[:20]}" in row {row.number}'
                )
            column = column_number(address.group(1).upper())
        if column > self._limits.columns:
            raise self._sheet.damaged(
                f"has a cell in column {column_letter(column)}, which none has"
            )
        return column

    def _refused(self, cell: StoredCell, what: str) -> UnreadableWorkbookError:
        return self._sheet.damaged_cell(self._row.number, cell.column, what)


def strict_rows(maker: CellMaker, *, in_order: bool, after: int = 0) -> Iterator[Row]:
    """The rows of a sheet in order of their numbers, by the strict way.

    Rows that are not known to stand in order are all held in memory. Those up to the number
    ``after`` have been handed out already. UnreadableWorkbookError where they cannot be read rightly.
    """
    stored = StrictSheet(maker.sheet).stored_rows()
    for row in stored if in_order else _sorted(stored):
        if row.number > after:
            made = _row_of(row, maker)
            if made.cells or made.cleaned:
                yield made


def _sorted(stored: Iterator[StoredRow]) -> Iterator[StoredRow]:
    gathered: dict[int, StoredRow] = {}
    for row in stored:
        if not row.cells:
            continue
        if row.number in gathered:
            gathered[row.number].cells += row.cells
            gathered[row.number].hidden |= row.hidden
        else:
            gathered[row.number] = row
    return (gathered[number] for number in sorted(gathered))


def _row_of(row: StoredRow, maker: CellMaker) -> Row:
    cells = {}
    cleaned = []
    taken = set()
    for cell in sorted(row.cells, key=lambda cell: cell.column):
        if cell.column in taken:
            raise maker.sheet.damaged_cell(
                row.number, cell.column, "the file holds this cell twice"
            )
        taken.add(cell.column)
        text = None if cell.stored is None else "".join(cell.stored)
        value, look, formula, blank, was_cleaned = maker.made(
            row.number, cell.column, cell.style, cell.kind, text, formula=cell.formula
        )
        if not blank:
            cells[cell.column] = Cell(row.number, cell.column, value, look, formula)
        if was_cleaned:
            cleaned.append(cell.column)
    return Row(row.number, cells, row.hidden, tuple(cleaned))
