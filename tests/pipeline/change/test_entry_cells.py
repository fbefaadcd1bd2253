"""New figures go into their cells of an entry sheet; what such a cell cannot hold becomes a row."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from pmf_cli.pipeline.change.changing import CellChange, Change, changed_cells, unheld_said
from pmf_cli.pipeline.change.entry_cells import entered_results, entered_targets
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.rows import RowSource, SheetPlace
from pmf_cli.register.terms import NoDataReason, TargetType, ValueStatus
from tests.make import make_kpi, make_register, make_result, make_target

ENTRY = SheetPlace(
    "KPI Register.xlsx",
    "Entry sheet",
    {"ref": "A", "2024/25 Q2 Target": "M", "2024/25 Q2 Actual": "N", "2024/25 Q1 Target": "K"},
)


def register() -> Register:
    """A KPI on row 2 of an entry sheet, with a target and a result of the first quarter."""
    kpi = replace(make_kpi("A1"), source=RowSource(ENTRY, 2))
    target = make_target(
        "A1", from_period="2024/25 Q1", target=Decimal(40), target_type=TargetType.VALUE
    )
    held = replace(target, source=RowSource(ENTRY, 2))
    return replace(
        make_register(kpis=[kpi], results=[make_result("A1", "2024/25 Q1", 38)]), targets=(held,)
    )


def test_a_figure_alone_goes_into_its_cell() -> None:
    """Of the KPI's row and the period's column, also where a return brought it."""
    cells, rows = entered_results(register(), [make_result("A1", "2024/25 Q2", 41)])
    assert [(str(one.where), one.value) for one in cells] == [
        ("KPI Register.xlsx, Entry sheet!N2", Decimal(41))
    ]
    assert rows == ()


@pytest.mark.parametrize(
    "one",
    [
        make_result("A1", "2024/25 Q2", 41, numerator=Decimal(41)),
        make_result("A1", "2024/25 Q2", 41, value_status=ValueStatus.PROVISIONAL),
        make_result("A1", "2024/25 Q2", 41, split="North"),
        make_result("A1", "2024/25 Q1", 41),
        make_result("A1", "2024/25 Q3", 41),
        make_result("B2", "2024/25 Q2", 41),
    ],
    ids=["numerator", "status", "split", "held already", "no column", "no such KPI"],
)
def test_what_the_sheet_cannot_hold_needs_a_row(one) -> None:
    """More than the figure, a figure that is there, a column or row that is not."""
    assert entered_results(register(), [one]) == ([], (one,))


@pytest.mark.parametrize("reason", list(NoDataReason))
def test_why_there_is_no_figure_goes_into_its_cell(reason) -> None:
    """In the words by which the sheet is read."""
    one = make_result("A1", "2024/25 Q2", None, no_data_reason=reason)
    cells, rows = entered_results(register(), [one])
    assert [(one.where.cell, one.value) for one in cells] == [("N2", str(reason))]
    assert rows == ()


@pytest.mark.parametrize(
    ("before", "after", "written"),
    [
        (
            {"value": Decimal(40)},
            {"no_data_reason": NoDataReason.SUPPRESSED},
            "Suppressed (small numbers)",
        ),
        ({"no_data_reason": NoDataReason.SUPPRESSED}, {"value": Decimal(40)}, Decimal(40)),
        (
            {"no_data_reason": NoDataReason.NOT_DUE},
            {"no_data_reason": NoDataReason.OVERDUE},
            "Return overdue",
        ),
    ],
    ids=["figure withdrawn", "figure came", "another reason"],
)
def test_a_reason_takes_the_place_of_a_figure_in_its_cell(before, after, written) -> None:
    """Else a figure withdrawn would leave a blank, and its sender would be asked again."""
    place = SheetPlace(
        "KPI Register.xlsx", "Entry sheet", {"kpi_ref": "A", "value": "N", "period": "N"}
    )
    held = replace(make_result("A1", "2024/25 Q2", None, **before), source=RowSource(place, 2))
    said = replace(held, **{"value": None, "no_data_reason": None, **after})
    unheld: list[CellChange] = []
    [change] = changed_cells(held, said, unheld)
    assert (change.where.cell, change.value) == ("N2", written)
    assert unheld == []


def test_what_a_cell_cannot_say_of_a_correction_is_kept_for_the_record() -> None:
    """And told in one sentence."""
    place = SheetPlace(
        "KPI Register.xlsx", "Entry sheet", {"kpi_ref": "A", "value": "N", "period": "N"}
    )
    held = replace(make_result("A1", "2024/25 Q2", 40), source=RowSource(place, 2))
    said = replace(
        held, value=Decimal(30), value_status=ValueStatus.REVISED, replaces="40: counted twice"
    )
    unheld: list[CellChange] = []
    assert [one.value for one in changed_cells(held, said, unheld)] == [Decimal(30)]
    assert [(one.field, one.value) for one in unheld] == [
        ("value_status", "Revised"),
        ("replaces", "40: counted twice"),
    ]
    [sentence] = unheld_said(unheld)
    assert "value status and replaces" in sentence
    assert (
        Change("x", "y", unheld=tuple(unheld)).body({})["unheld"][1]["after"] == "40: counted twice"
    )


def _target(**over):
    return replace(
        make_target("A1", from_period="2024/25 Q2", target=Decimal(45), target_type=TargetType.VALUE),
        **{
            "tolerance": None, "tolerance_basis": None, "target_basis": None, "rationale": None,
            "agreed_by": None, "agreed_on": None, "reviewed_on": None, "to_period": None, **over,
        },
    )  # fmt: skip


def test_a_target_of_the_same_type_goes_into_its_cell() -> None:
    """It holds from its quarter on, as what is typed there does."""
    cells, rows = entered_targets(register(), [_target()])
    assert [(one.where.cell, one.value) for one in cells] == [("M2", Decimal(45))]
    assert rows == ()


@pytest.mark.parametrize(
    "over", [{"target_type": TargetType.RANGE}, {"tolerance": Decimal(3)}, {"split": "North"}]
)
def test_a_target_that_says_more_needs_a_row(over) -> None:
    """Another type than the row's, a tolerance, a split."""
    one = _target(**over)
    assert entered_targets(register(), [one]) == ([], (one,))
