"""What every cycle's plan is made from, and the days that its steps have so far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pmf_cli.cycle.timetable.step_plan import StepPlan
from pmf_cli.cycle.working_days import WorkingDays
from pmf_cli.register.register import Register
from pmf_cli.register.terms import StepStatus, TimetableStep
from pmf_cli.settings import Settings


@dataclass(frozen=True)
class Planner:
    """What every cycle's plan is made from.

    Attributes:
        register: the register.
        settings: its settings, with the lead times.
        calendar: the working days.
        as_of: the date; no new step is put before it once CLT has met.
        anew: whether lead times come from the settings even where a row has its own, and dates
            that the officer typed are worked out too.
    """

    register: Register
    settings: Settings
    calendar: WorkingDays
    as_of: date
    anew: bool = False


def first_day_of(steps: Sequence[StepPlan], step: TimetableStep) -> date | None:
    """The earliest day of a step; ``None`` where it has none."""
    days = days_of_steps(steps, step)
    return min(days, default=None)


def days_of_steps(steps: Sequence[StepPlan], *wanted: TimetableStep) -> list[date]:
    """The days of some steps, cancelled ones left out."""
    return [
        one.entry.on
        for one in steps
        if one.entry.step in wanted
        and one.entry.on is not None
        and one.entry.status is not StepStatus.CANCELLED
    ]


def place_in_timetable(step: StepPlan) -> tuple[date, int, str]:
    """Where a step stands among others: by day, then in the usual order."""
    entry = step.entry
    usual = list(TimetableStep).index(entry.step) if entry.step is not None else 99
    return (entry.on or date.max, usual, entry.body or "")
