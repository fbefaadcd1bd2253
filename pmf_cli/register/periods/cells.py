"""From a cell to a period: texts, dates and years as Excel holds them."""

from __future__ import annotations

from datetime import date, datetime

from pmf_cli.register.periods.context import PeriodContext, PeriodError, of_day
from pmf_cli.register.periods.period import Period, month
from pmf_cli.register.periods.text import read_period
from pmf_cli.register.values.dates import could_be_american
from pmf_cli.register.values.exact import Doubt, unusable
from pmf_cli.tabular.cell_text import clean, decimal_of, shown
from pmf_cli.workbook.cells import Cell


def period(cell: Cell, context: PeriodContext, year_start: int) -> Period | Doubt | None:
    """The period of a cell.

    A date shown as ``Nov-24`` is that month; other dates are read as ``of_day`` says; a whole
    number is a year (2024), a year and month (202407) or a date (20140401).
    """
    value = cell.value
    if isinstance(value, str):
        return _from_text(clean(value), context, year_start)
    if (doubt := unusable(cell)) or value is None:
        return doubt
    try:
        if isinstance(value, date):
            return _from_date(value, cell.number_format, context, year_start)
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            exact = decimal_of(value) if isinstance(value, float) else value
            if exact == int(exact):
                return read_period(str(int(exact)), year_start=year_start, context=context).period
    except (PeriodError, ValueError) as error:
        return Doubt(None, (("PER001", _words(str(error), cell)),))
    return Doubt(None, (("PER001", f"is no period but {shown(cell)}"),))


def _from_text(plain: str, context: PeriodContext, year_start: int) -> Period | Doubt | None:
    if not plain:
        return None
    try:
        written = read_period(plain, year_start=year_start, context=context)
    except PeriodError as error:
        return Doubt(None, (("PER001", str(error)),))
    remarks: list[tuple[str, str]] = []
    if written.status is not None:
        remarks.append(
            ("PER002", f"says “{plain}”; read as {written.period} and {written.status.lower()}")
        )
    if written.footnote:
        remarks.append(
            ("PER002", f"says “{plain}”; read as {written.period}, the mark is left aside")
        )
    if could_be_american(plain):
        remarks.append(("CEL018", f"holds the text “{plain}”; taken for {written.period}"))
    return Doubt(written.period, tuple(remarks), written.status) if remarks else written.period


def _from_date(on: date, number_format: str, context: PeriodContext, year_start: int) -> Period:
    low = number_format.lower().split(";")[0]
    # Quoted words and [$-809] of a number format are printed; only what is left tells month from day.
    bare = "".join(part for i, part in enumerate(low.split('"')) if i % 2 == 0)
    bare = bare.split("]")[-1]
    if "m" in bare and "d" not in bare and "h" not in bare:
        return month(on.year, on.month)
    return of_day(on.date() if isinstance(on, datetime) else on, context, year_start)


def _words(reason: str, cell: Cell) -> str:
    return (
        reason if reason.startswith("“") else f"“{shown(cell)}” is not read as a period: {reason}."
    )
