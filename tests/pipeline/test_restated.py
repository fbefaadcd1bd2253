"""An answer that corrects what was imported takes its place, unless somebody has typed there since."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from pmf_cli.importing.mapping import ImportMapping
from pmf_cli.importing.questions.answers import ANSWER
from pmf_cli.pipeline.change.scorecard_questions import questions_left
from pmf_cli.pipeline.change.scorecards import (
    PreparedImport,
    import_source,
    new_register_files,
    prepared_import,
    scorecard_written,
)
from pmf_cli.pipeline.papers import write_files
from pmf_cli.pipeline.read.opening import open_register
from pmf_cli.places import BACKUPS, DATA_RECORD, SUPPORTING_INFORMATION
from pmf_cli.register.register import Register
from tests.importing.answered import answered_book

ON = date(2025, 2, 3)
ROWS: tuple[tuple[object, ...], ...] = (
    ("Ledger no", "Indicator", "Directorate", "Q1 2024/25", "Q2 2024/25", "Target"),
    ("CP01", "Calls answered in five minutes (%)", "Customer", 91.2, 92.4, 90),
    ("CP02", "Rent arrears", "Homes", "£1180", "£1175", "£1200"),
    ("CP03", "Missed bins per 100,000", "Place", 41, 44, 50),
)
LONG: tuple[tuple[object, ...], ...] = (
    ("Reference", "Indicator", "Period ending", "Value"),
    ("F1", "Invoices paid on time", date(2024, 6, 30), 91),
    ("F1", "Invoices paid on time", date(2024, 9, 30), 93),
    ("F2", "Calls taken", date(2024, 6, 30), 400),
    ("F2", "Calls taken", date(2024, 7, 31), 410),
)


class Council:
    """A register made from a scorecard as it is understood without any answer."""

    def __init__(self, folder: Path) -> None:
        self.file, self.register_folder = folder / "Scorecard.xlsx", folder / "register"
        self.asked = prepared_import([self.file], ImportMapping(), folder / "none yet")

    @property
    def register(self) -> Register:
        return open_register(self.register_folder).register

    def answered(self, answers: Mapping[tuple[str, str], str]) -> PreparedImport:
        """The same scorecard again, with its questions answered."""
        prints = [book.fingerprint for book in self.asked.books]
        given = answered_book(questions_left(self.asked, ON), answers, prints)
        return prepared_import([self.file], ImportMapping(), self.register_folder, given=given)

    def taken_in(self, answers: Mapping[tuple[str, str], str]) -> Register:
        """The register once the answers are taken in."""
        scorecard_written(self.answered(answers), ON)
        return self.register

    def typed(self, workbook: str, tab: str, column: str, row: int, value: object) -> None:
        """Somebody types into a cell of the register."""
        book = openpyxl.load_workbook(self.register_folder / workbook)
        headings = [cell.value for cell in book[tab][1]]
        book[tab].cell(row, headings.index(column) + 1, value)
        book.save(self.register_folder / workbook)


def imported(folder: Path, rows: tuple[tuple[object, ...], ...]) -> Path:
    """A folder with a scorecard and the register made from it without any answer."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(folder / "Scorecard.xlsx")
    source = import_source([folder / "Scorecard.xlsx"], folder / "register")
    sure = source.prepared(source.prepared(ImportMapping()).plan.without_doubts)
    write_files(folder / "register", new_register_files(sure, folder / "register"))
    return folder


@pytest.fixture(scope="module")
def of_quarters(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return imported(tmp_path_factory.mktemp("quarters"), ROWS)


@pytest.fixture(scope="module")
def of_dates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return imported(tmp_path_factory.mktemp("dates"), LONG)


@pytest.fixture
def council(of_quarters: Path, tmp_path: Path) -> Council:
    return Council(Path(shutil.copytree(of_quarters, tmp_path / "council")))


@pytest.fixture
def dated(of_dates: Path, tmp_path: Path) -> Council:
    return Council(Path(shutil.copytree(of_dates, tmp_path / "council")))


def figures(register: Register) -> dict[tuple[str, str], str]:
    return {(row.kpi_ref, str(row.period)): str(row.value) for row in register.results}


def test_a_column_answered_as_reference_gives_every_row_its_reference_and_doubles_none(
    council: Council,
) -> None:
    council.typed(SUPPORTING_INFORMATION, "KPIs", "Service", 2, "Contact centre")
    register = council.taken_in(
        {("Ledger no", ANSWER): "KPI reference", ("KPI-001", "Polarity"): "Higher is better"}
    )
    assert [kpi.ref for kpi in register.kpis] == ["CP01", "CP02", "CP03"]
    assert {row.kpi_ref for row in register.targets} <= {"CP01", "CP02", "CP03"}
    assert len(register.results) == 6
    assert register.results_of("CP01")
    assert register.kpi_by_ref["CP01"].service == "Contact centre"
    assert register.kpi_by_ref["CP01"].polarity == "Higher is better"
    assert list((council.register_folder / BACKUPS).iterdir())


def test_answers_taken_in_twice_change_nothing_the_second_time(council: Council) -> None:
    answers = {("Ledger no", ANSWER): "KPI reference", ("KPI-002", "Unit"): "£000"}
    council.taken_in(answers)
    assert council.answered(answers).merge.is_empty


def test_a_unit_that_was_guessed_gives_way_to_the_answer_and_is_shown_before(
    council: Council,
) -> None:
    answers = {("KPI-002", "Unit"): "£000"}
    made = council.answered(answers)
    shown = [cell for row in made.merge.put_right for cell in row.cells]
    assert ("Unit", "£", "£000") in shown
    assert council.register.kpi_by_ref["KPI-002"].unit == "£"
    assert council.taken_in(answers).kpi_by_ref["KPI-002"].unit == "£000"


def test_what_somebody_typed_since_stays_and_is_told_of(council: Council) -> None:
    council.typed(SUPPORTING_INFORMATION, "KPIs", "Unit", 3, "£m")
    made = council.answered({("KPI-002", "Unit"): "£000"})
    assert [(one.ref, one.held, one.said) for one in made.merge.contradictions] == [
        ("KPI-002", "£m", "£000")
    ]
    assert made.is_changing
    scorecard_written(made, ON)
    assert council.register.kpi_by_ref["KPI-002"].unit == "£m"


def test_an_answer_put_back_by_hand_is_not_taken_a_second_time(council: Council) -> None:
    answers = {("KPI-002", "Unit"): "£000"}
    council.taken_in(answers)
    council.typed(SUPPORTING_INFORMATION, "KPIs", "Unit", 3, "£")
    assert not council.answered(answers).merge.put_right
    assert council.answered(answers).merge.contradictions


def test_an_answer_may_be_changed_again(council: Council) -> None:
    council.taken_in({("KPI-002", "Unit"): "£000"})
    assert council.taken_in({("KPI-002", "Unit"): "£m"}).kpi_by_ref["KPI-002"].unit == "£m"


def test_a_period_answered_otherwise_moves_the_figures_and_keeps_what_was_typed_in_one(
    council: Council,
) -> None:
    before = figures(council.register)
    council.typed(DATA_RECORD, "Results", "Value", 2, 95)
    after = figures(council.taken_in({("Q1 2024/25", ANSWER): "Value, 2023/24 Q4"}))
    assert len(after) == len(before)
    assert ("KPI-001", "2024/25 Q1") not in after
    assert after["KPI-001", "2023/24 Q4"] == "95"
    assert after["KPI-003", "2023/24 Q4"] == "41"


def test_two_periods_that_change_places_lose_no_figure(council: Council) -> None:
    answers = {
        ("Q1 2024/25", ANSWER): "Value, 2024/25 Q2",
        ("Q2 2024/25", ANSWER): "Value, 2024/25 Q1",
    }
    after = figures(council.taken_in(answers))
    assert (after["KPI-003", "2024/25 Q1"], after["KPI-003", "2024/25 Q2"]) == ("44", "41")
    assert len(after) == 6


def test_figures_that_the_answers_leave_out_leave_the_register_but_not_one_typed_since(
    council: Council,
) -> None:
    council.typed(DATA_RECORD, "Results", "Value", 2, 95)
    after = figures(council.taken_in({("Q1 2024/25", ANSWER): "leave out"}))
    assert [key for key in after if key[1] == "2024/25 Q1"] == [("KPI-001", "2024/25 Q1")]
    assert len(after) == 4


def test_a_kpi_answered_as_quarterly_has_quarters_where_each_date_ends_one(dated: Council) -> None:
    after = dated.taken_in({("F1", "Frequency"): "Quarterly", ("F2", "Frequency"): "Monthly"})
    assert set(figures(after)) == {
        ("F1", "2024/25 Q1"),
        ("F1", "2024/25 Q2"),
        ("F2", "Jun 2024"),
        ("F2", "Jul 2024"),
    }
    assert after.kpi_by_ref["F1"].frequency == "Quarterly"


def test_months_that_end_no_quarter_stay_months(dated: Council) -> None:
    after = dated.taken_in({("F2", "Frequency"): "Quarterly"})
    assert ("F2", "Jul 2024") in figures(after)


def test_an_answer_changed_after_it_was_taken_in_moves_the_figures_again_and_doubles_none(
    dated: Council,
) -> None:
    dated.taken_in({("F1", "Frequency"): "Quarterly"})
    after = dated.taken_in({("F1", "Frequency"): "Monthly"})
    assert {key for key in figures(after) if key[0] == "F1"} == {
        ("F1", "Jun 2024"),
        ("F1", "Sep 2024"),
    }


def test_a_reference_given_and_taken_back_leaves_one_row_a_kpi(council: Council) -> None:
    council.taken_in({("Ledger no", ANSWER): "KPI reference"})
    after = council.taken_in({("Ledger no", ANSWER): "leave out"})
    assert len(after.kpis) == 3
    assert len(after.results) == 6
