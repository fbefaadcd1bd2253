"""A register on an entry sheet, as an officer makes and fills it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from pmf_cli.places import ENTRY_WORKBOOK, REPORTING_PROCESS
from pmf_cli.register.sheets.entry import ENTRY_SHEET
from pmf_cli.register.sheets.first_rating import NEEDED_MARK
from pmf_cli.render.starting import entry_sheet
from tests.running import pmf

USUAL: Mapping[str, Any] = {
    "Financial": "No", "Data type": "Number", "Polarity": "Higher is better", "Frequency": "Quarterly",
    "Target type": "Value", "Unit": "bins", "Decimal places": 0, "Time basis": "Within the period",
    "Status": "Active", "Key contact": "C1", "Responsible officer": "C1",
}  # fmt: skip
"""What each row says beside its reference, name and figures."""


def made(monkeypatch: pytest.MonkeyPatch, folder: Path, *, rows: int = 4) -> Path:
    """An empty one for 2024/25 with few rows ready: each has more than a hundred formulas."""
    monkeypatch.setattr(entry_sheet, "ENTRY_ROWS", rows)
    assert pmf("init", folder, "--wide", "--as-of", "2024-11-20").code == 0
    return folder


def columns(sheet: Any) -> dict[str, int]:
    """Heading, without the mark of what a rating needs → the column's number."""
    cells = (cell for cell in sheet[1] if cell.value)
    return {str(cell.value).removesuffix(f" {NEEDED_MARK}"): cell.column for cell in cells}


def put(sheet: Any, row: int, values: Mapping[str, Any]) -> None:
    """Types into a row, heading → value."""
    places = columns(sheet)
    for heading, value in values.items():
        sheet.cell(row, places[heading]).value = value


def filled(folder: Path, rows: Sequence[Mapping[str, Any]]) -> Path:
    """KPIs A1, A2 and on typed below the example, with somebody to ask and a body to tell."""
    book = openpyxl.load_workbook(folder / ENTRY_WORKBOOK)
    for number, values in enumerate(rows, 1):
        own = {"KPI reference": f"A{number}", "KPI name": f"Bins {number}", **USUAL, **values}
        put(book[ENTRY_SHEET], number + 2, own)
    put(book["Contacts"], 2, {"Contact ref": "C1", "Name": "Ann Other", "E-mail": "a@example.org"})
    book.save(folder / ENTRY_WORKBOOK)
    book = openpyxl.load_workbook(folder / REPORTING_PROCESS)
    put(book["Boards"], 2, {"Body": "CLT", "Kind": "CLT"})
    book.save(folder / REPORTING_PROCESS)
    return folder
