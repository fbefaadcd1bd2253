"""What a rating's sentence and its sum say: on which side of which limit, and by how much."""

import pytest

from pmf_cli.settings import Settings
from tests.rag.desk import HIGHER, LOWER, POINTS, date, rate, terms

COUNT = {"data_type": terms.DataType.NUMBER, "unit": "Number", "decimal_places": 0}
DATES = {"data_type": terms.DataType.DATE, "unit": None, "polarity": LOWER}
GRADED = {
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
INCREASE = {"target_type": terms.TargetType.INCREASE, "target": None}
DECREASE = {"target_type": terms.TargetType.DECREASE, "target": None}
MAINTAIN = {"target_type": terms.TargetType.MAINTAIN, "target": None}
BY_DAY = {
    "target_type": terms.TargetType.DATE,
    "target": date(2024, 12, 31),
    "tolerance": 3,
    "tolerance_basis": None,
}
ONE_ALIKE = Settings.model_validate({"rating": {"similar_within": 1}}).rating


def said(value, **over):
    """The sentence without the colour at its end, and the sum in one text."""
    outcome = rate(value, **over).outcome
    return outcome.sentence.rpartition(": ")[0], " ".join(outcome.steps)


@pytest.mark.parametrize(
    ("polarity", "value", "sentence", "step"),
    [
        (HIGHER, "90", "is on the target of 90.0%", "No shortfall."),
        (HIGHER, "90.1", "is above the target of 90.0%", "Better than the target by 0.1 points."),
        (HIGHER, "89.9", "is 0.1% below the target of 90.0%, within the tolerance of 5%", "= 0.1%"),
        (HIGHER, "85.5", "is 5% below the target of 90.0%, exactly at the tolerance of 5%", "= 5%"),
        (HIGHER, "85.4", "is 5.1% below the target of 90.0%, outside the tolerance", "= 5.1%"),
        (LOWER, "90", "is on the target of 90.0%", "No shortfall."),
        (LOWER, "89.9", "is below the target of 90.0% (lower is better)", "by 0.1 points."),
        (LOWER, "94.5", "is 5% above the target of 90.0% (lower is better), exactly at", "= 5%"),
        (LOWER, "94.6", "is 5.1% above the target of 90.0% (lower is better), outside", "94.5%."),
    ],
)
def test_a_value_is_said_to_be_on_its_side_of_target_and_tolerance(polarity, value, sentence, step):
    sentence_said, steps = said(value, kpi={"polarity": polarity})
    assert sentence in sentence_said
    assert step in steps
    assert f"{'higher' if polarity is HIGHER else 'lower'} is better" in steps
    reach = "85.5%" if polarity is HIGHER else "94.5%"
    assert f"which reaches to {reach}." in steps


@pytest.mark.parametrize(
    ("polarity", "boundary", "value", "place"),
    [
        (HIGHER, 88, "88.1", "not beyond"),
        (HIGHER, 88, "88", "exactly at"),
        (HIGHER, 88, "87.9", "beyond"),
        (LOWER, 92, "91.9", "not beyond"),
        (LOWER, 92, "92", "exactly at"),
        (LOWER, 92, "92.1", "beyond"),
    ],
)
def test_the_councils_own_amber_boundary_takes_the_tolerances_place(
    polarity, boundary, value, place
):
    sentence, steps = said(value, kpi={"polarity": polarity}, target={"amber_boundary": boundary})
    assert f", {place} the Amber boundary of {boundary}.0%" in sentence
    assert f"Amber boundary: {boundary}.0%, set for this KPI." in steps
    assert "Tolerance" not in steps


@pytest.mark.parametrize(
    ("value", "first"), [("91.2", "91.2%."), ("91.24", "91.2%, exactly 91.24")]
)
def test_the_exact_value_is_said_where_it_is_not_the_printed_one(value, first):
    step, *_ = rate(value).outcome.steps
    assert step.startswith(f"Result for 2024/25 Q3: {first}")


def test_a_tolerance_in_points_measures_the_gap_in_points():
    sentence, steps = said("88", target={"tolerance": 2, "tolerance_basis": POINTS})
    assert "is 2.0 points below the target of 90.0%, exactly at the tolerance of 2 points" in (
        sentence
    )
    assert "Shortfall: 2.0 points." in steps
    assert "of the target" not in steps


@pytest.mark.parametrize(("value", "side"), [("1", "above"), ("-1", "below")])
def test_a_percentage_of_nothing_leaves_no_tolerance(value, side):
    kpi = COUNT | {"polarity": LOWER if side == "above" else HIGHER}
    sentence, _ = said(value, kpi=kpi, target={"target": 0})
    assert f"1 {side} the target of 0" in sentence
    assert sentence.endswith("and a percentage of 0 leaves no tolerance")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("9.4", "6% below the range's lower edge of 10.0%, outside the tolerance of 5%"),
        ("9.5", "5% below the range's lower edge of 10.0%, exactly at the tolerance of 5%"),
        ("9.9", "1% below the range's lower edge of 10.0%, within the tolerance of 5%"),
        ("10", "within the range of 10.0% to 20.0%"),
        ("20", "within the range of 10.0% to 20.0%"),
        ("20.1", "0.5% above the range's upper edge of 20.0%, within the tolerance of 5%"),
        ("21", "5% above the range's upper edge of 20.0%, exactly at the tolerance of 5%"),
        ("21.1", "5.5% above the range's upper edge of 20.0%, outside the tolerance of 5%"),
    ],
)
def test_a_range_is_said_to_be_left_at_its_nearer_edge(value, expected):
    sentence, steps = said(value, target=RANGE)
    assert sentence.endswith(f"is {expected}")
    assert ("Shortfall" in steps) is ("edge" in expected)


def test_a_range_may_be_a_single_figure():
    both = RANGE | {"range_low": 15, "range_high": 15}
    assert said("15", target=both)[0].endswith("is within the range of 15.0% to 15.0%")


@pytest.mark.parametrize("missing", ["low", "high"])
def test_a_range_without_an_edge_names_the_edge(missing):
    outcome = rate("15", target=RANGE | {f"range_{missing}": None}).outcome
    assert f"Range {missing}" in outcome.sentence
    other = "low" if missing == "high" else "high"
    assert f"Range {other}" not in outcome.sentence


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("120", "is the same as 120 (2024/25 Q2)"),
        ("126", "is 5% above 120 (2024/25 Q2), within the tolerance of 5%"),
        ("114", "is 5% below 120 (2024/25 Q2), within the tolerance of 5%"),
        ("127", "is 5.8% above 120 (2024/25 Q2), up to twice the tolerance of 5%"),
        ("108", "is 10% below 120 (2024/25 Q2), up to twice the tolerance of 5%"),
        ("107", "is 10.8% below 120 (2024/25 Q2), beyond twice the tolerance of 5%"),
    ],
)
def test_what_is_to_be_maintained_is_said_to_be_within_or_beyond_twice(value, expected):
    sentence, steps = said(value, kpi=COUNT, target=MAINTAIN, before="120")
    assert sentence.endswith(expected)
    assert f"Change: {abs(int(value) - 120)}." in steps


def test_a_figure_printed_in_full_is_not_said_to_be_rounded_for_its_comparator():
    """90.0 is the same as 89.96 as printed, and not better for what print leaves away of that."""
    outcome = rate("90", before="89.96", target=INCREASE).outcome
    assert outcome.rag.value == "Amber"
    assert "exact value" not in outcome.sentence
    rounded = rate("90.04", before="90", target=INCREASE).outcome
    assert "The exact value 90.04 would be Green." in rounded.sentence


@pytest.mark.parametrize(
    ("target", "asked"), [(INCREASE, "increase"), (DECREASE, "decrease"), (MAINTAIN, "maintain")]
)
def test_a_direction_without_a_comparator_names_what_is_asked(target, asked):
    outcome = rate("121", kpi=COUNT, target=target).outcome
    assert outcome.reason.name == "NO_COMPARATOR"
    assert f"target is to {asked}, but there is nothing to compare with" in outcome.sentence


def test_the_level_of_the_row_itself_goes_before_the_comparator():
    sentence, steps = said("121", kpi=COUNT, target=MAINTAIN | {"target": 120}, before="200")
    assert "above 120 (the target row)" in sentence
    assert "maintain 120 (the target row)" in steps


@pytest.mark.parametrize(
    ("value", "worse_by", "expected"),
    [
        ("120", 0, "is the same as 120 (2024/25 Q2)"),
        ("119", 1, "counts as the same as 120 (2024/25 Q2)"),
        ("121", -1, "counts as the same as 120 (2024/25 Q2)"),
        ("122", -2, "is better than 120 (2024/25 Q2)"),
        ("118", 2, "is 1.7% worse than 120 (2024/25 Q2), within the tolerance of 5%"),
        ("114", 6, "is 5% worse than 120 (2024/25 Q2), exactly at the tolerance of 5%"),
        ("113", 7, "is 5.8% worse than 120 (2024/25 Q2), outside the tolerance of 5%"),
    ],
)
@pytest.mark.parametrize("target", [INCREASE, DECREASE])
def test_a_direction_is_said_to_be_better_the_same_or_worse(value, worse_by, expected, target):
    """A decrease is the mirror image of an increase around the figure before."""
    is_up = target is INCREASE
    value = value if is_up else str(240 - int(value))
    sentence, steps = said(value, kpi=COUNT, target=target, before="120", rating=ONE_ALIKE)
    assert sentence.endswith(expected)
    word = "unchanged" if worse_by == 0 else "worse" if worse_by > 0 else "better"
    assert f"Change: {abs(worse_by)} " in steps
    assert word in steps
    assert ("counts as the same" in steps) is (abs(worse_by) == 1)
    assert f"which reaches to {114 if is_up else 126}." in steps


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (date(2024, 12, 30), "is before the target of 31/12/2024"),
        (date(2024, 12, 31), "is on the target of 31/12/2024"),
        (date(2025, 1, 1), "is 1 day after the target of 31/12/2024, within the tolerance of 3"),
        (date(2025, 1, 3), "is 3 days after the target of 31/12/2024, exactly at the tolerance"),
        (date(2025, 1, 4), "is 4 days after the target of 31/12/2024, outside the tolerance"),
    ],
)
def test_a_day_is_said_to_be_before_or_after_the_day_asked_for(value, expected):
    sentence, steps = said(value, kpi=DATES, target=BY_DAY)
    assert expected in sentence
    assert "on or before that day" in steps
    assert "reaches to 03/01/2025." in steps
    _, strict = said(value, kpi=DATES, target=BY_DAY | {"tolerance": None})
    assert "Tolerance: 0 days (the target row gives none in days)" in strict


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Outstanding", "is better than the target of Good"),
        ("Good", "is on the target of Good"),
        ("Requires improvement", "is 1 grade worse than the target of Good"),
        ("Inadequate", "is 2 grades worse than the target of Good"),
    ],
)
def test_a_grade_is_said_to_be_better_or_worse(value, expected):
    sentence, steps = said(value, kpi=GRADED, target={"target": "Good"})
    assert sentence.startswith(f"{value} {expected}")
    assert "that grade or a better one" in steps
    assert "Tolerance: 0 grades (the target row gives none in grades)" in steps


@pytest.mark.parametrize(
    ("asked", "given", "expected"),
    [
        (True, True, "The result is Yes, as the target asks: Green."),
        (True, False, "The result is No, where the target is Yes: Red."),
        (False, False, "The result is No, as the target asks: Green."),
        (False, True, "The result is Yes, where the target is No: Red."),
    ],
)
def test_an_answer_is_said_to_be_the_one_asked_for_or_the_other(asked, given, expected):
    answers = {"data_type": terms.DataType.YES_NO, "unit": None}
    outcome = rate(given, kpi=answers, target={"target": asked}).outcome
    assert outcome.sentence == expected
    assert expected in outcome.steps


HAVERING = {"improved_rule": terms.ImprovedRule.HAVERING, "tolerance": 10}
MAINTAINED = {"improved_rule": terms.ImprovedRule.HAVERING_MAINTAINED, "tolerance": 10}
THURROCK = {"improved_rule": terms.ImprovedRule.THURROCK}
NARROW = HAVERING | {"green_tolerance": 5, "at_boundary": terms.Rag.RED}


@pytest.mark.parametrize(
    ("rule", "value", "last_year", "rag", "sentence"),
    [
        (THURROCK, "95", "94", "Amber", "but better than 94.0% in 2023/24 Q3"),
        (THURROCK, "95", "95", "Red", "and no better than 95.0% in 2023/24 Q3"),
        (THURROCK, "95", "96", "Red", "and no better than 96.0% in 2023/24 Q3"),
        (THURROCK, "95", None, "Red", "and there is no improvement to show"),
        (HAVERING, "85", "84", "Amber", "outside the tolerance of 10%, but better than 84.0%"),
        (HAVERING, "89", "84", "Amber", "outside the tolerance of 10%, but better than 84.0%"),
        (NARROW, "89", "84", "Amber", "outside the tolerance of 10%, but better than 84.0%"),
        (NARROW, "90", "84", "Amber", "exactly at the tolerance of 10%, but better than 84.0%"),
        (NARROW, "91", "84", "Amber", ", within the tolerance of 10%: Amber"),
        (NARROW, "91", "92", "Amber", ", within the tolerance of 10%: Amber"),
        (HAVERING, "85", "85", "Red", "outside the tolerance of 10%, and no better than 85.0%"),
        (HAVERING, "85", None, "Red", "tolerance of 10%, and there is no improvement to show"),
        (MAINTAINED, "85", "85", "Amber", "outside the tolerance of 10%, but as good as 85.0%"),
        (MAINTAINED, "85", "84", "Amber", "outside the tolerance of 10%, but better than 84.0%"),
        (MAINTAINED, "85", "86", "Red", "outside the tolerance of 10%, and worse than 86.0%"),
    ],
)
@pytest.mark.parametrize("polarity", [HIGHER, LOWER])
def test_a_scheme_of_improvement_says_how_the_figure_stands_to_last_years(
    rule, value, last_year, rag, sentence, polarity
):
    """Where lower is better, all figures mirrored at the target of 100 have the same colours."""
    if polarity is LOWER:
        for figure in filter(None, (value, last_year)):
            sentence = sentence.replace(f"{figure}.0%", f"{200 - int(figure)}.0%")
        value = str(200 - int(value))
        last_year = last_year and str(200 - int(last_year))
    outcome = rate(
        value,
        kpi={"polarity": polarity},
        target={"target": 100},
        rules=[rule],
        last_year=last_year,
    ).outcome
    assert outcome.rag.value == rag
    assert sentence in outcome.sentence
    what = "improved or maintained" if rule is MAINTAINED else "improved"
    where = "Off target" if rule is THURROCK else "Beyond the tolerance"
    assert f"{where} Amber only if {what} on last year" in " ".join(outcome.steps)


def test_an_amber_boundary_on_the_better_side_of_the_target_leaves_red_below_the_target():
    found = rate("92", target={"amber_boundary": 95}).outcome
    assert found.rag is terms.Rag.GREEN
    red = [each.text for each in found.thresholds if each.rag is terms.Rag.RED]
    assert red == ["89.9% or below"]
