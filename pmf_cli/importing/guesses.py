"""What was guessed about a scorecard, where it was seen, and how sure the guess is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import replace
from enum import StrEnum

from pmf_cli.findings import CellRef
from pmf_cli.frozen import frozen
from pmf_cli.workbook.cells import box_of, column_letter


class Sureness(StrEnum):
    """How sure a guess is; only doubtful ones hold an import up."""

    SETTLED = "as you said"
    """The answers or an option says so."""
    CERTAIN = "certain"
    """The words can mean nothing else."""
    LIKELY = "likely"
    """The usual meaning; worth a look."""
    DOUBTFUL = "doubtful"
    """It could mean something else; nothing is imported until somebody decides."""


class Topic(StrEnum):
    """What a guess is about; the value is the name of its table in the answers."""

    SHEET = "sheets"
    LAYOUT = "layouts"
    HEADING = "headings"
    PERIOD = "periods"
    SECTION = "sections"
    KPI = "kpis"
    SAME = "same"
    POLARITY = "polarity"
    UNIT = "units"
    VALUE = "values"
    TARGET = "targets"
    STATUS = "status"

    @property
    def words(self) -> str:
        """What the topic is called in lists."""
        return _WORDS[self]


_WORDS = {
    Topic.SHEET: "Sheet",
    Topic.LAYOUT: "Layout",
    Topic.HEADING: "Heading",
    Topic.PERIOD: "Period",
    Topic.SECTION: "Section row",
    Topic.KPI: "KPI",
    Topic.SAME: "Same KPI?",
    Topic.POLARITY: "Polarity",
    Topic.UNIT: "Unit",
    Topic.VALUE: "Value",
    Topic.TARGET: "Target",
    Topic.STATUS: "Published status",
}

SEPARATE = "separate"
"""The meaning of a name that is a KPI of its own; written so in the answers."""
LEAVE_OUT = "leave out"
"""The meaning of what is not taken in; written so in the answers."""

OF_KPI = " of KPI "
"""Stands in a question between a bare number and the KPI of which alone it is asked."""


@frozen
class Guess:
    """One guess.

    Attributes:
        text: what stands in the scorecard, or the KPI's reference.
        where: the first cell where it was seen.
        meaning: what it was taken for, in the words of the answers.
        count: in how many cells it was seen.
        number: the doubt's number, from 1; 0 where it is no doubt.
        field: the field of ``Kpi`` that is doubtful, where it is about a KPI.
    """

    topic: Topic
    text: str
    where: CellRef
    meaning: str
    sure: Sureness
    why: str
    count: int = 1
    number: int = 0
    field: str = ""

    @property
    def is_doubt(self) -> bool:
        """True where somebody has to decide."""
        return self.sure is Sureness.DOUBTFUL

    def key(self, shared: Collection[str]) -> str:
        """Under what an answer to it is kept: its text, with the column where headings share it.

        Of a tab several things may be guessed: its period, its directorate, that it is left out.
        """
        if self.topic is Topic.SHEET:
            return f"{self.text}: {self.meaning.partition(' ')[0]}"
        if self.topic is not Topic.HEADING:
            return self.text
        keys = heading_keys(self.text, self.where)
        return next((key for key in keys if key not in shared), keys[-1])


def heading_keys(text: str, where: CellRef) -> tuple[str, ...]:
    """Under what the answer to a heading may be kept: its text, with its column, with its tab and cell."""
    found = box_of(where.cell) if where.cell else None
    if found is None:
        return (text,)
    return text, f"{text} @{column_letter(found[1])}", f"{text} @{where.sheet} {where.cell}"


def headings_shared(guesses: Iterable[Guess]) -> frozenset[str]:
    """Keys of headings that are read in several ways: by column, or in the same column of several tables."""
    keys = (
        heading_keys(guess.text, guess.where) for guess in guesses if guess.topic is Topic.HEADING
    )
    counts = Counter(key for found in keys for key in found)
    return frozenset(key for key, count in counts.items() if count > 1)


class GuessBook:
    """Collects guesses while a scorecard is read; the same guess seen again is counted."""

    def __init__(self) -> None:
        self._guesses: dict[tuple[Topic, str, str], Guess] = {}

    def note(self, guess: Guess) -> None:
        """Adds a guess, or counts it where it was met before."""
        key = (guess.topic, guess.text, guess.meaning)
        known = self._guesses.get(key)
        self._guesses[key] = (
            guess if known is None else replace(known, count=known.count + guess.count)
        )

    def replace(self, guess: Guess) -> None:
        """Puts a guess in the place of what was guessed about the same text before."""
        for key in [k for k in self._guesses if k[:2] == (guess.topic, guess.text)]:
            del self._guesses[key]
        self.note(guess)

    def all(self) -> tuple[Guess, ...]:
        """Every guess by topic, in the order met, doubts numbered from 1."""
        ordered = sorted(self._guesses.values(), key=lambda guess: list(Topic).index(guess.topic))
        numbered = []
        number = 0
        for guess in ordered:
            if guess.is_doubt:
                number += 1
                numbered.append(replace(guess, number=number))
            else:
                numbered.append(guess)
        return tuple(numbered)
