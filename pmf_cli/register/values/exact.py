"""From a cell to an exact value: decimal, whole number, date, yes/no, text.

A float becomes a ``Decimal`` here and nowhere else: once, to 15 significant digits, as Excel
shows it. A cell that does not fit gives a ``Doubt``, which carries what can be used and what
must be said; a cell that fits gives the plain value. Nothing here raises for content, and
0 is a value like any other.
"""

from __future__ import annotations

import math
import re
import sys
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from pmf_cli.register.periods.period import MONTHS
from pmf_cli.register.terms import NoDataReason, ValueStatus
from pmf_cli.register.values.missing import is_not_applicable
from pmf_cli.register.values.number_text import number_in
from pmf_cli.words import day, yes_or_no
from pmf_cli.workbook.cells import Cell, CellValue, ErrorValue
from pmf_cli.workbook.number_forms import form_of

YES = frozenset({"yes", "y", "true", "✓", "✔"})
NO = frozenset({"no", "n", "false", "✗", "✘"})
_HIDDEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_ZEROS = re.compile(r"0+(?:\.0+)?")
_EXACT: dict[float, Decimal] = {}
_EXACT_KEPT = 200_000


@dataclass(frozen=True, slots=True)
class Doubt:
    """A cell that does not fit quite or at all.

    Attributes:
        value: what is used; ``None`` where nothing can be.
        remarks: (code, words) for the findings at the cell.
        status: how firm the figure is, where a mark beside it says so.
        reason: why there is no figure, where the text says so with certainty.
    """

    value: object
    remarks: tuple[tuple[str, str], ...]
    status: ValueStatus | None = None
    reason: NoDataReason | None = None


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


def unusable(cell: Cell) -> Doubt | None:
    """The doubt of an error cell or a formula without result; ``None`` for all others."""
    if isinstance(cell.value, ErrorValue):
        return Doubt(None, (("CEL003", f"shows the Excel error {cell.value}"),))
    if cell.value is None and cell.formula:
        return Doubt(None, (("CEL004", "holds a formula that has never been calculated"),))
    return None


def text(cell: Cell) -> str | Doubt | None:
    """The text of a cell; numbers and dates as people would write them."""
    value = cell.value
    if type(value) is str:
        return sys.intern(clean(value)) or None
    return unusable(cell) or (None if value is None else shown_as(cell))


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


def held(cell: Cell) -> Decimal | Doubt:
    """The number that a cell of a number holds, whatever its format makes of it."""
    try:
        return decimal_of(cell.value)  # type: ignore[arg-type]  # the caller knows
    except ValueError:
        return Doubt(None, (("CEL001", "holds no finite number"),))


def number(cell: Cell) -> Decimal | Doubt | None:
    """The plain number of a cell; percentages as shown, 38.2 for 0.382 shown as 38.2%."""
    value = cell.value
    if isinstance(value, (float, int)) and not isinstance(value, bool):
        made = held(cell)
        return made if isinstance(made, Doubt) or not cell.is_percentage else as_percentage(made)
    if isinstance(value, str):
        return number_from_text(value)
    return unusable(cell) or (
        None
        if value is None
        else Doubt(None, (("CEL001", f"should be a number but is {shown(cell)}"),))
    )


def number_from_text(written: str) -> Doubt | None:
    """The number that a text is; always a ``Doubt``, since a number should be no text."""
    plain = clean(written)
    if not plain:
        return None
    found = number_in(plain)
    if found is None:
        return not_applicable(plain) or Doubt(
            None, (("CEL001", f"should be a number but says “{short(plain)}”"),)
        )
    if found.beside:
        remark = ("CEL012", f"says “{short(plain)}”; read as {found.value}")
    else:
        remark = ("CEL002", f"holds the number {found.value} as text")
    return Doubt(found.value, (remark,), found.status)


def whole(cell: Cell) -> int | Doubt | None:
    """The whole number of a cell."""
    made = number(cell)
    if isinstance(made, Doubt):
        codes = tuple(("CEL009" if c == "CEL001" else c, words) for c, words in made.remarks)
        if not isinstance(made.value, Decimal):
            return Doubt(None, codes)
        if made.value == made.value.to_integral_value():
            return Doubt(int(made.value), codes)
        made = made.value
    if made is None:
        return None
    if made != made.to_integral_value():
        return Doubt(None, (("CEL009", f"should be a whole number but is {made}"),))
    return int(made)


def yes_no(cell: Cell) -> bool | Doubt | None:
    """Yes or no."""
    value = cell.value
    if isinstance(value, bool):
        return value
    if isinstance(value, str):
        plain = clean(value)
        low = plain.lower()
        if not plain:
            return None
        if low in YES or low in NO:
            return low in YES
        return not_applicable(plain) or Doubt(
            None, (("CEL008", f"should say Yes or No but says “{short(plain)}”"),)
        )
    return unusable(cell) or (
        None
        if value is None
        else Doubt(None, (("CEL008", f"should say Yes or No but is {shown(cell)}"),))
    )


def short(plain: str) -> str:
    """A text cut to what a message can hold."""
    plain = " ".join(plain.split())
    return plain if len(plain) <= 60 else plain[:57] + "..."


def not_applicable(plain: str) -> Doubt | None:
    """The doubt of a text that says there is nothing to fill in; ``None`` for other texts."""
    if is_not_applicable(plain):
        return Doubt(None, (("CEL016", f"says “{plain}”; read as blank"),))
    return None
