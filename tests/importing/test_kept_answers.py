"""Answers about one scorecard, and what of them holds for the next of its layout."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

import openpyxl
import pytest

from pmf_cli.errors import UsageError
from pmf_cli.importing.mapping import ImportMapping
from pmf_cli.importing.plan import ImportPlan, plan_import
from pmf_cli.importing.questions.answers import answers_in
from pmf_cli.importing.questions.book import questions_book
from pmf_cli.importing.questions.content import QuestionTab, questions_of
from pmf_cli.importing.questions.kept import KeptAnswers, answers_that_fit, form_of
from pmf_cli.settings import Limits, Settings
from pmf_cli.workbook.cells import Book
from pmf_cli.workbook.read import book_of
from tests.importing.answered import say_yes
from tests.make import sheet_of

Rows = Sequence[Sequence[object]]


def read(
    rows: Rows, title: str = "Scorecard 2024/25", mapping: ImportMapping | None = None
) -> ImportPlan:
    """A scorecard's plan."""
    lines = [[title], [], *(list(row) for row in rows)]
    book = Book("card.xlsx", (sheet_of("card.xlsx", "Card", lines),))
    return plan_import([book], mapping or ImportMapping(), Settings())


def answered(plan: ImportPlan, other: Mapping[str, str] | None = None, name: str = "Q") -> Book:
    """The plan's workbook of questions, looked through, with other answers by key."""
    data = questions_book(
        questions_of(plan), fingerprints=[name], command="", made_on=date(2025, 2, 3)
    )
    book = openpyxl.load_workbook(io.BytesIO(data))
    say_yes(book)
    for tab in QuestionTab:
        for row in book[tab.value].iter_rows(min_row=5):
            if (answer := (other or {}).get(str(row[1].value))) is not None:
                row[3].value = answer
    buffer = io.BytesIO()
    book.save(buffer)
    return book_of(f"{name}.xlsx", buffer.getvalue(), Limits())


def kept_for(
    rows: Rows, *books: Book, title: str = "Scorecard 2024/25"
) -> tuple[ImportMapping, KeptAnswers]:
    """What earlier answers settle of another scorecard, by its own guesses too."""
    plan = read(rows, title)
    kept = answers_that_fit(books, plan, {"this one"})
    return kept.for_guesses_of(read(rows, title, kept.answers)), kept


def test_months_and_numbers_are_left_open_in_a_form() -> None:
    """A word that only begins like a month is none."""
    assert form_of("Apr-24") == form_of("May-25") == form_of("apr  24".replace("  ", "-"))
    assert form_of("1 in 4") == form_of("1 in 5")
    assert form_of("Mayor 1") != form_of("June 1")
    assert form_of("Q1 Actual") != form_of("Q1 Target")


HEAD = ["Ref", "Indicator", "Good is", "Target"]
MONTHS = [[*HEAD, "2024-Q1", "2024-Q2"], ["W1", "Bins missed", "Low", 50, 48, 49]]


def test_a_new_column_of_a_form_that_was_confirmed_is_understood() -> None:
    """2024-Q1 may be of the calendar year; what was said of it holds for 2024-Q3."""
    rows = [[*MONTHS[0], "2024-Q3"], [*MONTHS[1], 47]]
    assert any(guess.text == "2024-Q3" for guess in read(rows).doubts)
    said, _ = kept_for(rows, answered(read(MONTHS)))
    assert said.headings["2024-Q3"] == "Value, 2024/25 Q3"
    assert read(rows, mapping=said).doubts == ()


def test_periods_that_were_moved_are_moved_again() -> None:
    """Of the calendar year: 2024-Q1 is January to March, and so is 2025-Q1 a year later."""
    moved = {"2024-Q1": "Value, 2023/24 Q4", "2024-Q2": "Value, 2024/25 Q1"}
    rows = [[*HEAD, "2025-Q1", "2025-Q2"], MONTHS[1]]
    said, _ = kept_for(rows, answered(read(MONTHS), moved), title="Scorecard 2025/26")
    assert said.headings["2025-Q1"] == "Value, 2024/25 Q4"
    assert said.headings["2025-Q2"] == "Value, 2025/26 Q1"


def test_words_of_a_form_hold_and_bare_numbers_do_not() -> None:
    """1 in 4 was confirmed as 25%: 1 in 5 is 20%; another fraction is asked about again."""
    first = [[*HEAD, "Q1"], ["W1", "Residents who feel safe", "High", "1 in 4", "1 in 4"],
             ["W2", "% of calls answered", "High", 90, 0.97]]  # fmt: skip
    later = [[*HEAD, "Q1", "Q2"], ["W1", "Residents who feel safe", "High", "1 in 4", "1 in 4", "1 in 5"],
             ["W2", "% of calls answered", "High", 90, 0.97, 0.5]]  # fmt: skip
    said, _ = kept_for(later, answered(read(first)))
    assert said.values["1 in 5"] == "20 %"
    assert "0.5" not in said.values


def test_a_value_typed_for_one_text_is_not_taken_for_another() -> None:
    """12 was typed for “about 10”: of “about 20” nothing is known, and it is asked."""
    first = [[*HEAD, "Q1"], ["W1", "Bins missed", "Low", 50, "see note 1"]]
    later = [[*HEAD, "Q1", "Q2"], ["W1", "Bins missed", "Low", 50, "see note 1", "see note 2"]]
    said, _ = kept_for(later, answered(read(first), {"see note 1": "12"}))
    assert said.values["see note 1"] == "12"
    assert "see note 2" not in said.values


def test_in_another_year_a_heading_without_a_year_is_read_anew() -> None:
    """Q1 was 2024/25 Q1; under the title of 2025/26 it is not."""
    rows = [[*HEAD, "Q1"], ["W1", "Bins missed", "Low", 50, 48]]
    said, _ = kept_for(rows, answered(read(rows)), title="Scorecard 2025/26")
    plan = read(rows, "Scorecard 2025/26", said)
    assert [str(row.period) for row in plan.results] == ["2025/26 Q1"]


def test_another_layout_takes_no_answers() -> None:
    """Fewer than six in ten headings are of a form that was asked about."""
    rows = [["Code", "Measure", "Unit", "Jun-24"], ["W1", "Bins missed", "number", 48]]
    said, kept = kept_for(rows, answered(read(MONTHS)))
    assert said == ImportMapping()
    assert kept.kpis == frozenset()


def test_another_directorates_scorecard_of_the_layout_is_no_earlier_one() -> None:
    """Its answers hold, but its KPIs are not looked for in this one."""
    rows = [MONTHS[0], ["H1", "Voids", "Low", 20, 21, 22]]
    _, kept = kept_for(rows, answered(read(MONTHS)))
    assert kept.answers.headings["2024-Q1"] == "Value, 2024/25 Q1"
    assert kept.kpis == frozenset()


def test_of_two_workbooks_the_newer_is_right() -> None:
    """And the one about this very scorecard above all."""
    rows = [[*HEAD, "Q1"], ["W1", "Bins missed", "Low", 50, "n/a"]]
    older = answered(read(rows), {"n/a": "Not due this period"}, "b")
    own = answered(read(rows), {"n/a": "Return overdue"}, "this one")
    later, _ = kept_for(rows, own, older)
    assert later.values["n/a"] == "Return overdue"


def test_a_tab_of_another_name_is_refused() -> None:
    """Answers on a tab that somebody renamed would else be passed over without a word."""
    book = answered(read([["Indicator", "Q1"], ["Bins missed", 5]]))
    renamed = tuple(
        replace(one, name="Ours") if one.name == QuestionTab.KPIS else one for one in book.sheets
    )
    with pytest.raises(UsageError, match="Ours"):
        answers_in(replace(book, sheets=renamed))
