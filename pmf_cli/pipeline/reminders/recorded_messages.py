"""The messages on record: what they said, how they stand, which a person must deal with.

Notices are kept without a name or an address. A message that was refused for good, or of which nobody
knows whether it came, is open, and every run says so, until it was sent, a later message told the same,
or nothing of what it asked is wanted of its recipient any more.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from pmf_cli.assessment import Assessment
from pmf_cli.cycle.reminders import Matter, Notice, Stage
from pmf_cli.cycle.working_days import working_days
from pmf_cli.errors import UsageError
from pmf_cli.fingerprints import fingerprint
from pmf_cli.ledger.messages import TOLD, TROUBLE, Message, SentMessage, State, messages_of
from pmf_cli.ledger.row import RowKind
from pmf_cli.ledger.store import Ledger, read_ledger
from pmf_cli.pipeline.read.opening import OpenedRegister
from pmf_cli.post.addresses import AddressError, address_of
from pmf_cli.register.register import Register
from pmf_cli.views.listing import Listing
from pmf_cli.views.lists.reminders import LastRun, SentLine, messages_listing
from pmf_cli.views.reminders import notices_due
from pmf_cli.words import counted, listed

MARK = 16
"""Digits of the mark by which an address is known again."""
SHOWN = 12
"""Digits of a key by which a message is named."""
SHORTEST = 6
"""Fewest digits by which a key can be named."""
Asked = tuple[str, str, str, str]
"""Contact, track, KPI reference and period of something that is wanted of somebody."""


def stages_told(
    messages: Iterable[Message], undelivered: Collection[str] = ()
) -> dict[Matter, int]:
    """How far people have been told of each matter, by the messages on record.

    Args:
        undelivered: keys of messages that were refused for an address that is another by now.
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


def recorded_notices(notices: Sequence[Notice]) -> tuple[SentMessage, ...]:
    """Notices as the ledger keeps them."""
    return tuple(
        SentMessage(track, one.stage.value, kpi, period, due)
        for one in notices
        for _, track, kpi, period, due in (one.matter,)
    )


def open_messages(assessment: Assessment, messages: Iterable[Message]) -> tuple[Message, ...]:
    """Those of all messages on record that are in trouble and of which something is still open."""
    known = tuple(messages)
    if not any(one.state in TROUBLE for one in known):
        return ()
    days = working_days(assessment.settings, (assessment.as_of.year,))
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

    The message's key is part of it, so that no two marks of one address are alike.
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
    person = register.contact(contact)
    try:
        return address_of(person.email if person is not None else None)
    except AddressError:
        return ""


def open_on_record(opened: OpenedRegister, assessment: Assessment) -> tuple[str, ...]:
    """The messages that a person must deal with on the assessment's date, in sentences."""
    messages = messages_of(read_ledger(opened.folder))
    put_right = corrected(opened.register, messages)
    by_state: dict[State, list[str]] = {}
    for one in open_messages(assessment, messages.values()):
        if one.key not in put_right and one.on <= assessment.as_of:
            by_state.setdefault(one.state, []).append(f"to {one.contact} about {listed(one.kpis)}")
    return tuple(_open_words(state, told) for state, told in by_state.items())


def _open_words(state: State, told: Sequence[str]) -> str:
    number = counted(len(told), "message")
    if state is State.FAILED_PERMANENT:
        said = f"{number} {'was' if len(told) == 1 else 'were'} refused for good"
    else:
        said = f"Of {number} nobody knows whether it came"
    return f"{said}: {listed(told)}; pmf remind status says what to do."


def message_named(messages: Mapping[str, Message], key: str) -> Message:
    """The message of a key or of its first digits; UsageError where not exactly one has it."""
    asked = key.strip().lower()
    found = [one for own, one in messages.items() if own.startswith(asked)]
    if len(asked) < SHORTEST or len(found) != 1:
        raise UsageError(
            f"{key!r} names {'no message' if not found else 'more than one message'}."
            if len(asked) >= SHORTEST
            else f"{key!r} is too short for a key.",
            f"Give the first {SHOWN} digits of a key as pmf remind status shows it.",
        )
    return found[0]


def cycle_of_message(opened: OpenedRegister, key: str) -> str:
    """The reporting period that a message on record was about, as printed.

    A message is sent again about its own cycle, also when work is on the next one by then.
    """
    return message_named(messages_of(read_ledger(opened.folder)), key).cycle


def messages_on_record(opened: OpenedRegister, assessment: Assessment) -> tuple[Listing, bool]:
    """When messages last went out and how each stands; and whether one waits for a person."""
    ledger = read_ledger(opened.folder)
    messages = messages_of(ledger)
    still = {one.key for one in open_messages(assessment, messages.values())}
    put_right = corrected(opened.register, messages)
    tries = opened.settings.reminders.tries
    lines = tuple(
        SentLine(
            key=one.key,
            short=one.key[:SHOWN],
            state=one.state.value,
            contact=one.contact,
            cycle=one.cycle,
            kpis=one.kpis,
            stages=one.stages,
            on=one.on,
            tries=one.tries,
            why=one.why,
            is_trouble=one.key in still and one.key not in put_right,
            advice=_advice(one, tries, is_open=one.key in still, put_right=one.key in put_right),
        )
        for one in messages.values()
    )
    name, period = opened.register.name, str(assessment.period)
    listing = messages_listing(name, period, assessment.as_of, lines, _last_run(ledger))
    return listing, any(line.is_trouble for line in lines)


def _last_run(ledger: Ledger) -> LastRun | None:
    row = ledger.last(RowKind.RUN)
    if row is None:
        return None
    numbers = {name: value for name, value in row.body.items() if isinstance(value, int)}
    return LastRun(row.on, numbers, str(row.body.get("stopped", "")))


def open_advice(message: Message) -> str:
    """What to do about a message that failed for good or is unknown."""
    key = message.key[:SHOWN]
    if message.state is State.UNKNOWN:
        return (
            f"Ask the person whether it came. If it did not: pmf remind resend {key}; "
            f"if it did: pmf remind came {key}"
        )
    return (
        f"Correct the address of {message.contact} in Contacts, and the next run sends it; "
        f"if the address is right: pmf remind resend {key}"
    )


def _advice(message: Message, tries: int, *, is_open: bool, put_right: bool) -> str:
    if message.state in TROUBLE and put_right:
        return "The address was corrected; the next pmf remind send sends what is still due."
    if message.state in TROUBLE and not is_open:
        return "Nothing: a later message told the same, or what it asked is no longer wanted."
    match message.state:
        case State.UNKNOWN | State.FAILED_PERMANENT:
            return open_advice(message)
        case State.FAILED_TEMPORARY:
            return f"The next run tries again, {tries - message.tries} more times at most."
        case State.PLANNED:
            return "The next pmf remind send sends it."
        case State.SENDING:
            return "A run is at work or was ended; the next pmf remind send says which."
        case _:
            return ""
