"""Targets reviewed and chosen as people do it: the workbook out, filled in, and taken back as changes of scope."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from pmf_cli.errors import ExitCode
from pmf_cli.pipeline import open_register
from pmf_cli.register.periods.text import parse_period
from pmf_cli.register.sheets.targets import Target
from pmf_cli.register.time.targets_in_force import in_force, targets_in_order
from tests.registers.cut import cut_example
from tests.running import Ran, pmf

DAY = ("--as-of", "2025-02-03")
FILLED = {
    "Next target (fill in)": "95.5%",
    "From period (fill in)": "2025/26",
    "Why this figure (fill in)": "Agreed with the service.",
    "Agreed by (fill in)": "CLT",
}


def run(folder: Path, *words: str | Path) -> Ran:
    return pmf(*words, "--register", folder, *DAY, "--quiet")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the example."""
    cut_example(tmp_path / "register", "CX-02", "HO-03", "PH-01")
    return tmp_path / "register"


def filled(folder: Path, rows: dict[str, dict[str, object]]) -> Path:
    """The workbook to choose in, with cells of some KPIs filled in by heading."""
    ran = run(folder, "targets", "review", "--format", "xlsx", "--output", folder.parent / "out")
    assert ran.code == ExitCode.DONE
    (path,) = (folder.parent / "out").glob("*.xlsx")
    book = openpyxl.load_workbook(path)
    sheet = book["Choose targets"]
    places = {" ".join(str(cell.value).split()): cell.column for cell in sheet[4]}
    for line in sheet.iter_rows(min_row=5):
        for heading, value in rows.get(str(line[0].value), {}).items():
            sheet.cell(line[0].row, places[heading], value)
    book.save(path)
    return path


def target_in(folder: Path, ref: str, period: str) -> Target:
    """The row in force in a period."""
    rows = targets_in_order(open_register(folder).register)[ref, None]
    found = in_force(rows, parse_period(period))
    assert found is not None
    return found


def test_a_target_chosen_in_the_workbook_holds_from_its_period_on(folder: Path) -> None:
    path = filled(folder, {"HO-03": FILLED})
    preview = run(folder, "targets", "read", path)
    assert preview.code == ExitCode.DONE
    assert "95.5" in preview.out
    assert target_in(folder, "HO-03", "Apr 2025").number == 94, "nothing was written"
    assert run(folder, "targets", "read", path, "--write").code == ExitCode.DONE
    assert target_in(folder, "HO-03", "Apr 2025").number == Decimal("95.5")
    assert target_in(folder, "HO-03", "Mar 2025").number == 94
    told = json.loads(run(folder, "scope", "list", "--format", "json").out)["items"]
    assert any(one["kpi"] == "HO-03" and "95.5%" in one["after"] for one in told)


def test_the_same_workbook_twice_changes_nothing_more(folder: Path) -> None:
    path = filled(folder, {"HO-03": FILLED, "CX-02": FILLED | {"Tolerance (fill in)": "3 points"}})
    assert run(folder, "targets", "read", path, "--write").code == ExitCode.DONE
    held = {book.name: book.read_bytes() for book in folder.glob("*.xlsx")}
    again = run(folder, "targets", "read", path, "--write")
    assert again.code == ExitCode.DONE
    assert "the register says so already" in again.out
    assert {book.name: book.read_bytes() for book in folder.glob("*.xlsx")} == held


def test_a_profile_of_its_own_is_given_by_quarter(folder: Path) -> None:
    given = FILLED | {"Next target (fill in)": "45; 44; 40; 37"}
    assert (
        run(folder, "targets", "read", filled(folder, {"WM-01": given}), "--write").code
        == ExitCode.DONE
    )
    row = target_in(folder, "WM-01", "2025/26 Q1")
    assert (row.q1, row.q2, row.q3, row.q4, row.number) == (45, 44, 40, 37, 37)


def test_one_row_that_cannot_be_taken_in_keeps_all_out_and_is_named_at_its_cell(
    folder: Path,
) -> None:
    path = filled(
        folder,
        {"HO-03": FILLED, "CX-02": FILLED | {"Why this figure (fill in)": None}, "WM-01": FILLED},
    )
    ran = run(folder, "targets", "read", path, "--write")
    assert ran.code == ExitCode.CANNOT_READ
    assert "CX-02 has no Why this figure" in ran.err
    assert "profile of its own" in ran.err
    assert "Choose targets!" in ran.err
    assert target_in(folder, "HO-03", "Apr 2025").number == 94


def test_a_percentage_typed_in_excel_keeps_the_digits_that_its_format_hides(folder: Path) -> None:
    path = filled(folder, {"HO-03": FILLED | {"Next target (fill in)": 0.955}})
    book = openpyxl.load_workbook(path)
    for line in book["Choose targets"].iter_rows(min_row=5):
        for cell in line:
            if cell.value == 0.955:
                cell.number_format = "0%"
    book.save(path)
    assert run(folder, "targets", "read", path, "--write").code == ExitCode.DONE
    assert target_in(folder, "HO-03", "Apr 2025").number == Decimal("95.5")


def test_a_target_that_moved_since_the_workbook_was_made_is_said(folder: Path) -> None:
    path = filled(folder, {"HO-03": FILLED | {"Target now": "91.0%"}})
    ran = pmf("targets", "read", path, "--register", folder, *DAY)
    assert "made when its target was 91.0%; it is 94.0% now" in ran.err


def test_another_workbook_is_refused_with_how_to_make_one(folder: Path) -> None:
    ran = run(folder, "targets", "read", folder / "KPI Data Record.xlsx")
    assert ran.code == ExitCode.CANNOT_READ
    assert "pmf targets review --format xlsx" in ran.err


def test_an_empty_workbook_says_where_to_fill_in(folder: Path) -> None:
    ran = run(folder, "targets", "read", filled(folder, {}))
    assert ran.code == ExitCode.CANNOT_READ
    assert "no target is filled in" in ran.err


def test_a_tolerance_that_the_workbook_offers_is_taken_as_it_is_offered(folder: Path) -> None:
    offered = "3% of target"
    choice = {"Tolerance (fill in)": offered} | {
        heading: FILLED[heading] for heading in FILLED if not heading.startswith("Next target")
    }
    path = filled(folder, {"CX-02": choice})
    texts = [str(cell.value) for row in openpyxl.load_workbook(path).worksheets[1] for cell in row]
    assert any(offered in text for text in texts)
    assert run(folder, "targets", "read", path, "--write").code == ExitCode.DONE
    rows = targets_in_order(open_register(folder).register)["CX-02", None]
    row = in_force(rows, parse_period("2025/26 Q1"))
    assert row is not None
    assert (row.tolerance, str(row.tolerance_basis)) == (Decimal(3), "% of target")
