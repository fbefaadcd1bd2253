"""A figure of an entry sheet that gives way to another is told as a correction of what a body was told."""

from __future__ import annotations

import json
from pathlib import Path

import docx
import openpyxl
import pytest

from pmf_cli.register.sheets.entry import ENTRY_SHEET
from tests.entry_register import columns, filled, made
from tests.running import Ran, pmf

Q2 = ("--period", "2024/25 Q2")
OVERRIDDEN = ("--override", "SHT020", "--why", "x", "--override", "unexplained-reds", "--why", "y")


@pytest.fixture
def told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A register of which CLT was told 40, from a return, and 12 for 2024/25 Q2."""
    rows = [
        {"2024/25 Q2 Target": 40},
        {"2024/25 Q2 Target": 10, "2024/25 Q2 Actual": 12},
    ]
    folder = filled(made(monkeypatch, tmp_path / "r"), rows)
    assert pmf("collect", "make", "--register", folder, "--as-of", "2024-10-10", *Q2).code == 0
    assert returned(folder, "2024-10-20", 40).code == 0
    on = ("--as-of", "2024-11-20", "--register", folder, *Q2)
    assert pmf("report", "clt", *on, "--output", folder / "reports").code == 0
    ran = pmf("issue", "clt", *on, "--meeting", "2024-11-26", "--write", *OVERRIDDEN)
    assert ran.code == 0, ran.all
    return folder


def taken_in(folder: Path, reason: str) -> Ran:
    """A scorecard that says 30 instead of 40, accepted."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ("KPI reference", "KPI name", "2024/25 Q2"),
        ("A1", "Bins 1", 30),
        ("A2", "Bins 2", 12),
    ):
        sheet.append(row)
    book.save(folder.parent / "Scorecard.xlsx")
    words = ("--accept-revised", "--reason", reason, "--write", "--as-of", "2025-02-05")
    return pmf("import", folder.parent / "Scorecard.xlsx", "--register", folder, *words)


def returned(folder: Path, on: str, value: int, note: str = "") -> Ran:
    """The return of the quarter with a figure, a corrected copy of it where one came before."""
    [form] = (folder / "forms").glob("*.xlsx")
    book = openpyxl.load_workbook(form)
    sheet = book["Results"]
    headings = {str(cell.value).split(" (")[0]: cell.column for cell in sheet[4]}
    [row] = (cell.row for cell in sheet["A"] if cell.value == "A1")
    sheet.cell(row, headings["Value"]).value = value
    sheet.cell(row, headings["Note on data"]).value = note or None
    book.save(form)
    words = ("collect", "read", form, "--register", folder, "--as-of", on, *Q2, "--write")
    return pmf(*words)


def differences(folder: Path) -> list[dict[str, str]]:
    ran = pmf("diff", "--register", folder, "--as-of", "2025-02-06", "--format", "json")
    return json.loads(ran.out)["items"]


def test_a_revised_figure_is_told_as_a_correction_with_the_reason_given(told: Path) -> None:
    """The cell holds the new figure alone; what CLT was told, what stands now and why are told by name."""
    ran = taken_in(told, "Late rounds counted")
    assert ran.code == 0, ran.all
    assert ran.all.count("The register has no column for") == 1
    [corrected] = [one for one in differences(told) if one["what"] == "Figure corrected"]
    assert corrected["ref"] == "A1"
    assert (corrected["before"], corrected["now"]) == ("40 bins", "30 bins")
    assert corrected["why"] == "corrected 05/02/2025: Late rounds counted"
    sheet = openpyxl.load_workbook(told / "KPI Register.xlsx")[ENTRY_SHEET]
    assert sheet.cell(3, columns(sheet)["2024/25 Q2 Actual"]).value == 30


@pytest.mark.slow
def test_a_return_that_corrects_a_figure_is_told_with_its_note(told: Path) -> None:
    """Also in the paper of changes."""
    ran = returned(told, "2025-02-05", 30, "Ten were counted twice")
    assert ran.code == 0, ran.all
    [corrected] = [one for one in differences(told) if one["what"] == "Figure corrected"]
    assert corrected["why"] == "corrected 05/02/2025: Ten were counted twice"
    words = ("report", "changes", "--register", told, "--as-of", "2025-02-06", *Q2)
    assert pmf(*words, "--output", told / "reports").code == 0
    paper = docx.Document(str(told / "reports" / "changes-2024-25-q2.docx"))
    text = "\n".join(paragraph.text for paragraph in paper.paragraphs)
    assert "Bins 1 (A1), 2024/25 Q2: reported 40 bins, now 30 bins" in text
    assert "Ten were counted twice" in text
