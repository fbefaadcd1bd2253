"""The ways back: the backups with what the write after each changed, and what putting one back does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pmf_cli import words
from pmf_cli.views.base import Block, Column, Entry, Paragraph, Section, Table, TextStyle
from pmf_cli.views.entries import date_entry, text_entry
from pmf_cli.views.listing import Listing
from pmf_cli.words import counted

BACKUPS = "pmf/backups/1"
RESTORE = "pmf/restore/1"
MOST_SHOWN = 40
"""Cells of one change shown on a screen; the data formats hold them all."""
NOT_ON_RECORD = "Not on record"
WHOLE = "The whole workbook"


@dataclass(frozen=True, slots=True)
class RecordedChange:
    """A change as the ledger holds it.

    Attributes:
        row: the number of its row.
        on: its day.
        action: what was done: ``return taken in``.
        key: what it was about.
        cells: what changed in cells, a line each.
        rows: how many rows were added, a line each sheet.
        added: what those rows say, a line each; empty where the record only counts them.
        workbooks: the workbooks it changed.
    """

    row: int
    on: date
    action: str
    key: str
    cells: tuple[str, ...]
    rows: tuple[str, ...]
    workbooks: tuple[str, ...]
    added: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KeptCopy:
    """A copy of a workbook as it was before a change.

    Attributes:
        workbook: the workbook's file name.
        name: the copy's name in the folder of backups.
        number: its number.
        changes: what the write after it changed; empty where the record does not know it.
        is_present: whether the workbook is as this copy at present.
    """

    workbook: str
    name: str
    number: int
    changes: tuple[RecordedChange, ...]
    is_present: bool = False


def backups_listing(copies: Sequence[KeptCopy], register: str, as_of: date) -> Listing:
    """The backups, by workbook and newest first.

    Args:
        copies: the backups.
        register: the register's name.
        as_of: the day of the question.
    """
    names = list(dict.fromkeys(copy.workbook for copy in copies))
    sections = tuple(
        Section(name, 2, (_table([copy for copy in copies if copy.workbook == name], name),))
        for name in names
    )
    lead: Block = Paragraph(
        "Each is the workbook as it was before the write named beside it. To see what putting one "
        'back would undo: pmf restore "NAME". Nothing is written without --write.'
        if copies
        else "There is no backup: pmf keeps one before each write.",
        TextStyle.LEAD,
    )
    return Listing(
        schema=BACKUPS,
        register=register,
        period="",
        as_of=as_of,
        counts={"backups": len(copies)},
        key="backups",
        items=tuple(
            {
                "workbook": copy.workbook,
                "backup": copy.name,
                "number": copy.number,
                "is_present": copy.is_present,
                "changes": tuple(_as_data(change) for change in copy.changes),
            }
            for copy in copies
        ),
        sections=(Section(f"{register}: backups", 1, (lead,)), *sections),
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
        copies: the backups named.
        undone: changes on record that would be in the workbooks no longer, newest first.
        redone: changes undone before that would be in them again.
        halves: those of the undone that changed another workbook too, which is not put back.
        register: the register's name.
        as_of: the day.
    """
    blocks: list[Block] = []
    for copy in copies:
        if copy.is_present:
            blocks.append(Paragraph(f"{copy.workbook} is so already.", TextStyle.LEAD))
            continue
        known = f", before {_what(copy.changes)}" if copy.changes else ""
        blocks.append(Paragraph(f"{copy.workbook} as it is in {copy.name}{known}.", TextStyle.LEAD))
    blocks.append(
        Paragraph(
            f"{counted(len(undone), 'change')} on record would be in the register no longer. What was "
            "typed into a workbook by hand since goes too; the present workbook is kept as a backup."
        )
    )
    if redone:
        blocks.append(
            Paragraph(
                f"{counted(len(redone), 'change')} undone before would be in it again: "
                f"{'; '.join(_named(change) for change in redone)}."
            )
        )
    if halves:
        listed = "; ".join(_named(change) for change in halves)
        blocks.append(
            Paragraph(
                f"Only a part is undone of what changed another workbook too: {listed}. Name a "
                "backup of that workbook as well, so that they fit together.",
                TextStyle.LEAD,
            )
        )
    sections = [Section(f"{register}: putting back", 1, tuple(blocks))]
    for change in undone:
        lines = [*change.cells, *change.rows, *change.added]
        more = len(lines) - MOST_SHOWN
        told = [Paragraph(line, TextStyle.BULLET) for line in lines[:MOST_SHOWN]]
        if more > 0:
            told.append(Paragraph(f"and {more:,} more", TextStyle.BULLET))
        sections.append(Section(f"{words.day(change.on)}: {_named(change)}", 2, tuple(told)))
    return Listing(
        schema=RESTORE,
        register=register,
        period="",
        as_of=as_of,
        counts={"backups": len(copies), "undone": len(undone), "redone": len(redone)},
        key="undone",
        items=tuple(
            {
                "row": change.row,
                "on": change.on.isoformat(),
                "action": change.action,
                "key": change.key,
                "cells": tuple(change.cells),
                "rows": tuple(change.rows),
                "added": tuple(change.added),
                "workbooks": tuple(change.workbooks),
            }
            for change in undone
        ),
        sections=tuple(sections),
    )


def _table(copies: Sequence[KeptCopy], workbook: str) -> Table:
    return Table(
        "backups",
        f"Backups of {workbook}",
        (
            Column("Backup", 3.4),
            Column("Before the write of", 1.4),
            Column("What", 3.0),
            Column("Changed", 4.0),
        ),
        tuple(
            (
                Entry(copy.name + (" (as it is now)" if copy.is_present else "")),
                date_entry(copy.changes[0].on if copy.changes else None, NOT_ON_RECORD),
                text_entry(_what(copy.changes), NOT_ON_RECORD),
                text_entry(_changed(copy.changes), WHOLE if copy.changes else NOT_ON_RECORD),
            )
            for copy in copies
        ),
        "Every copy with the write that came after it.",
    )


def _named(change: RecordedChange) -> str:
    return f"{change.action} {change.key}".strip()


def _what(changes: Sequence[RecordedChange]) -> str:
    named = [_named(change) for change in changes[:3]]
    more = len(changes) - len(named)
    return "; ".join([*named, *([f"and {more:,} more"] if more else [])])


def _changed(changes: Sequence[RecordedChange]) -> str:
    cells = [line for change in changes for line in change.cells]
    rows = [line for change in changes for line in change.rows]
    told = cells if len(cells) <= 2 else [*cells[:2], f"and {len(cells) - 2:,} more cells"]
    if len(rows) > 4:
        rows = [*rows[:4], f"and {len(rows) - 4:,} more"]
    return "; ".join([*told, *rows])


def _as_data(change: RecordedChange) -> dict[str, str | None]:
    return {
        "row": str(change.row),
        "on": change.on.isoformat(),
        "action": change.action,
        "key": change.key,
        "changed": "; ".join([*change.cells, *change.rows]),
    }
