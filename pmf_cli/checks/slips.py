"""Is a figure a slip of the pen: a fraction for a percentage, a 0 for what is not known yet?

The performance information reported must be accurate (2023 framework, accurate information).
Nothing is refused: these checks ask a person to look.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from statistics import median

from pmf_cli.checks.base import CheckContext, Problem, check
from pmf_cli.checks.history import ResultHistory
from pmf_cli.checks.words import figure_text
from pmf_cli.findings import Severity
from pmf_cli.register.sheets.record import Result
from pmf_cli.register.terms import DataType, Polarity

TEN = Decimal(10)
FIVE = Decimal(5)
HUNDRED = Decimal(100)
FRACTION = Decimal("1.5")
"""Percentages up to here may be fractions."""


@check(
    "PLA003",
    Severity.WARNING,
    cure="Type percentages as shown: 38.2 for 38.2%.",
    requires=("VAL005",),
)
def factor_hundred(context: CheckContext) -> Iterator[Problem]:
    """Percentages of one KPI are all in points, or all fractions.

    0.82 and 79.9 stand in one column of real workbooks; one of them is a hundred times wrong.
    Where a KPI has few results, its target shows which.
    """
    for history in context.histories:
        kpi = history.kpi
        if kpi.data_type is not DataType.PERCENTAGE:
            continue
        middle = median(map(abs, history.numbers)) if len(history.numbers) >= 3 else None
        beside = "its target is" if middle is None else "its results are near"
        for result, number in history.points:
            usual = _aim(history, result, context) if middle is None else middle
            if usual is None or not _hundredfold(abs(number), usual):
                continue
            message = f"{history.name} for {result.period} is {figure_text(number, kpi)}, while {beside} {figure_text(usual, kpi)}: a hundredfold slip?"
            yield Problem(result.source.at("value"), message, kpi.ref)


@check(
    "PLA006",
    Severity.WARNING,
    cure="If the figure is not known yet, clear the cell and choose the reason.",
    requires=("RSN002",),
)
def zero_for_unknown(context: CheckContext) -> Iterator[Problem]:
    """A 0 is a result, not a figure that is not known yet.

    Published tables held 0% website uptime and 0 missed collections for "not yet agreed with
    the contractor". A true zero beside a history far from it deserves a look too.
    """
    for history in context.histories:
        kpi = history.kpi
        others = [abs(number) for number in history.numbers if number != 0]
        zeros = len(history.numbers) - len(others)
        if zeros == 0:
            continue
        for result, value in history.points:
            if value != 0 or result.period is None:
                continue
            if _far_from_zero(history, others, zeros):
                why = f"while its other results are near {figure_text(median(others), kpi)}"
            elif (
                others == [] and zeros > 1 and (aim := _high_ceiling(history, context)) is not None
            ):
                why = f"as in every period, against a target of {figure_text(aim, kpi)}"
            else:
                continue
            message = f"{history.name} for {result.period} is 0, {why}: is it not known yet?"
            yield Problem(result.source.at("value"), message, kpi.ref)


def _far_from_zero(history: ResultHistory, others: list[Decimal], zeros: int) -> bool:
    """Whether a zero is unlike the other figures: none of them small, and zeros are rare."""
    if not others or zeros * 2 > len(others) + 1:
        return False
    if len(others) < 3:
        higher = history.kpi.polarity is Polarity.HIGHER
        percentage = history.kpi.data_type is DataType.PERCENTAGE
        return higher and percentage and min(others) >= HUNDRED / 2
    step = Decimal(1).scaleb(-(history.kpi.decimal_places or 0))
    return min(others) * 3 >= median(others) and min(others) >= TEN * step


def _high_ceiling(history: ResultHistory, context: CheckContext) -> Decimal | None:
    """The target of a lower-is-better KPI where 0 would be remarkable."""
    period = history.figures[-1].period
    if history.kpi.polarity is not Polarity.LOWER or period is None:
        return None
    target = context.asked_for(history.kpi, history.split, period)
    return target if target is not None and target >= TEN else None


def _aim(history: ResultHistory, result: Result, context: CheckContext) -> Decimal | None:
    """The size of the figure aimed at in a result's period; nothing for a target of 0."""
    if result.period is None:
        return None
    target = context.asked_for(history.kpi, history.split, result.period)
    return None if target is None or target == 0 else abs(target)


def _hundredfold(value: Decimal, usual: Decimal) -> bool:
    """Whether one of two sizes is in points of a percentage and the other a fraction."""
    as_fraction = 0 < value <= FRACTION and usual >= FIVE and _near(value * HUNDRED, usual)
    as_points = value >= FIVE and 0 < usual <= FRACTION and _near(value / HUNDRED, usual)
    return as_fraction or as_points


def _near(one: Decimal, other: Decimal) -> bool:
    """Whether two sizes are within a factor of two."""
    return other <= 2 * one and one <= 2 * other
