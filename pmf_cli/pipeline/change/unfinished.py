"""What an interrupted run left: decided in the ledger, but not in the workbooks.

The ledger's row of a change is written before the files are put in place. So the newest changes
whose workbooks still have the fingerprints of before were never carried out: the next run carries
them out, if it was asked for the same, or notes that they were not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pmf_cli.errors import PmfError
from pmf_cli.fingerprints import fingerprint
from pmf_cli.pipeline.change.backups import FOLDER

if TYPE_CHECKING:
    from pmf_cli.ledger.row import LedgerRow
    from pmf_cli.ledger.store import Ledger
    from pmf_cli.settings import Settings

Facts = Mapping[str, Mapping[str, str]]
"""Workbook name → its fingerprints ``before`` and ``after`` the change, and its ``backup``."""


def unfinished(ledger: Ledger, folder: Path) -> tuple[LedgerRow, ...]:
    """The rows of the last run that changed the register, where its files are not in place.

    Where only some of several workbooks were put in place, those are taken back from the backups
    first, so that it is all or nothing.

    Raises:
        PmfError: a file cannot be taken back.
    """
    from pmf_cli.ledger.row import RowKind

    last = ledger.last(RowKind.CHANGE)
    if last is None:
        return ()
    facts: Facts = last.body["workbooks"]
    together = tuple(row for row in ledger.changes() if row.body["workbooks"] == facts)
    if last not in together:
        return ()
    now = {name: _fingerprint(folder / name) for name in facts}
    if not any(now[name] == facts[name]["before"] != facts[name]["after"] for name in now):
        return ()
    _put_back(folder, facts)
    return together


def _put_back(folder: Path, facts: Facts) -> None:
    """Takes the files of a change that are in place back, from the backups.

    Raises:
        PmfError: a file cannot be taken back.
    """
    from pmf_cli.workbook.write.save import staged

    for name, fact in facts.items():
        backup = folder / fact["backup"]
        if (
            fact["backup"]
            and _fingerprint(folder / name) == fact["after"]
            and _fingerprint(backup) == fact["before"] != fact["after"]
        ):
            staged(folder / name, backup.read_bytes()).put(over=fact["after"])


def carried_out(
    ledger: Ledger, now: Mapping[str, str], action: str, key: str | None = None
) -> tuple[LedgerRow, ...]:
    """The changes of one action (and key) that really reached the register, oldest first.

    A run that was ended between the ledger's row and the workbook leaves a row that does not
    count: the workbook is still as it was before.

    Args:
        now: workbook name → its fingerprint as the register was read.
        action: the action.
        key: what it is about; of all where not given.
    """
    from pmf_cli.ledger.row import RowKind

    last = ledger.last(RowKind.CHANGE)
    left: Facts | None = None
    if last is not None:
        facts: Facts = last.body["workbooks"]
        if any(now.get(name) == one["before"] != one["after"] for name, one in facts.items()):
            left = facts
    aside = [row.number for row in ledger.rows(RowKind.CHANGE) if row.body["workbooks"] == left]
    return ledger.changes(action, key, without=aside)


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

    Returns:
        The rows of the changes.

    Raises:
        DiskError, LockedError: no row was added.
    """
    from pmf_cli.ledger.row import RowKind, body_text

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


def taken_back(folder: Path, facts: Facts, rows: Sequence[LedgerRow], on: date) -> None:
    """After a file could not be put in place: the others are taken back, and the ledger says so.

    Where that fails too, the next run does it.

    Args:
        facts: the workbooks of the change.
        rows: its rows of the ledger.
    """
    from pmf_cli.ledger.row import RowKind
    from pmf_cli.ledger.store import writing_ledger

    with suppress(PmfError, OSError), writing_ledger(folder) as ledger:
        _put_back(folder, facts)
        ledger.append_all([(RowKind.WITHDRAWN, row.key, {"row": row.number}) for row in rows], on)


def _fingerprint(path: Path) -> str:
    try:
        return fingerprint(path.read_bytes())
    except OSError:
        return ""


def clear_leftovers(folder: Path, settings: Settings) -> None:
    """Removes temporary files of runs that have ended, and their note; what may not be, is left.

    Args:
        settings: its settings, which name the folder of forms.
    """
    from pmf_cli.workbook.write.register_lock import clear_note
    from pmf_cli.workbook.write.save import sweep

    with suppress(OSError):
        for place in (folder, folder / FOLDER, folder / settings.collect.folder):
            sweep(place)
        clear_note(folder)
