"""How each priority of the plan stands: its KPIs, actions and milestones, and the status that they suggest.

A judged status is a person's (2011 framework, performance report cards; 2008/09 scrutiny report, 1.1); the
suggestion stands beside it and never in its place.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from pmf_cli.analysis.plan_steps import FINISHED, is_overdue
from pmf_cli.assessment import Assessment
from pmf_cli.rag.base import KpiRating
from pmf_cli.rag.counts import Counts, counts_of
from pmf_cli.rag.rate import rate_named
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.plan import Action, ImprovementPlan, Milestone, Priority
from pmf_cli.register.terms import ActionStatus, Rag


@dataclass(frozen=True)
class PriorityStanding:
    """A priority with all that is on record of it.

    Attributes:
        ratings: of its KPIs, in the order of the register.
        actions: those for the priority itself and for its KPIs.
    """

    priority: Priority
    ratings: tuple[KpiRating, ...]
    actions: tuple[Action, ...]
    milestones: tuple[Milestone, ...]
    plans: tuple[ImprovementPlan, ...]
    as_of: date

    @cached_property
    def counts(self) -> Counts:
        """The ratings of its KPIs, counted."""
        return counts_of(self.ratings)

    @property
    def behind(self) -> tuple[Action, ...]:
        """Open actions that are off track or overdue."""
        return tuple(
            one
            for one in self.actions
            if one.status is ActionStatus.OFF_TRACK or is_overdue(one, self.as_of)
        )

    @property
    def suggested(self) -> Rag | None:
        """The status that KPIs and actions suggest; ``None`` where there are neither.

        Red where Red KPIs and actions behind are more than half of the rated KPIs and open actions;
        Green where there are none of them, and Ambers are at most half of the rated KPIs; else Amber.
        """
        open_ones = sum(one.status not in FINISHED for one in self.actions)
        judged = self.counts.rated + open_ones
        if judged == 0:
            return None
        bad = self.counts.red + len(self.behind)
        if bad * 2 > judged:
            return Rag.RED
        return Rag.AMBER if bad or self.counts.amber * 2 > self.counts.rated else Rag.GREEN

    @property
    def light(self) -> Rag | None:
        """The judged status, else the suggested one."""
        return self.priority.judged_status or self.suggested


def priority_standings(assessment: Assessment) -> tuple[PriorityStanding, ...]:
    """Every priority of the register, in its order, with all its KPIs whoever is told of them."""
    register = assessment.register
    members = _members(register)
    refs = [(ref, None) for found in members.values() for ref in found]
    rated = rate_named(register, assessment.settings, assessment.period, assessment.as_of, refs)
    return tuple(
        _standing(
            assessment, one, [rated[ref, None] for ref in members[one.ref] if (ref, None) in rated]
        )
        for one in register.priorities
    )


def _members(register: Register) -> Mapping[str, tuple[str, ...]]:
    """Priority → the references of its KPIs."""
    return {
        one.ref: tuple(kpi.ref for kpi in register.kpi_by_ref.values() if one.ref in kpi.priorities)
        for one in register.priorities
    }


def _standing(
    assessment: Assessment, priority: Priority, ratings: Iterable[KpiRating]
) -> PriorityStanding:
    register = assessment.register
    found = tuple(ratings)
    its = {priority.ref, *(rating.kpi.ref for rating in found)}
    actions = tuple(one for one in register.actions if one.belongs_to in its)
    named = {one.ref for one in actions}
    return PriorityStanding(
        priority,
        found,
        actions,
        tuple(one for one in register.milestones if one.action_ref in named),
        tuple(one for one in register.improvement_plans if one.belongs_to in its),
        assessment.as_of,
    )
