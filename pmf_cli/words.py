"""Dates, yes and no, counts and lists in words: the one wording for messages, papers and sheets.

Pure functions that know nothing of a register; every layer may import them. Figures with their
unit come from ``register.figures``, whole sentences of papers from ``views.wording``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day(on: date) -> str:
    """A date as papers print it: ``30/09/2024``.

    Written out rather than by ``strftime``, whose years before 1000 differ between systems.
    """
    return f"{on.day:02d}/{on.month:02d}/{on.year:04d}"


MONTH_NAMES = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def day_in_words(on: date) -> str:
    """A date as titles and sentences of papers print it: ``3 February 2025``."""
    return f"{on.day} {MONTH_NAMES[on.month - 1]} {on.year}"


def short_day(on: date) -> str:
    """A date for a narrow column or a chart: ``14 Feb 2025``."""
    return f"{on.day} {MONTHS[on.month - 1]} {on.year}"


def yes_or_no(is_so: bool) -> str:  # noqa: FBT001 - a value, not a switch
    """``Yes`` or ``No``, as cells of a register hold it."""
    return "Yes" if is_so else "No"


def plural(number: int, one: str, several: str = "") -> str:
    """The noun that goes with a count: ``KPI``, ``KPIs``."""
    return one if number == 1 else several or f"{one}s"


def counted(number: int, one: str, several: str = "") -> str:
    """A count with its noun: ``1 KPI``, ``3 KPIs``, ``1,200 results``."""
    return f"{number:,} {plural(number, one, several)}"


def listed(words: Iterable[str], joined_by: str = "and") -> str:
    """Words joined for a sentence: ``a``, ``a and b``, ``a, b and c``."""
    names = list(words)
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {joined_by} {names[-1]}"


def listed_shortly(words: Sequence[str], most: int = 6) -> str:
    """As ``listed``, but no more than ``most`` names, the rest counted: ``a, b and 4 more``."""
    if len(words) <= most:
        return listed(words)
    return f"{', '.join(words[:most])} and {len(words) - most:,} more"


def with_article(word: str) -> str:
    """``a Green``, ``an On track``: by the first letter, which the council's words may be any of."""
    return f"{'an' if word[:1].lower() in 'aeiou' else 'a'} {word}"


def lower_first(text: str | None) -> str:
    """The text to go on in a sentence: ``No target yet`` → ``no target yet``; acronyms stay, an empty cell is empty."""
    text = text or ""
    if len(text) > 1 and text[0].isupper() and not text[1].isupper():
        return text[0].lower() + text[1:]
    return text
