"""What a sheet and its rows say of how far they reach, made to reach to new cells too."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pmf_cli.workbook.ranges import Box, box_of, reference_of, union
from pmf_cli.workbook.write.patch_cell import NewValue

_SPANS = re.compile(r'\sspans="([0-9]+):([0-9]+)"')
_DIMENSION = re.compile(r'(<dimension ref=")([A-Z]{1,3}[0-9]+)(?::([A-Z]{1,3}[0-9]+))?(")')


def spanning(head: str, values: Mapping[int, NewValue]) -> str:
    """The row's tag with its stretch of columns reaching to the new cells."""

    def wider(match: re.Match[str]) -> str:
        first, last = int(match.group(1)), int(match.group(2))
        return f' spans="{min(first, *values)}:{max(last, *values)}"'

    return _SPANS.sub(wider, head)


def dimensioned(head: str, box: Box) -> str:
    """The stretch of text before the rows with the sheet's stated extent reaching to the box."""

    def wider(match: re.Match[str]) -> str:
        stated = box_of(f"{match.group(2)}:{match.group(3) or match.group(2)}")
        reach = box if stated is None else union(stated, box)
        return match.group(1) + reference_of(reach) + match.group(4)

    return _DIMENSION.sub(wider, head, count=1)


def box_of_edits(edits: Mapping[int, Mapping[int, NewValue]]) -> Box:
    """The stretch of cells that edits reach, row → column → value."""
    columns = [column for values in edits.values() for column in values]
    return min(edits), min(columns), max(edits), max(columns)
