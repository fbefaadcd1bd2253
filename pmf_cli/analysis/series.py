"""One KPI's results in order of time, gaps shown as gaps and breaks marked.

Everything that looks back (trends, runs, sparklines, charts) starts here, so that all of it
looks at the same figures.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from pmf_cli.register.kpis import Kpi
from pmf_cli.register.periods import Period, PeriodKind
from pmf_cli.register.record import Result
from pmf_cli.register.register import Register
from pmf_cli.register.terms import ComparatorRule, NoDataReason, TimeBasis

IN_SEQUENCE = (
    PeriodKind.MONTH,
    PeriodKind.QUARTER,
    PeriodKind.TERM,
    PeriodKind.HALF,
    PeriodKind.FINANCIAL_YEAR,
    PeriodKind.ACADEMIC_YEAR,
    PeriodKind.CALENDAR_YEAR,
)
"""Kinds that follow each other without gap or overlap, so that a missing one can be seen."""


@dataclass(frozen=True, slots=True)
class Point:
    """One period of a series.

    Attributes:
        period: the period.
        value: the number, ``None`` where there is none.
        result: the row it stands in, ``None`` where the record has no row.
        breaks: true where figures from here on cannot be compared with earlier ones.
    """

    period: Period
    value: Decimal | None
    result: Result | None = None
    breaks: bool = False


def points_of(
    register: Register, kpi: Kpi, until: Period, most: int, split: str | None = None
) -> tuple[Point, ...]:
    """The last periods of a series up to the end of a period, oldest first.

    Args:
        register: the register.
        kpi: the KPI.
        until: nothing that ends after this period's last day is shown.
        most: how many periods at most.
        split: the split, ``None`` for the whole.

    Returns:
        Points; a missing period between two known ones is a point without value. Empty where
        nothing was recorded.
    """
    recorded = register.results_of(kpi.ref, split)
    periods = [period for period in recorded if period.end <= until.end]
    if not periods:
        return ()
    kinds = {period.kind for period in periods}
    if len(kinds) > 1:
        kind = periods[-1].kind
        periods = [period for period in periods if period.kind is kind]
    shown = _filled(periods, most) if periods[-1].kind in IN_SEQUENCE else periods[-most:]
    breaks = break_starts(register, kpi)
    points = []
    before: Period | None = None
    for period in shown:
        result = recorded.get(period)
        number = None if result is None else result.number
        marked = result is not None and result.no_data_reason is NoDataReason.NOT_COMPARABLE
        begins = any(
            start.start <= period.end and (before is None or before.end < start.start)
            for start in breaks
        )
        points.append(
            Point(period, number, result, breaks=before is not None and (begins or marked))
        )
        before = period
    return tuple(points)


def break_starts(register: Register, kpi: Kpi) -> tuple[Period, ...]:
    """The first periods after breaks in the series, from the scope changes, oldest first."""
    starts = []
    for change in register.scope_changes:
        start = change.rebase_from or change.from_period
        if change.kpi_ref == kpi.ref and change.break_in_series and start is not None:
            starts.append(start)
    return tuple(sorted(starts))


def _filled(periods: list[Period], most: int) -> list[Period]:
    """The last periods with none left out in between."""
    oldest = periods[0]
    shown = [periods[-1]]
    while len(shown) < most:
        before = shown[-1].previous()
        if before is None or before.end < oldest.end:
            break
        shown.append(before)
    return shown[::-1]


def compares_with_last_year(kpi: Kpi) -> bool:
    """True where only the same time last year is a fair comparison.

    Cumulative and seasonal KPIs rise and fall within each year whatever is done
    (assurance report 2024, ¶50: the comparator depends on the KPI's nature).
    """
    return (
        kpi.time_basis is TimeBasis.CUMULATIVE
        or kpi.seasonal is True
        or kpi.comparator is ComparatorRule.SAME_PERIOD_LAST_YEAR
    )


NOUNS: Mapping[PeriodKind, str] = {
    PeriodKind.MONTH: "month",
    PeriodKind.QUARTER: "quarter",
    PeriodKind.TERM: "term",
    PeriodKind.HALF: "half-year",
    PeriodKind.FINANCIAL_YEAR: "year",
    PeriodKind.ACADEMIC_YEAR: "year",
    PeriodKind.CALENDAR_YEAR: "year",
    PeriodKind.SURVEY: "survey",
}
"""What a period is called in a sentence."""


def noun_of(period: Period) -> str:
    """``month``, ``quarter``, ``year``; ``period`` for kinds without a plain word."""
    return NOUNS.get(period.kind, "period")
