"""The one way in which pmf writes into the officer's workbooks: all of a change, or none of it.

In this order, so that a run ended at any point leaves every workbook old or new and whole: take
the turn; make the new bytes and read them back; put them and the backups safely on disk beside the
old files; write the ledger's row; put the new files in place. After the ledger's row nothing needs
room on the disk any more. A run that was ended between the row and the last file is noticed by the
next one, from the fingerprints in the row.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pmf_cli.errors import LockedError, PmfError, UsageError
from pmf_cli.findings import CellRef
from pmf_cli.importing.register_cells import cells_of_row
from pmf_cli.pipeline.appending import appended, place_of
from pmf_cli.pipeline.backups import Backup, backup_of
from pmf_cli.pipeline.opening import OpenedRegister

if TYPE_CHECKING:
    from pmf_cli.ledger.row import Row
    from pmf_cli.ledger.store import Ledger
    from pmf_cli.workbook.patch_cell import NewValue
    from pmf_cli.workbook.save import Staged

MOST_ROWS_RECORDED = 1000
"""Rows added by one change that the ledger holds word for word; of more it holds the number."""


@dataclass(frozen=True)
class CellChange:
    """One cell to change.

    Attributes:
        where: the cell.
        value: what it is to hold; ``None`` empties it.
        before: what it held, in words, for the record.
    """

    where: CellRef
    value: NewValue
    before: str = ""


@dataclass(frozen=True)
class Change:
    """What is to be changed in the register, and what the ledger says of it.

    Attributes:
        action: what is done, in words: ``return taken in``.
        key: what it is about: a return's reference, a scope change's.
        cells: cells to change.
        rows: sheet name → rows of its model to add.
        details: everything else that the record should hold, as JSON can hold it.
    """

    action: str
    key: str
    cells: tuple[CellChange, ...] = ()
    rows: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    details: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """True where nothing is to be changed."""
        return not self.cells and not any(self.rows.values())


def change_of(row: Any, field_name: str, value: NewValue, before: str = "") -> CellChange:  # noqa: ANN401 - a row of any sheet
    """The change of one field of a row that stands in a workbook.

    Raises:
        UsageError: the row's sheet has no column for the field.
    """
    place = row.source.place
    if not row.source.row or field_name not in place.columns:
        raise UsageError(
            f"{place.workbook}, {place.sheet} has no column for {field_name.replace('_', ' ')}.",
            "Add the column (docs/columns.md names the headings), then run again.",
        )
    return CellChange(row.source.at(field_name), value, before)


def apply_change(
    opened: OpenedRegister, change: Change, on: date, *, ignore_lock: bool = False
) -> tuple[str, ...]:
    """Writes a change into the register's workbooks and the ledger; all of it or nothing.

    Args:
        opened: the register as it was read when the change was decided.
        change: what to change.
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
    from pmf_cli.ledger.store import read_ledger
    from pmf_cli.workbook.turns import turn

    if change.is_empty:
        return ()
    with turn(opened.folder, change.action):
        pending = unfinished(read_ledger(opened.folder), opened.folder)
        new, said = _new_bytes(opened, change, ignore_lock=ignore_lock)
        return (*said, *_carried_out(opened, change, on, pending, new))


def _carried_out(
    opened: OpenedRegister,
    change: Change,
    on: date,
    pending: Row | None,
    new: Mapping[str, tuple[bytes, bytes]],
) -> list[str]:
    """Stages everything, writes the ledger's row, puts the files in place."""
    from pmf_cli.ledger.store import writing_ledger
    from pmf_cli.workbook.save import staged

    files: list[Staged] = []
    backups: list[Backup] = []
    try:
        for name, (before, after) in new.items():
            backups.append(backup_of(opened.folder, name, before))
            files.append(staged(opened.folder / name, after))
        body = _body(change, new, backups)
        with writing_ledger(opened.folder) as ledger:
            _record(ledger, pending, change.key, body, on)
    except BaseException:
        for backup in backups:
            backup.drop()
        for file in files:
            file.drop()
        raise
    try:
        for file in files:
            file.put()
    except BaseException:
        for file in files:
            file.drop()
        _taken_back(opened.folder, on)
        raise
    for backup in backups:
        backup.prune(opened.settings.files.backups)
    said = [f"{backup.path} (as it was before)" for backup in backups]
    return said + [str(file.path) for file in files]


def _record(
    ledger: Ledger, pending: Row | None, key: str, body: Mapping[str, Any], on: date
) -> None:
    """The ledger's row of a change, once: an interrupted run may have written it already."""
    from pmf_cli.ledger.row import Kind, body_text

    if pending is not None:
        if pending.key == key and body_text(pending.body) == body_text(body):
            return
        ledger.append(Kind.WITHDRAWN, pending.key, {"row": pending.number}, on)
    ledger.append(Kind.CHANGE, key, body, on)


def _taken_back(folder: Path, on: date) -> None:
    """After a file could not be put in place: the others are taken back, and the ledger says so.

    Where that fails too, the next run does it.
    """
    from pmf_cli.ledger.row import Kind
    from pmf_cli.ledger.store import writing_ledger

    with suppress(PmfError, OSError), writing_ledger(folder) as ledger:
        row = unfinished(ledger, folder)
        if row is not None:
            ledger.append(Kind.WITHDRAWN, row.key, {"row": row.number}, on)


def _body(
    change: Change, new: Mapping[str, tuple[bytes, bytes]], backups: Sequence[Backup]
) -> dict[str, Any]:
    rows = {
        sheet: [_texts(row) for row in found] if len(found) <= MOST_ROWS_RECORDED else len(found)
        for sheet, found in change.rows.items()
        if found
    }
    workbooks = {
        name: {"before": _digest(before), "after": _digest(after), "backup": backup.name}
        for (name, (before, after)), backup in zip(new.items(), backups, strict=True)
    }
    return {
        "action": change.action,
        "cells": [
            {"where": str(one.where), "before": one.before, "after": _text(one.value)}
            for one in change.cells
        ],
        "rows": rows,
        "workbooks": workbooks,
        "details": dict(change.details),
    }


def _texts(row: Any) -> dict[str, str]:  # noqa: ANN401 - a row of any sheet
    return {name: _text(value) for name, value in cells_of_row(row).items() if value is not None}


def _text(value: object) -> str:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value)


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def unfinished(ledger: Ledger, folder: Path) -> Row | None:
    """The last change in the ledger, where its files were never put in place.

    A change over several workbooks of which only some were put in place is taken back from the
    backups first, so that it is all or nothing.

    Raises:
        PmfError: a file cannot be taken back.
    """
    from pmf_cli.ledger.row import Kind
    from pmf_cli.workbook.save import save_bytes

    last = ledger.last(Kind.CHANGE)
    if last is None:
        return None
    withdrawn = ledger.rows(Kind.WITHDRAWN)
    if any(row.body.get("row") == last.number for row in withdrawn):
        return None
    now = {name: _fingerprint(folder / name) for name in last.body["workbooks"]}
    facts = last.body["workbooks"]
    old = [name for name in now if now[name] == facts[name]["before"] != facts[name]["after"]]
    if not old:
        return None
    for name in now:
        if now[name] == facts[name]["after"]:
            backup = folder / str(facts[name]["backup"])
            if _fingerprint(backup) == facts[name]["before"]:
                save_bytes(folder / name, backup.read_bytes())
    return last


def _fingerprint(path: Path) -> str:
    try:
        return _digest(path.read_bytes())
    except OSError:
        return ""


def _new_bytes(
    opened: OpenedRegister, change: Change, *, ignore_lock: bool
) -> tuple[dict[str, tuple[bytes, bytes]], list[str]]:
    """Workbook name → its bytes before and after, and what was done to them in words."""
    from pmf_cli.workbook.patch import Edit, patched
    from pmf_cli.workbook.ranges import box_of

    new: dict[str, tuple[bytes, bytes]] = {}
    said: list[str] = []

    def now(workbook: str) -> bytes:
        if workbook not in new:
            data = bytes_of(opened, workbook, ignore_lock=ignore_lock)
            new[workbook] = (data, data)
        return new[workbook][1]

    by_workbook: dict[str, list[Edit]] = {}
    for cell in change.cells:
        box = box_of(cell.where.cell)
        assert box is not None, f"{cell.where} is no cell"
        edit = Edit(cell.where.sheet, box[0], box[1], cell.value)
        by_workbook.setdefault(cell.where.workbook, []).append(edit)
    for workbook, edits in by_workbook.items():
        data = patched(now(workbook), edits, name=workbook, limits=opened.settings.limits)
        new[workbook] = (new[workbook][0], data)
        said.append(f"{workbook}: {len(edits)} cells changed.")
    for sheet, rows in change.rows.items():
        if rows:
            workbook = place_of(opened, sheet)[0]
            made = appended(opened, sheet, rows, workbook, now(workbook))
            new[workbook] = (new[workbook][0], made.data)
            said += made.remarks
    for workbook, (_, after) in new.items():
        _read_back(workbook, after, by_workbook.get(workbook, ()), opened)
    return new, said


def _read_back(workbook: str, data: bytes, edits: Sequence[Any], opened: OpenedRegister) -> None:
    """Reads the new bytes whole, and the cells that were to change, before anything is written."""
    from pmf_cli.workbook.read import book_of

    wanted: dict[str, dict[tuple[int, int], Any]] = {}
    for edit in edits:
        wanted.setdefault(edit.sheet, {})[edit.row, edit.column] = edit.value
    for sheet in book_of(workbook, data, opened.settings.limits).sheets:
        cells = wanted.pop(sheet.name, {})
        for row in sheet.rows():
            for (number, column), value in list(cells.items()):
                if number == row.number:
                    del cells[number, column]
                    if (row.value(column) is None) != (value is None or value == ""):
                        raise PmfError(
                            f"{workbook}, {sheet.name}: row {number} would not hold what it should."
                            " Nothing was changed.",
                            "Open the workbook in Excel, save it, and run again.",
                        )


def bytes_of(opened: OpenedRegister, workbook: str, *, ignore_lock: bool = False) -> bytes:
    """A workbook as it is on disk, if it is still what was read and nobody has it open.

    Raises:
        LockedError: somebody has it open, or it was saved since it was read.
    """
    from pmf_cli.workbook.locks import holders

    path = opened.folder / workbook
    open_by = holders(path)
    if open_by and not ignore_lock:
        raise LockedError(
            f"{open_by[0].words} Nothing was changed.",
            "Close it there, then run again. If nobody has it open, the file was left behind after "
            "a crash: --ignore-lock goes on in spite of it.",
        )
    data = path.read_bytes()
    if _digest(data) != opened.register.fingerprints.get(workbook):
        raise LockedError(
            f"{workbook} was saved by somebody else while pmf worked. Nothing was changed.",
            "Run the command again, so that the newest content is used.",
        )
    return data
