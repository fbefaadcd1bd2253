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
from pmf_cli.register.sheets.record import Result
from pmf_cli.register.terms import TimeBasis
from pmf_cli.register.times import adds_up

TIMES_TARGET = Decimal(25)
"""A result so many times its target is a slip, or the target is."""
TEN = Decimal(10)
FIVE = Decimal(5)
LEARNED_FROM = 8
"""Earlier figures needed before a range is learned from them."""
SPREADS = Decimal(6)
"""Typical distances from the middle beyond which a figure is unusual."""
YEAR_DAYS = 366


@check(
    "PLA001",
    Severity.WARNING,
    cure="Compare with the source; correct the result or the target.",
    requires=("PLA003", "TGF011"),
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
        if not history.is_own and adds_up(history.kpi):
            continue  # The limits are for the KPI's own periods, of which a year is the sum.
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


def _last_year(history: History, scene: Scene) -> Iterator[tuple[Result, Decimal]]:
    """The figures of the year up to the reporting period."""
    since = scene.period.end - timedelta(days=YEAR_DAYS)
    for result, value in zip(reversed(history.figures), reversed(history.numbers), strict=True):
        if result.period is None or result.period.end < since:
            return
        yield result, value
