"""The one way in which pmf writes into the officer's workbooks: all of a change, or none of it.

In this order, so that a run ended at any point leaves every workbook old or new and whole: take
the turn; make the new bytes and read them back; put them and the backups safely on disk beside the
old files; write the ledger's row; put the new files in place. After the ledger's row nothing needs
room on the disk any more. A run that was ended between the row and the last file is noticed by the
next one, from the fingerprints in the row.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pmf_cli.errors import UsageError
from pmf_cli.findings import CellRef
from pmf_cli.fingerprints import fingerprint
from pmf_cli.pipeline.change.backups import Backup, backup_of
from pmf_cli.pipeline.change.unfinished import Facts, record, taken_back, unfinished
from pmf_cli.pipeline.read.opening import OpenedRegister
from pmf_cli.register.sheets.layout import sheet_of
from pmf_cli.register.sheets.row_cells import name_of, recorded, recorded_texts

if TYPE_CHECKING:
    from pmf_cli.ledger.row import LedgerRow
    from pmf_cli.workbook.write.patch_cell import NewValue
    from pmf_cli.workbook.write.save import Staged

MOST_ROWS_RECORDED = 1000
"""Rows added by one change that the ledger holds word for word; of more it holds the number."""


@dataclass(frozen=True)
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
    return CellChange(row.source.at(field_name), value, before, field_name, row)


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
    from pmf_cli.ledger.store import read_ledger
    from pmf_cli.pipeline.change.changed_bytes import changed_bytes
    from pmf_cli.workbook.write.register_lock import register_lock

    wanted = [change for change in changes if not change.is_empty]
    if not wanted:
        return ()
    with register_lock(opened.folder, wanted[0].action):
        pending = unfinished(read_ledger(opened.folder), opened.folder)
        made = changed_bytes(
            opened,
            [(one.where, one.value) for change in wanted for one in change.cells],
            _rows_together(wanted),
            ignore_lock=ignore_lock,
        )
        kept = opened.settings.files.backups
        said = carry_out(opened.folder, wanted, on, pending, made.workbooks, keep=kept)
        return (*made.remarks, *said)


def _rows_together(changes: Sequence[Change]) -> dict[str, list[Any]]:
    together: dict[str, list[Any]] = {}
    for change in changes:
        for sheet, rows in change.rows.items():
            together.setdefault(sheet, []).extend(rows)
    return together


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
    from pmf_cli.ledger.store import writing_ledger
    from pmf_cli.workbook.write.save import staged

    files: list[Staged] = []
    backups: list[Backup] = []
    try:
        facts: dict[str, dict[str, str]] = {}
        for name, (before, after) in new.items():
            facts[name] = {"before": "", "after": fingerprint(after), "backup": ""}
            if before is not None:
                backups.append(backup_of(folder, name, before))
                facts[name] |= {"before": fingerprint(before), "backup": backups[-1].name}
            files.append(staged(folder / name, after))
        for file, fact in zip(files, facts.values(), strict=True):
            file.refuse_other_than(fact["before"])
        with writing_ledger(folder) as ledger:
            rows = record(ledger, pending, [(one.key, _body(one, facts)) for one in changes], on)
    except BaseException:
        for backup in backups:
            backup.drop()
        for file in files:
            file.drop()
        raise
    try:
        for file, fact in zip(files, facts.values(), strict=True):
            file.put(over=fact["before"])
    except BaseException:
        for file in files:
            file.drop()
        taken_back(folder, facts, rows, on)
        raise
    for backup in backups:
        backup.prune(keep)
    said = [f"{backup.path} (as it was before)" for backup in backups]
    return said + [str(file.path) for file in files]


def _body(change: Change, facts: Facts) -> dict[str, Any]:
    rows = {
        sheet: [recorded_texts(row) for row in found]
        if len(found) <= MOST_ROWS_RECORDED
        else len(found)
        for sheet, found in change.rows.items()
        if found
    }
    return {
        "action": change.action,
        "cells": [_cell_body(one) for one in change.cells],
        "rows": rows,
        "workbooks": facts,
        "details": dict(change.details),
    }


def _cell_body(one: CellChange) -> dict[str, Any]:
    body = {"where": str(one.where), "before": one.before, "after": recorded(one.value)}
    if one.row is None:
        return body
    return {**body, "sheet": sheet_of(one.row).name, "field": one.field, "row": name_of(one.row)}
