"""A KPI's year so far: its figures as rules look at them, what is to come, and what the known part makes for the year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise

from pmf_cli.analysis.series.back_test import (
    OF_A_DAY,
    OF_A_TIME,
    OF_A_YEAR,
    Method,
    Task,
)
from pmf_cli.analysis.series.series import Point, points_of
from pmf_cli.analysis.series.year_end import (
    reported_year,
)
from pmf_cli.analysis.series.year_view import is_taken_together
from pmf_cli.assessment import Assessment
from pmf_cli.frozen import frozen
from pmf_cli.register.figures import is_percentage
from pmf_cli.register.periods.period import Period, PeriodKind
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.record import Result
from pmf_cli.register.terms import TimeBasis, YearValue
from pmf_cli.register.time.expected import period_after
from pmf_cli.register.time.times import AVERAGES, STEPS, months_gone, own_parts

EVERY = 400
"""More figures than any series holds."""
ADDS = 4
"""What a period after the year's first adds on average is at least a share of so many parts of what the first does."""
WHOLE = Decimal(100)
ADDED_OR_APART = (TimeBasis.WITHIN, TimeBasis.CUMULATIVE)
"""Bases whose figures, or what each of them adds, are of times apart."""
MOST_YEARS = 2
"""Further ahead nothing is said."""


class WhyNone(StrEnum):
    """Why nothing is expected of a KPI."""

    KNOWN = "The year’s figure is known"
    NO_YEAR = "No figure of every year"
    TOO_SHORT = "Too short a series"
    MISSING = "A figure of the year is missing"
    PUBLISHED = "The year’s figure is published elsewhere"
    UNSAID = "How the year’s figure is made is not said"


@frozen
class YearSoFar:
    """A KPI's figures as the rules look at them.

    Attributes:
        points: the KPI's own figures, a step of its calendar apart; ``None`` where there is none.
        values: the figures, or what each period adds where they add up.
        to_come: the periods up to the year's end.
        base: what the year has so far, in the year's measure; 0 where the last figure alone counts.
    """

    points: tuple[Point | None, ...]
    values: tuple[Decimal | None, ...]
    to_come: tuple[Period, ...]
    task: Task
    methods: tuple[Method, ...]
    base: Decimal = Decimal(0)

    @property
    def is_of_each(self) -> bool:
        """Whether each period to come counts for the year."""
        return self.task.share is not None


class Possible:
    """Keeps a figure to what is possible: no less than none of what never was, no more than all of a whole."""

    def __init__(self, *, has_floor: bool, has_top: bool) -> None:
        self._has_floor, self._has_top = has_floor, has_top

    def __call__(self, value: Decimal) -> Decimal:
        """The figure, or the edge of what is possible where it lies beyond."""
        if self._has_floor:
            value = max(value, Decimal(0))
        return min(value, WHOLE) if self._has_top else value


def possible(kpi: Kpi, so_far: YearSoFar) -> Possible:
    """What is possible, by the KPI's figures so far."""
    known = [one.value for one in so_far.points if one is not None and one.value is not None]
    return Possible(
        has_floor=all(value >= 0 for value in known),
        has_top=is_percentage(kpi) and all(value <= WHOLE for value in known),
    )


def figures(points: Sequence[Point | None]) -> tuple[Decimal | None, ...]:
    """The figures of some points, ``None`` where there is none."""
    return tuple(None if point is None else point.value for point in points)


def year_so_far(assessment: Assessment, kpi: Kpi, ends: Period) -> YearSoFar | WhyNone:
    """The figures of a KPI up to now, and what is to come of the year; or why that cannot be said."""
    start = assessment.settings.financial_year_start
    year = reported_year(assessment.period, start)
    points = _in_steps(kpi, _since_break(points_of(assessment, kpi, EVERY)))
    last = points[-1].period if points and points[-1] is not None else None
    if last is None:
        return WhyNone.TOO_SHORT
    if last.end >= ends.end or _is_recorded(assessment.register, kpi, year):
        return WhyNone.KNOWN
    parts, to_come = own_parts(kpi, year, start), tuple(_steps_to(kpi, last, ends))
    task = Task(len(parts) or 1, len(to_come))
    if not 0 < task.ahead <= MOST_YEARS * task.steps:
        return WhyNone.TOO_SHORT
    so_far = YearSoFar(points, figures(points), to_come, task, _methods(kpi, task))
    return _as_a_year(assessment, kpi, so_far, parts)


def _as_a_year(
    assessment: Assessment, kpi: Kpi, so_far: YearSoFar, parts: Sequence[Period]
) -> YearSoFar | WhyNone:
    """The same as the year's figure is made: of what each period adds, of all periods together, or the last of them."""
    to_come = so_far.to_come
    if kpi.time_basis is TimeBasis.CUMULATIVE:
        start = assessment.settings.financial_year_start
        return _adding_up(kpi, so_far, start)
    if is_taken_together(kpi) and parts:
        rows = assessment.register.own_results_of(kpi)
        return _taken_together(kpi, so_far, [rows.get(one) for one in parts if one not in to_come])
    return _why_unsaid(kpi, so_far.task) or so_far


def _is_recorded(register: Register, kpi: Kpi, year: Period) -> bool:
    """Whether the record has a figure of the year itself."""
    row = register.results_of(kpi.ref).get(year)
    return row is not None and row.value is not None


def _methods(kpi: Kpi, task: Task) -> tuple[Method, ...]:
    if task.steps == 1:
        return OF_A_YEAR
    return OF_A_TIME if kpi.time_basis in ADDED_OR_APART else OF_A_DAY


def _why_unsaid(kpi: Kpi, task: Task) -> WhyNone | None:
    """Why the last figure of a year is not the year's; ``None`` where it is."""
    is_last = kpi.time_basis is not TimeBasis.WITHIN or kpi.year_value is YearValue.LAST
    if is_last or task.steps == 1:
        return None
    return WhyNone.PUBLISHED if kpi.year_value is YearValue.PUBLISHED else WhyNone.UNSAID


def _since_break(points: Sequence[Point]) -> tuple[Point, ...]:
    breaks = [place for place, point in enumerate(points) if point.breaks]
    return tuple(points[breaks[-1] if breaks else 0 :])


def _in_steps(kpi: Kpi, points: Sequence[Point]) -> tuple[Point | None, ...]:
    """The points one step of the KPI's calendar after another, up to the last that has a figure."""
    known = [point for point in points if point.value is not None]
    step = STEPS.get(kpi.frequency)
    if not known or step is None:
        return ()
    if known[-1].period.kind is PeriodKind.TERM:
        return tuple(points[points.index(known[0]) : points.index(known[-1]) + 1])
    by_place = {_place(point.period, step): point for point in known}
    return tuple(by_place.get(at) for at in range(min(by_place), max(by_place) + 1))


def _place(period: Period, step: int) -> int:
    return (period.end.year * 12 + period.end.month) // step


def _steps_to(kpi: Kpi, last: Period, ends: Period) -> Iterator[Period]:
    """The KPI's own periods after one, up to the one with which the year ends."""
    at: Period | None = last
    while at is not None and at.end < ends.end:
        after = period_after(kpi, at)
        if after is None or after.end <= at.end:
            return
        yield after
        at = after


def _adding_up(kpi: Kpi, so_far: YearSoFar, year_start: int) -> YearSoFar:
    """Of figures of the year so far, what each period adds: so any place in the year can be looked back from."""
    step, points, to_come = STEPS[kpi.frequency], so_far.points, so_far.to_come

    def place(period: Period) -> int:
        return (months_gone(kpi, period, year_start) or step) // step

    is_first = [point is not None and place(point.period) == 1 for point in points]
    added = tuple(
        _added(before, now, is_first=first)
        for (before, now), first in zip(pairwise((None, *points)), is_first, strict=True)
    )
    parts = min(len(to_come), place(to_come[-1]))
    base = so_far.values[-1] if place(to_come[0]) > 1 and parts == len(to_come) else None
    task = replace(so_far.task, parts=parts, share=Decimal(parts))
    methods = so_far.methods if _adds(kpi, added, is_first) else OF_A_TIME[:1]
    return replace(so_far, values=added, task=task, methods=methods, base=base or Decimal(0))


def _added(before: Point | None, now: Point | None, *, is_first: bool) -> Decimal | None:
    if now is None or now.value is None or is_first:
        return None if now is None else now.value
    return None if before is None or before.value is None else now.value - before.value


def _adds(kpi: Kpi, added: Sequence[Decimal | None], is_first: Sequence[bool]) -> bool:
    """Whether figures of the year so far grow with it, as counts do and a share of a whole year; an average does not."""
    if kpi.data_type not in AVERAGES:
        return True
    first, later = _mean_added(added, is_first), _mean_added(added, [not one for one in is_first])
    return first is not None and later is not None and later * ADDS >= first


def _mean_added(added: Sequence[Decimal | None], are_meant: Sequence[bool]) -> Decimal | None:
    some = [
        one for one, is_meant in zip(added, are_meant, strict=True) if is_meant and one is not None
    ]
    return sum(some, Decimal(0)) / len(some) if some else None


def _taken_together(
    kpi: Kpi, so_far: YearSoFar, known: Sequence[Result | None]
) -> YearSoFar | WhyNone:
    """Of a year that all its periods make, what those known give, and with what weight the others count."""
    rows = [row for row in known if row is not None and row.number is not None]
    if len(rows) < len(known):
        return WhyNone.MISSING
    ahead = so_far.task.ahead
    parts = so_far.task.steps - len(known)
    weights = _weights(kpi, rows)
    so_much = sum(
        ((row.number or Decimal(0)) * one for row, one in zip(rows, weights, strict=True)),
        Decimal(0),
    )
    if kpi.year_value is YearValue.SUM:
        base, share = so_much, Decimal(parts)
    else:
        # Periods to come count as much as the known ones do on average.
        usual = sum(weights, Decimal(0)) / len(weights) if weights else Decimal(1)
        total = sum(weights, Decimal(0)) + usual * parts
        base, share = so_much / total, usual * parts / total
    return replace(so_far, task=Task(so_far.task.steps, ahead, parts, share), base=base)


def _weights(kpi: Kpi, rows: Sequence[Result]) -> list[Decimal]:
    """What each known period counts for the year: its denominator where that is given for all of them."""
    found = [row.denominator for row in rows if row.denominator is not None and row.denominator > 0]
    if kpi.year_value is YearValue.WEIGHTED and len(found) == len(rows):
        return found
    return [Decimal(1)] * len(rows)
