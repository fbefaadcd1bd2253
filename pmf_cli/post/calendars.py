"""Calendar files (iCalendar, RFC 5545): entries that update in a calendar and never stand twice.

An entry is known by its UID, which does not depend on its day. Its SEQUENCE rises by one whenever
it was given out before and something about it is different now. What was given out is kept by the
caller, so the same input gives the same bytes on every day and every computer.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from pmf_cli.fingerprints import fingerprint
from pmf_cli.frozen import frozen
from pmf_cli.views.appointments import Appointment
from pmf_cli.workbook.text import printable

PRODUCT = "-//pmf//timetable of KPI reporting//EN"
CATEGORY = "KPI reporting"
CANCELLED = "cancelled"
"""Stands in place of the fingerprint of an entry that was withdrawn."""


@frozen
class Given:
    """An entry as it was given out last.

    Attributes:
        on: its day.
        title: its title, for telling that it was cancelled once its row is gone.
        sequence: its number, which rises with every change.
        stamp: the day on which this form of it was first given out.
        mark: a fingerprint of what it said.
    """

    on: date
    title: str
    sequence: int
    stamp: date
    mark: str

    def as_data(self) -> list[Any]:
        """As JSON can hold it."""
        stamp = self.stamp.isoformat()
        return [self.on.isoformat(), self.title, self.sequence, stamp, self.mark]


def given_from(data: Sequence[Any]) -> Given:
    """An entry from what ``as_data`` gave."""
    on, title, sequence, stamp, mark = data
    return Given(
        date.fromisoformat(on), str(title), int(sequence), date.fromisoformat(stamp), str(mark)
    )


def given_now(
    appointments: Sequence[Appointment],
    before: Mapping[str, Given],
    withdrawn_in: Collection[str],
    on: date,
) -> dict[str, Given]:
    """The entries to give out, by key, and all that were given out before.

    Args:
        appointments: the entries as they are now.
        before: what was given out last, by key.
        withdrawn_in: cycles that the appointments cover whole: an entry given out before for one
            of them that is no more among them was withdrawn.
    """
    state = dict(before)
    now = {one.key: one for one in appointments}
    for key, one in now.items():
        old = before.get(key)
        mark = CANCELLED if one.cancelled else _mark(one)
        if old is None:
            # What nobody has need not be cancelled, and what is over is news to nobody.
            if not one.cancelled and one.on >= on:
                state[key] = Given(one.on, one.title, 0, on, mark)
        elif old.mark != mark:
            state[key] = Given(one.on, one.title, old.sequence + 1, on, mark)
    gone = [key for key in before if key not in now and key.partition("|")[0] in withdrawn_in]
    return {**state, **{key: _cancelled(before[key], on) for key in gone}}


def _cancelled(old: Given, on: date) -> Given:
    if old.mark == CANCELLED:
        return old
    return replace(old, sequence=old.sequence + 1, stamp=on, mark=CANCELLED)


def _mark(one: Appointment) -> str:
    whole = "\0".join((one.on.isoformat(), one.title, one.details))
    return fingerprint(whole.encode("utf-8", "replace"))[:12]


def calendar_bytes(
    appointments: Sequence[Appointment],
    given: Mapping[str, Given],
    *,
    register: str,
    name: str,
) -> bytes:
    """The calendar file.

    Args:
        appointments: the entries to write, withdrawn ones among them.
        given: what ``given_now`` made of them.
        register: the register's name, part of every UID.
        name: what calendar programs call it.
    """
    from icalendar import Calendar, vText

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", vText(_line(name)))
    for one in sorted(appointments, key=lambda one: (given[one.key].on, one.key)):
        calendar.add_component(_event(one.key, given[one.key], one.details, register))
    return bytes(calendar.to_ical())


def _event(key: str, one: Given, details: str, register: str) -> Any:  # noqa: ANN401 - icalendar
    from icalendar import Event

    event = Event()
    event.add("uid", uid(register, key))
    event.add("sequence", one.sequence)
    stamp = datetime(one.stamp.year, one.stamp.month, one.stamp.day, tzinfo=UTC)
    event.add("dtstamp", stamp)
    event.add("dtstart", one.on)
    event.add("dtend", one.on + timedelta(days=1))
    event.add("summary", _line(one.title))
    if details:
        event.add("description", printable(details))
    event.add("categories", [CATEGORY])
    event.add("status", "CANCELLED" if one.mark == CANCELLED else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    return event


def uid(register: str, key: str) -> str:
    """What a calendar program knows an entry by: register, cycle, step and body, not the day."""
    digest = fingerprint(f"{register}\0{key}".encode("utf-8", "replace"))
    return f"{digest[:32]}@pmf"


def _line(text: str) -> str:
    """Words as one line."""
    return " ".join(printable(text).split())
