"""One run that sends messages: each on record before its first words go to the server."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from pmf_cli.assessment import Assessment
from pmf_cli.ledger.messages import OPEN, TROUBLE, Message, State, message_written, messages_of
from pmf_cli.ledger.row import RowKind
from pmf_cli.ledger.store import Ledger
from pmf_cli.pipeline.read.opening import Progress
from pmf_cli.pipeline.reminders.recorded_messages import (
    address_mark,
    corrected,
    open_advice,
    open_messages,
    recorded_notices,
)
from pmf_cli.pipeline.reminders.reminding import Mailing, Plan, PreparedMessage, Undeliverable
from pmf_cli.post.message import message_id
from pmf_cli.post.secure import MailServerError
from pmf_cli.post.smtp import Delivery, Ending, MailServer
from pmf_cli.words import counted, day

INTERRUPTED = "the run was ended while the message was being sent"
NEWER = "a newer message to the same person says what is due now"
NOT_DUE = "what it asked for is no longer due from this person"
ENDED = {
    Ending.SENT: State.SENT,
    Ending.UNKNOWN: State.UNKNOWN,
    Ending.PERMANENT: State.FAILED_PERMANENT,
}
"""How a transaction ended → how its message stands; any other is tried again."""


@dataclass
class Outcome:
    """What a run did.

    Attributes:
        sent: messages that the server took.
        failed: messages that it refused or put off, with the reason.
        unknown: messages of which nobody knows whether the server took them.
        open: messages of earlier runs that still wait for a person.
        left: messages left for the next run.
        undeliverable: what is undeliverable.
        trouble: what stopped the run, if anything did.
    """

    sent: list[Message] = field(default_factory=list)
    failed: list[Message] = field(default_factory=list)
    unknown: list[Message] = field(default_factory=list)
    open: list[Message] = field(default_factory=list)
    left: int = 0
    undeliverable: tuple[Undeliverable, ...] = ()
    trouble: MailServerError | None = None

    @property
    def needs_somebody(self) -> bool:
        """Whether a person must look: messages failed, are unknown, open or left, or the run stopped."""
        waiting = self.failed or self.unknown or self.open
        return bool(waiting or self.trouble is not None or self.left)

    @property
    def counts(self) -> dict[str, int]:
        """The counts for the record."""
        return {
            "sent": len(self.sent),
            "failed": len(self.failed),
            "unknown": len(self.unknown),
            "open": len(self.open),
            "left": self.left,
            "undeliverable": len(self.undeliverable),
        }

    def add(self, message: Message) -> None:
        """Tells how a message ended."""
        ended = {State.SENT: self.sent, State.UNKNOWN: self.unknown}
        ended.get(message.state, self.failed).append(message)

    def forget(self, is_dealt_with: Callable[[Message], bool]) -> None:
        """Tells no more of messages in trouble that somebody has dealt with."""
        for told in (self.failed, self.unknown, self.open):
            told[:] = [one for one in told if not is_dealt_with(one)]


Tell = Callable[[Outcome], None]
"""Told what a run did, before that is on record."""


def ignore_outcome(_: Outcome) -> None:
    """For runs whose outcome is told by whoever called them."""


def outcome_words(outcome: Outcome) -> Iterator[str]:
    """What went wrong in a run that sends messages, a sentence each; nothing where nothing did."""
    for message in outcome.failed:
        again = message.state is State.FAILED_TEMPORARY
        advice = "the next run tries again" if again else open_advice(message).rstrip(".")
        yield f"Failed: the message to {message.contact}: {message.why}; {advice}."
    for message in outcome.unknown:
        yield f"Unknown: the message to {message.contact}: {message.why}. {open_advice(message)}"
    for message in outcome.open:
        state = "Still failed" if message.state is State.FAILED_PERMANENT else "Still unknown"
        yield (
            f"{state}: the message of {day(message.on)} to {message.contact}: {message.why}. "
            f"{open_advice(message)}"
        )
    for lost in outcome.undeliverable:
        yield f"{lost.why} {lost.cure}"
    if outcome.trouble is not None:
        before = f"{counted(len(outcome.sent), 'message')} sent before that."
        yield f"{outcome.trouble.message} {before if outcome.sent else 'Nothing was sent.'}"
        yield outcome.trouble.advice
    if outcome.left:
        yield f"{counted(outcome.left, 'message')} left for the next run."


class SendingRun:
    """One run over an open ledger."""

    def __init__(self, ledger: Ledger, mailing: Mailing) -> None:
        self.ledger = ledger
        self.mailing = mailing
        self.assessment: Assessment = mailing.assessment
        self.on = mailing.assessment.as_of
        self.outcome = Outcome()
        self.known: dict[str, Message] = {}
        self.undelivered: frozenset[str] = frozenset()
        """Keys of messages whose recipient has another address by now."""
        self.were_open: frozenset[str] = frozenset()
        """Keys of messages that waited for a person when the run began."""

    def recover(self) -> None:
        """Calls ``unknown`` what an ended run left in ``sending``; tells what no run told yet.

        What was told and is still open is told again, until somebody has dealt with it.
        """
        last = self.ledger.last(RowKind.RUN)
        since = last.number if last is not None else 0
        known = messages_of(self.ledger)
        self.undelivered = corrected(self.assessment.register, known)
        self.were_open = self._open_keys()
        for message in known.values():
            if message.key in self.undelivered:
                continue
            if message.key in self.were_open and message.number <= since:
                self.outcome.open.append(message)
            if message.state is State.SENDING:
                self.outcome.add(self._written(message, State.UNKNOWN, INTERRUPTED))
            elif message.state in TROUBLE and message.number > since:
                self.outcome.add(message)
        self.were_open = self._open_keys()  # Those that became unknown just now too.
        self.known = dict(messages_of(self.ledger))

    def plan(self, plan: Plan) -> None:
        """Writes every message of the run as planned, and sets aside what it overtakes."""
        self.outcome.undeliverable = plan.undeliverable
        self._set_aside(plan)
        for message in plan.messages:
            there = self.known.get(message.key)
            if there is None or there.state not in OPEN:
                self._written(
                    Message(
                        key=message.key,
                        state=State.PLANNED,
                        contact=message.contact,
                        cycle=str(self.assessment.period),
                        notices=recorded_notices(message.notices),
                        message_id=message_id(message.key, self.mailing.sender),
                    ),
                    State.PLANNED,
                )

    def _set_aside(self, plan: Plan) -> None:
        ours = {message.key for message in plan.messages}
        people = {message.contact for message in plan.messages}
        unreachable = {lost.contact for lost in plan.undeliverable}
        for old in tuple(self.known.values()):
            is_open = old.state in OPEN or old.key in self.undelivered
            if is_open and old.key not in ours and old.contact not in unreachable:
                self._written(old, State.SUPERSEDED, NEWER if old.contact in people else NOT_DUE)

    def _written(self, message: Message, state: State, why: str = "") -> Message:
        """A message in a new state, which is safely in the ledger before anything else happens."""
        changed = message_written(self.ledger, message, state, self.on, why)
        self.known[message.key] = changed
        return changed

    @contextmanager
    def recorded(self, tell: Tell = ignore_outcome) -> Iterator[None]:
        """Tells what became of the run and records its end, also where the server stopped it.

        What an earlier run left open and this one made up for is no trouble any more. Told before
        it is on record: a run ended in between is told of again by the next, never by none.
        """
        try:
            yield
        except MailServerError as error:
            self.outcome.trouble = error
        made_up_for = self.were_open - self._open_keys()
        self.outcome.forget(lambda one: one.key in made_up_for)
        tell(self.outcome)
        # The error's own words may hold the name of a login, which the ledger does not keep.
        stopped = "" if self.outcome.trouble is None else "the mail server could not be used"
        self.ledger.append(RowKind.RUN, "", {**self.outcome.counts, "stopped": stopped}, self.on)

    def _open_keys(self) -> frozenset[str]:
        known: Mapping[str, Message] = messages_of(self.ledger)
        return frozenset(one.key for one in open_messages(self.assessment, known.values()))

    def send(
        self, messages: tuple[PreparedMessage, ...], server: MailServer, progress: Progress
    ) -> None:
        """Hands over the messages one by one; leaves the rest where the server is in trouble."""
        self.outcome.left = len(messages)
        if not messages:
            return
        progress("Connecting to the mail server")
        broken = 0
        with server:
            for message in messages:
                progress(f"Sending to {message.contact}")
                delivery = self._handed_over(message, server)
                self.outcome.add(self._settled(message.key, delivery))
                self.outcome.left -= 1
                broken = broken + 1 if delivery.is_closing else 0
                if delivery.ending is Ending.UNKNOWN or broken > 1:
                    return
                if delivery.is_closing and self.outcome.left:
                    server.connect()

    def _handed_over(self, message: PreparedMessage, server: MailServer) -> Delivery:
        """A message handed over; once more in a new connection where so many go in one.

        MailServerError: the server takes nothing from this sender.
        """
        delivery = self._delivered(message, server)
        if delivery.ending is Ending.NO_SENDER:
            self._take_back(message.key)
            raise MailServerError(
                f"The mail server does not take messages from the sender: {delivery.why}.",
                "Correct sender under [mail] in pmf.toml, or ask who runs the server to "
                "allow it; the next run sends what is due.",
            )
        if delivery.is_closing and server.accepted:
            self._take_back(message.key)
            server.connect()
            return self._delivered(message, server)
        return delivery

    def _delivered(self, message: PreparedMessage, server: MailServer) -> Delivery:
        """One transaction, on record before it begins."""
        known = self.known[message.key]
        mark = address_mark(message.key, message.address)
        self._written(replace(known, tries=known.tries + 1, to=mark), State.SENDING)
        return server.deliver(self.mailing.sender, message.address, message.data)

    def _take_back(self, key: str) -> None:
        """A message that the server surely did not take is as it was before it was tried."""
        known = self.known[key]
        self._written(replace(known, tries=known.tries - 1), State.PLANNED)

    def _settled(self, key: str, delivery: Delivery) -> Message:
        """What became of a message, on record."""
        message, why = self.known[key], delivery.why
        state = ENDED.get(delivery.ending, State.FAILED_TEMPORARY)
        if state is State.FAILED_TEMPORARY:
            most = self.mailing.opened.settings.reminders.tries
            if message.tries >= most:
                state, why = State.FAILED_PERMANENT, f"{why}; put off {message.tries} times"
        return self._written(message, state, why)
