"""The ratings of a KPI's earlier periods, by the targets and rule sets in force then."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from pmf_cli.analysis.series.series import Point
from pmf_cli.assessment import Assessment
from pmf_cli.rag.base import KpiRating
from pmf_cli.register.periods.period import Period
from pmf_cli.register.register import SeriesKey
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.targets import Target
from pmf_cli.register.terms import Rag, TargetType
from pmf_cli.register.time.aims import aim_for, is_missed
from pmf_cli.register.time.expected import Known
from pmf_cli.register.time.targets_in_force import in_force


def past_ratings(
    assessment: Assessment, kpi: Kpi, periods: Iterable[Period], split: str | None = None
) -> tuple[KpiRating | None, ...]:
    """One rating a period, ``None`` where the KPI had no result of that very period to rate.

    Each is worked out as if the period had been the reporting period, with what is known on
    the assessment's date.
    """
    return assessment.past(kpi, periods, split)


def misses(
    assessment: Assessment,
    kpi: Kpi,
    points: Sequence[Point],
    targets: Mapping[SeriesKey, tuple[Target, ...]],
) -> tuple[int, int]:
    """In how many of some periods the KPI was off target, and how many could be judged.

    A plain figure is set against its target as printed; other targets go by the rating of the
    period, where anything but Green is off target.
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
