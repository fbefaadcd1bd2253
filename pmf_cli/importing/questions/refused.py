"""Answers that cannot be used, each at its cell of the workbook of questions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pmf_cli.findings import CellRef
from pmf_cli.frozen import frozen
from pmf_cli.importing.guesses import LEAVE_OUT, Topic, headings_shared
from pmf_cli.importing.mapping import ImportMapping
from pmf_cli.importing.plan import ImportPlan
from pmf_cli.importing.questions.answers import (
    ANSWER,
    KEY,
    OF,
    REFERENCE,
    asked_then,
    rows_asked,
    why_unusable,
)
from pmf_cli.importing.questions.content import QuestionTab
from pmf_cli.importing.why_left import NO_FIGURE, NO_TARGET, OTHER_UNIT
from pmf_cli.workbook.cells import Book, Sheet

_NOT_TAKEN = {one.cause for one in (NO_FIGURE, NO_TARGET, OTHER_UNIT)}
"""Causes for which a cell is left out although its words are answered."""
_OF_OTHER_FORM = (Topic.SHEET, Topic.KPI, Topic.SAME)
"""Topics whose answers are no words for one text."""
_OF_FIGURES = (Topic.VALUE, Topic.TARGET)


@frozen
class RefusedAnswer:
    """An answer that cannot be used.

    Attributes:
        where: its cell in the workbook of questions.
        key: what it answers: topic and key, or reference of a KPI and heading.
        why: why not, as part of a sentence.
    """

    where: CellRef
    key: tuple[str, str]
    answer: str
    why: str

    @property
    def words(self) -> str:
        """It as it is told."""
        return f"{self.where}: the answer “{self.answer}” cannot be used: {self.why.rstrip('.')}."


def refused_answers(
    book: Book, plan: ImportPlan, answers: ImportMapping
) -> tuple[RefusedAnswer, ...]:
    """The answers of a workbook that a plan made with them could not use.

    Args:
        answers: everything that was answered.
    """
    told = (*_not_understood(plan), *_not_taken(plan))
    why = {(topic.value, key): words for topic, key, words in told if answers.settled(topic, key)}
    return tuple(one for sheet in book.sheets for one in _refused_in(sheet, book, why))


def _refused_in(
    sheet: Sheet, book: Book, why: Mapping[tuple[str, str], str]
) -> Iterator[RefusedAnswer]:
    if sheet.name == QuestionTab.KPIS:
        yield from _refused_facts(sheet, book)
    elif sheet.name in {tab.value for tab in QuestionTab}:
        topics = {topic.words: topic.value for topic in Topic}
        for row in rows_asked(sheet, KEY)[1]:
            if not {OF, KEY, ANSWER} <= row.keys():
                continue
            key = topics.get(row[OF][0], ""), row[KEY][0]
            answer, where = row[ANSWER]
            if key in why and answer.casefold() != LEAVE_OUT:
                yield RefusedAnswer(where, key, answer, why[key])


def _refused_facts(sheet: Sheet, book: Book) -> Iterator[RefusedAnswer]:
    asked = asked_then(book)
    for row in rows_asked(sheet, REFERENCE)[1]:
        ref = row.get(REFERENCE, ("", None))[0]
        for heading, (answer, where) in row.items():
            is_asked = asked is not None and (ref, heading) in asked.kpis
            if is_asked and answer and (why := why_unusable(heading, answer)):
                yield RefusedAnswer(where, (ref, heading), answer, why)


def _not_understood(plan: ImportPlan) -> Iterator[tuple[Topic, str, str]]:
    """Topic, key and why, of what is doubtful."""
    shared = headings_shared(plan.guesses)
    for guess in plan.doubts:
        if guess.topic not in _OF_OTHER_FORM:
            for key in dict.fromkeys((guess.text, guess.key(shared))):
                yield guess.topic, key, guess.why


def _not_taken(plan: ImportPlan) -> Iterator[tuple[Topic, str, str]]:
    """The same of figures and targets that do not fit their KPI."""
    for account in plan.left_out:
        if account.why is not None and account.why.cause in _NOT_TAKEN:
            for topic in _OF_FIGURES:
                yield topic, " ".join(account.text.split()), account.words
