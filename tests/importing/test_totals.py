"""Rows that sum, average or count others are no KPIs, and are named with what could be done."""

from __future__ import annotations

import pytest

from pmf_cli.importing.left_out import left_together
from pmf_cli.importing.mapping import ImportMapping
from pmf_cli.importing.plan import ImportPlan, plan_import
from pmf_cli.importing.sections import Sections
from pmf_cli.importing.totals import is_total
from pmf_cli.settings import Settings
from pmf_cli.workbook.cells import Book
from tests.make import sheet_of


def planned(rows: list[list[object]]) -> ImportPlan:
    book = Book("card.csv", (sheet_of("card.csv", "2024-25", rows),))  # type: ignore[arg-type]
    return plan_import([book], ImportMapping(), Settings())


@pytest.mark.parametrize(
    "name",
    [
        "Total", "TOTALS", "Sub-total", "Grand total", "Average", "Overall average", "Average for all KPIs",
        "Total KPIs", "Housing total", "Total: Housing", "Average - Housing", "Green", "No. of Red KPIs",
        "Number of indicators green", "KPIs on target", "Total: Vol.",
    ],
)  # fmt: skip
def test_a_sum_average_or_count_is_no_kpi(name: str) -> None:
    assert is_total(name, Sections("Housing"))


@pytest.mark.parametrize(
    "name",
    [
        "Total recorded crime", "Average time to relet a home", "Total tonnage of waste", "Green spaces with an award",
        "Average days lost", "Red routes cleared", "Total housing completions", "Number of complaints", "Mean gender pay gap",
    ],
)  # fmt: skip
def test_a_name_with_words_of_its_own_is_a_kpi(name: str) -> None:
    assert not is_total(name, Sections("Housing"))


def test_totals_are_named_together_with_what_could_be_done() -> None:
    head = ["Ref", "Indicator", "Q1", "Q2"]
    body = [
        ["Housing"],
        ["A1", "Lets", 5, 6],
        [None, "Total", 5, 6],
        ["People"],
        ["B1", "Visits", 7, 8],
    ]
    plan = planned([head, *body, [None, "Average", 6, 7], ["T1", "Total", 12, 14]])
    assert [kpi.ref for kpi in plan.kpis] == ["A1", "B1", "T1"]
    assert not plan.doubts
    (told,) = left_together(plan.left_out)
    assert (told.count, told.cells) == (6, "B4:D4, B7:D7")
    assert "total" in told.why
    assert told.cure


def test_what_is_left_for_one_cause_is_one_line_however_many_cells_it_is() -> None:
    rows: list[list[object]] = [["Indicator", "Direction of travel", "Q1"]]
    rows += [[f"KPI about thing {number}", "up", number] for number in range(200)]
    (told,) = left_together(planned(rows).left_out)
    assert (told.count, told.texts) == (200, "up")
