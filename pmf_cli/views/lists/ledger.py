"""The ledger to look at and to hand on: every row, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pmf_cli.views.base import Align, Block, Column, Entry, Paragraph, Section, Table, TextStyle
from pmf_cli.views.entries import date_entry, text_entry
from pmf_cli.views.listing import Listing
from pmf_cli.words import counted

SCHEMA = "pmf/ledger/1"
FAULTS_SCHEMA = "pmf/ledger-verify/1"
MOST_WORDS = 12
"""Words of a row shown on a screen; the data formats hold them all."""


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """A row of the ledger as it is shown."""

    number: int
    on: date
    kind: str
    key: str
    body: Mapping[str, Any]
    previous: str
    hash: str


def ledger_listing(
    rows: Sequence[LedgerRow], register: str, as_of: date, kinds: Sequence[str] = ()
) -> Listing:
    """The rows of the ledger, oldest first.

    Args:
        rows: the rows wanted.
        register: the register's name.
        as_of: the day of the newest row, or of the question where there is none.
        kinds: the kinds asked for, for the heading.
    """
    counts = {"rows": len(rows)}
    for row in rows:
        counts[row.kind] = counts.get(row.kind, 0) + 1
    heading = f"{register}: ledger" + (f" ({', '.join(kinds)})" if kinds else "")
    blocks: list[Block] = [_table(rows)] if rows else []
    blocks.append(Paragraph(f"{counted(len(rows), 'row')}.", TextStyle.NOTE))
    return Listing(
        schema=SCHEMA,
        register=register,
        period="",
        as_of=as_of,
        counts=counts,
        key="rows",
        items=tuple(
            {
                "number": row.number,
                "on": row.on.isoformat(),
                "kind": row.kind,
                "key": row.key,
                "body": row.body,
                "previous": row.previous,
                "hash": row.hash,
            }
            for row in rows
        ),
        sections=(Section(heading, 1, tuple(blocks)),),
    )


def _table(rows: Sequence[LedgerRow]) -> Table:
    return Table(
        "ledger",
        "Rows of the ledger",
        (
            Column("Row", 0.6, Align.NUMBER),
            Column("Day", 1.1),
            Column("Kind", 1.7),
            Column("About", 2.4),
            Column("What", 5.0),
            Column("Hash", 1.2),
        ),
        tuple(
            (
                Entry(str(row.number)),
                date_entry(row.on),
                Entry(row.kind),
                text_entry(row.key, missing="–"),
                text_entry(_told(row.body), missing="–"),
                Entry(row.hash[:12]),
            )
            for row in rows
        ),
        "Every row with its day, kind and key.",
    )


def _told(body: Mapping[str, Any]) -> str:
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
    blocks: list[Block] = [Paragraph(words, TextStyle.BULLET) for words in faults]
    if faults:
        lead = f"{counted(len(faults), 'fault')} in the ledger of {counted(rows, 'row')} read."
        blocks.insert(0, Paragraph(lead, TextStyle.LEAD))
    elif rows:
        blocks.append(Paragraph(f"All is as pmf wrote it: {counted(rows, 'row')}.", TextStyle.LEAD))
    blocks += [Paragraph(words, TextStyle.NOTE) for words in remarks]
    return Listing(
        schema=FAULTS_SCHEMA,
        register=register,
        period="",
        as_of=as_of,
        counts={"rows": rows, "faults": len(faults)},
        key="faults",
        items=tuple({"what": words} for words in faults),
        sections=(Section(f"{register}: ledger", 1, tuple(blocks)),),
    )
