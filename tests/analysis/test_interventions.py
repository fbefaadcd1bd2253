"""The intervention ladder: by how long a KPI has been off target and what became of the dates for its recovery."""

from __future__ import annotations

from datetime import date

import pytest

from pmf_cli.analysis.interventions import Intervention, Rung, interventions
from pmf_cli.register.periods.text import parse_period
from pmf_cli.register.sheets.plan import Action, ImprovementPlan
from pmf_cli.register.sheets.process import Escalation
from pmf_cli.register.terms import ActionStatus, OpenStatus
from tests.assessed import assessed, quarterly, register_of
from tests.make import make_comment

RED, AMBER, GREEN = "50", "88", "95"
PARTS = ("issues", "action", "timescales", "resources", "monitoring", "success")


def stands(figures: list[str], *, improving=(), may_tell=lambda _: True, **rows) -> Intervention:
    """Where a KPI with these newest quarters stands."""
    assessment = assessed(register_of(quarterly("A-1", figures), **rows))
    (found,) = interventions(assessment, assessment.ratings, may_tell, improving)
    return found


def promise(period: str, back: str):
    return make_comment("A-1", period, back_on_target=parse_period(back))


@pytest.mark.parametrize(
    ("figures", "rung"),
    [
        ([GREEN, AMBER], Rung.WATCH),
        ([GREEN, AMBER, AMBER], Rung.EXPLAIN),
        ([GREEN, RED], Rung.EXPLAIN),
        ([GREEN, AMBER, AMBER, AMBER], Rung.PLAN),
        ([GREEN, AMBER, RED, RED], Rung.PLAN),
        ([GREEN, RED, RED, RED, RED], Rung.PLAN),
        ([GREEN, RED, RED, RED, RED, RED], Rung.ESCALATE),
    ],
)
def test_the_rung_is_by_how_long_it_has_been_off_target_or_red(figures, rung):
    assert stands(figures).rung is rung


def test_a_recovery_date_that_has_passed_calls_for_a_plan_and_a_second_for_escalation():
    once = stands([GREEN, AMBER, AMBER], commentary=(promise("2024/25 Q2", "2024/25 Q2"),))
    assert (once.passed, once.rung) == (1, Rung.PLAN)
    dates = (promise("2024/25 Q1", "2024/25 Q1"), promise("2024/25 Q2", "2024/25 Q2"))
    twice = stands([GREEN, AMBER, AMBER, AMBER], commentary=dates)
    assert (twice.passed, twice.rung) == (2, Rung.ESCALATE)
    still = stands([GREEN, AMBER, AMBER], commentary=(promise("2024/25 Q2", "2025/26 Q1"),))
    assert (still.passed, still.rung) == (0, Rung.EXPLAIN)


def test_a_date_given_twice_is_one_and_one_of_before_it_was_back_on_target_is_none():
    dates = (
        promise("2023/24 Q3", "2023/24 Q4"),
        promise("2024/25 Q2", "2025/26 Q1"),
        promise("2024/25 Q3", "2025/26 Q1"),
    )
    found = stands([AMBER, GREEN, GREEN, AMBER, AMBER], commentary=dates)
    assert [one.period.label for one in found.promises] == ["2024/25 Q2"]


def test_a_promise_that_may_not_be_told_is_not():
    given = (promise("2024/25 Q2", "2024/25 Q2"),)
    found = stands([GREEN, AMBER, AMBER], commentary=given, may_tell=lambda _: False)
    assert (found.promises, found.passed) == ((), 0)


def test_what_improves_beyond_chance_is_watched_unless_two_dates_have_passed():
    long = [GREEN, *[RED] * 6]
    assert stands(long, improving={"A-1"}).rung is Rung.WATCH
    dates = (promise("2024/25 Q1", "2024/25 Q1"), promise("2024/25 Q2", "2024/25 Q2"))
    assert stands(long, improving={"A-1"}, commentary=dates).rung is Rung.ESCALATE


def plan(**over) -> ImprovementPlan:
    fields = dict.fromkeys(PARTS, "Written.") | over
    return ImprovementPlan(ref="IP-1", belongs_to="A-1", **fields)


@pytest.mark.parametrize("part", PARTS)
def test_a_plan_answers_where_all_six_of_its_parts_are_written(part):
    three = [GREEN, AMBER, AMBER, AMBER]
    assert stands(three, improvement_plans=(plan(),)).is_answered
    assert not stands(three, improvement_plans=(plan(**{part: None}),)).is_answered


def test_neither_a_closed_plan_nor_actions_alone_answer():
    three = [GREEN, AMBER, AMBER, AMBER]
    assert not stands(three, improvement_plans=(plan(status=OpenStatus.CLOSED),)).is_answered
    actions = (
        Action(ref="X-1", belongs_to="A-1", due=date(2025, 1, 1)),
        Action(ref="X-2", belongs_to="A-1", due=date(2026, 1, 1)),
        Action(ref="X-3", belongs_to="A-1", status=ActionStatus.COMPLETED),
    )
    found = stands(three, actions=actions)
    assert not found.is_answered
    assert (len(found.actions), found.overdue) == (2, 1)


def test_escalation_is_answered_by_an_open_issue_beside_the_plan():
    long = [GREEN, *[RED] * 5]
    issue = Escalation(ref="ES-1", topic="A-1", status=OpenStatus.OPEN)
    assert not stands(long, improvement_plans=(plan(),)).is_answered
    assert not stands(long, escalations=(issue,)).is_answered
    assert stands(long, improvement_plans=(plan(),), escalations=(issue,)).is_answered


def test_what_calls_for_most_comes_first_and_on_target_is_on_no_rung():
    assessment = assessed(
        register_of(
            quarterly("A-1", [GREEN, AMBER]),
            quarterly("A-2", [GREEN, *[RED] * 5]),
            quarterly("A-3", [GREEN, GREEN]),
            quarterly("A-4", [AMBER, RED, AMBER]),
        )
    )
    found = interventions(assessment, assessment.ratings)
    assert [one.rating.kpi.ref for one in found] == ["A-2", "A-4", "A-1"]
