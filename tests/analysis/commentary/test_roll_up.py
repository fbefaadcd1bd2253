"""Words over several KPIs against the counts: a claim is told where the counts do not bear it out, and nowhere else."""

from __future__ import annotations

import pytest

from pmf_cli.analysis.commentary.roll_up import contradicted
from pmf_cli.rag.counts import counts_of
from pmf_cli.register.terms import RatingWords
from pmf_cli.views.parts.priorities import claim_words
from tests.assessed import assessed, quarterly, register_of


def counts(green: int, amber: int, red: int):
    """Counts of KPIs rated against a target of 90."""
    values = ["95"] * green + ["88"] * amber + ["20"] * red
    series = [quarterly(f"A-{at}", [value]) for at, value in enumerate(values)]
    return counts_of(assessed(register_of(*series)).ratings)


@pytest.mark.parametrize(
    ("text", "of", "is_so"),
    [
        ("Most are on target.", (3, 1, 1), True),
        ("Most are on target.", (2, 2, 1), False),
        ("Most are on target.", (2, 1, 1), False),
        ("Most of the KPIs are Green.", (1, 2, 2), False),
        ("The majority of measures are on target.", (1, 3, 1), False),
        ("More than half of its indicators are now Red.", (2, 1, 1), False),
        ("All targets were met.", (4, 0, 1), False),
        ("All targets were met.", (5, 0, 0), True),
        ("Nearly all are on target.", (4, 0, 1), True),
        ("Nearly all are on target.", (3, 0, 2), False),
        ("Half are on target.", (2, 1, 2), True),
        ("Half are on target.", (1, 1, 3), False),
        ("Fewer than half are off target.", (1, 2, 1), False),
        ("None are Red.", (4, 0, 1), False),
        ("None are Red.", (4, 1, 0), True),
    ],
)  # fmt: skip
def test_a_claim_is_told_only_where_the_counts_do_not_bear_it_out(text, of, is_so):
    assert (list(contradicted(text, counts(*of))) == []) is is_so


@pytest.mark.parametrize(
    "text",
    [
        "Waits are long, but reablement and discharge are good.",
        "By March most will be on target.",
        "We expect that most are on target by then.",
        "Most are on target to finish in June.",
        "Most of the money is spent.",
        None,
        "",
    ],
)
def test_hopes_and_other_words_claim_nothing(text):
    assert list(contradicted(text, counts(0, 1, 3))) == []


def test_without_a_rated_kpi_nothing_can_be_held_against_words():
    assert list(contradicted("Most are on target.", counts(0, 0, 0))) == []


def test_the_council_s_own_words_for_the_colours_are_known():
    own = RatingWords(red="Off track", amber="At risk", green="On track")
    (claim,) = contradicted("Most are on track.", counts(1, 1, 2), own)
    assert (claim.state, claim.number, claim.of) == ("On track", 1, 4)


def test_a_claim_is_told_beside_the_counts():
    (claim,) = contradicted("Good work. Most are on target.", counts(1, 2, 2))
    words = "It says “Most are on target”; of five rated KPIs one is on target."
    assert claim_words(claim) == words
    (claim,) = contradicted("All are Green.", counts(0, 0, 1))
    assert claim_words(claim) == "It says “All are Green”; of one rated KPI none is Green."
