"""Every sheet of the register reads any content without falling over and without losing a cell."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from pmf_cli.register.reading.build import build
from pmf_cli.register.sheets.layout import SHEETS
from pmf_cli.register.sheets.meanings import allowed_values
from pmf_cli.settings import Settings
from pmf_cli.tabular.cell_text import is_filled
from pmf_cli.workbook.cells import Book, Cell, ErrorValue, column_letter
from tests.make import sheet_of

ODD: list[Any] = [
    *(None, "", "x", "N/A", "-", "TBC", "Yes", "no", 0, 1, -3.5, 1e300, True, "2024/25 Q3", "2024"),
    *("2024-25", "30/09/2024", "1; 2; x", "a; b", "Red", "None", "12 days", "40%", "\u200b", "A-1"),
    *(date(2024, 3, 31), date(2024, 3, 1), float("inf"), ErrorValue("#VALUE!"), 45809, "=1+1"),
    Cell(1, 1, 0.05, "0%"),
    Cell(1, 1, None, formula=True),
    Cell(1, 1, "", formula=True),
]


@st.composite
def sheets(draw: st.DrawFn) -> tuple[Any, Any]:
    """A sheet of the register with its own headings and any content."""
    layout = draw(st.sampled_from(SHEETS))
    body = []
    for _ in range(draw(st.integers(1, 4))):
        row = []
        for column in layout.columns:
            own = allowed_values(column)
            row.append(draw(st.sampled_from([*ODD, *own]) if own else st.sampled_from(ODD)))
        body.append(row)
    headings: list[Any] = [column.heading.text for column in layout.columns]
    return layout, sheet_of(layout.workbook, layout.name, [headings, *body])


@given(sheets())
@settings(max_examples=120, deadline=None)
def test_any_content_of_any_sheet_is_read_or_reported(case):
    """Each filled cell is in a field of a row, or a finding names its cell or row."""
    layout, sheet = case
    register, findings = build([Book(layout.workbook, (sheet,))], Settings())
    named = {f.where.cell for f in findings if f.where.sheet == layout.name}
    lines = set()
    for finding in findings:
        if finding.code in ("SHT010", "SHT011", "SHT012", "SHT013", "CEL019"):
            lines |= _numbers(finding.message.split(" of ")[0])
    for row in getattr(register, layout.holds):
        for column in layout.columns:
            if getattr(row, column.field) not in (None, ()):
                named.add(row.source.at(column.field).cell)
    for row in list(sheet.rows())[1:]:
        for number, cell in row.cells.items():
            if is_filled(cell) and not _is_unseen(cell):
                address = f"{column_letter(number)}{row.number}"
                assert address in named or row.number in lines, (layout.name, cell, findings)


def _numbers(words: str) -> set[int]:
    found: set[int] = set()
    for first, last in re.findall(r"(\d+)(?: to (\d+))?", words):
        found |= set(range(int(first), int(last or first) + 1))
    return found


def _is_unseen(cell: Cell) -> bool:
    return cell.value == "\u200b"
