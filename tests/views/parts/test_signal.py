"""Signal or noise in papers: by name where colour and figures part, of KPIs with enough figures alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pmf_cli.analysis.issued.issue_history import History
from pmf_cli.analysis.signals import signals
from pmf_cli.register.sheets.process import Board
from pmf_cli.register.terms import BodyKind, ReportMode
from pmf_cli.views.audience import audience_of
from pmf_cli.views.comparison import moved_beyond_chance, signals_of
from pmf_cli.views.one_sentence import chance_words
from pmf_cli.views.parts.signal import beyond_chance_words, heading_of, signal_part
from tests.assessed import assessed, monthly, quarterly, register_of, words_of

FLAT = ["80.0", "80.4"]


def told(*series, mode: ReportMode | None = None) -> str:
    """The part's words for a body given these KPIs, each with a target of 90."""
    board = Board(body="Panel", kind=BodyKind.SCRUTINY, mode=mode)
    assessment = assessed(register_of(*series, boards=(board,)))
    audience = audience_of(assessment, History(), "Panel")
    return words_of(signal_part(assessment, audience))


def test_each_kind_of_disagreement_names_its_kpis():
    words = told(
        monthly("Worsening", ["95.0", "95.2"] * 7 + ["92.0"]),
        monthly("Improving", ["80.0", "80.2"] * 7 + ["83.0"]),
        monthly("Stuck", ["80.0", "80.2"] * 7),
        monthly("Wavering", ["88.0", "92.0"] * 7),
        monthly("Agreeing", ["95.0", "95.2"] * 7),
    )
    assert "Green, but worsening beyond chance: Worsening." in words
    assert "Red, but improving beyond chance, and not yet where the target is: Improving." in words
    assert "Red, and their targets cannot be met without change: Stuck." in words
    assert "May change colour by chance: Wavering." in words
    assert "Agreeing" not in words
    assert "of the 5 KPIs with 12 figures or more" in words


def test_a_change_for_the_better_that_made_it_green_is_no_call_for_action():
    assert "Changed" not in told(monthly("Changed", ["80.0", "80.2"] * 7 + ["95.0"]))


def test_with_fewer_than_twelve_figures_nothing_is_said_of_a_kpi():
    eleven = monthly("Stuck", ["80.0", "80.2"] * 5 + ["80.0"])
    assert told(eleven) == ""
    assert "Stuck" in told(monthly("Stuck", ["80.0", "80.2"] * 6))


def test_a_body_that_sees_highlights_alone_is_not_told():
    stuck = monthly("Stuck", ["80.0", "80.2"] * 7)
    assert told(stuck)
    assert told(stuck, mode=ReportMode.HIGHLIGHTS) == ""


def test_ratings_that_moved_are_counted_by_whether_they_did_so_beyond_chance():
    """Up from Amber at 86 to Green at 91; one by its usual movement, one beyond, one too short to tell."""
    usual = monthly("Usual", ["86.0", "91.0"] * 7)
    beyond = monthly("Beyond", ["86.0", "86.2"] * 7 + ["91.0"])
    short = quarterly("Short", ["86.0", "91.0"])
    assessment = assessed(register_of(usual, beyond, short), period="Dec 2024")
    audience = audience_of(assessment, History(), "CLT")
    assert moved_beyond_chance(assessment, audience) == {"Usual": False, "Beyond": True}
    quarter = assessed(register_of(usual, beyond, short))
    body = audience_of(quarter, History(), "CLT")
    assert "Short" not in moved_beyond_chance(quarter, body)


@pytest.mark.parametrize(
    ("rose", "fell", "beyond", "words"),
    [
        ("ab", "c", {"a": True, "b": False, "c": True}, "Ratings that moved, and whose figures show a change beyond chance: 1 of the 2 that rose and the one that fell."),
        ("ab", "", {"a": False}, "Ratings that moved, and whose figures show a change beyond chance: none of the 2 that rose; of 1 it cannot be told: they follow the seasons, add up or overlap, or have fewer than 12 figures."),
        ("a", "b", {}, "Whether the 2 ratings that moved did so by chance cannot be told: none has 12 figures since the last break that neither follow the seasons nor add up or overlap."),
        ("", "", {}, ""),
    ],
)  # fmt: skip
def test_movements_beyond_chance_are_counted_and_those_of_which_it_cannot_be_told(
    rose, fell, beyond, words
):
    assert beyond_chance_words([*rose], [*fell], beyond) == words


@pytest.mark.parametrize(
    ("beyond", "words"),
    [
        ({}, ""),
        ({"a": False}, ""),
        ({"a": False, "b": False}, ", none beyond chance"),
        ({"a": True}, ", one beyond chance"),
        ({"a": True, "b": True}, ", both beyond chance"),
    ],
)
def test_the_front_sentence_counts_what_is_beyond_chance_and_keeps_its_words_where_too_little_is_known(
    beyond, words
):
    assert chance_words(["a", "b"], beyond) == words


def test_the_heading_says_of_how_many_it_can_be_told():
    assert heading_of(0) == "Signal or noise"
    assert heading_of(1).startswith("Signal or noise, of the 1 KPI with 12 figures or more")


def test_the_signals_of_a_paper_are_those_of_the_list():
    assessment = assessed(register_of(monthly("A-1", FLAT * 7)))
    audience = audience_of(assessment, History(), "CLT")
    assert signals_of(assessment, audience) == signals(assessment, assessment.ratings)
    assert signals_of(assessment, replace(audience, ratings=())) == ()
