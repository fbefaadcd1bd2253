"""The ledger's file: opened to read, or opened to add rows; nothing in it is ever changed.

SQLite keeps a row whole or absent whatever happens; triggers refuse changing and deleting. The
chain is checked on every opening, and nothing is added to a ledger whose chain does not hold.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import Any

from pmf_cli.errors import DiskError, LockedError, PmfError
from pmf_cli.ledger.row import Kind, Row, Stored, next_row, rows_of
from pmf_cli.ledger.seal import write_seal

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
_ROWS = "SELECT number, day, kind, key, body, previous, hash FROM ledger ORDER BY number"


class LedgerError(PmfError):
    """The ledger's file is damaged or was altered."""


class Ledger:
    """The rows of a ledger, and adding to them where it was opened for that.

    Args:
        rows: the rows there are.
        connection: the file, where rows may be added.
    """

    def __init__(self, rows: tuple[Row, ...], connection: sqlite3.Connection | None = None) -> None:
        self._rows = list(rows)
        self._connection = connection

    def rows(self, *kinds: Kind, key: str | None = None) -> tuple[Row, ...]:
        """The rows of some kinds (all where none is named), of one key where it is given."""
        return tuple(
            row
            for row in self._rows
            if (not kinds or row.kind in kinds) and (key is None or row.key == key)
        )

    def last(self, kind: Kind, key: str | None = None) -> Row | None:
        """The newest row of a kind (and key); ``None`` where there is none."""
        found = self.rows(kind, key=key)
        return found[-1] if found else None

    def changes(self, action: str = "", key: str | None = None) -> tuple[Row, ...]:
        """The changes that were not withdrawn, oldest first: of one action and key where given."""
        withdrawn = {row.body.get("row") for row in self.rows(Kind.WITHDRAWN)}
        return tuple(
            row
            for row in self.rows(Kind.CHANGE, key=key)
            if row.number not in withdrawn and (not action or row.body.get("action") == action)
        )

    def append(self, kind: Kind, key: str, body: Mapping[str, Any], on: date) -> Row:
        """Adds a row and puts it safely on disk before coming back; see ``append_all``."""
        return self.append_all([(kind, key, body)], on)[0]

    def append_all(
        self, entries: Sequence[tuple[Kind, str, Mapping[str, Any]]], on: date
    ) -> tuple[Row, ...]:
        """Adds rows, all or none, and puts them safely on disk before coming back.

        Args:
            entries: what each is about, what in particular, and everything else, which may be
                only what JSON holds.
            on: the day, from ``--as-of``.

        Raises:
            DiskError: the disk is full, read-only or permission is missing; no row was added.
            LockedError: another process holds the file.
            LedgerError: the file is damaged, or was opened to read only.
        """
        if self._connection is None:
            raise LedgerError("The ledger was opened to read only.")
        made: list[Row] = []
        stored = []
        before = self._rows[-1] if self._rows else None
        for kind, key, body in entries:
            before, text = next_row(before, kind, key, body, on)
            made.append(before)
            day = on.isoformat()
            stored.append((before.number, day, kind.value, key, text, before.previous, before.hash))
        with told_in_words(), _transaction(self._connection):
            self._connection.executemany("INSERT INTO ledger VALUES (?, ?, ?, ?, ?, ?, ?)", stored)
        self._rows += made
        return tuple(made)


def ledger_path(folder: Path) -> Path:
    """Where the ledger of a register lies."""
    return folder / FILE_NAME


def read_ledger(folder: Path) -> Ledger:
    """The ledger of a register to read; an empty one where there is no file yet.

    Raises:
        LedgerError: the file is damaged or was altered.
    """
    path = ledger_path(folder)
    if not path.is_file():
        return Ledger(())
    with told_in_words(path), closing(_connected(path, read_only=True)) as connection:
        return Ledger(_checked(connection) if _is_made(connection) else ())


@contextmanager
def writing_ledger(folder: Path) -> Iterator[Ledger]:
    """The ledger of a register to add to; made where there is none. Sealed at the end.

    Only one run may do this at a time: take the register's turn first (``workbook.turns``).

    Raises:
        LedgerError: the file is damaged or was altered; nothing is added to such a file.
        DiskError, LockedError: as ``Ledger.append``.
    """
    path = ledger_path(folder)
    with told_in_words(path):
        connection = _connected(path)
    try:
        with told_in_words(path):
            if not _is_made(connection):
                _make(connection)
            ledger = Ledger(_checked(connection), connection)
        yield ledger
    finally:
        connection.close()
    # A seal that is not written makes nothing wrong; the next run writes it.
    with suppress(OSError, PmfError):
        write_seal(path, ledger.rows())


def stored_rows(path: Path) -> tuple[Stored, ...]:
    """The rows as the file holds them, unchecked.

    Raises:
        sqlite3.Error: the file is so damaged that it cannot be read.
    """
    with closing(_connected(path, read_only=True)) as connection:
        return tuple(connection.execute(_ROWS).fetchall()) if _is_made(connection) else ()


def _connected(path: Path, *, read_only: bool = False) -> sqlite3.Connection:
    # A run that was ended in the middle leaves a journal, which only a writer may roll back.
    journal = path.with_name(f"{path.name}-journal")
    mode = "rwc" if not read_only else "rw" if journal.exists() else "ro"
    connection = sqlite3.connect(
        f"{path.resolve().as_uri()}?mode={mode}", uri=True, timeout=_WAIT, isolation_level=None
    )
    connection.execute("PRAGMA synchronous = EXTRA")
    connection.execute("PRAGMA secure_delete = ON")
    return connection


def _is_made(connection: sqlite3.Connection) -> bool:
    """False for a file without tables: a run was ended before it had made them."""
    return bool(connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0])


def _make(connection: sqlite3.Connection) -> None:
    with _transaction(connection):
        connection.execute(f"PRAGMA application_id = {APPLICATION}")
        for statement in _MAKE:
            connection.execute(statement)


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


def _checked(connection: sqlite3.Connection) -> tuple[Row, ...]:
    try:
        return rows_of(connection.execute(_ROWS).fetchall())
    except ValueError as error:
        raise LedgerError(
            f"The ledger {FILE_NAME} is not as pmf wrote it: {error}.",
            "pmf ledger verify lists every fault. Put back a copy of the file from your backups.",
        ) from error


@contextmanager
def told_in_words(path: Path | None = None) -> Iterator[None]:
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
