"""A step of a timetable as planned: what it is made from, what the sheet is to hold, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from enum import StrEnum
from typing import Any

from pmf_cli.cycle.timetable.meetings import body_key
from pmf_cli.cycle.working_days import WorkingDays
from pmf_cli.frozen import frozen
from pmf_cli.register.periods.period import Period, financial_year
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.process import TimetableEntry
from pmf_cli.register.terms import BodyKind, StepStatus, TimetableStep
from pmf_cli.settings import Settings

STEP = TimetableStep
WRITTEN = ("on", "at", "meeting_ref", "working_days_before")
"""Fields of a row in use that a plan may change; everything else stays as typed."""
DEPENDS_ON: Mapping[TimetableStep, TimetableStep] = {
    STEP.DATA_DUE: STEP.FORMS_SENT,
    STEP.COMMENTARY_DUE: STEP.DATA_DUE,
    STEP.DMT_REVIEW: STEP.COMMENTARY_DUE,
    STEP.DRAFT: STEP.DMT_REVIEW,
    STEP.CLT: STEP.DRAFT,
    STEP.PORTFOLIO: STEP.CLT,
    STEP.CABINET: STEP.PORTFOLIO,
    STEP.SCRUTINY: STEP.PORTFOLIO,
    STEP.PUBLICATION: STEP.CABINET,
    STEP.LESSONS: STEP.PUBLICATION,
}
"""Which step comes first, where no earlier cycle says."""


@frozen
class Planner:
    """What every cycle's plan is made from.

    Attributes:
        as_of: the date; no new step is put before it once CLT has met.
        anew: whether lead times come from the settings even where a row has its own, and dates
            that the officer typed are worked out too.
    """

    register: Register
    settings: Settings
    calendar: WorkingDays
    as_of: date
    anew: bool = False

    def year_of(self, cycle: Period) -> Period:
        """The financial year in which a cycle's period ends."""
        end, start = cycle.end, self.settings.financial_year_start
        return financial_year(end.year if end.month >= start else end.year - 1, start)


class StepMove(StrEnum):
    """What becomes of a step; the names stand in data formats and do not change."""

    NEW = "new"
    MOVES = "moves"
    AMENDED = "amended"
    STAYS = "stays"
    DONE = "done"
    CANCELLED = "cancelled"


@frozen
class StepPlan:
    """A step as it will stand in the sheet.

    Attributes:
        before: the row in the sheet; ``None`` for a new one.
    """

    entry: TimetableEntry
    move: StepMove
    before: TimetableEntry | None = None
    why: str = ""

    @property
    def changed_fields(self) -> tuple[str, ...]:
        """The fields of the row in the sheet that are to be changed."""
        if self.before is None:
            return ()
        old = self.before
        return tuple(
            name
            for name in WRITTEN
            if getattr(old, name) != getattr(self.entry, name)
            and (name == "on" or name in old.source.place.columns)
        )


def as_it_stands(entry: TimetableEntry, why: str = "") -> StepPlan:
    """A step that nothing is done to."""
    if entry.status is StepStatus.CANCELLED:
        return StepPlan(entry, StepMove.CANCELLED, entry, "Cancelled")
    if entry.status is StepStatus.DONE or entry.done_on is not None:
        return StepPlan(entry, StepMove.DONE, entry, "Done: never moved")
    return StepPlan(entry, StepMove.STAYS, entry, why)


def moved_step(entry: TimetableEntry, why: str, **over: Any) -> StepPlan:  # noqa: ANN401 - fields of the row
    """A step of the sheet with some fields as planned."""
    new = replace(entry, **over)
    step = StepPlan(new, StepMove.STAYS, entry, why)
    if new.on != entry.on:
        return StepPlan(new, StepMove.MOVES, entry, why)
    return StepPlan(new, StepMove.AMENDED, entry, why) if step.changed_fields else step


class Precedents:
    """What earlier cycles say about a step: who is responsible, what it waits for, which body."""

    def __init__(self, register: Register) -> None:
        self._register = register
        self._rows = sorted(register.timetable, key=lambda row: row.cycle.sort_key, reverse=True)

    def new(
        self,
        cycle: Period,
        step: TimetableStep,
        on: date,
        why: str,
        body: str | None = None,
        **over: object,
    ) -> StepPlan:
        """A new row for a step, filled in as the last cycle had it."""
        body = body or self._body(cycle, step)
        like = self._like(cycle, step, body)
        fields: dict[str, Any] = {
            "cycle": cycle,
            "step": step,
            "body": body,
            "on": on,
            "responsible": like.responsible if like else self._everyones(cycle, step),
            "depends_on": (like.depends_on if like else None) or _depends(step),
            "status": StepStatus.PLANNED,
        }
        return StepPlan(TimetableEntry(**fields | over), StepMove.NEW, None, why)

    def _like(self, cycle: Period, step: TimetableStep, body: str | None) -> TimetableEntry | None:
        rows = (row for row in self._rows if row.step is step and row.cycle.end < cycle.end)
        return next((row for row in rows if body_key(row.body) == body_key(body)), None)

    def _everyones(self, cycle: Period, step: TimetableStep) -> str | None:
        """Who is responsible for the step whatever the body, where it is always the same."""
        who = {row.responsible for row in self._rows if row.step is step and row.responsible}
        return who.pop() if len(who) == 1 else None

    def _body(self, cycle: Period, step: TimetableStep) -> str | None:
        """Where results are published; other steps that are worked out have no body."""
        if step is not STEP.PUBLICATION:
            return None
        used = next((r.body for r in self._rows if r.step is step and r.body), None)
        boards = self._register.boards
        return used or next((b.body for b in boards if b.kind is BodyKind.PUBLIC), None)


def _depends(step: TimetableStep) -> str | None:
    first = DEPENDS_ON.get(step)
    return None if first is None else first.value


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


def place_in_timetable(entry: TimetableEntry) -> tuple[date, int, str]:
    """Where a step stands among others: by day, undated ones last, then in the usual order."""
    usual = list(TimetableStep).index(entry.step) if entry.step is not None else 99
    return (entry.on or date.max, usual, entry.body or "")
