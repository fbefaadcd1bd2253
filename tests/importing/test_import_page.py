"""The manual's page on importing shows what the command really prints."""

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pmf_cli.cli import application

PAGE = (Path(__file__).parents[2] / "docs" / "import.md").read_text(encoding="utf-8")


def blocks(kind: str) -> list[str]:
    """The page's blocks of one kind."""
    return re.findall(rf"```{kind}\n(.*?)```", PAGE, re.S)


def words_in(text: str) -> list[str]:
    """The words of a text, however its columns are laid out."""
    return sorted(re.findall(r"\w+", text))


def test_the_page_shows_real_output(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Dry run, mapping file, writing and the second run, with the same words."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "110")
    (tmp_path / "scorecard.csv").write_text(blocks("csv")[0], encoding="utf-8")
    dry, wrote, again = blocks("text")
    words = ["import", "scorecard.csv", "--register", "my-register"]
    assert words_in(CliRunner().invoke(application(), words).output) == words_in(dry)
    CliRunner().invoke(application(), [*words, "-q", "--write-mapping", "mapping.toml"])
    mapping = Path("mapping.toml").read_text(encoding="utf-8")
    doubt = blocks("toml")[0].strip()
    assert doubt in mapping
    mapping = mapping.replace('#"n/a" = "Not applicable"', '"n/a" = "Not due this period"')
    mapping = mapping.replace('#"Financial" = ""  #', '"Financial" = false  #')
    Path("mapping.toml").write_text(mapping, encoding="utf-8")
    words += ["--mapping", "mapping.toml", "--write", "-q"]
    assert CliRunner().invoke(application(), words).output == wrote
    assert CliRunner().invoke(application(), words).output == again
