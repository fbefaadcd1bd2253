"""Native charts read back: their series as drawn, and the cells that these were taken from."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import chain, islice, pairwise, repeat

from pmf_cli.frozen import frozen
from pmf_cli.render.bars import bar_series, words_inside
from pmf_cli.render.chart_layout import as_drawn
from pmf_cli.render.office_file import XmlElement
from pmf_cli.render.theme import Theme
from pmf_cli.views.base import Bars, Chart, ChartPoint
from pmf_cli.workbook.cells import column_number
from pmf_cli.workbook.text import fitting

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
# 'KPI''s sheet'!$A$1:$A$9 or Sheet!A1: a quotation mark in a name is doubled.
_PLACE = re.compile(r"(?:'((?:[^']|'')*)'|([^'!]*))!(\$?[A-Z]+\$?\d+(?::\$?[A-Z]+\$?\d+)?)")
# The ends of a range of a chart, which are absolute as a rule.
_CELL = re.compile(r"\$?([A-Z]+)\$?(\d+)")
DrawnFigure = float | str | None
"""What stands in a cell: a number, words, or nothing."""
CellsOf = Callable[[str], Mapping[tuple[int, int], DrawnFigure] | None]
"""A sheet's name → its cells by row and column from 1; ``None`` where there is no such sheet."""


@frozen
class Area:
    """Cells of a sheet: rows and columns from 1, both ends counted."""

    sheet: str
    top: int
    left: int
    bottom: int
    right: int

    def places(self) -> Iterator[tuple[int, int]]:
        """Row and column of each cell, row by row."""
        for row in range(self.top, self.bottom + 1):
            for column in range(self.left, self.right + 1):
                yield row, column


def area_of(place: str) -> Area | None:
    """The cells of a place such as ``'Trend data'!$C$4:$C$9``; ``None`` where it is none."""
    found = _PLACE.fullmatch(place.strip())
    if found is None:
        return None
    ends = _CELL.findall(found[3])
    (left, top), (right, bottom) = ends[0], ends[-1]
    sheet = (found[1] or found[2] or "").replace("''", "'")
    return Area(sheet, int(top), column_number(left), int(bottom), column_number(right))


def area_on(sheet: str, cells: str | None) -> Area | None:
    """The cells of a range on a sheet."""
    name = sheet.replace("'", "''")
    return area_of(f"'{name}'!{cells}")


@frozen
class LabelledSeries:
    """The stretches of one meaning: its name, and for each bar its label and count."""

    name: str
    labels: tuple[DrawnFigure, ...]
    figures: tuple[DrawnFigure, ...]


@frozen
class Series:
    """One line of a chart: its name, and the days and figures of its points; no days where any will do."""

    name: str
    days: tuple[float, ...] | None
    figures: tuple[float | None, ...]


def expected_series(chart: Chart) -> Iterator[Series]:
    """The lines that a chart should show figure by figure: result, others, what is expected, events."""
    days = tuple(_day(point.on) for point in chart.points)
    values = tuple(as_drawn(point.value) for point in chart.points)
    shown = max((at for at, value in enumerate(values, 1) if value is not None), default=0)
    yield Series("Result", days[:shown], values[:shown])
    for line in chart.lines:
        figures = chain(map(as_drawn, line.values), repeat(None))
        yield Series(line.label, days, tuple(islice(figures, len(days))))
    for name, levels in _levels(chart) if chart.is_path else ():
        yield Series(name, days, tuple(map(as_drawn, levels.values())))
    if chart.forecasts and shown:
        yield from _expected(chart, days[shown - 1], values[shown - 1])
    for other in chart.comparators:
        yield Series(other.name, None, (float(other.value),))
    ends = (float(chart.axis.low), float(chart.axis.high))
    for event in chart.events:
        yield Series(event.label, (_day(event.on),) * 2, ends)


def _levels(chart: Chart) -> Iterator[tuple[str, Mapping[float, Decimal | None]]]:
    """What was asked at each day, of every line of which something was."""
    for name, level in LEVELS.items():
        asked = {_day(point.on): level(point) for point in chart.points}
        if set(asked.values()) - {None}:
            yield name, asked


def _expected(chart: Chart, day: float, value: float | None) -> Iterator[Series]:
    """What is expected, as points, and as a line where it leads from period to period."""
    days = tuple(_day(one.on) for one in chart.forecasts)
    yield Series("Figures expected", days, tuple(float(one.value) for one in chart.forecasts))
    if any(one.is_joined for one in chart.forecasts):
        way: list[tuple[float, float | None]] = [(day, value)]
        for one in chart.forecasts:
            gap = () if one.is_joined else ((_day(one.on), None),)
            way += (*gap, (_day(one.on), float(one.value)))
        yield Series("Expected", tuple(on for on, _ in way), tuple(figure for _, figure in way))


def series_faults(chart: Chart, part: XmlElement, cells_of: CellsOf) -> Iterator[str]:
    """What a drawn chart, by the root of its part, shows otherwise than it should, each in words."""
    yield from (
        f'the chart "{chart.title}" {fault}' for fault in _series_faults(chart, part, cells_of)
    )


def _series_faults(chart: Chart, part: XmlElement, cells_of: CellsOf) -> Iterator[str]:
    drawn = _by_name(part)
    for wanted in expected_series(chart):
        found = drawn.get(fitting(wanted.name, 250), [])
        if not found:
            yield f"does not show {wanted.name}"
            continue
        on_top = drawn.get(f"{wanted.name}{_ON_TOP}", [])
        below, above = ([_shows(one, wanted, cells_of) for one in some] for some in (found, on_top))
        if not any(below) or not all(above):
            yield f"shows other figures of {wanted.name}"
    for name, levels in () if chart.is_path else _levels(chart):
        if not any(_steps_through(one, levels, cells_of) for one in drawn.get(name, ())):
            yield f"shows other figures of {name}"
    if not _says(part, chart.last_label):
        yield "does not say its last figure"


def _by_name(part: XmlElement) -> dict[str, list[XmlElement]]:
    found: dict[str, list[XmlElement]] = {}
    for element in part.iter(f"{_C}ser"):
        found.setdefault(_words_of(element.find(f"{_C}tx")), []).append(element)
    return found


def _says(part: XmlElement, words: str) -> bool:
    """Whether a paragraph of a drawn chart holds some words, if there are any."""
    return not words or any(words in _words_of(one) for one in part.iter(f"{_A}p"))


def _words_of(element: XmlElement | None) -> str:
    return "" if element is None else "".join(element.itertext())


_ON_TOP = ": on top"
"""Behind the name of a line that is drawn once more over the band."""
LEVELS: Mapping[str, Callable[[ChartPoint], Decimal | None]] = {
    "Target": lambda point: point.target,
    "Target: upper edge": lambda point: point.top,
    "Where the band ends": lambda point: point.edge,
}
"""Lines that step: name → the level that each point asks for."""


def _day(on: date) -> float:
    """A day as Excel counts it."""
    return float((on - date(1899, 12, 30)).days)


def _shows(element: XmlElement, wanted: Series, cells_of: CellsOf) -> bool:
    """Whether a series shows just these figures, in the cells that it names and in what it keeps of them."""
    pairs = (("xVal", wanted.days), ("yVal", wanted.figures))
    return all(
        kept is None or _all_seen(element.find(f"{_C}{source}"), kept, cells_of)
        for source, kept in pairs
    )


def _all_seen(source: XmlElement | None, kept: Sequence[DrawnFigure], cells_of: CellsOf) -> bool:
    return all(seen == kept for seen in _seen(source, len(kept), cells_of))


def _steps_through(
    element: XmlElement, levels: Mapping[float, Decimal | None], cells_of: CellsOf
) -> bool:
    """Whether a line is level, at each day, at what was asked for then, and open where nothing was."""
    count = sum(1 for _ in element.iterfind(f"{_C}xVal//{_C}pt"))
    days, heights = (
        list(_seen(element.find(f"{_C}{source}"), count, cells_of)) for source in ("xVal", "yVal")
    )
    return all(
        x is not None and y is not None and _is_level(list(zip(x, y, strict=False)), levels)
        for x, y in zip(days, heights, strict=True)
    )


def _is_level(
    way: Sequence[tuple[DrawnFigure, DrawnFigure]], levels: Mapping[float, Decimal | None]
) -> bool:
    """Whether a way has no slope, and at each day the level asked for."""
    legs = list(_legs(way))
    flat = [(begin, end, height) for begin, end, height, after in legs if height == after]
    if any(begin != end for begin, end, height, after in legs if height != after):
        return False
    return all(
        {height for begin, end, height in flat if begin <= day <= end} == {as_drawn(level)} - {None}
        for day, level in levels.items()
    )


def _legs(
    way: Sequence[tuple[DrawnFigure, DrawnFigure]],
) -> Iterator[tuple[float, float, DrawnFigure, DrawnFigure]]:
    """From when to when and from which to which figure a way is drawn, gaps left out."""
    for (begin, height), (end, after) in pairwise(way):
        is_whole = height is not None and after is not None
        if is_whole and isinstance(begin, float | int) and isinstance(end, float | int):
            yield begin, end, height, after


def bars_faults(bars: Bars, theme: Theme, part: XmlElement, cells_of: CellsOf) -> Iterator[str]:
    """What drawn bars show otherwise than they should: counts, and the words inside."""
    labels = tuple(bar.label for bar in bars.bars)
    series = bar_series(bars, theme)
    wanted = [LabelledSeries(one.name, labels, tuple(map(as_drawn, one.counts))) for one in series]
    yield from _faults(bars.title, wanted, part, cells_of)
    drawn = list(part.iter(f"{_C}ser"))
    for one, element in zip(series, drawn, strict=False):
        said = [_words_of(label) for label in element.iter(f"{_C}rich")]
        if said != [words_inside(bars, part, theme) for part in one.parts if part is not None]:
            yield f'the bars "{bars.title}" show other words of {one.name}'


def _faults(
    title: str, expected: Iterable[LabelledSeries], part: XmlElement, cells_of: CellsOf
) -> Iterator[str]:
    drawn = {}
    for element in part.iter(f"{_C}ser"):
        named = element.find(f"{_C}tx")
        # The name stands in a cell, whose place is kept beside its words.
        kept_name = "" if named is None else named.findtext(f"*/{_C}strCache//{_C}v")
        drawn[kept_name or _words_of(named)] = (element.find(f"{_C}cat"), element.find(f"{_C}val"))
    for wanted in expected:
        if wanted.name not in drawn:
            yield f'the chart "{title}" does not show {wanted.name}'
            continue
        pairs = zip(drawn[wanted.name], (wanted.labels, wanted.figures), strict=True)
        if not all(_all_seen(source, kept, cells_of) for source, kept in pairs):
            yield f'the chart "{title}" shows other figures of {wanted.name}'


def _seen(
    source: XmlElement | None, count: int, cells_of: CellsOf
) -> Iterator[tuple[DrawnFigure, ...] | None]:
    """What a series keeps of its figures, and what stands in the cells that it names."""
    place = None if source is None else area_of(source.findtext(f"*/{_C}f") or "")
    cells = None if place is None else cells_of(place.sheet)
    if source is None or place is None or cells is None:
        yield None
        return
    yield tuple(cells.get(at) for at in place.places())
    cache = next(source.iter(f"{_C}numCache", f"{_C}strCache"), None)
    if cache is not None:
        yield _cached(cache, count)


def _cached(cache: XmlElement, count: int) -> tuple[DrawnFigure, ...] | None:
    """So many figures or words as a series keeps them; ``None`` where it keeps more."""
    kept: list[DrawnFigure] = [None] * count
    is_number = cache.tag.endswith("numCache")
    for point in cache.iter(f"{_C}pt"):
        text, at = point.findtext(f"{_C}v") or "", int(point.get("idx"))
        if at >= count:
            return None
        kept[at] = text
        if is_number:
            kept[at] = float(text) if text else None
    return tuple(kept)
