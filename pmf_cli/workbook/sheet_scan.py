"""A look over a sheet before its rows are read: facts, order, and whether its size is reasonable.

A stray cell far away from the rest and hundreds of thousands of formatted empty rows are ordinary
office accidents that make other programs hang; here they are one sentence, before anything else is
done with the workbook.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterable, Iterator
from enum import Enum
from itertools import pairwise
from operator import ge

from pmf_cli.errors import UnreadableWorkbookError
from pmf_cli.frozen import frozen
from pmf_cli.workbook.cells import SheetFacts, column_letter, column_number
from pmf_cli.workbook.markup import Walk
from pmf_cli.workbook.strict_rows import FactsSeen, StrictSheet
from pmf_cli.workbook.structure import SheetPart

# Only a sheet without a prefix, in one of the two namespaces, can be cut by its tags.
_HEAD = re.compile(
    r"\ufeff?(?:<\?xml[^<>]*\?>\s*)?<worksheet\b[^<>]*?"
    r'\sxmlns="http://(?:schemas\.openxmlformats\.org/spreadsheetml/2006/main'
    r'|purl\.oclc\.org/ooxml/spreadsheetml/main)"'
)
_ROWS_BEGIN = re.compile(r"<sheetData(?:\s[^<>]*?)?/?>")
_ROWS_END = "</sheetData>"
_MOST_WAITING = 4_000_000
"""Characters of one row, or before the rows, above which the strict way reads the sheet: it needs
no whole row in memory."""


class Unusual(Exception):
    """The sheet is written in a form that the quick way does not know; the strict way reads it."""


class SheetSection(Enum):
    """Which stretch of a sheet's text is told."""

    HEAD = "head"
    """Up to and including the tag that opens the rows."""
    ROWS = "rows"
    """One or more whole rows."""
    TAIL = "tail"
    """From the tag that closes the rows; may come in several pieces."""


def sections(pieces: Iterable[str], *, checked: bool = False) -> Iterator[tuple[SheetSection, str]]:
    """Cuts the text of a sheet so that no row is torn apart.

    Comments among the rows, prefixes or the like make cutting by tags unsafe and are Unusual; text that
    has been cut before is ``checked`` and holds none.
    """
    left = iter(pieces)
    head, waiting = _head(left)
    yield SheetSection.HEAD, head
    if not head.endswith("/>"):
        waiting = yield from _whole_rows(waiting, left, checked=checked)
    if waiting:
        yield SheetSection.TAIL, waiting
    for piece in left:
        yield SheetSection.TAIL, piece


def _head(pieces: Iterator[str]) -> tuple[str, str]:
    """What stands up to and including the tag that opens the rows, and what has come of them."""
    waiting = ""
    for piece in pieces:
        waiting += piece
        if began := _ROWS_BEGIN.search(waiting):
            head = waiting[: began.end()]
            if _HEAD.match(head) is None or "<!" in head or head.find("<?", 2) > 0:
                raise Unusual
            return head, waiting[began.end() :]
        _refuse_to_wait(waiting)
    raise Unusual


def _whole_rows(
    waiting: str, pieces: Iterator[str], *, checked: bool
) -> Generator[tuple[SheetSection, str], None, str]:
    """Stretches of whole rows; returns what follows them."""
    while (ended := waiting.find(_ROWS_END)) < 0:
        cut = waiting.rfind("<row")
        if cut > 0:
            yield SheetSection.ROWS, waiting[:cut] if checked else _safe(waiting[:cut])
            waiting = waiting[cut:]
        _refuse_to_wait(waiting)
        piece = next(pieces, None)
        if piece is None:
            raise Unusual
        waiting += piece
    if ended:
        yield SheetSection.ROWS, waiting[:ended] if checked else _safe(waiting[:ended])
    return waiting[ended:]


def _safe(rows: str) -> str:
    if "<!" in rows or "<?" in rows:
        raise Unusual
    return rows


def _refuse_to_wait(waiting: str) -> None:
    if len(waiting) > _MOST_WAITING:
        raise Unusual


# Each has one loop without a choice, so that no sheet makes it go back and forth.
_ROW = re.compile(r'<row r="([0-9]{1,7})"[^<>]*>')
_BLANK = re.compile(r"<row [^<>]*(?:/>|>(?:<c [^<>]*(?:/>|></c>))*</row>)")
_CELL = re.compile(r'<c r="([A-Z]{1,3})([0-9]{1,7})"[^<>]*>(?!</c>)(?<!/>)')
_FAR_CELL = re.compile(r'<c r="[A-Z]{3}[0-9]')
_ANY_CELL = re.compile(r'<c r="([A-Z]{1,3}[0-9]{1,7})"')


@frozen
class SheetScan:
    """What the look over a sheet found.

    Attributes:
        usual: whether the quick way can read it.
        in_order: whether row numbers rise.
        filled: cells that hold something, at most.
        last_filled: a row below which no cell holds anything; formatted rows may follow.
        kept: the text of all rows, in stretches of whole rows, where there was room to keep it.
    """

    facts: SheetFacts
    usual: bool
    in_order: bool
    filled: int
    last_filled: int
    kept: tuple[str, ...] | None = None


def scan(sheet: SheetPart, *, room: int = 0) -> SheetScan:
    """Looks over a sheet; ``room`` is how many characters of rows may be kept for their reading.

    UnreadableWorkbookError where it is damaged, or larger or wider spread than allowed.
    """
    try:
        return _quick_scan(sheet, room)
    except Unusual:
        return _strict_scan(sheet)


class _Geometry:
    """Watches over the size and spread of one sheet."""

    def __init__(self, sheet: SheetPart) -> None:
        self._sheet = sheet
        self._limits = sheet.package.limits
        self._blank = 0
        self._beyond = False
        self.filled = 0

    def blank(self, rows: int) -> None:
        """So many more rows are formatted and empty."""
        self._blank += rows
        if self._blank > self._limits.blank_rows:
            raise self._sheet.too_large(
                f"it holds over {self._limits.blank_rows:,} formatted rows without content",
                "In Excel, select the rows below the last one in use down to the end (Ctrl+Shift+"
                "Down), delete them (Home > Delete > Delete Sheet Rows) and save.",
                "blank_rows",
            )

    def rows(self, numbers: list[int], text: str) -> None:
        """Rows with these numbers stand in a stretch of text; the first number is the row above."""
        if not self._beyond and numbers[-1] - numbers[0] > self._limits.stray_rows:
            self._refuse_below_gap(numbers, text)
        elif self._beyond and (cell := _ANY_CELL.search(text)):
            raise self.stray(cell.group(1))
        if numbers[-1] > self._limits.rows:
            raise self._outside(f"row {numbers[-1]:,}")
        if _FAR_CELL.search(text):
            self._refuse_far(text)

    def _refuse_below_gap(self, numbers: list[int], text: str) -> None:
        for above, below in pairwise(numbers):
            if below - above > self._limits.stray_rows:
                self._beyond = True
                start = text.find(f'<row r="{below}"')
                if cell := _ANY_CELL.search(text, max(start, 0)):
                    raise self.stray(cell.group(1))
                return

    def _refuse_far(self, text: str) -> None:
        """Refuses filled cells too far to the right of the one before them."""
        row, column = "", 0
        for letters, digits in _CELL.findall(text):
            if digits != row:
                row, column = digits, 0
            here = column_number(letters)
            if here > self._limits.columns:
                raise self._outside(f"column {letters}")
            if here - column > self._limits.stray_columns:
                raise self.stray(f"{letters}{digits}")
            column = here

    def fill(self, cells: int) -> None:
        """So many more cells hold something."""
        self.filled += cells
        if self.filled > self._limits.filled_cells:
            raise self._sheet.too_large(
                f"it holds over {self._limits.filled_cells:,} filled cells",
                "Check that it is the right file.",
                "filled_cells",
            )

    def stray(self, address: str) -> UnreadableWorkbookError:
        """The refusal of a cell far away from the rest."""
        return self._sheet.too_large(
            f"cell {address} lies far away from all others",
            f"In Excel, press F5, go to {address}, delete its row and column (not only its "
            "content) and save.",
            "stray_rows or stray_columns",
        )

    def _outside(self, what: str) -> UnreadableWorkbookError:
        return self._sheet.too_large(
            f"it reaches {what}", "Delete what lies out there.", "rows or columns"
        )


def _quick_scan(sheet: SheetPart, room: int) -> SheetScan:
    geometry = _Geometry(sheet)
    seen = FactsSeen(sheet)
    walk = Walk(sheet.package, sheet.part, seen.start, seen.end)
    kept: list[str] | None = []
    last = last_filled = 0
    for section, text in sections(sheet.text()):
        if section is not SheetSection.ROWS:
            walk.feed(text)
            continue
        numbers = [last, *map(int, _ROW.findall(text))]
        rows = len(numbers) - 1
        if rows != text.count("<row") or any(map(ge, numbers, numbers[1:])):
            raise Unusual
        geometry.rows(numbers, text)
        geometry.fill(text.count("</v>") + text.count("</is>"))
        blank = len(_BLANK.findall(text))
        geometry.blank(blank)
        last = numbers[-1]
        if blank < rows:
            last_filled = last
        room -= len(text)
        if kept is None or room < 0:
            kept = None
        else:
            kept.append(text)
    walk.close()
    return SheetScan(
        seen.facts(),
        usual=True,
        in_order=True,
        filled=geometry.filled,
        last_filled=last_filled,
        kept=None if kept is None else tuple(kept),
    )


def _strict_scan(sheet: SheetPart) -> SheetScan:
    limits = sheet.package.limits
    geometry = _Geometry(sheet)
    strict = StrictSheet(sheet)
    last = 0
    in_order = True
    numbers = [(0, "")]
    for row in strict.stored_rows():
        in_order &= row.number > last
        last = row.number
        filled = sorted(cell.column for cell in row.cells if cell.stored or cell.formula)
        geometry.fill(len(filled))
        if not filled:
            geometry.blank(1)
        if row.cells:
            numbers.append((row.number, column_letter(row.cells[0].column)))
        for before, here in pairwise([0, *filled]):
            if here - before > limits.stray_columns:
                raise geometry.stray(f"{column_letter(here)}{row.number}")
    numbers.sort()
    for (above, _), (below, letters) in pairwise(numbers):
        if below - above > limits.stray_rows:
            raise geometry.stray(f"{letters}{below}")
    return SheetScan(
        strict.seen.facts(),
        usual=False,
        in_order=in_order,
        filled=geometry.filled,
        last_filled=numbers[-1][0],
    )


def row_texts(sheet: SheetPart) -> Iterator[str]:
    """The text of all rows of a sheet that was looked over, in stretches of whole rows."""
    for section, text in sections(sheet.text(checked=True), checked=True):
        if section is SheetSection.ROWS:
            yield text
