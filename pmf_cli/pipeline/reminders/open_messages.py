"""Messages that a person must deal with: refused for good, or nobody knows whether they came.

As long as one is open every run says so. It is dealt with once it was sent, once a later message
told the same, or once nothing of what it asked is wanted of its recipient any more.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from pmf_cli.assessment import Assessment
from pmf_cli.cycle.working_days import working_days
from pmf_cli.fingerprints import fingerprint
from pmf_cli.ledger.messages import TROUBLE, Message, SentMessage, State
from pmf_cli.post.addresses import AddressError, address_of
from pmf_cli.register.register import Register
from pmf_cli.settings import Settings
from pmf_cli.views.reminders import notices_due
from pmf_cli.words import counted, listed

MARK = 16
"""Digits of the mark by which an address is known again."""
SHOWN = 12
"""Digits of a key by which a message is named."""

Asked = tuple[str, str, str, str]
"""Contact, track, KPI reference and period of something that is wanted of somebody."""


def open_messages(
    assessment: Assessment, settings: Settings, messages: Iterable[Message]
) -> tuple[Message, ...]:
    """The messages in trouble of which something is still open, in the order of the record.

    Args:
        messages: every message on record.
    """
    known = tuple(messages)
    if not any(one.state in TROUBLE for one in known):
        return ()
    days = working_days(settings, (assessment.as_of.year,))
    wanted = {
        (one.contact or "", one.stage.track.value, one.kpi.ref, str(one.period))
        for one in notices_due(assessment, days)
    }
    return tuple(one for one in known if one.state in TROUBLE and _is_open(one, known, wanted))


def _is_open(message: Message, known: Iterable[Message], wanted: Collection[Asked]) -> bool:
    told = {
        _asked(one, notice)
        for one in known
        if one.state is State.SENT and one.number > message.number
        for notice in one.notices
    }
    asked = {_asked(message, notice) for notice in message.notices}
    return any(one in wanted and one not in told for one in asked)


def _asked(message: Message, notice: SentMessage) -> Asked:
    return (message.contact, notice.track, notice.kpi, notice.period)


def address_mark(key: str, address: str) -> str:
    """By what an address is known again without being kept; case does not count.

    Args:
        key: the message's key, so that no two marks of one address are alike.
        address: the address.
    """
    return fingerprint(f"{key} {address.casefold()}".encode())[:MARK]


def corrected(register: Register, messages: Mapping[str, Message]) -> frozenset[str]:
    """Keys of messages refused for good whose recipient has another address by now."""
    return frozenset(
        key
        for key, one in messages.items()
        if one.state is State.FAILED_PERMANENT
        and one.to
        and (address := _address(register, one.contact))
        and address_mark(key, address) != one.to
    )


def _address(register: Register, contact: str) -> str:
    person = register.contact_by_ref.get(contact)
    try:
        return address_of(person.email if person is not None else None)
    except AddressError:
        return ""


def open_words(messages: Iterable[Message]) -> tuple[str, ...]:
    """Open messages in sentences: one for those refused, one for those of which nobody knows."""
    by_state: dict[State, list[str]] = {}
    for one in messages:
        by_state.setdefault(one.state, []).append(f"to {one.contact} about {listed(one.kpis)}")
    found = []
    for state, told in by_state.items():
        number = counted(len(told), "message")
        was = "was" if len(told) == 1 else "were"
        words = (
            f"{number} {was} refused for good"
            if state is State.FAILED_PERMANENT
            else f"of {number} nobody knows whether it came"
        )
        found.append(
            f"{words[:1].upper()}{words[1:]}: {listed(told)}; pmf remind status says what to do."
        )
    return tuple(found)
