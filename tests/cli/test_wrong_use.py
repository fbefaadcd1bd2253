"""What a person does wrong, and whether the answer teaches what to do next."""

from __future__ import annotations

from pathlib import Path

import pytest

from pmf_cli.errors import ExitCode
from pmf_cli.views.papers import PAPERS
from tests.running import EXAMPLE, pmf


def test_the_settings_file_stands_for_its_folder() -> None:
    """Naming pmf.toml instead of the folder works."""
    ran = pmf("rag", "--register", EXAMPLE / "pmf.toml", "--format", "csv")
    assert ran.code == ExitCode.DONE
    assert "WM-01" in ran.out


@pytest.mark.parametrize("name", ["notes.txt", "README.md"])
def test_a_text_file_is_not_called_a_workbook(tmp_path: Path, name: str) -> None:
    """A file that does not claim to be a workbook is not said to have the name of one."""
    (tmp_path / name).write_text("Dear all, the figures, as agreed", encoding="utf-8")
    ran = pmf("rag", "--register", tmp_path / name)
    assert ran.code == ExitCode.CANNOT_READ
    assert "name of a workbook" not in ran.err


def test_a_missing_file_is_named_once() -> None:
    """The answer to a file that is not there names it once."""
    ran = pmf("import", "nofile.xlsx")
    assert ran.code == ExitCode.CANNOT_READ
    assert ran.err.count("nofile.xlsx") == 1


def test_a_file_where_a_folder_is_asked(tmp_path: Path) -> None:
    """Writing a paper into a file is wrong use, not a fault of the disk."""
    (tmp_path / "reports").write_text("mine", encoding="utf-8")
    ran = pmf("report", "clt", "--register", EXAMPLE, "--output", tmp_path / "reports")
    assert ran.code == ExitCode.CANNOT_READ
    assert "--output" in ran.err
    assert (tmp_path / "reports").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(
    ("period", "said"),
    [("2030/31", "has not begun"), ("2024/25", "31/03/2025"), ("2016/17 Q1", "no result")],
)
def test_a_period_that_can_hardly_be_meant(period: str, said: str) -> None:
    """A period to come, not yet over, or without results is rated, and a note says so."""
    ran = pmf("rag", "--register", EXAMPLE, "--period", period, "--format", "csv")
    assert ran.code == ExitCode.DONE
    assert said in ran.err


def test_the_usual_period_needs_no_note() -> None:
    """Nothing is said where nothing is odd, nor when quiet."""
    ran = pmf("rag", "--register", EXAMPLE, "--as-of", "2025-02-03", "--format", "csv")
    assert ran.err == ""
    quiet = pmf("rag", "--register", EXAMPLE, "--period", "2030/31", "--quiet", "--format", "csv")
    assert quiet.err == ""


def test_an_empty_register_says_what_comes_first(tmp_path: Path) -> None:
    """Rating a register without KPIs tells where to begin."""
    pmf("init", tmp_path / "new")
    ran = pmf("rag", "--register", tmp_path / "new")
    assert "first page" in ran.err


def test_a_paper_without_the_councils_name_says_so(tmp_path: Path) -> None:
    """The folder's name serves, and the officer is told where the council's name belongs."""
    pmf("init", tmp_path / "new")
    ran = pmf("report", "clt", "--register", tmp_path / "new", "--output", tmp_path / "out")
    assert ran.code == ExitCode.DONE
    assert "[council]" in ran.err
    named = pmf("report", "clt", "--register", EXAMPLE, "--output", tmp_path / "named")
    assert "[council]" not in named.err


@pytest.mark.parametrize(
    ("words", "allowed"),
    [
        (("rag", "--format", "nobody"), "'table', 'json', 'csv'"),
        (("timetable", "show", "--format", "nobody"), "'xlsx', 'ics'"),
        (("issue", "nobody"), "'clt'"),
    ],
)
def test_a_wrong_choice_names_the_right_ones_in_plain_words(
    words: tuple[str, ...], allowed: str
) -> None:
    """Of commands and of commands in groups; without the words of the library that checks it."""
    ran = pmf(*words)
    assert ran.code == ExitCode.CANNOT_READ
    assert "'nobody' is not one of" in ran.err and allowed in ran.err
    assert "Value error" not in ran.err


@pytest.mark.parametrize(
    ("words", "there"),
    [(("report", "nobody"), list(PAPERS)), (("kpi", "nobody"), ["list", "show", "results"])],
)
def test_a_paper_or_command_that_there_is_not_is_answered_with_those_there_are(
    words: tuple[str, ...], there: list[str]
) -> None:
    """In one sentence, without how commands are typed."""
    ran = pmf(*words)
    assert ran.code == ExitCode.CANNOT_READ
    assert '"nobody"' in ran.err and all(name in ran.err for name in there)
    assert len(ran.err.splitlines()) == 1 and not ran.out


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("--framework", "Nothing"), "ASCOF"),
        (("--period", "2024/25", "--as-of", "2025-02-03"), "31 March 2025"),
    ],
)
def test_a_year_end_report_on_what_there_is_not(
    tmp_path: Path, asked: tuple[str, ...], said: str
) -> None:
    """A framework that the register does not name, a year that is not over: what there is instead, and no file."""
    ran = pmf("report", "annual", *asked, "--register", EXAMPLE, "--output", tmp_path)
    assert ran.code == ExitCode.CANNOT_READ
    assert said in ran.err
    assert not list(tmp_path.iterdir())
