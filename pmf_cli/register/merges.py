"""Merged cells of a sheet as areas."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from pmf_cli.workbook.cells import Sheet, column_number

_RANGE = re.compile(r"\$?([A-Z]{1,3})\$?(\d+):\$?([A-Z]{1,3})\$?(\d+)")


@dataclass(frozen=True, slots=True)
class Area:
    """A merged range, both corners included."""

    left: int
    top: int
    right: int
    bottom: int
    text: str


@cache
def _area(text: str) -> Area | None:
    found = _RANGE.fullmatch(text.upper())
    if found is None:
        return None
    return Area(
        column_number(found[1]), int(found[2]), column_number(found[3]), int(found[4]), text
    )


def merged_areas(sheet: Sheet) -> tuple[Area, ...]:
    """The merged ranges of a sheet."""
    return tuple(area for text in sheet.facts.merged if (area := _area(text)))
