"""The height of a row that is added, in a sheet whose rows are as high as their wrapped texts.

LibreOffice keeps the height of a new row as it is, so a text of several lines would run into the
row below; Excel works the height out anew when the row is next changed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from textwrap import wrap

_HEIGHT = re.compile(r'\sht="([0-9.]+)"')
_DEFAULT = re.compile(r'<sheetFormatPr[^<>]*\sdefaultRowHeight="([0-9.]+)"')
_COLUMN = re.compile(r"<col\s[^<>]*>")
_PART = re.compile(r'\s(min|max|width)="([0-9.]+)"')
_USUAL_HEIGHT, _USUAL_WIDTH = 15.0, 8.43
_LINE = 13.5
"""Points of one line of text at the usual size."""
_MOST = 409.0
"""The highest row that Excel allows, in points."""


class RowHeights:
    """What is known of a sheet's heights and widths.

    Args:
        head: the sheet's XML before its rows.
    """

    def __init__(self, head: str) -> None:
        default = _DEFAULT.search(head)
        self._default = float(default.group(1)) if default else _USUAL_HEIGHT
        self._widths: dict[int, float] = {}
        for tag in _COLUMN.findall(head):
            parts = {name: float(value) for name, value in _PART.findall(tag)}
            if {"min", "max", "width"} <= set(parts):
                for column in range(int(parts["min"]), min(int(parts["max"]), 1000) + 1):
                    self._widths[column] = parts["width"]

    def attribute(self, values: Mapping[int, object], above: Sequence[str]) -> str:
        """The attribute of a new row's tag; empty where the sheet's rows are of the usual height.

        Args:
            values: column → value of the new row.
            above: the tags of the rows above it.
        """
        heights = [float(found.group(1)) for tag in above if (found := _HEIGHT.search(tag))]
        if not any(height > 1.3 * self._default for height in heights):
            return ""
        lines = max((self._lines(column, value) for column, value in values.items()), default=1)
        height = max(self._default, min(lines * _LINE + 3, _MOST))
        return f' ht="{height:g}" customHeight="1"'

    def _lines(self, column: int, value: object) -> int:
        if not isinstance(value, str):
            return 1
        room = max(int(self._widths.get(column, _USUAL_WIDTH) * 1.05) - 2, 1)
        return sum(len(wrap(part, room)) or 1 for part in value.splitlines())
