"""What is stored in a cell turned into its value: number, text, yes/no, error, date or time."""

from __future__ import annotations

import math
import re
from datetime import date, datetime, time, timedelta

from pmf_cli.workbook.cells import CellValue, ErrorValue
from pmf_cli.workbook.styles import ShownAs

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
    """The number in a cell: whole numbers as ``int``, others as ``float``.

    Raises:
        ValueError: the text is no number, or one too large for Excel.
    """
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
    if number < 1 or (_NO_SUCH_DAY <= number < _NO_SUCH_DAY + 1 and not date_1904):
        return number
    if date_1904:
        first = _FIRST_1904
    else:
        first = _FIRST_1900 if number > _NO_SUCH_DAY else _FIRST_1900 + _DAY
    try:
        moment = first + timedelta(days=int(day)) + passed
    except OverflowError:
        return number
    return moment.date() if moment.time() == time() else moment


def truth_of(text: str) -> bool:
    """The yes or no in a cell of that kind.

    Raises:
        ValueError: it is neither.
    """
    plain = text.strip().lower()
    if plain in ("1", "true"):
        return True
    if plain in ("0", "false"):
        return False
    raise ValueError(f'"{text[:40]}" is neither yes nor no')


def iso_moment(text: str) -> date | datetime | time:
    """The date or time in a cell that holds it as text in ISO form.

    Raises:
        ValueError: it is none.
    """
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
    """The value stored in a cell.

    Args:
        kind: the cell's type as stored: empty or ``n``, ``s``, ``str``, ``b``, ``e``, ``d``.
        text: what is stored, entities resolved, text not yet cleaned.
        shown: what the cell's format makes of a number.
        texts: the shared texts.
        date_1904: whether days count from 1904.

    Raises:
        ValueError: what is stored does not fit its kind.
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
