"""How often a KPI was off target, by the target in force in each period (2004 approach, 3.4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from pmf_cli.analysis.series.rating_history import past_ratings
from pmf_cli.analysis.series.series import Point
from pmf_cli.assessment import Assessment
from pmf_cli.register.aims import aim_for, is_missed
from pmf_cli.register.expected import Known
from pmf_cli.register.register import SeriesKey
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.targets import Target
from pmf_cli.register.targets_in_force import in_force
from pmf_cli.register.terms import Rag, TargetType


def misses(
    assessment: Assessment,
    kpi: Kpi,
    points: Sequence[Point],
    targets: Mapping[SeriesKey, tuple[Target, ...]],
) -> tuple[int, int]:
    """In how many of some periods the KPI was off target, and how many could be judged.

    A plain figure is set against its target as printed; other targets go by the rating of the
    period, where anything but Green is off target.

    Args:
        assessment: the assessment.
        kpi: the KPI.
        points: the periods looked at.
        targets: target rows in order, from ``register.targets_in_force.targets_in_order``.
    """
    missed = judged = 0
    rows = targets.get((kpi.ref, None), ())
    for point in points:
        if point.value is None:
            continue
        is_met = _is_met(assessment, kpi, point, rows)
        if is_met is None:
            past = past_ratings(assessment, kpi, [point.period])[0]
            if past is None or past.rag is None:
                continue
            is_met = past.rag is Rag.GREEN
        judged += 1
        missed += not is_met
    return missed, judged


def _is_met(
    assessment: Assessment, kpi: Kpi, point: Point, rows: tuple[Target, ...]
) -> bool | None:
    """Whether a plain figure meets a plain target; ``None`` where it takes more to know."""
    row = in_force(rows, point.period)
    if point.value is None or row is None or row.target_type is not TargetType.VALUE:
        return None
    known = Known(assessment.register.results_of(kpi.ref), point.period.end, assessment.as_of, kpi)
    year_start = assessment.settings.financial_year_start
    target = aim_for(row, kpi, point.period, known, year_start, rows).value
    missed = is_missed(point.value, target, kpi) if isinstance(target, Decimal) else None
    return None if missed is None else not missed
