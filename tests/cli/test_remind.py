"""``pmf remind`` without sending: what it shows and writes, and what it leaves alone."""

from __future__ import annotations

import csv
import io
import json
import sys
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from tests.data_formats import names_of
from tests.make import make_contact
from tests.post.desk import late_register, put, remind
from tests.registers.cut import cut_example
from tests.running import ROOT, Ran, pmf, pmf_child

ON = "2025-01-24"
WATCHED = """
import sys
def watch(event, _):
    if event in ("socket.__new__", "socket.connect", "socket.getaddrinfo"):
        raise SystemExit("a socket was opened")
sys.addaudithook(watch)
from pmf_cli.__main__ import main
main()
"""


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """A copy of the example, whose settings name a sender and a day for rehearsal."""
    return Path(cut_example(tmp_path / "register"))


def look(folder: Path, *words: str | Path, on: str = ON) -> Ran:
    return pmf("remind", "--register", folder, "--as-of", on, *words)


def files_in(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_it_shows_what_is_due_and_exits_1_and_changes_nothing(example: Path) -> None:
    """One line a person with address and key; the register's folder stays as it was."""
    before = files_in(example)
    ran = look(example)
    assert ran.code == 1
    assert ran.out.count("@example.org") >= 2
    assert files_in(example) == before


def test_with_nothing_due_it_exits_0(example: Path) -> None:
    """Before the first reminder of the quarter."""
    ran = look(example, "--format", "json", "--period", "2024/25 Q4", on="2025-02-03")
    assert (ran.code, json.loads(ran.out)["reminders"]) == (0, [])


def test_the_list_is_the_same_as_json_and_csv(example: Path) -> None:
    """The same messages in every format, with the fields that the manual names."""
    data = json.loads(look(example, "--format", "json", "--quiet").out)
    rows = list(csv.DictReader(io.StringIO(look(example, "--format", "csv").out.lstrip("\ufeff"))))
    assert [row["key"] for row in rows] == [item["key"] for item in data["reminders"]]
    assert all(list(item) == names_of(data["schema"]) for item in data["reminders"])
    assert data["counts"]["messages"] == len(data["reminders"])
    table = look(example).out
    assert all(item["key"][:12] in table for item in data["reminders"])


@pytest.mark.slow
def test_the_outbox_holds_one_letter_a_person_the_same_each_time(
    example: Path, tmp_path: Path
) -> None:
    """Named by key, lines ended as mail wants; two runs in two zones give the same bytes."""
    data = json.loads(look(example, "--format", "json", "--quiet").out)
    words = ("remind", "--register", example, "--as-of", ON)
    one, other = tmp_path / "one", tmp_path / "other"
    assert pmf_child(*words, "--outbox", one, env={"TZ": "Asia/Tokyo"}).code == 1
    seed = {"TZ": "America/Lima", "PYTHONHASHSEED": "7", "LC_ALL": "C"}
    assert pmf_child(*words, "--outbox", other, env=seed).code == 1
    written = files_in(one)
    assert written == files_in(other)
    assert sorted(written) == sorted(f"{item['key'][:16]}.eml" for item in data["reminders"])
    to = {str(message_from_bytes(letter, policy=policy.SMTP)["To"]) for letter in written.values()}
    assert to == {item["address"] for item in data["reminders"]}


def test_looking_opens_no_socket(example: Path, tmp_path: Path) -> None:
    """Neither to show nor to write the letters, though a mail server is set."""
    settings = example / "pmf.toml"
    settings.write_text(
        settings.read_text(encoding="utf-8").replace("[mail]", '[mail]\nhost = "mail.example.org"'),
        encoding="utf-8",
    )
    import os
    import subprocess

    words = ["remind", "--register", str(example), "--as-of", ON, "--outbox", str(tmp_path / "out")]
    done = subprocess.run(
        [sys.executable, "-c", WATCHED, *words],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 1, done.stderr
    assert "a socket" not in done.stderr
    assert files_in(tmp_path / "out")


def test_a_rehearsal_writes_to_nobody(example: Path) -> None:
    """The example pretends a date; --send refuses until a real date is asked for."""
    for words in (("--send",), ("--resend", "abcdef123456")):
        ran = pmf("remind", "--register", example, *words)
        assert ran.code == 2
        assert "rehears" in ran.err
    assert not (example / "pmf-ledger.sqlite").exists()


def test_without_a_mail_server_nothing_is_sent_or_planned(example: Path) -> None:
    """A sentence says what the settings lack; no ledger is begun."""
    ran = look(example, "--send")
    assert ran.code == 2
    assert "mail server" in ran.err
    assert not (example / "pmf-ledger.sqlite").exists()


def test_without_a_sender_it_still_shows_but_writes_no_letters(tmp_path: Path) -> None:
    """What is due can be seen before the settings are complete."""
    folder = put(tmp_path / "register", late_register(), mail={"sender": ""})
    assert look(folder, on="2025-01-20").code == 1
    assert look(folder, "--outbox", tmp_path / "out", on="2025-01-20").code == 2
    assert not (tmp_path / "out").exists()


def test_options_that_contradict_each_other_are_refused(example: Path) -> None:
    """To send and to look at once is nobody's wish."""
    for words in (
        ("--send", "--status"),
        ("--send", "--outbox", "x"),
        ("--status", "--resend", "k"),
    ):
        assert look(example, *words).code == 2


@pytest.mark.parametrize(
    "address",
    ["", "a@x.org; b@y.org", "A <a@example.org>", "a@example.org\nBcc: b@x.org", "a@elsewhere.org"],
)
def test_who_cannot_be_reached_is_told_with_what_to_do(tmp_path: Path, address: str) -> None:
    """The others still get their messages; the person is named by reference, and the cell's sheet."""
    held = late_register()
    contacts = tuple(
        make_contact("C02", email=address) if one.ref == "C02" else one for one in held.contacts
    )
    folder = put(tmp_path / "register", late_register_with(contacts))
    ran = look(folder, "--format", "json", "--quiet", on="2025-01-20")
    data = json.loads(ran.out)
    lost = [item for item in data["reminders"] if item["key"] is None]
    assert (ran.code, data["counts"]["messages"], len(lost)) == (1, 3, 1)
    assert lost[0]["contact"] == "C02"
    assert "Contacts" in lost[0]["what_to_do"]
    assert not address or address not in lost[0]["undeliverable_because"]


def late_register_with(contacts):  # type: ignore[no-untyped-def]
    from dataclasses import replace

    return replace(late_register(), contacts=contacts)


def test_status_without_a_ledger_says_so(example: Path) -> None:
    """Nothing was ever sent: exit 0, and no file is made."""
    ran = look(example, "--status")
    assert ran.code == 0
    assert "never" in ran.out
    assert not (example / "pmf-ledger.sqlite").exists()


def test_a_key_that_is_none_is_refused(tmp_path: Path) -> None:
    """Too short, or no message's: nothing is sent."""
    mail = {"host": "localhost", "port": 9}
    folder = put(tmp_path / "register", late_register(), mail=mail)
    for key in ("abc", "abcdef123456"):
        assert remind(folder, "resend", key).code == 2
