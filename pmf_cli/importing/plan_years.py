"""Headings that count the years of a plan, ``Year 2 target``: which year the first is, is asked once for the tab."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pmf_cli.frozen import frozen
from pmf_cli.importing.fields import PERIODIC, meanings, plain_heading
from pmf_cli.importing.guesses import LEAVE_OUT, Guess, Sureness, Topic
from pmf_cli.importing.period_words import year_in
from pmf_cli.register.periods.period import Period, financial_year, year_words
from pmf_cli.workbook.cells import Sheet

_YEAR_OF_PLAN = re.compile(r"\b(?:y|yr|year) ?([1-9]|10)\b", re.I)
_SPAN = re.compile(r"(?<![\d/])(20\d\d)\s?(?:-|–|/|to)\s?(?:20)?(\d\d)(?!\d)")
_LONGEST = 10
"""Years of a plan."""
PLAN = "plan"
"""Begins the meaning of a tab of which it is told when its plan begins; names the answer."""
OPEN = f"{PLAN} not known"


@frozen
class PlanBegins:
    """Which financial year is Year 1 of a tab, by the year it begins in; ``None`` where it is not known.

    Attributes:
        guess: how it was found, to be noted where a heading counts years.
    """

    year: int | None
    guess: Guess


def plan_of(said: str, texts: Iterable[str], sheet: Sheet, year: int | None) -> PlanBegins:
    """What a tab's Year 1 is: as answered, else a question, the plan's first year or the tab's being the guess.

    Args:
        texts: what stands around the table: ``Council Plan 2024-28``.
    """
    if said:
        begins = year_in(said)
        is_settled = begins is not None or said == LEAVE_OUT
        words = OPEN if begins is None else _begins(begins)
        sure, why = Sureness.SETTLED if is_settled else Sureness.DOUBTFUL, "your answers say so"
        if not is_settled:
            why = f"“{said}” names no year: {_HOW}"
        return PlanBegins(begins, _guess(sheet, words, sure, why))
    begins = next(_first_years(texts), year)
    words = OPEN if begins is None else _begins(begins)
    return PlanBegins(
        begins, _guess(sheet, words, Sureness.DOUBTFUL, f"which year is Year 1? {_HOW}")
    )


_HOW = "Type it, as in plan begins 2024/25"


def _begins(year: int) -> str:
    return f"{PLAN} begins {year_words(year)}"


def _guess(sheet: Sheet, words: str, sure: Sureness, why: str) -> Guess:
    return Guess(Topic.SHEET, sheet.name, sheet.ref(), words, sure, why)


def _first_years(texts: Iterable[str]) -> Iterator[int]:
    """The first years of plans that texts name; a single year's name is none."""
    for text in texts:
        for found in _SPAN.finditer(text):
            if 1 < int(found[2]) - int(found[1][2:]) <= _LONGEST:
                yield int(found[1])


def counts_years(text: str) -> bool:
    """Whether a heading counts years of a plan beside a word for what stands under it."""
    return _YEAR_OF_PLAN.search(text) is not None and _field_beside(text) is not None


def field_and_year(text: str, begins: int | None) -> tuple[str, Period | None] | None:
    """What stands under a heading that counts years, and for which year; ``None`` for other headings."""
    found, field = _YEAR_OF_PLAN.search(text), _field_beside(text)
    if found is None or field is None:
        return None
    return field, None if begins is None else financial_year(begins + int(found[1]) - 1)


def without_count(plain: str) -> str:
    """A plain heading without the count of a year, where other words stand beside it."""
    return " ".join(_YEAR_OF_PLAN.sub(" ", plain).split()) or plain


def _field_beside(text: str) -> str | None:
    field = meanings().get(plain_heading(_YEAR_OF_PLAN.sub(" ", text)))
    return field if field in {one.value for one in PERIODIC} else None
