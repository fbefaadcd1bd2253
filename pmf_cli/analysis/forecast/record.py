"""How a service's earlier forecasts held against what came."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from pmf_cli.analysis.series.year_end import (
    forecast_period,
)
from pmf_cli.assessment import Assessment
from pmf_cli.frozen import frozen
from pmf_cli.register.periods.period import Period
from pmf_cli.register.periods.steps import year_earlier
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.record import Forecast
from pmf_cli.register.time.expected import Known


@frozen
class Scored:
    """One forecast against what came.

    Attributes:
        error: what came less what was expected.
        same_error: the same of "same as last year"; ``None`` without a year before.
        is_within: whether it lay within the lowest and highest given; ``None`` where they were not.
    """

    error: Decimal
    same_error: Decimal | None
    is_within: bool | None


@frozen
class Record:
    """How earlier forecasts of a service have held, in the order of the register."""

    scored: tuple[Scored, ...] = ()

    @property
    def error(self) -> Decimal | None:
        """The mean error, whichever way."""
        return _mean_size([one.error for one in self.scored])

    @property
    def same_error(self) -> Decimal | None:
        """That of "same as last year"."""
        return _mean_size([one.same_error for one in self.scored if one.same_error is not None])

    @property
    def within(self) -> tuple[bool, ...]:
        """Of each with a lowest and highest given, whether what came lay within."""
        return tuple(one.is_within for one in self.scored if one.is_within is not None)


def record_of(assessment: Assessment, kpi: Kpi) -> Record:
    """How a service's earlier forecasts held, of the periods whose figures are known by now."""
    rows = [row for row in assessment.register.forecasts if row.kpi_ref == kpi.ref]
    if not rows:
        return Record()
    results = assessment.register.results_of(kpi.ref)
    known = Known(results, assessment.period.end, assessment.as_of, kpi)
    came = {row.period: row.number for row in known.newest_of_any() if row.period is not None}
    scored = (_scored(kpi, row, came) for row in rows)
    return Record(tuple(one for one in scored if one is not None))


def _scored(kpi: Kpi, row: Forecast, came: Mapping[Period, Decimal | None]) -> Scored | None:
    """A forecast beside what came; ``None`` where that is not known, or was when it was made."""
    period, expected = forecast_period(kpi, row), row.value
    value = None if period is None else came.get(period)
    if period is None or value is None or expected is None or not _was_ahead(row, period):
        return None
    before = came.get(year_earlier(period))
    return Scored(
        value - expected,
        None if before is None else value - before,
        _within(row, value),
    )


def _within(row: Forecast, value: Decimal) -> bool | None:
    if row.low is None or row.high is None:
        return None
    return row.low <= value <= row.high


def _was_ahead(row: Forecast, period: Period) -> bool:
    return row.made_in is not None and row.made_in.end < period.end


def _mean_size(errors: Sequence[Decimal]) -> Decimal | None:
    return sum(map(abs, errors), Decimal(0)) / len(errors) if errors else None
