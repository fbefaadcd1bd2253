"""Papers of the example register written and issued, as the tests of what was issued share them."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.running import Ran, pmf

Q2 = ("--period", "2024/25 Q2", "--as-of", "2024-11-13")
Q3 = ("--period", "2024/25 Q3", "--as-of", "2025-02-03")
REASON = "The Chief Executive asked for it today"
ISSUE = "CLT-2024-25-Q3-1"
LATE = (
    *("--override", "late-results", "--why", REASON),
    *("--override", "unexplained-reds", "--why", "They were told by word of mouth."),
)


def issue(folder: Path, *words: str | Path, cycle: tuple[str, ...] = Q3) -> Ran:
    """Runs ``pmf issue clt`` on the papers that lie beside a register."""
    return pmf(
        "issue", "clt", "--register", folder, "--reports", folder / "reports", *cycle, *words
    )


def write_papers(folder: Path, *words: str) -> None:
    """Writes the leadership team's papers beside a register."""
    ran = pmf("report", "clt", "--register", folder, "--output", folder / "reports", *words)
    assert ran.code == 0, ran.all


def copied(whence: Path, tmp_path: Path) -> Path:
    """A copy of a shared register, for one test to work on."""
    folder = tmp_path / whence.parent.name / "register"
    shutil.copytree(whence, folder)
    return folder
