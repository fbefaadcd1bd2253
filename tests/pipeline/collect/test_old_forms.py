"""The folder of forms holds those of the cycle at work; earlier ones are put away, none is lost."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from pmf_cli.pipeline.read.opening import clear_leftovers
from pmf_cli.settings import Settings
from pmf_cli.workbook.write.register_lock import NOTE
from pmf_cli.workbook.write.save import _host_tag
from tests.registers.cut import cut_example
from tests.running import pmf


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The example with the forms of two contacts for 2024/25 Q2."""
    cut_example(tmp_path / "register", "AC-04")
    assert make(tmp_path / "register", "2024/25 Q2", "2024-10-03").code < 2
    return tmp_path / "register"


def make(folder: Path, period: str, on: str) -> object:
    where = ("--register", folder, "--period", period, "--as-of", on)
    return pmf("collect", "make", *where, "--contact", "C-112K", "--contact", "C-110K")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("*.xlsx"))


def test_forms_of_earlier_cycles_are_put_away(folder: Path) -> None:
    """Into a folder a cycle; what somebody filled in and is not taken in stays and is named."""
    forms = folder / "forms"
    [*_, last] = old = names(forms)
    book = openpyxl.load_workbook(forms / last)
    sheet = book["Results"]
    row = next(row for row in sheet.iter_rows(min_row=5) if row[0].value)
    row[9].value = 12
    book.save(forms / last)
    (forms / "notes.xlsx").write_bytes(b"somebody's own")
    made = make(folder, "2024/25 Q3", "2025-01-03")
    assert names(forms / "archive" / "2024-25-Q2") == old[:-1]
    left = set(names(forms))
    assert {last, "notes.xlsx"} <= left
    assert not left & set(old[:-1])
    assert f"1 form of other cycles moved to {forms / 'archive'}" in made.err
    assert "filled in and not taken in" in made.err


def test_a_second_time_nothing_moves(folder: Path) -> None:
    """The forms of the cycle at work stay, whichever contacts are asked for."""
    before = names(folder / "forms")
    make(folder, "2024/25 Q2", "2024-10-03")
    assert names(folder / "forms") == before
    assert not (folder / "forms" / "archive").exists()


def test_what_an_ended_run_left_is_cleared_by_a_command_that_only_reads(folder: Path) -> None:
    """Temporary files beside the register, in backups and among the forms, and its note."""
    (folder / "backups").mkdir()
    strays = [
        place / f".x.xlsx.999999999.{_host_tag()}0000.tmp"
        for place in (folder, folder / "backups", folder / "forms")
    ]
    for stray in (*strays, folder / NOTE):
        stray.write_bytes(b"")
    assert pmf("kpi", "list", "--register", folder).code == 0
    assert not [stray for stray in (*strays, folder / NOTE) if stray.exists()]


def test_what_cannot_be_cleared_is_left(tmp_path: Path) -> None:
    """A register without these folders, or on a disk that refuses, can be read all the same."""
    clear_leftovers(tmp_path / "absent", Settings())
    (tmp_path / "backups").write_bytes(b"a file where the folder should be")
    clear_leftovers(tmp_path, Settings())
    assert [path.name for path in tmp_path.iterdir()] == ["backups"]
