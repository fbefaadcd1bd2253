"""The intervention ladder: for how long a KPI has been off target, what was promised of it, and what is called for next.

Performance below target calls for a recommended intervention (2004 approach, l.261), and what is static or keeps missing its
target for an improvement plan (the same, 3.4). The rung is arithmetic; whether to step on it is for people.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from datetime import date
from enum import StrEnum
from typing import TypeVar

from pmf_cli.analysis.plan_steps import FINISHED, is_overdue, lacking_parts
from pmf_cli.analysis.series.red_runs import RedRun, red_runs, runs_in
from pmf_cli.assessment import Assessment
from pmf_cli.frozen import frozen
from pmf_cli.rag.base import KpiRating
from pmf_cli.register.comments import comments_known, has_passed, promised_day
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.plan import Action, ImprovementPlan
from pmf_cli.register.sheets.process import Escalation
from pmf_cli.register.sheets.record import Commentary
from pmf_cli.register.terms import OpenStatus, Rag

OFF_TARGET = (Rag.RED, Rag.AMBER)
TWICE, THRICE = 2, 3


class Rung(StrEnum):
    """What is called for, the least first."""

    WATCH = "Watch"
    EXPLAIN = "Explain"
    PLAN = "Plan"
    ESCALATE = "Escalate"


@frozen
class Intervention:
    """A KPI off target on the ladder.

    Attributes:
        off: since when it has been off target without a break.
        red: since when it has been Red; ``None`` where it is Amber.
        promises: the comments of that time that gave a date by which it would be back, one a date, oldest first.
        passed: how many of the dates have passed.
        plan: its improvement plan, if one is not closed.
        actions: its open actions.
        overdue: how many of these are.
        escalation: the issue made of it, if one is not closed.
        is_improving: whether its latest figures improve beyond chance and are on course, which no new plan would help.
    """

    rating: KpiRating
    off: RedRun
    red: RedRun | None
    promises: tuple[Commentary, ...] = ()
    passed: int = 0
    plan: ImprovementPlan | None = None
    actions: tuple[Action, ...] = ()
    overdue: int = 0
    escalation: Escalation | None = None
    is_improving: bool = False

    @property
    def rung(self) -> Rung:
        """What is called for, by how long it has been off target and how many dates for its recovery have passed."""
        if self.passed >= TWICE:
            return Rung.ESCALATE
        if self.is_improving:
            return Rung.WATCH
        if self.red is not None and self.red.is_over_a_year:
            return Rung.ESCALATE
        if self.off.periods >= THRICE or self.passed:
            return Rung.PLAN
        return Rung.EXPLAIN if self.red or self.off.periods >= TWICE else Rung.WATCH

    @property
    def is_answered(self) -> bool:
        """Whether what the rung calls for is there: a plan of six parts, and of what is to be escalated an issue."""
        if self.rung in (Rung.WATCH, Rung.EXPLAIN):
            return True
        is_planned = self.plan is not None and not lacking_parts(self.plan)
        return is_planned and (self.rung is Rung.PLAN or self.escalation is not None)


def interventions(
    assessment: Assessment,
    ratings: Iterable[KpiRating],
    may_tell: Callable[[Commentary], bool] = lambda _: True,
    improving: Collection[str] = (),
) -> tuple[Intervention, ...]:
    """Every KPI off target on the ladder, what calls for most first and the longest of each.

    Args:
        may_tell: whether what a comment promises may be told to whom this is for.
        improving: references of KPIs whose figures improve beyond chance and are on course.
    """
    rated = tuple(ratings)
    reds = {run.rating.kpi.ref: run for run in red_runs(assessment, rated)}
    runs = runs_in(assessment, rated, OFF_TARGET)
    found = [
        replace(
            _intervention(assessment, run, reds.get(run.rating.kpi.ref), may_tell),
            is_improving=run.rating.kpi.ref in improving,
        )
        for run in runs
    ]
    order = list(Rung)
    return tuple(sorted(found, key=lambda one: -order.index(one.rung)))


def _intervention(
    assessment: Assessment,
    off: RedRun,
    red: RedRun | None,
    may_tell: Callable[[Commentary], bool],
) -> Intervention:
    register, ref = assessment.register, off.rating.kpi.ref
    known = comments_known(register, ref, assessment.as_of)
    promises = promises_since(off, [one for one in known if may_tell(one)])
    actions = _open_actions(register, ref)
    return Intervention(
        off.rating,
        off,
        red,
        promises,
        sum(_is_over(assessment, off.rating, one) for one in promises),
        _open_one(one for one in register.improvement_plans if one.belongs_to == ref),
        actions,
        sum(is_overdue(one, assessment.as_of) for one in actions),
        _open_one(one for one in register.escalations if one.topic == ref),
    )


def _open_actions(register: Register, ref: str) -> tuple[Action, ...]:
    found = (one for one in register.actions if one.belongs_to == ref)
    return tuple(one for one in found if one.status not in FINISHED)


def promises_since(off: RedRun, comments: Iterable[Commentary]) -> tuple[Commentary, ...]:
    """The dates of recovery that were given since a KPI has been off target, one comment a date, oldest first.

    What was promised of an earlier time, after which it was back on target, was kept.
    """
    given: dict[date, Commentary] = {}
    for one in sorted(comments, key=lambda one: one.period.end if one.period else date.min):
        day = promised_day(one)
        is_since = one.period is not None and one.period.end >= off.first.end
        if day is not None and is_since:
            given.setdefault(day, one)
    return tuple(given.values())


def _is_over(assessment: Assessment, rating: KpiRating, promise: Commentary) -> bool:
    day, period = promised_day(promise), assessment.period
    if day is None:
        return False
    return has_passed(day, rating.result_period or period, period, assessment.as_of)


Row = TypeVar("Row", ImprovementPlan, Escalation)


def _open_one(rows: Iterable[Row]) -> Row | None:
    """The newest row that is not closed."""
    found = [row for row in rows if row.status is not OpenStatus.CLOSED]
    return found[-1] if found else None
