"""How high a new row must be for its wrapped texts to show in full.

Excel works out the height of a row that states none; LibreOffice gives it that of one line, and
what is below the first line is not seen.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from textwrap import wrap

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
