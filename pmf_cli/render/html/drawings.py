"""Charts, bars of counts, small trends and bars in cells as inline SVG: vectors with the words of their alternative text.

Colours stand as attributes, not as styles, so that a page can forbid styles that are not its own. Words are drawn at the
places that ``chart_picture`` gives them, which are the same as in Word and Excel.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise

from lxml.etree import _Element

from pmf_cli.render.bars import GAP, ROOM_FOR_WORDS, words_inside
from pmf_cli.render.chart_layout import MM_A_POINT, POINTS, Way, text_width
from pmf_cli.render.chart_picture import Dash, Dot, DrawnLine, DrawnWords, Picture, picture_of
from pmf_cli.render.html.elements import E
from pmf_cli.render.theme import BarLook, Theme
from pmf_cli.views.base import Bars, Chart, Gauge, Spark

CHART = (174.0, 62.0)
"""Millimetres of a chart, as wide as the page of a Word paper."""
ROW, MAIN_ROW = 8.0, 11.0
"""Millimetres of a bar."""
SPARK = (26.0, 6.0)
"""Millimetres of a small trend."""
GAUGE = (22.0, 3.3)
DASHES = {Dash.DASHED: "1.6 1.2", Dash.DOTTED: "0.4 1.0"}
GRID = "D9DEE3"


def _drawn(width: float, height: float, alt: str, *parts: _Element, name: str) -> _Element:
    """A drawing of so many millimetres that scales with the page; its sentence is read in its place."""
    return E.svg(
        *parts,
        {
            "viewBox": f"0 0 {_mm(width)} {_mm(height)}",
            "width": f"{_mm(width)}mm",
            "height": f"{_mm(height)}mm",
            "role": "img",
            "aria-label": alt,
            "class": name,
        },
    )


def _mm(length: float) -> str:
    return f"{length:.2f}".rstrip("0").rstrip(".")


def chart_svg(chart: Chart, theme: Theme) -> _Element:
    """A trend chart: grid, lines, points and words."""
    width, height = CHART
    picture = picture_of(chart, theme, width, height)
    parts = [*_grid(picture, chart)]
    for line in picture.lines:
        parts += _line(picture, line)
    parts += [_words(picture, one) for one in picture.words]
    return _drawn(width, height, chart.alt, *parts, name="chart")


def _grid(picture: Picture, chart: Chart) -> Iterator[_Element]:
    plot, axis = picture.frame.plot, chart.axis
    level = axis.low
    while level <= axis.high:
        y = _mm(picture.frame.y(float(level)))
        ends = {"x1": _mm(plot.left), "x2": _mm(plot.right), "y1": y, "y2": y}
        yield E.line({**ends, "stroke": f"#{GRID}", "stroke-width": "0.2"})
        level += axis.step


def _line(picture: Picture, line: DrawnLine) -> Iterator[_Element]:
    colour, width = f"#{line.colour}", _mm(line.width * MM_A_POINT)
    if line.dash is not Dash.NONE:
        for run in _runs(line.way):
            points = " ".join(
                f"{_mm(picture.frame.x(t))},{_mm(picture.frame.y(v))}" for t, v in run
            )
            look = {"points": points, "fill": "none", "stroke": colour, "stroke-width": width}
            if line.dash in DASHES:
                look["stroke-dasharray"] = DASHES[line.dash]
            if line.clearness:
                look["stroke-opacity"] = _mm(1 - line.clearness / 100)
            yield E.polyline(look)
    if line.dot is not Dot.NONE:
        for time, value in line.way:
            if value is not None:
                yield _dot(line.dot, picture.frame.x(time), picture.frame.y(value), colour)


def _runs(way: Way) -> Iterator[list[tuple[float, float]]]:
    """The stretches of a line between its gaps."""
    run: list[tuple[float, float]] = []
    for time, value in way:
        if value is not None:
            run.append((time, value))
        elif run:
            yield run
            run = []
    if run:
        yield run


SIZE = 1.1
"""Millimetres from the middle of a point to its edge."""


def _dot(dot: Dot, x: float, y: float, colour: str) -> _Element:
    corners = {
        Dot.DIAMOND: ((0.0, -1.2), (1.2, 0.0), (0.0, 1.2), (-1.2, 0.0)),
        Dot.SQUARE: ((-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)),
        Dot.TRIANGLE: ((0.0, -1.1), (1.1, 0.9), (-1.1, 0.9)),
    }
    if dot in corners:
        points = " ".join(
            f"{_mm(x + across * SIZE)},{_mm(y + down * SIZE)}" for across, down in corners[dot]
        )
        return E.polygon({"points": points, "fill": colour})
    if dot is Dot.CROSS:
        path = f"M{_mm(x - 1)} {_mm(y - 1)}l2 2m0 -2l-2 2"
        return E.path({"d": path, "stroke": colour, "stroke-width": "0.5", "fill": "none"})
    radius = {Dot.RING: SIZE * 1.2, Dot.SMALL: SIZE * 0.7}.get(dot, SIZE)
    return E.circle({"cx": _mm(x), "cy": _mm(y), "r": _mm(radius), "fill": colour})


def _words(picture: Picture, words: DrawnWords) -> _Element:
    x, y = picture.frame.x(words.time), picture.frame.y(words.value)
    size = POINTS * MM_A_POINT
    anchor = "start" if words.position == "right" else "middle"
    lines = words.text.split("\n")
    down = {"above": -1.0, "below": size + 0.4}.get(words.position, size * 0.36)
    across = 1.2 if words.position == "right" else 0.0
    look = {
        "x": _mm(x + across), "y": _mm(y + down), "font-size": _mm(size), "fill": f"#{words.colour}",
        "text-anchor": anchor,
    }  # fmt: skip
    if words.is_bold:
        look["font-weight"] = "bold"
    if len(lines) == 1:
        return E.text(words.text, look)
    spans = [
        E.tspan(line, {"x": look["x"], "dy": "0" if at == 0 else _mm(size * 1.15)})
        for at, line in enumerate(lines)
    ]
    return E.text(*spans, look)


def bars_svg(bars: Bars, theme: Theme) -> _Element:
    """Bars of counts on one scale, each stretch with its number inside."""
    row = MAIN_ROW if bars.is_main else ROW
    width, height = CHART[0], row * len(bars.bars)
    labels = 0.0 if bars.is_main else max(text_width(one.label) for one in bars.bars) + 3
    longest = max(sum(part.count for part in bar.parts) for bar in bars.bars) or 1
    a_count = (width - labels - 0.4) / longest
    parts: list[_Element] = []
    for number, bar in enumerate(bars.bars):
        middle = number * row + row / 2
        if labels:
            parts.append(_inside(bar.label, labels - 2, middle, "1A1A1A", anchor="end"))
        left = labels
        for part in bar.parts:
            if part.count:
                is_wide = part.count / longest >= ROOM_FOR_WORDS
                words = words_inside(bars, part, theme) if is_wide else part.text
                thick = row * (1 if bars.is_main else 1 - GAP / 100)
                box = (left, middle - thick / 2, part.count * a_count, thick)
                parts += _stretch(box, words, theme.bar(part.tone))
                left += part.count * a_count
    return _drawn(width, height, bars.alt, *parts, name="bars")


def _stretch(
    box: tuple[float, float, float, float], words: str, look: BarLook
) -> Iterator[_Element]:
    """A stretch of a bar by its left and upper edge, width and height, with its words."""
    left, top, wide, high = box
    frame = {
        "x": _mm(left + 0.2), "y": _mm(top + 0.2), "width": _mm(wide), "height": _mm(high - 0.4),
        "fill": f"#{look.fill or 'FFFFFF'}", "stroke": f"#{look.edge}", "stroke-width": "0.25",
    }  # fmt: skip
    yield E.rect(frame)
    words_in = _inside(words, left + wide / 2, top + high / 2, look.text, anchor="middle")
    words_in.set("font-weight", "bold")
    yield words_in


def _inside(words: str, x: float, middle: float, colour: str, *, anchor: str) -> _Element:
    """Words on one line at the middle of a height."""
    size = POINTS * MM_A_POINT
    look = {
        "x": _mm(x),
        "y": _mm(middle + size * 0.36),
        "font-size": _mm(size),
        "text-anchor": anchor,
    }
    return E.text(words, {**look, "fill": f"#{colour}"})


def spark_svg(spark: Spark, theme: Theme) -> _Element:
    """A small trend with its target, on the scale of its own figures."""
    width, height = SPARK
    known = [one for one in (*spark.values, *spark.targets, *spark.tops) if one is not None]
    low, high = min(known), max(known)
    span = float(high - low) or 1.0

    def placed(values: Sequence[Decimal | None]) -> list[tuple[float, float] | None]:
        last = max(len(values) - 1, 1)
        return [
            None if one is None else (1 + at / last * (width - 2), height - 1 - float(one - low) / span * (height - 2))
            for at, one in enumerate(values)
        ]  # fmt: skip

    parts: list[_Element] = []
    for values in (spark.targets, spark.tops):
        look = {
            "stroke": f"#{theme.charts.target}",
            "stroke-width": "0.25",
            "stroke-dasharray": "0.8 0.6",
        }
        parts += _joined(placed(values), look)
    parts += _joined(
        placed(spark.values), {"stroke": f"#{theme.charts.line}", "stroke-width": "0.5"}
    )
    places = [one for one in placed(spark.values) if one is not None]
    parts.append(_dot(Dot.SMALL, *places[-1], f"#{theme.charts.line}"))
    return _drawn(width, height, spark.alt or spark.text, *parts, name="spark")


def _joined(
    places: Sequence[tuple[float, float] | None], look: Mapping[str, str]
) -> Iterator[_Element]:
    for one, after in pairwise(places):
        if one is not None and after is not None:
            ends = {"x1": _mm(one[0]), "y1": _mm(one[1]), "x2": _mm(after[0]), "y2": _mm(after[1])}
            yield E.line({**ends, **look})


def gauge_svg(gauge: Gauge, theme: Theme) -> _Element:
    """A bar in a cell, with the lines that it is held against."""
    width, height = GAUGE
    fill = theme.charts.pale if gauge.is_pale else theme.charts.line
    begin = float(gauge.begin) * width
    long = max(float(gauge.share) * width - begin, 0.2)
    parts: list[_Element] = []
    if not gauge.marks:
        look = {"x": "0.1", "y": "0.1", "width": _mm(width - 0.2), "height": _mm(height - 0.2)}
        parts.append(
            E.rect(
                {
                    **look,
                    "fill": "#FFFFFF",
                    "stroke": f"#{theme.charts.line}",
                    "stroke-width": "0.2",
                }
            )
        )
    bar = {
        "x": _mm(begin),
        "y": "0.2",
        "width": _mm(long),
        "height": _mm(height - 0.4),
        "fill": f"#{fill}",
    }
    parts.append(E.rect(bar))
    for mark in gauge.marks:
        x = _mm(min(max(float(mark.at) * width, 0.3), width - 0.3))
        ends = {"x1": x, "x2": x, "y1": "0", "y2": _mm(height)}
        parts.append(E.line({**ends, "stroke": "#FFFFFF", "stroke-width": "1"}))
        look = {**ends, "stroke": f"#{theme.charts.target}", "stroke-width": "0.4"}
        parts.append(E.line({**look, "stroke-dasharray": "0.8 0.5"} if mark.is_dotted else look))
    return _drawn(width, height, gauge.alt, *parts, name="gauge")
