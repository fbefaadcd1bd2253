"""Figures under the last month or quarter of a longer period, for a KPI that is answered to have such periods."""

from __future__ import annotations

from dataclasses import replace

from pmf_cli.importing.identity import SeenKpi
from pmf_cli.importing.mapping import ImportMapping, fact_column
from pmf_cli.register.choices import choice_in
from pmf_cli.register.periods.period import Period, PeriodKind
from pmf_cli.register.periods.steps import latest_ended
from pmf_cli.register.terms import Frequency, YearBasis

_PARTS = (PeriodKind.MONTH, PeriodKind.QUARTER)
_LONGER = (Frequency.QUARTERLY, Frequency.SIX_MONTHLY, Frequency.ANNUAL)


def with_periods_answered(kpi: SeenKpi, mapping: ImportMapping, year_start: int) -> SeenKpi:
    """The KPI with its months and quarters as the longer periods that they end, where it is answered to have such.

    A date such as 30/06/2024 may be of a month or of a quarter. Where a figure stands for a part that ends none, or
    the longer period has a figure already, all stay as they are.
    """
    asked = _answered_frequency(kpi, mapping)
    if asked is None:
        return kpi
    meant = _meant(kpi, asked, year_start)
    sightings = (replace(one, period=meant.get(one.period, one.period)) for one in kpi.sightings)
    return replace(kpi, sightings=tuple(sightings))


def _meant(kpi: SeenKpi, frequency: Frequency, year_start: int) -> dict[Period, Period]:
    """Part with a figure → the longer period that it ends; empty where one ends none, or a period has its figure."""
    measured = kpi.measured
    parts = {period for period in measured if period.kind in _PARTS}
    ended = {part: _ended_by(part, frequency, year_start) for part in parts}
    found = {part: period for part, period in ended.items() if period not in (None, part)}
    is_whole = len(found) == len(parts) == len(set(found.values()))
    return found if is_whole and measured.isdisjoint(found.values()) else {}


def _answered_frequency(kpi: SeenKpi, mapping: ImportMapping) -> Frequency | None:
    """The frequency answered, where it is longer than a month."""
    for name, value in mapping.facts_of(kpi.ref, kpi.name).items():
        column = fact_column(name)
        if column is not None and column.field == "frequency":
            said = choice_in(str(value), Frequency)
            return said if isinstance(said, Frequency) and said in _LONGER else None
    return None


def _ended_by(part: Period, frequency: Frequency, year_start: int) -> Period | None:
    period = latest_ended(frequency, YearBasis.FINANCIAL, part.end, year_start)
    return period if period is not None and period.end == part.end else None
