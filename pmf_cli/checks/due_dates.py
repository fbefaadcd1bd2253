"""Which periods a KPI can have, and the newest one for which it owes a figure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pmf_cli.checks.base import CheckContext
from pmf_cli.register.periods.period import Period, PeriodKind
from pmf_cli.register.periods.steps import latest_ended
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.terms import Frequency, TimeBasis, YearBasis
from pmf_cli.register.time.expected import Known, period_before
from pmf_cli.register.time.owed import DueDates, newest_owed
from pmf_cli.register.time.times import is_longer, is_own, kpi_year

YEARS = (PeriodKind.FINANCIAL_YEAR, PeriodKind.ACADEMIC_YEAR, PeriodKind.CALENDAR_YEAR)
KINDS = {
    Frequency.MONTHLY: (PeriodKind.MONTH,),
    Frequency.QUARTERLY: (PeriodKind.QUARTER,),
    Frequency.TERMLY: (PeriodKind.TERM,),
    Frequency.SIX_MONTHLY: (PeriodKind.HALF,),
    Frequency.TWO_YEARLY: (*YEARS, PeriodKind.SURVEY, PeriodKind.POOLED),
    Frequency.THREE_YEARLY: (*YEARS, PeriodKind.SURVEY, PeriodKind.POOLED),
}
"""The kinds of period that a frequency has; annual ones follow from the year basis."""
STEPS = {
    Frequency.MONTHLY: 1,
    Frequency.QUARTERLY: 3,
    Frequency.TERMLY: 4,
    Frequency.SIX_MONTHLY: 6,
    Frequency.ANNUAL: 12,
    Frequency.TWO_YEARLY: 24,
    Frequency.THREE_YEARLY: 36,
}
"""Months from one figure to the next."""
NO_CALENDAR = (Frequency.TWO_YEARLY, Frequency.THREE_YEARLY, Frequency.AD_HOC)
"""Frequencies whose next figure the calendar does not tell."""

EARLIEST_YEAR = 1900
"""No figure is asked for before it, however long a KPI's lag is said to be."""


def fits(kpi: Kpi, period: Period, year_start: int) -> bool:
    """Whether a period is of a kind that the KPI's frequency, year and time basis allow."""
    kind = period.kind
    if kpi.frequency is None or kpi.frequency is Frequency.AD_HOC:
        return True
    if kind is PeriodKind.ROLLING:
        return kpi.time_basis in (TimeBasis.ROLLING, None)
    if kind is PeriodKind.POOLED:
        return kpi.time_basis in (TimeBasis.POOLED, None) or kpi.frequency in (
            Frequency.TWO_YEARLY,
            Frequency.THREE_YEARLY,
        )
    if kind is PeriodKind.SNAPSHOT:
        return kpi.time_basis in (TimeBasis.SNAPSHOT, None)
    if kpi.frequency is Frequency.ANNUAL:
        if kind is PeriodKind.SURVEY:
            return True
        return kind in YEARS and _is_of_its_year(kpi, period, year_start)
    return kind in KINDS[kpi.frequency]


def may_stand_beside(kpi: Kpi, period: Period, year_start: int) -> bool:
    """Whether a period is longer than the KPI's own and made of them: a year beside quarters."""
    if not is_longer(kpi, period):
        return False
    if period.kind not in YEARS:
        return period.kind is not PeriodKind.TERM
    return _is_of_its_year(kpi, period, year_start)


def _is_of_its_year(kpi: Kpi, period: Period, year_start: int) -> bool:
    """Whether a year is of the KPI's kind; a financial year from January is a calendar year."""
    return kpi.year_basis is None or kpi_year(kpi, period, year_start).kind is period.kind


def months_of(day: date) -> int:
    """A day's month as a number that counts on over years."""
    return day.year * 12 + day.month


def usual_step(kpi: Kpi) -> int | None:
    """Months from one figure to the next; ``None`` where there is no fixed step."""
    return None if kpi.frequency is None else STEPS.get(kpi.frequency)


def owed(context: CheckContext, dates: DueDates) -> Iterator[tuple[Kpi, Period]]:
    """Each active KPI with a calendar, and the newest period whose figure is already late."""
    for kpi in context.active:
        newest = _newest_late(kpi, context, dates)
        if newest is not None:
            yield kpi, newest


def _newest_late(kpi: Kpi, context: CheckContext, dates: DueDates) -> Period | None:
    if kpi.frequency not in STEPS or kpi.frequency in NO_CALENDAR:
        return None
    rows = context.register.results_of(kpi.ref)
    known = Known(rows, context.as_of, context.as_of, kpi)
    newest = newest_owed(kpi, known, _asked_until(context), context.settings.financial_year_start)
    while newest is not None and dates.of(kpi, newest) >= context.as_of:
        if newest.end.year < EARLIEST_YEAR:
            return None
        newest = period_before(kpi, newest, known)
    if newest is None or (kpi.first_period is not None and newest.end < kpi.first_period.end):
        return None
    if kpi.last_period is not None and kpi.last_period.end < context.period.start:
        return None
    return newest


def _asked_until(context: CheckContext) -> date:
    """The last day of which anybody is asked for figures: months are asked for with their quarter."""
    year_start = context.settings.financial_year_start
    ended = latest_ended(Frequency.QUARTERLY, YearBasis.FINANCIAL, context.as_of, year_start)
    return context.period.end if ended is None else max(context.period.end, ended.end)


def answered_ends(context: CheckContext) -> dict[str, set[date]]:
    """KPI reference → last days of the periods for which the whole has a row."""
    found: dict[str, set[date]] = {}
    for (ref, split), rows in context.register.series.items():
        if split is None:
            kpi = context.register.kpi_by_ref.get(ref)
            found[ref] = {period.end for period in rows if kpi is None or is_own(kpi, period)}
    return found
