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

_HIDDEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_ZEROS = re.compile(r"0+(?:\.0+)?")
_EXACT: dict[float, Decimal] = {}
_EXACT_KEPT = 200_000


def decimal_of(number: float) -> Decimal:
    """The exact decimal that Excel shows for a number: 15 significant digits, no minus zero.

    Raises:
        ValueError: the float is no number.
    """
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
    """True for a cell with content, an error or a formula never calculated.

    A formula that gives an empty text, as ``=IF(A1="","",A1)`` does, leaves its cell blank.
    """
    return cell.formula if cell.value is None else not is_blank(cell.value)


def shown_as(cell: Cell) -> str:
    """The text that Excel shows for a cell, for the formats that matter to references."""
    value, number_format = cell.value, cell.number_format.split(";")[0]
    if isinstance(value, bool):
        return yes_or_no(value)
    if isinstance(value, (int, float)) and math.isfinite(value):
        number = Decimal(value) if isinstance(value, int) else decimal_of(value)
        form = form_of(cell.number_format, negative=number < 0)
        if _ZEROS.fullmatch(form.places):
            whole, _, places = form.places.partition(".")
            body = f"{abs(number):.{len(places)}f}"
            width = len(whole) + (len(places) + 1 if places else 0)
            sign = "-" if number < 0 else ""
            return f"{sign}{form.before}{body.rjust(width, '0')}{form.after}"
        return f"{as_percentage(number)}%" if cell.is_percentage else str(number)
    if isinstance(value, date):
        low = number_format.lower()
        if "d" not in low and "m" in low:
            return f"{MONTHS[value.month - 1]}-{value.year % 100:02d}"
        if "d" in low and "y" not in low:
            return f"{value.day}-{MONTHS[value.month - 1]}"
        return day(value)
    return str(value)


def named(cell: Cell) -> str:
    """What the cell of a reference is called in messages: as Excel shows it, cut short."""
    return short(shown_as(cell))


def short(plain: str) -> str:
    """A text cut to what a message can hold."""
    plain = " ".join(plain.split())
    return plain if len(plain) <= 60 else plain[:57] + "..."
