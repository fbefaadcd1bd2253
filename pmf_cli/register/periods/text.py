"""From text to period: every written form a council uses, refusing what is ambiguous.

``parse_period(period.label) == period`` for every period that ``periods.py`` makes (with the
same start of the year). Forms are those of the field (3.1 of the feature notes) and of
published workbooks: ``Q3 24/25``, ``2018-19;Q1``, ``12 months to Jun 2024``, ``2021–23`` ...
"""

from __future__ import annotations

import re
from functools import lru_cache

from pmf_cli.frozen import frozen
from pmf_cli.register.periods import period as periods
from pmf_cli.register.periods.context import (
    FINANCIAL_CONTEXT,
    NO_CONTEXT,
    PeriodContext,
    PeriodError,
)
from pmf_cli.register.periods.forms import FORMS, compiled
from pmf_cli.register.periods.period import Period
from pmf_cli.register.terms import ValueStatus

__all__ = [
    "FINANCIAL_CONTEXT",
    "NO_CONTEXT",
    "PeriodContext",
    "PeriodError",
    "WrittenPeriod",
    "parse_period",
    "read_period",
]

# What comes along unseen from web pages, and every sign that is typed or turned into a dash.
_HIDDEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_DASHES = re.compile("[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")
# Marks of statisticians in brackets; without brackets only whole words at the end.
_MARK = re.compile(
    r"[(\[] ?(p|prov|prov\.|provisional|r|rev|rev\.|revised|final|est|est\.|estimated?|estimates?"
    r"|e|f|forecast|projected) ?[)\]]"
    r"|[ -]+(provisional|revised|final|estimated)$"
)
# A bracket of two figures at most is a footnote; "(2024)" is part of the period.
_FOOTNOTE = re.compile(r"\s*(?:\[(?:note )?\d{1,2}\]|\*+|[¹²³⁴-⁹†‡]+)$")
_STATUS = {
    "p": ValueStatus.PROVISIONAL,
    "r": ValueStatus.REVISED,
    "e": ValueStatus.ESTIMATED,
    "final": ValueStatus.FINAL,
}
# "2023/24 outturn" says no more of the period than 2023/24.
_WHOLE_YEAR = re.compile(r"\b(?:outturn|year[ -]end|full year|whole year|annual)\b")
_ACCEPTED = "2024/25 Q3, Nov 2024, 2024/25, 2024 or as at 30/09/2024"


@frozen
class WrittenPeriod:
    """A period as written: with a value status where the text carries one.

    Attributes:
        period: the period.
        status: provisional, revised, estimated or final, from a mark such as ``2025 (prov)``.
        footnote: a footnote mark that was left aside, such as ``*`` or ``[1]``.
    """

    period: Period
    status: ValueStatus | None = None
    footnote: str = ""


def parse_period(
    text: str,
    *,
    year_start: int = periods.FINANCIAL_START,
    context: PeriodContext = NO_CONTEXT,
) -> Period:
    """The period a text stands for; marks such as ``(prov)`` are left aside.

    The context decides ``2014-15``, bare dates and bare years.

    Raises:
        PeriodError: it is none, or could be more than one; says why and what to write.
    """
    return read_period(text, year_start=year_start, context=context).period


@lru_cache(maxsize=16_384)
def read_period(
    text: str,
    *,
    year_start: int = periods.FINANCIAL_START,
    context: PeriodContext = NO_CONTEXT,
) -> WrittenPeriod:
    """The period a text stands for, and the value status that it carries; ``PeriodError`` as for ``parse_period``."""
    mark = _FOOTNOTE.search(text.rstrip())
    footnote = mark[0].strip() if mark else ""
    plain, status = _plain(text.rstrip()[: mark.start()] if mark else text)
    for pattern, form in FORMS:
        if found := compiled(pattern).fullmatch(plain):
            try:
                return WrittenPeriod(form(found, context, year_start), status, footnote)
            except PeriodError as error:
                raise PeriodError(_sentence(text, str(error))) from None
            except (ValueError, OverflowError):
                raise PeriodError(_sentence(text, "there is no such year or day")) from None
    raise PeriodError(_sentence(text, _why_not(plain)))


def _plain(text: str) -> tuple[str, ValueStatus | None]:
    """The text in lower case with one kind of dash and space, and its mark taken off."""
    low = _DASHES.sub("-", _HIDDEN.sub("", text)).replace("’", "'").lower()
    # Midnight behind a date comes from programs that keep every date as a moment.
    low = re.sub(r"[ t]00:00(?::00(?:\.0+)?)?z?(?=/|$|\s)", "", " ".join(low.split()))
    status = None
    if found := _MARK.search(low):
        word = found[1] or found[2]
        if word in ("f", "forecast", "projected"):
            raise PeriodError(_sentence(text, "a forecast is no result of a period"))
        status = _STATUS["final" if word == "final" else word[0]]
        low = low[: found.start()] + " " + low[found.end() :]
    low = _WHOLE_YEAR.sub(" ", low)
    low = re.sub(r"[,;:()\[\]_]", " ", low)
    return " ".join(low.split()).strip(" .-"), status


def _sentence(text: str, reason: str) -> str:
    shown = " ".join(text.split())
    shown = shown if len(shown) <= 60 else shown[:57] + "..."
    return f"“{shown}” is not read as a period: {reason}."


def _why_not(plain: str) -> str:
    """The reason why no form fits, for the commonest cases."""
    if re.fullmatch(r"(?:q|quarter|qtr) ?[1-4]|jan-mar|apr-jun|jul-sep|oct-dec", plain):
        return "the year is missing; write for example 2024/25 Q3"
    if re.fullmatch(r"(?:q|quarter|qtr) ?\d+.*", plain):
        return "a year has quarters 1 to 4"
    if re.fullmatch(r"(?:fy) ?(?:\d{2}|\d{4})", plain):
        return "it does not say whether the year begins or ends then; write for example 2024/25"
    if not plain:
        return f"it is blank; write for example {_ACCEPTED}"
    return f"write for example {_ACCEPTED}"
