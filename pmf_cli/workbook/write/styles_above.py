"""How a new cell should look: like a pattern row, like the cells above it, like its column."""

from __future__ import annotations

import bisect
from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pmf_cli.workbook.write.patch_sheet import SheetText


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
