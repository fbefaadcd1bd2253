"""Numbers in a form that mean something else than they say, or that nobody could print."""

from __future__ import annotations

import re
from decimal import Decimal

from pmf_cli.register.figures import is_percentage
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.terms import DataType
from pmf_cli.register.values.exact import Doubt, clean, number, short, shown
from pmf_cli.register.values.number_text import number_in
from pmf_cli.workbook.cells import Cell

NOT_COUNTED = (DataType.DATE, DataType.YES_NO, DataType.GRADE)
"""Kinds of figure that are no numbers."""
_LARGEST = Decimal(10) ** 15
_SMALLEST = Decimal(10) ** -9
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
_DECIMAL_COMMA = re.compile(r"[-+]?(?:\d+|\d{1,3}(?:[. ]\d{3})+),(?:\d{1,2}|\d{4,})")
_WANTED = {
    DataType.DATE: "Type a date such as 31/12/2024",
    DataType.YES_NO: "Type Yes or No",
    DataType.GRADE: "Type the grade",
}


def wanted_words(kpi: Kpi) -> str:
    """What is to be typed for a KPI, as advice for who is asked."""
    number_words = "Type the number alone, with a point for decimals"
    if is_percentage(kpi):
        number_words += " (38.2 for 38.2%)"
    kind = _WANTED.get(kpi.data_type, number_words) if kpi.data_type else number_words
    return f"{kind}; or leave it blank and choose a reason."


def unprintable(figure: Decimal) -> Doubt | None:
    """The doubt of a number of which Excel has lost digits, or that would print as nothing."""
    if abs(figure) >= _LARGEST:
        digits = figure.adjusted() + 1
        words = f"is a number of {digits} digits; Excel keeps no more than 15 of them"
        return Doubt(None, (("CEL001", words),))
    if figure and abs(figure) < _SMALLEST:
        return Doubt(None, (("CEL001", "is so near to 0 that it is no result"),))
    return None


def of_another_kind(cell: Cell, kpi: Kpi) -> Doubt | None:
    """The doubt of a cell whose number would be read as something that was not meant.

    Excel turns ``30:15`` into 1.26 days and ``95%`` into 0.95, and text may bring a sign that the
    KPI's figures do not have.
    """
    value = cell.value
    if isinstance(value, str):
        return _of_text(clean(value), kpi)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if _ELAPSED.search(cell.number_format):
        words = f"is shown as hours and minutes; Excel holds {shown(cell)} days"
        return Doubt(None, (("CEL001", words),))
    if cell.is_percentage and not is_percentage(kpi):
        read = number(cell)
        words = f"was typed with a % sign, and is asked in {kpi.unit or 'numbers'}; read as {read}"
        return Doubt(read, (("CEL012", words),))
    return None


def _of_text(plain: str, kpi: Kpi) -> Doubt | None:
    if _DECIMAL_COMMA.fullmatch(plain):
        words = f"says “{short(plain)}”; a comma is no decimal point"
        return Doubt(None, (("CEL013", words),))
    found = number_in(plain, kpi.unit)
    if found is None:
        return None
    money = kpi.data_type is DataType.MONEY or any(sign in (kpi.unit or "") for sign in "£$€")
    if re.search("[£$€]", plain) and not money:
        words = (
            f"says “{short(plain)}”, an amount of money, and is asked in {kpi.unit or 'numbers'}"
        )
        return Doubt(None, (("CEL013", words),))
    if "%" in plain and not is_percentage(kpi):
        words = f"says “{short(plain)}”, a percentage, and is asked in {kpi.unit or 'numbers'}"
        return Doubt(None, (("CEL013", words),))
    if not found.beside and plain != str(found.value):
        words = f"says “{short(plain)}”, which is text; read as {found.value}"
        return Doubt(found.value, (("CEL002", words),), found.status)
    return None
