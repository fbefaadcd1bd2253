"""What a KPI's targets ask for period by period, for lines that step where a target changes."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from pmf_cli.assessment import Assessment
from pmf_cli.frozen import frozen
from pmf_cli.register.periods.period import Period
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.terms import TargetType
from pmf_cli.register.time.aims import aim_for
from pmf_cli.register.time.expected import Known
from pmf_cli.register.time.targets_in_force import in_force, in_order


@frozen
class PeriodTarget:
    """What one period asks for, in the KPI's unit: a figure, or a range from ``value`` to ``top``."""

    value: Decimal | None = None
    top: Decimal | None = None


NO_TARGET = PeriodTarget()


def period_targets(
    assessment: Assessment, kpi: Kpi, periods: Sequence[Period]
) -> tuple[PeriodTarget, ...]:
    """The target in force in each period, with or without a result, profiles applied.

    Periods without a figure to draw (none in force, a direction alone, a date) have ``NO_TARGET``.
    """
    rows = in_order(
        row for row in assessment.register.targets_by_kpi.get(kpi.ref, ()) if row.split is None
    )
    if not rows or not periods:
        return (NO_TARGET,) * len(periods)
    results = assessment.register.results_of(kpi.ref)
    year_start = assessment.settings.financial_year_start
    found = []
    for period in periods:
        row = in_force(rows, period)
        if row is None:
            found.append(NO_TARGET)
            continue
        known = Known(results, period.end, assessment.as_of, kpi)
        aim = aim_for(row, kpi, period, known, year_start, rows)
        if row.target_type is TargetType.RANGE:
            found.append(PeriodTarget(aim.low, aim.high))
        else:
            found.append(PeriodTarget(aim.number))
    return tuple(found)
