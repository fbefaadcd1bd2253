"""From the cells of a row of a form to a result: exact values, or why a cell cannot be used."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any

from pmf_cli.collect.form.labels import label_words
from pmf_cli.collect.form.result_sheet import NOT_NEEDED
from pmf_cli.collect.returned.read import FormRow
from pmf_cli.findings import CellRef
from pmf_cli.frozen import frozen
from pmf_cli.register.choices import allowed_words, choice_in
from pmf_cli.register.figures import is_percentage
from pmf_cli.register.periods.context import PeriodContext
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.record import ResultValue
from pmf_cli.register.terms import DataType, NoDataReason, ValueStatus
from pmf_cli.register.values import dates
from pmf_cli.register.values import exact as values
from pmf_cli.register.values.exact import Doubt
from pmf_cli.register.values.in_unit import figure_in_unit
from pmf_cli.register.values.measure import COUNTS, MeasuredAs
from pmf_cli.register.values.value_cells import result_value
from pmf_cli.tabular.cell_text import clean, is_filled, short, shown
from pmf_cli.tabular.figures import number_in
from pmf_cli.workbook.cells import Cell

_NOT_COUNTED = (DataType.DATE, DataType.YES_NO, DataType.GRADE)
"""Kinds of figure that are no numbers."""
# Excel keeps 15 digits; what lies beyond either edge was not what somebody typed.
_LARGEST = Decimal(10) ** 15
_SMALLEST = Decimal(10) ** -9
# "38,2" or "1.234,5": one, two or more than three digits after a comma are no thousands.
_DECIMAL_COMMA = re.compile(r"[-+]?(?:\d+|\d{1,3}(?:[. ]\d{3})+),(?:\d{1,2}|\d{4,})")
_WANTED = {
    DataType.DATE: "Type a date such as 31/12/2024",
    DataType.YES_NO: "Type Yes or No",
    DataType.GRADE: "Type the grade",
}
HEADINGS = {
    "value": "The value",
    "numerator": "The numerator",
    "denominator": "The denominator",
    "reason": "The reason for no data",
    "expected_by": "The date by which it is expected",
    "value_status": "The value status",
    "note": "The note",
}
"""What each cell is called in messages."""


@frozen
class Trouble:
    """Why a cell cannot be used, or must be looked at first."""

    where: CellRef
    words: str
    advice: str


@dataclass
class Entered:
    """What a row says, as exact values; cells that cannot be used, and that must be looked at."""

    value: ResultValue | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    reason: NoDataReason | None = None
    expected_by: Any = None
    value_status: ValueStatus | None = None
    note: str | None = None
    wrong: list[Trouble] = field(default_factory=list)
    doubts: list[Trouble] = field(default_factory=list)


def entered_cells(row: FormRow, kpi: Kpi) -> Entered:
    """The values of a row of ``Results``."""
    found = Entered()
    asked = _wanted_words(kpi)
    found.value = _read(row, "value", found, lambda cell: _value(cell, kpi), asked)
    for name in ("numerator", "denominator"):
        setattr(found, name, _read(row, name, found, lambda cell: figure_in_unit(cell, COUNTS)))
    found.reason = _read(row, "reason", found, lambda cell: _choice(cell, NoDataReason))
    found.value_status = _read(row, "value_status", found, lambda cell: _choice(cell, ValueStatus))
    found.expected_by = _read(row, "expected_by", found, dates.day)
    found.note = _read(row, "note", found, values.text)
    return found


def _read(
    row: FormRow,
    name: str,
    found: Entered,
    read: Any,  # noqa: ANN401 - a reader of any kind
    wanted: str = "Correct it.",
) -> Any:  # noqa: ANN401 - any value
    cell = row.cells.get(name)
    if cell is None or not is_filled(cell) or label_words(cell) == NOT_NEEDED:
        return None
    if cell.formula:
        words = f"{HEADINGS[name]} is a formula; only what was typed is taken in."
        advice = "Copy the cell and paste it as a value."
        found.wrong.append(Trouble(row.at(name), words, advice))
        return None
    made = read(cell)
    if isinstance(made, Decimal):
        made = _unprintable(made) or made
    if not isinstance(made, Doubt):
        return made
    words = f"{HEADINGS[name]} {made.remarks[0][1]}."
    if made.value is None:
        found.wrong.append(Trouble(row.at(name), words, wanted))
        return None
    advice = "Ask the contact, or take it in as it was read with --accept-questions."
    found.doubts.append(Trouble(row.at(name), words, advice))
    return made.value


def _value(cell: Cell, kpi: Kpi) -> object:
    if kpi.data_type is DataType.GRADE:
        return _grade(cell, kpi)
    doubt = None if kpi.data_type in _NOT_COUNTED else _of_another_kind(cell, kpi)
    return doubt or result_value(cell, measure_of(kpi))


def _grade(cell: Cell, kpi: Kpi) -> object:
    """The grade as the KPI's own list writes it."""
    if not isinstance(cell.value, str):
        return Doubt(None, (("", f"should be a grade but is {shown(cell)}"),))
    made = result_value(cell, measure_of(kpi))
    if not isinstance(made, str) or not kpi.grade_order:
        return made
    for grade in kpi.grade_order:
        if grade.strip().casefold() == made.strip().casefold():
            return grade.strip()
    known = "; ".join(kpi.grade_order)
    return Doubt(None, (("", f"is “{short(made)}”, which is none of its grades: {known}"),))


def _choice(cell: Cell, kind: type[StrEnum]) -> object:
    said = values.text(cell)
    if not isinstance(said, str):
        return said
    made = choice_in(said, kind)
    if made is None:
        return Doubt(None, (("", f"is “{short(said)}”; allowed are {allowed_words(kind)}"),))
    return made


def _wanted_words(kpi: Kpi) -> str:
    """What is to be typed for a KPI, as advice for who is asked."""
    number_words = "Type the number alone, with a point for decimals"
    if is_percentage(kpi):
        number_words += " (38.2 for 38.2%)"
    kind = _WANTED.get(kpi.data_type, number_words) if kpi.data_type else number_words
    return f"{kind}; or leave it blank and choose a reason."


def _unprintable(figure: Decimal) -> Doubt | None:
    """The doubt of a number of which Excel has lost digits, or that would print as nothing."""
    if abs(figure) >= _LARGEST:
        digits = figure.adjusted() + 1
        words = f"is a number of {digits} digits; Excel keeps no more than 15 of them"
        return Doubt(None, (("CEL001", words),))
    if figure and abs(figure) < _SMALLEST:
        return Doubt(None, (("CEL001", "is so near to 0 that it is no result"),))
    return None


def _of_another_kind(cell: Cell, kpi: Kpi) -> Doubt | None:
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
