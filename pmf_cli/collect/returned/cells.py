"""From the cells of a row of a form to a result: exact values, or why a cell cannot be used."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any

from pmf_cli.collect.form.labels import label_words
from pmf_cli.collect.form.result_sheet import NOT_NEEDED
from pmf_cli.collect.returned.number_cells import (
    NOT_COUNTED,
    measure_of,
    of_another_kind,
    unprintable,
    wanted_words,
)
from pmf_cli.collect.returned.read import FormRow
from pmf_cli.findings import CellRef
from pmf_cli.register.choices import allowed_words, choice_in
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.record import ResultValue
from pmf_cli.register.terms import DataType, NoDataReason, ValueStatus
from pmf_cli.register.values import dates
from pmf_cli.register.values import exact as values
from pmf_cli.register.values.exact import Doubt
from pmf_cli.register.values.in_unit import figure
from pmf_cli.register.values.measure import COUNTS
from pmf_cli.register.values.value_cells import result_value
from pmf_cli.tabular.cell_text import is_filled, short, shown
from pmf_cli.workbook.cells import Cell

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


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a cell cannot be used, or must be looked at first."""

    where: CellRef
    words: str
    advice: str


@dataclass
class Entered:
    """What a row says, as exact values.

    Attributes:
        value: the figure.
        numerator: the count above the line.
        denominator: the count below.
        reason: why there is no figure.
        expected_by: when it is expected.
        value_status: how firm it is.
        note: the note.
        wrong: cells that cannot be used.
        doubts: cells that somebody must look at.
    """

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
    asked = wanted_words(kpi)
    found.value = _read(row, "value", found, lambda cell: _value(cell, kpi), asked)
    for name in ("numerator", "denominator"):
        setattr(found, name, _read(row, name, found, lambda cell: figure(cell, COUNTS)))
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
        made = unprintable(made) or made
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
    """The figure; what is written must be of the KPI's kind."""
    if kpi.data_type is DataType.GRADE and not isinstance(cell.value, str):
        return Doubt(None, (("", f"should be a grade but is {shown(cell)}"),))
    if kpi.data_type not in NOT_COUNTED and (doubt := of_another_kind(cell, kpi)):
        return doubt
    made = result_value(cell, measure_of(kpi))
    if isinstance(made, str) and kpi.data_type is DataType.GRADE:
        same = [g for g in kpi.grade_order if g.strip().casefold() == made.strip().casefold()]
        if kpi.grade_order and not same:
            known = "; ".join(kpi.grade_order)
            return Doubt(None, (("", f"is “{short(made)}”, which is none of its grades: {known}"),))
        return same[0].strip() if same else made
    return made


def _choice(cell: Cell, kind: type[StrEnum]) -> object:
    said = values.text(cell)
    if not isinstance(said, str):
        return said
    made = choice_in(said, kind)
    if made is None:
        return Doubt(None, (("", f"is “{short(said)}”; allowed are {allowed_words(kind)}"),))
    return made
