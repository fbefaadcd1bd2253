"""Is a figure believable, measured against the KPI's own limits, target and history?

The performance information reported must be accurate (2023 framework, accurate information).
Nothing is refused: these checks ask a person to look.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from statistics import median

from pmf_cli.checks.base import CheckContext, Problem, check
from pmf_cli.checks.history import ResultHistory
from pmf_cli.checks.sizes import POWERS, misplaced
from pmf_cli.checks.words import figure_text, plain_number, short_number
from pmf_cli.findings import Severity
from pmf_cli.register.sheets.record import Result
from pmf_cli.register.terms import TimeBasis
from pmf_cli.register.time.times import adds_up

TIMES_TARGET = Decimal(25)
"""A result so many times its target is a slip, or the target is."""
TEN = Decimal(10)
FIVE = Decimal(5)
TWICE = Decimal(2)
EDGE = Decimal("1.25")
"""How far beyond the others a figure may be once its point is moved."""
SERIES = 4
"""Figures from which a series speaks for itself."""
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
def far_from_target(context: CheckContext) -> Iterator[Problem]:
    """A result is of the size of its target.

    The result is 73,390 and the target 420: a mistake, members found (Oxford scrutiny).
    """
    for history in context.histories:
        for result, value in _last_year(history, context):
            if result.period is None:
                continue
            target = context.asked_for(history.kpi, history.split, result.period)
            if target is None or target == 0 or abs(value) < TIMES_TARGET * abs(target):
                continue
            times = short_number(abs(value) / abs(target), 3)
            message = f"{history.name} for {result.period} is {figure_text(value, history.kpi)}, {plain_number(times)} times its target of {figure_text(target, history.kpi)}."
            yield Problem(result.source.at("value"), message, history.kpi.ref)


@check(
    "PLA002",
    Severity.WARNING,
    cure="Compare with the source; look for a lost point, a sign, or thousands.",
    requires=("PLA003", "PLA001", "TGF011"),
)
def far_from_history(context: CheckContext) -> Iterator[Problem]:
    """A result is of the size of the KPI's other results.

    Ten times too much or too little is a lost decimal point, pounds for thousands, or a year
    for a quarter. Asked where a figure is more than twice as large, or less than half as small,
    as any other and would be usual with its point moved; where it is far from them in any case;
    where it has decimals that no other has and would be usual without; and where it alone is
    below 0. What adds up over the year is held against the same point of other years, and a
    short series against its target too.
    """
    for history in context.histories:
        middle = _middle(history)
        for place, number in enumerate(history.numbers):
            if number == 0 or not _is_misplaced(context, history, place, middle):
                continue
            result = history.figures[place]
            near = median(_same_point(history, place) or [abs(n) for n in history.numbers])
            message = f"{history.name} for {result.period} is {figure_text(number, history.kpi)}, while its results are near {figure_text(near, history.kpi)}."
            yield Problem(result.source.at("value"), message, history.kpi.ref)


def _is_misplaced(
    context: CheckContext, history: ResultHistory, place: int, middle: Middle
) -> bool:
    """Whether a figure is unlike its series as a slip of the point or the sign makes it."""
    number = history.numbers[place]
    if middle.is_far(abs(number)):
        return True
    if history.kpi.time_basis is TimeBasis.CUMULATIVE or len(middle.sizes) < SERIES:
        if middle.is_usual(abs(number)):
            return False
        return misplaced(number, _witnesses(context, history, place)) is not None
    if number < 0 and middle.below == 1:
        return True
    return middle.is_moved(abs(number)) or middle.is_finer(number)


@dataclass(frozen=True, slots=True)
class Middle:
    """The sizes of a series of figures.

    Attributes:
        sizes: the figures without sign and zeros, in order of size.
        typical: their middle.
        factor: times the middle from which a figure is far in any case.
        below: how many figures are below 0.
        places: the decimals of the figures, in order.
    """

    sizes: Sequence[Decimal]
    typical: Decimal
    factor: Decimal
    below: int
    places: Sequence[int]

    def is_far(self, size: Decimal) -> bool:
        """Whether a size is far from all others, by whatever factor."""
        ordered = self.sizes
        if len(ordered) < SERIES:
            return False
        too_much = (
            size == ordered[-1] and size > FIVE * ordered[-2] and size >= self.factor * self.typical
        )
        too_little = (
            size == ordered[0] and size * FIVE < ordered[1] and size * self.factor <= self.typical
        )
        return too_much or too_little

    def is_moved(self, size: Decimal) -> bool:
        """Whether a size is outside all others twice over and inside with its point moved."""
        ordered = self.sizes
        if size == ordered[-1] and size > TWICE * ordered[-2]:
            others = ordered[:-1]
        elif size == ordered[0] and size * TWICE < ordered[1]:
            others = ordered[1:]
        else:
            return False
        low, high = others[0] / EDGE, others[-1] * EDGE
        return any(low <= size / power <= high for power in POWERS)

    def is_finer(self, number: Decimal) -> bool:
        """Whether a figure has decimals that no other has and would be usual without them."""
        own = _places(number)
        if own != self.places[-1] or own <= self.places[-2]:
            return False
        moved = abs(number).scaleb(own - self.places[-2])
        others = [size for size in self.sizes if size != abs(number)]
        return bool(others) and others[0] <= moved <= others[-1] and abs(number) < self.typical / 2

    def is_usual(self, size: Decimal) -> bool:
        """Whether a size has others both smaller and larger: quick, and true of most figures."""
        return len(self.sizes) > SERIES and self.typical / 2 <= size <= self.typical * TWICE


def _middle(history: ResultHistory) -> Middle:
    sizes = sorted(abs(number) for number in history.numbers if number != 0)
    factor = 3 * TEN if history.kpi.time_basis is TimeBasis.CUMULATIVE else TEN
    below = sum(number < 0 for number in history.numbers)
    places = sorted(map(_places, history.numbers))
    return Middle(sizes, median(sizes) if sizes else Decimal(0), factor, below, places)


def _places(number: Decimal) -> int:
    return max(0, -int(number.normalize().as_tuple().exponent))


def _same_point(history: ResultHistory, place: int) -> list[Decimal]:
    """The other sizes of a cumulative series at the same point of the year."""
    if history.kpi.time_basis is not TimeBasis.CUMULATIVE:
        return []
    period = history.figures[place].period
    return [
        abs(number)
        for other, (row, number) in enumerate(history.points)
        if other != place and row.period is not None and period is not None
        if row.period.end.month == period.end.month
    ]


def _witnesses(context: CheckContext, history: ResultHistory, place: int) -> list[Decimal]:
    """What a figure of a short or cumulative series should be of the size of."""
    same = _same_point(history, place)
    if history.kpi.time_basis is not TimeBasis.CUMULATIVE:
        same = [number for other, number in enumerate(history.numbers) if other != place]
    period = history.figures[place].period
    target = None if period is None else context.asked_for(history.kpi, history.split, period)
    return same if target is None else [*same, target]


@check(
    "PLA004",
    Severity.WARNING,
    cure="Compare with the source; correct the figure or the limit.",
    requires=("PLA003",),
)
def outside_limits(context: CheckContext) -> Iterator[Problem]:
    """A result lies between the KPI's plausible minimum and maximum.

    The service itself said what is believable.
    """
    for history in context.histories:
        low, high = history.kpi.plausible_min, history.kpi.plausible_max
        if low is None and high is None:
            continue
        if not history.is_own and adds_up(history.kpi):
            continue  # The limits are for the KPI's own periods, of which a year is the sum.
        for result, value in history.points:
            side = ""
            if low is not None and value < low:
                side = f"below its plausible minimum of {figure_text(low, history.kpi)}"
            elif high is not None and value > high:
                side = f"above its plausible maximum of {figure_text(high, history.kpi)}"
            if side:
                message = f"{history.name} for {result.period} is {figure_text(value, history.kpi)}, {side}."
                yield Problem(result.source.at("value"), message, history.kpi.ref)


@check(
    "PLA005",
    Severity.ADVICE,
    cure="Ask what happened; say so in the commentary.",
    requires=("PLA001", "PLA002", "PLA003", "PLA004", "PLA006"),
)
def unusual_result(context: CheckContext) -> Iterator[Problem]:
    """The newest result lies within the range of the KPI's own history.

    The range is learned: the middle of at least eight earlier results, and six times their
    typical distance from it. A figure outside may be true; then it is worth a highlight.
    """
    for history in context.histories:
        earlier = history.numbers[:-1]
        if len(earlier) < LEARNED_FROM or history.kpi.time_basis is TimeBasis.CUMULATIVE:
            continue
        value, result = history.numbers[-1], history.figures[-1]
        if result.period is None or result.period.end < context.period.start:
            continue
        usual = learned_range(earlier)
        if usual is not None and not usual[0] <= value <= usual[1]:
            message = f"{history.name} for {result.period} is {figure_text(value, history.kpi)}; its {len(earlier)} earlier results lie between {figure_text(min(earlier), history.kpi)} and {figure_text(max(earlier), history.kpi)}."
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


def _last_year(history: ResultHistory, context: CheckContext) -> Iterator[tuple[Result, Decimal]]:
    """The figures of the year up to the reporting period."""
    since = context.period.end - timedelta(days=YEAR_DAYS)
    for result, value in zip(reversed(history.figures), reversed(history.numbers), strict=True):
        if result.period is None or result.period.end < since:
            return
        yield result, value
