"""Headings that count a plan's years: one question for the tab, which year is Year 1."""

from __future__ import annotations

from pmf_cli.importing.guesses import Topic
from pmf_cli.importing.mapping import ImportMapping, MappedSheet
from pmf_cli.importing.plan import ImportPlan, plan_import
from pmf_cli.importing.questions.answers import answers_in
from pmf_cli.importing.questions.content import questions_of
from pmf_cli.settings import Settings
from pmf_cli.workbook.cells import Book
from tests.importing.answered import answered_book
from tests.importing.test_meaning import targets
from tests.make import sheet_of

ROWS = [
    ["Ref", "KPI", "Year 1 target", "Target Yr 2", "Y3 Target", "Q1 2024/25"],
    ["A1", "% of calls answered", "80%", "82%", "85%", "81%"],
    ["A2", "Homes built", "100", "120", "140", "24"],
]
KEY = "Plan: plan"


def plan(title: str = "", answers: ImportMapping | None = None) -> ImportPlan:
    rows = [[title], *ROWS] if title else ROWS
    book = Book("card.xlsx", (sheet_of("card.xlsx", "Plan", [list(row) for row in rows]),))
    return plan_import([book], answers or ImportMapping(), Settings())


def own(made: ImportPlan) -> dict[tuple[str, str], str]:
    return {key: words for key, words in targets(made).items() if key[0] == "A1"}


def test_which_year_is_year_1_is_one_question_for_the_tab() -> None:
    made = plan()
    assert [(one.topic, one.meaning) for one in made.doubts] == [(Topic.SHEET, "plan not known")]
    assert "which year is Year 1" in made.doubts[0].why
    assert not made.targets
    assert {"C2", "D2", "E2"} <= {one.where.cell for one in made.left_out}
    said = answers_in(answered_book(questions_of(made), {(KEY, "Read as"): "plan begins 2023/24"}))
    again = plan("", said)
    assert not again.doubts
    assert own(again) == {
        ("A1", "2023/24"): "Value 80",
        ("A1", "2024/25"): "Value 82",
        ("A1", "2025/26"): "Value 85",
    }


def test_a_plans_own_years_are_the_guess_and_still_asked() -> None:
    made = plan("Council Plan 2024-28")
    assert [one.meaning for one in made.doubts] == ["plan begins 2024/25"]
    assert own(made)["A1", "2026/27"] == "Value 85"
    assert not plan("Council Plan 2024-28", made.without_doubts).targets
    looked = answers_in(answered_book(questions_of(made), {}))
    assert own(plan("Council Plan 2024-28", looked)) == own(made)
    assert not plan("Council Plan 2024-28", looked).doubts


def test_an_answer_without_a_year_is_asked_again() -> None:
    made = plan("", ImportMapping(sheets={"Plan": MappedSheet(plan="soon")}))
    assert ["names no year" in one.why for one in made.doubts] == [True]


def test_a_heading_that_names_its_year_too_needs_no_question() -> None:
    rows = [["Ref", "KPI", "Year 1 (2024/25) target", "Q1 2024/25"], ["A1", "Calls", "80", "81"]]
    book = Book("card.xlsx", (sheet_of("card.xlsx", "Plan", [list(row) for row in rows]),))
    made = plan_import([book], ImportMapping(), Settings())
    assert not made.doubts
    assert targets(made) == {("A1", "2024/25"): "Value 80"}


def test_what_is_left_out_of_a_tab_takes_nothing_of_what_is_answered_of_it() -> None:
    """Its year stays answered while Year 1 is asked about."""
    said = MappedSheet(year="2024/25", directorate="People")
    left = MappedSheet(plan="leave out")
    both = ImportMapping(sheets={"Plan": said}).with_answers(ImportMapping(sheets={"Plan": left}))
    assert both.sheets["Plan"] == MappedSheet(
        year="2024/25", directorate="People", plan="leave out"
    )


def test_a_tab_of_which_something_is_said_is_no_more_left_out() -> None:
    out = ImportMapping(sheets={"Plan": MappedSheet(leave_out=True)})
    again = out.with_answers(ImportMapping(sheets={"Plan": MappedSheet(year="2024/25")}))
    assert again.sheets["Plan"] == MappedSheet(year="2024/25")
    assert out.with_answers(ImportMapping()).sheets["Plan"].leave_out
