"""``pmf start``: the scorecards of four councils as they are, to a draft paper, and to a register once answered."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from docx import Document
from typer.testing import CliRunner

from pmf_cli.cli import application
from pmf_cli.collect.form.layout import ABOUT as RETURN_FORM
from pmf_cli.pipeline.read.opening import assessed, open_register
from pmf_cli.rag.base import Rating
from tests.importing.answered import look_through

SCORECARDS = Path(__file__).parents[1] / "data" / "scorecards"
ON = date(2025, 2, 3)
NOT_RATED = "not rated"

# By hand, from the scorecards: amber within 5% of target, 10% where it is money; "not rated" where the
# newest quarter has no figure, a figure too small to show, no target, or a date for a target.
RATINGS = {
    "A": {
        "CS01": "Green", "CS02a": "Amber", "FI06": "Green", "HR11": "Green", "IT05": "Green",
        "FI12": "Red", "FI02": "Green", "LS05": NOT_RATED, "HS01": "Green", "HS07": "Red",
        "HS09": NOT_RATED, "HS16": "Red", "HS20": "Green", "ETS01": "Red", "ETS03": "Red",
        "ETS05": NOT_RATED, "ETS09": NOT_RATED, "PS01": "Green", "PS02": "Green", "PS08": NOT_RATED,
        "EC04": "Amber",
    },
    "B": {
        "KPI-001": "Red", "KPI-002": "Amber", "KPI-003": "Green", "KPI-004": "Red", "KPI-005": "Red",
        "KPI-006": "Green", "KPI-007": NOT_RATED, "KPI-008": "Green", "KPI-009": NOT_RATED,
        "KPI-010": "Amber",
    },
    "C": {
        "KPI-001": "Green", "KPI-002": "Red", "KPI-003": "Amber", "KPI-004": "Amber",
        "KPI-005": "Amber", "KPI-006": "Amber",
    },
    "D": {
        "P1": "Green", "P2": "Amber", "P3": "Red", "P4": "Green", "P5": "Green", "PL1": "Red",
        "PL2": "Amber", "PL3": "Green", "PL4": "Green", "PL5": NOT_RATED, "R1": "Amber", "R2": "Green",
        "R3": "Red", "R4": "Red", "R5": "Green",
    },
}  # fmt: skip


def started(name: str, folder: Path) -> tuple[Path, Path, str]:
    """The scorecard, its register and the screen after ``pmf start``."""
    source = next(SCORECARDS.glob(f"{name} *.xlsx"))
    scorecard = folder / source.name
    scorecard.write_bytes(source.read_bytes())
    told = CliRunner().invoke(application(), ["start", str(scorecard), "--as-of", str(ON)])
    assert told.exit_code == 1, told.output
    return scorecard, folder / f"{scorecard.stem} register", told.output


def ratings_in(register: Path) -> dict[str, str]:
    """KPI reference → rating, or that there is none."""
    assessment = assessed(open_register(register), period="2024/25 Q3", as_of=ON)
    return {
        one.kpi.ref: str(one.outcome.rag) if isinstance(one.outcome, Rating) else NOT_RATED
        for one in assessment.ratings
    }


def answer_all(register: Path) -> Path:
    """Says Yes at the top of every tab of the register's questions."""
    (book,) = (register / "answers").glob("*.xlsx")
    look_through(book)
    return book


@pytest.mark.parametrize(
    "name", [pytest.param(one, marks=[pytest.mark.slow] * (one in "BD")) for one in RATINGS]
)
def test_a_draft_says_that_it_is_one_and_its_figures_are_rated_as_by_hand(
    name: str, tmp_path: Path
) -> None:
    """And what the draft assumes is taken into the register once it is looked through."""
    scorecard, register, screen = started(name, tmp_path)
    (paper,) = (register / "reports").glob("Draft clt-*.docx")
    words = "\n".join(one.text for one in Document(str(paper)).paragraphs)
    assert "What this draft assumes" in words
    # A register just started has neither contacts nor dates: no paper of it says that nothing was found.
    assert "The checks found errors" in words
    assert "Understood" in screen
    assert set(ratings_in(register).values()) <= {NOT_RATED, "Green", "Amber", "Red"}
    answer_all(register)
    asked = ["import", str(scorecard), "--register", str(register), "--write", "--as-of", str(ON)]
    told = CliRunner().invoke(application(), asked)
    assert told.exit_code == 0, told.output
    assert ratings_in(register) == RATINGS[name]
    again = CliRunner().invoke(application(), [*asked[:-3], "--as-of", str(ON)])
    assert "holds already" in again.output or "holds all of this already" in again.output


def test_nothing_is_rated_with_a_guess_in_the_register_itself(tmp_path: Path) -> None:
    """Whether a KPI is financial stays blank until somebody answers."""
    _, register, _ = started("B", tmp_path)
    opened = open_register(register)
    assert {kpi.financial for kpi in opened.register.kpis} == {None}
    assert set(ratings_in(register).values()) == {NOT_RATED}


def test_a_register_that_is_there_is_not_started_again(tmp_path: Path) -> None:
    scorecard, register, _ = started("C", tmp_path)
    before = {path.name: path.read_bytes() for path in register.glob("*.xlsx")}
    told = CliRunner().invoke(application(), ["start", str(scorecard)])
    assert told.exit_code == 2
    assert {path.name: path.read_bytes() for path in register.glob("*.xlsx")} == before


CARD = "Ref,Indicator,Good is,Target,Q1 2024/25,Q2 2024/25\nA1,Calls answered (%),High,80,81,79\n"


def start_in(folder: Path, *options: str) -> tuple[int, str]:
    """Exit code and screen of ``pmf start`` with a small scorecard in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "card.csv").write_text(CARD, encoding="utf-8")
    words = ["start", str(folder / "card.csv"), "--as-of", str(ON), *options]
    told = CliRunner().invoke(application(), words)
    return told.exit_code, " ".join(told.output.split())


def test_settings_that_lie_in_the_new_registers_folder_stay_and_hold(tmp_path: Path) -> None:
    """Here the year begins in January, so that Q1 does."""
    place = tmp_path / "card register"
    place.mkdir()
    own = "financial_year_start = 1\n"
    (place / "pmf.toml").write_text(own, encoding="utf-8")
    code, screen = start_in(tmp_path)
    assert code == 0, screen
    assert "pmf.toml was there: it stays, and its settings hold." in screen
    assert (place / "pmf.toml").read_text(encoding="utf-8") == own
    periods = {row.period.start for row in open_register(place).register.results if row.period}
    assert date(2024, 1, 1) in periods


def test_settings_for_other_workbooks_stop_a_start(tmp_path: Path) -> None:
    place = tmp_path / "card register"
    place.mkdir()
    (place / "pmf.toml").write_text('[files]\nworkbooks = ["Ours.xlsx"]\n', encoding="utf-8")
    code, screen = start_in(tmp_path)
    assert code == 2
    assert "Ours.xlsx" in screen
    assert [path.name for path in place.iterdir()] == ["pmf.toml"]


def test_a_scorecard_within_a_register_is_for_that_register(tmp_path: Path) -> None:
    """Unless another folder is named, for which the settings above do not hold."""
    (tmp_path / "pmf.toml").write_text("", encoding="utf-8")
    openpyxl.Workbook().save(tmp_path / "KPI Data Record.xlsx")
    code, screen = start_in(tmp_path / "in")
    assert code == 2
    assert "pmf import" in screen
    assert [path.name for path in (tmp_path / "in").iterdir()] == ["card.csv"]
    code, screen = start_in(tmp_path / "in", "--register", str(tmp_path / "in" / "new"))
    assert code == 0
    assert "does not hold for the new register" in screen


def test_settings_above_without_a_register_are_only_told_of(tmp_path: Path) -> None:
    (tmp_path / "pmf.toml").write_text("", encoding="utf-8")
    code, screen = start_in(tmp_path / "in")
    assert code == 0
    assert "does not hold for the new register" in screen


def test_a_file_in_which_nothing_is_understood_makes_nothing(tmp_path: Path) -> None:
    (tmp_path / "minutes.csv").write_text("Item,Who\nWelcome,Chair\n", encoding="utf-8")
    told = CliRunner().invoke(application(), ["start", str(tmp_path / "minutes.csv")])
    assert told.exit_code == 2
    assert [path.name for path in tmp_path.iterdir()] == ["minutes.csv"]


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("blank.csv", b"\n,,,\n", "no filled cell"),
        ("empty.xlsx", b"", "no filled cell"),
        ("pictures.xlsx", b"picture", "pictures"),
        ("photo.png", b"\x89PNG\r\n\x1a\n", "picture"),
        ("report.pdf", b"%PDF-1.7", "PDF"),
        ("old.xls", b"\xd0\xcf\x11\xe0" + bytes(600), "old Excel format"),
    ],
)
def test_what_is_not_supported_is_said_with_what_to_do(
    name: str, data: bytes, words: str, tmp_path: Path
) -> None:
    file = tmp_path / name
    file.write_bytes(data)
    if name.endswith(".xlsx"):
        openpyxl.Workbook().save(file)
    if data == b"picture":
        with ZipFile(file, "a") as package:
            package.writestr("xl/media/image1.png", b"")
    told = CliRunner().invoke(application(), ["start", str(file)])
    assert told.exit_code == 2
    said = " ".join(told.output.split())
    assert words in said
    assert said.count(".") <= 8
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_forms_that_pmf_wrote_are_no_scorecards(tmp_path: Path) -> None:
    """Questions, return forms, the register's own workbooks and papers: each is told what it is."""
    _, register, _ = started("C", tmp_path)
    (questions,) = (register / "answers").glob("*.xlsx")
    (paper,) = (register / "reports").glob("*.xlsx")
    (record,) = register.glob("KPI Data Record.xlsx")
    form = tmp_path / "return.xlsx"
    book = openpyxl.Workbook()
    book.create_sheet(RETURN_FORM)
    book.save(form)
    for file, words in (
        (questions, "--answers"),
        (form, "pmf collect read"),
        (record, "workbook of a register"),
        (paper, "a paper that pmf wrote"),
    ):
        told = CliRunner().invoke(application(), ["start", str(file)])
        assert told.exit_code == 2
        assert words in told.output


def test_a_draft_is_never_issued(tmp_path: Path) -> None:
    """Its ratings are none of the register's: that cannot be waived."""
    _, register, _ = started("C", tmp_path)
    (paper,) = (register / "reports").glob("Draft clt-*.docx")
    words = ["issue", "clt", "--register", str(register), "--file", str(paper), "--as-of", str(ON)]
    told = CliRunner().invoke(application(), [*words, "--meeting", "2025-02-18", "--write"])
    assert told.exit_code != 0
    assert "cannot be waived" in " ".join(told.output.split())
