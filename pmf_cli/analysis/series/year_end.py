"""The period with which a KPI's year ends: what the year-end column of a scorecard is about."""

from __future__ import annotations

from pmf_cli.assessment import Assessment
from pmf_cli.rag.base import KpiRating
from pmf_cli.register.periods.period import (
    FINANCIAL_START,
    Period,
    PeriodKind,
    financial_year,
    rolling,
)
from pmf_cli.register.periods.steps import within
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.record import Forecast
from pmf_cli.register.terms import Frequency, TimeBasis, YearBasis, YearValue
from pmf_cli.register.time.times import YEARS

WITHOUT_A_YEAR = (PeriodKind.SNAPSHOT, PeriodKind.SURVEY, PeriodKind.POOLED)
"""Kinds of period that no year ends with."""


def reported_year(period: Period, year_start: int = FINANCIAL_START) -> Period:
    """The financial year in which a period ends."""
    return financial_year(period.end.year - (period.end.month < year_start), year_start)


def year_end_of(rating: KpiRating, year_start: int = FINANCIAL_START) -> Period | None:
    """The KPI's last own period that ends in the financial year reported on.

    Of a quarterly KPI the fourth quarter, of rolling figures the one up to the year's last month, of calendar years
    the one that ended within it. ``None`` where figures do not come every year.
    """
    kpi, year = rating.kpi, reported_year(rating.period, year_start)
    own = rating.result_period
    if own is not None and own.kind in WITHOUT_A_YEAR:
        return None
    if own is not None and own.kind is PeriodKind.ROLLING:
        months = (own.end.year - own.start.year) * 12 + own.end.month - own.start.month + 1
        return rolling(year.end.year, year.end.month, months)
    if kpi.frequency is None:
        return None
    found = within(year, kpi.frequency, kpi.year_basis or YearBasis.FINANCIAL, year_start)
    return found[-1] if found else None


def forecast_period(kpi: Kpi, row: Forecast, year_start: int = FINANCIAL_START) -> Period | None:
    """The KPI's own period that a forecast is about.

    What is expected for a year is what its last period shows where figures are of the year so far, or of a day;
    of other KPIs no period shows it. ``None`` there, and where the row names no period.
    """
    when = row.for_period
    if when is None or when.kind not in YEARS or kpi.frequency in (None, Frequency.ANNUAL):
        return when
    last_tells = kpi.time_basis in (TimeBasis.CUMULATIVE, TimeBasis.SNAPSHOT)
    if not last_tells and kpi.year_value is not YearValue.LAST:
        return None
    found = within(when, kpi.frequency, kpi.year_basis or YearBasis.FINANCIAL, year_start)
    return found[-1] if found else None


def newest_forecast(assessment: Assessment, kpi: Kpi, period: Period) -> Forecast | None:
    """What is expected of a KPI for a period, as was said last, up to the period reported on.

    Args:
        period: one of the KPI's own, or one for which the register has a row as it stands: a year's average.
    """
    made = [
        (row.made_in.sort_key, row)
        for row in assessment.register.forecasts
        if row.kpi_ref == kpi.ref and row.value is not None
        if period in (forecast_period(kpi, row), row.for_period)
        if row.made_in is not None and row.made_in.end <= assessment.period.end
    ]
    return max(made, key=lambda pair: pair[0])[1] if made else None
