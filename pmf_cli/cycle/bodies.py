"""The bodies that papers go to: which is meant, and when it meets on a reporting period."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from pmf_cli.register.periods.period import Period
from pmf_cli.register.periods.steps import shift
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.process import Board, TimetableEntry
from pmf_cli.register.terms import BodyKind, StepStatus, TimetableStep
from pmf_cli.words import MONTH_NAMES, MONTHS, listed, lower_first

CLT = "CLT"
"""What the Corporate Leadership Team is called where the sheet ``Boards`` has no row for it."""
STEPS = {
    BodyKind.CLT: TimetableStep.CLT,
    BodyKind.DMT: TimetableStep.DMT_REVIEW,
    BodyKind.SCRUTINY: TimetableStep.SCRUTINY,
    BodyKind.EXECUTIVE: TimetableStep.CABINET,
    BodyKind.PUBLIC: TimetableStep.PUBLICATION,
}
"""The step of the timetable at which each kind of body meets."""


def clt_name(register: Register) -> str:
    """The Corporate Leadership Team as the sheet ``Boards`` names it."""
    return next((row.body for row in register.boards if row.kind is BodyKind.CLT), CLT)


def is_public_body(board: Board | None) -> bool:
    """Whether what a body is given can be read by everyone."""
    return board is not None and (board.kind is BodyKind.PUBLIC or board.public_paper is True)


def board_of(register: Register, body: str) -> Board | None:
    """The row of a body; ``None`` where the sheet has none."""
    return next((row for row in register.boards if row.body == body), None)


def body_kind(register: Register, body: str) -> BodyKind | None:
    """What kind of body it is; ``None`` where the register does not say."""
    if body == clt_name(register):
        return BodyKind.CLT
    board = board_of(register, body)
    return None if board is None else board.kind


def meeting_on(register: Register, body: str, period: Period) -> date | None:
    """When a body meets on a reporting period, by the timetable; ``None`` where it does not say."""
    return first_day(_meetings(register, body, period))


def agenda_item(register: Register, body: str, period: Period) -> str:
    """The number of its paper on the agenda of that meeting; empty where the timetable does not say."""
    rows = _meetings(register, body, period)
    return next((row.item for row in rows if row.item and row.on == first_day(rows)), "")


def _meetings(register: Register, body: str, period: Period) -> tuple[TimetableEntry, ...]:
    """The steps at which a body meets: those that name it before those that name none; of CLT there is only one."""
    kind = body_kind(register, body)
    step = None if kind is None else STEPS.get(kind)
    if step is None:
        return ()
    rows = rows_of_step(register, period, step)
    own = tuple(row for row in rows if row.body == body)
    return own or tuple(row for row in rows if kind is BodyKind.CLT or row.body is None)


def met_on(register: Register, body: str, on: date) -> bool:
    """Whether a body met on a day by the timetable; on a day that has no meeting CLT did, whose highlights are discussed."""
    clt = clt_name(register)
    met = {
        row.body or (clt if row.step is TimetableStep.CLT else "")
        for row in register.timetable
        if row.on == on and row.step in STEPS.values() and row.status is not StepStatus.CANCELLED
    }
    return body in met or (not met and body == clt)


EACH_CYCLE = ("quarter", "month")
"""How the frequency of a body that meets in every cycle begins."""


def meets_each_cycle(board: Board) -> bool:
    """Whether a body meets on every quarter; one whose row does not say how often does."""
    return (board.frequency or "quarterly").casefold().startswith(EACH_CYCLE)


def why_not_due(register: Register, board: Board, period: Period) -> str:
    """Why a body has no paper on a reporting period, within a sentence; empty where it has one.

    A meeting in the timetable decides, then the months of its row: one of them lies between the end
    of this period and that of the next. Without months it is its frequency.
    """
    meetings = _meetings(register, board.body, period)
    months = _months_in(board.months or "")
    is_due = meets_each_cycle(board) if not months else months & set(_months_after(period))
    if is_due or any(row.on is not None and row.body == board.body for row in meetings):
        return ""
    how_often = lower_first(board.frequency)
    if not months:
        return f"meeting {how_often}, with no months in Boards and no meeting in the timetable"
    named = listed(MONTH_NAMES[month - 1] for month in sorted(months))
    return f"meeting {f'{how_often}, ' if how_often else ''}in {named}"


def paper_before(register: Register, body: str, period: Period) -> Period | None:
    """The period of the paper that a body had before that on a period, by its own meetings; ``None`` where unknown."""
    return _due_period(register, body, period, -1)


def paper_after(register: Register, body: str, period: Period) -> Period | None:
    """The period of the paper that a body has after that on a period, by its own meetings; ``None`` where unknown."""
    return _due_period(register, body, period, 1)


MOST_CYCLES = 12
"""Periods looked at for a body's other papers: a year of months, three of quarters."""


def _due_period(register: Register, body: str, period: Period, step: int) -> Period | None:
    board = board_of(register, body)
    other = shift(period, step)
    if board is None or meets_each_cycle(board):
        return other
    for _ in range(MOST_CYCLES):
        if other is None or not why_not_due(register, board, other):
            return other
        other = shift(other, step)
    return None


def month_of_meeting(register: Register, body: str, period: Period) -> date | None:
    """The first of the month in which a body's row says that it meets on a period; ``None`` where it does not say."""
    board = board_of(register, body)
    named = _months_in(board.months or "") if board is not None else set()
    month = next((month for month in _months_after(period) if month in named), None)
    if month is None:
        return None
    return date(period.end.year + (month <= period.end.month), month, 1)


def _months_in(text: str) -> set[int]:
    """The months that a text names, in full or by three letters."""
    words = re.findall(r"[a-z]{3,}", text.casefold())
    return {
        number
        for number, (name, short) in enumerate(zip(MONTH_NAMES, MONTHS, strict=True), 1)
        if any(word in (name.casefold(), short.casefold()) for word in words)
    }


def _months_after(period: Period) -> Iterable[int]:
    """The months in which a period is reported: as many after its end as it lasts."""
    start, end = period.start, period.end
    lasts = (end.year - start.year) * 12 + end.month - start.month + 1
    return ((end.month + step) % 12 + 1 for step in range(min(lasts, 12)))


def first_day(rows: Iterable[TimetableEntry]) -> date | None:
    """The earliest day of some rows; ``None`` where none has one."""
    return min((row.on for row in rows if row.on is not None), default=None)


def rows_of_step(
    register: Register, cycle: Period, step: TimetableStep
) -> tuple[TimetableEntry, ...]:
    """The timetable's rows of a step of a cycle, cancelled ones left out."""
    rows = (row for row in register.timetable if row.cycle == cycle and row.step is step)
    return tuple(row for row in rows if row.status is not StepStatus.CANCELLED)
