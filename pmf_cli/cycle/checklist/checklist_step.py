"""A step of the checklist on a day: its day, its state, who did it last, what it waits for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pmf_cli.cycle.checklist.evidence import StepEvidence
from pmf_cli.cycle.checklist.last_done import LastDone
from pmf_cli.register.sheets.process import ChecklistStep, TimetableEntry
from pmf_cli.register.terms import TimetableStep


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
