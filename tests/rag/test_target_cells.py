"""Each figure of a target is named with a cell that holds that very figure."""

from decimal import Decimal

import pytest

from pmf_cli.rag.target_cells import target_cell, target_used_of
from pmf_cli.register.terms import DataType, Profile, TargetType, TimeBasis, YearValue
from tests.make import PERIOD, make_result
from tests.rag.desk import rate

A_SUM = {
    "data_type": DataType.NUMBER,
    "time_basis": TimeBasis.CUMULATIVE,
    "year_value": YearValue.LAST,
    "unit": "number",
    "decimal_places": 0,
}
NO_FIGURE = {"target": None, "range_low": None, "range_high": None}


def named(**over):
    """(label, text, heading of the cell's column) of each figure of the target."""
    found = rate(60, kpi=A_SUM, **over)
    row, made = found.target_row, target_used_of(found)
    columns = {
        row.source.at(field): field
        for field in ("target", "target_type", "range_low", "range_high", "q3")
    }
    return [(one.label, one.text, columns.get(one.where)) for one in made]


def test_a_share_of_the_years_target_tells_the_years_figure_too() -> None:
    """The cell holds 80, so the words beside it say 80 and not only 60."""
    assert named(target={"target": Decimal(80), "profile": Profile.EVEN}) == [
        ("target", "60, worked out from 80", "target")
    ]


def test_an_own_profile_stands_in_its_own_cell() -> None:
    target = {"target": Decimal(80), "profile": Profile.OWN, "q3": Decimal(45)}
    assert named(target=target) == [("target", "45", "q3")]


def test_last_years_share_names_last_years_results() -> None:
    earlier = [
        make_result("WM-01", f"2023/24 Q{number}", value)
        for number, value in ((1, 10), (2, 20), (3, 30), (4, 40))
    ]
    found = rate(
        60, kpi=A_SUM, target={"target": 80, "profile": Profile.LAST_YEAR}, results=earlier
    )
    figures = [(one.label, one.text) for one in target_used_of(found)]
    assert figures == [
        ("target", "60, worked out from 80"),
        ("last year", "30 for 2023/24 Q3"),
        ("last year", "40 for 2023/24 Q4"),
    ]


@pytest.mark.parametrize(
    "kind",
    [TargetType.TRACKER, TargetType.TO_BE_AGREED, TargetType.INCREASE, TargetType.DECREASE],
)
def test_a_target_without_a_figure_stands_where_its_type_is_given(kind: TargetType) -> None:
    """Also where nothing is rated: an empty cell explains nothing."""
    assert named(target={"target_type": kind, **NO_FIGURE}) == [
        ("target", str(kind), "target_type")
    ]


def test_a_range_without_a_result_still_names_both_edges() -> None:
    found = rate(
        None,
        target={"target_type": TargetType.RANGE, "range_low": 40, "range_high": 60, "target": None},
        results=[make_result("WM-01", "2024/25 Q1", 50)],
    )
    assert found.rag is None
    assert [one.label for one in target_used_of(found)] == ["range low", "range high"]
    assert target_cell(found) == found.target_row.source.at("range_low")
    assert str(found.period) == PERIOD


def test_a_target_that_cannot_be_held_against_the_period_is_named_as_it_stands() -> None:
    """80% of the year is no target for its first three quarters until a profile is given."""
    found = rate(60, kpi={"time_basis": TimeBasis.CUMULATIVE}, target={"target": 80})
    assert found.rag is None
    where = found.target_row.source.at("target")
    assert [(one.label, one.text, one.where) for one in target_used_of(found)] == [
        ("target", "80.0%", where)
    ]
