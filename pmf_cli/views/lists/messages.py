"""How the messages on record stand: which were sent, which failed, which a person must look at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pmf_cli.views.base import Block, Column, Entry, Paragraph, Section, Table, TextStyle, Tone
from pmf_cli.views.entries import date_entry, text_entry
from pmf_cli.views.listing import Datum, Listing
from pmf_cli.words import counted, day, listed

SCHEMA = "pmf/messages/1"
STATES = (
    "planned",
    "sending",
    "sent",
    "failed-temporary",
    "failed-permanent",
    "unknown",
    "superseded",
)
"""In the order in which counts give them."""
QUIET = ("sent", "superseded")
"""States that need no line on the screen; the data formats hold them all."""


@dataclass(frozen=True)
class LastRun:
    """The last run that sent: its day, what it counted, and what stopped it, if anything did."""

    on: date
    counts: Mapping[str, int]
    stopped: str = ""


@dataclass(frozen=True)
class SentLine:
    """One message on record.

    Attributes:
        key: its key.
        short: the first digits of it, by which it can be named.
        state: how it stands.
        contact: contact reference of the recipient.
        cycle: the reporting period.
        kpis: what it is about.
        stages: the stages it tells of.
        on: when it came to stand so.
        tries: how often it was handed to a server.
        why: why it failed, in words.
        is_trouble: whether a person must look at it.
        advice: what to do.
    """

    key: str
    short: str
    state: str
    contact: str
    cycle: str
    kpis: tuple[str, ...]
    stages: tuple[str, ...]
    on: date
    tries: int
    why: str
    is_trouble: bool
    advice: str


def messages_listing(
    register: str, cycle: str, as_of: date, lines: Sequence[SentLine], last: LastRun | None
) -> Listing:
    """Every message on record, for one screen and for other programs."""
    counts = {state: sum(line.state == state for line in lines) for state in STATES}
    return Listing(
        schema=SCHEMA,
        register=register,
        period=cycle,
        as_of=as_of,
        counts=counts,
        key="messages",
        items=tuple(_item(line) for line in lines),
        sections=(Section("Reminders", 1, _blocks(counts, lines, last)),),
    )


def _blocks(
    counts: Mapping[str, int], lines: Sequence[SentLine], last: LastRun | None
) -> tuple[Block, ...]:
    if last is None:
        run = "never, or no run came to its end."
    else:
        told = listed(f"{number} {name}" for name, number in last.counts.items() if number)
        run = f"{day(last.on)}: {told or 'nothing was due'}"
        run += f". It was stopped: {last.stopped}." if last.stopped else "."
    parts = [f"{number:,} {state}" for state, number in counts.items() if number]
    blocks: list[Block] = [
        Paragraph(run, TextStyle.LABEL, label="Last run with --send:"),
        Paragraph(
            f"{counted(len(lines), 'message')}{': ' + listed(parts) if parts else ''}.",
            TextStyle.LABEL,
            label="On record:",
        ),
    ]
    shown = [line for line in lines if line.state not in QUIET]
    if not shown:
        return (*blocks, Paragraph("Nothing to look at."))
    table = Table(
        "messages",
        "Messages that are not sent, or of which that is not known",
        (
            Column("Key", 1.2),
            Column("State", 1.3),
            Column("Since", 1.0),
            Column("To", 0.8),
            Column("KPIs", 1.6),
            Column("Why", 2.4),
            Column("What to do", 3.2),
        ),
        tuple(_row(line) for line in shown),
        "Messages on record that are not sent.",
    )
    return (*blocks, table)


def _row(line: SentLine) -> tuple[Entry, ...]:
    return (
        Entry(line.short),
        Entry(line.state, tone=Tone.RED if line.is_trouble else Tone.NONE),
        date_entry(line.on),
        text_entry(line.contact),
        text_entry(listed(line.kpis)),
        text_entry(line.why, "–"),
        text_entry(line.advice, "–"),
    )


def _item(line: SentLine) -> Mapping[str, Datum]:
    return {
        "key": line.key,
        "state": line.state,
        "on": line.on.isoformat(),
        "contact": line.contact,
        "cycle": line.cycle,
        "stages": line.stages,
        "kpis": line.kpis,
        "tries": line.tries,
        "why": line.why or None,
        "advice": line.advice or None,
    }
