"""What figure a target row asks for in a period, where the row itself says it."""

from __future__ import annotations

from decimal import Decimal

from pmf_cli.register import terms
from pmf_cli.register.kpis import Kpi
from pmf_cli.register.periods import Period, PeriodKind
from pmf_cli.register.targets import Target


def quarter_profile(row: Target) -> tuple[Decimal | None, ...]:
    """The four quarter targets of a row, ``None`` where not filled."""
    return (row.q1, row.q2, row.q3, row.q4)


def quarter_number(period: Period) -> int | None:
    """1 to 4 for a quarter, 2 or 4 for a half, ``None`` for other kinds."""
    if period.kind is PeriodKind.QUARTER:
        return int(period.label[-1])
    if period.kind is PeriodKind.HALF:
        return 2 * int(period.label[-1])
    return None


def asked_for(row: Target, kpi: Kpi, period: Period) -> Decimal | None:
    """The number a value target asks for in a period, where the row itself says it.

    ``None`` where the figure follows only from a split of the year (even or as last year),
    since the checks here judge what is printed.
    """
    if row.target_type is not terms.TargetType.VALUE:
        return None
    if row.profile is terms.Profile.OWN:
        number = quarter_number(period)
        if number is not None:
            return quarter_profile(row)[number - 1]
    if row.profile in (terms.Profile.EVEN, terms.Profile.LAST_YEAR) and not _whole_year(period):
        return None
    return row.target if isinstance(row.target, Decimal) else None


def misses(value: Decimal, target: Decimal, kpi: Kpi) -> bool | None:
    """Whether a value is on the worse side of a target; ``None`` where polarity does not say."""
    if kpi.polarity is terms.Polarity.HIGHER:
        return value < target
    if kpi.polarity is terms.Polarity.LOWER:
        return value > target
    return None


def _whole_year(period: Period) -> bool:
    return period.kind in (
        PeriodKind.FINANCIAL_YEAR,
        PeriodKind.ACADEMIC_YEAR,
        PeriodKind.CALENDAR_YEAR,
    )
