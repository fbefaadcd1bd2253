"""The checklist of a cycle on a day: each step with its day, its state, and who did it last.

A comprehensive checklist holds all necessary information in one place should members of the team
be unavailable (2024 report, ¶18). Pure: the day, the register and what is on record come in.
Steps of the timetable that the checklist does not name are put beside its own, and each waits for what
its meeting depends on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field, replace
from datetime import date

from pmf_cli.cycle.bodies import rows_of_step
from pmf_cli.cycle.checklist.checklist_step import (
    LastDone,
    PlannedStep,
    StepRecord,
    StepState,
    state_on,
)
from pmf_cli.cycle.checklist.evidence import evidence_for
from pmf_cli.cycle.checklist.usual_steps import usual_checklist
from pmf_cli.cycle.ledger_facts import CycleFacts
from pmf_cli.cycle.timetable.cycle_steps import Step, steps_of
from pmf_cli.cycle.working_days import WorkingDays
from pmf_cli.frozen import frozen
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


@frozen
class Calendar:
    """What the days of a register depend on.

    Attributes:
        working: the working days; Monday to Friday where nothing more is known.
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
        cycle: the reporting period whose quarterly steps are asked for.
    """
    asked = _Asked(register, cycle, as_of, (facts or CycleFacts()).until(as_of), calendar)
    timetable = steps_of(register, cycle, as_of)
    found = [
        asked.in_turn(row)
        if row.cycle_kind in (CycleKind.MONTHLY, CycleKind.ANNUAL)
        else asked.in_cycle(row)
        for row in register.checklist or usual_checklist()
    ]
    found += asked.left_out({step.performs for step in found}, [one.entry for one in timetable])
    return tuple(sorted(with_waiting(found, timetable, as_of), key=_place))


def cycles_in(register: Register) -> tuple[Period, ...]:
    """The cycles of the timetable in order of time."""
    return tuple(sorted({row.cycle for row in register.timetable}, key=lambda one: one.sort_key))


@frozen
class _Asked:
    """What the steps of a cycle are worked out from: nothing in ``facts`` is later than the day."""

    register: Register
    cycle: Period
    as_of: date
    facts: CycleFacts
    calendar: Calendar

    def in_cycle(self, row: ChecklistStep) -> PlannedStep:
        """A quarterly step, due by the timetable of the cycle."""
        cycle = self.cycle
        trouble, timing = _timing_of(row)
        days = {} if timing is None else self._days(timing)
        meetings = self._meetings(cycle, timing)
        if timing is not None and cycle not in days:
            trouble = f"the timetable of {cycle} has no day for {timing.step}"
        performs = timing.step if timing is not None and timing.days == 0 else None
        record = StepRecord.of(row, self.facts.ticks, self.as_of)
        done = record.in_cycle(cycle, days, meetings if performs else ())
        step = self._planned(row, record, str(cycle), days.get(cycle), done)
        state = step.state
        if state is StepState.NO_DAY and timing is not None and not meetings and self._is_planned:
            state = StepState.LEFT_OUT
        return replace(
            step,
            state=state,
            trouble=trouble if step.on is None else "",
            evidence=evidence_for(row.command, self.register, cycle, step.on, self.facts),
            performs=performs,
            meetings=meetings,
        )

    def in_turn(self, row: ChecklistStep) -> PlannedStep:
        """A monthly or annual step."""
        trouble, timing = _timing_of(row)
        is_monthly = row.cycle_kind is CycleKind.MONTHLY

        def turn_on(on: date) -> Period:
            return turn_at(on, timing, self.calendar.year_start, is_monthly=is_monthly)

        turn = turn_on(self.as_of)
        typed = None if row.last_done_on is None else turn_on(row.last_done_on)
        record = StepRecord.of(row, self.facts.ticks, self.as_of)
        done = record.in_turn(turn, typed)
        last = record.before(str(turn), done)
        before = None if last is None else last.on
        if done is None and timing is not None:
            turn = turn_after(None if before is None else turn_on(before), turn)
        due = None if trouble else due_in(turn, timing, before)
        step = self._planned(row, record, str(turn), due, done)
        return replace(step, trouble=trouble, last=last)

    def left_out(
        self, told: set[TimetableStep | None], timetable: Sequence[TimetableEntry]
    ) -> Iterator[PlannedStep]:
        """Steps of the timetable that no step of the checklist does, deadlines aside."""
        usual = {_step_named(row): row for row in usual_checklist()}
        held = [row for row in timetable if row.status is not StepStatus.CANCELLED]
        for step in TimetableStep:
            rows = tuple(row for row in held if row.step is step)
            days = [row.on for row in rows if row.on is not None]
            if not days or step in told or step in DEADLINES:
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
            record = StepRecord.of(entry, self.facts.ticks, self.as_of)
            done = record.in_cycle(self.cycle, {self.cycle: max(days)}, rows)
            made = self._planned(entry, record, str(self.cycle), max(days), done)
            yield replace(made, performs=step, meetings=rows)

    def _planned(
        self,
        row: ChecklistStep,
        record: StepRecord,
        cycle: str,
        due: date | None,
        done: LastDone | None,
    ) -> PlannedStep:
        return PlannedStep(
            row,
            cycle,
            state_on(due, self.as_of, is_done=done is not None),
            due,
            None if due is None else (due - self.as_of).days,
            done=done,
            last=record.before(cycle, done),
        )

    @property
    def _is_planned(self) -> bool:
        """Whether the timetable has the cycle at all."""
        return any(row.cycle == self.cycle for row in self.register.timetable)

    def _days(self, timing: Timing) -> dict[Period, date]:
        """Cycle → the day on which a step is due in it, for the cycles that have one."""
        found = {}
        for cycle in cycles_in(self.register):
            days = [row.on for row in self._meetings(cycle, timing) if row.on is not None]
            if days:
                anchor = min(days) if timing.is_before else max(days)
                found[cycle] = (
                    self.calendar.working.add(anchor, timing.days) if timing.days else anchor
                )
        return found

    def _meetings(self, cycle: Period, timing: Timing | None) -> tuple[TimetableEntry, ...]:
        if timing is None or timing.step is None:
            return ()
        return rows_of_step(self.register, cycle, timing.step)


def _timing_of(row: ChecklistStep) -> tuple[str, Timing | None]:
    try:
        return "", timing_for(row)
    except ValueError as error:
        return str(error), None


def _place(step: PlannedStep) -> tuple[bool, date, list[tuple[bool, int, str]]]:
    # Digits as numbers, so that Q10 follows Q9.
    number = re.findall(r"\d+|\D+", step.entry.number)
    natural = [(not part.isdigit(), int(part) if part.isdigit() else 0, part) for part in number]
    return step.on is None, step.on or date.max, natural


DEADLINES = (TimetableStep.DATA_DUE, TimetableStep.COMMENTARY_DUE)
"""Days by which others have to send something: nobody does them, so they hold nothing up once past."""


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
    waits: dict[TimetableStep | None, dict[str, None]] = {}
    for one in timetable:
        names = dict.fromkeys(name for name in one.waits_for if name not in over)
        waits.setdefault(one.entry.step, {}).update(names)
    waits.pop(None, None)
    return [_waiting(step, tuple(waits.get(step.performs, ()))) for step in found]


def _waiting(step: PlannedStep, names: tuple[str, ...]) -> PlannedStep:
    if step.state is StepState.DONE or not names:
        return step
    held = step.state in (StepState.LATE, StepState.TODAY)
    return replace(step, waits_for=names, state=StepState.WAITING if held else step.state)


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
