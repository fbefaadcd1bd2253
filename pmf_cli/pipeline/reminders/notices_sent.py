"""Between notices and the ledger: what a message says, kept without a name or an address."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from pmf_cli.cycle.reminders import Matter, Notice, Stage
from pmf_cli.ledger.messages import TOLD, Message, SentMessage, State
from pmf_cli.post.message import message_id


def stages_told(
    messages: Iterable[Message], undelivered: Collection[str] = ()
) -> dict[Matter, int]:
    """What people have been told, from the messages of the ledger.

    Args:
        messages: every message.
        undelivered: keys of those that were refused for an address that is another by now.
    """
    ranks = {stage.value: stage.rank for stage in Stage}
    told: dict[Matter, int] = {}
    for message in messages:
        if message.state not in TOLD or message.key in undelivered:
            continue
        for one in message.notices:
            matter = (message.contact, one.track, one.kpi, one.period, one.due)
            told[matter] = max(told.get(matter, -1), ranks.get(one.stage, -1))
    return told


def planned_message(
    key: str, contact: str, cycle: str, notices: Sequence[Notice], sender: str
) -> Message:
    """A message as the ledger first keeps it.

    Args:
        key: its key.
        contact: contact reference of the recipient.
        cycle: the reporting period, as printed.
        notices: what it says.
        sender: the address it comes from, for its Message-ID.
    """
    return Message(
        key=key,
        state=State.PLANNED,
        contact=contact,
        cycle=cycle,
        notices=recorded_notices(notices),
        message_id=message_id(key, sender),
    )


def recorded_notices(notices: Sequence[Notice]) -> tuple[SentMessage, ...]:
    """Notices as the ledger keeps them."""
    return tuple(
        SentMessage(track, one.stage.value, kpi, period, due)
        for one in notices
        for _, track, kpi, period, due in (one.matter,)
    )
