"""What the words of a unit measure, and a figure in one unit told in another, exactly.

``minutes`` and ``hours`` are one measure, ``£k`` and ``£`` another, ``%`` and ``per 1,000`` a third.
Days and hours are not: a working day has no fixed number of hours. Only a length of time that
Excel itself holds in days of 24 hours is told in days.
"""

from __future__ import annotations

import re
from decimal import Context, Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cache

from pmf_cli.frozen import frozen

EXCEL_DIGITS = 15
_ROUNDED = Context(prec=EXCEL_DIGITS)
_MINUTE, _HOUR, _DAY = 60, 3_600, 86_400


class Measured(StrEnum):
    """What a unit measures."""

    CLOCK = "time in hours, minutes or seconds"
    DAYS = "days"
    WORKING_DAYS = "working days"
    WEEKS = "weeks"
    CALENDAR = "months or years"
    MONEY = "money"
    FOREIGN = "money of another country"
    SHARE = "a share or rate"
    RATIO = "a ratio"
    COUNT = "a count"
    WEIGHT = "weight"
    LENGTH = "length in metres"
    MILES = "miles"
    ENERGY = "energy"


@frozen
class Unit:
    """A unit of figures.

    Attributes:
        measured: what it measures; figures are told only in units that measure the same.
        size: how much one of it is: seconds, pounds, grams, metres, watt hours, wholes.
        per: what a figure is shared over: ``FTE`` in ``days per FTE``; empty for none.
    """

    measured: Measured
    size: Fraction
    per: str = ""


_UNITS: tuple[tuple[Measured, str, Fraction | int], ...] = (
    (Measured.CLOCK, "s; sec; secs; second; seconds", 1),
    (Measured.CLOCK, "min; mins; minute; minutes", _MINUTE),
    (Measured.CLOCK, "h; hr; hrs; hour; hours", _HOUR),
    (Measured.DAYS, "day; days; calendar day; calendar days", _DAY),
    (Measured.WORKING_DAYS, "working day; working days; wd; school day; school days", 1),
    (Measured.WEEKS, "week; weeks; wk; wks", 1),
    (Measured.CALENDAR, "month; months; mth; mths", 1),
    (Measured.CALENDAR, "year; years; yr; yrs", 12),
    (Measured.MONEY, "£; £s; gbp; pound; pounds; pounds sterling", 1),
    (Measured.MONEY, "p; pence; penny", Fraction(1, 100)),
    (Measured.FOREIGN, "$; €; usd; eur; dollars; euros; euro", 1),
    (
        Measured.SHARE,
        "%; per cent; percent; percentage; pct; percentages; percentage points; pp; ppt",
        Fraction(1, 100),
    ),
    (Measured.RATIO, "ratio; :1; : 1; to 1; x:1; n:1; x to 1; times", 1),
    (Measured.WEIGHT, "g; gram; grams; grammes", 1),
    (Measured.WEIGHT, "kg; kgs; kilo; kilos; kilogram; kilograms; kilogrammes", 1_000),
    (Measured.WEIGHT, "t; tonne; tonnes; metric tonnes", 1_000_000),
    (Measured.LENGTH, "metre; metres", 1),
    (Measured.LENGTH, "km; kilometre; kilometres; kms", 1_000),
    (Measured.MILES, "mile; miles", 1),
    (Measured.ENERGY, "kwh", 1_000),
    (Measured.ENERGY, "mwh", 1_000_000),
    (Measured.ENERGY, "gwh", 1_000_000_000),
    (
        Measured.COUNT,
        "number; whole number; integer; numeric; no.; no; count; #; number (count)",
        1,
    ),
)
_WORDS = {
    word: unit
    for measured, words, size in _UNITS
    for unit in (Unit(measured, Fraction(size)),)
    for word in words.split("; ")
}

SCALES: dict[str, int] = {
    **dict.fromkeys(("k", "000", "000s", "'000", "'000s", "thousand", "thousands"), 1_000),
    **dict.fromkeys(("m", "mn", "mm", "mill", "million", "millions", "000000", "000,000"), 10**6),
    **dict.fromkeys(("bn", "b", "billion", "billions"), 10**9),
}
"""Words that multiply the figure before them, or a unit."""
LETTERS = frozenset(("m", "mm", "b"))
"""Scales that are something else where no money is meant."""

# "per 1,000 people" and "‰" are shares whatever is counted.
_PER_NUMBER = re.compile(r"(?:.*\s)?per (\d[\d,]*|hundred|thousand|million)\b.*|‰")
_NUMBER_WORDS = {"hundred": 100, "thousand": 1_000, "million": 10**6}
_SCALE_WORDS = "|".join(map(re.escape, SCALES))
# "visits (000s)", "thousands of visits": the scale is the last word that may be one, before "of ..." at most.
_SCALED_COUNT = re.compile(rf"(?:.*[\s(])?(?P<scale>{_SCALE_WORDS})\)?(?:\s+(?:of )?[a-z ]+)?")


@cache
def unit_of(words: str) -> Unit | None:
    """The unit that words mean; ``None`` where they name what is counted, or nothing known."""
    plain = " ".join(words.replace("’", "'").casefold().split()).strip(" .")
    if plain.startswith("(") and plain.endswith(")"):
        plain = plain[1:-1].strip()
    if known := _WORDS.get(plain):
        return known
    if over := _PER_NUMBER.fullmatch(plain):
        return _share_of(over)
    if shared := _shared_over(plain):
        return shared
    if plain.startswith(("%", "percentage of")):
        return Unit(Measured.SHARE, Fraction(1, 100))
    return _money_of(plain) or _scaled_of(plain) or _led_by(plain)


def _share_of(over: re.Match[str]) -> Unit | None:
    """``per 1,000 people``, ``per hundred``, ``‰``; no share where pounds are shared over people."""
    number = 1_000 if over[1] is None else _NUMBER_WORDS.get(over[1])
    of = int(over[1].replace(",", "")) if number is None else number
    money = re.search(r"£|\bpounds?\b", over[0]) is not None
    return None if money or not of else Unit(Measured.SHARE, Fraction(1, of))


def _shared_over(plain: str) -> Unit | None:
    """``days per FTE``, ``hours/week``: a known unit with what it is shared over."""
    head, joined, tail = plain.partition("/" if " per " not in plain else " per ")
    known = unit_of(head) if joined else None
    return None if known is None or known.per else Unit(known.measured, known.size, tail.strip())


def _money_of(plain: str) -> Unit | None:
    """``£k``, ``£ million``, ``£000s``, ``gbp m``."""
    found = re.fullmatch(r"(?:£|gbp |pounds? )\s*\(?(.*?)\)?|(.*?) (?:£|pounds?)", plain)
    if found is None:
        return None
    scale = SCALES.get((found[1] or found[2] or "").strip().removeprefix("in ").strip())
    if scale is not None:
        return Unit(Measured.MONEY, Fraction(scale))
    return Unit(Measured.MONEY, Fraction(1)) if plain.startswith("£") else None


def _scaled_of(plain: str) -> Unit | None:
    """``thousands``, ``visits (000s)``, ``million tonnes`` is none: its measure is not a count."""
    found = _SCALED_COUNT.fullmatch(plain)
    if found is None or found["scale"] in (*LETTERS, "k"):
        return None
    rest = (plain[: found.start("scale")] + plain[found.end("scale") :]).strip(" ()")
    if rest and unit_of(rest) is not None:
        return None
    return Unit(Measured.COUNT, Fraction(SCALES[found["scale"]]))


def _led_by(plain: str) -> Unit | None:
    """``days lost``, ``hours of delay``, ``kg of waste``: the first words are the unit."""
    parts = plain.split()
    for length in (2, 1):
        head = " ".join(parts[:length])
        known = _WORDS.get(head) if len(head) > 1 else None
        if known and known.measured not in (Measured.COUNT, Measured.RATIO, Measured.CALENDAR):
            return known
    return None


def told_in(figure: Fraction | Decimal, said: Unit, asked: Unit) -> Decimal | None:
    """A figure of one unit in another; ``None`` where they do not measure the same."""
    if said.measured is not asked.measured:
        return None
    if said.per and asked.per and said.per != asked.per:
        return None
    return decimal_of_fraction(Fraction(figure) * said.size / asked.size)


def decimal_of_fraction(exact: Fraction) -> Decimal:
    """The decimal of a fraction: exact where it ends, else with the 15 digits that Excel keeps."""
    rest = exact.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest == 1:
        places = 0
        while (exact * 10**places).denominator != 1:
            places += 1
        return Decimal(int(exact * 10**places)).scaleb(-places)
    return _ROUNDED.divide(Decimal(exact.numerator), Decimal(exact.denominator))
