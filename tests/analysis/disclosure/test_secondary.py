"""A reader who subtracts cannot work out a figure that is hidden."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from itertools import product
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pmf_cli.analysis.disclosure.hidden import FigureAt, HiddenFigures, Why, hidden_figures
from pmf_cli.register.periods.text import parse_period
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.supporting import Split
from pmf_cli.register.terms import (
    DataType,
    NoDataReason,
    SmallNumberRule,
    SplitKind,
    TimeBasis,
    YearValue,
)
from tests.make import AS_OF, make_kpi, make_register, make_result

BELOW = 5
WARDS = ("North", "East", "West")
QUARTERS = ("2023/24 Q1", "2023/24 Q2", "2023/24 Q3", "2023/24 Q4")
HALVES = ("2023/24 H1", "2023/24 H2")
YEAR = "2023/24"
At = tuple[str | None, str]
"""A cell: split and period."""


def a_register(cells: Mapping[At, object], **over: Any) -> Register:
    """A public KPI that counts people, with a figure in each cell."""
    counts: dict[str, Any] = {
        "data_type": DataType.NUMBER, "unit": "people", "decimal_places": 0, "public": True,
        "small_number_rule": SmallNumberRule.UNDER_5, "time_basis": TimeBasis.WITHIN,
        "year_value": YearValue.SUM,
    }  # fmt: skip
    rows = [
        make_result("A", period, split=split, **value)
        if isinstance(value, dict)
        else make_result("A", period, value, split=split)
        for (split, period), value in cells.items()
    ]
    splits = tuple(Split(name=name, kind=SplitKind.WARD) for name in WARDS)
    return make_register(
        kpis=(make_kpi("A", **{**counts, **over}),), results=tuple(rows), splits=splits
    )


def key(cell: At) -> FigureAt:
    """A cell as figures that are hidden are named."""
    split, period = cell
    return ("A", split, parse_period(period))


def hidden(cells: Mapping[At, object], known: Collection[At] = (), **over: Any) -> HiddenFigures:
    """What is hidden of such a register."""
    return hidden_figures(a_register(cells, **over), AS_OF, [key(cell) for cell in known])


def names_of(found: HiddenFigures, why: Why) -> set[At]:
    """The cells that a reason hides."""
    return {(split, str(period)) for (_, split, period), one in found.why.items() if one is why}


def table_of(leaves: Mapping[At, int], quarters: Sequence[str]) -> dict[At, int]:
    """Wards by quarters with the whole of each quarter, the year of each ward, and the whole year."""
    cells: dict[At, int] = dict(leaves)
    for quarter in quarters:
        cells[None, quarter] = sum(leaves[ward, quarter] for ward in WARDS)
    for split in (*WARDS, None):
        cells[split, YEAR] = sum(cells[split, quarter] for quarter in quarters)
    return cells


class Attacker:
    """Tries every table of counts that fits all that was ever printed and all that is known of what was not."""

    def __init__(
        self,
        cells: Mapping[At, int],
        unread: Collection[At],
        small: Collection[At],
        quarters: Sequence[str],
    ) -> None:
        self.cells, self.unread, self.small, self.quarters = cells, unread, small, quarters
        self.leaves = [(ward, quarter) for ward in WARDS for quarter in quarters]

    def fits(self, cell: At, value: int) -> bool:
        """Whether a value is what was printed, or may stand in a cell that was not."""
        if cell not in self.unread:
            return value == self.cells[cell]
        if cell in self.small:
            return 1 <= value < BELOW
        return value >= min(self.cells[cell], 1)

    def sums_of(self, chosen: Mapping[At, int]) -> Iterator[tuple[At, int]]:
        """The sums of which the last part was chosen last."""
        if chosen:
            ward, quarter = list(chosen)[-1]
            if quarter == self.quarters[-1]:
                yield (ward, YEAR), sum(chosen[ward, one] for one in self.quarters)
            if ward == WARDS[-1]:
                yield (None, quarter), sum(chosen[one, quarter] for one in WARDS)

    def others(self, chosen: dict[At, int], wanted: At) -> Iterator[int]:
        """What a cell may hold, over all tables."""
        if not all(self.fits(cell, value) for cell, value in self.sums_of(chosen)):
            return
        if len(chosen) == len(self.leaves):
            table = table_of(chosen, self.quarters)
            if all(self.fits(cell, value) for cell, value in table.items()):
                yield table[wanted]
            return
        leaf = self.leaves[len(chosen)]
        own = self.cells[leaf]
        near = sorted(range(max(own - 4, 0), own + 5), key=lambda value: abs(value - own))
        for value in near if leaf in self.unread else [own]:
            if self.fits(leaf, value):
                yield from self.others({**chosen, leaf: value}, wanted)

    def finds_out(self, wanted: At) -> bool:
        """Whether all tables agree on a cell."""
        return all(value == self.cells[wanted] for value in self.others({}, wanted))


LEAVES = st.integers(0, 9)
HALF_YEARLY = st.lists(LEAVES, min_size=6, max_size=6)


@given(HALF_YEARLY, st.lists(st.integers(0, 11), max_size=3))
@example([1, 9, 9, 9, 9, 9], [])
@example([1, 9, 1, 9, 9, 9], [])
@example([4, 4, 4, 4, 4, 4], [0, 1, 2])
def test_no_reader_can_work_out_a_figure_of_few_people(
    values: Sequence[int], told: Sequence[int]
) -> None:
    """From totals, splits, years and what earlier editions printed; the reader knows the threshold and which figures are small."""
    leaves = dict(zip(product(WARDS, HALVES), values, strict=True))
    cells = table_of(leaves, HALVES)
    known = [list(cells)[number] for number in told]
    found = hidden(cells, known)
    small = names_of(found, Why.SMALL)
    assert small == {cell for cell, value in cells.items() if 0 < value < BELOW}
    unread = (small | names_of(found, Why.BESIDE)) - set(known)
    assert not names_of(found, Why.BESIDE) & set(known)
    attacker = Attacker(cells, unread, small, HALVES)
    for cell in small - set(known):
        if key(cell) not in found.found_out:
            assert not attacker.finds_out(cell), (cell, unread)


@given(st.lists(st.integers(5, 9), min_size=6, max_size=6), st.integers(0, 5), st.integers(1, 4))
def test_a_figure_that_cannot_be_kept_is_told_of(values: Sequence[int], at: int, few: int) -> None:
    """Where an earlier edition printed all the others, nothing that is hidden now helps."""
    leaves = dict(zip(product(WARDS, HALVES), values, strict=True))
    small = list(leaves)[at]
    cells = table_of({**leaves, small: few}, HALVES)
    found = hidden(cells, [cell for cell in cells if cell != small])
    assert found.found_out == {key(small)}
    assert not names_of(found, Why.BESIDE)


def test_the_attacker_finds_a_figure_out_where_nothing_is_hidden_beside_it() -> None:
    """The attacker of these tests is no straw man: primary suppression alone does not stop him."""
    leaves = dict.fromkeys(product(WARDS, HALVES), 9) | {("North", HALVES[0]): 3}
    cells = table_of(leaves, HALVES)
    alone = {("North", HALVES[0])}
    assert Attacker(cells, alone, alone, HALVES).finds_out(("North", HALVES[0]))


def test_two_hidden_figures_that_add_up_to_two_are_not_enough() -> None:
    """Each must be one; so a third is hidden."""
    cells: dict[At, object] = {
        (None, YEAR): 12, ("North", YEAR): 1, ("East", YEAR): 1, ("West", YEAR): 10
    }  # fmt: skip
    assert names_of(hidden(cells), Why.BESIDE) == {("West", YEAR)}


def test_the_smallest_part_is_hidden_beside_another_and_no_nought() -> None:
    """A nought hides nothing, and totals are what readers want."""
    cells: dict[At, object] = {
        (None, YEAR): 30, ("North", YEAR): 3, ("East", YEAR): 0, ("West", YEAR): 27
    }  # fmt: skip
    assert names_of(hidden(cells), Why.BESIDE) == {("West", YEAR)}
    del cells["West", YEAR]
    assert names_of(hidden(cells), Why.BESIDE) == {(None, YEAR)}


@pytest.mark.parametrize(
    ("over", "cell", "is_small"),
    [
        ({"numerator": "3", "denominator": "80"}, "North", True),
        ({"numerator": "78", "denominator": "80"}, "North", True),
        ({"numerator": "2", "denominator": "4"}, "North", True),
        ({"value": "2.5", "denominator": "120"}, "North", True),
        ({"numerator": "0", "denominator": "80"}, "North", False),
        ({"numerator": "5", "denominator": "80"}, "North", False),
        ({"numerator": "40", "denominator": "80"}, "North", False),
    ],
)
def test_a_percentage_is_hidden_by_what_stands_behind_it(
    over: dict[str, object], cell: str, is_small: bool
) -> None:
    """Those counted, all the others, or all together may be few; with it goes the numerator of another part."""
    cells: dict[At, object] = {
        (None, YEAR): {"value": "40", "numerator": "200", "denominator": "500"},
        (cell, YEAR): {"value": "10", **over},
        ("East", YEAR): {"value": "40", "numerator": "80", "denominator": "200"},
        ("West", YEAR): {"value": "50", "numerator": "110", "denominator": "220"},
    }
    found = hidden(cells, data_type=DataType.PERCENTAGE, year_value=YearValue.WEIGHTED)
    assert names_of(found, Why.SMALL) == ({(cell, YEAR)} if is_small else set())
    assert names_of(found, Why.BESIDE) == ({("East", YEAR)} if is_small else set())


def test_a_restricted_figure_is_kept_as_one_of_few_people_is() -> None:
    """It could be worked out from the others as well; so could a figure that its source has not published."""
    for mark, why in (
        ({"restricted": True}, Why.RESTRICTED),
        ({"no_data_reason": NoDataReason.SUPPRESSED}, Why.MARKED),
        ({"expected_by": date(2025, 3, 1)}, Why.NOT_YET),
    ):
        cells: dict[At, object] = {
            (None, YEAR): 100, ("North", YEAR): {"value": "40", **mark}, ("East", YEAR): 35, ("West", YEAR): 25
        }  # fmt: skip
        found = hidden(cells, small_number_rule=SmallNumberRule.NONE)
        assert names_of(found, why) == {("North", YEAR)}
        assert names_of(found, Why.BESIDE) == {("West", YEAR)}


def test_a_figure_that_the_register_does_not_hold_is_kept_too() -> None:
    """Its source left it blank, and the total less the other parts would fill it in."""
    cells: dict[At, object] = {
        (None, YEAR): 30,
        ("North", YEAR): {"value": None, "no_data_reason": NoDataReason.SUPPRESSED},
        ("East", YEAR): 12,
        ("West", YEAR): 15,
    }
    assert names_of(hidden(cells), Why.BESIDE) == {("East", YEAR)}


def test_a_small_growth_of_a_year_so_far_is_hidden() -> None:
    """12, then 15: three people in the second quarter, though neither figure is small."""
    cells: dict[At, object] = {
        (None, one): n for one, n in zip(QUARTERS, (12, 15, 30, 41), strict=True)
    }
    found = hidden(cells, time_basis=TimeBasis.CUMULATIVE, year_value=YearValue.LAST)
    assert names_of(found, Why.BESIDE) == {(None, QUARTERS[0])}
    cells[None, QUARTERS[1]] = 20
    assert not hidden(cells, time_basis=TimeBasis.CUMULATIVE, year_value=YearValue.LAST).why


def test_a_year_s_figure_that_repeats_its_last_quarter_is_hidden_with_it() -> None:
    """Of a KPI counted on a day, the year's figure is that of its end."""
    cells: dict[At, object] = {(None, QUARTERS[2]): 30, (None, QUARTERS[3]): 3, (None, YEAR): 3}
    found = hidden(cells, time_basis=TimeBasis.SNAPSHOT, year_value=YearValue.LAST)
    assert names_of(found, Why.SMALL) == {(None, QUARTERS[3]), (None, YEAR)}
    marked = {"value": "30", "restricted": True}
    found = hidden(
        {**cells, (None, QUARTERS[3]): marked, (None, YEAR): 30},
        time_basis=TimeBasis.SNAPSHOT, year_value=YearValue.LAST,
    )  # fmt: skip
    assert names_of(found, Why.BESIDE) == {(None, YEAR)}


def test_years_that_overlap_give_a_small_quarter_away_and_are_hidden() -> None:
    """Before it nobody, and a year later the same years less that quarter: one more of them is hidden."""
    months = ("Mar", "Jun", "Sep", "Dec")
    ends = [f"12 months to {month} {year}" for year in (2022, 2023) for month in months]
    counts = (0, 2, 2, 2, 7, 5, 5, 5)
    cells: dict[At, object] = {(None, end): n for end, n in zip(ends, counts, strict=True)}
    cells[None, "12 months to Jun 2024"] = 0
    cells[None, "12 months to Mar 2024"] = 0
    found = hidden(cells, time_basis=TimeBasis.ROLLING, year_value=YearValue.LAST)
    assert len(names_of(found, Why.SMALL)) == 3
    assert names_of(found, Why.BESIDE)


def test_what_is_not_public_is_not_looked_at() -> None:
    """Nothing of such a KPI is printed, so nothing beside a figure of it need be hidden."""
    cells: dict[At, object] = {(None, YEAR): 30, ("North", YEAR): 3, ("East", YEAR): 27}
    assert not names_of(hidden(cells, public=False), Why.BESIDE)
