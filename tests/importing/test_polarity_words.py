"""Which way is better: words and signs of scorecards, columns that hold nothing else, and what a name alone tells."""

from __future__ import annotations

import pytest

from pmf_cli.importing.guesses import Sureness, Topic
from pmf_cli.importing.plan import ImportPlan
from pmf_cli.importing.polarity_words import column_of_polarities, polarity_in
from pmf_cli.importing.questions.content import questions_of
from pmf_cli.register.terms import Polarity
from tests.importing.test_units import plan

HIGHER, LOWER = Polarity.HIGHER, Polarity.LOWER


@pytest.mark.parametrize(
    ("text", "polarity"),
    [
        ("↓ lower is better", LOWER), ("↑ higher is better", HIGHER), ("A decrease", LOWER), ("An increase", HIGHER),
        ("Lower values are better", LOWER), ("Bigger = better", HIGHER), ("Aim for low", LOWER), ("To be higher", HIGHER),
        ("↑ lower is better", None), ("Reduce to 5", None), ("Better", None), ("Monitoring", Polarity.NONE),
    ],
)  # fmt: skip
def test_words_around_a_direction_change_nothing(text: str, polarity: Polarity | None) -> None:
    assert polarity_in(text).polarity is polarity


@pytest.mark.parametrize(("sign", "polarity"), [("▲", HIGHER), ("↓", LOWER), ("⬇️", LOWER)])
def test_a_sign_alone_is_read_and_asked_about(sign: str, polarity: Polarity) -> None:
    reading = polarity_in(sign)
    assert (reading.polarity, reading.sure) == (polarity, Sureness.DOUBTFUL)


@pytest.mark.parametrize(
    ("heading", "texts", "sure"),
    [
        ("Desired outcome", ["Higher", "Lower"], Sureness.LIKELY),
        ("Better to be", ["Higher", "Monitoring", "Lower"], Sureness.LIKELY),
        ("Note", ["Lower is better", "Higher is better"], Sureness.LIKELY),
        ("Compared", ["Higher", "Lower"], Sureness.DOUBTFUL),
        ("Risk", ["High", "Low"], None),
        ("Change", ["Up", "Down"], None),
        ("Comment", ["Higher than last year, since more staff were there", "Lower"], None),
    ],
)  # fmt: skip
def test_a_column_of_nothing_but_polarities_is_one_whatever_its_heading(
    heading: str, texts: list[str], sure: Sureness | None
) -> None:
    assert column_of_polarities(heading, texts) == sure


@pytest.mark.parametrize(
    "heading", ["Desired outcome", "Better to be", "Lower or higher is better"]
)
def test_such_a_column_gives_kpis_their_polarity(heading: str) -> None:
    rows = (["A1", "Calls", "Higher is better", 8], ["A2", "Waits", "Lower is better", 9])
    made = plan(["Ref", "Indicator", heading, "Q1 2024/25"], *rows)
    assert [one.polarity for one in made.kpis] == [HIGHER, LOWER]


def test_signs_under_good_is_are_one_question_each_and_none_for_every_kpi() -> None:
    head = ["Ref", "Indicator", "Good is", "Q1 2024/25"]
    made = plan(head, ["A1", "Calls", "▲", 8], ["A2", "Visits", "▲", 9], ["A3", "Waits", "▼", 9])
    assert [one.polarity for one in made.kpis] == [HIGHER, HIGHER, LOWER]
    assert [one.topic for one in made.doubts] == [Topic.POLARITY, Topic.POLARITY]


@pytest.mark.parametrize(
    ("heading", "words"),
    [("Our assessment", ("Green", "Red")), ("How are we doing?", ("Green", "Red")), ("Our view", ("G", "R"))],
)  # fmt: skip
def test_ratings_under_a_heading_of_ones_own_are_the_councils(
    heading: str, words: tuple[str, str]
) -> None:
    head = ["Ref", "Indicator", "Q1 2024/25", heading]
    made = plan(head, ["A1", "Calls", 8, words[0]], ["A2", "Visits", 9, words[1]])
    assert [one.text for one in made.commentary] == ["Green", "Red"]


def looked(made: ImportPlan, heading: str = "Polarity") -> list[tuple[str, bool]]:
    """What is guessed of each KPI, and whether somebody should look."""
    return [(one.answers[heading], heading in one.reasons) for one in questions_of(made).kpis]


@pytest.mark.parametrize(
    ("name", "polarity", "is_asked"),
    [
        ("Re-referrals to social care within 12 months", LOWER, True),
        ("16-17 year olds not in education, employment or training (NEET)", LOWER, True),
        ("Plans within 12 months of a previous referral", LOWER, True),
        ("Crimes of violence solved (%)", HIGHER, True),
        ("Complaints answered within 10 days", HIGHER, False),
        ("Household waste recycled", HIGHER, False),
    ],
)  # fmt: skip
def test_a_name_whose_words_pull_both_ways_is_asked_about(
    name: str, polarity: Polarity, is_asked: bool
) -> None:
    made = plan(["Ref", "Indicator", "Q1 2024/25"], ["A1", name, "8%"])
    assert looked(made) == [(polarity.value, is_asked)]


HEAD = ["Ref", "Indicator", "2023/24 Outturn", "2024/25 Target", "Q1 2024/25", "Q2 2024/25", "Q3 2024/25"]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "row", "profile", "is_asked"),
    [
        ("Carers assessed", [1240, 1300, 310, 288, 342], "Even split", False),
        ("Residual waste", [492, 480, 118, 121, 127], "Even split", False),
        ("Caseload for each worker", [18, 17, 17.4, 16.9, 17.1], "Level", False),
        ("Fines issued", [400, 480, 310, 300, 305], "Level", True),
        ("Crimes per 1,000 residents", [60, 62, 15, 14, 16], "Even split", True),
        ("Crimes per 1,000 residents", [15, 15, 15, 14, 16], "Level", False),
        ("Recycled", ["45%", "48%", "12%", "11%", "13%"], "Level", False),
        ("Number of fires", [20, 5, 4, 6, 5], "Level", True),
    ],
)  # fmt: skip
def test_the_quarters_own_figures_say_what_a_years_target_means(
    name: str, row: list[object], profile: str, is_asked: bool
) -> None:
    """The outturn of the year before is no part of the year."""
    assert looked(plan(HEAD, ["A1", name, *row]), "Year's target") == [(profile, is_asked)]


@pytest.mark.parametrize(
    "words", ["No target - monitoring only", "No target – context only", "Monitor"]
)
def test_words_of_no_target_make_a_tracker(words: str) -> None:
    made = plan(["Ref", "Indicator", "Target 2024/25", "Q1 2024/25"], ["A1", "Calls", words, 8])
    assert [str(one.target_type) for one in made.targets] == ["Tracker"]


def test_a_row_that_counts_the_measures_of_a_group_is_no_kpi() -> None:
    rows = (["A1", "Calls", 8], [None, "Finance: measures on target", "3 of 4"])
    made = plan(["Ref", "Indicator", "Q1 2024/25"], *rows)
    assert [one.name for one in made.kpis] == ["Calls"]


def test_what_is_doubtful_of_a_kpi_is_asked_in_its_own_column() -> None:
    head = ["Ref", "Indicator", "Good is", "Target 2024/25", "Q1 2024/25"]
    made = plan(head, ["A1", "Sites clean", "High", "92% - 95%", "93%"])
    assert looked(made) == [("Higher is better", True)]
