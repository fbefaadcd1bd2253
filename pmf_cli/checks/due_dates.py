"""Which periods a KPI can have, when its figure is due, and how old is too old."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from pmf_cli.checks.base import Scene
from pmf_cli.register.kpis import Kpi
from pmf_cli.register.periods import Period, PeriodKind, add_months, latest_ended
from pmf_cli.register.terms import Frequency, TimeBasis, TimetableStep, YearBasis

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
_AGE = re.compile(r"(\d+)\s*(day|week|month|quarter|term|half-year|half|year)s?", re.IGNORECASE)
_MONTHS_IN = {"month": 1, "quarter": 3, "term": 4, "half-year": 6, "half": 6, "year": 12}


def fits(kpi: Kpi, period: Period) -> bool:
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
        own = {
            YearBasis.FINANCIAL: PeriodKind.FINANCIAL_YEAR,
            YearBasis.CALENDAR: PeriodKind.CALENDAR_YEAR,
            YearBasis.ACADEMIC: PeriodKind.ACADEMIC_YEAR,
        }
        if kind is PeriodKind.SURVEY:
            return True
        return kind in YEARS if kpi.year_basis is None else kind is own[kpi.year_basis]
    return kind in KINDS[kpi.frequency]


def months_of(day: date) -> int:
    """A day's month as a number that counts on over years."""
    return day.year * 12 + day.month


def usual_step(kpi: Kpi) -> int | None:
    """Months from one figure to the next; ``None`` where there is no fixed step."""
    return None if kpi.frequency is None else STEPS.get(kpi.frequency)


def data_due_dates(scene: Scene) -> dict[Period, date]:
    """Reporting period → the last day on which data is due by the timetable."""
    found: dict[Period, date] = {}
    for step in scene.register.timetable:
        if step.step is TimetableStep.DATA_DUE and step.on is not None:
            found[step.cycle] = max(found.get(step.cycle, step.on), step.on)
    return found


def due_on(kpi: Kpi, period: Period, timetable: Mapping[Period, date]) -> date:
    """The day by which a figure is due: the period's end and the lag, or the timetable's day.

    The later of the two counts, since nobody is late before data is asked for.
    """
    ready = period.end + timedelta(days=kpi.lag_days or 0)
    asked = [on for cycle, on in timetable.items() if cycle.contains(period.end)]
    return max([ready, *asked])


def newest_due(kpi: Kpi, scene: Scene, timetable: Mapping[Period, date]) -> Period | None:
    """The newest period whose figure was due before the as-of date, within the KPI's life."""
    if kpi.frequency is None:
        return None
    basis = kpi.year_basis or YearBasis.FINANCIAL
    newest = latest_ended(kpi.frequency, basis, scene.as_of, scene.settings.financial_year_start)
    while newest is not None and due_on(kpi, newest, timetable) >= scene.as_of:
        newest = newest.previous()
    if newest is None or (kpi.first_period is not None and newest.end < kpi.first_period.end):
        return None
    if kpi.last_period is not None and newest.start > kpi.last_period.end:
        return None
    return newest


def answered_ends(scene: Scene) -> dict[str, set[date]]:
    """KPI reference → last days of the periods for which the whole has a row."""
    found: dict[str, set[date]] = {}
    for (ref, split), rows in scene.register.series.items():
        if split is None:
            found[ref] = {period.end for period in rows}
    return found


def oldest_allowed(age: str, on: date) -> date | None:
    """The day before which a figure is too old, from words such as ``2 quarters``.

    ``None`` where the words cannot be read.
    """
    found = _AGE.fullmatch(age.strip())
    if found is None:
        return None
    number, unit = int(found[1]), found[2].lower()
    if unit in ("day", "week"):
        return on - timedelta(days=number * (7 if unit == "week" else 1))
    year, month = add_months(on.year, on.month, -number * _MONTHS_IN[unit])
    last = add_months(year, month, 1)
    end_of_month = date(last[0], last[1], 1) - timedelta(days=1)
    return min(date(year, month, 1) + timedelta(days=on.day - 1), end_of_month)


def owed(scene: Scene, timetable: Mapping[Period, date]) -> Iterator[tuple[Kpi, Period]]:
    """Each active KPI with the newest period for which it owes a figure."""
    for kpi in scene.active:
        newest = newest_due(kpi, scene, timetable)
        if newest is not None:
            yield kpi, newest
