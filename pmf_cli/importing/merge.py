"""What of a plan is new to a register, what is there already, and what contradicts it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pmf_cli.findings import CellRef
from pmf_cli.importing.plan import ImportPlan
from pmf_cli.register.figures import plain
from pmf_cli.register.periods.period import Period
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.record import Commentary, Result
from pmf_cli.register.sheets.targets import Target
from pmf_cli.register.terms import CommentaryKind

SHEETS = ("KPIs", "Targets", "Contacts", "Results", "Commentary")
"""The sheets that an import writes to."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """A cell of the scorecard that says something else than the register; nothing is overwritten.

    Attributes:
        what: ``Result``, ``Target`` or ``Judged status``.
        kpi_ref: the KPI.
        period: the period.
        where: the scorecard's cell.
        new: what it says.
        there: the register's cell.
        old: what the register says.
    """

    what: str
    kpi_ref: str
    period: str
    where: CellRef
    new: str
    there: CellRef
    old: str


@dataclass(frozen=True)
class Merge:
    """The rows to add, by sheet, and what is not added.

    Attributes:
        rows: sheet name → rows of its model, in order.
        already: sheet name → number of rows that the register has already.
        conflicts: what contradicts the register.
    """

    rows: Mapping[str, tuple[Any, ...]]
    already: Mapping[str, int] = field(default_factory=dict)
    conflicts: tuple[Conflict, ...] = ()

    @property
    def is_empty(self) -> bool:
        """True where nothing is to be added."""
        return not any(self.rows.values())


def merged(plan: ImportPlan, register: Register | None) -> Merge:
    """The plan against the register as it is; with no register, everything is new."""
    everything: dict[str, tuple[Any, ...]] = {
        "KPIs": plan.kpis,
        "Targets": plan.targets,
        "Contacts": plan.contacts,
        "Results": plan.results,
        "Commentary": plan.commentary,
    }
    if register is None:
        return Merge(everything)
    conflicts: list[Conflict] = []
    rows: dict[str, tuple[Any, ...]] = {
        "KPIs": tuple(kpi for kpi in plan.kpis if kpi.ref not in register.kpi_by_ref),
        "Targets": tuple(t for t in plan.targets if _is_new_target(t, register, conflicts)),
        "Contacts": plan.contacts,
        "Results": tuple(r for r in plan.results if _is_new_result(r, register, conflicts)),
        "Commentary": tuple(c for c in plan.commentary if _is_new_comment(c, register, conflicts)),
    }
    already = {name: len(everything[name]) - len(rows[name]) for name in everything}
    for conflict in conflicts:
        already[_SHEET_OF[conflict.what]] -= 1
    return Merge(rows, already, tuple(conflicts))


_SHEET_OF = {"Result": "Results", "Target": "Targets", "Judged status": "Commentary"}


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
    held = [t for t in register.targets_by_kpi.get(row.kpi_ref, ()) if t.split is None]
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


def _plain(text: str | None) -> str:
    return " ".join((text or "").split())
