"""What of a plan is new to a register, what is there already, and what differs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import field, replace
from typing import Any

from pmf_cli.findings import CellRef
from pmf_cli.frozen import frozen
from pmf_cli.importing.cell_fates import CellAccount, Fate
from pmf_cli.importing.mapping import TARGET_KIND, ImportMapping, fact_column
from pmf_cli.importing.missing import MissingAnswer, MissingKpi, missing_kpis
from pmf_cli.importing.plan import ImportPlan
from pmf_cli.importing.restated import Contradiction, PutRight
from pmf_cli.importing.revisions import (
    Decision,
    RevisedCell,
    Revision,
    is_awaited,
    result_differs,
    result_words,
    target_covers,
    target_words,
)
from pmf_cli.register.choices import choice_in
from pmf_cli.register.figures import plain
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.layout import columns_of
from pmf_cli.register.sheets.record import Commentary, Forecast, Result
from pmf_cli.register.sheets.row_cells import RegisterValue, cells_of_row
from pmf_cli.register.sheets.supporting import Contact
from pmf_cli.register.sheets.targets import Target
from pmf_cli.register.terms import CommentaryKind, TargetType
from pmf_cli.words import counted, listed_shortly, yes_or_no


@frozen
class Fill:
    """A blank cell of a row of the register that is filled: of a KPI, one of its targets, or a contact."""

    ref: str
    row: Kpi | Target | Contact
    field: str
    value: RegisterValue

    @property
    def has_column(self) -> bool:
        """Whether its sheet has a column for it."""
        return self.field in self.row.source.place.columns

    @property
    def heading(self) -> str:
        """The heading of that column."""
        return next(
            one.heading.text
            for kind in (Kpi, Target, Contact)
            if isinstance(self.row, kind)
            for one in columns_of(kind)
            if one.field == self.field
        )


@frozen
class OtherFact:
    """A fact of a KPI that the scorecard or an answer states otherwise than the register, which keeps its own."""

    ref: str
    heading: str
    held: str
    said: str
    is_answer: bool = False

    @property
    def words(self) -> str:
        """It as it is told."""
        by = "by an answer" if self.is_answer else "in the scorecard"
        return f"{self.heading} of {self.ref} ({self.held}; {by} {self.said})"


@frozen
class Tally:
    """How many cells of a scorecard are taken in, say what the register says, or are left."""

    taken: int = 0
    there: int = 0
    left: int = 0

    @property
    def words(self) -> str:
        """The three counts."""
        cells = counted(self.taken + self.there + self.left, "cell")
        return (
            f"Of {cells} besides headings: {self.taken:,} taken in, {self.there:,} there already,"
            f" {self.left:,} not taken in."
        )


@frozen
class Merge:
    """The rows to add, by sheet, and what is not added.

    Attributes:
        already: sheet name → number of rows that the register has already.
        awaited: figures for rows of the register that only wait for one; they are taken in.
        revisions: what differs from the register, with what was decided.
        missing: KPIs that the scorecard had and has no more.
        fills: blanks of KPIs that the register has, and what belongs there.
        unfilled: such blanks, KPI and column, for which its sheet has no column.
        other_facts: facts of KPIs that the scorecard states otherwise.
        put_right: rows that an earlier import wrote and that the answers put right.
        contradictions: answers that the register does not take, since somebody typed there.
    """

    rows: Mapping[str, tuple[Any, ...]]
    already: Mapping[str, int] = field(default_factory=dict)
    awaited: tuple[Revision, ...] = ()
    revisions: tuple[Revision, ...] = ()
    missing: tuple[MissingKpi, ...] = ()
    fills: tuple[Fill, ...] = ()
    unfilled: tuple[tuple[str, str], ...] = ()
    tally: Tally = Tally()
    other_facts: tuple[OtherFact, ...] = ()
    put_right: tuple[PutRight, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()

    @property
    def conflicts(self) -> tuple[Revision, ...]:
        """The revisions on which nobody has decided: the register's stays until then."""
        return tuple(one for one in self.revisions if one.decision is None)

    @property
    def corrections(self) -> tuple[Revision, ...]:
        """What takes the place of something in the register: awaited figures and accepted revisions."""
        accepted = (one for one in self.revisions if one.decision is Decision.ACCEPT)
        return (*self.awaited, *accepted)

    @property
    def open_missing(self) -> tuple[MissingKpi, ...]:
        """The missing KPIs of which nobody has said what became of them."""
        return tuple(one for one in self.missing if not one.answer)

    @property
    def is_empty(self) -> bool:
        """True where nothing is to be added, corrected or filled in."""
        is_kept = not (self.fills or self.corrections or self.put_right)
        return is_kept and not any(self.rows.values())

    @property
    def is_there(self) -> bool:
        """True where the register has everything already that could be read of the scorecard."""
        if not self.is_empty or self.conflicts or self.unfilled or self.contradictions:
            return False
        return any(self.already.get(name, 0) for name in _CELLS)

    @property
    def outcome(self) -> str:
        """What the import does, in words, with what stays undone."""
        return " ".join(filter(None, (self._words_of_all, *self._words_of_blanks)))

    def what_is_open(self, questions: str) -> Iterator[str]:
        """What differs or is missing, on which somebody must decide, a sentence each.

        Args:
            questions: the workbook in which it can be decided, or how to have one.
        """
        if self.conflicts:
            refs = listed_shortly(tuple(dict.fromkeys(one.kpi_ref for one in self.conflicts)), 6)
            figures = counted(len(self.conflicts), "figure differs", "figures differ")
            yield (
                f"{figures} from the register, which keeps its own: {refs}. Take the scorecard's with"
                f" --accept-revised, or decide one by one under Your changes ({questions}) or with --ask."
            )
        yield from self._words_of_contradictions
        yield from self._words_of_other_facts
        for one in self.missing:
            if one.answer is not MissingAnswer.EXPECTED and not one.is_recorded:
                yield f"{one.ref} {one.name} is not in the scorecard any more: {one.what_to_do}."

    @property
    def _words_of_contradictions(self) -> Iterator[str]:
        if self.contradictions:
            named = listed_shortly([one.words for one in self.contradictions], 3)
            answers = counted(len(self.contradictions), "answer is", "answers are")
            yield (
                f"{answers} not taken, since the register's cell was changed after the import: {named}."
                " Correct the cell in the register, or the answer."
            )

    @property
    def _words_of_other_facts(self) -> Iterator[str]:
        told = {(one.ref, one.what) for one in self.contradictions}
        left = [one for one in self.other_facts if (one.ref, one.heading) not in told]
        if left:
            named = listed_shortly([one.words for one in left], 3)
            facts = counted(len(left), "fact of a KPI is", "facts of KPIs are")
            yield (
                f"{facts} otherwise in the register, which keeps its own: {named}."
                " A change is recorded with pmf scope change."
            )

    @property
    def _words_of_all(self) -> str:
        if self.is_there and not self.tally.left:
            return f"The register holds all of this already. {self.tally.words}"
        if self.is_there:
            return f"The register holds already what could be read. {self.tally.words}"
        return f"Nothing was taken in. {self.tally.words}" if self.is_empty else self.tally.words

    @property
    def _words_of_blanks(self) -> Iterator[str]:
        if self.unfilled:
            named = listed_shortly([f"{name} of {ref}" for ref, name in self.unfilled], 3)
            blanks = counted(len(self.unfilled), "blank")
            yield f"{blanks} of KPIs there already stay blank: {named}; the sheet KPIs has no such column."
        if self.fills:
            blanks = counted(len(self.fills), "blank")
            refs = listed_shortly(tuple(dict.fromkeys(one.ref for one in self.fills)), 3)
            yield f"{blanks} of rows there already filled in: {refs}."
        if self.put_right:
            rows = counted(len(self.put_right), "row")
            refs = listed_shortly(tuple(dict.fromkeys(one.kpi_ref for one in self.put_right)), 3)
            yield f"{rows} of the import before put right by your answers: {refs}."


def merged(
    plan: ImportPlan,
    register: Register | None,
    answers: ImportMapping | None = None,
    before: Collection[str] = (),
) -> Merge:
    """The plan against the register as it is; with no register, everything is new.

    Args:
        answers: what is said of revisions and of missing KPIs.
        before: the KPIs that the scorecard had when it was last taken in.
    """
    if register is None:
        return Merge(plan.rows, tally=_tally(plan, plan.rows, (), frozenset()))
    said = answers or ImportMapping()
    found = _Differing(register)
    rows = {name: found.new_of(name, every) for name, every in plan.rows.items()}
    fills = tuple(_fills(plan, register))
    revisions = tuple(_decided(one, said) for one in found.revisions)
    return Merge(
        rows,
        _already(plan, rows, (*found.revisions, *found.awaited)),
        tuple(found.awaited),
        revisions,
        missing_kpis(plan, register, said, before),
        tuple(one for one in fills if one.has_column),
        tuple((one.ref, one.heading) for one in fills if not one.has_column),
        _tally(plan, rows, revisions, frozenset(register.kpi_by_ref)),
        tuple(_other_facts(plan, register, said)),
    )


def _already(
    plan: ImportPlan, new: Mapping[str, Sequence[Any]], differing: Sequence[Revision]
) -> dict[str, int]:
    """Sheet → how many rows the register has, and says the same in."""
    counts = Counter({name: len(every) - len(new[name]) for name, every in plan.rows.items()})
    counts.subtract(SHEET_OF[one.what] for one in differing)
    return dict(counts)


def _decided(revision: Revision, answers: ImportMapping) -> Revision:
    said = choice_in(answers.revised.get(revision.key, ""), Decision)
    decision = said if isinstance(said, Decision) else None
    return replace(revision, decision=decision, reason=answers.reasons.get(revision.key, ""))


_STATED = ("directorate", "polarity", "key_contact", "responsible_officer")
"""Fields of a KPI that scorecards state, and that a register may come to have otherwise."""


def _other_facts(
    plan: ImportPlan, register: Register, answers: ImportMapping
) -> Iterator[OtherFact]:
    """What the scorecard or an answer states of KPIs that the register has, and has otherwise; people by their names."""
    names = {one.ref: one.name or one.ref for one in (*plan.contacts, *register.contacts)}
    for kpi in plan.kpis:
        known = register.kpi_by_ref.get(kpi.ref)
        if known is not None:
            facts = answers.facts_of(kpi.ref, kpi.name or "")
            yield from _unlike(known, kpi, facts, names)
            yield from _other_type(kpi.ref, facts, register)


def _unlike(
    known: Kpi, kpi: Kpi, facts: Mapping[str, object], names: Mapping[str, str]
) -> Iterator[OtherFact]:
    """What a KPI of the scorecard has otherwise than the register's, of what is stated or answered."""
    headings = {one.field: one.heading.text for one in columns_of(Kpi)}
    answered = {column.field for name in facts if (column := fact_column(name)) is not None}
    for name in dict.fromkeys((*_STATED, *sorted(answered))):
        held, said = getattr(known, name), getattr(kpi, name)
        if None not in (held, said) and _plain(str(held)) != _plain(str(said)):
            was, new = (names.get(str(one), _shown(one)) for one in (held, said))
            yield OtherFact(kpi.ref, headings[name], was, new, is_answer=name in answered)


def _shown(value: object) -> str:
    return yes_or_no(value) if isinstance(value, bool) else str(value)


def _other_type(ref: str, facts: Mapping[str, object], register: Register) -> Iterator[OtherFact]:
    """The type that an answer gives a target which the scorecard does not print; one to be agreed has been since."""
    said = choice_in(str(facts.get(TARGET_KIND, "")), TargetType)
    held = [one.target_type for one in register.targets_by_kpi.get(ref, ()) if one.split is None]
    is_answer = isinstance(said, TargetType) and said is not TargetType.TO_BE_AGREED
    if is_answer and held and held[-1] not in (None, said):
        yield OtherFact(ref, TARGET_KIND, str(held[-1]), str(said), is_answer=True)


_OWN = frozenset({"first_period", "last_period", "status", "year_basis"})
"""Fields that a scorecard's periods say nothing of once a KPI is in the register."""


def _fills(plan: ImportPlan, register: Register) -> Iterator[Fill]:
    """The blanks of rows that the register has, of which the plan knows what belongs there."""
    for kpi in plan.kpis:
        known = register.kpi_by_ref.get(kpi.ref)
        if known is not None:
            yield from _blanks_of(known, kpi)
    for target in plan.targets:
        yield from _profiles_of(register.targets_by_kpi.get(target.kpi_ref, ()), target)
    for contact in plan.contacts:
        person = register.contact_by_ref.get(contact.ref)
        if person is not None and not person.email and contact.email:
            yield Fill(contact.ref, person, "email", contact.email)


def _blanks_of(known: Kpi, kpi: Kpi) -> Iterator[Fill]:
    for name, value in cells_of_row(kpi).items():
        if value is not None and name not in _OWN and getattr(known, name) in (None, ()):
            yield Fill(kpi.ref, known, name, value)


def _profiles_of(held: Sequence[Target], target: Target) -> Iterator[Fill]:
    profile = target.profile
    for row in held if profile is not None else ():
        is_same = row.from_period == target.from_period and _aim(row) == _aim(target)
        if is_same and row.profile is None and profile is not None:
            yield Fill(target.kpi_ref, row, "profile", profile.value)


_CELLS = {"Results": "value", "Targets": "target", "Commentary": "text", "Forecasts": "value"}
"""Sheet → the field whose cell in the scorecard a row of it comes from."""


def _tally(
    plan: ImportPlan,
    rows: Mapping[str, Sequence[Any]],
    revisions: Sequence[Revision],
    known: Collection[str],
) -> Tally:
    """What becomes of the filled cells that are no headings."""
    accepted = {one.where for one in revisions if one.decision is Decision.ACCEPT}
    against = {one.where for one in revisions} - accepted
    there = _cells_of(plan.rows) - _cells_of(rows) - against - accepted
    nothing_new = not any(rows.values()) and not accepted

    def fate_of(account: CellAccount) -> str:
        if account.fate is Fate.LEFT or account.where in against:
            return "left"
        is_held = account.where in there or _is_of_known(account.words, known)
        return "held" if nothing_new or is_held else "taken"

    fates = Counter(fate_of(one) for one in plan.accounts if one.fate is not Fate.HEADING)
    return Tally(fates["taken"], fates["held"], fates["left"])


def _cells_of(rows: Mapping[str, Sequence[Any]]) -> set[CellRef]:
    """The scorecard's cells that rows of the register come from."""
    return {row.source.at(name) for sheet, name in _CELLS.items() for row in rows[sheet]}


def _is_of_known(words: str, known: Collection[str]) -> bool:
    """Whether a cell tells of a KPI itself that the register has already."""
    if not words.startswith("KPIs, "):
        return False
    ref = words.partition(" of ")[2] or words.removeprefix("KPIs, ")
    return ref in known


SHEET_OF = {
    RevisedCell.RESULT: "Results",
    RevisedCell.TARGET: "Targets",
    RevisedCell.PROFILE: "Targets",
    RevisedCell.JUDGED: "Commentary",
    RevisedCell.FORECAST: "Forecasts",
}
"""What may be revised → the sheet of the register that holds it."""


class _Differing:
    """Tells rows that are new to a register from those that it has, and keeps what differs."""

    def __init__(self, register: Register) -> None:
        self._register = register
        self.awaited: list[Revision] = []
        self.revisions: list[Revision] = []

    def new_of(self, sheet: str, rows: Sequence[Any]) -> tuple[Any, ...]:
        """The rows of a sheet that the register has not."""
        tests: Mapping[str, Callable[[Any], bool]] = {
            "KPIs": lambda row: row.ref not in self._register.kpi_by_ref,
            "Targets": self._is_new_target,
            "Contacts": lambda row: row.ref not in self._register.contact_by_ref,
            "Results": self._is_new_result,
            "Commentary": self._is_new_comment,
            "Forecasts": self._is_new_forecast,
        }
        return tuple(filter(tests[sheet], rows))

    def _is_new_result(self, row: Result) -> bool:
        """False where the register has a row for the period, whatever it says."""
        assert row.period is not None
        known = self._register.results_of(row.kpi_ref).get(row.period)
        if known is None:
            return True
        if result_differs(known, row):
            kind = RevisedCell.RESULT
            made = Revision(kind, known, row, result_words(known), result_words(row))
            (self.awaited if is_awaited(known) else self.revisions).append(made)
        return False

    def _is_new_target(self, row: Target) -> bool:
        """False where the register's target in force says the same, or something else for just then.

        A register's target without end is followed by a row that begins later, so a later target
        that differs is new and no revision. A row without a period is a KPI's of which no figure is known.
        """
        if row.from_period is None:
            return not self._register.targets_by_kpi.get(row.kpi_ref)
        held = self._like(row)
        known = next((one for one in reversed(held) if target_covers(one, row.from_period)), None)
        if known is None:
            return True
        if _aim(known) == _aim(row):
            self._hold_profiles(known, row)
            is_whole = target_covers(known, row.to_period or row.from_period)
            return not is_whole and not _follows(held, row)
        if _is_followed(known, row):
            return True
        old, new = target_words(known), target_words(row)
        self.revisions.append(Revision(RevisedCell.TARGET, known, row, old, new))
        return False

    def _like(self, row: Target) -> list[Target]:
        """The register's targets that may be held against one: a year's and a quarter's may stand side by side."""
        kind = None if row.from_period is None else row.from_period.kind
        return [
            one
            for one in self._register.targets_by_kpi.get(row.kpi_ref, ())
            if one.split is None and (one.from_period is None or one.from_period.kind is kind)
        ]

    def _hold_profiles(self, held: Target, said: Target) -> None:
        """Keeps what a year's target means for its parts, where the answers say another thing than the register."""
        if None not in (held.profile, said.profile) and held.profile is not said.profile:
            old, new = str(held.profile), str(said.profile)
            self.revisions.append(Revision(RevisedCell.PROFILE, held, said, old, new))

    def _is_new_comment(self, row: Commentary) -> bool:
        """False where the register has the very words, or another judged status for the period."""
        about = (row.period, row.kind)
        of_kpi = self._register.commentary_by_kpi.get(row.kpi_ref, ())
        held = [one for one in of_kpi if (one.period, one.kind) == about]
        if _plain(row.text) in {_plain(one.text) for one in held}:
            return False
        if row.kind is not CommentaryKind.JUDGED or not held:
            return True
        old, new = held[-1].text or "", row.text or ""
        self.revisions.append(Revision(RevisedCell.JUDGED, held[-1], row, old, new))
        return False

    def _is_new_forecast(self, row: Forecast) -> bool:
        """False where the register has a forecast for the same period that was made in the same one."""
        about = (row.kpi_ref, row.for_period, row.made_in)
        held = [
            one
            for one in self._register.forecasts
            if (one.kpi_ref, one.for_period, one.made_in) == about
        ]
        if held and held[-1].value != row.value:
            old, new = plain(held[-1].value), plain(row.value)
            self.revisions.append(Revision(RevisedCell.FORECAST, held[-1], row, old, new))
        return not held


def _is_followed(known: Target, row: Target) -> bool:
    """Whether a target without end gives way to one that begins later."""
    begins, ends = known.from_period, row.from_period
    is_later = begins is not None and ends is not None and begins.end < ends.end
    return known.to_period is None and is_later


def _follows(held: list[Target], row: Target) -> bool:
    """True where the register has this very row, end included."""
    return any(
        (t.from_period, t.to_period, *_aim(t)) == (row.from_period, row.to_period, *_aim(row))
        for t in held
    )


def _aim(target: Target) -> tuple[Any, ...]:
    return target.target_type, target.target, target.range_low, target.range_high


def _plain(text: str | None) -> str:
    return " ".join((text or "").split())
