"""The manual's page on importing shows what the commands really print."""

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pmf_cli.cli import application
from pmf_cli.importing.layouts.layout import LayoutKind
from pmf_cli.importing.questions.content import QuestionTab
from tests.importing.answered import look_through

PAGE = (Path(__file__).parents[2] / "docs" / "import.md").read_text(encoding="utf-8")


def blocks(kind: str) -> list[str]:
    """The page's blocks of one kind."""
    return re.findall(rf"```{kind}\n(.*?)```", PAGE, re.S)


def words_in(text: str) -> list[str]:
    """The words of a text, however its columns and streams are laid out."""
    return sorted(re.findall(r"\w+", text))


def test_the_page_shows_real_output(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Start, answers looked through, import, once more, and the ratings, with the same words."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "110")
    Path("scorecard.csv").write_text(blocks("csv")[0], encoding="utf-8")
    as_of = ["--as-of", "2024-11-04"]
    register = ["--register", "scorecard register"]
    imported = ["import", "scorecard.csv", *register, "--write", "-q", *as_of]
    started, wrote, again, rated = blocks("text")

    def told(words: list[str]) -> str:
        return CliRunner().invoke(application(), words).output

    assert words_in(told(["start", "scorecard.csv", *as_of])) == words_in(started)
    (book,) = Path("scorecard register/answers").glob("*.xlsx")
    look_through(book)
    assert words_in(told(imported)) == words_in(wrote)
    assert words_in(told(imported)) == words_in(again)
    assert words_in(told(["rag", "--brief", *register, *as_of])) == words_in(rated)


def test_the_page_names_every_layout_and_tab() -> None:
    for known in (*LayoutKind, *QuestionTab):
        assert f"| {known.value} |" in PAGE
