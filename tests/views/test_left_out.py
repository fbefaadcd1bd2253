"""What a paper leaves out is told to the officer, and never in the paper."""

from __future__ import annotations

import pytest

from pmf_cli.analysis.issued.issue_history import History
from pmf_cli.register.periods.text import parse_period
from pmf_cli.register.sheets.process import Board, Highlight
from pmf_cli.register.terms import BodyKind, UseIn
from pmf_cli.views.audience import audience_of
from pmf_cli.views.left_out import left_out_words
from tests.assessed import assessed, quarterly, register_of
from tests.make import make_comment

FALLING = ["96", "95", "94", "92", "91", "89", "80"]


def told(*, is_public: bool = True, **over: object) -> str:
    board = Board(body="Panel", kind=BodyKind.SCRUTINY, public_paper=is_public)
    assessment = assessed(
        register_of(
            quarterly("A-1", FALLING, public=True),
            quarterly("A-2", ["95"] * 7, public=False),
            boards=(board,),
            **over,
        )
    )
    return "\n".join(left_out_words(assessment, audience_of(assessment, History(), "Panel")))


@pytest.mark.parametrize(
    "words",
    ["1 KPI of its own (A-2), not marked Yes under Public", "1 highlight that is put forward"],
)
def test_what_a_published_paper_does_not_speak_of_is_told_on_the_screen(words: str):
    """The body's own KPIs that are not public, and highlights that nobody chose."""
    assert words in told()
    assert words not in told(is_public=False)


def test_highlights_that_a_person_chose_are_not_left_out():
    """Nothing is said of them."""
    row = Highlight(cycle=parse_period("2024/25 Q3"), kpi_ref="A-1", chosen=True)
    assert "highlight" not in told(highlights=(row,))


@pytest.mark.parametrize(("use_in", "is_said"), [(UseIn.DMT, True), (UseIn.SCRUTINY, False)])
def test_commentary_for_other_papers_only_is_told_of(use_in: UseIn, is_said: bool):
    """So that the officer can ask for it, or name the paper beside it."""
    comment = make_comment("A-1", text="Two vans broke.", use_in=(use_in,))
    said = told(is_public=False, commentary=(comment,))
    assert ("commentary for other papers only (A-1)" in said) is is_said
