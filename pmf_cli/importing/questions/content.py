"""The questions that a plan leaves, tab by tab: each with the guess that stands until it is answered."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from pmf_cli.findings import CellRef
from pmf_cli.importing.assumed import TARGET_TYPE, assumptions_of, fact_heading
from pmf_cli.importing.fields import ScorecardField
from pmf_cli.importing.guesses import LEAVE_OUT, Guess, Sureness, Topic, headings_shared
from pmf_cli.importing.layouts.layout import LayoutKind
from pmf_cli.importing.left_out import LeftTogether, left_together
from pmf_cli.importing.mapping import TARGET_KIND
from pmf_cli.importing.plan import ImportPlan
from pmf_cli.importing.target_rows import KINDS_ALONE
from pmf_cli.register.assumption import PROFILE, Assumption
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.layout import columns_of
from pmf_cli.register.terms import NoDataReason, Polarity, Profile, TargetType
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


@dataclass(frozen=True, slots=True)
class ContactQuestion:
    """A person or post that the scorecard names, with the KPIs that they answer for."""

    name: str
    address: str
    kpis: tuple[str, ...]


class QuestionTab(StrEnum):
    """The tabs of questions."""

    COLUMNS = "Your columns"
    KPIS = "Your KPIs"
    PERIODS = "Your periods"
    CONTACTS = "Your contacts"
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
    TARGET_TYPE, "comparator",
)  # fmt: skip
"""The fields of ``Kpi`` that are asked, in the order of the columns."""
NO_ANSWER = "figures without a heading or a KPI"


@dataclass(frozen=True)
class Questions:
    """Everything asked about a scorecard.

    Attributes:
        tabs: the readings by tab.
        kpis: a row a KPI.
        contacts: a row a person.
        left: what is not taken in, together by cause.
    """

    tabs: dict[QuestionTab, tuple[Reading, ...]]
    kpis: tuple[KpiQuestion, ...]
    contacts: tuple[ContactQuestion, ...]
    left: tuple[LeftTogether, ...]

    @property
    def open_count(self) -> int:
        """How many answers are wanted; addresses can wait until somebody is to be written to."""
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
    left = left_together(plan.left_out)
    return Questions(tabs, tuple(_kpi_questions(plan)), tuple(_contact_questions(plan)), left)


def _contact_questions(plan: ImportPlan) -> Iterator[ContactQuestion]:
    for person in plan.contacts:
        refs = tuple(
            kpi.ref for kpi in plan.kpis if person.ref in (kpi.key_contact, kpi.responsible_officer)
        )
        yield ContactQuestion(person.name or person.ref, person.email or "", refs)


def _question(guess: Guess, shared: Collection[str]) -> Reading:
    choices = choices_for(guess.topic)
    return Reading(
        guess.topic, guess.key(shared), guess.text, guess.where, guess.count, guess.meaning, guess.is_doubt,
        guess.why, choices,
    )  # fmt: skip


def choices_for(topic: Topic) -> tuple[str, ...]:
    """The answers offered; a drop-down takes others too, but for layouts and polarities."""
    return _choices().get(topic, ())


@cache
def _choices() -> Mapping[Topic, tuple[str, ...]]:
    known = [field.value for field in ScorecardField]
    known += [fact_heading(name) for name in ASKED_FIELDS if name not in _OF_CELLS]
    return {
        Topic.LAYOUT: (*(kind.value for kind in LayoutKind), LEAVE_OUT),
        Topic.HEADING: (LEAVE_OUT, *dict.fromkeys(known)),
        Topic.SECTION: ("Directorate", "Service", LEAVE_OUT),
        Topic.POLARITY: (*(one.value for one in Polarity), LEAVE_OUT),
        Topic.VALUE: (*(one.value for one in NoDataReason), LEAVE_OUT),
    }


_OF_CELLS = ("polarity", PROFILE, TARGET_TYPE)
"""Fields asked of KPIs that no column of a scorecard holds under that name."""


def kpi_choices(field: str) -> tuple[str, ...]:
    """The answers that a column of the tab of KPIs takes, where they are a list."""
    if field == PROFILE:
        return tuple(one.value for one in Profile)
    if field == TARGET_TYPE:
        return tuple(one.value for one in KINDS_ALONE)
    column = next(one for one in columns_of(Kpi) if one.field == field)
    if column.choices is not None:
        return tuple(one.value for one in column.choices)
    return ("Yes", "No") if bool in column.types else ()


def _kpi_questions(plan: ImportPlan) -> Iterator[KpiQuestion]:
    assumed: dict[str, dict[str, Assumption]] = {}
    for one in assumptions_of(plan):
        if one.field:
            assumed.setdefault(one.kpi_ref, {})[one.field] = one
    doubts = {
        guess.text: guess.why
        for guess in plan.guesses
        if guess.topic is Topic.KPI and guess.sure is Sureness.DOUBTFUL
    }
    for kpi in plan.kpis:
        guessed = assumed.get(kpi.ref, {})
        answers = {fact_heading(field): _known(kpi, field) for field in ASKED_FIELDS}
        answers |= {fact_heading(field): one.taken_as for field, one in guessed.items()}
        wanted = {fact_heading(one.field): one.why for one in guessed.values() if one.is_weak}
        if kpi.ref not in plan.targeted:
            answers[TARGET_KIND] = TargetType.TO_BE_AGREED.value
            if kpi.ref in plan.measured:
                wanted[TARGET_KIND] = _NO_TARGET
        reasons = [f"{heading}: {why}" for heading, why in wanted.items()]
        if kpi.ref in doubts:
            wanted[fact_heading("unit")] = doubts[kpi.ref]
            reasons.append(doubts[kpi.ref])
        yield KpiQuestion(kpi.ref, kpi.name or "", answers, frozenset(wanted), "; ".join(reasons))


_NO_TARGET = "no target is printed; Tracker means that none is meant"


def _known(kpi: Kpi, field: str) -> str:
    """What is known of a field; nothing of what no column of the sheet ``KPIs`` holds."""
    return "" if field in (PROFILE, TARGET_TYPE) else _shown(getattr(kpi, field))


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return yes_or_no(value)
    return "" if value is None else str(value)
