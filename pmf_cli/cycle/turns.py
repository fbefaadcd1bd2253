"""The month or the year in which a monthly or annual step has its turn, and its day in it."""

from __future__ import annotations

from datetime import date

from pmf_cli.cycle.timing import Timing, day_in_month
from pmf_cli.register.periods import Period, PeriodKind, add_months, financial_year, month


def turn_of(on: date, year_start: int, *, is_monthly: bool) -> Period:
    """The month or financial year that a day lies in."""
    if is_monthly:
        return month(on.year, on.month)
    return financial_year(on.year if on.month >= year_start else on.year - 1, year_start)


def due_in(turn: Period, timing: Timing | None, last: date | None) -> date:
    """The day on which a step is due in its turn.

    The day that the timing names; else a month or a year after it was last done, else the last
    day of the turn. Left undone for more than a turn, it has been due since then.

    Args:
        turn: the month or year.
        timing: a day of the month or year, if one is named.
        last: when the step was last done before this turn.
    """
    is_month = turn.kind is PeriodKind.MONTH
    if timing is not None and is_month:
        return day_in_month(turn.start.year, turn.start.month, timing.day)
    if timing is not None and timing.month is not None:
        year = turn.start.year if timing.month >= turn.start.month else turn.end.year
        return day_in_month(year, timing.month, timing.day)
    if last is None:
        return turn.end
    return day_in_month(*add_months(last.year, last.month, 1 if is_month else 12), last.day)
