"""Cells that say something by their colour alone: filled red, amber or green, with no word in them.

The readers see what stands in a cell; a rating that is only a colour would vanish unmentioned.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from colorsys import rgb_to_hls
from pathlib import Path
from typing import Any

from pmf_cli.workbook.cells import column_letter


def colours_alone(path: Path) -> dict[str, tuple[str, ...]]:
    """Tab → addresses of its empty cells that are filled red, amber or green, beside other cells.

    The workbook must have passed the guarded reader.
    """
    import openpyxl

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(path, read_only=True)
    try:
        found = {sheet.title: tuple(_alone(sheet)) for sheet in book.worksheets}
    finally:
        book.close()
    return {name: cells for name, cells in found.items() if cells}


def _alone(sheet: Any) -> Iterator[str]:  # noqa: ANN401 - a sheet of openpyxl
    sheet.reset_dimensions()
    for row in sheet.iter_rows():
        if any(cell.value is not None for cell in row):
            for cell in row:
                if cell.value is None and getattr(cell, "has_style", False) and _speaks(cell):
                    yield f"{column_letter(cell.column or 1)}{cell.row}"


def _speaks(cell: Any) -> bool:  # noqa: ANN401 - a cell of openpyxl
    """Whether a cell is filled in a plain red, amber or green."""
    fill = cell.fill
    code = fill.fgColor.rgb if fill is not None and fill.fill_type == "solid" else None
    if not isinstance(code, str) or len(code) != 8:
        return False
    red, green, blue = (int(code[at : at + 2], 16) / 255 for at in (2, 4, 6))
    hue, light, strength = rgb_to_hls(red, green, blue)
    degrees = hue * 360
    is_rag = degrees < 65 or degrees > 345 or 75 < degrees < 170
    return strength > 0.4 and 0.15 < light < 0.9 and is_rag
