"""The month or the year in which a monthly or annual step has its turn, and its day in it."""

from __future__ import annotations

from datetime import date

from pmf_cli.register.periods.period import Period, PeriodKind, add_months, financial_year, month
from pmf_cli.register.periods.steps import shift
from pmf_cli.register.timings import Timing, day_in_month

LATE_MONTH, LATE_YEAR = 7, 60
"""Days after a turn's day within which what is done is still the work of that turn."""
_EARLIEST, _LATEST = date(3, 1, 1), date(9996, 12, 31)
"""Years around a day must exist; a mistyped one stops nothing."""


def turn_at(on: date, timing: Timing | None, year_start: int, *, is_monthly: bool) -> Period:
    """The month or financial year whose turn it is on a day.

    Where the timing names a day, a turn ends some days after its day: what is done on 3 April is
    the work of ``in March``, three days late. Else it is the month or year that the day lies in.
    """
    on = min(max(on, _EARLIEST), _LATEST)
    if is_monthly:
        here = month(on.year, on.month)
    else:
        here = financial_year(on.year if on.month >= year_start else on.year - 1, year_start)
    if timing is None:
        return here
    days = LATE_MONTH if is_monthly else LATE_YEAR
    near = [turn for turn in (shift(here, -1), here, shift(here, 1)) if turn is not None]
    return next((t for t in near if (on - _day_in(t, timing)).days <= days), here)


def turn_after(last: Period | None, turn: Period) -> Period:
    """The turn to do now: this one, or the first that was left out since the last."""
    missed = None if last is None else shift(last, 1)
    return missed if missed is not None and missed.start < turn.start else turn


def due_in(turn: Period, timing: Timing | None, last: date | None) -> date:
    """The day on which a step is due in its turn.

    The day that the timing names; else a month or a year after it was last done, else the last
    day of the turn.
    """
    if timing is not None:
        return _day_in(turn, timing)
    if last is None:
        return turn.end
    months = 1 if turn.kind is PeriodKind.MONTH else 12
    return day_in_month(*add_months(last.year, last.month, months), last.day)


def _day_in(turn: Period, timing: Timing) -> date:
    if turn.kind is PeriodKind.MONTH or timing.month is None:
        return day_in_month(turn.end.year, turn.end.month, timing.day)
    year = turn.start.year if timing.month >= turn.start.month else turn.end.year
    return day_in_month(year, timing.month, timing.day)
