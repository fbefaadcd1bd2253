"""Which cycle is worked on: the one at work, and those with steps still to do beside it.

``cycle_at_work`` is the one answer of every command that is not told a period, papers and ratings
among them, so that they agree on any date; ``cycles_at_work`` are all whose steps are to be listed, that one among them.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from pmf_cli.cycle.checklist.checklist import USUAL_CALENDAR, Calendar, checklist_of, cycles_in
from pmf_cli.cycle.checklist.checklist_step import PlannedStep, StepState
from pmf_cli.cycle.ledger_facts import CycleFacts
from pmf_cli.cycle.period import reporting_period
from pmf_cli.cycle.timetable.cycle_steps import date_of_step
from pmf_cli.cycle.working_days import working_days
from pmf_cli.frozen import frozen
from pmf_cli.register.periods.period import Period
from pmf_cli.register.register import Register
from pmf_cli.register.terms import StepStatus, TimetableStep
from pmf_cli.settings import Settings

MOST = 2
"""Cycles that are listed together."""


@frozen
class Beginning:
    """The cycle of the timetable that begins first, and when."""

    cycle: Period
    on: date


def cycle_at_work(register: Register, settings: Settings, as_of: date, asked: str = "") -> Period:
    """The cycle that is being worked on: the one asked for, the settings' one, or the timetable's.

    The timetable's is the newest cycle that has begun: one of its steps has come, or the day on
    which people are first reminded of its data, since a timetable may name no day before that on
    which data is due. From the day on which forms go out, work is on the new quarter, though none
    of its results is in. Before the timetable's first cycle has begun it is that cycle, which is
    made ready. Without a dated timetable it is the reporting period; so it is where the timetable's
    last day has passed and results of a later quarter are in, since nobody has gone on with it.

    Raises:
        ValueError: the words are no period, or one that no paper can be about.
    """
    if asked.strip() or settings.period.strip():
        return reporting_period(register, settings, as_of, asked)
    first = _first_days(register, settings, as_of)
    begun = [(on, cycle.sort_key, cycle) for cycle, on in first.items() if on <= as_of]
    if begun:
        newest = max(begun, key=lambda one: one[:2])[2]
        return _beyond_timetable(register, settings, newest, as_of) or newest
    if first:
        return _soonest(first).cycle
    return reporting_period(register, settings, as_of)


def _beyond_timetable(
    register: Register, settings: Settings, newest: Period, as_of: date
) -> Period | None:
    """The quarter of the latest results, where the timetable has run out before it."""
    days = [
        entry.on
        for entry in register.timetable
        if entry.on is not None and entry.status is not StepStatus.CANCELLED
    ]
    if max(days) >= as_of:
        return None
    latest = reporting_period(register, settings, as_of)
    return latest if latest.start > newest.end else None


def none_begun(
    register: Register, settings: Settings, as_of: date, asked: str = ""
) -> Beginning | None:
    """The timetable's first cycle and its day, where none has begun yet.

    ``None`` where one has begun, where the timetable has no days, and where a cycle is asked for
    or named in the settings.
    """
    if asked.strip() or settings.period.strip():
        return None
    first = _first_days(register, settings, as_of)
    return _soonest(first) if first and min(first.values()) > as_of else None


def is_begun(register: Register, settings: Settings, period: Period, as_of: date) -> bool:
    """Whether the timetable says that a period is worked on, or was, by a day.

    A month, half or year that is no cycle of its own goes with the cycles that share a day with
    it. A timetable without days says of no period that it must not be worked on.
    """
    first = _first_days(register, settings, as_of)
    own = [first[period]] if period in first else []
    if not own:
        own = [
            on
            for cycle, on in first.items()
            if cycle.start <= period.end and period.start <= cycle.end
        ]
    return not first or any(on <= as_of for on in own)


def _first_days(register: Register, settings: Settings, as_of: date) -> dict[Period, date]:
    """Cycle → the day on which it begins: its first step, or its first reminder if that is sooner."""
    first: dict[Period, date] = {}
    for entry in register.timetable:
        if entry.on is not None and entry.status is not StepStatus.CANCELLED:
            first[entry.cycle] = min(first.get(entry.cycle, entry.on), entry.on)
    due = {
        cycle: on
        for cycle, day in first.items()
        if day > as_of and (on := date_of_step(register, cycle, TimetableStep.DATA_DUE)) is not None
    }
    if due:
        days = working_days(settings, {on.year for on in (as_of, *due.values())})
        ahead = settings.reminders.coming
        first |= {cycle: min(first[cycle], days.before(on, ahead)) for cycle, on in due.items()}
    return first


def _soonest(first: dict[Period, date]) -> Beginning:
    cycle = min(first, key=lambda one: (first[one], one.sort_key))
    return Beginning(cycle, first[cycle])


def cycles_at_work(
    register: Register,
    settings: Settings,
    as_of: date,
    asked: str = "",
    *,
    facts: CycleFacts | None = None,
    calendar: Calendar = USUAL_CALENDAR,
) -> tuple[Period, ...]:
    """The cycles whose steps are to be listed, oldest first: the one at work and at most one more.

    The other is the newest that its checklist has begun and not finished: the work on one quarter
    goes on while the forms of the next are made ready. Where every step of the one at work is done
    and no other is open, it is the next one to come.

    Raises:
        ValueError: the words are no period, or one that no paper can be about.
    """
    here = cycle_at_work(register, settings, as_of, asked)
    if asked.strip() or settings.period.strip():
        return (here,)
    spans = {
        cycle: span
        for cycle in cycles_in(register)
        if (span := _span(cycle, checklist_of(register, cycle, as_of, facts, calendar)))
    }
    others = _beside(here, spans, as_of)
    return tuple(sorted((here, *others[1 - MOST :]), key=lambda one: one.sort_key))


def _beside(here: Period, spans: dict[Period, tuple[date, bool]], as_of: date) -> list[Period]:
    """The other cycles that have begun and are not finished; else, where this one is, the next."""
    unfinished = {one: first for one, (first, is_done) in spans.items() if not is_done}
    is_over = here in spans and unfinished.pop(here, None) is None
    others = [cycle for cycle, first in unfinished.items() if first <= as_of]
    if is_over and not others and unfinished:
        others = [min(unfinished, key=lambda one: unfinished[one])]
    return others


def _span(cycle: Period, steps: Iterable[PlannedStep]) -> tuple[date, bool] | None:
    """The first day of a cycle's own steps, and whether all that have a day are done."""
    own = [(one.on, one.state) for one in steps if one.cycle == str(cycle)]
    dated = [(on, state) for on, state in own if on is not None]
    if not dated:
        return None
    return min(on for on, _ in dated), all(state is StepState.DONE for _, state in dated)
