"""An older register gets the present columns and sheets; what it says, and what is found in it, stays."""

from __future__ import annotations

import json
import random
import shutil
import zipfile
from collections.abc import Collection, Mapping
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.table import Table

from pmf_cli.ledger.row import RowKind
from pmf_cli.ledger.store import read_ledger
from pmf_cli.pipeline import open_register
from pmf_cli.pipeline.change.guard_list import with_list
from pmf_cli.places import DATA_RECORD, FILE_NAME, REPORTING_PROCESS, SUPPORTING_INFORMATION
from pmf_cli.register.sheets.layout import SHEETS
from pmf_cli.register.sheets.row_cells import cells_of_row
from tests.registers.cut import cut_example
from tests.running import EXAMPLE, pmf

COLUMNS = {
    "KPIs": {"Plain name", "Priority"},
    "Commentary": {"In ten words"},
    "Contacts": {"Short title", "Organisation"},
    "Lists": {"Short name"},
    "Boards": {"Short name", "Grouped by", "Author", "Report of", "Classification"},
    "Timetable": {"Item", "Extra KPIs"},
    "Highlights": {"Message", "What is asked"},
}
"""Columns that came after the first release, by sheet."""
NEW_SHEETS = {"Forecasts", "Events", "Recommendations for this paper"}
KEPT = {"Results": 400}
"""Sheets of which some rows are enough."""


def _older(
    source: Path,
    target: Path,
    columns: Mapping[str, Collection[str]] = COLUMNS,
    sheets: Collection[str] = NEW_SHEETS,
) -> None:
    """A workbook of the example without some columns and sheets, each sheet with its table."""
    book, made = openpyxl.load_workbook(source), openpyxl.Workbook()
    made.remove(made.active)
    for sheet in book:
        if sheet.title in {*sheets, "Cover", "Guidance", "Choices"}:
            continue
        gone = columns.get(sheet.title, ())
        copy = made.create_sheet(sheet.title)
        kept = [cell.column for cell in sheet[1] if cell.value not in gone]
        for row in sheet.iter_rows(max_row=min(sheet.max_row, KEPT.get(sheet.title, 9999))):
            for place, column in enumerate(kept, 1):
                cell = copy.cell(row[0].row, place, row[column - 1].value)
                cell.number_format = row[column - 1].number_format
        extent = f"A1:{get_column_letter(len(kept))}{max(copy.max_row, 2)}"
        copy.add_table(Table(displayName=f"{sheet.title.replace(' ', '_')}_t", ref=extent))
    made.save(target)


@pytest.fixture(scope="module")
def older(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example as it was before the new columns and sheets."""
    folder = cut_example(tmp_path_factory.mktemp("older") / "register")
    for name in (DATA_RECORD, SUPPORTING_INFORMATION, REPORTING_PROCESS):
        _older(folder / name, folder / name)
    text = (folder / FILE_NAME).read_text(encoding="utf-8")
    (folder / FILE_NAME).write_text(with_list(text, {}), encoding="utf-8")
    return folder


HOW_UNSAID = "PRC006"
"""The finding of a step that does not say how it is done: an upgrade gives it the command that there is."""


def _without_any(dice: random.Random) -> tuple[dict[str, set[str]], set[str]]:
    """Columns and sheets that a register may lack, picked at random: few of those that guard, none that name rows."""
    columns = {
        layout.name: {
            column.heading.text
            for column in layout.columns
            if not column.identifies and dice.random() < (0.1 if column.heading.guards else 0.5)
        }
        for layout in SHEETS
    }
    columns["Results"] -= {"Period", "Value"}
    return columns, {one.name for one in SHEETS if not one.needed and dice.random() < 0.3}


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 3, 5])
def test_whatever_a_register_lacks_is_found_as_before(tmp_path: Path, seed: int) -> None:
    """No finding comes or goes by an upgrade, whichever columns and sheets are added; a step gets its command."""
    columns, sheets = _without_any(random.Random(seed))
    for name in (DATA_RECORD, SUPPORTING_INFORMATION, REPORTING_PROCESS):
        _older(EXAMPLE / name, tmp_path / name, columns, sheets)
    text = (EXAMPLE / FILE_NAME).read_text(encoding="utf-8")
    (tmp_path / FILE_NAME).write_text(with_list(text, {}), encoding="utf-8")
    findings = [one[:2] for one in found(tmp_path) if one[0] != HOW_UNSAID]
    assert pmf("upgrade", "--register", tmp_path, "--write").code == 0
    assert [one[:2] for one in found(tmp_path) if one[0] != HOW_UNSAID] == findings
    assert json.loads(pmf("upgrade", "--register", tmp_path, "--format", "json").out)["items"] == []


@pytest.fixture
def folder(older: Path, tmp_path: Path) -> Path:
    """A copy of it to work on."""
    return Path(shutil.copytree(older, tmp_path / "register"))


def found(folder: Path) -> list[tuple[str, str, str]]:
    """What pmf validate finds: code, sentence, cell."""
    items = json.loads(pmf("validate", "--register", folder, "--format", "json").out)["findings"]
    return sorted((one["code"], one["message"], json.dumps(one.get("where"))) for one in items)


def said(folder: Path) -> dict[str, list[object]]:
    """What every row of the register says."""
    register = open_register(folder).register
    return {s.name: [cells_of_row(r) for r in getattr(register, s.holds)] for s in SHEETS}


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_the_preview_names_each_column_and_writes_nothing(folder: Path) -> None:
    """What would be added is listed with its cell; no file changes."""
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    ran = pmf("upgrade", "--register", folder, "--format", "json")
    items = json.loads(ran.out)["items"]
    added = {(one["sheet"], one["heading"]) for one in items if one["kind"] == "column"}
    assert added >= {(sheet, one) for sheet, headings in COLUMNS.items() for one in headings}
    assert {one["sheet"] for one in items if one["kind"] == "sheet"} >= NEW_SHEETS
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_an_upgrade_adds_headings_and_changes_nothing_else(folder: Path) -> None:
    """The register says and lacks what it did before; copies are kept, and the ledger has a row."""
    findings, rows = found(folder), said(folder)
    before = parts(folder / SUPPORTING_INFORMATION)
    assert pmf("upgrade", "--register", folder, "--write").code == 0
    assert said(folder) == rows
    assert found(folder) == findings
    book = openpyxl.load_workbook(folder / SUPPORTING_INFORMATION)
    table = next(iter(book["KPIs"].tables.values()))
    headings = [cell.value for cell in book["KPIs"][1]]
    assert headings[-2:] == ["Plain name", "Priority"]
    assert [column.name for column in table.tableColumns] == headings
    after = parts(folder / SUPPORTING_INFORMATION)
    changed = {name for name in before if after[name] != before[name]}
    assert all(name.startswith(("xl/worksheets/sheet", "xl/tables/")) for name in changed)
    assert NEW_SHEETS - {"Recommendations for this paper"} <= set(
        openpyxl.load_workbook(folder / DATA_RECORD).sheetnames
    )
    row = read_ledger(folder).last(RowKind.CHANGE)
    assert row is not None
    assert row.body["action"] == "register upgraded"
    assert all((folder / fact["backup"]).is_file() for fact in row.body["workbooks"].values())
    again = json.loads(pmf("upgrade", "--register", folder, "--format", "json").out)
    assert again["items"] == []


def test_a_step_without_a_command_is_given_the_one_there_is_now(folder: Path) -> None:
    """One that somebody typed, and one of a step about another meeting, stay as they are."""
    path = folder / REPORTING_PROCESS
    book = openpyxl.load_workbook(path)
    sheet = book["Checklist"]
    heads = {cell.value: cell.column for cell in sheet[1]}
    command, timing = heads["Command"], heads["Days before or after which timetable step"]
    rows = {sheet.cell(row, 1).value: row for row in range(2, sheet.max_row + 1)}
    sheet.cell(rows["Q12"], command).value = None
    sheet.cell(rows["Q14"], command).value = "pmf rag"
    sheet.cell(rows["Q19"], command).value = None
    sheet.cell(rows["Q19"], timing).value = "2 after CLT"
    book.save(path)
    items = json.loads(pmf("upgrade", "--register", folder, "--format", "json").out)["items"]
    (one,) = (one for one in items if one["kind"] == "command")
    assert one["heading"] == "Command of Q12"
    assert one["cell"] == sheet.cell(rows["Q12"], command).coordinate
    assert pmf("upgrade", "--register", folder, "--write").code == 0
    steps = {row.number: row.command for row in open_register(folder).register.checklist}
    assert steps["Q12"] == "pmf report changes\npmf report clt"
    assert steps["Q14"] == "pmf rag" and steps["Q19"] is None
    again = json.loads(pmf("upgrade", "--register", folder, "--format", "json").out)
    assert again["items"] == []


def test_what_was_lost_is_not_added_empty(folder: Path) -> None:
    """A column that pmf.toml lists, and one whose heading is misspelt, stay errors: an empty one would hide them."""
    path = folder / SUPPORTING_INFORMATION
    book = openpyxl.load_workbook(path)
    sheet = book["Lists"]
    sheet.tables.clear()
    sheet.cell(1, 3, "Shrt name")
    book.save(path)
    text = (folder / FILE_NAME).read_text(encoding="utf-8")
    listed = {"KPIs": ("KPI reference", "Priority"), "Events": ("KPI reference",)}
    (folder / FILE_NAME).write_text(with_list(text, listed), encoding="utf-8")
    findings = found(folder)
    items = json.loads(pmf("upgrade", "--register", folder, "--format", "json").out)["items"]
    added = {(one["sheet"], one["heading"]) for one in items}
    assert ("KPIs", "Plain name") in added
    assert not added & {("KPIs", "Priority"), ("Lists", "Short name"), ("Events", "Date")}
    pmf("upgrade", "--register", folder, "--write")
    assert found(folder) == findings


def test_columns_of_the_officers_own_stay_where_they_are(folder: Path) -> None:
    """Beside a table that has something at its right, headings go right of that and the table stays as it is."""
    path = folder / REPORTING_PROCESS
    book = openpyxl.load_workbook(path)
    sheet = book["Boards"]
    end = sheet.max_column
    sheet.cell(1, end + 2, "Room")
    sheet.cell(3, end + 2, "Committee room 2")
    extent = next(iter(sheet.tables.values())).ref
    book.save(path)
    assert pmf("upgrade", "--register", folder, "--write").code == 0
    sheet = openpyxl.load_workbook(path)["Boards"]
    assert sheet.cell(3, end + 2).value == "Committee room 2"
    assert sheet.cell(1, end + 3).value == "Short name"
    assert next(iter(sheet.tables.values())).ref == extent


def test_a_choice_has_its_words_to_choose_from(folder: Path) -> None:
    """A new column of choices gets its drop-down, on a sheet with drop-downs or without."""
    assert pmf("upgrade", "--register", folder, "--write").code == 0
    boards = openpyxl.load_workbook(folder / REPORTING_PROCESS)["Boards"]
    forecasts = openpyxl.load_workbook(folder / DATA_RECORD)["Forecasts"]
    words = [rule.formula1 for rule in boards.data_validations.dataValidation]
    assert words == ['"Directorate,Plan outcome,Portfolio,Class,Scope"']
    words = [rule.formula1 for rule in forecasts.data_validations.dataValidation]
    assert words == ['"High,Medium,Low"']
