"""From an assessment to the messages of a day: who is told what, worded, addressed, ready to go.

Nothing here is sent or put on record.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from pmf_cli.assessment import Assessment
from pmf_cli.cycle.reminders import Notice, Told, message_key
from pmf_cli.cycle.working_days import WorkingDays, working_days
from pmf_cli.errors import UsageError
from pmf_cli.frozen import frozen
from pmf_cli.ledger.messages import State, messages_of
from pmf_cli.ledger.store import read_ledger
from pmf_cli.pipeline.collect.collecting import collecting
from pmf_cli.pipeline.collect.return_forms import AttachedForms
from pmf_cli.pipeline.papers import write_files
from pmf_cli.pipeline.read.opening import OpenedRegister, Progress, no_progress
from pmf_cli.pipeline.reminders.recorded_messages import corrected, open_on_record, stages_told
from pmf_cli.post.addresses import AddressError, address_of, allowed_domains, recipient
from pmf_cli.post.message import InlinePicture, Letter, UnfitMessageError, message_bytes
from pmf_cli.render.templates import Templates
from pmf_cli.views.listing import Listing
from pmf_cli.views.lists.reminders import MessageLine, reminders_listing
from pmf_cli.views.reminders import Reminder, ReminderMessage, reminder_message, reminders_due
from pmf_cli.words import listed

if TYPE_CHECKING:
    from pmf_cli.render.mail import Brand


@frozen
class PreparedMessage:
    """One message, ready to go.

    Attributes:
        key: its key.
        contact: contact reference of the recipient.
        address: where it goes.
        notices: what it says.
        words: the same in words.
        text: the plain text as printed in it.
        data: the whole e-mail; empty where the settings name no sender.
        forms: names of the return forms that go with it.
    """

    key: str
    contact: str
    address: str
    notices: tuple[Notice, ...]
    words: ReminderMessage
    text: str
    data: bytes
    forms: tuple[str, ...] = ()


@frozen
class Undeliverable:
    """Notices that reach nobody: whom they are for, why not, and what to do."""

    contact: str | None
    notices: tuple[Notice, ...]
    why: str
    cure: str


@frozen
class Plan:
    """The messages of a day, in the order of the contacts' references, and what is undeliverable."""

    messages: tuple[PreparedMessage, ...]
    undeliverable: tuple[Undeliverable, ...]

    @property
    def lines(self) -> tuple[MessageLine, ...]:
        """The messages, then what is undeliverable, as lines of a list."""
        going = (
            MessageLine(
                one.contact, one.notices, one.key, one.address, one.words.subject, one.forms
            )
            for one in self.messages
        )
        lost = (
            MessageLine(one.contact, one.notices, why=one.why, cure=one.cure)
            for one in self.undeliverable
        )
        return (*going, *lost)


class Mailing:
    """What every message of a day is made from: register, assessment, addresses, forms, templates.

    Without a sender in the settings messages can be shown, but not written or sent.

    Args:
        assessment: the register as it stands, rated for the cycle that the messages are about.

    Raises:
        UsageError: an address or domain in the settings is none.
    """

    def __init__(self, opened: OpenedRegister, assessment: Assessment) -> None:
        self.opened = opened
        self.assessment = assessment
        self.forms = AttachedForms(assessment)
        mail = opened.settings.mail
        place = "sender"
        try:
            self.sender = address_of(mail.sender) if mail.sender else ""
            place = "reply_to"
            self.reply_to = address_of(mail.reply_to) if mail.reply_to else self.sender
            place = "domains"
            named = self.sender or mail.domains
            self.allowed = allowed_domains(self.sender, mail.domains) if named else frozenset()
        except AddressError as error:
            raise UsageError(
                f"pmf.toml: mail.{place} cannot be used: {error}.",
                "Write one plain address, such as performance.team@example.org, and domains without @.",
            ) from error

    @cached_property
    def days(self) -> WorkingDays:
        """The council's working days about the date."""
        return working_days(self.opened.settings, (self.assessment.as_of.year,))

    @cached_property
    def templates(self) -> Templates:
        """The templates of messages: the council's own, else the shipped ones."""
        from pmf_cli.render.templates import templates_for

        return templates_for(self.opened.folder, named=self.opened.settings.templates)

    @cached_property
    def brand(self) -> Brand:
        """Whose messages they are, and how they look; UsageError for a theme or logo that cannot be used."""
        from pmf_cli.render.mail import brand_of
        from pmf_cli.render.theme import theme_of

        return brand_of(theme_of(self.templates), self.templates, self.opened.register.name)

    @cached_property
    def _pictures(self) -> tuple[InlinePicture, ...]:
        from pmf_cli.render.mail import LOGO_ID

        logo = self.brand.logo
        return () if logo is None else (InlinePicture(LOGO_ID, logo.data),)

    def refuse_without_sender(self) -> None:
        """Refuses to write messages that would come from nobody: UsageError."""
        if not self.sender:
            raise UsageError(
                "pmf.toml names no sender for messages.",
                'Add to it: [mail] and below that sender = "performance.team@example.org".',
            )

    def plan(self, told: Told, progress: Progress = no_progress) -> Plan:
        """The messages that are due and not told yet; PmfError for a template that cannot be used."""
        return self.prepared(reminders_due(self.assessment, self.days, told), progress)

    def prepared(
        self, reminders: Iterable[Reminder], progress: Progress = no_progress, key: str = ""
    ) -> Plan:
        """Reminders worded and addressed; those that cannot be set apart with the reason.

        Args:
            key: the key to use, for a message that is sent again under its old one.
        """
        messages: list[PreparedMessage] = []
        lost: list[Undeliverable] = []
        for reminder in reminders:
            if reminder.contact is None:
                lost += _for_nobody(reminder)
                continue
            progress(f"Writing to {reminder.contact}")
            try:
                messages.append(self._message(reminder, reminder.contact, key))
            except AddressError as error:
                cure = f"Correct the e-mail address of {reminder.contact} in Contacts"
                if "domain" in str(error):
                    cure += ", or add its domain to domains under [mail] in pmf.toml"
                why = f"The address of {reminder.contact} cannot be used: {error}."
                lost.append(Undeliverable(reminder.contact, reminder.notices, why, f"{cure}."))
            except UnfitMessageError as error:
                lost.append(
                    Undeliverable(reminder.contact, reminder.notices, error.message, error.advice)
                )
        return Plan(tuple(messages), tuple(lost))

    def _message(self, reminder: Reminder, contact: str, key: str) -> PreparedMessage:
        from pmf_cli.render.mail import mail_parts

        assessment, notices = self.assessment, reminder.notices
        person = assessment.register.contact(contact)
        text = person.email if person is not None else None
        to = recipient(text, self.allowed) if self.allowed else address_of(text)
        attached = self.forms.of(contact, notices)
        names = tuple(one.name for one in attached)
        answers_to = self.reply_to or "the performance team"
        words = reminder_message(assessment, contact, notices, reply_to=answers_to, forms=names)
        plain, page = mail_parts(words, self.templates, self.brand)
        own = key or message_key(self.opened.register.name, assessment.period, contact, notices)
        data = b""
        if self.sender:
            on, subject = assessment.as_of, words.subject
            letter = Letter(
                own, self.sender, to, self.reply_to, subject, on, plain, page, attached, self._pictures
            )  # fmt: skip
            data = message_bytes(letter)
        return PreparedMessage(own, contact, to, notices, words, plain, data, names)


def _for_nobody(reminder: Reminder) -> Iterator[Undeliverable]:
    """What nobody can be told, by reason."""
    by_why: dict[str, list[Notice]] = {}
    for notice in reminder.notices:
        by_why.setdefault(notice.why_contact or "nobody is named", []).append(notice)
    for why, notices in by_why.items():
        yield Undeliverable(
            None,
            tuple(notices),
            f"Nobody can be told: {why}.",
            "Name a key contact, a deputy and a responsible officer who are in post, in the "
            "sheets KPIs and Contacts.",
        )


@frozen
class DueMessages:
    """The messages of a day, to look at.

    Attributes:
        listing: what is due to whom, and what is undeliverable.
        messages: each with its words and as a file.
        notes: what should be done before anybody is chased.
        still_open: messages on record that wait for a person, in sentences.
        is_due: whether anything is due.
    """

    listing: Listing
    messages: tuple[PreparedMessage, ...]
    notes: tuple[str, ...]
    still_open: tuple[str, ...]
    is_due: bool


def due_messages(mailing: Mailing) -> DueMessages:
    """The messages that are due and were not sent yet; PmfError for a damaged ledger or template."""
    opened, assessment = mailing.opened, mailing.assessment
    record = messages_of(read_ledger(opened.folder))
    plan = mailing.plan(stages_told(record.values(), corrected(opened.register, record)))
    sent = [message.on for message in record.values() if message.state is State.SENT]
    return DueMessages(
        reminders_listing(assessment, plan.lines, sent),
        plan.messages,
        tuple(
            f"Note: {listed(one.lost)} of {one.contact} came in a return and is no longer in "
            "the register; take the return in again before anybody is chased for it."
            for one in collecting(opened, assessment)
            if one.lost
        ),
        open_on_record(opened, assessment),
        bool(plan.messages or plan.undeliverable),
    )


def write_outbox(messages: Iterable[PreparedMessage], folder: Path) -> tuple[str, ...]:
    """Writes each message as an ``.eml`` file; says which. PmfError where that is not possible."""
    files = {f"{one.key[:16]}.eml": one.data for one in messages}
    return write_files(folder, files, keep_earlier=False)
