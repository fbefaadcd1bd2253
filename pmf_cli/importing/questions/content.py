"""The questions that a plan leaves, tab by tab: each with the guess that stands until it is answered."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum

from pmf_cli.findings import CellRef
from pmf_cli.importing.assumed import assumptions_of, fact_heading
from pmf_cli.importing.fields import ScorecardField
from pmf_cli.importing.guesses import LEAVE_OUT, Guess, Sureness, Topic, headings_shared
from pmf_cli.importing.layouts.layout import LayoutKind
from pmf_cli.importing.plan import ImportPlan
from pmf_cli.register.assumption import PROFILE
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.layout import columns_of
from pmf_cli.register.terms import NoDataReason, Polarity, Profile
from pmf_cli.words import yes_or_no


@dataclass(frozen=True, slots=True)
class Reading:
    """One thing read in the scorecard.

    Attributes:
        key: under what the answer is kept: the text, with its column where two headings share it.
        answer: what it was taken for.
        is_open: whether somebody should look; the rest is shown to be seen.
    """

    topic: Topic
    key: str
    text: str
    where: CellRef
    count: int
    answer: str
    is_open: bool
    why: str
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KpiQuestion:
    """What is known of a KPI: by heading of the sheet ``KPIs``, as answered by the guess."""

    ref: str
    name: str
    answers: dict[str, str]
    open: frozenset[str]
    why: str


class QuestionTab(StrEnum):
    """The tabs of questions."""

    COLUMNS = "Your columns"
    KPIS = "Your KPIs"
    PERIODS = "Your periods"
    WORDS = "Your words"
    LEFT = "Not taken in"


_TABS = {
    QuestionTab.COLUMNS: (Topic.LAYOUT, Topic.HEADING, Topic.SECTION),
    QuestionTab.PERIODS: (Topic.SHEET, Topic.PERIOD),
    QuestionTab.WORDS: (
        Topic.VALUE,
        Topic.TARGET,
        Topic.STATUS,
        Topic.POLARITY,
        Topic.UNIT,
        Topic.SAME,
    ),
}
ASKED_FIELDS = (
    "directorate", "polarity", "financial", "unit", "decimal_places", "frequency", "time_basis", "year_value", PROFILE,
)  # fmt: skip
"""The fields of ``Kpi`` that are asked, in the order of the columns."""
NO_ANSWER = "figures without a heading or a KPI"


@dataclass(frozen=True)
class Questions:
    """Everything asked about a scorecard.

    Attributes:
        tabs: the readings by tab.
        kpis: a row a KPI.
        left: cells that are not taken in: places, number, what the first says, why not.
    """

    tabs: dict[QuestionTab, tuple[Reading, ...]]
    kpis: tuple[KpiQuestion, ...]
    left: tuple[tuple[str, str, str], ...]

    @property
    def open_count(self) -> int:
        """How many answers are wanted."""
        readings = sum(one.is_open for found in self.tabs.values() for one in found)
        return readings + sum(len(one.open) for one in self.kpis)


def questions_of(plan: ImportPlan) -> Questions:
    """The questions that a plan leaves, each with its guess."""
    shared = headings_shared(plan.guesses)
    tabs = {
        tab: tuple(
            _question(guess, shared)
            for topic in topics
            for guess in plan.guesses
            if guess.topic is topic and guess.text != NO_ANSWER
        )
        for tab, topics in _TABS.items()
    }
    left = tuple((str(one.where), one.text, one.words) for one in plan.left_out)
    return Questions(tabs, tuple(_kpi_questions(plan)), left)


def _question(guess: Guess, shared: Collection[str]) -> Reading:
    choices = choices_for(guess.topic)
    return Reading(
        guess.topic, guess.key(shared), guess.text, guess.where, guess.count, guess.meaning, guess.is_doubt,
        guess.why, choices,
    )  # fmt: skip


def choices_for(topic: Topic) -> tuple[str, ...]:
    """The answers offered; a drop-down takes others too, but for layouts and polarities."""
    if topic is Topic.LAYOUT:
        return (*(kind.value for kind in LayoutKind), LEAVE_OUT)
    if topic is Topic.HEADING:
        known = [field.value for field in ScorecardField]
        known += [fact_heading(name) for name in ASKED_FIELDS if name not in ("polarity", PROFILE)]
        return (LEAVE_OUT, *dict.fromkeys(known))
    if topic is Topic.SECTION:
        return ("Directorate", "Service", LEAVE_OUT)
    if topic is Topic.POLARITY:
        return (*(one.value for one in Polarity), LEAVE_OUT)
    if topic is Topic.VALUE:
        return (*(one.value for one in NoDataReason), LEAVE_OUT)
    return ()


def kpi_choices(field: str) -> tuple[str, ...]:
    """The answers that a column of the tab of KPIs takes, where they are a list."""
    if field == PROFILE:
        return tuple(one.value for one in Profile)
    column = next(one for one in columns_of(Kpi) if one.field == field)
    if column.choices is not None:
        return tuple(one.value for one in column.choices)
    return ("Yes", "No") if bool in column.types else ()


def _kpi_questions(plan: ImportPlan) -> Iterator[KpiQuestion]:
    assumed = {(one.kpi_ref, one.field): one for one in assumptions_of(plan) if one.field}
    doubts = {guess.text: guess for guess in plan.guesses if guess.topic is Topic.KPI}
    for kpi in plan.kpis:
        answers: dict[str, str] = {}
        wanted: set[str] = set()
        reasons: list[str] = []
        for field in ASKED_FIELDS:
            heading = fact_heading(field)
            value = None if field == PROFILE else getattr(kpi, field)
            answers[heading] = _shown(value)
            guessed = assumed.get((kpi.ref, field))
            if guessed is not None:
                answers[heading] = guessed.taken_as
                if guessed.is_weak:
                    wanted.add(heading)
                    reasons.append(f"{heading}: {guessed.why}")
        guess = doubts.get(kpi.ref)
        if guess is not None and guess.sure is Sureness.DOUBTFUL:
            wanted.add(fact_heading("unit"))
            reasons.append(guess.why)
        yield KpiQuestion(kpi.ref, kpi.name or "", answers, frozenset(wanted), "; ".join(reasons))


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return yes_or_no(value)
    return "" if value is None else str(value)
