"""The crontab and the systemd units in the manual work as they are written."""

from __future__ import annotations

import configparser
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.post.desk import late_register, mail_to, put, states
from tests.post.trap import PASSWORD, trap
from tests.running import ROOT

CRON = ROOT / "docs" / "cron"
PROGRAM = "/usr/local/bin/pmf"
FOLDER = "/srv/performance/register"


def units(name: str) -> configparser.ConfigParser:
    found = configparser.ConfigParser(strict=True, interpolation=None)
    found.optionxform = str  # type: ignore[assignment,method-assign]
    found.read_string((CRON / name).read_text(encoding="utf-8"))
    return found


def crontab() -> tuple[dict[str, str], list[str], str]:
    """The settings, the five fields of time and the command of the example."""
    text = (CRON / "crontab.example").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    settings = dict(line.split("=", 1) for line in lines[:-1])
    fields = lines[-1].split(None, 5)
    return settings, fields[:5], fields[5]


def commands() -> dict[str, tuple[str, str]]:
    """Where it stands → the command and the register's folder, as written."""
    settings, _, command = crontab()
    service = units("pmf-remind.service")["Service"]
    name, _, folder = service["Environment"].partition("=")
    assert name == "PMF_REGISTER"
    return {
        "crontab": (command, settings["PMF_REGISTER"]),
        "service": (service["ExecStart"], folder),
    }


@pytest.mark.parametrize("where", ["crontab", pytest.param("service", marks=pytest.mark.slow)])
def test_the_command_as_written_sends_and_says_nothing(tmp_path: Path, where: str) -> None:
    """The two paths put in their places, nothing else changed, by a shell with a bare environment."""
    command, folder = commands()[where]
    assert (command.split()[0], folder) == (PROGRAM, FOLDER)
    program = f"{shlex.quote(sys.executable)} -m pmf_cli"
    secret = tmp_path / "smtp-password"
    secret.write_text(f"{PASSWORD}\n", encoding="utf-8")
    secret.chmod(0o600)
    with trap(tmp_path / "trap") as server:
        mail = mail_to(server, password_file=str(secret))
        register = put(tmp_path / "register", late_register(2), mail=mail)
        ran = subprocess.run(
            ["/bin/sh", "-c", command.replace(PROGRAM, program)],
            env={"PMF_REGISTER": str(register), "PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT)},
            cwd="/",
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")
    assert states(register) == {"sent": ["C01", "C02", "C03"]}
    assert len(server.kept) == 3


def test_neither_runs_in_the_hour_that_comes_twice_or_never() -> None:
    """Clocks change between one and two in the morning."""
    _, (minute, hour, *days), _ = crontab()
    assert minute.isdigit()
    assert hour.isdigit()
    assert days == ["*", "*", "1-5"]
    when = re.search(
        r" (\d\d):(\d\d):\d\d Europe/London$", units("pmf-remind.timer")["Timer"]["OnCalendar"]
    )
    assert when is not None
    for found in (int(hour), int(when[1])):
        assert found not in (0, 1, 2)


def test_the_timer_catches_up_and_the_service_may_write_only_the_register() -> None:
    """A missed morning is run once, later; the rest of the disk is closed to it."""
    assert units("pmf-remind.timer")["Timer"]["Persistent"] == "true"
    service = units("pmf-remind.service")["Service"]
    assert service["Type"] == "oneshot"
    assert service["ReadWritePaths"] == FOLDER


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd here")
def test_systemd_understands_both_units(tmp_path: Path) -> None:
    """As written, but for the program's path, which must exist to be verified."""
    for name in ("pmf-remind.service", "pmf-remind.timer"):
        text = (CRON / name).read_text(encoding="utf-8").replace(PROGRAM, sys.executable)
        (tmp_path / name).write_text(text, encoding="utf-8")
    ran = subprocess.run(
        ["systemd-analyze", "verify", *sorted(map(str, tmp_path.iterdir()))],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    faults = [line for line in ran.stderr.splitlines() if "pmf-remind" in line]
    assert (ran.returncode, faults) == (0, []), ran.stderr
    calendar = units("pmf-remind.timer")["Timer"]["OnCalendar"]
    words = ["systemd-analyze", "calendar", calendar]
    assert subprocess.run(words, capture_output=True, timeout=60, check=False).returncode == 0
