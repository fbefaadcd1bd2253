"""Counts, dates, lists and sentences read as people write them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmf_cli.rag.base import UnratedReason
from pmf_cli.rag.counts import Counts
from pmf_cli.register.periods.period import (
    Period,
    financial_year,
    half,
    month,
    pooled,
    quarter,
    rolling,
    snapshot,
    survey,
    term,
)
from pmf_cli.register.terms import RATING_WORDS, Rag
from pmf_cli.views import wording


def said(rags, reasons):
    """The summary sentence of so many of each; colours not named count 0."""
    return wording.summary(Counts(dict.fromkeys(Rag, 0) | rags, reasons), RATING_WORDS)


def test_summary_counts_rated_and_unrated_apart():
    """The sentence names all three colours, the rest with reasons, and the totals."""
    words = said(
        {Rag.GREEN: 30, Rag.AMBER: 5, Rag.RED: 3},
        {UnratedReason.TRACKER: 5, UnratedReason.TO_BE_AGREED: 3},
    )
    assert words.startswith("38 of 46 KPIs are rated: 30 Green, 5 Amber and 3 Red. 8 are not rated")
    assert "tracker (5)" in words
    assert "no target yet (3)" in words


@pytest.mark.parametrize(
    ("rags", "reasons", "part"),
    [
        ({}, {}, "no KPIs in scope"),
        ({Rag.RED: 1}, {}, "The only KPI is rated: 0 Green, 0 Amber and 1 Red"),
        ({Rag.GREEN: 2}, {}, "All 2 KPIs are rated"),
        ({}, {UnratedReason.TRACKER: 1}, "None of the 1 KPI is rated"),
        ({Rag.GREEN: 1}, {UnratedReason.TRACKER: 1}, "1 of 2 KPIs is rated"),
    ],
)
def test_summary_reads_well_for_none_one_and_all(rags, reasons, part):
    """No colour, one KPI, all rated and none rated each get their own grammar."""
    assert part in said(rags, reasons)


@given(
    st.dictionaries(st.sampled_from(list(Rag)), st.integers(0, 50)),
    st.dictionaries(
        st.sampled_from([UnratedReason.TRACKER, UnratedReason.SUPPRESSED]), st.integers(1, 50)
    ),
)
@settings(max_examples=60, deadline=None)
def test_numbers_of_the_summary_add_up(rags, reasons):
    """Green, Amber and Red make the rated; rated and reasons make the whole."""
    import re

    words = said(rags, reasons).replace(",", "")
    rated, unrated = sum(rags.values()), sum(reasons.values())
    if not rated or not unrated:
        return
    numbers = [int(number) for number in re.findall(r"\d+", words)]
    assert numbers[:2] == [rated, rated + unrated]
    assert sum(numbers[2:5]) == rated
    assert numbers[5] == unrated
    assert sum(numbers[6:]) == unrated


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("the figure is late", "The figure is late."),
        ("Already said!", "Already said!"),
        ("eGov went down", "eGov went down."),
        ("", ""),
        ("▼ 3 days, better", "▼ 3 days, better."),
    ],
)
def test_sentence(text, result):
    """A capital and a full stop are added, nothing else is changed."""
    assert wording.sentence(text) == result


def test_a_cut_comment_ends_at_a_sentence_and_says_so():
    """Where a sentence ends in the second half the cut is there; the mark always follows."""
    text = "Staff left in May. New staff began in July. They are being trained now and soon."
    cut, was_cut = wording.shortened(text, 10)
    assert was_cut
    assert cut == "Staff left in May. New staff began in July. […]"
    assert wording.shortened(text, 100) == (text, False)
    assert wording.shortened("Staff left in May of the year. Others came.", 6) == (
        "Staff left in May of the year. […]",
        True,
    )
    assert wording.shortened("of 1.5 million no sentence ends at all", 4)[0].endswith("no […]")


@given(st.lists(st.one_of(st.none(), st.decimals(-1000, 1000, places=2)), max_size=20))
@settings(max_examples=80, deadline=None)
def test_sparkline_has_one_mark_a_value(values):
    """Gaps show as gaps; the highest value has the highest mark; 0 is a value."""
    line = wording.sparkline(values)
    assert len(line) == len(values)
    for value, mark in zip(values, line, strict=True):
        assert (mark == wording.SPARK_GAP) == (value is None)
    known = [value for value in values if value is not None]
    if known and max(known) != min(known):
        assert line[values.index(max(known))] == wording.SPARK_MARKS[-1]
        assert line[values.index(min(known))] == wording.SPARK_MARKS[0]


def test_zero_is_a_value_in_a_sparkline():
    """0 is drawn, only a missing figure is a gap."""
    assert wording.sparkline([Decimal(0), None, Decimal(4)]) == "▁·█"


def test_names_for_files_and_parts():
    """Lower case with dashes for files, underscores for parts."""
    assert wording.file_stem("clt", "2024/25 Q3") == "clt-2024-25-q3"
    assert wording.part_name("scorecard", "Adults & Health") == "scorecard_adults_health"


@pytest.mark.parametrize(
    ("period", "title", "short"),
    [
        (quarter(2024, 3), "October to December 2024", "Oct–Dec 2024"),
        (quarter(2024, 4, year_start=2), "November 2024 to January 2025", "Nov 2024–Jan 2025"),
        (month(2024, 12), "December 2024", "Dec 2024"),
        (half(2024, 1), "April to September 2024", "Apr–Sep 2024"),
        (term(2024, "Autumn"), "Autumn 2024", "Autumn 2024"),
        (term(2024, "Spring"), "Spring 2025", "Spring 2025"),
        (financial_year(2023), "2023/24", "2023/24"),
        (rolling(2024, 9), "year to September 2024", "year to Sep 2024"),
        (rolling(2024, 9, 3), "3 months to September 2024", "3 months to Sep 2024"),
        (snapshot(date(2024, 11, 14)), "as at 14 November 2024", "as at 14 Nov 2024"),
        (survey(2024), "2024 survey", "2024 survey"),
    ],
    ids=str,
)
def test_papers_say_periods_by_their_months(period: Period, title: str, short: str) -> None:
    """Readers of a paper need not know where a council's quarters begin."""
    assert (wording.period_title(period), wording.short_period(period)) == (title, short)


@pytest.mark.parametrize(
    ("period", "words"),
    [
        (month(2024, 12), "Dec"),
        (month(2024, 3), "Mar 24"),
        (quarter(2024, 3), "Oct–Dec"),
        (quarter(2023, 4), "Jan–Mar 24"),
        (quarter(2024, 4, year_start=2), "Nov–Jan"),
        (half(2024, 1), "Apr–Sep"),
        (term(2024, "Autumn"), "Autumn"),
        (rolling(2024, 9), "yr Sep"),
        (rolling(2023, 9), "yr Sep 23"),
        (snapshot(date(2024, 11, 14)), "14 Nov"),
        (survey(2024), "2024"),
        (financial_year(2023), "2023/24"),
        (pooled(2021, 2023), "2021–23"),
    ],
    ids=str,
)
def test_a_scorecards_column_has_room_for_every_period(period: Period, words: str) -> None:
    """The year is said of what did not end in the year reported on, so that a line stays one line."""
    assert wording.brief_period(period, financial_year(2024)) == words


def test_a_groups_counts_leave_out_what_there_is_none_of() -> None:
    """Worst first, and those not rated last."""
    counts = Counts({Rag.RED: 3, Rag.AMBER: 0, Rag.GREEN: 1}, {UnratedReason.TRACKER: 2})
    assert wording.counts_line(counts, RATING_WORDS) == "6 KPIs: 3 Red, 1 Green, 2 not rated"
