"""The one sentence: at most 45 words, one comparison, *but* only after good news."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmf_cli.analysis.issued.issue_history import History
from pmf_cli.rag.counts import counts_of
from pmf_cli.register import terms
from pmf_cli.register.terms import RATING_WORDS
from pmf_cli.views.audience import audience_of
from pmf_cli.views.comparison import ratings_moved, reds_of
from pmf_cli.views.one_sentence import MOST_WORDS, NOTHING_TOLD, one_sentence, running_name
from tests.assessed import assessed, quarterly, register_of
from tests.make import make_kpi

RED, AMBER, GREEN = "50", "88", "95"


def said(*series, beyond=NOTHING_TOLD, **over):
    assessment = assessed(register_of(*series, **over))
    audience = audience_of(assessment, History(), "CLT", paper="clt")
    moved, reds = ratings_moved(assessment, audience), reds_of(assessment, audience)
    return one_sentence(counts_of(audience.ratings), moved, reds, RATING_WORDS, beyond)


def kpis(*histories, **over):
    return [quarterly(f"K-{at}", list(one), **over) for at, one in enumerate(histories)]


def test_share_reds_their_age_and_what_moved():
    """The share against last quarter, Reds fewer but old, the fall by name and colour."""
    found = said(
        *kpis([RED] * 6, [RED, RED], [RED, GREEN]),
        quarterly("F-1", [GREEN, AMBER], short_name="Potholes made safe"),
        *(quarterly(f"G-{at}", [AMBER, GREEN]) for at in range(2)),
    )
    assert found.strong == (
        "50% of rated KPIs are Green, up from 17% last quarter. Two are Red, one fewer, "
        "but one of them has been Red for over a year."
    )
    assert found.rest == "Three ratings rose; one fell, potholes made safe to Amber."


def test_but_stands_only_after_good_news():
    """More Reds, some of them old: *and*."""
    found = said(*kpis([RED] * 6, [GREEN, RED], [GREEN, GREEN]))
    assert "Two are Red, one more, and one of them has been Red for over a year." in found.strong


def test_only_two_of_many_that_fell_are_named():
    """The worst, with where they went."""
    found = said(*kpis([GREEN, AMBER], [GREEN, RED], [GREEN, AMBER]))
    assert found.rest.startswith("No rating rose; three fell, among them ")
    assert found.rest.count(" to ") == 2


def test_a_fall_that_is_no_more_than_usual_is_counted_but_not_named():
    """Only what moved beyond chance, or may have, is news."""
    fell = kpis([GREEN, AMBER], [GREEN, RED], [AMBER, GREEN])
    usual = said(*fell, beyond={"K-0": False, "K-1": False, "K-2": True}).rest
    assert usual == "One rating rose beyond chance; two fell, none beyond chance."
    one = said(*fell, beyond={"K-0": False, "K-1": True}).rest
    assert one.startswith("One rating rose; two fell, one beyond chance, among them ")
    assert one.endswith(" Of one it cannot be told.")
    assert one.count(" to ") == 1


def test_where_nothing_moved_that_is_all_that_is_said():
    """The counts, and no more."""
    found = said(*kpis([GREEN, GREEN], [RED, RED]))
    assert found.whole == (
        "50% of rated KPIs are Green and one is Red. No rating has moved since last quarter."
    )


@pytest.mark.parametrize(
    ("histories", "words"),
    [
        ([], "There are no KPIs in scope."),
        ([[None]], "No KPI is rated."),
        ([[GREEN]], "The one rated KPI is Green. None is Red."),
        ([[GREEN], [GREEN]], "All rated KPIs are Green. None is Red."),
        ([[RED]], "No rated KPI is Green. One is Red."),
    ],
)
def test_few_kpis_and_the_first_quarter_make_a_sentence_too(histories, words):
    """Without anything to compare with nothing is compared."""
    assert said(*kpis(*histories, first_period="2024/25 Q3")).whole == words


def test_a_red_that_lost_its_figure_is_no_progress():
    """Fewer are Red by the result of one alone; of the other it is said that it has none, by name."""
    found = said(
        *kpis([RED, GREEN], [GREEN, GREEN]),
        quarterly("L-1", [RED, None], short_name="Requests in time"),
    )
    assert "None is Red, two fewer. Requests in time, Red then, has no figure now." in found.strong


def test_a_red_that_lost_its_figure_is_told_of_where_others_turned_red():
    """As many as before are Red, and they are others."""
    found = said(*kpis([GREEN, RED]), quarterly("L-1", [RED, None], short_name="Requests in time"))
    assert "One is Red. Requests in time, Red then, has no figure now." in found.strong


COLOURS = st.sampled_from([RED, AMBER, GREEN, None])
NAME = st.lists(
    st.sampled_from(["waste", "of", "many", "households", "reported", "late"]),
    min_size=1,
    max_size=9,
)


@given(st.lists(st.tuples(COLOURS, COLOURS, NAME), max_size=8))
def test_it_never_has_more_than_45_words(rows):
    """Whatever rose and fell, and however long the names are."""
    series = [
        quarterly(f"K-{at}", [RED, RED, RED, RED, then, now], short_name=" ".join(name))
        for at, (then, now, name) in enumerate(rows)
    ]
    found = said(*series)
    assert len(found.whole.split()) <= MOST_WORDS
    assert found.whole.endswith(".") and ".." not in found.whole


@pytest.mark.parametrize(
    ("name", "definition", "expected"),
    [
        ("Missed bins", "Bins not collected.", "missed bins"),
        ("EHC plans in 20 weeks", "Plans issued in time.", "EHC plans in 20 weeks"),
        ("DoLS applications", "Applications waiting.", "DoLS applications"),
        ("Ofsted judgement", "The grade that Ofsted gave.", "Ofsted judgement"),
    ],
)
def test_a_name_in_running_text_keeps_the_capitals_that_are_its_own(name, definition, expected):
    """Names of bodies as the KPI's own texts write them."""
    kpi = make_kpi("K-1", short_name=name, name=name, definition=definition, rationale=None)
    assert running_name(kpi) == expected


def test_the_councils_words_for_the_ratings_are_used():
    """Not the tool's."""
    assessment = assessed(register_of(*kpis([GREEN, RED], [GREEN, GREEN])))
    audience = audience_of(assessment, History(), "CLT", paper="clt")
    words = terms.RatingWords("Off track", "Watch", "On track")
    moved, reds = ratings_moved(assessment, audience), reds_of(assessment, audience)
    found = one_sentence(counts_of(audience.ratings), moved, reds, words).whole
    assert "are On track" in found and "to Off track" in found
    assert "Green" not in found and "Red" not in found
