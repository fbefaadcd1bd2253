"""What is held against the settings before anything is sent: password, certificates, servers."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from pmf_cli.errors import UsageError
from pmf_cli.post.password import VARIABLE, password_for
from pmf_cli.post.secure import context_for
from pmf_cli.settings import Mail, parse_settings

CANARY = "canary-Gx7-never-to-be-seen"
WITH_USER = Mail(host="mail.example.org", user="team", password_file="secret")


def test_the_environment_wins_and_no_user_needs_none(tmp_path: Path) -> None:
    """The variable is taken before the file; without a user there is nothing to log in with."""
    found = password_for(WITH_USER, tmp_path, {VARIABLE: CANARY})
    assert found is not None
    assert found.get_secret_value() == CANARY
    assert CANARY not in f"{found!r} {found}"
    assert password_for(Mail(host="mail.example.org"), tmp_path, {VARIABLE: CANARY}) is None


@pytest.mark.skipif(sys.platform == "win32", reason="no mode bits")
def test_a_password_file_is_read_only_where_nobody_else_can(tmp_path: Path) -> None:
    """Mode 600 is taken, its line end dropped; any right of others is refused."""
    path = tmp_path / "secret"
    path.write_text(f"{CANARY}\n")
    path.chmod(0o600)
    found = password_for(WITH_USER, tmp_path, {})
    assert found is not None
    assert found.get_secret_value() == CANARY
    for mode in (0o640, 0o604, 0o644, 0o660):
        path.chmod(mode)
        with pytest.raises(UsageError) as told:
            password_for(WITH_USER, tmp_path, {})
        assert CANARY not in told.value.message + told.value.advice


@pytest.mark.skipif(sys.platform == "win32" or os.getuid() != 0, reason="needs another owner")
def test_a_password_file_of_somebody_else_is_refused(tmp_path: Path) -> None:
    """Who owns the file could change it."""
    path = tmp_path / "secret"
    path.write_text(CANARY)
    path.chmod(0o600)
    os.chown(path, 12345, 12345)
    with pytest.raises(UsageError):
        password_for(WITH_USER, tmp_path, {})


@pytest.mark.parametrize("password", ["", "pässword", "two\nlines"])
def test_a_password_that_cannot_be_sent_is_refused_without_being_told(
    tmp_path: Path, password: str
) -> None:
    """None at all, or letters that a server may not take."""
    with pytest.raises(UsageError) as told:
        password_for(WITH_USER, tmp_path, {VARIABLE: password})
    assert not password or password not in told.value.message + told.value.advice


@pytest.mark.parametrize("key", ["password", "smtp_password", "pass"])
def test_a_password_in_the_settings_is_refused_and_not_repeated(key: str) -> None:
    """``pmf.toml`` is copied and mailed about; it has no place for a password."""
    with pytest.raises(UsageError) as told:
        parse_settings(f'[mail]\n{key} = "{CANARY}"\n')
    assert CANARY not in told.value.message + told.value.advice
    assert key in told.value.message


@pytest.mark.parametrize(
    "mail",
    [
        Mail(host=""),
        Mail(host="mail.example.org", security="none"),
        Mail(host="10.0.0.1", security="none"),
        Mail(host="localhost", security="none", user="team"),
        Mail(host="mail.example.org", ca_file="nowhere.pem"),
    ],
)
def test_settings_that_are_not_safe_are_refused_before_connecting(
    tmp_path: Path, mail: Mail
) -> None:
    """No server, no encryption to a server elsewhere, a password without encryption."""
    with pytest.raises(UsageError):
        context_for(mail, tmp_path)


def test_only_this_computer_itself_may_go_without_encryption(tmp_path: Path) -> None:
    """A relay on the same machine needs none."""
    for host in ("localhost", "127.0.0.1", "::1"):
        assert context_for(Mail(host=host, security="none"), tmp_path) is None


@pytest.mark.parametrize(
    "host", [f"smtp://team:{CANARY}@mail.example.org", f"mail.example.org:{CANARY}", f"a {CANARY}"]
)
def test_a_host_that_is_no_plain_name_is_refused_and_not_repeated(
    tmp_path: Path, host: str
) -> None:
    """Whoever writes a whole address there may have written the password into it."""
    with pytest.raises(UsageError) as told:
        context_for(Mail(host=host), tmp_path)
    assert CANARY not in told.value.message + told.value.advice


def test_a_password_written_in_place_of_its_file_is_not_repeated(tmp_path: Path) -> None:
    """``password_file = "the password"`` is an easy slip."""
    mail = WITH_USER.model_copy(update={"password_file": CANARY})
    with pytest.raises(UsageError) as told:
        password_for(mail, tmp_path, {})
    assert CANARY not in told.value.message + told.value.advice
