"""The checklist of a cycle on a day: each step with its day, its state, and who did it last.

A comprehensive checklist holds all necessary information in one place should members of the team
be unavailable (2024 report, ¶18). Pure: the day, the register and what is on record come in.
Steps of the timetable that the checklist does not name are put beside its own, and each waits for what
its meeting depends on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from pmf_cli.cycle.checklist.checklist_step import PlannedStep, StepState, state_on
from pmf_cli.cycle.checklist.evidence import evidence_for
from pmf_cli.cycle.checklist.last_done import done_in_cycle, done_in_turn, last_done
from pmf_cli.cycle.checklist.usual_steps import usual_checklist
from pmf_cli.cycle.ledger_facts import CycleFacts
from pmf_cli.cycle.timetable.cycle_steps import Step, steps_of
from pmf_cli.cycle.working_days import WorkingDays
from pmf_cli.register.periods.period import (
    FINANCIAL_START,
    Period,
    PeriodKind,
    add_months,
    financial_year,
    month,
)
from pmf_cli.register.periods.steps import shift
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.process import ChecklistStep, TimetableEntry
from pmf_cli.register.terms import CycleKind, StepStatus, TimetableStep
from pmf_cli.register.time.timings import Timing, day_in_month, parse_timing, timing_for


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
    found += left_out(found, timetable, cycle, as_of, known)
    return tuple(sorted(with_waiting(found, timetable, as_of), key=_place))


def cycles_in(register: Register) -> tuple[Period, ...]:
    """The cycles of the timetable in order of time."""
    return tuple(sorted({row.cycle for row in register.timetable}, key=lambda one: one.sort_key))


def _in_cycle(
    row: ChecklistStep,
    register: Register,
    cycle: Period,
    as_of: date,
    facts: CycleFacts,
    calendar: Calendar,
) -> PlannedStep:
    trouble, timing = _timing_of(row)
    days = {} if timing is None else _days(register, timing, calendar)
    meetings = _meetings(register, cycle, timing)
    is_left_out = False
    if timing is not None and cycle not in days:
        trouble = f"the timetable of {cycle} has no day for {timing.step}"
        is_left_out = not meetings and any(one.cycle == cycle for one in register.timetable)
    performs = timing.step if timing is not None and timing.days == 0 else None
    due = days.get(cycle)
    days_to_go = None if due is None else (due - as_of).days
    done = done_in_cycle(row, cycle, days, facts.ticks, as_of, meetings if performs else ())
    state = state_on(due, as_of, is_done=done is not None)
    return PlannedStep(
        row,
        str(cycle),
        StepState.LEFT_OUT if is_left_out and state is StepState.NO_DAY else state,
        due,
        days_to_go,
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
    is_monthly = row.cycle_kind is CycleKind.MONTHLY

    def turn_on(on: date | None) -> Period | None:
        if on is None:
            return None
        return turn_at(on, timing, calendar.year_start, is_monthly=is_monthly)

    turn = turn_at(as_of, timing, calendar.year_start, is_monthly=is_monthly)
    done = done_in_turn(row, turn, turn_on(row.last_done_on), facts.ticks, as_of)
    last = last_done(row, facts.ticks, as_of, other_than=str(turn), done=done)
    before = last.on if last is not None else None
    if done is None and timing is not None:
        turn = turn_after(turn_on(before), turn)
    due = None if trouble else due_in(turn, timing, before)
    return PlannedStep(
        row,
        str(turn),
        state_on(due, as_of, is_done=done is not None),
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


def _days(register: Register, timing: Timing, calendar: Calendar) -> dict[Period, date]:
    """Cycle → the day on which a step is due in it, for the cycles that have one."""
    days = {one: _day(register, one, timing, calendar) for one in cycles_in(register)}
    return {cycle: on for cycle, on in days.items() if on is not None}


def _meetings(
    register: Register, cycle: Period, timing: Timing | None
) -> tuple[TimetableEntry, ...]:
    if timing is None or timing.step is None:
        return ()
    rows = (row for row in register.timetable if row.cycle == cycle and row.step is timing.step)
    return tuple(row for row in rows if row.status is not StepStatus.CANCELLED)


def _place(step: PlannedStep) -> tuple[bool, date, list[tuple[bool, int, str]]]:
    number = re.findall(r"\d+|\D+", step.entry.number)
    natural = [(not part.isdigit(), int(part) if part.isdigit() else 0, part) for part in number]
    return step.on is None, step.on or date.max, natural


DEADLINES = (TimetableStep.DATA_DUE, TimetableStep.COMMENTARY_DUE)
"""Days by which others have to send something: nobody does them, so they hold nothing up once past."""


def left_out(
    steps: Iterable[PlannedStep],
    timetable: Sequence[Step],
    cycle: Period,
    as_of: date,
    facts: CycleFacts,
) -> list[PlannedStep]:
    """Steps of the timetable that no step of the checklist does, deadlines aside."""
    told = {step.performs for step in steps} | set(DEADLINES)
    usual = {_step_named(row): row for row in usual_checklist()}
    held = [one.entry for one in timetable if one.entry.status is not StepStatus.CANCELLED]
    found = []
    for step in TimetableStep:
        rows = tuple(entry for entry in held if entry.step is step)
        days = [row.on for row in rows if row.on is not None]
        if step in told or not days:
            continue
        words = usual.get(step, ChecklistStep(number=step.value, step=step.value))
        entry = ChecklistStep(
            number=step.value,
            cycle_kind=CycleKind.QUARTERLY,
            step=words.step,
            why=words.why,
            how=words.how,
            command=words.command,
            who_normally=rows[0].responsible,
            source=rows[0].source,
        )
        due = max(days)
        done = done_in_cycle(entry, cycle, {cycle: due}, facts.ticks, as_of, rows)
        found.append(
            PlannedStep(
                entry,
                str(cycle),
                state_on(due, as_of, is_done=done is not None),
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


def with_waiting(
    steps: Iterable[PlannedStep], timetable: Sequence[Step], as_of: date
) -> list[PlannedStep]:
    """The steps, with what each waits for: what its meeting depends on and is not done."""
    found = list(steps)
    over = {one.performs.value for one in found if one.performs and one.state is StepState.DONE}
    over |= {step.value for step in DEADLINES if _is_past(step, timetable, as_of)}
    waits: dict[TimetableStep, tuple[str, ...]] = {}
    for one in timetable:
        if one.entry.step is not None:
            names = tuple(name for name in one.waits_for if name not in over)
            waits[one.entry.step] = tuple(dict.fromkeys((*waits.get(one.entry.step, ()), *names)))
    made = []
    for step in found:
        names = waits.get(step.performs, ()) if step.performs else ()
        if step.state is not StepState.DONE and names:
            held = step.state in (StepState.LATE, StepState.TODAY)
            step = replace(step, waits_for=names, state=StepState.WAITING if held else step.state)
        made.append(step)
    return made


def _is_past(step: TimetableStep, timetable: Sequence[Step], as_of: date) -> bool:
    days = [one.entry.on for one in timetable if one.entry.step is step]
    return all(on is not None and on <= as_of for on in days)


LATE_MONTH, LATE_YEAR = 7, 60
"""Days after a turn's day within which what is done is still the work of that turn."""
_EARLIEST, _LATEST = date(3, 1, 1), date(9996, 12, 31)
"""Years around a day must exist; a mistyped one stops nothing."""


def turn_at(on: date, timing: Timing | None, year_start: int, *, is_monthly: bool) -> Period:
    """The month or financial year whose turn it is on a day.

    Where the timing names a day, a turn ends some days after its day: what is done on 3 April is
    the work of ``in March``, three days late. Else it is the month or year that the day lies in.
    """
    on = min(max(on, _EARLIEST), _LATEST)
    if is_monthly:
        here = month(on.year, on.month)
    else:
        here = financial_year(on.year if on.month >= year_start else on.year - 1, year_start)
    if timing is None:
        return here
    days = LATE_MONTH if is_monthly else LATE_YEAR
    near = [turn for turn in (shift(here, -1), here, shift(here, 1)) if turn is not None]
    return next((t for t in near if (on - _day_in(t, timing)).days <= days), here)


def turn_after(last: Period | None, turn: Period) -> Period:
    """The turn to do now: this one, or the first that was left out since the last."""
    missed = None if last is None else shift(last, 1)
    return missed if missed is not None and missed.start < turn.start else turn


def due_in(turn: Period, timing: Timing | None, last: date | None) -> date:
    """The day on which a step is due in its turn.

    The day that the timing names; else a month or a year after it was last done, else the last
    day of the turn.
    """
    if timing is not None:
        return _day_in(turn, timing)
    if last is None:
        return turn.end
    months = 1 if turn.kind is PeriodKind.MONTH else 12
    return day_in_month(*add_months(last.year, last.month, months), last.day)


def _day_in(turn: Period, timing: Timing) -> date:
    if turn.kind is PeriodKind.MONTH or timing.month is None:
        return day_in_month(turn.end.year, turn.end.month, timing.day)
    year = turn.start.year if timing.month >= turn.start.month else turn.end.year
    return day_in_month(year, timing.month, timing.day)
