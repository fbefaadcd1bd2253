"""A KPI through time, ready to be drawn and told: values, targets, band, comparators, markers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal

from pmf_cli.analysis.series.other_places import AVERAGES, benchmarks_by_kpi, label_of
from pmf_cli.analysis.series.period_targets import PeriodTarget, period_targets
from pmf_cli.analysis.series.rating_history import past_ratings
from pmf_cli.analysis.series.series import (
    Point,
    comparable_places,
    latest_run,
    points_of,
    run_words,
)
from pmf_cli.analysis.series.year_end import forecast_period
from pmf_cli.assessment import Assessment
from pmf_cli.frozen import frozen
from pmf_cli.rag.base import KpiRating, Rating, amber_edge
from pmf_cli.register.figures import figure, stated
from pmf_cli.register.periods.period import Period, PeriodKind, noun_of
from pmf_cli.register.periods.steps import shift, year_earlier
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.record import Benchmark, Forecast
from pmf_cli.register.terms import BenchmarkStatistic, Polarity, Rag, TimeBasis
from pmf_cli.register.time.expected import Known
from pmf_cli.register.time.times import LENGTHS, months_gone

MOST_COMPARATORS = 3
"""Comparators drawn at once; more would hide the KPI's own line."""
STALE = timedelta(days=366)
"""How long before the first period shown a comparator's period may have ended."""


@frozen
class TrendPoint:
    """One period: the figure, the target and colour then, and where Amber ended if at one boundary.

    Attributes:
        top: the upper edge of a range, whose lower edge is ``target``.
    """

    period: Period
    value: Decimal | None
    target: Decimal | None = None
    edge: Decimal | None = None
    rag: Rag | None = None
    breaks: bool = False
    top: Decimal | None = None


@frozen
class TrendComparator:
    """The latest figure of another place: its short name, with the statistic where two share it.

    Attributes:
        place: the place as the sheet Benchmarks has it.
    """

    name: str
    period: Period
    value: Decimal
    place: str = ""


@frozen
class TrendEvent:
    """Something that happened to a KPI on a day, in few words."""

    words: str
    on: date
    to: date | None = None


@frozen
class TrendForecast:
    """What somebody expects for a period to come."""

    period: Period
    value: Decimal


@frozen
class YearOverYear:
    """A cumulative KPI's year, all its periods, and the figures of the same times a year earlier."""

    points: tuple[TrendPoint, ...]
    before: tuple[Decimal | None, ...]


@frozen
class Trend:
    """A KPI through time.

    Attributes:
        points: the periods up to the reporting period, oldest first.
        past: the ratings of the points' periods, ``None`` where there was none of that period.
        ahead: periods to come up to the last one that somebody expects a figure for.
        year: of a cumulative KPI, its year over the last.
    """

    kpi: Kpi
    points: tuple[TrendPoint, ...]
    sentence: str
    past: tuple[KpiRating | None, ...] = ()
    ahead: tuple[TrendPoint, ...] = ()
    comparators: tuple[TrendComparator, ...] = ()
    events: tuple[TrendEvent, ...] = ()
    forecasts: tuple[TrendForecast, ...] = ()
    year: YearOverYear | None = None


def trend_of(assessment: Assessment, kpi: Kpi, most: int | None = None) -> Trend:
    """The trend of a KPI up to the reporting period."""
    limit = assessment.settings.charts.periods if most is None else most
    series = points_of(assessment, kpi, limit)
    periods = [point.period for point in series]
    past = past_ratings(assessment, kpi, periods)
    asked = period_targets(assessment, kpi, periods)
    points = tuple(map(_point, series, past, asked))
    forecasts = _forecasts(assessment, kpi, periods)
    return Trend(
        kpi,
        points,
        trend_sentence(kpi, series, points),
        past,
        _ahead(assessment, kpi, periods, forecasts),
        _comparators(assessment, kpi, periods),
        _events(assessment, kpi, periods, forecasts),
        forecasts,
        _year_over_year(assessment, kpi, points),
    )


def _point(point: Point, rating: KpiRating | None, asked: PeriodTarget) -> TrendPoint:
    outcome = None if rating is None else rating.outcome
    target, edge, rag = asked.value, None, None
    if isinstance(outcome, Rating):
        rag = outcome.rag
        target = outcome.target if isinstance(outcome.target, Decimal) else asked.value
        edge = amber_edge(outcome)
    return TrendPoint(point.period, point.value, target, edge, rag, point.breaks, asked.top)


def _to_come(assessment: Assessment, kpi: Kpi, periods: Sequence[Period]) -> tuple[TrendPoint, ...]:
    """Periods without a figure yet, each with its target."""
    asked = period_targets(assessment, kpi, periods)
    return tuple(
        TrendPoint(period, None, one.value, top=one.top)
        for period, one in zip(periods, asked, strict=True)
    )


def _ahead(
    assessment: Assessment,
    kpi: Kpi,
    periods: Sequence[Period],
    forecasts: Sequence[TrendForecast],
) -> tuple[TrendPoint, ...]:
    until = max((one.period.end for one in forecasts), default=None)
    found: list[Period] = []
    after = shift(periods[-1], 1) if periods and until is not None else None
    while after is not None and until is not None and after.end <= until:
        found.append(after)
        after = shift(after, 1)
    return _to_come(assessment, kpi, found)


def _forecasts(
    assessment: Assessment, kpi: Kpi, periods: Sequence[Period]
) -> tuple[TrendForecast, ...]:
    """The newest figure expected for each period after the last one shown, oldest first."""
    if not periods:
        return ()
    rows = (row for row in assessment.register.forecasts if row.kpi_ref == kpi.ref)
    newest: dict[Period, TrendForecast] = {}
    for row in sorted((row for row in rows if _is_made(row, assessment)), key=_made):
        period, value = forecast_period(kpi, row), row.value
        if value is not None and period is not None and period.end > periods[-1].end:
            newest[period] = TrendForecast(period, value)
    return tuple(sorted(newest.values(), key=lambda one: one.period.sort_key))


def _is_made(row: Forecast, assessment: Assessment) -> bool:
    """Whether a forecast had been made by the reporting period, so that an earlier one replays the past."""
    return row.made_in is None or row.made_in.start <= assessment.period.end


def _made(row: Forecast) -> date:
    return date.min if row.made_in is None else row.made_in.end


def _events(
    assessment: Assessment,
    kpi: Kpi,
    periods: Sequence[Period],
    forecasts: Sequence[TrendForecast],
) -> tuple[TrendEvent, ...]:
    """What happened to the KPI between the first period's end and the last day shown, oldest first.

    A marker of the settings that began before the second figure tells nothing of what it changed, and
    is left out.
    """
    if len(periods) < 2:
        return ()
    first = periods[0].end
    last = max((periods[-1].end, *(one.period.end for one in forecasts)))
    markers = (one for one in _markers(assessment, kpi) if periods[1].end < one.on)
    found = (one for one in (*_own_events(assessment, kpi), *markers) if first < one.on <= last)
    return tuple(sorted(found, key=lambda event: (event.on, event.words)))


def _own_events(assessment: Assessment, kpi: Kpi) -> Iterator[TrendEvent]:
    for row in assessment.register.events:
        if row.kpi_ref == kpi.ref and row.event and row.on is not None:
            yield TrendEvent(row.event, row.on)


def _markers(assessment: Assessment, kpi: Kpi) -> Iterator[TrendEvent]:
    for one in assessment.settings.markers:
        if not one.kpis or kpi.ref in one.kpis:
            yield TrendEvent(one.label, one.start, one.end)


def _comparators(
    assessment: Assessment, kpi: Kpi, periods: Sequence[Period]
) -> tuple[TrendComparator, ...]:
    """The latest average of each comparator that may stand beside the figures shown."""
    newest: dict[str, tuple[Period, Benchmark]] = {}
    for period, row in _averages_beside(assessment, kpi, periods):
        label = label_of(row)
        if label not in newest or newest[label][0].end < period.end:
            newest[label] = (period, row)
    names = Counter(row.comparator for _, row in newest.values())
    return tuple(
        TrendComparator(
            row.comparator if row.comparator and names[row.comparator] == 1 else label,
            period,
            row.value,
            row.comparator or "",
        )
        for label, (period, row) in list(newest.items())[:MOST_COMPARATORS]
        if row.value is not None
    )


def _averages_beside(
    assessment: Assessment, kpi: Kpi, periods: Sequence[Period]
) -> Iterator[tuple[Period, Benchmark]]:
    """Averages of periods that are recent enough, and of a cumulative KPI the same part of a year."""
    for row in benchmarks_by_kpi(assessment.register).get(kpi.ref, ()) if periods else ():
        if row.statistic not in AVERAGES or row.period is None:
            continue
        is_recent = periods[0].start - STALE <= row.period.end <= periods[-1].end
        if is_recent and len(comparable_places(kpi, [row.period, periods[-1]])) == 2:
            yield row.period, row


def _year_over_year(
    assessment: Assessment, kpi: Kpi, points: Sequence[TrendPoint]
) -> YearOverYear | None:
    """The year of the last period; ``None`` where figures do not add up over months or quarters."""
    if not points or kpi.time_basis is not TimeBasis.CUMULATIVE:
        return None
    periods = _periods_of_year(kpi, points[-1].period, assessment.settings.financial_year_start)
    if not periods:
        return None
    made = {one.period: one for one in _to_come(assessment, kpi, periods)}
    made |= {point.period: point for point in points}
    results = assessment.register.results_of(kpi.ref)
    earlier = Known(results, assessment.period.end, assessment.as_of, kpi)
    rows = [earlier.at(year_earlier(period)) for period in periods]
    return YearOverYear(
        tuple(made[period] for period in periods),
        tuple(None if row is None else row.number for row in rows),
    )


def _periods_of_year(kpi: Kpi, last: Period, year_start: int) -> list[Period]:
    """The months or quarters of the KPI's year in which a period lies, all of them."""
    gone = months_gone(kpi, last, year_start) if last.kind in IN_A_YEAR else None
    length = LENGTHS[last.kind]
    if gone is None or gone % length:
        return []
    at = range(1 - gone // length, (12 - gone) // length + 1)
    return [one for one in (shift(last, steps) for steps in at) if one is not None]


IN_A_YEAR = (PeriodKind.MONTH, PeriodKind.QUARTER)
"""Kinds of period of which a year has enough to draw a line."""


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
