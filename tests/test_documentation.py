"""The manual agrees with the program: generated pages, README commands, codes and links."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from docs.generate import pages
from pmf_cli.cli import COMMANDS
from pmf_cli.cli.options import ListFormat
from tests.running import EXAMPLE, ROOT, pmf

README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = sorted((ROOT / "docs").glob("*.md"))


@pytest.mark.parametrize("name", sorted(pages()))
def test_generated_page_is_up_to_date(name: str) -> None:
    """Each generated page is what the program gives today (make docs writes them)."""
    assert (ROOT / "docs" / name).read_text(encoding="utf-8") == pages()[name]


@pytest.mark.parametrize("words", [words for words, _ in COMMANDS])
def test_every_command_is_in_the_readme(words: str) -> None:
    """A newcomer finds each command in the README."""
    assert f"pmf {words}" in README


def test_the_readme_names_the_formats_of_lists() -> None:
    """Its line on ``--format`` is what lists take."""
    assert f"lists take `--format {'|'.join(ListFormat)}`" in README


def test_the_readmes_first_two_commands_are_demo_and_test() -> None:
    """The two commands that a fresh clone needs come first."""
    commands = re.findall(r"^(make \w+|pmf .*|pipx .*|uv .*)$", README, re.M)
    assert commands[:2] == ["make demo", "make test"]


def _commands() -> list[str]:
    blocks = re.findall(r"```console\n(.*?)```", README, re.S)
    lines = [line for block in blocks for line in block.splitlines()]
    return [line[2:].split("  #")[0].strip() for line in lines if line.startswith("$ pmf ")]


def test_every_command_shown_in_the_readme_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The README's commands run one after the other in the example's folder."""
    import shlex

    register = tmp_path / "register"
    shutil.copytree(EXAMPLE, register)
    monkeypatch.chdir(register)
    shown = _commands()
    assert len(shown) >= 5
    for line in shown:
        ran = pmf(*shlex.split(line)[1:])
        assert ran.code in (0, 1), f"{line}: {ran.all}"


def test_links_between_pages_lead_somewhere() -> None:
    """Every relative link in the README and the manual leads to a file that exists."""
    links = [
        (page, target)
        for page in (ROOT / "README.md", *PAGES)
        for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
        if "://" not in target and not target.startswith("mailto:")
    ]
    assert links
    assert [link for link in links if not (link[0].parent / link[1]).exists()] == []


def test_what_the_page_of_one_place_changes_names_is_there() -> None:
    """Whoever follows a row of the table finds the files, and the tables and classes, that it names."""
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    named = re.findall(r"`([\w./]+)`", text.partition("To add | write")[2].partition("\n\n")[0])
    files = [name for name in named if "/" in name]
    names = {
        name.rpartition(".")[2] for name in named if re.match(r"_?[A-Z]|_?[a-z]+_[a-z_]+$", name)
    }
    assert len(files) > 20 and len(names) > 20
    assert [
        one for one in files if not any((at / one).exists() for at in (ROOT, ROOT / "pmf_cli"))
    ] == []
    code = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "pmf_cli").rglob("*.py"))
    assert sorted(name for name in names if not re.search(rf"\b{name}\b", code)) == []


def test_every_source_cited_in_the_program_is_named_in_the_manual() -> None:
    """ "(2024 report, ¶54)" beside a rule leads to a line that says which report that is."""
    named = (ROOT / "docs" / "sources.md").read_text(encoding="utf-8")
    cited = {
        " ".join(found.split())
        for path in (ROOT / "pmf_cli").rglob("*.py")
        for found in re.findall(
            r"\b(?:20\d\d (?:report|approach|framework)|performance framework 20\d\d"
            r"|Analysis\s+Function)\b",
            path.read_text(encoding="utf-8"),
        )
    }
    assert cited >= {"2024 report"}
    assert sorted(source for source in cited if source not in named) == []
