"""The list of the year's end: the rating of now and that of then apart, figures without endless decimals, counts that add up."""

from __future__ import annotations

from pmf_cli.analysis.forecast.foresight import foresights
from pmf_cli.register.terms import YearValue
from pmf_cli.views.lists.forecast import FORECAST, forecast_listing
from tests.assessed import assessed, quarterly, register_of, words_of

FALLS = ["92", "92", "92", "70"] * 2 + ["92", "92", "92"]


def listing(*series):
    assessment = assessed(register_of(*series))
    return forecast_listing(assessment, foresights(assessment, assessment.ratings))


def test_the_rating_of_now_and_that_of_the_years_end_are_two_fields_and_two_columns():
    (item,) = listing(quarterly("A-1", FALLS, year_value=YearValue.LAST)).items
    assert (item["rating"], item["rating_at_year_end"]) == ("Green", "Red")
    titles = [field.title for field in FORECAST.fields if field.title]
    assert titles.count("Now") == titles.count("Year end") == 1


def test_worked_out_figures_have_no_endless_decimals():
    """A mean error of 7 ÷ 6 is cut at six decimals."""
    steps = ["80", "80", "80", "80", "81", "81", "81", "81", "82", "82", "83"]
    (item,) = listing(quarterly("A-1", steps, year_value=YearValue.LAST)).items
    assert item["same_error"] == "1.166667"
    figures = [item[key] for key in ("expected", "low", "high", "error", "same_error") if item[key]]
    assert all(len(one.partition(".")[2]) <= 6 for one in figures)


def test_what_is_expected_and_what_is_not_add_up_to_the_kpis_in_the_line_above():
    found = listing(
        quarterly("A-1", FALLS, year_value=YearValue.LAST),
        quarterly("A-2", ["92"], year_value=YearValue.LAST),
        quarterly("A-3", FALLS, year_value=YearValue.PUBLISHED),
    )
    assert (found.counts["kpis"], found.counts["expected"]) == (3, 1)
    words = words_of(found.sections)
    assert "A figure is expected for 1 of 3 KPIs" in words
    assert (
        "and none for 2: too short a series (1), the year’s figure is published elsewhere (1)."
        in words
    )
