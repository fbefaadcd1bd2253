"""How a form looks that people fill in: formats of its cells, headings, print set-up and protection."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any, Literal

from pmf_cli.frozen import frozen
from pmf_cli.workbook.cells import column_letter
from pmf_cli.workbook.text import printable

TITLE_ROW = 1
"""Row of a sheet's title; the row below it says what to do."""
HEADING_ROW = 4
"""Row of the headings of ``Results`` and ``Comments``; rows are counted from 1."""


@frozen
class FormColumn:
    """One column of a table.

    Attributes:
        side: ``known`` is printed and locked; ``fill`` is for people; ``live`` is a
            formula that answers what is typed and is never read.
    """

    field: str
    heading: str
    width: float
    side: Literal["known", "fill", "live"] = "known"


Sheet = Any
Format = Any
"""XlsxWriter's own, imported only when a form is written."""

FILL_IN = "(fill\u00a0in)"
"""Stands under the heading of each column that people fill in, so that colour is not all."""
INK = "#1B2A41"
HEAD_KNOWN = "#1F4E79"
HEAD_FILL = "#7A4B00"
OPEN = "#FFF8DC"
CLOSED = "#F2F2F2"
EDGE = "#8C8C8C"
LINE_HEIGHT = 13.0
TALLEST = 400.0
MOST_TEXT = 32_000
A4 = 9
PAGE_SCALE = 66


class FormLooks:
    """The formats of one workbook, each made once."""

    def __init__(self, book: Any) -> None:  # noqa: ANN401 - XlsxWriter's own
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Format] = {}
        self.title = self.of(bold=True, font_size=16, font_color=INK)
        self.words = self.of(text_wrap=True, font_color=INK)
        self.label = self.of(bold=True, text_wrap=True, font_color=INK)
        edge = {"text_wrap": True, "border": 1, "border_color": EDGE}
        self.known = self.of(**edge, align="left", bg_color=CLOSED, num_format="@")
        self.live = self.of(**edge, bg_color="#FFFFFF")

    def of(self, **properties: Any) -> Format:  # noqa: ANN401 - XlsxWriter's own properties
        """The format with these properties."""
        whole = {"font_name": "Arial", "font_size": 10, "valign": "top", **properties}
        key = tuple(sorted(whole.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(whole)
        return self._made[key]

    def open(self, number_format: str = "General", align: str = "left") -> Format:
        """A cell to fill in."""
        return self.of(
            text_wrap=True,
            locked=False,
            bg_color=OPEN,
            border=2,
            border_color=HEAD_FILL,
            num_format=number_format,
            align=align,
        )

    def unsure(self) -> Format:
        """A cell to fill in that somebody should look at."""
        return self.of(
            text_wrap=True,
            bold=True,
            locked=False,
            bg_color="#FFE9A8",
            border=2,
            border_color=HEAD_FILL,
        )

    def heading(self, column: FormColumn) -> Format:
        """A column's heading."""
        return self.of(
            bold=True,
            text_wrap=True,
            valign="vcenter",
            font_color="#FFFFFF",
            bg_color=HEAD_FILL if column.side == "fill" else HEAD_KNOWN,
            border=1,
            border_color="#FFFFFF",
        )

    def head(self, sheet: Sheet, title: str, words: str, key: str = "") -> None:
        """A sheet's title, what to do on it, and the key to its colours."""
        sheet.write_string(TITLE_ROW - 1, 0, fitting_text(title), self.title)
        sheet.set_row(TITLE_ROW - 1, 24)
        sheet.write_string(TITLE_ROW, 0, fitting_text(words), self.of(font_color=INK))
        if key:
            sheet.write_string(TITLE_ROW + 1, 0, fitting_text(key), self.of(font_color=INK))

    def table(self, sheet: Sheet, columns: Sequence[FormColumn], rows: int, name: str) -> None:
        """The heading row of a table and its mark-up; widths of its columns."""
        first = HEADING_ROW - 1
        for number, column in enumerate(columns):
            sheet.set_column(number, number, column.width)
        sheet.set_row(first, 44)
        headings = [{"header": heading_words(c), "header_format": self.heading(c)} for c in columns]
        options = {"name": name, "style": None, "autofilter": False, "columns": headings}
        sheet.add_table(first, 0, first + max(rows, 1), len(columns) - 1, options)

    def nothing(self, sheet: Sheet, column: int, words: str) -> None:
        """Words in a column of a table that has no row."""
        sheet.write_string(HEADING_ROW, column - 1, words, self.words)
        sheet.set_row(HEADING_ROW, 2 * LINE_HEIGHT + 4)

    def finish(self, sheet: Sheet, footer: str, *, is_locked: bool = True) -> None:
        """Print set-up, and protection of what is not to be filled in."""
        sheet.set_paper(A4)
        sheet.set_landscape()
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.set_footer(f"&L{footer.replace('&', '&&')}&RPage &P of &N")
        sheet.hide_gridlines(2)
        if is_locked:
            sheet.protect("", {"format_columns": True, "format_rows": True})


LISTS = "Lists"
"""The hidden sheet of the drop-downs."""


class DropDowns:
    """The answers offered, each list once in a column of a hidden sheet."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self._ranges: dict[tuple[str, ...], str] = {}

    def rule(self, choices: tuple[str, ...]) -> dict[str, object]:
        """The drop-down of some choices, which takes other words too."""
        if choices not in self._ranges:
            column = len(self._ranges)
            self.sheet.write_column(0, column, choices)
            letter = column_letter(column + 1)
            self._ranges[choices] = f"={LISTS}!${letter}$1:${letter}${len(choices)}"
        return {"validate": "list", "source": self._ranges[choices], "error_type": "information"}


def heading_words(column: FormColumn) -> str:
    """A heading as it stands in the form; that of a column to fill in says so."""
    return f"{column.heading} {FILL_IN}" if column.side == "fill" else column.heading


def fitting_text(text: str) -> str:
    """Text as a cell may hold it."""
    return printable(text)[:MOST_TEXT]


def height_of(texts: Iterable[tuple[str, float]], least: float = 30.0) -> float:
    """The height of a row whose wrapped texts stand in columns of given widths."""
    lines = 1
    for text, width in texts:
        room = max(width - 1.5, 4) * 1.08
        lines = max(lines, sum(max(1, math.ceil(len(part) / room)) for part in text.split("\n")))
    return min(max(least, lines * LINE_HEIGHT + 4), TALLEST)
