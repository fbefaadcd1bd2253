"""A step of the checklist on a day: its day, its state, who did it last, what it waits for.

It was done as ticked off in the ledger, typed into the sheet, or marked in the timetable. The newest
tick of a step and cycle counts; one that was taken back counts for nothing, and what the sheets said
until then counts for nothing either.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from enum import StrEnum

from pmf_cli.cycle.checklist.evidence import StepEvidence
from pmf_cli.cycle.ledger_facts import Tick
from pmf_cli.frozen import frozen
from pmf_cli.register.periods.period import Period
from pmf_cli.register.sheets.process import ChecklistStep, TimetableEntry
from pmf_cli.register.terms import StepStatus, TimetableStep

FURTHEST = 60
"""Days from the day a step was due within which a date in the sheet is taken to be about it."""


@frozen
class LastDone:
    """When a step was done, and by whom.

    Attributes:
        by: contact reference; empty where nobody is named.
        source: where that stands, in words: the ledger, the checklist, the timetable.
    """

    on: date
    by: str = ""
    note: str = ""
    source: str = ""


@frozen
class StepRecord:
    """What is on record of one step by a day.

    Attributes:
        row: the step in the sheet, which keeps the last time only.
    """

    row: ChecklistStep
    ticks: Sequence[Tick]
    as_of: date

    @classmethod
    def of(cls, row: ChecklistStep, ticks: Iterable[Tick], as_of: date) -> StepRecord:
        """The record of a step among the ticks of all."""
        return cls(row, [tick for tick in ticks if tick.number == row.number], as_of)

    def in_cycle(
        self, cycle: Period, days: Mapping[Period, date], meetings: Sequence[TimetableEntry]
    ) -> LastDone | None:
        """When a quarterly step was done for a cycle; ``None`` where it is not done.

        Args:
            meetings: the rows of the timetable that are done with the step, if it does one.
        """
        tick = self._newest(str(cycle))
        if tick is not None and not tick.is_taken_back:
            return _of(tick)
        since = date.min if tick is None else tick.on
        typed = self._typed(since, self._of_others(str(cycle)))
        about = self._tick_shown(days, since)
        if typed is not None:
            about = _cycle_of(typed.on, cycle, days)
            if about == cycle:
                return typed
        marked = _marked(meetings, self.as_of, since)
        if marked is None and about is not None and cycle < about and cycle in days:
            # The sheet keeps the last time only: whoever did it for a later cycle was here before.
            return LastDone(
                days[cycle], source=f"the sheet Checklist, since it was done for {about}"
            )
        return marked

    def in_turn(self, turn: Period, typed_turn: Period | None) -> LastDone | None:
        """When a monthly or annual step was done in its turn; ``None`` where it is not done.

        Args:
            typed_turn: the turn that the date in the sheet belongs to.
        """
        tick = self._newest(str(turn))
        if tick is not None and not tick.is_taken_back:
            return _of(tick)
        since = date.min if tick is None else tick.on
        typed = self._typed(since, self._of_others(str(turn)))
        return typed if typed_turn == turn else None

    def before(self, cycle: str, done: LastDone | None) -> LastDone | None:
        """When the step was done the time before, for another cycle; ``None`` where nobody knows."""
        newest_of = {tick.cycle: tick for tick in self.ticks if tick.cycle != cycle}
        found = [_of(tick) for tick in newest_of.values() if not tick.is_taken_back]
        typed = self._typed_before(cycle, done)
        if typed is not None:
            found.append(typed)
        newest = max(found, key=lambda one: one.on, default=None)
        if newest is None or newest.note or typed is None or not self.row.last_note:
            return newest
        return replace(newest, note=self.row.last_note)

    def _typed_before(self, cycle: str, done: LastDone | None) -> LastDone | None:
        """What the sheet says, unless that is this cycle's own, or a tick of it that was taken back."""
        typed = self._typed(date.min)
        if typed is None or (done is not None and typed.on >= done.on):
            return None
        newest = self._newest(cycle)
        if newest is None or not newest.is_taken_back:
            return typed
        # The sheet may still hold the slip; what it holds from before that is the time before.
        slips = [one.on for one in self.ticks if one.cycle == cycle and not one.is_taken_back]
        return typed if slips and typed.on < slips[-1] else None

    def _newest(self, cycle: str) -> Tick | None:
        return next((tick for tick in reversed(self.ticks) if tick.cycle == cycle), None)

    def _of_others(self, cycle: str) -> frozenset[date]:
        """Days on which it was ticked off for another cycle: a date in the sheet is then that."""
        return frozenset(one.on for one in self.ticks if one.cycle != cycle)

    def _typed(self, since: date, others: frozenset[date] = frozenset()) -> LastDone | None:
        """What the sheet says, where it was not before a tick was taken back."""
        row, on = self.row, self.row.last_done_on
        if on is None or on > self.as_of or on in others or (since != date.min and on <= since):
            return None
        return LastDone(on, row.last_done_by or "", row.last_note or "", "the sheet Checklist")

    def _tick_shown(self, days: Mapping[Period, date], since: date) -> Period | None:
        """The cycle whose tick the sheet shows, as ``pmf next --done --write`` puts it there."""
        on = self.row.last_done_on
        if on is None or on > self.as_of or on <= since:
            return None
        newest = {one: self._newest(str(one)) for one in days}
        shown = [
            one for one, tick in newest.items() if tick and not tick.is_taken_back and tick.on == on
        ]
        return max(shown, key=lambda one: one.sort_key, default=None)


def _of(tick: Tick) -> LastDone:
    return LastDone(tick.on, tick.by, tick.note, "the ledger")


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


@frozen
class PlannedStep:
    """One step of the checklist for one cycle, on a day.

    Attributes:
        entry: its row; made up for a step of the timetable that the checklist leaves out.
        cycle: what it is done for, as recorded: ``2024/25 Q3``, ``Feb 2025``, ``2024/25``.
        on: the day it is due; ``None`` where none can be worked out.
        days: days until then; negative when it is past.
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
    evidence: StepEvidence | None = None
    performs: TimetableStep | None = None
    meetings: tuple[TimetableEntry, ...] = ()

    @property
    def is_open(self) -> bool:
        """True where it is to be done today or should have been."""
        return self.state in (StepState.LATE, StepState.TODAY, StepState.WAITING)


def state_on(due: date | None, as_of: date, *, is_done: bool) -> StepState:
    """Where a step stands that nothing holds up."""
    if is_done:
        return StepState.DONE
    if due is None:
        return StepState.NO_DAY
    if due > as_of:
        return StepState.COMING
    return StepState.TODAY if due == as_of else StepState.LATE
