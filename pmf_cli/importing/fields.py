"""What a column of a scorecard can mean, and which heading means it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from types import MappingProxyType

from pmf_cli.importing.heading_words import REGISTER, SCORECARD
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.layout import columns_of


class Field(StrEnum):
    """What a column holds; the value is the word used in the mapping file."""

    REFERENCE = "KPI reference"
    NAME = "KPI name"
    ORGANISATION = "Council"
    PERIOD = "Period"
    YEAR = "Year"
    VALUE = "Value"
    NUMERATOR = "Numerator"
    DENOMINATOR = "Denominator"
    TARGET = "Target"
    STATUS = "Published status"
    TRAVEL = "Published direction"
    EARLIER = "Earlier result"
    POLARITY = "Polarity"
    UNIT = "Unit"
    CONTEXT = "Context"
    REASON = "Reason for result"
    ACTION = "Action being taken"
    PERSON = "Key contact"
    OFFICER = "Responsible officer"
    BENCHMARK = "Benchmark"
    TOLERANCE = "Tolerance"


PERIODIC = frozenset(
    {
        Field.VALUE,
        Field.NUMERATOR,
        Field.DENOMINATOR,
        Field.TARGET,
        Field.STATUS,
        Field.TRAVEL,
        Field.CONTEXT,
        Field.REASON,
        Field.ACTION,
        Field.BENCHMARK,
    }
)
"""Fields that a period may stand beside in a heading."""

_HIDDEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_FOOTNOTE = re.compile(r"\[\s*(?:note\s*)?\w{1,2}\s*\]|\(\s*note \w+\s*\)|[*†‡¹²³⁴⁵⁶⁷⁸⁹⁰]+")


def plain_heading(text: str) -> str:
    """A heading without what does not change its meaning: case, marks, spaces, footnotes."""
    low = _FOOTNOTE.sub(" ", _HIDDEN.sub("", text)).replace("’", "'")
    low = unicodedata.normalize("NFKC", low).casefold().replace("'", "")
    low = low.replace("%", " % ").replace("_", " ")
    return " ".join(re.sub(r"[^\w%#?]+", " ", low).split()).strip(" ?")


@cache
def meanings() -> Mapping[str, str]:
    """Plain heading → field: a ``Field`` word, or ``kpis.`` and a field of the ``KPIs`` sheet."""
    found: dict[str, str] = {}
    for field, words in SCORECARD.items():
        for word in words.split(";"):
            found.setdefault(plain_heading(word), field)
    for name, words in REGISTER.items():
        for word in words.split(";"):
            found[plain_heading(word)] = name
    taken = {plain_heading(field.value) for field in Field}
    for column in columns_of(Kpi):
        for word in (column.heading.text, *column.heading.synonyms):
            plain = plain_heading(word)
            if plain not in found and plain not in taken:
                found[plain] = f"kpis.{column.field}"
    return MappingProxyType(found)


NOISE = frozenset(
    {"the", "a", "an", "of", "for", "this", "our", "and", "raw", "published", "council"}
    | {
        "corporate",
        "current",
        "latest",
        "figure",
        "figures",
        "%",
        "in",
        "to",
        "reported",
        "headline",
    }
)
"""Words that may stand in a heading without changing what it means."""


def words_of(field: str) -> str:
    """The field in the words of the mapping file: ``Value``, or the register's own heading."""
    if not field.startswith("kpis."):
        return field
    attribute = field.removeprefix("kpis.")
    return next(c.heading.text for c in columns_of(Kpi) if c.field == attribute)


def field_named(words: str) -> str | None:
    """The field that words of the mapping file stand for; ``None`` where there is none."""
    plain = plain_heading(words)
    for field in Field:
        if plain_heading(field.value) == plain:
            return field.value
    for column in columns_of(Kpi):
        if plain_heading(column.heading.text) == plain or column.field == words.strip():
            return f"kpis.{column.field}"
    return meanings().get(plain)
