"""The written forms of a period: one pattern and one function each, tried in order.

Patterns are matched against text made plain by ``period_text``: lower case, one kind of dash,
single spaces, no brackets or commas. A function gives the period, or raises ``PeriodError``
where the form is known but means nothing or more than one thing.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from pmf_cli.register import periods
from pmf_cli.register.period_context import (
    PeriodContext,
    PeriodError,
    of_day,
    of_hyphen_pair,
    of_months,
    of_year_pair,
)
from pmf_cli.register.periods import Period
from pmf_cli.register.terms import Frequency, YearBasis

Form = Callable[[re.Match[str], PeriodContext, int], Period]

_LONG_NAMES = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_NAMES = {name: n for n, name in enumerate(_LONG_NAMES, 1)}
_NAMES |= {name.lower(): n for n, name in enumerate(periods.MONTHS, 1)} | {"sept": 9}
_ORDINALS = {"1": 1, "2": 2, "3": 3, "4": 4, "first": 1, "second": 2, "third": 3, "fourth": 4}

MONTH = "(?:" + "|".join(sorted(_NAMES, key=len, reverse=True)) + r")\.?"
PAIR = r"(?:f\.?y\.? ?|financial year )?(?P<y>\d{4}|\d{2}) ?[/-] ?(?P<z>\d{4}|\d{2})"
WEEKDAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day )?"
DAY = (
    WEEKDAY
    + r"(?:(?P<d>\d{1,2})(?:st|nd|rd|th)?[ /.-](?:of )?(?P<m>\d{1,2}|"
    + MONTH
    + r")[ /.-]?(?P<yr>\d{4}|\d{2})|(?P<iso>\d{4}-\d{2}-\d{2}|(?:19|20)\d{6}))"
)


def year_of(text: str) -> int:
    """A year of four figures, or of two: 00 to 69 are 2000 to 2069, 70 to 99 are 1970 to 1999."""
    number = int(text)
    if len(text) == 4:
        return number
    return number + (2000 if number < 70 else 1900)


def month_of(text: str) -> int:
    """The number of a month's name, short or long."""
    return _NAMES[text.rstrip(".")]


def pair_of(found: re.Match[str]) -> int:
    """The first year of a pair such as 2024/25.

    Raises:
        PeriodError: the second year is not the one after the first.
    """
    first, last = year_of(found["y"]), found["z"]
    after = f"{first + 1:04d}"
    if last not in (after, after[2:]):
        raise PeriodError(
            f"{found['y']}/{last} is no year: the second part of a financial year is the year"
            f" after the first, such as {periods.year_words(first)}"
        )
    return first


def day_of(found: re.Match[str]) -> date:
    """The day written as dd/mm/yyyy, 30 June 2018 or 2018-06-30.

    Raises:
        PeriodError: there is no such day.
    """
    if found["iso"]:
        digits = found["iso"].replace("-", "")
        year, month, number = int(digits[:4]), int(digits[4:6]), int(digits[6:])
    else:
        month = int(found["m"]) if found["m"].isdigit() else month_of(found["m"])
        year, number = year_of(found["yr"]), int(found["d"])
    try:
        return date(year, month, number)
    except ValueError:
        raise PeriodError(
            "there is no such day; dates are written day first, as 30/09/2024"
        ) from None


def _quarter(found: re.Match[str], context: PeriodContext, year_start: int) -> Period:
    period = periods.quarter(pair_of(found), _ORDINALS[found["n"]], year_start)
    months = found.groupdict().get("a")
    if months and (month_of(found["a"]), month_of(found["b"])) != (
        period.start.month,
        period.end.month,
    ):
        raise PeriodError(
            f"{period.label} runs from {periods.MONTHS[period.start.month - 1]} to"
            f" {periods.MONTHS[period.end.month - 1]}; the months named beside it are others"
        )
    return period


def _half(found: re.Match[str], context: PeriodContext, year_start: int) -> Period:
    return periods.half(pair_of(found), _ORDINALS[found["n"]], year_start)


def _quarter_of_one_year(found: re.Match[str], context: PeriodContext, year_start: int) -> Period:
    year, number = year_of(found["y"]), _ORDINALS[found["n"]]
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
    year, number = year_of(found["y"]), _ORDINALS[found["n"]]
    if year_start == 1:
        return periods.half(year, number, year_start)
    raise PeriodError(
        f"H{number} of {year} could be of the calendar year or of a financial year;"
        f" write {periods.year_words(year)} H{number}"
    )


def _month_of_year(found: re.Match[str], context: PeriodContext, year_start: int) -> Period:
    number = int(found["n"])
    if not 1 <= number <= 12:
        raise PeriodError("a year has 12 months")
    return periods.month(*periods.add_months(pair_of(found), year_start, number - 1))


def _term(found: re.Match[str], context: PeriodContext, year_start: int) -> Period:
    return periods.term(pair_of(found), found["t"].capitalize())


def _term_of_one_year(found: re.Match[str], context: PeriodContext, year_start: int) -> Period:
    name, year = found["t"].capitalize(), year_of(found["y"])
    return periods.term(year if name == "Autumn" else year - 1, name)


def _month(found: re.Match[str], context: PeriodContext, year_start: int) -> Period:
    return periods.month(year_of(found["y"]), month_of(found["m"]))


def _months(found: re.Match[str], context: PeriodContext, year_start: int) -> Period:
    first, last, end = month_of(found["a"]), month_of(found["b"]), year_of(found["y"])
    begin = year_of(found["x"]) if found["x"] else end - (first > last)
    count = (end - begin) * 12 + last - first + 1
    if count < 1:
        raise PeriodError("it ends before it begins")
    return of_months((begin, first), count, context, year_start)


def _rolling(found: re.Match[str], context: PeriodContext, year_start: int) -> Period:
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


def _academic(found: re.Match[str], context: PeriodContext, year_start: int) -> Period:
    return periods.academic_year(pair_of(found))


def _financial(found: re.Match[str], context: PeriodContext, year_start: int) -> Period:
    return periods.financial_year(pair_of(found), year_start)


def _calendar(found: re.Match[str], context: PeriodContext, year_start: int) -> Period:
    return periods.calendar_year(int(found["y"]))


def _survey(found: re.Match[str], context: PeriodContext, year_start: int) -> Period:
    return periods.survey(int(found["y"]))


def _snapshot(found: re.Match[str], context: PeriodContext, year_start: int) -> Period:
    return periods.snapshot(day_of(found))


def _day(found: re.Match[str], context: PeriodContext, year_start: int) -> Period:
    return of_day(day_of(found), context, year_start)


def _slash_pair(found: re.Match[str], context: PeriodContext, year_start: int) -> Period:
    return of_year_pair(pair_of(found), context, year_start)


def _pooled_pairs(found: re.Match[str], context: PeriodContext, year_start: int) -> Period:
    first, last = year_of(found["y"]), year_of(found["x"])
    for begin, end in ((first, found["z"]), (last, found["w"])):
        if not f"{begin + 1:04d}".endswith(end):
            raise PeriodError(f"{begin}/{end} is no year; write {periods.year_words(begin)}")
    if last < first:
        raise PeriodError("it ends before it begins")
    academic = context.year_basis is YearBasis.ACADEMIC
    return periods.pooled(first, last, periods.ACADEMIC_START if academic else year_start)


def _pooled_two(found: re.Match[str], context: PeriodContext, year_start: int) -> Period:
    first, last = int(found["y"]), int(found["z"])
    if last != first + 1:
        raise PeriodError(f"write {first}–{last} for all the years from {first} to {last}")
    return periods.pooled(first, last)


def _hyphen(found: re.Match[str], context: PeriodContext, year_start: int) -> Period:
    """``2014-15``, ``2014-16``, ``2021-07`` and ``2021-2023``, with or without spaces."""
    text, first, tail = found[0], int(found["y"]), found["z"]
    spaced = " " in text
    is_month = len(tail) == 2 and 1 <= int(tail) <= 12 and not spaced
    after = f"{first + 1:04d}"
    if tail in (after, after[2:]):
        if is_month and _is_monthly(context):
            return periods.month(first, int(tail))
        return of_hyphen_pair(text, first, context, year_start)
    last = int(tail) if len(tail) == 4 else first // 100 * 100 + int(tail)
    if last < first:
        if is_month:
            return periods.month(first, int(tail))
        raise PeriodError("the second year comes before the first")
    if is_month and not context.is_pooled:
        if _is_monthly(context):
            return periods.month(first, int(tail))
        raise PeriodError(
            f"{text} could be {periods.MONTHS[int(tail) - 1]} {first} or the years {first} to"
            f" {last} together; write {periods.month(first, int(tail))} or {first} - {tail}"
        )
    return periods.pooled(first, last)


def _is_monthly(context: PeriodContext) -> bool:
    return context.frequency is Frequency.MONTHLY


def _six_figures(found: re.Match[str], context: PeriodContext, year_start: int) -> Period:
    """``202407`` is a month, ``202425`` a year; both where the year is before 2012."""
    first, tail = int(found["y"]), found["z"]
    if tail == f"{first + 1:04d}"[2:]:
        return of_hyphen_pair(found[0], first, context, year_start)
    if 1 <= int(tail) <= 12:
        return periods.month(first, int(tail))
    raise PeriodError("six figures are a year and month (202407) or a year (202425)")


def _single_year(found: re.Match[str], context: PeriodContext, year_start: int) -> Period:
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
    days = [day_of(match) for match in re.finditer(DAY, found[0])]
    if len(days) != 2:
        raise PeriodError("two dates are needed, the first day and the last")
    first, last = days
    if first.day != 1 or last != periods.span(last.year, last.month, 1)[1] or last < first:
        raise PeriodError("it must run from the first of a month to the last day of a month")
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    return of_months((first.year, first.month), count, context, year_start)


_QUARTER = r"(?:q|qtr|quarter) ?(?P<n>[1-4])"
_NTH_QUARTER = r"(?P<n>[1-4]|first|second|third|fourth)(?:st|nd|rd|th)? (?:quarter|qtr)"
_HALF = r"(?:h|half|half[ -]year) ?(?P<n>[12])"
_NTH_HALF = r"(?P<n>[12]|first|second)(?:st|nd)? half(?: ?-?year)?"
_TERM = r"(?P<t>autumn|spring|summer)(?: term)?"
_SPAN = r"(?P<a>" + MONTH + r") ?(?:-|to|/) ?(?P<b>" + MONTH + ")"
_ENDS = r"(?P<em>" + MONTH + r")[ -]?'?(?P<ey>\d{4}|\d{2})"
_GAP = r"[ /:-]{0,3}(?:of )?"
_PLAIN_DAY = re.sub(r"\?P<\w+>", "?:", DAY)


def _either(*words: str, year: str = PAIR) -> list[str]:
    """Patterns with the words before the year and after it."""
    return [p for w in words for p in (w + _GAP + year, year + _GAP + w)]


_TABLE: tuple[tuple[Form, list[str]], ...] = (
    (_quarter, _either(_QUARTER, _NTH_QUARTER, _QUARTER + " " + _SPAN)),
    (_quarter, [_SPAN + " " + _QUARTER + _GAP + PAIR, _QUARTER + _GAP + PAIR + " " + _SPAN]),
    (_half, _either(_HALF, _NTH_HALF)),
    (_quarter_of_one_year, _either(_QUARTER, _NTH_QUARTER, year=r"(?P<y>\d{4}|\d{2})")),
    (_half_of_one_year, _either(_HALF, _NTH_HALF, year=r"(?P<y>\d{4}|\d{2})")),
    (_month_of_year, _either(r"(?:m|month|p|period) ?(?P<n>\d{1,2})")),
    (_term, _either(_TERM)),
    (_term_of_one_year, _either(_TERM, year=r"(?P<y>\d{4})")),
    (_academic, _either(r"(?:ay|academic(?: year)?|school year)")),
    (_financial, _either(r"(?:fy|financial year)")),
    (_calendar, _either(r"(?:cy|calendar year)", year=r"(?P<y>\d{4})")),
    (_survey, _either(r"survey(?: wave)?", year=r"(?P<y>\d{4})")),
    (
        _month,
        [
            r"(?P<m>" + MONTH + r")[ '/-]{0,2}(?P<y>\d{4}|\d{2})",
            r"(?P<y>\d{4})[ /-]?(?P<m>" + MONTH + ")",
        ],
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
    (_snapshot, [r"(?:as )?(?:at|on|of)(?: the)? " + DAY, r"snapshot(?: at| on| of)? " + DAY]),
    (_iso_interval, [r"(?P<from>\d{4}-\d{2}-\d{2})/p(?P<n>\d{1,3})(?P<u>[dwmy])"]),
    (_two_days, [_PLAIN_DAY + r" ?(?:/|-|to) ?" + _PLAIN_DAY]),
    (_day, [DAY]),
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

FORMS: tuple[tuple[re.Pattern[str], Form], ...] = tuple(
    (re.compile(pattern), form) for form, patterns in _TABLE for pattern in patterns
)
"""Every written form in the order of trial, the most telling first."""

DATE_FORM = re.compile(DAY)
"""A date alone, as dd/mm/yyyy, 30 June 2018 or 2018-06-30; for ``day_of``."""
