"""``pmf import`` as typed: dry by default, held up by doubts, idempotent, exit codes."""

from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner, Result

from pmf_cli.cli import application
from pmf_cli.errors import DiskError
from pmf_cli.importing.questions.content import QuestionTab
from pmf_cli.pipeline.read.opening import open_register
from pmf_cli.places import ANSWERS
from pmf_cli.workbook.write import save
from pmf_cli.workbook.write.register_lock import LOCK

SCORECARD = """KPI,Good is,Target,Q1 2024/25,Q2 2024/25
Bins missed per 100,Low,50,48,55
Visits to libraries,High,1000,"1,020",990
"""


def run(*words: str | Path) -> Result:
    """The command's result."""
    return CliRunner().invoke(application(), ["import", *(str(word) for word in words)])


def bytes_in(folder: Path) -> dict[str, bytes]:
    """Every file of a register but the empty one by which runs take turns."""
    return {
        path.name: path.read_bytes()
        for path in folder.iterdir()
        if path.is_file() and path.name != LOCK
    }


@pytest.fixture
def scorecard(tmp_path: Path) -> Path:
    """A clean scorecard as CSV."""
    path = tmp_path / "scorecard.csv"
    path.write_text(SCORECARD, encoding="utf-8")
    return path


def test_without_write_nothing_is_written(scorecard: Path, tmp_path: Path) -> None:
    """A dry run shows and changes nothing."""
    before = sorted(tmp_path.rglob("*"))
    shown = run(scorecard, "--register", tmp_path / "new")
    assert shown.exit_code == 0
    assert "Good is" in shown.stdout
    assert sorted(tmp_path.rglob("*")) == before


def test_a_new_register_is_made_and_importing_again_changes_nothing(
    scorecard: Path, tmp_path: Path
) -> None:
    """The second run finds every row there, and no byte changes."""
    folder = tmp_path / "new"
    assert run(scorecard, "--register", folder, "--write", "-q").exit_code == 0
    made = bytes_in(folder)
    assert "KPI Data Record.xlsx" in made
    again = run(scorecard, "--register", folder, "--write", "-q")
    assert again.exit_code == 0
    assert bytes_in(folder) == made


def test_a_contradiction_is_listed_and_not_written(scorecard: Path, tmp_path: Path) -> None:
    """Exit code 1, the register unchanged."""
    folder = tmp_path / "new"
    run(scorecard, "--register", folder, "--write", "-q")
    made = bytes_in(folder)
    scorecard.write_text(SCORECARD.replace("55", "56"), encoding="utf-8")
    shown = run(scorecard, "--register", folder, "--write")
    assert shown.exit_code == 1
    assert "56" in shown.stdout
    assert "55" in shown.stdout
    assert bytes_in(folder) == made


def test_the_next_quarter_is_added_with_a_backup(scorecard: Path, tmp_path: Path) -> None:
    """New rows stand below the old ones; the workbook as it was is kept; then nothing is new."""
    folder = tmp_path / "new"
    run(scorecard, "--register", folder, "--write", "-q")
    before = bytes_in(folder)
    scorecard.write_text(
        SCORECARD.replace("Q2 2024/25", "Q2 2024/25,Q3 2024/25")
        .replace("48,55", "48,55,0")
        .replace("990", "990,n/a")
        + "Potholes mended in 5 days,High,90%,80%,85%,91.5%\n",
        encoding="utf-8",
    )
    done = run(scorecard, "--register", folder, "--write", "--accept-doubts", "-q")
    assert done.exit_code == 0, done.output
    register = open_register(folder).register
    assert {str(p): r.number for p, r in register.results_of("KPI-001").items()} == {
        "2024/25 Q1": 48, "2024/25 Q2": 55, "2024/25 Q3": 0,
    }  # fmt: skip
    assert register.kpis[-1].name == "Potholes mended in 5 days"
    assert len(register.results) == 9
    kept = {path.name: path.read_bytes() for path in (folder / "backups").iterdir()}
    assert set(kept.values()) <= set(before.values())
    assert len(kept) == 2
    again = run(scorecard, "--register", folder, "--write", "--accept-doubts", "-q")
    assert again.exit_code == 0
    assert len(open_register(folder).register.results) == 9


def test_a_workbook_open_in_excel_is_not_written(scorecard: Path, tmp_path: Path) -> None:
    """Exit code 4, and not one of the workbooks is changed."""
    folder = tmp_path / "new"
    run(scorecard, "--register", folder, "--write", "-q")
    (folder / "~$KPI Data Record.xlsx").write_bytes(b"\x07Officer".ljust(165, b" "))
    before = bytes_in(folder)
    scorecard.write_text(SCORECARD + "Potholes mended,High,90,80,85\n", encoding="utf-8")
    refused = run(scorecard, "--register", folder, "--write", "-q")
    assert refused.exit_code == 4
    after = bytes_in(folder)
    assert after == before


def test_a_doubt_holds_the_import_up_until_it_is_settled(scorecard: Path, tmp_path: Path) -> None:
    """Exit code 1 and nothing written; an answer or --accept-doubts lets it through."""
    scorecard.write_text(SCORECARD.replace("990", "n/a"), encoding="utf-8")
    folder, questions = tmp_path / "new", tmp_path / "questions.xlsx"
    held = run(scorecard, "--register", folder, "--write", "--questions", questions, "-q")
    assert held.exit_code == 1
    assert not folder.exists()
    unread = run(scorecard, "--register", folder, "--answers", questions, "--write", "-q")
    assert unread.exit_code == 1
    book = openpyxl.load_workbook(questions)
    book[QuestionTab.WORDS.value]["D3"] = "Yes"
    book.save(questions)
    settled = run(scorecard, "--register", folder, "--answers", questions, "--write", "-q")
    assert settled.exit_code == 0
    other = tmp_path / "other"
    assert run(scorecard, "--register", other, "--accept-doubts", "--write", "-q").exit_code == 0
    assert (other / "KPI Data Record.xlsx").exists()


@pytest.mark.parametrize(
    "option",
    [
        ("--default", "Financial"),
        ("--default", "Colour=red"),
        ("--only", "org"),
        ("--answers", "missing.xlsx"),
        ("--write-mapping", "old.toml"),
    ],
)
def test_an_option_that_cannot_be_used_is_refused_in_words(
    scorecard: Path, option: tuple[str, str]
) -> None:
    """Exit code 2 and no traceback."""
    refused = run(scorecard, *option)
    assert refused.exit_code == 2
    assert "Traceback" not in refused.output


def test_a_file_that_is_no_scorecard_is_refused_or_reported(tmp_path: Path) -> None:
    """A text renamed to .xlsx cannot be read; a list of names holds no KPIs."""
    wrong = tmp_path / "wrong.xlsx"
    wrong.write_text("hello", encoding="utf-8")
    assert run(wrong).exit_code == 2
    names = tmp_path / "names.csv"
    names.write_text("a,b\n1,2\n", encoding="utf-8")
    shown = run(names)
    assert shown.exit_code == 1
    assert "no heading row" in " ".join(shown.output.split())


def test_answers_about_another_scorecard_of_the_same_name_are_kept(tmp_path: Path) -> None:
    """Two services call their scorecard alike: the answers of one stay beside the questions of the other."""
    folder = tmp_path / "new"
    places = {name: tmp_path / name / "scorecard.csv" for name in ("waste", "housing")}
    for path, text in zip(
        places.values(),
        (SCORECARD, "Measure,Polarity,Actual Q1 2024/25\nLets,High,4\n"),
        strict=True,
    ):
        path.parent.mkdir()
        path.write_text(text, encoding="utf-8")
        run(path, "--register", folder, "--write", "-q")
    kept = folder / ANSWERS
    assert len(list(kept.glob("*.xlsx"))) == 2
    later = places["housing"].read_text("utf-8").replace("\n", ",Actual Q2 2024/25\n", 1)
    places["housing"].write_text(f"{later.rstrip()},5\n", encoding="utf-8")
    run(places["housing"], "--register", folder, "--write", "-q")
    assert len(list(kept.glob("*.xlsx"))) == 2


def test_a_new_register_is_made_whole_or_not_at_all(
    scorecard: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half a register would be refused by every command, and by the next attempt to make it."""
    written = save.save_bytes

    def full(path: Path, data: bytes) -> None:
        if path.name.startswith("Reporting"):
            raise DiskError("The disk is full.", "Make room.")
        written(path, data)

    monkeypatch.setattr(save, "save_bytes", full)
    folder = tmp_path / "new"
    assert run(scorecard, "--register", folder, "--write", "-q").exit_code != 0
    assert not folder.exists()
