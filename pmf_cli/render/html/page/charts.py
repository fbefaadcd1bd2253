"""Trend charts of a page: as wide as there is room, with words that keep their size.

The plot is drawn in shares of its width, its words beside it in columns of their own; so one drawing serves a telephone and a
meeting room's screen. Classes give it the theme's colours, light and dark.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from lxml.etree import _Element

from pmf_cli.render.chart_layout import Way, as_drawn
from pmf_cli.render.chart_picture import day_number, path, steps, stretches
from pmf_cli.render.html.elements import E
from pmf_cli.render.html.page.small import short, symbol
from pmf_cli.views.base import Chart, Tone

TOP, PLOT, FOOT = 10, 200, 34
"""Pixels over, of and under the plot."""
LINE = 15
"""Pixels from one line of words to the next."""
WIDEST = 20
"""Signs of a line of words at the right edge."""
INSIDE = 1000
"""How finely the plot is measured."""


def chart_html(chart: Chart) -> _Element:
    """A chart with its sentence in place of the drawing for those who listen."""
    return _Drawn(chart).element()


class _Drawn:
    def __init__(self, chart: Chart) -> None:
        self._chart = chart
        days = [
            *(day_number(one.on) for one in chart.points),
            *(day_number(one.on) for one in chart.forecasts),
        ]
        room = (max(days) - min(days)) * 0.03 or 1.0
        self._first, self._last = min(days) - room, max(days) + room
        self._low, self._high = float(chart.axis.low), float(chart.axis.high)

    def element(self) -> _Element:
        height = {"height": str(TOP + PLOT + FOOT)}
        return E.div(
            E.svg(*self._levels(), {"class": "levels", **height}),
            E.svg(self._lines(), *self._points(), *self._ticks(), {"class": "plot", **height}),
            E.svg(*self._ends(), {"class": "ends", **height}),
            {"class": "chart", "role": "img", "aria-label": self._chart.alt},
        )

    # Places.

    def _share(self, day: float) -> float:
        return (day - self._first) / (self._last - self._first)

    def _down(self, value: float) -> float:
        return 1 - (value - self._low) / (self._high - self._low)

    def _y(self, value: float) -> float:
        return TOP + self._down(value) * PLOT

    def _at(self, day: float, value: float) -> str:
        return f"{short(self._share(day) * INSIDE)},{short(self._down(value) * INSIDE)}"

    # The plot.

    def _lines(self) -> _Element:
        """Grid, band and lines, stretched to the plot's width."""
        chart = self._chart
        parts = [*self._grid(), *self._bands(), *self._events()]
        for level in (lambda point: point.target, lambda point: point.top):
            way = path(chart.points, level) if chart.is_path else steps(chart.points, level)
            parts += self._way(way, "t")
        days = [day_number(point.on) for point in chart.points]
        for line in chart.lines:
            parts += self._way(list(zip(days, map(as_drawn, line.values), strict=False)), "before")
        parts += self._way(self._ahead(), "ahead")
        parts += self._way(path(chart.points, lambda point: point.value), "l")
        box = {
            "y": str(TOP),
            "height": str(PLOT),
            "width": "100%",
            "viewBox": f"0 0 {INSIDE} {INSIDE}",
        }
        return E.svg(*parts, {**box, "preserveAspectRatio": "none"})

    def _grid(self) -> Iterator[_Element]:
        for value, _ in self._axis():
            y = short(self._down(value) * INSIDE)
            name = "zero" if value == 0 or value == self._low else "grid"
            yield E.line({"class": name, "x1": "0", "x2": str(INSIDE), "y1": y, "y2": y})

    def _bands(self) -> Iterator[_Element]:
        """The tolerance beside the target, a rectangle for as long as both hold."""
        points = self._chart.points
        runs: list[tuple[float, float, float, float]] = []
        for point, (begin, end) in zip(points, stretches(points), strict=True):
            if point.target is None or point.edge is None:
                continue
            low, high = sorted((float(point.target), float(point.edge)))
            if runs and runs[-1][1:] == (begin, low, high):
                runs[-1] = (runs[-1][0], end, low, high)
            else:
                runs.append((begin, end, low, high))
        for begin, end, low, high in _joined(runs):
            left, top = self._share(begin) * INSIDE, self._down(high) * INSIDE
            size = {"width": short(self._share(end) * INSIDE - left), "height": short(self._down(low) * INSIDE - top)}  # fmt: skip
            yield E.rect({"class": "band", "x": short(left), "y": short(top), **size})

    def _events(self) -> Iterator[_Element]:
        for one in self._chart.events:
            x = short(self._share(day_number(one.on)) * INSIDE)
            yield E.line({"class": "event", "x1": x, "x2": x, "y1": "0", "y2": str(INSIDE)})

    def _way(self, way: Way, name: str) -> Iterator[_Element]:
        run: list[str] = []
        for time, value in (*way, (0.0, None)):
            if value is not None:
                run.append(self._at(time, value))
            elif run:
                yield E.polyline({"class": name, "points": " ".join(run)})
                run = []

    def _ahead(self) -> Way:
        """From the last figure to those that are expected of the periods after it."""
        known = [point for point in self._chart.points if point.value is not None]
        last = known[-1]
        way: list[tuple[float, float | None]] = [(day_number(last.on), as_drawn(last.value))]
        for one in self._chart.forecasts:
            if not one.is_joined:
                way.append((day_number(one.on), None))
            way.append((day_number(one.on), float(one.value)))
        return way if len(way) > 1 else ()

    def _points(self) -> Iterator[_Element]:
        for point in self._chart.points:
            if point.value is not None:
                tone = Tone.UNRATED if point.tone is Tone.NONE else point.tone
                yield symbol(tone, *self._place(day_number(point.on), float(point.value)))
        for one in self._chart.forecasts:
            x, y = self._place(day_number(one.on), float(one.value))
            yield E.circle({"class": "ring", "cx": x, "cy": y, "r": "4"})

    def _place(self, day: float, value: float) -> tuple[str, str]:
        return f"{short(self._share(day) * 100)}%", short(self._y(value))

    # Words.

    def _axis(self) -> Iterator[tuple[float, str]]:
        axis, unit = self._chart.axis, self._chart.unit
        level = axis.low
        sign = unit if unit in ("%", "£") else ""
        while level <= axis.high:
            words = f"{level:,.{axis.decimals}f}"
            yield float(level), f"£{words}" if sign == "£" else f"{words}{sign}"
            level += axis.step

    def _levels(self) -> Iterator[_Element]:
        for value, words in self._axis():
            yield E.text(
                words, {"x": "100%", "dx": "-6", "y": short(self._y(value)), "dy": ".35em"}
            )

    def _ticks(self) -> Iterator[_Element]:
        for tick in self._chart.ticks:
            x = f"{short(self._share(day_number(tick.on)) * 100)}%"
            for number, line in enumerate(tick.label.split("\n")):
                yield E.text(line, {"x": x, "y": str(TOP + PLOT + 15 + number * LINE)})

    def _ends(self) -> Iterator[_Element]:
        """The names of what is drawn, at the height where each ends, none over another."""
        wanted = sorted(self._end_words(), key=lambda one: one[0])
        heights = _apart(
            [height for height, _, _ in wanted], [len(lines) for _, lines, _ in wanted]
        )
        for (height, lines, name), top in zip(wanted, heights, strict=True):
            ends = {"x1": "0", "x2": "6", "y1": short(height), "y2": short(top)}
            yield E.line({"class": "to", **ends})
            for number, line in enumerate(lines):
                y = short(top + number * LINE)
                yield E.text(line, {"class": name, "x": "8", "y": y, "dy": ".35em"})

    def _end_words(self) -> Iterator[tuple[float, list[str], str]]:
        chart = self._chart
        known = [float(one.value) for one in chart.points if one.value is not None]
        if not chart.forecasts:
            yield self._y(known[-1]), [chart.last_label], "now"
        yield from self._target_words()
        for value, label in self._others():
            yield self._y(float(value)), _lines_of(label), "soft"

    def _others(self) -> Iterator[tuple[Decimal, str]]:
        """Where last year's line, other places and what is expected last stand, each with its name."""
        for line in self._chart.lines:
            yield from ((value, line.label) for value in line.values[-1:] if value is not None)
        yield from ((one.value, one.label) for one in self._chart.comparators)
        yield from ((one.value, one.label) for one in self._chart.forecasts[-1:])

    def _target_words(self) -> Iterator[tuple[float, list[str], str]]:
        """The last target, a range's in its middle."""
        asked = [one for one in self._chart.points if one.target is not None]
        if self._chart.target_labels and asked:
            ends = [float(one) for one in (asked[-1].target, asked[-1].top) if one is not None]
            label = _lines_of(self._chart.target_labels[-1][1])
            yield self._y(sum(ends) / len(ends)), label, "goal"


def _joined(
    runs: Sequence[tuple[float, float, float, float]],
) -> Iterator[tuple[float, float, float, float]]:
    """Stretches with those of the same height that follow each other made one."""
    made: list[tuple[float, float, float, float]] = []
    for begin, end, low, high in runs:
        if made and made[-1][1] == begin and made[-1][2:] == (low, high):
            made[-1] = (made[-1][0], end, low, high)
        else:
            made.append((begin, end, low, high))
    yield from made


def _lines_of(text: str) -> list[str]:
    """Words in lines of so many signs at most."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if len(longer) <= WIDEST or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _apart(wanted: Sequence[float], lines: Sequence[int]) -> list[float]:
    """Heights near the wanted ones, each so many lines from the next, none under the chart's foot."""
    heights = list(wanted)
    limit = float(TOP + PLOT + FOOT - 8)
    for at in reversed(range(len(heights))):
        heights[at] = min(heights[at], limit - (lines[at] - 1) * LINE)
        limit = heights[at] - LINE
    for at, after in pairwise(range(len(heights))):
        heights[after] = max(heights[after], heights[at] + lines[at] * LINE)
    return heights
