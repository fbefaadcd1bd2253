"""One cell as XML: the value that is to stand in it, in a style that shows it rightly; how high its row.

Excel works out the height of a row that states none; LibreOffice gives it that of one line, and
what is below the first line is not seen.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal
from itertools import chain
from textwrap import wrap
from xml.sax.saxutils import escape

from pmf_cli import words
from pmf_cli.errors import PmfError
from pmf_cli.frozen import frozen
from pmf_cli.workbook.cells import column_letter, shows_percentage
from pmf_cli.workbook.number_forms import form_of
from pmf_cli.workbook.styles import ShownAs, Style, shows_whole_numbers
from pmf_cli.workbook.text import CELL_LIMIT, writable

NewValue = str | int | float | Decimal | bool | date | datetime | time | None
"""What can be written into a cell; ``None`` empties it and keeps its looks. A number is the one
that people are to see: 38.2 in a cell that shows percentages is stored as 0.382."""


class Formula(str):
    """A formula to write, without its equals sign: the one value that is not shown as it stands."""

    __slots__ = ()


_PLAIN = Style()
_LEAST_DATE = date(1900, 3, 1)
"""Before it Excel counts a day that never was."""


@frozen
class PatchedLooks:
    """The styles of a workbook by number, to choose from.

    ``new_date`` is the number of a date style that will be added, if none is there.
    """

    styles: Sequence[Style]
    date_1904: bool
    new_date: int

    def _style(self, style: str) -> Style:
        """A style by its number as stored; one that is not in the workbook is plain."""
        number = int(style or "0")
        return self.styles[number] if number < len(self.styles) else _PLAIN

    def shown(self, style: str) -> ShownAs:
        """What a style makes of a number."""
        return self._style(style).shown

    def stored(self, value: NewValue, style: str) -> NewValue:
        """The value as a cell of a style must hold it, so that people see what was meant."""
        if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
            return value
        if not self.is_percentage(style) or not math.isfinite(value):
            return value
        return Decimal(str(value)).scaleb(-2)

    def is_percentage(self, style: str) -> bool:
        """Whether a style shows a number times 100 with a percent sign."""
        return shows_percentage(self._style(style).number_format)

    def hides_decimals(self, style: str, value: NewValue) -> bool:
        """Whether a style shows a number with decimals as a whole one, 38.5 as 39."""
        if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
            return False
        if not math.isfinite(value) or value == int(value):
            return False
        return shows_whole_numbers(self._style(style).number_format)

    def wraps(self, style: str) -> bool:
        """Whether a style breaks long text into lines."""
        return self._style(style).wraps

    def fitting(self, value: NewValue, candidates: Sequence[str]) -> str:
        """The first of the styles that shows the value for what it is.

        A date needs a date style and a number must not get one; texts fit any.
        """
        if isinstance(value, date | time):
            wanted = ShownAs.TIME if isinstance(value, time) else ShownAs.DATE
            all_styles = chain(candidates, map(str, range(len(self.styles))))
            fits = (style for style in all_styles if self.shown(style) is wanted)
            return next(fits, str(self.new_date))
        for style in candidates:
            if isinstance(value, str | bool) or value is None:
                return style
            if self.shown(style) is ShownAs.NUMBER and self._shows_as_it_is(style):
                return style
        return ""

    def _shows_as_it_is(self, style: str) -> bool:
        """Whether people see the number that is written: no hours, thousands or unit beside it."""
        form = form_of(self._style(style).number_format)
        return form.percentage or replace(form, after=form.after.removeprefix("%")).is_plain


def cell_xml(row: int, column: int, value: NewValue, style: str, *, date_1904: bool) -> str:
    """The cell's element, text as text whatever it begins with; PmfError where Excel cannot hold the value."""
    address = f"{column_letter(column)}{row}"
    start = f'<c r="{address}"' + (f' s="{style}"' if style else "")
    if value is None:
        return f"{start}/>"
    if isinstance(value, bool):
        return f'{start} t="b"><v>{int(value)}</v></c>'
    if isinstance(value, Formula):
        return f"{start}><f>{escape(value)}</f></c>"
    if isinstance(value, str):
        text = writable(value)
        if len(text) > CELL_LIMIT:
            raise PmfError(
                f"The text for {address} has {len(text):,} characters; Excel holds {CELL_LIMIT:,}.",
                "Shorten it.",
            )
        if not text:
            return f"{start}/>"
        return f'{start} t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'
    return f"{start}><v>{_number(value, address, date_1904=date_1904)}</v></c>"


def _number(value: int | float | Decimal | date | time, address: str, *, date_1904: bool) -> str:
    if isinstance(value, date | time):
        return _serial(value, address, date_1904=date_1904)
    if not math.isfinite(value):
        raise PmfError(f"The value for {address} is no number.", "Leave the cell empty instead.")
    if isinstance(value, Decimal):
        return format(value.normalize() if value else Decimal(0), "f")
    if isinstance(value, int):
        return str(value)
    return repr(value) if value != int(value) or abs(value) >= 1e15 else str(int(value))


def _serial(value: date | time, address: str, *, date_1904: bool) -> str:
    if isinstance(value, time):
        return repr(_share_of_day(value))
    day = value.date() if isinstance(value, datetime) else value
    first = date(1904, 1, 1) if date_1904 else date(1899, 12, 30)
    if day < (first if date_1904 else _LEAST_DATE):
        raise PmfError(
            f"The date {words.day(day)} for {address} is too early for Excel.", "Write it as text."
        )
    days = (day - first).days
    share = _share_of_day(value.time()) if isinstance(value, datetime) else 0.0
    return repr(days + share) if share else str(days)


def _share_of_day(value: time) -> float:
    seconds = value.hour * 3600 + value.minute * 60 + value.second + value.microsecond / 1e6
    return seconds / 86_400


# Widths stand before the rows, each for a stretch of columns, its attributes in any order.
_COLUMN = re.compile(r"<col\s[^<>]*>")
_ATTRIBUTE = re.compile(r'\s(min|max|width)="([0-9.]+)"')
_DEFAULT_HEIGHT = re.compile(r'<sheetFormatPr[^<>]*\sdefaultRowHeight="([0-9.]+)"')
_DEFAULT_WIDTH = re.compile(r'<sheetFormatPr[^<>]*\sdefaultColWidth="([0-9.]+)"')

LINE = 15.0
"""Points that a line takes, where the sheet does not say."""
WIDTH = 8.43
"""Characters in a column whose width nobody set."""
TALLEST = 409.0
"""The greatest height that Excel allows."""


class RowHeights:
    """Heights for the new rows of one sheet, from the XML before its rows."""

    def __init__(self, head: str) -> None:
        height, width = _DEFAULT_HEIGHT.search(head), _DEFAULT_WIDTH.search(head)
        self._line = float(height.group(1)) if height else LINE
        self._width = float(width.group(1)) if width else WIDTH
        self._widths: list[tuple[int, int, float]] = []
        for tag in _COLUMN.findall(head):
            said = dict(_ATTRIBUTE.findall(tag))
            if {"min", "max", "width"} <= said.keys():
                self._widths.append((int(said["min"]), int(said["max"]), float(said["width"])))

    def needed(self, texts: Mapping[int, str]) -> float | None:
        """The height in points for the wrapped texts of a row, by column; ``None`` where one line is enough."""
        lines = max((self._lines(column, text) for column, text in texts.items()), default=1)
        return min(lines * self._line, TALLEST) if lines > 1 else None

    def _lines(self, column: int, text: str) -> int:
        width = next((w for low, high, w in self._widths if low <= column <= high), self._width)
        room = max(int(width * 1.05) - 2, 1)
        return sum(len(wrap(part, room)) or 1 for part in text.splitlines())
