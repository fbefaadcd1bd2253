"""The record of what pmf did: its rows and faults, the backups, and what putting one back undoes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from pmf_cli.frozen import frozen
from pmf_cli.views.base import (
    Align,
    Block,
    Entry,
    Paragraph,
    Section,
    Table,
    bullets,
    lead,
    note,
)
from pmf_cli.views.entries import text_entry
from pmf_cli.views.listing import Field, ListDefinition, Listing
from pmf_cli.words import counted, day

MOST_WORDS = 12
"""Words of a row shown on a screen; the data formats hold them all."""


@frozen
class LedgerLine:
    """A row of the ledger as it is shown."""

    number: int
    on: date
    kind: str
    key: str
    body: Mapping[str, Any]
    previous: str
    hash: str


LEDGER: ListDefinition[LedgerLine] = ListDefinition(
    "pmf/ledger/1",
    "One item a row of the ledger. From `pmf ledger export`.",
    "rows",
    (
        Field(
            "number", "Row", "Number of the row, from 1 without gaps.",
            shown=lambda row: Entry(str(row.number)), width=0.6, align=Align.NUMBER,
        ),
        Field("on", "Day", "The day, ISO date.", width=1.1),
        Field(
            "kind", "Kind", "What the row is about: paper issued, register changed, message and so on.",
            width=1.7,
        ),
        Field(
            "key", "About",
            "What it is about in particular: an issue's reference, a return's, a message's.",
            missing="–", width=2.4, empty="",
        ),
        Field(
            "body", "What",
            "Everything else as one JSON object: an object in JSON, its text in CSV. Figures are strings "
            "of exact decimals.",
            shown=lambda row: text_entry(_body_words(row.body), missing="–"), width=5.0,
        ),
        Field("previous", "", "Hash of the row before.", empty=""),
        Field(
            "hash", "Hash",
            "SHA-256 over number, day, kind, key, body and the hash of the row before.",
            shown=lambda row: Entry(row.hash[:12]), width=1.2,
        ),
    ),
)  # fmt: skip
LEDGER_FAULTS: ListDefinition[str] = ListDefinition(
    "pmf/ledger-verify/1",
    "One item a fault of the ledger. From `pmf ledger verify`.",
    "faults",
    (Field("what", "Fault", "What is wrong, in one sentence that names the row.", str),),
)


def ledger_listing(
    rows: Sequence[LedgerLine], register: str, as_of: date, kinds: Sequence[str] = ()
) -> Listing:
    """The rows of the ledger, oldest first.

    Args:
        as_of: the day of the newest row, or of the question where there is none.
    """
    kinds_found = Counter(row.kind for row in rows)
    heading = f"{register}: ledger" + (f" ({', '.join(kinds)})" if kinds else "")
    summary = "Every row with its day, kind and key."
    blocks: list[Block] = []
    if rows:
        blocks.append(LEDGER.table("ledger", "Rows of the ledger", rows, summary))
    blocks.append(note(f"{counted(len(rows), 'row')}."))
    return LEDGER.listing(
        rows,
        {"rows": len(rows), **kinds_found},
        (Section(heading, 1, tuple(blocks)),),
        register=register,
        as_of=as_of,
    )


def _body_words(body: Mapping[str, Any]) -> str:
    """The short fields of a row in words: ``report clt; body CLT; 105 figures``."""
    parts = []
    for name, value in body.items():
        if isinstance(value, list | Mapping):
            if value:
                parts.append(f"{len(value):,} {name.replace('_', ' ')}")
        elif value not in ("", None):
            parts.append(f"{name.replace('_', ' ')} {value}")
    text = "; ".join(parts).split()
    return " ".join(text[: 4 * MOST_WORDS])


def verdict_listing(
    rows: int, faults: Sequence[str], remarks: Sequence[str], register: str, as_of: date
) -> Listing:
    """What ``ledger verify`` found."""
    blocks: list[Block] = [*bullets(faults)]
    if faults:
        words = f"{counted(len(faults), 'fault')} in the ledger of {counted(rows, 'row')} read."
        blocks.insert(0, lead(words))
    elif rows:
        blocks.append(lead(f"All is as pmf wrote it: {counted(rows, 'row')}."))
    blocks += [note(words) for words in remarks]
    return LEDGER_FAULTS.listing(
        faults,
        {"rows": rows, "faults": len(faults)},
        (Section(f"{register}: ledger", 1, tuple(blocks)),),
        register=register,
        as_of=as_of,
    )


MOST_SHOWN = 40
"""Cells of one change shown on a screen; the data formats hold them all."""
NOT_ON_RECORD = "Not on record"
WHOLE = "The whole workbook"


@frozen
class RecordedChange:
    """A change as the ledger holds it.

    Attributes:
        action: what was done: ``return taken in``.
        rows: how many rows were added, a line each sheet.
        added: what those rows say, a line each; empty where the record only counts them.
    """

    row: int
    on: date
    action: str
    key: str
    cells: tuple[str, ...]
    rows: tuple[str, ...]
    workbooks: tuple[str, ...]
    added: tuple[str, ...] = ()


@frozen
class KeptCopy:
    """A copy of a workbook as it was before a change.

    Attributes:
        name: the copy's name in the folder of backups.
        changes: what the write after it changed; empty where the record does not know it.
    """

    workbook: str
    name: str
    number: int
    changes: tuple[RecordedChange, ...]
    is_present: bool = False


BACKUPS: ListDefinition[KeptCopy] = ListDefinition(
    "pmf/backups/1",
    "One item a backup, by workbook and newest first. From `pmf restore`.",
    "backups",
    (
        Field("workbook", "", "The workbook's file name."),
        Field(
            "backup", "Backup", "The backup's name in the folder `backups`.", lambda copy: copy.name,
            lambda copy: Entry(copy.name + (" (as it is now)" if copy.is_present else "")), width=3.4,
        ),
        Field("number", "", "Its number; higher is newer."),
        Field("is_present", "", "True where the workbook is as this backup at present."),
        Field(
            "changes", "What",
            "What the write after it changed: row of the ledger, day, action, key, and cells and rows in "
            "words. Empty where the record does not know it.",
            lambda copy: tuple(_as_data(change) for change in copy.changes),
            lambda copy: text_entry(_what(copy.changes), NOT_ON_RECORD), width=3.0,
        ),
        Field(
            "before", "Before the write of", "",
            lambda copy: copy.changes[0].on if copy.changes else None, missing=NOT_ON_RECORD,
            width=1.4,
        ),
        Field(
            "changed", "Changed", "",
            shown=lambda copy: text_entry(
                _changed(copy.changes), WHOLE if copy.changes else NOT_ON_RECORD
            ),
            width=4.0,
        ),
    ),
    ("backup", "before", "changes", "changed"),
)  # fmt: skip
RESTORE: ListDefinition[RecordedChange] = ListDefinition(
    "pmf/restore/1",
    "One item a change on record that putting backups back undoes, newest first. From `pmf restore "
    "BACKUP`.",
    "undone",
    (
        Field("row", "", "The change's row in the ledger."),
        Field("on", "", "Its day."),
        Field("action", "", "What was done."),
        Field("key", "", "What it was about.", empty=""),
        Field("cells", "", "Cells, before and after."),
        Field("rows", "", "How many rows were added, a sheet each."),
        Field("added", "", "What those rows say; empty where the record only counts them."),
        Field("workbooks", "", "The workbooks that it changed."),
    ),
)


def backups_listing(copies: Sequence[KeptCopy], register: str, as_of: date) -> Listing:
    """The backups, by workbook and newest first."""
    sections = [
        Section(name, 2, (_table([copy for copy in copies if copy.workbook == name], name),))
        for name in dict.fromkeys(copy.workbook for copy in copies)
    ]
    words = "There is no backup: pmf keeps one before each write."
    if copies:
        words = (
            "Each is the workbook as it was before the write named beside it. To see what putting one "
            'back would undo: pmf restore "NAME". Nothing is written without --write.'
        )
    return BACKUPS.listing(
        copies,
        {"backups": len(copies)},
        (Section(f"{register}: backups", 1, (lead(words),)), *sections),
        register=register,
        as_of=as_of,
    )


def restore_listing(
    copies: Sequence[KeptCopy],
    undone: Sequence[RecordedChange],
    redone: Sequence[RecordedChange],
    halves: Sequence[RecordedChange],
    register: str,
    as_of: date,
) -> Listing:
    """What putting backups back undoes.

    Args:
        undone: changes on record that would be in the workbooks no longer, newest first.
        redone: changes undone before that would be in them again.
        halves: those of the undone that changed another workbook too, which is not put back.
    """
    opening = Section(
        f"{register}: putting back", 1, tuple(_what_it_does(copies, undone, redone, halves))
    )
    return RESTORE.listing(
        undone,
        {"backups": len(copies), "undone": len(undone), "redone": len(redone)},
        (opening, *map(_undone_section, undone)),
        register=register,
        as_of=as_of,
    )


def _what_it_does(
    copies: Sequence[KeptCopy],
    undone: Sequence[RecordedChange],
    redone: Sequence[RecordedChange],
    halves: Sequence[RecordedChange],
) -> Iterator[Block]:
    for copy in copies:
        known = f", before {_what(copy.changes)}" if copy.changes else ""
        words = f"{copy.workbook} as it is in {copy.name}{known}."
        if copy.is_present:
            words = f"{copy.workbook} is so already."
        yield lead(words)
    yield Paragraph(
        f"{counted(len(undone), 'change')} on record would be in the register no longer. What was "
        "typed into a workbook by hand since goes too; the present workbook is kept as a backup."
    )
    if redone:
        yield Paragraph(
            f"{counted(len(redone), 'change')} undone before would be in it again: {_all(redone)}."
        )
    if halves:
        yield lead(
            f"Only a part is undone of what changed another workbook too: {_all(halves)}. Name a "
            "backup of that workbook as well, so that they fit together."
        )


def _undone_section(change: RecordedChange) -> Section:
    lines = [*change.cells, *change.rows, *change.added]
    told = lines[:MOST_SHOWN]
    if len(lines) > MOST_SHOWN:
        told.append(f"and {len(lines) - MOST_SHOWN:,} more")
    return Section(f"{day(change.on)}: {_change_words(change)}", 2, bullets(told))


def _all(changes: Sequence[RecordedChange]) -> str:
    return "; ".join(map(_change_words, changes))


def _table(copies: Sequence[KeptCopy], workbook: str) -> Table:
    summary = "Every copy with the write that came after it."
    return BACKUPS.table("backups", f"Backups of {workbook}", copies, summary)


def _change_words(change: RecordedChange) -> str:
    return f"{change.action} {change.key}".strip()


def _what(changes: Sequence[RecordedChange]) -> str:
    named = [_change_words(change) for change in changes[:3]]
    more = len(changes) - len(named)
    return "; ".join([*named, *([f"and {more:,} more"] if more else [])])


def _changed(changes: Sequence[RecordedChange]) -> str:
    cells = [line for change in changes for line in change.cells]
    rows = [line for change in changes for line in change.rows]
    told = cells if len(cells) <= 2 else [*cells[:2], f"and {len(cells) - 2:,} more cells"]
    if len(rows) > 4:
        rows = [*rows[:4], f"and {len(rows) - 4:,} more"]
    return "; ".join([*told, *rows])


def _as_data(change: RecordedChange) -> dict[str, object]:
    return {
        "row": str(change.row),
        "on": change.on,
        "action": change.action,
        "key": change.key,
        "changed": "; ".join([*change.cells, *change.rows]),
    }
