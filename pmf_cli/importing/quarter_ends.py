"""Months that stand for the quarters that end with them: ``Jun-24``, ``Sep-24``, ``Dec-24`` over columns."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from pmf_cli.importing.column_meanings import YEARS, ColumnMeaning
from pmf_cli.importing.fields import ScorecardField
from pmf_cli.importing.guesses import Sureness
from pmf_cli.register.periods.period import Period, PeriodKind, quarter

_QUARTERLY = re.compile(r"\bquarter(?:ly|s)?\b|\b(?:q|qtr) ?[1-4]\b", re.I)


def quarter_ending(period: Period, year_start: int) -> Period | None:
    """The quarter that ends with a month; ``None`` for other periods."""
    last = period.end
    if period.kind is not PeriodKind.MONTH or (last.month - year_start) % 3 != 2:
        return None
    begins = last.year if last.month >= year_start else last.year - 1
    return quarter(begins, (last.month - year_start) % 12 // 3 + 1, year_start)


def are_quarters(periods: Collection[Period], year_start: int, *, said: bool) -> bool:
    """Whether months are all ends of quarters: several of a year, or said to be of quarters.

    December beside the December before is no sign of quarters.
    """
    months = {one for one in periods if one.kind not in YEARS}
    enough = len({one.end.month for one in months}) > 1 or (said and bool(months))
    return enough and all(quarter_ending(one, year_start) is not None for one in months)


def headings_by_quarter(
    found: Sequence[ColumnMeaning], titles: Collection[str], year_start: int
) -> list[ColumnMeaning]:
    """Columns headed by months that all end a quarter, each taken for its quarter: a question."""
    values = (m for m in found if m.field == ScorecardField.VALUE)
    periods = {m.period for m in values if m.period is not None}
    said = any(map(_QUARTERLY.search, titles))
    if not are_quarters(periods, year_start, said=said):
        return list(found)
    return [_of_quarter(meaning, year_start) for meaning in found]


def _of_quarter(meaning: ColumnMeaning, year_start: int) -> ColumnMeaning:
    ends = None if meaning.period is None else quarter_ending(meaning.period, year_start)
    if ends is None or meaning.sure is Sureness.SETTLED:
        return meaning
    why = f"only ends of quarters are headed so: taken for {ends}; it may be {meaning.period}"
    return replace(meaning, period=ends, sure=Sureness.DOUBTFUL, why=why)
