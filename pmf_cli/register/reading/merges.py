"""Merged cells of a sheet as areas."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from pmf_cli.workbook.cells import Sheet
from pmf_cli.workbook.ranges import box_of


@dataclass(frozen=True, slots=True)
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
