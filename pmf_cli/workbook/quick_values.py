"""Values of cells read the quick way; what comes again and again is made once."""

from __future__ import annotations

from pmf_cli.workbook.cell_maker import CellMaker
from pmf_cli.workbook.cells import Cell, CellValue
from pmf_cli.workbook.shared_texts import unescaped
from pmf_cli.workbook.styles import ShownAs
from pmf_cli.workbook.text import clean_text
from pmf_cli.workbook.values import dated, number_of
from pmf_cli.workbook.write.sheet_text import Unusual

_MOST_KEPT = 50_000
"""Texts and dates kept for cells that hold the same again."""


class QuickValues:
    """Values of cells of one sheet; remembers texts and numbers, which come again and again."""

    def __init__(self, maker: CellMaker) -> None:
        self.maker = maker
        stored = {f' s="{style}"' if style else "": look for style, look in maker.styles.items()}
        self.formats = {style: look.number_format for style, look in stored.items()}
        self.dated = {
            style: look.shown for style, look in stored.items() if look.shown is not ShownAs.NUMBER
        }
        self.texts: dict[str, str] = {}
        self.dates: dict[tuple[str, str], CellValue] = {}

    def number(self, stored: str) -> int | float:
        """The number stored."""
        try:
            return number_of(stored)
        except ValueError as error:
            raise Unusual from error

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
        stored: str | None,
        *,
        formula: bool = False,
    ) -> tuple[Cell | None, bool]:
        """A cell of a kind that is met seldom, made as the slow way makes it."""
        if stored:
            try:
                stored = unescaped(stored)
            except ValueError as error:
                raise Unusual from error
        kind = kind[4:-1]
        return self.maker.cell(row, column, style[4:-1], kind, stored, formula=formula)
