"""The ledger's file as SQLite keeps it: opened, made whole, added to, and its errors in words."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from pmf_cli.errors import DiskError, LockedError, PmfError
from pmf_cli.ledger.row import Stored
from pmf_cli.workbook.write.save import save_bytes

FILE_NAME = "pmf-ledger.sqlite"
"""The ledger's file in the register's folder."""
APPLICATION = 0x504D4600
"""Marks the file as ours: the letters PMF."""
_WAIT = 3.0
"""Seconds to wait for another process that is adding a row."""
_MAKE = (
    """CREATE TABLE ledger (
  number INTEGER PRIMARY KEY, day TEXT NOT NULL, kind TEXT NOT NULL, key TEXT NOT NULL,
  body TEXT NOT NULL, previous TEXT NOT NULL, hash TEXT NOT NULL)""",
    """CREATE TRIGGER no_change BEFORE UPDATE ON ledger
  BEGIN SELECT RAISE(ABORT, 'the ledger is only added to'); END""",
    """CREATE TRIGGER no_removal BEFORE DELETE ON ledger
  BEGIN SELECT RAISE(ABORT, 'the ledger is only added to'); END""",
)


class LedgerError(PmfError):
    """The ledger's file is damaged or was altered."""


def connected_ledger(path: Path, *, read_only: bool = False) -> sqlite3.Connection:
    """The file, opened; made where there is none, unless only to be read."""
    # A run that was ended in the middle leaves a journal, which only a writer may roll back.
    journal = path.with_name(f"{path.name}-journal")
    mode = "rwc" if not read_only else "rw" if journal.exists() else "ro"
    connection = sqlite3.connect(
        f"{path.resolve().as_uri()}?mode={mode}", uri=True, timeout=_WAIT, isolation_level=None
    )
    try:
        connection.execute("PRAGMA synchronous = EXTRA")
        connection.execute("PRAGMA secure_delete = ON")
    except BaseException:  # No ledger at all: SQLite says so at the first statement only.
        connection.close()
        raise
    return connection


def is_made(connection: sqlite3.Connection) -> bool:
    """False for a file without tables: a run was ended before it had made them."""
    return bool(connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0])


def made_with(path: Path, stored: Sequence[Stored]) -> sqlite3.Connection:
    """The file with its first rows, put in place whole: a run that is ended leaves it or none."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as first:
        with _transaction(first):
            first.execute(f"PRAGMA application_id = {APPLICATION}")
            for statement in _MAKE:
                first.execute(statement)
        insert_rows(first, stored)
        data = first.serialize()
    save_bytes(path, data)
    return connected_ledger(path)


def insert_rows(connection: sqlite3.Connection, stored: Sequence[Stored]) -> None:
    """Adds rows, all or none, safely on disk."""
    with _transaction(connection):
        connection.executemany("INSERT INTO ledger VALUES (?, ?, ?, ?, ?, ?, ?)", stored)


@contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All or nothing. Written out, since the module's own transactions differ between versions."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        with suppress(sqlite3.Error):
            connection.execute("ROLLBACK")
        raise


@contextmanager
def ledger_faults_in_words(path: Path | None = None) -> Iterator[None]:
    """Turns what SQLite raises into errors with a sentence.

    Raises:
        DiskError: full, read-only or forbidden.
        LockedError: held by another process.
        LedgerError: no ledger, or damaged.
    """
    name = FILE_NAME if path is None else path.name
    try:
        yield
    except sqlite3.DatabaseError as error:
        code = getattr(error, "sqlite_errorname", "") or ""
        if code.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
            raise LockedError(
                f"Another program holds the ledger {name}.", "Wait a moment and run again."
            ) from error
        full = ("SQLITE_FULL", "SQLITE_IOERR", "SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM")
        if code.startswith(full):
            raise DiskError(
                f"The ledger {name} cannot be written: the disk is full or read-only, or you may "
                "not write there. Nothing was changed.",
                "Free some space or ask for the right to write in the register's folder.",
            ) from error
        raise LedgerError(
            f"The ledger {name} is damaged or no ledger.",
            "pmf ledger verify lists every fault. Put back a copy of the file from your backups.",
        ) from error
