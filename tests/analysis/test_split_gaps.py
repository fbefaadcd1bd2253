"""Parts beside what they are compared with: which lie behind, whether that grows, and what says nothing."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from pmf_cli.analysis.split_gaps import PartGap, part_gaps, widest
from pmf_cli.register.sheets.supporting import Split
from pmf_cli.register.terms import DataType, Frequency, Polarity, SplitKind
from pmf_cli.views.lists.splits import gap_words, splits_listing
from tests.assessed import assessed
from tests.make import make_kpi, make_register, make_result, make_target

YEARS = ("2022/23", "2023/24")


def split(name: str, **over: Any) -> Split:
    return Split(**({"name": name, "kind": SplitKind.WARD, "gap_compared_with": "Whole"} | over))


def gaps_of(
    figures: dict[str | None, tuple[object, object]],
    splits: list[Split] | None = None,
    denominators: dict[str, int] | None = None,
    **kpi: Any,
) -> dict[str, PartGap]:
    """The gaps of a yearly KPI by part, from the figures of two years of the whole (``None``) and its parts."""
    one = make_kpi("K-1", **({"frequency": Frequency.ANNUAL, "numerator_label": None} | kpi))
    results = [
        make_result("K-1", year, value, split=name, denominator=(denominators or {}).get(str(name)))
        for name, values in figures.items()
        for year, value in zip(YEARS, values, strict=True)
        if value is not None
    ]
    rows = splits if splits is not None else [split(name) for name in figures if name]
    register = make_register([one], results, [make_target("K-1", target=50)], splits=rows)
    assessment = assessed(register, period="2023/24 Q4")
    return {gap.name: gap for gap in part_gaps(assessment, assessment.ratings)}


def test_a_part_is_behind_by_polarity_and_loses_ground_where_the_gap_grew():
    figures: dict[str | None, tuple[object, object]] = {
        None: (60, 60),
        "A": (58, 52),
        "B": (70, 75),
    }
    higher = gaps_of(figures, polarity=Polarity.HIGHER)
    assert (higher["A"].gap.better_by, higher["A"].widens) == (Decimal(-8), True)  # type: ignore[union-attr]
    assert (higher["B"].gap.better_by, higher["B"].widens) == (Decimal(15), False)  # type: ignore[union-attr]
    assert gap_words(higher["A"]).endswith("a wider gap.")
    assert gap_words(higher["B"]).endswith("further ahead.")
    lower = gaps_of(figures, polarity=Polarity.LOWER)
    assert (lower["A"].gap.better_by, lower["A"].widens) == (Decimal(8), False)  # type: ignore[union-attr]
    assert [one.name for one in widest(tuple(lower.values()))] == ["B"]


@pytest.mark.parametrize(
    ("then", "now", "widens"),
    [(50, "49.1", None), (50, "48.8", True), (50, "51.2", False)],
)
def test_a_gap_is_about_the_same_while_it_changes_by_no_more_than_a_tenth(then, now, widens):
    gap = gaps_of({None: (60, 60), "A": (then, now)}, polarity=Polarity.HIGHER)["A"]
    assert gap.widens is widens
    assert gap_words(gap).endswith("about the same.") is (widens is None)


def test_of_years_that_overlap_nobody_is_told_what_became_of_the_gap():
    """2022 to 2024 shares two years with 2021 to 2023."""
    one = make_kpi("K-1", frequency=Frequency.ANNUAL, polarity=Polarity.HIGHER)
    results = [
        make_result("K-1", period, value, split=name)
        for period, whole, part in (("2020 to 2022", 60, 61), ("2021 to 2023", 60, 59))
        for name, value in ((None, whole), ("A", part))
    ]
    register = make_register([one], results, [make_target("K-1", target=50)], splits=[split("A")])
    assessment = assessed(register, period="2023/24 Q4")
    (gap,) = part_gaps(assessment, assessment.ratings)
    assert gap.widens is None
    assert gap_words(gap).endswith("of some of the same years.")


def test_a_part_is_compared_with_the_one_that_its_row_names():
    """The most deprived tenth with the least deprived, as the report does."""
    rows = [split("Poor", gap_compared_with="Rich"), split("Rich", gap_compared_with="Poor")]
    gaps = gaps_of({None: (60, 60), "Poor": (50, 50), "Rich": (80, 80)}, rows)
    assert gaps["Poor"].against == "Rich"
    assert gaps["Poor"].gap is not None and gaps["Poor"].gap.difference == Decimal(-30)


def test_counts_that_add_up_say_nothing_beside_the_whole():
    gaps = gaps_of(
        {None: (60, 60), "A": (10, 10)}, data_type=DataType.NUMBER, denominator_label=None
    )
    assert gaps["A"].gap is None and gap_words(gaps["A"]) == "Not compared."
    assert widest(tuple(gaps.values())) == ()


def test_a_figure_of_few_people_is_shown_and_never_flagged():
    rows = [split("A", smallest_denominator=20), split("B")]
    gaps = gaps_of(
        {None: (60, 60), "A": (60, 10), "B": (60, 55)}, rows, {"A": 12}, polarity=Polarity.HIGHER
    )
    assert gaps["A"].is_small and gaps["A"].gap is not None
    assert [one.name for one in widest(tuple(gaps.values()))] == ["B"]


def test_where_no_way_is_better_nobody_is_ahead_or_behind():
    gaps = gaps_of({None: (60, 60), "A": (58, 52)}, polarity=Polarity.NONE)
    assert gaps["A"].widens is None
    assert "neither way" in gap_words(gaps["A"])


def test_without_figures_before_only_the_gap_is_told():
    gaps = gaps_of({None: (None, 60), "A": (None, 52)}, polarity=Polarity.HIGHER)
    assert gaps["A"].before is None and gaps["A"].widens is None
    assert gap_words(gaps["A"]).count(";") == 0


def test_a_part_that_a_good_whole_hides_is_marked():
    gaps = gaps_of({None: (60, 60), "A": (30, 30), "B": (70, 70)}, polarity=Polarity.HIGHER)
    assert (gaps["A"].is_masked, gaps["B"].is_masked) == (True, False)


@pytest.mark.parametrize(
    ("area", "with_all", "names"), [("", False, ["A"]), ("B", False, ["B"]), ("", True, ["A", "B"])]
)
def test_the_list_has_the_widest_gaps_one_area_or_all(area: str, with_all: bool, names: list[str]):
    one = make_kpi(
        "K-1", frequency=Frequency.ANNUAL, numerator_label=None, polarity=Polarity.HIGHER
    )
    results = [
        make_result("K-1", "2023/24", value, split=name)
        for name, value in ((None, 60), ("A", 50), ("B", 70))
    ]
    register = make_register([one], results, [make_target("K-1")], splits=[split("A"), split("B")])
    assessment = assessed(register, period="2023/24 Q4")
    listing = splits_listing(assessment, assessment.ratings, area, with_all=with_all)
    assert [item["part"] for item in listing.items] == names
    assert listing.counts["parts"] == 2
