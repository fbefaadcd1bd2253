"""Workbooks from text: one CSV file per sheet, for registers that must hold odd cells.

``books_from_text(folder)`` gives file name → bytes. ``tests/registers/README.md`` explains how the
files lie and what may stand in a cell. The same text always gives the same bytes.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from pmf_cli.register.sheets.layout import by_name
from pmf_cli.workbook.cells import Cell, CellValue, ErrorValue
from tests.make import cell_value

MADE_ON = datetime(2025, 1, 1)  # noqa: DTZ001 - a fixed date for document properties

_SHOWN_AS = re.compile(r"\{(?P<value>.*) as (?P<format>[^{}]+)\}")
_MERGED = re.compile(r"\{merge (?P<across>\d+)(?: (?P<value>.*))?\}")
_SIGNS = ("{hidden row}", "{hidden column}", "{hidden sheet}")

Grid = list[list[str]]


@dataclass
class _Formats:
    book: xlsxwriter.Workbook
    made: dict[str, Format] = field(default_factory=dict)

    def of(self, number_format: str) -> Format | None:
        if number_format in ("", "General"):
            return None
        if number_format not in self.made:
            self.made[number_format] = self.book.add_format({"num_format": number_format})
        return self.made[number_format]


def books_from_text(folder: Path) -> dict[str, bytes]:
    """The workbooks that a folder of CSV files describes, by file name.

    Args:
        folder: holds ``<Sheet>.csv`` for sheets in their usual workbook and
            ``<Workbook>/<Sheet>.csv`` for sheets of a workbook of that name.
    """
    layouts = by_name()
    usual = {name: place for place, name in enumerate(layouts)}
    sheets: dict[str, dict[str, Grid]] = {}
    for path in sorted(folder.rglob("*.csv"), key=lambda p: (usual.get(p.stem, 99), p.as_posix())):
        book = layouts[path.stem].workbook if path.parent == folder else f"{path.parent.name}.xlsx"
        with path.open(encoding="utf-8", newline="") as lines:
            sheets.setdefault(book, {})[path.stem] = list(csv.reader(lines))
    return {name: workbook_bytes(grids) for name, grids in sorted(sheets.items())}


def workbook_bytes(sheets: dict[str, Grid]) -> bytes:
    """One workbook of sheet name → rows of written cells."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    book.set_properties({"created": MADE_ON})
    formats = _Formats(book)
    for name, grid in sheets.items():
        _write_sheet(book.add_worksheet(name), grid, formats)
    book.close()
    return buffer.getvalue()


def _write_sheet(sheet: Worksheet, grid: Grid, formats: _Formats) -> None:
    for row, texts in enumerate(grid):
        for column, text in enumerate(texts):
            if text in _SIGNS:
                _hide(sheet, text, row, column)
            elif merged := _MERGED.fullmatch(text):
                last = column + int(merged["across"]) - 1
                sheet.merge_range(row, column, row, last, "")
                _write_cell(sheet, row, column, cell_of(merged["value"] or ""), formats)
            elif text:
                _write_cell(sheet, row, column, cell_of(text), formats)


def _hide(sheet: Worksheet, sign: str, row: int, column: int) -> None:
    if sign == "{hidden row}":
        sheet.set_row(row, options={"hidden": True})
    elif sign == "{hidden column}":
        sheet.set_column(column, column, options={"hidden": True})
    else:
        sheet.hide()


def cell_of(text: str) -> Cell:
    """The cell a written text stands for: ``tests.make.cell_value``, with a format where asked."""
    if found := _SHOWN_AS.fullmatch(text):
        return cell_of(found["value"])._replace(number_format=found["format"])
    made = cell_value(text)
    return made if isinstance(made, Cell) else Cell(1, 1, made)


def _write_cell(sheet: Worksheet, row: int, column: int, cell: Cell, formats: _Formats) -> None:
    shown = formats.of(cell.number_format)
    value: CellValue | ErrorValue = cell.value
    if isinstance(value, ErrorValue):
        sheet.write_formula(row, column, _formula_of(value), shown, value.text)
    elif cell.formula:
        result = "" if value is None else value
        sheet.write_formula(row, column, "=ROUND(1,0)", shown, result)
    elif isinstance(value, bool):
        sheet.write_boolean(row, column, value, shown)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value, shown or formats.of("dd/mm/yyyy"))
    elif isinstance(value, (int, float)):
        sheet.write_number(row, column, value, shown)
    elif isinstance(value, str):
        sheet.write_string(row, column, value, shown)
    else:
        sheet.write_blank(row, column, None, shown or formats.of("@"))


def _formula_of(error: ErrorValue) -> str:
    """A formula that gives the error, since Excel shows errors as results of formulas."""
    return {"#N/A": "=NA()", "#DIV/0!": "=1/0", "#REF!": "=#REF!", "#VALUE!": '=1*"a"'}.get(
        error.text, "=NA()"
    )
