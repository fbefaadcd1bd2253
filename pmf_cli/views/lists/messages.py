"""How the messages on record stand: which were sent, which failed, which a person must look at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pmf_cli.views.base import Entry, Paragraph, Section, Tone, labelled_lines
from pmf_cli.views.listing import Field, ListDefinition, Listing
from pmf_cli.words import counted, day, listed

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
        short: the first digits of it, by which it can be named.
        on: when it came to stand so.
        tries: how often it was handed to a server.
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


MESSAGES: ListDefinition[SentLine] = ListDefinition(
    "pmf/messages/1",
    "One item a message on record. From `pmf remind status`.",
    "messages",
    (
        Field(
            "key", "Key", "The message's key, 64 hexadecimal digits.",
            shown=lambda line: Entry(line.short), width=1.2,
        ),
        Field(
            "state", "State",
            "planned, sending, sent, failed-temporary, failed-permanent, unknown or superseded.",
            shown=lambda line: Entry(line.state, tone=Tone.RED if line.is_trouble else Tone.NONE),
            width=1.3,
        ),
        Field("on", "Since", "Since when, ISO date."),
        Field("contact", "To", "Contact reference of the recipient.", width=0.8, empty=""),
        Field("cycle", "", "The reporting period.", empty=""),
        Field("stages", "", "What it told of."),
        Field("kpis", "KPIs", "References of the KPIs it is about.", width=1.6),
        Field("tries", "", "How often it was handed to a server."),
        Field(
            "why", "Why", "Why it failed or is needed no more; empty where neither.", missing="–",
            width=2.4,
        ),
        Field("advice", "What to do", "What to do; empty where nothing.", missing="–", width=3.2),
    ),
)  # fmt: skip


def messages_listing(
    register: str, cycle: str, as_of: date, lines: Sequence[SentLine], last: LastRun | None
) -> Listing:
    """Every message on record, for one screen and for other programs."""
    counts = {state: sum(line.state == state for line in lines) for state in STATES}
    parts = [f"{number:,} {state}" for state, number in counts.items() if number]
    on_record = f"{counted(len(lines), 'message')}{': ' + listed(parts) if parts else ''}."
    shown = [line for line in lines if line.state not in QUIET]
    blocks = (
        *labelled_lines((("Last run:", _run_words(last)), ("On record:", on_record))),
        MESSAGES.table(
            "messages",
            "Messages that are not sent, or of which that is not known",
            shown,
            "Messages on record that are not sent.",
        )
        if shown
        else Paragraph("Nothing to look at."),
    )
    return MESSAGES.listing(
        lines,
        counts,
        (Section("Reminders", 1, blocks),),
        register=register,
        period=cycle,
        as_of=as_of,
    )


def _run_words(last: LastRun | None) -> str:
    if last is None:
        return "never, or no run came to its end."
    told = listed(f"{number} {name}" for name, number in last.counts.items() if number)
    run = f"{day(last.on)}: {told or 'nothing was due'}"
    return run + (f". It was stopped: {last.stopped}." if last.stopped else ".")
