"""A workbook of questions read back: what somebody has answered, as an ``ImportMapping``."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from pmf_cli.errors import UsageError
from pmf_cli.findings import CellRef
from pmf_cli.frozen import frozen
from pmf_cli.importing.figures import printed_text
from pmf_cli.importing.guesses import Topic
from pmf_cli.importing.hidden import LEFT_OUT, TAKEN_IN
from pmf_cli.importing.kpi_rows import check_answer
from pmf_cli.importing.mapping import (
    TARGET_KIND,
    YEARS_TARGET,
    Facts,
    ImportMapping,
    check_fact,
)
from pmf_cli.importing.plan_years import PLAN
from pmf_cli.importing.questions.content import CHANGES, KPI_MISSING, QuestionTab
from pmf_cli.importing.revisions import Decision, revision_key
from pmf_cli.register.choices import allowed_words, choice_in
from pmf_cli.register.terms import Profile, TargetType
from pmf_cli.workbook.cells import Book, Row, Sheet, column_letter
from pmf_cli.workbook.write.form_looks import FILL_IN

AS_ASKED = "As asked"
"""The sheet that keeps each question's key and guess, hidden from people."""
LOOKED = "I have looked through this tab:"
"""Stands beside the cell that makes every guess of a tab an answer."""
ACCEPT_ALL = "Accept all:"
"""Stands beside the cell that accepts every figure of the tab of changes but those marked Keep."""
OF_SCORECARD = "scorecard"
"""Marks the fingerprint of a scorecard that a workbook asks about."""
OF_CHANGE = "change"
"""Marks what differed from the register."""
MADE_ON = "made on"
"""Marks the day on which a workbook of questions was made."""
LOOK = "please look"
"""Stands beside a guess that somebody should look at; of a KPI the headings follow."""
SURE_OR_NOT = "Sure?"
OF, KEY, ANSWER, REFERENCE = "About", "In your scorecard", "Read as", "KPI reference"
NAME, ADDRESS = "Name", "E-mail address"
PERIOD, OLD, NEW, DECIDED, REASON = (
    "Period", "In the register", "In the scorecard", "Accept or keep", "Why it was revised",
)  # fmt: skip


@frozen
class AskedThen:
    """What was asked.

    Attributes:
        fingerprints: of the scorecards that it was asked about.
        made_on: the day, as ISO.
        readings: topic and key → the guess; empty where it was answered before.
        kpis: KPI reference and column → the same.
        changes: keys of what differed from the register.
    """

    fingerprints: frozenset[str]
    made_on: str
    readings: Mapping[tuple[Topic, str], str]
    kpis: Mapping[tuple[str, str], str]
    changes: frozenset[str]

    def is_about(self, fingerprints: Collection[str]) -> bool:
        """Whether it was asked about one of some scorecards, by their fingerprints."""
        return not self.fingerprints.isdisjoint(fingerprints)

    @property
    def keys(self) -> frozenset[object]:
        """Everything asked."""
        return frozenset((*self.readings, *self.kpis, *self.changes))


@dataclass
class AnswersMet:
    """Answers as they are met.

    Attributes:
        tables: name of a topic → key → answer.
        kpis: KPI reference → heading → answer.
        revised, reasons, missing: as ``ImportMapping`` has them.
    """

    tables: dict[str, dict[str, str]] = field(default_factory=dict)
    kpis: dict[str, Facts] = field(default_factory=dict)
    revised: dict[str, str] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)
    missing: dict[str, str] = field(default_factory=dict)

    @property
    def mapping(self) -> ImportMapping:
        """They as a checked value."""
        sheets = _sheets(self.tables.pop(Topic.SHEET.value, {}))
        changes = {"revised": self.revised, "reasons": self.reasons, "missing": self.missing}
        return ImportMapping.model_validate(
            {**self.tables, **changes, "sheets": sheets, "kpis": self.kpis}
        )


def answers_in(book: Book) -> ImportMapping:
    """What is answered: every cell that was changed, and all of a tab that was looked through.

    Raises:
        UsageError: it is no workbook of questions, a tab of it has another name, or an answer names no column.
    """
    asked = asked_then(book)
    if asked is None:
        raise UsageError(
            f"{book.name} is no workbook of questions.",
            "Give the one that pmf start or pmf import wrote, filled in.",
        )
    found = AnswersMet()
    for sheet in book.sheets:
        _read_sheet(sheet, asked, found, book.name)
    for facts in found.kpis.values():
        for name in facts:
            check_fact(name, book.name)
    return found.mapping


def _read_sheet(sheet: Sheet, asked: AskedThen, found: AnswersMet, book: str) -> None:
    if sheet.name == QuestionTab.KPIS:
        _read_kpis(sheet, asked, found)
    elif sheet.name == QuestionTab.CONTACTS:
        _read_contacts(sheet, found, book)
    elif sheet.name == CHANGES:
        _read_changes(sheet, found)
    elif sheet.name in {tab.value for tab in QuestionTab}:
        _read_tab(sheet, asked, found)
    elif any(LOOKED in (_text(row, column) for column in row.cells) for row in sheet.rows()):
        raise UsageError(
            f"{book} has a tab “{sheet.name}”, which is none of its questions, so its answers cannot be read.",
            "Give the tab its own name again, or delete it where it is a copy.",
        )


def wanted_in(book: Book) -> int:
    """How many answers are still wanted: what is marked and nobody has changed, on tabs not looked through."""
    asked = asked_then(book)
    if asked is None:
        return 0
    counts = {QuestionTab.KPIS.value: _wanted_of_kpis, CHANGES: _wanted_of_changes}
    return sum(
        counts.get(sheet.name, _wanted_of_cells)(sheet, asked)
        for sheet in book.sheets
        if sheet.name in {CHANGES, *(tab.value for tab in QuestionTab)}
    )


def _wanted_of_kpis(sheet: Sheet, asked: AskedThen) -> int:
    looked, rows = _rows(sheet, REFERENCE)
    marked = [] if looked else [(row, row.get(SURE_OR_NOT, "").partition(":")) for row in rows]
    return sum(
        row.get(heading, "") == asked.kpis.get((row[REFERENCE], heading))
        for row, (mark, _, headings) in marked
        if mark == LOOK
        for heading in map(str.strip, headings.split(","))
    )


def _wanted_of_changes(sheet: Sheet, _asked: AskedThen) -> int:
    accepts_all, rows = _rows(sheet, DECIDED)
    return 0 if accepts_all else sum(bool(row.get(OF)) and not row.get(DECIDED) for row in rows)


def _wanted_of_cells(sheet: Sheet, asked: AskedThen) -> int:
    looked, rows = _rows(sheet, KEY)
    topics = {topic.words: topic for topic in Topic}
    marked = [] if looked else [row for row in rows if row.get(SURE_OR_NOT) == LOOK]
    told = ((topics.get(row.get(OF, "")), row) for row in marked)
    return sum(
        topic is not None and row.get(ANSWER, "") == asked.readings.get((topic, row.get(KEY, "")))
        for topic, row in told
    )


def _sheets(answers: Mapping[str, str]) -> dict[str, dict[str, object]]:
    """What is said of tabs: ``period 2024/25 Q3``, ``directorate People`` or that one is left out."""
    sheets: dict[str, dict[str, object]] = {}
    for key, answer in answers.items():
        kind, _, words = answer.partition(" ")
        facts: dict[str, object] = {"leave_out": True}
        if kind in ("period", "directorate", "year", PLAN):
            facts = {kind: words}
        elif answer in (TAKEN_IN, LEFT_OUT):
            facts = {"hidden": answer}
        sheets.setdefault(key.rpartition(": ")[0], {}).update(facts)
    return sheets


def asked_then(book: Book) -> AskedThen | None:
    """What a workbook of questions asked; ``None`` where it is none."""
    sheet = next((one for one in book.sheets if one.name == AS_ASKED), None)
    if sheet is None:
        return None
    kept = _Kept()
    for row in sheet.rows():
        kind, key, guess, heading = (_text(row, column) for column in range(1, 5))
        kept.rows.setdefault(kind, []).append((key, guess, heading))
    return AskedThen(
        kept.keys(OF_SCORECARD),
        "".join(kept.keys(MADE_ON)),
        {(topic, key): guess for topic in Topic for key, guess, _ in kept.readings(topic)},
        {(key, heading): guess for key, guess, heading in kept.rows.get(Topic.KPI.value, ())},
        kept.keys(OF_CHANGE),
    )


@dataclass
class _Kept:
    """The rows of the sheet of what was asked, by their kind: key, guess, heading."""

    rows: dict[str, list[tuple[str, str, str]]] = field(default_factory=dict)

    def keys(self, kind: str) -> frozenset[str]:
        """The keys of one kind."""
        return frozenset(key for key, _, _ in self.rows.get(kind, ()))

    def readings(self, topic: Topic) -> list[tuple[str, str, str]]:
        """What was asked of texts of one topic."""
        return [] if topic is Topic.KPI else self.rows.get(topic.value, [])


def _text(row: Row, column: int) -> str:
    cell = row.cells.get(column)
    return "" if cell is None else " ".join(printed_text(cell).split())


def _rows(sheet: Sheet, heading: str) -> tuple[bool, Iterator[dict[str, str]]]:
    """Whether a tab was looked through, and its rows below the heading row: heading → text."""
    looked, rows = rows_asked(sheet, heading)
    return looked, ({name: text for name, (text, _) in row.items()} for row in rows)


def rows_asked(sheet: Sheet, heading: str) -> tuple[bool, Iterator[dict[str, tuple[str, CellRef]]]]:
    """Whether a tab was looked through, and its rows below the heading row: heading → text and its cell."""
    looked = False
    rows = iter(sheet.rows())
    headings: dict[int, str] = {}
    for row in rows:
        texts = {column: _bare(_text(row, column)) for column in row.cells}
        if not {LOOKED, ACCEPT_ALL}.isdisjoint(texts.values()):
            looked = "yes" in {text.casefold() for text in texts.values()}
        if heading in texts.values():
            headings = texts
            break
    body = (
        {
            name: (_text(row, column), sheet.ref(f"{column_letter(column)}{row.number}"))
            for column, name in headings.items()
        }
        for row in rows
    )
    return looked, body


def _bare(heading: str) -> str:
    """A heading without the words that tell people to fill its column in."""
    return heading.removesuffix(" ".join(FILL_IN.split())).strip()


def _read_tab(sheet: Sheet, asked: AskedThen, found: AnswersMet) -> None:
    topics = {topic.words: topic for topic in Topic}
    looked, rows = _rows(sheet, KEY)
    for row in rows:
        topic, key, answer = topics.get(row.get(OF, "")), row.get(KEY, ""), row.get(ANSWER, "")
        guess = None if topic is None else asked.readings.get((topic, key))
        if topic is not None and guess is not None and answer and (looked or answer != guess):
            found.tables.setdefault(topic.value, {})[key] = answer


def _read_contacts(sheet: Sheet, found: AnswersMet, book: str) -> None:
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


def _read_kpis(sheet: Sheet, asked: AskedThen, found: AnswersMet) -> None:
    looked, rows = _rows(sheet, REFERENCE)
    for row in rows:
        ref = row.get(REFERENCE, "")
        for heading, answer in row.items():
            guess = asked.kpis.get((ref, heading))
            is_said = guess is not None and answer and (looked or answer != guess)
            if is_said and not why_unusable(heading, answer):
                found.kpis.setdefault(ref, {})[heading] = answer


def why_unusable(heading: str, answer: str) -> str:
    """Why the column of a KPI cannot hold an answer; empty where it can."""
    kinds = {YEARS_TARGET: Profile, TARGET_KIND: TargetType}
    if heading in kinds:
        is_known = choice_in(answer, kinds[heading]) is not None
        return "" if is_known else f"it is none of {allowed_words(kinds[heading])}"
    try:
        check_answer(heading, answer)
    except UsageError as error:
        return error.message
    return ""


def _read_changes(sheet: Sheet, found: AnswersMet) -> None:
    """What differs from the register: a row's own answer, else Accept where all are accepted."""
    accepts_all, rows = _rows(sheet, DECIDED)
    for row in rows:
        about, ref, period, old, new, answer, reason = (
            row.get(name, "") for name in (OF, REFERENCE, PERIOD, OLD, NEW, DECIDED, REASON)
        )
        key = revision_key(about, ref, period, old, new)
        if about == KPI_MISSING:
            key = ref
            found.missing |= {ref: answer} if answer else {}
        elif about and (answer or accepts_all):
            found.revised[key] = answer or Decision.ACCEPT.value
        found.reasons |= {key: reason} if reason else {}
