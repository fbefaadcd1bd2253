"""What the figures to come may be by simple rules, each tried on the past before it is used.

From every earlier figure on, each rule says what was to come with what was known then (rolling origin). "Same as last
year" is used unless another rule erred by a tenth less; how far the rule used erred is the range. All of it can be
worked out by hand.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from decimal import ROUND_CEILING, Decimal
from enum import StrEnum

from pmf_cli.frozen import frozen

LEAST_CASES = 4
"""Cases that do not overlap below which nothing is chosen by trial and no range is told."""
CLEARLY = Decimal("0.9")
"""Of the error of "same as last year" what another rule may err at most to be used in its place."""
WITHIN_RANGE = Decimal("0.8")
"""The share of past cases that the range is to hold."""
RECENT = 3
"""Figures of which a mean, or a change since last year, is taken: one alone may be chance."""
Values = Sequence[Decimal | None]
"""Figures in order of time, ``None`` where one is missing."""


class Method(StrEnum):
    """A rule by which figures to come are worked out."""

    SAME = "Same as last year"
    CHANGED = "Last year, with the change since"
    RECENT = "Mean of the last three"
    LATEST = "Latest figure stays"
    ONWARDS = "Moves on as over the last year"


@frozen
class Task:
    """What is to be expected of a series.

    Attributes:
        steps: figures a year.
        ahead: how many figures are to come.
        share: with what weight the mean of the last ``parts`` of them counts for the year; ``None`` where
            the last one alone is the year's.
    """

    steps: int
    ahead: int
    parts: int = 1
    share: Decimal | None = None

    def taken(self, path: Values) -> Decimal | None:
        """What the figures to come make for the year; ``None`` where one is missing."""
        if self.share is None:
            return path[-1]
        some = [one for one in path[-self.parts :] if one is not None]
        return sum(some, Decimal(0)) / len(some) * self.share if len(some) == self.parts else None


@frozen
class Expected:
    """What is expected by the rule that was used.

    Attributes:
        value: what the figures to come make for the year.
        reach: how far it may be off on either side, by past cases; ``None`` with too few of them.
        cases: past cases that do not overlap.
        error: the mean error of the rule in past cases; ``None`` where there is none.
        same_error: that of "same as last year" in the same cases.
    """

    method: Method
    value: Decimal
    path: tuple[Decimal, ...]
    reach: Decimal | None = None
    cases: int = 0
    error: Decimal | None = None
    same_error: Decimal | None = None

    @property
    def is_tested(self) -> bool:
        """Whether there were enough cases to choose the rule by trial."""
        return self.cases >= LEAST_CASES


def expected(values: Values, task: Task, methods: Sequence[Method]) -> Expected | None:
    """What is expected after the last of the figures; ``None`` where they are too few for any rule.

    Args:
        methods: the rules that fit such figures; the first is used where there are too few cases to try them, and
            where it can say nothing, nothing is expected.
    """
    last = len(values) - 1
    paths = {one: path for one in methods if (path := _path(one, values, last, task)) is not None}
    if methods[0] not in paths:
        return None
    came = _came(values, task)
    errors = {one: _errors(values, task, one, came) for one in paths}
    trials = {one: _trial(errors[one], errors.get(Method.SAME, {}), task.ahead) for one in paths}
    used = _chosen(trials)
    value = task.taken(paths[used])
    if value is None:
        return None
    held = trials[used]
    # A rule that could not be held against another may lag behind every figure: its errors are no range.
    reach = _reach(errors[used], task.ahead) if held.cases >= LEAST_CASES else None
    return Expected(used, value, paths[used], reach, held.cases, held.error, held.same_error)


@frozen
class _Trial:
    """A rule beside "same as last year" in the cases that both can say something of."""

    cases: int
    error: Decimal | None
    same_error: Decimal | None

    @property
    def share(self) -> Decimal | None:
        """Of the error of "same as last year" what the rule erred; ``None`` with too few cases."""
        if self.cases < LEAST_CASES or self.error is None or not self.same_error:
            return None
        return self.error / self.same_error


def _trial(errors: Mapping[int, Decimal], same: Mapping[int, Decimal], ahead: int) -> _Trial:
    both = errors.keys() & same.keys()
    means = (_mean([found[at] for at in both]) for found in (errors, same))
    return _Trial(cases_apart(both, ahead), *means)


def _chosen(trials: Mapping[Method, _Trial]) -> Method:
    """The rule to use: "same as last year" but where another erred clearly less in the same cases."""
    same = trials.get(Method.SAME)
    if same is None or same.cases < LEAST_CASES:
        return next(iter(trials))
    shares = {one: share for one in trials if (share := trials[one].share) is not None}
    best = min(shares, key=lambda one: shares[one], default=Method.SAME)
    return best if shares.get(best, CLEARLY) < CLEARLY else Method.SAME


def past_errors(values: Values, task: Task, method: Method) -> dict[int, Decimal]:
    """Place from which was looked ahead → by how much what came was more than what the rule said."""
    return _errors(values, task, method, _came(values, task))


def _came(values: Values, task: Task) -> dict[int, Decimal]:
    """Place from which was looked ahead → what came; the same for every rule."""
    ahead = task.ahead
    found = {at: task.taken(values[at + 1 : at + 1 + ahead]) for at in range(len(values) - ahead)}
    return {at: one for at, one in found.items() if one is not None}


def _errors(
    values: Values, task: Task, method: Method, came: Mapping[int, Decimal]
) -> dict[int, Decimal]:
    found = {}
    for at, value in came.items():
        path = _path(method, values, at, task)
        said = None if path is None else task.taken(path)
        if said is not None:
            found[at] = value - said
    return found


def cases_apart(places: Collection[int], ahead: int) -> int:
    """How many of the cases do not overlap: those that look at the same figures to come are one case, not many."""
    number, free_from = 0, -1
    for place in sorted(places):
        if place >= free_from:
            number, free_from = number + 1, place + ahead
    return number


def _reach(errors: Mapping[int, Decimal], ahead: int) -> Decimal:
    """The error that four of five past cases did not go beyond, counted so that few cases give a wider range."""
    cases = cases_apart(errors, ahead)
    of_cases = ((cases + 1) * WITHIN_RANGE).to_integral_value(ROUND_CEILING)
    place = (of_cases / cases * len(errors)).to_integral_value(ROUND_CEILING)
    return sorted(map(abs, errors.values()))[min(int(place), len(errors)) - 1]


def _mean(errors: Sequence[Decimal]) -> Decimal | None:
    return sum(map(abs, errors), Decimal(0)) / len(errors) if errors else None


def _path(method: Method, values: Values, at: int, task: Task) -> tuple[Decimal, ...] | None:
    """The figures after a place by a rule that knows none of them; ``None`` where it lacks a figure."""
    return _RULES[method](values, at, task)


def _same(values: Values, at: int, task: Task) -> tuple[Decimal, ...] | None:
    found = []
    for step in range(1, task.ahead + 1):
        years = -(-step // task.steps)
        place = at + step - years * task.steps
        value = values[place] if place >= 0 else None
        if value is None:
            return None
        found.append(value)
    return tuple(found)


def _change(values: Values, at: int, steps: int) -> Decimal | None:
    """The mean change since last year of the last figures."""
    pairs = ((values[place], values[place - steps]) for place in _last(at) if place >= steps)
    changes = [now - then for now, then in pairs if now is not None and then is not None]
    return sum(changes, Decimal(0)) / len(changes) if changes else None


def _last(at: int) -> range:
    return range(max(at - RECENT + 1, 0), at + 1)


def _changed(values: Values, at: int, task: Task) -> tuple[Decimal, ...] | None:
    before, change = _same(values, at, task), _change(values, at, task.steps)
    if before is None or change is None:
        return None
    return tuple(value + change for value in before)


def _recent(values: Values, at: int, task: Task) -> tuple[Decimal, ...] | None:
    some = [one for place in _last(at) if (one := values[place]) is not None]
    return (sum(some, Decimal(0)) / RECENT,) * task.ahead if len(some) == RECENT else None


def _latest(values: Values, at: int, task: Task) -> tuple[Decimal, ...] | None:
    value = values[at]
    return None if value is None else (value,) * task.ahead


def _onwards(values: Values, at: int, task: Task) -> tuple[Decimal, ...] | None:
    value, change = values[at], _change(values, at, task.steps)
    if value is None or change is None:
        return None
    return tuple(value + change * step / task.steps for step in range(1, task.ahead + 1))


_RULES: Mapping[Method, Callable[[Values, int, Task], tuple[Decimal, ...] | None]] = {
    Method.SAME: _same,
    Method.CHANGED: _changed,
    Method.RECENT: _recent,
    Method.LATEST: _latest,
    Method.ONWARDS: _onwards,
}
OF_A_TIME = (Method.SAME, Method.CHANGED, Method.RECENT, Method.LATEST)
"""Rules for figures that each cover a time of their own; added-up ones are looked at by what each period adds."""
OF_A_DAY = (Method.LATEST, Method.SAME, Method.ONWARDS)
"""Rules for figures of a day, or that cover much of the time of the one before."""
OF_A_YEAR = (Method.SAME, Method.RECENT, Method.ONWARDS)
"""Rules for yearly figures, of which the latest is last year's."""
