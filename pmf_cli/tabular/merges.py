"""Merged cells of a sheet: as areas, and their value given to each row that they cover."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from pmf_cli.frozen import frozen
from pmf_cli.workbook.cells import Cell, Row, Sheet, box_of


@frozen
class MergedArea:
    """A merged range, both corners included."""

    left: int
    top: int
    right: int
    bottom: int
    text: str


@cache
def _area(text: str) -> MergedArea | None:
    box = box_of(text)
    return None if box is None else MergedArea(box[1], box[0], box[3], box[2], text)


def merged_areas(sheet: Sheet) -> tuple[MergedArea, ...]:
    """The merged ranges of a sheet."""
    return tuple(area for text in sheet.facts.merged if (area := _area(text)))


class MergedValues:
    """Gives the value of merged cells to each row that they cover, while rows are walked."""

    def __init__(self, areas: Iterable[MergedArea]) -> None:
        self._kept: dict[MergedArea, Cell] = {}
        self._waiting = sorted(areas, key=lambda area: -area.top)
        self._open: list[MergedArea] = []

    def __bool__(self) -> bool:
        return bool(self._waiting or self._open)

    def filled(self, row: Row) -> Row:
        """The row with the values of areas that began above it."""
        while self._waiting and self._waiting[-1].top <= row.number:
            self._open.append(self._waiting.pop())
        added = {a.left: cell for a in self._open if (cell := self._from_above(a, row))}
        self._open = [area for area in self._open if area.bottom > row.number]
        if not added or not row.cells:
            return row
        return row._replace(cells=dict(sorted({**added, **row.cells}.items())))

    def _from_above(self, area: MergedArea, row: Row) -> Cell | None:
        if area.top == row.number and (first := row.cells.get(area.left)):
            self._kept[area] = first
            return None
        kept = self._kept.get(area) if area.top < row.number <= area.bottom else None
        return None if kept is None else kept._replace(row=row.number)
