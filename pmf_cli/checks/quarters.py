"""What the cells of a target row themselves say for a quarter, before any rule is applied."""

from __future__ import annotations

from decimal import Decimal

from pmf_cli.register import terms
from pmf_cli.register.periods.kpi_years import YEARS
from pmf_cli.register.periods.period import Period, PeriodKind
from pmf_cli.register.sheets.targets import Target
from pmf_cli.register.times import quarter_figures


def quarter_number(period: Period) -> int | None:
    """1 to 4 for a quarter, 2 or 4 for a half, ``None`` for other kinds."""
    if period.kind is PeriodKind.QUARTER:
        return int(period.label[-1])
    if period.kind is PeriodKind.HALF:
        return 2 * int(period.label[-1])
    return None


def stated_for(row: Target, period: Period) -> Decimal | None:
    """The number that a value target states for a period.

    ``None`` where the figure follows only from a split of the year (even or as last year),
    since what is looked at here is what somebody typed; what is asked for is ``register.aims``'
    to say.
    """
    if row.target_type is not terms.TargetType.VALUE:
        return None
    if row.profile is terms.Profile.OWN:
        number = quarter_number(period)
        if number is not None:
            return quarter_figures(row)[number - 1]
    if row.profile in (terms.Profile.EVEN, terms.Profile.LAST_YEAR) and period.kind not in YEARS:
        return None
    return row.target if isinstance(row.target, Decimal) else None
