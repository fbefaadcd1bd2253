"""Is a figure that decides a colour likely by the KPI's own history?

What a slip within the usual range looks like: the target typed over the result, another KPI's
figure, last year's, two digits swapped. Nothing is refused: a person is asked, with the odds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from statistics import median

from pmf_cli.checks.base import CheckContext, Problem, check
from pmf_cli.checks.history import ResultHistory
from pmf_cli.checks.words import figure_text
from pmf_cli.findings import Severity
from pmf_cli.register.periods.period import Period
from pmf_cli.register.periods.steps import year_earlier
from pmf_cli.register.sheets.record import Result
from pmf_cli.register.terms import TimeBasis

MOVES = 6
"""Moves from one figure to the next that must be known before one of them is called unlikely."""
YEARLY_MOVES = 4
"""The same for moves from a year before; with fewer the year before does not count."""
DIGITS = 3
"""Digits from which it is a rare accident that two figures are the same; one less will do for the
newest figure and its target, since the next paper shows it."""


@dataclass(frozen=True, slots=True)
class Odds:
    """From where a move is unlikely.

    Attributes:
        largest: times the largest other move.
        typical: times the typical other move.
    """

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


@dataclass(frozen=True, slots=True)
class Moved:
    """How far a figure is from where its neighbours lead one to expect it.

    Attributes:
        by: the smallest of its distances from the figures before, after and a year away.
        before: the figure before.
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


@check(
    "PLA007",
    Severity.WARNING,
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
    others = _same_figures(context)
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
    beside = [
        history.numbers[near] for near in (place - 1, place + 1) if 0 <= near < len(history.numbers)
    ]
    if not AS_SWAPPED.reached(moved):
        return ""
    limit = median(moved.usual)
    for swapped in swaps(number):
        if all(abs(swapped - near) <= limit for near in beside):
            return f" With two digits swapped it would be {figure_text(swapped, kpi)}."
    return ""


def swaps(number: Decimal) -> Iterator[Decimal]:
    """The figures that come of swapping two neighbouring digits: 48.6 gives 84.6 and 46.8."""
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
