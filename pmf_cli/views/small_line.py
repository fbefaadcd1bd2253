"""The small line of a KPI's last results with its target as steps, and the words that stand for it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from pmf_cli.analysis.series.period_targets import PeriodTarget, period_targets
from pmf_cli.analysis.series.series import Point, comparable_places, points_of
from pmf_cli.assessment import Assessment
from pmf_cli.rag.base import KpiRating
from pmf_cli.register.figures import figure, number, plain
from pmf_cli.register.periods.period import noun_of
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.views.base import Entry, Spark, Tone
from pmf_cli.views.wording import short_period, sparkline
from pmf_cli.words import counted

NO_RESULTS = "No results yet"
TOO_FEW = "Too few results"


def small_line(assessment: Assessment, rating: KpiRating, periods: int) -> Entry:
    """The small line of a KPI's last periods, oldest first, each with the target of its own time.

    In words where there are fewer than two figures to draw a line through.
    """
    kpi = rating.kpi
    points = points_of(assessment, kpi, periods)
    known = [point for point in points if point.value is not None]
    if len(known) < 2:
        return Entry(TOO_FEW if known else NO_RESULTS, tone=Tone.MUTED)
    values, times = tuple(point.value for point in points), [point.period for point in points]
    asked = period_targets(assessment, kpi, times)
    targets, tops = (_drawn([getattr(one, field) for one in asked]) for field in ("value", "top"))
    told = [asked[at] for at in comparable_places(kpi, times)]
    alt = f"{_line_words(kpi, points, known)}{_target_words(told)}."
    text = sparkline(values)
    return Entry(text, spark=Spark(values, targets, alt, text, tops))


def _drawn(levels: Sequence[Decimal | None]) -> tuple[Decimal | None, ...]:
    """The levels, or nothing where there is none to draw."""
    return tuple(levels) if any(level is not None for level in levels) else ()


def _line_words(kpi: Kpi, points: Sequence[Point], known: Sequence[Point]) -> str:
    """``Missed bins: 46.1 to 81.6 over 13 months to Dec 2024``: first and last, never lowest and highest.

    Of figures that rise and fall within each year whatever is done, only those of the same time of
    the year are told, so that nobody takes a first and a third quarter for growth.
    """
    name = kpi.known_as
    drawn = counted(len(points), noun_of(points[-1].period))
    missing = len(points) - len(known)
    if missing:
        drawn += f" ({missing} without a figure)"
    *earlier, last = (known[at] for at in comparable_places(kpi, [one.period for one in known]))
    now = figure(last.value, kpi)
    if not earlier:
        return (
            f"{name}: {now} in {short_period(last.period)}, the last of {drawn}, "
            "no figure for the same time of another year"
        )
    if len(earlier) + 1 == len(known):
        first = _beside(earlier[0], now, kpi)
        return f"{name}: {first} to {now} over {drawn} to {short_period(last.period)}"
    first, then = _beside(earlier[-1], now, kpi), short_period(earlier[-1].period)
    return f"{name}: {first} in {then} to {now} in {short_period(last.period)}, the last of {drawn}"


def _beside(point: Point, now: str, kpi: Kpi) -> str:
    """A figure before another one, whose unit says it for both where it is a word."""
    whole = figure(point.value, kpi)
    return (
        whole if " " not in now or point.value is None else number(point.value, kpi.decimal_places)
    )


def _target_words(asked: Sequence[PeriodTarget]) -> str:
    """``; target 45``, or ``; target 48, then 45``: the last two levels; nothing without any."""
    levels = [_level(one) for one in asked if one.value is not None or one.top is not None]
    if not levels:
        return ""
    last = levels[-1]
    before = next((level for level in reversed(levels) if level != last), "")
    return f"; target {before}, then {last}" if before else f"; target {last}"


def _level(asked: PeriodTarget) -> str:
    edges = (edge for edge in (asked.value, asked.top) if edge is not None)
    return " to ".join(plain(edge) for edge in edges)
