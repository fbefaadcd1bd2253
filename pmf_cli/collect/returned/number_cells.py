"""Numbers in a form that mean something else than they say, or that nobody could print."""

from __future__ import annotations

import re
from decimal import Decimal

from pmf_cli.register.figures import is_percentage
from pmf_cli.register.periods.context import PeriodContext
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.terms import DataType
from pmf_cli.register.values.exact import Doubt
from pmf_cli.register.values.measure import MeasuredAs
from pmf_cli.register.values.value_cells import result_value
from pmf_cli.tabular.cell_text import clean, short
from pmf_cli.tabular.figures import number_in
from pmf_cli.workbook.cells import Cell

NOT_COUNTED = (DataType.DATE, DataType.YES_NO, DataType.GRADE)
"""Kinds of figure that are no numbers."""
_LARGEST = Decimal(10) ** 15
_SMALLEST = Decimal(10) ** -9
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
    """The doubt of a text whose number would be read as something that was not meant."""
    if not isinstance(cell.value, str):
        return None
    plain = clean(cell.value)
    if _DECIMAL_COMMA.fullmatch(plain):
        words = f"says “{short(plain)}”; a comma is no decimal point"
        return Doubt(None, (("CEL013", words),))
    found = number_in(plain, kpi.unit)
    if found is None or found.beside or plain == str(found.value):
        return None
    made = result_value(cell, measure_of(kpi))
    if not isinstance(made, Doubt) or made.value != found.value:
        return None
    words = f"says “{short(plain)}”, which is text; read as {found.value}"
    return Doubt(found.value, (("CEL002", words),))


def measure_of(kpi: Kpi) -> MeasuredAs:
    """How a KPI's cells are read."""
    context = PeriodContext(kpi.frequency, kpi.year_basis, kpi.time_basis)
    return MeasuredAs(kpi.data_type, kpi.unit, context)
