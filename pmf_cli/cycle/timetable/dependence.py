"""Steps of the timetable beside the checklist: those it leaves out, and what waits for what."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from pmf_cli.cycle.checklist.checklist_step import PlannedStep, StepState, state_on
from pmf_cli.cycle.checklist.last_done import done_in_cycle, last_done
from pmf_cli.cycle.checklist.usual_steps import usual_checklist
from pmf_cli.cycle.ledger_facts import CycleFacts
from pmf_cli.cycle.timetable.cycle_steps import Step
from pmf_cli.register.periods.period import Period
from pmf_cli.register.sheets.process import ChecklistStep
from pmf_cli.register.terms import CycleKind, StepStatus, TimetableStep
from pmf_cli.register.timings import parse_timing

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
