"""A connection to a mail server that has proved who it is, before anything is said to it.

The server's certificate is checked, the password included in what waits for that. There is no way
round: a server that offers no encryption, or cannot prove its name, gets nothing.
"""

from __future__ import annotations

import ipaddress
import re
import smtplib
import ssl
from pathlib import Path

from pydantic import SecretStr

from pmf_cli.errors import ExitCode, PmfError, UsageError
from pmf_cli.settings import Mail

_HOST = re.compile(r"[\w.-]+|[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*")
"""A server's name or its address, IPv6 included."""


class MailServerError(PmfError):
    """The mail server cannot be used now; nothing was handed to it."""

    exit_code = ExitCode.MESSAGES_FAILED


def connected_server(mail: Mail, folder: Path, password: SecretStr | None) -> smtplib.SMTP:
    """A server greeted, checked and logged in to.

    Args:
        folder: the register's folder, beside which a relative ``ca_file`` lies.
        password: the password; ``None`` where no user is named.

    Raises:
        MailServerError: the server is away, cannot prove who it is, or refuses the login.
        UsageError: the settings do not fit.
    """
    context = context_for(mail, folder)
    name = server_name(mail)
    try:
        smtp = _greeted(mail, context)
    except ssl.SSLCertVerificationError as error:
        raise _untrusted(mail, error) from None
    except ssl.SSLError:
        raise MailServerError(
            f"{name}: no safe connection could be made.",
            "Ask whoever runs the mail server which port and security it wants "
            "(starttls on 587, tls on 465).",
        ) from None
    except smtplib.SMTPResponseException as error:
        raise MailServerError(
            f"{name} does not take messages now (answer {error.smtp_code}).",
            "Try again later.",
        ) from None
    except (OSError, smtplib.SMTPException, UnicodeError):
        raise MailServerError(
            f"{name} cannot be reached, or does not answer as a mail server.",
            "Check host, port and security under [mail] in pmf.toml, and the network.",
        ) from None
    try:
        _log_in(smtp, mail, password)
    except PmfError:
        smtp.close()
        raise
    return smtp


def server_name(mail: Mail) -> str:
    """What the server is called in messages."""
    return f"The mail server {mail.host}:{mail.port}"


def context_for(mail: Mail, folder: Path) -> ssl.SSLContext | None:
    """What the server's certificate is held against; ``None`` for this computer itself.

    UsageError: the settings do not suffice, or are not safe.
    """
    if not mail.host:
        raise UsageError(
            "pmf.toml names no mail server.",
            "Name host, port and sender under [mail], or write the messages to a folder: "
            "pmf remind outbox FOLDER",
        )
    if not _HOST.fullmatch(mail.host):
        # It is not repeated: who writes a whole address there may have written a password too.
        raise UsageError(
            "host under [mail] in pmf.toml is not the plain name of a server.",
            'Write the name alone, such as host = "smtp.example.org", and the port with port.',
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
        own = str(folder / Path(mail.ca_file).expanduser()) if mail.ca_file else None
        return ssl.create_default_context(cafile=own)
    except (OSError, ssl.SSLError):
        raise UsageError(
            f"The certificates in {mail.ca_file} cannot be read.",
            "Correct ca_file under [mail] in pmf.toml; it must be a PEM file.",
        ) from None


def _greeted(mail: Mail, context: ssl.SSLContext | None) -> smtplib.SMTP:
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
                    f"{server_name(mail)} does not offer STARTTLS.",
                    "Somebody may be listening in. Ask whoever runs the mail server; never "
                    "switch the security off for a server elsewhere.",
                )
            smtp.starttls(context=context)
            smtp.ehlo_or_helo_if_needed()
    except BaseException:
        smtp.close()
        raise
    return smtp


def _log_in(smtp: smtplib.SMTP, mail: Mail, password: SecretStr | None) -> None:
    if password is None:
        return
    try:
        smtp.login(mail.user, password.get_secret_value())
    except smtplib.SMTPAuthenticationError as error:
        raise MailServerError(
            f"{server_name(mail)} refused the login of {mail.user} (answer {error.smtp_code}). "
            "Check user under [mail] in pmf.toml, and the password in PMF_SMTP_PASSWORD or "
            "the password file.",
        ) from None
    except (OSError, smtplib.SMTPException, UnicodeError):
        raise MailServerError(
            f"{server_name(mail)} did not let {mail.user} log in.",
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
        "Check host under [mail] in pmf.toml. Where the council has its own authority, name its "
        "certificates with ca_file.",
    )
