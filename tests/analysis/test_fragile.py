"""Ratings that hang on little: each thing found by hand-worked figures, and nothing said of firm ones."""

from __future__ import annotations

from pmf_cli.analysis.fragile import FragileRating, HangsOn, fragile_ratings
from pmf_cli.register.register import Register
from pmf_cli.register.terms import DataType, Polarity, Rag, RatedOn, ToleranceBasis, ValueStatus
from tests.assessed import assessed
from tests.make import PERIOD, make_kpi, make_register, make_result, make_rule, make_target


def one_kpi(
    value: str, /, *, kpi: dict | None = None, target: dict | None = None, **result
) -> Register:
    """WM-01, higher is better, a percentage with one decimal, against 90 with the usual 5%."""
    return make_register(
        [make_kpi("WM-01", **(kpi or {}))],
        [make_result("WM-01", PERIOD, value, **result)],
        [make_target("WM-01", **(target or {}))],
        rating_rules=(make_rule(),),
    )


def fragile(register: Register) -> tuple[FragileRating, ...]:
    assessment = assessed(register)
    return fragile_ratings(assessment, assessment.ratings)


def told(register: Register) -> list[tuple[HangsOn, Rag | None, str]]:
    return [(one.hangs_on, one.would_be, one.how) for one in fragile(register)]


def test_a_firm_rating_hangs_on_nothing():
    """97.0% is far above 90; so is 60.0% below it."""
    assert told(one_kpi("97.0")) == []
    assert told(one_kpi("60.0")) == []


def test_the_next_figure_that_can_be_printed_is_told_where_it_has_another_colour():
    """On 90.0 Green begins; 85.5 is exactly 5% below it and the last Amber."""
    assert told(one_kpi("90.0")) == [(HangsOn.STEP, Rag.AMBER, "89.9%")]
    assert (HangsOn.STEP, Rag.RED, "85.4%") in told(one_kpi("85.5"))
    assert told(one_kpi("89.8")) == []


def test_a_figure_that_is_another_colour_before_rounding_is_told():
    """89.96 is printed as 90.0 and Green; by itself it is below 90."""
    found = told(one_kpi("89.96"))
    assert (HangsOn.ROUNDING, Rag.AMBER, "89.96, which is the figure without rounding,") in found


def test_five_per_cent_read_as_points_is_told_where_the_colour_differs():
    """4.5 points below 50 is 9% of it: Red by 5% of target, Amber by five points."""
    register = one_kpi("45.5", target={"target": 50})
    assert told(register) == [(HangsOn.READING, Rag.AMBER, "A tolerance of 5 percentage points")]


def test_a_count_is_not_read_in_percentage_points():
    register = one_kpi(
        "47",
        kpi={"unit": "days", "data_type": DataType.NUMBER, "decimal_places": 0},
        target={"target": 50},
    )
    assert HangsOn.READING not in {one.hangs_on for one in fragile(register)}


def test_a_kpis_own_tolerance_is_not_read_otherwise():
    own = {"target": 50, "tolerance": 5, "tolerance_basis": ToleranceBasis.RELATIVE}
    assert told(one_kpi("45.5", target=own)) == []


def test_the_fewest_cases_that_change_the_colour_are_counted():
    """465 of 530 is 87.7%; 477 is 90.0% and the first Green, 452 is 85.3% and the first Red."""
    found = told(one_kpi("87.7", numerator=465, denominator=530))
    assert (HangsOn.CASES, Rag.GREEN, "12 more of 530") in found
    assert (HangsOn.CASES, Rag.RED, "13 fewer of 530") in found


def test_many_cases_are_not_a_few():
    """4,650 of 5,300 is the same share: 120 more would be needed."""
    assert told(one_kpi("87.7", numerator=4650, denominator=5300)) == []


def test_cases_that_do_not_make_the_figure_are_left_out():
    assert told(one_kpi("87.7", numerator=400, denominator=530)) == []


def test_lower_is_better_counts_fewer_cases():
    """28 of 530 is 5.3% and beyond the 5% above 5.0; 27 is 5.1% and Amber."""
    lower = {"polarity": Polarity.LOWER}
    found = told(one_kpi("5.3", kpi=lower, target={"target": 5}, numerator=28, denominator=530))
    assert [one for one in found if one[0] is HangsOn.CASES] == [
        (HangsOn.CASES, Rag.AMBER, "1 fewer of 530")
    ]


def test_of_a_rate_the_cases_are_a_few_of_those_that_happened():
    """57 among 92,400 people are 61.7 per 100,000; 56 are 60.6 and within 2% of 60."""
    rate = {
        "polarity": Polarity.LOWER, "data_type": DataType.RATE, "unit": "per 100,000", "decimal_places": 1,
    }  # fmt: skip
    asked = {"target": 60, "tolerance": 2, "tolerance_basis": ToleranceBasis.RELATIVE}
    found = told(one_kpi("61.7", kpi=rate, target=asked, numerator=57, denominator=92400))
    assert (HangsOn.CASES, Rag.AMBER, "1 fewer than 57") in found


def test_a_figure_that_may_change_is_told_without_a_colour():
    register = one_kpi("97.0", value_status=ValueStatus.PROVISIONAL)
    assert told(register) == [(HangsOn.STATUS, None, "The figure is provisional")]
    assert told(one_kpi("97.0", value_status=ValueStatus.FINAL)) == []


def test_a_rule_that_rates_exactly_has_no_rounding_to_hang_on():
    register = make_register(
        [make_kpi("WM-01")],
        [make_result("WM-01", PERIOD, "89.96")],
        [make_target("WM-01")],
        rating_rules=(make_rule(rated_on=RatedOn.EXACT),),
    )
    assert HangsOn.ROUNDING not in {one.hangs_on for one in fragile(register)}


def test_a_kpi_that_is_not_rated_is_not_listed():
    register = make_register([make_kpi("WM-01")], [make_result("WM-01", PERIOD, "90.0")], [])
    assert told(register) == []
