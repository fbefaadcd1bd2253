"""What a cell shows and holds, as people see it: its text, its exact number, whether it is filled.

A float becomes a ``Decimal`` here and nowhere else: once, to 15 significant digits, as Excel
shows it.
"""

from __future__ import annotations

import math
import re
from datetime import date, datetime
from decimal import Decimal

from pmf_cli.words import MONTHS, day, yes_or_no
from pmf_cli.workbook.cells import Cell, CellValue, ErrorValue
from pmf_cli.workbook.number_forms import form_of

# Zero-width blanks, soft hyphens and direction marks come in with text copied from web pages.
_HIDDEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_ZEROS = re.compile(r"0+(?:\.0+)?")
# The same figures stand in many cells: each float is turned into its decimal once, up to a limit.
_EXACT: dict[float, Decimal] = {}
_EXACT_KEPT = 200_000


def decimal_of(number: float) -> Decimal:
    """The exact decimal that Excel shows: 15 significant digits, no minus zero; ``ValueError`` where it is no number."""
    known = _EXACT.get(number)
    if known is not None:
        return known
    if not math.isfinite(number):
        raise ValueError(number)
    made = Decimal(number) if isinstance(number, int) else Decimal(f"{number:.15g}")
    if made.as_tuple().exponent > 0 or not made:  # type: ignore[operator]  # finite
        made = Decimal(int(made))
    if len(_EXACT) < _EXACT_KEPT:
        _EXACT[number] = made
    return made


def as_percentage(number: Decimal) -> Decimal:
    """A fraction that Excel shows as a percentage, as the number people see: 0.382 → 38.2."""
    made = number.scaleb(2)
    return made if made.as_tuple().exponent <= 0 else Decimal(int(made))  # type: ignore[operator]


def shown(cell: Cell) -> str:
    """The cell's content in short, for messages."""
    value = cell.value
    if isinstance(value, (date, datetime)):
        text = day(value)
    elif isinstance(value, bool):
        text = yes_or_no(value)
    elif isinstance(value, float) and math.isfinite(value):
        text = str(decimal_of(value))
    else:
        text = str(value)
    return short(text)


def clean(text: str) -> str:
    """A text without invisible characters and without blanks around it."""
    if text.isascii():
        return text.strip()
    return _HIDDEN.sub("", text).replace("\u00a0", " ").strip()


def is_blank(value: CellValue | ErrorValue) -> bool:
    """True for nothing and for text of blanks; 0 and False are not blank."""
    return value is None or (isinstance(value, str) and not clean(value))


def is_filled(cell: Cell) -> bool:
    """True for content, an error or a formula never calculated; a formula that gives an empty text leaves its cell blank."""
    return cell.formula if cell.value is None else not is_blank(cell.value)


def shown_as(cell: Cell) -> str:
    """The text that Excel shows for a cell, for the formats that matter to references."""
    value = cell.value
    if isinstance(value, bool):
        return yes_or_no(value)
    if isinstance(value, (int, float)) and math.isfinite(value):
        return _number_shown(value, cell)
    return _date_shown(value, cell.number_format) if isinstance(value, date) else str(value)


def _number_shown(value: float, cell: Cell) -> str:
    number = Decimal(value) if isinstance(value, int) else decimal_of(value)
    form = form_of(cell.number_format, negative=number < 0)
    if not _ZEROS.fullmatch(form.places):
        return f"{as_percentage(number)}%" if cell.is_percentage else str(number)
    # Zeros in the format are digits always shown: 0000 makes 12 into 0012, as in a reference.
    places = len(form.places.partition(".")[2])
    body = f"{abs(number):.{places}f}".rjust(len(form.places), "0")
    return f"{'-' if number < 0 else ''}{form.before}{body}{form.after}"


def _date_shown(value: date, number_format: str) -> str:
    low = number_format.split(";")[0].lower()
    if "d" not in low and "m" in low:
        return f"{MONTHS[value.month - 1]}-{value.year % 100:02d}"
    if "d" in low and "y" not in low:
        return f"{value.day}-{MONTHS[value.month - 1]}"
    return day(value)


def named(cell: Cell) -> str:
    """What the cell of a reference is called in messages: as Excel shows it, cut short."""
    return short(shown_as(cell))


def short(plain: str) -> str:
    """A text cut to what a message can hold."""
    plain = " ".join(plain.split())
    return plain if len(plain) <= 60 else plain[:57] + "..."
