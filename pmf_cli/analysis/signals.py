"""Signal from noise: whether a KPI's figures move by more than chance, and whether its target is within their reach.

XmR charts by the four rules of NHS England's "Making Data Count": a figure outside the natural limits; seven or more in
a row on one side of the mean; seven or more rising or falling; two of three in the outer third on one side. Limits are
of the figures since the last break, and are never moved but by a change of scope: moving them hides what changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise

from pmf_cli.analysis.movement import RatingsMoved
from pmf_cli.analysis.series.process_limits import (
    LEAST_TRIAL,
    MOVES_TOGETHER,
    ProcessLimits,
    limits_of,
    run_since_break,
)
from pmf_cli.analysis.series.series import Point, points_of
from pmf_cli.assessment import Assessment
from pmf_cli.frozen import frozen
from pmf_cli.rag.base import KpiRating, Rating
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.terms import Polarity, Rag

EVERY = 400
"""More figures than any series holds."""
RUN = 7
"""So many in a row are no chance."""


class Rule(StrEnum):
    """A pattern that chance alone seldom makes."""

    OUTSIDE = "outside the limits"
    SHIFT = "seven or more on one side of the mean"
    TREND = "seven or more rising or falling"
    NEAR = "two of three near a limit"


class Variation(StrEnum):
    """What the latest figure says, in the words of the method."""

    IMPROVING = "Improving beyond chance"
    WORSENING = "Worsening beyond chance"
    HIGHER = "Higher beyond chance"
    LOWER = "Lower beyond chance"
    COMMON = "Moves as usual"
    TOO_FEW = "Too few figures"
    OVERLAP = "Figures add up or overlap"
    SEASONAL = "Figures follow the seasons"


class Assurance(StrEnum):
    """How the target lies to the natural limits."""

    PASSES = "Meets its target whatever chance brings"
    FAILS = "Cannot meet its target without change"
    EITHER = "Meets its target or not by chance"
    CHANGED = "Not to be said yet: it has changed since the limits’ figures"


@frozen
class Mark:
    """What the rules say of one figure: which, and on which side (1 for high or rising, -1 for low or falling)."""

    rules: tuple[Rule, ...] = ()
    side: int = 0


@frozen
class Signal:
    """One KPI's figures by the method.

    Attributes:
        points: the figures looked at, oldest first, each with its mark.
        limits: ``None`` with fewer than five figures, or where they overlap.
        assurance: ``None`` without a figure as target, where no direction is better, or while the limits are a trial.
    """

    rating: KpiRating
    points: tuple[tuple[Point, Mark], ...]
    limits: ProcessLimits | None
    variation: Variation
    assurance: Assurance | None

    @property
    def kpi(self) -> Kpi:
        """The KPI."""
        return self.rating.kpi

    @property
    def is_on_course(self) -> bool:
        """Whether it improves beyond chance and has come at least half of the way from its mean to its target."""
        target, latest = (
            _figure_asked(self.rating),
            self.points[-1][0].value if self.points else None,
        )
        if self.variation is not Variation.IMPROVING or self.limits is None or target is None:
            return self.variation is Variation.IMPROVING
        assert latest is not None
        return abs(target - latest) <= abs(target - self.limits.mean) / 2

    @property
    def is_telling(self) -> bool:
        """Whether there are enough figures for limits that stand, so that a paper may speak of it."""
        return self.limits is not None and not self.limits.is_trial

    @property
    def latest(self) -> Mark:
        """What the rules say of the latest figure."""
        return self.points[-1][1] if self.points else Mark()


def signals(
    assessment: Assessment, ratings: Sequence[KpiRating], *, is_screened: bool = False
) -> tuple[Signal, ...]:
    """The signal of each KPI, in the order of the ratings."""
    return tuple(_signal(assessment, rating, is_screened=is_screened) for rating in ratings)


def _signal(assessment: Assessment, rating: KpiRating, *, is_screened: bool) -> Signal:
    kpi = rating.kpi
    run = run_since_break(kpi, points_of(assessment, kpi, EVERY))
    known = [(point, point.value) for point in run if point.value is not None]
    values = [value for _, value in known]
    if kpi.seasonal:
        # A month is to be held against the same month of other years, not against the month before.
        return Signal(rating, (), None, Variation.SEASONAL, None)
    if len(values) < LEAST_TRIAL:
        none = Variation.OVERLAP if kpi.time_basis in MOVES_TOGETHER else Variation.TOO_FEW
        return Signal(rating, (), None, none, None)
    limits = limits_of(values, is_screened=is_screened)
    marks = marks_of(values, limits)
    points = tuple((point, mark) for (point, _), mark in zip(known, marks, strict=True))
    assurance = None if limits.is_trial else _assurance(rating, limits, marks[-1])
    return Signal(rating, points, limits, _variation(kpi, marks[-1]), assurance)


def _variation(kpi: Kpi, latest: Mark) -> Variation:
    if not latest.rules:
        return Variation.COMMON
    match kpi.polarity:
        case Polarity.HIGHER:
            return Variation.IMPROVING if latest.side > 0 else Variation.WORSENING
        case Polarity.LOWER:
            return Variation.IMPROVING if latest.side < 0 else Variation.WORSENING
        case _:
            return Variation.HIGHER if latest.side > 0 else Variation.LOWER


def _assurance(rating: KpiRating, limits: ProcessLimits, latest: Mark) -> Assurance | None:
    """By the target that stands beside the latest figure; a range or a direction is none to hold limits against."""
    target, polarity = _figure_asked(rating), rating.kpi.polarity
    if target is None:
        return None
    if Rule.OUTSIDE in latest.rules:
        # The limits are of figures from before the change, and promise nothing of those to come.
        return Assurance.CHANGED
    worst, best = limits.low, limits.high
    if polarity is Polarity.LOWER:
        worst, best, target = -limits.high, -limits.low, -target
    if target <= worst:
        return Assurance.PASSES
    return Assurance.FAILS if target > best else Assurance.EITHER


def _figure_asked(rating: KpiRating) -> Decimal | None:
    """The figure that the target asks for, where one way is better; ``None`` where it is none."""
    aim = rating.beside.aim
    target = None if aim is None else aim.value
    is_sided = rating.kpi.polarity in (Polarity.HIGHER, Polarity.LOWER)
    return target if is_sided and isinstance(target, Decimal) else None


def marks_of(values: Sequence[Decimal], limits: ProcessLimits) -> tuple[Mark, ...]:
    """What the four rules say of each figure, in their order; a figure in a run is marked with all of it."""
    found: list[dict[Rule, int]] = [{} for _ in values]
    for rule, marked in (
        (Rule.OUTSIDE, _outside),
        (Rule.SHIFT, _shifts),
        (Rule.TREND, _trends),
        (Rule.NEAR, _near),
    ):
        for place, side in marked(values, limits):
            found[place].setdefault(rule, side)
    # Which way: where two rules disagree, the first of the order above says it.
    return tuple(Mark(tuple(one), next(iter(one.values()), 0)) for one in found)


def _side(value: Decimal, low: Decimal, high: Decimal) -> int:
    return 1 if value > high else -1 if value < low else 0


def _outside(values: Sequence[Decimal], limits: ProcessLimits) -> Iterator[tuple[int, int]]:
    for place, value in enumerate(values):
        if side := _side(value, limits.low, limits.high):
            yield place, side


def _shifts(values: Sequence[Decimal], limits: ProcessLimits) -> Iterator[tuple[int, int]]:
    sides = [_side(value, limits.mean, limits.mean) for value in values]
    return _runs(sides, RUN, lambda last: range(last))


def _trends(values: Sequence[Decimal], _: ProcessLimits) -> Iterator[tuple[int, int]]:
    """Seven figures that rise are six steps up; all seven are marked."""
    steps = [_side(after, before, before) for before, after in pairwise(values)]
    return _runs(steps, RUN - 1, lambda last: range(last + 1))


def _runs(
    sides: Sequence[int], least: int, places: Callable[[int], range]
) -> Iterator[tuple[int, int]]:
    """The places of each run of one side that is long enough, with its side; 0 is no side."""
    begins = 0
    for at in range(len(sides) + 1):
        if at < len(sides) and sides[at] == sides[begins]:
            continue
        if sides and sides[begins] and at - begins >= least:
            yield from ((begins + place, sides[begins]) for place in places(at - begins))
        begins = at


def _near(values: Sequence[Decimal], limits: ProcessLimits) -> Iterator[tuple[int, int]]:
    """Two of three in a row in the outer third of the way to a limit, on the same side; not those outside it."""
    third = (limits.high - limits.mean) / 3
    sides = [
        0
        if _side(value, limits.low, limits.high)
        else _side(value, limits.mean - 2 * third, limits.mean + 2 * third)
        for value in values
    ]
    for last in range(2, len(values)):
        window = range(last - 2, last + 1)
        for side in (1, -1):
            near = [place for place in window if sides[place] == side]
            if len(near) >= 2:
                yield from ((place, side) for place in near)


class Disagreement(StrEnum):
    """What the signal of the same figures says beside a rating, after the rating's word."""

    WORSENING = "but worsening beyond chance"
    WORSE = "and worsening beyond chance"
    IMPROVING = "but improving beyond chance"
    CANNOT = "and its target cannot be met without change"
    CHANCE = "while its usual figures lie on both sides of the target, so that chance can change it"
    CHANGED = "since it has changed: its figures before would not meet the target"


BESIDE_BEST: tuple[Mapping[Variation, Disagreement], Mapping[Assurance | None, Disagreement]] = (
    {Variation.WORSENING: Disagreement.WORSENING},
    {Assurance.EITHER: Disagreement.CHANCE, Assurance.CHANGED: Disagreement.CHANGED},
)
"""What variation says beside the best rating, else assurance."""
BESIDE_OTHERS: tuple[Mapping[Variation, Disagreement], Mapping[Assurance | None, Disagreement]] = (
    {
        Variation.WORSENING: Disagreement.WORSE,
        Variation.IMPROVING: Disagreement.IMPROVING,
    },
    {Assurance.FAILS: Disagreement.CANNOT, Assurance.EITHER: Disagreement.CHANCE},
)
"""The same beside another rating."""


def disagreement(signal: Signal) -> Disagreement | None:
    """What the signal says beside the rating; ``None`` where it adds nothing, or one of the two is missing."""
    outcome = signal.rating.outcome
    if not isinstance(outcome, Rating):
        return None
    of_variation, of_assurance = BESIDE_BEST if outcome.rag is Rag.GREEN else BESIDE_OTHERS
    found = of_variation.get(signal.variation) or of_assurance.get(signal.assurance)
    if found is Disagreement.CHANCE and signal.variation is not Variation.COMMON:
        return None
    if found is Disagreement.CHANGED and signal.variation is not Variation.IMPROVING:
        return None
    return found


def joined(signal: Signal) -> str:
    """The same as a sentence; empty where the signal adds nothing, or one of the two is missing."""
    outcome, found = signal.rating.outcome, disagreement(signal)
    return f"{outcome.word}, {found}." if found and isinstance(outcome, Rating) else ""


FOR_BETTER = (Variation.IMPROVING, Variation.HIGHER, Variation.LOWER)
FOR_WORSE = (Variation.WORSENING, Variation.HIGHER, Variation.LOWER)
"""What a rating that rose, or fell, stands on where its figures moved beyond chance; no way is better for some KPIs."""


def beyond_chance(moved: RatingsMoved, found: Iterable[Signal]) -> dict[str, bool]:
    """KPI reference → whether the figures of a rating that rose or fell moved so beyond chance.

    KPIs with too few figures for limits that stand are left out: of them it cannot be told.
    """
    signals_by_ref = {one.kpi.ref: one for one in found if one.is_telling}
    return {
        one.ref: signals_by_ref[one.ref].variation in ways
        for moves, ways in ((moved.rose, FOR_BETTER), (moved.fell, FOR_WORSE))
        for one in moves
        if one.ref in signals_by_ref
    }
