"""A workbook of questions read back: what somebody has answered, as an ``ImportMapping``."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from pmf_cli.errors import UsageError
from pmf_cli.importing.figures import printed_text
from pmf_cli.importing.guesses import Topic
from pmf_cli.importing.mapping import Facts, ImportMapping, check_fact
from pmf_cli.importing.period_words import taken_apart
from pmf_cli.importing.questions.content import QuestionTab
from pmf_cli.workbook.cells import Book, Row, Sheet
from pmf_cli.workbook.write.form_looks import FILL_IN

AS_ASKED = "As asked"
"""The sheet that keeps each question's key and guess, hidden from people."""
LOOKED = "I have looked through this tab:"
"""Stands beside the cell that makes every guess of a tab an answer."""
OF_SCORECARD = "scorecard"
"""Marks the fingerprint of a scorecard that a workbook asks about."""
FITS = 0.6
"""Share of the headings asked about that a scorecard must have, for answers to be about its layout."""
NAME, ADDRESS = "Name", "E-mail address"
OF, KEY, ANSWER, REFERENCE = "About", "In your scorecard", "Read as", "KPI reference"


@dataclass(frozen=True)
class AskedThen:
    """What was asked: topic and key → the guess, and of a KPI, by reference and column; of which scorecards."""

    fingerprints: frozenset[str]
    readings: Mapping[tuple[Topic, str], str]
    kpis: Mapping[tuple[str, str], str]


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
        if sheet.name == QuestionTab.KPIS:
            _read_kpis(sheet, asked, found)
        elif sheet.name == QuestionTab.CONTACTS:
            _read_contacts(sheet, found, book.name)
        elif sheet.name in {tab.value for tab in QuestionTab}:
            _read_tab(sheet, asked, found)
    for facts in found.kpis.values():
        for name in facts:
            check_fact(name, book.name)
    sheets = _sheets(found.tables.pop(Topic.SHEET.value, {}))
    return ImportMapping.model_validate({**found.tables, "sheets": sheets, "kpis": found.kpis})


def _sheets(answers: Mapping[str, str]) -> dict[str, dict[str, object]]:
    """What is said of tabs: ``period 2024/25 Q3``, ``directorate People`` or that one is left out."""
    sheets: dict[str, dict[str, object]] = {}
    for key, answer in answers.items():
        kind, _, words = answer.partition(" ")
        facts = {kind: words} if kind in ("period", "directorate") else {"leave_out": True}
        sheets.setdefault(key.rpartition(": ")[0], {}).update(facts)
    return sheets


def answers_that_fit(
    books: Iterable[Book], headings: Collection[str], fingerprints: Collection[str]
) -> ImportMapping:
    """What workbooks of questions say that were about scorecards of the same layout, the newest last.

    Of another quarter's scorecard only what is no matter of time is taken: ``Q3`` means another period then.

    Args:
        headings: of the scorecards at hand.
        fingerprints: of the scorecards at hand.
    """
    found = ImportMapping()
    for book in books:
        asked = _asked(book)
        if asked is None:
            continue
        about = {key for topic, key in asked.readings if topic is Topic.HEADING}
        same = {key for key in about if key.rpartition(" @")[0] in headings or key in headings}
        if not asked.fingerprints.isdisjoint(fingerprints):
            found = found.with_answers(answers_in(book))
        elif about and len(same) >= FITS * len(about):
            found = found.with_answers(_timeless(answers_in(book)))
    return found


def _timeless(mapping: ImportMapping) -> ImportMapping:
    headings = {
        key: words
        for key, words in mapping.headings.items()
        if "," not in words or taken_apart(key, None, 4) is None
    }
    return mapping.model_copy(update={"headings": headings, "periods": {}, "sheets": {}})


def _asked(book: Book) -> AskedThen | None:
    sheet = next((one for one in book.sheets if one.name == AS_ASKED), None)
    if sheet is None:
        return None
    fingerprints: set[str] = set()
    readings: dict[tuple[Topic, str], str] = {}
    kpis: dict[tuple[str, str], str] = {}
    for row in sheet.rows():
        kind, key, guess, heading = (_text(row, column) for column in range(1, 5))
        if kind == OF_SCORECARD:
            fingerprints.add(key)
        elif kind == Topic.KPI:
            kpis[key, heading] = guess
        elif kind in {topic.value for topic in Topic}:
            readings[Topic(kind), key] = guess
    return AskedThen(frozenset(fingerprints), readings, kpis)


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
            headings = {column: _bare(text) for column, text in texts.items()}
            break
    body = ({name: _text(row, column) for column, name in headings.items()} for row in rows)
    return looked, body


def _bare(heading: str) -> str:
    """A heading without the words that tell people to fill its column in."""
    return heading.removesuffix(" ".join(FILL_IN.split())).strip()


def _read_tab(sheet: Sheet, asked: AskedThen, found: _Answers) -> None:
    topics = {topic.words: topic for topic in Topic}
    looked, rows = _rows(sheet, KEY)
    for row in rows:
        topic, key, answer = topics.get(row.get(OF, "")), row.get(KEY, ""), row.get(ANSWER, "")
        guess = None if topic is None else asked.readings.get((topic, key))
        if topic is not None and guess is not None and answer and (looked or answer != guess):
            found.tables.setdefault(topic.value, {})[key] = answer


def _read_contacts(sheet: Sheet, found: _Answers, book: str) -> None:
    _, rows = _rows(sheet, NAME)
    for row in rows:
        name, address = row.get(NAME, ""), row.get(ADDRESS, "")
        if not name or not address:
            continue
        if "@" not in address or " " in address:
            raise UsageError(
                f"{book}, {sheet.name}: “{address}” for {name} is no e-mail address.",
                "Type one address, such as name@council.gov.uk, or leave the cell blank.",
            )
        found.tables.setdefault("contacts", {})[name] = address


def _read_kpis(sheet: Sheet, asked: AskedThen, found: _Answers) -> None:
    looked, rows = _rows(sheet, REFERENCE)
    for row in rows:
        ref = row.get(REFERENCE, "")
        for heading, answer in row.items():
            guess = asked.kpis.get((ref, heading))
            if guess is not None and answer and (looked or answer != guess):
                found.kpis.setdefault(ref, {})[heading] = answer
