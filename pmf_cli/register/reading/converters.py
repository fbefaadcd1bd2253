"""For each column of a sheet, the function that makes a value of its cells.

Worked out once per sheet, so that reading a row asks nothing about types.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from pmf_cli.register.choices import allowed_words, choice_in
from pmf_cli.register.periods.cells import period
from pmf_cli.register.periods.context import beginning
from pmf_cli.register.periods.period import Period
from pmf_cli.register.periods.text import FINANCIAL_CONTEXT, NO_CONTEXT
from pmf_cli.register.sheets.layout import SheetColumn, SheetLayout
from pmf_cli.register.sheets.rows import Need
from pmf_cli.register.values import dates, value_cells
from pmf_cli.register.values import exact as values
from pmf_cli.register.values.exact import Doubt
from pmf_cli.register.values.in_unit import figure_from_text, figure_in_unit
from pmf_cli.register.values.measure import COUNTS, POUNDS, UNKNOWN, MeasuredAs
from pmf_cli.register.values.missing import is_not_applicable
from pmf_cli.register.values.references import is_reference, reference
from pmf_cli.tabular.cell_text import clean, short
from pmf_cli.words import yes_or_no
from pmf_cli.workbook.cells import Cell

Converter = Callable[[Cell, MeasuredAs], object]
"""A cell and its KPI's measure → the value, a ``Doubt``, or ``None`` for a blank."""

STARTS = frozenset({"from_period", "first_period", "rebase_from"})
"""Fields whose period says when something begins, so that its first day may stand for it."""

FINANCIAL = MeasuredAs(context=FINANCIAL_CONTEXT)
"""The measure of sheets that concern no single KPI."""


def needs_measure(column: SheetColumn) -> bool:
    """Whether a column can be read only once the KPI of its row is known."""
    return Period in column.types or Decimal in column.types


def converter(
    layout: SheetLayout,
    column: SheetColumn,
    year_start: int,
    known: Collection[str] = (),
    *,
    from_1904: bool = False,
) -> Converter:
    """The converter of a column; ``known`` are the KPI references that exist, for slips in them."""
    kind = column.types[0]
    if column.several:
        return _several(column)
    if own := _OF_COLUMN.get((layout.name, column.field)):
        return own
    if Period in column.types:
        return _period(layout, column, year_start)
    if kind is Decimal:
        return _number(column.field)
    if column.choices:
        return _choice(column, column.choices)
    if kind is str and is_reference(column.field):
        refs = known if column.field == "kpi_ref" else ()
        return lambda cell, measure: reference(cell, refs)
    if kind is date:
        return lambda cell, measure: dates.day(cell, from_1904=from_1904)
    return _PLAIN[kind]


_OF_COLUMN: dict[tuple[str, str], Converter] = {
    ("Results", "value"): value_cells.result_value,
    ("Targets", "target"): value_cells.target_value,
}
_PLAIN: dict[type[Any], Converter] = {
    str: lambda cell, measure: values.text(cell),
    int: lambda cell, measure: values.whole(cell),
    bool: lambda cell, measure: values.yes_no(cell),
}

NOT_IN_THE_UNIT = {
    "numerator": COUNTS,
    "denominator": COUNTS,
    "payment_at_risk": POUNDS,
    "exceeding_mark": UNKNOWN,
}
"""Fields whose numbers are not in the KPI's unit, with the measure that they are in."""
TOLERANCES = frozenset({"tolerance", "green_tolerance"})
"""Fields that hold a share of the target, points, or the KPI's unit, as their basis says."""


def _number(field: str) -> Converter:
    if field in TOLERANCES:
        return tolerance
    own = NOT_IN_THE_UNIT.get(field)
    if own is not None:
        return lambda cell, measure: figure_in_unit(cell, own)
    return figure_in_unit


def tolerance(cell: Cell, measure: MeasuredAs) -> object:
    """A tolerance: 5% and 5 points are plain numbers, all else is in the KPI's unit."""
    value = cell.value
    # "5%", "2 points", "1.5 ppt": no figure in the KPI's unit, whatever that is.
    in_points = r"%|\bpoints?\b|\bpp[ts]?\b"
    if cell.is_percentage or (isinstance(value, str) and re.search(in_points, value, re.I)):
        return values.number(cell)
    return figure_in_unit(cell, measure)


def _choice(column: SheetColumn, kind: type[StrEnum]) -> Converter:
    def convert(cell: Cell, measure: MeasuredAs) -> object:
        value = cell.value
        if isinstance(value, bool):
            return _choice_in(yes_or_no(value), kind, column)
        shown = values.text(cell)
        return _choice_in(shown, kind, column) if isinstance(shown, str) else shown

    return convert


def _choice_in(plain: str, kind: type[StrEnum], column: SheetColumn) -> StrEnum | Doubt | None:
    if not plain:
        return None
    made = choice_in(plain, kind)
    if made is not None:
        return made
    if column.heading.need is not Need.REQUIRED and is_not_applicable(plain):
        return Doubt(None, (("CEL016", f"says “{short(plain)}”; read as blank"),))
    words = f"says “{short(plain)}”; allowed are {allowed_words(kind)}"
    return Doubt(None, (("CEL007", words),))


def _several(column: SheetColumn) -> Converter:
    kind = column.types[0]

    def convert(cell: Cell, measure: MeasuredAs) -> object:
        whole = values.text(cell)
        if not isinstance(whole, str):
            return whole
        # People separate by semicolons, or by Alt+Enter; commas may be part of a name.
        parts = [p for p in (clean(part) for part in re.split(r"[;\n]", whole)) if p]
        if kind is str:
            return tuple(parts)
        if len(parts) == 1 and choice_or_number(parts[0], kind, measure) is None:
            parts = [p for p in (clean(part) for part in parts[0].split(",")) if p]
        made, remarks = [], []
        for part in parts:
            one = choice_or_number(part, kind, measure)
            if one is None:
                remarks.append(_unknown_part(part, kind))
            else:
                made.append(one)
        if not remarks:
            return tuple(made)
        usable = () if kind is Decimal else tuple(made)  # a gap would shift the figures after it
        return Doubt(usable, tuple(remarks))

    return convert


def choice_or_number(part: str, kind: Any, measure: MeasuredAs = UNKNOWN) -> object:  # noqa: ANN401 - a type
    """One of several values of a cell, or ``None`` where it is none."""
    if kind is Decimal:
        doubt = figure_from_text(part, measure)
        return None if doubt is None else doubt.value
    return choice_in(part, kind)


def _unknown_part(part: str, kind: Any) -> tuple[str, str]:  # noqa: ANN401 - a type
    if kind is Decimal:
        return "CEL001", f"should hold numbers separated by semicolons but says “{short(part)}”"
    return "CEL007", f"says “{short(part)}”; allowed are {allowed_words(kind)}"


def _beginning(cell: Cell, measure: MeasuredAs, year_start: int) -> Period | Doubt | None:
    """The period that begins on the day in a cell, where the KPI has one."""
    day = dates.day(cell)
    on = day.value if isinstance(day, Doubt) else day
    if not isinstance(on, date):
        return None
    made = beginning(on, measure.context, year_start)
    if made is None or not isinstance(day, Doubt):
        return made
    return Doubt(made, day.remarks)


def _period(layout: SheetLayout, column: SheetColumn, year_start: int) -> Converter:
    fixed = FINANCIAL_CONTEXT if column.field == "cycle" else None
    with_day = len(column.types) > 1
    loose = layout.name == "Benchmarks"
    begins = column.field in STARTS

    def convert(cell: Cell, measure: MeasuredAs) -> object:
        value = cell.value
        known = measure.known_periods
        if isinstance(value, str):
            hit = known.get((value, fixed))
            if hit is not None and not with_day:
                return hit
        if with_day:
            made = dates.day(cell)
            if made is not None and (not isinstance(made, Doubt) or made.value is not None):
                return made
        found = period(cell, fixed or measure.context, year_start)
        if loose and isinstance(found, Doubt) and found.value is None:
            again = period(cell, NO_CONTEXT, year_start)
            found = again if isinstance(again, Period) else found
        if begins and isinstance(found, Doubt) and found.value is None:
            found = _beginning(cell, measure, year_start) or found
        if (
            isinstance(found, Doubt)
            and isinstance(value, str)
            and column.heading.need is not Need.REQUIRED
            and is_not_applicable(clean(value))
        ):
            return Doubt(None, (("CEL016", f"says “{clean(value)}”; read as blank"),))
        if isinstance(found, Period) and isinstance(value, str):
            known[value, fixed] = found
        return found

    return convert
