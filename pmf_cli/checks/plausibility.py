"""Is a figure believable, measured against the KPI's own limits, target and history?

What a slip within the usual range looks like: the target typed over the result, another KPI's
figure, last year's, two digits swapped. The performance information reported must be accurate (2023
framework, accurate information). Nothing is refused: these checks ask a person to look.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from statistics import median

from pmf_cli.checks.base import CheckContext, ResultHistory
from pmf_cli.checks.sizes import POWERS, misplaced
from pmf_cli.checks.words import figure_text, plain_number, short_number
from pmf_cli.findings import Problem, advice, warning
from pmf_cli.frozen import frozen
from pmf_cli.register.periods.period import Period
from pmf_cli.register.periods.steps import year_earlier
from pmf_cli.register.sheets.kpis import Kpi
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


@warning(
    "PLA001",
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


@warning(
    "PLA002",
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


@frozen
class Middle:
    """The sizes of a series of figures.

    Attributes:
        sizes: the figures without sign and zeros, in order of size.
        factor: times the middle from which a figure is far in any case.
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


@warning(
    "PLA004", cure="Compare with the source; correct the figure or the limit.", requires=("PLA003",)
)
def outside_limits(context: CheckContext) -> Iterator[Problem]:
    """A result lies between the KPI's plausible minimum and maximum.

    The service itself said what is believable.
    """
    for history in context.histories:
        if not history.is_own and adds_up(history.kpi):
            continue  # The limits are for the KPI's own periods, of which a year is the sum.
        for result, value in history.points:
            if side := limit_passed(history.kpi, value):
                message = f"{history.name} for {result.period} is {figure_text(value, history.kpi)}, {side}."
                yield Problem(result.source.at("value"), message, history.kpi.ref)


def limit_passed(kpi: Kpi, value: Decimal, whose: str = "its") -> str:
    """Which plausible limit a figure lies beyond, in words; empty where it lies within both."""
    low, high = kpi.plausible_min, kpi.plausible_max
    if low is not None and value < low:
        return f"below {whose} plausible minimum of {figure_text(low, kpi)}"
    if high is not None and value > high:
        return f"above {whose} plausible maximum of {figure_text(high, kpi)}"
    return ""


@advice(
    "PLA005",
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


MOVES = 6
"""Moves from one figure to the next that must be known before one of them is called unlikely."""
YEARLY_MOVES = 4
"""The same for moves from a year before; with fewer the year before does not count."""
DIGITS = 3
"""Digits from which it is a rare accident that two figures are the same; one less will do for the
newest figure and its target, since the next paper shows it."""


@frozen
class Odds:
    """From where a move is unlikely."""

    largest: Decimal
    typical: Decimal

    def reached(self, moved: Moved) -> bool:
        """Whether a move is as unlikely as this."""
        return moved.times_largest >= self.largest and moved.times_typical >= self.typical


ALONE = Odds(Decimal("1.5"), Decimal("2.5"))
"""For a figure that nothing else speaks against."""
AS_SWAPPED = Odds(Decimal("0.7"), Decimal("2.5"))
"""For one that two swapped digits explain: many figures can be read so, by accident."""
AS_ANOTHERS = Odds(Decimal("0.5"), Decimal("1.5"))
"""For one that is the target's own, or another KPI's: a rare accident."""


@frozen
class Moved:
    """How far a figure is from where its neighbours lead one to expect it.

    Attributes:
        by: the smallest of its distances from the figures before, after and a year away.
        usual: the other moves of the series, none of them touching this figure.
    """

    by: Decimal
    before: Result
    usual: Sequence[Decimal]

    @property
    def times_largest(self) -> Decimal:
        """The move as a multiple of the largest other one."""
        return _ratio(self.by, max(self.usual))

    @property
    def times_typical(self) -> Decimal:
        """The move as a multiple of the typical other one."""
        return _ratio(self.by, median(self.usual))


def _ratio(one: Decimal, other: Decimal) -> Decimal:
    return one / other if other else Decimal(0) if not one else Decimal(1000)


@warning(
    "PLA007",
    cure="Compare with the source; if it is right, say what happened in the commentary.",
    requires=("PLA001", "PLA002", "PLA003", "PLA004", "PLA006", "VAL002", "VAL003", "NUM001"),
)
def unlikely(context: CheckContext) -> Iterator[Problem]:
    """A figure that decides a colour is likely by the KPI's own history.

    Asked where the figure lies further from the one before, the one after and those a year away
    than the series ever moved, by half as much again; and where the colour would be another with
    the figure before. Less is enough where the figure itself shows a sign of a slip: it is the
    target's own figure, that of another KPI for the same period, that of the year before, or
    two of its digits swapped would make it usual. Six other moves must be known.
    """
    others = _same_figures(context.whole)
    for history in context.histories:
        if len(history.numbers) < MOVES + 2:
            continue
        for place, moved in _moves(history):
            sign = ""
            if not ALONE.reached(moved):
                sign = _sign_of_a_slip(context, history, place, moved, others)
                if not sign:
                    continue
            message = _asked(context, history, place, moved, sign)
            if message is not None:
                yield Problem(history.figures[place].source.at("value"), message, history.kpi.ref)


def _asked(
    context: CheckContext, history: ResultHistory, place: int, moved: Moved, sign: str
) -> str | None:
    """The question, with the odds; ``None`` where no colour hangs on it."""
    kpi, row, number = history.kpi, history.figures[place], history.numbers[place]
    colour = context.colour_of(kpi, history.split, row)
    instead = replace(row, value=moved.before.value)
    other = context.colour_of(kpi, history.split, instead)
    if colour is None or other is None or colour is other:
        return None
    most = figure_text(max(moved.usual), kpi)
    return (
        f"{history.name} for {row.period} is {figure_text(number, kpi)}, {figure_text(moved.by, kpi)} away from "
        f"the figures beside it; in {len(moved.usual)} other periods it never moved by more than "
        f"{most}.{sign} It is {colour} and would be {other} with the "
        f"{figure_text(moved.before.value, kpi)} of {moved.before.period}: is it right?"
    )


def _moves(history: ResultHistory) -> Iterator[tuple[int, Moved]]:
    """The places of a series whose figure has moved far from its neighbours, with how far.

    The oldest figure is left out: nothing says what it moved from, and no paper will show it.
    """
    numbers = history.numbers
    if history.kpi.time_basis is TimeBasis.CUMULATIVE:
        return
    steps = [abs(now - before) for before, now in pairwise(numbers)]
    yearly = _yearly(history)
    typical = median(steps)
    for place in range(1, len(numbers)):
        beside = steps[place - 1 : place + 1]
        # Most figures end here: one of their neighbours is as near as is usual.
        if min(beside) < typical:
            continue
        usual = [*steps[: place - 1], *steps[place + 1 :]]
        moved = Moved(min(beside), history.figures[place - 1], usual)
        if len(usual) < MOVES or not AS_ANOTHERS.reached(moved):
            continue
        if not _usual_for_the_year(yearly, place, history):
            yield place, moved


def _yearly(history: ResultHistory) -> Mapping[int, tuple[int, Decimal]]:
    """Place → the place a year earlier and the distance from it."""
    places = {row.period: place for place, row in enumerate(history.figures)}
    found = {}
    for place, row in enumerate(history.figures):
        then = None if row.period is None else places.get(_a_year_before(row.period))
        if then is not None:
            found[place] = (then, abs(history.numbers[place] - history.numbers[then]))
    return found


@lru_cache(maxsize=4096)
def _a_year_before(period: Period) -> Period | None:
    return year_earlier(period)


def _usual_for_the_year(
    yearly: Mapping[int, tuple[int, Decimal]], place: int, history: ResultHistory
) -> bool:
    """Whether a figure is as near to a year before or after as the series usually is."""
    touching = [by for own, (then, by) in yearly.items() if place in (own, then)]
    others = [by for own, (then, by) in yearly.items() if place not in (own, then)]
    if not touching or len(others) < YEARLY_MOVES:
        return False
    return min(touching) <= (max(others) if history.kpi.seasonal else median(others))


def _sign_of_a_slip(
    context: CheckContext,
    history: ResultHistory,
    place: int,
    moved: Moved,
    others: Mapping[tuple[Period, Decimal], set[str]],
) -> str:
    """What the figure itself shows, as a sentence; empty for nothing."""
    row, number, kpi = history.figures[place], history.numbers[place], history.kpi
    if row.period is None:
        return ""
    digits = len(number.normalize().as_tuple().digits)
    newest = place == len(history.numbers) - 1
    if digits >= DIGITS - newest and number == context.asked_for(kpi, history.split, row.period):
        return " It is the target's own figure."
    namesakes = others.get((row.period, number), set()) - {kpi.ref}
    if digits >= DIGITS and namesakes:
        return f" It is also the figure of {min(namesakes)} for the same period."
    swapped = _swapped_to_usual(history, place, moved) if AS_SWAPPED.reached(moved) else None
    return (
        ""
        if swapped is None
        else f" With two digits swapped it would be {figure_text(swapped, kpi)}."
    )


def _swapped_to_usual(history: ResultHistory, place: int, moved: Moved) -> Decimal | None:
    """What a figure would be with two digits swapped, where that is as near as is usual."""
    numbers, limit = history.numbers, median(moved.usual)
    beside = [numbers[near] for near in (place - 1, place + 1) if 0 <= near < len(numbers)]
    for swapped in swaps(numbers[place]):
        if all(abs(swapped - near) <= limit for near in beside):
            return swapped
    return None


def swaps(number: Decimal) -> Iterator[Decimal]:
    """The figures that come of swapping two neighbouring digits: 48.6 gives 84.6 and 46.8."""
    # The digits as typed: 48.60 and 48.6 have other neighbours to swap.
    sign, digits, exponent = number.as_tuple()
    for place in range(len(digits) - 1):
        if digits[place] != digits[place + 1]:
            turned = (*digits[:place], digits[place + 1], digits[place], *digits[place + 2 :])
            yield Decimal((sign, turned, int(exponent)))


def _same_figures(context: CheckContext) -> Mapping[tuple[Period, Decimal], set[str]]:
    """Period and figure → the KPIs (wholes) that have it."""
    found: dict[tuple[Period, Decimal], set[str]] = {}
    for history in context.histories:
        if history.split is None:
            for row, number in history.points:
                if row.period is not None:
                    found.setdefault((row.period, number), set()).add(history.kpi.ref)
    return found
