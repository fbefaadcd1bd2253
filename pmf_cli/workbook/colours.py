"""Cells that say something by their colour alone: filled red, amber or green, with no word in them.

The readers see what stands in a cell; a rating that is only a colour would vanish unmentioned.
"""

from __future__ import annotations

import warnings
from collections import defaultdict
from colorsys import rgb_to_hls
from pathlib import Path

from pmf_cli.workbook.cells import column_letter


def colours_alone(path: Path) -> dict[str, tuple[str, ...]]:
    """Tab → addresses of its empty cells that are filled red, amber or green, beside other cells.

    Args:
        path: a workbook that the guarded reader has read already.
    """
    import openpyxl

    found: dict[str, list[str]] = defaultdict(list)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(path, read_only=True)
    try:
        for sheet in book.worksheets:
            sheet.reset_dimensions()
            for row in sheet.iter_rows():
                if any(cell.value is not None for cell in row):
                    found[sheet.title] += [
                        f"{column_letter(cell.column or 1)}{cell.row}"
                        for cell in row
                        if cell.value is None
                        and getattr(cell, "has_style", False)
                        and _speaks(cell)
                    ]
    finally:
        book.close()
    return {name: tuple(cells) for name, cells in found.items() if cells}


def _speaks(cell: object) -> bool:
    """Whether a cell is filled in a plain red, amber or green."""
    fill = cell.fill  # type: ignore[attr-defined]  # a cell of openpyxl
    code = fill.fgColor.rgb if fill is not None and fill.fill_type == "solid" else None
    if not isinstance(code, str) or len(code) != 8:
        return False
    red, green, blue = (int(code[at : at + 2], 16) / 255 for at in (2, 4, 6))
    hue, light, strength = rgb_to_hls(red, green, blue)
    degrees = hue * 360
    is_rag = degrees < 65 or degrees > 345 or 75 < degrees < 170
    return strength > 0.4 and 0.15 < light < 0.9 and is_rag
