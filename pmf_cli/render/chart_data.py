"""The figures behind a chart: what stands in the cells that Word and Excel draw it from."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from pmf_cli.register.terms import RATING_WORDS
from pmf_cli.views.base import Chart
from pmf_cli.views.trend_chart import Axis, axis_of


@dataclass(frozen=True, slots=True)
class ChartData:
    """What stands in the cells behind a chart: headings and columns, oldest period first.

    The last three columns are the strip below, in and above the tolerance band; a stacked column
    chart is the one way in Excel to fill the space between two lines step by step.
    """

    headings: tuple[str, ...]
    rows: tuple[tuple[str | Decimal | None, ...], ...]
    axis: Axis
    lines: int
    has_target: bool
    has_band: bool
    marked: frozenset[int]
    marker_label: str


def chart_data(chart: Chart, *, gaps: bool = True, amber: str = RATING_WORDS.amber) -> ChartData:
    """The figures behind a chart.

    Args:
        chart: the chart.
        gaps: whether periods without a result keep their place; a marked-up table has no empty
            cells, so there they are left out.
        amber: the council's word for Amber, which names the tolerance band.
    """
    kept = [at for at, point in enumerate(chart.points) if gaps or point.value is not None]
    points = [chart.points[at] for at in kept]
    lines = [
        [line.values[at] if at < len(line.values) else None for at in kept] for line in chart.lines
    ]
    axis = axis_of(points, lines, from_zero=chart.from_zero)
    rows = []
    for at, point in enumerate(points):
        strip = _strip(point.amber_low, point.amber_high, axis)
        rows.append((point.label, point.value, point.target, *(line[at] for line in lines), *strip))
    marked = frozenset(
        new for new, old in enumerate(kept) if any(b.first <= old <= b.last for b in chart.bands)
    )
    return ChartData(
        headings=(
            "Period",
            "Result",
            "Target",
            *(line.label for line in chart.lines),
            "Below the band",
            f"{amber}: within tolerance",
            "Above the band",
        ),
        rows=tuple(rows),
        axis=axis,
        lines=len(lines),
        has_target=any(point.target is not None for point in points),
        has_band=any(row[-2] for row in rows),
        marked=marked,
        marker_label="; ".join(dict.fromkeys(band.label for band in chart.bands)),
    )


def _strip(low: Decimal | None, high: Decimal | None, axis: Axis) -> tuple[Decimal, ...]:
    """Heights of the three parts of a column; nothing can be stacked over a negative start."""
    if low is None or high is None or axis.low < 0 or high <= low:
        return max(axis.high, Decimal(0)), Decimal(0), Decimal(0)
    return low, high - low, axis.high - high
