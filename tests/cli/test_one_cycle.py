"""On any date the commands that run the cycle speak of the same one."""

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
)


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
        ("2024-01-10", "2024/25 Q1"),
        ("2024-10-16", "2024/25 Q2"),
        ("2024-12-27", "2024/25 Q2"),
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


def test_nobody_is_written_to_about_a_quarter_that_the_timetable_does_not_hold(
    folder: Path,
) -> None:
    """Weeks before the first cycle, and for an old quarter that is asked for: no message, and why."""
    for more in ((), ("--period", "2022/23 Q1")):
        words = ("remind", "--register", folder, "--as-of", "2024-01-10", *more)
        assert json.loads(pmf(*words, "--format", "json", "--quiet").out)["reminders"] == []
        assert "nobody is written to" in " ".join(pmf(*words).err.split())


def test_before_the_first_cycle_every_command_says_so_in_the_same_words(folder: Path) -> None:
    """With the day on which it begins, and how to look at the quarter with the latest results."""
    said = set()
    for words in (("status",), ("collect", "status"), ("highlights",), ("remind",)):
        ran = pmf(*words, "--register", folder, "--as-of", "2024-01-10")
        lines = [" ".join(one.split()) for one in ran.err.replace("\n  ", " ").split("Note: ")]
        said |= {one for one in lines if "no cycle of the timetable has begun" in one}
    assert len(said) == 1, said
    assert "begins on" in said.pop()
