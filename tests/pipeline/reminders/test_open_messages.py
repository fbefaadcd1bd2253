"""A message that failed or is unknown is said by every run until somebody has dealt with it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from pmf_cli.pipeline.reminders import sending
from pmf_cli.post.smtp import Delivery, Ending
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.supporting import Contact
from tests.make import make_result
from tests.post.desk import late_register, put, states
from tests.running import Ran, pmf


@dataclass
class Post:
    """A mail server that answers as it is told to, without a socket.

    Attributes:
        answers: address → how its messages end; all others are sent.
        sender: how the sender is answered.
        sent: addresses of the messages that it took, in order.
        tried: addresses of all messages handed over.
    """

    answers: dict[str, Ending] = field(default_factory=dict)
    sender: Ending | None = None
    sent: list[str] = field(default_factory=list)
    tried: list[str] = field(default_factory=list)
    accepted: int = 0

    def __enter__(self) -> Post:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def connect(self) -> None:
        self.accepted = 0

    def deliver(self, sender: str, to: str, data: bytes) -> Delivery:
        assert sender
        assert data
        self.tried.append(to)
        if self.sender is not None:
            return Delivery(self.sender, "the server answered 550")
        ending = self.answers.get(to, Ending.SENT)
        if ending is Ending.SENT:
            self.sent.append(to)
        return Delivery(ending, "" if ending is Ending.SENT else "the server answered 550")


@pytest.fixture
def post(monkeypatch: pytest.MonkeyPatch) -> Post:
    made = Post()
    monkeypatch.setattr(sending, "server_for", lambda *_: made)
    return made


def with_contact(register: Register, ref: str, **over: object) -> Register:
    """A register in which one contact is changed."""
    people: Sequence[Contact] = register.contacts
    changed = (replace(one, **over) if one.ref == ref else one for one in people)
    return replace(register, contacts=tuple(changed))


def asked_of(register: Register, contact: str) -> Register:
    """A register in which the first KPI has another key contact."""
    first: Kpi = replace(register.kpis[0], key_contact=contact)
    return replace(register, kpis=(first, *register.kpis[1:]))


def address(register: Register, ref: str) -> str:
    found = register.contact_by_ref[ref].email
    assert found is not None
    return found


def run(folder: Path, *words: str, on: str = "2025-01-20", command: str = "remind") -> Ran:
    return pmf(command, *words, "--register", folder, "--as-of", on)


@pytest.fixture
def register() -> Register:
    return late_register(2)


@pytest.fixture
def folder(tmp_path: Path, register: Register) -> Path:
    return put(tmp_path / "register", register)


def key_of(folder: Path, contact: str) -> str:
    items = json.loads(run(folder, "status", "--format", "json").out)["messages"]
    found: str = next(item["key"] for item in items if item["contact"] == contact)
    return found


def everywhere(folder: Path) -> list[bool]:
    """Whether C02's message is spoken of by a run, the list, status and next."""
    said = [run(folder, "send"), run(folder), run(folder, "status")]
    codes = [one.code == 3 for one in said]
    views = [run(folder, command=command) for command in ("status", "next")]
    return [*codes, *("C02" in one.all for one in said), *("to C02 about" in v.out for v in views)]


@pytest.mark.parametrize("ending", [Ending.PERMANENT, Ending.UNKNOWN])
def test_a_message_in_trouble_is_said_everywhere_as_long_as_it_is_open(
    ending: Ending, folder: Path, register: Register, post: Post
) -> None:
    """It is tried once; runs exit 3 until the figure has come (FAULTS 5.8 and 5.12)."""
    post.answers[address(register, "C02")] = ending
    assert run(folder, "send").code == 3
    for _ in range(2):
        assert all(everywhere(folder))
    assert post.tried.count(address(register, "C02")) == 1
    assert post.sent == [address(register, "C03")]
    come = replace(register, results=(make_result("WM-01", "2024/25 Q3", 92),))
    put(folder, come)
    post.answers = {}
    assert not any(everywhere(folder)[:3])
    assert not any(everywhere(folder)[6:])
    assert run(folder, "send").code == 0


def test_a_corrected_address_sends_without_being_told_to_and_only_once(
    folder: Path, register: Register, post: Post
) -> None:
    """One message says what is due now; who was reached before is left alone."""
    old = address(register, "C02")
    post.answers[old] = Ending.PERMANENT
    assert run(folder, "send").code == 3
    put(folder, with_contact(register, "C02", email="new.desk@example.org"))
    for _ in range(2):
        assert run(folder, "send").code == 0
    assert post.sent == [address(register, "C03"), "new.desk@example.org"]
    assert run(folder, command="status").out.count("C02 about") == 0


def test_the_corrected_address_of_an_older_failure_gets_the_newest_stage_once(
    folder: Path, register: Register, post: Post
) -> None:
    """Two stages failed; one message makes up for both."""
    old = address(register, "C02")
    post.answers[old] = Ending.PERMANENT
    assert run(folder, "send", on="2025-01-14").code == 3
    assert run(folder, "send", on="2025-01-20").code == 3
    assert post.tried.count(old) == 2
    put(folder, with_contact(register, "C02", email="new.desk@example.org"))
    assert run(folder, "send", on="2025-01-21").code == 0
    assert post.sent.count("new.desk@example.org") == 1
    assert states(folder)["superseded"]


def test_a_failed_message_sent_again_leaves_out_what_a_later_one_told(
    folder: Path, register: Register, post: Post
) -> None:
    """The first stage was refused, the next one came: nobody is told of it a second time."""
    post.answers[address(register, "C02")] = Ending.PERMANENT
    assert run(folder, "send", on="2025-01-14").code == 3
    key = key_of(folder, "C02")
    post.answers = {}
    run(folder, "send", on="2025-01-21")
    before = list(post.sent)
    ran = run(folder, "resend", key, on="2025-01-21")
    assert (ran.code, post.sent) == (0, before), ran.all
    assert "C02" in states(folder)["superseded"]


@pytest.mark.parametrize("ending", [Ending.PERMANENT, Ending.UNKNOWN])
def test_the_run_that_makes_up_for_every_message_in_trouble_exits_0_and_says_nothing(
    ending: Ending, folder: Path, register: Register, post: Post
) -> None:
    """The next stage reaches the same person about the same: that very run has no trouble left."""
    first = address(register, "C02")
    post.answers[first] = ending
    assert run(folder, "send", on="2025-01-14").code == 3
    post.answers = {}
    made_up = run(folder, "send", on="2025-01-21")
    assert (made_up.code, made_up.all) == (0, ""), made_up.all
    assert post.sent.count(first) == 1


def test_the_run_that_makes_up_for_some_of_them_tells_of_the_others(
    folder: Path, register: Register, post: Post
) -> None:
    """Two were refused, the next stage reaches one of the two."""
    reached, not_reached = (address(register, ref) for ref in ("C02", "C03"))
    post.answers = {reached: Ending.PERMANENT, not_reached: Ending.PERMANENT}
    assert run(folder, "send", on="2025-01-14").code == 3
    del post.answers[reached]
    made_up = run(folder, "send", on="2025-01-21")
    assert made_up.code == 3
    assert "C03" in made_up.err and "C02" not in made_up.err


def test_an_address_that_differs_in_case_only_is_the_same_address(
    folder: Path, register: Register, post: Post
) -> None:
    """It would be refused again: nothing is sent, and the failure is still said."""
    old = address(register, "C02")
    post.answers = {old: Ending.PERMANENT, old.upper(): Ending.PERMANENT}
    assert run(folder, "send").code == 3
    put(folder, with_contact(register, "C02", email=old.title()))
    assert run(folder, "send").code == 3
    assert [to.casefold() for to in post.tried].count(old.casefold()) == 1


def test_a_contact_who_was_replaced_closes_the_message_and_the_new_one_is_written_to(
    folder: Path, register: Register, post: Post
) -> None:
    """What was asked is no longer wanted of the old contact."""
    post.answers[address(register, "C02")] = Ending.PERMANENT
    assert run(folder, "send").code == 3
    put(folder, asked_of(register, "C03"))
    assert run(folder, "send").code == 0
    assert post.sent.count(address(register, "C03")) == 2
    assert post.tried.count(address(register, "C02")) == 1


def test_a_refused_sender_is_no_fault_of_any_contact(
    folder: Path, register: Register, post: Post
) -> None:
    """The run stops at once; once the sender is right everybody gets their message."""
    post.sender = Ending.NO_SENDER
    ran = run(folder, "send")
    assert ran.code == 3
    assert "sender" in ran.err
    assert len(post.tried) == 1
    assert states(folder) == {"planned": ["C02", "C03"]}
    post.sender = None
    assert run(folder, "send").code == 0
    assert sorted(post.sent) == sorted(address(register, ref) for ref in ("C02", "C03"))


@pytest.mark.parametrize("over", [{"email": None}, {"absent_until": "2025-03-01", "deputy": None}])
def test_who_cannot_be_reached_is_said_by_every_run(
    over: dict[str, object], tmp_path: Path, register: Register, post: Post
) -> None:
    """A contact without an address, or away with nobody to stand in."""
    changed = with_contact(register, "C02", **over)
    kpis = tuple(replace(kpi, deputy_contact=None) for kpi in register.kpis)
    folder = put(tmp_path / "lost", replace(changed, kpis=kpis))
    for _ in range(2):
        ran = run(folder, "send")
        assert ran.code == 1
        assert "C02" in ran.err
    assert post.sent == [address(register, "C03")]


def test_a_person_can_say_that_an_unknown_message_came(
    folder: Path, register: Register, post: Post
) -> None:
    """It is sent then, and no run speaks of it any more; of a sent one nobody can say so."""
    post.answers[address(register, "C02")] = Ending.UNKNOWN
    assert run(folder, "send").code == 3
    key = key_of(folder, "C02")
    assert run(folder, "came", key[:12]).code == 0
    assert run(folder, "send").code == 0
    assert run(folder, "status").code == 0
    assert run(folder, "came", key[:12]).code == 2
    assert post.tried.count(address(register, "C02")) == 1
