"""The questions that a plan leaves, tab by tab: each with the guess that stands until it is answered."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from functools import cache
from itertools import chain

from pmf_cli.findings import CellRef
from pmf_cli.frozen import frozen
from pmf_cli.importing.assumed import TARGET_TYPE, assumptions_of, fact_heading
from pmf_cli.importing.column_meanings import OF_A_YEAR, YEAR
from pmf_cli.importing.fields import ScorecardField
from pmf_cli.importing.guesses import LEAVE_OUT, Guess, Sureness, Topic, headings_shared
from pmf_cli.importing.hidden import LEFT_OUT, TAKEN_IN
from pmf_cli.importing.layouts.layout import LayoutKind
from pmf_cli.importing.left_out import LeftTogether, left_together
from pmf_cli.importing.mapping import TARGET_KIND, ImportMapping, fact_column
from pmf_cli.importing.merge import Merge
from pmf_cli.importing.missing import MissingAnswer
from pmf_cli.importing.period_words import NO_YEAR
from pmf_cli.importing.plan import ImportPlan
from pmf_cli.importing.revisions import Decision, Revision, revision_key, was_there_before
from pmf_cli.importing.target_rows import KINDS_ALONE
from pmf_cli.register.assumption import PROFILE, Assumption
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.layout import columns_of
from pmf_cli.register.terms import NoDataReason, Polarity, Profile, TargetType
from pmf_cli.words import yes_or_no


@frozen
class Reading:
    """One thing read in the scorecard.

    Attributes:
        key: under what the answer is kept: the text, with its column where two headings share it.
        answer: what it was taken for.
        is_open: whether somebody should look; the rest is shown to be seen.
        is_answered: whether the answers say so already.
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
    is_answered: bool = False


@frozen
class KpiQuestion:
    """What is known of a KPI: by heading of the sheet ``KPIs``, as answered by the guess.

    Attributes:
        reasons: heading under which somebody should look → why it was guessed so.
        answered: the headings under which the answers or the register say so already.
    """

    ref: str
    name: str
    answers: dict[str, str]
    reasons: dict[str, str]
    answered: frozenset[str] = frozenset()

    @property
    def open(self) -> frozenset[str]:
        """The headings under which somebody should look."""
        return frozenset(self.reasons)

    @property
    def why(self) -> str:
        """Why what is open was guessed so."""
        return "; ".join(f"{heading}: {self.reasons[heading]}" for heading in self.reasons)


@frozen
class ChangeQuestion:
    """Something that is otherwise than the register has it, or a KPI that is missing.

    Attributes:
        about: what kind of cell, or ``KPI_MISSING``.
        where: its cell in the scorecard.
        rating: what rating it would change from what to what.
        answer: what somebody said; empty while nobody has.
        reason: why, for the record.
        hint: what could be done.
    """

    about: str
    ref: str
    name: str
    period: str
    where: str
    old: str
    new: str
    rating: str
    answer: str
    reason: str
    hint: str = ""

    @property
    def key(self) -> str:
        """Under what the answer is kept."""
        if self.about == KPI_MISSING:
            return self.ref
        return revision_key(self.about, self.ref, self.period, self.old, self.new)

    @property
    def choices(self) -> tuple[str, ...]:
        """The answers offered."""
        kind = MissingAnswer if self.about == KPI_MISSING else Decision
        return tuple(one.value for one in kind)


KPI_MISSING = "KPI missing"
"""What is said of a KPI that its scorecard has no more."""


@frozen
class ContactQuestion:
    """A person or post that the scorecard names, with the KPIs that they answer for."""

    name: str
    address: str
    kpis: tuple[str, ...]


class QuestionTab(StrEnum):
    """The tabs of questions about a scorecard; what differs from a register has a tab of its own."""

    COLUMNS = "Your columns"
    KPIS = "Your KPIs"
    PERIODS = "Your periods"
    CONTACTS = "Your contacts"
    WORDS = "Your words"
    LEFT = "Not taken in"


CHANGES = "Your changes"
"""The tab of what differs from the register, where something does."""
ANSWERED = "answered so"
"""Begins what is said of an answer that cannot be used."""
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


@frozen
class Questions:
    """Everything asked about a scorecard.

    Attributes:
        tabs: the readings by tab.
        kpis: a row a KPI.
        contacts: a row a person.
        left: what is not taken in, together by cause.
        changes: what differs from the register.
    """

    tabs: dict[QuestionTab, tuple[Reading, ...]]
    kpis: tuple[KpiQuestion, ...]
    contacts: tuple[ContactQuestion, ...]
    left: tuple[LeftTogether, ...]
    changes: tuple[ChangeQuestion, ...] = ()

    @property
    def open_count(self) -> int:
        """How many answers are wanted; addresses can wait until somebody is to be written to."""
        return sum(self.open_by_tab.values())

    @property
    def open_by_tab(self) -> dict[str, int]:
        """The tabs on which answers are wanted, with how many."""
        counts = {
            CHANGES: sum(not one.answer for one in self.changes),
            QuestionTab.KPIS.value: sum(len(one.reasons) for one in self.kpis),
            **{tab.value: sum(one.is_open for one in found) for tab, found in self.tabs.items()},
        }
        return {tab: number for tab, number in counts.items() if number}

    @property
    def with_guesses(self) -> Questions:
        """The same with every reading answered by its guess."""
        tabs = {
            tab: tuple(replace(one, is_open=False, is_answered=True) for one in found)
            for tab, found in self.tabs.items()
        }
        return replace(self, tabs=tabs)


def questions_of(
    plan: ImportPlan,
    answers: ImportMapping | None = None,
    register: Register | None = None,
    changes: tuple[ChangeQuestion, ...] = (),
    refused: Mapping[tuple[str, str], str] | None = None,
) -> Questions:
    """The questions that a plan leaves, each with its guess.

    Args:
        answers: what is answered already.
        register: the register that the plan is for; what it knows of a KPI is not asked.
        changes: what differs from it.
        refused: topic and key → why the answer to it cannot be used, so that it is asked again.
    """
    said = answers or ImportMapping()
    shared = headings_shared(plan.guesses)
    readings: dict[Topic, list[Reading]] = {topic: [] for topic in Topic}
    for guess in plan.guesses:
        # What only lacks its year is asked once, for the tab.
        if NO_YEAR not in guess.why:
            one = _question(guess, shared, said)
            why = (refused or {}).get((one.topic.value, one.key))
            again = replace(one, is_open=True, is_answered=False, why=f"{ANSWERED}, but {why}")
            readings[guess.topic].append(one if why is None else again)
    tabs = {tab: tuple(chain(*(readings[one] for one in topics))) for tab, topics in _TABS.items()}
    left = left_together(plan.left_out)
    kpis = tuple(_kpi_questions(plan, said, register or Register()))
    return Questions(tabs, kpis, tuple(_contact_questions(plan)), left, changes)


def _contact_questions(plan: ImportPlan) -> Iterator[ContactQuestion]:
    for person in plan.contacts:
        refs = tuple(
            kpi.ref for kpi in plan.kpis if person.ref in (kpi.key_contact, kpi.responsible_officer)
        )
        yield ContactQuestion(person.name or person.ref, person.email or "", refs)


def changes_of(
    merge: Merge, register: Register, ratings: Mapping[str, tuple[str, str]]
) -> tuple[ChangeQuestion, ...]:
    """What differs from the register, and which KPIs are missing, as it is asked.

    Args:
        ratings: key of a revision → the rating now and with it.
    """
    revised = (_changed(one, register, ratings.get(one.key)) for one in merge.revisions)
    missing = (
        ChangeQuestion(
            KPI_MISSING, one.ref, one.name, one.since, "", "a KPI", "not in the scorecard", "",
            str(one.answer or ""), one.reason, one.what_to_do,
        )
        for one in merge.missing
    )  # fmt: skip
    return (*revised, *missing)


def _rating_words(before: str, after: str) -> str:
    return f"{before} → {after}" if before != after else before and f"stays {before}"


def _changed(one: Revision, register: Register, ratings: tuple[str, str] | None) -> ChangeQuestion:
    kpi = register.kpi(one.kpi_ref)
    rating = _rating_words(*(ratings or ("", "")))
    hint = ""
    if was_there_before(one, kpi):
        hint = "the register replaced this very figure before: is it an older scorecard?"
    return ChangeQuestion(
        one.what, one.kpi_ref, "" if kpi is None else kpi.name or "", one.period, f"{one.where.sheet} {one.where.cell}",
        one.old, one.new, rating, str(one.decision or ""),
        one.why, hint,
    )  # fmt: skip


def _question(guess: Guess, shared: Collection[str], said: ImportMapping) -> Reading:
    is_hidden = guess.meaning in (TAKEN_IN, LEFT_OUT)
    choices = (TAKEN_IN, LEFT_OUT) if is_hidden else choices_for(guess.topic)
    key = guess.key(shared)
    is_confirmed = (
        guess.topic is not Topic.SHEET and said.settled(guess.topic, key) == guess.meaning
    )
    is_answered = is_confirmed or guess.sure is Sureness.SETTLED
    return Reading(
        guess.topic, key, guess.text, guess.where, guess.count, guess.meaning,
        guess.is_doubt and not is_answered, guess.why, choices, is_answered,
    )  # fmt: skip


def choices_for(topic: Topic) -> tuple[str, ...]:
    """The answers offered; a drop-down takes others too, but for layouts and polarities."""
    return _choices().get(topic, ())


@cache
def _choices() -> Mapping[Topic, tuple[str, ...]]:
    known = [field.value for field in ScorecardField]
    known += [f"{field.value}, {YEAR}" for field in OF_A_YEAR]
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


def _kpi_questions(
    plan: ImportPlan, answers: ImportMapping, register: Register
) -> Iterator[KpiQuestion]:
    plan = replace(plan, kpis=tuple(_as_known(kpi, register) for kpi in plan.kpis))
    assumed: dict[str, list[Assumption]] = {}
    for one in assumptions_of(plan):
        assumed.setdefault(one.kpi_ref, []).append(one)
    doubts = [one for one in plan.doubts if one.topic is Topic.KPI]
    for kpi in plan.kpis:
        shown, reasons = _guessed(kpi, plan, assumed.get(kpi.ref, ()))
        for doubt in doubts:
            if doubt.text == kpi.ref:
                field = doubt.field if doubt.field in ASKED_FIELDS else "unit"
                reasons[fact_heading(field)] = doubt.why
        answered = _answered(kpi, answers, register)
        wanted = {heading: why for heading, why in reasons.items() if heading not in answered}
        yield KpiQuestion(kpi.ref, kpi.name or "", shown | answered, wanted, frozenset(answered))


def _guessed(
    kpi: Kpi, plan: ImportPlan, assumed: Sequence[Assumption]
) -> tuple[dict[str, str], dict[str, str]]:
    """Heading → what is known or guessed of a KPI, and → why, where somebody should look."""
    facts = [one for one in assumed if one.field]
    shown = {fact_heading(field): _known(kpi, field) for field in ASKED_FIELDS}
    shown |= {fact_heading(one.field): one.taken_as for one in facts}
    reasons = {fact_heading(one.field): one.why for one in facts if one.is_weak}
    if kpi.ref not in plan.targeted:
        shown[TARGET_KIND] = TargetType.TO_BE_AGREED.value
        reasons |= {TARGET_KIND: _NO_TARGET} if kpi.ref in plan.measured else {}
    return shown, reasons


_NO_TARGET = "no target is printed; Tracker means that none is meant"


def _known(kpi: Kpi, field: str) -> str:
    """What is known of a field; nothing of what no column of the sheet ``KPIs`` holds."""
    return "" if field in (PROFILE, TARGET_TYPE) else _shown(getattr(kpi, field))


def _answered(kpi: Kpi, answers: ImportMapping, register: Register) -> dict[str, str]:
    """Heading → what the answers say of a KPI, or the register where that holds something."""
    found = {
        _fact_heading(name): _shown(value)
        for name, value in answers.facts_of(kpi.ref, kpi.name or "").items()
    }
    known = register.kpi(kpi.ref)
    if known is not None:
        found |= {
            fact_heading(field): held for field in ASKED_FIELDS if (held := _known(known, field))
        }
    rows = register.targets_by_kpi.get(kpi.ref, ())
    profile = next((row.profile for row in rows if row.profile is not None), None)
    return found if profile is None else {**found, fact_heading(PROFILE): profile.value}


def _as_known(kpi: Kpi, register: Register) -> Kpi:
    """A KPI with what the register knows of it, which stands above what the scorecard gives."""
    known = register.kpi(kpi.ref)
    facts = {} if known is None else {name: getattr(known, name) for name in _OF_KPIS}
    return replace(kpi, **{name: value for name, value in facts.items() if value is not None})


_OF_KPIS = tuple(name for name in ASKED_FIELDS if name not in (PROFILE, TARGET_TYPE))


def _fact_heading(name: str) -> str:
    """What a fact of the answers, given by heading or field, is called where it is asked."""
    column = fact_column(name)
    return name if column is None else column.heading.text


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return yes_or_no(value)
    return "" if value is None else str(value)
