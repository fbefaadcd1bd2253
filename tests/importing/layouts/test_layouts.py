"""Each layout that a scorecard may have: every figure and target comes in under its KPI, from its own cell."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from pmf_cli.importing.layouts.layout import LayoutKind, layout_of
from pmf_cli.importing.mapping import ImportMapping
from pmf_cli.importing.plan import ImportPlan, plan_import
from pmf_cli.settings import Settings
from pmf_cli.workbook.cells import Book
from tests.make import sheet_of

Rows = list[list[object]]


def planned(rows: Rows, mapping: ImportMapping | None = None) -> ImportPlan:
    """The plan for one sheet of plain values."""
    sheet = sheet_of("s.xlsx", "Scorecard 2024-25", rows)  # type: ignore[arg-type]
    return plan_import([Book("s.xlsx", (sheet,))], mapping or ImportMapping(), Settings())


@dataclass(frozen=True)
class Layout:
    """A sheet, and what is in it: KPI and period → figure and its cell; the same for targets."""

    kind: LayoutKind
    rows: Rows
    figures: dict[tuple[str, str], tuple[str, str]]
    targets: dict[tuple[str, str], tuple[str, str]]


NAMES = ("Days to decide", "Repairs in time")
FIGURES = {
    (NAMES[0], "2024/25 Q1"): "11",
    (NAMES[0], "2024/25 Q2"): "12",
    (NAMES[1], "2024/25 Q1"): "91",
    (NAMES[1], "2024/25 Q2"): "88",
}


def at(*cells: str) -> dict[tuple[str, str], tuple[str, str]]:
    """The four figures, each from its cell."""
    return {key: (value, cell) for (key, value), cell in zip(FIGURES.items(), cells, strict=True)}


def aims(days: str, share: str) -> dict[tuple[str, str], tuple[str, str]]:
    """The targets of 15 days and 95% from the first quarter on, each from its cell."""
    first = "2024/25 Q1"
    return {(NAMES[0], first): ("15", days), (NAMES[1], first): ("95", share)}


LAYOUTS = {
    "a KPI a row": Layout(
        LayoutKind.ROWS,
        [["KPI", "Q1", "Q2", "Target"], [NAMES[0], 11, 12, 15], [NAMES[1], "91%", "88%", "95%"]],
        at("B2", "C2", "B3", "C3"), aims("D2", "D3"),
    ),
    "actual above target": Layout(
        LayoutKind.BENEATH,
        [
            ["KPI", None, "Q1", "Q2"],
            [NAMES[0], "Actual", 11, 12], [None, "Target", 15, 15],
            [NAMES[1], "Actual", "91%", "88%"], [None, "Target", "95%", "95%"],
        ],
        at("C2", "D2", "C4", "D4"), aims("C3", "C5"),
    ),
    "target above actual, names in every row": Layout(
        LayoutKind.BENEATH,
        [
            ["KPI", "Measure", "Q1", "Q2"],
            [NAMES[0], "Target", 15, 15], [NAMES[0], "Actual", 11, 12],
            [NAMES[1], "Target", "95%", "95%"], [NAMES[1], "Actual", "91%", "88%"],
        ],
        at("C3", "D3", "C5", "D5"), aims("C2", "C4"),
    ),
    "a block of rows a KPI": Layout(
        LayoutKind.BLOCKS,
        [
            ["Performance 2024/25"],
            [NAMES[0]], [None, "Q1", "Q2"], ["Actual", 11, 12], ["Target", 15, 15], ["RAG", "G", "G"],
            [NAMES[1]], [None, "Q1", "Q2"], ["Actual", "91%", "88%"], ["Target", "95%", "95%"],
        ],
        at("B4", "C4", "B9", "C9"), aims("B5", "B10"),
    ),
    "blocks under one row of periods": Layout(
        LayoutKind.BLOCKS,
        [
            [None, "Q1", "Q2"],
            [NAMES[0]], ["Actual", 11, 12], ["Target", 15, 15],
            [NAMES[1]], ["Actual", "91%", "88%"], ["Target", "95%", "95%"],
        ],
        at("B3", "C3", "B6", "C6"), aims("B4", "B7"),
    ),
    "a list of headings a KPI": Layout(
        LayoutKind.RECORDS,
        [
            ["Indicator", NAMES[0]], ["Target", 15], ["Q1", 11], ["Q2", 12],
            ["Indicator", NAMES[1]], ["Target", "95%"], ["Q1", "91%"], ["Q2", "88%"],
        ],
        at("B3", "B4", "B7", "B8"), aims("B2", "B6"),
    ),
    "periods down": Layout(
        LayoutKind.ACROSS,
        [["Indicator", *NAMES], ["Target", 15, "95%"], ["Q1", 11, "91%"], ["Q2", 12, "88%"]],
        at("B3", "B4", "C3", "C4"), aims("B2", "C2"),
    ),
    "periods down, actual and target across": Layout(
        LayoutKind.ACROSS_BENEATH,
        [
            [None, NAMES[0], None, NAMES[1], None],
            ["Quarter", "Actual", "Target", "Actual", "Target"],
            ["Q1", 11, 15, "91%", "95%"],
            ["Q2", 12, 15, "88%", "95%"],
        ],
        at("B3", "B4", "D3", "D4"), aims("C3", "E3"),
    ),
    "names without a heading": Layout(
        LayoutKind.UNNAMED,
        [[None, "Q1", "Q2", "Target"], [NAMES[0], 11, 12, 15], [NAMES[1], "91%", "88%", "95%"]],
        at("B2", "C2", "B3", "C3"), aims("D2", "D3"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", LAYOUTS)
def test_every_figure_and_target_of_a_layout_comes_in_from_its_own_cell(name: str) -> None:
    layout = LAYOUTS[name]
    plan = planned(layout.rows)
    assert layout_of(sheet_of("s.xlsx", "Scorecard 2024-25", layout.rows)).kind is layout.kind  # type: ignore[arg-type]
    names = {kpi.ref: kpi.name or "" for kpi in plan.kpis}
    assert {
        (names[row.kpi_ref], str(row.period)): (str(row.value), row.source.at("value").cell)
        for row in plan.results
    } == layout.figures
    assert {
        (names[row.kpi_ref], str(row.from_period)): (str(row.target), row.source.at("target").cell)
        for row in plan.targets
    } == layout.targets
    assert not [one for one in plan.left_out if one.text.strip("%").isdigit()]


def test_several_measures_a_row_are_a_kpi_each_for_each_service() -> None:
    """Two services with two measures and a target: four KPIs, asked about before they are taken in."""
    plan = planned(
        [
            [
                "Service",
                "Month",
                "Calls answered % Actual",
                "Calls answered % Target",
                "Complaints",
            ],
            ["Waste", "Apr-24", "97%", "90%", 27],
            ["Housing", "Apr-24", "98%", "90%", 28],
        ]
    )
    names = {kpi.ref: kpi.name for kpi in plan.kpis}
    assert {(names[row.kpi_ref], str(row.value)) for row in plan.results} == {
        ("Waste: Calls answered %", "97"), ("Waste: Complaints", "27"),
        ("Housing: Calls answered %", "98"), ("Housing: Complaints", "28"),
    }  # fmt: skip
    assert {(names[row.kpi_ref], str(row.target)) for row in plan.targets} == {
        ("Waste: Calls answered %", "90"), ("Housing: Calls answered %", "90"),
    }  # fmt: skip
    assert [guess.meaning for guess in plan.doubts] == [LayoutKind.SEVERAL.value]


def test_a_table_that_counts_ratings_is_no_table_of_kpis() -> None:
    """Directorates with their Reds and Greens: a question, and no KPI is made of them."""
    plan = planned(
        [["Directorate", "Green", "Amber", "Red"], ["People", 3, 1, 1], ["Place", 2, 1, 2]]
    )
    assert plan.kpis == ()
    assert plan.doubts


def test_a_layout_that_somebody_named_is_no_question_any_more() -> None:
    rows: Rows = [[None, "Q1", "Q2"], [NAMES[0], 11, 12]]
    said = ImportMapping(layouts={"Scorecard 2024-25": LayoutKind.UNNAMED.value})
    assert [guess.meaning for guess in planned(rows).doubts] == [LayoutKind.UNNAMED.value]
    assert planned(rows, said).doubts == ()


def test_a_layout_that_a_tab_has_not_stays_a_question() -> None:
    said = ImportMapping(layouts={"Scorecard 2024-25": LayoutKind.BLOCKS.value})
    rows: Rows = [["KPI", "Q1", "Q2"], [NAMES[0], 11, 12]]
    assert [guess.topic.words for guess in planned(rows, said).doubts] == ["Layout"]
