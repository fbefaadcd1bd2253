"""Which cycles are worked on: one is not over while the next is made ready."""

from __future__ import annotations

from datetime import date

from pmf_cli.cycle.checklist import USUAL_CALENDAR, Calendar, checklist_of, cycles_in
from pmf_cli.cycle.checklist_step import StepState
from pmf_cli.cycle.facts import CycleFacts
from pmf_cli.register.periods import Period
from pmf_cli.register.register import Register


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
