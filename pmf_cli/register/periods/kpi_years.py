"""A KPI's own year: when it begins, and which year a period belongs to."""

from __future__ import annotations

from pmf_cli.register.periods.period import (
    FINANCIAL_START,
    Period,
    PeriodKind,
    academic_year,
    calendar_year,
    financial_year,
)
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.terms import YearBasis

YEARS = (PeriodKind.FINANCIAL_YEAR, PeriodKind.ACADEMIC_YEAR, PeriodKind.CALENDAR_YEAR)
"""Kinds of period that are a whole year."""


def year_begins(kpi: Kpi, year_start: int) -> int:
    """The month in which the KPI's year begins."""
    return {YearBasis.CALENDAR: 1, YearBasis.ACADEMIC: 9}.get(
        kpi.year_basis or YearBasis.FINANCIAL, year_start
    )


def kpi_year(
    kpi: Kpi, period: Period, year_start: int = FINANCIAL_START, *, back: int = 0
) -> Period:
    """The KPI's whole year in which a period ends, or the one so many years before it."""
    begins = year_begins(kpi, year_start)
    first = period.end.year - (0 if period.end.month >= begins else 1) - back
    if kpi.year_basis is YearBasis.CALENDAR:
        return calendar_year(first)
    if kpi.year_basis is YearBasis.ACADEMIC:
        return academic_year(first)
    return financial_year(first, year_start)
