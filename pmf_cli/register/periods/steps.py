"""Steps through the calendar: a period moved, the next of its kind, the newest that has ended.

What a single KPI expects, with its record in view, is in ``expected.py``.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache

from pmf_cli.register.periods.period import (
    ACADEMIC_START,
    FINANCIAL_START,
    TERMS,
    Period,
    PeriodKind,
    academic_year,
    add_months,
    calendar_year,
    financial_year,
    half,
    month,
    pooled,
    quarter,
    rolling,
    snapshot,
    span,
    survey,
    term,
)
from pmf_cli.register.terms import Frequency, YearBasis


def moved_by_months(period: Period, months: int) -> Period:
    """The period of the same kind and length, moved by whole months.

    Where the months are no whole number of steps, it is the period in which the moved first day
    lies: a financial year moved by six months stays where it is. Moving a month end lands on a
    month end: 29 February 2024 a year later is 28 February 2025.
    """
    year, start_month = add_months(period.start.year, period.start.month, months)
    begins_in = period.start.month
    first_year = year - (start_month < begins_in)
    match period.kind:
        case PeriodKind.MONTH:
            return month(year, start_month)
        case PeriodKind.QUARTER | PeriodKind.HALF:
            return _numbered(period, year, start_month)
        case PeriodKind.TERM:
            return term_of_month(year, start_month)
        case PeriodKind.FINANCIAL_YEAR:
            return financial_year(first_year, begins_in)
        case PeriodKind.ROLLING:
            end_year, end_month = add_months(period.end.year, period.end.month, months)
            return rolling(end_year, end_month, _months_between(period))
        case PeriodKind.POOLED:
            last_year = first_year + _months_between(period) // 12 - 1
            return pooled(first_year, last_year, begins_in)
        case PeriodKind.SNAPSHOT:
            return snapshot(_day_moved(period.start, months))
        case _:
            return _OF_A_YEAR[period.kind](first_year)


_OF_A_YEAR = {
    PeriodKind.ACADEMIC_YEAR: academic_year,
    PeriodKind.CALENDAR_YEAR: calendar_year,
    PeriodKind.SURVEY: survey,
}
"""Kinds of which each year has one, always from the same month."""


def shift(period: Period, steps: int) -> Period | None:
    """The period so many places later (earlier when negative) in its own sequence.

    Rolling periods move by a quarter's three months only where asked through their KPI's
    frequency; here they move by one month. Pooled years move by one year. Snapshots and
    surveys have no sequence of their own.
    """
    if period.kind in (PeriodKind.SNAPSHOT, PeriodKind.SURVEY):
        return None
    if period.kind is PeriodKind.TERM:
        start_year, name = _term_name(period)
        index = start_year * 3 + TERMS.index(name) + steps
        return term(index // 3, TERMS[index % 3])
    step = {
        PeriodKind.MONTH: 1,
        PeriodKind.QUARTER: 3,
        PeriodKind.HALF: 6,
        PeriodKind.ROLLING: 1,
    }.get(period.kind, 12)
    return moved_by_months(period, step * steps)


def months_of(day: date) -> int:
    """A day's month as a number that counts on over years."""
    return day.year * 12 + day.month


def year_earlier(period: Period) -> Period:
    """The same period one year earlier."""
    return moved_by_months(period, -12)


def _months_between(period: Period) -> int:
    return (period.end.year - period.start.year) * 12 + period.end.month - period.start.month + 1


def _day_moved(day: date, months: int) -> date:
    year, month_number = add_months(day.year, day.month, months)
    first, last = span(year, month_number, 1)
    is_month_end = (day + timedelta(days=1)).month != day.month
    return last if is_month_end else first.replace(day=min(day.day, last.day))


def _numbered(period: Period, year: int, start_month: int) -> Period:
    """A quarter or half at a new start month, its year start read from the old label."""
    length = 3 if period.kind is PeriodKind.QUARTER else 6
    number = int(period.label[-1])
    old_start = add_months(period.start.year, period.start.month, -length * (number - 1))[1]
    offset = (start_month - old_start) % 12
    new_number = offset // length + 1
    begins = add_months(year, start_month, -length * (new_number - 1))[0]
    make = quarter if period.kind is PeriodKind.QUARTER else half
    return make(begins, new_number, old_start)


def _term_name(period: Period) -> tuple[int, str]:
    name = period.label.split()[-1]
    return period.start.year - (0 if name == "Autumn" else 1), name


def term_of_month(year: int, month_number: int) -> Period:
    """The term in which a month lies."""
    if month_number >= ACADEMIC_START:
        return term(year, "Autumn")
    return term(year - 1, "Spring" if month_number < 4 else "Summer")


def latest_ended(
    frequency: Frequency,
    basis: YearBasis,
    on: date,
    year_start: int = FINANCIAL_START,
) -> Period | None:
    """The newest period of a frequency that ended by a day; ``None`` for ad hoc and those beyond a year: they have no calendar."""
    newest_first = _calendar_back_from(frequency, basis, on, year_start)
    return next((period for period in newest_first if period.end <= on), None)


def _calendar_back_from(
    frequency: Frequency, basis: YearBasis, on: date, year_start: int
) -> Iterator[Period]:
    start: Period | None
    begins = on.year if on.month >= year_start else on.year - 1
    match frequency:
        case Frequency.MONTHLY:
            start = month(on.year, on.month)
        case Frequency.QUARTERLY:
            start = quarter(begins, 4, year_start)
        case Frequency.SIX_MONTHLY:
            start = half(begins, 2, year_start)
        case Frequency.TERMLY:
            start = term(on.year, "Summer")
        case Frequency.ANNUAL:
            start = {
                YearBasis.FINANCIAL: financial_year(begins, year_start),
                YearBasis.CALENDAR: calendar_year(on.year),
                YearBasis.ACADEMIC: academic_year(on.year),
            }[basis]
        case _:
            return
    while start is not None:
        yield start
        start = shift(start, -1)


@lru_cache(maxsize=1024)
def within(
    period: Period, frequency: Frequency, basis: YearBasis, year_start: int = FINANCIAL_START
) -> tuple[Period, ...]:
    """The periods of a frequency that end inside a longer period, oldest first."""
    found = []
    candidate = latest_ended(frequency, basis, period.end, year_start)
    while candidate is not None and candidate.end >= period.start:
        found.append(candidate)
        candidate = shift(candidate, -1)
    return tuple(reversed(found))
