"""The year's end in papers: what it says otherwise than today's rating, and never in today's column."""

from __future__ import annotations

import pytest

from pmf_cli.analysis.forecast.foresight import foresights
from pmf_cli.analysis.issued.issue_history import History
from pmf_cli.register.terms import Rag, YearValue
from pmf_cli.views.audience import audience_of
from pmf_cli.views.base import Entry
from pmf_cli.views.parts.foresight import ahead_words, is_news, year_end_part
from tests.assessed import assessed, column_of, quarterly, register_of, tables_of, words_of
from tests.make import make_forecast

LAST = {"year_value": YearValue.LAST}
FALLS = ["92", "92", "92", "70"] * 2 + ["92", "92", "92"]
"""Green now; the fourth quarter is always Red."""
HOLDS = ["92"] * 11
HARD = ["80"] * 11
"""Red now and then, and never at its target of 90."""


def part_of(*series, **rows):
    assessment = assessed(register_of(*series, **rows))
    return year_end_part(assessment, audience_of(assessment, History(), "CLT"))


def test_ratings_of_now_and_of_the_years_end_stand_in_columns_of_their_own():
    table = tables_of(part_of(quarterly("A-1", FALLS, **LAST)))["year_end"]
    assert column_of(table, "Now")[0].text == "Green"
    assert column_of(table, "Rating then")[0] == Entry("would be Red"), "no light of now"
    titles = [column.title for column in table.columns]
    assert titles.index("Now") < titles.index("Expected at the year’s end")
    assert titles.index("Expected at the year’s end") < titles.index("Rating then")


def test_only_what_says_otherwise_than_now_is_shown_and_all_are_counted():
    found = part_of(
        quarterly("A-1", FALLS, short_name="Falls", **LAST),
        quarterly("A-2", HOLDS, short_name="Holds", **LAST),
        quarterly("A-3", HARD, short_name="Hard", **LAST),
    )
    words = words_of(found)
    assert (
        "Of 3 KPIs with a figure to expect, none would be better rated than now and 1 worse"
        in words
    )
    assert "1 must do better than ever before to meet the target" in words
    assert "Falls" in words
    assert "Hard" in words
    assert "Holds" not in words


def test_where_nothing_says_otherwise_there_is_no_such_part():
    assert part_of(quarterly("A-2", HOLDS, **LAST)) == ()


def test_a_service_that_expects_what_its_past_does_not_show_is_news():
    own = make_forecast("A-2", "2024/25 Q4", "99")
    assessment = assessed(register_of(quarterly("A-2", HOLDS, **LAST), forecasts=(own,)))
    (found,) = foresights(assessment, assessment.ratings)
    assert is_news(found)
    assert "99.0" in words_of(part_of(quarterly("A-2", HOLDS, **LAST), forecasts=(own,)))


@pytest.mark.parametrize(
    ("figures", "words"),
    [
        (FALLS, "Of 1 KPI with a figure to expect, none would be better rated than now and 1 worse."),
        (["70", "70", "70", "92"] * 2 + ["70"] * 3, "Of 1 KPI with a figure to expect, 1 would be better rated than now and none worse."),
    ],
)  # fmt: skip
def test_how_many_would_be_rated_otherwise_is_said(figures, words):
    assessment = assessed(register_of(quarterly("A-1", figures, **LAST)))
    (found,) = foresights(assessment, assessment.ratings)
    assert found.rating.rag in (Rag.GREEN, Rag.RED)
    assert ahead_words([found]) == words
