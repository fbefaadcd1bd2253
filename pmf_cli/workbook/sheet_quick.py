"""Rows of a sheet as nearly every program writes them: one regular expression, memory flat.

The expression knows exactly the forms that Excel, LibreOffice, openpyxl and XlsxWriter write. Its
matches must cover the text of the rows without a gap; where they do not, or anything in them is
not as expected, the slow way takes over after the last row handed out, so that both ways give the
same cells (``tests/workbook/test_readers_agree.py``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pmf_cli.workbook.cell_maker import CellMaker
from pmf_cli.workbook.cells import Cell, CellValue, Row, column_letter, quick_cell
from pmf_cli.workbook.package import Package
from pmf_cli.workbook.shared_texts import unescaped
from pmf_cli.workbook.sheet_text import Section, Unusual, sections
from pmf_cli.workbook.structure import SheetPart
from pmf_cli.workbook.styles import Shown
from pmf_cli.workbook.text import clean_text
from pmf_cli.workbook.values import dated, number_of

_TOKEN = re.compile(
    r"((?:</row>\s*)?<(?:"
    r'row r="([0-9]{1,7})"((?: [\w:.-]+="[^"<>&]*")*) ?(/?)>'
    r'|c r="([A-Z]{1,3})([0-9]{1,7})"(?: s="([0-9]{1,6})")?(?: t="([a-zA-Z]{1,9})")?'
    r"(?:/>|>(<f(?: [^<>]*)?(?:/>|>[^<]*</f>))?"
    r'(?:<v(?: xml:space="preserve")?>([^<]*)</v>|<v/>'
    r'|<is><t(?: xml:space="preserve")?>([^<]*)</t></is>)?</c>)))'
)
_COLUMNS = {column_letter(number): number for number in range(1, 16_385)}
_HIDDEN = re.compile(r' hidden="(?:1|true)"')
_USUAL_KINDS = ("", "n", "s", "inlineStr")
_MOST_KEPT = 50_000
"""Texts and dates kept for cells that hold the same again."""


def quick_rows(package: Package, sheet: SheetPart, maker: CellMaker) -> Iterator[Row]:
    """The rows of a sheet that hold something, from the top.

    Raises:
        Unusual: the sheet, from the row after the last one handed out, needs the slow way.
        UnreadableWorkbookError: the sheet cannot be read rightly.
    """
    values = _Values(maker)
    last = 0
    for section, text in sections(package.text(sheet.part)):
        if section is Section.ROWS:
            for row in _rows(text.strip(), values, last):
                last = row.number
                if row.cells or row.cleaned:
                    yield row


class _Values:
    """Values of cells of one sheet; remembers texts and numbers, which come again and again."""

    def __init__(self, maker: CellMaker) -> None:
        self.maker = maker
        self.formats = {style: look.number_format for style, look in maker.styles.items()}
        self.dated = {
            style: look.shown
            for style, look in maker.styles.items()
            if look.shown is not Shown.NUMBER
        }
        self.texts: dict[str, str] = {}
        self.numbers: dict[str, int | float] = {}
        self.dates: dict[tuple[str, str], CellValue] = {}

    def number(self, stored: str) -> int | float:
        """The number stored."""
        try:
            number = number_of(stored)
        except ValueError as error:
            raise Unusual from error
        if len(self.numbers) < _MOST_KEPT:
            self.numbers[stored] = number
        return number

    def date(self, stored: str, style: str) -> CellValue:
        """The date stored, or the number where the format shows none."""
        try:
            value = dated(number_of(stored), self.dated[style], date_1904=self.maker.date_1904)
        except ValueError as error:
            raise Unusual from error
        if len(self.dates) < _MOST_KEPT:
            self.dates[stored, style] = value
        return value

    def text(self, stored: str) -> tuple[str, bool]:
        """The text stored, and whether it had to be cleaned."""
        try:
            text = unescaped(stored)
        except ValueError as error:
            raise Unusual from error
        if len(text) > self.maker.limits.text_length:
            raise Unusual
        text, changed = clean_text(text)
        if not changed and len(stored) < 200 and len(self.texts) < _MOST_KEPT:
            self.texts[stored] = text
        return text, changed

    def seldom(
        self,
        row: int,
        column: int,
        style: str,
        kind: str,
        whole: str,
        stored: str,
        *,
        formula: bool,
    ) -> tuple[Cell | None, bool]:
        """A cell of a kind that is met seldom, made as the slow way makes it."""
        if stored:
            try:
                stored = unescaped(stored)
            except ValueError as error:
                raise Unusual from error
        nothing = not stored and "<v" not in whole and "<is>" not in whole
        if "<is>" in whole:
            kind = "inlineStr"
        elif kind == "inlineStr":
            kind = "str"
        return self.maker.cell(
            row, column, style, kind, None if nothing else stored, formula=formula
        )


def _rows(text: str, values: _Values, last: int) -> Iterator[Row]:
    """The rows in a stretch of text, blank ones too.

    Raises:
        Unusual: something in it is not as expected.
    """
    body = text.removesuffix("</row>")
    tokens = _TOKEN.findall(body)
    if sum([len(token[0]) for token in tokens]) != len(body):
        raise Unusual
    formats, dated_styles = values.formats, values.dated
    texts, numbers, dates = values.texts, values.numbers, values.dates
    shared, dirty = values.maker.shared.texts, values.maker.shared.cleaned
    number, digits, hidden, is_open = last, "", False, False
    cells: dict[int, Cell] = {}
    cleaned: list[int] = []
    column = 0
    for whole, row, attributes, closed, letters, below, style, kind, formula, v, inline in tokens:
        if row:
            if whole.startswith("</row>") is not is_open:
                raise Unusual
            if digits:
                yield Row(number, cells, hidden, tuple(cleaned))
            if int(row) <= number or "xmlns" in attributes:
                raise Unusual
            digits, number = row, int(row)
            hidden = "hidden=" in attributes and _HIDDEN.search(attributes) is not None
            is_open = not closed
            cells, cleaned, column = {}, [], 0
            continue
        here = _COLUMNS.get(letters, 0)
        if here <= column or below != digits or style not in formats or not is_open:
            raise Unusual
        column = here
        changed = False
        value: CellValue
        if formula or kind not in _USUAL_KINDS:
            cell, changed = values.seldom(
                number, column, style, kind, whole, v or inline, formula=bool(formula)
            )
            if cell is not None:
                cells[column] = cell
        elif not v and not inline:
            continue
        elif kind == "inlineStr":
            if not inline:
                raise Unusual
            value = texts.get(inline)
            if value is None:
                value, changed = values.text(inline)
            if value:
                cells[column] = quick_cell(number, column, value, formats[style])
        elif inline:
            raise Unusual
        elif kind == "s":
            if not v.isdecimal() or int(v) >= len(shared):
                raise Unusual
            index = int(v)
            value = shared[index]
            changed = index in dirty
            if value:
                cells[column] = quick_cell(number, column, value, formats[style])
        else:
            if style in dated_styles:
                value = dates.get((v, style))
                if value is None:
                    value = values.date(v, style)
            else:
                value = numbers.get(v)
                if value is None:
                    value = values.number(v)
            cells[column] = quick_cell(number, column, value, formats[style])
        if changed:
            cleaned.append(column)
    if is_open is not (len(body) != len(text)):
        raise Unusual
    if digits:
        yield Row(number, cells, hidden, tuple(cleaned))
