"""Files are written whole or not at all; who holds them and which copies lie beside is told."""

from __future__ import annotations

import errno
import os
import stat
import sys
from pathlib import Path
from typing import Any

import pytest

from pmf_cli.errors import DiskError, LockedError
from pmf_cli.workbook.write import save
from pmf_cli.workbook.write.locks import copies, holders, original_of, remarks_on
from pmf_cli.workbook.write.save import save_bytes


def test_new_and_old_files_are_written(tmp_path: Path) -> None:
    """The content is there, nothing else is, and mode bits stay."""
    path = tmp_path / "report.docx"
    save_bytes(path, b"one")
    if sys.platform != "win32":
        path.chmod(0o640)
    save_bytes(path, b"two")
    assert path.read_bytes() == b"two"
    assert [other.name for other in tmp_path.iterdir()] == ["report.docx"]
    if sys.platform != "win32":
        assert stat.S_IMODE(path.stat().st_mode) == 0o640


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "full"),
        (errno.EROFS, "only be read"),
        (errno.EACCES, "permission"),
        (errno.EIO, "was not written"),
    ],
)
@pytest.mark.parametrize("step", ["open", "fsync", "replace"])
def test_trouble_at_any_step_leaves_the_old_file_whole(
    step: str, number: int, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Disk full, read-only or forbidden: a sentence, the old content, no stray file."""
    path = tmp_path / "register.xlsx"
    path.write_bytes(b"old")

    def fail(*_: Any, **__: Any) -> Any:
        raise OSError(number, "trouble")

    with monkeypatch.context() as patch:
        patch.setattr(Path if step == "replace" else os, step, fail)
        with pytest.raises(DiskError, match=words) as caught:
            save_bytes(path, b"new")
    assert "register.xlsx" in caught.value.message
    assert path.read_bytes() == b"old"
    assert [other.name for other in tmp_path.iterdir()] == ["register.xlsx"]


def test_file_held_on_windows_is_tried_again_then_left_beside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """About two and a half seconds of tries, then exit code 4 and the new content beside."""
    path = tmp_path / "register.xlsx"
    path.write_bytes(b"old")
    waited: list[float] = []
    replace = Path.replace

    def held(self: Path, target: Path) -> Path:
        if Path(target).name == "register.xlsx":
            error = PermissionError(13, "held")
            error.winerror = 32  # type: ignore[attr-defined]
            raise error
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", held)
    monkeypatch.setattr(save.time, "sleep", waited.append)
    with pytest.raises(LockedError, match="held by another program"):
        save_bytes(path, b"new")
    assert 2 < sum(waited) < 3
    assert path.read_bytes() == b"old"
    assert (tmp_path / "register.pmf-new.xlsx").read_bytes() == b"new"


def test_missing_folder_and_folder_of_the_same_name(tmp_path: Path) -> None:
    """Both are said in words."""
    with pytest.raises(DiskError, match="does not exist"):
        save_bytes(tmp_path / "absent" / "a.txt", b"")
    (tmp_path / "taken").mkdir()
    with pytest.raises(DiskError, match="folder of that name"):
        save_bytes(tmp_path / "taken", b"x")


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights on Windows")
def test_links_are_followed_only_within_the_folder(tmp_path: Path) -> None:
    """A link stays a link; one that leads elsewhere is not written through."""
    folder = tmp_path / "register"
    folder.mkdir()
    (folder / "real.xlsx").write_bytes(b"old")
    (folder / "link.xlsx").symlink_to("real.xlsx")
    save_bytes(folder / "link.xlsx", b"new")
    assert (folder / "link.xlsx").is_symlink()
    assert (folder / "real.xlsx").read_bytes() == b"new"
    (tmp_path / "outside.xlsx").write_bytes(b"old")
    (folder / "out.xlsx").symlink_to(tmp_path / "outside.xlsx")
    with pytest.raises(DiskError, match="link"):
        save_bytes(folder / "out.xlsx", b"new")
    assert (tmp_path / "outside.xlsx").read_bytes() == b"old"


@pytest.mark.skipif(sys.platform == "win32", reason="processes are told apart on POSIX")
def test_old_temporary_files_of_dead_processes_are_swept(tmp_path: Path) -> None:
    """Those of this computer at once, others' when old; only of processes that are gone."""
    tag = save._host_tag()
    ours = tmp_path / f".c.xlsx.999999999.{tag}0000.tmp"
    ours.write_bytes(b"x")
    dead, alive, young, other = (
        tmp_path / ".a.xlsx.999999999.00000000.tmp",
        tmp_path / f".a.xlsx.{os.getpid()}.{tag}0000.tmp",
        tmp_path / ".b.xlsx.999999999.00000000.tmp",
        tmp_path / ".notes.tmp",
    )
    for path in (dead, alive, young, other):
        path.write_bytes(b"x")
    for path in (dead, other):
        os.utime(path, (0, 0))
    save_bytes(tmp_path / "new.txt", b"x")
    assert not dead.exists()
    assert not ours.exists()
    assert alive.exists()
    assert young.exists()
    assert other.exists()


def test_a_long_name_in_any_script_can_be_written(tmp_path: Path) -> None:
    """The temporary name stays within what a disk allows, counted in bytes."""
    path = tmp_path / f"{'Cofrestr ŵ 記録 '.replace(' ', '') * 6}.xlsx"
    save_bytes(path, b"new")
    assert path.read_bytes() == b"new"


def excel_note(name: str) -> bytes:
    ansi = name.encode("cp1252", "replace")
    wide = name.encode("utf-16-le")
    return (
        bytes([len(ansi)]) + ansi.ljust(54, b" ")
        + len(name).to_bytes(2, "little") + wide.ljust(108, b" \0"[:1])
    )  # fmt: skip


def test_excel_and_libreoffice_say_who_has_it_open(tmp_path: Path) -> None:
    """The names in both programs' notes are told, and nothing is deleted."""
    path = tmp_path / "register.xlsx"
    path.write_bytes(b"x")
    (tmp_path / "~$register.xlsx").write_bytes(excel_note("Performance Officer ŵ"))
    (tmp_path / ".~lock.register.xlsx#").write_text(
        ",officer,PC1,03.02.2025 09:15,file:///C:/x;", encoding="utf-8"
    )
    excel, office = holders(path)
    assert (excel.program, excel.person) == ("Excel", "Performance Officer ŵ")
    assert (office.person, office.since) == ("officer", "03/02/2025 09:15")
    assert len(remarks_on(path)) == 2
    assert (tmp_path / "~$register.xlsx").exists()


@pytest.mark.parametrize(
    "data", [b"", b"\xff" * 165, b"\x05abc", bytes(165), b"\x00" * 54 + b"\xff\xff"]
)
def test_spoilt_notes_still_say_that_it_is_open(data: bytes, tmp_path: Path) -> None:
    """Whatever stands in the note, the remark is one printable sentence."""
    path = tmp_path / "register.xlsx"
    (tmp_path / "~$register.xlsx").write_bytes(data)
    (remark,) = remarks_on(path)
    assert "register.xlsx" in remark
    assert remark.isprintable()


@pytest.mark.parametrize(
    ("name", "is_copy"),
    [
        ("register (1).xlsx", True),
        ("register-DESKTOP-AB12.xlsx", True),
        ("register-LAPTOP-7F3K9.xlsx", True),
        ("register (A Officer's conflicted copy 2024-10-02).xlsx", True),
        ("register - Copy.xlsx", True),
        ("Copy of register.xlsx", True),
        ("register 2023.xlsx", False),
        ("register-notes.xlsx", False),
        ("register.csv", False),
        ("other (1).xlsx", False),
        ("register.xlsx", False),
    ],
)
def test_copies_made_on_a_conflict(name: str, is_copy: bool, tmp_path: Path) -> None:
    """Names that cloud storage gives are told from names that people give."""
    path = tmp_path / "register.xlsx"
    for other in {"register.xlsx", name}:
        (tmp_path / other).write_bytes(b"x")
    assert copies(path) == ((name,) if is_copy else ())
    assert (original_of(name, ["register.xlsx"]) is not None) is is_copy
