"""Was a figure left in place from the period before, or does a running total fall?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise

from pmf_cli.checks.base import CheckContext, ResultHistory
from pmf_cli.checks.words import figure_text, plain_number
from pmf_cli.findings import Problem, advice, warning
from pmf_cli.register.periods.period import Period
from pmf_cli.register.periods.steps import year_earlier
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.record import Result
from pmf_cli.register.terms import DataType, TimeBasis, YearBasis
from pmf_cli.words import counted

LATEST_PAIRS = 2
"""How many of the newest figures are compared with the one before."""
DIGITS = 3
PER_CENT_DIGITS = 4
"""Figures with so many digits are seldom the same twice by chance."""
WHOLE_BASE, SPLIT_BASE = Decimal(50), Decimal(1000)
"""Denominators from which the same counts twice are remarkable."""
OFTEN_THE_SAME = (Decimal(0), Decimal(100))


def year_of_day(period_end: date, kpi: Kpi, context: CheckContext) -> int:
    """The year, by the KPI's year basis, in which a period ends."""
    starts = {YearBasis.CALENDAR: 1, YearBasis.ACADEMIC: 9}.get(
        kpi.year_basis or YearBasis.FINANCIAL, context.settings.financial_year_start
    )
    return period_end.year if period_end.month >= starts else period_end.year - 1


def digits_of(value: Decimal) -> int:
    """Digits that say something: 19.94 has four, 376 three, 400 one."""
    return len(value.normalize().as_tuple().digits)


@warning("REP001", cure="Ask the key contact for this period's figure.")
def looks_copied(context: CheckContext) -> Iterator[Problem]:
    """A figure is not that of the period before.

    The same numerator and denominator, or the same many digits, twice in a row: the cell was
    filled down and never replaced (seen in a district's published figures). A figure that comes
    without its counts, where the same one came with them, needs fewer digits. How many other KPIs
    repeat theirs for the same period is said: chance seldom does it twice.
    """
    repeated = [
        (history, before, now, why)
        for history in context.histories
        if history.kpi.time_basis is not TimeBasis.CUMULATIVE
        for before, now in list(pairwise(history.figures))[-LATEST_PAIRS:]
        if (why := _why_copied(history, before, now))
    ]
    alike = Counter((now.period, before.period) for _, before, now, _ in repeated)
    for history, before, now, why in repeated:
        others = alike[now.period, before.period] - 1
        company = f", as {counted(others, 'other')} do" if others else ""
        message = f"{history.name} for {now.period} is {figure_text(now.value, history.kpi)}, the same as for {before.period} {why}{company}: is it copied?"
        yield Problem(now.source.at("value"), message, history.kpi.ref)


def _why_copied(history: ResultHistory, before: Result, now: Result) -> str:
    """What is too much the same for chance in two neighbouring figures; empty for nothing."""
    value, kpi = now.number, history.kpi
    if value is None or value != before.value or value in OFTEN_THE_SAME:
        return ""
    if now.denominator is not None:
        if not _same_counts(before, now) or not _counts_enough(history, now):
            return ""
        return f"with the same {plain_number(now.numerator or Decimal(0))} of {plain_number(now.denominator)}"
    digits = digits_of(value) - (history.split is not None)
    if before.denominator is not None and digits >= DIGITS:
        return "to the last digit, but without its counts"
    enough = PER_CENT_DIGITS if kpi.data_type is DataType.PERCENTAGE else DIGITS
    return "to the last digit" if digits >= enough else ""


def _same_counts(before: Result, now: Result) -> bool:
    counts = (now.numerator, now.denominator)
    return None not in counts and counts == (before.numerator, before.denominator)


def _counts_enough(history: ResultHistory, now: Result) -> bool:
    """Whether equal counts are no accident: few people in a split are often the same number."""
    base = now.denominator
    return base is not None and base >= (SPLIT_BASE if history.split else WHOLE_BASE)


@advice(
    "REP002", cure="Ask whether the figure is measured each time.", requires=("REP001", "REP003")
)
def three_times_the_same(context: CheckContext) -> Iterator[Problem]:
    """A figure is not the same three times in a row.

    Small counts may be; a measured figure seldom is.
    """
    for history in context.histories:
        kpi = history.kpi
        numbers = history.numbers[-3:]
        steady = (TimeBasis.POOLED, TimeBasis.CUMULATIVE)
        if len(numbers) < 3 or len(set(numbers)) > 1 or kpi.time_basis in steady:
            continue
        if numbers[-1] in OFTEN_THE_SAME or digits_of(numbers[-1]) < 2:
            continue
        last = history.figures[-1]
        message = f"{history.name} is {figure_text(numbers[-1], kpi)} for {last.period} and the two periods before."
        yield Problem(last.source.at("value"), message, kpi.ref)


@warning("REP003", cure="Type the figure up to the end of this period.")
def total_not_moved(context: CheckContext) -> Iterator[Problem]:
    """A running total moves on from one period to the next.

    28 homes in the first quarter and 28 up to the second, with a note of 24 more: the figure
    was left in place (seen in a district's published figures).
    """
    for history, before, now, last in _within_a_year(context):
        if last and now.value == before.value and now.value != 0:
            kpi = history
            message = f"{kpi.ref} for {now.period} is {figure_text(now.value, kpi)}, no more than for {before.period}, though its figures add up over the year."
            yield Problem(now.source.at("value"), message, kpi.ref)


@warning("REP004", cure="Type the figure from the start of the year, or change the time basis.")
def total_falls(context: CheckContext) -> Iterator[Problem]:
    """A running total does not fall within the year.

    Either this quarter's figure alone was typed, or an earlier one was wrong.
    """
    for kpi, before, now, _ in _within_a_year(context):
        if kpi.data_type in (DataType.PERCENTAGE, DataType.RATE, DataType.RATIO) and _own_counts(
            now
        ):
            continue
        if (
            isinstance(now.value, Decimal)
            and isinstance(before.value, Decimal)
            and now.value < before.value
        ):
            message = f"{kpi.ref} adds up over the year but falls from {figure_text(before.value, kpi)} for {before.period} to {figure_text(now.value, kpi)} for {now.period}."
            yield Problem(now.source.at("value"), message, kpi.ref)


def _own_counts(result: Result) -> bool:
    """Whether a share has its own counts, so that it may fall while both of them rise."""
    return result.denominator is not None


def _within_a_year(context: CheckContext) -> Iterator[tuple[Kpi, Result, Result, bool]]:
    """Neighbouring figures of cumulative KPIs in one year; the last is true for the newest."""
    for history in context.histories:
        kpi = history.kpi
        if kpi.time_basis is not TimeBasis.CUMULATIVE:
            continue
        for before, now in pairwise(history.figures):
            if before.period is None or now.period is None:
                continue
            if year_of_day(before.period.end, kpi, context) == year_of_day(
                now.period.end, kpi, context
            ):
                yield kpi, before, now, now is history.figures[-1]


BULK = 4
"""Figures of one period that are those of another before all of them are called pasted."""
BULK_SHARE = Decimal("0.3")
"""The share of the KPIs with a figure in both periods that they must be."""


@warning("REP005", cure="Ask for this period's figures.", requires=("REP001", "REP003"))
def pasted_period(context: CheckContext) -> Iterator[Problem]:
    """The figures of a period are not those of the period before, or of the year before.

    One figure may come twice by chance; where four KPIs or more, and three in ten, repeat theirs
    to the last of three digits, a column was pasted into the wrong period.
    """
    pairs: dict[tuple[Period, Period], list[tuple[ResultHistory, Result, bool]]] = {}
    for history in context.histories:
        if history.split is None:
            for period, then, now, is_same in _beside_earlier(history):
                pairs.setdefault((period, then), []).append((history, now, is_same))
    for (_, then), found in pairs.items():
        alike = [(history, now) for history, now, is_same in found if is_same]
        if len(alike) < BULK or len(alike) < BULK_SHARE * len(found):
            continue
        for history, now in alike:
            message = f"{history.name} for {now.period} is {figure_text(now.value, history.kpi)}, as for {then}; so are {len(alike) - 1} other KPIs of {len(found)}: were that period's figures pasted?"
            yield Problem(now.source.at("value"), message, history.kpi.ref)


def _beside_earlier(history: ResultHistory) -> Iterator[tuple[Period, Period, Result, bool]]:
    """Each figure beside that of the period and of the year before: are they the same?"""
    by_period = {row.period: row for row in history.figures}
    for before, now in pairwise(history.figures):
        for then in (before.period, _year_before(now.period)):
            other = by_period.get(then)
            if now.period is not None and then is not None and other is not None:
                same = now.value == other.value and digits_of(other.number or Decimal(0)) >= DIGITS
                yield now.period, then, now, same


@lru_cache(maxsize=4096)
def _year_before(period: Period | None) -> Period | None:
    return None if period is None else year_earlier(period)
