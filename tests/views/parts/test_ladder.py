"""The ladder in papers: a team's table, and what officers read beside the exceptions."""

from __future__ import annotations

import pytest

from pmf_cli.analysis.interventions import interventions
from pmf_cli.analysis.issued.issue_history import History
from pmf_cli.register.periods.text import parse_period
from pmf_cli.register.sheets.plan import ImprovementPlan
from pmf_cli.register.sheets.process import Board
from pmf_cli.register.terms import RATING_WORDS, BodyKind, UseIn
from pmf_cli.views.audience import audience_of
from pmf_cli.views.intervention_words import answer_entry, open_call, passed_words, promise_entry
from pmf_cli.views.parts.exceptions import exceptions_part
from pmf_cli.views.parts.ladder import ladder_part, ladder_words, off_words
from tests.assessed import assessed, quarterly, register_of, words_of
from tests.make import make_comment

RED, AMBER, GREEN = "50", "88", "95"


def stands(figures, **rows):
    assessment = assessed(register_of(quarterly("A-1", figures), **rows))
    (found,) = interventions(assessment, assessment.ratings)
    return found


def promise(period: str, back: str, **over):
    return make_comment("A-1", period, back_on_target=parse_period(back), **over)


def part_for(part, kind: BodyKind, *series, **rows) -> str:
    """A part's words for a body of a kind."""
    board = Board(body="Body", kind=kind)
    assessment = assessed(register_of(*series, boards=(board,), **rows))
    return words_of(part(assessment, audience_of(assessment, History(), "Body")))


@pytest.mark.parametrize(
    ("figures", "words"),
    [
        ([GREEN, AMBER, RED, RED], "3 quarters, Red for the last two"),
        ([GREEN, RED, RED], "2 quarters, all Red"),
        ([GREEN, AMBER, AMBER], "2 quarters"),
    ],
)
def test_how_long_it_has_been_off_target_and_how_long_of_it_red(figures, words):
    assert off_words(stands(figures), RATING_WORDS) == words


@pytest.mark.parametrize(
    ("dates", "words"),
    [
        ([("2024/25 Q2", "2025/26 Q1")], ""),
        ([("2024/25 Q2", "2024/25 Q2")], "date has passed"),
        ([("2024/25 Q1", "2025/26 Q1"), ("2024/25 Q2", "2025/26 Q3")], "second date; before, Apr–Jun 2025"),
        ([("2024/25 Q1", "2024/25 Q1"), ("2024/25 Q2", "2025/26 Q3")], "second date; one has passed"),
        ([("2024/25 Q1", "2024/25 Q1"), ("2024/25 Q2", "2024/25 Q2")], "second date; both have passed"),
        ([("2024/25 Q1", "2024/25 Q1"), ("2024/25 Q2", "2024/25 Q2"), ("2024/25 Q3", "2025/26 Q1")], "third date; two have passed"),
    ],
)  # fmt: skip
def test_what_became_of_the_dates_given(dates, words):
    given = tuple(promise(*one) for one in dates)
    found = stands([GREEN, AMBER, AMBER, AMBER], commentary=given)
    assert passed_words(found) == words
    assert promise_entry(found).text


def test_without_a_date_or_an_answer_that_is_said_in_bold():
    found = stands([GREEN, AMBER, AMBER, AMBER])
    for entry, words in (
        (promise_entry(found), "No date given"),
        (answer_entry(found), "No plan, no open action"),
    ):
        assert (entry.text, entry.is_strong) == (words, True)
    assert open_call(found) == "Plan called for"


def test_a_plan_says_which_of_its_parts_are_not_written():
    lacking = ImprovementPlan(ref="IP-1", belongs_to="A-1", issues="x", action="x", timescales="x")
    found = stands([GREEN, AMBER, AMBER, AMBER], improvement_plans=(lacking,))
    words = answer_entry(found).text
    assert words == "Improvement plan IP-1, without resources, watched by and success"


def test_a_team_is_shown_what_calls_for_a_plan_or_escalation_with_the_counts_of_all():
    words = part_for(
        ladder_part, BodyKind.DMT,
        quarterly("A-1", [GREEN, *[RED] * 5], short_name="Long Red"),
        quarterly("A-2", [GREEN, AMBER], short_name="New Amber"),
    )  # fmt: skip
    assert "Of 2 KPIs off target: 1 to escalate and 1 to watch." in words
    assert "Long Red" in words
    assert "New Amber" not in words


def test_where_nothing_calls_for_a_plan_there_is_no_ladder():
    assert part_for(ladder_part, BodyKind.DMT, quarterly("A-1", [GREEN, AMBER])) == ""


def test_counts_say_of_how_many_what_is_called_for_is_not_there():
    assert ladder_words([stands([GREEN, AMBER])]) == "Of 1 KPI off target: 1 to watch."
    assert ladder_words([stands([GREEN, AMBER, AMBER, AMBER])]) == (
        "Of 1 KPI off target: 1 to plan. Of one what is called for is not in the register."
    )


@pytest.mark.parametrize(
    ("kind", "is_told"),
    [(BodyKind.CLT, True), (BodyKind.DMT, True), (BodyKind.EXECUTIVE, False), (BodyKind.SCRUTINY, False)],
)  # fmt: skip
def test_officers_alone_read_beside_exceptions_what_is_called_for(kind, is_told):
    many = [quarterly(f"A-{at}", [GREEN, *[RED] * 5]) for at in range(9)]
    words = part_for(exceptions_part, kind, *many)
    assert ("Escalation called for" in words) is is_told
    assert ("A plan is called for after three times off target" in words) is is_told


def test_a_date_that_another_body_was_given_is_not_told():
    own = (promise("2024/25 Q1", "2024/25 Q1", use_in=(UseIn.CLT,)),)
    words = part_for(
        ladder_part, BodyKind.DMT, quarterly("A-1", [GREEN, AMBER, AMBER, AMBER]), commentary=own
    )
    assert "No date given" in words
