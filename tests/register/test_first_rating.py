"""A first KPI: the cells that it needs, and the example row of a new register that counts for nothing."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from pmf_cli.checks import run_checks
from pmf_cli.checks.base import CheckContext
from pmf_cli.findings import Finding
from pmf_cli.rag.base import Rating
from pmf_cli.rag.rate import rate_all
from pmf_cli.register.periods.text import parse_period
from pmf_cli.register.reading.build import build
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.first_rating import FIRST_RATING, example_row
from pmf_cli.register.sheets.layout import by_name
from pmf_cli.render.starting.entry_sheet import EntryPlan
from pmf_cli.render.starting.register_book import empty_register
from pmf_cli.render.starting.register_guidance import cells_of_entry, first_cells
from pmf_cli.settings import Settings
from pmf_cli.workbook.cells import Book, Cell, Row, Sheet
from pmf_cli.workbook.read import book_of

NAMED = {"ref", "kpi_ref", "name", "frequency"}
"""What a rating is looked up, printed and expected by; the colour itself is worked out from the others."""


@pytest.fixture(scope="module")
def new() -> Mapping[str, bytes]:
    return {name: data for name, data in empty_register().items() if name.endswith(".xlsx")}


@pytest.fixture(scope="module")
def books(new: Mapping[str, bytes]) -> tuple[Book, ...]:
    return tuple(book_of(name, data, Settings().limits) for name, data in new.items())


def typed(books: tuple[Book, ...], cells: Mapping[str, Mapping[str, object]]) -> tuple[Book, ...]:
    """The books as they are once somebody has typed into cells: sheet → address → value."""

    def sheet_with(sheet: Sheet) -> Sheet:
        rows = {row.number: dict(row.cells) for row in sheet.rows()}
        for address, value in cells.get(sheet.name, {}).items():
            number, column = openpyxl.utils.cell.coordinate_to_tuple(address)
            rows.setdefault(number, {})[column] = Cell(number, column, value)
        made = tuple(Row(number, dict(sorted(of.items()))) for number, of in sorted(rows.items()))
        return replace(sheet, rows=lambda: iter(made))

    return tuple(
        replace(book, sheets=tuple(sheet_with(s) if s.name in cells else s for s in book.sheets))
        for book in books
    )


def read(*books: Book) -> tuple[Register, list[Finding]]:
    register, findings = build(books, Settings())
    return register, [one for one in findings if one.code != "SHT020"]


def colour(register: Register) -> str:
    period = parse_period("2024/25 Q1")
    [rated] = rate_all(register, Settings(), period, date(2024, 11, 4))
    return rated.outcome.rag.value if isinstance(rated.outcome, Rating) else rated.outcome.reason


def filled(row: int = 3) -> dict[str, dict[str, object]]:
    """The cells of the first page, filled as its examples say."""
    cells: dict[str, dict[str, object]] = {}
    for one in first_cells():
        number = one.heading in ("Target", "Value")
        address = one.cell.replace("3", str(row))
        cells.setdefault(one.sheet, {})[address] = float(one.example) if number else one.example
    return cells


def test_the_cells_that_the_first_page_names_make_a_rating(books: tuple[Book, ...]) -> None:
    """Filled as the page says, they give the KPI of the example its colour."""
    register, findings = read(*typed(books, filled()))
    assert findings == []
    assert colour(register) == "Amber"


@pytest.mark.parametrize(
    ("sheet", "field"),
    [(s, f) for s, row in FIRST_RATING.items() for f in row if f not in NAMED],
)
def test_none_of_them_can_be_spared(books: tuple[Book, ...], sheet: str, field: str) -> None:
    """With one of the cells blank there is no colour."""
    cells = filled()
    columns = [column.field for column in by_name()[sheet].columns]
    del cells[sheet][f"{openpyxl.utils.get_column_letter(columns.index(field) + 1)}3"]
    assert colour(read(*typed(books, cells))[0]) not in ("Green", "Amber", "Red")


def test_the_example_counts_for_nothing(books: tuple[Book, ...]) -> None:
    """A register as made holds no KPI, target or result, and nothing is found but that it is empty."""
    register, findings = read(*books)
    assert (register.kpis, register.targets, register.results, findings) == ((), (), (), [])


def test_an_example_typed_over_whole_is_a_row_like_any_other(books: tuple[Book, ...]) -> None:
    """Whoever types over the example has a KPI."""
    register, findings = read(*typed(books, filled(row=2)))
    assert findings == []
    assert colour(register) == "Amber"


def test_words_typed_beside_the_examples_reference_are_told(books: tuple[Book, ...]) -> None:
    """The row is not read, and the finding names the cell to type over."""
    register, findings = read(*typed(books, {"KPIs": {"B2": "Fly tips"}}))
    assert register.kpis == ()
    assert [(one.code, one.where.cell) for one in findings] == [("SHT031", "A2")]


def test_what_is_left_of_the_example_is_never_read(books: tuple[Book, ...]) -> None:
    """With its reference typed over, every other cell of the example is blank and told."""
    register, findings = read(*typed(books, {"KPIs": {"A2": "X1"}, "Results": {"A2": "X1"}}))
    [kpi] = register.kpis
    assert (kpi.name, kpi.polarity, kpi.financial) == (None, None, None)
    assert [row.value for row in register.results] == [None]
    assert "SHT031" in {one.code for one in findings}


@pytest.mark.parametrize(
    ("sheet", "cells"),
    [
        ("KPIs", {"A2": "X1"}),
        ("KPIs", {"A2": "X1", "B2": "Bins"}),
        ("Targets", {"A2": "X1"}),
        ("Targets", {"A2": "X1", "F2": 45.0}),
        ("Results", {"A2": "X1"}),
        ("Results", {"A2": "X1", "D2": 43.2}),
    ],
)
def test_a_row_that_is_half_the_example_is_told_once(
    books: tuple[Book, ...], sheet: str, cells: dict[str, object]
) -> None:
    """In plain words, and nothing that follows from it, while reading or by a check."""
    rest = {name: of for name, of in filled(row=2).items() if name != sheet}
    changed = {name: {**of, "A2": "X1"} for name, of in rest.items()} | {sheet: cells}
    register, findings = build(typed(books, changed), Settings())
    context = CheckContext(register, Settings(), date(2024, 11, 4), parse_period("2024/25 Q1"))
    found = [
        one
        for one in run_checks(context, findings)
        if (one.where.sheet, one.where.cell[-1:]) == (sheet, "2")
    ]
    assert [one.code for one in found] == ["SHT031"]
    assert "still" in found[0].message
    assert "example" in found[0].message


def test_columns_that_a_rating_needs_say_so_in_words(new: Mapping[str, bytes]) -> None:
    """The heading itself carries the words, which print; the example stands below them."""
    for name, fields in FIRST_RATING.items():
        layout = by_name()[name]
        sheet = openpyxl.load_workbook(io.BytesIO(new[layout.workbook]))[name]
        marked = {
            c.field
            for c, cell in zip(layout.columns, sheet[1], strict=True)
            if "needed" in cell.value
        }
        assert marked == set(fields)
        assert {cell.value for cell in sheet[2] if cell.value} == set(example_row(layout).values())


def test_optional_sheets_stand_behind(new: Mapping[str, bytes]) -> None:
    """The first page is followed by the sheets of a first rating."""
    for data in new.values():
        names = openpyxl.load_workbook(io.BytesIO(data)).sheetnames[1:]
        needed = [name in FIRST_RATING for name in names]
        assert needed == sorted(needed, reverse=True)


def test_the_manual_says_how_many_cells_there_are() -> None:
    """Its first ten minutes are those of the first page."""
    page = (Path(__file__).parents[2] / "docs" / "from-nothing.md").read_text(encoding="utf-8")
    assert f"names the {len(first_cells())} cells" in page
    assert len(cells_of_entry(EntryPlan(2024))) == 9
    assert "Nine cells" in page
