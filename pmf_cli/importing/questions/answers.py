"""A workbook of questions read back: what somebody has answered, as an ``ImportMapping``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pmf_cli.errors import UsageError
from pmf_cli.importing.figures import printed_text
from pmf_cli.importing.guesses import Topic
from pmf_cli.importing.mapping import Facts, ImportMapping, check_fact
from pmf_cli.importing.questions.content import Tab
from pmf_cli.workbook.cells import Book, Row, Sheet

AS_ASKED = "As asked"
"""The sheet that keeps each question's key and guess, hidden from people."""
LOOKED = "I have looked through this tab:"
"""Stands beside the cell that makes every guess of a tab an answer."""
KEY, ANSWER, REFERENCE = "In your scorecard", "Read as", "KPI reference"


@dataclass(frozen=True)
class Asked:
    """What was asked: tab and key → topic, and tab, key and column → the guess."""

    topics: Mapping[tuple[str, str], Topic]
    guesses: Mapping[tuple[str, str, str], str]


@dataclass
class _Answers:
    """Answers as they are met."""

    tables: dict[str, dict[str, str]] = field(default_factory=dict)
    kpis: dict[str, Facts] = field(default_factory=dict)


def answers_in(book: Book) -> ImportMapping:
    """What is answered: every cell that was changed, and all of a tab that was looked through.

    Raises:
        UsageError: it is no workbook of questions, or an answer names no column.
    """
    asked = _asked(book)
    if asked is None:
        raise UsageError(
            f"{book.name} is no workbook of questions.",
            "Give the one that pmf start or pmf import wrote, filled in.",
        )
    found = _Answers()
    for sheet in book.sheets:
        if sheet.name == Tab.KPIS:
            _read_kpis(sheet, asked, found)
        elif sheet.name in {tab.value for tab in Tab}:
            _read_tab(sheet, asked, found)
    for facts in found.kpis.values():
        for name in facts:
            check_fact(name, book.name)
    return ImportMapping.model_validate({**found.tables, "kpis": found.kpis})


def _asked(book: Book) -> Asked | None:
    sheet = next((one for one in book.sheets if one.name == AS_ASKED), None)
    if sheet is None:
        return None
    topics: dict[tuple[str, str], Topic] = {}
    guesses: dict[tuple[str, str, str], str] = {}
    for row in sheet.rows():
        kind, *rest = (_text(row, column) for column in range(1, 6))
        if kind in {topic.value for topic in Topic}:
            topics[rest[0], rest[1]] = Topic(kind)
            guesses[rest[0], rest[1], rest[2]] = rest[3]
    return Asked(topics, guesses)


def _text(row: Row, column: int) -> str:
    cell = row.cells.get(column)
    return "" if cell is None else " ".join(printed_text(cell).split())


def _rows(sheet: Sheet, heading: str) -> tuple[bool, Iterator[dict[str, str]]]:
    """Whether a tab was looked through, and its rows below the heading row: heading → text."""
    looked = False
    rows = iter(sheet.rows())
    headings: dict[int, str] = {}
    for row in rows:
        texts = {column: _text(row, column) for column in row.cells}
        if LOOKED in texts.values():
            looked = "yes" in {text.casefold() for text in texts.values()}
        if heading in texts.values():
            headings = texts
            break
    body = ({name: _text(row, column) for column, name in headings.items()} for row in rows)
    return looked, body


def _read_tab(sheet: Sheet, asked: Asked, found: _Answers) -> None:
    looked, rows = _rows(sheet, KEY)
    for row in rows:
        key, answer = row.get(KEY, ""), row.get(ANSWER, "")
        topic = asked.topics.get((sheet.name, key))
        guess = asked.guesses.get((sheet.name, key, ANSWER))
        if topic is not None and answer and (looked or answer != guess):
            found.tables.setdefault(topic.value, {})[key] = answer


def _read_kpis(sheet: Sheet, asked: Asked, found: _Answers) -> None:
    looked, rows = _rows(sheet, REFERENCE)
    for row in rows:
        ref = row.get(REFERENCE, "")
        for heading, answer in row.items():
            guess = asked.guesses.get((sheet.name, ref, heading))
            if guess is not None and answer and (looked or answer != guess):
                found.kpis.setdefault(ref, {})[heading] = answer
