"""Who must be told of a change of scope: the bodies by name, when each was told or next meets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from pmf_cli.errors import UsageError
from pmf_cli.register.kpi_filters import body_test
from pmf_cli.register.periods.period import Period
from pmf_cli.register.register import Register
from pmf_cli.register.scope_telling import TOLD_FIELDS, must_be_told, told_on
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.process import Board
from pmf_cli.register.sheets.supporting import ScopeChange
from pmf_cli.register.terms import BodyKind, StepStatus
from pmf_cli.views.base import Entry, Tone
from pmf_cli.views.entries import date_entry
from pmf_cli.words import listed

USUAL_NAMES = {
    BodyKind.DMT: "The directorate management team",
    BodyKind.CLT: "The Corporate Leadership Team",
    BodyKind.SCRUTINY: "The scrutiny board",
}
"""Names where the sheet ``Boards`` has none that fits."""


NO_MEETING = "Not in the timetable"


@dataclass(frozen=True, slots=True)
class Telling:
    """A body that must be told of a change.

    Attributes:
        told: when it was told; ``None`` where it was not.
        next_meeting: when it next meets by the timetable; ``None`` where that is not known.
    """

    kind: BodyKind
    body: str
    told: date | None
    next_meeting: date | None


def tellings_of(
    register: Register, change: ScopeChange, period: Period, as_of: date
) -> tuple[Telling, ...]:
    """The bodies that must be told of a change, in their usual order."""
    kpi = register.kpi_by_ref.get(change.kpi_ref or "")
    found = []
    for kind in must_be_told(register, change):
        body = body_for(register, kind, kpi, period)
        meets = next_meeting(register, body, as_of)
        found.append(Telling(kind, body, told_on(change, kind), meets))
    return tuple(found)


def told_entry(register: Register, change: ScopeChange, kind: BodyKind) -> Entry:
    """When a kind of body was told of a change, that it was not yet, or that it need not be."""
    on = told_on(change, kind)
    if on is None and kind not in must_be_told(register, change):
        return Entry("Need not be", tone=Tone.MUTED)
    return date_entry(on, "Not yet")


def kind_named(register: Register, change: ScopeChange, asked: str) -> BodyKind:
    """The kind of body that a word or a name means: ``DMT``, ``scrutiny``, ``Adults and Health DMT``.

    Raises:
        UsageError: it is no body that is told of the change.
    """
    wanted = must_be_told(register, change) or tuple(TOLD_FIELDS)
    plain = " ".join(asked.split()).casefold()
    for name, kind in _names(register, change):
        if plain == name.casefold() and kind in wanted:
            return kind
    raise UsageError(
        f'"{asked}" is no body that {change.change_ref} is reported to.',
        f"Use {listed((str(kind) for kind in wanted), 'or')}, or the body's name from Boards.",
    )


def _names(register: Register, change: ScopeChange) -> Iterator[tuple[str, BodyKind]]:
    """What each kind of body may be called, in the order in which a name is looked for."""
    for kind in TOLD_FIELDS:
        yield str(kind), kind
        yield USUAL_NAMES[kind], kind
    yield from ((board.body, board.kind) for board in register.boards if board.kind is not None)
    kpi = register.kpi_by_ref.get(change.kpi_ref or "")
    if kpi is not None and kpi.scrutiny_board:
        yield kpi.scrutiny_board, BodyKind.SCRUTINY


def body_for(register: Register, kind: BodyKind, kpi: Kpi | None, period: Period) -> str:
    """The name of the body of a kind that receives a KPI's papers."""
    if kind is BodyKind.SCRUTINY and kpi is not None and kpi.scrutiny_board:
        return kpi.scrutiny_board
    boards = [board for board in register.boards if board.kind is kind]
    fitting = [board for board in boards if _receives(register, board, kpi, period)]
    return fitting[0].body if fitting else USUAL_NAMES[kind]


def _receives(register: Register, board: Board, kpi: Kpi | None, period: Period) -> bool:
    if not board.filter:
        return board.kind is BodyKind.CLT
    try:
        return kpi is not None and body_test(register, board.filter, period)(kpi)
    except UsageError:
        return False


def next_meeting(register: Register, body: str, as_of: date) -> date | None:
    """The first meeting of a body on or after a day, by the timetable."""
    days = (
        entry.on
        for entry in register.timetable
        if entry.body == body and entry.status is not StepStatus.CANCELLED
    )
    return min((on for on in days if on is not None and on >= as_of), default=None)
