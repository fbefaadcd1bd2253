"""How old a result may be: the KPI's own words, such as ``2 quarters``, as a day."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache

from pmf_cli.register.periods.period import snapshot
from pmf_cli.register.periods.steps import moved_by_months

AGE = re.compile(
    r"(\d+|an?|one|two|three|four|five|six|eight|nine|ten|twelve|eighteen)\s*"
    r"(day|week|month|quarter|term|half|year)"
)
WORDS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6,
    "eight": 8, "nine": 9, "ten": 10, "twelve": 12, "eighteen": 18,
}  # fmt: skip
AGE_MONTHS = {"month": 1, "quarter": 3, "term": 4, "half": 6, "year": 12}


@cache
def oldest_end(longest_age: str, on: date) -> date | None:
    """The earliest day that a result's period may end on and still be shown as current.

    Args:
        longest_age: ``2 quarters``, ``18 months``, ``1 year``.
        on: the last day of the reporting period.

    Returns:
        ``None`` where the words say no age.
    """
    found = AGE.search(longest_age.casefold())
    if found is None:
        return None
    many = int(found[1]) if found[1].isdigit() else WORDS[found[1]]
    unit = found[2]
    try:
        if unit in ("day", "week"):
            return on - timedelta(days=many * (7 if unit == "week" else 1))
        return moved_by_months(snapshot(on), -many * AGE_MONTHS[unit]).end
    except (OverflowError, ValueError):
        return None
