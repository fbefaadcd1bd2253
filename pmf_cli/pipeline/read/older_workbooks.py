"""Workbooks older than the record: put back by hand, or saved over by an older copy.

What ``pmf restore`` puts back is on record itself. Where somebody puts a copy back in the file manager,
the record knows changes, and returns, that the workbook lacks: said wherever the register is opened.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
    said: list[str] = []
    for name in sorted({name for row in decided for name in row.body["workbooks"]}):
        known = {} if register is None else register.fingerprints
        present = fingerprint_of(folder / name) if register is None else known.get(name, "")
        said += _older(name, [row for row in decided if name in row.body["workbooks"]], present)
    if register is not None:
        said += _lacking(ledger, decided, register)
    return tuple(said)


def _older(workbook: str, rows: Sequence[LedgerRow], present: str) -> Iterator[str]:
    """Whether a workbook is as it was before some of its changes, by its fingerprint."""
    facts = [row.body["workbooks"][workbook] for row in rows]
    if not present or present == facts[-1]["after"]:
        return
    # How many of the changes are in it. Several rows of one run began with the same workbook: the
    # first of them says when.
    known = [place + 1 for place, fact in enumerate(facts) if fact["after"] == present]
    begun = enumerate(zip(facts, [None, *facts], strict=False))
    known += [place for place, (fact, last) in begun if fact["before"] == present and fact != last]
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
    undone = (row for row in decided if row not in counting)
    out = {row.key for row in undone if row.body["action"] == RETURN_TAKEN_IN} - held - lost
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
