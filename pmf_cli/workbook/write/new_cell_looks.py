"""How new cells and rows should look: like a pattern row, the cells above, the column; and how high.

Excel works out the height of a row that states none; LibreOffice gives it that of one line, and
what is below the first line is not seen.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Mapping
from textwrap import wrap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pmf_cli.workbook.write.patch_sheet import SheetText

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
    """Heights for the new rows of one sheet.

    Args:
        head: the XML of the sheet before its rows.
    """

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
        """The height in points, or ``None`` where one line is enough.

        Args:
            texts: the wrapped texts of the row by column.
        """
        lines = max((self._lines(column, text) for column, text in texts.items()), default=1)
        return min(lines * self._line, TALLEST) if lines > 1 else None

    def _lines(self, column: int, text: str) -> int:
        width = next((w for low, high, w in self._widths if low <= column <= high), self._width)
        room = max(int(width * 1.05) - 2, 1)
        return sum(len(wrap(part, room)) or 1 for part in text.splitlines())


class StylesAbove:
    """Styles of the cells above a place, nearest first, then of its column.

    Args:
        sheet: the sheet, of which rows and styles are looked up.
        like: row → the row whose cells its new cells should look like.
    """

    def __init__(self, sheet: SheetText, like: Mapping[int, int]) -> None:
        self._sheet = sheet
        self._like = like
        self._rows: dict[int, dict[int, str]] = {}
        self._columns: dict[int, str] | None = None
        self._numbers = sheet.rows

    def pattern(self, row: int, column: int) -> str:
        """The style of the cell that a new one should look like; empty where there is none."""
        number = self._like.get(row)
        return "" if number is None else self._of(number).get(column, "")

    def _of(self, number: int) -> dict[int, str]:
        if number not in self._rows:
            self._rows[number] = self._sheet.styles_in(number)
        return self._rows[number]

    def styles(self, row: int, column: int) -> list[str]:
        """At most a few candidates: looking far up would slow appending down."""
        found = []
        place = bisect.bisect_left(self._numbers, row)
        for number in reversed(self._numbers[max(place - 5, 0) : place]):
            style = self._of(number).get(column)
            if style is not None and number > 1:
                found.append(style)
        if self._columns is None:
            self._columns = self._sheet.column_styles()
        style = self._columns.get(column)
        return [*found, style] if style is not None else found
