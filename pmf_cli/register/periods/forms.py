"""The written forms of a period: one pattern and one function each, tried in order.

Patterns are matched against text made plain by ``text.py``: lower case, one kind of dash,
single spaces, no brackets or commas. A function gives the period, or raises ``PeriodError``
where the form is known but means nothing or more than one thing.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from datetime import date

from pmf_cli.register.periods import period as periods
from pmf_cli.register.periods.context import (
    PeriodContext,
    PeriodError,
    of_day,
    of_hyphen_pair,
    of_months,
    of_year_pair,
)
from pmf_cli.register.periods.period import Period
from pmf_cli.register.periods.words import (
    DAY,
    MONTH,
    ORDINALS,
    PAIR,
    day_of,
    month_of,
    pair_of,
    year_of,
)
from pmf_cli.register.terms import Frequency, YearBasis
from pmf_cli.words import MONTHS

Form = Callable[[re.Match[str], PeriodContext, int], Period]
"""The match, what is known of the KPI, the month in which the year begins → the period."""

_QUARTER = r"(?:q|qtr|quarter) ?(?P<n>[1-4])"
_NTH_QUARTER = r"(?P<n>[1-4]|first|second|third|fourth)(?:st|nd|rd|th)? (?:quarter|qtr)"
_HALF = r"(?:h|half|half[ -]year) ?(?P<n>[12])"
_NTH_HALF = r"(?P<n>[12]|first|second)(?:st|nd)? half(?: ?-?year)?"
_TERM = r"(?P<t>autumn|spring|summer)(?: term)?"
_SPAN = r"(?P<a>" + MONTH + r") ?(?:-|to|/) ?(?P<b>" + MONTH + ")"
_ENDS = r"(?P<em>" + MONTH + r")[ -]?'?(?P<ey>\d{4}|\d{2})"
_GAP = r"[ /:-]{0,3}(?:of )?"
# A pattern may name a group once only; the two days are found anew one by one.
_PLAIN_DAY = re.sub(r"\?P<\w+>", "?:", DAY)


def _either(*words: str, year: str = PAIR) -> list[str]:
    """Patterns with the words before the year and after it."""
    return [p for w in words for p in (w + _GAP + year, year + _GAP + w)]


def _quarter(found: re.Match[str], context: PeriodContext, year_start: int) -> Period:
    """A quarter of a financial year, with its months beside it or not."""
    period = periods.quarter(pair_of(found), ORDINALS[found["n"]], year_start)
    months = found.groupdict().get("a")
    if months and (month_of(found["a"]), month_of(found["b"])) != (
        period.start.month,
        period.end.month,
    ):
        raise PeriodError(
            f"{period.label} runs from {MONTHS[period.start.month - 1]} to"
            f" {MONTHS[period.end.month - 1]}; the months named beside it are others"
        )
    return period


def _quarter_of_one_year(found: re.Match[str], context: PeriodContext, year_start: int) -> Period:
    """``2024 Q3``: refused unless only one year can be meant."""
    year, number = year_of(found["y"]), ORDINALS[found["n"]]
    if year_start == 1:
        return periods.quarter(year, number, year_start)
    if context.year_basis is YearBasis.CALENDAR:
        return of_months((year, 3 * number - 2), 3, PeriodContext(), year_start)
    earlier, later = periods.year_words(year - 1), periods.year_words(year)
    raise PeriodError(
        f"Q{number} of {year} could be of the calendar year or of a financial year;"
        f" write {later} Q{number} or {earlier} Q{number}"
    )


def _half_of_one_year(found: re.Match[str], context: PeriodContext, year_start: int) -> Period:
    """``H1 2024``: refused unless only one year can be meant."""
    year, number = year_of(found["y"]), ORDINALS[found["n"]]
    if year_start == 1:
        return periods.half(year, number, year_start)
    raise PeriodError(
        f"H{number} of {year} could be of the calendar year or of a financial year;"
        f" write {periods.year_words(year)} H{number}"
    )


def _month_of_year(found: re.Match[str], context: PeriodContext, year_start: int) -> Period:
    """``M7 2024/25``: months counted from the start of the financial year."""
    number = int(found["n"])
    if not 1 <= number <= 12:
        raise PeriodError("a year has 12 months")
    return periods.month(*periods.add_months(pair_of(found), year_start, number - 1))


def _term_of_one_year(found: re.Match[str], context: PeriodContext, year_start: int) -> Period:
    """``Spring 2025``: the term that lies in that year."""
    name, year = found["t"].capitalize(), year_of(found["y"])
    return periods.term(year if name == "Autumn" else year - 1, name)


def _months(found: re.Match[str], context: PeriodContext, year_start: int) -> Period:
    """From month to month: a quarter, half or year."""
    first, last, end = month_of(found["a"]), month_of(found["b"]), year_of(found["y"])
    begin = year_of(found["x"]) if found["x"] else end - (first > last)
    count = (end - begin) * 12 + last - first + 1
    if count < 1:
        raise PeriodError("it ends before it begins")
    return of_months((begin, first), count, context, year_start)


def _rolling(found: re.Match[str], context: PeriodContext, year_start: int) -> Period:
    """So many months up to the end of a month."""
    count = int(found["n"]) if found["n"] else 12
    if not 1 <= count <= 120:
        raise PeriodError("a run of months has 1 to 120 of them")
    if found["em"]:
        return periods.rolling(year_of(found["ey"]), month_of(found["em"]), count)
    last = day_of(found)
    if last.day != periods.span(last.year, last.month, 1)[1].day:
        raise PeriodError("such a period ends with the last day of a month")
    return periods.rolling(last.year, last.month, count)


def _ending(found: re.Match[str], context: PeriodContext, year_start: int) -> Period:
    """A week, month, quarter or half known by its last day."""
    if found["em"]:
        year, number = year_of(found["ey"]), month_of(found["em"])
    else:
        last = day_of(found)
        year, number = last.year, last.month
        if found["what"] == "week":
            return periods.snapshot(last)
        if last != periods.span(year, number, 1)[1]:
            raise PeriodError("a month or quarter ends with the last day of a month")
    length = {"month": 1, "quarter": 3, "half year": 6, "half-year": 6}.get(found["what"])
    if length is None:
        raise PeriodError("the day on which the week ends is missing")
    return of_months(
        periods.add_months(year, number, 1 - length), length, PeriodContext(), year_start
    )


def _slash_pair(found: re.Match[str], context: PeriodContext, year_start: int) -> Period:
    """``2024/25``, or ``24-25``, which may be two years as ``2024-25`` may."""
    start = pair_of(found)
    if "-" in found[0]:
        return of_hyphen_pair(found[0], start, context, year_start)
    return of_year_pair(start, context, year_start)


def _pooled_pairs(found: re.Match[str], context: PeriodContext, year_start: int) -> Period:
    """Several financial or academic years together: ``2018/19–2022/23``."""
    first, last = year_of(found["y"]), year_of(found["x"])
    for begin, end in ((first, found["z"]), (last, found["w"])):
        if not f"{begin + 1:04d}".endswith(end):
            raise PeriodError(f"{begin}/{end} is no year; write {periods.year_words(begin)}")
    if last < first:
        raise PeriodError("it ends before it begins")
    academic = context.year_basis is YearBasis.ACADEMIC
    return periods.pooled(first, last, periods.ACADEMIC_START if academic else year_start)


def _pooled_two(found: re.Match[str], context: PeriodContext, year_start: int) -> Period:
    """``2014 and 2015``."""
    first, last = int(found["y"]), int(found["z"])
    if last != first + 1:
        raise PeriodError(f"write {first}–{last} for all the years from {first} to {last}")
    return periods.pooled(first, last)


def _hyphen(found: re.Match[str], context: PeriodContext, year_start: int) -> Period:
    """``2014-15``, ``2014-16``, ``2021-07`` and ``2021-2023``, with or without spaces."""
    month, first = _month_named(found), int(found["y"])
    after = f"{first + 1:04d}"
    if found["z"] not in (after, after[2:]):
        return _years_or_month(found, month, context)
    if month is not None and context.frequency is Frequency.MONTHLY:
        return month
    return of_hyphen_pair(found[0], first, context, year_start)


def _month_named(found: re.Match[str]) -> Period | None:
    """The month that ``2021-07`` may be; none with spaces or of four figures."""
    tail = found["z"]
    is_month = len(tail) == 2 and 1 <= int(tail) <= 12 and " " not in found[0]
    return periods.month(int(found["y"]), int(tail)) if is_month else None


def _years_or_month(found: re.Match[str], month: Period | None, context: PeriodContext) -> Period:
    """Years of which the second is not the next; or a month, where that alone can be meant."""
    first, tail = int(found["y"]), found["z"]
    last = int(tail) if len(tail) == 4 else first // 100 * 100 + int(tail)
    if last < first and month is None:
        raise PeriodError("the second year comes before the first")
    if month is None or (context.is_pooled and last >= first):
        return periods.pooled(first, last)
    if last < first or context.frequency is Frequency.MONTHLY:
        return month
    raise PeriodError(
        f"{found[0]} could be {MONTHS[int(tail) - 1]} {first} or the years {first} to"
        f" {last} together; write {month} or {first} - {tail}"
    )


def _six_figures(found: re.Match[str], context: PeriodContext, year_start: int) -> Period:
    """``202407`` is a month, ``202425`` a year; both where the year is before 2012."""
    first, tail = int(found["y"]), found["z"]
    if tail == f"{first + 1:04d}"[2:]:
        return of_hyphen_pair(found[0], first, context, year_start)
    if 1 <= int(tail) <= 12:
        return periods.month(first, int(tail))
    raise PeriodError("six figures are a year and month (202407) or a year (202425)")


def _single_year(found: re.Match[str], context: PeriodContext, year_start: int) -> Period:
    """``2024``: refused where the KPI's year is not the calendar year."""
    year = int(found["y"])
    doubtful = context.year_basis in (YearBasis.FINANCIAL, YearBasis.ACADEMIC)
    loose = (Frequency.AD_HOC, Frequency.TWO_YEARLY, Frequency.THREE_YEARLY, None)
    if doubtful and year_start != 1 and context.frequency not in loose:
        raise PeriodError(
            f"{year} alone does not say which year is meant: write"
            f" {periods.year_words(year - 1)} or {periods.year_words(year)}"
        )
    return periods.calendar_year(year)


def _iso_interval(found: re.Match[str], context: PeriodContext, year_start: int) -> Period:
    """``2018-01-01/P1Y``."""
    start = date.fromisoformat(found["from"])
    count, unit = int(found["n"]), found["u"]
    if unit == "d" and count == 1:
        return periods.snapshot(start)
    if unit in ("d", "w") or start.day != 1 or not 1 <= count <= 120:
        raise PeriodError("an interval must begin on the first of a month and last whole months")
    return of_months(
        (start.year, start.month), count * (12 if unit == "y" else 1), context, year_start
    )


def _two_days(found: re.Match[str], context: PeriodContext, year_start: int) -> Period:
    """From a first day to a last day."""
    days = [day_of(match) for match in re.finditer(DAY, found[0])]
    if len(days) != 2:
        raise PeriodError("two dates are needed, the first day and the last")
    first, last = days
    if first.day != 1 or last != periods.span(last.year, last.month, 1)[1] or last < first:
        raise PeriodError("it must run from the first of a month to the last day of a month")
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    return of_months((first.year, first.month), count, context, year_start)


_TABLE: tuple[tuple[Form, list[str]], ...] = (
    # A month and a year are no other form too; what most registers hold is tried among the first.
    (
        lambda found, _, __: periods.month(year_of(found["y"]), month_of(found["m"])),
        [
            r"(?P<m>" + MONTH + r")[ '/-]{0,2}(?P<y>\d{4}|\d{2})",
            r"(?P<y>\d{4})[ /-]?(?P<m>" + MONTH + ")",
        ],
    ),
    (_quarter, _either(_QUARTER, _NTH_QUARTER, _QUARTER + " " + _SPAN)),
    (_quarter, [_SPAN + " " + _QUARTER + _GAP + PAIR, _QUARTER + _GAP + PAIR + " " + _SPAN]),
    (
        lambda found, _, start: periods.half(pair_of(found), ORDINALS[found["n"]], start),
        _either(_HALF, _NTH_HALF),
    ),
    (_quarter_of_one_year, _either(_QUARTER, _NTH_QUARTER, year=r"(?P<y>\d{4}|\d{2})")),
    (_half_of_one_year, _either(_HALF, _NTH_HALF, year=r"(?P<y>\d{4}|\d{2})")),
    (_month_of_year, _either(r"(?:m|month|p|period) ?(?P<n>\d{1,2})")),
    (lambda found, _, __: periods.term(pair_of(found), found["t"].capitalize()), _either(_TERM)),
    (_term_of_one_year, _either(_TERM, year=r"(?P<y>\d{4})")),
    (
        lambda found, _, __: periods.academic_year(pair_of(found)),
        _either(r"(?:ay|academic(?: year)?|school year)"),
    ),
    (
        lambda found, _, start: periods.financial_year(pair_of(found), start),
        _either(r"(?:fy|financial year)"),
    ),
    (
        lambda found, _, __: periods.calendar_year(int(found["y"])),
        _either(r"(?:cy|calendar year)", year=r"(?P<y>\d{4})"),
    ),
    (
        lambda found, _, __: periods.survey(int(found["y"])),
        _either(r"survey(?: wave)?", year=r"(?P<y>\d{4})"),
    ),
    (
        _months,
        [
            r"(?P<a>" + MONTH + r") ?(?P<x>\d{4}|\d{2})? ?(?:-|to) ?(?P<b>" + MONTH + ")"
            r"[ '-]?(?P<y>\d{4}|\d{2})"
        ],
    ),
    (
        _rolling,
        [
            r"(?:rolling )?(?:(?P<n>\d{1,3}) ?-?(?:months?|m)|(?:rolling )?year)"
            r" (?:rolling )?(?:to|ending|ended|to end(?: of)?|up to) (?:the end of )?"
            r"(?:" + _ENDS + "|" + DAY + ")"
        ],
    ),
    (
        _ending,
        [
            r"(?P<what>week|month|quarter|half[ -]year) (?:ending|ended|to)(?: on)? "
            r"(?:" + _ENDS + "|" + DAY + ")"
        ],
    ),
    (
        lambda found, _, __: periods.snapshot(day_of(found)),
        [r"(?:as )?(?:at|on|of)(?: the)? " + DAY, r"snapshot(?: at| on| of)? " + DAY],
    ),
    (_iso_interval, [r"(?P<from>\d{4}-\d{2}-\d{2})/p(?P<n>\d{1,3})(?P<u>[dwmy])"]),
    (_two_days, [_PLAIN_DAY + r" ?(?:/|-|to) ?" + _PLAIN_DAY]),
    (lambda found, context, start: of_day(day_of(found), context, start), [DAY]),
    (
        _pooled_pairs,
        [r"(?P<y>\d{4})/(?P<z>\d{4}|\d{2}) ?(?:-|to) ?(?P<x>\d{4}|\d{2})/(?P<w>\d{4}|\d{2})"],
    ),
    (_pooled_two, [r"(?P<y>\d{4}) (?:and|&|\+) (?P<z>\d{4})"]),
    (_hyphen, [r"(?P<y>\d{4}) ?(?:-|to) ?(?P<z>\d{4}|\d{2})"]),
    (_slash_pair, [PAIR]),
    (_six_figures, [r"(?P<y>(?:19|20)\d{2})(?P<z>\d{2})"]),
    (_single_year, [r"(?P<y>\d{4})"]),
)

FORMS: tuple[tuple[str, Form], ...] = tuple(
    (pattern, form) for form, patterns in _TABLE for pattern in patterns
)
"""Every written form in the order of trial, the most telling first."""


@functools.cache
def compiled(pattern: str) -> re.Pattern[str]:
    """A form's pattern, compiled when it is first tried: one register is written in few of the fifty."""
    return re.compile(pattern)
