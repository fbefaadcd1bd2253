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
REACH = Decimal("2.66")
"""Three standard deviations in mean moving ranges: 3 ÷ 1.128, the constant of ranges of two."""
MOVES_TOGETHER = (TimeBasis.CUMULATIVE, TimeBasis.ROLLING)
"""Each figure holds much of the one before, so their ranges say nothing of chance."""


@frozen
class ProcessLimits:
    """Mean and natural limits, in the KPI's unit, and of how many figures."""

    mean: Decimal
    low: Decimal
    high: Decimal
    points: int


def process_limits(kpi: Kpi, points: Sequence[Point]) -> ProcessLimits | None:
    """The limits of the figures since the last break; ``None`` where there are too few, or they overlap."""
    if kpi.time_basis in MOVES_TOGETHER:
        return None
    breaks = [place for place, point in enumerate(points) if point.breaks]
    run = points[breaks[-1] if breaks else 0 :]
    values = [point.value for point in run if point.value is not None]
    if len(values) < LEAST_POINTS:
        return None
    mean = sum(values, Decimal(0)) / len(values)
    ranges = [abs(after - before) for before, after in pairwise(values)]
    reach = REACH * sum(ranges, Decimal(0)) / len(ranges)
    return ProcessLimits(mean, mean - reach, mean + reach, len(values))
