"""Figures in words: a value with the KPI's decimal places and unit, the same everywhere.

``38.2%``, ``£1,000k``, ``20 days``, ``1,234``, ``12.4 per 1,000``, ``31/12/2024``, ``Yes``, a
grade as it stands. Minus is a plain hyphen, so that what is printed can be read back.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import cache

from pmf_cli.register.sheets.kpis import NUMBERLESS, Kpi
from pmf_cli.register.sheets.record import ResultValue
from pmf_cli.register.terms import DataType
from pmf_cli.words import day, yes_or_no

SINGULAR = {
    "days": "day", "weeks": "week", "months": "month", "hours": "hour", "minutes": "minute",
    "years": "year", "points": "point", "adults": "adult", "applications": "application",
    "bins": "bin", "businesses": "business", "calls": "call", "carers": "carer", "cases": "case",
    "children": "child", "collections": "collection", "complaints": "complaint",
    "families": "family", "homes": "home", "households": "household", "incidents": "incident",
    "jobs": "job", "parks": "park", "people": "person", "properties": "property", "pupils": "pupil",
    "requests": "request", "residents": "resident", "schools": "school", "starts": "start",
    "tenants": "tenant", "visits": "visit",
}  # fmt: skip
"""Units that have another form after exactly one."""

UNSPOKEN = frozenset({
    "number", "whole number", "integer", "numeric", "no.", "no", "count", "number (count)", "#",
    "n/a", "na", "-", "–", "—", "tbc", "not applicable", "none", "score", "ratio", "rate", "date",
    "yes/no", "grade",
})  # fmt: skip
"""Units that say nothing beside the figure."""

POUND_WORDS = {
    "k": "k", "000": "k", "000s": "k", "'000": "k", "'000s": "k", "’000": "k", "’000s": "k",
    "thousand": "k", "thousands": "k", "m": "m", "million": "m", "millions": "m", "bn": "bn",
    "billion": "bn",
}  # fmt: skip
"""What follows the pound sign in a unit, and how it is printed after the figure."""


def figure(value: ResultValue | None, kpi: Kpi) -> str:
    """A value as papers print it, with unit, rounded to the KPI's decimal places where it has such; nothing for no value."""
    if isinstance(value, Decimal):
        return with_unit(number(value, kpi.decimal_places), kpi)
    return plain(value)


def stated(value: ResultValue | None, kpi: Kpi) -> str:
    """A value that is not rounded for print, such as a target: all its own decimals are kept.

    At least the KPI's decimal places are shown, so that 40 beside 38.2% reads 40.0%.
    """
    if not isinstance(value, Decimal):
        return plain(value)
    return with_unit(number(value, stated_places(value, kpi)), kpi)


def stated_places(value: Decimal, kpi: Kpi) -> int:
    """How many decimals a stated figure is printed with: its own, at least the KPI's."""
    places = decimals_printed(kpi.decimal_places or 0)
    exponent = value.as_tuple().exponent
    if not isinstance(exponent, int) or -exponent <= places:
        return places
    shortest = value.normalize().as_tuple().exponent
    return max(-shortest if isinstance(shortest, int) else 0, places)


def plain(value: ResultValue | None) -> str:
    """A value without unit or rounding: dates as 31/12/2024, Yes or No, text as it stands."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return yes_or_no(value)
    if isinstance(value, date):
        return day(value)
    return number(value, None) if isinstance(value, Decimal) else value


def number(value: Decimal, places: int | None) -> str:
    """A number with thousands commas and so many decimals; its own decimals without them."""
    if places is None:
        tidy = value.normalize()
        return f"{abs(tidy) if tidy.is_zero() else tidy:,f}"
    return f"{as_printed(value, places):,.{decimals_printed(places)}f}"


def change(amount: Decimal, kpi: Kpi, places: int | None = None) -> str:
    """The size of a change in the KPI's unit, without sign: ``1.2 points`` for percentages; ``places`` decimals, else the KPI's."""
    text = number(abs(amount), kpi.decimal_places if places is None else places)
    if is_percentage(kpi):
        return f"{text} {SINGULAR['points'] if text == '1' else 'points'}"
    return with_unit(text, kpi)


def is_percentage(kpi: Kpi) -> bool:
    """True where a difference of two values is percentage points."""
    if kpi.data_type is DataType.PERCENTAGE:
        return True
    return _shape(kpi.unit or "")[1] == "%"


def with_unit(text: str, kpi: Kpi) -> str:
    """A number already in words, with the KPI's unit where it belongs."""
    before, after = _shape(kpi.unit or _UNITS_OF.get(kpi.data_type, ""))
    if after.startswith(" ") and text == "1":
        head, _, last = after.rpartition(" ")
        after = f"{head} {SINGULAR.get(last, last)}"
    return f"-{before}{text[1:]}{after}" if text.startswith("-") else f"{before}{text}{after}"


def unit_in_words(kpi: Kpi) -> str:
    """The unit for the one place that says it, beside a KPI's name: ``%``, ``£m``, ``days``; empty where it says nothing.

    Of ``per 100,000 people aged 65+`` the beginning: of whom it is, the KPI's name and definition say.
    """
    if kpi.data_type in NUMBERLESS:
        return ""
    words = "".join(_shape(kpi.unit or _UNITS_OF.get(kpi.data_type, ""))).strip()
    of_many = _PER_NUMBER.match(words)
    return of_many[0] if of_many else words


_PER_NUMBER = re.compile(r"per [\d,]*\d\b")


def unitless(value: ResultValue | None, kpi: Kpi) -> str:
    """A value as papers print it where its unit stands elsewhere: ``38.2``, ``1,234``."""
    if isinstance(value, Decimal):
        return number(value, kpi.decimal_places)
    return plain(value)


_UNITS_OF: Mapping[DataType | None, str] = {DataType.PERCENTAGE: "%", DataType.MONEY: "£"}
"""The units of figures for which the register gives none."""


@cache
def _shape(unit: str) -> tuple[str, str]:
    """What stands before and after the number for a unit."""
    bare = unit.strip()
    lowered = bare.casefold()
    if lowered in UNSPOKEN:
        return "", ""
    if bare.startswith("%") or lowered in ("per cent", "percent", "percentage"):
        return "", "%"
    if lowered in ("pounds", "gbp", "pound", "pounds sterling"):
        return "£", ""
    if bare.startswith("£"):
        rest = bare[1:].strip()
        short = POUND_WORDS.get(rest.casefold())
        if short is not None:
            return "£", short
        return "£", f" {rest}" if rest else ""
    if bare.startswith(":"):
        return "", bare
    return "", f" {bare}" if bare else ""


_EXACT = Context(prec=400, rounding=ROUND_HALF_UP)
"""Wide enough for the largest number a cell can hold (309 digits), so rounding never fails."""
_MOST_DIGITS = 310
"""Numbers with more digits come from text or from sums, and have no decimals worth rounding."""

MOST_DECIMALS = 20
"""More decimals are never printed, whatever a register asks for."""


_LAST_PLACE = tuple(Decimal(1).scaleb(-decimals) for decimals in range(MOST_DECIMALS + 1))
"""The value of the last printed place, by number of decimals."""


def decimals_printed(decimals: int) -> int:
    """A number of decimals that can be printed: from 0 to ``MOST_DECIMALS``."""
    if 0 <= decimals <= MOST_DECIMALS:
        return decimals
    return 0 if decimals < 0 else MOST_DECIMALS


def as_printed(value: Decimal, decimals: int | None) -> Decimal:
    """A value with so many decimals, halves away from zero as Excel shows it, never minus zero.

    ``None`` for the decimals leaves the value as it is, and so does a number that no cell can hold.
    """
    if decimals is None or value.adjusted() > _MOST_DIGITS:
        return value
    rounded = value.quantize(_LAST_PLACE[decimals_printed(decimals)], context=_EXACT)
    return rounded if rounded else abs(rounded)
