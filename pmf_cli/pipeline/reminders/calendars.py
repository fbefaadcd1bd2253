"""Calendar files of the timetable, one for each contact, and the record of what they said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pmf_cli.cycle.timetable.year_plan import YearPlan
from pmf_cli.fingerprints import fingerprint
from pmf_cli.ledger.row import RowKind
from pmf_cli.ledger.store import read_ledger, writing_ledger
from pmf_cli.pipeline.papers import write_files
from pmf_cli.pipeline.read.opening import OpenedRegister
from pmf_cli.post.calendars import Given, calendar_bytes, given_from, given_now
from pmf_cli.views.appointments import EVERYBODY, Appointment, calendars_of
from pmf_cli.views.references import role_of
from pmf_cli.views.wording import file_stem
from pmf_cli.words import listed_shortly
from pmf_cli.workbook.write.register_lock import register_lock

DOING = "making calendars"
TEAM = "timetable"
"""The name of the calendar with every step."""
LONGEST_NAME = 60


@dataclass(frozen=True)
class MadeCalendars:
    """Calendar files, not yet written.

    Attributes:
        files: file name → bytes.
        states: contact → what its calendar says now, where that is new.
        left_out: who is named as responsible and is no contact, so that nobody gets the step.
    """

    files: Mapping[str, bytes]
    states: Mapping[str, Mapping[str, Given]]
    left_out: tuple[str, ...] = ()


def made_calendars(
    opened: OpenedRegister, plan: YearPlan, as_of: date, contact: str = ""
) -> MadeCalendars:
    """The calendar files of a timetable.

    Args:
        contact: only this contact's file; empty for one file a contact and one with every step.

    Raises:
        LedgerError: the ledger cannot be read.
    """
    register = opened.register
    ledger = read_ledger(opened.folder)
    cycles = {str(cycle) for cycle in plan.cycles}
    appointments = calendars_of(register, opened.settings, plan, as_of)
    known = {row.key for row in ledger.rows(RowKind.CALENDAR)} - {TEAM}
    everyone = sorted({EVERYBODY, *appointments, *known})
    files: dict[str, bytes] = {}
    states: dict[str, Mapping[str, Given]] = {}
    for one in [contact] if contact else everyone:
        mine = appointments.get(one, ())
        row = ledger.last(RowKind.CALENDAR, one)
        before = {} if row is None else _given(row.body)
        now = given_now(mine, before, cycles, as_of)
        shown = _shown(mine, now, cycles)
        if not shown:
            continue
        if now != before:
            states[one] = now
        post = role_of(register, one)
        name = f"{register.name}: KPI reporting{f', {post}' if post else ''}".removeprefix(": ")
        files[_file_name(one, files)] = calendar_bytes(
            shown, now, register=register.name, name=name
        )
    return MadeCalendars(files, states, _left_out(opened, plan))


@dataclass(frozen=True, slots=True)
class GivenCalendars:
    """What was done about calendar files: those written, why there are none, and what to know."""

    files: tuple[str, ...] = ()
    refusals: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def give_calendars(
    opened: OpenedRegister, plan: YearPlan, on: date, contact: str, folder: Path
) -> GivenCalendars:
    """Writes the calendar files of a timetable into a folder, and keeps what they say.

    Args:
        contact: only this contact's file; empty for all.
        folder: where they are written.

    Raises:
        PmfError: the ledger or the folder cannot be read or written.
    """
    made = made_calendars(opened, plan, on, contact)
    if not made.files:
        return GivenCalendars(refusals=("There is no step to put into a calendar.",))
    # First the record: a file given out and not recorded could not be updated later.
    record_calendars(opened, made, on)
    written = write_files(folder, made.files, keep_earlier=False)
    if not made.left_out or contact:
        return GivenCalendars(written)
    note = (
        f"Note: {listed_shortly(made.left_out)} stand under Responsible and not in the sheet Contacts, "
        "so no calendar was made for them."
    )
    return GivenCalendars(written, notes=(note,))


def _given(body: Mapping[str, object]) -> dict[str, Given]:
    events = body.get("events", {})
    assert isinstance(events, Mapping)
    return {str(key): given_from(data) for key, data in events.items()}


def _shown(
    mine: tuple[Appointment, ...], now: Mapping[str, Given], cycles: set[str]
) -> tuple[Appointment, ...]:
    """The entries of a file; those withdrawn stand among them as long as their cycle is asked for."""
    there = {one.key for one in mine}
    gone = [
        Appointment(key, given.on, given.title, "", cancelled=True)
        for key, given in now.items()
        if key not in there and key.partition("|")[0] in cycles
    ]
    return (*(one for one in mine if one.key in now), *gone)


def _file_name(contact: str, taken: Mapping[str, bytes]) -> str:
    """A name that every system takes, and that no other contact's file has."""
    if contact == EVERYBODY:
        return f"{TEAM}.ics"
    name = f"{TEAM}-{file_stem(contact)[:LONGEST_NAME]}"
    if file_stem(contact) != contact.lower() or f"{name}.ics" in taken:
        name += f"-{fingerprint(contact.encode())[:8]}"
    return f"{name}.ics"


def _left_out(opened: OpenedRegister, plan: YearPlan) -> tuple[str, ...]:
    known = opened.register.contact_by_ref
    names = {
        step.entry.responsible
        for step in plan.steps
        if step.entry.responsible and step.entry.responsible not in known
    }
    return tuple(sorted(names))


def record_calendars(opened: OpenedRegister, made: MadeCalendars, on: date) -> None:
    """Keeps in the ledger what the calendars say, so that the next ones are updates of these.

    Raises:
        LockedError: another run is writing.
        DiskError: the ledger cannot be written.
    """
    if not made.states:
        return
    with register_lock(opened.folder, DOING), writing_ledger(opened.folder) as ledger:
        for key, state in made.states.items():
            events = {name: given.as_data() for name, given in state.items()}
            ledger.append(RowKind.CALENDAR, key, {"events": events}, on)
