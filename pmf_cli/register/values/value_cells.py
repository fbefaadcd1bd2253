"""From the value cell of a result or target to a figure, date, yes/no or grade.

What the cell should hold follows from the KPI's data type. A word for missing data is never a
number and never silent: it becomes the reason for having no result where its meaning is
certain, and a finding in any case.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from pmf_cli.register.periods.context import PeriodError
from pmf_cli.register.periods.text import read_period
from pmf_cli.register.periods.words import DATE_FORM
from pmf_cli.register.sheets.record import ResultValue
from pmf_cli.register.terms import DataType, TargetType
from pmf_cli.register.values import dates
from pmf_cli.register.values import exact as values
from pmf_cli.register.values.exact import Doubt
from pmf_cli.register.values.in_unit import figure_from_text, figure_in_unit
from pmf_cli.register.values.measure import MeasuredAs
from pmf_cli.register.values.missing import (
    is_missing_word,
    is_not_applicable,
    is_to_come,
    reason_in,
)
from pmf_cli.tabular.cell_text import clean, short, shown
from pmf_cli.tabular.figures import tail_of
from pmf_cli.workbook.cells import Cell

_NO_NUMBERS: dict[DataType | None, Callable[[Cell], ResultValue | Doubt | None]] = {
    DataType.DATE: dates.day,
    DataType.YES_NO: values.yes_no,
    DataType.GRADE: values.text,
}
"""Kinds of figure that are no numbers, and how their cells are read."""


def result_value(cell: Cell, measure: MeasuredAs) -> ResultValue | Doubt | None:
    """The value of a result cell."""
    value, kind = cell.value, measure.data_type
    if kind not in _NO_NUMBERS and type(value) in (int, float):  # not a yes or no
        return figure_in_unit(cell, measure)
    if not isinstance(value, str):
        return _typed(cell, measure)
    plain = clean(value)
    missing = _missing(plain, counts=kind in (DataType.NUMBER, None))
    if missing is not None:
        return missing
    return _NO_NUMBERS[kind](cell) if kind in _NO_NUMBERS else _number(plain, measure)


def _missing(plain: str, *, counts: bool) -> Doubt | None:
    """The doubt of words that stand for a missing figure; ``None`` for other texts."""
    says = f"says “{short(plain)}”"
    reason = reason_in(plain, counts=counts)
    if reason is not None:
        words = f"{says}; read as no result, with the reason “{reason}”"
        return Doubt(None, (("CEL014", words),), reason=reason)
    if is_to_come(plain):
        words = f"{says}: the figure is still to come, and is asked for"
        return Doubt(None, (("CEL013", words),))
    if is_missing_word(plain):
        words = f"{says}, which is no result and does not say why there is none"
        return Doubt(None, (("CEL013", words),))
    return None


def target_value(cell: Cell, measure: MeasuredAs) -> ResultValue | Doubt | None:
    """The value of a target cell: as for a result, but words for missing data mean a blank."""
    made, value = result_value(cell, measure), cell.value
    if not isinstance(value, str):
        return made
    plain = clean(value)
    if is_not_applicable(plain):
        return Doubt(None, (("CEL016", f"says “{plain}”; read as blank"),))
    if isinstance(made, Doubt) and made.value is None:
        codes = [code for code, _ in made.remarks]
        if "CEL013" in codes or "CEL014" in codes:
            words = made.remarks[0][1]
            if is_missing_word(plain):
                words = f"should hold the figure aimed at but says “{shown(cell)}”"
                words += (
                    f"; where none is agreed yet, choose {TargetType.TO_BE_AGREED} as target type"
                    " and leave it blank"
                )
            return Doubt(None, (("CEL001", words),))
    return made


def _typed(cell: Cell, measure: MeasuredAs) -> ResultValue | Doubt | None:
    """The value of a cell without text: a date, yes/no, an error, or a number where none is wanted."""
    kind = measure.data_type
    if kind is None and isinstance(cell.value, bool):
        return values.yes_no(cell)
    if kind is None and isinstance(cell.value, date) and cell.value.year > 1900:
        return dates.day(cell)
    return _NO_NUMBERS[kind](cell) if kind in _NO_NUMBERS else figure_in_unit(cell, measure)


def _number(plain: str, measure: MeasuredAs) -> ResultValue | Doubt | None:
    made = figure_from_text(plain, measure)
    if made is not None and made.value is not None:
        return made
    is_day = DATE_FORM.fullmatch(" ".join(plain.lower().replace(",", " ").split())) is not None
    if not is_day and (found := tail_of(plain)) is not None and _is_period(found[1], measure):
        words = f"says “{short(plain)}”; read as {found[0]}, the period beside it is left aside"
        return Doubt(found[0], (("CEL012", words),))
    if made is None:
        return None
    return Doubt(None, tuple((_AS_RESULT.get(code, code), words) for code, words in made.remarks))


_AS_RESULT = {"CEL001": "CEL013"}
"""What a text that is no number is called where a result should stand."""


def is_unread(cell: Cell) -> bool:
    """Whether a doubtful cell, neither a result nor a reason for none, holds more than a promise such as TBC."""
    return not (isinstance(cell.value, str) and is_to_come(clean(cell.value)))


def _is_period(words: str, measure: MeasuredAs) -> bool:
    try:
        read_period(words.strip("()"), context=measure.context)
    except PeriodError:
        return False
    return True
