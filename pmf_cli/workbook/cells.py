"""Plain records of what a workbook holds: cells with their place, value and format; ranges of them.

Rows are handed out one after another, so that a sheet of a million rows need not stand in memory whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import field
from datetime import date, datetime, time
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

from pmf_cli.findings import CellRef
from pmf_cli.frozen import frozen

CellValue = str | int | float | bool | date | datetime | time | None
"""What a cell can hold once read: text, number, yes/no, date or nothing."""

MOST_COLUMNS = 16_384
"""Columns of a sheet in Excel."""

_LITERAL = re.compile(r'"[^"]*"?|\\.|_.|\*.')
"""Parts of a number format that are shown as they stand."""


@cache
def shows_percentage(number_format: str) -> bool:
    """Whether a number format shows a number times 100 with a percent sign.

    A percent sign in quotation marks or after a backslash is only a letter: ``0.0"%"`` shows 38.2
    as 38.2%.
    """
    return "%" in number_format and "%" in _LITERAL.sub("", number_format)


@frozen
class ErrorValue:
    """An Excel error such as ``#N/A``, kept as an error and never taken for blank."""

    text: str

    def __str__(self) -> str:
        return self.text


class Cell(NamedTuple):
    """One filled cell, its row and column from 1; a tuple, since a workbook holds a million.

    ``value`` is ``None`` only where a formula has no stored result; of a formula it is that result.
    """

    row: int
    column: int
    value: CellValue | ErrorValue
    number_format: str = "General"
    formula: bool = False

    @property
    def address(self) -> str:
        """The address as Excel writes it, for example ``F7``."""
        return f"{column_letter(self.column)}{self.row}"

    @property
    def is_percentage(self) -> bool:
        """True where Excel shows the number times 100 with a percent sign."""
        return shows_percentage(self.number_format)


class Row(NamedTuple):
    """The filled cells of one row by column number, in order of columns.

    A hidden row is read all the same. ``cleaned`` are columns whose text held characters that cannot be
    printed or seen (control characters, zero-width spaces), which were left out on reading.
    """

    number: int
    cells: dict[int, Cell]
    hidden: bool = False
    cleaned: tuple[int, ...] = ()

    def value(self, column: int) -> CellValue | ErrorValue:
        """The value in a column, ``None`` where the cell is empty."""
        cell = self.cells.get(column)
        return None if cell is None else cell.value


@frozen
class SheetFacts:
    """What is known of a sheet besides its cells; merged ranges stand as ``A1:B2``."""

    hidden: bool = False
    hidden_columns: frozenset[int] = frozenset()
    merged: tuple[str, ...] = ()
    date_1904: bool = False
    fills: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}), hash=False)
    """Address → red, amber or green, where the colours of a workbook were asked for."""


@frozen
class Sheet:
    """One sheet: its name and a way to walk its rows from the top, as often as wanted."""

    workbook: str
    name: str
    rows: Callable[[], Iterator[Row]]
    facts: SheetFacts = field(default_factory=SheetFacts)

    def ref(self, cell: str = "") -> CellRef:
        """The place of a cell of this sheet, or of the sheet itself."""
        return CellRef(self.workbook, self.name, cell)

    def fill_of(self, cell: Cell) -> str:
        """The colour that a cell is filled with; empty where none is known."""
        return self.facts.fills.get(self.ref(cell.address).cell, "")


@frozen
class Book:
    """One workbook as read: file name, sheets in order, and its fingerprint.

    Attributes:
        fingerprint: SHA-256 of the file's bytes in hexadecimal.
        remarks: sentences about what was met while reading (macros left alone, ...).
    """

    name: str
    sheets: tuple[Sheet, ...]
    fingerprint: str = ""
    remarks: tuple[str, ...] = ()


def column_letter(number: int) -> str:
    """The letters of a column number: 1 → ``A``, 28 → ``AB``."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """The number of column letters: ``A`` → 1, ``AB`` → 28."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


Box = tuple[int, int, int, int]
"""First row, first column, last row, last column, all included."""

# With or without the dollars of an absolute reference.
_RANGE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]+)(?::\$?([A-Z]{1,3})\$?([0-9]+))?")


def box_of(reference: str) -> Box | None:
    """The box of a range or of one cell; ``None`` where the text is neither."""
    found = _RANGE.fullmatch(reference.upper())
    if found is None:
        return None
    first_row, first_column = int(found[2]), column_number(found[1])
    if found[3] is None:
        return first_row, first_column, first_row, first_column
    row, column = int(found[4]), column_number(found[3])
    return (
        min(first_row, row),
        min(first_column, column),
        max(first_row, row),
        max(first_column, column),
    )


def reference_of(box: Box) -> str:
    """The box as Excel writes it, ``A1:B2``, or ``A1`` for one cell."""
    first, last = f"{column_letter(box[1])}{box[0]}", f"{column_letter(box[3])}{box[2]}"
    return first if first == last else f"{first}:{last}"


def union(one: Box, other: Box) -> Box:
    """The smallest box that holds both."""
    return (
        min(one[0], other[0]),
        min(one[1], other[1]),
        max(one[2], other[2]),
        max(one[3], other[3]),
    )


def is_within(row: int, column: int, box: Box) -> bool:
    """Whether a cell lies in the box."""
    return box[0] <= row <= box[2] and box[1] <= column <= box[3]
