"""Native charts read back: their series as drawn, and the cells that these were taken from."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, islice, repeat

from pmf_cli.render.bars import bar_series
from pmf_cli.render.office_file import XmlElement
from pmf_cli.render.theme import Theme
from pmf_cli.views.base import Bars, Chart
from pmf_cli.workbook.cells import column_number
from pmf_cli.workbook.text import fitting

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
class Series:
    """One line of a chart: its name, and for each period its label and figure."""

    name: str
    labels: tuple[DrawnFigure, ...]
    figures: tuple[DrawnFigure, ...]


def expected_series(chart: Chart) -> tuple[Series, ...]:
    """The lines that a chart should show: result, target and comparators."""
    labels = tuple(point.label for point in chart.points)
    lines = [("Result", [point.value for point in chart.points])]
    if any(point.target is not None for point in chart.points):
        lines.append(("Target", [point.target for point in chart.points]))
    lines += [(line.label, list(line.values)) for line in chart.lines]
    return tuple(
        Series(
            name,
            labels,
            tuple(
                None if value is None else float(value)
                for value in islice(chain(values, repeat(None)), len(labels))
            ),
        )
        for name, values in lines
    )


def series_faults(chart: Chart, part: XmlElement, cells_of: CellsOf) -> Iterator[str]:
    """What a drawn chart, by the root of its part, shows otherwise than it should, each in words."""
    yield from _faults(chart.title, expected_series(chart), part, cells_of)


def bars_faults(bars: Bars, theme: Theme, part: XmlElement, cells_of: CellsOf) -> Iterator[str]:
    """What drawn bars show otherwise than they should: counts, and the words inside."""
    labels = tuple(bar.label for bar in bars.bars)
    series = bar_series(bars, theme)
    wanted = [
        Series(
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
        if said != [fitting(part.text, 60) for part in one.parts if part is not None]:
            yield f'the bars "{bars.title}" show other words of {one.name}'


def _faults(
    title: str, expected: Iterable[Series], part: XmlElement, cells_of: CellsOf
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
    source: XmlElement, count: int, cells_of: CellsOf
) -> Iterator[tuple[DrawnFigure, ...] | None]:
    """What a series keeps of its figures, and what stands in the cells that it names."""
    place = area_of(source.findtext(f"*/{_C}f") or "")
    cells = None if place is None else cells_of(place.sheet)
    if place is None or cells is None:
        yield None
        return
    yield tuple(cells.get(at) for at in place.places())
    cache = next(source.iter(f"{_C}numCache", f"{_C}strCache"), None)
    if cache is not None:
        kept: list[DrawnFigure] = [None] * count
        for point in cache.iter(f"{_C}pt"):
            text = point.findtext(f"{_C}v") or ""
            number = cache.tag.endswith("numCache")
            kept[int(point.get("idx"))] = (float(text) if text else None) if number else text
        yield tuple(kept)
