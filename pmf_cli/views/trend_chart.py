"""A trend as a chart: values, target, amber band, comparators, markers and what it says."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from pmf_cli.analysis.series.series import comparable_places
from pmf_cli.analysis.series.trends import Trend, TrendPoint
from pmf_cli.register.figures import stated, with_unit
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.settings import Charts
from pmf_cli.views.axis import Axis, axis_of
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
