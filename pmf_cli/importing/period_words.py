"""Periods in headings, titles, tab names and cells, with what is missing supplied from around them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache

from pmf_cli.frozen import frozen
from pmf_cli.importing.fields import meanings, plain_heading
from pmf_cli.importing.guesses import Sureness
from pmf_cli.importing.period_spellings import MONTH_NUMBERS, respelt
from pmf_cli.register.periods import period as periods
from pmf_cli.register.periods.period import Period, PeriodKind
from pmf_cli.register.periods.text import FINANCIAL_CONTEXT, PeriodError, WrittenPeriod, read_period
from pmf_cli.register.terms import ValueStatus

_YEAR = re.compile(r"(?<!\d)(20\d\d|19\d\d|\d\d)\s?[/\-–]\s?(20\d\d|19\d\d|\d\d)(?!\d)")
_QUARTER = re.compile(r"(?:q|qtr|quarter)\.? ?([1-4])", re.I)
_HALF = re.compile(r"half(?:[ -]year(?:ly)?)?\.? ?([12])", re.I)
_FROM_MONTH_TO_MONTH = re.compile(r"([a-z]{3,9}) ?(?:-|–|to) ?([a-z]{3,9})", re.I)
_OUTTURN = re.compile(r"\b(outturn|actuals?|results?|final|year[- ]end|full year|annual)\b", re.I)
NO_YEAR = "no year is given here or in a title"
LONGEST = 7
"""Words of a heading that a period may take up: "January 2023 to December 2023 final"."""


# "2024-Q1" and "2024Q1" name a year and a quarter; which kind of year they do not say.
_YEAR_AND_QUARTER = re.compile(
    r"(?<![\d/])(?P<year>20\d\d)\s?[-–]?\s?Q(?P<quarter>[1-4])(?!\d)"
    r"|\bQ(?P<first>[1-4])\s?[-–]?\s?(?P<later>20\d\d)(?!\s?[-–/]?\s?\d)",
    re.I,
)


@frozen
class PeriodReading:
    """A period as read, with how sure and why; ``period`` is ``None`` where it cannot be read."""

    period: Period | None
    sure: Sureness
    why: str
    status: ValueStatus | None = None


@frozen
class HeadingPeriod:
    """A heading taken apart: its period and the words besides it."""

    reading: PeriodReading
    rest: str


def period_in(text: str, year_start: int = periods.FINANCIAL_START) -> PeriodReading:
    """The period that a whole cell states."""
    shown = respelt(text, year_start)
    if (found := _YEAR_AND_QUARTER.fullmatch(shown)) is not None:
        return _quarter_of(found, year_start)
    shown = _BARE_MARK.sub(r"\1 (\2)", shown)
    try:
        written = _read(shown, year_start)
    except PeriodError as error:
        tidy = " ".join(_OUTTURN.sub(" ", shown).split())
        if tidy and tidy != shown:
            try:
                written = _read(tidy, year_start)
            except PeriodError:
                return PeriodReading(None, Sureness.DOUBTFUL, str(error))
            return PeriodReading(
                written.period,
                Sureness.LIKELY,
                "read without the words around the year",
                written.status,
            )
        return PeriodReading(None, Sureness.DOUBTFUL, str(error))
    sure, why = _how_sure(shown, written.period)
    return PeriodReading(written.period, sure, why, written.status)


# "2024 prov" marks the figure as "2024 (prov)" does.
_BARE_MARK = re.compile(
    r"(\d)\s*[-–,*]?\s*\b(p|prov|provisional|est|estimated?|rev|revised)\.?$", re.I
)


def _quarter_of(found: re.Match[str], year_start: int) -> PeriodReading:
    year, number = int(found["year"] or found["later"]), int(found["quarter"] or found["first"])
    period = periods.quarter(year, number, year_start)
    words = periods.year_words(year, year_start)
    why = f"taken for a quarter of the financial year {words}, not of {year}"
    return PeriodReading(period, Sureness.DOUBTFUL, why)


def _read(text: str, year_start: int) -> WrittenPeriod:
    return read_period(text, year_start=year_start, context=FINANCIAL_CONTEXT)


def _how_sure(text: str, period: Period) -> tuple[Sureness, str]:
    if period.kind is PeriodKind.FINANCIAL_YEAR and "/" not in text:
        return Sureness.LIKELY, "taken for a financial year"
    if period.kind is PeriodKind.CALENDAR_YEAR:
        return Sureness.LIKELY, "taken for January to December"
    return Sureness.CERTAIN, "a period written in full"


_SCHOOLS = re.compile(
    r"\b(?:schools?|pupils?|term(?:s|ly)?|academic|attainment|key stage|ks[1-5]|gcse|early years|exclusions?|nurser(?:y|ies))\b",
    re.I,
)


_SCHOOL_YEARS = re.compile(r"\b(?:academic|school) years?\b", re.I)
_FINANCIAL_YEARS = re.compile(r"\bfinancial years?\b", re.I)


def says_school_years(text: str) -> bool:
    """Whether a text says that years run from September: ``Academic years; latest published results``."""
    return bool(_SCHOOL_YEARS.search(text)) and not _FINANCIAL_YEARS.search(text)


def is_of_schools(*texts: str) -> bool:
    """Whether a text speaks of schools, so that Autumn is a term and no season."""
    return any(map(_SCHOOLS.search, texts))


def unless_a_season(reading: PeriodReading, text: str, *, of_schools: bool) -> PeriodReading:
    """A reading, a question where ``Autumn 2024`` was taken for a term and nothing speaks of schools."""
    is_term = reading.period is not None and reading.period.kind is PeriodKind.TERM
    if not is_term or of_schools or "/" in text or _SCHOOLS.search(text):
        return reading
    why = "taken for the school term; it may be a season, such as that of a survey: type the period"
    return replace(reading, sure=Sureness.DOUBTFUL, why=why)


def period_of_day(day: date) -> PeriodReading:
    """The month that a date in a heading stands for."""
    day = day.date() if isinstance(day, datetime) else day
    why = "a date, taken for its month"
    return PeriodReading(periods.month(day.year, day.month), Sureness.LIKELY, why)


def year_in(text: str) -> int | None:
    """The year in which the financial year named in a text begins; ``None`` where none is named."""
    years = set()
    for found in _YEAR.finditer(text):
        first, second = found.groups()
        begins = int(first) if len(first) == 4 else 2000 + int(first)
        if int(second) % 100 == (begins + 1) % 100:
            years.add(begins)
    return years.pop() if len(years) == 1 else None


def incomplete_period(text: str, year: int | None, year_start: int) -> PeriodReading | None:
    """A part of a year named without its year, such as ``Q1``, ``Apr-Sep``, ``May``; ``None`` where the text is none.

    ``H1`` alone may be the reference of a KPI too; only beside other words of time is it a half-year.
    """
    low = text.casefold().strip(" .:")
    part = _part_of_year(low, year_start)
    month = MONTH_NUMBERS.get(low)
    if part is None and month is None:
        return None
    if year is None:
        return PeriodReading(None, Sureness.DOUBTFUL, NO_YEAR)
    why = f"the year {periods.year_words(year, year_start)} is taken from a title, tab or file name"
    if part is not None:
        make, number = part
        found = make(year, number, year_start)
    else:
        assert month is not None
        found = periods.month(year + (1 if month < year_start else 0), month)
    return PeriodReading(found, Sureness.LIKELY, why)


def _part_of_year(
    low: str, year_start: int
) -> tuple[Callable[[int, int, int], Period], int] | None:
    """The quarter or half-year that a text names by its number or its months: how it is made, and which."""
    numbered: tuple[tuple[re.Pattern[str], Callable[[int, int, int], Period]], ...] = (
        (_QUARTER, periods.quarter),
        (_HALF, periods.half),
    )
    for pattern, make in numbered:
        if (found := pattern.fullmatch(low)) is not None:
            return make, int(found[1])
    spoken = _FROM_MONTH_TO_MONTH.fullmatch(low)
    if spoken is None or not {spoken[1], spoken[2]} <= MONTH_NUMBERS.keys():
        return None
    first, last = MONTH_NUMBERS[spoken[1]], MONTH_NUMBERS[spoken[2]]
    months, before = (last - first) % 12 + 1, (first - year_start) % 12
    lasts = {3: periods.quarter, 6: periods.half}
    if months not in lasts or before % months:
        return None
    return lasts[months], before // months + 1


_NUMBERED_MONTH = re.compile(r"(?:p|period|month|m)\s?(1[0-2]|0?[1-9])(?:\s+(\D+))?", re.I)


def numbered_month(text: str, year: int | None, year_start: int) -> HeadingPeriod | None:
    """The month of a heading that counts the months of the year: ``P9``, ``Period 9 Actual``; ``None`` for others.

    Words beside it are those of a measure, since ``P1 calls answered`` is of a priority.
    """
    found = _NUMBERED_MONTH.fullmatch(text.strip())
    rest = "" if found is None else found[2] or ""
    if found is None or (rest and plain_heading(rest) not in meanings()):
        return None
    if year is None:
        return HeadingPeriod(PeriodReading(None, Sureness.DOUBTFUL, NO_YEAR), rest)
    number = int(found[1])
    at = (year_start + number - 2) % 12 + 1
    period = periods.month(year + (at < year_start), at)
    words = periods.year_words(year, year_start)
    why = f"taken for month {number} of {words}, which is {period}"
    return HeadingPeriod(PeriodReading(period, Sureness.LIKELY, why), rest)


@lru_cache(maxsize=4096)
def taken_apart(text: str, year: int | None, year_start: int) -> HeadingPeriod | None:
    """A heading's period and its other words: ``Q1 2024/25 Actual``; ``None`` without a period.

    The longest stretch of words that is a period wins. What says the same time again is none of
    the other words: ``Quarter 1 (Apr-Jun 2024)``.
    """
    found = _first_apart(text, year, year_start)
    if found is None or not _OF_TIME.search(found.rest):
        return found
    return _said_twice(text, year, year_start) or found


_PARTS = frozenset({PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.HALF, PeriodKind.SNAPSHOT})
_ANY_YEAR = 2000


def _said_twice(text: str, year: int | None, year_start: int) -> HeadingPeriod | None:
    """A heading that names part of a year in two ways, in the year that one of them states.

    ``None`` for others, and where two times stand beside further words: ``Q1 against Q2``.
    """
    stated = next(filter(None, (one.reading.period for one in _told(text, None, year_start))), None)
    if stated is not None:
        year = stated.start.year - (stated.start.month < year_start)
    told = _told(text, _ANY_YEAR if year is None else year, year_start)
    found = _parts_in(told)
    if len(found) < 2:
        return None
    is_one = _are_one(*found)
    if not is_one and told[1].rest:
        return None
    reading = _in_two_ways(found) if is_one else _two_times(*found)
    if year is None:
        reading = PeriodReading(None, Sureness.DOUBTFUL, NO_YEAR)
    elif is_one and stated is None:
        reading = replace(told[0].reading, period=reading.period)
    return HeadingPeriod(reading, told[1].rest)


def _parts_in(told: Sequence[HeadingPeriod]) -> list[Period]:
    """The parts of years that a heading names; none where it names something else too."""
    found = [one.reading.period for one in told if one.reading.period is not None]
    return found if _PARTS.issuperset(one.kind for one in found) else []


def _are_one(first: Period, second: Period) -> bool:
    """Whether two times are the same, or one is the other's last day."""
    days = (one for one in (first, second) if one.kind is PeriodKind.SNAPSHOT)
    return first == second or (first.end == second.end and any(days))


def _in_two_ways(found: Sequence[Period]) -> PeriodReading:
    whole = max(found, key=lambda one: one.end - one.start)
    return PeriodReading(whole, Sureness.CERTAIN, "a period written in two ways that agree")


def _two_times(first: Period, second: Period) -> PeriodReading:
    """A doubt between two times; of one within the other, the longer is the guess."""
    is_within = second.start <= first.start and first.end <= second.end
    guess = second if is_within else first
    why = f"it names two times, {first} and {second}: is {guess} meant?"
    return PeriodReading(guess, Sureness.DOUBTFUL, why)


def _told(text: str, year: int | None, year_start: int) -> list[HeadingPeriod]:
    """What a heading says of time, then what its other words say of it."""
    first = _first_apart(text, year, year_start)
    again = None if first is None else _first_apart(first.rest, year, year_start)
    return [one for one in (first, again) if one is not None]


def _first_apart(text: str, year: int | None, year_start: int) -> HeadingPeriod | None:
    plain = respelt(text, year_start)
    if (found := _YEAR_AND_QUARTER.search(plain)) is not None:
        rest = f"{plain[: found.start()]} {plain[found.end() :]}".strip(" -–,;")
        return HeadingPeriod(_quarter_of(found, year_start), " ".join(rest.split()))
    tokens = re.sub(r"[()\[\]:|]", " ", plain).split()
    for length in range(min(LONGEST, len(tokens)), 0, -1):
        if length == 1 and (apart := _with_year_apart(tokens, year_start)) is not None:
            return apart
        for start in range(len(tokens) - length + 1):
            piece = " ".join(tokens[start : start + length])
            if not re.search(r"\d|[A-Za-z]{3}", piece):
                continue
            reading = _whole(piece, year_start) or incomplete_period(piece, year, year_start)
            if reading is not None:
                rest = " ".join(tokens[:start] + tokens[start + length :])
                return HeadingPeriod(reading, rest.strip(" -–,;"))
    return None


def heading_apart(text: str, year: int | None, year_start: int) -> HeadingPeriod | None:
    """A column's heading taken apart: its period, one that counts the months too, and its other words."""
    return numbered_month(text, year, year_start) or taken_apart(text, year, year_start)


_TO_DATE = re.compile(
    r"(?:as at|cumulative|cum\.?|ytd|year to date|to date|so far|snapshot|position)(?: to)?", re.I
)
# Where a number or a month is left over, it may be a longer time that is meant: "Apr - Dec 2024".
_OF_TIME = re.compile(rf"\d|\b(?:{'|'.join(MONTH_NUMBERS)})\b", re.I)


def beside_other_words(text: str, year: int | None, year_start: int) -> PeriodReading | None:
    """The period in a cell that says something else too: ``Q3 24/25 (cumulative)``; ``None`` where none can be told.

    Words that only say that figures are to date leave no doubt of the period; others are asked about.
    """
    apart = taken_apart(text, year, year_start)
    if apart is None or apart.reading.period is None or _OF_TIME.search(apart.rest):
        return None
    if not apart.rest:
        return apart.reading
    if _TO_DATE.fullmatch(apart.rest):
        why = f"“{apart.rest}” beside it is of the figures: see their time basis under Your KPIs"
        return replace(apart.reading, sure=Sureness.LIKELY, why=why)
    why = f"“{apart.rest}” stands beside the period: is {apart.reading.period} meant?"
    return replace(apart.reading, sure=Sureness.DOUBTFUL, why=why)


def _with_year_apart(tokens: list[str], year_start: int) -> HeadingPeriod | None:
    """A quarter or month whose year stands apart from it: ``Q1 Actual 24/25``; ``None`` for others."""
    years = [at for at, token in enumerate(tokens) if year_in(token) is not None]
    parts = [at for at, token in enumerate(tokens) if incomplete_period(token, 2000, year_start)]
    if len(years) != 1 or len(parts) != 1:
        return None
    reading = incomplete_period(tokens[parts[0]], year_in(tokens[years[0]]), year_start)
    assert reading is not None
    rest = [token for at, token in enumerate(tokens) if at not in (years[0], parts[0])]
    why = "a period whose year stands apart from it"
    return HeadingPeriod(replace(reading, why=why), " ".join(rest).strip(" -–,;"))


def _whole(piece: str, year_start: int) -> PeriodReading | None:
    if re.fullmatch(r"\d{1,2}|\d{5,}|[A-Za-z ]+", piece):
        return None
    try:
        written = _read(piece, year_start)
    except PeriodError:
        return None
    sure, why = _how_sure(piece, written.period)
    return PeriodReading(written.period, sure, why, written.status)
