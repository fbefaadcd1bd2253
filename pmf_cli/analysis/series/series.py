"""One KPI's results in order of time, gaps shown as gaps and breaks marked, and its latest run.

Everything that looks back (trends, runs, sparklines, charts) starts here, so that all of it
looks at the same figures. A run says for how many periods on end a series has risen, fallen or
stood still: rolling and pooled periods overlap, so they have none; a gap or a break ends one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal

from pmf_cli.assessment import Assessment
from pmf_cli.frozen import frozen
from pmf_cli.rag.comparators import moves_with_the_year
from pmf_cli.register.periods.period import Period, PeriodKind, noun_of
from pmf_cli.register.periods.steps import shift, year_earlier
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.record import Result
from pmf_cli.register.terms import ComparatorRule, NoDataReason, Polarity, TimeBasis
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


@frozen
class Point:
    """One period of a series: its number and row, if any; breaks where it cannot be compared with earlier."""

    period: Period
    value: Decimal | None
    result: Result | None = None
    breaks: bool = False


def points_of(
    assessment: Assessment, kpi: Kpi, most: int, split: str | None = None
) -> tuple[Point, ...]:
    """The last periods of a series up to the reporting period's end, oldest first.

    Only what was known on the assessment's date is shown, so that an earlier date replays the
    past. The newest figure decides which kind of period the series has; a missing period between
    two known ones is a point without value.
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
    has_own = next(known.newest_first(), None) is not None
    # Not listed: a long record is looked through no further back than is shown.
    for row in known.newest_first() if has_own else known.newest_of_any():
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


@frozen
class LatestRun:
    """How the latest figures have moved.

    Attributes:
        length: how many changes on end went the same way; 0 where nothing can be said.
        rising: true where the figure rose, false where it fell, ``None`` where unchanged.
        yearly: true where each figure was compared with a year earlier.
        better: true where the movement is for the better, ``None`` where no way is better.
    """

    length: int
    rising: bool | None
    yearly: bool
    better: bool | None
    noun: str
    first: Decimal | None = None
    last: Decimal | None = None


def latest_run(kpi: Kpi, points: Sequence[Point]) -> LatestRun:
    """The run that ends with the latest figure."""
    yearly = compares_with_last_year(kpi)
    noun = noun_of(points[-1].period) if points else "period"
    if not points or points[-1].value is None or points[-1].period.overlaps_neighbours:
        return LatestRun(0, None, yearly, None, noun)
    length, rising, first = 0, None, points[-1].value
    for value, earlier in _pairs(points, yearly=yearly):
        way = None if value == earlier else value > earlier
        if length > 0 and way != rising:
            break
        length, rising, first = length + 1, way, earlier
    return LatestRun(
        length, rising, yearly, _better(kpi, rising=rising), noun, first, points[-1].value
    )


def standstill(kpi: Kpi, points: Sequence[Point]) -> int:
    """Over how many changes on end each figure has lain within a hundredth of the latest.

    0 where figures rise and fall within each year, or periods overlap, whatever is done.
    """
    if not points or compares_with_last_year(kpi) or points[-1].period.overlaps_neighbours:
        return 0
    latest = points[-1].value
    length = 0
    for _, earlier in _pairs(points, yearly=False):
        if latest is None or abs(earlier - latest) * 100 > abs(latest):
            break
        length += 1
    return length


def _pairs(points: Sequence[Point], *, yearly: bool) -> Iterator[tuple[Decimal, Decimal]]:
    """Each figure with the one that it is compared with, the newest first, up to the first gap."""
    by_period = {point.period: at for at, point in enumerate(points)}
    for at in range(len(points) - 1, 0, -1):
        value = points[at].value
        before = by_period.get(year_earlier(points[at].period), -1) if yearly else at - 1
        earlier = _comparable(points, before, at)
        if value is None or earlier is None:
            return
        yield value, earlier


def _comparable(points: Sequence[Point], before: int, at: int) -> Decimal | None:
    """The value at an earlier place, where no break lies between it and a later one."""
    if before < 0 or any(between.breaks for between in points[before + 1 : at + 1]):
        return None
    return points[before].value


def _better(kpi: Kpi, *, rising: bool | None) -> bool | None:
    if rising is None or kpi.polarity not in (Polarity.HIGHER, Polarity.LOWER):
        return None
    return rising is (kpi.polarity is Polarity.HIGHER)


def run_words(run: LatestRun) -> str:
    """The run as part of a sentence: ``rose in each of the last 4 quarters``.

    Empty for fewer than two changes, which are no run.
    """
    if run.length < 2:
        return ""
    last = f"the last {run.length} {run.noun}s"
    if run.rising is None:
        return f"has not changed over {last}"
    if run.yearly:
        return f"was {'higher' if run.rising else 'lower'} than a year earlier in each of {last}"
    return f"{'rose' if run.rising else 'fell'} in each of {last}"
