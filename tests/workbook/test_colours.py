"""Filled cells are read from whatever workbook passed the guard."""

from __future__ import annotations

import warnings
from pathlib import Path

from xlsxwriter import Workbook

from pmf_cli.workbook.colours import Fill, fills_in


def test_a_workbook_with_sparklines_gives_its_colours_and_no_warning(tmp_path: Path) -> None:
    """openpyxl keeps no sparklines and would say so to the officer."""
    path = tmp_path / "scorecard.xlsx"
    with Workbook(str(path)) as book:
        sheet = book.add_worksheet("Scorecard")
        sheet.write_row(0, 0, [1, 2, 3])
        sheet.write(0, 4, "Red", book.add_format({"bg_color": "#C00000"}))
        sheet.add_sparkline(0, 3, {"range": "Scorecard!A1:C1"})
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert fills_in(path) == {"Scorecard": {"E1": Fill.RED}}
