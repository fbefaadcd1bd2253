"""Ratings shown by colour alone: the council's own, said so; decoration is none."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import openpyxl
import pytest
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.colors import Color

from pmf_cli.importing.guesses import Topic
from pmf_cli.importing.mapping import ImportMapping
from pmf_cli.importing.painted import with_ratings_in_words
from pmf_cli.importing.plan import ImportPlan, plan_import
from pmf_cli.pipeline.read.scorecard_books import scorecard_book
from pmf_cli.settings import Limits, Settings
from pmf_cli.workbook.cells import Book, SheetFacts
from pmf_cli.workbook.colours import Fill, colour_named
from tests.make import sheet_of


def planned(rows: list[list[object]], fills: dict[str, str]) -> ImportPlan:
    made = sheet_of("card.xlsx", "2024-25", rows)  # type: ignore[arg-type]
    sheet = replace(made, facts=SheetFacts(fills=MappingProxyType(fills)))
    book = Book("card.xlsx", (with_ratings_in_words(sheet),))
    return plan_import([book], ImportMapping(), Settings())


def judged(plan: ImportPlan) -> dict[tuple[str, str], str]:
    return {(row.kpi_ref, str(row.period)): row.text for row in plan.commentary}


HEAD = ["Ref", "Indicator", "Target", "Q1", "Q2", "RAG"]
ROWS = [HEAD, ["A1", "Missed bins", 40, 31, 62], ["A2", "Homes built", 10, 12, 11]]


def test_a_colour_under_rag_is_the_rating_that_the_council_published() -> None:
    plan = planned(ROWS, {"F2": "red", "F3": "green"})
    assert judged(plan) == {("A1", "2024/25 Q2"): "Red", ("A2", "2024/25 Q2"): "Green"}
    said = {guess.text: guess.why for guess in plan.guesses if guess.topic is Topic.STATUS}
    assert set(said) == {"filled red", "filled green"}
    assert all("council" in why for why in said.values())


def test_a_row_of_one_colour_is_decorated_and_not_rated() -> None:
    assert judged(planned(ROWS, {"A2": "red", "B2": "red", "F2": "red"})) == {}


def test_figures_of_several_colours_are_rated_by_them_each_in_its_period() -> None:
    rows = [row[:5] for row in ROWS]
    fills = {"D2": "green", "E2": "red", "D3": "amber", "E3": "green"}
    assert judged(planned(rows, fills)) == {
        ("A1", "2024/25 Q1"): "Green",
        ("A1", "2024/25 Q2"): "Red",
        ("A2", "2024/25 Q1"): "Amber",
        ("A2", "2024/25 Q2"): "Green",
    }


def test_columns_of_figures_of_one_colour_each_are_decorated() -> None:
    rows = [row[:5] for row in ROWS]
    assert judged(planned(rows, {"D2": "green", "D3": "green", "E2": "amber", "E3": "amber"})) == {}


def test_words_beside_colours_win() -> None:
    rows = [HEAD, ["A1", "Missed bins", 40, 31, 62, "R"]]
    assert judged(planned(rows, {"F2": "green"})) == {("A1", "2024/25 Q2"): "Red"}


def test_colours_are_read_from_a_file_and_one_without_a_heading_is_said(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["KPI", "Q1 2024/25", "RAG", None])
    sheet.append(["Missed bins", 31])
    sheet["C2"].fill = PatternFill("solid", fgColor=Color(theme=9))
    sheet["D2"].fill = PatternFill("solid", fgColor="FFFF0000")
    book.save(tmp_path / "card.xlsx")
    card = scorecard_book(tmp_path / "card.xlsx", Limits())
    plan = plan_import([card], ImportMapping(), Settings())
    assert [row.text for row in plan.commentary] == ["Amber"]
    assert any("D2" in one.text and "C2" not in one.text for one in plan.remarks)


def test_a_dot_is_rated_by_its_own_colour_and_one_without_is_asked(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (["KPI", "Q1 2024/25", "RAG"], ["Missed bins", 31, "●"], ["Homes built", 9, "●"]):
        sheet.append(row)
    sheet["C2"].font = Font(color="FF00B050")
    book.save(tmp_path / "card.xlsx")
    card = scorecard_book(tmp_path / "card.xlsx", Limits())
    plan = plan_import([card], ImportMapping(), Settings())
    assert judged(plan) == {("KPI-001", "2024/25 Q1"): "Green"}
    assert [guess.text for guess in plan.doubts] == ["●"]


@pytest.mark.parametrize(
    ("code", "colour"),
    [
        ("FF0000", Fill.RED),
        ("C00000", Fill.RED),
        ("FFC7CE", Fill.RED),
        ("FFC000", Fill.AMBER),
        ("FFFF00", Fill.AMBER),
        ("FFEB9C", Fill.AMBER),
        ("00B050", Fill.GREEN),
        ("92D050", Fill.GREEN),
        ("C6EFCE", Fill.GREEN),
        ("1F4E78", None),
        ("D9D9D9", None),
        ("FFFFFF", None),
        ("000000", None),
        ("", None),
    ],
)
def test_the_colours_that_excel_offers_are_told_apart(code: str, colour: Fill | None) -> None:
    assert colour_named(code) == colour
