"""Does a value keep to the bounds of its kind: grades, percentages, counts, decimals?"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from pmf_cli.checks.base import CheckContext, Problem, check
from pmf_cli.checks.history import ResultHistory
from pmf_cli.checks.words import figure_text
from pmf_cli.findings import Severity
from pmf_cli.register.figures import as_printed
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.terms import DataType
from pmf_cli.words import counted

HUNDRED = Decimal(100)
COUNTS = (DataType.NUMBER, DataType.RATE, DataType.DURATION, DataType.RATIO)
FRACTIONS_AT_LEAST = 3
NEWEST = 4
"""Results that must all be finer than printed before the decimals are doubted."""


@check("VAL001", Severity.ERROR, cure="Type one of the KPI's grades.", requires=("MEA015",))
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


@check(
    "VAL002",
    Severity.WARNING,
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


@check(
    "VAL003",
    Severity.WARNING,
    cure="Correct the sign, or set a plausible minimum below 0.",
    requires=("PLA004",),
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


@check(
    "VAL004",
    Severity.ADVICE,
    cure="Set the decimal places to what is measured, or round the figures.",
)
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


@check(
    "VAL006",
    Severity.WARNING,
    cure="Set the decimal places to what is measured; then the colour follows the figure.",
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
        finer = kpi.model_copy(update={"decimal_places": places + 3})
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


@check("VAL005", Severity.WARNING, cure="Type percentages as shown: 38.2 for 38.2%.")
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
