"""Meetings: which step of a cycle each body's meeting is, and which of them are public."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from difflib import get_close_matches

from pmf_cli.cycle.timetable.clash import Clash, ClashKind
from pmf_cli.cycle.working_days import WorkingDays
from pmf_cli.findings import CellRef, Severity
from pmf_cli.frozen import frozen
from pmf_cli.register.periods.period import Period
from pmf_cli.register.periods.steps import latest_ended, shift
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.process import Board, TimetableEntry
from pmf_cli.register.terms import (
    BodyKind,
    Frequency,
    StepStatus,
    TimetableStep,
    YearBasis,
)
from pmf_cli.words import day

STEP_OF = {
    BodyKind.DMT: TimetableStep.DMT_REVIEW,
    BodyKind.CLT: TimetableStep.CLT,
    BodyKind.EXECUTIVE: TimetableStep.CABINET,
    BodyKind.SCRUTINY: TimetableStep.SCRUTINY,
}
"""Which step of the cycle a body's meeting is."""
MEETINGS = frozenset(STEP_OF.values())
"""Steps that are meetings: their dates are given, not worked out."""
QUARTERS = 4
FAR = 366
"""Days from a period's end beyond which a step's date is taken for a slip of the keyboard."""
IN_PUBLIC = (TimetableStep.CABINET, TimetableStep.SCRUTINY)


@frozen
class Meeting:
    """A meeting as the officer gave it.

    Attributes:
        cycle: the reporting cycle that it takes papers of.
    """

    cycle: Period
    step: TimetableStep
    body: str
    on: date
    at: str = ""
    ref: str = ""
    where: CellRef | None = None


def clt_meetings(days: Iterable[date], register: Register, year_start: int) -> tuple[Meeting, ...]:
    """The meetings of CLT on some days, each for the quarter that had ended last by then.

    Raises:
        ValueError: two of them are for one quarter; the words name both.
    """
    boards = [one.body for one in register.boards if one.kind is BodyKind.CLT]
    body = boards[0] if len(boards) == 1 else ""
    found: dict[Period, Meeting] = {}
    for on in sorted(set(days)):
        cycle = latest_ended(Frequency.QUARTERLY, YearBasis.FINANCIAL, on, year_start)
        assert cycle is not None
        if cycle in found:
            first = day(found[cycle].on)
            raise ValueError(f"{first} and {day(on)} are both of the quarter {cycle}")
        found[cycle] = Meeting(cycle, TimetableStep.CLT, body, on)
    return tuple(found.values())


def cycles_to_date(register: Register, as_of: date, year_start: int) -> tuple[Period, ...]:
    """The four quarters from the one that ended last on, of which CLT has no date yet."""
    first = latest_ended(Frequency.QUARTERLY, YearBasis.FINANCIAL, as_of, year_start)
    assert first is not None
    dated = {
        row.cycle
        for row in register.timetable
        if row.step is TimetableStep.CLT and row.on is not None
    }
    four = {shift(first, steps) for steps in range(QUARTERS)} - {None, *dated}
    return tuple(sorted(one for one in four if one is not None))


def is_done(entry: TimetableEntry) -> bool:
    """True for a step that somebody has marked as done."""
    return entry.status is StepStatus.DONE or entry.done_on is not None


def is_open(entry: TimetableEntry) -> bool:
    """True for a step that is still to come: neither done nor cancelled."""
    return not is_done(entry) and entry.status is not StepStatus.CANCELLED


def is_far(entry: TimetableEntry) -> bool:
    """True for a day so far from the end of its period that it must be mistyped."""
    return entry.on is not None and abs((entry.on - entry.cycle.end).days) > FAR


def board_named(register: Register, body: str | None) -> Board | None:
    """The body's row in the sheet ``Boards``, whatever the case of its name."""
    name = body_key(body)
    return next((board for board in register.boards if body_key(board.body) == name), None)


def body_key(text: str | None) -> str:
    """A name for comparing: without case and doubled blanks."""
    return " ".join((text or "").split()).casefold()


def clock(text: str | None) -> str:
    """A time of day without its seconds: ``14:00`` also where Excel holds ``14:00:00``."""
    # Excel gives a time of day its seconds, whoever typed 14:00.
    found = re.fullmatch(r"(\d{1,2}:\d{2}):00", (text or "").strip())
    return found[1] if found else (text or "").strip()


def _is_time(text: str) -> bool:
    """Whether words tell a time of day, as ``14:00``, ``2pm`` and ``noon`` do; none is one too."""
    # Not part of a longer number: 1400 is a year or a room, 14.00 a time.
    found = re.search(r"(\d{1,2})(?:[:.](\d{2}))?(?!\d)", text)
    if found is None:
        return text.strip().casefold() in ("", "noon", "midday")
    return int(found[1]) < 24 and int(found[2] or 0) < 60


def is_public_meeting(register: Register, entry: TimetableEntry) -> bool:
    """True for a meeting whose papers are published before it.

    Cabinet and scrutiny meet in public unless ``Boards`` says that the paper is not public.
    """
    board = board_named(register, entry.body)
    if board is not None and board.public_paper is not None:
        return board.public_paper and entry.step in MEETINGS
    return entry.step in IN_PUBLIC


def agenda_day(on: date, clear_days: int, calendar: WorkingDays) -> date:
    """The last day to publish an agenda so that so many clear working days lie before a meeting."""
    return calendar.before(on, clear_days + 1)


def meetings_of(
    rows: Iterable[TimetableEntry], register: Register
) -> tuple[tuple[Meeting, ...], tuple[Clash, ...]]:
    """The meetings in rows that the officer gave, and what cannot be used of them.

    Args:
        rows: rows with cycle, body and date; the step follows from the body unless it is named.
        register: the register, whose ``Boards`` say what kind of body each is.
    """
    found: dict[tuple[Period, TimetableStep, str], Meeting] = {}
    clashes: list[Clash] = []
    for row in rows:
        made = _meeting(row, register)
        if isinstance(made, Clash):
            clashes.append(made)
            continue
        if not _is_time(made.at):
            message = (
                f"“{made.at[:20]}” is no time of day ({made.body or made.step}, {made.cycle})."
            )
            kind, how = ClashKind.CELL, Severity.WARNING
            clashes.append(_unusable(row, message, "Type the time as 14:00.", how, kind))
        first = found.setdefault((made.cycle, made.step, body_key(made.body)), made)
        if first is not made:
            message = f"{made.body} is given twice for {made.cycle}: {day(first.on)} and {day(made.on)}. {day(first.on)} was taken."
            clashes.append(
                _unusable(row, message, "Keep one of the two rows.", kind=ClashKind.TWICE)
            )
    return tuple(found.values()), tuple(clashes)


def _meeting(row: TimetableEntry, register: Register) -> Meeting | Clash:
    what = f"The meeting of {row.body} for {row.cycle}" if row.body else f"A row for {row.cycle}"
    if row.on is None:
        return _unusable(row, f"{what} has no date that can be read.", "Type the date.")
    if row.step is not None and row.step not in MEETINGS:
        words = f"{row.step} for {row.cycle} is no meeting; its date is worked out from CLT's."
        return _unusable(row, words, "Leave it out of the list of meetings.", Severity.ADVICE)
    board = board_named(register, row.body)
    step = row.step or _step_of(board)
    if row.body is None and step is not TimetableStep.CLT:
        words = f"{what} does not say which body meets."
        return _unusable(row, words, "Type the body as it stands in the sheet Boards.")
    if step is None:
        return _stepless(row, board, register)
    body = row.body if board is None else board.body
    at, ref = clock(row.at), row.meeting_ref
    return Meeting(row.cycle, step, body or "", row.on, at, ref or "", _cell(row))


def _step_of(board: Board | None) -> TimetableStep | None:
    return None if board is None or board.kind is None else STEP_OF.get(board.kind)


def _stepless(row: TimetableEntry, board: Board | None, register: Register) -> Clash:
    if board is None:
        names = {body_key(one.body): one.body for one in register.boards}
        near = get_close_matches(body_key(row.body), names, n=1)
        meant = f"perhaps {names[near[0]]} is meant" if near else "no name there is like it"
        if not names:
            meant = "the sheet is empty; a column Step in the file serves too"
        return _unusable(
            row,
            f"{row.body} is not in the sheet Boards, so it is not known which step its meeting is.",
            f"Correct the name or add the body to Boards ({meant}).",
        )
    kind = f"kind {board.kind}" if board.kind else "no kind"
    return _unusable(
        row,
        f"{board.body} has {kind} in the sheet Boards, which is no step of a reporting cycle; its"
        " meeting was left out.",
        "Keep its dates elsewhere, or name the step in a column Step.",
        Severity.ADVICE if board.kind else Severity.ERROR,
        ClashKind.NO_STEP,
    )


def _cell(row: TimetableEntry) -> CellRef | None:
    return row.source.at("on") if row.source.row else None


def _unusable(
    row: TimetableEntry,
    message: str,
    cure: str,
    severity: Severity = Severity.ERROR,
    kind: ClashKind = ClashKind.CELL,
) -> Clash:
    return Clash(kind, severity, message, cure, row.cycle, where=_cell(row))
