"""Small lines: the target of each period's own time, and words that say what is drawn."""

from __future__ import annotations

from decimal import Decimal

from pmf_cli.register import terms
from pmf_cli.views.base import Spark
from pmf_cli.views.small_line import small_line
from tests.assessed import assessed, quarterly, register_of
from tests.make import make_target

VALUES = ["84", "86", "88", "90", "92"]
TARGETS = [
    make_target("A-1", to_period="2023/24 Q4", target="85"),
    make_target("A-1", from_period="2024/25 Q1"),
]


def line(values, targets=TARGETS, **kpi) -> Spark:
    made, rows = quarterly("A-1", values, **kpi)
    assessment = assessed(register_of((made, rows), targets=targets))
    spark = small_line(assessment, assessment.rating_of["A-1"], 12).spark
    assert spark is not None
    return spark


def decimals(*figures):
    return tuple(None if figure is None else Decimal(figure) for figure in figures)


def test_the_target_of_a_small_line_steps_where_it_was_raised():
    """Each period has the target of its own time, also where no result came."""
    assert line(VALUES).targets == decimals(85, 85, 90, 90, 90)
    gapped = line(["84", None, "88", "90", "92"])
    assert gapped.values == decimals(84, None, 88, 90, 92)
    assert gapped.targets == decimals(85, 85, 90, 90, 90)
    assert gapped.tops == ()


def test_the_words_of_a_small_line_say_span_last_and_target():
    """The KPI's name, first and last figure, over how long, and where the target went."""
    said = line(VALUES, short_name="Calls answered").alt
    assert (
        said
        == "Calls answered: 84.0% to 92.0% over 5 quarters to Oct–Dec 2024; target 85, then 90."
    )
    assert "(1 without a figure)" in line(["84", None, "88", "90", "92"]).alt


def test_a_line_that_fell_is_told_from_its_first_figure_to_its_last():
    """Lowest and highest read like a rise, whatever happened."""
    assert "95.0% to 69.0% over 4 quarters" in line(["95", "60", "99", "69"]).alt


def test_a_range_is_drawn_by_both_its_edges():
    """A range has no single target."""
    row = make_target(
        "A-1", target=None, target_type=terms.TargetType.RANGE, range_low="80", range_high="95"
    )
    spark = line(VALUES, [row], polarity=terms.Polarity.RANGE)
    assert spark.targets == decimals(*[80] * 5)
    assert spark.tops == decimals(*[95] * 5)
    assert "target 80 to 95" in spark.alt


def test_figures_that_add_up_are_told_at_the_same_point_of_each_year():
    """160 in a first quarter and 455 in a third are no growth: the year before is told instead."""
    targets = [
        make_target("A-1", target=600, profile=terms.Profile.OWN, q1=150, q2=250, q3=400, q4=600)
    ]
    over = {
        "data_type": terms.DataType.NUMBER, "unit": "homes", "decimal_places": 0,
        "time_basis": terms.TimeBasis.CUMULATIVE, "year_value": terms.YearValue.LAST,
    }  # fmt: skip
    rising = ["155", "280", "420", "610", "150", "270", "430", "605", "160", "290", "455"]
    spark = line(rising, targets, **over)
    assert "430 in Oct–Dec 2023 to 455 homes in Oct–Dec 2024" in spark.alt
    assert "target 400" in spark.alt
    assert "160" not in spark.alt
    assert spark.targets[-3:] == decimals(150, 250, 400)
    alone = line(rising[-3:], targets, **over).alt
    assert "no figure for the same time of another year" in alone


def test_fewer_than_two_figures_are_words():
    """Nothing is drawn from a single figure, or from none."""
    for values in ([], ["90"]):
        made, rows = quarterly("A-1", values)
        assessment = assessed(register_of((made, rows)))
        entry = small_line(assessment, assessment.rating_of["A-1"], 12)
        assert entry.spark is None
        assert entry.text
