"""Sending the messages of a day: each once, each on record before it goes.

Every message of a run is written into the ledger as ``planned``, then one by one as ``sending``
before its first words go to the server, and as what became of it after. A run that is ended in
between leaves ``sending`` behind: the next run calls that ``unknown``, tells it, and sends it only
when a person says so.
"""

from __future__ import annotations

from collections.abc import Mapping

from pmf_cli.assessment import Assessment
from pmf_cli.errors import UsageError
from pmf_cli.ledger.messages import messages_of
from pmf_cli.ledger.store import writing_ledger
from pmf_cli.pipeline.collect.attached_forms import AttachedForms
from pmf_cli.pipeline.read.opening import OpenedRegister, Progress, no_progress
from pmf_cli.pipeline.reminders.notices_sent import stages_told
from pmf_cli.pipeline.reminders.reminding import (
    plan_reminders,
    senders,
)
from pmf_cli.pipeline.reminders.sending_run import Outcome, SendingRun, Tell, ignore_outcome
from pmf_cli.post.password import password_for
from pmf_cli.post.smtp import MailServer
from pmf_cli.workbook.write.register_lock import register_lock


def send_reminders(
    opened: OpenedRegister,
    assessment: Assessment,
    environment: Mapping[str, str],
    *,
    forms: AttachedForms | None = None,
    beyond_the_cap: bool = False,
    progress: Progress = no_progress,
    tell: Tell = ignore_outcome,
) -> Outcome:
    """Sends what is due and not told yet.

    Args:
        environment: the process's environment, for the password.
        forms: the return forms to attach; none where not given.
        beyond_the_cap: whether more messages than ``reminders.max_messages`` may go.
        tell: told what the run did, before that is on record.

    Raises:
        UsageError: the settings do not suffice, or there are more messages than the cap.
        LockedError: another run is at work.
        DiskError: the ledger cannot be written; nothing was sent after that.
    """
    sender = sender_of(opened)
    server = server_for(opened, environment)
    with register_lock(opened.folder, "sending reminders"), writing_ledger(opened.folder) as ledger:
        run = SendingRun(ledger, assessment, sender, opened.settings.reminders.tries)
        run.recover()
        told = stages_told(messages_of(ledger).values(), run.undelivered)
        plan = plan_reminders(opened, assessment, told, forms=forms, progress=progress)
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
            if forms is not None and message.forms:
                forms.recorded(ledger, message.contact)
        with run.recorded(tell):
            run.send(plan.messages, server, progress)
        return run.outcome


def server_for(opened: OpenedRegister, environment: Mapping[str, str]) -> MailServer:
    """The mail server of the settings, not connected yet.

    Raises:
        UsageError: the settings or the password do not suffice.
    """
    mail = opened.settings.mail
    server = MailServer(mail, opened.folder, password_for(mail, opened.folder, environment))
    server.check()
    return server


def sender_of(opened: OpenedRegister) -> str:
    """The address that messages come from.

    Raises:
        UsageError: the settings name none.
    """
    sender, _, _ = senders(opened)
    if not sender:
        raise UsageError(
            "pmf.toml names no sender for messages.",
            'Add to it: [mail] and below that sender = "performance.team@example.org".',
        )
    return sender
