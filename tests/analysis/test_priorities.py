"""The status that KPIs and actions suggest for a priority, beside the judged one."""

from __future__ import annotations

from datetime import date

import pytest

from pmf_cli.analysis.priorities import PriorityStanding, priority_standings
from pmf_cli.register.sheets.plan import Action, Priority
from pmf_cli.register.terms import ActionStatus, Rag
from tests.assessed import assessed, quarterly, register_of

AS_OF = date(2025, 2, 3)


def standing(values: list[str], *actions: Action, judged: Rag | None = None) -> PriorityStanding:
    """A priority with a KPI for each figure, set against 90 or more, and some actions."""
    series = (quarterly(f"K-{at}", [value], priorities=("P",)) for at, value in enumerate(values))
    row = Priority(ref="P", priority="Homes", judged_status=judged)
    register = register_of(*series, priorities=(row,), actions=actions)
    (found,) = priority_standings(assessed(register, as_of=AS_OF))
    return found


def an_action(status: ActionStatus, due: date = date(2025, 6, 30)) -> Action:
    return Action(ref=f"A-{status}-{due}", belongs_to="P", action="Build", status=status, due=due)


RED, AMBER, GREEN = "50", "87", "95"
ON_TRACK, LATE = (
    an_action(ActionStatus.ON_TRACK),
    an_action(ActionStatus.ON_TRACK, date(2025, 2, 2)),
)
OFF, DONE = an_action(ActionStatus.OFF_TRACK), an_action(ActionStatus.COMPLETED, date(2024, 1, 1))


@pytest.mark.parametrize(
    ("values", "actions", "suggested"),
    [
        ([GREEN, GREEN], (), Rag.GREEN),
        ([GREEN, AMBER], (), Rag.GREEN),
        ([AMBER], (), Rag.AMBER),
        ([GREEN, RED], (), Rag.AMBER),
        ([RED, RED, GREEN], (), Rag.RED),
        ([GREEN], (ON_TRACK,), Rag.GREEN),
        ([GREEN], (OFF,), Rag.AMBER),
        ([GREEN], (LATE,), Rag.AMBER),
        ([RED], (OFF, ON_TRACK), Rag.RED),
        ([GREEN], (DONE,), Rag.GREEN),
        ([], (OFF,), Rag.RED),
        ([], (), None),
    ],
)
def test_the_suggestion_follows_from_what_is_red_or_behind(
    values: list[str], actions: tuple[Action, ...], suggested: Rag | None
):
    """Red where they are more than half, Green where there are none and Ambers no more than half."""
    assert standing(values, *actions).suggested is suggested


def test_an_action_is_overdue_the_day_after_the_day_that_stands_now():
    """The revised day counts; the day itself is in time; what is finished is never overdue."""
    today = an_action(ActionStatus.ON_TRACK, AS_OF)
    moved = Action(
        ref="B", belongs_to="P", action="Build", due=date(2024, 1, 1), revised_due=date(2025, 3, 1)
    )
    assert standing([GREEN], today, moved, DONE).behind == ()
    assert [one.ref for one in standing([GREEN], LATE).behind] == [LATE.ref]


def test_the_judged_status_is_the_light_and_the_suggestion_stands_in_where_nobody_judged():
    """A person decides."""
    assert standing([RED], judged=Rag.GREEN).light is Rag.GREEN
    assert standing([RED]).light is Rag.RED


def test_actions_of_a_prioritys_kpis_belong_to_it():
    """A KPI's own action is part of the priority it serves."""
    own = Action(ref="C", belongs_to="K-0", action="Hire", status=ActionStatus.OFF_TRACK)
    assert [one.ref for one in standing([GREEN], own).behind] == ["C"]
