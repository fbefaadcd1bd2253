"""Do numerator, denominator and value agree?

Numbers are printed beside percentages ("412 of 530"), so they must be the same figure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from statistics import median

from pmf_cli.checks.base import CheckContext, ResultHistory
from pmf_cli.checks.words import figure_text, plain_number, series_name, short_number
from pmf_cli.findings import Problem, advice, error, warning
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.record import Result
from pmf_cli.register.terms import DataType, TimeBasis

JUMP = Decimal(2)
"""A denominator this many times the one before is looked at."""
# "per 1,000 residents": what the division is multiplied by stands in the unit.
_PER = re.compile(r"\bper\s+([\d,]+)", re.IGNORECASE)


def multiplier(kpi: Kpi) -> Decimal | None:
    """What numerator ÷ denominator is multiplied with; ``None`` where the unit does not say."""
    unit = kpi.unit or ""
    if kpi.data_type is DataType.PERCENTAGE:
        return Decimal(100)
    if found := _PER.search(unit):
        return Decimal(found[1].replace(",", ""))
    return Decimal(1) if kpi.data_type is DataType.RATIO else None


@error("NUM001", cure="Correct the value, the numerator or the denominator.", requires=("NUM002",))
def value_against_division(context: CheckContext) -> Iterator[Problem]:
    """The value is the numerator divided by the denominator.

    Two figures for one result in the same row: one of them is wrong, and both get printed.
    """
    for history in context.histories:
        kpi = history.kpi
        times = multiplier(kpi)
        if times is None:
            continue
        for result, value in history.points:
            above, below = result.numerator, result.denominator
            if above is None or below is None or below <= 0:
                continue
            exact = above / below * times
            # As many decimals as the value was typed with: 33.3 agrees with 1 ÷ 3.
            own = -int(value.as_tuple().exponent)
            places = max(0, own if kpi.decimal_places is None else min(own, kpi.decimal_places))
            if abs(exact - value) > Decimal(1).scaleb(-places):
                shown = figure_text(
                    short_number(exact, max(exact.adjusted(), 0) + 1 + max(places, 1)), kpi
                )
                message = f"{history.name} for {result.period} is {figure_text(value, kpi)}, but {plain_number(above)} ÷ {plain_number(below)} gives {shown}."
                yield Problem(result.source.at("value"), message, kpi.ref)


@error("NUM002", cure="Type the denominator, or leave numerator and denominator blank.")
def impossible_denominator(context: CheckContext) -> Iterator[Problem]:
    """A denominator is more than 0.

    Nothing can be divided by 0; where there were no cases, the reason is Not applicable.
    """
    for result in context.register.results:
        if result.denominator is not None and result.denominator <= 0:
            message = f"{series_name(result)} for {result.period} has a denominator of {plain_number(result.denominator)}."
            yield Problem(result.source.at("denominator"), message, result.kpi_ref)


@warning("NUM003", cure="Type the one that is missing.")
def half_a_fraction(context: CheckContext) -> Iterator[Problem]:
    """A numerator comes with its denominator, and the other way round.

    One alone can be neither checked nor added up over the year.
    """
    for result in context.register.results:
        if (result.numerator is None) != (result.denominator is None):
            missing = "numerator" if result.numerator is None else "denominator"
            there = "denominator" if result.numerator is None else "numerator"
            message = f"{series_name(result)} for {result.period} has a {there} but no {missing}."
            yield Problem(result.source.at(missing), message, result.kpi_ref)


@warning("NUM004", cure="Look whether the two were swapped.", requires=("NUM002",))
def more_than_all(context: CheckContext) -> Iterator[Problem]:
    """A percentage's numerator is not more than its denominator.

    A part cannot be more than the whole; a KPI in which it can has a plausible maximum above 100.
    """
    for history in context.histories:
        kpi = history.kpi
        above_100 = kpi.plausible_max is not None and kpi.plausible_max > 100
        if kpi.data_type is not DataType.PERCENTAGE or above_100:
            continue
        for result in history.results:
            above, below = result.numerator, result.denominator
            if above is not None and below is not None and 0 < below < above:
                message = f"{history.name} for {result.period} counts {plain_number(above)} of {plain_number(below)}."
                yield Problem(result.source.at("numerator"), message, kpi.ref)


@advice("NUM005", cure="Ask whether everything was counted, and only once.")
def denominator_jumps(context: CheckContext) -> Iterator[Problem]:
    """The newest denominator is of the size of the one before.

    When the base doubles or halves, the percentage is about other people than last time.
    """
    for history in context.histories:
        if history.kpi.time_basis is TimeBasis.CUMULATIVE:
            continue
        counted_of = [
            (r, below) for r in history.results if (below := r.denominator or Decimal(0)) > 0
        ]
        for (then, before), (row, now) in list(pairwise(counted_of))[-1:]:
            if now >= JUMP * before or now * JUMP <= before:
                message = f"The denominator of {history.name} went from {plain_number(before)} in {then.period} to {plain_number(now)} in {row.period}."
                yield Problem(row.source.at("denominator"), message, history.kpi.ref)


MOVES = 6
"""Moves of a denominator that must be known before one of them is called unlikely."""
LARGEST = Decimal("2.5")
"""Times the largest other move from which one is."""


@warning(
    "NUM008",
    cure="Compare both counts with the source; if they are right, say what changed in a note.",
    requires=("NUM001", "NUM002", "NUM004"),
)
def unlikely_denominator(context: CheckContext) -> Iterator[Problem]:
    """A denominator that decides a colour moves no further than it ever did.

    The number of households, children or staff hardly changes from one period to the next. Where a
    mistyped one moves the result with it, nothing contradicts it but its own history: asked where it
    moved more than twice and a half as far as in any of six other periods or more, and where the
    colour would be another with the denominator before.
    """
    for history in context.histories:
        for row, before, most in _moved_denominators(history):
            below, above = row.denominator or Decimal(0), row.numerator or Decimal(0)
            instead = replace(row, value=(row.number or Decimal(0)) * below / before)
            colour = context.colour_of(history.kpi, history.split, row)
            other = context.colour_of(history.kpi, history.split, instead)
            if colour is None or other is None or colour is other:
                continue
            message = f"{history.name} for {row.period} counts {plain_number(above)} of {plain_number(below)}, after {plain_number(before)} before; its denominator never moved by more than {plain_number(short_number(100 * most, 2))}% else. It is {colour}, and would be {other} with the denominator before."
            yield Problem(row.source.at("denominator"), message, history.kpi.ref)


def _moved_denominators(history: ResultHistory) -> Iterator[tuple[Result, Decimal, Decimal]]:
    """Rows whose denominator moved far, with the one before and the largest other move as a share."""
    known = [(row, row.denominator or Decimal(0)) for row in history.figures]
    rows = [(row, below) for row, below in known if below > 0]
    steps = [abs(now - before) / before for (_, before), (_, now) in pairwise(rows)]
    if len(steps) <= MOVES:
        return
    typical = median(steps)
    for place in range(1, len(rows)):
        moved = min(steps[place - 1 : place + 1])
        others = [*steps[: place - 1], *steps[place + 1 :]]
        if moved > typical and len(others) >= MOVES and moved > LARGEST * max(others):
            yield rows[place][0], rows[place - 1][1], max(others)


@advice("NUM006", cure="Ask for the two counts behind the figure.")
def fraction_missing_now(context: CheckContext) -> Iterator[Problem]:
    """A KPI that came with numerator and denominator still does.

    Scrutiny asked for numbers as well as percentages; the weighted year value needs them.
    """
    for history in context.histories:
        figures = history.figures
        if len(figures) < 2:
            continue
        now, before = figures[-1], figures[-2]
        if now.numerator is None and now.denominator is None and before.denominator is not None:
            message = f"{history.name} had a numerator and denominator for {before.period} but has none for {now.period}."
            yield Problem(now.source.at("numerator"), message, history.kpi.ref)


@warning("NUM007", cure="Correct the count.")
def negative_numerator(context: CheckContext) -> Iterator[Problem]:
    """A numerator is not negative where the value is not.

    Counts begin at 0.
    """
    for history in context.histories:
        for result, value in history.points:
            if result.numerator is not None and result.numerator < 0 <= value:
                message = f"{history.name} for {result.period} has a numerator of {plain_number(result.numerator)}."
                yield Problem(result.source.at("numerator"), message, history.kpi.ref)
