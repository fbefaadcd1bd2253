"""One row of the ledger, and the chain that ties it to the row before.

A row's hash covers all that it says and the hash of the row before, so that no row can be
changed, left out or put between without every later hash being wrong (the 2024 report, ¶50, asks
for a record of the information provided by services).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import Any

from pmf_cli.fingerprints import fingerprint
from pmf_cli.frozen import frozen

START = "0" * 64
"""Stands in the first row where later rows hold the hash of the row before."""


class RowKind(StrEnum):
    """What a row is about. Names are kept in files and never change."""

    CHANGE = "register changed"
    """Workbooks of the register were changed: by a return, a scope change, an import."""
    WITHDRAWN = "change not carried out"
    """A change that was decided but did not reach the workbooks; its key names it."""
    FORM = "return form made"
    """A return form was made for a contact."""
    REFUSED = "return refused"
    """A return came back that could not be taken in."""
    MESSAGE = "message"
    """A message to a contact: planned, sending, sent, failed or unknown."""
    RUN = "reminder run"
    """A run of ``pmf remind send`` came to its end."""
    PAPER = "paper issued"
    """A paper went to a body, with every figure as reported."""
    PAPER_WITHDRAWN = "issue withdrawn"
    """An issue was taken back; its key names it, and its row stays."""
    STEP = "step done"
    """A step of the checklist was done."""
    CALENDAR = "calendar made"
    """A calendar of the timetable was made for a contact, with the day and number of each entry."""


@frozen
class LedgerRow:
    """One row.

    Attributes:
        number: from 1, without gaps.
        on: the day on which it happened, by the run's ``--as-of``.
        kind: what it is about.
        key: what it is about in particular: a message's key, a paper's reference.
        body: everything else, as JSON can hold it; figures are strings of exact decimals.
        previous: the hash of the row before.
        hash: SHA-256 over all of the above.
    """

    number: int
    on: date
    kind: RowKind
    key: str
    body: Mapping[str, Any]
    previous: str
    hash: str


def body_text(body: Mapping[str, Any]) -> str:
    """A body as the one text that is hashed and stored."""
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def hash_of(number: int, on: str, kind: str, key: str, body: str, previous: str) -> str:
    """The hash of a row's texts; a list in JSON, so that no text can run into the next."""
    whole = json.dumps([number, on, kind, key, body, previous], ensure_ascii=True)
    return fingerprint(whole.encode())


def next_row(
    before: LedgerRow | None, kind: RowKind, key: str, body: Mapping[str, Any], on: date
) -> tuple[LedgerRow, str]:
    """The row that follows another, and its body as text."""
    number = 1 if before is None else before.number + 1
    previous = START if before is None else before.hash
    text = body_text(body)
    made = hash_of(number, on.isoformat(), kind.value, key, text, previous)
    return LedgerRow(number, on, kind, key, json.loads(text), previous, made), text


Stored = tuple[object, object, object, object, object, object, object]
"""A row as the file holds it: number, day, kind, key, body, previous, hash."""


def fault_in(stored: Stored, before: str, expected: int) -> str:
    """What is wrong with a stored row, in words; empty where nothing is.

    Args:
        stored: the row as stored.
        before: the hash of the row before as stored.
        expected: the number that it should have.
    """
    number, on, kind, key, body, previous, own = stored
    texts = (on, kind, key, body, previous, own)
    if number != expected:
        return f"row {expected} is missing or out of place"
    if not all(isinstance(text, str) for text in texts):
        return f"row {expected} holds something that is no text"
    if previous != before:
        return f"row {expected} does not follow the row before it"
    if hash_of(expected, *(str(text) for text in texts[:5])) != own:
        return f"row {expected} ({_short(kind)}, {_short(on)}) was altered: its hash does not fit"
    return ""


def _short(text: object) -> str:
    return "".join(c for c in str(text)[:40] if c.isprintable())


def rows_of(stored: Iterable[Stored]) -> tuple[LedgerRow, ...]:
    """Rows whose chain holds, as values.

    ValueError: a row does not fit, with the words of ``fault_in``.
    """
    found: list[LedgerRow] = []
    before = START
    for expected, one in enumerate(stored, 1):
        fault = fault_in(one, before, expected)
        if fault:
            raise ValueError(fault)
        number, on, kind, key, body, previous, own = (str(part) for part in one)
        found.append(
            LedgerRow(
                int(number),
                date.fromisoformat(on),
                RowKind(kind),
                key,
                json.loads(body),
                previous,
                own,
            )
        )
        before = own
    return tuple(found)
