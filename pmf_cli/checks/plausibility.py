"""Is a figure believable, measured against the KPI's own limits, target and history?

The performance information reported must be accurate (2023 framework, accurate information).
Nothing is refused: these checks ask a person to look.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from decimal import Decimal
from statistics import median

from pmf_cli.checks.base import Problem, Scene, check
from pmf_cli.checks.history import History
from pmf_cli.checks.words import figure, plain, short
from pmf_cli.findings import Severity
from pmf_cli.register.record import Result
from pmf_cli.register.terms import DataType, Polarity, TimeBasis

TIMES_TARGET = Decimal(25)
"""A result so many times its target is a slip, or the target is."""
TEN = Decimal(10)
FIVE = Decimal(5)
HUNDRED = Decimal(100)
FRACTION = Decimal("1.5")
"""Percentages up to here may be fractions."""
LEARNED_FROM = 8
"""Earlier figures needed before a range is learned from them."""
SPREADS = Decimal(6)
"""Typical distances from the middle beyond which a figure is unusual."""
YEAR_DAYS = 366


@check(
    "PLA001",
    Severity.WARNING,
    cure="Compare with the source; correct the result or the target.",
    requires=("PLA003",),
)
def far_from_target(scene: Scene) -> Iterator[Problem]:
    """A result is of the size of its target.

    The result is 73,390 and the target 420: a mistake, members found (Oxford scrutiny).
    """
    for history in scene.histories:
        for result, value in _last_year(history, scene):
            if result.period is None:
                continue
            target = scene.asked_for(history.kpi, history.split, result.period)
            if target is None or target == 0 or abs(value) < TIMES_TARGET * abs(target):
                continue
            times = short(abs(value) / abs(target), 3)
            message = f"{history.name} for {result.period} is {figure(value, history.kpi)}, {plain(times)} times its target of {figure(target, history.kpi)}."
            yield Problem(result.source.at("value"), message, history.kpi.ref)


@check(
    "PLA002",
    Severity.WARNING,
    cure="Compare with the source; look for a lost point or thousands.",
    requires=("PLA003", "PLA001"),
)
def far_from_history(scene: Scene) -> Iterator[Problem]:
    """A result is of the size of the KPI's other results.

    Ten times too much or too little is a lost decimal point, pounds for thousands, or a year
    for a quarter.
    """
    for history in scene.histories:
        numbers = [abs(number) for number in history.numbers if number != 0]
        if len(numbers) < 4:
            continue
        ordered = sorted(numbers)
        factor = 3 * TEN if history.kpi.time_basis is TimeBasis.CUMULATIVE else TEN
        middle = median(ordered)
        for result, number in zip(history.figures, history.numbers, strict=True):
            value = abs(number)
            too_much = (
                value == ordered[-1] and value > FIVE * ordered[-2] and value >= factor * middle
            )
            too_little = (
                value == ordered[0] and value * FIVE < ordered[1] and value * factor <= middle
            )
            if value != 0 and (too_much or too_little):
                message = f"{history.name} for {result.period} is {figure(number, history.kpi)}, while its results are near {figure(middle, history.kpi)}."
                yield Problem(result.source.at("value"), message, history.kpi.ref)


@check(
    "PLA003",
    Severity.WARNING,
    cure="Type percentages as shown: 38.2 for 38.2%.",
    requires=("VAL005",),
)
def factor_hundred(scene: Scene) -> Iterator[Problem]:
    """Percentages of one KPI are all in points, or all fractions.

    0.82 and 79.9 stand in one column of real workbooks; one of them is a hundred times wrong.
    Where a KPI has few results, its target shows which.
    """
    for history in scene.histories:
        kpi = history.kpi
        if kpi.data_type is not DataType.PERCENTAGE:
            continue
        middle = median(map(abs, history.numbers)) if len(history.numbers) >= 3 else None
        beside = "its target is" if middle is None else "its results are near"
        for result, number in zip(history.figures, history.numbers, strict=True):
            usual = _aim(history, result, scene) if middle is None else middle
            if usual is None or not _hundredfold(abs(number), usual):
                continue
            message = f"{history.name} for {result.period} is {figure(number, kpi)}, while {beside} {figure(usual, kpi)}: a hundredfold slip?"
            yield Problem(result.source.at("value"), message, kpi.ref)


@check(
    "PLA004",
    Severity.WARNING,
    cure="Compare with the source; correct the figure or the limit.",
    requires=("PLA003",),
)
def outside_limits(scene: Scene) -> Iterator[Problem]:
    """A result lies between the KPI's plausible minimum and maximum.

    The service itself said what is believable.
    """
    for history in scene.histories:
        low, high = history.kpi.plausible_min, history.kpi.plausible_max
        if low is None and high is None:
            continue
        for result, value in zip(history.figures, history.numbers, strict=True):
            if low is not None and value < low:
                side = f"below its plausible minimum of {figure(low, history.kpi)}"
            elif high is not None and value > high:
                side = f"above its plausible maximum of {figure(high, history.kpi)}"
            else:
                continue
            message = f"{history.name} for {result.period} is {figure(value, history.kpi)}, {side}."
            yield Problem(result.source.at("value"), message, history.kpi.ref)


@check(
    "PLA005",
    Severity.ADVICE,
    cure="Ask what happened; say so in the commentary.",
    requires=("PLA001", "PLA002", "PLA003", "PLA004", "PLA006"),
)
def unusual(scene: Scene) -> Iterator[Problem]:
    """The newest result lies within the range of the KPI's own history.

    The range is learned: the middle of at least eight earlier results, and six times their
    typical distance from it. A figure outside may be true; then it is worth a highlight.
    """
    for history in scene.histories:
        earlier = history.numbers[:-1]
        if len(earlier) < LEARNED_FROM or history.kpi.time_basis is TimeBasis.CUMULATIVE:
            continue
        value, result = history.numbers[-1], history.figures[-1]
        if result.period is None or result.period.end < scene.period.start:
            continue
        usual = learned_range(earlier)
        if usual is not None and not usual[0] <= value <= usual[1]:
            message = f"{history.name} for {result.period} is {figure(value, history.kpi)}; its {len(earlier)} earlier results lie between {figure(min(earlier), history.kpi)} and {figure(max(earlier), history.kpi)}."
            yield Problem(result.source.at("value"), message, history.kpi.ref)


@check(
    "PLA006",
    Severity.WARNING,
    cure="If the figure is not known yet, clear the cell and choose the reason.",
    requires=("RSN002",),
)
def zero_for_unknown(scene: Scene) -> Iterator[Problem]:
    """A 0 is a result, not a figure that is not known yet.

    Published tables held 0% website uptime and 0 missed collections for "not yet agreed with
    the contractor". A true zero beside a history far from it deserves a look too.
    """
    for history in scene.histories:
        kpi = history.kpi
        others = [abs(number) for number in history.numbers if number != 0]
        zeros = len(history.numbers) - len(others)
        if zeros == 0:
            continue
        for result, value in zip(history.figures, history.numbers, strict=True):
            if value != 0 or result.period is None:
                continue
            if _far_from_zero(history, others, zeros):
                why = f"while its other results are near {figure(median(others), kpi)}"
            elif others == [] and zeros > 1 and (aim := _high_ceiling(history, scene)) is not None:
                why = f"as in every period, against a target of {figure(aim, kpi)}"
            else:
                continue
            message = f"{history.name} for {result.period} is 0, {why}: is it not known yet?"
            yield Problem(result.source.at("value"), message, kpi.ref)


def learned_range(numbers: Sequence[Decimal]) -> tuple[Decimal, Decimal] | None:
    """The range in which a KPI's figures usually lie, learned from its earlier ones.

    ``None`` with fewer than eight figures, or where they hardly differ.
    """
    if len(numbers) < LEARNED_FROM:
        return None
    middle = median(numbers)
    typical = median(abs(number - middle) for number in numbers)
    if typical == 0:
        return None
    width = SPREADS * typical
    return min(middle - width, *numbers), max(middle + width, *numbers)


def _far_from_zero(history: History, others: list[Decimal], zeros: int) -> bool:
    """Whether a zero is unlike the other figures: none of them small, and zeros are rare."""
    if not others or zeros * 2 > len(others) + 1:
        return False
    if len(others) < 3:
        higher = history.kpi.polarity is Polarity.HIGHER
        percentage = history.kpi.data_type is DataType.PERCENTAGE
        return higher and percentage and min(others) >= HUNDRED / 2
    step = Decimal(1).scaleb(-(history.kpi.decimal_places or 0))
    return min(others) * 3 >= median(others) and min(others) >= TEN * step


def _high_ceiling(history: History, scene: Scene) -> Decimal | None:
    """The target of a lower-is-better KPI where 0 would be remarkable."""
    period = history.figures[-1].period
    if history.kpi.polarity is not Polarity.LOWER or period is None:
        return None
    target = scene.asked_for(history.kpi, history.split, period)
    return target if target is not None and target >= TEN else None


def _last_year(history: History, scene: Scene) -> Iterator[tuple[Result, Decimal]]:
    """The figures of the year up to the reporting period."""
    since = scene.period.end - timedelta(days=YEAR_DAYS)
    for result, value in zip(reversed(history.figures), reversed(history.numbers), strict=True):
        if result.period is None or result.period.end < since:
            return
        yield result, value


def _aim(history: History, result: Result, scene: Scene) -> Decimal | None:
    """The size of the figure aimed at in a result's period; nothing for a target of 0."""
    if result.period is None:
        return None
    target = scene.asked_for(history.kpi, history.split, result.period)
    return None if target is None or target == 0 else abs(target)


def _hundredfold(value: Decimal, usual: Decimal) -> bool:
    """Whether one of two sizes is in points of a percentage and the other a fraction."""
    as_fraction = 0 < value <= FRACTION and usual >= FIVE and _near(value * HUNDRED, usual)
    as_points = value >= FIVE and 0 < usual <= FRACTION and _near(value / HUNDRED, usual)
    return as_fraction or as_points


def _near(one: Decimal, other: Decimal) -> bool:
    """Whether two sizes are within a factor of two."""
    return other <= 2 * one and one <= 2 * other
