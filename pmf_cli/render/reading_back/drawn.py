"""Native charts read back: their series as drawn, and the cells that these were taken from."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import chain, islice, pairwise, repeat

from pmf_cli.render.bars import bar_series, words_inside
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


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class LabelledSeries:
    """The stretches of one meaning: its name, and for each bar its label and count."""

    name: str
    labels: tuple[DrawnFigure, ...]
    figures: tuple[DrawnFigure, ...]


@dataclass(frozen=True, slots=True)
class Series:
    """One line of a chart: its name, and the days and figures of its points; no days where any will do."""

    name: str
    days: tuple[float, ...] | None
    figures: tuple[float | None, ...]


def expected_series(chart: Chart) -> Iterator[Series]:
    """The lines that a chart should show figure by figure: result, others, what is expected, events."""
    days = [_day(point.on) for point in chart.points]
    values = [None if point.value is None else float(point.value) for point in chart.points]
    known = [at for at, value in enumerate(values) if value is not None]
    shown = max(known, default=-1) + 1
    yield Series("Result", tuple(days[:shown]), tuple(values[:shown]))
    for line in chart.lines:
        figures = (None if value is None else float(value) for value in line.values)
        yield Series(
            line.label, tuple(days), tuple(islice(chain(figures, repeat(None)), len(days)))
        )
    for name, level in LEVELS.items() if chart.is_path else ():
        asked = [level(point) for point in chart.points]
        if any(one is not None for one in asked):
            figures = (None if one is None else float(one) for one in asked)
            yield Series(name, tuple(days), tuple(figures))
    if chart.forecasts and known:
        yield from _expected(chart, days[known[-1]], values[known[-1]])
    for other in chart.comparators:
        yield Series(other.name, None, (float(other.value),))
    for event in chart.events:
        ends = (float(chart.axis.low), float(chart.axis.high))
        yield Series(event.label, (_day(event.on),) * 2, ends)


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
    drawn: dict[str, list[XmlElement]] = {}
    for element in part.iter(f"{_C}ser"):
        named = element.find(f"{_C}tx")
        name = "" if named is None else "".join(named.itertext())
        drawn.setdefault(name, []).append(element)
    for wanted in expected_series(chart):
        found = drawn.get(fitting(wanted.name, 250), [])
        if not found:
            yield f'the chart "{chart.title}" does not show {wanted.name}'
        elif not any(_shows(one, wanted, cells_of) for one in found) or not all(
            _shows(one, wanted, cells_of) for one in drawn.get(f"{wanted.name}{_ON_TOP}", ())
        ):
            yield f'the chart "{chart.title}" shows other figures of {wanted.name}'
    for name, level in () if chart.is_path else LEVELS.items():
        levels = {_day(one.on): level(one) for one in chart.points}
        if not any(value is not None for value in levels.values()):
            continue
        if not any(_steps_through(one, levels, cells_of) for one in drawn.get(name, ())):
            yield f'the chart "{chart.title}" shows other figures of {name}'
    said = {"".join(one.itertext()) for one in part.iter(f"{_A}p")}
    if chart.last_label and not any(chart.last_label in words for words in said):
        yield f'the chart "{chart.title}" does not say its last figure'


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
        seen == kept
        for source, kept in pairs
        if kept is not None
        for seen in _seen(element.find(f"{_C}{source}"), len(kept), cells_of)
    )


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
    legs = [
        (begin, end, height, after)
        for (begin, height), (end, after) in pairwise(way)
        if isinstance(begin, float | int) and isinstance(end, float | int)
        if height is not None and after is not None
    ]
    if any(begin != end and height != after for begin, end, height, after in legs):
        return False
    for day, level in levels.items():
        found = {
            height for begin, end, height, after in legs if begin <= day <= end and height == after
        }
        if found != (set() if level is None else {float(level)}):
            return False
    return True


def bars_faults(bars: Bars, theme: Theme, part: XmlElement, cells_of: CellsOf) -> Iterator[str]:
    """What drawn bars show otherwise than they should: counts, and the words inside."""
    labels = tuple(bar.label for bar in bars.bars)
    series = bar_series(bars, theme)
    wanted = [
        LabelledSeries(
            one.name,
            labels,
            tuple(None if count is None else float(count) for count in one.counts),
        )
        for one in series
    ]
    yield from _faults(bars.title, wanted, part, cells_of)
    drawn = list(part.iter(f"{_C}ser"))
    for one, element in zip(series, drawn, strict=False):
        said = ["".join(label.itertext()) for label in element.iter(f"{_C}rich")]
        if said != [words_inside(bars, part, theme) for part in one.parts if part is not None]:
            yield f'the bars "{bars.title}" show other words of {one.name}'


def _faults(
    title: str, expected: Iterable[LabelledSeries], part: XmlElement, cells_of: CellsOf
) -> Iterator[str]:
    drawn = {}
    for element in part.iter(f"{_C}ser"):
        named = element.find(f"{_C}tx")
        # The name stands in a cell, whose place is kept beside its words.
        words = None if named is None else named.findtext(f"*/{_C}strCache//{_C}v")
        name = "" if named is None else words or "".join(named.itertext())
        drawn[name] = (element.find(f"{_C}cat"), element.find(f"{_C}val"))
    for wanted in expected:
        found = drawn.get(wanted.name)
        if found is None:
            yield f'the chart "{title}" does not show {wanted.name}'
            continue
        for source, kept in zip(found, (wanted.labels, wanted.figures), strict=True):
            if any(seen != kept for seen in _seen(source, len(kept), cells_of)):
                yield f'the chart "{title}" shows other figures of {wanted.name}'
                break


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
        kept: list[DrawnFigure] = [None] * count
        for point in cache.iter(f"{_C}pt"):
            text, at = point.findtext(f"{_C}v") or "", int(point.get("idx"))
            number = cache.tag.endswith("numCache")
            if at >= count:
                yield None
                return
            kept[at] = (float(text) if text else None) if number else text
        yield tuple(kept)
