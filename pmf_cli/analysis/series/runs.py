"""Runs: for how many periods on end a series has risen, fallen or stood still.

Rolling and pooled periods overlap, so they have no runs. A gap or a break in
the series ends a run. Cumulative and seasonal KPIs are compared with the same period a year
earlier, all others with the period before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from pmf_cli.analysis.series.series import Point, compares_with_last_year
from pmf_cli.register.periods.period import noun_of
from pmf_cli.register.periods.steps import year_earlier
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.terms import Polarity


@dataclass(frozen=True, slots=True)
class Run:
    """How the latest figures have moved.

    Attributes:
        length: how many changes on end went the same way; 0 where nothing can be said.
        rising: true where the figure rose, false where it fell, ``None`` where unchanged.
        yearly: true where each figure was compared with a year earlier.
        better: true where the movement is for the better, ``None`` where no way is better.
        noun: what one period is called: quarter.
        first: the first value of the run (the one compared with).
        last: the last value.
    """

    length: int
    rising: bool | None
    yearly: bool
    better: bool | None
    noun: str
    first: Decimal | None = None
    last: Decimal | None = None


def latest_run(kpi: Kpi, points: Sequence[Point]) -> Run:
    """The run that ends with the latest figure."""
    yearly = compares_with_last_year(kpi)
    if not points or points[-1].value is None or points[-1].period.overlaps_neighbours:
        noun = noun_of(points[-1].period) if points else "period"
        return Run(0, None, yearly, None, noun)
    noun = noun_of(points[-1].period)
    by_period = {point.period: at for at, point in enumerate(points)}
    length, rising, at = 0, None, len(points) - 1
    first = points[at].value
    while at > 0:
        value = points[at].value
        before = by_period.get(year_earlier(points[at].period), -1) if yearly else at - 1
        earlier = _comparable(points, before, at)
        if value is None or earlier is None:
            break
        way = None if value == earlier else value > earlier
        if length > 0 and way != rising:
            break
        rising, first = way, earlier
        length += 1
        at -= 1
    return Run(length, rising, yearly, _better(kpi, rising=rising), noun, first, points[-1].value)


def _comparable(points: Sequence[Point], before: int, at: int) -> Decimal | None:
    """The value at an earlier place, where no break lies between it and a later one."""
    if before < 0 or any(between.breaks for between in points[before + 1 : at + 1]):
        return None
    return points[before].value


def _better(kpi: Kpi, *, rising: bool | None) -> bool | None:
    if rising is None:
        return None
    if kpi.polarity is Polarity.HIGHER:
        return rising
    if kpi.polarity is Polarity.LOWER:
        return not rising
    return None


def run_words(run: Run) -> str:
    """The run as part of a sentence: ``rose in each of the last 4 quarters``.

    Empty for fewer than two changes, which are no run.
    """
    if run.length < 2:
        return ""
    if run.rising is None:
        moved = "has not changed over"
        return f"{moved} the last {run.length} {run.noun}s"
    if run.yearly:
        side = "higher" if run.rising else "lower"
        return f"was {side} than a year earlier in each of the last {run.length} {run.noun}s"
    moved = "rose" if run.rising else "fell"
    return f"{moved} in each of the last {run.length} {run.noun}s"
