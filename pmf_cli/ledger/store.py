"""The ledger's file: opened to read, or opened to add rows; nothing in it is ever changed.

SQLite keeps a row whole or absent whatever happens; triggers refuse changing and deleting. The
chain is checked on every opening, and nothing is added to a ledger whose chain does not hold.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import Any

from pmf_cli.errors import PmfError
from pmf_cli.ledger.database import (
    FILE_NAME,
    LedgerError,
    connected_ledger,
    insert_rows,
    is_made,
    ledger_faults_in_words,
    made_with,
)
from pmf_cli.ledger.row import LedgerRow, RowKind, Stored, next_row, rows_of
from pmf_cli.ledger.seal import covered_up, read_seal, seal_path, write_seal
from pmf_cli.workbook.write.register_lock import register_lock

_ROWS = "SELECT number, day, kind, key, body, previous, hash FROM ledger ORDER BY number"
_LAST = "SELECT max(day) FROM ledger WHERE kind = ?"

UNDOES, REDOES = "undoes", "redoes"
"""In the details of a change that puts a backup back: the numbers of the rows whose changes are in
the workbooks no longer, and of those undone before whose changes are in them again."""


def counting_of(rows: Iterable[LedgerRow]) -> tuple[LedgerRow, ...]:
    """Those of some changes, oldest first, whose content is in the workbooks after the last of them."""
    held: dict[int, LedgerRow] = {}
    undone: dict[int, LedgerRow] = {}
    for row in rows:
        details = row.body.get("details", {})
        for number in details.get(UNDOES, ()):
            if number in held:
                undone[number] = held.pop(number)
        for number in details.get(REDOES, ()):
            if number in undone:
                held[number] = undone.pop(number)
        held[row.number] = row
    return tuple(held[number] for number in sorted(held))


class Ledger:
    """The rows of a ledger, and adding to them where it was opened for that.

    Args:
        rows: the rows there are.
        connection: the file, where rows may be added.
        new: where the file is to lie, which is made whole with the first rows.
    """

    def __init__(
        self,
        rows: tuple[LedgerRow, ...],
        connection: sqlite3.Connection | None = None,
        new: Path | None = None,
    ) -> None:
        self._rows = list(rows)
        self._connection = connection
        self._new = new

    def rows(self, *kinds: RowKind, key: str | None = None) -> tuple[LedgerRow, ...]:
        """The rows of some kinds (all where none is named), of one key where it is given."""
        return tuple(
            row
            for row in self._rows
            if (not kinds or row.kind in kinds) and (key is None or row.key == key)
        )

    def last(self, kind: RowKind, key: str | None = None) -> LedgerRow | None:
        """The newest row of a kind (and key); ``None`` where there is none."""
        found = self.rows(kind, key=key)
        return found[-1] if found else None

    def changes(
        self, action: str = "", key: str | None = None, *, without: Collection[int] = ()
    ) -> tuple[LedgerRow, ...]:
        """The changes that count, oldest first: not withdrawn, nor undone by putting a backup back.

        Args:
            action: of one action, where given.
            key: of one key, where given.
            without: numbers of rows to leave aside, as though they were not there.
        """
        counting = counting_of(self.decided(without=without))
        return tuple(
            row
            for row in counting
            if (not action or row.body.get("action") == action) and (key is None or row.key == key)
        )

    def decided(self, *, without: Collection[int] = ()) -> tuple[LedgerRow, ...]:
        """The changes that were not withdrawn, oldest first, also those undone since."""
        left = {row.body.get("row") for row in self.rows(RowKind.WITHDRAWN)} | set(without)
        return tuple(row for row in self.rows(RowKind.CHANGE) if row.number not in left)

    def carried_out(
        self, now: Mapping[str, str], action: str, key: str | None = None
    ) -> tuple[LedgerRow, ...]:
        """The changes of one action (and key) that really reached the register, oldest first.

        A run that was ended between the ledger's row and the workbook leaves rows that do not
        count: the workbook is still as it was before.

        Args:
            now: workbook name → its fingerprint as the register was read.
        """
        last = self.last(RowKind.CHANGE)
        facts = {} if last is None else last.body["workbooks"]
        aside: list[int] = []
        if any(now.get(name) == one["before"] != one["after"] for name, one in facts.items()):
            rows = self.rows(RowKind.CHANGE)
            aside = [row.number for row in rows if row.body["workbooks"] == facts]
        return self.changes(action, key, without=aside)

    def append(self, kind: RowKind, key: str, body: Mapping[str, Any], on: date) -> LedgerRow:
        """Adds a row and puts it safely on disk before coming back; see ``append_all``."""
        return self.append_all([(kind, key, body)], on)[0]

    def append_all(
        self, entries: Sequence[tuple[RowKind, str, Mapping[str, Any]]], on: date
    ) -> tuple[LedgerRow, ...]:
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
        if self._connection is None and self._new is None:
            raise LedgerError("The ledger was opened to read only.")
        made: list[LedgerRow] = []
        stored: list[Stored] = []
        before = self._rows[-1] if self._rows else None
        for kind, key, body in entries:
            before, text = next_row(before, kind, key, body, on)
            made.append(before)
            day = on.isoformat()
            stored.append((before.number, day, kind.value, key, text, before.previous, before.hash))
        with ledger_faults_in_words():
            if self._connection is None and self._new is not None:
                self._connection = made_with(self._new, stored)
            elif self._connection is not None:
                insert_rows(self._connection, stored)
        self._rows += made
        return tuple(made)

    def close(self) -> None:
        """Lets go of the file."""
        if self._connection is not None:
            self._connection.close()


def ledger_path(folder: Path) -> Path:
    """Where the ledger of a register lies."""
    return folder / FILE_NAME


def read_ledger(folder: Path) -> Ledger:
    """The ledger of a register to read; an empty one where there is no file yet.

    LedgerError: the file is damaged, was altered, or lacks rows that there once were.
    """
    path = ledger_path(folder)
    if not path.exists():
        return Ledger(_complete(path, ()))
    _no_folder(path)
    with (
        ledger_faults_in_words(path),
        closing(connected_ledger(path, read_only=True)) as connection,
    ):
        rows = _checked(connection) if is_made(connection) else ()
    return Ledger(_complete(path, rows))


@contextmanager
def writing_ledger(folder: Path) -> Iterator[Ledger]:
    """The ledger of a register to add to; made where there is none. Sealed at the end.

    Only one run may do this at a time: ``locked_ledger`` sees to that.

    Raises:
        LedgerError: the file is damaged, was altered or lacks rows, or its seal was altered;
            nothing is added to such a file, and no new seal is laid over what was done to it.
        DiskError, LockedError: as ``Ledger.append``.
    """
    path = ledger_path(folder)
    _no_folder(path)
    with ledger_faults_in_words(path):
        ledger = _to_add_to(path)
    try:
        yield ledger
    finally:
        ledger.close()
    if not path.exists():
        return
    # A seal that is not written makes nothing wrong; the next run writes it.
    with suppress(OSError, PmfError):
        write_seal(path, ledger.rows())


@contextmanager
def locked_ledger(folder: Path, doing: str) -> Iterator[Ledger]:
    """The ledger to add to, for the only run that writes in the register's folder.

    LockedError, DiskError, LedgerError: as ``register_lock`` and ``writing_ledger``.
    """
    with register_lock(folder, doing), writing_ledger(folder) as ledger:
        yield ledger


def stored_rows(path: Path) -> tuple[Stored, ...]:
    """The rows as the file holds them, unchecked.

    Raises:
        sqlite3.Error: the file is so damaged that it cannot be read.
    """
    with closing(connected_ledger(path, read_only=True)) as connection:
        return tuple(connection.execute(_ROWS).fetchall()) if is_made(connection) else ()


def last_day_of(folder: Path, kind: RowKind) -> date:
    """The latest day of the rows of a kind, without checking the file; the first of days for none.

    For commands that need the ledger only where it tells of something later than their own date: a
    file that cannot be read tells of nothing.
    """
    path = ledger_path(folder)
    if not path.is_file():
        return date.min
    try:
        with closing(connected_ledger(path, read_only=True)) as connection:
            if not is_made(connection):
                return date.min
            found = connection.execute(_LAST, (kind.value,)).fetchone()[0]
        return date.fromisoformat(found) if isinstance(found, str) else date.min
    except (sqlite3.Error, ValueError):
        return date.min


def _to_add_to(path: Path) -> Ledger:
    """The ledger that lies there; one that makes its file with its first rows where none does."""
    if not path.exists():
        return Ledger(_to_seal(path, ()), new=path)
    connection = connected_ledger(path)
    try:
        if is_made(connection):
            return Ledger(_to_seal(path, _checked(connection)), connection)
    except BaseException:
        connection.close()
        raise
    connection.close()
    return Ledger(_to_seal(path, ()), new=path)


def _checked(connection: sqlite3.Connection) -> tuple[LedgerRow, ...]:
    try:
        return rows_of(connection.execute(_ROWS).fetchall())
    except ValueError as error:
        raise LedgerError(
            f"The ledger {FILE_NAME} is not as pmf wrote it: {error}.",
            "pmf ledger verify lists every fault. Put back a copy of the file from your backups.",
        ) from error


def _complete(path: Path, rows: tuple[LedgerRow, ...]) -> tuple[LedgerRow, ...]:
    """The rows, unless the seal knows of more: messages that went out would go out again.

    The seal is written after the rows, so it never counts more than an honest file holds.
    """
    seal = None
    with suppress(ValueError):  # A seal that was altered proves nothing; verify names it.
        seal = read_seal(path)
    if seal is None or not seal.rows:
        return rows
    if len(rows) >= seal.rows and rows[seal.rows - 1].hash == seal.head:
        return rows
    what = f"holds {len(rows)} rows" if path.exists() else "is gone"
    if len(rows) >= seal.rows:
        what = "holds other rows"
    raise LedgerError(
        f"The ledger {FILE_NAME} {what}, but its seal counts {seal.rows}: it is not the newest.",
        f"Put back the newest copy of {FILE_NAME} and {seal_path(path).name} from your backups. If "
        "there is none, move the seal away: what the lost rows recorded is then not known, and "
        "messages that they tell of may go out again.",
    )


def _to_seal(path: Path, rows: tuple[LedgerRow, ...]) -> tuple[LedgerRow, ...]:
    """The rows, unless the seal at the end of this run would cover up that something was altered.

    Refused rather than told: an altered seal does not know whether rows are missing at the end, and
    messages that those told of would go out again.
    """
    rows = _complete(path, rows)
    if hidden := covered_up(path, rows):
        raise LedgerError(
            f"{hidden}. Nothing was added to the ledger, so that this stays to be seen.",
            f"pmf ledger verify lists every fault. Put back {FILE_NAME} and {seal_path(path).name} "
            "from your backups. If you know how it came about and the rows are right, keep the seal "
            "elsewhere for whoever audits you: pmf makes a new one once it is moved away.",
        )
    return rows


def _no_folder(path: Path) -> None:
    if path.is_dir():
        raise LedgerError(
            f"{path.name} is a folder, where the ledger should be.",
            "Move it away, and put back a copy of the ledger from your backups.",
        )
