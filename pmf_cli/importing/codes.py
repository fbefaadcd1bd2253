"""Codes by which KPIs are known: before a name, or in a cell of their own."""

from __future__ import annotations

import re
from collections.abc import Collection

# Letters and digits at the beginning, then a stop or blank: "BVPI 66a", "EH-01", "1.2.3".
# A word that only looks like a code (_NO_CODE: CO2, Q1, KS4) belongs to the name.
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


def code_in(name: str, *, bare: bool = False) -> tuple[str, str] | None:
    """The code at the beginning of a name (``bare``: a number too) and the name without it; ``None`` without one."""
    found = _CODE.fullmatch(name) or (_BARE.fullmatch(name) if bare else None)
    if found is None or _NO_CODE.fullmatch(found["code"]):
        return None
    return " ".join(found["code"].split()), found["rest"].strip()


def are_codes(texts: Collection[str]) -> bool:
    """Whether every text is a code and nothing else, so that none of them names a KPI in words."""
    return all(code_in(f"{text.strip()} x") == (" ".join(text.split()), "x") for text in texts)
