"""Charts of highlights as native Office charts, one drawing for Word and Excel.

XlsxWriter draws them into a small workbook; Word takes the chart and the workbook with it, so that
an officer can restyle it and see its figures, and it stays sharp in print; a matplotlib picture would cost
0.4 s of import (measured). They are charts of points
(scatter charts), the one kind in which a target can step and an event stand at its own day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import islice, zip_longest
from typing import Any

from pmf_cli.frozen import frozen
from pmf_cli.render.chart_layout import POINTS
from pmf_cli.render.chart_picture import (
    Dash,
    Dot,
    DrawnLine,
    DrawnWords,
    Picture,
    picture_of,
)
from pmf_cli.render.theme import Theme
from pmf_cli.views.base import Chart, ChartPoint
from pmf_cli.workbook.text import fitting

DATA_SHEET = "Data"
WORDS = "Words"
"""The series whose points carry the words of the chart."""
FRAME = "Time axis"
Drawing = Any
"""A workbook, sheet or chart of XlsxWriter, which carries no types."""
GRID = "#D9DEE3"


@frozen
class Place:
    """Where the figures behind a chart go: a sheet by its name, and their first cell (from 0)."""

    sheet: str = DATA_SHEET
    top: int = 0
    left: int = 0


AT_FIRST = Place()
"""Alone on the sheet for data, from its first cell on."""


def add_native_chart(
    workbook: Drawing,
    sheet: Drawing,
    chart: Chart,
    theme: Theme,
    size: tuple[float, float],
    place: Place = AT_FIRST,
    points: float = POINTS,
) -> Drawing:
    """Writes the figures of a chart into a sheet and draws it over them.

    Args:
        size: millimetres wide and high, for words of the usual size.
        points: the size in which its words are printed, where the whole is then drawn larger.
    """
    font = _font(theme, points)
    picture = picture_of(chart, theme, *size)
    shown = workbook.add_chart({"type": "scatter", "subtype": "straight"})
    shown.__class__ = _with_plain_words()
    days = workbook.add_format({"num_format": "d mmm yyyy"})
    _column(sheet, place, 0, "Period", [point.label for point in chart.points])
    _add_frame(shown, sheet, picture, place, days)
    for number, line in enumerate(picture.lines):
        left = 3 + 2 * number
        _column(sheet, place, left, "Day", [time for time, _ in line.way], days)
        _column(sheet, place, left + 1, line.name, [value for _, value in line.way])
        shown.add_series(_series(line, place, left))
    _add_words(shown, sheet, picture.words, font, place, 3 + 2 * len(picture.lines), days)
    _dress(shown, chart, picture, theme, font)
    return shown


def _add_frame(
    shown: Drawing, sheet: Drawing, picture: Picture, place: Place, days: Drawing
) -> None:
    """The time axis as a first series that shows nothing and is as long as the longest.

    LibreOffice loses, in a Word file, the series before one that is longer.
    """
    frame = picture.frame
    longest = max(len(picture.words), *(len(line.way) for line in picture.lines), 2)
    _column(sheet, place, 1, "Day", [frame.first, frame.last], days)
    _column(sheet, place, 2, FRAME, [frame.low, frame.low])
    shown.add_series(
        {
            "name": FRAME,
            "categories": _cells(place, 1, longest),
            "values": _cells(place, 2, longest),
            "line": {"none": True},
            "marker": {"type": "none"},
        }
    )


def _column(
    sheet: Drawing,
    place: Place,
    column: int,
    heading: str,
    values: Sequence[str | float | None],
    form: Drawing = None,
) -> None:
    """A heading and what stands under it; what is missing stays empty."""
    at = place.left + column
    sheet.write_string(place.top, at, fitting(heading))
    for row, value in enumerate(values, place.top + 1):
        if isinstance(value, str):
            sheet.write_string(row, at, fitting(value))
        elif value is not None:
            sheet.write_number(row, at, value, form)


def _cells(place: Place, column: int, count: int) -> list[Any]:
    at = place.left + column
    return [place.sheet, place.top + 1, at, place.top + count, at]


def _series(line: DrawnLine, place: Place, left: int) -> dict[str, Any]:
    colour = f"#{line.colour}"
    drawn: dict[str, Any] = {"none": True}
    if line.dash is not Dash.NONE:
        drawn = {"color": colour, "width": line.width, "transparency": line.clearness}
        if line.dash is not Dash.SOLID:
            drawn["dash_type"] = line.dash.value
    return {
        "name": fitting(line.name, 250),
        "categories": _cells(place, left, len(line.way)),
        "values": _cells(place, left + 1, len(line.way)),
        "line": drawn,
        "marker": _marker(line, colour),
    }


def _marker(line: DrawnLine, colour: str) -> dict[str, Any]:
    if line.dot is Dot.NONE:
        return {"type": "none"}
    if line.dot is Dot.ROUND and line.dash is not Dash.NONE:
        shape, size = "circle", 6
    else:
        shape, size = _SHAPES[line.dot]
    return {"type": shape, "size": size, "fill": {"color": colour}, "border": {"color": colour}}


_SHAPES = {
    Dot.ROUND: ("circle", 7),
    Dot.RING: ("circle", 8),
    Dot.SMALL: ("circle", 4),
    Dot.DIAMOND: ("diamond", 8),
    Dot.SQUARE: ("square", 6),
    Dot.TRIANGLE: ("triangle", 7),
    Dot.CROSS: ("x", 6),
}
"""Shape and size in points of what stands at a point."""


def _add_words(
    shown: Drawing,
    sheet: Drawing,
    words: Sequence[DrawnWords],
    usual: Mapping[str, Any],
    place: Place,
    left: int,
    days: Drawing,
) -> None:
    """Series without line or points whose labels are the words of the chart, one for each look."""
    looks: dict[tuple[str, bool], list[DrawnWords]] = {}
    for one in words:
        looks.setdefault((one.colour, one.is_bold), []).append(one)
    for (colour, is_bold), alike in looks.items():
        _column(sheet, place, left, "Day", [one.time for one in alike], days)
        _column(sheet, place, left + 1, WORDS, [one.value for one in alike])
        font = {**usual, "color": f"#{colour}", "bold": is_bold}
        labels = [
            {"value": fitting(one.text, 120), "position": one.position, "font": font}
            for one in alike
        ]
        shown.add_series(
            {
                "name": WORDS,
                "categories": _cells(place, left, len(alike)),
                "values": _cells(place, left + 1, len(alike)),
                "line": {"none": True},
                "marker": {"type": "none"},
                "data_labels": {"value": True, "position": "right", "font": font, "custom": labels},
            }
        )
        left += 2


def _dress(
    shown: Drawing, chart: Chart, picture: Picture, theme: Theme, font: Mapping[str, Any]
) -> None:
    frame, axis = picture.frame, chart.axis
    shown.set_y_axis(
        {
            "min": float(axis.low),
            "max": float(axis.high),
            "major_unit": float(axis.step),
            "num_format": _number_format(axis.decimals),
            "num_font": {**font, "color": f"#{theme.charts.marker}"},
            "line": {"none": True},
            "major_tick_mark": "none",
            "minor_tick_mark": "none",
            "major_gridlines": {"visible": True, "line": {"color": GRID, "width": 0.5}},
            "crossing": "min",
        }
    )
    shown.set_x_axis(
        {
            "min": frame.first,
            "max": frame.last,
            "label_position": "none",
            "line": {"color": f"#{theme.charts.target}", "width": 0.75},
            "major_tick_mark": "none",
            "minor_tick_mark": "none",
            "major_gridlines": {"visible": False},
            "crossing": "min",
        }
    )
    plot = frame.plot
    shown.set_plotarea(
        {
            "layout": {
                "x": plot.left / frame.width,
                "y": plot.top / frame.height,
                "width": (plot.right - plot.left) / frame.width,
                "height": (plot.bottom - plot.top) / frame.height,
            },
            "fill": {"none": True},
        }
    )
    shown.set_legend({"none": True})
    shown.set_title({"none": True})
    shown.set_chartarea({"border": {"none": True}, "fill": {"color": "#FFFFFF"}})
    shown.show_blanks_as("gap")


def _with_plain_words() -> type[Drawing]:
    """XlsxWriter's chart of points, but its words keep to their lines, and begin another at a line break."""
    from xlsxwriter.chart_scatter import ChartScatter

    class PlainWords(ChartScatter):  # type: ignore[misc]
        """A chart whose words no program wraps by itself."""

        def _write_a_body_pr(self, rotation: int | None, is_horizontal: bool | None) -> None:  # noqa: FBT001
            if rotation is None and not is_horizontal:
                self._xml_empty_tag("a:bodyPr", [("wrap", "none")])
            else:
                super()._write_a_body_pr(rotation, is_horizontal)

        def _write_y_val(self, data: Drawing) -> None:
            super()._write_y_val(data)
            # Left out, it means a curve to some programs.
            self._xml_empty_tag("c:smooth", [("val", 0)])

        def _write_a_p_rich(self, title: str, font: Drawing, ignore_rich_pr: bool) -> None:  # noqa: FBT001
            for line in title.split("\n"):
                super()._write_a_p_rich(line, font, ignore_rich_pr)

    return PlainWords


def _font(theme: Theme, points: float) -> dict[str, Any]:
    return {"name": theme.excel.font, "size": points, "color": f"#{theme.charts.target}"}


def _number_format(decimals: int) -> str:
    return "#,##0" + (f".{'0' * decimals}" if decimals else "")


FiguresRow = tuple[str | Decimal | None, ...]


def figures_behind(chart: Chart) -> tuple[tuple[str, ...], tuple[FiguresRow, ...]]:
    """The figures of a chart as a table's headings and rows: period, result, target, other lines, expected."""
    points = chart.points
    expected = {one.on: one.value for one in chart.forecasts}
    columns: list[tuple[str, Iterable[str | Decimal | None]]] = [
        ("Period", (point.label for point in points)),
        ("Result", (point.value for point in points)),
        *_targets_behind(points),
        *((line.label, line.values) for line in chart.lines),
    ]
    if expected:
        columns.append(("Expected", (expected.get(point.on) for point in points)))
    rows = islice(zip_longest(*(values for _, values in columns)), len(points))
    return tuple(heading for heading, _ in columns), tuple(rows)


def _targets_behind(
    points: Sequence[ChartPoint],
) -> Iterator[tuple[str, Iterable[Decimal | None]]]:
    targets, tops = [point.target for point in points], [point.top for point in points]
    is_range = set(tops) - {None}
    if set(targets) - {None}:
        yield "Target, from" if is_range else "Target", targets
        if is_range:
            yield "Target, to", tops


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
