"""The year planner: a week in each row, the working days across, with what is to be done on each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from pmf_cli.cycle.timetable.meetings import is_done, is_far
from pmf_cli.register.sheets.process import TimetableEntry
from pmf_cli.register.terms import StepStatus, TimetableStep
from pmf_cli.views.base import Entry, Section, Table, Tone, note
from pmf_cli.views.entries import none_entry
from pmf_cli.views.listing import Field, column, table_of
from pmf_cli.views.lists.timetable_words import (
    BLANK,
    STEP_TONES,
    ShownTimetable,
    body_words,
    pre_election,
    short_cycle,
    step_name,
    time_words,
)
from pmf_cli.words import MONTHS, counted, day

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
WEEKEND = "Weekend"
BETWEEN = ";\n"
"""Between two things on one day."""
PRE_ELECTION = "pre-election"
_WEEK = timedelta(days=7)


def planner_section(shown: ShownTimetable, *, every_week: bool) -> Section:
    """The planner with its key.

    Args:
        every_week: weeks in which nothing is to be done too, as on a wall; otherwise they are
            passed over.
    """
    steps = _by_day(shown.entries)
    if not steps:
        return Section.saying("Planner", "The timetable has no dated step to show.", 2)
    table = _table(shown, steps, every_week=every_week)
    key = (
        "Each row is a week. Every day is named by its number; beside it stands what is to be done, with"
        " the cycle in brackets, and why nobody works."
    )
    far = sum(is_far(entry) for entry in shown.entries)
    if far:
        key += f" {counted(far, 'step')} over a year from the period's end stand only in the list."
    if not every_week:
        key += " Weeks in which nothing is to be done are left out."
    return Section("Planner", 2, (note(key), table))


def planner_sections(shown: ShownTimetable) -> tuple[Section, ...]:
    """The planner for a screen."""
    return (Section(shown.heading, 1, planner_section(shown, every_week=False).blocks),)


def _by_day(entries: Iterable[TimetableEntry]) -> Mapping[date, list[TimetableEntry]]:
    found: dict[date, list[TimetableEntry]] = defaultdict(list)
    for entry in entries:
        if entry.on is not None and entry.status is not StepStatus.CANCELLED and not is_far(entry):
            found[entry.on].append(entry)
    return found


def _table(
    shown: ShownTimetable, steps: Mapping[date, Sequence[TimetableEntry]], *, every_week: bool
) -> Table:
    weeks = tuple(_weeks(steps, every_week=every_week))

    def weekday_column(at: int) -> Field[date]:
        return column(DAYS[at], lambda monday: _day(shown, monday + timedelta(days=at), steps), 5.6)

    columns: tuple[Field[date], ...] = (
        column("Week beginning", lambda monday: monday, 1.7, key="ref"),
        *map(weekday_column, range(len(DAYS))),
    )
    if any(on.weekday() >= len(DAYS) for on in steps):
        columns = (*columns, column(WEEKEND, lambda monday: _weekend(shown, monday, steps), 2.4))
    title = f"Planner {shown.title.removeprefix('Timetable ')}"
    last = day(weeks[-1] + timedelta(days=6))
    summary = f"Weeks from {day(weeks[0])} to {last}, a week in each row."
    return table_of(columns, "planner", title, weeks, summary)


def _weeks(steps: Mapping[date, object], *, every_week: bool) -> Iterator[date]:
    """The Mondays of the weeks to show."""
    mondays = sorted({on - timedelta(days=on.weekday()) for on in steps})
    if not every_week:
        yield from mondays
        return
    monday = mondays[0]
    while monday <= mondays[-1]:
        yield monday
        monday += _WEEK


def _day(shown: ShownTimetable, on: date, steps: Mapping[date, Sequence[TimetableEntry]]) -> Entry:
    mine = steps.get(on, ())
    closed = shown.plan.calendar.why_not(on)
    election = pre_election(shown.settings, on)
    said = [closed] if closed else []
    said += list(_day_words(mine))
    if election:
        said.append(PRE_ELECTION)
    number = f"{on.day} {MONTHS[on.month - 1]}" if on.day == 1 or mine else str(on.day)
    tone = _tone(mine, closed=bool(closed), election=bool(election))
    return Entry(f"{number}: {BETWEEN.join(said)}" if said else number, tone=tone)


def _tone(mine: Sequence[TimetableEntry], *, closed: bool, election: bool) -> Tone:
    """The kind of the step furthest up; else why the day is special."""
    order = list(TimetableStep)
    kinds = sorted(
        (entry.step for entry in mine if entry.step is not None), key=order.index, reverse=True
    )
    if kinds:
        return STEP_TONES[kinds[0]]
    return Tone.CLOSED if closed else Tone.ELECTION if election else Tone.MUTED


def _day_words(entries: Sequence[TimetableEntry]) -> Iterator[str]:
    """What is to be done on a day: bodies with the same step, time and cycle in one phrase."""
    groups: dict[tuple[str, str, str, bool], list[str]] = {}
    for entry in entries:
        key = (step_name(entry), short_cycle(entry.cycle), time_words(entry), is_done(entry))
        groups.setdefault(key, []).append(body_words(entry))
    for (step, cycle, time, done), bodies in groups.items():
        names = " / ".join(body for body in bodies if body)
        at = f" {time}" if time else ""
        over = ", done" if done else ""
        yield f"{step}{f' {names}' if names else ''}{at} ({cycle}{over})"


def _weekend(
    shown: ShownTimetable, monday: date, steps: Mapping[date, Sequence[TimetableEntry]]
) -> Entry:
    days = [monday + timedelta(days=n) for n in (5, 6)]
    cells = [_day(shown, on, steps) for on in days if on in steps]
    if not cells:
        return none_entry(BLANK)
    return Entry(BETWEEN.join(cell.text for cell in cells), tone=cells[0].tone)
