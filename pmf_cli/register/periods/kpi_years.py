"""A KPI's own year: when it begins, and the results that make up its figure."""

from __future__ import annotations

from datetime import date

from pmf_cli.register.expected import Known
from pmf_cli.register.periods.period import Period, PeriodKind, add_months
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.record import Result
from pmf_cli.register.terms import TimeBasis, YearBasis

YEARS = (PeriodKind.FINANCIAL_YEAR, PeriodKind.ACADEMIC_YEAR, PeriodKind.CALENDAR_YEAR)
"""Kinds of period that are a whole year."""


def year_begins(kpi: Kpi, year_start: int) -> int:
    """The month in which the KPI's year begins."""
    return {YearBasis.CALENDAR: 1, YearBasis.ACADEMIC: 9}.get(
        kpi.year_basis or YearBasis.FINANCIAL, year_start
    )


def rows_of_year(kpi: Kpi, then: Period, known: Known, year_start: int) -> tuple[Result, ...]:
    """The results that add up to the year in which a period ends; none where one is missing."""
    begins = year_begins(kpi, year_start)
    first_year = then.end.year - (0 if then.end.month >= begins else 1)
    first = date(first_year, begins, 1)
    end_year, end_month = add_months(first_year, begins, 12)
    after = date(end_year, end_month, 1)
    rows = [
        row
        for row in known.newest_first()
        if row.period is not None and first <= row.period.start and row.period.end < after
    ]
    whole = [row for row in rows if row.period is not None and row.period.kind in YEARS]
    if whole:
        return (whole[0],)
    own = [row for row in rows if row.period is not None and row.period.kind is then.kind]
    if not own or own[0].period is None or (after - own[0].period.end).days != 1:
        return ()
    if kpi.time_basis is TimeBasis.CUMULATIVE:
        return (own[0],)
    full = {PeriodKind.MONTH: 12, PeriodKind.QUARTER: 4, PeriodKind.HALF: 2, PeriodKind.TERM: 3}
    if len(own) != full.get(then.kind, 1) or any(row.number is None for row in own):
        return ()
    return tuple(own)
