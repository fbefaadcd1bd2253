"""The year's end of a KPI: expected, needed beside the best ever, the service's own forecast and how such held."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from pmf_cli.analysis.forecast.foresight import Foresight, foresights
from pmf_cli.analysis.forecast.need import Reach
from pmf_cli.analysis.forecast.year_so_far import WhyNone
from pmf_cli.analysis.series.back_test import Method
from pmf_cli.analysis.series.year_view import year_view
from pmf_cli.register.periods.text import parse_period
from pmf_cli.register.sheets.supporting import ScopeChange
from pmf_cli.register.terms import (
    DataType,
    Frequency,
    Polarity,
    Rag,
    TargetType,
    TimeBasis,
    YearValue,
)
from pmf_cli.views.foresight_words import (
    method_words,
    need_words,
    own_words,
    range_words,
    record_words,
)
from tests.assessed import assessed, quarterly
from tests.make import make_forecast, make_kpi, make_register, make_result, make_target

COUNT = {"data_type": DataType.NUMBER, "unit": "homes", "decimal_places": 0}
LAST = {"time_basis": TimeBasis.SNAPSHOT, "year_value": YearValue.LAST}


def seen(
    figures: list[str | None], /, *, target: str | None = "90", forecasts=(), **over
) -> Foresight:
    """The foresight of a KPI whose newest figure is of 2024/25 Q3."""
    shape = {key: over.pop(key) for key in ("period", "as_of", "scope_changes") if key in over}
    changes = shape.pop("scope_changes", ())
    own, results = quarterly("A-01", figures, **over)
    targets = [] if target is None else [make_target("A-01", target=target, from_period="2022/23")]
    register = make_register([own], results, targets, forecasts=forecasts, scope_changes=changes)
    assessment = assessed(register, **shape)
    (found,) = foresights(assessment, assessment.ratings)
    return found


def needs(found: Foresight) -> str:
    return need_words(found.kpi, found.need)


TWO_YEARS = ["80.0", "84.0", "88.0", "92.0", "80.0", "84.0", "88.0", "92.0", "80.0", "84.0", "88.0"]


def test_a_year_made_of_all_its_periods_is_the_known_ones_and_what_is_expected_of_the_rest():
    found = seen(TWO_YEARS, year_value=YearValue.SIMPLE)
    assert found.basis.method is Method.SAME
    assert found.value == 86
    assert (found.rating.rag, found.rag_at_end) == (Rag.AMBER, Rag.AMBER)
    assert (found.low, found.high) == (86, 86)


def test_what_an_average_still_needs_stands_beside_the_best_ever():
    """(4 × 87 − 80 − 84 − 88) ÷ 1 = 96."""
    found = seen(TWO_YEARS, target="87", year_value=YearValue.SIMPLE)
    assert found.need.each == 96
    assert needs(found) == "Needs 96.0% in Jan–Mar 2025; best ever 92.0, Jan–Mar 2024"
    assert found.need.reach is Reach.NEVER


def test_what_is_needed_is_met_again_by_the_engine_of_ratings():
    """A last quarter just as needed makes the year Green, one a tenth worse does not."""
    found = seen(TWO_YEARS, target="85.5", year_value=YearValue.SIMPLE)
    assert found.need.each == 90
    for last, rag in (("90.0", Rag.GREEN), ("89.5", Rag.AMBER)):
        results = [("Q1", "80.0"), ("Q2", "84.0"), ("Q3", "88.0"), ("Q4", last)]
        rows = [make_result("A-01", f"2024/25 {name}", value) for name, value in results]
        kpi = make_kpi("A-01", year_value=YearValue.SIMPLE)
        register = make_register([kpi], rows, [make_target("A-01", target="85.5")])
        year = year_view(assessed(register, period="2024/25 Q4", as_of=date(2025, 5, 1)))
        assert year.ratings[0].rag is rag


def test_periods_of_an_average_weigh_by_their_denominators_and_those_to_come_as_the_known_do():
    """(100 × 80 + 300 × 90) ÷ 400 = 87.5 so far; two to come of 200 each: (90 × 800 − 35,000) ÷ 400 = 92.5."""
    kpi = make_kpi("A-01", year_value=YearValue.WEIGHTED)
    figures = [("2024/25 Q1", "80.0", 100), ("2024/25 Q2", "90.0", 300)]
    rows = [make_result("A-01", "2023/24 Q4", "85.0"), make_result("A-01", "2023/24 Q3", "85.0")]
    rows += [make_result("A-01", one, value, denominator=weight) for one, value, weight in figures]
    register = make_register([kpi], rows, [make_target("A-01", target="90")])
    assessment = assessed(register, period="2024/25 Q2", as_of=date(2024, 11, 1))
    (found,) = foresights(assessment, assessment.ratings)
    assert found.value == Decimal("86.25")
    assert found.need.each == Decimal("92.5")
    assert needs(found).startswith("Needs 92.5% in each of Oct–Dec and Jan–Mar;")


COUNTED = ["10", "20", "30", "40", "10", "20", "30", "40", "10", "20", "30"]


def test_figures_that_are_summed_up_and_those_of_the_year_so_far_say_the_same():
    """10, 20 and 30 in the quarters are 10, 30 and 60 of the year so far: the end is 100, and 110 needs 50."""
    summed = seen(COUNTED, target="110", year_value=YearValue.SUM, **COUNT)
    so_far = seen(
        ["10", "30", "60", "100", "10", "30", "60", "100", "10", "30", "60"],
        target="110",
        time_basis=TimeBasis.CUMULATIVE,
        year_value=YearValue.LAST,
        **COUNT,
    )
    for found in (summed, so_far):
        assert (found.value, found.need.each) == (100, 50)
        assert needs(found) == "Needs 50 homes in Jan–Mar 2025; best ever 40, Jan–Mar 2024"


def test_of_an_average_of_the_year_so_far_only_the_end_of_the_year_is_needed():
    """91 after three quarters adds nothing to 90 after two: the year's end alone is held against the target."""
    figures = [
        "91.0",
        "90.0",
        "91.0",
        "92.0",
        "90.0",
        "91.0",
        "90.5",
        "91.0",
        "90.0",
        "91.0",
        "91.5",
    ]
    found = seen(figures, target="93", time_basis=TimeBasis.CUMULATIVE, year_value=YearValue.LAST)
    assert needs(found) == "Needs 93.0% in Jan–Mar 2025; best year’s end 92.0, Jan–Mar 2023"
    assert found.value == Decimal("92.0")


def test_a_share_that_grows_with_the_year_is_needed_of_each_period_like_a_count():
    """Council tax collected: 28, 55 and 82 in a hundred; 97 needs 15 more."""
    figures = ["28.0", "55.0", "82.0", "96.0"] * 2 + ["28.0", "55.0", "82.0"]
    found = seen(figures, target="97", time_basis=TimeBasis.CUMULATIVE, year_value=YearValue.LAST)
    assert found.value == 96
    assert needs(found) == "Needs 15.0% in Jan–Mar 2025; best ever 28.0, Apr–Jun 2024"


@pytest.mark.parametrize(
    ("target", "polarity", "words"),
    [
        ("55", Polarity.HIGHER, "Target met whatever comes"),
        ("50", Polarity.LOWER, "Target out of reach"),
        (
            "75",
            Polarity.LOWER,
            "Needs at most 15 homes in Jan–Mar 2025; best ever 10, Apr–Jun 2024",
        ),
        (
            "95",
            Polarity.LOWER,
            "Needs at most 35 homes in Jan–Mar 2025; best ever 10, Apr–Jun 2024",
        ),
    ],
)
def test_a_target_met_already_or_out_of_reach_needs_no_figure(target, polarity, words):
    found = seen(COUNTED, target=target, year_value=YearValue.SUM, polarity=polarity, **COUNT)
    assert needs(found).split(",")[0] == words.split(",")[0]
    assert (found.need.each is None) is words.startswith("Target")


def test_more_than_a_hundred_in_a_hundred_is_out_of_reach():
    found = seen(TWO_YEARS, target="90", year_value=YearValue.SIMPLE)
    assert found.need.reach is Reach.LOST


def test_what_is_needed_is_rounded_to_the_harder_side():
    """86.55 × 4 − 252 = 94.2, and 86.56 × 4 − 252 = 94.24: 94.3 is enough as printed, 94.2 is not."""
    assert needs(seen(TWO_YEARS, target="86.56", year_value=YearValue.SIMPLE)).startswith(
        "Needs 94.3%"
    )
    lower = seen(COUNTED, target="75.5", year_value=YearValue.SUM, polarity=Polarity.LOWER, **COUNT)
    assert needs(lower).startswith("Needs at most 15 homes")


def test_the_rating_at_the_years_end_is_that_of_the_figure_expected_and_the_current_one_stays():
    """Green now at 92; last year's fourth quarter was 70, and so is this year's expected end."""
    figures = [
        "92.0",
        "92.0",
        "92.0",
        "70.0",
        "92.0",
        "92.0",
        "92.0",
        "70.0",
        "92.0",
        "92.0",
        "92.0",
    ]
    found = seen(figures, year_value=YearValue.LAST)
    assert (found.rating.rag, found.rag_at_end) == (Rag.GREEN, Rag.RED)
    assert found.target == 90


@pytest.mark.parametrize(
    ("over", "why"),
    [
        ({"year_value": YearValue.PUBLISHED}, WhyNone.PUBLISHED),
        ({"year_value": None}, WhyNone.UNSAID),
        ({"frequency": Frequency.TWO_YEARLY}, WhyNone.NO_YEAR),
        ({"period": "2024/25 Q4", "as_of": date(2025, 5, 1), "figures": [*TWO_YEARS[1:], "92.0"]}, WhyNone.KNOWN),
        ({"figures": ["80.0", "84.0", "88.0"], "year_value": YearValue.LAST}, WhyNone.TOO_SHORT),
        ({"figures": [*TWO_YEARS[:9], None, "88.0"], "year_value": YearValue.SIMPLE}, WhyNone.MISSING),
    ],
)  # fmt: skip
def test_where_nothing_is_expected_the_reason_is_said(over, why):
    over = dict(over)
    figures = over.pop("figures", TWO_YEARS)
    if why is WhyNone.KNOWN:
        own, results = quarterly("A-01", figures[:-1], year_value=YearValue.LAST)
        results.append(make_result("A-01", "2024/25 Q4", figures[-1]))
        assessment = assessed(make_register([own], results, [make_target("A-01")]), **over)
        (found,) = foresights(assessment, assessment.ratings)
    else:
        found = seen(figures, **over)
    assert (found.why_none, found.value, found.need) == (why, None, None)
    assert range_words(found) == str(why)


def test_a_series_too_short_for_a_range_says_so():
    found = seen(TWO_YEARS[:5], year_value=YearValue.LAST)
    assert (found.low, found.basis.is_tested) == (None, False)
    assert range_words(found).endswith("(too short a series for a range)")
    assert method_words(found.basis, found.kpi) == (
        "Same as last year: too few past cases (1) to try others"
    )


def test_a_figure_of_a_day_stays_where_it_is_while_too_few_cases_can_be_tried():
    found = seen(TWO_YEARS[:5], **LAST)
    assert found.basis.method is Method.LATEST


def test_nothing_is_expected_from_figures_before_a_break():
    change = ScopeChange(
        change_ref="S-1",
        kpi_ref="A-01",
        from_period=parse_period("2024/25 Q2"),
        break_in_series=True,
    )
    found = seen(TWO_YEARS, year_value=YearValue.LAST, scope_changes=[change])
    assert found.why_none is WhyNone.TOO_SHORT


def test_a_range_stays_within_what_is_possible():
    high = ["99.0", "80.0", "99.0", "99.5", "99.0", "98.0", "70.0", "99.5", "99.0", "99.0", "99.0"]
    found = seen(high, year_value=YearValue.LAST)
    assert found.high == 100


def test_the_services_own_forecast_stands_beside_and_one_out_of_the_range_says_so():
    own = make_forecast("A-01", "2024/25 Q4", "97", "2024/25 Q3", low="95", high="98")
    found = seen(TWO_YEARS, year_value=YearValue.LAST, forecasts=[own])
    assert found.is_own_beyond
    assert own_words(found).startswith("97.0% (95.0 to 98.0)")
    assert own_words(found).endswith("; beyond what past cases show")
    inside = make_forecast("A-01", "2024/25 Q4", "92", "2024/25 Q3")
    assert not seen(TWO_YEARS, year_value=YearValue.LAST, forecasts=[inside]).is_own_beyond


def test_a_figure_at_the_edge_of_a_range_is_not_beyond_it():
    """A range of past cases is no more exact than a tenth of itself."""
    wavers = [
        "80.0",
        "81.0",
        "79.0",
        "82.0",
        "80.5",
        "81.5",
        "79.0",
        "82.5",
        "80.0",
        "82.0",
        "79.5",
    ]
    range_of = seen(wavers, year_value=YearValue.LAST)
    assert range_of.low is not None and range_of.high is not None
    edge = range_of.high + (range_of.high - range_of.low) / 20
    at_edge = make_forecast("A-01", "2024/25 Q4", f"{edge:f}", "2024/25 Q3")
    assert not seen(wavers, forecasts=[at_edge], year_value=YearValue.LAST).is_own_beyond
    far = range_of.high + (range_of.high - range_of.low) / 5
    beyond = make_forecast("A-01", "2024/25 Q4", f"{far:f}", "2024/25 Q3")
    assert seen(wavers, forecasts=[beyond], year_value=YearValue.LAST).is_own_beyond


def test_a_years_average_is_not_held_against_what_is_expected_of_its_last_period():
    quarter = make_forecast("A-01", "2024/25 Q4", "97", "2024/25 Q3")
    found = seen(TWO_YEARS, year_value=YearValue.SIMPLE, forecasts=[quarter])
    assert not found.is_own_beyond
    assert own_words(found) == "97.0%; for Jan–Mar 2025 alone"
    year = make_forecast("A-01", "2024/25", "97", "2024/25 Q3")
    found = seen(TWO_YEARS, year_value=YearValue.SIMPLE, forecasts=[quarter, year])
    assert found.is_own_beyond
    assert own_words(found) == "97.0%; beyond what past cases show"


def test_last_years_figure_expected_again_has_no_rating_against_last_years_figure():
    """It could be nothing but the same, so a target to do better could never be met."""
    direction = make_target("A-01", target_type=TargetType.DECREASE, from_period="2022/23")
    own, results = quarterly("A-01", TWO_YEARS, year_value=YearValue.LAST, polarity=Polarity.LOWER)
    assessment = assessed(make_register([own], results, [direction]))
    (found,) = foresights(assessment, assessment.ratings)
    assert found.basis is not None and found.basis.method is Method.SAME
    assert found.value is not None and found.rag_at_end is None


def test_the_best_end_of_a_year_is_not_the_best_ever():
    """An average of the year so far that is above its target now has been as good before, if not at a year's end."""
    figures = [
        "95.0",
        "94.0",
        "94.0",
        "90.0",
        "95.0",
        "94.0",
        "94.0",
        "91.0",
        "95.0",
        "94.0",
        "94.0",
    ]
    found = seen(figures, target="93", time_basis=TimeBasis.CUMULATIVE, year_value=YearValue.LAST)
    assert found.need is not None
    assert found.need.reach is Reach.NEVER and not found.need.is_hard
    assert needs(found) == "Needs 93.0% in Jan–Mar 2025; best year’s end 91.0, Jan–Mar 2024"


def test_earlier_forecasts_of_a_service_are_scored_against_what_came_and_against_same_as_last_year():
    """2023/24 Q4 came at 92: 95 was 3 off, last year's 92 was right. A forecast made when the figure had come is none."""
    rows = [
        make_forecast("A-01", "2023/24 Q4", "95", "2023/24 Q3", low="91", high="96"),
        make_forecast("A-01", "2024/25 Q1", "79", "2023/24 Q4", low="78", high="79"),
        make_forecast("A-01", "2024/25 Q2", "84", "2024/25 Q2"),
        make_forecast("A-01", "2024/25 Q4", "92", "2024/25 Q3"),
    ]
    record = seen(TWO_YEARS, year_value=YearValue.LAST, forecasts=rows).record
    assert [one.error for one in record.scored] == [-3, 1]
    assert (record.error, record.same_error) == (2, 0)
    words = record_words(record, make_kpi("A-01"))
    assert words == (
        "2 forecasts erred by 2.00; “same as last year” by 0.00; 1 of 2 within the range given"
    )


def test_without_a_direction_that_is_better_nothing_is_needed():
    assert seen(TWO_YEARS, year_value=YearValue.LAST, polarity=Polarity.NONE).need is None


def test_the_rule_used_says_how_far_it_and_same_as_last_year_erred():
    found = seen(TWO_YEARS, year_value=YearValue.LAST)
    assert method_words(found.basis, found.kpi) == (
        "Same as last year, which erred by 0.00 in 7 past cases: no other rule erred clearly less"
    )
    steady = [f"{80 + at}.0" for at in range(11)]
    moved = seen(steady, **LAST)
    assert moved.basis.method is Method.ONWARDS
    assert method_words(moved.basis, moved.kpi) == (
        "Moves on as over the last year, which erred by 0.00 in 6 past cases; “same as last year” by 4.00"
    )
