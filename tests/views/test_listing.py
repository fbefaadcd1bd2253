"""A list is its fields: one that a newcomer writes is had as JSON, CSV, table, workbook and manual page."""

from __future__ import annotations

import csv
import importlib
import io
import json
import pkgutil
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

import openpyxl
import pytest

from docs.generate import manual_lines
from pmf_cli import collect
from pmf_cli.findings import CellRef
from pmf_cli.pipeline.data_formats import LISTS
from pmf_cli.render import RENDERERS
from pmf_cli.render.data import csv_text, json_text
from pmf_cli.render.templates import templates_for
from pmf_cli.render.terminal import text_of
from pmf_cli.render.theme import theme_of
from pmf_cli.views import lists
from pmf_cli.views.base import Align, Entry, Section
from pmf_cli.views.listing import (
    Field,
    ListDefinition,
    Listing,
    as_datum,
    table_column,
    table_of,
)


@dataclass(frozen=True)
class Lorry:
    """What the newcomer's list is about."""

    plate: str
    load: Decimal | None
    tested_on: date | None
    depots: tuple[str, ...]
    is_spare: bool


LORRIES: ListDefinition[Lorry] = ListDefinition(
    "pmf/lorries/1",
    "One item a lorry. From `pmf lorries`.",
    "lorries",
    (
        Field("plate", "Plate", "The number plate."),
        Field(
            "load",
            "Load",
            "Tonnes it may carry | exact.",
            shown=lambda one: Entry(f"{one.load} t" if one.load else "Not weighed", one.load),
            align=Align.NUMBER,
        ),
        Field("tested_on", "Last test", "When it was last tested, ISO date.", missing="Never"),
        Field("depots", "Depots", "Where it stands.", missing="None"),
        Field("is_spare", "", "True where it stands in for others."),
        Field(
            "advice", "What to do", "", lambda one: "" if one.tested_on else "Test it.", missing="–"
        ),
    ),
)
ROWS = (
    Lorry("=AB12", Decimal("7.50"), date(2025, 1, 31), ("North", "South"), is_spare=True),
    Lorry("CD34", None, None, (), is_spare=False),
)


def listed(definition: ListDefinition[Lorry] = LORRIES) -> Listing:
    """The newcomer's list of two lorries."""
    table = definition.table("lorries", "Lorries", ROWS, "Every lorry.")
    return definition.listing(
        ROWS,
        {"lorries": 2},
        (Section("Lorries of the council", 1, (table,)),),
        register="Any Council",
        period="2024/25 Q3",
        as_of=date(2025, 2, 1),
    )


def test_json_holds_exact_values_of_the_fields_that_have_a_meaning():
    """Figures are exact strings, dates ISO, nothing is null; what is for readers only is not there."""
    data = json.loads(json_text(listed()))
    assert list(data) == ["schema", "register", "period", "as_of", "counts", "lorries"]
    assert data["lorries"] == [
        {
            "plate": "=AB12",
            "load": "7.5",
            "tested_on": "2025-01-31",
            "depots": ["North", "South"],
            "is_spare": True,
        },
        {"plate": "CD34", "load": None, "tested_on": None, "depots": [], "is_spare": False},
    ]


def test_csv_is_the_same_fields_and_guards_formulas():
    """The headings are the keys; a plate that begins like a formula is text."""
    rows = list(csv.reader(io.StringIO(csv_text(listed()).removeprefix("\ufeff"), newline="")))
    assert rows[0] == ["plate", "load", "tested_on", "depots", "is_spare"]
    assert rows[1] == ["'=AB12", "7.5", "2025-01-31", "North; South", "Yes"]


def test_readers_see_the_titled_fields_in_words():
    """The table on a screen has no field without a title, and a word where there is no value."""
    text = text_of(listed().sections)
    assert "Plate" in text and "Last test" in text and "is_spare" not in text
    assert "31/01/2025" in text and "North and South" in text
    assert "Not weighed" in text and "Never" in text and "Test it." in text


def test_the_workbook_holds_figures_as_figures():
    """The same table as a sheet: dates and numbers are Excel's own."""
    report = listed().report("lorries", "Lorries")
    places = templates_for()
    made = RENDERERS["xlsx"].render(report, theme_of(places), places)
    book = openpyxl.load_workbook(io.BytesIO(made))
    rows = [[cell.value for cell in row] for sheet in book for row in sheet.iter_rows()]
    heading = next(row for row in rows if "Plate" in row)
    assert [value for value in heading if value] == [
        "Plate", "Load", "Last test", "Depots", "What to do",
    ]  # fmt: skip
    first = next(row for row in rows if "=AB12" in row)
    assert 7.5 in first and any(getattr(value, "year", 0) == 2025 for value in first)


def test_the_manual_names_each_field_for_programs():
    """One line a field, with its meaning; a bar does not break the table."""
    lines = list(manual_lines(LORRIES))
    assert lines[:3] == ["## `pmf/lorries/1`", "", "One item a lorry. From `pmf lorries`."]
    assert "| `load` | Tonnes it may carry \\| exact. |" in lines
    assert not any("advice" in line for line in lines)


def test_a_further_field_stands_everywhere_at_once():
    """One line more in the tuple is all that it takes."""
    further: Field[Lorry] = Field("age", "Age", "Years.", lambda one: len(one.plate))
    wider = replace(LORRIES, fields=(*LORRIES.fields, further))
    listing = listed(wider)
    assert listing.items[0]["age"] == 5
    assert csv_text(listing).splitlines()[0].endswith(",age")
    assert "Age" in text_of(listing.sections)
    assert "| `age` | Years. |" in list(manual_lines(wider))


def test_columns_are_chosen_by_name():
    """A list may order the columns of its table apart from the fields of its data."""
    ordered = replace(LORRIES, columns=("depots", "plate"))
    assert [field.title for field in ordered.chosen()] == ["Depots", "Plate"]
    table = ordered.table("spare", "Spare", ROWS, columns=("advice",))
    assert [[entry.text for entry in row] for row in table.rows] == [["–"], ["Test it."]]


@pytest.mark.parametrize(
    ("value", "datum"),
    [
        (None, None),
        ("", None),
        (0, 0),
        (False, False),
        (Decimal("0.00"), "0"),
        (Decimal("-12.50"), "-12.5"),
        (CellRef("KPIs.xlsx", "KPIs", "B2"), "KPIs.xlsx, KPIs!B2"),
        (CellRef(""), None),
        (
            ({"cell": CellRef("a.xlsx", "S", "A1"), "text": ""},),
            ({"cell": "a.xlsx, S!A1", "text": ""},),
        ),
        ({"any": 1.5}, {"any": 1.5}),
    ],
)
def test_values_become_data_in_one_way(value: object, datum: object):
    """Every list gives figures, cells and what is missing alike."""
    assert as_datum(value) == datum


def test_what_is_no_data_is_refused():
    """A list never prints a Python object by accident."""
    with pytest.raises(TypeError, match="set"):
        as_datum({1, 2})


def test_every_list_of_the_program_is_in_the_manual():
    """A definition that ``LISTS`` does not name would have no page."""
    found = {
        id(value): value
        for package in (lists, collect)
        for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}.")
        for value in vars(importlib.import_module(module.name)).values()
        if isinstance(value, ListDefinition)
    }
    assert set(found) == {id(one) for one in LISTS}


def test_a_column_of_a_papers_table_is_one_field():
    """Its heading, its entry with value and cell, and the word for nothing stand in one place."""
    cell = CellRef("Lorries.xlsx", "Fleet", "B2")
    columns: tuple[Field[Lorry], ...] = (
        table_column("Plate", lambda one: Entry(one.plate, ref=cell), 2, key="ref"),
        table_column("Last test", lambda one: one.tested_on, missing="Never"),
        table_column("Load", lambda one: one.load, align=Align.NUMBER, missing="Not weighed"),
    )
    table = table_of(columns, "lorries", "Lorries", ROWS)
    assert [one.title for one in table.columns] == ["Plate", "Last test", "Load"]
    assert [one.text for one in table.rows[1]] == ["CD34", "Never", "Not weighed"]
    assert table.rows[0][0].ref == cell and table.rows[0][1].value == date(2025, 1, 31)
    assert not any(one.meaning for one in columns), "what only readers see is not told to programs"
