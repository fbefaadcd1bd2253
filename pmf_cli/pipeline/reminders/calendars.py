"""Calendar files of the timetable, one for each contact, and the record of what they said."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from pmf_cli.cycle.timetable.year_plan import YearPlan
from pmf_cli.fingerprints import fingerprint
from pmf_cli.frozen import frozen
from pmf_cli.ledger.row import RowKind
from pmf_cli.ledger.store import locked_ledger, read_ledger
from pmf_cli.pipeline.papers import write_files
from pmf_cli.pipeline.read.opening import OpenedRegister
from pmf_cli.post.calendars import Given, calendar_bytes, given_from, given_now
from pmf_cli.views.appointments import EVERYBODY, Appointment, calendars_of
from pmf_cli.views.references import role_of
from pmf_cli.views.wording import file_stem
from pmf_cli.words import listed_shortly

TEAM = "timetable"
"""The name of the calendar with every step."""
LONGEST_NAME = 60


@frozen
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
        contact: only this contact's file; empty for one a contact and one with every step.

    Raises:
        PmfError: the ledger or the folder cannot be read or written.
    """
    files, states = _made(opened, plan, on, contact)
    if not files:
        return GivenCalendars(refusals=("There is no step to put into a calendar.",))
    # First the record: a file given out and not recorded could not be updated later.
    if states:
        with locked_ledger(opened.folder, "making calendars") as ledger:
            for key, state in states.items():
                events = {name: given.as_data() for name, given in state.items()}
                ledger.append(RowKind.CALENDAR, key, {"events": events}, on)
    written = write_files(folder, files, keep_earlier=False)
    left_out = _left_out(opened, plan)
    if not left_out or contact:
        return GivenCalendars(written)
    note = (
        f"Note: {listed_shortly(left_out)} stand under Responsible and not in the sheet Contacts, "
        "so no calendar was made for them."
    )
    return GivenCalendars(written, notes=(note,))


def _made(
    opened: OpenedRegister, plan: YearPlan, on: date, contact: str
) -> tuple[dict[str, bytes], dict[str, Mapping[str, Given]]]:
    """The files by name, and contact → what its calendar says now, where that is new."""
    register = opened.register
    ledger = read_ledger(opened.folder)
    cycles = {str(cycle) for cycle in plan.cycles}
    appointments = calendars_of(register, opened.settings, plan, on)
    known = {row.key for row in ledger.rows(RowKind.CALENDAR)} - {TEAM}
    files: dict[str, bytes] = {}
    states: dict[str, Mapping[str, Given]] = {}
    for one in [contact] if contact else sorted({EVERYBODY, *appointments, *known}):
        mine = appointments.get(one, ())
        row = ledger.last(RowKind.CALENDAR, one)
        before = {} if row is None else _given(row.body)
        now = given_now(mine, before, cycles, on)
        shown = _shown(mine, now, cycles)
        if not shown:
            continue
        if now != before:
            states[one] = now
        post = role_of(register, one)
        name = f"{register.name}: KPI reporting{f', {post}' if post else ''}".removeprefix(": ")
        file = _file_name(one, files)
        files[file] = calendar_bytes(shown, now, register=register.name, name=name)
    return files, states


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
    """Who is named as responsible and is no contact, so that nobody gets the step."""
    names = {step.entry.responsible for step in plan.steps if step.entry.responsible}
    return tuple(sorted(names - set(opened.register.contact_by_ref)))
