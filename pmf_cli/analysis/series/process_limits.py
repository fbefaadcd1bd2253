"""The natural limits of a process: between them its figures move while nothing changes (XmR, Wheeler; NHS "Making Data Count")."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from pmf_cli.analysis.series.series import Point
from pmf_cli.frozen import frozen
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.terms import TimeBasis

LEAST_POINTS = 12
"""With fewer figures limits are a trial: they move with every figure that comes."""
LEAST_TRIAL = 5
"""With fewer figures there are not even trial limits."""
REACH = Decimal("2.66")
"""Three standard deviations in mean moving ranges: 3 ÷ 1.128, the constant of ranges of two."""
LARGEST_RANGE = Decimal("3.267")
"""A moving range beyond so many average ones is itself out of its limits."""
MOVES_TOGETHER = (TimeBasis.CUMULATIVE, TimeBasis.ROLLING, TimeBasis.POOLED)
"""Each figure holds much of the one before, so their ranges say nothing of chance."""


@frozen
class ProcessLimits:
    """Mean and natural limits, in the KPI's unit, and of how many figures."""

    mean: Decimal
    low: Decimal
    high: Decimal
    points: int

    @property
    def is_trial(self) -> bool:
        """Whether there are too few figures for limits to stand."""
        return self.points < LEAST_POINTS


def run_since_break(kpi: Kpi, points: Sequence[Point]) -> tuple[Point, ...]:
    """The figures that may be looked at together: those since the last break; none of KPIs whose figures overlap."""
    if kpi.time_basis in MOVES_TOGETHER:
        return ()
    breaks = [place for place, point in enumerate(points) if point.breaks]
    return tuple(points[breaks[-1] if breaks else 0 :])


def limits_of(values: Sequence[Decimal], *, is_screened: bool = False) -> ProcessLimits:
    """Mean ± 2.66 mean moving ranges of at least two figures in order.

    Args:
        is_screened: leaves ranges beyond 3.267 average ones out, as NHSRplotthedots does and the
            NHS's own workbook does not.
    """
    mean = sum(values, Decimal(0)) / len(values)
    ranges = [abs(after - before) for before, after in pairwise(values)]
    average = sum(ranges, Decimal(0)) / len(ranges)
    if is_screened:
        kept = [one for one in ranges if one < LARGEST_RANGE * average]
        average = sum(kept, Decimal(0)) / len(kept) if kept else average
    return ProcessLimits(mean, mean - REACH * average, mean + REACH * average, len(values))
