"""The mail server's password: from the environment or a file that only its owner can read."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Mapping
from pathlib import Path

from pydantic import SecretStr

from pmf_cli.errors import UsageError
from pmf_cli.settings import Mail

VARIABLE = "PMF_SMTP_PASSWORD"
"""The environment variable; it wins over the file."""


def password_for(mail: Mail, folder: Path, environment: Mapping[str, str]) -> SecretStr | None:
    """The password to log in with; ``None`` where no user is named.

    Args:
        folder: the register's folder, beside which a relative file lies.
        environment: the process's environment.

    Raises:
        UsageError: there is none though a user is named, or its file can be read by others.
    """
    if not mail.user:
        return None
    found = environment.get(VARIABLE, "")
    if not found and mail.password_file:
        found = _from_file(folder / Path(mail.password_file).expanduser())
    if not found:
        raise UsageError(
            "pmf.toml names a user for the mail server, but there is no password.",
            f"Set {VARIABLE}, or name a file with password_file under [mail]. "
            "The password itself never belongs in pmf.toml.",
        )
    if not found.isascii() or not found.isprintable():
        raise UsageError(
            "The mail server's password holds signs that cannot be sent to every server.",
            "Use a password of plain letters, digits and signs (ASCII).",
        )
    return SecretStr(found)


def _from_file(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            facts = os.fstat(stream.fileno())
            data = stream.read(4096)
    except FileNotFoundError:
        # Not named: some write the password itself there.
        raise UsageError(
            "There is no such file as password_file under [mail] in pmf.toml names.",
            "Write the file's path there, never the password itself.",
        ) from None
    except OSError as error:
        raise UsageError(
            f"The password file {path} cannot be read: {error.strerror}.",
            "Correct password_file under [mail] in pmf.toml.",
        ) from error
    if sys.platform != "win32":
        if facts.st_uid != os.getuid():
            raise UsageError(
                f"The password file {path} belongs to another user.",
                "Make it your own: the user whose crontab runs pmf must own it.",
            )
        if stat.S_IMODE(facts.st_mode) & 0o077:
            raise UsageError(
                f"The password file {path} can be read by others.", f"Run: chmod 600 {path}"
            )
    try:
        return data.decode("utf-8").strip("\r\n")
    except UnicodeDecodeError:
        raise UsageError(
            f"The password file {path} is no text.", "Write the password alone into it."
        ) from None
