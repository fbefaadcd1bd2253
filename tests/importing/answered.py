"""A workbook of questions as somebody gives it back, made in memory or where it lies."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import openpyxl

from pmf_cli.importing.guesses import Topic
from pmf_cli.importing.questions.answers import (
    ANSWER,
    AS_ASKED,
    KEY,
    LOOKED,
    OF,
    OF_SCORECARD,
    REFERENCE,
)
from pmf_cli.importing.questions.content import Questions, QuestionTab
from pmf_cli.workbook.cells import Book
from tests.make import sheet_of

NAME = "Questions.xlsx"
TO_LOOK_THROUGH = tuple(tab for tab in QuestionTab if tab is not QuestionTab.LEFT)


def look_through(path: Path, *tabs: QuestionTab) -> None:
    """Says Yes at the top of tabs of a workbook of questions; of every tab that asks, where none is named."""
    book = openpyxl.load_workbook(path)
    say_yes(book, *tabs)
    book.save(path)


def say_yes(book: openpyxl.Workbook, *tabs: QuestionTab) -> None:
    """The same in an open workbook."""
    for tab in tabs or TO_LOOK_THROUGH:
        book[tab.value]["D3"] = "Yes"


def answered_book(
    questions: Questions, answers: Mapping[tuple[str, str], str], fingerprints: Iterable[str] = ()
) -> Book:
    """The workbook with every tab looked through, and some answers that differ from the guess.

    Args:
        answers: key of a reading, or reference of a KPI, and the heading of the column → answer.
        fingerprints: of the scorecards that it was asked about.

    Raises:
        AssertionError: something is answered that was not asked.
    """
    left = dict(answers)
    kept = [[OF_SCORECARD, one] for one in fingerprints]
    sheets = []
    for tab, found in questions.tabs.items():
        rows = [[LOOKED, "Yes"], [OF, KEY, ANSWER]]
        for one in found:
            kept.append([one.topic.value, one.key, one.answer])
            rows.append([one.topic.words, one.key, left.pop((one.key, ANSWER), one.answer)])
        sheets.append(sheet_of(NAME, tab.value, rows))
    headings = list(questions.kpis[0].answers) if questions.kpis else []
    rows = [[LOOKED, "Yes"], [REFERENCE, *headings]]
    for kpi in questions.kpis:
        kept += [[Topic.KPI.value, kpi.ref, kpi.answers[heading], heading] for heading in headings]
        told = [left.pop((kpi.ref, heading), kpi.answers[heading]) for heading in headings]
        rows.append([kpi.ref, *told])
    sheets.append(sheet_of(NAME, QuestionTab.KPIS.value, rows))
    sheets.append(sheet_of(NAME, AS_ASKED, kept))
    assert not left, f"not asked: {left}"
    return Book(NAME, tuple(sheets))
