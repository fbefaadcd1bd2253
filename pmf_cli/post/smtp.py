"""Handing messages to a mail server: one message, one recipient, one transaction.

How a transaction ended is told exactly: where the connection broke after the words were on their way,
nobody can know whether the server kept them, and the answer is ``UNKNOWN``.
"""

from __future__ import annotations

import re
import smtplib
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from types import TracebackType

from pydantic import SecretStr

from pmf_cli.frozen import frozen
from pmf_cli.post.secure import connected_server, context_for
from pmf_cli.settings import Mail

CLOSING = 421
"""The server ends the connection: too many messages in it, or it is being shut down."""
# A line that begins with a full stop gets a second one, since one alone ends the message (RFC 5321).
_DOT = re.compile(rb"(?m)^\.")


class Ending(StrEnum):
    """How a transaction ended."""

    SENT = "sent"
    TEMPORARY = "put off"
    PERMANENT = "refused"
    UNKNOWN = "unknown"
    NO_SENDER = "sender refused"


@frozen
class Delivery:
    """What became of one message.

    Attributes:
        ending: how it ended.
        why: what happened, in our words; a server's own words may hold addresses.
        is_closing: whether the server ended the connection, so that a new one may serve.
    """

    ending: Ending
    why: str = ""
    is_closing: bool = False


class MailServer:
    """A connection to the mail server of the settings; use it in a ``with`` block.

    Args:
        folder: the register's folder, beside which a relative ``ca_file`` lies.
        password: the password; ``None`` where no user is named.
    """

    def __init__(self, mail: Mail, folder: Path, password: SecretStr | None) -> None:
        self._mail = mail
        self._folder = folder
        self._password = password
        self._smtp: smtplib.SMTP | None = None
        self.accepted = 0
        """Messages that the server took in this connection."""

    def __enter__(self) -> MailServer:
        self.connect()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def check(self) -> None:
        """Holds the settings against what is safe, without connecting.

        UsageError: they do not suffice, or are not safe.
        """
        context_for(self._mail, self._folder)

    def connect(self) -> None:
        """Connects anew: greets, checks the certificate, logs in.

        Raises:
            MailServerError: the server is away, cannot prove who it is, or refuses the login.
            UsageError: the settings do not fit.
        """
        self.close()
        self.accepted = 0
        self._smtp = connected_server(self._mail, self._folder, self._password)

    def close(self) -> None:
        """Ends the connection, if there is one."""
        smtp, self._smtp = self._smtp, None
        if smtp is not None:
            with suppress(OSError, smtplib.SMTPException):
                smtp.quit()
            smtp.close()

    def deliver(self, sender: str, to: str, data: bytes) -> Delivery:
        """Hands over one message for one recipient.

        Args:
            sender: the address it comes from.
            to: the address it goes to.
            data: the whole message, lines ended by CRLF.
        """
        smtp = self._smtp
        if smtp is None:
            return Delivery(Ending.TEMPORARY, "the connection had ended", is_closing=True)
        try:
            # Each step is taken only where the one before was accepted.
            code, _ = smtp.mail(sender)
            if code >= 500:
                # Nothing is wrong with the recipient; the next message would fare no better.
                return Delivery(Ending.NO_SENDER, f"the server answered {code}")
            if code == 250:
                code, _ = smtp.rcpt(to)
            if code in (250, 251):
                code, _ = smtp.docmd("DATA")
            if code != 354:
                return self._refused(code)
        except (OSError, smtplib.SMTPException):
            self._drop()
            why = "the connection broke before the message was handed over"
            return Delivery(Ending.TEMPORARY, why, is_closing=True)
        try:
            smtp.send(_DOT.sub(b"..", data.rstrip(b"\r\n")) + b"\r\n.\r\n")
            code, _ = smtp.getreply()
        except (OSError, smtplib.SMTPException):
            self._drop()
            why = "the connection broke before the server said whether it took the message"
            return Delivery(Ending.UNKNOWN, why)
        if code != 250:
            return self._refused(code)
        self.accepted += 1
        return Delivery(Ending.SENT)

    def _refused(self, code: int) -> Delivery:
        why = f"the server answered {code}"
        if code == CLOSING:
            self._drop()
            return Delivery(Ending.TEMPORARY, why, is_closing=True)
        with suppress(OSError, smtplib.SMTPException):
            if self._smtp is not None:
                self._smtp.rset()
        ending = Ending.PERMANENT if code >= 500 else Ending.TEMPORARY
        return Delivery(ending, why)

    def _drop(self) -> None:
        smtp, self._smtp = self._smtp, None
        if smtp is not None:
            smtp.close()
