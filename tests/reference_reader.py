"""The cells of a workbook as openpyxl reads them, in this tool's own words, for comparison."""

from __future__ import annotations

import warnings
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import openpyxl

CellFacts = tuple[Any, str, bool]
"""Value, number format, whether it holds a formula."""


def cells_by_openpyxl(path: Path) -> dict[str, dict[tuple[int, int], CellFacts]]:
    """Sheet → (row, column) → value, number format, formula flag; empty cells left out."""
    found: dict[str, dict[tuple[int, int], CellFacts]] = {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        values = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
        formulas = openpyxl.load_workbook(path, read_only=True, data_only=False, keep_links=False)
        for name in values.sheetnames:
            sheet, written = values[name], formulas[name]
            if not hasattr(sheet, "reset_dimensions"):
                continue
            sheet.reset_dimensions()
            written.reset_dimensions()
            formula_cells = {
                (cell.row, cell.column)
                for row in written.iter_rows()
                for cell in row
                if cell.value is not None and cell.data_type == "f"
            }
            cells: dict[tuple[int, int], CellFacts] = {}
            for row in sheet.iter_rows():
                for cell in row:
                    if getattr(cell, "row", None) is None:
                        continue
                    place = (cell.row, cell.column)
                    formula = place in formula_cells
                    value = _plain(cell.value, cell.data_type)
                    if value is None and not formula:
                        continue
                    if value == "" and not formula:
                        continue
                    cells[place] = (value, cell.number_format, formula)
            found[name] = cells
        values.close()
        formulas.close()
    return found


def cells_of(book: Any) -> dict[str, dict[tuple[int, int], CellFacts]]:
    """The same facts of a ``Book``."""
    return {
        sheet.name: {
            (cell.row, cell.column): (
                ("error", str(cell.value))
                if type(cell.value).__name__ == "ErrorValue"
                else cell.value,
                cell.number_format,
                cell.formula,
            )
            for row in sheet.rows()
            for cell in row.cells.values()
        }
        for sheet in book.sheets
    }


def _plain(value: Any, kind: str) -> Any:
    if kind == "e" and value is not None:
        return ("error", value)
    if isinstance(value, datetime):
        return value.date() if value.time() == time() else value
    if isinstance(value, timedelta):
        return value / timedelta(days=1)
    return value


def same(ours: CellFacts, theirs: CellFacts) -> bool:
    """Whether two readers saw the same; lengths of time may differ by rounding."""
    if ours == theirs and isinstance(ours[0], bool) == isinstance(theirs[0], bool):
        return True
    if ours[1:] != theirs[1:]:
        return False
    left, right = ours[0], theirs[0]
    if isinstance(left, bool | date | time) or isinstance(right, bool | date | time):
        return False
    return (
        isinstance(left, int | float)
        and isinstance(right, int | float)
        and (abs(left - right) < 1e-6)
    )
