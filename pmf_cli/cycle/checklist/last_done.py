"""When a step was done: ticked off in the ledger, typed into the sheet, or marked in the timetable.

The newest tick of a step and cycle counts; one that was taken back counts for nothing, and what
the sheets said until then counts for nothing either.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pmf_cli.cycle.ledger_facts import Tick
from pmf_cli.register.periods.period import Period
from pmf_cli.register.sheets.process import ChecklistStep, TimetableEntry
from pmf_cli.register.terms import StepStatus

FURTHEST = 60
"""Days from the day a step was due within which a date in the sheet is taken to be about it."""


@dataclass(frozen=True, slots=True)
class LastDone:
    """When a step was done, and by whom.

    Attributes:
        on: when.
        by: contact reference; empty where nobody is named.
        note: what they noted for next time.
        source: where that stands, in words: the ledger, the checklist, the timetable.
    """

    on: date
    by: str = ""
    note: str = ""
    source: str = ""


def done_in_cycle(
    row: ChecklistStep,
    cycle: Period,
    days: Mapping[Period, date],
    ticks: Sequence[Tick],
    as_of: date,
    meetings: Sequence[TimetableEntry],
) -> LastDone | None:
    """When a quarterly step was done for a cycle; ``None`` where it is not done.

    Args:
        row: the step.
        cycle: the cycle.
        days: the day on which the step is due in each cycle.
        ticks: ticks known by the date of the question.
        as_of: the date of the question.
        meetings: the rows of the timetable that are done with the step, if it does one.
    """
    tick = _newest(ticks, row.number, str(cycle))
    if tick is not None and not tick.is_taken_back:
        return _of(tick)
    since = date.min if tick is None else tick.on
    typed = _typed(row, as_of, since, _of_others(ticks, row.number, str(cycle)))
    about = _tick_shown(row, days, ticks, as_of, since)
    if typed is not None:
        about = _cycle_of(typed.on, cycle, days)
        if about == cycle:
            return typed
    marked = _marked(meetings, as_of, since)
    if marked is None and about is not None and cycle < about and cycle in days:
        # The sheet keeps the last time only: whoever did it for a later cycle was here before.
        return LastDone(days[cycle], source=f"the sheet Checklist, since it was done for {about}")
    return marked


def done_in_turn(
    row: ChecklistStep,
    turn: Period,
    typed_turn: Period | None,
    ticks: Sequence[Tick],
    as_of: date,
) -> LastDone | None:
    """When a monthly or annual step was done in its turn; ``None`` where it is not done.

    Args:
        row: the step.
        turn: the turn.
        typed_turn: the turn that the date in the sheet belongs to.
        ticks: ticks known by the date of the question.
        as_of: the date of the question.
    """
    tick = _newest(ticks, row.number, str(turn))
    if tick is not None and not tick.is_taken_back:
        return _of(tick)
    since = date.min if tick is None else tick.on
    typed = _typed(row, as_of, since, _of_others(ticks, row.number, str(turn)))
    return typed if typed_turn == turn else None


def last_done(
    row: ChecklistStep,
    ticks: Sequence[Tick],
    as_of: date,
    *,
    other_than: str,
    done: LastDone | None,
) -> LastDone | None:
    """When the step was done the time before, for another cycle; ``None`` where nobody knows.

    Args:
        row: the step.
        ticks: ticks known by the date of the question.
        as_of: the date of the question.
        other_than: the cycle asked about.
        done: when it was done for that cycle.
    """
    mine = [tick for tick in ticks if tick.number == row.number]
    newest_of = {tick.cycle: tick for tick in mine if tick.cycle != other_than}
    candidates = [_of(tick) for tick in newest_of.values() if not tick.is_taken_back]
    typed = _typed_before(row, [tick for tick in mine if tick.cycle == other_than], as_of)
    if typed is not None and (done is None or typed.on < done.on):
        candidates.append(typed)
    if not candidates:
        return None
    newest = max(candidates, key=lambda one: one.on)
    if not newest.note and typed is not None and row.last_note and typed in candidates:
        return LastDone(newest.on, newest.by, row.last_note, newest.source)
    return newest


def _typed_before(row: ChecklistStep, own: Sequence[Tick], as_of: date) -> LastDone | None:
    """What the sheet says of the step, unless that is a tick of the cycle that was taken back."""
    typed = _typed(row, as_of, date.min)
    if typed is None or not own or not own[-1].is_taken_back:
        return typed
    # The sheet may still hold the slip; what it holds from before that is the time before.
    slips = [tick.on for tick in own if not tick.is_taken_back]
    return typed if slips and typed.on < slips[-1] else None


def _newest(ticks: Sequence[Tick], number: str, cycle: str) -> Tick | None:
    found = [tick for tick in ticks if tick.number == number and tick.cycle == cycle]
    return found[-1] if found else None


def _of(tick: Tick) -> LastDone:
    return LastDone(tick.on, tick.by, tick.note, "the ledger")


def _of_others(ticks: Sequence[Tick], number: str, cycle: str) -> frozenset[date]:
    """Days on which the step was ticked off for another cycle: a date in the sheet is then that."""
    return frozenset(one.on for one in ticks if one.number == number and one.cycle != cycle)


def _typed(
    row: ChecklistStep, as_of: date, since: date, others: frozenset[date] = frozenset()
) -> LastDone | None:
    """What the sheet says, where it was not before a tick was taken back."""
    on = row.last_done_on
    if on is None or on > as_of or on in others or (since != date.min and on <= since):
        return None
    return LastDone(on, row.last_done_by or "", row.last_note or "", "the sheet Checklist")


def _tick_shown(
    row: ChecklistStep,
    days: Mapping[Period, date],
    ticks: Sequence[Tick],
    as_of: date,
    since: date,
) -> Period | None:
    """The cycle whose tick the sheet shows, as ``pmf next --done --write`` puts it there."""
    on = row.last_done_on
    if on is None or on > as_of or on <= since:
        return None
    newest = {one: _newest(ticks, row.number, str(one)) for one in days}
    shown = [
        one
        for one, tick in newest.items()
        if tick is not None and not tick.is_taken_back and tick.on == on
    ]
    return max(shown, key=lambda one: one.sort_key, default=None)


def _cycle_of(on: date, cycle: Period, days: Mapping[Period, date]) -> Period | None:
    """The cycle that a date in the sheet is about: the one whose day for the step is nearest."""
    if not days:
        return cycle if cycle.end < on and (on - cycle.end).days <= FURTHEST else None
    nearest = min(days, key=lambda one: (abs((days[one] - on).days), one.sort_key))
    return nearest if abs((days[nearest] - on).days) <= FURTHEST else None


def _marked(rows: Sequence[TimetableEntry], as_of: date, since: date) -> LastDone | None:
    """What the timetable says, where every row of the step is done."""
    if not rows:
        return None
    days = []
    for row in rows:
        on = row.done_on or (row.on if row.status is StepStatus.DONE else None)
        if on is None or on > as_of or (since != date.min and on <= since):
            return None
        days.append(on)
    return LastDone(max(days), source="the sheet Timetable")
