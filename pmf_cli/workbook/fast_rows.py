"""Rows of a sheet as nearly every program writes them: one regular expression a row, memory flat.

The expressions know exactly the forms that Excel, LibreOffice, openpyxl and XlsxWriter write. Their
matches must account for every tag in a row; where they do not, or anything in them is not as
expected, the strict way takes over after the last row handed out, so that both ways give the same
cells (``tests/workbook/test_readers_agree.py``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pmf_cli.workbook.cell_maker import CellMaker, Made
from pmf_cli.workbook.cells import MOST_COLUMNS, Cell, Row, column_number
from pmf_cli.workbook.shared_texts import unescaped
from pmf_cli.workbook.sheet_scan import Unusual

_ROW_HEAD = re.compile(r'<row r="([0-9]{1,7})"((?: [\w:.-]+="[^"<>&]*")*)>')
_BLANK_ROWS = re.compile(r'(?:<row r="[0-9]{1,7}"(?: [\w:.-]+="[^"<>&]*")* ?/>\s*)*')
_HIDDEN = re.compile(r' hidden="(?:1|true)"')

# A cell is its address and the rest of it. The rest alone says what the cell holds and how it
# looks, so cells with the same rest are made from one reading of it.
_ADDRESS = r'<c r="([A-Z]{1,3})([0-9]{1,7})"'
_KIND = r'(?: s="[0-9]{1,6}")?(?: t="[a-zA-Z]{1,9}")?'
_TEXT = r'<is><t(?: xml:space="preserve")?>[^<]*</t></is>'
_PLAIN_CELL = re.compile(rf"{_ADDRESS}({_KIND}(?:/>|>(?:<v>[^<]*</v>|{_TEXT})</c>))")
"""No formula, nothing empty but the cell itself: of these ``_covered`` can count the tags."""
_ANY_CELL = re.compile(
    rf"{_ADDRESS}({_KIND}(?:/>|>(?:<f(?: [^<>]*)?(?:/>|>[^<]*</f>))?"
    rf'(?:<v(?: xml:space="preserve")?>[^<]*</v>|<v/>|{_TEXT})?</c>))\s*'
)
_REST = re.compile(
    r'(?: s="([0-9]+)")?(?: t="([a-zA-Z]+)")?'
    r"(?:/>|>(<f(?: [^<>]*)?(?:/>|>[^<]*</f>))?"
    r'(?:<v(?: xml:space="preserve")?>([^<]*)</v>|<v(/)>'
    r'|<is><t(?: xml:space="preserve")?>([^<]*)</t></is>)?</c>)'
)
"""Style, kind, formula, stored value, sign of an empty value, text in the cell itself."""
_LONGEST_KEPT = 300
_MOST_KEPT = 50_000
"""Characters of a rest, and rests, that are remembered."""


def quick_rows(stretches: Iterable[str], maker: CellMaker, *, until: int) -> Iterator[Row]:
    """The rows of a sheet that hold something, from the top, out of stretches of text of whole rows.

    What is formatted below the row ``until``, the last that holds anything, is not walked.

    Raises:
        Unusual: the sheet, from the row after the last one handed out, needs the strict way.
        UnreadableWorkbookError: a cell cannot be read rightly.
    """
    cells = _Cells(maker)
    last = 0
    for text in stretches:
        if last >= until:
            return
        for row in _rows(text.strip(), cells, last):
            last = row.number
            if row.cells or row.cleaned:
                yield row


def _rows(text: str, cells: _Cells, last: int) -> Iterator[Row]:
    *whole, rest = text.split("</row>")
    if _BLANK_ROWS.fullmatch(rest.lstrip()) is None:
        raise Unusual
    for part in whole:
        begin = part.rfind("<row ")
        head = _ROW_HEAD.match(part, max(begin, 0))
        if head is None or (begin and _BLANK_ROWS.fullmatch(part[:begin].lstrip()) is None):
            raise Unusual
        digits, attributes = head.groups()
        number = int(digits)
        if number <= last or "xmlns" in attributes:
            raise Unusual
        last = number
        hidden = "hidden=" in attributes and _HIDDEN.search(attributes) is not None
        found, cleaned = cells.of_row(number, digits, _found(part[head.end() :]))
        # Past the named tuple's own constructor, which takes twice the time, as for cells.
        yield tuple.__new__(Row, (number, found, hidden, cleaned))


def _found(body: str) -> list[tuple[str, str, str]]:
    """The cells of a row as column letters, row digits and rest; every tag of the row is in one.

    A plain cell has four tags, an empty one one, one with its text in itself six; and every cell
    must have been found. What is left over can then only be text between cells, which no program
    reads. Where formulas stand in the way of counting, the matches must follow without a gap.
    """
    found = _PLAIN_CELL.findall(body)
    tags = 4 * len(found) - 3 * body.count("/>") + 2 * body.count("<is>")
    if body.count("<c") == len(found) and body.count("<") == tags:
        return found
    found, at = [], len(body) - len(body.lstrip())
    while cell := _ANY_CELL.match(body, at):
        found.append(cell.group(1, 2, 3))
        at = cell.end()
    if at != len(body):
        raise Unusual
    return found


class _Cells:
    """Makes the cells of one sheet's rows; what comes again and again is made once."""

    def __init__(self, maker: CellMaker) -> None:
        self._maker = maker
        self._made: dict[str, Made] = {}
        self._columns: dict[str, int] = {}

    def of_row(
        self, row: int, digits: str, found: list[tuple[str, str, str]]
    ) -> tuple[dict[int, Cell], tuple[int, ...]]:
        """The cells of a row by column, and the columns whose text had to be cleaned.

        Cells that stand out of order, twice, or say that they are in another row are Unusual.
        """
        made, columns, new = self._made, self._columns, tuple.__new__
        cells: dict[int, Cell] = {}
        cleaned: list[int] = []
        column = 0
        for letters, below, rest in found:
            here = columns.get(letters) or self._column(letters)
            if here <= column or below != digits:
                raise Unusual
            column = here
            value, look, formula, blank, was_cleaned = made.get(rest) or self._one(
                row, column, rest
            )
            if not blank:
                # Past the named tuple's own constructor, which takes twice the time.
                cells[column] = new(Cell, (row, column, value, look, formula))
            if was_cleaned:
                cleaned.append(column)
        return cells, tuple(cleaned)

    def _column(self, letters: str) -> int:
        number = column_number(letters)
        if number > MOST_COLUMNS:
            raise Unusual
        self._columns[letters] = number
        return number

    def _one(self, row: int, column: int, rest: str) -> Made:
        """What a cell holds by the text after its address; the place is only for messages."""
        known = _REST.fullmatch(rest)
        if known is None:
            raise Unusual
        style, kind, formula, stored, empty, inline = known.groups(default=None)
        if inline is None and empty:
            stored = ""
        content = stored if inline is None else inline
        if content is not None and (inline is not None) is not (kind == "inlineStr"):
            raise Unusual
        try:
            content = content and unescaped(content)
        except ValueError as error:
            raise Unusual from error
        one = self._maker.made(
            row, column, style or "", kind or "", content, formula=formula is not None
        )
        if len(rest) <= _LONGEST_KEPT and len(self._made) < _MOST_KEPT:
            self._made[rest] = one
        return one
