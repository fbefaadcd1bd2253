"""Messages reach a real mail server once each, whatever the server does and whenever a run ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from pmf_cli.ledger.messages import State, message_written, messages_of
from pmf_cli.ledger.row import RowKind
from pmf_cli.ledger.store import read_ledger, writing_ledger
from pmf_cli.ledger.verify import verified
from pmf_cli.pipeline import assessed, open_register
from pmf_cli.pipeline.reminders.reminding import Mailing
from pmf_cli.pipeline.reminders.sending import send_reminders
from pmf_cli.pipeline.reminders.sending_run import Outcome
from tests.post.desk import DUE, day, late_register, mail_to, put, remind, states
from tests.post.trap import FAULTS, PASSWORD, Trap, trap
from tests.running import ROOT, Ran

EVERYBODY = ["C02", "C03", "C04", "C05"]
NOTHING_GOES = ("no-starttls", "wrong-name", "untrusted", "auth-fail")


def said_nowhere(folder: Path, *runs: Ran) -> None:
    """The password stands in no output and in no file of the register."""
    for run in runs:
        assert PASSWORD not in run.all
    for path in folder.rglob("*"):
        if path.is_file():
            assert PASSWORD.encode() not in path.read_bytes(), path


def once_each(server: Trap) -> None:
    """No person got a message with the same Message-ID twice; each message had one recipient."""
    pairs = server.pairs()
    assert len(pairs) == len(set(pairs))
    assert all(len(one.to) == 1 for one in server.kept)
    assert all(one.over_tls and one.logged_in for one in server.kept)


def test_four_people_get_one_message_each_and_cron_hears_nothing(tmp_path: Path) -> None:
    """A healthy run sends all, prints nothing, exits 0; the next run has nothing to send."""
    with trap(tmp_path / "trap") as server:
        folder = put(tmp_path / "register", late_register(), mail=mail_to(server))
        first = remind(folder, "send")
        again = remind(folder, "send")
    assert (first.code, first.all, again.code, again.all) == (0, "", 0, "")
    assert [one.to[0] for one in server.kept] == [f"{ref.lower()}@example.org" for ref in EVERYBODY]
    once_each(server)
    assert states(folder) == {"sent": EVERYBODY}
    said_nowhere(folder, first, again)
    assert not verified(folder).faults


@pytest.mark.slow
def test_on_a_day_before_messages_went_out_they_are_not_sent_again(tmp_path: Path) -> None:
    """A clock set back, or a past day asked about: what was told later stays told, and is said."""
    with trap(tmp_path / "trap") as server:
        folder = put(tmp_path / "register", late_register(), mail=mail_to(server))
        remind(folder, "send")
        back = remind(folder, "send", on="2025-01-15")
    assert (back.code, back.all) == (0, "")
    once_each(server)
    looked = remind(folder, on="2025-01-15")
    assert looked.code == 0
    assert "4 messages went out after that day" in looked.out
    assert "sent before" not in looked.out


@pytest.mark.slow
@pytest.mark.parametrize("fault", FAULTS)
def test_every_fault_ends_in_a_true_record_and_a_healthy_run_loses_nobody(
    tmp_path: Path, fault: str
) -> None:
    """After a run at a faulty server and one at a healthy one: once each, or reported.

    Whoever is not sent to is on record as failed for good or unknown, with exit 3.
    """
    with trap(tmp_path / "bad", fault) as bad:
        folder = put(tmp_path / "register", late_register(), mail=mail_to(bad))
        first = remind(folder, "send", "--debug")
    bad_pairs = bad.pairs()
    expected = {
        "none": (0, {"sent": EVERYBODY}, 4),
        "no-starttls": (3, {"planned": EVERYBODY}, 0),
        "wrong-name": (3, {"planned": EVERYBODY}, 0),
        "untrusted": (3, {"planned": EVERYBODY}, 0),
        "auth-fail": (3, {"planned": EVERYBODY}, 0),
        "rcpt-550": (3, {"failed-permanent": ["C02"], "sent": EVERYBODY[1:]}, 3),
        "rcpt-450": (3, {"failed-temporary": EVERYBODY}, 0),
        "data-451": (3, {"failed-temporary": EVERYBODY}, 0),
        "drop-after-data": (3, {"unknown": ["C02"], "planned": EVERYBODY[1:]}, 1),
        "slow": (3, {"unknown": ["C02"], "planned": EVERYBODY[1:]}, 1),
        "limit-3": (0, {"sent": EVERYBODY}, 4),
    }[fault]
    assert (first.code, states(folder), len(bad_pairs)) == expected
    if fault in NOTHING_GOES:
        assert bool(bad.logins) == (fault == "auth-fail")
    with trap(tmp_path / "good") as good:
        put(folder, late_register(), mail=mail_to(good))
        second = remind(folder, "send")
        third = remind(folder, "send")
    in_trouble = {"failed-permanent", "unknown"} & set(states(folder))
    assert third.code == (3 if in_trouble else 0)
    assert ("Still " in third.err) == bool(in_trouble)
    assert in_trouble or third.all == ""
    all_pairs = [*bad_pairs, *good.pairs()]
    assert len(all_pairs) == len(set(all_pairs))
    kept = {to for to, _ in all_pairs}
    settled = states(folder)
    assert set(settled) <= {"sent", "failed-permanent", "unknown"}
    assert len(kept) + len(settled.get("failed-permanent", [])) == len(EVERYBODY)
    once_each(good)
    said_nowhere(folder, first, second, third)
    assert not verified(folder).faults


@pytest.mark.slow
@pytest.mark.parametrize(
    ("still_at", "left", "kept"),
    [
        ("connect", {"planned": EVERYBODY}, 0),
        ("mail", {"sending": ["C02"], "planned": EVERYBODY[1:]}, 0),
        ("stored", {"sending": ["C02"], "planned": EVERYBODY[1:]}, 1),
        ("second", {"sent": ["C02"], "sending": ["C03"], "planned": EVERYBODY[2:]}, 1),
    ],
)
def test_a_run_killed_at_any_point_sends_nothing_twice_and_loses_nobody(
    tmp_path: Path, still_at: str, left: dict[str, list[str]], kept: int
) -> None:
    """kill -9 while the server stands still at a point; then a healthy run, and another.

    What was ``sending`` is unknown: told with exit 3 while it is open, not sent again. All others
    are sent.
    """
    with trap(tmp_path / "bad", still_at=still_at) as bad:
        folder = put(tmp_path / "register", late_register(), mail=mail_to(bad, timeout=60))
        killed_when(folder, bad)
        pairs = bad.pairs()
    assert (states(folder), len(pairs)) == (left, kept)
    with trap(tmp_path / "good") as good:
        put(folder, late_register(), mail=mail_to(good))
        second = remind(folder, "send")
        third = remind(folder, "send")
        status = remind(folder, "status")
    unknown = left.get("sending", [])
    assert second.code == (3 if unknown else 0)
    assert all(f"pmf remind resend {key}" in second.err for key in keys_of(folder, unknown))
    assert third.code == second.code
    assert all(f"pmf remind resend {key}" in third.err for key in keys_of(folder, unknown))
    assert unknown or third.all == ""
    everything = [*pairs, *good.pairs()]
    assert len(everything) == len(set(everything))
    rest = [ref for ref in EVERYBODY if ref not in unknown]
    assert sorted(states(folder).get("sent", [])) == rest
    assert states(folder).get("unknown", []) == unknown
    assert status.code == (3 if unknown else 0)
    said_nowhere(folder, second, third, status)
    assert not verified(folder).faults


@pytest.mark.slow
def test_a_run_killed_before_it_connects_leaves_everything_planned(tmp_path: Path) -> None:
    """The fifth point: the plan is on disk and no server has been spoken to."""
    import socket

    with socket.create_server(("127.0.0.1", 0)) as silent:
        mail = {"host": "localhost", "port": silent.getsockname()[1], "timeout": 60}
        folder = put(tmp_path / "register", late_register(), mail=mail)
        process = started(folder)
        connection, _ = silent.accept()
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        connection.close()
    assert states(folder) == {"planned": EVERYBODY}
    with trap(tmp_path / "good") as good:
        put(folder, late_register(), mail=mail_to(good))
        assert remind(folder, "send").code == 0
    once_each(good)
    assert states(folder) == {"sent": EVERYBODY}


@pytest.mark.slow
def test_an_unknown_message_goes_again_only_when_told_to_and_under_the_same_id(
    tmp_path: Path,
) -> None:
    """``--resend KEY`` sends it once more with the same Message-ID; a second time it refuses."""
    with trap(tmp_path / "bad", "drop-after-data") as bad:
        folder = put(tmp_path / "register", late_register(1), mail=mail_to(bad))
        remind(folder, "send")
    (key,) = keys_of(folder, ["C02"])
    with trap(tmp_path / "good") as good:
        put(folder, late_register(1), mail=mail_to(good))
        assert good.pairs() == []
        sent = remind(folder, "resend", key, on="2025-01-21")
        again = remind(folder, "resend", key, on="2025-01-21")
        later = remind(folder, "send", on="2025-01-21")
    assert (sent.code, again.code, later.code) == (0, 2, 0)
    assert good.pairs() == bad.pairs()
    assert states(folder) == {"sent": ["C02"]}


@pytest.mark.slow
def test_a_run_that_is_ended_while_it_tells_is_told_of_by_the_next(tmp_path: Path) -> None:
    """Nothing that became unknown is on record as told before somebody could read it."""
    with trap(tmp_path / "bad", "drop-after-data") as bad:
        folder = put(tmp_path / "register", late_register(1), mail=mail_to(bad))
        opened = open_register(folder)

        def ended(outcome: Outcome) -> None:
            assert [one.contact for one in outcome.unknown] == ["C02"]
            raise SystemExit

        with pytest.raises(SystemExit):
            send_reminders(
                Mailing(opened, assessed(opened, period="", as_of=day(DUE))),
                {"PMF_SMTP_PASSWORD": PASSWORD},
                tell=ended,
            )
    with trap(tmp_path / "good") as good:
        put(folder, late_register(1), mail=mail_to(good))
        first, second = remind(folder, "send"), remind(folder, "send")
    assert (first.code, second.code) == (3, 3)
    assert "Still unknown" in second.err
    assert "Unknown: the message to C02" in first.err
    assert good.pairs() == []


@pytest.mark.slow
def test_sending_one_again_tells_of_the_others_that_an_ended_run_left(tmp_path: Path) -> None:
    """Exit code 3 and the other's key: the next run would take it for told."""
    with trap(tmp_path / "bad", "drop-after-data") as bad:
        folder = put(tmp_path / "register", late_register(2), mail=mail_to(bad))
        remind(folder, "send")
    (key,) = keys_of(folder, ["C02"])
    with writing_ledger(folder) as ledger:
        (other,) = (one for one in messages_of(ledger).values() if one.contact == "C03")
        message_written(ledger, other, State.SENDING, day(DUE))
    with trap(tmp_path / "good") as good:
        put(folder, late_register(2), mail=mail_to(good))
        again = remind(folder, "resend", key, on="2025-01-21")
    assert again.code == 3
    assert "Unknown: the message to C03" in again.err
    assert [contact for contact, _ in good.pairs()] == [bad.pairs()[0][0]]


@pytest.mark.slow
def test_a_server_that_always_puts_off_is_asked_so_often_and_then_a_person_is_told(
    tmp_path: Path,
) -> None:
    """Two tries by the settings: put off, put off and failed, then left alone."""
    with trap(tmp_path / "trap", "data-451") as server:
        folder = put(
            tmp_path / "register",
            late_register(1),
            mail=mail_to(server),
            reminders={"tries": 2},
        )
        codes = [remind(folder, "send").code for _ in range(3)]
    assert codes == [3, 3, 3]
    assert states(folder) == {"failed-permanent": ["C02"]}


@pytest.mark.slow
def test_more_messages_than_the_cap_want_a_yes(tmp_path: Path) -> None:
    """A wrong clock must not write to everybody: nothing goes, exit 2; with --yes all go."""
    with trap(tmp_path / "trap") as server:
        folder = put(
            tmp_path / "register",
            late_register(),
            mail=mail_to(server),
            reminders={"max_messages": 3},
        )
        refused = remind(folder, "send")
        assert (refused.code, server.kept) == (2, [])
        assert remind(folder, "send", "--yes").code == 0
    assert len(server.kept) == 4


@pytest.mark.slow
def test_two_runs_at_once_send_once(tmp_path: Path) -> None:
    """The second finds the first at work and exits 4, saying so."""
    with trap(tmp_path / "trap", still_at="stored") as server:
        folder = put(tmp_path / "register", late_register(), mail=mail_to(server, timeout=60))
        process = started(folder)
        assert server.reached.wait(60)
        second = remind(folder, "send")
        process.kill()
        process.wait()
    assert second.code == 4
    assert "sending reminders" in second.err
    assert len(server.kept) == 1


def started(folder: Path) -> subprocess.Popen[bytes]:
    """A run with ``--send``, begun and not waited for."""
    words = ["remind", "send", "--as-of", DUE, "--register", str(folder)]
    return subprocess.Popen(
        [sys.executable, "-m", "pmf_cli", *words],
        env={**os.environ, "PYTHONPATH": str(ROOT), "PMF_SMTP_PASSWORD": PASSWORD},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def killed_when(folder: Path, server: Trap) -> None:
    """A run with ``--send``, ended by SIGKILL when the server stands still."""
    process = started(folder)
    assert server.reached.wait(60)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()


def keys_of(folder: Path, contacts: list[str]) -> list[str]:
    """The keys of some people's messages, as lists show them."""
    known = messages_of(read_ledger(folder)).values()
    return [one.key[:12] for one in known if one.contact in contacts]


@pytest.mark.slow
def test_runs_killed_at_any_moment_send_nothing_twice_and_lose_nobody(tmp_path: Path) -> None:
    """Six runs killed at odd moments of their sending, then a healthy one, for twelve people.

    Each is sent to once, or is on record as unknown; nobody is left out, and the ledger holds.
    """
    import random
    import time

    chance = random.Random(5)
    people = 12
    with trap(tmp_path / "trap") as server:
        folder = put(tmp_path / "register", late_register(people), mail=mail_to(server))
        for _ in range(6):
            process = started(folder)
            goal = len(server.kept) + chance.randint(0, 2)
            while len(server.kept) < goal and process.poll() is None:
                time.sleep(0.001)
            time.sleep(chance.random() * 0.02)
            os.kill(process.pid, signal.SIGKILL)
            process.wait()
            assert not verified(folder).faults
        last = remind(folder, "send")
        again = remind(folder, "send")
    found = states(folder)
    assert set(found) <= {"sent", "unknown"}
    assert sum(map(len, found.values())) == people
    pairs = server.pairs()
    assert len(pairs) == len(set(pairs))
    assert {f"{ref.lower()}@example.org" for ref in found.get("sent", [])} <= {
        to for to, _ in pairs
    }
    is_open = "unknown" in found
    assert (last.code, again.code) == ((3, 3) if is_open else (0, 0))
    assert is_open or again.all == ""


@pytest.mark.slow
def test_each_person_gets_their_own_form_and_it_is_on_record(tmp_path: Path) -> None:
    """The form lies in the letter; the ledger knows it. Who only hears of others' gets none."""
    with trap(tmp_path / "trap") as server:
        folder = put(tmp_path / "register", late_register(2), mail=mail_to(server))
        assert remind(folder, "send", on="2025-01-28").code == 0
        remind(folder, "send", on="2025-01-28")
    forms = {}
    for kept in server.kept:
        letter = message_from_bytes(kept.data, policy=policy.SMTP)
        forms[kept.to[0]] = [part.get_filename() for part in letter.iter_attachments()]
    rows = read_ledger(folder).rows(RowKind.FORM)
    on_record = {f"{row.body['contact'].lower()}@example.org": row.body["file"] for row in rows}
    assert len(rows) == 2
    assert forms == {to: [name] for to, name in on_record.items()} | {"c01@example.org": []}
