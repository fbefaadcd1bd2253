"""One KPI's results in order of time, gaps shown as gaps and breaks marked.

Everything that looks back (trends, runs, sparklines, charts) starts here, so that all of it
looks at the same figures.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from pmf_cli.assessment import Assessment
from pmf_cli.rag.comparators import moves_with_the_year
from pmf_cli.register.periods.period import Period, PeriodKind
from pmf_cli.register.periods.steps import shift
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.record import Result
from pmf_cli.register.terms import ComparatorRule, NoDataReason, TimeBasis
from pmf_cli.register.time.expected import Known
from pmf_cli.register.time.times import is_longer

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
ONE_DAY = timedelta(days=1)


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
    assessment: Assessment, kpi: Kpi, most: int, split: str | None = None
) -> tuple[Point, ...]:
    """The last periods of a series up to the reporting period's end, oldest first.

    Only what was known on the assessment's date is shown, so that an earlier date replays the
    past. The newest figure decides which kind of period the series has.

    Args:
        assessment: the register, period and date.
        kpi: the KPI.
        most: how many periods at most.
        split: the split, ``None`` for the whole.

    Returns:
        Points; a missing period between two known ones is a point without value. Empty where
        nothing was recorded.
    """
    rows = known_rows(assessment, kpi, most, split)
    if not rows:
        return ()
    recorded = {row.period: row for row in rows if row.period is not None}
    periods = list(recorded)
    shown = _filled(periods, most) if periods[-1].kind in IN_SEQUENCE else periods
    breaks = break_starts(assessment.register, kpi)
    points = []
    before: Period | None = None
    for period in shown:
        result = recorded.get(period)
        number = None if result is None else result.number
        breaks_here = before is not None and _breaks_between(before, period, result, breaks)
        points.append(Point(period, number, result, breaks_here))
        before = period
    return tuple(points)


def known_rows(
    assessment: Assessment, kpi: Kpi, most: int, split: str | None = None
) -> tuple[Result, ...]:
    """The last results known on the assessment's date, of one kind of period, oldest first."""
    recorded = assessment.register.results_of(kpi.ref, split)
    known = Known(recorded, assessment.period.end, assessment.as_of, kpi)
    rows: list[Result] = []
    kind: PeriodKind | None = None
    along = list(known.newest_first()) or list(known.newest_of_any())
    for row in along:
        if row.period is None or (kind is not None and row.period.kind is not kind):
            continue
        kind = row.period.kind
        rows.append(row)
        if len(rows) == most:
            break
    return tuple(reversed(rows))


def rows_to_show(
    assessment: Assessment, kpi: Kpi, most: int, split: str | None = None
) -> tuple[Result, ...]:
    """As ``known_rows``, with the figures of longer periods that end among them, in order of time.

    For lists that name each figure's period, where the year's outturn has its place beside the
    quarters.
    """
    rows = known_rows(assessment, kpi, most, split)
    first = rows[0].period if rows else None
    if first is None:
        return rows
    recorded = assessment.register.results_of(kpi.ref, split)
    known = Known(recorded, assessment.period.end, assessment.as_of, kpi)
    kinds = {row.period.kind for row in rows if row.period is not None}
    beside = [
        row
        for row in known.newest_of_any()
        if row.period is not None
        and row.period.kind not in kinds
        and row.period.end >= first.end
        and is_longer(kpi, row.period)
    ]
    return tuple(sorted((*rows, *beside), key=_when))


def _when(row: Result) -> tuple[date, date, str]:
    return row.period.sort_key if row.period is not None else (date.min, date.min, "")


def _breaks_between(
    before: Period, period: Period, result: Result | None, breaks: tuple[Period, ...]
) -> bool:
    if result is not None and result.no_data_reason is NoDataReason.NOT_COMPARABLE:
        return True
    return any(before.end < start.start <= period.end for start in breaks)


def break_starts(register: Register, kpi: Kpi) -> tuple[Period, ...]:
    """The first periods after breaks in the series, from the scope changes, oldest first."""
    starts = []
    for change in register.scope_changes:
        start = change.rebase_from or change.from_period
        if change.kpi_ref == kpi.ref and change.break_in_series and start is not None:
            starts.append(start)
    return tuple(sorted(starts))


def _filled(periods: list[Period], most: int) -> list[Period]:
    """The last periods with none left out in between.

    Recorded neighbours are taken as they are; a period is only worked out where one is missing.
    """
    oldest = periods[0]
    at = len(periods) - 1
    shown = [periods[at]]
    while len(shown) < most and at > 0:
        newest = shown[-1]
        if periods[at - 1].end + ONE_DAY == newest.start:
            at -= 1
            shown.append(periods[at])
            continue
        before = shift(newest, -1)
        if before is None or before.end < oldest.end:
            break
        shown.append(before)
        if periods[at - 1] == before:
            at -= 1
    return shown[::-1]


def comparable_places(kpi: Kpi, periods: Sequence[Period]) -> tuple[int, ...]:
    """The places of the periods that may be told beside the last one, oldest first.

    All of them, save where figures rise and fall within each year whatever is done: of cumulative
    and seasonal KPIs only the same time of each year, so that nobody reads 155 in a first quarter
    and 455 in a third as growth.
    """
    if kpi.time_basis is not TimeBasis.CUMULATIVE and kpi.seasonal is not True:
        return tuple(range(len(periods)))
    return tuple(
        place
        for place, period in enumerate(periods)
        if period.kind is periods[-1].kind and period.end.month == periods[-1].end.month
    )


def compares_with_last_year(kpi: Kpi) -> bool:
    """True where only the same time last year is a fair comparison.

    Cumulative and seasonal KPIs rise and fall within each year whatever is done
    (assurance report 2024, ¶50: the comparator depends on the KPI's nature).
    """
    return moves_with_the_year(kpi) or kpi.comparator is ComparatorRule.SAME_PERIOD_LAST_YEAR
