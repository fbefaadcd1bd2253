"""What the officer does in Excel: rows deleted and cells typed over, by heading and name."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet


@contextmanager
def at_work(path: Path, tab: str) -> Iterator[Worksheet]:
    """A sheet that is open in Excel; the workbook is saved at the end."""
    book = openpyxl.load_workbook(path)
    yield book[tab]
    book.save(path)


def rows_of(sheet: Worksheet) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Row number and heading → content of every row below the headings."""
    headings = [str(cell.value) for cell in sheet[1]]
    for number, row in enumerate(sheet.iter_rows(min_row=2, values_only=True), 2):
        yield number, dict(zip(headings, row, strict=True))


def row_where(sheet: Worksheet, **names: Any) -> int:
    """The number of the last row that holds this; underscores in a heading stand for spaces.

    Raises:
        KeyError: no row does.
    """
    wanted = {heading.replace("_", " "): value for heading, value in names.items()}
    found = [
        number
        for number, row in rows_of(sheet)
        if all(row[heading] == value for heading, value in wanted.items())
    ]
    if not found:
        raise KeyError(wanted)
    return found[-1]


def type_over(sheet: Worksheet, row: int, heading: str, value: Any) -> None:
    """Types a value into the cell below a heading."""
    headings = [cell.value for cell in sheet[1]]
    sheet.cell(row, headings.index(heading) + 1).value = value


def scorecard_of(path: Path) -> dict[str, tuple[Any, Any]]:
    """KPI reference → result and rating as the scorecard of a paper prints them."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl keeps no sparklines, and says so.
        book = openpyxl.load_workbook(path)
    found: dict[str, tuple[Any, Any]] = {}
    for sheet in book:
        rows = [list(row) for row in sheet.iter_rows(values_only=True)]
        place = next(
            (at for at, row in enumerate(rows) if {"Ref", "Latest", "Rating"} <= {*row}), None
        )
        if place is not None:
            ref, result, rating = (rows[place].index(name) for name in ("Ref", "Latest", "Rating"))
            found |= {
                str(row[ref]): (row[result], row[rating]) for row in rows[place + 1 :] if row[ref]
            }
    return found
