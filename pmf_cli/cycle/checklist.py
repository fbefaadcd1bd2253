"""The checklist of a cycle on a day: each step with its day, its state, and who did it last.

A comprehensive checklist holds all necessary information in one place should members of the team
be unavailable (2024 report, ¶18). Pure: the day, the register and what is on record come in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from pmf_cli.cycle.evidence import Evidence, evidence_for
from pmf_cli.cycle.facts import CycleFacts
from pmf_cli.cycle.last_done import LastDone, done_in_cycle, done_in_turn, last_done
from pmf_cli.cycle.timetable import Step, steps_of
from pmf_cli.cycle.turns import due_in, turn_of
from pmf_cli.cycle.usual_steps import usual_checklist
from pmf_cli.cycle.working_days import WorkingDays
from pmf_cli.register.periods import FINANCIAL_START, Period
from pmf_cli.register.process import ChecklistStep, TimetableEntry
from pmf_cli.register.register import Register
from pmf_cli.register.terms import CycleKind, StepStatus, TimetableStep
from pmf_cli.register.timings import Timing, parse_timing, timing_for

DEADLINES = (TimetableStep.DATA_DUE, TimetableStep.COMMENTARY_DUE)
"""Days by which others have to send something: nobody does them, so they hold nothing up once past."""


class StepState(StrEnum):
    """Where a step stands; each step in exactly one."""

    LATE = "Late"
    TODAY = "Today"
    WAITING = "Waits"
    COMING = "Coming"
    NO_DAY = "No day"
    LEFT_OUT = "Not this time"
    """A step tied to a meeting that this cycle does not have."""
    DONE = "Done"


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """One step of the checklist for one cycle, on a day.

    Attributes:
        entry: its row; made up for a step of the timetable that the checklist leaves out.
        cycle: what it is done for, as recorded: ``2024/25 Q3``, ``Feb 2025``, ``2024/25``.
        state: done, today, late, coming, waiting, or without a day.
        on: the day it is due; ``None`` where none can be worked out.
        days: days until then; negative when it is past.
        trouble: why there is no day, in words.
        waits_for: steps that must come first and are not done.
        done: when it was done for this cycle, if it was.
        last: when it was done the time before.
        evidence: what is on record that speaks for its being done.
        performs: the step of the timetable that is done with it.
        meetings: the rows of the timetable that it is tied to.
    """

    entry: ChecklistStep
    cycle: str
    state: StepState
    on: date | None = None
    days: int | None = None
    trouble: str = ""
    waits_for: tuple[str, ...] = ()
    done: LastDone | None = None
    last: LastDone | None = None
    evidence: Evidence | None = None
    performs: TimetableStep | None = None
    meetings: tuple[TimetableEntry, ...] = ()

    @property
    def is_open(self) -> bool:
        """True where it is to be done today or should have been."""
        return self.state in (StepState.LATE, StepState.TODAY, StepState.WAITING)


@dataclass(frozen=True)
class Calendar:
    """What the days of a register depend on.

    Attributes:
        working: the working days; Monday to Friday where nothing more is known.
        year_start: month in which the council's financial year begins.
    """

    working: WorkingDays = field(default_factory=lambda: WorkingDays({}))
    year_start: int = FINANCIAL_START


USUAL_CALENDAR = Calendar()


def checklist_of(
    register: Register,
    cycle: Period,
    as_of: date,
    facts: CycleFacts | None = None,
    calendar: Calendar = USUAL_CALENDAR,
) -> tuple[PlannedStep, ...]:
    """The steps of a cycle, and the monthly and annual ones, in order of their day.

    Steps without a day come last. A register without a checklist is served with the usual one.

    Args:
        register: the register.
        cycle: the reporting period whose quarterly steps are asked for.
        as_of: the date of the question; nothing later counts.
        facts: what is on record: ticks, forms, returns, papers, reminders.
        calendar: working days, and when the year begins.
    """
    known = (facts or CycleFacts()).until(as_of)
    rows = register.checklist or usual_checklist()
    timetable = steps_of(register, cycle, as_of)
    found = [
        _in_turn(row, register, as_of, known, calendar)
        if row.cycle_kind in (CycleKind.MONTHLY, CycleKind.ANNUAL)
        else _in_cycle(row, register, cycle, as_of, known, calendar)
        for row in rows
    ]
    found += _left_out(found, timetable, cycle, as_of, known)
    return tuple(sorted(_waiting(found, timetable, as_of), key=_place))


def cycles_in(register: Register) -> tuple[Period, ...]:
    """The cycles of the timetable in order of time."""
    return tuple(sorted({row.cycle for row in register.timetable}, key=lambda one: one.sort_key))


def cycles_at_work(
    register: Register,
    as_of: date,
    facts: CycleFacts | None = None,
    calendar: Calendar = USUAL_CALENDAR,
) -> tuple[Period, ...]:
    """The cycles that are worked on, oldest first: begun and not finished, at most the newest two.

    Where none is begun it is the next one to come; where the timetable is empty there is none.
    The work on one quarter goes on while the forms of the next are made ready.
    """
    begun: list[Period] = []
    coming: tuple[date, Period] | None = None
    for cycle in cycles_in(register):
        steps = [
            step
            for step in checklist_of(register, cycle, as_of, facts, calendar)
            if step.cycle == str(cycle) and step.on is not None
        ]
        first = min((step.on for step in steps if step.on), default=None)
        if first is None or all(step.state is StepState.DONE for step in steps):
            continue
        if first <= as_of:
            begun.append(cycle)
        elif coming is None or first < coming[0]:
            coming = (first, cycle)
    if begun:
        return tuple(begun[-2:])
    return (coming[1],) if coming is not None else ()


def _in_cycle(
    row: ChecklistStep,
    register: Register,
    cycle: Period,
    as_of: date,
    facts: CycleFacts,
    calendar: Calendar,
) -> PlannedStep:
    trouble, timing = _timing_of(row)
    days = {
        one: on
        for one in cycles_in(register)
        if timing is not None and (on := _day(register, one, timing, calendar)) is not None
    }
    meetings = _meetings(register, cycle, timing)
    is_left_out = False
    if timing is not None and cycle not in days:
        trouble = f"the timetable of {cycle} has no day for {timing.step}"
        is_left_out = not meetings and any(one.cycle == cycle for one in register.timetable)
    performs = timing.step if timing is not None and timing.days == 0 else None
    due = days.get(cycle)
    done = done_in_cycle(row, cycle, days, facts.ticks, as_of, meetings if performs else ())
    state = _state(due, as_of, is_done=done is not None)
    return PlannedStep(
        row,
        str(cycle),
        StepState.LEFT_OUT if is_left_out and state is StepState.NO_DAY else state,
        due,
        (due - as_of).days if due is not None else None,
        trouble if due is None else "",
        done=done,
        last=last_done(row, facts.ticks, as_of, other_than=str(cycle), done=done),
        evidence=evidence_for(row.command, register, cycle, due, facts),
        performs=performs,
        meetings=meetings,
    )


def _in_turn(
    row: ChecklistStep,
    register: Register,
    as_of: date,
    facts: CycleFacts,
    calendar: Calendar,
) -> PlannedStep:
    trouble, timing = _timing_of(row)
    turn = turn_of(as_of, calendar.year_start, is_monthly=row.cycle_kind is CycleKind.MONTHLY)
    done = done_in_turn(row, turn, facts.ticks, as_of)
    last = last_done(row, facts.ticks, as_of, other_than=str(turn), done=done)
    before = last.on if last is not None else None
    due = None if trouble else due_in(turn, timing, before, as_of if done is None else turn.start)
    return PlannedStep(
        row,
        str(turn),
        _state(due, as_of, is_done=done is not None),
        due,
        (due - as_of).days if due is not None else None,
        trouble,
        done=done,
        last=last,
    )


def _timing_of(row: ChecklistStep) -> tuple[str, Timing | None]:
    try:
        return "", timing_for(row)
    except ValueError as error:
        return str(error), None


def _day(register: Register, cycle: Period, timing: Timing, calendar: Calendar) -> date | None:
    days = [row.on for row in _meetings(register, cycle, timing) if row.on is not None]
    if not days:
        return None
    anchor = min(days) if timing.is_before else max(days)
    return calendar.working.add(anchor, timing.days) if timing.days else anchor


def _meetings(
    register: Register, cycle: Period, timing: Timing | None
) -> tuple[TimetableEntry, ...]:
    if timing is None or timing.step is None:
        return ()
    rows = (row for row in register.timetable if row.cycle == cycle and row.step is timing.step)
    return tuple(row for row in rows if row.status is not StepStatus.CANCELLED)


def _state(due: date | None, as_of: date, *, is_done: bool) -> StepState:
    if is_done:
        return StepState.DONE
    if due is None:
        return StepState.NO_DAY
    if due > as_of:
        return StepState.COMING
    return StepState.TODAY if due == as_of else StepState.LATE


def _left_out(
    steps: Iterable[PlannedStep],
    timetable: Sequence[Step],
    cycle: Period,
    as_of: date,
    facts: CycleFacts,
) -> list[PlannedStep]:
    """Steps of the timetable that no step of the checklist does, deadlines aside."""
    told = {step.performs for step in steps} | set(DEADLINES)
    words = {_step_named(row): row for row in usual_checklist()}
    found = []
    for step in TimetableStep:
        rows = tuple(
            one.entry
            for one in timetable
            if one.entry.step is step and one.entry.status is not StepStatus.CANCELLED
        )
        days = [row.on for row in rows if row.on is not None]
        if step in told or not days:
            continue
        usual = words.get(step)
        entry = ChecklistStep(
            number=step.value,
            cycle_kind=CycleKind.QUARTERLY,
            step=step.value if usual is None else usual.step,
            why=None if usual is None else usual.why,
            how=None if usual is None else usual.how,
            command=None if usual is None else usual.command,
            who_normally=rows[0].responsible,
            source=rows[0].source,
        )
        due = max(days)
        done = done_in_cycle(entry, cycle, {cycle: due}, facts.ticks, as_of, rows)
        found.append(
            PlannedStep(
                entry,
                str(cycle),
                _state(due, as_of, is_done=done is not None),
                due,
                (due - as_of).days,
                done=done,
                last=last_done(entry, facts.ticks, as_of, other_than=str(cycle), done=done),
                performs=step,
                meetings=rows,
            )
        )
    return found


def _step_named(row: ChecklistStep) -> TimetableStep | None:
    timing = parse_timing(row.timing)
    return timing.step if timing is not None and timing.days == 0 else None


def _waiting(
    steps: Iterable[PlannedStep], timetable: Sequence[Step], as_of: date
) -> list[PlannedStep]:
    """The steps, with what each waits for: what its meeting depends on and is not done."""
    found = list(steps)
    over = {
        step.value: any(one.performs is step and one.state is StepState.DONE for one in found)
        or (step in DEADLINES and _is_past(step, timetable, as_of))
        for step in TimetableStep
    }
    waits: dict[TimetableStep, tuple[str, ...]] = {}
    for one in timetable:
        if one.entry.step is not None:
            names = tuple(name for name in one.waits_for if not over.get(name, False))
            waits[one.entry.step] = tuple(dict.fromkeys((*waits.get(one.entry.step, ()), *names)))
    made = []
    for step in found:
        names = waits.get(step.performs, ()) if step.performs is not None else ()
        if step.state is not StepState.DONE and names:
            held = step.state in (StepState.LATE, StepState.TODAY)
            step = replace(step, waits_for=names, state=StepState.WAITING if held else step.state)
        made.append(step)
    return made


def _is_past(step: TimetableStep, timetable: Sequence[Step], as_of: date) -> bool:
    days = [one.entry.on for one in timetable if one.entry.step is step]
    return all(on is not None and on <= as_of for on in days)


def _place(step: PlannedStep) -> tuple[bool, date, list[tuple[bool, int, str]]]:
    number = re.findall(r"\d+|\D+", step.entry.number)
    natural = [(not part.isdigit(), int(part) if part.isdigit() else 0, part) for part in number]
    return step.on is None, step.on or date.max, natural
