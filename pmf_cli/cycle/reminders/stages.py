"""How far a matter has come between a first reminder and its escalation.

A stage is reached on a day and stays reached, so that a run that comes late finds the newest stage
and none before it (framework 2024, ¶35: key contacts are reminded ahead of the deadline).
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from pmf_cli.cycle.working_days import WorkingDays
from pmf_cli.settings import Reminders


class Track(StrEnum):
    """What a person is written to about; stages follow each other within a track only."""

    RESULT = "Result"
    ESCALATION = "Escalation"
    COMMENTARY = "Commentary"


class Stage(StrEnum):
    """The stages, in order within their track. Names are kept in the ledger and never change."""

    COMING = "Coming"
    SOON = "Soon"
    DUE = "Due"
    OVERDUE = "Overdue"
    ESCALATED = "Escalated"
    ASKED = "Commentary asked"
    ASKED_AGAIN = "Commentary due soon"

    @property
    def track(self) -> Track:
        """The track it belongs to."""
        if self is Stage.ESCALATED:
            return Track.ESCALATION
        return Track.COMMENTARY if self in (Stage.ASKED, Stage.ASKED_AGAIN) else Track.RESULT

    @property
    def rank(self) -> int:
        """Its place in the order of stages: later stages have higher numbers."""
        return list(Stage).index(self)


def result_stage(due: date, on: date, steps: Reminders, days: WorkingDays) -> Stage | None:
    """The newest stage of a result that is not in; ``None`` before the first.

    Args:
        due: when the result is due.
        on: the date of the question.
        steps: how many working days before and after.
        days: the working days.
    """
    reached = {
        Stage.COMING: days.before(due, steps.coming),
        Stage.SOON: days.before(due, steps.soon),
        Stage.DUE: due,
        Stage.OVERDUE: days.add(due, steps.overdue),
    }
    return _newest(reached, on)


def is_escalated(due: date, on: date, steps: Reminders, days: WorkingDays) -> bool:
    """Whether a result is so late that the responsible officer is told."""
    return on >= days.add(due, steps.escalate)


def commentary_stage(
    begins: date, due: date | None, on: date, steps: Reminders, days: WorkingDays
) -> Stage | None:
    """The newest stage of a question that is not answered; ``None`` before it is asked.

    Args:
        begins: from when on questions are asked: the day on which results are due.
        due: when answers are due; ``None`` where the timetable has no such day.
        on: the date of the question.
        steps: how many working days before.
        days: the working days.
    """
    reached = {Stage.ASKED: begins}
    if due is not None:
        reached[Stage.ASKED_AGAIN] = max(days.before(due, steps.commentary), begins)
    return _newest(reached, on)


def _newest(reached: dict[Stage, date], on: date) -> Stage | None:
    there = [stage for stage, day in reached.items() if day <= on]
    return max(there, key=lambda stage: stage.rank, default=None)
