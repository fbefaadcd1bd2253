"""Workbooks older than the record: put back by hand, or saved over by an older copy.

What ``pmf restore`` puts back is on record itself. Where somebody puts a copy back in the file manager,
the record knows changes, and returns, that the workbook lacks: said wherever the register is opened.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pmf_cli.cycle.ledger_facts import RETURN_TAKEN_IN
from pmf_cli.errors import PmfError
from pmf_cli.fingerprints import fingerprint_of
from pmf_cli.words import counted, day, listed

if TYPE_CHECKING:
    from pmf_cli.ledger.row import LedgerRow
    from pmf_cli.ledger.store import Ledger
    from pmf_cli.register.register import Register

MOST_NAMED = 5
"""Returns named in one sentence."""


def older_than_record(folder: Path, register: Register | None) -> tuple[str, ...]:
    """What the record knows and the workbooks lack, a sentence each; nothing without a record.

    Args:
        register: the register as it was read; ``None`` where it cannot be read, so that only the
            files' fingerprints are compared.
    """
    from pmf_cli.ledger.store import ledger_path, read_ledger

    if not ledger_path(folder).is_file():
        return ()
    try:
        ledger = read_ledger(folder)
    except PmfError:
        return ()  # Every command that uses the record refuses it in its own words.
    decided = ledger.decided()
    if not decided:
        return ()
    names = sorted({name for row in decided for name in row.body["workbooks"]})
    prints: Mapping[str, str] = (
        register.fingerprints
        if register is not None
        else {name: fingerprint_of(folder / name) for name in names}
    )
    said = [line for name in names for line in _older(name, decided, prints.get(name, ""))]
    return (*said, *(() if register is None else _lacking(ledger, decided, register)))


def _older(workbook: str, decided: Sequence[LedgerRow], present: str) -> Iterator[str]:
    """Whether a workbook is as it was before some of the changes, by its fingerprint."""
    rows = [row for row in decided if workbook in row.body["workbooks"]]
    facts = [row.body["workbooks"][workbook] for row in rows]
    if not present or present == facts[-1]["after"]:
        return
    known = []
    for place, fact in enumerate(facts):
        # Several rows of one run began with the same workbook: the first of them says when.
        is_first = not place or facts[place - 1] != fact
        if fact["after"] == present:
            known.append(place + 1)
        elif fact["before"] == present and is_first:
            known.append(place)
    if known:
        since = rows[max(known) :]
        yield (
            f"{workbook} is older than the record: it is as it was before the change of "
            f"{day(since[0].on)} ({since[0].body['action']} {since[0].key}), and "
            f"{counted(len(since), 'change')} on record {'is' if len(since) == 1 else 'are'} not "
            "in it. pmf restore lists the backups; docs/restore.md says what to do."
        )


def _lacking(ledger: Ledger, decided: Sequence[LedgerRow], register: Register) -> Iterator[str]:
    """Returns that the record says were taken in, and of which the register has no row."""
    place = register.present.get("Returns")
    if place is None:
        return
    held = {row.return_ref for row in register.returns}
    counting = ledger.carried_out(register.fingerprints, RETURN_TAKEN_IN)
    lost = {row.key for row in counting} - held
    still = {row.number for row in counting}
    taken = [row for row in decided if row.body["action"] == RETURN_TAKEN_IN]
    out = {row.key for row in taken if row.number not in still} - held - lost
    if lost:
        yield (
            f"The record knows returns that {place[0]} lacks: {_some(sorted(lost))}. Take them in again with "
            "pmf collect read, or put the newest copy back (pmf restore)."
        )
    if out:
        yield (
            f"Returns that putting a backup back took out of {place[0]} are not in it again: "
            f"{_some(sorted(out))}."
        )


def _some(keys: Sequence[str]) -> str:
    more = len(keys) - MOST_NAMED
    return listed([*keys[:MOST_NAMED], *([f"{more} more"] if more > 0 else [])])
