"""From a cell to a date: Excel dates, texts read day first, and numbers that lost their format."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from pmf_cli import words
from pmf_cli.register.periods.context import PeriodError
from pmf_cli.register.periods.words import DATE_FORM, day_of
from pmf_cli.register.values import exact as values
from pmf_cli.register.values.exact import Doubt
from pmf_cli.tabular.cell_text import clean, short, shown
from pmf_cli.workbook.cells import Cell

EXCEL_DAYS = (32_874, 58_440)
"""Day numbers of 01/01/1990 and 31/12/2059: a plain number between them may be a lost date."""
MEANT = (date(1950, 1, 1), date(2099, 12, 31))
"""No date of a register lies outside: 30 typed where a date belongs is 30/01/1900 in Excel."""


def day(cell: Cell, *, from_1904: bool = False) -> date | Doubt | None:
    """The date of a cell; texts are read day first and said to be texts.

    A day that no register can mean (before 1950, after 2099) is a doubt without a value. Where the
    workbook counts days from 1904, a plain number is not taken for a date counted from 1900.
    """
    value = cell.value
    if isinstance(value, date):
        made = value.date() if isinstance(value, datetime) else value
        return made if MEANT[0] <= made <= MEANT[1] else _never_meant(made)
    if isinstance(value, str):
        return _day_from_text(clean(value), from_1904=from_1904)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _day_from_number(value, from_1904=from_1904)
    return values.unusable(cell) or (
        None
        if value is None
        else Doubt(None, (("CEL005", f"should be a date but is {shown(cell)}"),))
    )


def _day_from_text(plain: str, *, from_1904: bool) -> Doubt | None:
    if not plain:
        return None
    found = DATE_FORM.fullmatch(" ".join(plain.lower().replace(",", " ").split()))
    if found is None:
        if re.fullmatch(r"[0-9]{5}", plain) and EXCEL_DAYS[0] <= int(plain) <= EXCEL_DAYS[1]:
            return _day_from_number(int(plain), from_1904=from_1904)
        return values.not_applicable(plain) or Doubt(
            None,
            (("CEL005", f"should be a date such as 30/09/2024 but says “{short(plain)}”"),),
        )
    try:
        made = day_of(found)
    except PeriodError:
        return Doubt(None, (("CEL005", f"says “{short(plain)}”, and there is no such day"),))
    if not MEANT[0] <= made <= MEANT[1]:
        return _never_meant(made)
    if could_be_american(plain):
        return Doubt(
            made, (("CEL018", f"holds the text “{short(plain)}”; read as {words.short_day(made)}"),)
        )
    return Doubt(made, (("CEL006", f"holds the date {words.day(made)} as text"),))


def _never_meant(made: date) -> Doubt:
    """The doubt of a day that nobody can have meant, with how it came about where that is known."""
    told = f"is {words.day(made)}, a day that cannot be meant"
    if made.year <= 1900:
        # Excel counts a 29/02/1900 that never was.
        number = (made - date(1899, 12, 30)).days - (made < date(1900, 3, 1))
        told += f" (a number such as {number}, shown as a date)"
    return Doubt(None, (("CEL005", told),))


def could_be_american(plain: str) -> bool:
    """Whether a text date means another day when its month is read first."""
    # 03/04/2024 is two days, 13/04/2024 and 04/04/2024 are one whichever figure is the month.
    found = re.match(r"\s*(\d{1,2})[/.-](\d{1,2})[/.-]\d{2,4}\b", plain)
    return (
        found is not None and int(found[1]) <= 12 and found[1].lstrip("0") != found[2].lstrip("0")
    )


def _day_from_number(serial: float, *, from_1904: bool) -> Doubt:
    low, high = EXCEL_DAYS
    if low <= serial <= high and not from_1904:
        made = date(1899, 12, 30) + timedelta(days=int(serial))
        read = words.day(made)
        return Doubt(made, (("CEL017", f"holds the number {serial:.15g}; read as {read}"),))
    return Doubt(
        None, (("CEL005", f"should be a date such as 30/09/2024 but is the number {serial:.15g}"),)
    )
