"""Rows of a sheet as nearly every program writes them: one regular expression, memory flat.

The expressions know exactly the forms that Excel, LibreOffice, openpyxl and XlsxWriter write. Their
matches must account for every tag in a row; where they do not, or anything in them is not as
expected, the slow way takes over after the last row handed out, so that both ways give the same
cells (``tests/workbook/test_readers_agree.py``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pmf_cli.workbook.cell_maker import CellMaker
from pmf_cli.workbook.cells import Cell, CellValue, Row, column_letter, quick_cell
from pmf_cli.workbook.package import Package
from pmf_cli.workbook.quick_values import QuickValues
from pmf_cli.workbook.structure import SheetPart
from pmf_cli.workbook.values import EXACT_DIGITS
from pmf_cli.workbook.write.sheet_text import SheetSection, Unusual, sections

_ROW_HEAD = re.compile(r'<row r="([0-9]{1,7})"((?: [\w:.-]+="[^"<>&]*")*)>')
_BLANK_ROWS = re.compile(r'(?:<row r="[0-9]{1,7}"(?: [\w:.-]+="[^"<>&]*")* ?/>\s*)*')
_START = r'<c r="([A-Z]{1,3})([0-9]{1,7})"( s="[0-9]{1,6}")?( t="[a-zA-Z]{1,9}")?'
_TEXT = r'is><t(?: xml:space="preserve")?>([^<]*)</t></is>'
_PLAIN_CELL = re.compile(rf"{_START}(?:/>|><(?:v>([^<]*)</v>|{_TEXT})</c>)")
_ANY_CELL = re.compile(
    rf"({_START}(?:/>|>(<f(?: [^<>]*)?(?:/>|>[^<]*</f>))?"
    rf'(?:<v(?: xml:space="preserve")?>([^<]*)</v>|<v/>|<{_TEXT})?</c>)\s*)'
)
_COLUMNS = {column_letter(number): number for number in range(1, 16_385)}
_HIDDEN = re.compile(r' hidden="(?:1|true)"')


def quick_rows(
    package: Package, sheet: SheetPart, maker: CellMaker, *, until: int
) -> Iterator[Row]:
    """The rows of a sheet that hold something, from the top.

    Args:
        package: the workbook's package.
        sheet: the sheet.
        maker: makes its cells.
        until: the row below which nothing is filled; what is formatted there is not walked.

    Raises:
        Unusual: the sheet, from the row after the last one handed out, needs the slow way.
        UnreadableWorkbookError: the sheet cannot be read rightly.
    """
    values = QuickValues(maker)
    last = 0
    for section, text in sections(package.text(sheet.part, checked=True), checked=True):
        if last >= until:
            return
        if section is SheetSection.ROWS:
            for row in _rows(text.strip(), values, last):
                last = row.number
                if row.cells or row.cleaned:
                    yield row


def _rows(text: str, values: QuickValues, last: int) -> Iterator[Row]:
    """The rows with cells in a stretch of text of whole rows.

    Raises:
        Unusual: something in it is not as expected.
    """
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
        body = part[head.end() :]
        found = _PLAIN_CELL.findall(body)
        if _covered(body, len(found)):
            cells, cleaned = _plain_cells(number, digits, found, values)
        else:
            cells, cleaned = _any_cells(number, digits, body, values)
        yield Row(number, cells, hidden, tuple(cleaned))


def _covered(body: str, found: int) -> bool:
    """Whether plain cells account for every tag in a row.

    A plain cell has four tags, an empty one one, one with its text in itself six; and every cell
    must have been found. What is left over can then only be text between cells, which no program
    reads.
    """
    if body.count("<c") != found:
        return False
    tags = 4 * found - 3 * body.count("/>") + 2 * body.count("<is>")
    return body.count("<") == tags


def _plain_cells(
    number: int, digits: str, found: list[tuple[str, ...]], values: QuickValues
) -> tuple[dict[int, Cell], list[int]]:
    """The cells of a row without formulas, and the columns of those that had to be cleaned."""
    try:
        return _made(number, digits, found, values)
    except KeyError as error:
        raise Unusual from error


def _made(
    number: int, digits: str, found: list[tuple[str, ...]], values: QuickValues
) -> tuple[dict[int, Cell], list[int]]:
    """As ``_plain_cells``; a column or style that does not exist ends in a ``KeyError``."""
    formats, dated_styles = values.formats, values.dated
    texts, dates = values.texts, values.dates
    shared, dirty = values.maker.shared.texts, values.maker.shared.cleaned
    cells: dict[int, Cell] = {}
    cleaned: list[int] = []
    column = 0
    value: CellValue
    for letters, below, style, kind, stored, inline in found:
        here = _COLUMNS[letters]
        look = formats[style]
        if here <= column or below != digits:
            raise Unusual
        column = here
        if stored:
            if kind == ' t="s"':
                if not (stored.isdecimal() and stored.isascii()):
                    raise Unusual
                index = int(stored)
                if index >= len(shared):
                    raise Unusual
                value = shared[index]
                if index in dirty:
                    cleaned.append(column)
                if value == "":
                    continue
            elif not kind or kind == ' t="n"':
                if style in dated_styles:
                    value = dates.get((stored, style))
                    if value is None:
                        value = values.date(stored, style)
                elif len(stored) <= EXACT_DIGITS and stored.isdecimal() and stored.isascii():
                    value = int(stored)
                else:
                    value = values.number(stored)
            elif kind == ' t="inlineStr"':
                raise Unusual
            else:
                cell, changed = values.seldom(number, column, style, kind, stored)
                if changed:
                    cleaned.append(column)
                if cell is not None:
                    cells[column] = cell
                continue
        elif inline:
            value = texts.get(inline)
            if value is None:
                value, changed = values.text(inline)
                if changed:
                    cleaned.append(column)
            if kind != ' t="inlineStr"':
                raise Unusual
            if value == "":
                continue
        else:
            continue
        cells[column] = quick_cell(number, column, value, look)
    return cells, cleaned


def _any_cells(
    number: int, digits: str, body: str, values: QuickValues
) -> tuple[dict[int, Cell], list[int]]:
    """The cells of a row in which some hold formulas or are written less plainly."""
    found = _ANY_CELL.findall(body.lstrip())
    if sum([len(cell[0]) for cell in found]) != len(body.lstrip()):
        raise Unusual
    cells: dict[int, Cell] = {}
    cleaned: list[int] = []
    column = 0
    for whole, letters, below, style, kind, formula, stored, inline in found:
        here = _COLUMNS.get(letters, 0)
        if here <= column or below != digits or style not in values.formats:
            raise Unusual
        column = here
        in_cell = "<is>" in whole
        holds_value = in_cell or "<v" in whole.replace(formula, "")
        if holds_value and in_cell is not (kind == ' t="inlineStr"'):
            raise Unusual
        content = stored or inline if holds_value else None
        cell, changed = values.seldom(number, column, style, kind, content, formula=bool(formula))
        if cell is not None:
            cells[column] = cell
        if changed:
            cleaned.append(column)
    return cells, cleaned
