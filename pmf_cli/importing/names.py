"""KPI names: the reference at their beginning, and when two names mean one measure."""

from __future__ import annotations

import re
from collections.abc import Collection
from difflib import SequenceMatcher
from functools import lru_cache

_CODE = re.compile(
    r"(?P<code>(?:PAF|BVPI|NI|KPI|PI|LPI|QPI|LI|SPI)\s[A-Z]?\d{1,4}[a-z]?"
    r"|[A-Za-z]{1,12}[-_/.]?\d{1,4}[A-Za-z]{0,2}(?:[.\-/]\d{1,3}[a-z]?)*(?:\([ivx]+\))?"
    r"|\d{1,2}(?:\.\d{1,3})+(?:\.[A-Z]{1,3})?)"
    r"\s*(?:[:.\-–]\s*|\s)(?P<rest>\S.*)"
)
_BARE = re.compile(r"(?P<code>\d{1,4}[a-z]?)\s*(?:[:.\-–]\s*|\s)(?P<rest>\S.*)")
_NO_CODE = re.compile(
    r"(co2|tco2|pm\d+|pm2\.5|no2|covid-?19|ks[1-5]|gcse\d?|p[123]|h[12]|q[1-4]|t[1-3]|a\d|m\d+|[45]g|year\d+|ey\d?|b\d)",
    re.I,
)
SHARE = 0.6
"""Share of the names that must begin with a code before codes are taken for references."""
ALIKE = 0.86
"""Likeness from which two names may be one measure under a new name."""


def code_in(name: str, *, bare: bool = False) -> tuple[str, str] | None:
    """The code at the beginning of a name and the name without it; ``None`` without a code.

    Args:
        name: the name as printed.
        bare: whether a plain number such as ``101`` counts as a code.
    """
    found = _CODE.fullmatch(name) or (_BARE.fullmatch(name) if bare else None)
    if found is None or _NO_CODE.fullmatch(found["code"]):
        return None
    return " ".join(found["code"].split()), found["rest"].strip()


def codes_are_references(names: Collection[str], *, bare: bool) -> bool:
    """True where most names begin with a code of their own."""
    distinct = {plain_name(name) for name in names}
    coded = [found[0] for name in set(names) if (found := code_in(name, bare=bare)) is not None]
    return bool(distinct) and len(set(coded)) >= max(1, SHARE * len(distinct))


@lru_cache(maxsize=16_384)
def plain_name(name: str) -> str:
    """A name without what changes between quarters: case, marks, ``yrs`` for ``years``."""
    low = name.casefold().replace("\u200b", "").replace("&", " and ").replace("%", " percentage ")
    low = re.sub(r"(?<=\d)\s*(?:-|–|to)\s*(?=\d)", " to ", low)
    low = re.sub(r"\b(\d+)\s*yrs?\b|\b(\d+)\s*(?=years\b)", lambda m: f"{m[1] or m[2]} years ", low)
    low = re.sub(r"\byears years\b|\byrs?\b", "years", low)
    low = re.sub(r"\bno\.? of\b", "number of", low)
    low = re.sub(r"\bper cent(age)?\b|\bpct\b", "percentage", low)
    words = re.sub(r"[^\w]+", " ", low).split()
    return " ".join(word for word in words if word not in ("the", "a", "an", "of", "percentage"))


def may_be_one(first: str, second: str) -> bool:
    """True where two different names are so alike that they may be one measure renamed.

    Names whose numbers differ are never one: ``within 5 days`` and ``within 10 days``.
    """
    one, two = plain_name(first), plain_name(second)
    if re.findall(r"\d+", one) != re.findall(r"\d+", two):
        return False
    shorter, longer = sorted((one, two), key=len)
    if len(shorter.split()) >= 4 and longer.endswith(shorter):
        return True
    return SequenceMatcher(None, one, two).ratio() >= ALIKE


def tidy_reference(text: str) -> str:
    """A reference as a register keeps it: trimmed, without a trailing stop or colon."""
    return " ".join(text.split()).strip(" .:")


def made_reference(number: int) -> str:
    """A reference for a measure that has none."""
    return f"KPI-{number:03d}"
