"""Sending the messages of a day, or one of them again: each once, each on record before it goes.

Every message of a run is written into the ledger as ``planned``, then one by one as ``sending``
before its first words go to the server, and as what became of it after. A run that is ended in
between leaves ``sending`` behind: the next run calls that ``unknown``, tells it, and sends it only
when a person says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from pmf_cli.cycle.reminders import Notice
from pmf_cli.errors import UsageError
from pmf_cli.ledger.messages import TROUBLE, Message, State, message_written, messages_of
from pmf_cli.ledger.store import locked_ledger
from pmf_cli.pipeline.read.opening import OpenedRegister, Progress, no_progress
from pmf_cli.pipeline.reminders.recorded_messages import (
    message_named,
    recorded_notices,
    stages_told,
)
from pmf_cli.pipeline.reminders.reminding import Mailing
from pmf_cli.pipeline.reminders.sending_run import Outcome, SendingRun, Tell, ignore_outcome
from pmf_cli.post.password import password_for
from pmf_cli.post.smtp import MailServer
from pmf_cli.views.reminders import Reminder, notices_by_contact, notices_due

NO_LONGER = "everything that it asked for has been answered or told in a later message since"


def send_reminders(
    mailing: Mailing,
    environment: Mapping[str, str],
    *,
    beyond_the_cap: bool = False,
    progress: Progress = no_progress,
    tell: Tell = ignore_outcome,
) -> Outcome:
    """Sends what is due and not told yet.

    Args:
        environment: the process's environment, for the password.
        beyond_the_cap: whether more messages than ``reminders.max_messages`` may go.
        tell: told what the run did, before that is on record.

    Raises:
        UsageError: the settings do not suffice, or there are more messages than the cap.
        LockedError: another run is at work.
        DiskError: the ledger cannot be written; nothing was sent after that.
    """
    mailing.refuse_without_sender()
    opened = mailing.opened
    server = server_for(opened, environment)
    with locked_ledger(opened.folder, "sending reminders") as ledger:
        run = SendingRun(ledger, mailing)
        run.recover()
        plan = mailing.plan(stages_told(run.known.values(), run.undelivered), progress)
        most = opened.settings.reminders.max_messages
        if len(plan.messages) > most and not beyond_the_cap:
            raise UsageError(
                f"{len(plan.messages):,} messages are due, more than the {most:,} that one run may "
                "send. Nothing was sent.",
                "Look at them with pmf remind. If they are right, add --yes; if the date is wrong, "
                "correct the computer's clock.",
            )
        run.plan(plan)
        for message in plan.messages:
            if message.forms:
                mailing.forms.recorded(ledger, message.contact)
        with run.recorded(tell):
            run.send(plan.messages, server, progress)
        return run.outcome


def server_for(opened: OpenedRegister, environment: Mapping[str, str]) -> MailServer:
    """The mail server of the settings, not connected yet; UsageError where these do not suffice."""
    mail = opened.settings.mail
    server = MailServer(mail, opened.folder, password_for(mail, opened.folder, environment))
    server.check()
    return server


def send_again(
    mailing: Mailing,
    key: str,
    environment: Mapping[str, str],
    *,
    progress: Progress = no_progress,
    tell: Tell = ignore_outcome,
) -> tuple[Outcome, Message]:
    """Sends one message again: what of it is still open, with the same Message-ID.

    Args:
        key: the key, or its first digits.
        environment: the process's environment, for the password.
        tell: told what the run did, before that is on record.

    Returns:
        What was done, and the message as it stands; ``superseded`` where nothing of it is open.

    Raises:
        UsageError: no message has such a key, or it needs no sending again.
    """
    mailing.refuse_without_sender()
    server = server_for(mailing.opened, environment)
    with locked_ledger(mailing.opened.folder, "sending a reminder again") as ledger:
        run = SendingRun(ledger, mailing)
        run.recover()
        old = _waiting(run.known, key)
        # What an ended run left is told here, since the next run would take it for told.
        run.outcome.forget(lambda one: one.key == old.key)
        still = _still_untold(old, run.known.values(), mailing)
        if not still:
            done = message_written(ledger, old, State.SUPERSEDED, run.on, NO_LONGER)
            tell(run.outcome)
            return run.outcome, done
        plan = mailing.prepared((Reminder(old.contact, still),), progress, key=old.key)
        run.outcome.undeliverable = plan.undeliverable
        if not plan.messages:
            tell(run.outcome)
            return run.outcome, old
        if plan.messages[0].forms:
            mailing.forms.recorded(ledger, old.contact)
        # What is said now counts as told too, so that the next run does not say it again.
        both = tuple(dict.fromkeys((*old.notices, *recorded_notices(still))))
        run.known[old.key] = replace(old, notices=both)
        with run.recorded(tell):
            run.send(plan.messages, server, progress)
        return run.outcome, run.known[old.key]


def _still_untold(
    old: Message, messages: Iterable[Message], mailing: Mailing
) -> tuple[Notice, ...]:
    """What of a message is wanted of its recipient still, and no message that came told since."""
    due = notices_due(mailing.assessment, mailing.days)
    wanted = {(one.track, one.kpi, one.period) for one in old.notices}
    told = stages_told(one for one in messages if one.state is State.SENT)
    return tuple(
        notice
        for notice in notices_by_contact(due).get(old.contact, ())
        if (notice.stage.track.value, notice.kpi.ref, str(notice.period)) in wanted
        and told.get(notice.matter, -1) < notice.stage.rank
    )


def _waiting(messages: Mapping[str, Message], key: str) -> Message:
    message = message_named(messages, key)
    if message.state in TROUBLE:
        return message
    if message.state is State.SENT:
        raise UsageError(
            f"The message {key} was sent; it is not sent twice.",
            "Write to the person yourself if it was lost on the way.",
        )
    if message.state is State.SUPERSEDED:
        raise UsageError(f"The message {key} is needed no more: {message.why}.")
    raise UsageError(
        f"The message {key} is {message.state.value}; the next run sends it by itself.",
        "Run: pmf remind send",
    )


def record_arrival(opened: OpenedRegister, key: str, on: date) -> Message:
    """Puts on record that a message of which nobody knew has come: the person said so.

    UsageError: no message has such a key, or it is not unknown.
    """
    with locked_ledger(opened.folder, "closing a message") as ledger:
        message = message_named(messages_of(ledger), key)
        if message.state is not State.UNKNOWN:
            raise UsageError(
                f"The message {key} is {message.state.value}; only of one that is unknown can "
                "somebody say that it came.",
                "pmf remind status shows them.",
            )
        return message_written(ledger, message, State.SENT, on, "the person said that it came")
