"""Figures under the last month of a quarter or year, for a KPI that is answered to be quarterly or annual."""

from __future__ import annotations

from dataclasses import replace

from pmf_cli.importing.fields import ScorecardField
from pmf_cli.importing.identity import SeenKpi
from pmf_cli.importing.mapping import ImportMapping, fact_column
from pmf_cli.register.choices import choice_in
from pmf_cli.register.periods.period import Period, PeriodKind
from pmf_cli.register.periods.steps import latest_ended
from pmf_cli.register.terms import Frequency, YearBasis

_LONGER = (Frequency.QUARTERLY, Frequency.SIX_MONTHLY, Frequency.ANNUAL)


def with_periods_answered(kpi: SeenKpi, mapping: ImportMapping, year_start: int) -> SeenKpi:
    """The KPI with its months as the quarters, halves or years that they end, where the answers say that it has such.

    A date such as 30/06/2024 may be of a month or of a quarter. Where one of its months ends none, or the longer
    period has a figure already, all stay months.
    """
    asked = _answered_frequency(kpi, mapping)
    if asked is None:
        return kpi
    meant = _meant(kpi, asked, year_start)
    sightings = (replace(one, period=meant.get(one.period, one.period)) for one in kpi.sightings)
    return replace(kpi, sightings=tuple(sightings))


def _meant(kpi: SeenKpi, frequency: Frequency, year_start: int) -> dict[Period, Period]:
    """Month with a figure → the longer period that it ends; empty where one ends none, or a period has its figure."""
    measured = [one.period for one in kpi.sightings if one.cell(ScorecardField.VALUE) is not None]
    months = {period for period in measured if period.kind is PeriodKind.MONTH}
    ended = {month: _ended_by(month, frequency, year_start) for month in months}
    found = {month: period for month, period in ended.items() if period is not None}
    is_whole = len(found) == len(months) and set(measured).isdisjoint(found.values())
    return found if is_whole else {}


def _answered_frequency(kpi: SeenKpi, mapping: ImportMapping) -> Frequency | None:
    """The frequency answered, where it is longer than a month."""
    for name, value in mapping.facts_of(kpi.ref, kpi.name).items():
        column = fact_column(name)
        if column is not None and column.field == "frequency":
            said = choice_in(str(value), Frequency)
            return said if isinstance(said, Frequency) and said in _LONGER else None
    return None


def _ended_by(month: Period, frequency: Frequency, year_start: int) -> Period | None:
    period = latest_ended(frequency, YearBasis.FINANCIAL, month.end, year_start)
    return period if period is not None and period.end == month.end else None
