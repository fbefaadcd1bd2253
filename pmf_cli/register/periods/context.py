"""What is known of a KPI that decides how a doubtful period is read.

``2014-15`` is the financial year 2014/15 for most KPIs and two calendar years for a few;
31/12/2024 is a quarter for a quarterly KPI and a day for a snapshot. The functions here give
the one period that fits, or refuse with the reason and with what would be accepted.
"""

from __future__ import annotations

from datetime import date, timedelta

from pmf_cli.frozen import frozen
from pmf_cli.register.periods import period as periods
from pmf_cli.register.periods.period import Period
from pmf_cli.register.periods.steps import latest_ended, shift
from pmf_cli.register.terms import Frequency, TimeBasis, YearBasis
from pmf_cli.words import MONTHS, day


class PeriodError(ValueError):
    """A text that is no period, or could be more than one; the message says what to write."""


@frozen
class PeriodContext:
    """How often a KPI reports, which year it counts in and what one figure covers; of ``None`` nothing is assumed."""

    frequency: Frequency | None = None
    year_basis: YearBasis | None = None
    time_basis: TimeBasis | None = None

    @property
    def is_pooled(self) -> bool:
        """True where one figure takes several years together."""
        return self.time_basis is TimeBasis.POOLED

    @property
    def is_rolling(self) -> bool:
        """True where one figure covers the twelve months before."""
        return self.time_basis is TimeBasis.ROLLING


NO_CONTEXT = PeriodContext()
"""Nothing is known of the KPI."""
FINANCIAL_CONTEXT = PeriodContext(year_basis=YearBasis.FINANCIAL)
"""Where no KPI is concerned but years are financial years: timetable, rule sets."""


def of_day(on: date, context: PeriodContext, year_start: int) -> Period:
    """The period that a bare date stands for.

    The last day of a month, quarter, term, half or year stands for it where the KPI reports so
    often; the first of a month stands for that month where the KPI is monthly (Excel makes
    Nov-24 into 01/11/2024). Without a frequency, or for snapshots, a date is a snapshot.

    Raises:
        PeriodError: the date ends no period of the KPI's frequency.
    """
    if context.frequency is Frequency.MONTHLY and on.day == 1:
        return periods.month(on.year, on.month)
    fits = _ended(context, on, year_start)
    if fits is None:
        return periods.snapshot(on)
    if context.is_rolling and (on + timedelta(days=1)).day == 1:
        return periods.rolling(on.year, on.month)
    if fits.end == on:
        return fits
    if context.time_basis is TimeBasis.SNAPSHOT:
        return periods.snapshot(on)
    step = periods.noun_of(fits)
    raise PeriodError(
        f"{day(on)} is not the last day of a {step}; write a {step} such as {fits.label}, or as at "
        f"{day(on)} for a single day"
    )


def beginning(on: date, context: PeriodContext, year_start: int) -> Period | None:
    """The period of the KPI's frequency that begins on a day, or ``None``."""
    if context.is_rolling:
        return None
    ended = _ended(context, on, year_start)
    made = shift(ended, 1) if ended is not None else None
    return made if made is not None and made.start == on else None


def _ended(context: PeriodContext, on: date, year_start: int) -> Period | None:
    """The KPI's newest period that has ended by a day; ``None`` where it has no calendar."""
    if context.frequency is None:
        return None
    basis = context.year_basis or YearBasis.FINANCIAL
    return latest_ended(context.frequency, basis, on, year_start)


def of_months(
    start: tuple[int, int], months: int, context: PeriodContext, year_start: int
) -> Period:
    """The period that begins in a month (year, number) and lasts so many months; ``PeriodError`` where none does."""
    end_year, end_month = periods.add_months(*start, months - 1)
    year, number = start
    words = f"{months} months to {MONTHS[end_month - 1]} {end_year}"
    if context.is_rolling and months > 1:
        return periods.rolling(end_year, end_month, months)
    into_year = (number - year_start) % 12
    begins = year if number >= year_start else year - 1
    if months == 1:
        return periods.month(year, number)
    if months == 3 and into_year % 3 == 0:
        return periods.quarter(begins, into_year // 3 + 1, year_start)
    if months == 6 and into_year % 6 == 0:
        return periods.half(begins, into_year // 6 + 1, year_start)
    if months % 12 == 0:
        return _of_years(start, months // 12, context, year_start)
    raise PeriodError(
        f"{months} months from {MONTHS[number - 1]} {year} are no month, quarter, half or"
        f" year; check both ends, or write {words}"
    )


def _of_years(
    start: tuple[int, int], years: int, context: PeriodContext, year_start: int
) -> Period:
    year, number = start
    if years > 1:
        if number in (1, year_start, periods.ACADEMIC_START):
            return periods.pooled(year, year + years - 1, number)
        raise PeriodError(f"{years} years that begin in {MONTHS[number - 1]} are not known")
    if context.year_basis is YearBasis.ACADEMIC and number == periods.ACADEMIC_START:
        return periods.academic_year(year)
    if number == year_start:
        return periods.financial_year(year, year_start)
    if number == 1:
        return periods.calendar_year(year)
    if number == periods.ACADEMIC_START:
        return periods.academic_year(year)
    end_year, end_month = periods.add_months(year, number, 11)
    return periods.rolling(end_year, end_month)


def of_year_pair(start_year: int, context: PeriodContext, year_start: int) -> Period:
    """The year written ``2024/25``: academic where the KPI's year is, else financial."""
    if context.year_basis is YearBasis.ACADEMIC:
        return periods.academic_year(start_year)
    return periods.financial_year(start_year, year_start)


def of_hyphen_pair(text: str, start_year: int, context: PeriodContext, year_start: int) -> Period:
    """The year or two years written ``2014-15``; ``PeriodError`` where nothing known of the KPI tells which."""
    two_sorts = (YearBasis.FINANCIAL, YearBasis.ACADEMIC)
    if context.is_pooled and context.year_basis not in two_sorts:
        return periods.pooled(start_year, start_year + 1)
    if context.year_basis in two_sorts and not context.is_pooled:
        return of_year_pair(start_year, context, year_start)
    year = periods.year_words(start_year)
    raise PeriodError(
        f"{text} could be the year {year} or the two years {start_year} and {start_year + 1}"
        f" together; write {year}, or {start_year} and {start_year + 1}"
    )
