"""Handing messages to a mail server: one message, one recipient, one transaction.

The server's certificate is checked before anything is said, the password included. How a
transaction ended is told exactly: where the connection broke after the words were on their way,
nobody can know whether the server kept them, and the answer is ``UNKNOWN``.
"""

from __future__ import annotations

import ipaddress
import re
import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from types import TracebackType

from pydantic import SecretStr

from pmf_cli.errors import ExitCode, PmfError, UsageError
from pmf_cli.settings import Mail

CLOSING = 421
"""The server ends the connection: too many messages in it, or it is being shut down."""
_DOT = re.compile(rb"(?m)^\.")


class MailServerError(PmfError):
    """The mail server cannot be used now; nothing was handed to it."""

    exit_code = ExitCode.MESSAGES_FAILED


class Ending(StrEnum):
    """How a transaction ended."""

    SENT = "sent"
    TEMPORARY = "put off"
    PERMANENT = "refused"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
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
        mail: the settings.
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

        Raises:
            UsageError: they do not suffice, or are not safe.
        """
        self._context()

    def connect(self) -> None:
        """Connects anew: greets, checks the certificate, logs in.

        Raises:
            MailServerError: the server is away, cannot prove who it is, or refuses the login.
            UsageError: the settings do not fit.
        """
        self.close()
        self.accepted = 0
        context = self._context()
        try:
            self._smtp = self._greeted(context)
        except ssl.SSLCertVerificationError as error:
            raise _untrusted(self._mail, error) from None
        except ssl.SSLError:
            raise MailServerError(
                f"{self._name}: no safe connection could be made. Nothing was sent.",
                "Ask whoever runs the mail server which port and security it wants "
                "(starttls on 587, tls on 465).",
            ) from None
        except smtplib.SMTPResponseException as error:
            raise MailServerError(
                f"{self._name} does not take messages now (answer {error.smtp_code}). "
                "Nothing was sent.",
                "Try again later.",
            ) from None
        except (OSError, smtplib.SMTPException, UnicodeError):
            raise MailServerError(
                f"{self._name} cannot be reached, or does not answer as a mail server. "
                "Nothing was sent.",
                "Check host, port and security under [mail] in pmf.toml, and the network.",
            ) from None
        try:
            self._log_in()
        except PmfError:
            self.close()
            raise

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

    @property
    def _name(self) -> str:
        return f"The mail server {self._mail.host}:{self._mail.port}"

    def _context(self) -> ssl.SSLContext | None:
        mail = self._mail
        if not mail.host:
            raise UsageError(
                "pmf.toml names no mail server.",
                "Name host, port and sender under [mail], or write the messages to a folder: "
                "pmf remind --outbox FOLDER",
            )
        if mail.security == "none":
            if not _is_this_computer(mail.host):
                raise UsageError(
                    'security = "none" in pmf.toml is allowed for this computer itself only.',
                    'Write security = "starttls" or "tls" under [mail].',
                )
            if mail.user:
                raise UsageError(
                    'A password is never sent without TLS: security is "none", yet a user is named.',
                    "Take user out of [mail] in pmf.toml, or use starttls or tls.",
                )
            return None
        try:
            own = str(self._folder / Path(mail.ca_file).expanduser()) if mail.ca_file else None
            return ssl.create_default_context(cafile=own)
        except (OSError, ssl.SSLError):
            raise UsageError(
                f"The certificates in {mail.ca_file} cannot be read.",
                "Correct ca_file under [mail] in pmf.toml; it must be a PEM file.",
            ) from None

    def _greeted(self, context: ssl.SSLContext | None) -> smtplib.SMTP:
        mail = self._mail
        if mail.security == "tls":
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(
                mail.host, mail.port, timeout=mail.timeout, context=context
            )
        else:
            smtp = smtplib.SMTP(mail.host, mail.port, timeout=mail.timeout)
        try:
            smtp.ehlo_or_helo_if_needed()
            if mail.security == "starttls":
                if not smtp.has_extn("starttls"):
                    raise MailServerError(
                        f"{self._name} does not offer STARTTLS. Nothing was sent.",
                        "Somebody may be listening in. Ask whoever runs the mail server; never "
                        "switch the security off for a server elsewhere.",
                    )
                smtp.starttls(context=context)
                smtp.ehlo_or_helo_if_needed()
        except BaseException:
            smtp.close()
            raise
        return smtp

    def _log_in(self) -> None:
        if self._password is None or self._smtp is None:
            return
        try:
            self._smtp.login(self._mail.user, self._password.get_secret_value())
        except smtplib.SMTPAuthenticationError as error:
            raise MailServerError(
                f"{self._name} refused the login of {self._mail.user} (answer {error.smtp_code}). "
                "Nothing was sent.",
                "Check user under [mail] in pmf.toml, and the password in PMF_SMTP_PASSWORD or "
                "the password file.",
            ) from None
        except (OSError, smtplib.SMTPException, UnicodeError):
            raise MailServerError(
                f"{self._name} did not let {self._mail.user} log in. Nothing was sent.",
                "Try again later, or ask whoever runs the mail server.",
            ) from None


def _is_this_computer(host: str) -> bool:
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _untrusted(mail: Mail, error: ssl.SSLCertVerificationError) -> MailServerError:
    wrong_name = "mismatch" in (error.verify_message or "").lower()
    why = (
        "its certificate is for another name"
        if wrong_name
        else "its certificate is signed by nobody whom this computer trusts, or has run out"
    )
    return MailServerError(
        f"The mail server {mail.host}:{mail.port} could not prove who it is: {why}. "
        "Nothing was sent.",
        "Check host under [mail] in pmf.toml. Where the council has its own authority, name its "
        "certificates with ca_file.",
    )
