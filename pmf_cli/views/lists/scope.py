"""Changes of scope: which bodies must be told of each, when each was told or next meets, and who must still be told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from pmf_cli.assessment import Assessment
from pmf_cli.errors import UsageError
from pmf_cli.frozen import frozen
from pmf_cli.register.kpi_filters import body_test
from pmf_cli.register.periods.period import Period
from pmf_cli.register.register import Register
from pmf_cli.register.scope_telling import TOLD_FIELDS, must_be_told, told_on
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.process import Board
from pmf_cli.register.sheets.supporting import ScopeChange
from pmf_cli.register.terms import BodyKind, StepStatus
from pmf_cli.views.base import Entry, Paragraph, Section, Tone, lead
from pmf_cli.views.entries import NOT_STATED, date_entry, text_entry
from pmf_cli.views.listing import Field, ListDefinition, Listing, register_title
from pmf_cli.views.references import kpi_named
from pmf_cli.words import counted, listed

USUAL_NAMES = {
    BodyKind.DMT: "The directorate management team",
    BodyKind.CLT: "The Corporate Leadership Team",
    BodyKind.SCRUTINY: "The scrutiny board",
}
"""Names where the sheet ``Boards`` has none that fits."""


NO_MEETING = "Not in the timetable"


@frozen
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
    kpi = register.kpi(change.kpi_ref)
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
    kpi = register.kpi(change.kpi_ref)
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


NO_CHANGE, ALL_TOLD = (
    "There is no change of scope to show.",
    "Everybody has been told of every change.",
)


@frozen
class ChangeLine:
    """A change of scope, and one body that must be told of it; none where nobody need be."""

    register: Register
    change: ScopeChange
    telling: Telling | None

    @property
    def is_to_tell(self) -> bool:
        """Whether the body is still to be told."""
        return self.telling is not None and self.telling.told is None

    @property
    def kpi(self) -> Kpi | None:
        """The KPI, where the register holds it."""
        return self.register.kpi(self.change.kpi_ref)


def _told_field(kind: BodyKind) -> Field[ChangeLine]:
    """When a kind of body was told, for readers."""
    return Field(
        f"told_{kind}",
        f"{kind} told",
        "",
        shown=lambda one: told_entry(one.register, one.change, kind),
        width=1.2,
    )


SCOPE: ListDefinition[ChangeLine] = ListDefinition(
    "pmf/scope/1",
    "One item a change of scope and a body that must be told of it. From `pmf scope list`.",
    "items",
    (
        Field(
            "change", "Change", "Reference of the change.", lambda one: one.change.change_ref,
            lambda one: Entry(one.change.change_ref, ref=one.change.source.at("change_ref")),
            width=1.2,
        ),
        Field(
            "kpi", "KPI", "KPI reference.", lambda one: one.change.kpi_ref,
            lambda one: text_entry(_kpi_words(one)), width=2.4,
        ),
        Field("name", "", "KPI name.", lambda one: one.kpi and one.kpi.name),
        Field(
            "kind", "Kind",
            "New, Ended, Definition, Source, Frequency, Owner, Target, Tolerance, Polarity or Board.",
            lambda one: one.change.kind,
        ),
        Field(
            "from_period", "From", "First period under the new scope.",
            lambda one: one.change.from_period, width=1.2,
        ),
        Field("before", "", "As it was.", lambda one: one.change.before),
        Field("after", "As it is now", "As it is now.", lambda one: one.change.after, width=3.0),
        Field("reason", "", "Why.", lambda one: one.change.reason),
        Field(
            "break_in_series", "", "True where figures before and after cannot be compared.",
            lambda one: one.change.break_in_series,
        ),
        Field(
            "body_kind", "", "DMT, CLT or Scrutiny; empty where nobody need be told.",
            lambda one: one.telling and one.telling.kind,
        ),
        Field(
            "body", "Body", "The body's name.", lambda one: one.telling and one.telling.body, width=3.4,
        ),
        Field(
            "told_on", "", "When it was told, ISO date; empty where it has not been.",
            lambda one: one.telling and one.telling.told,
        ),
        Field(
            "next_meeting", "Next meeting", "When it next meets by the timetable, ISO date.",
            lambda one: one.telling and one.telling.next_meeting, missing=NO_MEETING,
            width=1.6,
        ),
        Field(
            "where", "", "The cell for the date.",
            lambda one: one.telling and one.change.source.at(TOLD_FIELDS[one.telling.kind]),
        ),
        Field("kpi_ref", "KPI", "", lambda one: one.change.kpi_ref),
        *map(_told_field, TOLD_FIELDS),
    ),
    ("change", "kpi", "kind", "from_period", "after", *(f"told_{kind}" for kind in TOLD_FIELDS)),
)  # fmt: skip
TO_TELL = ("change", "kpi_ref", "body", "next_meeting")


def scope_listing(assessment: Assessment, *, only_open: bool = False, kpi_ref: str = "") -> Listing:
    """The changes of scope, newest last, in three formats.

    Args:
        only_open: only changes of which somebody must still be told.

    Raises:
        UsageError: there is no such KPI.
    """
    register = assessment.register
    ref = kpi_named(register, kpi_ref).ref if kpi_ref else ""
    lines = list(_lines(assessment, ref))
    to_tell = [one for one in lines if one.is_to_tell]
    if only_open:
        still_open = {id(one.change) for one in to_tell}
        lines = [one for one in lines if id(one.change) in still_open]
    # One line a change: a list tells of each body, the table names the bodies across.
    changes = list({id(one.change): one for one in lines}.values())
    return SCOPE.listing_of(
        assessment,
        lines,
        {"changes": len(changes), "still_to_tell": len(to_tell)},
        tuple(_sections(register, changes, to_tell)),
    )


def _lines(assessment: Assessment, ref: str) -> Iterator[ChangeLine]:
    register = assessment.register
    changes = register.scope_changes
    for change in (one for one in changes if not ref or one.kpi_ref == ref):
        tellings = tellings_of(register, change, assessment.period, assessment.as_of)
        yield from (ChangeLine(register, change, one) for one in tellings or (None,))


def _sections(
    register: Register, changes: Sequence[ChangeLine], to_tell: Sequence[ChangeLine]
) -> Iterator[Section]:
    table = SCOPE.table("scope", "Changes of scope", changes)
    yield Section(register_title(register, "changes of scope"), 1, (table,) if changes else ())
    if to_tell and changes:
        told = "To record that a body was told: pmf scope told CHANGE --body BODY --on DATE --write"
        table = SCOPE.table("to_tell", "Still to tell", to_tell, columns=TO_TELL)
        yield Section("Still to tell", 2, (table, Paragraph(told)))
    words = ALL_TOLD if changes else NO_CHANGE
    if to_tell:
        words = f"{counted(len(to_tell), 'report')} still to be made to a body."
    yield Section("Counts", 2, (lead(words),))


def _kpi_words(one: ChangeLine) -> str:
    name = "" if one.kpi is None else f" {one.kpi.short_name or one.kpi.name or ''}"
    return f"{one.change.kpi_ref or NOT_STATED}{name}"
