"""The one way in which pmf writes into the officer's workbooks: all of a change, or none of it.

In this order, so that a run ended at any point leaves every workbook old or new and whole: take
the turn; make the new bytes and read them back; put them and the backups safely on disk beside the
old files; write the ledger's row; put the new files in place. After the ledger's row nothing needs
room on the disk any more. A run that was ended between the row and the last file is noticed by the
next one, from the fingerprints in the row: it carries the change out, if it was asked for the same,
or notes that it was not.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pmf_cli.errors import DiskError, PmfError, UsageError
from pmf_cli.findings import CellRef
from pmf_cli.fingerprints import fingerprint, fingerprint_of
from pmf_cli.frozen import frozen
from pmf_cli.ledger.row import LedgerRow, RowKind, body_text
from pmf_cli.ledger.store import Ledger, read_ledger, writing_ledger
from pmf_cli.pipeline.read.opening import OpenedRegister
from pmf_cli.places import BACKUPS
from pmf_cli.register.sheets.layout import layout_of_row
from pmf_cli.register.sheets.row_cells import (
    cells_by_period,
    cells_of_row,
    name_of,
    recorded,
    recorded_texts,
)
from pmf_cli.words import listed
from pmf_cli.workbook.write import save
from pmf_cli.workbook.write.register_lock import register_lock

if TYPE_CHECKING:
    from pmf_cli.workbook.write.patch_cell import NewValue

MOST_ROWS_RECORDED = 1000
"""Rows added by one change that the ledger holds word for word; of more it holds the number."""
# A copy's name is the workbook's with a number before the ending; both are read off it again.
_COPY = re.compile(r"(.+) \(before change (\d+)\)(\.\w+)")
Facts = Mapping[str, Mapping[str, str]]
"""Workbook name → its fingerprints ``before`` and ``after`` the change, and its ``backup``."""


@frozen
class CellChange:
    """One cell to change.

    Attributes:
        where: the cell.
        value: what it is to hold; ``None`` empties it.
        before: what it held, in words, for the record.
        field: its field of the row; empty where it belongs to none.
        row: the row that it belongs to, by which the record knows the cell again once rows moved.
    """

    where: CellRef
    value: NewValue
    before: str = ""
    field: str = ""
    row: Any = None

    @property
    def body(self) -> dict[str, Any]:
        """It as the ledger keeps it."""
        body = {"where": str(self.where), "before": self.before, "after": recorded(self.value)}
        if self.row is None:
            return body
        sheet = layout_of_row(self.row).name
        return {**body, "sheet": sheet, "field": self.field, "row": name_of(self.row)}


@frozen
class Change:
    """What is to be changed in the register, and what the ledger says of it.

    Attributes:
        action: what is done, in words: ``return taken in``.
        key: what it is about: a return's reference, a scope change's.
        cells: cells to change.
        rows: sheet name → rows of its model to add.
        details: everything else that the record should hold, as JSON can hold it.
        unheld: what rows would say in columns that their sheets lack: the record alone keeps it.
    """

    action: str
    key: str
    cells: tuple[CellChange, ...] = ()
    rows: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    details: Mapping[str, Any] = field(default_factory=dict)
    unheld: tuple[CellChange, ...] = ()

    @property
    def is_empty(self) -> bool:
        """True where nothing is to be changed."""
        return not self.cells and not any(self.rows.values())

    @property
    def values(self) -> list[tuple[CellRef, NewValue]]:
        """The cells and what they are to hold."""
        return [(one.where, one.value) for one in self.cells]

    def body(self, facts: Facts) -> dict[str, Any]:
        """It as the ledger keeps it, with the workbooks that it changes."""
        rows = {
            sheet: [recorded_texts(row) for row in found]
            if len(found) <= MOST_ROWS_RECORDED
            else len(found)
            for sheet, found in self.rows.items()
            if found
        }
        body = {
            "action": self.action,
            "cells": [one.body for one in self.cells],
            "rows": rows,
            "workbooks": facts,
            "details": dict(self.details),
        }
        return body | ({"unheld": [one.body for one in self.unheld]} if self.unheld else {})


def change_of(row: Any, field_name: str, value: NewValue, before: str = "") -> CellChange:  # noqa: ANN401 - a row of any sheet
    """The change of one field of a row that stands in a workbook; UsageError without its column."""
    place = row.source.place
    if not row.source.row or field_name not in place.columns:
        if place.is_by_period and "target" in place.columns:
            raise UsageError(
                f"The target of {row.kpi_ref} stands on the sheet {place.sheet}, under its quarter "
                f"({row.source.at('target')}).",
                "Type a new target there, under the quarter from which it holds; for another tolerance add a "
                "row with target and tolerance to the sheet Targets, from that quarter on. Then record the "
                'change: the same command with --before "how it was".',
            )
        raise UsageError(
            f"{place.workbook}, {place.sheet} has no column for {field_name.replace('_', ' ')}.",
            "Add the column (docs/columns.md names the headings), then run again.",
        )
    return CellChange(row.source.at(field_name), value, before, field_name, row)


def changed_cells(before: Any, after: Any, unheld: list[CellChange]) -> list[CellChange]:  # noqa: ANN401 - rows of any sheet
    """The cells in which a row changes; what has no column goes to ``unheld``, but for the figure's own."""
    by_period = before.source.place.is_by_period
    old, new = (cells_by_period(row) if by_period else cells_of_row(row) for row in (before, after))
    found = []
    for name, value in new.items():
        # Yes and 1 are equal in Python, and are not the same in a cell.
        if value == old[name] and type(value) is type(old[name]):
            continue
        try:
            found.append(change_of(before, name, value, recorded(old[name])))
        except UsageError:
            if name == "value":
                raise
            place = before.source.place
            where = CellRef(place.workbook, place.sheet)
            unheld.append(CellChange(where, value, recorded(old[name]), name, before))
    return found


def unheld_said(unheld: Sequence[CellChange]) -> tuple[str, ...]:
    """What was not written for want of a column, in a sentence; none where all was."""
    names = [name.replace("_", " ") for name in dict.fromkeys(one.field for one in unheld)]
    if not names:
        return ()
    return (
        f"The register has no column for {listed(names)}; that was not written, and the record alone "
        "keeps it. Papers tell a figure that a body was given otherwise as a correction.",
    )


def sheets_of(opened: OpenedRegister, change: Change) -> frozenset[str]:
    """The register's sheets that a change is to write."""
    tabs = {(one.where.workbook, one.where.sheet) for one in change.cells}
    of_cells = {sheet for sheet, place in opened.register.present.items() if place in tabs}
    return frozenset(of_cells | {sheet for sheet, rows in change.rows.items() if rows})


def apply_change(
    opened: OpenedRegister, change: Change, on: date, *, ignore_lock: bool = False
) -> tuple[str, ...]:
    """Writes one change; see ``apply_changes``."""
    return apply_changes(opened, (change,), on, ignore_lock=ignore_lock)


def apply_changes(
    opened: OpenedRegister, changes: Sequence[Change], on: date, *, ignore_lock: bool = False
) -> tuple[str, ...]:
    """Writes changes into the register's workbooks and the ledger; all of them or nothing.

    Each workbook is written once, whatever the number of changes; the ledger gets a row for each.

    Args:
        opened: the register as it was read when the changes were decided.
        changes: what to change; no two of them the same cell.
        on: the day, from ``--as-of``.
        ignore_lock: go on although a file beside a workbook says that somebody has it open.

    Returns:
        What was done, one line each; empty where there was nothing to change.

    Raises:
        LockedError: another run is writing, somebody has a workbook open, or it was saved since.
        UsageError: a sheet or column is missing.
        DiskError: full, read-only or forbidden; nothing was changed.
        PmfError: a workbook cannot be changed safely.
    """
    from pmf_cli.pipeline.change.changed_bytes import changed_bytes

    wanted = [change for change in changes if not change.is_empty]
    if not wanted:
        return ()
    rows: dict[str, list[Any]] = {}
    for change in wanted:
        for sheet, added in change.rows.items():
            rows.setdefault(sheet, []).extend(added)
    values = [one for change in wanted for one in change.values]
    with register_lock(opened.folder, wanted[0].action):
        pending = unfinished(read_ledger(opened.folder), opened.folder)
        new, remarks = changed_bytes(opened, values, rows, ignore_lock=ignore_lock)
        kept = opened.settings.files.backups
        return (*remarks, *carry_out(opened.folder, wanted, on, pending, new, keep=kept))


def carry_out(
    folder: Path,
    changes: Sequence[Change],
    on: date,
    pending: Sequence[LedgerRow],
    new: Mapping[str, tuple[bytes | None, bytes]],
    *,
    keep: int,
) -> list[str]:
    """Stages everything, writes the ledger's rows, puts the files in place.

    Args:
        folder: the register's folder, whose turn this run has.
        changes: what the ledger is to say.
        pending: what ``unfinished`` gave.
        new: workbook → its bytes as they were read, ``None`` where it is gone, and as they are to be.
        keep: how many copies of each workbook are kept.

    Returns:
        The files written, a line each.

    Raises:
        PmfError: as ``apply_changes``; nothing was changed.
    """
    ready = _Staging(folder)
    try:
        for name, (before, after) in new.items():
            ready.add(name, before, after)
        for file, fact in ready.pairs:
            file.refuse_other_than(fact["before"])
        with writing_ledger(folder) as ledger:
            bodies = [(one.key, one.body(ready.facts)) for one in changes]
            rows = record(ledger, pending, bodies, on)
    except BaseException:
        for backup in ready.backups:
            backup.drop()
        ready.drop_files()
        raise
    try:
        for file, fact in ready.pairs:
            file.put(over=fact["before"])
    except BaseException:
        ready.drop_files()
        _taken_back(folder, ready.facts, rows, on)
        raise
    for backup in ready.backups:
        backup.prune(keep)
    said = [f"{backup.path} (as it was before)" for backup in ready.backups]
    return said + [str(file.path) for file in ready.files]


class _Staging:
    """The new files of a change and the backups of the old ones, on disk and not in place yet."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.files: list[save.Staged] = []
        self.backups: list[Backup] = []
        self.facts: dict[str, dict[str, str]] = {}

    def add(self, name: str, before: bytes | None, after: bytes) -> None:
        """Puts a workbook's new bytes, and a backup of the old ones, safely on disk."""
        self.facts[name] = {"before": "", "after": fingerprint(after), "backup": ""}
        if before is not None:
            self.backups.append(backup_of(self.folder, name, before))
            self.facts[name] |= {
                "before": fingerprint(before),
                "backup": f"{BACKUPS}/{self.backups[-1].path.name}",
            }
        self.files.append(save.staged(self.folder / name, after))

    @property
    def pairs(self) -> list[tuple[save.Staged, dict[str, str]]]:
        """Each file with its fingerprints."""
        return list(zip(self.files, self.facts.values(), strict=True))

    def drop_files(self) -> None:
        """Takes the new files away."""
        for file in self.files:
            file.drop()


def unfinished(ledger: Ledger, folder: Path) -> tuple[LedgerRow, ...]:
    """The rows of the last run that changed the register, where its files are not in place.

    Where only some of several workbooks were put in place, those are taken back from the backups
    first, so that it is all or nothing; PmfError where one cannot be.
    """
    last = ledger.last(RowKind.CHANGE)
    if last is None:
        return ()
    facts: Facts = last.body["workbooks"]
    together = tuple(row for row in ledger.changes() if row.body["workbooks"] == facts)
    if last not in together:
        return ()
    now = {name: fingerprint_of(folder / name) for name in facts}
    if not any(now[name] == facts[name]["before"] != facts[name]["after"] for name in now):
        return ()
    _put_back(folder, facts)
    return together


def _put_back(folder: Path, facts: Facts) -> None:
    """Takes the files of a change that are in place back, from the backups."""
    for name, fact in facts.items():
        backup = folder / fact["backup"]
        if (
            fact["backup"]
            and fingerprint_of(folder / name) == fact["after"]
            and fingerprint_of(backup) == fact["before"] != fact["after"]
        ):
            save.staged(folder / name, backup.read_bytes()).put(over=fact["after"])


def record(
    ledger: Ledger,
    pending: Sequence[LedgerRow],
    changes: Sequence[tuple[str, Mapping[str, Any]]],
    on: date,
) -> tuple[LedgerRow, ...]:
    """The ledger's rows of changes, once: an interrupted run may have written them already.

    Args:
        pending: what ``unfinished`` gave.
        changes: key and body of each change.

    Raises:
        DiskError, LockedError: no row was added.
    """
    before = [(row.key, body_text(row.body)) for row in pending]
    if before == [(key, body_text(body)) for key, body in changes]:
        return tuple(pending)
    made = ledger.append_all(
        [
            *((RowKind.WITHDRAWN, row.key, {"row": row.number}) for row in pending),
            *((RowKind.CHANGE, key, body) for key, body in changes),
        ],
        on,
    )
    return made[len(pending) :]


def _taken_back(folder: Path, facts: Facts, rows: Sequence[LedgerRow], on: date) -> None:
    """After a file could not be put in place: the others are taken back, and the ledger says so.

    Where that fails too, the next run does it.
    """
    with suppress(PmfError, OSError), writing_ledger(folder) as ledger:
        _put_back(folder, facts)
        ledger.append_all([(RowKind.WITHDRAWN, row.key, {"row": row.number}) for row in rows], on)


@frozen
class Backup:
    """A copy of a workbook as it was before a change.

    Attributes:
        path: where it lies.
        workbook: the workbook's file name.
        is_new: false where the newest copy there was already the same.
    """

    path: Path
    workbook: str
    is_new: bool

    def drop(self) -> None:
        """Takes it away again, where the change did not come about."""
        if self.is_new:
            with suppress(OSError):
                self.path.unlink(missing_ok=True)
                self.path.parent.rmdir()

    def prune(self, keep: int) -> None:
        """Lets the oldest copies of the same workbook go; at least this one stays."""
        copies = sorted(kept_copies(self.path.parent).get(self.workbook, {}).items())
        for _, path in copies[: max(len(copies) - max(keep, 1), 0)]:
            with suppress(OSError):
                path.unlink()


def backup_of(folder: Path, workbook: str, data: bytes) -> Backup:
    """Keeps a workbook's bytes, safely on disk; DiskError where that is not possible."""
    kept = folder / BACKUPS
    try:
        kept.mkdir(exist_ok=True)
    except OSError as error:
        raise DiskError(
            f"The folder {kept} cannot be made: {error.strerror or 'the disk refuses'}. Nothing "
            "was changed.",
            "Free some space, or ask for the right to write in the register's folder.",
        ) from error
    copies = kept_copies(kept).get(workbook, {})
    newest = max(copies, default=0)
    if newest and copies[newest].read_bytes() == data:
        return Backup(copies[newest], workbook, is_new=False)
    stem, _, ending = workbook.rpartition(".")
    made = Backup(kept / f"{stem} (before change {newest + 1:04}).{ending}", workbook, is_new=True)
    try:
        save.save_bytes(made.path, data)
    except BaseException:
        made.drop()
        raise
    return made


def kept_copies(kept: Path) -> dict[str, dict[int, Path]]:
    """Workbook → number → copy, of every workbook that a folder holds copies of, by name."""
    found: dict[str, dict[int, Path]] = {}
    for path in sorted(kept.iterdir()) if kept.is_dir() else ():
        if match := _COPY.fullmatch(path.name):
            found.setdefault(f"{match[1]}{match[3]}", {})[int(match[2])] = path
    return found
