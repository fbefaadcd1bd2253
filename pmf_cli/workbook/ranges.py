"""Ranges of cells such as ``A1:B2``: read, joined and written as Excel writes them."""

from __future__ import annotations

import re

from pmf_cli.workbook.cells import column_letter, column_number

Box = tuple[int, int, int, int]
"""First row, first column, last row, last column, all included."""

_RANGE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]+)(?::\$?([A-Z]{1,3})\$?([0-9]+))?")


def box_of(reference: str) -> Box | None:
    """The box of a range or of one cell; ``None`` where the text is neither."""
    found = _RANGE.fullmatch(reference.upper())
    if found is None:
        return None
    first_row, first_column = int(found[2]), column_number(found[1])
    if found[3] is None:
        return first_row, first_column, first_row, first_column
    row, column = int(found[4]), column_number(found[3])
    return (
        min(first_row, row),
        min(first_column, column),
        max(first_row, row),
        max(first_column, column),
    )


def reference_of(box: Box) -> str:
    """The box as Excel writes it, ``A1:B2``, or ``A1`` for one cell."""
    first, last = f"{column_letter(box[1])}{box[0]}", f"{column_letter(box[3])}{box[2]}"
    return first if first == last else f"{first}:{last}"


def union(one: Box, other: Box) -> Box:
    """The smallest box that holds both."""
    return (
        min(one[0], other[0]),
        min(one[1], other[1]),
        max(one[2], other[2]),
        max(one[3], other[3]),
    )


def is_within(row: int, column: int, box: Box) -> bool:
    """Whether a cell lies in the box."""
    return box[0] <= row <= box[2] and box[1] <= column <= box[3]
