"""Cells that may not be written, since merged cells or an array formula lie over them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pmf_cli.errors import PmfError
from pmf_cli.workbook.cells import column_letter
from pmf_cli.workbook.ranges import Box, box_of, is_within
from pmf_cli.workbook.write.patch_cell import NewValue

_ARRAY = re.compile(r'<f\s[^<>]*t="array"[^<>]*ref="([A-Z0-9:]+)"|<f\s[^<>]*ref="([A-Z0-9:]+)"'
                    r'[^<>]*t="array"')  # fmt: skip
_MERGED = re.compile(r'<mergeCell ref="([A-Z]{1,3}[0-9]+):([A-Z]{1,3}[0-9]+)"')


def refuse_covered(
    edits: Mapping[int, Mapping[int, NewValue]], text: str, tail: str, name: str
) -> None:
    """Refuses cells inside a merged range (but its first) or an array formula.

    Args:
        edits: row → column → new value.
        text: the whole sheet.
        tail: what follows its rows, where merged ranges stand.
        name: workbook and sheet, for the message.

    Raises:
        PmfError: one of the cells is covered.
    """
    for box, what in _covers(text, tail):
        for row, values in edits.items():
            if not box[0] <= row <= box[2]:
                continue
            for column in values:
                first = (row, column) == box[:2] and what == "merged cells"
                if is_within(row, column, box) and not first:
                    raise PmfError(
                        f"{name}!{column_letter(column)}{row} is part of {what} and is not written.",
                        "Unmerge the cells or remove the formula in Excel first.",
                    )


def _covers(text: str, tail: str) -> list[tuple[Box, str]]:
    found = [(f"{first}:{last}", "merged cells") for first, last in _MERGED.findall(tail)]
    if 't="array"' in text:
        arrays = [one or other for one, other in _ARRAY.findall(text)]
        found += [(ref, "an array formula") for ref in arrays]
    return [(box, what) for ref, what in found if (box := box_of(ref)) is not None]
