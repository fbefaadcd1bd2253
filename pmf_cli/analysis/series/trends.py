"""A KPI through time, ready to be drawn and told: values, targets, band, comparators, markers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from pmf_cli.analysis.series.other_places import AVERAGES, benchmarks_by_kpi, label_of
from pmf_cli.analysis.series.rating_history import past_ratings
from pmf_cli.analysis.series.series import (
    Point,
    comparable_places,
    latest_run,
    points_of,
    run_words,
)
from pmf_cli.assessment import Assessment
from pmf_cli.rag.base import KpiRating, Rating, amber_edge
from pmf_cli.register.figures import figure, stated
from pmf_cli.register.periods.period import Period, noun_of
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.record import Benchmark
from pmf_cli.register.terms import BenchmarkStatistic, Polarity, Rag, TargetType
from pmf_cli.settings import Marker

MOST_LINES = 3
"""Comparators drawn at once; more would hide the KPI's own line."""


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """One period: the figure, the target and colour then, and where Amber ended if at one boundary."""

    period: Period
    value: Decimal | None
    target: Decimal | None = None
    edge: Decimal | None = None
    rag: Rag | None = None
    breaks: bool = False


@dataclass(frozen=True, slots=True)
class TrendLine:
    """A comparator's figures, one a point."""

    label: str
    values: tuple[Decimal | None, ...]


@dataclass(frozen=True, slots=True)
class TrendBand:
    """A marked stretch of time by the first and last point's place from 0."""

    label: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Trend:
    """A KPI through time.

    Attributes:
        past: the ratings of the points' periods, ``None`` where there was none of that period.
    """

    kpi: Kpi
    points: tuple[TrendPoint, ...]
    lines: tuple[TrendLine, ...]
    bands: tuple[TrendBand, ...]
    sentence: str
    past: tuple[KpiRating | None, ...] = ()


def trend_of(assessment: Assessment, kpi: Kpi, most: int | None = None) -> Trend:
    """The trend of a KPI up to the reporting period."""
    limit = assessment.settings.charts.periods if most is None else most
    series = points_of(assessment, kpi, limit)
    past = past_ratings(assessment, kpi, [point.period for point in series])
    points = tuple(_point(point, rating) for point, rating in zip(series, past, strict=True))
    periods = [point.period for point in points]
    return Trend(
        kpi,
        points,
        (*_range_lines(past), *_lines(assessment, kpi, periods)),
        bands_of(assessment.settings.markers, periods),
        trend_sentence(kpi, series, points),
        past,
    )


def _point(point: Point, rating: KpiRating | None) -> TrendPoint:
    outcome = None if rating is None else rating.outcome
    target = edge = rag = None
    if isinstance(outcome, Rating):
        rag = outcome.rag
        target = outcome.target if isinstance(outcome.target, Decimal) else None
        edge = amber_edge(outcome)
    return TrendPoint(point.period, point.value, target, edge, rag, point.breaks)


def _lines(assessment: Assessment, kpi: Kpi, periods: Sequence[Period]) -> tuple[TrendLine, ...]:
    place = {period: at for at, period in enumerate(periods)}
    found: dict[str, list[Decimal | None]] = {}
    for row in benchmarks_by_kpi(assessment.register).get(kpi.ref, ()):
        if row.period in place and row.statistic in AVERAGES:
            values = found.setdefault(label_of(row), [None] * len(periods))
            values[place[row.period]] = row.value
    ranked = sorted(found.items(), key=lambda item: sum(value is None for value in item[1]))
    return tuple(TrendLine(label, tuple(values)) for label, values in ranked[:MOST_LINES])


def _range_lines(past: Sequence[KpiRating | None]) -> tuple[TrendLine, ...]:
    aims = [
        rating.aim
        if rating is not None
        and rating.target_row is not None
        and rating.target_row.target_type is TargetType.RANGE
        else None
        for rating in past
    ]
    found = []
    for label, field in (("Lower edge of the range", "low"), ("Upper edge of the range", "high")):
        values = tuple(None if aim is None else getattr(aim, field) for aim in aims)
        if any(value is not None for value in values):
            found.append(TrendLine(label, values))
    return tuple(found)


def bands_of(markers: Sequence[Marker], periods: Sequence[Period]) -> tuple[TrendBand, ...]:
    """The markers that overlap the periods, each by its first and last period."""
    found = []
    for marker in markers:
        touched = [
            at
            for at, period in enumerate(periods)
            if period.start <= marker.end and marker.start <= period.end
        ]
        if touched:
            found.append(TrendBand(marker.label, touched[0], touched[-1]))
    return tuple(found)


def trend_sentence(kpi: Kpi, series: Sequence[Point], points: Sequence[TrendPoint]) -> str:
    """What the figures say: the movement over the periods shown, and how often off target."""
    known = [point for point in series if point.value is not None]
    if not known:
        return "There are no figures to show a trend."
    last = known[-1]
    if len(known) == 1:
        return f"There is one figure so far: {figure(last.value, kpi)} for {last.period}."
    run = run_words(latest_run(kpi, series))
    went = _went(kpi, known)
    told = [f"The figure {run}; it {went}." if run else f"The figure {went}."]
    told.append(_missed_words(kpi, points))
    if any(point.breaks for point in points):
        told.append("There is a break in the series, so not all of it can be compared.")
    return " ".join(filter(None, told))


def _went(kpi: Kpi, known: Sequence[Point]) -> str:
    """From which figure to which, of those that may be told beside each other."""
    first, *others = (known[at] for at in comparable_places(kpi, [one.period for one in known]))
    last = known[-1]
    now = f"{figure(last.value, kpi)} in {last.period}"
    if others:
        return f"went from {figure(first.value, kpi)} in {first.period} to {now}"
    return f"was {now}, and there is no figure for the same time of another year"


def _missed_words(kpi: Kpi, points: Sequence[TrendPoint]) -> str:
    rated = [point for point in points if point.rag is not None and point.target is not None]
    if len(rated) < 2:
        return ""
    missed = sum(1 for point in rated if point.rag is not Rag.GREEN)
    noun = f"{noun_of(rated[-1].period)}s"
    side = {Polarity.HIGHER: "below", Polarity.LOWER: "above"}.get(
        kpi.polarity or Polarity.NONE, "off"
    )
    if missed == 0:
        return f"It met its target in each of the {len(rated)} {noun} rated."
    if missed == len(rated):
        return f"It was {side} target in all {len(rated)} {noun} rated."
    return f"It was {side} target in {missed} of the {len(rated)} {noun} rated."


def comparison_words(assessment: Assessment, trend: Trend) -> str:
    """The latest figure of each comparator beside the KPI's own for the same period."""
    by_period: dict[Period, list[Benchmark]] = {}
    for row in benchmarks_by_kpi(assessment.register).get(trend.kpi.ref, ()):
        if row.period is not None and row.period.end <= assessment.period.end:
            by_period.setdefault(row.period, []).append(row)
    if not by_period:
        return ""
    newest, told = max(by_period), (*AVERAGES, BenchmarkStatistic.BEST_QUARTER)
    shown = [_benchmark_words(row, trend.kpi) for row in by_period[newest] if row.statistic in told]
    own = assessment.register.results_of(trend.kpi.ref).get(newest)
    number = None if own is None else own.number
    ours = "" if number is None else f", against our {figure(number, trend.kpi)}"
    return f"For {newest}: {'; '.join(shown)}{ours}." if shown else ""


def _benchmark_words(row: Benchmark, kpi: Kpi) -> str:
    care = " (compare with care)" if _with_care(row.comparable) else ""
    return f"{label_of(row)} {stated(row.value, kpi)}{care}"


def _with_care(comparable: str | None) -> bool:
    return (comparable or "").strip().casefold().startswith("with care")
