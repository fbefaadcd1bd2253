"""A second reading: the same workbook by openpyxl, held against ours cell by cell.

Our reader is fast and guarded; openpyxl is the reference that everybody knows. An officer or an
auditor can ask for the proof (``pmf validate --second-reader``), and the tests ask for it too.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from pmf_cli.findings import CellRef
from pmf_cli.frozen import frozen
from pmf_cli.workbook.cells import Book, ErrorValue, column_letter
from pmf_cli.workbook.text import clean_text

CellFacts = tuple[Any, str, bool]
"""Value, number format, whether it holds a formula."""
SheetCells = Mapping[tuple[int, int], CellFacts]
"""(row, column) → what the cell holds; empty cells left out."""


@frozen
class CellDifference:
    """A cell that our reader and openpyxl read differently, each in words."""

    where: CellRef
    ours: str
    theirs: str


def differences(book: Book, path: Path) -> tuple[int, tuple[CellDifference, ...]]:
    """How many cells of a guarded book were read twice, and those that differ, by sheet, row and column."""
    ours, theirs = cell_facts(book), cells_by_openpyxl(path)
    compared, found = 0, []
    for sheet in book.sheets:
        mine, other = ours[sheet.name], theirs.get(sheet.name, {})
        for place in sorted({*mine, *other}):
            compared += 1
            one, two = mine.get(place), _cleaned(other.get(place))
            if one is None and two is not None and two[0] == "":
                continue
            if one is None or two is None or not same(one, two):
                where = CellRef(book.name, sheet.name, f"{column_letter(place[1])}{place[0]}")
                found.append(CellDifference(where, _words(one), _words(two)))
    return compared, tuple(found)


def _cleaned(facts: CellFacts | None) -> CellFacts | None:
    """Openpyxl keeps invisible characters; ours takes them out and reports them."""
    if facts is not None and isinstance(facts[0], str):
        return (clean_text(facts[0])[0], *facts[1:])
    return facts


def _words(facts: CellFacts | None) -> str:
    if facts is None:
        return "nothing"
    value, form, formula = facts
    told = value[1] if isinstance(value, tuple) else value
    return f"{told} ({form}{', formula' if formula else ''})"


def cells_by_openpyxl(path: Path) -> dict[str, SheetCells]:
    """Sheet → (row, column) → value, number format, formula flag; empty cells left out."""
    import openpyxl

    found: dict[str, SheetCells] = {}
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
            found[name] = _cells_of_sheet(sheet, written)
        values.close()
        formulas.close()
    return found


def _cells_of_sheet(sheet: Any, written: Any) -> SheetCells:  # noqa: ANN401 - sheets of openpyxl
    formulas = {
        (cell.row, cell.column)
        for cell in _placed(written)
        if cell.value is not None and cell.data_type == "f"
    }
    cells: dict[tuple[int, int], CellFacts] = {}
    for cell in _placed(sheet):
        place = (cell.row, cell.column)
        value = _plain(cell.value, cell.data_type)
        if place in formulas or value not in (None, ""):
            cells[place] = (value, cell.number_format, place in formulas)
    return cells


def _placed(sheet: Any) -> Iterator[Any]:  # noqa: ANN401 - sheets of openpyxl
    """The cells of a sheet; those that openpyxl fills gaps with know no place."""
    for row in sheet.iter_rows():
        yield from (cell for cell in row if getattr(cell, "row", None) is not None)


def cell_facts(book: Book) -> dict[str, SheetCells]:
    """The same facts of a ``Book``."""
    return {
        sheet.name: {
            (cell.row, cell.column): (
                ("error", str(cell.value)) if isinstance(cell.value, ErrorValue) else cell.value,
                cell.number_format,
                cell.formula,
            )
            for row in sheet.rows()
            for cell in row.cells.values()
        }
        for sheet in book.sheets
    }


def _plain(value: Any, kind: str) -> Any:  # noqa: ANN401 - whatever openpyxl gives
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
