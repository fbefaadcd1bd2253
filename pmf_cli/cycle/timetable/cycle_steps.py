"""The steps of a reporting cycle: what comes next, and what is late."""

from __future__ import annotations

from datetime import date

from pmf_cli.cycle.bodies import first_day, rows_of_step
from pmf_cli.cycle.timetable.step_plan import place_in_timetable
from pmf_cli.frozen import frozen
from pmf_cli.register.periods.period import Period
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.process import TimetableEntry
from pmf_cli.register.terms import StepStatus, TimetableStep


@frozen
class Step:
    """One step of the cycle on a day.

    Attributes:
        days: days until it is due; negative when it is past.
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
    return tuple(sorted(found, key=lambda step: place_in_timetable(step.entry)))


def steps_ahead(register: Register, cycle: Period, as_of: date, most: int = 3) -> tuple[Step, ...]:
    """What is late and what comes next: the first steps not done, at most so many."""
    return tuple(step for step in steps_of(register, cycle, as_of) if not step.is_done)[:most]


def date_of_step(register: Register, cycle: Period, step: TimetableStep) -> date | None:
    """The earliest day of a step of a cycle; ``None`` where the timetable has none."""
    return first_day(rows_of_step(register, cycle, step))


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
    return Step(entry, days, is_done, late, () if is_done else _waits_for(entry, done))


def _waits_for(entry: TimetableEntry, done: dict[TimetableStep, bool]) -> tuple[str, ...]:
    """The steps that a row depends on and that are not done."""
    still_open = {step.value.casefold(): step.value for step, over in done.items() if not over}
    asked = (part.strip().casefold() for part in (entry.depends_on or "").split(";"))
    return tuple(still_open[name] for name in asked if name in still_open)
