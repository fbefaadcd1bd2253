"""When a step of the checklist is due: words of its timing, and the day they mean in a cycle.

A quarterly step is tied to a step of the timetable by working days: ``3 before Data due``. A
monthly or annual one may name a day of the month or year: ``by 5``, ``by 31 March``, ``in March``.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

from pmf_cli.frozen import frozen
from pmf_cli.register.periods.words import MONTH_NAMES
from pmf_cli.register.sheets.process import ChecklistStep
from pmf_cli.register.terms import CycleKind, TimetableStep

MOST_DAYS = 250
"""Working days in a year; a timing further off is taken for a slip."""
# "3 before Data due", "2 working days after the CLT", "on Cabinet".
_AROUND = re.compile(
    r"(?:(?P<days>\d{1,3})\s*(?:working\s+)?(?:days?\s+)?)?(?P<side>before|after|on)\s+(?P<step>.+)",
    re.I,
)
# "by 5", "by 31 March", "in March"; a month may be cut short to three letters.
_BY = re.compile(r"(?:by|on|in)\s+(?:(?P<day>\d{1,2})\s*)?(?P<month>[a-z]+)?", re.I)


@frozen
class Timing:
    """When a step is due.

    Attributes:
        step: the timetable's step that it is tied to; ``None`` where it names a day itself.
        days: working days after that step; negative before it.
        is_before: true where it was said as before, so that of several meetings the first counts;
            else the last does.
        month: the month it is due in, where it names one.
        day: the day of the month, where it names one; else the last.
    """

    step: TimetableStep | None = None
    days: int = 0
    is_before: bool = False
    month: int | None = None
    day: int | None = None


def timing_for(row: ChecklistStep) -> Timing | None:
    """The timing of a step of the checklist; ``None`` for a monthly or annual step without one.

    Raises:
        ValueError: it is missing, cannot be read or does not fit the kind of cycle, in words.
    """
    timing = parse_timing(row.timing)
    if row.cycle_kind in (CycleKind.MONTHLY, CycleKind.ANNUAL):
        if timing is not None and timing.step is not None:
            raise ValueError(
                "a monthly or annual step is due on a day, for example “by 15” or “in March”"
            )
        return timing
    if timing is None:
        raise ValueError("the checklist does not say when")
    if timing.step is None:
        raise ValueError("only monthly and annual steps are due on a day of the year")
    return timing


def parse_timing(words: str | None) -> Timing | None:
    """The timing in words as it stands in the sheet, ``None`` for a blank; ``ValueError`` says what is understood."""
    text = " ".join((words or "").split()).rstrip(".")
    if not text:
        return None
    found = _AROUND.fullmatch(text)
    if found and (around := _around_step(found)) is not None:
        return around
    if (found := _BY.fullmatch(text)) and (timing := _named_day(found)) is not None:
        return timing
    raise ValueError(
        f"“{text}” is not understood; write it as “3 before Data due”, with a step of the sheet "
        "Timetable, or “by 31 March” for an annual step"
    )


def _around_step(found: re.Match[str]) -> Timing | None:
    """Working days before or after a step of the timetable; ``None`` where it names no step."""
    steps = {step.value.casefold(): step for step in TimetableStep}
    named = re.sub(r"^(the\s+)?(day\s+of\s+)?(the\s+)?", "", found["step"], flags=re.I)
    step = steps.get(named.casefold())
    if step is None:
        return None
    days, side = int(found["days"] or 0), found["side"].lower()
    if days > MOST_DAYS or (side != "on" and found["days"] is None):
        raise ValueError(f"“{found[0]}” does not say how many working days, up to {MOST_DAYS}")
    return Timing(step, -days if side == "before" else days, side == "before")


def _named_day(found: re.Match[str]) -> Timing | None:
    day = int(found["day"]) if found["day"] else None
    name = (found["month"] or "").lower()
    month = _month_named(name)
    if (name and month is None) or (not name and day is None):
        return None
    most = 31 if month is None else monthrange(2024, month)[1]
    if day is not None and not 1 <= day <= most:
        return None
    return Timing(month=month, day=day)


def _month_named(name: str) -> int | None:
    """The month that at least three letters begin."""
    months = (n for n, month in enumerate(MONTH_NAMES, 1) if month.startswith(name))
    return next(months, None) if len(name) >= 3 else None


def day_in_month(year: int, month: int, day: int | None) -> date:
    """A day of a month; its last where none is named or the month is shorter."""
    last = monthrange(year, month)[1]
    return date(year, month, min(day or last, last))
