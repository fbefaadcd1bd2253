"""From an assessment to the messages of a day: who is told what, worded, addressed, ready to go."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pmf_cli.assessment import Assessment
from pmf_cli.cycle.reminders import Notice, Told, message_key
from pmf_cli.cycle.working_days import working_days
from pmf_cli.errors import UsageError
from pmf_cli.pipeline.collect.attached_forms import AttachedForms
from pmf_cli.pipeline.read.opening import OpenedRegister, Progress, no_progress
from pmf_cli.post.addresses import AddressError, address_of, allowed_domains, recipient
from pmf_cli.post.message import Letter, UnfitMessageError, message_bytes
from pmf_cli.render.templates import Templates
from pmf_cli.views.lists.reminders import MessageLine
from pmf_cli.views.reminders import Reminder, ReminderMessage, reminder_message, reminders_due


@dataclass(frozen=True)
class PreparedMessages:
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


@dataclass(frozen=True)
class Undeliverable:
    """Notices that reach nobody: whom they are for, why not, and what to do."""

    contact: str | None
    notices: tuple[Notice, ...]
    why: str
    cure: str


@dataclass(frozen=True)
class Plan:
    """The messages of a day.

    Attributes:
        messages: in the order of the contacts' references.
        undeliverable: what is undeliverable.
    """

    messages: tuple[PreparedMessages, ...]
    undeliverable: tuple[Undeliverable, ...]


def plan_reminders(
    opened: OpenedRegister,
    assessment: Assessment,
    told: Told,
    *,
    forms: AttachedForms | None = None,
    progress: Progress = no_progress,
) -> Plan:
    """The messages that are due on the assessment's date and not told yet.

    Args:
        opened: the register, for its templates and settings.
        told: what people have been told already.
        forms: the return forms to attach; none where not given.

    Raises:
        PmfError: a template or an address in the settings cannot be used.
    """
    days = working_days(opened.settings, (assessment.as_of.year,))
    return prepared_messages(
        opened, assessment, reminders_due(assessment, days, told), forms, progress
    )


def prepared_messages(
    opened: OpenedRegister,
    assessment: Assessment,
    reminders: Iterable[Reminder],
    forms: AttachedForms | None = None,
    progress: Progress = no_progress,
    key: str = "",
) -> Plan:
    """Reminders worded and addressed; those that cannot be set apart with the reason.

    Args:
        opened: the register, for its templates and settings.
        reminders: what is to be said to whom.
        forms: the return forms to attach; none where not given.
        key: the key to use, for a message that is sent again under its old one.
    """
    from pmf_cli.render.templates import templates_for

    templates = templates_for(opened.folder, named=opened.settings.templates)
    sender, reply_to, allowed = senders(opened)
    messages: list[PreparedMessages] = []
    lost: list[Undeliverable] = []
    for reminder in reminders:
        if reminder.contact is None:
            lost += _for_nobody(reminder)
            continue
        progress(f"Writing to {reminder.contact}")
        person = assessment.register.contact_by_ref.get(reminder.contact)
        text = person.email if person is not None else None
        try:
            to = recipient(text, allowed) if allowed else address_of(text)
            message = _message(
                opened, assessment, reminder, sender, reply_to, to, templates, forms, key
            )
        except AddressError as error:
            cure = (
                f"Correct the e-mail address of {reminder.contact} in Contacts."
                if "domain" not in str(error)
                else f"Correct the e-mail address of {reminder.contact} in Contacts, or add its "
                "domain to domains under [mail] in pmf.toml."
            )
            why = f"The address of {reminder.contact} cannot be used: {error}."
            lost.append(Undeliverable(reminder.contact, reminder.notices, why, cure))
        except UnfitMessageError as error:
            lost.append(
                Undeliverable(reminder.contact, reminder.notices, error.message, error.advice)
            )
        else:
            messages.append(message)
    return Plan(tuple(messages), tuple(lost))


def plan_lines(plan: Plan) -> tuple[MessageLine, ...]:
    """The messages of a plan, then what is undeliverable, as lines of a list."""
    going = (
        MessageLine(one.contact, one.notices, one.key, one.address, one.words.subject, one.forms)
        for one in plan.messages
    )
    lost = (
        MessageLine(one.contact, one.notices, why=one.why, cure=one.cure)
        for one in plan.undeliverable
    )
    return (*going, *lost)


def senders(opened: OpenedRegister) -> tuple[str, str, frozenset[str]]:
    """The address that messages come from, the one answers go to, and the domains allowed.

    Empty where the settings name no sender: messages can then be shown, but not written or sent.

    Raises:
        UsageError: one of them is no address.
    """
    mail = opened.settings.mail
    place = "sender"
    try:
        sender = address_of(mail.sender) if mail.sender else ""
        place = "reply_to"
        reply_to = address_of(mail.reply_to) if mail.reply_to else sender
        place = "domains"
        allowed = allowed_domains(sender, mail.domains) if sender or mail.domains else frozenset()
    except AddressError as error:
        raise UsageError(
            f"pmf.toml: mail.{place} cannot be used: {error}.",
            "Write one plain address, such as performance.team@example.org, and domains without @.",
        ) from error
    return sender, reply_to, allowed


def _message(
    opened: OpenedRegister,
    assessment: Assessment,
    reminder: Reminder,
    sender: str,
    reply_to: str,
    to: str,
    templates: Templates,
    forms: AttachedForms | None,
    key: str,
) -> PreparedMessages:
    from pmf_cli.render.mail import mail_parts

    contact = reminder.contact or ""
    attached = forms.of(contact, reminder.notices) if forms is not None else ()
    words = reminder_message(
        assessment,
        contact,
        reminder.notices,
        reply_to=reply_to or "the performance team",
        forms=tuple(one.name for one in attached),
    )
    text, page = mail_parts(words, templates)
    own = key or message_key(opened.register.name, assessment.period, contact, reminder.notices)
    data = b""
    if sender:
        letter = Letter(
            own, sender, to, reply_to, words.subject, assessment.as_of, text, page, attached
        )
        data = message_bytes(letter)
    names = tuple(one.name for one in attached)
    return PreparedMessages(own, contact, to, reminder.notices, words, text, data, names)


def _for_nobody(reminder: Reminder) -> list[Undeliverable]:
    """What nobody can be told, by reason."""
    by_why: dict[str, list[Notice]] = {}
    for notice in reminder.notices:
        by_why.setdefault(notice.why_contact or "nobody is named", []).append(notice)
    return [
        Undeliverable(
            None,
            tuple(notices),
            f"Nobody can be told: {why}.",
            "Name a key contact, a deputy and a responsible officer who are in post, in the "
            "sheets KPIs and Contacts.",
        )
        for why, notices in by_why.items()
    ]
