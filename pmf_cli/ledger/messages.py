"""What became of each message, as the ledger tells it.

``planned`` → ``sending`` → ``sent``, ``failed-temporary``, ``failed-permanent`` or ``unknown``;
``superseded`` where a message was planned or put off and is needed no more. The newest row of a
message's key counts. Rows hold contact references, never names, addresses or what a server said.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from enum import StrEnum
from typing import Any

from pmf_cli.frozen import frozen
from pmf_cli.ledger.row import LedgerRow, RowKind
from pmf_cli.ledger.store import Ledger


class State(StrEnum):
    """How a message stands. Names are kept in files and never change."""

    PLANNED = "planned"
    SENDING = "sending"
    SENT = "sent"
    FAILED_TEMPORARY = "failed-temporary"
    FAILED_PERMANENT = "failed-permanent"
    UNKNOWN = "unknown"
    SUPERSEDED = "superseded"


TOLD = (State.SENDING, State.SENT, State.FAILED_PERMANENT, State.UNKNOWN)
"""States in which a message is never sent again by itself."""
OPEN = (State.PLANNED, State.FAILED_TEMPORARY)
"""States in which the next run sends it, if it still says what is to be said."""
TROUBLE = (State.UNKNOWN, State.FAILED_PERMANENT)
"""States that a person must look at."""


@frozen
class SentMessage:
    """One notice of a message, as the ledger keeps it."""

    track: str
    stage: str
    kpi: str
    period: str
    due: str


@frozen
class Message:
    """One message.

    Attributes:
        key: its key.
        state: how it stands.
        contact: contact reference of the recipient.
        cycle: the reporting period, as printed.
        notices: what it says.
        message_id: its Message-ID.
        tries: how often it was handed to a server.
        why: why it failed or is needed no more, in words.
        on: the day of its newest row.
        number: the number of its newest row.
        to: mark of the address that it was last handed over for; empty where none was kept.
    """

    key: str
    state: State
    contact: str
    cycle: str
    notices: tuple[SentMessage, ...]
    message_id: str
    tries: int = 0
    why: str = ""
    on: date = date.min
    number: int = 0
    to: str = ""

    @property
    def kpis(self) -> tuple[str, ...]:
        """The KPIs it is about, each once."""
        return tuple(dict.fromkeys(one.kpi for one in self.notices))

    @property
    def stages(self) -> tuple[str, ...]:
        """The stages it tells of, each once."""
        return tuple(dict.fromkeys(one.stage for one in self.notices))

    def body(self) -> dict[str, Any]:
        """It as a row of the ledger."""
        return {
            "state": self.state.value,
            "contact": self.contact,
            "kind": "; ".join(self.stages),
            "cycle": self.cycle,
            "kpis": list(self.kpis),
            "due": min((one.due for one in self.notices if one.due), default=""),
            "channel": "e-mail",
            "message_id": self.message_id,
            "tries": self.tries,
            "to": self.to,
            "why": self.why,
            "notices": [
                [one.track, one.stage, one.kpi, one.period, one.due] for one in self.notices
            ],
        }


def messages_of(ledger: Ledger) -> Mapping[str, Message]:
    """Key → message, in the order in which they were planned."""
    found: dict[str, Message] = {}
    for row in ledger.rows(RowKind.MESSAGE):
        found[row.key] = _message(row)
    return found


def message_written(
    ledger: Ledger, message: Message, state: State, on: date, why: str = ""
) -> Message:
    """The message in a new state, once that is safely in the ledger.

    Args:
        ledger: opened to add to.
        message: the message.
        state: its new state.
        why: why, in words.

    Raises:
        PmfError: the row could not be written.
    """
    changed = replace(message, state=state, why=why)
    row = ledger.append(RowKind.MESSAGE, message.key, changed.body(), on)
    return replace(changed, on=on, number=row.number)


def _message(row: LedgerRow) -> Message:
    body = row.body
    return Message(
        key=row.key,
        state=State(str(body["state"])),
        contact=str(body["contact"]),
        cycle=str(body["cycle"]),
        notices=tuple(SentMessage(*(str(part) for part in one)) for one in body.get("notices", ())),
        message_id=str(body["message_id"]),
        tries=int(body["tries"]),
        why=str(body.get("why", "")),
        on=row.on,
        number=row.number,
        to=str(body.get("to", "")),
    )
