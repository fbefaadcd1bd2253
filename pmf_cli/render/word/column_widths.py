"""How wide the columns of a table are: words whole, and as few broken lines as the page allows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, partial
from operator import add, mul

from pmf_cli.frozen import frozen
from pmf_cli.render.letters import words_width
from pmf_cli.render.theme import RATED, Theme
from pmf_cli.render.word.gauges import SIGN
from pmf_cli.render.word.places import printed_plain
from pmf_cli.views.base import Align, Column, Entry, Table, TableLook, Tone

KEY_FIGURE = 1.26
"""How much larger a figure that stands out is than the words of its table: 12 pt beside 9.5."""
NO_PAGE = "–"
"""Stands for the page of a section that the paper has not."""
CELL_POINTS = 9.5
"""Size of words in tables where a template says no other."""
CELL_MARGINS = 120
TO_SPARE = 20
"""Room over beside the longest word, for other fonts."""
LONGEST_WORD = 1750
"""Longer words may break; a column is not widened for them."""
LONGEST_FIGURE = 1500
SPARKLINE = 1100
"""Least room of a trend."""
GAUGE = 1300
"""Room that a bar in a cell wants with its words."""
WIDE_BAR = 2300
"""The same of a bar beside longer words, without them."""
WHOLE_SPARKLINE = 1150
"""Room that a trend wants."""


def table_widths(
    tables: Sequence[Table],
    room: int,
    theme: Theme,
    *,
    points: float = CELL_POINTS,
    beside: int = CELL_MARGINS,
) -> tuple[int, ...]:
    """Widths in twentieths of a point that fill ``room`` exactly; ``beside`` words stay the margins.

    Tables with the same columns are given together, so that these stand under each other. Each
    column keeps at least the room of its longest ordinary word (figures do not wrap). One that needs
    less than its share, by ``Column.width``, leaves the rest to those that need more. Tables of short
    facts, and close ones of a line a row, are given the widths that break the fewest lines.
    """
    columns = tables[0].columns
    asked = [
        _asked([row[at] for table in tables for row in table.rows], column, theme, points, beside)
        for at, column in enumerate(columns)
    ]
    if tables[0].look is TableLook.STRIP:
        asked = list(map(partial(_with_head, points=points, beside=beside), asked, columns))
    shares = [max(column.width, 0.1) for column in columns]
    least_part = LEAST_WHOLE_CLOSE if tables[0].look is TableLook.DENSE else LEAST_WHOLE
    widths = _fitting(asked, shares, room, least_part)
    widths[-1] += room - sum(widths)
    return tuple(widths)


def _fitting(
    asked: Sequence[_Asked], shares: Sequence[float], room: int, least_part: float
) -> list[int]:
    """Widths that keep so large a part of the cells whole, else those by the shares."""
    total = sum(one.least for one in asked)
    if total >= room:
        return [room * one.least // total for one in asked]
    whole = _with_whole_lines(asked, shares, room)
    return whole.widths if whole.part >= least_part else _shared(asked, shares, room)


@frozen
class _Asked:
    """The room that a column cannot do without, and that in which each of its cells breaks no line."""

    least: int
    cells: tuple[int, ...]

    @property
    def whole(self) -> int:
        """The room in which no cell breaks."""
        return max(self.cells, default=0)


@frozen
class _Whole:
    """Widths, and the part of each column's cells that break no line at them."""

    widths: list[int]
    part: float


def _with_whole_lines(asked: Sequence[_Asked], shares: Sequence[float], room: int) -> _Whole:
    """Widths at which the same part of each column's cells, and as many as can be, break no line.

    What is longer than the rest of its column, a name or a word among figures, is broken first.
    """
    lengths = [sorted(one.cells) for one in asked]
    widths, part = [one.least for one in asked], 0.0
    count = len(lengths[0])
    for at in range(1, count + 1):
        wanted = [max(one.least, cells[-at]) for one, cells in zip(asked, lengths, strict=True)]
        if sum(wanted) <= room:
            widths, part = wanted, (count + 1 - at) / count
            break
    wider = _with_the_rest(asked, widths, shares, room - sum(widths))
    return _Whole(_with_fewer_broken_rows(asked, wider), part)


def _with_the_rest(
    asked: Sequence[_Asked], widths: Sequence[int], shares: Sequence[float], left: int
) -> list[int]:
    """Widths with what is left over: it goes to the columns with lines to break, else to all."""
    broken = [one.whole > width for one, width in zip(asked, widths, strict=True)]
    parts = list(map(mul, shares, broken if any(broken) else [True] * len(broken)))
    return [
        width + int(left * more / sum(parts)) for width, more in zip(widths, parts, strict=True)
    ]


MOST_ROWS = 300
"""Rows by which widths are bettered; further ones are like them."""
MOST_STEPS = 40


def _with_fewer_broken_rows(asked: Sequence[_Asked], widths: list[int]) -> list[int]:
    """Widths bettered step by step: a column takes from another what its next cell lacks, while rows gain."""

    @cache
    def broken(at: int, width: int) -> int:
        """The rows that break in a column, a bit a row."""
        return sum(1 << row for row, cell in enumerate(asked[at].cells[:MOST_ROWS]) if cell > width)

    def step(now: list[int]) -> Iterator[tuple[int, list[int]]]:
        """Whatever one column can take from one other, and how many rows then break."""
        for taker, width in enumerate(now):
            lacks = min((cell - width for cell in asked[taker].cells if cell > width), default=0)
            for giver, one in enumerate(asked):
                if lacks and giver != taker and now[giver] - lacks >= one.least:
                    new = list(now)
                    new[taker], new[giver] = width + lacks, now[giver] - lacks
                    yield count(new), new

    def count(now: Sequence[int]) -> int:
        rows = 0
        for at, width in enumerate(now):
            rows |= broken(at, width)
        return rows.bit_count()

    best = (count(widths), widths)
    for _ in range(MOST_STEPS):
        better = min(step(best[1]), default=best)
        if better[0] >= best[0]:
            break
        best = better
    return best[1]


LEAST_WHOLE, LEAST_WHOLE_CLOSE = 0.5, 0.25
"""Part of the cells that must break no line, so that widths follow them and not the shares asked for."""


def _shared(asked: Sequence[_Asked], shares: Sequence[float], room: int) -> list[int]:
    """Shares of the room; columns with more than they need are given just that."""
    given: dict[int, int] = {}
    while others := [at for at in range(len(asked)) if at not in given]:
        least = {at: asked[at].least for at in others}
        widths = _held(least, shares, room - sum(given.values()))
        whole = {at: max(asked[at].whole, least[at]) for at in others}
        enough = {at: width for at, width in whole.items() if width <= widths[at]}
        if not enough:
            return _in_order({**given, **widths})
        given |= enough
    left = room - sum(given.values())
    parts = (int(left * share / sum(shares)) for share in shares)
    return list(map(add, _in_order(given), parts))


def _in_order(given: dict[int, int]) -> list[int]:
    return [given[at] for at in sorted(given)]


def _held(least: dict[int, int], shares: Sequence[float], room: int) -> dict[int, int]:
    """Shares of the room, columns that would fall below their least held at it."""
    held: set[int] = set()
    while True:
        free = room - sum(least[at] for at in held)
        parts = sum(shares[at] for at in least if at not in held)
        widths = {at: least[at] if at in held else int(free * shares[at] / parts) for at in least}
        short = {at for at, width in widths.items() if width < least[at]} - held
        if not short:
            return widths
        held |= short


def _asked(
    entries: Sequence[Entry], column: Column, theme: Theme, points: float, beside: int
) -> _Asked:
    beside += TO_SPARE
    cells = [list(_lines(entry, theme, points)) for entry in entries]
    heads = (words_width(word, points, bold=True) for word in column.title.split())
    longest = max((*heads, *(line.longest for lines in cells for line in lines)), default=0)
    most = LONGEST_FIGURE if column.align is Align.NUMBER else LONGEST_WORD
    least = max((min(longest, most) + beside, *map(_drawn_least, entries)))
    whole = (max(line.whole for line in lines) + beside for lines in cells)
    return _Asked(least, tuple(map(_with_drawing, entries, whole)))


def _drawn_least(entry: Entry) -> int:
    """The room that a drawing in a cell cannot do without."""
    return max(SPARKLINE if entry.spark is not None else 0, _bar_least(entry))


def _bar_least(entry: Entry) -> int:
    if entry.gauge is None:
        return 0
    return WIDE_BAR + entry.gauge.words * SIGN if entry.gauge.words else GAUGE


def _with_drawing(entry: Entry, room: int) -> int:
    """The room of a cell whose words take so much."""
    if entry.gauge is not None:
        room = _bar_least(entry)
    return room if entry.trend is None else max(room, WHOLE_SPARKLINE)


def _with_head(asked: _Asked, column: Column, points: float, beside: int) -> _Asked:
    """The small heading over a fact, which is as long as a fact, counts as one."""
    head = words_width(column.title, points) + beside + TO_SPARE
    return _Asked(asked.least, (*asked.cells, head))


@dataclass(slots=True)
class _Line:
    """A line of a cell: its longest word, and its length."""

    longest: int = 0
    whole: int = 0

    def add(self, text: str, tone: Tone, theme: Theme, points: float, *, bold: bool) -> None:
        """Adds words in one print."""
        space = words_width(" ", points)
        for word in _unbroken(text, tone, theme):
            width = words_width(word, points, bold=bold)
            self.longest = max(self.longest, width)
            self.whole += width + space


def _lines(entry: Entry, theme: Theme, points: float) -> Iterator[_Line]:
    """The lines of a cell, as long as they would be in a column without end."""
    line = _Line()
    if entry.trend is None:
        size = points * KEY_FIGURE if is_key_figure(entry) else points
        bold = entry.is_strong or entry.tone in RATED
        first, *others = ("99" if entry.page_of else printed_entry(entry)).split("\n")
        line.add(first, entry.tone, theme, size, bold=bold)
        for text in others:
            yield line
            line = _Line()
            line.add(text, Tone.NONE, theme, size, bold=bold)
    for words in entry.more:
        if words.new_line:
            yield line
            line = _Line()
        line.add(printed_plain(words.text), words.tone, theme, points, bold=words.is_strong)
    yield line


def _unbroken(text: str, tone: Tone, theme: Theme) -> list[str]:
    """Words; a mark stays beside the first, and behind a hyphen a line may end."""
    pieces = text.replace("-", "- ").split()
    mark = theme.look(tone).mark
    return [f"{mark} {pieces[0]}", *pieces[1:]] if mark and pieces else pieces


def printed_entry(entry: Entry) -> str:
    """An entry's first words; where a page was wanted that the paper has not, a dash."""
    return NO_PAGE if entry.page_of else printed_plain(entry.text)


def is_key_figure(entry: Entry) -> bool:
    """Whether it is a figure that stands out, in larger type: a strong one over a line below."""
    return (
        entry.is_strong
        and isinstance(entry.value, Decimal)
        and any(words.new_line for words in entry.more)
    )
