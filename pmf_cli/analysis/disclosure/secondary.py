"""What is hidden besides, so that a figure that must not be read cannot be worked out from those that are printed.

A hidden figure is safe where a reader who knows everything that is printed, now or in an earlier edition, and how
figures add up, can still not say what it is: its bounds leave at least two numbers. As long as that is not so, one
more figure beside it is hidden: a part rather than the whole, the smallest that counts anybody.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from math import ceil, floor

from pmf_cli.analysis.disclosure.intervals import Bounds, Relation, bounds_of, together
from pmf_cli.analysis.disclosure.relations import (
    OVERLAPPING,
    Cell,
    Name,
    Numbers,
    Unprinted,
    grown_by,
    relations_between,
    steps_of,
    sums_of,
)
from pmf_cli.frozen import frozen


@frozen
class Told:
    """What a reader of one KPI's figures is told, and is not to be told.

    Attributes:
        secret: the figures that are not to be read.
        known: those that an earlier edition printed, which nobody can take back.
        below: under which count figures are secret, so that readers know it of those that are; 0 where they do not.
    """

    secret: frozenset[Cell]
    known: frozenset[Cell] = frozenset()
    below: int = 0


@frozen
class Besides:
    """What is hidden besides, and what can be worked out all the same, since it was printed before or nothing is left."""

    cells: frozenset[Cell]
    found_out: frozenset[Cell]


def hidden_besides(tables: Sequence[Numbers], told: Told) -> Besides:
    """The figures to hide beside the secret ones, so that no number of those can be worked out.

    Args:
        tables: each number of the KPI's figures: values, numerators, denominators.
    """
    hidden, given_up = set(told.secret), set[Name]()
    while True:
        exposed = next(_exposed(tables, told, frozenset(hidden), given_up), None)
        if exposed is None:
            found_out = frozenset(one for one in given_up if isinstance(one, Cell))
            return Besides(frozenset(hidden) - told.secret, found_out | (told.secret & told.known))
        numbers, name = exposed
        candidates = _beside(numbers, name, frozenset(hidden), told)
        if candidates:
            hidden.add(min(candidates, key=lambda cell: _cost(numbers, cell)))
        else:
            given_up.add(name)


def _exposed(
    tables: Sequence[Numbers], told: Told, hidden: frozenset[Cell], given_up: Collection[Name]
) -> Iterator[tuple[Numbers, Name]]:
    """The secret numbers that can be worked out from what is printed."""
    for numbers in tables:
        unprinted = frozenset(hidden.intersection(numbers.of) - told.known)
        if not unprinted and not told.below:
            continue
        plain, others = relations_between(numbers, unprinted)
        for name in _secret_names(numbers, told):
            if name not in given_up and _is_found_out(name, numbers, told, plain, others):
                yield numbers, name


def _secret_names(numbers: Numbers, told: Told) -> Iterator[Name]:
    """What must not be read: secret figures, and growth so small that it would be secret as a figure."""
    for cell in numbers.of:
        if cell in told.secret and cell not in told.known:
            yield cell
    for name, step in steps_of(numbers).items():
        if 0 < (grown_by(numbers, step) or 0) < told.below:
            yield name


def _is_found_out(
    name: Name,
    numbers: Numbers,
    told: Told,
    plain: Sequence[Relation[Name]],
    others: Sequence[Relation[Name]],
) -> bool:
    """Whether the bounds of a number meet, by the first of what readers may know that fits what is printed.

    Figures that were put right may contradict each other where periods overlap; then the plain sums count.
    """
    for known, is_close in (([*plain, *others], True), (plain, True), (plain, False)):
        relations = together(known, name)
        names = {name, *(one for relation in relations for one, _ in relation.terms)}
        limits = {one: _limits(numbers, one, told, is_close=is_close) for one in names}
        found = bounds_of(name, relations, limits)
        if found is not None:
            least, most = found
            return most is not None and floor(most) <= ceil(least)
    return False


def _limits(numbers: Numbers, name: Name, told: Told, *, is_close: bool) -> Bounds:
    """What is known of a number that is not printed: that nobody hides a nought, and what is secret."""
    if isinstance(name, Unprinted):
        is_small, least = 0 < _growth(numbers, name) < told.below, 0
    else:
        value = numbers.of[name]
        if value is not None and value < 0:
            return 2 * value, None
        least = int(is_close and value != 0)
        is_small = bool(least) and name in told.secret and (value or 1) < told.below
    return (1, told.below - 1) if is_small else (least, None)


def _growth(numbers: Numbers, name: Unprinted) -> int:
    step = steps_of(numbers).get(name)
    return 0 if step is None else grown_by(numbers, step) or 0


def _beside(numbers: Numbers, name: Name, hidden: frozenset[Cell], told: Told) -> tuple[Cell, ...]:
    """The figures that can be hidden beside a number: in its own sums, else in those that lead to it."""
    groups = _groups(numbers)
    near = {name} if isinstance(name, Cell) else set(steps_of(numbers)[name])
    while True:
        reached = near.union(*(group for group in groups if near & group))
        candidates = reached - hidden - told.known
        found = tuple(
            cell for cell in candidates if isinstance(cell, Cell) and numbers.of[cell] is not None
        )
        if found or reached == near:
            return found
        near = reached


def _groups(numbers: Numbers) -> list[frozenset[Cell]]:
    """Figures that give each other away."""
    groups = [frozenset(one.cells) for one in sums_of(numbers)]
    groups += [frozenset(step) for step in steps_of(numbers).values()]
    if numbers.kpi.time_basis in OVERLAPPING:
        series: dict[str | None, set[Cell]] = {}
        for cell in numbers.of:
            series.setdefault(cell.split, set()).add(cell)
        groups += [frozenset(some) for some in series.values()]
    return groups


def _cost(numbers: Numbers, cell: Cell) -> tuple[bool, bool, int, int, str, str]:
    """What is lost by hiding a figure: noughts hide nothing, wholes and longer periods are wanted most."""
    value = numbers.of[cell] or 0
    length = (cell.period.end - cell.period.start).days
    return (
        value == 0, cell.split is None, length, abs(value), cell.split or "", cell.period.end.isoformat()
    )  # fmt: skip
