"""Slips of the pen, each put into one cell of a sound register, and what the checks say of it.

A slip is looked at in the part of the register that concerns its KPI, so that thousands can be
tried: what the checks of figures say of a cell depends on that KPI's rows alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from itertools import pairwise

from pmf_cli.checks import (
    collected,
    numerators,
    periods,
    plausibility,
    repeats,
    target_sizes,
    target_times,
    targets,
    tolerances,
    values,
)
from pmf_cli.checks.base import CheckContext
from pmf_cli.checks.plausibility import swaps
from pmf_cli.checks.selection import silenced
from pmf_cli.findings import CellRef, Finding, Severity
from pmf_cli.rag.rate import Colours
from pmf_cli.register.periods.period import Period
from pmf_cli.register.periods.steps import year_earlier
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.record import Result
from pmf_cli.register.sheets.targets import Target
from pmf_cli.register.terms import DataType, Rag, TargetType
from pmf_cli.settings import Settings

CHECKS = collected(
    (
        values,
        plausibility,
        repeats,
        numerators,
        periods,
        targets,
        target_sizes,
        target_times,
        tolerances,
    )
)
"""The checks that look at figures."""
FIELDS = ("target", "range_low", "range_high", "q1", "q2", "q3", "q4", "amber_boundary")
"""Figures of a target row in the KPI's unit."""


@dataclass(frozen=True)
class Sound:
    """A register without slips, on one date in one period."""

    register: Register
    settings: Settings
    period: Period
    as_of: date

    @cached_property
    def scene(self) -> CheckContext:
        """What the checks look at."""
        colours = Colours(self.register, self.settings, self.period, self.as_of)
        return CheckContext(self.register, self.settings, self.as_of, self.period, {}, colours)

    def part(self, *refs: str) -> Sound:
        """The part that concerns some KPIs."""
        register = self.register
        rows = (
            row
            for (own, _), held in register.series.items()
            if own in refs
            for row in held.values()
        )
        own_part = replace(
            register,
            kpis=tuple(register.kpi_by_ref[ref] for ref in refs),
            targets=tuple(row for ref in refs for row in register.targets_by_kpi.get(ref, ())),
            results=tuple(rows),
        )
        return replace(self, register=own_part)

    def with_result(self, old: Result, new: Result) -> Sound:
        """The register with one result row in place of another."""
        rows = tuple(new if row is old else row for row in self.register.results)
        return replace(self, register=replace(self.register, results=rows))

    def with_target(self, old: Target, new: Target) -> Sound:
        """The register with one target row in place of another."""
        rows = tuple(new if row is old else row for row in self.register.targets)
        return replace(self, register=replace(self.register, targets=rows))

    @cached_property
    def told(self) -> frozenset[tuple[str, CellRef]]:
        """Code and cell of every warning and error of the checks of figures."""
        found = [
            Finding(one.code, one.severity, problem.where, problem.message, problem.kpi_ref)
            for one in CHECKS.values()
            for problem in one.run(self.scene)
        ]
        requires = {code: one.requires for code, one in CHECKS.items() if one.requires}
        return frozenset(
            (finding.code, finding.where)
            for finding in silenced(found, requires)
            if finding.severity is not Severity.ADVICE
        )

    def colours(self, split: str | None, asked: Sequence[Period]) -> list[Rag | None]:
        """The colours of one series of the only KPI, in some periods."""
        kpi = self.register.kpis[0]
        series = self.register.results_of(kpi.ref, split)
        return [self.scene.colour_of(kpi, split, series[period]) for period in asked]


LOOKED_AT = 4
"""Figures, the newest, whose colours are compared where a target row is changed."""


@dataclass(frozen=True)
class Planted:
    """One slip: its kind, its cell, the register before and after.

    Attributes:
        kind: what was done.
        row: the row before.
        where: its cell.
        before: the part of the register that concerns the KPI, sound.
        after: the same with the slip.
    """

    kind: str
    row: Result | Target
    where: CellRef
    before: Sound
    after: Sound

    @property
    def changes_a_colour(self) -> bool:
        """Whether the figure, or one of the newest held against the target, has another colour."""
        split, kpi = self.row.split, self.before.register.kpis[0]
        if isinstance(self.row, Result):
            asked = [self.row.period] if self.row.period is not None else []
        else:
            asked = [
                period
                for period, held in self.before.register.results_of(kpi.ref, split).items()
                if held.value is not None
                and self.before.scene.target_at(kpi.ref, split, period) is self.row
            ][-LOOKED_AT:]
        return self.before.colours(split, asked) != self.after.colours(split, asked)

    @property
    def codes(self) -> list[str]:
        """The codes that are told at the cell now, and were not before."""
        return sorted(
            code for code, where in self.after.told - self.before.told if where == self.where
        )

    @property
    def codes_elsewhere(self) -> list[str]:
        """The codes that are told now at other cells."""
        return sorted(f"{code} {where.cell}" for code, where in self.after.told - self.before.told)


Change = Callable[[Decimal], Decimal]
SIZES: Mapping[str, Change] = {
    "x10": lambda number: number * 10,
    "/10": lambda number: number / 10,
    "x100": lambda number: number * 100,
    "/100": lambda number: number / 100,
    "x1000": lambda number: number * 1000,
    "sign": lambda number: -number,
}
"""Slips of size and sign; a percentage as a fraction is /100."""


def figures_of(
    sound: Sound, each: int = 1, start: int = 0
) -> Iterator[tuple[Sound, Result | Target, str, Decimal]]:
    """Numbers of results and targets, every so many: the part of its KPI, its row, its field."""
    for count, found in enumerate(_every_figure(sound), start):
        if count % each == 0:
            yield found


def _every_figure(sound: Sound) -> Iterator[tuple[Sound, Result | Target, str, Decimal]]:
    for ref in sound.register.kpi_by_ref:
        part = sound.part(ref)
        for row in part.register.results:
            if isinstance(row.value, Decimal):
                yield part, row, "value", row.value
        for aim in part.register.targets:
            if aim.target_type not in (TargetType.VALUE, TargetType.RANGE):
                continue
            for field in FIELDS:
                number = getattr(aim, field)
                if isinstance(number, Decimal):
                    yield part, aim, field, number
            if aim.months:
                yield part, aim, "months", aim.months[8]


def overtyped(
    kind: str, part: Sound, row: Result | Target, field: str, number: Decimal
) -> Planted | None:
    """A slip in one cell; ``None`` where it changes nothing."""
    old = getattr(row, field)
    new: object = number
    if field == "months":
        new = (*old[:8], number, *old[9:])
    if new == old:
        return None
    if isinstance(row, Result):
        after = part.with_result(row, replace(row, **{field: new}))
    else:
        after = part.with_target(row, replace(row, **{field: new}))
    return Planted(kind, row, row.source.at(field), part, after)


def of_size(sound: Sound, each: int = 1, start: int = 0) -> Iterator[Planted]:
    """Every figure ten, a hundred, a thousand times too large or small, or with another sign."""
    for part, row, field, number in figures_of(sound, each, start):
        kpi = part.register.kpis[0]
        for kind, change in SIZES.items():
            name = kind
            if kind == "/100" and kpi.data_type is DataType.PERCENTAGE:
                name = "fraction"
            slip = overtyped(name, part, row, field, change(number))
            if slip is not None:
                yield slip


def within_range(sound: Sound, each: int = 1, start: int = 0) -> Iterator[Planted]:
    """Slips that leave a figure where it could be, in rows that have no counts to contradict it.

    The target typed over the result, the figure of the KPI below for the same period, two digits
    swapped, the figure of a year before typed again, the target before left standing.
    """
    refs = list(sound.register.kpi_by_ref)
    for count, ref in enumerate(refs):
        part = sound.part(ref, refs[(count + 1) % len(refs)])
        kpi = part.register.kpis[0]
        rows = part.register.results_of(ref)
        for place, (period, row) in enumerate(rows.items(), start):
            if place % each or not isinstance(row.value, Decimal):
                continue
            bare = replace(row, numerator=None, denominator=None)
            alone = part.with_result(row, bare)
            for kind, number in _slipped(alone, kpi.ref, period, row.value):
                slip = overtyped(kind, alone, bare, "value", number)
                if slip is not None:
                    yield slip
        for older, newer in pairwise(part.scene.target_rows.get((ref, None), ())):
            if isinstance(older.target, Decimal) and isinstance(newer.target, Decimal):
                slip = overtyped("target before", part, newer, "target", older.target)
                if slip is not None:
                    yield slip


def _slipped(
    part: Sound, ref: str, period: Period, value: Decimal
) -> Iterator[tuple[str, Decimal]]:
    """The figures that could stand in a result's place by a slip."""
    kpi, other = part.register.kpis[0], part.register.kpis[-1]
    target = part.scene.asked_for(kpi, None, period)
    if target is not None:
        yield "target typed", target
    below = part.register.results_of(other.ref).get(period)
    if below is not None and isinstance(below.value, Decimal):
        yield "KPI below", below.value
    then = part.register.results_of(ref).get(year_earlier(period) or period)
    if then is not None and isinstance(then.value, Decimal):
        yield "year before", then.value
    numbers = [
        row.number for row in part.register.results_of(ref).values() if row.number is not None
    ]
    usual = [one for one in swaps(value) if min(numbers) <= one <= max(numbers)]
    if usual:
        yield "digits swapped", usual[-1]
