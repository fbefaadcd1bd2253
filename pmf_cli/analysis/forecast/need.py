"""What the rest of a year must bring to meet the target at its end, beside the best ever."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from enum import StrEnum

from pmf_cli.analysis.forecast.year_so_far import YearSoFar, figures, possible
from pmf_cli.analysis.series.back_test import (
    OF_A_TIME,
)
from pmf_cli.analysis.series.series import Point
from pmf_cli.frozen import frozen
from pmf_cli.register.periods.period import Period
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.terms import Polarity, TimeBasis


class Reach(StrEnum):
    """How what is needed lies to what has been done before."""

    DONE = "Done before"
    NEVER = "Better than ever before"
    SECURED = "Secured whatever comes"
    LOST = "Out of reach"


@frozen
class Need:
    """What is needed of what is left of the year to meet the target at its end.

    Attributes:
        each: what each of the periods to come must bring, or the last of them show; ``None`` where that
            needs no figure: nothing more is needed, or nothing could do.
        periods: the periods to come.
        is_of_each: whether each of them counts, else only the last.
        best: the best figure ever of such a period; ``None`` without one.
        is_of_season: whether only figures of the same time of other years are such.
    """

    each: Decimal | None
    periods: tuple[Period, ...]
    is_of_each: bool
    best: Point | None
    reach: Reach
    is_of_season: bool = False

    @property
    def is_hard(self) -> bool:
        """Whether it asks for more than was ever done, or could be."""
        return self.reach is Reach.LOST or (self.reach is Reach.NEVER and not self.is_of_season)


def needed(kpi: Kpi, so_far: YearSoFar, target: Decimal) -> Need | None:
    """What the rest of the year must bring to meet a target; ``None`` where no way is better."""
    if kpi.polarity not in (Polarity.HIGHER, Polarity.LOWER):
        return None
    is_of_each = so_far.is_of_each and so_far.methods != OF_A_TIME[:1]
    each = target
    if is_of_each and so_far.task.share:
        each = (target - so_far.base) / so_far.task.share
    # Of averages of the year so far only those at the year's end are of a whole year.
    is_of_season = kpi.time_basis is TimeBasis.CUMULATIVE and not is_of_each
    best = _best(kpi, so_far, is_of_each=is_of_each, is_of_season=is_of_season)
    reach = _reach(kpi, so_far, each, best)
    has_figure = reach in (Reach.DONE, Reach.NEVER)
    to_come = so_far.to_come[-so_far.task.parts :] if is_of_each else so_far.to_come
    return Need(each if has_figure else None, to_come, is_of_each, best, reach, is_of_season)


def _best(kpi: Kpi, so_far: YearSoFar, *, is_of_each: bool, is_of_season: bool) -> Point | None:
    """The best figure of a period like those that count, the newest of several as good."""
    values = so_far.values if is_of_each else figures(so_far.points)
    found = [
        replace(point, value=value)
        for point, value in zip(so_far.points, values, strict=True)
        if point is not None and value is not None
    ]
    if is_of_season:
        month = so_far.to_come[-1].end.month
        found = [point for point in found if point.period.end.month == month]
    return max(found, key=lambda point: (_goodness(kpi, point), point.period.end), default=None)


def _goodness(kpi: Kpi, point: Point) -> Decimal:
    value = point.value or Decimal(0)
    return value if kpi.polarity is Polarity.HIGHER else -value


def _reach(kpi: Kpi, so_far: YearSoFar, each: Decimal, best: Point | None) -> Reach:
    inside, is_higher = possible(kpi, so_far), kpi.polarity is Polarity.HIGHER
    has_floor = inside(Decimal(-1)) == 0
    if so_far.is_of_each and has_floor and each <= 0 and is_higher:
        return Reach.SECURED
    if inside(each) != each:
        return Reach.LOST
    if best is None or best.value is None:
        return Reach.NEVER
    return Reach.DONE if (best.value >= each if is_higher else best.value <= each) else Reach.NEVER
