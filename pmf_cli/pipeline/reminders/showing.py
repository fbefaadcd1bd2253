"""The messages that are due, to look at: nothing is sent, and nothing is put on record."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pmf_cli.assessment import Assessment
from pmf_cli.ledger.messages import State, messages_of
from pmf_cli.ledger.store import read_ledger
from pmf_cli.pipeline.collect.attached_forms import AttachedForms
from pmf_cli.pipeline.collect.collecting import collecting
from pmf_cli.pipeline.papers import write_files
from pmf_cli.pipeline.read.opening import OpenedRegister
from pmf_cli.pipeline.reminders.notices_sent import stages_told
from pmf_cli.pipeline.reminders.open_messages import corrected, open_words
from pmf_cli.pipeline.reminders.reminding import PreparedMessages, plan_lines, plan_reminders
from pmf_cli.pipeline.reminders.resending import message_lines, open_on_record
from pmf_cli.pipeline.reminders.sending import sender_of
from pmf_cli.views.listing import Listing
from pmf_cli.views.lists.reminders import messages_listing, reminders_listing
from pmf_cli.words import listed


@dataclass(frozen=True, slots=True)
class DueMessages:
    """The messages of a day.

    Attributes:
        listing: what is due to whom, and what is undeliverable.
        messages: each with its words and as a file.
        notes: what should be done before anybody is chased.
        still_open: messages on record that wait for a person, in sentences.
        is_due: whether anything is due.
    """

    listing: Listing
    messages: tuple[PreparedMessages, ...]
    notes: tuple[str, ...]
    still_open: tuple[str, ...]
    is_due: bool


def due_messages(opened: OpenedRegister, assessment: Assessment) -> DueMessages:
    """The messages that are due and were not sent yet.

    Raises:
        PmfError: the ledger is damaged, or a template or address cannot be used.
    """
    record = messages_of(read_ledger(opened.folder))
    known = record.values()
    told = stages_told(known, corrected(opened.register, record))
    plan = plan_reminders(opened, assessment, told, forms=AttachedForms(assessment))
    sent = [message.on for message in known if message.state is State.SENT]
    return DueMessages(
        reminders_listing(assessment, plan_lines(plan), sent),
        plan.messages,
        tuple(
            f"Note: {listed(one.lost)} of {one.contact} came in a return and is no longer in "
            "the register; take the return in again before anybody is chased for it."
            for one in collecting(opened, assessment)
            if one.lost
        ),
        open_words(open_on_record(opened, assessment)),
        bool(plan.messages or plan.undeliverable),
    )


def write_outbox(messages: tuple[PreparedMessages, ...], folder: Path) -> tuple[str, ...]:
    """Writes each message as an ``.eml`` file; says which.

    Raises:
        PmfError: the folder or a file cannot be written.
    """
    files = {f"{one.key[:16]}.eml": one.data for one in messages}
    return write_files(folder, files, keep_earlier=False)


def refuse_without_sender(opened: OpenedRegister) -> None:
    """Refuses to write messages that would come from nobody.

    Raises:
        UsageError: the settings name no sender.
    """
    sender_of(opened)


def messages_on_record(opened: OpenedRegister, assessment: Assessment) -> tuple[Listing, bool]:
    """When messages last went out and how each stands; and whether one waits for a person."""
    lines, last = message_lines(opened, assessment)
    listing = messages_listing(
        opened.register.name, str(assessment.period), assessment.as_of, lines, last
    )
    return listing, any(line.is_trouble for line in lines)
