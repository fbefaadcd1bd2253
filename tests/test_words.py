"""Dates, counts and lists in words, and that each has one home."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmf_cli import words
from tests.running import ROOT


def test_lists_have_an_and():
    """One, two and three names."""
    assert words.listed([]) == ""
    assert words.listed(["a"]) == "a"
    assert words.listed(["a", "b"]) == "a and b"
    assert words.listed(["a", "b", "c"]) == "a, b and c"


def test_long_lists_name_some_and_count_the_rest():
    """A list at its limit is whole; one name more and the rest is counted."""
    assert words.listed_shortly(["a", "b", "c"], 3) == "a, b and c"
    assert words.listed_shortly(list("abcdefgh"), 3) == "a, b, c and 5 more"


def test_counts_carry_their_noun():
    """None, one, many, and nouns with a plural of their own."""
    assert words.counted(0, "KPI") == "0 KPIs"
    assert words.counted(1, "KPI") == "1 KPI"
    assert words.counted(1200, "result") == "1,200 results"
    assert words.counted(2, "entry", "entries") == "2 entries"


@given(st.dates())
@settings(max_examples=100, deadline=None)
def test_a_date_is_day_month_and_four_figures_of_year(on: date):
    """What is printed names the day, in any year and on any system."""
    assert re.fullmatch(r"\d\d/\d\d/\d{4}", words.day(on))
    number, month, year = (int(part) for part in words.day(on).split("/"))
    assert date(year, month, number) == on


@pytest.mark.parametrize("wording", ["%d/%m/%Y}", "day:02d}/", '"Yes" if ', "[:-1])} and "])
def test_nothing_is_worded_a_second_time(wording: str):
    """Dates, yes and no and lists are worded in ``words`` alone."""
    again = [
        str(path.relative_to(ROOT))
        for path in sorted((ROOT / "pmf_cli").rglob("*.py"))
        if wording in path.read_text(encoding="utf-8") and path != ROOT / "pmf_cli" / "words.py"
    ]
    assert again == []
