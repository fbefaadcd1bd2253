"""Does a value keep to the bounds of its kind, or is it a slip: a fraction for a percentage, a 0 for not known yet?

The performance information reported must be accurate (2023 framework, accurate information).
Nothing is refused: these checks ask a person to look.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from statistics import median

from pmf_cli.checks.base import CheckContext, ResultHistory
from pmf_cli.checks.words import figure_text
from pmf_cli.findings import Problem, advice, error, warning
from pmf_cli.register.figures import as_printed
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.record import Result
from pmf_cli.register.terms import DataType, Polarity
from pmf_cli.words import counted

HUNDRED = Decimal(100)
COUNTS = (DataType.NUMBER, DataType.RATE, DataType.DURATION, DataType.RATIO)
FRACTIONS_AT_LEAST = 3
NEWEST = 4
"""Results that must all be finer than printed before the decimals are doubted."""


@error("VAL001", cure="Type one of the KPI's grades.", requires=("MEA015",))
def unknown_grade(context: CheckContext) -> Iterator[Problem]:
    """A grade is one of the KPI's grades.

    A grade that is not in the order is neither better nor worse than the target.
    """
    for history in context.histories:
        grades = {grade.strip().casefold() for grade in history.kpi.grade_order}
        if not grades:
            continue
        for result in history.results:
            if isinstance(result.value, str) and result.value.strip().casefold() not in grades:
                message = f"{history.name} for {result.period} is {figure_text(result.value, history.kpi)}, which is none of its grades."
                yield Problem(result.source.at("value"), message, history.kpi.ref)


@warning(
    "VAL002",
    cure="Correct the figure, or set the plausible minimum and maximum.",
    requires=("PLA004", "PLA003", "NUM004"),
)
def beyond_the_whole(context: CheckContext) -> Iterator[Problem]:
    """A percentage lies between 0 and 100 unless its KPI goes beyond.

    Some do, such as collections against a plan (106%) or a reduction that became an increase
    (-16%); then other results do too, or the plausible limits say so.
    """
    for history in context.histories:
        kpi = history.kpi
        if kpi.data_type is not DataType.PERCENTAGE:
            continue
        above = [point for point in history.points if point[1] > HUNDRED]
        below = [point for point in history.points if point[1] < 0]
        sides = (("above 100%", above, kpi.plausible_max), ("below 0%", below, kpi.plausible_min))
        for side, points, limit in sides:
            if len(points) == 1 and limit is None:
                result, value = points[0]
                message = f"{history.name} for {result.period} is {figure_text(value, kpi)}, {side}; no other result is."
                yield Problem(result.source.at("value"), message, kpi.ref)


@warning(
    "VAL003", cure="Correct the sign, or set a plausible minimum below 0.", requires=("PLA004",)
)
def negative_count(context: CheckContext) -> Iterator[Problem]:
    """A count, rate or duration is not negative unless its KPI goes below 0.

    A hyphen before a number is often a dash. Variances in days can be negative; then others
    are too, or the plausible minimum says so.
    """
    for history in context.histories:
        kpi = history.kpi
        if kpi.data_type not in COUNTS or kpi.plausible_min is not None:
            continue
        below = [n for n in history.numbers if n < 0]
        if len(below) != 1:
            continue
        for result, value in history.points:
            if value < 0:
                message = f"{history.name} for {result.period} is {figure_text(value, kpi)}; a {str(kpi.data_type).lower()} below 0."
                yield Problem(result.source.at("value"), message, kpi.ref)


@advice("VAL004", cure="Set the decimal places to what is measured, or round the figures.")
def more_decimals(context: CheckContext) -> Iterator[Problem]:
    """Figures have no more decimals than are printed.

    Ratings are made on the printed value; hidden decimals are how 97 against 97 comes to be
    shown Amber.
    """
    for history in context.histories:
        places = history.kpi.decimal_places
        if places is None or history.split is not None:
            continue
        finer = [
            result
            for result, value in history.points
            if int(value.as_tuple().exponent) < -places and value != as_printed(value, places)
        ]
        if finer:
            last = finer[-1]
            message = f"{history.name} is printed with {counted(places, 'decimal')}, but {counted(len(finer), 'result')} {'has' if len(finer) == 1 else 'have'} more, such as {figure_text(last.value, history.kpi)} for {last.period}."
            yield Problem(last.source.at("value"), message, history.kpi.ref)


@warning(
    "VAL006", cure="Set the decimal places to what is measured; then the colour follows the figure."
)
def rounding_decides(context: CheckContext) -> Iterator[Problem]:
    """Printed decimals do not decide the colour of a KPI whose figures all have more.

    89.6 printed as 90 meets a target of 90. Where every newer result of a KPI is finer than it is
    printed, the number of decimals is wrong rather than the results.
    """
    for history in context.histories:
        kpi, places = history.kpi, history.kpi.decimal_places
        newest = history.figures[-NEWEST:]
        if places is None or history.split is not None or len(newest) < NEWEST:
            continue
        if not all(_finer_than_printed(row.value, kpi) for row in newest):
            continue
        finer = replace(kpi, decimal_places=places + 3)
        for row in reversed(newest):
            colour, exact = context.colour_of(kpi, None, row), context.colour_of(finer, None, row)
            if colour is not exact:
                message = f"{kpi.ref} is printed with {counted(places, 'decimal')}, by which {figure_text(row.value, kpi)} for {row.period} is {colour}; as typed it is {exact}."
                yield Problem(kpi.source.at("decimal_places"), message, kpi.ref)
                break


def _finer_than_printed(value: object, kpi: Kpi) -> bool:
    """Whether a percentage is lost by printing, as 0.85 is with one decimal or none."""
    places = kpi.decimal_places
    if places is None or not isinstance(value, Decimal):
        return False
    return as_printed(value, places) != value


def _may_be_fractions(history: ResultHistory) -> bool:
    """Whether all figures lie between 0 and 1, and neither by nature nor near 0."""
    limit = history.kpi.plausible_max
    if not history.numbers or (limit is not None and limit <= 2):
        return False
    largest = max(history.numbers)
    return Decimal("0.05") <= largest <= 1 and min(history.numbers) >= 0


def _newest_target(context: CheckContext, history: ResultHistory) -> Decimal | None:
    """The figure of the row in force for the newest figure."""
    period = history.figures[-1].period
    row = None if period is None else context.target_at(history.kpi.ref, history.split, period)
    return row.target if row is not None and isinstance(row.target, Decimal) else None


@warning("VAL005", cure="Type percentages as shown: 38.2 for 38.2%.")
def all_fractions(context: CheckContext) -> Iterator[Problem]:
    """Percentages are typed as shown, not as fractions.

    A series of 0.79, 0.82, 0.81 prints as 0.8%; every rating against a target in points is Red.
    """
    for history in context.histories:
        kpi = history.kpi
        numbers = history.numbers
        if kpi.data_type is not DataType.PERCENTAGE or not _may_be_fractions(history):
            continue
        last = history.figures[-1]
        target = _newest_target(context, history)
        if target is not None and abs(target) <= 2:
            if _finer_than_printed(target, kpi) and _finer_than_printed(last.value, kpi):
                message = f"{history.name} for {last.period} is {figure_text(last.value, kpi)} and its target {figure_text(target, kpi)}, finer than is printed: are both fractions?"
                yield Problem(last.source.at("value"), message, kpi.ref)
        elif len(numbers) >= FRACTIONS_AT_LEAST:
            message = f"Every result of {history.name} is 1% or less, such as {figure_text(last.value, kpi)} for {last.period}: fractions?"
            yield Problem(last.source.at("value"), message, kpi.ref)


TEN = Decimal(10)
FIVE = Decimal(5)
FRACTION = Decimal("1.5")
"""Percentages up to here may be fractions."""


@warning("PLA003", cure="Type percentages as shown: 38.2 for 38.2%.", requires=("VAL005",))
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


@warning(
    "PLA006",
    cure="If the figure is not known yet, clear the cell and choose the reason.",
    requires=("RSN002",),
)
def zero_for_unknown(context: CheckContext) -> Iterator[Problem]:
    """A 0 is a result, not a figure that is not known yet.

    Published tables held 0% website uptime and 0 missed collections for "not yet agreed with
    the contractor". A true zero beside a history far from it deserves a look too.
    """
    for history in context.histories:
        if 0 not in history.numbers or not (why := _why_not_zero(history, context)):
            continue
        for result, value in history.points:
            if value == 0 and result.period is not None:
                message = f"{history.name} for {result.period} is 0, {why}: is it not known yet?"
                yield Problem(result.source.at("value"), message, history.kpi.ref)


def _why_not_zero(history: ResultHistory, context: CheckContext) -> str:
    """Why the zeros of a series are hardly meant, in words; empty where they may be."""
    others = [abs(number) for number in history.numbers if number != 0]
    zeros = len(history.numbers) - len(others)
    if _far_from_zero(history, others, zeros):
        return f"while its other results are near {figure_text(median(others), history.kpi)}"
    aim = _high_ceiling(history, context) if not others and zeros > 1 else None
    if aim is None:
        return ""
    return f"as in every period, against a target of {figure_text(aim, history.kpi)}"


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
