"""Colours that conditional formats give: the council's own ratings where the rule is simple, else said."""

from __future__ import annotations

from pathlib import Path

import pytest
from xlsxwriter import Workbook

from pmf_cli.importing.mapping import ImportMapping
from pmf_cli.importing.plan import ImportPlan, plan_import
from pmf_cli.pipeline.read.scorecard_books import scorecard_book
from pmf_cli.settings import Limits, Settings
from tests.importing.test_painted import judged

HEAD = ["Ref", "KPI", "Target", "Q1 2024/25", "Q2 2024/25"]
ROWS = [["A1", "Calls answered", 80, 81, 62], ["A2", "Homes built", 10, 7, 12]]
COLOURS = {"red": "#FFC7CE", "amber": "#FFEB9C", "green": "#C6EFCE", "grey": "#D9D9D9"}


def imported(
    folder: Path,
    rules: list[tuple[str, str, dict[str, object]]],
    rows: list[list[object]] | None = None,
    head: list[str] | None = None,
) -> ImportPlan:
    """A scorecard with rules: range, colour (empty where it has a scale), the rest as XlsxWriter has it."""
    path = folder / "card.xlsx"
    with Workbook(str(path)) as book:
        sheet = book.add_worksheet("2024-25")
        for number, row in enumerate([head or HEAD, *(rows or ROWS)]):
            for column, value in enumerate(row):
                if value is not None:
                    sheet.write(number, column, value)
        for cells, colour, rule in rules:
            made = {"format": book.add_format({"bg_color": COLOURS[colour]})} if colour else {}
            sheet.conditional_format(cells, {**rule, **made})
    return plan_import([scorecard_book(path, Limits())], ImportMapping(), Settings())


def cell_is(sign: str, value: object) -> dict[str, object]:
    return {"type": "cell", "criteria": sign, "value": value}


BY_TARGET = {
    ("A1", "2024/25 Q1"): "Green",
    ("A1", "2024/25 Q2"): "Red",
    ("A2", "2024/25 Q1"): "Red",
    ("A2", "2024/25 Q2"): "Green",
}


def unread(plan: ImportPlan) -> list[str]:
    return [one.text for one in plan.remarks if "conditional formatting" in one.text]


def test_figures_compared_with_their_target_are_rated_as_shown(tmp_path: Path) -> None:
    plan = imported(
        tmp_path,
        [("D2:E3", "green", cell_is(">=", "=$C2")), ("D2:E3", "red", cell_is("<", "=$C2"))],
    )
    assert judged(plan) == BY_TARGET
    assert not unread(plan)


def test_the_first_rule_that_holds_decides(tmp_path: Path) -> None:
    """A cell between two numbers is amber, though the rule after it would make it red."""
    between = {"type": "cell", "criteria": "between", "minimum": 60, "maximum": 70}
    plan = imported(
        tmp_path,
        [
            ("D2:E3", "amber", between),
            ("D2:E3", "red", cell_is("<", 75)),
            ("D2:E3", "green", cell_is(">=", 75)),
        ],
    )
    assert judged(plan) == {
        ("A1", "2024/25 Q1"): "Green",
        ("A1", "2024/25 Q2"): "Amber",
        ("A2", "2024/25 Q1"): "Red",
        ("A2", "2024/25 Q2"): "Red",
    }


def test_a_blank_cell_under_rag_has_the_colour_of_a_comparison_of_others(tmp_path: Path) -> None:
    plan = imported(
        tmp_path,
        [
            ("E2:E9", "green", {"type": "formula", "criteria": "=$D2>=$C2"}),
            ("E2:E9", "red", {"type": "formula", "criteria": "=$D2<$C2"}),
        ],
        [["A1", "Calls answered", 80, 81], ["A2", "Homes built", 10, 7]],
        ["Ref", "KPI", "Target", "Q1 2024/25", "RAG"],
    )
    assert judged(plan) == {("A1", "2024/25 Q1"): "Green", ("A2", "2024/25 Q1"): "Red"}


def test_texts_that_are_held_or_equal_colour_a_cell(tmp_path: Path) -> None:
    held = {"type": "text", "criteria": "containing", "value": "on"}
    plan = imported(
        tmp_path,
        [("E2:E3", "green", held), ("E2:E3", "red", cell_is("==", '"x"'))],
        [["A1", "Calls answered", 80, 81, "▲"], ["A2", "Homes built", 10, 7, "▲"]],
        ["Ref", "KPI", "Target", "Q1 2024/25", "RAG"],
    )
    assert judged(plan) == {}
    rules = [("E2", "green", cell_is("==", '"▲"')), ("E3", "red", {**held, "value": "▲"})]
    plan = imported(
        tmp_path,
        rules,
        [["A1", "Calls answered", 80, 81, "▲"], ["A2", "Homes built", 10, 7, "▲"]],
        ["Ref", "KPI", "Target", "Q1 2024/25", "RAG"],
    )
    assert judged(plan) == {("A1", "2024/25 Q1"): "Green", ("A2", "2024/25 Q1"): "Red"}


@pytest.mark.parametrize(
    "rule",
    [
        {"type": "3_color_scale"},
        {"type": "icon_set", "icon_style": "3_traffic_lights"},
        {"type": "formula", "criteria": "=AND(D2<$C2,D2>=$C2*0.95)"},
        {"type": "cell", "criteria": ">", "value": "=Other!$C2"},
    ],
)
def test_rules_that_are_not_read_are_said_and_give_no_rating(
    rule: dict[str, object], tmp_path: Path
) -> None:
    by_rule = "" if "icon" in str(rule) or "scale" in str(rule) else "amber"
    plan = imported(
        tmp_path,
        [
            ("D2:E3", by_rule, rule),
            ("D2:E3", "green", cell_is(">=", "=$C2")),
            ("D2:E3", "red", cell_is("<", "=$C2")),
        ],
    )
    assert judged(plan) == {}
    (said,) = unread(plan)
    assert "4 cells" in said
    assert "D2" in said


def test_bars_and_rules_that_fill_nothing_take_no_colour_away(tmp_path: Path) -> None:
    plan = imported(
        tmp_path,
        [
            ("D2:E3", "", {"type": "data_bar"}),
            ("D2:E3", "grey", {"type": "formula", "criteria": "=ISBLANK(D2)"}),
            ("D2:E3", "green", cell_is(">=", "=$C2")),
            ("D2:E3", "red", cell_is("<", "=$C2")),
        ],
    )
    assert judged(plan) == BY_TARGET
    assert not unread(plan)


def test_words_in_place_of_figures_are_coloured_as_excel_does(tmp_path: Path) -> None:
    """Any text is more than any number."""
    rows = [["A1", "Calls answered", 80, "n/a", 62], ["A2", "Homes built", 10, 7, 12]]
    plan = imported(
        tmp_path,
        [("D2:E3", "green", cell_is(">=", "=$C2")), ("D2:E3", "red", cell_is("<", "=$C2"))],
        rows,
    )
    assert judged(plan)["A1", "2024/25 Q1"] == "Green"
