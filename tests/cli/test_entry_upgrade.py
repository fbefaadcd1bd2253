"""pmf upgrade gives an entry sheet its next year, with colours, and changes nothing else in it."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from pmf_cli.places import ENTRY_WORKBOOK
from pmf_cli.register.sheets.entry import ENTRY_SHEET
from tests.entry_register import columns, filled, made, put
from tests.running import Ran, pmf

SOFFICE = shutil.which("soffice")


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One with a KPI on it, made in 2024/25."""
    with pytest.MonkeyPatch.context() as patch:
        folder = made(patch, tmp_path_factory.mktemp("entry") / "r")
    return filled(folder, [{"2025/26 Q4 Target": 40, "2025/26 Q4 Actual": 41}])


@pytest.fixture
def folder(register: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(register, tmp_path / "r"))


def upgrade(folder: Path, on: str, *words: str) -> Ran:
    return pmf("upgrade", "--register", folder, "--as-of", on, *words)


def entry(folder: Path) -> Any:
    return openpyxl.load_workbook(folder / ENTRY_WORKBOOK)[ENTRY_SHEET]


def cells(sheet: Any) -> dict[str, object]:
    return {c.coordinate: c.value for row in sheet.iter_rows() for c in row if c.value is not None}


def test_the_year_after_the_one_in_hand_is_offered_and_then_added(folder: Path) -> None:
    """First shown, then written behind all that stands there; then there is nothing more to add."""
    before = cells(entry(folder))
    assert json.loads(upgrade(folder, "2025-03-31", "--format", "json").out)["items"] == []
    shown = json.loads(upgrade(folder, "2025-04-01", "--format", "json").out)["items"]
    assert [one["heading"] for one in shown] == [
        f"2026/27 Q{n} {part}" for n in range(1, 5) for part in ("Target", "Actual", "Rating")
    ]
    assert cells(entry(folder)) == before
    ran = upgrade(folder, "2025-04-01", "--write")
    assert ran.code == 0, ran.all
    assert "files --write" not in ran.all
    after = cells(entry(folder))
    assert {place: after[place] for place in before} == before
    assert after[shown[0]["cell"]] == "2026/27 Q1 Target"
    assert json.loads(upgrade(folder, "2025-04-01", "--format", "json").out)["items"] == []


def test_a_sheet_that_ends_before_the_present_quarter_is_told(folder: Path) -> None:
    """With the command that adds what is missing; not before, and not once it is added."""
    says = "Entry sheet has no column 2026/27 Q1 Actual: pmf upgrade"
    assert says not in pmf("rag", "--register", folder, "--as-of", "2026-03-31").err
    assert says in pmf("rag", "--register", folder, "--as-of", "2026-04-01").err
    assert upgrade(folder, "2026-04-01", "--write").code == 0
    assert "has no column" not in pmf("rag", "--register", folder, "--as-of", "2026-04-01").err


def test_the_new_quarters_look_and_speak_like_those_before(folder: Path) -> None:
    """Colours by word, a note beside what is typed, hidden workings, formulas in every row that has them."""
    assert upgrade(folder, "2025-04-01", "--write").code == 0
    sheet = entry(folder)
    places = columns(sheet)
    letter = {name: openpyxl.utils.get_column_letter(n) for name, n in places.items()}
    rating, last = letter["2026/27 Q1 Rating"], letter["2025/26 Q4 Rating"]
    rules = {
        str(one.sqref): [rule.formula for rule in one.rules] for one in sheet.conditional_formatting
    }
    assert rules[f"{rating}2:{rating}5"] == [['"Red"'], ['"Amber"'], ['"Green"']]
    assert rules[f"{rating}2:{rating}5"] == rules[f"{last}2:{last}5"]
    told = {rule.promptTitle for rule in sheet.data_validations.dataValidation}
    assert "2026/27 Q3 Actual" in told
    assert sheet.column_dimensions[letter["Workings 2026/27 Q1 target"]].hidden
    assert not sheet.column_dimensions[rating].hidden
    with_formula = [row for row in range(2, 7) if sheet[f"{rating}{row}"].value is not None]
    assert with_formula == [2, 3, 4, 5]
    assert sheet[f"{rating}3"].style_id == sheet[f"{last}3"].style_id


def test_a_filter_of_the_sheet_reaches_over_the_new_quarters(folder: Path) -> None:
    """Else whoever sorts by it would leave their figures behind, beside other KPIs."""
    book = openpyxl.load_workbook(folder / ENTRY_WORKBOOK)
    sheet = book[ENTRY_SHEET]
    sheet.auto_filter.ref = sheet.dimensions
    book.save(folder / ENTRY_WORKBOOK)
    assert upgrade(folder, "2025-04-01", "--write").code == 0
    sheet = entry(folder)
    assert sheet.auto_filter.ref == sheet.dimensions


@pytest.mark.slow
def test_a_column_of_a_later_version_stands_behind_the_workings(folder: Path) -> None:
    """Not upon them, although they are not read; and the quarters behind it."""
    book = openpyxl.load_workbook(folder / ENTRY_WORKBOOK)
    sheet = book[ENTRY_SHEET]
    sheet.cell(1, columns(sheet)["Short name"]).value = None
    book.save(folder / ENTRY_WORKBOOK)
    before = cells(entry(folder))
    assert upgrade(folder, "2025-04-01", "--write").code == 0
    after = cells(entry(folder))
    assert {place: after[place] for place in before} == before
    headings = [cell.value for cell in entry(folder)[1] if cell.value]
    at = headings.index("Short name")
    assert headings[at - 1].startswith("Workings")
    assert headings[at + 1] == "2026/27 Q1 Target"


def test_what_is_typed_below_the_new_headings_is_read(folder: Path) -> None:
    """The figure, against the target that goes on."""
    assert upgrade(folder, "2025-04-01", "--write").code == 0
    book = openpyxl.load_workbook(folder / ENTRY_WORKBOOK)
    put(book[ENTRY_SHEET], 3, {"2026/27 Q2 Actual": 39})
    book.save(folder / ENTRY_WORKBOOK)
    words = ("--as-of", "2026-11-20", "--period", "2026/27 Q2", "--format", "json")
    [kpi] = json.loads(pmf("rag", "--register", folder, *words).out)["kpis"]
    assert (kpi["rating"], kpi["target"]) == ("Amber", "40")


@pytest.mark.slow
@pytest.mark.skipif(SOFFICE is None, reason="needs LibreOffice")
def test_the_colours_of_the_new_quarters_are_worked_out(folder: Path, tmp_path: Path) -> None:
    """As one types, from the target of the quarter before."""
    assert upgrade(folder, "2025-04-01", "--write").code == 0
    book = openpyxl.load_workbook(folder / ENTRY_WORKBOOK)
    put(book[ENTRY_SHEET], 3, {"2026/27 Q1 Actual": 39, "2026/27 Q2 Actual": 30})
    book.save(tmp_path / "in.xlsx")
    assert SOFFICE is not None
    words = ("--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir")
    home = f"-env:UserInstallation=file://{tmp_path}/office"
    done = [SOFFICE, home, *words, str(tmp_path / "out"), str(tmp_path / "in.xlsx")]
    subprocess.run(done, check=True, capture_output=True, timeout=600)
    sheet = openpyxl.load_workbook(tmp_path / "out" / "in.xlsx", data_only=True)[ENTRY_SHEET]
    shown = {name: sheet.cell(3, n).value for name, n in columns(sheet).items()}
    assert (shown["2026/27 Q1 Rating"], shown["2026/27 Q2 Rating"]) == ("Amber", "Red")
