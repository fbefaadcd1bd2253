"""Cells of one sheet made from what is stored: number, text, yes/no, error, date or time."""

from __future__ import annotations

import math
import re
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from pmf_cli.frozen import frozen
from pmf_cli.workbook.cells import CellValue, ErrorValue
from pmf_cli.workbook.shared_texts import SharedTexts
from pmf_cli.workbook.structure import SheetPart
from pmf_cli.workbook.styles import ShownAs, Style
from pmf_cli.workbook.text import clean_text

# Stricter than ``float``, which takes "nan", "1_000" and digits of other scripts.
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,4})?")
EXACT_DIGITS = 15
"""Excel keeps no more digits of a number."""

_DAY = timedelta(days=1)
_FIRST_1900 = datetime(1899, 12, 30)  # noqa: DTZ001 - cells know no time zone
_FIRST_1904 = datetime(1904, 1, 1)  # noqa: DTZ001 - cells know no time zone
_NO_SUCH_DAY = 60
"""Excel's 29 February 1900, which never was; days before it stand one off."""
_MILLISECONDS = 24 * 60 * 60 * 1000


def number_of(text: str) -> int | float:
    """The number in a cell, whole ones as ``int``; ValueError where there is none or one too large for Excel."""
    text = text.strip(" \t\r\n")
    if len(text) > 400 or not _NUMBER.fullmatch(text):
        raise ValueError(f'"{text[:40]}" is no number')
    if len(text) <= EXACT_DIGITS and text.isdigit():
        return int(text)
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f'"{text[:40]}" is too large a number')
    if number.is_integer() and abs(number) < 10**EXACT_DIGITS:
        return int(number)
    return number


def dated(number: int | float, shown: ShownAs, *, date_1904: bool) -> CellValue:
    """A number as the date or time that its format shows, the number itself where it shows none.

    Midnight is a plain date. Numbers that Excel itself cannot show as a date (negative, after
    9999, its 29 February 1900) stay numbers, and so does what is less than 1 in a date format, so
    that a zero or a share typed into a wrongly formatted cell is not lost.
    """
    if shown is ShownAs.NUMBER:
        return number
    day, part = divmod(number, 1)
    passed = timedelta(milliseconds=round(part * _MILLISECONDS))
    if shown is ShownAs.TIME and 0 <= number < 1 and passed < _DAY:
        return (_FIRST_1904 + passed).time()
    first = _FIRST_1904 if date_1904 else _first_1900(int(day))
    if number < 1 or first is None:
        return number
    try:
        moment = first + timedelta(days=int(day)) + passed
    except OverflowError:
        return number
    return moment.date() if moment.time() == time() else moment


def _first_1900(day: int) -> datetime | None:
    """Where days count from in a workbook of 1900; nowhere for the day that never was."""
    if day == _NO_SUCH_DAY:
        return None
    return _FIRST_1900 if day > _NO_SUCH_DAY else _FIRST_1900 + _DAY


def truth_of(text: str) -> bool:
    """The yes or no in a cell of that kind; ValueError where it is neither."""
    plain = text.strip().lower()
    if plain in ("1", "true"):
        return True
    if plain in ("0", "false"):
        return False
    raise ValueError(f'"{text[:40]}" is neither yes nor no')


def iso_moment(text: str) -> date | datetime | time:
    """The date or time in a cell that holds it as text in ISO form; ValueError where it is none."""
    plain = text.strip()
    try:
        if plain[:1] == "T" or plain[2:3] == ":":
            return time.fromisoformat(plain.lstrip("T")).replace(tzinfo=None)
        moment = datetime.fromisoformat(plain).replace(tzinfo=None)
    except ValueError as error:
        raise ValueError(f'"{text[:40]}" is not a date') from error
    return moment.date() if moment.time() == time() else moment


def value_of(
    kind: str,
    text: str,
    shown: ShownAs,
    *,
    texts: tuple[str, ...],
    date_1904: bool,
) -> CellValue | ErrorValue:
    """The value stored in a cell; ValueError where what is stored does not fit its kind.

    Args:
        kind: the cell's type as stored: empty or ``n``, ``s``, ``str``, ``b``, ``e``, ``d``.
        text: what is stored, entities resolved, text not yet cleaned.
        shown: what the cell's format makes of a number.
        texts: the shared texts.
        date_1904: whether days count from 1904.
    """
    if kind in ("", "n"):
        return dated(number_of(text), shown, date_1904=date_1904)
    if kind == "s":
        index = number_of(text)
        if not isinstance(index, int) or not 0 <= index < len(texts):
            raise ValueError("it points to a text that is not in the workbook")
        return texts[index]
    if kind in ("str", "inlineStr"):
        return text
    if kind == "b":
        return truth_of(text)
    if kind == "e":
        return ErrorValue(text.strip())
    if kind == "d":
        return iso_moment(text)
    raise ValueError(f'it is of the unknown kind "{kind[:20]}"')


class Made(NamedTuple):
    """What a cell holds, wherever it stands; ``blank`` is no cell, ``cleaned`` lost characters of its text."""

    value: CellValue | ErrorValue
    number_format: str
    formula: bool
    blank: bool
    cleaned: bool


@frozen
class CellMaker:
    """Makes the cells of one sheet; ``styles`` by number as stored, the empty text standing for style 0."""

    sheet: SheetPart
    styles: dict[str, Style]
    shared: SharedTexts

    def made(
        self, row: int, column: int, style: str, kind: str, stored: str | None, *, formula: bool
    ) -> Made:
        """What a cell holds, from its style, kind and what is stored; row and column are for messages.

        UnreadableWorkbookError names the cell where what is stored does not fit.
        """
        look = self.styles.get(style)
        if look is None:
            raise self.sheet.damaged_cell(row, column, "its format is not in the workbook")
        if stored is None or (not stored.strip() and kind not in ("str", "inlineStr")):
            return Made(None, look.number_format, formula, blank=not formula, cleaned=False)
        try:
            value = value_of(
                kind, stored, look.shown, texts=self.shared.texts, date_1904=self.sheet.date_1904
            )
        except ValueError as error:
            raise self.sheet.damaged_cell(row, column, str(error)) from error
        cleaned = False
        if kind == "s":
            cleaned = number_of(stored) in self.shared.cleaned
        elif isinstance(value, str):
            if len(value) > self.sheet.package.limits.text_length:
                raise self.sheet.too_long(row, column)
            value, cleaned = clean_text(value)
        blank = value == "" and not formula
        return Made(value, look.number_format, formula, blank, cleaned)
