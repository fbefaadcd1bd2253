"""The measure of the house counts what it says."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.house import measured, told

ONE = '''"""A module."""

# Why it is so.
from house.other import helped


def asked(text: str) -> int:
    """One docstring."""
    return helped(text)
'''


def test_the_measure_counts_lines_blocks_importers_and_names(tmp_path: Path) -> None:
    """One comment, three lines of code, a file with one importer, a name that stands twice."""
    root = tmp_path / "house"
    (root / "room").mkdir(parents=True)
    (root / "room" / "one.py").write_text(ONE, encoding="utf-8")
    (root / "other.py").write_text(
        "def helped(text): return len(text)\n\n\ndef asked(text): return text\n", encoding="utf-8"
    )
    found = measured(root)
    assert (found.files, found.code, found.comments) == (2, 5, 1)
    assert [complexity for complexity, _ in found.blocks] == [1, 1, 1]
    assert found.one_importer == ("other.py",)
    assert found.names == {"asked": ("house.other", "house.room.one")}
    assert measured(root, "room").files == 1


@pytest.mark.slow
def test_the_measure_runs_on_the_program_itself() -> None:
    """Every room has its line, beside the figures of others."""
    lines = "\n".join(told(measured(), in_full=True))
    assert all(name in lines for name in ("views", "register", "beancount", "now"))
