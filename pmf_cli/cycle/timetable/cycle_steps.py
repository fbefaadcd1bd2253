"""The steps of a reporting cycle: what comes next, and what is late."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pmf_cli.register.periods.period import Period
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.process import TimetableEntry
from pmf_cli.register.terms import StepStatus, TimetableStep


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the cycle on a day.

    Attributes:
        entry: its row.
        days: days until it is due; negative when it is past.
        is_done: done or cancelled.
        is_late: not done though its day has passed.
        waits_for: steps it depends on that are not done, in words.
    """

    entry: TimetableEntry
    days: int | None
    is_done: bool
    is_late: bool
    waits_for: tuple[str, ...] = ()


def steps_of(register: Register, cycle: Period, as_of: date) -> tuple[Step, ...]:
    """The steps of a cycle in order of their day; undated ones last, in their usual order."""
    entries = [entry for entry in register.timetable if entry.cycle == cycle]
    done = {entry.step: _is_done(entry, as_of) for entry in entries if entry.step is not None}
    found = [_step(entry, done, as_of) for entry in entries]
    return tuple(sorted(found, key=_place))


def steps_ahead(register: Register, cycle: Period, as_of: date, most: int = 3) -> tuple[Step, ...]:
    """What is late and what comes next: the first steps not done, at most so many."""
    return tuple(step for step in steps_of(register, cycle, as_of) if not step.is_done)[:most]


def date_of_step(register: Register, cycle: Period, step: TimetableStep) -> date | None:
    """The earliest day of a step of a cycle; ``None`` where the timetable has none."""
    days = [
        entry.on
        for entry in register.timetable
        if entry.cycle == cycle
        and entry.step is step
        and entry.on is not None
        and entry.status is not StepStatus.CANCELLED
    ]
    return min(days, default=None)


def _is_done(entry: TimetableEntry, as_of: date) -> bool:
    """Done by the day asked about: a later ``Done on`` does not count yet."""
    if entry.status is StepStatus.CANCELLED:
        return True
    if entry.done_on is not None:
        return entry.done_on <= as_of
    return entry.status is StepStatus.DONE


def _step(entry: TimetableEntry, done: dict[TimetableStep, bool], as_of: date) -> Step:
    is_done = _is_done(entry, as_of)
    days = (entry.on - as_of).days if entry.on is not None else None
    late = not is_done and ((days is not None and days < 0) or entry.status is StepStatus.LATE)
    waits: tuple[str, ...] = ()
    if not is_done and entry.depends_on is not None:
        asked = [part.strip() for part in entry.depends_on.split(";")]
        open_steps = {step.value.casefold(): step.value for step, over in done.items() if not over}
        waits = tuple(
            open_steps[name.casefold()] for name in asked if name.casefold() in open_steps
        )
    return Step(entry, days, is_done, late, waits)


def _place(step: Step) -> tuple[bool, date, int, str]:
    entry = step.entry
    usual = list(TimetableStep).index(entry.step) if entry.step is not None else 99
    return (entry.on is None, entry.on or date.max, usual, entry.body or "")
