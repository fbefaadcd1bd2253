"""On any date every command that is not told a period speaks of the same one."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.running import EXAMPLE, pmf

COMMANDS = (
    ("status",),
    ("next",),
    ("remind",),
    ("collect", "status"),
    ("highlights",),
    ("rag",),
    ("kpi", "list"),
    ("kpi", "results"),
    ("validate",),
)
"""Those that give a list, which says its period."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example, whose settings leave the period to the timetable."""
    copied = Path(shutil.copytree(EXAMPLE, tmp_path_factory.mktemp("cycle") / "register"))
    settings = copied / "pmf.toml"
    lines = settings.read_text("utf-8").splitlines()
    kept = [line for line in lines if not line.startswith("period =")]
    assert len(kept) == len(lines) - 1
    settings.write_text("\n".join(kept), "utf-8")
    return copied


@pytest.mark.parametrize(
    ("on", "cycle"),
    [
        pytest.param("2024-06-05", "2024/25 Q1", marks=pytest.mark.slow),
        pytest.param("2024-10-16", "2024/25 Q2", marks=pytest.mark.slow),
        pytest.param("2024-12-27", "2024/25 Q2", marks=pytest.mark.slow),
        ("2025-01-06", "2024/25 Q3"),
    ],
)
def test_every_command_of_the_cycle_is_about_the_same_one(
    folder: Path, on: str, cycle: str
) -> None:
    """Also where a step of the quarter before is late, or the next quarter is made ready."""
    found = {}
    for words in COMMANDS:
        ran = pmf(*words, "--register", folder, "--as-of", on, "--format", "json", "--quiet")
        found[" ".join(words)] = json.loads(ran.out)["period"]
    assert set(found.values()) == {cycle}, found


@pytest.mark.parametrize(
    ("on", "cycle"),
    [
        pytest.param("2024-10-16", "2024/25 Q2", marks=pytest.mark.slow),
        ("2025-01-06", "2024/25 Q3"),
    ],
)
def test_papers_pages_and_the_record_are_about_it_too(
    folder: Path, tmp_path: Path, on: str, cycle: str
) -> None:
    """On 6 January forms for the third quarter go out, and none of its results is in."""
    dated = ("--register", folder, "--as-of", on)
    pmf("report", "clt", *dated, "--output", tmp_path)
    name = cycle.replace("/", "-").replace(" ", "-").lower()
    written = [path.name.lower() for path in tmp_path.iterdir()]
    assert written
    assert all(name in path for path in written), written
    for words in (("kpi", "show", "WM-02"), ("rag", "explain", "WM-02")):
        assert cycle in pmf(*words, *dated).all, words
    ran = pmf("issue", "clt", *dated, "--body", "Corporate Leadership Team",
              "--reports", tmp_path / "none")  # fmt: skip
    assert f"There is no paper for {cycle}" in ran.err


def test_before_the_first_cycle_every_command_says_so_in_the_same_words(folder: Path) -> None:
    """The quarter before has Reds without commentary, and nobody is written to about it."""
    told = "no cycle of the timetable has begun on 05/06/2024; the first, 2024/25 Q1, begins on "
    for words in (*COMMANDS, ("commentary", "request")):
        ran = pmf(*words, "--register", folder, "--as-of", "2024-06-05")
        assert told + "03/07/2024" in ran.err, words
    ran = pmf("remind", "--register", folder, "--as-of", "2024-06-05")
    assert ran.code == 0
    assert "0 messages due" in ran.out
    ran = pmf("remind", "--register", folder, "--as-of", "2024-06-05", "--period", "2023/24 Q4")
    assert (ran.code, "no reminders are due" in ran.err) == (0, True)
