"""A trend as a chart: values, target, amber band, comparators, markers and what it says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from pmf_cli.analysis.series.series import comparable_places
from pmf_cli.analysis.series.trends import Trend, TrendPoint
from pmf_cli.register.figures import stated, with_unit
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.settings import Charts
from pmf_cli.views.base import Chart, ChartBand, ChartLine, ChartPoint, Tone
from pmf_cli.views.entries import TONES
from pmf_cli.views.wording import part_name
from pmf_cli.words import listed


def trend_chart(trend: Trend, charts: Charts, number: int = 1) -> Chart | None:
    """The chart of a trend, the so-manieth of its paper; ``None`` for fewer than two figures."""
    if sum(point.value is not None for point in trend.points) < 2:
        return None
    kpi = trend.kpi
    points = tuple(_point(point) for point in trend.points)
    axis = axis_of(points, (line.values for line in trend.lines), from_zero=charts.axis_from_zero)
    title = kpi.short_name or kpi.name or kpi.ref
    return Chart(
        name=part_name("trend", str(number), kpi.ref),
        title=f"{kpi.ref} {title}",
        alt=alt_words(trend, title),
        unit=axis_unit(kpi),
        points=points,
        lines=tuple(ChartLine(line.label, line.values) for line in trend.lines),
        bands=tuple(ChartBand(band.label, band.first, band.last) for band in trend.bands),
        from_zero=charts.axis_from_zero,
        note=_note(trend, axis),
        decimals=kpi.decimal_places or 0,
    )


def _point(point: TrendPoint) -> ChartPoint:
    low = high = None
    if point.target is not None and point.edge is not None:
        low, high = sorted((point.target, point.edge))
    tone = Tone.NONE if point.rag is None else TONES[point.rag]
    return ChartPoint(str(point.period), point.value, point.target, low, high, tone)


def axis_unit(kpi: Kpi) -> str:
    """The unit for an axis: ``%``, ``£k``, ``days``."""
    return " ".join(with_unit("\0", kpi).replace("\0", " ").split()).replace("£ ", "£")


def alt_words(trend: Trend, title: str) -> str:
    """The sentence that stands for the picture."""
    words = [f"Line chart of {title}. {trend.sentence}"]
    aimed = [point for point in trend.points if point.target is not None]
    places = comparable_places(trend.kpi, [point.period for point in aimed])
    targets = [aimed[at].target for at in places]
    if targets:
        words.append(_target_words(trend.kpi, targets))
    if trend.lines:
        words.append(f"Also shown: {listed(line.label for line in trend.lines)}.")
    if trend.bands:
        words.append(f"Marked: {listed(band.label for band in trend.bands)}.")
    return " ".join(words)


def _target_words(kpi: Kpi, targets: Sequence[Decimal | None]) -> str:
    last = stated(targets[-1], kpi)
    if len(targets) == 1:
        return f"The last target was {last}."
    if len(set(targets)) == 1:
        return f"The target was {last} throughout."
    return f"The target went from {stated(targets[0], kpi)} to {last}."


def _note(trend: Trend, axis: Axis) -> str:
    """What is said under a chart: where its axis really begins, and breaks in the series."""
    begins = axis.low <= 0 <= axis.high
    words = [f"The value axis {'holds' if begins and axis.low else 'begins at'} zero."]
    if not begins:
        words = ["The value axis does not begin at zero."]
    words += [f"Break in the series at {point.period}." for point in trend.points if point.breaks]
    return " ".join(words)


STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))
MOST_STEPS = 6


@dataclass(frozen=True, slots=True)
class Axis:
    """Where a value axis begins and ends, and its step, in the chart's unit."""

    low: Decimal
    high: Decimal
    step: Decimal

    @property
    def decimals(self) -> int:
        """Decimals that its labels need."""
        exponent = self.step.normalize().as_tuple().exponent
        return max(0, -exponent) if isinstance(exponent, int) else 0


def value_axis(values: Iterable[Decimal], *, from_zero: bool) -> Axis:
    """An axis that holds all values with a little room at both ends.

    It does not leave zero behind: values at or above zero keep an axis at or above zero.
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
    step = _step(end - start)
    return Axis(_to_step(start, step, ROUND_FLOOR), _to_step(end, step, ROUND_CEILING), step)


def axis_of(
    points: Sequence[ChartPoint], lines: Iterable[Sequence[Decimal | None]], *, from_zero: bool
) -> Axis:
    """The axis of a chart: it holds results, targets, bands and comparators."""
    figures = [
        value
        for point in points
        for value in (point.value, point.target, point.amber_low, point.amber_high)
    ]
    figures += [value for line in lines for value in line]
    return value_axis((value for value in figures if value is not None), from_zero=from_zero)


def _step(span: Decimal) -> Decimal:
    rough = span / MOST_STEPS
    power = Decimal(10) ** rough.adjusted()
    return next(step * power for step in STEPS if step * power >= rough)


def _to_step(value: Decimal, step: Decimal, rounding: str) -> Decimal:
    return (value / step).to_integral_value(rounding=rounding) * step
