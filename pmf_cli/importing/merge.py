"""What of a plan is new to a register, what is there already, and what contradicts it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pmf_cli.findings import CellRef
from pmf_cli.importing.cell_fates import CellAccount, Fate
from pmf_cli.importing.plan import ImportPlan
from pmf_cli.register.figures import plain
from pmf_cli.register.periods.period import Period
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.layout import columns_of
from pmf_cli.register.sheets.record import Commentary, Forecast, Result
from pmf_cli.register.sheets.row_cells import RegisterValue, cells_of_row
from pmf_cli.register.sheets.supporting import Contact
from pmf_cli.register.sheets.targets import Target
from pmf_cli.register.terms import CommentaryKind
from pmf_cli.words import counted, listed_shortly

SHEETS = ("KPIs", "Targets", "Contacts", "Results", "Commentary", "Forecasts")
"""The sheets that an import writes to."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """A cell of the scorecard that says something else than the register; nothing is overwritten."""

    what: str
    kpi_ref: str
    period: str
    where: CellRef
    new: str
    there: CellRef
    old: str


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True)
class Merge:
    """The rows to add, by sheet, and what is not added.

    Attributes:
        already: sheet name → number of rows that the register has already.
        fills: blanks of KPIs that the register has, and what belongs there.
        unfilled: such blanks, KPI and column, for which its sheet has no column.
    """

    rows: Mapping[str, tuple[Any, ...]]
    already: Mapping[str, int] = field(default_factory=dict)
    conflicts: tuple[Conflict, ...] = ()
    fills: tuple[Fill, ...] = ()
    unfilled: tuple[tuple[str, str], ...] = ()
    tally: Tally = Tally()

    @property
    def is_empty(self) -> bool:
        """True where nothing is to be added or filled in."""
        return not self.fills and not any(self.rows.values())

    @property
    def is_there(self) -> bool:
        """True where the register has everything already that could be read of the scorecard."""
        if not self.is_empty or self.conflicts or self.unfilled:
            return False
        return any(self.already.get(name, 0) for name in _CELLS)

    @property
    def outcome(self) -> str:
        """What the import does, in words, with what stays undone."""
        if self.is_there and not self.tally.left:
            return f"The register holds all of this already. {self.tally.words}"
        words = self.tally.words
        if self.is_there:
            words = f"The register holds already what could be read. {words}"
        elif self.is_empty:
            words = f"Nothing was taken in. {words}"
        if self.unfilled:
            named = listed_shortly([f"{name} of {ref}" for ref, name in self.unfilled], 3)
            blanks = counted(len(self.unfilled), "blank")
            words += f" {blanks} of KPIs there already stay blank: {named}; the sheet KPIs has no such column."
        if self.fills:
            blanks = counted(len(self.fills), "blank")
            refs = listed_shortly(tuple(dict.fromkeys(one.ref for one in self.fills)), 3)
            words += f" {blanks} of rows there already filled in: {refs}."
        return words


def merged(plan: ImportPlan, register: Register | None) -> Merge:
    """The plan against the register as it is; with no register, everything is new."""
    everything = plan.rows
    if register is None:
        return Merge(everything, tally=_tally(plan, everything, (), frozenset()))
    conflicts: list[Conflict] = []
    rows: dict[str, tuple[Any, ...]] = {
        "KPIs": tuple(kpi for kpi in plan.kpis if kpi.ref not in register.kpi_by_ref),
        "Targets": tuple(t for t in plan.targets if _is_new_target(t, register, conflicts)),
        "Contacts": tuple(c for c in plan.contacts if c.ref not in register.contact_by_ref),
        "Results": tuple(r for r in plan.results if _is_new_result(r, register, conflicts)),
        "Commentary": tuple(c for c in plan.commentary if _is_new_comment(c, register, conflicts)),
        "Forecasts": tuple(f for f in plan.forecasts if _is_new_forecast(f, register, conflicts)),
    }
    already = {name: len(everything[name]) - len(rows[name]) for name in everything}
    for conflict in conflicts:
        already[_SHEET_OF[conflict.what]] -= 1
    known = frozenset(register.kpi_by_ref)
    fills = tuple(_fills(plan, register))
    columns = (*columns_of(Contact), *columns_of(Target), *columns_of(Kpi))
    headings = {column.field: column.heading.text for column in columns}
    return Merge(
        rows,
        already,
        tuple(conflicts),
        tuple(one for one in fills if one.has_column),
        tuple((one.ref, headings[one.field]) for one in fills if not one.has_column),
        _tally(plan, rows, conflicts, known),
    )


_OWN = frozenset({"first_period", "last_period", "status", "year_basis"})
"""Fields that a scorecard's periods say nothing of once a KPI is in the register."""


def _fills(plan: ImportPlan, register: Register) -> Iterator[Fill]:
    """The blanks of KPIs and of their targets that the register has, of which the plan knows what belongs there."""
    for kpi in plan.kpis:
        known = register.kpi_by_ref.get(kpi.ref)
        for name, value in cells_of_row(kpi).items() if known is not None else ():
            if value is not None and name not in _OWN and getattr(known, name) in (None, ()):
                assert known is not None
                yield Fill(kpi.ref, known, name, value)
    for target in plan.targets:
        for held in register.targets_by_kpi.get(target.kpi_ref, ()):
            is_same = held.from_period == target.from_period and _aim(held) == _aim(target)
            if is_same and held.profile is None and target.profile is not None:
                yield Fill(target.kpi_ref, held, "profile", target.profile.value)
    for contact in plan.contacts:
        person = register.contact_by_ref.get(contact.ref)
        if person is not None and not person.email and contact.email:
            yield Fill(contact.ref, person, "email", contact.email)


_CELLS = {"Results": "value", "Targets": "target", "Commentary": "text", "Forecasts": "value"}
"""Sheet → the field whose cell in the scorecard a row of it comes from."""


def _tally(
    plan: ImportPlan,
    rows: Mapping[str, Sequence[Any]],
    conflicts: Sequence[Conflict],
    known: Collection[str],
) -> Tally:
    """What becomes of the filled cells that are no headings."""
    new = {row.source.at(field) for name, field in _CELLS.items() for row in rows[name]}
    every: dict[str, tuple[Any, ...]] = {
        "Results": plan.results,
        "Targets": plan.targets,
        "Commentary": plan.commentary,
        "Forecasts": plan.forecasts,
    }
    there = {row.source.at(field) for name, field in _CELLS.items() for row in every[name]} - new
    against = {conflict.where for conflict in conflicts}
    there -= against
    nothing_new = not any(rows.values())

    def fate_of(account: CellAccount) -> str:
        if account.fate is Fate.LEFT or account.where in against:
            return "left"
        is_held = account.where in there or _is_of_known(account.words, known)
        return "held" if nothing_new or is_held else "taken"

    fates = Counter(fate_of(one) for one in plan.accounts if one.fate is not Fate.HEADING)
    return Tally(fates["taken"], fates["held"], fates["left"])


def _is_of_known(words: str, known: Collection[str]) -> bool:
    """Whether a cell tells of a KPI itself that the register has already."""
    if not words.startswith("KPIs, "):
        return False
    ref = words.partition(" of ")[2] or words.removeprefix("KPIs, ")
    return ref in known


_SHEET_OF = {
    "Result": "Results",
    "Target": "Targets",
    "Judged status": "Commentary",
    "Forecast": "Forecasts",
}


def _is_new_result(row: Result, register: Register, conflicts: list[Conflict]) -> bool:
    assert row.period is not None
    known = register.results_of(row.kpi_ref).get(row.period)
    if known is None:
        return True
    if known.value != row.value or (
        row.value is None and known.no_data_reason != row.no_data_reason
    ):
        old = (
            plain(known.value) if known.value is not None else str(known.no_data_reason or "blank")
        )
        new = plain(row.value) if row.value is not None else str(row.no_data_reason or "blank")
        conflicts.append(
            Conflict(
                "Result", row.kpi_ref, str(row.period), row.source.at("value"), new,
                known.source.at("value"), old,
            )
        )  # fmt: skip
    return False


def _is_new_target(row: Target, register: Register, conflicts: list[Conflict]) -> bool:
    """False where the register's target in force says the same, or something else for just then.

    A register's target without end is followed by a row that begins later, so a later target
    that differs is new and no conflict.
    """
    assert row.from_period is not None
    # A year's target and a quarter's may stand side by side: like is held against like.
    held = [
        t
        for t in register.targets_by_kpi.get(row.kpi_ref, ())
        if t.split is None and (t.from_period is None or t.from_period.kind is row.from_period.kind)
    ]
    covering = [t for t in held if _covers(t, row.from_period)]
    if not covering:
        return True
    known = covering[-1]
    if _aim(known) == _aim(row):
        return not _covers(known, row.to_period or row.from_period) and not _follows(held, row)
    begins_later = known.from_period is not None and known.from_period.end < row.from_period.end
    if known.to_period is None and begins_later:
        return True
    conflicts.append(
        Conflict(
            "Target", row.kpi_ref, str(row.from_period), row.source.at("target"), _target_words(row),
            known.source.at("target"), _target_words(known),
        )
    )  # fmt: skip
    return False


def _follows(held: list[Target], row: Target) -> bool:
    """True where the register has this very row, end included."""
    return any(
        (t.from_period, t.to_period, *_aim(t)) == (row.from_period, row.to_period, *_aim(row))
        for t in held
    )


def _covers(target: Target, period: Period) -> bool:
    begins = target.from_period is None or target.from_period.start <= period.start
    ends = target.to_period is None or period.end <= target.to_period.end
    return begins and ends


def _aim(target: Target) -> tuple[Any, ...]:
    return target.target_type, target.target, target.range_low, target.range_high


def _target_words(target: Target) -> str:
    if target.range_low is not None:
        return f"{plain(target.range_low)} to {plain(target.range_high)}"
    value = plain(target.target) if target.target is not None else ""
    return f"{target.target_type or ''} {value}".strip()


def _is_new_comment(row: Commentary, register: Register, conflicts: list[Conflict]) -> bool:
    held = [
        c
        for c in register.commentary_by_kpi.get(row.kpi_ref, ())
        if c.period == row.period and c.kind is row.kind
    ]
    if any(_plain(c.text) == _plain(row.text) for c in held):
        return False
    if row.kind is CommentaryKind.JUDGED and held:
        known = held[-1]
        conflicts.append(
            Conflict(
                "Judged status", row.kpi_ref, str(row.period), row.source.at("text"), row.text or "",
                known.source.at("text"), known.text or "",
            )
        )  # fmt: skip
        return False
    return True


def _is_new_forecast(row: Forecast, register: Register, conflicts: list[Conflict]) -> bool:
    """False where the register has a forecast for the same period that was made in the same one."""
    about = (row.kpi_ref, row.for_period, row.made_in)
    held = [
        one for one in register.forecasts if (one.kpi_ref, one.for_period, one.made_in) == about
    ]
    if held and held[-1].value != row.value:
        where, there = row.source.at("value"), held[-1].source.at("value")
        old = plain(held[-1].value) if held[-1].value is not None else "blank"
        new = plain(row.value) if row.value is not None else "blank"
        period = f"{row.for_period}, made in {row.made_in}"
        conflicts.append(Conflict("Forecast", row.kpi_ref, period, where, new, there, old))
    return not held


def _plain(text: str | None) -> str:
    return " ".join((text or "").split())
