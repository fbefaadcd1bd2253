"""From words to the bytes of one e-mail: the same bytes each time, and nothing in its head but ours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import format_datetime

from pmf_cli.errors import PmfError
from pmf_cli.frozen import frozen

HOUR = 6
"""The hour (UTC) of a message's date: early in London, winter and summer."""
# An encoded word (=?...?=) is decoded when its line is folded, and could then begin another line.
_UNFIT = re.compile("=\\?|[\x00-\x1f\x7f-\x9f\u2028\u2029]")
"""What no line of a message's head may hold: it could begin another line, or hide one."""


class UnfitMessageError(PmfError):
    """A message that would not say what was meant."""


@frozen
class Attachment:
    """A file that goes with a message: its name, its bytes, its kind (``maintype/subtype``)."""

    name: str
    data: bytes
    kind: str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@frozen
class InlinePicture:
    """A PNG picture that the page of a message shows: the name by which the page asks for it, and its bytes."""

    name: str
    data: bytes


@frozen
class Letter:
    """One e-mail to one person.

    Attributes:
        key: the message's key, from which its Message-ID comes.
        sender: the address it comes from.
        to: the one address it goes to.
        reply_to: where answers go.
        subject: its subject.
        on: its date.
        text: the plain words.
        html: the same words as a web page.
        attachments: files.
        pictures: what the page shows, which goes with it.
    """

    key: str
    sender: str
    to: str
    reply_to: str
    subject: str
    on: date
    text: str
    html: str
    attachments: tuple[Attachment, ...] = ()
    pictures: tuple[InlinePicture, ...] = ()

    @property
    def message_id(self) -> str:
        """The Message-ID: the same for the same key, so that a doubled message can be told."""
        return message_id(self.key, self.sender)


def message_id(key: str, sender: str) -> str:
    """The Message-ID of a key."""
    return f"<pmf.{key[:40]}@{sender.rpartition('@')[2]}>"


def message_bytes(letter: Letter) -> bytes:
    """The e-mail as a server takes it and as a ``.eml`` file holds it, lines ended by CRLF.

    Raises:
        UnfitMessageError: a line of its head holds what could add another line, or reading the
            finished bytes gives other lines or another recipient than meant.
    """
    message = EmailMessage(policy=policy.SMTP)
    for name, value in _head(letter):
        if _UNFIT.search(value):
            raise UnfitMessageError(
                f"A message was not made: its {name} would hold signs that do not belong there.",
                "Take control characters and =? out of the cell or setting it comes from.",
            )
        message[name] = value
    message.set_content(letter.text, charset="utf-8", cte="quoted-printable")
    message.add_alternative(letter.html, subtype="html", charset="utf-8", cte="quoted-printable")
    _add_pictures(message, letter)
    for attachment in letter.attachments:
        if _UNFIT.search(attachment.name):
            raise UnfitMessageError("A message was not made: the name of its form does not fit.")
        main, _, sub = attachment.kind.partition("/")
        message.add_attachment(
            attachment.data, maintype=main, subtype=sub, filename=attachment.name
        )
    for number, part in enumerate(_multiparts(message), 1):
        part.set_boundary(f"=_pmf_{letter.key[:32]}_{number}")
    data = message.as_bytes(policy=policy.SMTP)
    _compared(data, letter)
    return data


def _add_pictures(message: EmailMessage, letter: Letter) -> None:
    """Puts pictures beside the page that shows them, where programs look for them."""
    page = message.get_body(("html",))
    for picture in letter.pictures:
        if not isinstance(page, EmailMessage):
            raise UnfitMessageError("A message was not made: it has no page to show a picture on.")
        page.add_related(
            picture.data,
            maintype="image",
            subtype="png",
            cid=f"<{picture.name}>",
            disposition="inline",
        )


def _head(letter: Letter) -> tuple[tuple[str, str], ...]:
    moment = datetime(letter.on.year, letter.on.month, letter.on.day, HOUR, tzinfo=UTC)
    return (
        ("From", letter.sender),
        ("To", letter.to),
        ("Reply-To", letter.reply_to),
        ("Subject", letter.subject),
        ("Date", format_datetime(moment)),
        ("Message-ID", letter.message_id),
        ("Auto-Submitted", "auto-generated"),
        ("X-Auto-Response-Suppress", "All"),
    )


def _multiparts(message: EmailMessage) -> Iterator[EmailMessage]:
    for part in message.walk():
        if part.is_multipart() and isinstance(part, EmailMessage):
            yield part


def _compared(data: bytes, letter: Letter) -> None:
    """Reads the bytes back: the head must hold our lines alone, and one recipient."""
    read = message_from_bytes(data, policy=policy.SMTP)
    ours = sorted([*(name for name, _ in _head(letter)), "MIME-Version", "Content-Type"])
    recipients = [address.addr_spec for address in read["To"].addresses]
    if sorted(read.keys()) != ours or recipients != [letter.to]:
        raise UnfitMessageError(
            "A message was not made: read back, its head differs from what was meant.",
            "Send the name of the KPI and the contact to whoever looks after pmf.",
        )
