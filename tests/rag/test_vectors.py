"""The test vectors of the rating rules: 5%, relative, on the value as printed."""

import pytest

from tests.rag.desk import LOWER, POINTS, colour, terms

DAYS = {
    "data_type": terms.DataType.DURATION,
    "unit": "days",
    "decimal_places": 1,
    "polarity": LOWER,
}
POUNDS = {
    "data_type": terms.DataType.MONEY,
    "unit": "£k",
    "decimal_places": 0,
    "financial": True,
    "plausible_max": None,
}
FAMILIES = {
    "data_type": terms.DataType.NUMBER,
    "unit": "families",
    "decimal_places": 0,
    "polarity": LOWER,
}
DECREASE = {"target_type": terms.TargetType.DECREASE, "target": None}
FIVE_POINTS = {"target": 50, "tolerance": 5, "tolerance_basis": POINTS}


@pytest.mark.parametrize(
    ("value", "expected"),
    [("90.0", "Green"), ("89.9", "Amber"), ("85.5", "Amber"), ("85.4", "Red")],
)
def test_ninety_per_cent_higher_is_better(value, expected):
    assert colour(value, target={"target": 90}) == expected


@pytest.mark.parametrize(("value", "expected"), [("20", "Green"), ("21", "Amber"), ("21.1", "Red")])
def test_twenty_days_lower_is_better(value, expected):
    assert colour(value, kpi=DAYS, target={"target": 20}) == expected


@pytest.mark.parametrize(
    ("value", "expected"), [("1000", "Green"), ("900", "Amber"), ("899", "Red")]
)
@pytest.mark.parametrize("rules", [None, []], ids=["rule set", "defaults"])
def test_a_thousand_pounds_financial_has_ten_per_cent(value, expected, rules):
    assert colour(value, kpi=POUNDS, target={"target": 1000}, rules=rules) == expected


@pytest.mark.parametrize(
    ("value", "expected"), [("118", "Green"), ("120", "Amber"), ("123", "Amber"), ("127", "Red")]
)
def test_decrease_from_a_comparator_of_120(value, expected):
    assert colour(value, kpi=FAMILIES, target=DECREASE, before="120") == expected


@pytest.mark.parametrize(("value", "expected"), [("0", "Green"), ("1", "Red")])
def test_a_target_of_no_families(value, expected):
    assert colour(value, kpi=FAMILIES, target={"target": 0}) == expected


def test_five_points_make_46_of_50_amber_where_five_per_cent_make_it_red():
    kpi = {"decimal_places": 0}
    assert colour("46", kpi=kpi, target=FIVE_POINTS) == "Amber"
    assert colour("46", kpi=kpi, target={"target": 50}) == "Red"
