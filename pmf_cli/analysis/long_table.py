"""The long table: a row for each figure that the register holds, with all that is worked out about it.

Of the whole and of splits, of the KPI's own periods and of longer ones stored beside them, up to the
reporting period, as known on the assessment's date.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date

from pmf_cli.analysis.series.other_places import AVERAGES, benchmarks_by_kpi
from pmf_cli.analysis.series.process_limits import ProcessLimits
from pmf_cli.analysis.series.year_end import forecast_period
from pmf_cli.analysis.signals import Mark, Signal, signals
from pmf_cli.assessment import Assessment
from pmf_cli.frozen import frozen
from pmf_cli.rag.base import KpiRating
from pmf_cli.register.periods.period import Period
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.record import Benchmark, Forecast, Result
from pmf_cli.register.time.expected import Known


@frozen
class HeldFigure:
    """One figure of the record or the reason for none, or a period of which only a forecast is known.

    Attributes:
        split: the part that it is of; ``None`` for the whole.
        result: ``None`` where there is only a forecast.
        rating: that of its own period; ``None`` for splits that are not rated, and out of scope.
        mark: what the rules of signals say of it; ``None`` where they are not asked (see ``signals``).
        limits: the natural limits that it was held against.
        forecast: what the service expected for its period, as it said last.
        benchmark: the first comparator of its very period, in the order of the sheet.
    """

    kpi: Kpi
    split: str | None
    period: Period
    result: Result | None
    rating: KpiRating | None
    mark: Mark | None
    limits: ProcessLimits | None
    forecast: Forecast | None
    benchmark: Benchmark | None


def held_figures(
    assessment: Assessment, kpis: Sequence[Kpi], said: Callable[[str], None]
) -> Iterator[HeldFigure]:
    """The long table of some KPIs: KPI by KPI, the whole before its splits, the oldest period first.

    Args:
        said: is told how far it has come.
    """
    forecasts, benchmarks = _forecasts(assessment), _benchmarks(assessment)
    splits: dict[str, list[str]] = {}
    for ref, split in assessment.register.series:
        if split is not None:
            splits.setdefault(ref, []).append(split)
    for number, kpi in enumerate(kpis, 1):
        said(f"Rating every period of {kpi.ref} ({number:,} of {len(kpis):,})")
        yield from _whole(assessment, kpi, forecasts.get(kpi.ref, {}), benchmarks.get(kpi.ref, {}))
        for split in splits.get(kpi.ref, ()):
            yield from _part(assessment, kpi, split)


def _whole(
    assessment: Assessment,
    kpi: Kpi,
    forecasts: Mapping[Period, Forecast],
    benchmarks: Mapping[Period, Benchmark],
) -> Iterator[HeldFigure]:
    """What is held of a KPI, then the later periods of which there is only a forecast."""
    signal = _signal_of(assessment, kpi)
    marks = {point.period: mark for point, mark in signal.points} if signal else {}
    rows = _known(assessment, kpi, None)
    ahead = sorted(forecasts.keys() - rows.keys(), key=lambda period: period.sort_key)
    rated = dict(zip(rows, assessment.past(kpi, rows), strict=True))
    for period in (*rows, *ahead):
        yield HeldFigure(
            kpi,
            None,
            period,
            rows.get(period),
            rated.get(period),
            marks.get(period),
            signal.limits if signal and period in marks else None,
            forecasts.get(period),
            benchmarks.get(period),
        )


def _part(assessment: Assessment, kpi: Kpi, split: str) -> Iterator[HeldFigure]:
    """What is held of a split; it is rated where it has a target of its own, or the settings say so."""
    rows = _known(assessment, kpi, split)
    own = assessment.register.targets_by_kpi.get(kpi.ref, ())
    is_rated = assessment.settings.rating.rate_splits or any(row.split == split for row in own)
    rated = assessment.past(kpi, rows, split) if is_rated else (None,) * len(rows)
    for (period, row), rating in zip(rows.items(), rated, strict=True):
        yield HeldFigure(kpi, split, period, row, rating, None, None, None, None)


def _known(assessment: Assessment, kpi: Kpi, split: str | None) -> dict[Period, Result]:
    """The rows of a series that were known, the oldest first."""
    rows = assessment.register.results_of(kpi.ref, split)
    known = Known(rows, assessment.period.end, assessment.as_of, kpi)
    return {period: row for period in rows if (row := known.at(period)) is not None}


def _signal_of(assessment: Assessment, kpi: Kpi) -> Signal | None:
    rating = assessment.rating_of.get(kpi.ref)
    return None if rating is None else signals(assessment, [rating])[0]


def _forecasts(assessment: Assessment) -> dict[str, dict[Period, Forecast]]:
    """KPI reference → its own periods, each with what was expected of it last by the period reported on."""
    register = assessment.register
    found: dict[str, dict[Period, Forecast]] = {}
    made = (row for row in register.forecasts if row.made_in is not None and row.value is not None)
    for row in sorted(made, key=_made_at):
        kpi = register.kpi(row.kpi_ref)
        when = None if kpi is None else forecast_period(kpi, row)
        if (
            when is not None
            and row.made_in is not None
            and row.made_in.end <= assessment.period.end
        ):
            found.setdefault(row.kpi_ref, {})[when] = row
    return found


def _made_at(row: Forecast) -> tuple[date, date, str]:
    assert row.made_in is not None
    return row.made_in.sort_key


def _benchmarks(assessment: Assessment) -> dict[str, dict[Period, Benchmark]]:
    """KPI reference → periods, each with its first comparator in the order of the sheet."""
    found: dict[str, dict[Period, Benchmark]] = {}
    for ref, rows in benchmarks_by_kpi(assessment.register).items():
        for row in rows:
            if row.period is not None and row.statistic in AVERAGES:
                found.setdefault(ref, {}).setdefault(row.period, row)
    return found
