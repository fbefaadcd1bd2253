"""From the value cell of a result or target to a figure, date, yes/no or grade.

What the cell should hold follows from the KPI's data type. A word for missing data is never a
number and never silent: it becomes the reason for having no result where its meaning is
certain, and a finding in any case.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from pmf_cli.register.periods.context import NO_CONTEXT, PeriodContext, PeriodError
from pmf_cli.register.periods.period import Period
from pmf_cli.register.periods.text import read_period
from pmf_cli.register.sheets.record import ResultValue
from pmf_cli.register.terms import DataType, TargetType
from pmf_cli.register.values import dates
from pmf_cli.register.values import exact as values
from pmf_cli.register.values.exact import Doubt, clean, short
from pmf_cli.register.values.missing import is_missing_word, is_not_applicable, reason_in
from pmf_cli.register.values.number_text import leading_number, tail_of
from pmf_cli.workbook.cells import Cell

_NOT_NUMBERS = (DataType.DATE, DataType.YES_NO, DataType.GRADE)


KnownPeriods = dict[tuple[str, PeriodContext | None], Period]
"""Texts of periods already read, with the context that stands in place of the KPI's."""


@dataclass(frozen=True, slots=True)
class Measure:
    """What decides how a KPI's cells are read.

    Attributes:
        data_type: the kind of figure; ``None`` where it is not known, and then the cell's own
            type decides.
        unit: the unit, which may stand beside a figure.
        context: for reading its periods.
        known_periods: texts already read in this context, shared by KPIs alike.
    """

    data_type: DataType | None = None
    unit: str | None = None
    context: PeriodContext = NO_CONTEXT
    known_periods: KnownPeriods = field(default_factory=dict, compare=False, repr=False)


UNKNOWN = Measure()
"""A KPI that the ``KPIs`` sheet does not know."""


def result_value(cell: Cell, measure: Measure) -> ResultValue | Doubt | None:
    """The value of a result cell."""
    value, kind = cell.value, measure.data_type
    if kind not in _NOT_NUMBERS and isinstance(value, (int, float)) and not isinstance(value, bool):
        return values.number(cell)
    if (doubt := values.unusable(cell)) or value is None:
        return doubt
    if not isinstance(value, str):
        return _typed(cell, kind)
    plain = clean(value)
    if not plain:
        return None
    counts = kind in (DataType.NUMBER, None)
    reason = reason_in(plain, counts=counts)
    if reason is not None:
        words = f"says “{short(plain)}”; read as no result, with the reason “{reason}”"
        return Doubt(None, (("CEL014", words),), reason=reason)
    if is_missing_word(plain):
        return Doubt(None, (("CEL013", f"says “{short(plain)}”, which is no result"),))
    match kind:
        case DataType.GRADE:
            return values.text(cell)
        case DataType.DATE:
            return dates.day(cell)
        case DataType.YES_NO:
            return values.yes_no(cell)
    return _number(plain, measure)


def target_value(cell: Cell, measure: Measure) -> ResultValue | Doubt | None:
    """The value of a target cell: as for a result, but words for missing data mean a blank."""
    value = cell.value
    if isinstance(value, str) and is_not_applicable(clean(value)):
        return Doubt(None, (("CEL016", f"says “{clean(value)}”; read as blank"),))
    made = result_value(cell, measure)
    if isinstance(made, Doubt) and made.value is None:
        codes = {"CEL013": "CEL001", "CEL014": "CEL001"}
        if any(code in codes for code, _ in made.remarks):
            words = f"should hold the figure aimed at but says “{values.shown(cell)}”"
            if isinstance(value, str) and is_missing_word(clean(value)):
                words += (
                    f"; where none is agreed yet, choose {TargetType.TO_BE_AGREED} as target type"
                    " and leave it blank"
                )
            return Doubt(None, (("CEL001", words),))
    return made


def _typed(cell: Cell, kind: DataType | None) -> ResultValue | Doubt | None:
    """The value of a date or yes/no cell, or of a number where none is wanted."""
    readers: dict[DataType | None, Callable[[Cell], ResultValue | Doubt | None]] = {
        DataType.DATE: dates.day,
        DataType.YES_NO: values.yes_no,
        DataType.GRADE: values.text,
    }
    if kind is None:
        return values.yes_no(cell) if isinstance(cell.value, bool) else dates.day(cell)
    return readers.get(kind, values.number)(cell)


def _number(plain: str, measure: Measure) -> ResultValue | Doubt | None:
    made = values.number_from_text(plain, measure.unit)
    if made is not None and made.value is not None:
        return made
    if (found := tail_of(plain)) is not None and _is_period(found[1], measure):
        words = f"says “{short(plain)}”; read as {found[0]}, the period beside it is left aside"
        return Doubt(found[0], (("CEL012", words),))
    first = leading_number(plain)
    hint = f"; nothing is taken from it, though it holds the number {first}" if first else ""
    return Doubt(None, (("CEL013", f"says “{short(plain)}”, which is no result{hint}"),))


def _is_period(words: str, measure: Measure) -> bool:
    try:
        read_period(words.strip("()"), context=measure.context)
    except PeriodError:
        return False
    return True
