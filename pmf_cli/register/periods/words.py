"""The small words of periods: months, years of two and four figures, days."""

from __future__ import annotations

import re
from datetime import date

from pmf_cli.register.periods import period as periods
from pmf_cli.register.periods.context import PeriodError
from pmf_cli.words import MONTHS

MONTH_NAMES = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_NAMES = {name: n for n, name in enumerate(MONTH_NAMES, 1)}
_NAMES |= {name.lower(): n for n, name in enumerate(MONTHS, 1)} | {"sept": 9}
ORDINALS = {"1": 1, "2": 2, "3": 3, "4": 4, "first": 1, "second": 2, "third": 3, "fourth": 4}

MONTH = "(?:" + "|".join(_NAMES) + r")\.?"
# The years need not follow each other here: what does not is refused with a reason by ``pair_of``.
PAIR = r"(?:f\.?y\.? ?|financial year )?(?P<y>\d{4}|\d{2}) ?[/-] ?(?P<z>\d{4}|\d{2})"
WEEKDAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day )?"
# Day first, as in this country; eight figures only from 1900 on, so that no amount is a date.
DAY = (
    WEEKDAY
    + r"(?:(?P<d>\d{1,2})(?:st|nd|rd|th)?[ /.-](?:of )?(?P<m>\d{1,2}|"
    + MONTH
    + r")[ /.-]?(?P<yr>\d{4}|\d{2})|(?P<iso>\d{4}-\d{2}-\d{2}|(?:19|20)\d{6}))"
)
DATE_FORM = re.compile(DAY)
"""A date alone, as dd/mm/yyyy, 30 June 2018 or 2018-06-30; for ``day_of``."""


def year_of(text: str) -> int:
    """A year of four figures, or of two: 00 to 69 are 2000 to 2069, 70 to 99 are 1970 to 1999."""
    number = int(text)
    if len(text) == 4:
        return number
    return number + (2000 if number < 70 else 1900)


def month_of(text: str) -> int:
    """The number of a month's name, short or long."""
    return _NAMES[text.rstrip(".")]


def pair_of(found: re.Match[str]) -> int:
    """The first year of a pair such as 2024/25; ``PeriodError`` where the second is not the one after."""
    first, last = year_of(found["y"]), found["z"]
    after = f"{first + 1:04d}"
    if last not in (after, after[2:]):
        raise PeriodError(
            f"{found['y']}/{last} is no year: the second part of a financial year is the year"
            f" after the first, such as {periods.year_words(first)}"
        )
    return first


def day_of(found: re.Match[str]) -> date:
    """The day written as dd/mm/yyyy, 30 June 2018 or 2018-06-30; ``PeriodError`` where there is none."""
    if found["iso"]:
        digits = found["iso"].replace("-", "")
        year, month, number = int(digits[:4]), int(digits[4:6]), int(digits[6:])
    else:
        month = int(found["m"]) if found["m"].isdigit() else month_of(found["m"])
        year, number = year_of(found["yr"]), int(found["d"])
    try:
        return date(year, month, number)
    except ValueError:
        raise PeriodError(
            "there is no such day; dates are written day first, as 30/09/2024"
        ) from None
