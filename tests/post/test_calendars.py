"""Calendar files update what stands in people's calendars, and never make it stand there twice."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from pmf_cli.ledger.row import RowKind
from pmf_cli.ledger.store import read_ledger
from pmf_cli.pipeline import open_register
from pmf_cli.post.calendars import calendar_bytes, given_from, given_now
from pmf_cli.register.sheets.layout import REPORTING_PROCESS
from pmf_cli.views.appointments import Appointment
from tests.registers.cut import cut_example
from tests.running import pmf, pmf_child

ON = date(2025, 2, 3)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the example."""
    cut_example(tmp_path / "register")
    return tmp_path / "register"


@dataclass(frozen=True)
class Seen:
    """What a calendar program makes of one entry."""

    on: date
    sequence: int
    status: str
    title: str


class Client:
    """A calendar program: the newest SEQUENCE of a UID counts, cancelled entries go (RFC 5546)."""

    def __init__(self) -> None:
        self.entries: dict[str, Seen] = {}

    def takes_in(self, data: bytes) -> None:
        """Publishes a file into the calendar."""
        calendar = Calendar.from_ical(data)
        assert calendar["METHOD"] == "PUBLISH"
        for event in calendar.walk("VEVENT"):
            uid, new = str(event["UID"]), seen(event)
            if uid not in self.entries or new.sequence > self.entries[uid].sequence:
                self.entries[uid] = new

    @property
    def shown(self) -> dict[str, date]:
        """Title → day of what the person sees."""
        return {one.title: one.on for one in self.entries.values() if one.status != "CANCELLED"}


def seen(event) -> Seen:
    return Seen(
        event.decoded("DTSTART"),
        int(event["SEQUENCE"]),
        str(event["STATUS"]),
        str(event["SUMMARY"]),
    )


def give(folder: Path, *words: str, name: str = "timetable-c-900.ics") -> bytes:
    """Makes the calendars and gives one of them back."""
    ran = pmf("timetable", "show", "--format", "ics", "--register", folder, "--output",
              folder.parent / "out", *words)  # fmt: skip
    assert ran.code == 0, ran.all
    return (folder.parent / "out" / "calendars" / name).read_bytes()


def edit(folder: Path, cycle: str, step: str, **cells: object) -> None:
    """Does by hand in Excel what an officer would: changes cells of a step, or deletes its row."""
    book = openpyxl.load_workbook(folder / REPORTING_PROCESS)
    sheet = book["Timetable"]
    headings = [cell.value for cell in sheet[1]]
    for row in sheet.iter_rows(min_row=2):
        if (row[0].value, row[1].value) == (cycle, step):
            if not cells:
                sheet.delete_rows(row[0].row)
                break
            for heading, value in cells.items():
                row[headings.index(heading)].value = value
    book.save(folder / REPORTING_PROCESS)


def test_a_moved_date_moves_the_entry(folder: Path) -> None:
    """Same UID, higher SEQUENCE: the client shows the step once, on its new day."""
    client = Client()
    client.takes_in(give(folder))
    before = dict(client.shown)
    numbers = {uid: one.sequence for uid, one in client.entries.items()}
    edit(folder, "2024/25 Q3", "Draft to directors", Date=date(2025, 2, 12))
    client.takes_in(give(folder, "--as-of", "2025-02-05"))
    title = "Draft to directors (2024/25 Q3)"
    assert before[title] == date(2025, 2, 10)
    assert client.shown == before | {title: date(2025, 2, 12)}
    risen = [uid for uid, one in client.entries.items() if one.sequence != numbers[uid]]
    assert len(risen) == 1
    assert client.entries[risen[0]].sequence == 1


def test_a_date_moved_and_moved_back_still_wins(folder: Path) -> None:
    """A day that is earlier again, or the old one, has a higher SEQUENCE than what was given out."""
    client, title = Client(), "Draft to directors (2024/25 Q3)"
    for day in (10, 12, 10, 7):
        edit(folder, "2024/25 Q3", "Draft to directors", Date=date(2025, 2, day))
        client.takes_in(give(folder))
        assert client.shown[title] == date(2025, 2, day)
    assert {one.sequence for one in client.entries.values() if one.title == title} == {3}


@pytest.mark.slow
def test_cancelled_deleted_and_handed_over_steps_disappear(folder: Path) -> None:
    """For who has them; nobody gets a cancellation of what they never had."""
    client = Client()
    client.takes_in(give(folder))
    edit(folder, "2024/25 Q3", "Draft to directors", Status="Cancelled")
    edit(folder, "2024/25 Q3", "Lessons")
    edit(folder, "2024/25 Q4", "Lessons", Responsible="C-901")
    client.takes_in(give(folder))
    gone = {"Draft to directors (2024/25 Q3)", "Lessons (2024/25 Q3)", "Lessons (2024/25 Q4)"}
    assert not gone & set(client.shown)
    assert {one.title for one in client.entries.values() if one.status == "CANCELLED"} == gone
    again = give(folder)
    assert again == give(folder)
    other = Client()
    other.takes_in(give(folder, name="timetable-c-901.ics"))
    assert "Lessons (2024/25 Q4)" in other.shown
    edit(folder, "2024/25 Q3", "Draft to directors", Status="Planned")
    client.takes_in(give(folder))
    assert "Draft to directors (2024/25 Q3)" in client.shown


def test_one_cycle_alone_withdraws_nothing_of_the_others(folder: Path) -> None:
    """A file for Q4 leaves the entries of Q3 as they are."""
    client = Client()
    client.takes_in(give(folder))
    before = dict(client.shown)
    client.takes_in(give(folder, "--period", "2024/25 Q4"))
    assert client.shown == before


@pytest.mark.slow
def test_same_input_same_bytes(folder: Path, tmp_path: Path) -> None:
    """On another day, in another place, time zone and hash seed; with the ledger and without."""
    give(folder)
    out = tmp_path / "out" / "calendars"
    first = {path.name: path.read_bytes() for path in out.iterdir()}
    rows = len(read_ledger(folder).rows())
    cut_example(tmp_path / "elsewhere" / "other")
    env = {"TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "7", "LC_ALL": "C"}
    for place, words in (
        (tmp_path / "elsewhere" / "other", ()),
        (folder, ("--as-of", "2025-02-06")),
    ):
        ran = pmf_child(
            "timetable", "show", "--format", "ics", "--register", place, "--output", place, *words,
            env={**os.environ, **env},
        )  # fmt: skip
        assert ran.code == 0, ran.all
        made = {path.name: path.read_bytes() for path in (place / "calendars").iterdir()}
        assert made == first
    assert len(read_ledger(folder).rows()) == rows  # nothing new was said, so nothing is recorded


def test_a_contact_gets_what_is_asked_of_them(folder: Path) -> None:
    """A key contact's file has the days for forms, data and commentary with their own KPIs."""
    register = open_register(folder).register
    kpi = register.kpi_by_ref["WM-01"]
    assert kpi.key_contact
    stem = kpi.key_contact.lower()
    data = give(folder, "--contact", stem, name=f"timetable-{stem}.ics")
    events = Calendar.from_ical(data).walk("VEVENT")
    told = {str(event["SUMMARY"]): str(event["DESCRIPTION"]) for event in events}
    assert "WM-01" in told["Data due (2024/25 Q4)"]
    assert not any(title.startswith("CLT") for title in told)
    names = [contact.email for contact in register.contacts if contact.email]
    assert not any(name in data.decode() for name in names)
    assert pmf("timetable", "show", "--contact", "X-1", "--register", folder).code == 2


def test_the_ledger_holds_references_and_no_addresses(folder: Path) -> None:
    """What was given out is kept by contact reference."""
    give(folder)
    contacts = open_register(folder).register.contacts
    rows = read_ledger(folder).rows(RowKind.CALENDAR)
    assert "C-900" in {row.key for row in rows}
    text = "".join(str(row.body) for row in rows)
    assert not any(c.email in text for c in contacts if c.email)


TEXT = st.text(max_size=120)
DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))


@given(TEXT, TEXT, DAYS)
def test_any_text_stays_inside_its_property(title: str, details: str, on: date) -> None:
    """Lines of at most 75 octets, CRLF only, and one entry whatever the words say."""
    one = Appointment("2024/25 Q3|CLT|", on, f"a{title}\r\nBEGIN:VEVENT", f"b{details}\nEND:VEVENT")
    state = given_now([one], {}, (), on)
    data = calendar_bytes([one], state, register="Any", name=title)
    assert b"\r\n" in data
    lines = data.split(b"\r\n")
    assert all(len(line) <= 75 and b"\n" not in line and b"\r" not in line for line in lines)
    assert data.count(b"\r\nBEGIN:VEVENT\r\n") == 1
    event = Calendar.from_ical(data).walk("VEVENT")[0]
    assert event.decoded("DTSTART") == on
    assert event.decoded("DTEND") == on + timedelta(days=1)
    assert str(event["TRANSP"]) == "TRANSPARENT"
    assert data == calendar_bytes([one], state, register="Any", name=title)


KEYS = st.sampled_from(["A|1", "A|2", "B|1"])
VERSIONS = st.lists(
    st.dictionaries(KEYS, st.tuples(DAYS, st.booleans()), max_size=3), min_size=1, max_size=8
)


@given(VERSIONS)
def test_numbers_only_rise_and_only_on_change(versions) -> None:
    """Whatever is moved, cancelled, deleted and brought back, the newest state always wins."""
    state: Mapping = {}
    client = Client()
    assert versions
    for version in versions:
        before = state
        entries = [Appointment(k, on, k, "", gone) for k, (on, gone) in version.items()]
        now = given_now(entries, before, ("A", "B"), date(1999, 1, 1))
        for key, old in before.items():
            assert now[key].sequence - old.sequence == int(now[key].mark != old.mark)
        assert given_now(entries, now, ("A", "B"), date(2020, 1, 1)) == now
        state = {key: given_from(one.as_data()) for key, one in now.items()}
        shown = [
            next((e for e in entries if e.key == key), Appointment(key, one.on, one.title))
            for key, one in state.items()
        ]
        client.takes_in(calendar_bytes(shown, state, register="Any", name="x"))
        assert client.shown == {k: on for k, (on, gone) in version.items() if not gone}
