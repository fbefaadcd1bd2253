"""The ledger to look at and to hand on: every row, and what is wrong with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pmf_cli.views.base import Align, Block, Entry, Paragraph, Section, TextStyle, bullets, note
from pmf_cli.views.entries import text_entry
from pmf_cli.views.listing import Field, ListDefinition, Listing
from pmf_cli.words import counted

MOST_WORDS = 12
"""Words of a row shown on a screen; the data formats hold them all."""


@dataclass(frozen=True, slots=True)
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
        period="",
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
        lead = f"{counted(len(faults), 'fault')} in the ledger of {counted(rows, 'row')} read."
        blocks.insert(0, Paragraph(lead, TextStyle.LEAD))
    elif rows:
        blocks.append(Paragraph(f"All is as pmf wrote it: {counted(rows, 'row')}.", TextStyle.LEAD))
    blocks += [note(words) for words in remarks]
    return LEDGER_FAULTS.listing(
        faults,
        {"rows": rows, "faults": len(faults)},
        (Section(f"{register}: ledger", 1, tuple(blocks)),),
        register=register,
        period="",
        as_of=as_of,
    )
