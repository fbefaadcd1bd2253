"""Direction of travel: values and polarity, never ratings."""

from datetime import date

import pytest

from tests.rag.desk import LAST_QUARTER, LOWER, Decimal, RatingSettings, rate, terms

DAYS = {"data_type": terms.DataType.DURATION, "unit": "days", "decimal_places": 0}


@pytest.mark.parametrize(
    ("polarity", "now", "before", "travel", "text"),
    [
        (LOWER, 17, 20, "Improved", "▼ 3 days, better than 2024/25 Q2"),
        (LOWER, 23, 20, "Worsened", "▲ 3 days, worse than 2024/25 Q2"),
        (terms.Polarity.HIGHER, 23, 20, "Improved", "▲ 3 days, better than 2024/25 Q2"),
        (terms.Polarity.HIGHER, 19, 20, "Worsened", "▼ 1 day, worse than 2024/25 Q2"),
        (LOWER, 20, 20, "Similar", "► no change from 2024/25 Q2"),
        (terms.Polarity.NONE, 23, 20, "Rose", "▲ 3 days since 2024/25 Q2"),
        (None, 17, 20, "Fell", "▼ 3 days since 2024/25 Q2"),
    ],
)
def test_the_arrow_is_the_numbers_the_word_says_better_or_worse(
    polarity, now, before, travel, text
):
    tracker = {"target_type": terms.TargetType.TRACKER, "target": None}
    found = rate(now, before=before, kpi=DAYS | {"polarity": polarity}, target=tracker)
    assert (found.direction.travel.value, found.direction.text) == (travel, text)


def test_a_change_in_a_percentage_is_in_points():
    assert "1.2 points" in rate("91.2", before="90").direction.text


def test_unchanged_as_printed_is_similar():
    found = rate("91.04", before="90.96")
    assert found.direction.travel.value == "Similar"
    assert found.direction.change == 0


def test_similar_within_is_a_setting():
    wide = RatingSettings(similar_within=Decimal("0.5"))
    assert rate("90.5", before="90", rating=wide).direction.travel.value == "Similar"
    assert rate("90.6", before="90", rating=wide).direction.travel.value == "Improved"


def test_similar_counts_as_the_same_for_a_direction_target():
    wide = RatingSettings(similar_within=Decimal("0.5"))
    target = {"target_type": terms.TargetType.INCREASE, "target": None}
    assert rate("90.5", before="90", rating=wide, target=target).rag is terms.Rag.AMBER
    assert rate("90.6", before="90", rating=wide, target=target).rag is terms.Rag.GREEN


@pytest.mark.parametrize("polarity", [terms.Polarity.HIGHER, terms.Polarity.LOWER, None])
def test_a_direction_target_says_itself_which_way_is_better(polarity):
    """An increase is an improvement where the target is to increase, whatever the KPI's polarity."""
    for asks, up in ((terms.TargetType.INCREASE, True), (terms.TargetType.DECREASE, False)):
        over = {"kpi": {"polarity": polarity}, "target": {"target_type": asks, "target": None}}
        rose = rate("91", before="90", **over).direction
        fell = rate("89", before="90", **over).direction
        assert rose.travel.value == ("Improved" if up else "Worsened")
        assert fell.travel.value == ("Worsened" if up else "Improved")
        assert (rose.text[0], fell.text[0]) == ("▲", "▼")
        assert ("better than" in rose.text) is up
        assert ("worse than" in fell.text) is up


def test_the_ratings_have_no_say():
    """Red and improved stand side by side."""
    found = rate("60", before="50")
    assert found.rag is terms.Rag.RED
    assert found.direction.travel.value == "Improved"


def test_of_a_range_the_nearer_value_is_better():
    target = {
        "target_type": terms.TargetType.RANGE,
        "target": None,
        "range_low": 10,
        "range_high": 20,
    }
    kpi = {"polarity": terms.Polarity.RANGE}
    assert rate("25", before="30", kpi=kpi, target=target).direction.travel.value == "Improved"
    assert rate("25", before="15", kpi=kpi, target=target).direction.travel.value == "Worsened"
    assert rate("12", before="15", kpi=kpi, target=target).direction.travel.value == "Fell"


def test_grades_and_answers_travel_too():
    grades = {
        "data_type": terms.DataType.GRADE,
        "unit": None,
        "grade_order": ("Outstanding", "Good", "Requires improvement"),
    }
    found = rate("Good", before="Requires improvement", kpi=grades, target={"target": "Good"})
    assert found.direction.travel.value == "Improved"
    assert "1 grade, better" in found.direction.text
    assert found.direction.change is None
    yes_no = {"data_type": terms.DataType.YES_NO, "unit": None, "polarity": None}
    asked = {"target_type": terms.TargetType.YES_NO, "target": True}
    answer = rate(True, before=False, kpi=yes_no, target=asked).direction
    assert answer.travel.value == "Improved"
    assert answer.text == f"▲ changed, better than {LAST_QUARTER}"
    asked["target"] = "perhaps"
    assert rate(True, before=False, kpi=yes_no, target=asked).direction.travel.value == "Rose"


@pytest.mark.parametrize(
    ("value", "before"), [("91", date(2024, 9, 30)), (date(2024, 9, 30), "91")]
)
def test_figures_of_two_kinds_have_no_direction(value, before):
    found = rate(value, before=before).direction
    assert found.travel.value == "No comparator"
    assert "not of one kind" in found.why_none


@pytest.mark.parametrize("polarity", [LOWER, terms.Polarity.HIGHER, None])
def test_an_earlier_date_is_better_whatever_the_polarity(polarity):
    kpi = {"data_type": terms.DataType.DATE, "unit": None, "polarity": polarity}
    asked = {"target_type": terms.TargetType.DATE, "target": date(2024, 12, 1)}
    found = rate(date(2024, 11, 20), before=date(2024, 11, 25), kpi=kpi, target=asked)
    assert found.direction.text == f"▼ 5 days, better than {LAST_QUARTER}"
    assert found.direction.change == -5


@pytest.mark.parametrize("target", [{"target": 90}, {"target": 0}])
def test_a_figure_of_neither_polarity_only_rises_or_falls_whatever_its_target(target):
    kpi = {"polarity": terms.Polarity.NONE}
    assert rate(85, before=80, kpi=kpi, target=target).direction.travel.value == "Rose"
    assert rate(80, before=85, kpi=kpi, target=target).direction.travel.value == "Fell"


def test_the_latest_shown_has_its_direction_even_where_nothing_is_rated():
    from tests.make import make_result

    results = [make_result("WM-01", "2024/25 Q1", "80"), make_result("WM-01", LAST_QUARTER, "85")]
    found = rate(results=results, as_of=date(2025, 3, 1))
    assert found.outcome.reason.name == "OVERDUE"
    assert found.direction.text == "▲ 5.0 points, better than 2024/25 Q1"
