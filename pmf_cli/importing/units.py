"""Units: from a unit column, from the KPI's name, from the figures; and the kind of figure."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

from pmf_cli.importing.figures import unit_words
from pmf_cli.importing.guesses import Sureness
from pmf_cli.register.terms import DataType
from pmf_cli.tabular.units import Measured, unit_of

NUMBER = "number"
"""The unit of a plain count."""
AS_PRINTED = "as printed"
"""A unit column that only says: see the figures."""

_PERCENT = {"%", "percent", "percentage", "per cent", "pct", "% (percentage)", "percentages"}
_COUNT = {
    "number",
    "count",
    "no",
    "no.",
    "numeric",
    "integer",
    "#",
    "whole number",
    "num",
    "n",
    "decimal",
    "volume",
}
_MONEY = {"£", "currency", "money", "gbp", "pounds", "£s", "sterling"}
_NOTHING = {
    "",
    "-",
    "–",
    "—",
    "n/a",
    "na",
    "n.a.",
    "none",
    "tbc",
    "tba",
    "not applicable",
    "?",
    "x",
}
# Only at the beginning: "days per FTE" is a unit of days, "cases within days" is none.
_TIME = re.compile(r"^(working |calendar )?(days|weeks|hours|minutes|months|seconds|years)\b")
_NAME_UNITS = (
    (re.compile(r"%|\bpercent(age)?\b|\bper cent\b|\bproportion of\b", re.I), "%"),
    (re.compile(r"£"), "£"),
    (re.compile(r"per (100,000|10,000|1,000|100000|10000|1000)\b", re.I), ""),
    (re.compile(r"\b(?:in|number of|average|time.*|working|calendar)?\s*\(?(?:in )?\b(days|weeks|hours|minutes)\b\)?", re.I), ""),
)  # fmt: skip


def unit_in(text: str) -> tuple[str, Sureness, str]:
    """The unit that a unit column states, ``as printed`` where it only points at the figures."""
    shown = " ".join(text.split())
    named = shown.partition("(")[0] if shown.endswith(")") else shown
    low = named.casefold().strip()
    aside = low != shown.casefold()
    sure = Sureness.LIKELY if aside else Sureness.CERTAIN
    why = "the bracket is left aside" if aside else "a usual word for this unit"
    if low in _NOTHING:
        return AS_PRINTED, Sureness.LIKELY, "it names no unit"
    if low in _PERCENT:
        return "%", sure, why
    if low in _COUNT:
        return NUMBER, sure, why
    if low in _MONEY:
        return "£", sure, why
    if low in ("bare number", "text") or low.startswith("as printed"):
        return AS_PRINTED, Sureness.LIKELY, "the unit is taken from the figures and the name"
    known = unit_words(low)
    if known:
        return known, sure, why
    return shown, Sureness.LIKELY, "taken as it stands"


_BRACKET = re.compile(
    r"[(\[]\s*(?:all )?(?:figures |values )?(?:(?:are )?in )?([^()\[\]]+?)\s*[)\]]"
)
_POUNDS = re.compile(
    r"£\s?(?:in )?['’]?(?:000s?|k|mn?|bn|thousands?|millions?|billions?)\b"
    r"|\b(?:thousands?|millions?) of (?:£|pounds)",
    re.I,
)
_LONG_ENOUGH = 2
"""Letters: ``(p)`` and ``(1)`` are marks of notes."""
_STRETCHES = frozenset({"day", "week", "month", "year"})
"""Words that say of what stretch of time a figure is, and only in the plural what it counts."""
_LONGEST = 4
_COUNTS = {Fraction(1_000): "thousands", Fraction(10**6): "millions"}
_AMOUNTS = {Fraction(1): "£", Fraction(1_000): "£k", Fraction(10**6): "£m", Fraction(10**9): "£bn"}


_AS_WRITTEN = {
    "kwh": "kWh", "mwh": "MWh", "gwh": "GWh", "tco2e": "tCO2e", "ktco2e": "ktCO2e", "fte": "FTE",
}  # fmt: skip
"""Units whose capitals belong to them."""


def unit_stated(text: str) -> str:
    """The unit that a name, heading or title states word for word: ``(£000)``, ``(days)``, ``£ million``.

    In one spelling for amounts, ``£k`` and ``£m``; empty where none is stated.
    """
    plain = " ".join(text.replace("’", "'").split())
    for inner in reversed(_BRACKET.findall(plain)):
        if stated := _unit_alone(inner):
            return stated
    found = _POUNDS.search(plain)
    if found is None:
        return ""
    turned = re.sub(r"(?<!\w)(\w+) of (?:£|pounds)", r"£ \1", found[0], flags=re.I)
    return _unit_alone(turned.replace(" in ", " "))


def without_unit(text: str) -> str:
    """A heading without the unit that it states: ``Actual (£000)`` → ``Actual``; unchanged where nothing is left."""
    if not unit_stated(text):
        return text
    bare = _BRACKET.sub(lambda found: " " if _unit_alone(found[1]) else found[0], text)
    return " ".join(_POUNDS.sub(" ", bare).split()).strip(" ,-–:") or text


def _unit_alone(words: str) -> str:
    """The unit that words are and nothing else, in the spelling of registers."""
    low = words.casefold().strip(" .")
    if low in _AS_WRITTEN:
        return _AS_WRITTEN[low]
    if low in _PERCENT:
        return "%"
    known = None if _says_other(low) else unit_of(low)
    if known is None:
        return ""
    if known.measured is Measured.MONEY and not known.per:
        return _AMOUNTS.get(known.size, words)
    return unit_words(low) if known.measured is not Measured.COUNT else _COUNTS.get(known.size, "")


def _says_other(low: str) -> bool:
    """Whether words are a mark, a stretch of time or a sentence."""
    is_mark = len(low) < _LONG_ENOUGH and low not in _MONEY
    return is_mark or low in _STRETCHES or len(low.split()) > _LONGEST


PLAINLY_POUNDS = Decimal(1_000_000)
"""Figures with a £ from which they are pounds, though £k or £m is stated: no council has £1,000,000k."""


def is_scaled_money(unit: str | None) -> bool:
    """Whether a unit is an amount such as £k or £m, beside which a cell's bare £ tells no size."""
    known = unit_of(unit or "")
    return known is not None and known.measured is Measured.MONEY and known.size > 1


def unit_in_name(name: str) -> str:
    """The unit that a KPI's name states; empty where it states none."""
    if stated := unit_stated(name):
        return stated
    if _NAME_UNITS[0][0].search(name) and not re.search(r"\bwithin\b.*%$", name):
        return "%"
    # "Invoices over £500" counts invoices.
    if re.search(r"£(?!\s?\d)", name):
        return "£"
    rate = _NAME_UNITS[2][0].search(name)
    return unit_words(f"per {rate[1]}") if rate else _length_in_name(name)


def _length_in_name(name: str) -> str:
    """The unit of time that a name speaks of: ``Average days to let``, ``time taken in weeks``."""
    each = re.search(r"\b(days|hours)\b.*\bper (fte|employee|person|member of staff)\b", name, re.I)
    if each:
        return unit_words(f"{each[1]} per {each[2]}")
    spent = re.search(
        r"\(\s*(?:in )?(days|weeks|hours|minutes)\s*\)|\b(?:average|mean)\b.*\b(days|weeks|hours|minutes)\b"
        r"|\b(?:number of |working |calendar )(days|hours|weeks)\b",
        name,
        re.I,
    )
    if spent:
        return next(group for group in spent.groups() if group).casefold()
    taken = re.search(r"\btime (?:taken|in)\b.*\b(days|weeks|hours|minutes)\b", name, re.I)
    return taken[1].casefold() if taken else ""


def data_type_of(unit: str, name: str) -> DataType:
    """The kind of figure that a unit goes with."""
    if unit == "%":
        return DataType.PERCENTAGE
    if unit.startswith("£"):
        return DataType.MONEY
    if unit.startswith("per "):
        return DataType.RATE
    if unit == "to 1":
        return DataType.RATIO
    if _TIME.match(unit) and re.search(
        r"time|average|mean|days|weeks|turnaround|wait|length|taken", name, re.I
    ):
        return DataType.DURATION
    return DataType.NUMBER
