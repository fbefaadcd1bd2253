"""Charts of highlights as native Office charts, one drawing for Word and Excel.

XlsxWriter draws them into a small workbook; Word takes the chart and the workbook with it, so that
an officer can restyle it and see its figures. A native chart costs 3 ms and stays sharp in print,
where a matplotlib picture cost 60 ms and 0.4 s of import (both measured).

The result is a thick line with round points and its last figure, the target a dashed line, the
tolerance band a filled strip, comparators thin lines with other points, period markers grey
stretches: shapes and words tell them apart, not colour alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pmf_cli.register.terms import RATING_WORDS
from pmf_cli.render.theme import Theme
from pmf_cli.views.base import Chart
from pmf_cli.views.trend_chart import Axis, axis_of
from pmf_cli.workbook.text import fitting


@dataclass(frozen=True, slots=True)
class ChartData:
    """What stands in the cells behind a chart: headings and columns, oldest period first.

    The last three columns are the strip below, in and above the tolerance band; a stacked column
    chart is the one way in Excel to fill the space between two lines step by step.
    """

    headings: tuple[str, ...]
    rows: tuple[tuple[str | Decimal | None, ...], ...]
    axis: Axis
    marked: frozenset[int]
    marker_label: str

    @property
    def lines(self) -> int:
        """How many comparators there are."""
        return len(self.headings) - 6

    @property
    def has_target(self) -> bool:
        """Whether any period has a target."""
        return any(row[2] is not None for row in self.rows)

    @property
    def has_band(self) -> bool:
        """Whether any period has a tolerance band."""
        return any(row[-2] for row in self.rows)


def chart_data(chart: Chart, *, gaps: bool = True, amber: str = RATING_WORDS.amber) -> ChartData:
    """The figures behind a chart; ``amber`` is the council's word, which names the tolerance band.

    Without ``gaps`` periods without a result are left out: a marked-up table has no empty cells.
    """
    kept = [at for at, point in enumerate(chart.points) if gaps or point.value is not None]
    points = [chart.points[at] for at in kept]
    known = [dict(enumerate(line.values)) for line in chart.lines]
    lines = [[values.get(at) for at in kept] for values in known]
    axis = axis_of(points, lines, from_zero=chart.from_zero)
    rows = []
    for at, point in enumerate(points):
        strip = _strip(point.amber_low, point.amber_high, axis)
        rows.append((point.label, point.value, point.target, *(line[at] for line in lines), *strip))
    within = {at for band in chart.bands for at in range(band.first, band.last + 1)}
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
        marked=frozenset(new for new, old in enumerate(kept) if old in within),
        marker_label="; ".join(dict.fromkeys(band.label for band in chart.bands)),
    )


def _strip(low: Decimal | None, high: Decimal | None, axis: Axis) -> tuple[Decimal, ...]:
    """Heights of the three parts of a column; nothing can be stacked over a negative start."""
    if low is None or high is None or axis.low < 0 or high <= low:
        return max(axis.high, Decimal(0)), Decimal(0), Decimal(0)
    return low, high - low, axis.high - high


DATA_SHEET = "Data"
Drawing = Any
"""A workbook, sheet or chart of XlsxWriter, which carries no types."""
_POINT_SHAPES = ("diamond", "square", "triangle")
_DASHES = ("round_dot", "long_dash_dot", "square_dot")


def native_chart(
    workbook: Drawing,
    chart: Chart,
    data: ChartData,
    theme: Theme,
    *,
    sheet: str = DATA_SHEET,
    first_row: int = 1,
    left: int = 0,
) -> Drawing:
    """The chart over figures that stand in a sheet, from ``first_row`` and the column ``left`` (from 0)."""
    last_row = first_row + len(data.rows) - 1

    def cells(column: int) -> list[Any]:
        return [sheet, first_row, left + column, last_row, left + column]

    strips = workbook.add_chart({"type": "column", "subtype": "stacked"})
    grey = {"color": f"#{theme.charts.marker}"}
    band = {"color": f"#{theme.charts.band}"}
    count = len(data.rows)
    for offset, name in enumerate(data.headings[-3:]):
        column = len(data.headings) - 3 + offset
        is_band = offset == 1
        series = {
            "name": data.marker_label if offset == 2 and data.marked else name,
            "categories": cells(0),
            "values": cells(column),
            "gap": 0,
            "fill": band if is_band else grey,
            "border": {"none": True},
        }
        if not is_band:
            series["points"] = [
                {"fill": grey if at in data.marked else {"none": True}, "border": {"none": True}}
                for at in range(count)
            ]
        strips.add_series(series)
    lines = workbook.add_chart({"type": "line"})
    _add_lines(lines, chart, data, theme, cells)
    strips.combine(lines)
    _dress(strips, chart, data, theme)
    return strips


def _add_lines(
    lines: Drawing, chart: Chart, data: ChartData, theme: Theme, cells: Callable[[int], list[Any]]
) -> None:
    colours = theme.charts

    def add(name: str, column: int, line: Drawing, marker: Drawing, **more: Drawing) -> None:
        places = {"categories": cells(0), "values": cells(column)}
        lines.add_series({"name": name, **places, "line": line, "marker": marker, **more})

    if data.has_target:
        line = {"color": f"#{colours.target}", "width": 1.5, "dash_type": "dash"}
        add("Target", 2, line, {"type": "none"})
    for number in range(data.lines):
        colour = f"#{colours.comparators[number % len(colours.comparators)]}"
        line = {"color": colour, "width": 1.25, "dash_type": _DASHES[number % len(_DASHES)]}
        marker = {
            "type": _POINT_SHAPES[number % len(_POINT_SHAPES)],
            "size": 5,
            "fill": {"color": "#FFFFFF"},
            "border": {"color": colour},
        }
        add(data.headings[3 + number], 3 + number, line, marker)
    colour = f"#{colours.line}"
    drawn = {"fill": {"color": colour}, "border": {"color": colour}}
    known = [at for at, row in enumerate(data.rows) if row[1] is not None]
    labels = {
        "value": True,
        "position": "above",
        "num_format": _number_format(chart.decimals),
        "font": {**_font(theme), "bold": True},
        "custom": [
            None if at == max(known, default=-1) else {"delete": True}
            for at in range(len(data.rows))
        ],
    }
    line = {"color": colour, "width": 2.25}
    add("Result", 1, line, {"type": "circle", "size": 6, **drawn}, data_labels=labels)


def _dress(shown: Drawing, chart: Chart, data: ChartData, theme: Theme) -> None:
    font = _font(theme)
    axis = data.axis
    unit = fitting(chart.unit, 60)
    start = f"{axis.low:,f}".rstrip("0").rstrip(".") if axis.low % 1 else f"{axis.low:,.0f}"
    stated = unit if axis.low == 0 else f"{unit} (axis starts at {start})".strip()
    shown.set_y_axis(
        {
            "min": float(axis.low),
            "max": float(axis.high),
            "major_unit": float(axis.step),
            "num_format": _number_format(axis.decimals),
            "num_font": font,
            "name": stated,
            "name_font": {**font, "bold": False},
            "line": {"none": True},
            "major_tick_mark": "none",
            "minor_tick_mark": "none",
            "major_gridlines": {"visible": True, "line": {"color": "#E3E3E3", "width": 0.5}},
        }
    )
    shown.set_x_axis(
        {
            "num_font": font,
            "line": {"color": "#7F7F7F"},
            "label_position": "low",
            "major_tick_mark": "none",
            "minor_tick_mark": "none",
        }
    )
    hidden = [0]
    if not data.has_band:
        hidden.append(1)
    if not data.marked:
        hidden.append(2)
    shown.set_legend({"position": "bottom", "font": font, "delete_series": hidden})
    shown.set_title({"none": True})
    shown.set_chartarea({"border": {"none": True}, "fill": {"color": "#FFFFFF"}})
    shown.show_blanks_as("gap")


def _font(theme: Theme) -> dict[str, Any]:
    return {"name": theme.excel.font, "size": 9, "color": "#262626"}


def _number_format(decimals: int) -> str:
    return "#,##0" + (f".{'0' * decimals}" if decimals else "")


def write_figures(
    sheet: Drawing,
    top: int,
    headings: Sequence[str],
    rows: Sequence[Sequence[str | Decimal | None]],
    *,
    left: int = 0,
) -> None:
    """Writes headings and rows from a row downwards; what is missing stays empty."""
    for column, heading in enumerate(headings, left):
        sheet.write_string(top, column, fitting(heading))
    for at, row in enumerate(rows, top + 1):
        for column, value in enumerate(row, left):
            if isinstance(value, Decimal):
                sheet.write_number(at, column, float(value))
            elif value is not None:
                sheet.write_string(at, column, fitting(value))
