"""An answer that cannot be used is named at its cell of the questions, and the rest is taken in."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from pmf_cli.importing.questions.content import QuestionTab
from tests.running import Ran, pmf

AS_OF = ("--as-of", "2025-02-03", "-q")


@pytest.fixture
def council(tmp_path: Path) -> Path:
    """A scorecard with a wait in weeks, of which one cell says what nobody can read, in a register."""
    book = openpyxl.Workbook()
    for row in (
        ("Reference", "Indicator", "Unit", "Q1 2024/25", "Q2 2024/25", "Target"),
        ("H1", "Wait for a first visit", "weeks", 4, "about a month", 6),
        ("H2", "Calls answered", "%", 91.2, 92.4, 90),
    ):
        book.active.append(row)
    book.save(tmp_path / "Waits.xlsx")
    made = pmf("start", tmp_path / "Waits.xlsx", "--register", tmp_path / "register", *AS_OF)
    assert "Questions about Waits" in made.all, made.all
    return tmp_path


def answered(council: Path, cells: dict[tuple[str, str, str], str]) -> Ran:
    """The questions answered and taken in: tab, text of a row and heading → answer."""
    path = council / "register" / "answers" / "Questions about Waits.xlsx"
    book = openpyxl.load_workbook(path)
    for (tab, text, heading), answer in cells.items():
        sheet = book[tab]
        column = next(cell.column for cell in sheet[4] if str(cell.value).startswith(heading))
        row = next(row for row in sheet.iter_rows(min_row=5) if text in [c.value for c in row])
        row[column - 1].value = answer
    book.save(council / "Answers.xlsx")
    options = ("--register", council / "register", "--answers", council / "Answers.xlsx")
    return pmf("import", council / "Waits.xlsx", *options, "--write", *AS_OF)


def question(council: Path, text: str) -> list[object]:
    """What the register's own workbook of questions says of a word now."""
    path = council / "register" / "answers" / "Questions about Waits.xlsx"
    sheet = openpyxl.load_workbook(path)[QuestionTab.WORDS]
    return next(
        [c.value for c in row] for row in sheet.iter_rows(min_row=5) if row[1].value == text
    )


def results(council: Path) -> dict[tuple[str, str], object]:
    sheet = openpyxl.load_workbook(council / "register" / "KPI Data Record.xlsx")["Results"]
    rows = sheet.iter_rows(min_row=2, values_only=True)
    return {(str(row[0]), str(row[1])): row[3] for row in rows if row[0]}


def test_a_figure_answered_in_a_unit_that_the_kpi_cannot_hold_is_an_error_at_its_cell(
    council: Path,
) -> None:
    told = answered(council, {
        (QuestionTab.WORDS, "about a month", "Read as"): "30 days",
        (QuestionTab.KPIS, "H2", "Polarity"): "Lower is better",
    })  # fmt: skip
    assert told.code == 1
    assert "Answers.xlsx, Your words!D" in told.err
    assert "30 days" in told.err
    assert ("H1", "2024/25 Q2") not in results(council)
    book = openpyxl.load_workbook(council / "register" / "KPI Supporting Information.xlsx")
    assert "Lower is better" in [cell.value for row in book["KPIs"] for cell in row]
    assert question(council, "about a month")[4] == "please look"


def test_days_that_make_whole_weeks_are_taken_in(council: Path) -> None:
    told = answered(council, {(QuestionTab.WORDS, "about a month", "Read as"): "28 days"})
    assert told.code == 0, told.err
    assert results(council)["H1", "2024/25 Q2"] == 4


def test_a_fact_of_a_kpi_that_its_column_cannot_hold_is_an_error_at_its_cell(council: Path) -> None:
    told = answered(council, {
        (QuestionTab.WORDS, "about a month", "Read as"): "5 weeks",
        (QuestionTab.KPIS, "H2", "Polarity"): "Sideways",
        (QuestionTab.KPIS, "H1", "Year's target"): "Often",
    })  # fmt: skip
    assert told.code == 1
    assert "Answers.xlsx, Your KPIs!" in told.err
    assert "“Sideways”" in told.err
    assert "“Often”" in told.err
    assert results(council)["H1", "2024/25 Q2"] == 5


def test_answers_given_in_another_workbook_are_kept_with_the_register(council: Path) -> None:
    answered(council, {(QuestionTab.WORDS, "about a month", "Read as"): "5 weeks"})
    assert question(council, "about a month")[3:5] == ["5 weeks", "as you said"]
