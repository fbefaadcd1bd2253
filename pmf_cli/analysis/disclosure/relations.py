"""How the figures of one KPI add up: parts of the whole, periods of a longer one, a year so far, overlapping years.

Whoever subtracts is taken to know more than readers do: also what is left over where parts do not make up the
whole, so that nothing hangs on whether they do.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from math import gcd
from typing import NamedTuple

from pmf_cli.analysis.disclosure.intervals import Relation
from pmf_cli.frozen import frozen
from pmf_cli.register.periods.period import Period
from pmf_cli.register.periods.steps import months_of
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.terms import TimeBasis, YearValue


class Cell(NamedTuple):
    """A figure of a KPI: of the whole (``None``) or of a split, for a period."""

    split: str | None
    period: Period


class Unprinted(NamedTuple):
    """A number that no row holds and that rows give away: what a year so far grew by, a quarter of a rolling year."""

    what: str
    split: str | None
    at: int


Name = Cell | Unprinted
STEP, SLICE = "step", "slice"
OVERLAPPING = (TimeBasis.ROLLING, TimeBasis.POOLED)
"""Time bases of figures whose periods overlap."""


@frozen
class Numbers:
    """One number of each of a KPI's figures: its numerators, say.

    Attributes:
        of: in units of the last place; ``None`` where the register itself lacks it.
        kinds: split → by what it splits the whole.
        year_start: the month in which the financial year begins.
    """

    kpi: Kpi
    of: Mapping[Cell, int | None]
    kinds: Mapping[str, str]
    year_start: int


@frozen
class Sum:
    """Figures of which some add up to so many times another."""

    whole: Cell
    parts: tuple[Cell, ...]
    times: int = 1

    @property
    def cells(self) -> tuple[Cell, ...]:
        """All of them."""
        return (self.whole, *self.parts)


def sums_of(numbers: Numbers) -> tuple[Sum, ...]:
    """How the figures add up, whether printed or not."""
    return (*_over_splits(numbers), *_over_time(numbers))


def _over_splits(numbers: Numbers) -> Iterator[Sum]:
    parts: dict[tuple[Period, str], list[Cell]] = {}
    for cell in numbers.of:
        if cell.split is not None:
            kind = numbers.kinds.get(cell.split, "")
            parts.setdefault((cell.period, kind), []).append(cell)
    for (period, _), some in parts.items():
        whole = Cell(None, period)
        if whole in numbers.of:
            yield Sum(whole, tuple(some))


def _over_time(numbers: Numbers) -> Iterator[Sum]:
    for cells in _series(numbers).values():
        for longer in cells:
            for shorter in _inside(longer, cells):
                yield from _sum_of_year(numbers.kpi, longer, shorter)


def _series(numbers: Numbers) -> dict[str | None, list[Cell]]:
    """Split → its figures, the oldest first."""
    found: dict[str | None, list[Cell]] = {}
    for cell in sorted(numbers.of, key=lambda one: one.period.sort_key):
        found.setdefault(cell.split, []).append(cell)
    return found


def _inside(longer: Cell, cells: Sequence[Cell]) -> Iterator[list[Cell]]:
    """The shorter periods within a longer one, kind by kind."""
    time = longer.period
    within = [
        one
        for one in cells
        if one != longer and time.start <= one.period.start and one.period.end <= time.end
    ]
    for _, some in groupby(sorted(within, key=_by_kind), key=lambda one: one.period.kind):
        yield list(some)


def _by_kind(cell: Cell) -> tuple[str, int]:
    return str(cell.period.kind), cell.period.end.toordinal()


def _sum_of_year(kpi: Kpi, longer: Cell, shorter: Sequence[Cell]) -> Iterator[Sum]:
    """How the figure of a longer period comes from shorter ones: added up, averaged, or the last."""
    if kpi.time_basis in (TimeBasis.WITHIN, None) or kpi.year_value in (
        YearValue.SUM,
        YearValue.WEIGHTED,
    ):
        if _fill(longer, shorter):
            yield Sum(longer, tuple(shorter))
    elif kpi.year_value is YearValue.SIMPLE:
        yield Sum(longer, tuple(shorter), times=len(shorter))
    elif shorter[-1].period.end == longer.period.end:
        yield Sum(longer, (shorter[-1],))


def _fill(longer: Cell, shorter: Sequence[Cell]) -> bool:
    """Whether periods follow each other without gap from the first day of a longer one to its last."""
    days = [one.period for one in shorter]
    return (
        days[0].start == longer.period.start
        and days[-1].end == longer.period.end
        and all((b.start - a.end).days == 1 for a, b in pairwise(days))
    )


def steps_of(numbers: Numbers) -> Mapping[Unprinted, tuple[Cell, Cell]]:
    """Of a KPI that counts the year so far: each growth, and the two figures that give it away."""
    if numbers.kpi.time_basis is not TimeBasis.CUMULATIVE:
        return {}
    found = {}
    for split, cells in _series(numbers).items():
        for before, after in pairwise(cells):
            if before.period.kind is after.period.kind and _same_year(numbers, before, after):
                found[Unprinted(STEP, split, after.period.end.toordinal())] = (before, after)
    return found


def _same_year(numbers: Numbers, one: Cell, other: Cell) -> bool:
    years = {
        cell.period.end.year - (cell.period.end.month < numbers.year_start) for cell in (one, other)
    }
    return len(years) == 1


def grown_by(numbers: Numbers, step: tuple[Cell, Cell]) -> int | None:
    """By how much a year so far grew; ``None`` where that is not known, or it was put right downwards."""
    before, after = (numbers.of[cell] for cell in step)
    return None if before is None or after is None or after < before else after - before


def relations_between(
    numbers: Numbers, hidden: frozenset[Cell]
) -> tuple[list[Relation[Name]], list[Relation[Name]]]:
    """What a reader knows of the figures that are not printed: from sums, and from numbers that nobody prints."""
    plain = [found for one in sums_of(numbers) if (found := _of_sum(numbers, one, hidden))]
    steps = [
        _with_terms(numbers, ((after, 1), (before, -1)), hidden, ((name, -1),))
        for name, (before, after) in steps_of(numbers).items()
        if grown_by(numbers, (before, after)) is not None
    ]
    return plain, [*steps, *_slices(numbers, hidden)]


def _of_sum(numbers: Numbers, one: Sum, hidden: frozenset[Cell]) -> Relation[Name] | None:
    """What a sum says of the figures that are not printed, where what is left over is known to all."""
    signed = (*((part, 1) for part in one.parts), (one.whole, -one.times))
    unseen = tuple((cell, times) for cell, times in signed if cell in hidden)
    if not unseen:
        return None
    if all(numbers.of[cell] is not None for cell in one.cells):
        return Relation(unseen, _added(numbers, unseen))
    return Relation(unseen, -_added(numbers, set(signed).difference(unseen)))


def _added(numbers: Numbers, signed: Iterable[tuple[Cell, int]]) -> int:
    return sum(times * (numbers.of[cell] or 0) for cell, times in signed)


def _with_terms(
    numbers: Numbers,
    signed: Iterable[tuple[Cell, int]],
    hidden: frozenset[Cell],
    beside: Iterable[tuple[Name, int]],
) -> Relation[Name]:
    """Figures and unprinted numbers that come to nothing; what is printed goes to the other side."""
    terms: list[tuple[Name, int]] = list(beside)
    total = 0
    for cell, times in signed:
        if cell in hidden:
            terms.append((cell, times))
        else:
            total -= times * (numbers.of[cell] or 0)
    return Relation(tuple(terms), total)


def _slices(numbers: Numbers, hidden: frozenset[Cell]) -> Iterator[Relation[Name]]:
    """Of a KPI whose periods overlap: each figure is the sum of the slices of time that it covers."""
    if numbers.kpi.time_basis not in OVERLAPPING:
        return
    for cells in _series(numbers).values():
        if hidden.intersection(cells):
            known = [one for one in cells if one in hidden or numbers.of[one] is not None]
            yield from _slices_of(numbers, known, hidden)


def _slices_of(
    numbers: Numbers, cells: Sequence[Cell], hidden: frozenset[Cell]
) -> Iterator[Relation[Name]]:
    spans = [(months_of(one.period.start), months_of(one.period.end) + 1) for one in cells]
    unit = gcd(*(month - spans[0][0] for span in spans for month in span))
    for cell, (first, after) in zip(cells, spans, strict=True):
        slices = (Unprinted(SLICE, cell.split, at) for at in range(first, after, unit))
        yield _with_terms(numbers, ((cell, -1),), hidden, tuple((name, 1) for name in slices))
