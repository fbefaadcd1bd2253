"""The same scorecard every quarter: what is new is taken, what was revised or is missing is asked once."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.cell.cell import Cell
from typer.testing import CliRunner, Result

from pmf_cli.cli import application
from pmf_cli.importing.mapping import ImportMapping
from pmf_cli.importing.questions.content import CHANGES, KPI_MISSING, Questions
from pmf_cli.pipeline.change.asking import ScreenQuestion, answered_on_screen
from pmf_cli.pipeline.change.scorecard_questions import questions_left
from pmf_cli.pipeline.change.scorecards import PreparedImport, import_source, prepared_import
from pmf_cli.pipeline.read.opening import open_register
from pmf_cli.register.register import Register
from pmf_cli.register.terms import KpiStatus, ScopeChangeKind, ValueStatus
from tests.importing.answered import look_through

SCORECARD_A = next((Path(__file__).parents[1] / "data" / "scorecards").glob("A *.xlsx"))
ON = date(2025, 5, 6)
NEW = {
    "CS01": 0.951, "CS02a": "80.2%", "FI06": 97.1, "HR11": 8.3, "IT05": 0.998, "FI12": "£1.1m",
    "FI02": "98.4%", "LS05": 2, "HS01": "13 days", "HS07": 38, "HS09": 80, "HS16": 15,
    "ETS01": "44", "ETS03": "43.9%*", "ETS05": "110kg", "ETS09": "96%", "PS01": "79.0%",
    "PS02": "80.1%", "PS08": "Delayed", "EC04": "9.1%",
}  # fmt: skip
"""The fourth quarter of scorecard A; HS20 is not in it."""
REVISED = {
    ("CS01", "2024/25 Q2"): (95.3, 0.951), ("CS02a", "2024/25 Q3"): (77.1, "81.0%"),
    ("HS01", "2024/25 Q1"): (11, "10 days"), ("ETS01", "2024/25 Q3"): (62, "40"),
}  # fmt: skip
"""What the register holds, and what the next quarter's file says instead."""


def run(*words: str | Path) -> Result:
    """A command's result."""
    return CliRunner().invoke(application(), [*map(str, words), "--as-of", str(ON)])


def next_quarter(path: Path) -> Path:
    """Scorecard A a quarter later: a title, a column filled in, four figures revised, one KPI gone."""
    book = openpyxl.load_workbook(SCORECARD_A)
    (sheet,) = book.worksheets
    sheet["A2"] = "Corporate Performance Scorecard - Quarter 4 2024/25 (January - March 2025)"
    rows = {row[0].value: row for row in sheet.iter_rows() if row[0].value}
    for ref, value in NEW.items():
        rows[ref][8].value = value
    for (ref, period), (_, said) in REVISED.items():
        rows[ref][4 + int(period[-1])].value = said
    rows["ETS05"][7].value = "112kg"  # was awaited
    for cell in rows["HS20"]:
        cell.value = None
    book.save(path)
    return path


def rows_of_changes(sheet: Any) -> dict[str, Any]:
    """KPI reference → its row of cells."""
    return {row[1].value: row for row in sheet.iter_rows(min_row=5)}


@pytest.fixture(scope="module")
def answered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Scorecard A in a register, its questions answered; beside it the next quarter's file."""
    folder = tmp_path_factory.mktemp("A")
    scorecard = folder / SCORECARD_A.name
    scorecard.write_bytes(SCORECARD_A.read_bytes())
    register = folder / "register"
    questions = register / "answers" / "Questions.xlsx"
    questions.parent.mkdir(parents=True)
    run("import", scorecard, "--register", register, "--questions", questions, "-q")
    look_through(questions)
    told = run("import", scorecard, "--register", register, "--write", "-q")
    assert told.exit_code == 0, told.output
    next_quarter(folder / "A Corporate scorecard Q4 2024-25.xlsx")
    return folder


@pytest.fixture
def council(answered: Path, tmp_path: Path) -> Path:
    """A copy of it to write into."""
    return Path(shutil.copytree(answered, tmp_path / "council"))


def q4(folder: Path) -> Path:
    return next(folder.glob("*Q4*.xlsx"))


def prepared(folder: Path) -> PreparedImport:
    """The next quarter's file against the register."""
    return prepared_import([q4(folder)], ImportMapping(), folder / "register")


def figures(register: Register) -> dict[tuple[str, str], Any]:
    """KPI reference and period → result."""
    return {(row.kpi_ref, str(row.period)): row for row in register.results}


@pytest.fixture(scope="module")
def asked(answered: Path) -> Questions:
    """What the next quarter's file leads to be asked."""
    return questions_left(prepared(answered), ON)


def test_the_next_quarter_asks_only_what_was_revised_and_what_is_missing(asked: Questions) -> None:
    """No heading, period, word or fact of a KPI is asked again, new column and new percentages included."""
    assert asked.open_count == len(REVISED) + 1
    assert {(one.ref, one.period) for one in asked.changes if one.about != KPI_MISSING} == set(
        REVISED
    )
    assert [one.ref for one in asked.changes if one.about == KPI_MISSING] == ["HS20"]


def test_a_revision_says_which_rating_it_changes(asked: Questions) -> None:
    """Calls answered 77.1% against 80% are Amber, 81.0% Green; the register as it is does not move."""
    ratings = {one.ref: one.rating for one in asked.changes}
    assert ratings["CS02a"] == "Amber → Green"
    assert ratings["ETS01"] == "Red → Green"
    assert ratings["CS01"] == "stays Green"


def test_what_is_new_is_taken_and_what_differs_waits_in_the_workbook(council: Path) -> None:
    """Then one cell accepts all but what says Keep; the record has the reason; a third import finds all there."""
    register = council / "register"
    told = run("import", q4(council), "--register", register, "--write", "-q")
    assert told.exit_code == 1
    assert "4 figures differ" in told.output
    assert "HS20" in told.output
    held = figures(open_register(register).register)
    assert {key: float(held[key].value) for key in REVISED} == {
        key: old for key, (old, _) in REVISED.items()
    }
    assert held["CS01", "2024/25 Q4"].value == held["CS01", "2024/25 Q4"].number
    assert float(held["CS01", "2024/25 Q4"].value) == 95.1
    assert (float(held["ETS05", "2024/25 Q3"].value), held["ETS05", "2024/25 Q3"].note) == (
        112,
        None,
    )

    (questions,) = (register / "answers").glob("*Q4*.xlsx")
    book = openpyxl.load_workbook(questions)
    sheet = book[CHANGES]
    sheet["D3"] = "Yes"
    rows = rows_of_changes(sheet)
    rows["CS02a"][8].value = "Keep"
    rows["CS01"][9].value = "Sample recounted"
    rows["HS20"][8].value = "Withdrawn"
    rows["HS20"][9].value = "Replaced by a survey"
    book.save(questions)
    seen = run("import", q4(council), "--register", register)
    assert "HS20" in seen.output
    assert "Ended" in seen.output
    assert open_register(register).register.kpi_by_ref["HS20"].status is not KpiStatus.ENDED
    told = run("import", q4(council), "--register", register, "--write", "-q")
    assert told.exit_code == 0, told.output
    assert "is recorded as ended from 2024/25 Q4 on" in told.output
    assert "not in the scorecard any more" not in told.output
    after = open_register(register).register
    assert str(after.kpi_by_ref["HS20"].last_period) == "2024/25 Q3"
    (change,) = after.scope_changes
    assert (change.kpi_ref, change.kind) == ("HS20", ScopeChangeKind.ENDED)
    assert (str(change.from_period), change.reason) == ("2024/25 Q4", "Replaced by a survey")
    held = figures(open_register(register).register)
    assert float(held["CS02a", "2024/25 Q3"].value) == 77.1
    corrected = held["CS01", "2024/25 Q2"]
    assert (float(corrected.value), corrected.value_status) == (95.1, ValueStatus.REVISED)
    assert corrected.replaces == "95.3%, replaced on 06/05/2025: Sample recounted"
    assert corrected.received_on == ON
    assert "Q4 2024-25.xlsx" in held["HS01", "2024/25 Q1"].replaces

    rows_then = len(open_register(register).register.results)
    again = run("import", q4(council), "--register", register, "--write", "-q")
    assert again.exit_code == 0
    assert "0 taken in" in again.output
    assert len(open_register(register).register.results) == rows_then
    assert questions_left(prepared(council), ON).open_count == 0


def test_all_revisions_are_accepted_in_one_go(council: Path) -> None:
    """With a reason for the record; a reason without --accept-revised is refused."""
    register = council / "register"
    words = ("import", q4(council), "--register", register, "-q")
    assert run(*words, "--reason", "Year-end recount").exit_code == 2
    run(*words, "--accept-revised", "--reason", "Year-end recount", "--write")
    held = figures(open_register(register).register)
    assert float(held["ETS01", "2024/25 Q3"].value) == 40
    assert all("Year-end recount" in held[key].replaces for key in REVISED)


def test_another_years_scorecard_of_the_layout_asks_nothing_about_itself(council: Path) -> None:
    """Q1 means another period then; the earlier answers do not make it last year's."""
    book = openpyxl.load_workbook(SCORECARD_A)
    (sheet,) = book.worksheets
    sheet["A2"] = "Corporate Performance Scorecard - Quarter 1 2025/26 (April - June 2025)"
    sheet["E5"] = "Target 25/26"
    for row in sheet.iter_rows(min_row=6, min_col=7, max_col=8):
        for cell in row:
            if isinstance(cell, Cell):
                cell.value = None
    book.save(council / "A Corporate scorecard Q1 2025-26.xlsx")
    files = list(council.glob("*2025-26.xlsx"))
    made = prepared_import(files, ImportMapping(), council / "register")
    assert {str(row.period) for row in made.merge.rows["Results"]} == {"2025/26 Q1"}
    assert made.merge.revisions == ()
    assert made.plan.doubts == ()


def test_a_kpi_under_a_new_name_waits_and_the_rest_is_taken(council: Path) -> None:
    """Another measure under a reference of the register: none of its figures is written until somebody says."""
    book = openpyxl.load_workbook(q4(council))
    (sheet,) = book.worksheets
    row = next(row for row in sheet.iter_rows(min_row=6) if row[0].value == "PS01")
    row[1].value = "Enforcement notices served"
    book.save(q4(council))
    told = run("import", q4(council), "--register", council / "register", "--write", "-q")
    assert told.exit_code == 1
    held = figures(open_register(council / "register").register)
    assert ("PS02", "2024/25 Q4") in held
    assert ("PS01", "2024/25 Q4") not in held


def test_what_is_decided_on_the_screen_is_in_the_workbook_at_once(council: Path) -> None:
    """Enter accepts; stopped before the last question, every decision is kept."""
    source = import_source([q4(council)], council / "register")
    decided: list[str] = []

    def ask(question: ScreenQuestion) -> str | None:
        decided.append(question.guess)
        return question.guess if len(decided) <= len(REVISED) + 1 else None

    answered_on_screen(source, source.prepared(ImportMapping()), ask, ON)
    kept = prepared(council)
    assert kept.merge.conflicts == ()
    assert len(kept.merge.corrections) == len(REVISED) + len(kept.merge.awaited)
    assert [str(one.answer) for one in kept.merge.missing] == ["Still measured"]
