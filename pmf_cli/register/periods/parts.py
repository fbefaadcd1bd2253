"""Forms of periods shorter than a year, and of runs of months: one function each."""

from __future__ import annotations

import re

from pmf_cli.register.periods import period as periods
from pmf_cli.register.periods.context import (
    PeriodContext,
    PeriodError,
    of_months,
)
from pmf_cli.register.periods.period import Period
from pmf_cli.register.periods.words import ORDINALS, day_of, month_of, pair_of, year_of
from pmf_cli.register.terms import YearBasis
from pmf_cli.words import MONTHS


def quarter_form(found: re.Match[str], context: PeriodContext, year_start: int) -> Period:
    """A quarter of a financial year, with its months beside it or not."""
    period = periods.quarter(pair_of(found), ORDINALS[found["n"]], year_start)
    months = found.groupdict().get("a")
    if months and (month_of(found["a"]), month_of(found["b"])) != (
        period.start.month,
        period.end.month,
    ):
        raise PeriodError(
            f"{period.label} runs from {MONTHS[period.start.month - 1]} to"
            f" {MONTHS[period.end.month - 1]}; the months named beside it are others"
        )
    return period


def half_form(found: re.Match[str], context: PeriodContext, year_start: int) -> Period:
    """A half of a financial year."""
    return periods.half(pair_of(found), ORDINALS[found["n"]], year_start)


def quarter_of_one_year_form(
    found: re.Match[str], context: PeriodContext, year_start: int
) -> Period:
    """``2024 Q3``: refused unless only one year can be meant."""
    year, number = year_of(found["y"]), ORDINALS[found["n"]]
    if year_start == 1:
        return periods.quarter(year, number, year_start)
    if context.year_basis is YearBasis.CALENDAR:
        return of_months((year, 3 * number - 2), 3, PeriodContext(), year_start)
    earlier, later = periods.year_words(year - 1), periods.year_words(year)
    raise PeriodError(
        f"Q{number} of {year} could be of the calendar year or of a financial year;"
        f" write {later} Q{number} or {earlier} Q{number}"
    )


def half_of_one_year_form(found: re.Match[str], context: PeriodContext, year_start: int) -> Period:
    """``H1 2024``: refused unless only one year can be meant."""
    year, number = year_of(found["y"]), ORDINALS[found["n"]]
    if year_start == 1:
        return periods.half(year, number, year_start)
    raise PeriodError(
        f"H{number} of {year} could be of the calendar year or of a financial year;"
        f" write {periods.year_words(year)} H{number}"
    )


def month_of_year_form(found: re.Match[str], context: PeriodContext, year_start: int) -> Period:
    """``M7 2024/25``: months counted from the start of the financial year."""
    number = int(found["n"])
    if not 1 <= number <= 12:
        raise PeriodError("a year has 12 months")
    return periods.month(*periods.add_months(pair_of(found), year_start, number - 1))


def term_form(found: re.Match[str], context: PeriodContext, year_start: int) -> Period:
    """A school term of an academic year."""
    return periods.term(pair_of(found), found["t"].capitalize())


def term_of_one_year_form(found: re.Match[str], context: PeriodContext, year_start: int) -> Period:
    """``Spring 2025``: the term that lies in that year."""
    name, year = found["t"].capitalize(), year_of(found["y"])
    return periods.term(year if name == "Autumn" else year - 1, name)


def month_form(found: re.Match[str], context: PeriodContext, year_start: int) -> Period:
    """A month by name."""
    return periods.month(year_of(found["y"]), month_of(found["m"]))


def months_form(found: re.Match[str], context: PeriodContext, year_start: int) -> Period:
    """From month to month: a quarter, half or year."""
    first, last, end = month_of(found["a"]), month_of(found["b"]), year_of(found["y"])
    begin = year_of(found["x"]) if found["x"] else end - (first > last)
    count = (end - begin) * 12 + last - first + 1
    if count < 1:
        raise PeriodError("it ends before it begins")
    return of_months((begin, first), count, context, year_start)


def rolling_form(found: re.Match[str], context: PeriodContext, year_start: int) -> Period:
    """So many months up to the end of a month."""
    count = int(found["n"]) if found["n"] else 12
    if not 1 <= count <= 120:
        raise PeriodError("a run of months has 1 to 120 of them")
    if found["em"]:
        return periods.rolling(year_of(found["ey"]), month_of(found["em"]), count)
    last = day_of(found)
    if last.day != periods.span(last.year, last.month, 1)[1].day:
        raise PeriodError("such a period ends with the last day of a month")
    return periods.rolling(last.year, last.month, count)


def ending_form(found: re.Match[str], context: PeriodContext, year_start: int) -> Period:
    """A week, month, quarter or half known by its last day."""
    if found["em"]:
        year, number = year_of(found["ey"]), month_of(found["em"])
    else:
        last = day_of(found)
        year, number = last.year, last.month
        if found["what"] == "week":
            return periods.snapshot(last)
        if last != periods.span(year, number, 1)[1]:
            raise PeriodError("a month or quarter ends with the last day of a month")
    length = {"month": 1, "quarter": 3, "half year": 6, "half-year": 6}.get(found["what"])
    if length is None:
        raise PeriodError("the day on which the week ends is missing")
    return of_months(
        periods.add_months(year, number, 1 - length), length, PeriodContext(), year_start
    )
