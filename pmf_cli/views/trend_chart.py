"""A trend as a chart: figures, target as steps, band, events, forecast, other places, and what it says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from itertools import groupby

from pmf_cli.analysis.series.series import comparable_places
from pmf_cli.analysis.series.trends import Trend, TrendEvent, TrendPoint
from pmf_cli.assessment import Assessment
from pmf_cli.register.figures import is_percentage, number, plain, with_unit
from pmf_cli.register.periods.period import Period, PeriodKind
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.terms import TimeBasis
from pmf_cli.views.base import (
    Axis,
    Chart,
    ChartComparator,
    ChartEvent,
    ChartForecast,
    ChartLine,
    ChartPoint,
    ChartTick,
    Tone,
)
from pmf_cli.views.entries import TONES
from pmf_cli.views.wording import brief_period, part_name, short_period
from pmf_cli.words import MONTHS, day_in_words, listed

TICKS = 5
"""About how many labels the time axis has."""
FLAT = Decimal("0.75")
"""Figures that all lie above so much of the highest would be a flat line on an axis from zero."""
LEAST_BAND = Decimal("0.05")
"""The part of the axis that the band of Amber takes at least; a narrower one only hides the result."""
MOST_LEVELS = 4
"""Levels of a target that are told one after the other."""
WHOLE = Decimal(100)


def trend_chart(assessment: Assessment, trend: Trend, number_in_paper: int = 1) -> Chart | None:
    """The chart of a trend, the so-manieth of its paper; ``None`` for fewer than two figures.

    Of a cumulative KPI it is this year's line over last year's, since its figures begin anew each year.
    """
    if sum(point.value is not None for point in trend.points) < 2:
        return None
    kpi = trend.kpi
    shown, before = _shown(trend)
    points = _with_edges([_point(point) for point in shown], is_path=trend.year is not None)
    trend = _within(trend, points)
    title = kpi.known_as
    axis = _axis(assessment, trend, points, before)
    points = _with_band_to_be_seen(points, axis)
    return Chart(
        name=part_name("trend", str(number_in_paper), kpi.ref),
        title=f"{kpi.ref} {title}",
        alt=alt_words(trend, title),
        unit=axis_unit(kpi),
        points=points,
        axis=axis,
        label=title,
        last_label=_last_label(trend),
        target_labels=tuple(_target_labels(points))[-1 if trend.year else 0 :],
        edge_label=_edge_label(assessment, points),
        ticks=_ticks(shown, trend),
        lines=before,
        events=tuple(map(_event, trend.events)),
        forecasts=tuple(_forecasts(trend, points)),
        comparators=_comparators(assessment, trend),
        comparators_period=_comparators_period(trend),
        note=_note(trend, axis),
        is_path=trend.year is not None,
        decimals=kpi.decimal_places or 0,
    )


def _within(trend: Trend, points: Sequence[ChartPoint]) -> Trend:
    """The trend with the events and forecasts of the time drawn."""
    first, last = points[0].on, max(point.on for point in points)
    return replace(
        trend,
        events=tuple(one for one in trend.events if first < one.on <= last),
        forecasts=tuple(one for one in trend.forecasts if one.period.end <= last),
    )


def _shown(trend: Trend) -> tuple[tuple[TrendPoint, ...], tuple[ChartLine, ...]]:
    """The periods drawn, and of a cumulative KPI last year's line under them."""
    if trend.year is None:
        return (*trend.points, *trend.ahead), ()
    points, before = trend.year.points, trend.year.before
    if all(value is None for value in before):
        return points, ()
    known = [value for value in before if value is not None]
    words = number(known[-1], trend.kpi.decimal_places)
    return points, (ChartLine(f"Year before {words}", before),)


def _point(point: TrendPoint) -> ChartPoint:
    tone = Tone.NONE if point.rag is None else TONES[point.rag]
    return ChartPoint(
        str(point.period), point.period.end, point.value, point.target, point.edge, point.top, tone
    )


def _with_edges(points: Sequence[ChartPoint], *, is_path: bool) -> tuple[ChartPoint, ...]:
    """The points; where a period has no rating, Amber ends as beside the same target before it.

    Where nothing but a direction is asked, or the target is a path, there is no level that a band could
    lie beside.
    """
    made: list[ChartPoint] = []
    for point in points:
        before = made[-1] if made else None
        edge = point.edge
        if edge is None and before is not None and point.target == before.target:
            edge = before.edge
        has_band = point.target is not None and not is_path
        made.append(replace(point, edge=edge if has_band else None))
    return tuple(made)


def _with_band_to_be_seen(points: Sequence[ChartPoint], axis: Axis) -> tuple[ChartPoint, ...]:
    """The points; without the edge of Amber where the band is nowhere broad enough to tell anything."""
    least = (axis.high - axis.low) * LEAST_BAND
    is_seen = any(
        abs(point.target - point.edge) >= least
        for point in points
        if point.target is not None and point.edge is not None
    )
    return tuple(points if is_seen else (replace(point, edge=None) for point in points))


def _last_label(trend: Trend) -> str:
    values = [point.value for point in trend.points if point.value is not None]
    return number(values[-1], trend.kpi.decimal_places)


def _target_labels(points: Sequence[ChartPoint]) -> Iterator[tuple[int, str]]:
    """Each level of the target by the first point at which it holds."""
    level: tuple[Decimal | None, Decimal | None] = (None, None)
    for at, point in enumerate(points):
        now = (point.target, point.top)
        if now != level and point.target is not None:
            to = f" to {plain(point.top)}" if point.top is not None else ""
            yield at, f"Target {plain(point.target)}{to}"
        level = now


def _edge_label(assessment: Assessment, points: Sequence[ChartPoint]) -> str:
    edges = [point.edge for point in points if point.edge is not None]
    return f"{assessment.words.amber} to {plain(edges[-1])}" if edges else ""


def _forecasts(trend: Trend, points: Sequence[ChartPoint]) -> Iterator[ChartForecast]:
    """``45 forecast``; of several the earlier ones with their period: ``59 forecast for Jan``."""
    days = [point.on for point in points]
    known = [at for at, point in enumerate(points) if point.value is not None]
    before = known[-1] if known else None
    for one in trend.forecasts:
        value = plain(one.value)
        is_last = one is trend.forecasts[-1]
        words = (
            f"{value} forecast"
            if is_last
            else f"{value} forecast for {brief_period(one.period, one.period)}"
        )
        at = days.index(one.period.end) if one.period.end in days else None
        is_next = at is not None and before is not None and at == before + 1
        yield ChartForecast(words, one.period.end, one.value, is_next)
        before = at


def _event(event: TrendEvent) -> ChartEvent:
    """``18 Nov: new routes``; a stretch of time by its months."""
    when = f"{event.on.day} {MONTHS[event.on.month - 1]}"
    if event.to is not None:
        when = " to ".join(f"{MONTHS[on.month - 1]} {on.year}" for on in (event.on, event.to))
    return ChartEvent(f"{when}: {event.words}", event.on)


def _comparators(assessment: Assessment, trend: Trend) -> tuple[ChartComparator, ...]:
    """The comparators; a period that is not the last result's stands behind each that has it alone."""
    kpi = trend.kpi
    is_one = _comparators_period(trend)
    marks = marks_of_places(assessment.register)
    return tuple(
        ChartComparator(
            one.name,
            f"{one.name} {number(one.value, kpi.decimal_places)}"
            + (
                ""
                if is_one or one.period == trend.points[-1].period
                else f", {short_period(one.period)}"
            ),
            one.value,
            marks[one.place],
        )
        for one in trend.comparators
    )


def marks_of_places(register: Register) -> dict[str, int]:
    """Other places → the number of their mark in charts: 0 for the one that most KPIs are held against."""
    used = Counter(row.comparator or "" for row in register.benchmarks)
    ordered = sorted(used, key=lambda place: (-used[place], place))
    return {place: at for at, place in enumerate(ordered)}


def _comparators_period(trend: Trend) -> str:
    """``both 2023/24``: the period that all comparators share, where it is not the last result's."""
    periods = {one.period for one in trend.comparators}
    if len(periods) != 1 or periods == {trend.points[-1].period}:
        return ""
    words = short_period(periods.pop())
    return f"{('', 'both ', 'all ')[min(len(trend.comparators), 3) - 1]}{words}"


def _ticks(shown: Sequence[TrendPoint], trend: Trend) -> tuple[ChartTick, ...]:
    """About five periods, the last one with a figure among them; the year under the first of each."""
    known = {point.period for point in trend.points if point.value is not None}
    last = max((at for at, one in enumerate(shown) if one.period in known), default=len(shown) - 1)
    step = _tick_step(shown[last].period.kind, len(shown))
    ticks = []
    said = ""
    for point in shown[last % step :: step]:
        name, year = _tick_words(point.period)
        ticks.append(ChartTick(f"{name}\n{year}" if year != said else name, point.period.end))
        said = year
    return tuple(ticks)


def _tick_step(kind: PeriodKind, count: int) -> int:
    """From how many periods one has words; of months such as come out even in a year."""
    step = max(1, -(-(count - 1) // TICKS))
    if kind is PeriodKind.MONTH and step > 1:
        return next(one for one in (2, 3, 4, 6, 12, step) if one >= step)
    return step


def _tick_words(period: Period) -> tuple[str, str]:
    """A period's name under an axis, and the year under that: ``Dec`` and ``2023``, ``Oct–Dec`` and ``2023``."""
    first, last = (MONTHS[on.month - 1] for on in (period.start, period.end))
    match period.kind:
        case PeriodKind.MONTH | PeriodKind.ROLLING | PeriodKind.SNAPSHOT:
            return last, str(period.end.year)
        case PeriodKind.QUARTER | PeriodKind.HALF:
            return f"{first}–{last}", str(period.end.year)
        case PeriodKind.TERM:
            return str(period).split()[-1], str(period.start.year)
        case PeriodKind.SURVEY:
            return str(period.end.year), ""
    return str(period).removesuffix(" AY"), ""


def _figures(
    trend: Trend, points: Sequence[ChartPoint], before: Sequence[ChartLine]
) -> Iterator[Decimal]:
    """All that the value axis must hold."""
    for point in points:
        yield from (
            one for one in (point.value, point.target, point.edge, point.top) if one is not None
        )
    for line in before:
        yield from (value for value in line.values if value is not None)
    yield from (one.value for one in trend.forecasts)
    yield from (one.value for one in trend.comparators)


def _axis(
    assessment: Assessment,
    trend: Trend,
    points: Sequence[ChartPoint],
    before: Sequence[ChartLine],
) -> Axis:
    """From zero, unless the settings leave that open and the line would be flat."""
    figures = list(_figures(trend, points, before))
    low, high = min(figures), max(figures)
    is_flat = low > 0 and low > high * FLAT
    from_zero = assessment.settings.charts.axis_from_zero or not is_flat
    most = WHOLE if is_percentage(trend.kpi) and high <= WHOLE else None
    return value_axis(figures, from_zero=from_zero, most=most)


def axis_unit(kpi: Kpi) -> str:
    """The unit for an axis: ``%``, ``£k``, ``days``."""
    return " ".join(with_unit("\0", kpi).replace("\0", " ").split()).replace("£ ", "£")


def alt_words(trend: Trend, title: str) -> str:
    """The sentences that stand for the picture: the data's own, with units, and what else is drawn."""
    places = trend.kpi.decimal_places
    over = " This year is drawn over the year before." if trend.year is not None else ""
    words = [f"Line chart of {title}.{over} {trend.sentence}", *_target_words(trend)]
    drawn = {
        "Forecast": [
            f"{number(one.value, places)} for {short_period(one.period)}" for one in trend.forecasts
        ],
        "Marked": [f"{day_in_words(one.on)}, {one.words}" for one in trend.events],
        "For comparison": [
            f"{one.name} {number(one.value, places)} for {short_period(one.period)}"
            for one in trend.comparators
        ],
    }
    words += [f"{label}: {'; '.join(told)}." for label, told in drawn.items() if told]
    return " ".join(words)


def _target_words(trend: Trend) -> Iterator[str]:
    """The target's levels, each from the period on in which it began.

    Of targets that add up over a year, or change with its seasons, those of the same time of each year.
    """
    points = (*trend.points, *trend.ahead)
    levels = _levels_of(points)
    if trend.kpi.time_basis is TimeBasis.CUMULATIVE or len(levels) > MOST_LEVELS:
        at_that_time = comparable_places(trend.kpi, [one.period for one in points])
        levels = _levels_of([points[at] for at in at_that_time])
        if len(levels) > 1:
            told = (f"{level} for {short_period(period)}" for level, period in levels)
            yield f"The target was {listed(told)}."
            return
    if len(levels) == 1:
        yield f"The target was {levels[0][0]} throughout."
    elif levels:
        first, *later = levels
        steps = (f"{level} from {short_period(period)}" for level, period in later)
        yield f"The target was {first[0]}, then {listed(steps)}."


def _levels_of(points: Sequence[TrendPoint]) -> list[tuple[str, Period]]:
    """Each level of the target, with the first of the points that has it."""
    known = [(_level(point), point.period) for point in points if point.target is not None]
    return [next(alike) for _, alike in groupby(known, key=lambda one: one[0])]


def _level(point: TrendPoint) -> str:
    return " to ".join(plain(one) for one in (point.target, point.top) if one is not None)


def _note(trend: Trend, axis: Axis) -> str:
    """What is said under a chart: that its axis leaves out zero, and breaks in the series."""
    words = [] if axis.low <= 0 <= axis.high else ["The axis does not begin at zero."]
    words += [f"Break in the series at {point.period}." for point in trend.points if point.breaks]
    return " ".join(words)


STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))
MOST_STEPS = 4


def value_axis(values: Iterable[Decimal], *, from_zero: bool, most: Decimal | None = None) -> Axis:
    """An axis that holds all values with a little room at both ends.

    It does not leave zero behind: values at or above zero keep an axis at or above zero. It ends at
    ``most`` where that is given, as percentages do at 100.
    """
    known = list(values)
    low, high = (min(known), max(known)) if known else (Decimal(0), Decimal(1))
    if low == high == 0:
        high = Decimal(1)
    if from_zero:
        low, high = min(low, Decimal(0)), max(high, Decimal(0))
    room = (high - low) * Decimal("0.08") or abs(high) * Decimal("0.1") or Decimal(1)
    start = max(low - room, Decimal(0)) if low >= 0 else low - room
    end = min(high + room, Decimal(0)) if high <= 0 else high + room
    if most is not None:
        end = min(end, most)
    step = _step(end - start)
    return Axis(_to_step(start, step, ROUND_FLOOR), _to_step(end, step, ROUND_CEILING), step)


def _step(span: Decimal) -> Decimal:
    rough = span / MOST_STEPS
    power = Decimal(10) ** rough.adjusted()
    return next(step * power for step in STEPS if step * power >= rough)


def _to_step(value: Decimal, step: Decimal, rounding: str) -> Decimal:
    return (value / step).to_integral_value(rounding=rounding) * step
