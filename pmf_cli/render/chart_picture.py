"""A chart as lines, points and words with their places, before any format: what is drawn, in which order.

The target stands as steps, two points a change; the band between it and where Amber ends is filled by a
line that goes to and fro, since no chart of points can be filled in a way that every program draws.
Lines are named at the right edge, where nothing else stands.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import chain, groupby, pairwise, product, zip_longest

from pmf_cli.frozen import frozen
from pmf_cli.render.chart_layout import (
    LINE,
    MM_A_POINT,
    Box,
    ChartFrame,
    Room,
    Way,
    apart,
    as_drawn,
    text_width,
)
from pmf_cli.render.theme import Theme
from pmf_cli.views.base import Axis, Chart, ChartPoint

RESULT, TARGET, TOP, EDGE, EXPECTED = (
    "Result", "Target", "Target: upper edge", "Where the band ends", "Expected",
)  # fmt: skip
"""Names of lines in the file; comparators, events and last year's line have their own."""
ON_TOP = ": on top"
"""Behind the name of a line that is drawn once more."""
EPOCH = date(1899, 12, 30)
"""Day 0 of Excel's calendar."""
WIDEST_WORDS = 56.0
WIDEST_NAME = 44.0
"""Millimetres of the longest line of words at the right edge, and of the result's name among them."""
DOT_SIZE = 2.4
"""Millimetres of a point, which words should not touch."""
MOST_EVENTS = 6
"""Events whose words are printed; the lines of others stand without."""
FEW = 8
"""Up to so many figures each has a point, so that nobody takes the line for more than it is."""


PLACES_BESIDE = (
    (0.0, 1), (-2.8, 1), (-4.2, 0), (-4.2, 0.5), (-4.2, -0.5), (2.8, 1), (4.2, 0), (4.2, 0.5), (4.2, -0.5),
    (0.0, -1), (-2.8, -1), (2.8, -1),
    *((down, across) for down in (-5.6, 5.6, -7.0, 7.0) for across in (0, 0.5, -0.5, 1, -1)),
)  # fmt: skip
"""Where words stand beside a point, the best first: millimetres down, and to which side (1 is right of it)."""


def day_number(on: date) -> float:
    """A day as Excel counts it."""
    return float((on - EPOCH).days)


class Dash(StrEnum):
    """How a line is drawn."""

    NONE = "none"
    SOLID = "solid"
    DASHED = "dash"
    DOTTED = "round_dot"


class Dot(StrEnum):
    """What stands at each point of a line."""

    NONE = "none"
    ROUND = "circle"
    RING = "ring"
    """Round and large enough for a white middle."""
    SMALL = "small"
    """Round, the middle of a ring."""
    DIAMOND = "diamond"
    SQUARE = "square"
    TRIANGLE = "triangle"
    CROSS = "x"


OTHER_PLACES = (Dot.DIAMOND, Dot.RING, Dot.SQUARE, Dot.TRIANGLE, Dot.CROSS)
"""The shapes of other places by the number of their mark, so that no colour is needed to tell them apart."""


@frozen
class DrawnLine:
    """A series of the chart, its width in points.

    Some programs draw a series over those before it and some under them: what must be seen through
    another has a ``clearness``, of 100.
    """

    name: str
    way: Way
    colour: str
    width: float = 1.0
    dash: Dash = Dash.SOLID
    dot: Dot = Dot.NONE
    clearness: int = 0


@frozen
class DrawnWords:
    """Words of the chart at a place: right of it, in its middle, above or below it."""

    text: str
    time: float
    value: float
    position: str
    colour: str
    is_bold: bool = False


@frozen
class Picture:
    """All of a chart."""

    frame: ChartFrame
    lines: tuple[DrawnLine, ...]
    words: tuple[DrawnWords, ...]


def steps(
    points: Sequence[ChartPoint], level: Callable[[ChartPoint], Decimal | None]
) -> tuple[tuple[float, float | None], ...]:
    """A level through time: flat over each period, upright halfway to the next, open where there is none."""
    way: list[tuple[float, float | None]] = []
    before: float | None = None
    for (begin, _), (_, now) in zip(stretches(points), path(points, level), strict=True):
        if way and now == before:
            continue
        if before is not None:
            way.append((begin, before))
        way.append((begin, now))
        before = now
    way += [last for last in path(points[-1:], level) if last[1] is not None]
    return tuple(way)


def stretches(points: Sequence[ChartPoint]) -> list[tuple[float, float]]:
    """From when to when each period is drawn: halfway to those beside it."""
    days = [day_number(point.on) for point in points]
    halfways = [(one + after) / 2 for one, after in pairwise(days)]
    return list(zip([*days[:1], *halfways], [*halfways, *days[-1:]], strict=True))


def path(
    points: Sequence[ChartPoint], level: Callable[[ChartPoint], Decimal | None]
) -> tuple[tuple[float, float | None], ...]:
    """What is asked of figures that add up, from point to point; open where nothing is."""
    return tuple((day_number(point.on), as_drawn(level(point))) for point in points)


def picture_of(chart: Chart, theme: Theme, width: float, height: float) -> Picture:
    """A chart of so many millimetres."""
    return _Painter(chart, theme, width, height).picture()


@frozen
class _EndWords:
    """Words that want to stand at the right edge at the height of a value."""

    text: str
    value: float
    colour: str
    is_bold: bool = True


@frozen
class _Beside:
    """Words that want to stand beside a point, and where they can, the nearest place first."""

    text: str
    boxes: list[Box]
    is_bold: bool = False


class _Painter:
    """Draws one chart."""

    def __init__(self, chart: Chart, theme: Theme, width: float, height: float) -> None:
        self._chart = chart
        self._colours = theme.charts
        self._band_name = f"{theme.rating_words.amber}: within tolerance"
        self._known = [
            (day_number(point.on), float(point.value))
            for point in chart.points
            if point.value is not None
        ]
        self._days = [day_number(point.on) for point in chart.points]
        self._ends = self._end_words()
        self._events = sorted(chart.events, key=lambda one: one.on)
        self._frame = self._framed(width, height)
        self._room = Room(self._frame)

    @property
    def _goes_on(self) -> bool:
        """Whether time is drawn after the last figure."""
        return bool(self._known) and self._known[-1][0] < self._days[-1]

    def picture(self) -> Picture:
        lines = tuple(self._lines())
        for line in lines:
            if line.name != self._band_name:
                self._room.draw(line.way)
            if line.dot is not Dot.NONE and line.dash is Dash.NONE:
                self._room.mark(line.way, DOT_SIZE)
        return Picture(self._frame, lines, tuple(self._words()))

    # The frame.

    def _framed(self, width: float, height: float) -> ChartFrame:
        axis = self._chart.axis
        left = max(text_width(one) for one in axis_labels(axis)) + 3.0
        # The first period's words, in the middle under it, stay in the chart.
        left = max(left, self._first_tick / 2)
        widest = max((text_width(one.text, bold=one.is_bold) for one in self._ends), default=0.0)
        right = width - max(widest + 2.5, 4.0)
        per_mm = self._days_a_millimetre(right - left)
        first = self._days[0] - 1.5 * per_mm
        last = self._days[-1] + self._beyond * per_mm
        low, high = float(axis.low), float(axis.high)
        flat = ChartFrame(width, height, Box(left, 0, right, height), first, last, low, high)
        rows = max((row for _, _, row in self._event_places(flat)), default=-1) + 1
        lines = max((one.label.count("\n") + 1 for one in self._chart.ticks), default=0)
        plot = Box(left, 2.6 + rows * LINE, right, height - lines * 3.9 - 2.0)
        return ChartFrame(width, height, plot, first, last, low, high)

    @property
    def _first_tick(self) -> float:
        """How wide the words under the first period are."""
        first = (one for one in self._chart.ticks if day_number(one.on) == self._days[0])
        return max(
            (text_width(line) for one in first for line in one.label.split("\n")), default=0.0
        )

    @property
    def _beyond(self) -> float:
        """Millimetres of the plot after the last period: for its dot, and for the comparators'."""
        return 1.5 + 3.2 * len(self._chart.comparators)

    def _days_a_millimetre(self, room: float) -> float:
        span = max(self._days[-1] - self._days[0], 1.0)
        return span / max(room - 1.5 - self._beyond, 1.0)

    def _event_places(self, frame: ChartFrame) -> Iterator[tuple[str, float, int]]:
        """Each event's words, the middle they stand at from the left, and their row from below.

        Over their line, before it or after it, so that all take as few rows as can be.
        """
        wanted = []
        for event in self._events[:MOST_EVENTS]:
            half, line = text_width(event.label) / 2 + 0.8, frame.x(day_number(event.on))
            middles = (line, line - half + 1.2, line + half - 1.2)
            # Words hang at their middle, which is not drawn outside the plot.
            left, right = frame.plot.left + half, min(frame.width - half, frame.plot.right)
            wanted.append([(max(left, min(one, right)), half) for one in middles])
        best = min(
            product(*wanted),
            key=lambda spans: (
                max(_rows(spans), default=0),
                sum(span != ways[0] for span, ways in zip(spans, wanted, strict=True)),
            ),
        )
        for event, (middle, _), row in zip(self._events, best, _rows(best), strict=False):
            yield event.label, middle, row

    # Lines.

    def _lines(self) -> Iterator[DrawnLine]:
        chart, colours = self._chart, self._colours
        band = tuple(self._band())
        if band:
            # Some programs draw what comes first on top, others what comes last.
            for one in self._results():
                yield replace(one, name=f"{one.name}{ON_TOP}")
        yield from band
        if self._frame.low < 0 < self._frame.high:
            ends = ((self._frame.first, 0.0), (self._frame.last, 0.0))
            yield DrawnLine("Zero", ends, colours.marker, 0.75)
        for name, level, colour, width in (
            (EDGE, lambda point: point.edge, colours.edge, 1.0),
            (TARGET, lambda point: point.target, colours.target, 1.5),
            (TOP, lambda point: point.top, colours.target, 1.5),
        ):
            way = path(chart.points, level) if chart.is_path else steps(chart.points, level)
            if any(value is not None for _, value in way):
                yield DrawnLine(name, way, colour, width)
        for line in chart.lines:
            way = tuple(zip_longest(self._days, map(as_drawn, line.values)))
            yield DrawnLine(line.label, way, colours.marker, 1.5)
        for event in self._events:
            on = day_number(event.on)
            ends = ((on, self._frame.low), (on, self._frame.high))
            yield DrawnLine(event.label, ends, colours.marker, 1.25, Dash.DOTTED)
        yield from self._results()
        yield from self._comparators()

    def _results(self) -> Iterator[DrawnLine]:
        colour = self._colours.line
        latest = tuple(self._known[-1:])
        ahead = tuple((day_number(one.on), float(one.value)) for one in self._chart.forecasts)
        if ahead and latest:
            if any(one.is_joined for one in self._chart.forecasts):
                yield DrawnLine(EXPECTED, tuple(self._ahead()), colour, 1.75, Dash.DASHED)
            yield from _rings("Figures expected", ahead, colour)
        way = path(self._chart.points, lambda point: point.value)
        # What is still to come is no gap in the line.
        shown = tuple(point for point in way if latest and point[0] <= latest[0][0])
        dot = Dot.ROUND if len(self._known) <= FEW else Dot.NONE
        yield DrawnLine(RESULT, shown, colour, 2.5, dot=dot)
        for name, dots in (("Results by themselves", _alone(shown)), ("Latest result", latest)):
            if dots:
                yield DrawnLine(name, dots, colour, 1, Dash.NONE, Dot.ROUND)

    def _ahead(self) -> Iterator[tuple[float, float | None]]:
        """The line to what is expected, open over periods for which nobody gave a figure."""
        yield self._known[-1]
        for one in self._chart.forecasts:
            on = day_number(one.on)
            if not one.is_joined:
                yield on, None
            yield on, float(one.value)

    def _looks(self) -> list[tuple[Dot, str]]:
        """Shape and colour of each comparator: those of its mark, or the next that no other one here has."""
        taken: list[int] = []
        for one in self._chart.comparators:
            shape = one.mark % len(OTHER_PLACES)
            while shape in taken and len(taken) < len(OTHER_PLACES):
                shape = (shape + 1) % len(OTHER_PLACES)
            taken.append(shape)
        colours = self._colours.comparators
        return [(OTHER_PLACES[shape], colours[shape % len(colours)]) for shape in taken]

    def _comparators(self) -> Iterator[DrawnLine]:
        # Beside each other, so that one does not hide another of nearly the same figure.
        edge = self._frame.plot.right - 1.6
        many = len(self._chart.comparators)
        for at, (one, (dot, colour)) in enumerate(
            zip(self._chart.comparators, self._looks(), strict=True)
        ):
            time = self._frame.time_at(edge - 3.2 * (many - 1 - at))
            way = ((time, float(one.value)),)
            if dot is Dot.RING:
                yield from _rings(one.name, way, colour)
            else:
                yield DrawnLine(one.name, way, colour, 1, Dash.NONE, dot)

    def _band(self) -> Iterator[DrawnLine]:
        spans = list(_spans(self._chart.points))
        if not spans:
            return
        frame = self._frame
        heights = [abs(frame.y(high) - frame.y(low)) for _, _, low, high in spans]
        stroke = min(max(min(heights), 0.35), 1.6)
        way: list[tuple[float, float | None]] = []
        for (begin, end, low, high), height in zip(spans, heights, strict=True):
            if way:
                way.append((begin, None))
            inset = stroke / 2
            left, right = frame.x(begin) + inset, max(frame.x(end) - inset, frame.x(begin) + inset)
            count = max(1, math.ceil((height - stroke) / (0.85 * stroke)) + 1)
            bottom, top = frame.y(low) - inset, frame.y(high) + inset
            for at in range(count):
                share = at / (count - 1) if count > 1 else 0.5
                value = frame.value_at(bottom + share * (top - bottom))
                ends = (left, right) if at % 2 == 0 else (right, left)
                way += [(frame.time_at(x), value) for x in ends]
        colour, clearness = seen_through(self._colours.band)
        width = stroke / MM_A_POINT
        yield DrawnLine(self._band_name, tuple(way), colour, width, clearness=clearness)

    # Words.

    def _end_words(self) -> list[_EndWords]:
        """The names of what is drawn, as they are wanted at the right edge; the result's comes first."""
        wanted = chain(
            self._result_words(),
            self._target_words(),
            self._edge_words(),
            self._line_words(),
            self._comparator_words(),
        )
        return [line for one in wanted for line in self._broken(one)]

    def _result_words(self) -> Iterator[_EndWords]:
        if self._known and not self._goes_on:
            name = f"{self._chart.label} {self._chart.last_label}".strip()
            if text_width(name, bold=True) > WIDEST_NAME:
                name = self._chart.last_label
            yield _EndWords(name, self._known[-1][1], self._colours.line)

    def _target_words(self) -> Iterator[_EndWords]:
        """The last target, a range's in its middle."""
        asked = [point for point in self._chart.points if point.target is not None]
        if self._chart.target_labels and asked:
            ends = [float(one) for one in (asked[-1].target, asked[-1].top) if one is not None]
            label = self._chart.target_labels[-1][1]
            yield _EndWords(label, sum(ends) / len(ends), self._colours.target)

    def _edge_words(self) -> Iterator[_EndWords]:
        """Where the band beside the last target ends."""
        label = self._chart.edge_label
        edges = [point.edge for point in self._chart.points if point.edge is not None]
        if edges and label:
            yield _EndWords(label, float(edges[-1]), self._colours.edge, is_bold=False)

    def _line_words(self) -> Iterator[_EndWords]:
        for line in self._chart.lines:
            for value in [one for one in line.values if one is not None][-1:]:
                yield _EndWords(line.label, float(value), self._colours.marker, is_bold=False)

    def _comparator_words(self) -> Iterator[_EndWords]:
        chart = self._chart
        for one, (_, colour) in zip(chart.comparators, self._looks(), strict=True):
            yield _EndWords(one.label, float(one.value), colour)
        if chart.comparators and chart.comparators_period:
            # Under the last of them, whichever that is.
            lowest = min(float(one.value) for one in chart.comparators)
            under = lowest - self._height / 200
            words = chart.comparators_period
            yield _EndWords(words, under, self._colours.marker, is_bold=False)

    @property
    def _height(self) -> float:
        """From the lower to the upper end of the value axis."""
        return float(self._chart.axis.high) - float(self._chart.axis.low)

    def _broken(self, words: _EndWords) -> Iterator[_EndWords]:
        """Words too long for the right edge on as many lines as they need."""
        # A thousandth of the axis lower, so that a line stays under the one before it.
        down = self._height / 1000
        for at, line in enumerate(_lines(words.text, bold=words.is_bold)):
            yield replace(words, text=line, value=words.value - at * down)

    def _words(self) -> Iterator[DrawnWords]:
        frame = self._frame
        yield from self._ticks()
        for label, middle, row in self._event_places(frame):
            half = text_width(label) / 2
            over = frame.plot.top - LINE * row
            self._room.taken.append(Box(middle - half, over - LINE, middle + half, over))
            text = label + "\n\u00a0" * row
            yield DrawnWords(text, frame.time_at(middle), frame.high, "above", self._colours.target)
        yield from self._at_the_edge()
        yield from self._beside_points()
        if not any(
            self._chart.label and one.text.startswith(self._chart.label) for one in self._ends
        ):
            yield from self._along(self._chart.label)
        yield from self._levels()

    def _ticks(self) -> Iterator[DrawnWords]:
        for tick in self._chart.ticks:
            yield DrawnWords(
                tick.label, day_number(tick.on), self._frame.low, "below", self._colours.target
            )

    def _at_the_edge(self) -> Iterator[DrawnWords]:
        frame = self._frame
        wanted = [frame.y(one.value) for one in self._ends]
        fixed = 0 if self._known and not self._goes_on else -1
        heights = apart(wanted, fixed, frame.plot.top, frame.plot.bottom)
        for one, height in zip(self._ends, heights, strict=True):
            wide = text_width(one.text, bold=one.is_bold)
            middle = frame.plot.right + 1.0 + wide / 2
            self._room.taken.append(Box.around(middle, height, wide, LINE - 0.4))
            yield DrawnWords(
                one.text, frame.last, frame.value_at(height), "right", one.colour, one.is_bold
            )

    def _beside_points(self) -> Iterator[DrawnWords]:
        """The last figure and what is expected, each beside its point, in the order that leaves all nearest.

        What is expected stands nearer the edge, where there is less room: it chooses first where that
        makes no difference.
        """
        wanted = [
            self._beside_of(one.on, one.value, one.label) for one in reversed(self._chart.forecasts)
        ]
        if self._known and self._goes_on:
            last = self._chart.last_label
            wanted.append(
                _Beside(last, self._boxes_beside(self._known[-1], last, is_bold=True), is_bold=True)
            )
        tried = [self._tried(order) for order in (wanted, wanted[::-1])[: len(wanted)]]
        if not tried:
            return
        _, placed, self._room = min(tried, key=lambda one: one[0])
        for one, box in placed:
            yield self._in(box, one.text, self._colours.line, is_bold=one.is_bold)

    def _beside_of(self, on: date, value: Decimal, text: str) -> _Beside:
        return _Beside(text, self._boxes_beside((day_number(on), float(value)), text))

    def _tried(self, order: Sequence[_Beside]) -> tuple[int, list[tuple[_Beside, Box]], Room]:
        """Words placed one after the other: how badly they stand, where, and the room left."""
        room = replace(self._room, taken=list(self._room.taken))
        found = [(one, room.place(one.boxes, most=10_000)) for one in order]
        placed = [(one, box) for one, box in found if box is not None]
        cost = sum(one.boxes.index(box) + 20 * room.cost_without(box) for one, box in placed)
        return cost, placed, room

    def _boxes_beside(
        self, point: tuple[float, float], text: str, *, is_bold: bool = False
    ) -> list[Box]:
        """Where words can stand beside a point, the nearest first."""
        frame = self._frame
        x, y, wide = frame.x(point[0]), frame.y(point[1]), text_width(text, bold=is_bold)
        near = [
            Box.around(x + across * (wide / 2 + 2.8), y + down, wide, LINE)
            for down, across in PLACES_BESIDE
        ]
        plot = frame.plot
        # Words hang at their middle, which is not drawn outside the plot.
        whole = Box(plot.left, plot.top - LINE / 2, frame.width, plot.bottom)
        return [
            one for one in near if one.is_within(whole) and (one.left + one.right) / 2 <= plot.right
        ]

    def _along(self, text: str) -> Iterator[DrawnWords]:
        """The name of the result's line, over or under it where it touches nothing."""
        frame, wide = self._frame, text_width(text, bold=True)
        places = [
            Box.around(frame.x(time) + wide / 2 - 1.0, frame.y(value) + down, wide, LINE)
            for down in (-3.2, 3.2, -5.0, 5.0, -7.5, 7.5)
            for time, value in self._known
        ]
        box = self._room.place([one for one in places if one.is_within(frame.plot)])
        if box is not None and text:
            yield self._in(box, text, self._colours.line, is_bold=True)

    def _levels(self) -> Iterator[DrawnWords]:
        """The target's earlier levels, each by its step where there is room."""
        frame, points = self._frame, self._chart.points
        starts = [*self._chart.target_labels, (len(points), "")]
        for (at, text), (after, _) in pairwise(starts):
            level = points[at].target
            if after == len(points) or level is None:
                continue
            wide = text_width(text)
            begin, end = frame.x(self._days[at]), frame.x(self._days[after - 1])
            middles = [begin + wide / 2, (begin + end) / 2, end - wide / 2]
            places = [
                Box.around(middle, frame.y(float(level)) + down, wide, LINE)
                for middle in middles
                for down in (2.9, -2.9)
                if wide <= end - begin + 8.0
            ]
            box = self._room.place([one for one in places if one.is_within(frame.plot)])
            if box is not None:
                yield self._in(box, text, self._colours.target)

    def _in(self, box: Box, text: str, colour: str, *, is_bold: bool = False) -> DrawnWords:
        frame = self._frame
        time = frame.time_at((box.left + box.right) / 2)
        value = frame.value_at((box.top + box.bottom) / 2)
        return DrawnWords(text, time, value, "center", colour, is_bold)


def _lines(text: str, *, bold: bool) -> list[str]:
    """Words on lines that fit at the right edge."""
    lines: list[str] = []
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, bold=bold) <= WIDEST_WORDS:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _rows(spans: Sequence[tuple[float, float]]) -> list[int]:
    """The lowest free row of each of some words, by their middles and half widths."""
    ends: list[list[tuple[float, float]]] = []
    rows = []
    for middle, half in spans:
        row = next(
            (
                at
                for at, others in enumerate(ends)
                if all(abs(middle - other) >= half + width for other, width in others)
            ),
            len(ends),
        )
        if row == len(ends):
            ends.append([])
        ends[row].append((middle, half))
        rows.append(row)
    return rows


def _rings(name: str, way: Way, colour: str) -> Iterator[DrawnLine]:
    """Hollow points: full ones with a white middle, which is drawn before and after them.

    LibreOffice gives a point no edge of another colour, and draws earlier series over later ones.
    """
    inside = DrawnLine(f"{name}: inside", way, "FFFFFF", 1, Dash.NONE, Dot.SMALL)
    yield inside
    yield DrawnLine(name, way, colour, 1, Dash.NONE, Dot.RING)
    yield inside


def seen_through(colour: str) -> tuple[str, int]:
    """The clear colour that looks on white like a plain one, and how clear it is, of 100."""
    parts = [255 - int(colour[at : at + 2], 16) for at in (0, 2, 4)]
    # As clear as it can be: its strongest part is then full.
    opaque = max(20, math.ceil(max(parts) / 255 * 100))
    strong = (round(255 - part * 100 / opaque) for part in parts)
    return "".join(f"{max(one, 0):02X}" for one in strong), 100 - opaque


def axis_labels(axis: Axis) -> Iterator[str]:
    """The words at the steps of a value axis."""
    value = axis.low
    while value <= axis.high:
        yield f"{value:,.{axis.decimals}f}"
        value += axis.step


def _alone(way: Way) -> Way:
    """The points of a way with no figure on either side."""
    values = [None, *(value for _, value in way), None]
    beside = zip(way, values, values[2:], strict=False)
    return tuple(
        point
        for point, before, after in beside
        if point[1] is not None and before is None and after is None
    )


def _spans(points: Sequence[ChartPoint]) -> Iterator[tuple[float, float, float, float]]:
    """Stretches of time with one band: begin, end, its lower and its upper edge."""
    places = zip(points, stretches(points), strict=True)
    for ends, alike in groupby(places, key=lambda place: (place[0].target, place[0].edge)):
        band = sorted({float(one) for one in ends if one is not None})
        if len(band) == 2:
            times = [stretch for _, stretch in alike]
            yield times[0][0], times[-1][1], band[0], band[1]
