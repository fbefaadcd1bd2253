"""Between which bounds a figure lies, as a reader can say who knows how figures add up: exact, by the simplex method.

Whoever knows that parts add up to a total, and no more, can say of each part that is not printed how small and
how large it may be. A linear programme gives these two bounds, and no argument from the same sums gives closer
ones. Fractions, not floats: whether two bounds meet is a yes or no.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Generic, TypeVar

from pmf_cli.frozen import frozen

K = TypeVar("K", bound=Hashable)
Bounds = tuple[int, int | None]
"""The least and the most that something can be; ``None`` for no limit."""
Row = list[Fraction]


@frozen
class Relation(Generic[K]):
    """Things that nobody prints, each counted so many times, and what they add up to."""

    terms: tuple[tuple[K, int], ...]
    total: int


def together(relations: Iterable[Relation[K]], key: K) -> tuple[Relation[K], ...]:
    """The relations that concern something, directly or through others."""
    left, reached = list(relations), {key}
    found: list[Relation[K]] = []
    while True:
        near = [one for one in left if any(name in reached for name, _ in one.terms)]
        if not near:
            return tuple(found)
        found += near
        left = [one for one in left if one not in near]
        reached.update(name for one in near for name, _ in one.terms)


def bounds_of(
    key: K, relations: Sequence[Relation[K]], limits: Mapping[K, Bounds]
) -> tuple[Fraction, Fraction | None] | None:
    """The least and the most that something can be; ``None`` where nothing fits all relations.

    Args:
        limits: what is known of each thing beside the relations.
    """
    names = list(dict.fromkeys((key, *(name for one in relations for name, _ in one.terms))))
    column = {name: number for number, name in enumerate(names)}
    rows = [*_sums(relations, limits, column), *_most(limits, column)]
    table = _feasible(rows, len(names))
    if table is None:
        return None
    low = limits[key][0]
    least, most = (table.least({column[key]: Fraction(sign)}) for sign in (1, -1))
    assert least is not None  # nothing is less than its lower limit
    return least + low, None if most is None else low - most


def _sums(
    relations: Iterable[Relation[K]], limits: Mapping[K, Bounds], column: Mapping[K, int]
) -> Iterable[tuple[dict[int, Fraction], Fraction, bool]]:
    """The relations, counted from the lower limits: their terms, their total, and whether less will do."""
    for one in relations:
        terms: dict[int, Fraction] = {}
        for name, times in one.terms:
            terms[column[name]] = terms.get(column[name], Fraction()) + times
        below = sum(times * limits[name][0] for name, times in one.terms)
        yield terms, Fraction(one.total - below), False


def _most(
    limits: Mapping[K, Bounds], column: Mapping[K, int]
) -> Iterable[tuple[dict[int, Fraction], Fraction, bool]]:
    for name, number in column.items():
        low, high = limits[name]
        if high is not None:
            yield {number: Fraction(1)}, Fraction(high - low), True


class _Table:
    """A simplex table: rows of coefficients that end in their total, and the column that each row is solved for."""

    def __init__(self, rows: list[Row], basis: list[int], columns: int) -> None:
        self.rows = rows
        self.basis = basis
        self.columns = columns

    def least(self, cost: Mapping[int, Fraction]) -> Fraction | None:
        """The least cost; ``None`` where there is no limit. Bland's rule, so that it ends."""
        while True:
            entering = self._entering(cost)
            if entering is None:
                costs = (cost.get(column, Fraction()) for column in self.basis)
                return sum(
                    (a * row[-1] for a, row in zip(costs, self.rows, strict=True)), Fraction()
                )
            leaving = self._leaving(entering)
            if leaving is None:
                return None
            self.solve_for(leaving, entering)

    def _entering(self, cost: Mapping[int, Fraction]) -> int | None:
        """The first column by which the cost falls."""
        prices = [
            (cost[column], row)
            for column, row in zip(self.basis, self.rows, strict=True)
            if column in cost
        ]
        solved = set(self.basis)
        for column in range(self.columns):
            if column in solved:
                continue
            if cost.get(column, 0) < sum(price * row[column] for price, row in prices):
                return column
        return None

    def _leaving(self, entering: int) -> int | None:
        ratios = [
            (row[-1] / row[entering], self.basis[number], number)
            for number, row in enumerate(self.rows)
            if row[entering] > 0
        ]
        return min(ratios)[2] if ratios else None

    def solve_for(self, number: int, column: int) -> None:
        """Solves a row for a column, and takes that out of the others."""
        pivot = self.rows[number][column]
        own = self.rows[number] = [value / pivot for value in self.rows[number]]
        for other, row in enumerate(self.rows):
            times = row[column]
            if other != number and times:
                self.rows[other] = [a - times * b for a, b in zip(row, own, strict=True)]
        self.basis[number] = column


def _feasible(
    rows: Sequence[tuple[dict[int, Fraction], Fraction, bool]], things: int
) -> _Table | None:
    """A table that fits all rows, solved; ``None`` where nothing does."""
    real = things + sum(is_most for _, _, is_most in rows)
    slacks = iter(range(things, real))
    table: list[Row] = []
    for number, (terms, total, is_most) in enumerate(rows):
        own = {**terms, next(slacks): Fraction(1)} if is_most else terms
        sign = -1 if total < 0 else 1
        signed = [sign * own.get(column, Fraction()) for column in range(real)]
        artificial = [Fraction(int(one == number)) for one in range(len(rows))]
        table.append([*signed, *artificial, sign * total])
    found = _Table(table, [real + number for number in range(len(rows))], real + len(rows))
    if found.least({real + number: Fraction(1) for number in range(len(rows))}):
        return None
    return _without_artificial(found, real)


def _without_artificial(table: _Table, real: int) -> _Table:
    """The table without the columns that only served to begin; rows that say nothing new go with them."""
    for number, basic in enumerate(table.basis):
        if basic >= real:
            columns = (one for one in range(real) if table.rows[number][one])
            column = next(columns, None)
            if column is not None:
                table.solve_for(number, column)
    kept = [number for number, basic in enumerate(table.basis) if basic < real]
    rows = [[*table.rows[number][:real], table.rows[number][-1]] for number in kept]
    return _Table(rows, [table.basis[number] for number in kept], real)
