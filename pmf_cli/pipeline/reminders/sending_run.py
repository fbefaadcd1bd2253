"""One run that sends messages: each on record before its first words go to the server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from pmf_cli.assessment import Assessment
from pmf_cli.ledger.messages import OPEN, TROUBLE, Message, State, message_written, messages_of
from pmf_cli.ledger.row import RowKind
from pmf_cli.ledger.store import Ledger
from pmf_cli.pipeline.read.opening import Progress
from pmf_cli.pipeline.reminders.notices_sent import planned_message
from pmf_cli.pipeline.reminders.open_messages import address_mark, corrected, open_messages
from pmf_cli.pipeline.reminders.reminding import (
    Plan,
    PreparedMessages,
    Undeliverable,
)
from pmf_cli.post.secure import MailServerError
from pmf_cli.post.smtp import Delivery, Ending, MailServer

INTERRUPTED = "the run was ended while the message was being sent"


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


Tell = Callable[[Outcome], None]
"""Told what a run did, before that is on record."""


def ignore_outcome(_: Outcome) -> None:
    """For runs whose outcome is told by whoever called them."""


class SendingRun:
    """One run over an open ledger."""

    def __init__(self, ledger: Ledger, assessment: Assessment, sender: str, tries: int) -> None:
        self.ledger = ledger
        self.assessment = assessment
        self.sender = sender
        self.tries = tries
        self.on = assessment.as_of
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
        still = open_messages(self.assessment, self.assessment.settings, known.values())
        self.outcome.open = [
            one for one in still if one.number <= since and one.key not in self.undelivered
        ]
        for message in known.values():
            if message.key in self.undelivered:
                continue
            if message.state is State.SENDING:
                found = message_written(self.ledger, message, State.UNKNOWN, self.on, INTERRUPTED)
                self.outcome.unknown.append(found)
            elif message.state in TROUBLE and message.number > since:
                kept = self.outcome.unknown
                (kept if message.state is State.UNKNOWN else self.outcome.failed).append(message)
        self.were_open = self._open_keys()

    def plan(self, plan: Plan) -> None:
        """Writes every message of the run as planned, and sets aside what it overtakes."""
        self.known = dict(messages_of(self.ledger))
        self.outcome.undeliverable = plan.undeliverable
        ours = {message.key for message in plan.messages}
        people = {message.contact for message in plan.messages}
        unreachable = {lost.contact for lost in plan.undeliverable}
        for old in tuple(self.known.values()):
            is_open = old.state in OPEN or old.key in self.undelivered
            if is_open and old.key not in ours and old.contact not in unreachable:
                why = (
                    "a newer message to the same person says what is due now"
                    if old.contact in people
                    else "what it asked for is no longer due from this person"
                )
                self.known[old.key] = message_written(
                    self.ledger, old, State.SUPERSEDED, self.on, why
                )
        for message in plan.messages:
            there = self.known.get(message.key)
            if there is None or there.state not in OPEN:
                new = planned_message(
                    message.key,
                    message.contact,
                    str(self.assessment.period),
                    message.notices,
                    self.sender,
                )
                self.known[message.key] = message_written(self.ledger, new, State.PLANNED, self.on)

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
        for told in (self.outcome.failed, self.outcome.unknown, self.outcome.open):
            told[:] = [one for one in told if one.key not in made_up_for]
        tell(self.outcome)
        # The error's own words may hold the name of a login, which the ledger does not keep.
        stopped = "" if self.outcome.trouble is None else "the mail server could not be used"
        body = {**self.outcome.counts(), "stopped": stopped}
        self.ledger.append(RowKind.RUN, "", body, self.on)

    def _open_keys(self) -> frozenset[str]:
        known = messages_of(self.ledger).values()
        still = open_messages(self.assessment, self.assessment.settings, known)
        return frozenset(one.key for one in still)

    def send(
        self, messages: tuple[PreparedMessages, ...], server: MailServer, progress: Progress
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
                delivery = self.deliver(message, server)
                if delivery.ending is Ending.NO_SENDER:
                    self._take_back(message.key)
                    raise MailServerError(
                        f"The mail server does not take messages from the sender: {delivery.why}.",
                        "Correct sender under [mail] in pmf.toml, or ask who runs the server to "
                        "allow it; the next run sends what is due.",
                    )
                if delivery.is_closing and server.accepted:
                    # So many messages a connection: the same one again in a new connection.
                    self._take_back(message.key)
                    server.connect()
                    delivery = self.deliver(message, server)
                self.settle(message.key, delivery)
                self.outcome.left -= 1
                broken = broken + 1 if delivery.is_closing else 0
                if delivery.ending is Ending.UNKNOWN or broken > 1:
                    return
                if delivery.is_closing and self.outcome.left:
                    server.connect()

    def deliver(self, message: PreparedMessages, server: MailServer) -> Delivery:
        """One transaction, on record before it begins."""
        known = self.known[message.key]
        mark = address_mark(message.key, message.address)
        known = replace(known, tries=known.tries + 1, to=mark)
        self.known[message.key] = message_written(self.ledger, known, State.SENDING, self.on)
        return server.deliver(self.sender, message.address, message.data)

    def _take_back(self, key: str) -> None:
        """A message that the server surely did not take is as it was before it was tried."""
        known = replace(self.known[key], tries=self.known[key].tries - 1)
        self.known[key] = message_written(self.ledger, known, State.PLANNED, self.on)

    def settle(self, key: str, delivery: Delivery) -> None:
        """What became of a message, on record."""
        message = self.known[key]
        state, why = _state(delivery, message.tries, self.tries)
        message = message_written(self.ledger, message, state, self.on, why)
        self.known[key] = message
        if state is State.SENT:
            self.outcome.sent.append(message)
        elif state is State.UNKNOWN:
            self.outcome.unknown.append(message)
        else:
            self.outcome.failed.append(message)


def _state(delivery: Delivery, tried: int, tries: int) -> tuple[State, str]:
    if delivery.ending is Ending.SENT:
        return State.SENT, ""
    if delivery.ending is Ending.UNKNOWN:
        return State.UNKNOWN, delivery.why
    if delivery.ending is Ending.PERMANENT:
        return State.FAILED_PERMANENT, delivery.why
    if tried >= tries:
        return State.FAILED_PERMANENT, f"{delivery.why}; put off {tried} times"
    return State.FAILED_TEMPORARY, delivery.why
