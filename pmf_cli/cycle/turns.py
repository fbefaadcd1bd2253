"""The month or the year in which a monthly or annual step has its turn, and its day in it."""

from __future__ import annotations

from datetime import date

from pmf_cli.register.periods import Period, PeriodKind, add_months, financial_year, month
from pmf_cli.register.timings import Timing, day_in_month


def turn_of(on: date, year_start: int, *, is_monthly: bool) -> Period:
    """The month or financial year that a day lies in."""
    if is_monthly:
        return month(on.year, on.month)
    return financial_year(on.year if on.month >= year_start else on.year - 1, year_start)


NEW = 60
"""Days after which a step that was never done is taken for one whose first turn is the next."""


def due_in(turn: Period, timing: Timing | None, last: date | None, as_of: date) -> date:
    """The day on which a step is due in its turn.

    The day that the timing names; else a month or a year after it was last done, else the last
    day of the turn. Left undone for more than a turn, it has been due since then. A step that
    was never done starts with the next turn, once its day in this one is long past: a new
    register is not late with last year's work.

    Args:
        turn: the month or year.
        timing: a day of the month or year, if one is named.
        last: when the step was last done before this turn.
        as_of: the date of the question.
    """
    is_month = turn.kind is PeriodKind.MONTH
    if timing is not None and is_month:
        return day_in_month(turn.start.year, turn.start.month, timing.day)
    if timing is not None and timing.month is not None:
        year = turn.start.year if timing.month >= turn.start.month else turn.end.year
        due = day_in_month(year, timing.month, timing.day)
        is_new = last is None and (as_of - due).days > NEW and year < date.max.year
        return day_in_month(year + 1, timing.month, timing.day) if is_new else due
    if last is None:
        return turn.end
    return day_in_month(*add_months(last.year, last.month, 1 if is_month else 12), last.day)
