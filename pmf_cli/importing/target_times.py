"""For what time a target is by its own words: ``200 per annum``, ``£11.2m by 31 March 2025``, ``90% for 2025/26``."""

from __future__ import annotations

import re
from datetime import timedelta

from pmf_cli.frozen import frozen
from pmf_cli.importing.period_words import period_in
from pmf_cli.register.periods.period import (
    FINANCIAL_START,
    Period,
    PeriodKind,
    financial_year,
    month,
    quarter,
)

_EACH = r"(?:per|a|an|each|every)\s(?:{0})|(?:{1})|\((?:{1}|{0})(?: target)?\)"
_FOR_EACH = (
    (PeriodKind.FINANCIAL_YEAR, re.compile(r"(?<!\s)\s*(?:" + _EACH.format("year|annum", "annually|annual|yearly|full[- ]year|p\\.?a\\.?") + r")$", re.I)),
    (PeriodKind.QUARTER, re.compile(r"(?<!\s)\s*(?:" + _EACH.format("quarter", "quarterly") + r")$", re.I)),
    (PeriodKind.MONTH, re.compile(r"(?<!\s)\s*(?:" + _EACH.format("month", "monthly") + r")$", re.I)),
)  # fmt: skip
EACH_WORDS = {
    PeriodKind.FINANCIAL_YEAR: "year",
    PeriodKind.QUARTER: "quarter",
    PeriodKind.MONTH: "month",
}
"""What a kind of period is called behind ``per``."""
_YEARS_END = re.compile(
    r"[ ,(]+(?:by|at|before) (?:the )?(?:year[- ]?end|end of (?:the )?(?:financial )?year|31(?:st)? march|(?:the )?end of march|march)\)?$",
    re.I,
)
_AT_A_TIME = re.compile(
    r"[ ,(]+(?:(?P<by>by|before) (?:the )?(?:end of )?|(?:for|in|at the end of|at end of) )(?P<when>[^()]*\d[^()]*)\)?$",
    re.I,
)


@frozen
class TimeSaid:
    """A target's words without those that say for what time it is.

    Attributes:
        at: the period that they name.
        for_each: the kind of period of each of which it is the target.
        sure: whether the words can mean no other time.
    """

    rest: str
    at: Period | None = None
    for_each: PeriodKind | None = None
    sure: bool = True


def time_apart(plain: str) -> TimeSaid | None:
    """A target with one figure, its words of time taken apart; ``None`` where it has none."""
    for kind, words in _FOR_EACH:
        found = words.search(plain)
        if found is not None and len(re.findall(r"\d[\d.,]*", plain)) == 1:
            return TimeSaid(plain[: found.start()], for_each=kind)
    ends = _YEARS_END.search(plain)
    if ends is not None:
        return TimeSaid(plain[: ends.start()], for_each=PeriodKind.FINANCIAL_YEAR, sure=False)
    found = _AT_A_TIME.search(plain)
    when = None if found is None else period_in(found["when"]).period
    if found is None or when is None:
        return None
    at = _ending(when) if found["by"] else when
    return TimeSaid(plain[: found.start()], at=at, sure=False)


def _ending(when: Period) -> Period:
    """What ends with a day or month by which something is to be reached: the year, else the quarter, else the month."""
    if when.kind not in (PeriodKind.SNAPSHOT, PeriodKind.MONTH):
        return when
    following = when.end + timedelta(days=1)
    begins = when.end.year - (when.end.month < FINANCIAL_START)
    if following.day != 1 or (following.month - FINANCIAL_START) % 3:
        return month(when.end.year, when.end.month)
    if following.month == FINANCIAL_START:
        return financial_year(begins)
    return quarter(begins, (following.month - FINANCIAL_START) % 12 // 3)
