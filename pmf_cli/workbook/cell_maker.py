"""Cells of one sheet made from what is stored: style, kind, formula and text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from pmf_cli.errors import UnreadableWorkbookError
from pmf_cli.settings import Limits
from pmf_cli.workbook import refusals
from pmf_cli.workbook.cells import CellValue, ErrorValue, column_letter
from pmf_cli.workbook.shared_texts import SharedTexts
from pmf_cli.workbook.styles import Style
from pmf_cli.workbook.text import clean_text
from pmf_cli.workbook.values import number_of, value_of


class Made(NamedTuple):
    """What a cell holds, wherever it stands.

    Attributes:
        value: as of a ``Cell``.
        number_format: as of a ``Cell``.
        formula: whether it holds a formula.
        blank: whether there is nothing in it, so that it is no cell at all.
        cleaned: whether characters of its text were left out.
    """

    value: CellValue | ErrorValue
    number_format: str
    formula: bool
    blank: bool
    cleaned: bool


@dataclass(frozen=True)
class CellMaker:
    """Makes the cells of one sheet.

    Attributes:
        workbook: the file's name, for messages.
        sheet: the tab's name, for messages.
        styles: style number as stored → style; the empty text stands for style 0.
        shared: the workbook's shared texts.
        date_1904: whether days count from 1904.
        limits: what a cell may hold.
    """

    workbook: str
    sheet: str
    styles: dict[str, Style]
    shared: SharedTexts
    date_1904: bool
    limits: Limits

    def made(
        self, row: int, column: int, style: str, kind: str, stored: str | None, *, formula: bool
    ) -> Made:
        """What a cell holds.

        Args:
            row: row number, for messages.
            column: column number, for messages.
            style: the style's number as stored.
            kind: the cell's type as stored.
            stored: what is stored, ``None`` where nothing is.
            formula: whether the cell holds a formula.

        Raises:
            UnreadableWorkbookError: what is stored does not fit; the message names the cell.
        """
        look = self.styles.get(style)
        if look is None:
            raise self.refused(row, column, "its format is not in the workbook")
        if stored is None or (not stored.strip() and kind not in ("str", "inlineStr")):
            return Made(None, look.number_format, formula, blank=not formula, cleaned=False)
        try:
            value = value_of(
                kind, stored, look.shown, texts=self.shared.texts, date_1904=self.date_1904
            )
        except ValueError as error:
            raise self.refused(row, column, str(error)) from error
        cleaned = False
        if kind == "s":
            cleaned = number_of(stored) in self.shared.cleaned
        elif isinstance(value, str):
            if len(value) > self.limits.text_length:
                raise self.too_long(row, column)
            value, cleaned = clean_text(value)
        blank = value == "" and not formula
        return Made(value, look.number_format, formula, blank, cleaned)

    def too_long(self, row: int, column: int) -> UnreadableWorkbookError:
        """The refusal of a cell whose text is longer than Excel can hold."""
        address = f"{column_letter(column)}{row}"
        return refusals.too_large(
            f"{self.workbook}, {self.sheet}!{address}",
            f"the text in this cell has over {self.limits.text_length:,} characters",
            "text_length",
        )

    def refused(self, row: int, column: int, what: str) -> UnreadableWorkbookError:
        """The refusal of a cell that cannot be read rightly."""
        address = f"{column_letter(column)}{row}"
        return refusals.damaged_cell(self.workbook, self.sheet, address, what)
