"""Which cycle is worked on: the one at work, and those with steps still to do beside it.

``cycle_at_work`` is the one answer of every command that works on a single cycle, so that they
agree on any date; ``cycles_at_work`` are all whose steps are to be listed.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from pmf_cli.cycle.bank_holidays import working_days
from pmf_cli.cycle.checklist import USUAL_CALENDAR, Calendar, checklist_of, cycles_in
from pmf_cli.cycle.checklist_step import StepState
from pmf_cli.cycle.facts import CycleFacts
from pmf_cli.cycle.period import reporting_period
from pmf_cli.cycle.timetable import date_of
from pmf_cli.register.periods import Period
from pmf_cli.register.register import Register
from pmf_cli.register.terms import StepStatus, TimetableStep
from pmf_cli.settings import Settings


def cycle_at_work(register: Register, settings: Settings, as_of: date, asked: str = "") -> Period:
    """The cycle that is being worked on: the one asked for, the settings' one, or the timetable's.

    The timetable's is the newest cycle that has begun: one of its steps has come, or the day on
    which people are first reminded of its data, since a timetable may name no day before that on
    which data is due. From the day on which forms go out, work is on the new quarter, though none
    of its results is in. Without a dated timetable it is the reporting period.

    Raises:
        ValueError: the words are no period, or one that no paper can be about.
    """
    if asked.strip() or settings.period.strip():
        return reporting_period(register, settings, as_of, asked)
    first: dict[Period, date] = {}
    for entry in register.timetable:
        if entry.on is not None and entry.status is not StepStatus.CANCELLED:
            first[entry.cycle] = min(first.get(entry.cycle, entry.on), entry.on)
    to_come = [cycle for cycle, on in first.items() if on > as_of]
    first |= _first_reminders(register, settings, as_of, to_come)
    begun = [(on, cycle.sort_key, cycle) for cycle, on in first.items() if on <= as_of]
    if not begun:
        return reporting_period(register, settings, as_of)
    return max(begun, key=lambda one: one[:2])[2]


def _first_reminders(
    register: Register, settings: Settings, as_of: date, cycles: Sequence[Period]
) -> dict[Period, date]:
    due = {cycle: date_of(register, cycle, TimetableStep.DATA_DUE) for cycle in cycles}
    if not any(due.values()):
        return {}
    days = working_days(settings, (as_of.year,))
    ahead = settings.reminders.coming
    return {cycle: days.before(on, ahead) for cycle, on in due.items() if on is not None}


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
