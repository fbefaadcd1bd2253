"""Where cells and ranges stand once rows have joined a table: what moves down, what grows.

Rows are put below the last row of a table's data. What stands beneath moves down as a whole, as
when rows are inserted in Excel. A range that covers the table's columns from its first row to its
last grows with it, so that ``=SUM(D2:D2044)`` adds the new rows up too.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from pmf_cli.workbook.cells import Box, box_of, column_letter, column_number, reference_of

MOST_ROWS = 1_048_576
_PLACE = r"\$?[A-Z]{1,3}\$?[0-9]{1,7}"
# Excel has no grammar for formulas that stands alone: texts and quoted sheet names are taken first,
# whole and without going back (``*+``), so that nothing inside them is read as a reference; a
# reference may not touch letters or a bracket, else ``LOG10(`` would be one.
_TOKEN = re.compile(
    r"""(?P<text>"(?:[^"]|"")*+"?)"""
    r"""|(?P<sheet>'(?:[^']|'')*+'!|[A-Za-z_\\\u00a0-\uffff][\w.\\]*+!|\[[^\[\]]*+\][\w.]*+!)?"""
    rf"""(?:(?P<range>(?<![\w$.]){_PLACE}(?::{_PLACE})?(?![\w(.!\[]))"""
    r"""|(?P<rows>(?<![\w$.:])\$?[0-9]{1,7}:\$?[0-9]{1,7}(?![\w(.!:]))"""
    r"""|(?P<name>[A-Za-z_\\\u00a0-\uffff][\w.\\]*+|'(?:[^']|'')*+'?))""",
    re.IGNORECASE,
)
# The dollars of each end stay where they are; only the row between is changed.
_ENDS = re.compile(r"(\$?[A-Z]{1,3})(\$?)([0-9]{1,7})", re.IGNORECASE)
_ROW_ENDS = re.compile(r"(\$?)([0-9]{1,7})")


@dataclass
class Growth:
    """Rows that join the data of one sheet.

    Attributes:
        sheet: the tab's name.
        first: the first row of data.
        last: the last row of data before the new ones.
        end: the row below which everything moves; ``last``, or the last of prepared empty rows.
        new_last: the last new row.
        columns: first and last column of the data.
        by: how many rows what stands beneath ``end`` moves down; 0 where nothing need move.
        left: ranges that end at the old last row and do not grow, as they do not begin at the first.
    """

    sheet: str
    first: int
    last: int
    end: int
    new_last: int
    columns: tuple[int, int]
    by: int
    left: list[str] = field(default_factory=list)

    def row(self, number: int) -> int:
        """Where a row stands afterwards."""
        return min(number + self.by, MOST_ROWS) if number > self.end else number

    def box(self, box: Box, *, from_top: bool = True) -> Box:
        """Where a range stands afterwards, grown where it covers the data to its end.

        ``from_top``: it grows only where it begins at the first row of data, as sums and charts do; else
        wherever it ends at the last, as formats and drop-downs do.
        """
        top, left, bottom, right = box
        bottom = self.row(bottom)
        if self.covers(box) and (not from_top or top <= self.first):
            bottom = max(bottom, self.new_last)
        return self.row(top), left, bottom, right

    def covers(self, box: Box) -> bool:
        """Whether a range lies over the data's columns and reaches its last row, but not the new."""
        top, left, bottom, right = box
        over = left <= self.columns[1] and right >= self.columns[0]
        return over and top <= self.last <= bottom and self.row(bottom) < self.new_last

    def crosses(self, box: Box) -> bool:
        """Whether a range lies on both sides of the place where rows are put in."""
        return bool(self.by) and box[0] <= self.end < box[2]

    def ranges(self, text: str) -> str:
        """A list of ranges with blanks between, as formats and drop-downs have."""
        return " ".join(self._range(one) for one in text.split())

    def _range(self, text: str) -> str:
        box = box_of(text)
        if box is None or (box[0] == box[2] and self.first < self.last):
            return self.cell(text)
        return reference_of(self.box(box, from_top=False))

    def cell(self, text: str) -> str:
        """One cell or a range that only moves, and does not grow."""
        box = box_of(text)
        if box is None:
            return text
        return reference_of((self.row(box[0]), box[1], self.row(box[2]), box[3]))

    def formula(self, text: str, home: str = "", row: int = 0, where: str = "") -> str:
        """A formula, unescaped, with every reference into the sheet as it is to be afterwards.

        References without a sheet are to ``home``, on which it stands, in ``row`` before; in no cell: 0.
        The running total ``SUM(D$2:D2044)`` of row 2044 stays the total up to that row. ``where`` names
        the place in what is said of a range that does not grow.
        """

        def changed(match: re.Match[str]) -> str:
            prefix = match["sheet"] or ""
            over_sheets = bool(prefix) and match.string[match.start() - 1 : match.start()] == ":"
            if over_sheets or match["text"] or match["name"] or not self._is_ours(prefix, home):
                return match.group()
            if match["rows"]:
                return prefix + self._rows(match["rows"])
            return prefix + self._reference(match["range"], row if home == self.sheet else 0, where)

        return rewritten(text, changed)

    def _is_ours(self, prefix: str, home: str) -> bool:
        if not prefix:
            return home == self.sheet
        return sheet_named(prefix).casefold() == self.sheet.casefold()

    def _reference(self, text: str, row: int, where: str) -> str:
        box = box_of(text)
        ends = _ENDS.findall(text)
        if box is None or any(not 1 <= int(end[2]) <= MOST_ROWS for end in ends):
            return text
        if len(ends) == 1:
            column, dollar, number = ends[0]
            return f"{column}{dollar}{self.row(int(number))}"
        top, _, bottom, _ = self.box(box)
        inside = self.first <= row <= self.last
        if inside and not ends[-1][1] and box[2] == row:
            bottom = self.row(box[2])
        elif self.covers(box) and box[0] > self.first and not inside and where:
            self.left.append(f"{where} ({text})")
        if int(ends[0][2]) > int(ends[1][2]):
            top, bottom = bottom, top
        (a, one, _), (b, two, _) = ends
        return f"{a}{one}{top}:{b}{two}{bottom}"

    def _rows(self, text: str) -> str:
        (one, first), (two, last) = _ROW_ENDS.findall(text)
        top, _, bottom, _ = self.box((int(first), 1, int(last), 16_384))
        return f"{one}{top}:{two}{bottom}"


def sheet_named(prefix: str) -> str:
    """The sheet that a reference's beginning names: ``'KPI Results'!`` is ``KPI Results``."""
    name = prefix.removesuffix("!")
    if name.startswith("'"):
        name = name[1:-1].replace("''", "'")
    return name


def rewritten(text: str, changed: Callable[[re.Match[str]], str]) -> str:
    """A formula with its references, names and texts given to ``changed``; what is in brackets stays."""
    pieces: list[str] = []
    place = depth = 0
    while place < len(text):
        character = text[place]
        if character == "[" and not (depth == 0 and _TOKEN.match(text, place)):
            depth += 1
        elif character == "]" and depth:
            depth -= 1
        elif depth == 0 and (match := _TOKEN.match(text, place)) is not None and match.group():
            pieces.append(changed(match))
            place = match.end()
            continue
        pieces.append(character)
        place += 1
    return "".join(pieces)


def shifted(text: str, rows: int, columns: int) -> str:
    """A formula as it reads in a cell so many rows below and columns to the right."""

    def changed(match: re.Match[str]) -> str:
        if not match["range"]:
            return match.group()
        return (match["sheet"] or "") + re.sub(
            r"(\$?)([A-Za-z]{1,3})(\$?)([0-9]{1,7})",
            lambda end: (
                f"{end[1]}{end[2] if end[1] else column_letter(column_number(end[2]) + columns)}"
                f"{end[3]}{end[4] if end[3] else int(end[4]) + rows}"
            ),
            match["range"],
        )

    return rewritten(text, changed)
