"""Who comes second is told at once: a command that writes asks for the turn before it reads."""

from __future__ import annotations

import errno
import os
from contextvars import Context
from pathlib import Path

import pytest

from pmf_cli.errors import DiskError, LockedError
from pmf_cli.workbook.write import register_lock as turns
from pmf_cli.workbook.write.register_lock import LOCK, NOTE, register_lock
from tests.running import pmf

WRITING = [
    ("collect", "make"),
    ("collect", "read", "back.xlsx", "--write"),
    ("commentary", "request", "--write"),
    ("highlights", "choose", "WM-01", "--why", "It moved.", "--write"),
    ("import", "scorecard.csv", "--write"),
    ("issue", "clt", "--write"),
    ("issue", "--withdraw", "CLT-1", "--why", "Wrong.", "--write"),
    ("next", "--done", "Q01"),
    ("remind", "send"),
    ("remind", "--send"),
    ("remind", "resend", "0123456789"),
    ("remind", "came", "0123456789"),
    (
        *("scope", "change", "WM-01", "--kind", "Owner", "--to", "C-01", "--from", "2024/25 Q4"),
        *("--reason", "Moved.", "--write"),
    ),
    ("scope", "told", "SC-01", "--body", "CLT", "--on", "2025-02-01", "--write"),
    ("restore", "KPI Data Record (before change 0001).xlsx", "--write"),
    ("timetable", "make", "--write"),
    ("timetable", "show", "--format", "ics"),
]
SHOWING = [
    ("collect", "read", "back.xlsx"),
    ("highlights", "choose", "WM-01", "--why", "It moved."),
    ("issue", "clt"),
    ("remind",),
    ("timetable", "show"),
    ("rag",),
]


@pytest.fixture
def unreadable(tmp_path: Path) -> Path:
    """A register of which not one workbook can be read: reading it ends in exit code 2."""
    (tmp_path / "pmf.toml").write_text("", encoding="utf-8")
    for name in ("KPI Data Record.xlsx", "KPI Supporting Information.xlsx"):
        (tmp_path / name).write_bytes(b"no workbook")
    return tmp_path


@pytest.mark.parametrize("words", WRITING, ids=" ".join)
def test_a_command_that_writes_asks_before_it_reads(words: tuple[str, ...], unreadable: Path):
    """Exit code 4 with the other run named, where reading first would end in exit code 2."""
    with register_lock(unreadable, "taking in returns"):
        second = Context().run(pmf, *words, "--register", unreadable)
    assert second.code == 4
    assert f"process {os.getpid()}, taking in returns" in " ".join(second.err.split())
    assert Context().run(pmf, *words, "--register", unreadable).code == 2


@pytest.mark.parametrize("words", SHOWING, ids=" ".join)
def test_a_command_that_only_shows_never_asks(words: tuple[str, ...], unreadable: Path):
    """Looking goes on while somebody writes, and leaves no file behind."""
    before = sorted(unreadable.iterdir())
    assert pmf(*words, "--register", unreadable).code == 2
    assert sorted(unreadable.iterdir()) == before
    with register_lock(unreadable, "taking in returns"):
        assert Context().run(pmf, *words, "--register", unreadable).code == 2
    assert (unreadable / LOCK).exists()


@pytest.mark.parametrize(
    ("note", "locks"),
    [
        (b"", False),
        (b'{"host": "FAR', False),
        (b"[]", False),
        (b"\xff\xfe\x00", False),
        (b'{"process": 12}', False),
        (b"[" * 4096, False),
        (b'{"host": "FAR-1", "process": 12, "user": "P", "doing": "taking in returns"}', True),
    ],
)
def test_only_a_note_that_can_be_read_keeps_a_run_out(note: bytes, locks: bool, tmp_path: Path):
    """A kill or a full disk leaves a note empty or half-written: nobody waits for that."""
    (tmp_path / NOTE).write_bytes(note)
    if locks:
        with pytest.raises(LockedError, match="FAR-1"), register_lock(tmp_path, "issuing a paper"):
            pass
        return
    with register_lock(tmp_path, "issuing a paper"):
        assert b"issuing a paper" in (tmp_path / NOTE).read_bytes()
    assert not (tmp_path / NOTE).exists()


@pytest.mark.parametrize("days", [-1, 1])
def test_a_note_of_another_computer_that_is_old_or_of_the_future_does_not_lock(
    days: int, tmp_path: Path
):
    """A computer that was switched off, or whose clock was wrong, keeps nobody out for long."""
    note = tmp_path / NOTE
    note.write_text('{"host": "FAR-1", "process": 12}', encoding="utf-8")
    when = note.stat().st_mtime + days * 86_400
    os.utime(note, (when, when))
    with register_lock(tmp_path, "issuing a paper"):
        pass
    assert not note.exists()


def test_a_note_of_this_computer_under_an_earlier_name_does_not_lock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """The run that left it has ended, since the system's lock is free."""
    monkeypatch.setattr(turns, "_started", lambda: "one start")
    (tmp_path / NOTE).write_text('{"host": "OLD-NAME", "started": "one start"}', encoding="utf-8")
    with register_lock(tmp_path, "issuing a paper"):
        assert b"issuing a paper" in (tmp_path / NOTE).read_bytes()


def test_a_disk_that_fills_up_leaves_no_note(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """The note that could not be written is taken away, and the disk is named."""

    def full(*_: object, **__: object) -> object:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(turns.os, "fdopen", full)
    with (
        pytest.raises(DiskError, match="No space left"),
        register_lock(tmp_path, "issuing a paper"),
    ):
        pass
    assert not (tmp_path / NOTE).exists()
