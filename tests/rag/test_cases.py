"""The cases that decide trust, each with its stated default and its setting."""

import pytest

from pmf_cli.rag.base import Mark, Rating, Unrated
from pmf_cli.rag.rate import rate_named
from pmf_cli.register.periods.text import parse_period
from pmf_cli.settings import Settings
from tests.make import make_kpi, make_register, make_result, make_target
from tests.rag.desk import (
    LAST_QUARTER,
    LOWER,
    PERIOD,
    POINTS,
    UNITS,
    Decimal,
    colour,
    date,
    rate,
    terms,
)

COUNT = {"data_type": terms.DataType.NUMBER, "unit": "Number", "decimal_places": 0}
DATE = {"data_type": terms.DataType.DATE, "unit": None, "polarity": LOWER}
GRADES = {
    "data_type": terms.DataType.GRADE,
    "unit": None,
    "grade_order": ("Outstanding", "Good", "Requires improvement", "Inadequate"),
}
RANGE = {
    "target_type": terms.TargetType.RANGE,
    "target": None,
    "range_low": 10,
    "range_high": 20,
}
MAINTAIN = {"target_type": terms.TargetType.MAINTAIN, "target": None}
INCREASE = {"target_type": terms.TargetType.INCREASE, "target": None}


def test_five_per_cent_is_relative_to_the_target():
    """A target of 20% with a result of 18% is 10% worse: Red, though only two points."""
    assert colour("18", target={"target": 20}) == "Red"


def test_lower_is_better_is_mirrored():
    assert colour("94.5", kpi={"polarity": LOWER}, target={"target": 90}) == "Amber"
    assert colour("94.6", kpi={"polarity": LOWER}, target={"target": 90}) == "Red"
    assert colour("12", kpi={"polarity": LOWER}, target={"target": 90}) == "Green"


def test_exactly_at_the_boundary_is_amber_unless_the_rule_says_red():
    assert colour("85.5", target={"target": 90}) == "Amber"
    assert colour("85.5", rules=[{"at_boundary": terms.Rag.RED}]) == "Red"
    assert colour("85.6", rules=[{"at_boundary": terms.Rag.RED}]) == "Amber"


def test_on_target_is_green_unless_the_rule_says_amber():
    assert colour("90") == "Green"
    assert colour("90", rules=[{"at_green_boundary": terms.Rag.AMBER}]) == "Amber"
    assert colour("90.1", rules=[{"at_green_boundary": terms.Rag.AMBER}]) == "Green"


def test_the_value_is_rated_as_printed_and_the_difference_is_said():
    found = rate("89.96")
    assert found.rag is terms.Rag.GREEN
    assert Mark.ROUNDING in found.outcome.marks
    assert "Amber" in found.outcome.sentence


def test_a_rule_may_rate_the_exact_value():
    found = rate("89.96", rules=[{"rated_on": terms.RatedOn.EXACT}])
    assert found.rag is terms.Rag.AMBER
    assert Mark.ROUNDING not in found.outcome.marks


def test_a_target_is_compared_as_stated():
    """A target of 90.25% is not met by 90.2%, though one decimal is printed."""
    assert colour("90.2", target={"target": "90.25"}) == "Amber"
    assert rate("90.2", target={"target": "90.25"}).outcome.target_text == "90.25%"


def test_arithmetic_is_exact():
    """0.1 of 3 is not 0.30000000000000004."""
    kpi = {"decimal_places": 2}
    assert colour("2.85", kpi=kpi, target={"target": 3}) == "Amber"
    assert colour("2.84", kpi=kpi, target={"target": 3}) == "Red"


def test_target_zero_is_red_for_any_worse_value_unless_a_tolerance_in_units_is_set():
    low = COUNT | {"polarity": LOWER}
    assert colour("1", kpi=low, target={"target": 0}) == "Red"
    own = {"target": 0, "tolerance": 2, "tolerance_basis": UNITS}
    assert colour("2", kpi=low, target=own) == "Amber"
    assert colour("3", kpi=low, target=own) == "Red"


@pytest.mark.parametrize(
    ("value", "expected"), [("-100", "Green"), ("-105", "Amber"), ("-106", "Red"), ("5", "Green")]
)
def test_a_negative_target_takes_its_size_as_the_base(value, expected):
    assert colour(value, kpi=COUNT, target={"target": -100}) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("10", "Green"),
        ("20", "Green"),
        ("9.5", "Amber"),
        ("9.4", "Red"),
        ("21", "Amber"),
        ("21.1", "Red"),
    ],
)
def test_a_range_is_judged_at_its_nearer_edge(value, expected):
    assert colour(value, kpi={"polarity": terms.Polarity.RANGE}, target=RANGE) == expected


def test_a_range_without_tolerance_is_green_or_red():
    """Camms' goal post."""
    own = RANGE | {"tolerance": 0, "tolerance_basis": UNITS}
    assert [colour(v, target=own) for v in ("9.9", "10", "20", "20.1")] == [
        "Red",
        "Green",
        "Green",
        "Red",
    ]


def test_an_incomplete_or_reversed_range_is_not_rated():
    assert colour("12", target=RANGE | {"range_high": None}) == "DEFINITION"
    assert colour("12", target=RANGE | {"range_low": 30}) == "DEFINITION"


def test_direction_only_is_interim_and_follows_its_own_direction():
    found = rate("92", kpi={"polarity": LOWER}, target=INCREASE, before="90")
    assert found.rag is terms.Rag.GREEN
    assert Mark.INTERIM in found.outcome.marks
    settled = rate("92", target=INCREASE | {"interim": False}, before="90")
    assert Mark.INTERIM not in settled.outcome.marks


@pytest.mark.parametrize(
    ("value", "expected"), [("91", "Amber"), ("90", "Green"), ("86", "Red"), ("85", "Red")]
)
def test_the_colours_of_a_direction_are_the_rule_sets(value, expected):
    rule = {
        "direction_better": terms.Rag.AMBER,
        "direction_same": terms.Rag.GREEN,
        "direction_worse_within": terms.Rag.RED,
    }
    assert colour(value, target=INCREASE, before="90", rules=[rule]) == expected


DECREASE = {"target_type": terms.TargetType.DECREASE, "target": None}


@pytest.mark.parametrize(
    ("target", "value", "exact"),
    [
        (INCREASE, "90.04", "Green"),
        (INCREASE, "89.96", "Amber"),
        (DECREASE, "89.96", "Green"),
        (DECREASE, "90.04", "Amber"),
    ],
)
@pytest.mark.parametrize("before", ["89.98", "90.02"])
def test_a_direction_is_held_against_the_comparator_as_printed(target, value, exact, before):
    """All print as 90.0%, which is the same; only a rule that rates the exact value sees more."""
    rules = [{"direction_same": terms.Rag.RED}]
    assert colour(value, target=target, before=before, rules=rules) == "Red"
    exactly = [rules[0] | {"rated_on": terms.RatedOn.EXACT}]
    assert colour(value, target=target, before=before, rules=exactly) == exact


@pytest.mark.parametrize(
    ("before", "expected"), [("94.74", "Green"), ("94.66", "Green"), ("94.64", "Amber")]
)
def test_maintain_is_held_against_the_comparator_as_printed(before, expected):
    """99.4% is within 5% of 94.7%, which 94.66% and 94.74% both are in print, and not of 94.6%."""
    assert colour("99.4", target=MAINTAIN, before=before) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("120", "Green"),
        ("126", "Green"),
        ("114", "Green"),
        ("127", "Amber"),
        ("132", "Amber"),
        ("108", "Amber"),
        ("133", "Red"),
        ("107", "Red"),
    ],
)
def test_maintain_is_green_within_tolerance_and_red_beyond_twice(value, expected):
    assert colour(value, kpi=COUNT, target=MAINTAIN, before="120") == expected


def test_maintain_may_state_its_level():
    assert colour("126", kpi=COUNT, target=MAINTAIN | {"target": 120}) == "Green"


def test_without_a_comparator_a_direction_is_not_rated():
    found = rate("120", target=INCREASE)
    assert found.outcome.reason.name == "NO_COMPARATOR"
    assert LAST_QUARTER in found.outcome.sentence


def test_a_tracker_is_never_rated_but_its_direction_is_shown():
    kpi = COUNT | {"polarity": None, "financial": None}
    found = rate("120", kpi=kpi, target={"target_type": terms.TargetType.TRACKER}, before="100")
    assert found.outcome.reason.name == "TRACKER"
    assert found.direction.travel.value == "Rose"
    assert found.shown.value == Decimal(120)


def test_a_population_outcome_is_never_rated():
    kpi = {"accountability": terms.Accountability.POPULATION}
    assert colour("95", kpi=kpi) == "POPULATION_OUTCOME"


@pytest.mark.parametrize(
    ("kpi", "target", "expected"),
    [
        ({"status": terms.KpiStatus.DEVELOPMENT}, None, "DEVELOPMENT"),
        ({"status": terms.KpiStatus.PAUSED}, None, "NOT_APPLICABLE"),
        ({}, {"target_type": terms.TargetType.TO_BE_AGREED, "target": None}, "TO_BE_AGREED"),
        ({}, False, "TO_BE_AGREED"),
        ({}, {"to_period": "2024/25 Q2"}, "TO_BE_AGREED"),
        ({}, {"from_period": "2024/25 Q4"}, "TO_BE_AGREED"),
        ({}, {"target": None}, "DEFINITION"),
        ({}, {"target_type": None}, "DEFINITION"),
        ({"polarity": None}, None, "DEFINITION"),
        ({"polarity": terms.Polarity.NONE}, None, "DEFINITION"),
        ({"polarity": terms.Polarity.RANGE}, None, "DEFINITION"),
        ({"financial": None}, None, "DEFINITION"),
        ({"financial": None}, {"tolerance": 5, "tolerance_basis": UNITS}, "DEFINITION"),
        ({"financial": None}, INCREASE, "DEFINITION"),
        ({"data_type": None}, None, "DEFINITION"),
    ],
)
def test_what_stands_against_a_rating_is_its_reason(kpi, target, expected):
    """Nothing is ever assumed in place of what the register lacks."""
    assert colour("95", kpi=kpi, target=target, before="90") == expected


@pytest.mark.parametrize("asks", [terms.TargetType.VALUE, terms.TargetType.YES_NO])
@pytest.mark.parametrize("data_type", [terms.DataType.YES_NO, None])
def test_an_answer_needs_no_polarity_and_is_never_financial(data_type, asks):
    """A KPI without a data type is one of answers where its target is a yes or no."""
    kpi = {"data_type": data_type, "unit": None, "polarity": None, "financial": None}
    target = {"target_type": asks, "target": True}
    is_answered = data_type is not None or asks is terms.TargetType.YES_NO
    for value, expected in ((True, "Green"), (False, "Red")):
        assert colour(value, kpi=kpi, target=target) == (expected if is_answered else "DEFINITION")


def test_all_that_is_missing_is_named_with_its_cells():
    found = rate("95", kpi={"polarity": None, "financial": None})
    assert "Polarity" in found.outcome.sentence
    assert "Financial" in found.outcome.sentence
    assert {used.where.sheet for used in found.outcome.used} == {"KPIs"}


def test_a_missing_target_type_is_named_with_its_cell():
    found = rate("95", target={"target_type": None})
    assert "Target type" in found.outcome.sentence
    assert {used.where.sheet for used in found.outcome.used} == {"Targets"}


def test_missing_decimal_places_rate_the_exact_value_and_say_so():
    found = rate("89.96", kpi={"decimal_places": None})
    assert found.rag is terms.Rag.AMBER
    assert any("Decimal places" in step for step in found.outcome.steps)


def test_a_provisional_value_is_rated_and_marked_unless_the_rule_says_not():
    provisional = terms.ValueStatus.PROVISIONAL
    assert Mark.PROVISIONAL in rate("95", status=provisional).outcome.marks
    rule = {"provisional_values": terms.ProvisionalRule.DO_NOT_RATE}
    assert colour("95", status=provisional, rules=[rule]) == "AWAITING_PUBLICATION"
    assert colour("95", rules=[rule]) == "Green"


def test_without_a_rule_set_provisional_and_old_figures_are_rated_and_marked():
    provisional = rate("95", status=terms.ValueStatus.PROVISIONAL, rules=[])
    assert (provisional.rag, provisional.outcome.marks) == (terms.Rag.GREEN, (Mark.PROVISIONAL,))
    late = make_result("WM-01", "2023/24", 95, received_on=date(2024, 12, 9))
    annual = {
        "frequency": terms.Frequency.ANNUAL,
        "first_period": None,
        "longest_age": "2 quarters",
    }
    stale = rate(results=[late], kpi=annual, rules=[])
    assert (stale.rag, stale.outcome.marks) == (terms.Rag.GREEN, (Mark.NEW, Mark.STALE))


def test_a_suppressed_value_is_rated_for_private_papers_and_marked():
    row = make_result("WM-01", PERIOD, "95", no_data_reason=terms.NoDataReason.SUPPRESSED)
    found = rate(results=[row])
    assert found.rag is terms.Rag.GREEN
    assert Mark.SUPPRESSED in found.outcome.marks


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2024, 11, 30), "Green"),
        (date(2024, 12, 1), "Green"),
        (date(2024, 12, 11), "Amber"),
        (date(2024, 12, 12), "Red"),
    ],
)
def test_a_date_is_met_by_the_day(day, expected):
    target = {
        "target_type": terms.TargetType.DATE,
        "target": date(2024, 12, 1),
        "tolerance": 10,
        "tolerance_basis": UNITS,
    }
    assert colour(day, kpi=DATE, target=target) == expected


def test_a_date_without_tolerance_has_no_amber():
    target = {"target_type": terms.TargetType.DATE, "target": date(2024, 12, 1)}
    assert colour(date(2024, 12, 2), kpi=DATE, target=target) == "Red"


def test_yes_or_no_has_no_amber():
    kpi = {"data_type": terms.DataType.YES_NO, "unit": None, "financial": None, "polarity": None}
    target = {"target_type": terms.TargetType.YES_NO, "target": True}
    assert colour(True, kpi=kpi, target=target) == "Green"
    assert colour(False, kpi=kpi, target=target) == "Red"
    assert colour(False, kpi=kpi, target=target | {"target": False}) == "Green"
    for word, answer in (("Yes", True), ("y", True), ("No", False), (" N ", False)):
        assert colour(word, kpi=kpi, target=target) == ("Green" if answer else "Red")
    assert colour("perhaps", kpi=kpi, target=target) == "DATA_QUALITY"


@pytest.mark.parametrize(
    ("grade", "expected"),
    [
        ("Outstanding", "Green"),
        ("good", "Green"),
        ("Requires improvement", "Red"),
        ("Excellent", "DATA_QUALITY"),
    ],
)
def test_a_grade_is_held_against_the_order(grade, expected):
    assert colour(grade, kpi=GRADES, target={"target": "Good"}) == expected


def test_a_grade_may_have_a_tolerance_in_grades():
    target = {"target": "Good", "tolerance": 1, "tolerance_basis": UNITS}
    assert colour("Requires improvement", kpi=GRADES, target=target) == "Amber"
    assert colour("Inadequate", kpi=GRADES, target=target) == "Red"


def test_a_grade_without_an_order_is_not_rated():
    assert colour("Good", kpi=GRADES | {"grade_order": ()}, target={"target": "Good"}) == (
        "DEFINITION"
    )


def test_exceeding_is_a_mark_on_green_only_where_the_rule_has_it():
    rule = {"exceeding_mark": 10}
    assert Mark.EXCEEDING in rate("99.1", rules=[rule]).outcome.marks
    assert Mark.EXCEEDING not in rate("98.9", rules=[rule]).outcome.marks
    assert Mark.EXCEEDING not in rate("99.1").outcome.marks
    small = rate("1.2", rules=[rule], target={"target": 1})
    assert Mark.EXCEEDING in small.outcome.marks
    assert Mark.EXCEEDING not in rate("1.0", rules=[rule], target={"target": 1}).outcome.marks


@pytest.mark.parametrize("target", [{}, RANGE])
@pytest.mark.parametrize("value", ["see note", date(2024, 12, 31)])
def test_a_result_of_another_kind_is_a_data_quality_problem(value, target):
    assert colour(value, target=target) == "DATA_QUALITY"


@pytest.mark.parametrize(("kpi", "value"), [(GRADES, "Good"), (DATE, date(2024, 12, 31))])
def test_a_range_rates_no_grade_and_no_day(kpi, value):
    assert colour(value, kpi=kpi, target=RANGE) == "DEFINITION"


@pytest.mark.parametrize(
    ("own", "value", "expected"),
    [
        ({"tolerance": 10}, "81", "Amber"),
        ({"tolerance": 10}, "80.9", "Red"),
        ({"tolerance": 0}, "89.9", "Red"),
        ({"tolerance": 3, "tolerance_basis": POINTS}, "87", "Amber"),
        ({"tolerance": 3, "tolerance_basis": POINTS}, "86.9", "Red"),
        ({"tolerance": 3, "tolerance_basis": POINTS, "amber_boundary": 70}, "70", "Amber"),
        ({"amber_boundary": 70}, "69.9", "Red"),
        ({"amber_boundary": 88}, "87.9", "Red"),
    ],
)
def test_the_kpis_own_tolerance_wins_and_an_amber_boundary_over_it(own, value, expected):
    assert colour(value, target=own) == expected


@pytest.mark.parametrize(
    ("basis", "reach", "text"), [(None, 190, "5% of"), (POINTS, 195, "5 ("), (UNITS, 195, "5 (")]
)
def test_the_own_tolerance_of_a_count_is_a_percentage_or_a_number(basis, reach, text):
    """Percentage points of a count are read as units."""
    own = {"target": 200, "tolerance": 5, "tolerance_basis": basis}
    assert colour(reach, kpi=COUNT, target=own) == "Amber"
    assert colour(reach - 1, kpi=COUNT, target=own) == "Red"
    steps = rate(reach, kpi=COUNT, target=own).outcome.steps
    assert any(f"Tolerance: {text}" in step for step in steps)


def test_points_of_a_rule_do_not_fit_a_count():
    """Five percentage points of a count mean nothing: the default takes their place, and says so."""
    rule = {"tolerance": 5, "tolerance_basis": POINTS}
    found = rate("96", kpi=COUNT, target={"target": 100}, rules=[rule])
    assert found.rag is terms.Rag.AMBER
    assert found.outcome.tolerance_basis is terms.ToleranceBasis.RELATIVE
    assert any("points" in step for step in found.outcome.steps)


def test_defaults_serve_without_rules_and_say_so():
    found = rate("85.5", rules=[])
    assert found.rag is terms.Rag.AMBER
    assert found.outcome.rule is None
    assert any("default" in step for step in found.outcome.steps)


def test_every_figure_used_has_its_cell():
    outcome = rate("85.5", before="80").outcome
    assert isinstance(outcome, Rating)
    places = {used.label: used.where for used in outcome.used}
    assert {"result", "target", "tolerance", "polarity", "financial", "decimal places"} <= set(
        places
    )
    assert all(place is not None for place in places.values())
    assert places["result"].sheet == "Results"
    assert outcome.approved


def test_thresholds_begin_at_the_first_printed_value():
    found = {t.rag.value: t.value for t in rate("91").outcome.thresholds}
    assert found == {
        "Green": Decimal("90.0"),
        "Amber": Decimal("85.5"),
        "Red": Decimal("85.4"),
    }
    said = {t.rag.value: t.text for t in rate("91").outcome.thresholds}
    assert said == {
        "Green": "90.0% or above",
        "Amber": "85.5% to 89.9%",
        "Red": "85.4% or below",
    }
    one = rate("20", kpi=COUNT, target={"target": 20}).outcome.thresholds
    assert {t.rag.value: t.text for t in one}["Amber"] == "19"


def test_a_rounded_percentage_never_hides_on_which_side_of_the_tolerance_it_is():
    """5.04% below is not printed as 5% below and outside 5%."""
    kpi = COUNT | {"polarity": LOWER}
    found = rate("10504", kpi=kpi, target={"target": 10000})
    assert found.rag is terms.Rag.RED
    assert "5.04%" in found.outcome.sentence


def test_an_unrated_kpi_still_shows_its_target():
    found = rate()
    assert isinstance(found.outcome, Unrated)
    assert found.outcome.target_text == "90.0%"


def test_the_previous_outcome_is_the_rating_of_the_period_before_by_its_own_rules():
    rules = [{"tolerance": 20}, {"tolerance": 1, "from_period": "2024/25 Q3"}]
    found = rate("80", before="80", rules=rules)
    assert found.rag is terms.Rag.RED
    assert found.previous.rag is terms.Rag.AMBER


def test_a_percentage_in_a_sentence_rounds_halves_up_as_papers_do():
    """37.5 against 40 is 6.25% below: 6.3%, not 6.2%."""
    assert "6.3%" in rate("37.5", target={"target": 40}).outcome.sentence


def test_a_single_all_row_holds_for_financial_kpis_too():
    """The narrowest row that applies wins, and All applies to every KPI."""
    assert rate("91", kpi={"financial": True}, rules=[{"tolerance": 5}]).outcome.tolerance == 5


def test_series_that_the_register_does_not_hold_are_left_out():
    register = make_register(
        [make_kpi("WM-01")], [make_result("WM-01", PERIOD, "91")], [make_target("WM-01")]
    )
    asked = [("WM-01", None), ("WM-99", None)]
    found = rate_named(register, Settings(), parse_period(PERIOD), date(2025, 1, 31), asked)
    assert set(found) == {("WM-01", None)}
