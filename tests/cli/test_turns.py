"""Who comes second is told at once: a command that writes asks for the turn before it reads."""

from __future__ import annotations

import os
from contextvars import Context
from pathlib import Path

import pytest

from pmf_cli.workbook.turns import LOCK, turn
from tests.running import pmf

WRITING = [
    ("collect", "make"),
    ("collect", "read", "back.xlsx", "--write"),
    ("commentary", "request", "--write"),
    ("highlights", "choose", "WM-01", "--why", "It moved.", "--write"),
    ("import", "scorecard.csv", "--write"),
    ("issue", "clt"),
    ("next", "--done", "Q01"),
    ("remind", "--send"),
    ("remind", "--resend", "0123456789"),
    (
        *("scope", "change", "WM-01", "--kind", "Owner", "--to", "C-01", "--from", "2024/25 Q4"),
        *("--reason", "Moved.", "--write"),
    ),
    ("scope", "told", "SC-01", "--body", "CLT", "--on", "2025-02-01", "--write"),
    ("timetable", "make", "--write"),
    ("timetable", "show", "--format", "ics"),
]
SHOWING = [
    ("collect", "read", "back.xlsx"),
    ("highlights", "choose", "WM-01", "--why", "It moved."),
    ("issue", "clt", "--dry-run"),
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
    with turn(unreadable, "taking in returns"):
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
    with turn(unreadable, "taking in returns"):
        assert Context().run(pmf, *words, "--register", unreadable).code == 2
    assert (unreadable / LOCK).exists()
