"""Which target row holds for a period, and what figure it asks for then.

The checks look at every period of every KPI, so the rows are put in order once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pmf_cli.register import terms
from pmf_cli.register.kpis import Kpi
from pmf_cli.register.periods import Period, PeriodKind
from pmf_cli.register.register import Register, SeriesKey
from pmf_cli.register.targets import Target


@dataclass(frozen=True, slots=True)
class TargetRows:
    """The target rows of one KPI and split, oldest first."""

    rows: tuple[Target, ...]

    def at(self, period: Period) -> Target | None:
        """The row in force on the last day of a period, by the rating engine's own rule.

        It has begun by then and not run out; of several the latest to begin, and of two that
        begin together the shorter. A row without first period holds from the beginning.
        """
        for row in reversed(self.rows):
            begin = row.from_period
            if begin is not None and _not_yet(begin, period):
                continue
            if row.to_period is None or period.end <= row.to_period.end:
                return row
        return None


def _not_yet(begin: Period, period: Period) -> bool:
    """Pooled and rolling periods begin years before they end: like is compared with like."""
    return begin.start > period.end or (begin.kind is period.kind and begin.end > period.end)


def targets_in_order(register: Register) -> dict[SeriesKey, TargetRows]:
    """KPI and split → its target rows in order of their first period."""
    found: dict[SeriesKey, list[Target]] = {}
    for row in register.targets:
        found.setdefault((row.kpi_ref, row.split), []).append(row)
    return {key: TargetRows(tuple(sorted(rows, key=_begins))) for key, rows in found.items()}


def _begins(row: Target) -> tuple[date, date, date, int]:
    begins = date.min if row.from_period is None else row.from_period.start
    ends = date.max if row.to_period is None else row.to_period.end
    longest_first = date.max - (ends - date.min)
    return begins, longest_first, row.agreed_on or date.min, row.source.row


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
