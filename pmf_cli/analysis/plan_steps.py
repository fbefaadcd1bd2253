"""Actions and milestones of the delivery plan by their days: what is open, overdue, or has moved, one rule for every paper.

An action counts by the day that stands now; a milestone, which is a promise, by the day first agreed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from pmf_cli.frozen import frozen
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.plan import Action, ImprovementPlan, Milestone
from pmf_cli.register.terms import ActionStatus

FINISHED = (ActionStatus.COMPLETED, ActionStatus.CANCELLED)
SIX_PARTS = {
    "Issues": "issues",
    "Action": "action",
    "Timescales": "timescales",
    "Resources": "resources",
    "Watched by": "monitoring",
    "Success": "success",
}
"""The six parts of an improvement plan by their short names, and where each stands."""


@frozen
class OpenStep:
    """An action or milestone that is not finished, with its days.

    Attributes:
        action: the action that it is, or that it belongs to.
        words: as the sheet has them; its reference where there are none.
        first: the day first agreed.
        on: the day by which it is to be done, as it stands now.
        times_moved: how often it has moved to another day.
        is_late: whether the day that counts has passed: of an action the one that stands now, of a milestone
            the one first agreed.
        is_overdue: whether the day that stands now has passed too.
    """

    row: Action | Milestone
    action: Action
    words: str
    first: date | None
    on: date | None
    times_moved: int
    is_late: bool
    is_overdue: bool


def open_steps(register: Register, actions: Iterable[Action], as_of: date) -> tuple[OpenStep, ...]:
    """The open ones of some actions and of their milestones: the late first, then by day, those without one last."""
    known = tuple(actions)
    found = (*_open_actions(known, as_of), *_open_milestones(register, known, as_of))
    return tuple(sorted(found, key=lambda one: (not one.is_late, one.on or date.max, one.words)))


def _open_actions(actions: Iterable[Action], as_of: date) -> Iterator[OpenStep]:
    for one in actions:
        if one.status not in FINISHED:
            words, on, late = one.action or one.ref, due_day(one), is_overdue(one, as_of)
            yield OpenStep(one, one, words, one.due, on, times_moved(one), late, late)


def _open_milestones(
    register: Register, actions: Iterable[Action], as_of: date
) -> Iterator[OpenStep]:
    of = {one.ref: one for one in actions}
    for one in milestones_of(register, of.values()):
        if one.achieved_on is None and one.status not in FINISHED:
            words, is_late = one.milestone or one.ref, is_milestone_late(one, as_of)
            on, moved = one.forecast or one.due, int(_is_put_off(one))
            has_passed = on is not None and on < as_of
            action = of[one.action_ref or ""]
            yield OpenStep(one, action, words, one.due, on, moved, is_late, is_late and has_passed)


def due_day(action: Action) -> date | None:
    """The day by which an action is to be done, as it stands now."""
    return action.revised_due or action.due


def is_undated(action: Action) -> bool:
    """Whether an action that is not finished has no day by which it is to be done."""
    return action.status not in FINISHED and due_day(action) is None


def is_overdue(action: Action, as_of: date) -> bool:
    """Whether an action that is not finished should have been by a day."""
    due = due_day(action)
    return action.status not in FINISHED and due is not None and due < as_of


def times_moved(one: Action) -> int:
    """How often an action's date has slipped; once where the sheet does not count and the date is another."""
    if one.times_revised is not None:
        return one.times_revised
    return int(one.revised_due is not None and one.revised_due != one.due)


def milestones_of(register: Register, actions: Iterable[Action]) -> tuple[Milestone, ...]:
    """The milestones of some actions, by date; those without one last."""
    named = {one.ref for one in actions}
    found = (one for one in register.milestones if one.action_ref in named)
    return tuple(sorted(found, key=lambda one: (milestone_day(one) or date.max, one.ref)))


def milestone_day(one: Milestone) -> date | None:
    """The day on which a milestone was reached, else on which it is expected, else due."""
    return one.achieved_on or one.forecast or one.due


def is_milestone_late(one: Milestone, as_of: date) -> bool:
    """Whether a milestone that is not reached was due before a day, as first agreed."""
    is_open = one.achieved_on is None and one.status not in FINISHED
    return is_open and one.due is not None and one.due < as_of


def _is_put_off(one: Milestone) -> bool:
    """Whether a milestone is expected later than was agreed."""
    return one.due is not None and one.forecast is not None and one.forecast > one.due


def lacking_parts(one: ImprovementPlan) -> tuple[str, ...]:
    """The parts of an improvement plan that nobody has written."""
    return tuple(name for name, field in SIX_PARTS.items() if not getattr(one, field))
