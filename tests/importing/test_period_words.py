"""Periods in headings that say their time in two ways: once where these agree, asked about where not."""

from __future__ import annotations

import pytest

from pmf_cli.importing.guesses import Sureness
from pmf_cli.importing.period_words import taken_apart
from tests.importing.test_meaning import plan, results, targets


@pytest.mark.parametrize(
    ("heading", "period", "rest"),
    [
        ("Quarter 1 (Apr-Jun 2024)", "2024/25 Q1", ""),
        ("Q4 (1 January - 31 March 2025)", "2024/25 Q4", ""),
        ("Q3 (October – December 2024) Actual", "2024/25 Q3", "Actual"),
        ("Apr-Jun 2024 (Q1)", "2024/25 Q1", ""),
        ("Q1 Actual (Apr-Jun 2024)", "2024/25 Q1", "Actual"),
        ("Qtr 1 Apr/May/Jun 2024", "2024/25 Q1", ""),
        ("Q2 2024-25 (July, August, September)", "2024/25 Q2", ""),
        ("Q1 24/25 (Apr - Jun 24)", "2024/25 Q1", ""),
        ("Q4 2024/25 (Jan-Mar 2025) Target", "2024/25 Q4", "Target"),
        ("Q1 30/06/2024", "2024/25 Q1", ""),
        ("Q1 (Apr-Jun)", "2024/25 Q1", ""),
        ("H1 (Apr-Sep 2024)", "2024/25 H1", ""),
        ("H2 (Oct-Mar 25)", "2024/25 H2", ""),
        ("Half year 1 (April to September 2024) Actual", "2024/25 H1", "Actual"),
        ("First half", "2024/25 H1", ""),
        ("Oct to Mar", "2024/25 H2", ""),
    ],
)
def test_a_quarter_or_half_beside_its_own_months_is_that_part_of_the_year(
    heading: str, period: str, rest: str
) -> None:
    found = taken_apart(heading, 2024, 4)
    assert found is not None
    assert (str(found.reading.period), found.rest) == (period, rest)
    assert found.reading.sure is not Sureness.DOUBTFUL


@pytest.mark.parametrize(
    "heading", ["H2 (Apr-Sep 2024)", "Q1 (Jan-Mar 2024)", "Q1 (Jan-Mar)", "Q1 June 2024", "Q2 - Q1"]
)
def test_two_times_in_one_heading_are_asked_about(heading: str) -> None:
    found = taken_apart(heading, 2024, 4)
    assert found is not None
    assert found.reading.sure is Sureness.DOUBTFUL
    assert "two times" in found.reading.why


@pytest.mark.parametrize(
    ("heading", "rest"),
    [
        ("Q1 v Q2 variance", "v Q2 variance"),
        ("Q1 2024/25 (Apr-Jun 2023)", "2023"),
        ("Q4 2024/25 (Jan-Mar 2024)", "2024"),
        ("Q1 2024/25 target 2025", "target 2025"),
    ],
)
def test_what_else_a_heading_says_of_time_stays_among_its_other_words(
    heading: str, rest: str
) -> None:
    found = taken_apart(heading, 2024, 4)
    assert found is not None
    assert found.rest == rest


def test_figures_under_a_calendar_quarter_are_asked_about() -> None:
    made = plan(
        [["Ref", "KPI", "Q1 (Jan-Mar)", "Q2 (Apr-Jun)"], ["A1", "Calls answered", "81%", "83%"]]
    )
    assert {one.text for one in made.doubts} == {"Q1 (Jan-Mar)", "Q2 (Apr-Jun)"}


def test_a_rows_own_period_may_stand_beside_its_months() -> None:
    made = plan(
        [
            ["Ref", "KPI", "Period", "Actual", "Target"],
            ["A1", "Calls answered", "Quarter 1 (Apr-Jun 2024)", "81%", "80%"],
        ]
    )
    assert results(made) == {("A1", "2024/25 Q1"): "81"}
    assert not made.doubts


def test_headings_of_groups_give_the_columns_below_their_measure() -> None:
    """Even where none is merged, and the first names the columns of the KPI itself."""
    made = plan(
        [
            ["About the KPI", None, "Quarterly targets", None, "Quarterly results", None],
            ["Ref", "Measure", "Q1", "Q2", "Q1", "Q2"],
            ["A1", "Calls answered", "80%", "82%", "81%", "79%"],
        ]
    )
    assert results(made) == {("A1", "2024/25 Q1"): "81", ("A1", "2024/25 Q2"): "79"}
    assert targets(made) == {("A1", "2024/25 Q1"): "Value 80", ("A1", "2024/25 Q2"): "Value 82"}
    assert not made.doubts


def test_a_group_of_kpis_with_a_year_in_its_name_is_no_figure_that_is_lost() -> None:
    made = plan(
        [
            [None, "Ref", "KPI", "Q1"],
            ["2024 pledges", "A1", "Calls answered", "81%"],
            ["Corporate 2024", "A2", "Bins missed", "12"],
        ]
    )
    assert not made.doubts
    assert set(results(made)) == {("A1", "2024/25 Q1"), ("A2", "2024/25 Q1")}


def test_a_period_within_the_words_of_a_heading_is_no_name_of_a_measure() -> None:
    """Calendar quarters with a word for the measure are asked about, column by column; no KPI is made of them."""
    heads = ["Q1 (Jan-Mar 2024) Actual", "Q2 (Apr-Jun 2024) Actual", "Q3 (Jul-Sep 2024) Actual"]
    made = plan([["Ref", "KPI", *heads], ["A1", "Calls answered", 81, 82, 83]])
    assert [kpi.name for kpi in made.kpis] == ["Calls answered"]
    assert set(heads) == {one.text for one in made.doubts}


def test_h1_alone_may_be_a_reference_and_is_no_period() -> None:
    """Beside its months it is a half-year, and so it is where the year stands beside it."""
    assert taken_apart("H1 Rent collected", 2024, 4) is None
    assert taken_apart("H1", 2024, 4) is None
    found = taken_apart("H1 2024/25", None, 4)
    assert found is not None and str(found.reading.period) == "2024/25 H1"
