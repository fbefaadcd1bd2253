"""Every bad file ends in one sentence of its own that names it."""

from __future__ import annotations

from pathlib import Path

import pytest

from pmf_cli.errors import UnreadableWorkbookError
from pmf_cli.settings import Limits
from pmf_cli.workbook.read import read_book
from tests.hostile import COSTLY, QUICK, SPECIMENS, sound

COSTLY_ONES = [pytest.param(name, marks=pytest.mark.slow) for name in COSTLY]


def write(folder: Path, name: str) -> Path:
    file_name, build, _ = SPECIMENS[name]
    path = folder / file_name
    path.write_bytes(build())
    return path


@pytest.mark.parametrize("name", [*QUICK, *COSTLY_ONES])
def test_bad_file_is_refused_in_words_of_its_own(name: str, tmp_path: Path) -> None:
    """The sentence names the file and the trouble, and comes with advice; the file is untouched."""
    path = write(tmp_path, name)
    before = path.read_bytes()
    with pytest.raises(UnreadableWorkbookError) as refusal:
        for sheet in read_book(path, Limits()).sheets:
            for _ in sheet.rows():
                pass
    message, advice = refusal.value.message, refusal.value.advice
    assert path.name in message
    assert SPECIMENS[name][2] in message
    assert advice
    for word in ("Error", "Exception", "zlib", "expat", "Traceback", "None", "zipfile"):
        assert word not in message + advice
    assert len(message + advice) < 600
    assert path.read_bytes() == before


def test_sound_file_is_read(tmp_path: Path) -> None:
    """The workbook that the bad ones are made from reads without remarks."""
    path = tmp_path / "register.xlsx"
    path.write_bytes(sound())
    book = read_book(path, Limits())
    assert [sheet.name for sheet in book.sheets] == ["Results", "Notes"]
    assert sum(len(row.cells) for row in book.sheets[0].rows()) == 4 * 30 + 1
    assert book.remarks == ()


def test_folder_and_missing_file_have_their_own_sentences(tmp_path: Path) -> None:
    """A folder is called a folder, a missing file is said to be missing."""
    with pytest.raises(UnreadableWorkbookError, match="folder"):
        read_book(tmp_path, Limits())
    with pytest.raises(UnreadableWorkbookError, match="does not exist"):
        read_book(tmp_path / "absent.xlsx", Limits())


def test_file_over_the_limit_is_refused_unread(tmp_path: Path) -> None:
    """A file larger than ``file_mb`` is refused by its size alone."""
    path = tmp_path / "huge.xlsx"
    with path.open("wb") as stream:
        stream.truncate(26_000_000)
    with pytest.raises(UnreadableWorkbookError, match="26 MB"):
        read_book(path, Limits())
