"""Register workbooks can be filled in, read back, and are the same on every run."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from pmf_cli.register import terms
from pmf_cli.register.periods.text import parse_period
from pmf_cli.register.reading.build import build
from pmf_cli.register.sheets.layout import DELIVERY_PLAN, SHEETS
from pmf_cli.register.sheets.meanings import allowed_values
from pmf_cli.register.sheets.rows import Need
from pmf_cli.render.starting.register_book import USUAL_WORKBOOKS, register_workbooks
from pmf_cli.settings import Settings
from pmf_cli.workbook.cells import column_letter
from pmf_cli.workbook.read import read_book

EVERY = (*USUAL_WORKBOOKS, DELIVERY_PLAN)


@pytest.fixture(scope="module")
def empty() -> dict[str, openpyxl.Workbook]:
    return {
        name: openpyxl.load_workbook(io.BytesIO(data))
        for name, data in register_workbooks({}, name="Anywhere", workbooks=EVERY).items()
    }


def _register(tmp_path: Path, rows: dict[str, list[dict[str, Any]]]) -> Any:
    books = []
    for name, data in register_workbooks(rows).items():
        (tmp_path / name).write_bytes(data)
        books.append(read_book(tmp_path / name, Settings().limits))
    return build(books, Settings())


def _rules(sheet: Worksheet, letter: str) -> Iterator[Any]:
    for rule in sheet.data_validations.dataValidation:
        if any(str(part).startswith(f"{letter}2") for part in rule.sqref.ranges):
            yield rule


@pytest.mark.parametrize("layout", SHEETS, ids=lambda layout: layout.name)
def test_every_column_has_its_heading_message_and_list(
    layout: Any, empty: dict[str, openpyxl.Workbook]
) -> None:
    """Row 1 holds the headings; each cell below says what belongs in it; choices have a list."""
    sheet = empty[layout.workbook][layout.name]
    assert [cell.value for cell in sheet[1]] == [c.heading.text for c in layout.columns]
    assert sheet.freeze_panes is not None
    for number, column in enumerate(layout.columns, 1):
        [rule] = _rules(sheet, column_letter(number))
        assert rule.showInputMessage
        assert len(rule.prompt) <= 255
        if column.heading.need is Need.REQUIRED:
            assert rule.prompt.startswith("Required.")
        if allowed_values(column) and not column.several:
            assert rule.type == "list"


def test_every_list_holds_the_words_of_its_choices(empty: dict[str, openpyxl.Workbook]) -> None:
    """A drop-down offers exactly what reading accepts as its own words, commas and all."""
    for layout in SHEETS:
        book = empty[layout.workbook]
        for number, column in enumerate(layout.columns, 1):
            words = allowed_values(column)
            [rule] = _rules(book[layout.name], column_letter(number))
            if column.several or not words:
                continue
            if rule.formula1.startswith('"'):
                assert tuple(rule.formula1.strip('"').split(",")) == words
            else:
                place = rule.formula1.removeprefix("Choices!").replace("$", "")
                assert tuple(row[0].value for row in book["Choices"][place]) == words


def test_an_empty_register_reads_without_odd_cells(tmp_path: Path) -> None:
    """Nothing in the empty workbooks is taken for a row, or for a sheet that is not known."""
    register, findings = _register(tmp_path, {})
    assert register.kpis == ()
    assert register.results == ()
    assert {f.code for f in findings} <= {"SHT020"}


def test_rows_come_back_as_they_went_in(tmp_path: Path) -> None:
    """Text, numbers, dates, yes/no, periods, choices and several values survive the workbook."""
    kpi = {
        "ref": "0012",
        "name": "=1+1",
        "polarity": terms.Polarity.LOWER,
        "data_type": terms.DataType.PERCENTAGE,
        "unit": "%",
        "frequency": terms.Frequency.MONTHLY,
        "financial": False,
        "decimal_places": 2,
        "first_period": parse_period("Nov 2024"),
        "also_to": ("Health Board", "Executive Board"),
        "reviewed_on": date(2024, 12, 31),
    }
    result = {"kpi_ref": "0012", "period": "Nov 2024", "value": Decimal("38.20")}
    register, findings = _register(tmp_path, {"KPIs": [kpi], "Results": [result]})
    [made] = register.kpis
    assert {field: getattr(made, field) for field in kpi} == kpi
    assert register.results[0].value == Decimal("38.2")
    assert register.results[0].period == parse_period("Nov 2024")
    assert {f.code for f in findings if f.code.startswith("CEL")} == set()


def test_references_and_periods_are_kept_as_text() -> None:
    """What is typed below the last row stays as typed: MAR-1 and Nov 2024 become no dates."""
    data = register_workbooks({})["KPI Data Record.xlsx"]
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        sheet = package.read("xl/worksheets/sheet2.xml").decode()
        styles = package.read("xl/styles.xml").decode()
    found = re.search(r'<col min="1" max="(\d)" [^>]*style="(\d+)"', sheet)
    assert found is not None
    assert int(found[1]) >= 2
    cell_formats = re.findall(r"<xf [^>]*>", styles.split("<cellXfs")[1])
    assert 'numFmtId="49"' in cell_formats[int(found[2])]


def test_the_same_rows_give_the_same_bytes(forget: Callable[[], None]) -> None:
    """No clock and no machine enters the files."""
    rows = {"Glossary": [{"term": "KPI", "meaning": "Key performance indicator"}]}
    made = register_workbooks(rows, workbooks=EVERY)
    forget()
    assert register_workbooks(rows, workbooks=EVERY) == made


def test_an_unknown_sheet_or_field_is_refused() -> None:
    """A mistyped name loses no data silently."""
    with pytest.raises(KeyError):
        register_workbooks({"Resluts": [{"kpi_ref": "A"}]})
    with pytest.raises(KeyError):
        register_workbooks({"Results": [{"kpi": "A"}]})


def test_guidance_explains_every_column(empty: dict[str, openpyxl.Workbook]) -> None:
    """The guidance has a line for each column of each sheet of its workbook."""
    for name, book in empty.items():
        told = {(row[0].value, row[1].value) for row in book["Guidance"].iter_rows(min_row=2)}
        assert told == {
            (layout.name, column.heading.text)
            for layout in SHEETS
            if layout.workbook == name
            for column in layout.columns
        }
