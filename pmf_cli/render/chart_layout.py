"""Where things stand in a chart, in millimetres: margins, the plot, and words that do not overlap."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from pmf_cli.frozen import frozen
from pmf_cli.render.letters import TWENTIETHS, words_width

POINTS = 9.5
"""Size of a chart's words, in points."""
LINE = 4.1
"""Millimetres from one line of words to the next."""
MM_A_POINT = 25.4 / 72


def text_width(text: str, *, bold: bool = False) -> float:
    """How wide a line of words is, in millimetres."""
    return words_width(text, POINTS, bold=bold) / TWENTIETHS * MM_A_POINT


def as_drawn(value: Decimal | int | None) -> float | None:
    """A figure as charts draw it; ``None`` leaves its place open."""
    return None if value is None else float(value)


@frozen
class Box:
    """A rectangle in millimetres from the upper left corner of the chart."""

    left: float
    top: float
    right: float
    bottom: float

    @classmethod
    def around(cls, x: float, y: float, width: float, height: float) -> Box:
        """A box by its middle."""
        return cls(x - width / 2, y - height / 2, x + width / 2, y + height / 2)

    def meets(self, other: Box) -> bool:
        """Whether two boxes share any room."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def is_within(self, other: Box) -> bool:
        """Whether it lies wholly in another."""
        return (
            other.left <= self.left
            and self.right <= other.right
            and other.top <= self.top
            and self.bottom <= other.bottom
        )


@frozen
class ChartFrame:
    """The plot of a chart: its size and room around it in millimetres, and what its edges mean.

    Attributes:
        first: the time at the plot's left edge, in days; ``last`` at its right edge.
        low: the value at the plot's lower edge; ``high`` at its upper edge.
    """

    width: float
    height: float
    plot: Box
    first: float
    last: float
    low: float
    high: float

    def x(self, time: float) -> float:
        """Where a time stands, from the left."""
        share = (time - self.first) / (self.last - self.first)
        return self.plot.left + share * (self.plot.right - self.plot.left)

    def y(self, value: float) -> float:
        """Where a value stands, from the top."""
        share = (value - self.low) / (self.high - self.low)
        return self.plot.bottom - share * (self.plot.bottom - self.plot.top)

    def time_at(self, x: float) -> float:
        """The time that stands so far from the left."""
        share = (x - self.plot.left) / (self.plot.right - self.plot.left)
        return self.first + share * (self.last - self.first)

    def value_at(self, y: float) -> float:
        """The value that stands so far from the top."""
        share = (self.plot.bottom - y) / (self.plot.bottom - self.plot.top)
        return self.low + share * (self.high - self.low)


Way = Sequence[tuple[float, float | None]]
"""A line by times and values; nothing is drawn to or from a point without a value."""


@dataclass(slots=True)
class Room:
    """What is taken already in a frame: by lines, which words should not touch, and by words."""

    frame: ChartFrame
    drawn: list[tuple[float, float]] = field(default_factory=list)
    taken: list[Box] = field(default_factory=list)

    def draw(self, way: Way) -> None:
        """Takes the room of a line, about a point a millimetre."""
        frame = self.frame
        before: tuple[float, float] | None = None
        for time, value in way:
            if value is None:
                before = None
                continue
            here = (frame.x(time), frame.y(value))
            self.drawn.extend(_along(before or here, here))
            before = here

    def mark(self, way: Way, size: float) -> None:
        """Takes the room of points of so many millimetres."""
        for time, value in way:
            if value is not None:
                x, y = self.frame.x(time), self.frame.y(value)
                self.taken.append(Box.around(x, y, size, size))

    def cost(self, box: Box) -> int:
        """How badly words would stand there: 0 for well."""
        near = Box(box.left - 0.6, box.top - 0.3, box.right + 0.6, box.bottom + 0.3)
        left, top, right, bottom = near.left, near.top, near.right, near.bottom
        lines = sum(1 for x, y in self.drawn if left < x < right and top < y < bottom)
        words = sum(200 for other in self.taken if near.meets(other))
        return lines + words

    def cost_without(self, box: Box) -> int:
        """How badly words stand that have their place already."""
        others = [one for one in self.taken if one is not box]
        return replace(self, taken=others).cost(box)

    def place(self, candidates: Iterable[Box], most: int = 0) -> Box | None:
        """The first best of some boxes, which is then taken; ``None`` where all cost more than that."""
        best: tuple[int, Box] | None = None
        for box in candidates:
            cost = self.cost(box)
            if best is None or cost < best[0]:
                best = (cost, box)
            if cost == 0:
                break
        if best is None or best[0] > most:
            return None
        self.taken.append(best[1])
        return best[1]


def _along(begin: tuple[float, float], end: tuple[float, float]) -> Iterator[tuple[float, float]]:
    length = max(abs(end[0] - begin[0]), abs(end[1] - begin[1]))
    steps = max(1, int(length / 0.8))
    for at in range(steps + 1):
        share = at / steps
        yield begin[0] + share * (end[0] - begin[0]), begin[1] + share * (end[1] - begin[1])


def apart(wanted: Sequence[float], fixed: int, top: float, bottom: float) -> list[float]:
    """Heights of lines of words near the wanted ones, each a line apart, between two ends.

    The line at the place ``fixed`` stays where it is wanted; the order of the others by height is kept.
    """
    order = sorted(range(len(wanted)), key=lambda at: (wanted[at], at != fixed, at))
    heights = list(wanted)
    middle = order.index(fixed) if fixed in order else 0
    for place in range(middle - 1, -1, -1):
        heights[order[place]] = min(heights[order[place]], heights[order[place + 1]] - LINE)
    for place in range(middle + 1, len(order)):
        heights[order[place]] = max(heights[order[place]], heights[order[place - 1]] + LINE)
    return _held(heights, order, top, bottom)


def _held(heights: list[float], order: Sequence[int], top: float, bottom: float) -> list[float]:
    """The heights pushed back between two ends, the lower end first."""
    limit = bottom
    for at in reversed(order):
        heights[at] = min(heights[at], limit)
        limit = heights[at] - LINE
    limit = top
    for at in order:
        heights[at] = max(heights[at], limit)
        limit = heights[at] + LINE
    return heights
