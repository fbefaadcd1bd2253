"""Receipts of issued papers: small texts beside the ledger, by which a ledger that lost an issue is noticed.

Ledger and seal can be replaced together by an older or another copy that looks whole. What lies
beside them cannot be part of that copy, so each issue leaves a line elsewhere too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

from pmf_cli.analysis.issued.issue_history import IssuedPaper, RecordedCellChange
from pmf_cli.frozen import frozen
from pmf_cli.register.register import Register
from pmf_cli.register.scope_telling import TOLD_FIELDS
from pmf_cli.register.sheets.supporting import ScopeChange
from pmf_cli.words import day

if TYPE_CHECKING:
    from pmf_cli.ledger.row import LedgerRow
    from pmf_cli.ledger.store import Ledger

FOLDER = "issued"
"""The folder of receipts, beside ``pmf.toml``."""
# Of a receipt's text only what is compared is read again; further lines may follow.
_SAID = re.compile(r"^(.+)\n(.*)\nRow (\d+) of the ledger, hash ([0-9a-f]{64})\.$", re.MULTILINE)


@frozen
class Receipt:
    """What a receipt says: the issue, in words what it was, and its row in the ledger."""

    ref: str
    words: str
    row: int
    hash: str


def keep_receipt(folder: Path, paper: IssuedPaper, row: LedgerRow) -> None:
    """Leaves the receipt of an issue; one that cannot be written takes nothing from the record."""
    from pmf_cli.errors import PmfError
    from pmf_cli.workbook.write.save import save_bytes

    meets = f", meeting of {day(paper.meeting_on)}" if paper.meeting_on else ""
    lines = [
        paper.ref,
        f"{paper.body}, {paper.period}{meets}, issued on {day(paper.issued_on)}",
        f"Row {row.number} of the ledger, hash {row.hash}.",
        *(f"File {one.name}, fingerprint {one.fingerprint}." for one in paper.files),
        "Kept so that a ledger without this issue is noticed: leave it here.",
    ]
    with suppress(OSError, PmfError):
        (folder / FOLDER).mkdir(exist_ok=True)
        save_bytes(folder / FOLDER / f"{paper.ref}.txt", ("\n".join(lines) + "\n").encode())


def receipts_in(folder: Path) -> tuple[Receipt, ...]:
    """The receipts that lie beside a ledger, by name; texts that are none are left out."""
    found = []
    for path in sorted((folder / FOLDER).glob("*.txt")):
        with suppress(OSError, UnicodeDecodeError):
            said = _SAID.match(path.read_text(encoding="utf-8"))
            if said is not None:
                found.append(Receipt(said[1], said[2], int(said[3]), said[4]))
    return tuple(found)


def lost_issues(ledger: Ledger, receipts: Sequence[Receipt]) -> Iterator[str]:
    """Issues of which a receipt tells and the ledger does not, or not so, each in a sentence."""
    hashes = {row.number: row.hash for row in ledger.rows()}
    for one in receipts:
        if hashes.get(one.row) == one.hash:
            continue
        what = "holds another row" if one.row in hashes else "has no such row"
        yield (
            f"{one.ref} ({one.words}) was row {one.row} of the ledger, by its receipt "
            f"{FOLDER}/{one.ref}.txt; this ledger {what}: it is another or an older one."
        )


def lost_returns(ledger: Ledger, register: Register) -> Iterator[str]:
    """Returns that the register holds as taken in and the ledger knows nothing of, each in a sentence."""
    from pmf_cli.cycle.ledger_facts import RETURN_TAKEN_IN

    known = {row.key for row in ledger.changes(RETURN_TAKEN_IN)}
    for row in register.returns:
        if row.received_on is not None and row.return_ref not in known:
            yield (
                f"The register holds return {row.return_ref} as taken in on {day(row.received_on)} "
                f"({row.source.at('return_ref')}); the ledger has no row of it."
            )


def untold_days(ledger: Ledger, register: Register) -> Iterator[str]:
    """Days in ``Scope changes`` that no row of the ledger put there, since it was begun.

    People may type such a day, so it is a remark and no fault.
    """
    from pmf_cli.ledger.papers import history_of
    from pmf_cli.register.sheets.row_cells import recorded

    begun = next((row.on for row in ledger.rows()), date.max)
    changes = history_of(ledger).changes
    for change, field, on in _told_days(register):
        if on >= begun and not any(_put_there(one, change, field, recorded(on)) for one in changes):
            yield (
                f"{change.source.at(field)} says that a body was told of {change.change_ref} on {day(on)}; no "
                "row of the ledger put it there. Typed by hand, or the row is lost."
            )


def _put_there(done: RecordedCellChange, change: ScopeChange, field: str, text: str) -> bool:
    """Whether a change on record wrote a day into a cell of a scope change, or added its row with it."""
    if any(one.after == text and one.is_of(change, field) for one in done.written):
        return True
    added = done.added.get("Scope changes", ())
    return any(
        (row.get("change_ref"), row.get(field)) == (change.change_ref, text) for row in added
    )


def _told_days(register: Register) -> Iterator[tuple[ScopeChange, str, date]]:
    """Each change of scope, the column of a body that was told of it, and the day that stands there."""
    for change, field in product(register.scope_changes, TOLD_FIELDS.values()):
        if (on := getattr(change, field)) is not None:
            yield change, field, on
