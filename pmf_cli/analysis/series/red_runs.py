"""For how long a KPI has been Red without a break."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from pmf_cli.assessment import Assessment
from pmf_cli.frozen import frozen
from pmf_cli.rag.base import KpiRating
from pmf_cli.register.periods.period import Period, noun_of
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.record import Result
from pmf_cli.register.terms import Frequency, Rag
from pmf_cli.register.time.expected import STEP_MONTHS, Known, period_after
from pmf_cli.register.time.times import STEPS
from pmf_cli.words import plural

A_YEAR = 12
"""Months; what has been Red for longer is said on the first page."""
NOUNS_OF_FREQUENCIES = {
    Frequency.MONTHLY: "month",
    Frequency.QUARTERLY: "quarter",
    Frequency.TERMLY: "term",
    Frequency.SIX_MONTHLY: "half-year",
}
"""What a KPI's own periods are called; longer ones are counted in years."""


@frozen
class RedRun:
    """A KPI and since when it has been Red, or off target, without a break.

    Attributes:
        first: the first period of the run.
        periods: how many of the KPI's own periods, those without a figure in between among them.
        months: the same in months; 0 where the KPI has no calendar.
        is_open: whether the record begins with the run, which may be longer.
    """

    rating: KpiRating
    first: Period
    periods: int
    months: int
    noun: str
    is_open: bool

    @property
    def length(self) -> str:
        """For how long: ``19 months``; with a plus where the record begins with it."""
        return f"{self.periods:,}{'+' if self.is_open else ''} {plural(self.periods, self.noun)}"

    @property
    def is_over_a_year(self) -> bool:
        """Whether it has been Red for more than a year."""
        return self.months > A_YEAR


def red_runs(assessment: Assessment, ratings: Iterable[KpiRating]) -> tuple[RedRun, ...]:
    """Every Red KPI of some ratings once, the longest Red first."""
    return runs_in(assessment, ratings, (Rag.RED,))


def runs_in(
    assessment: Assessment, ratings: Iterable[KpiRating], among: Collection[Rag]
) -> tuple[RedRun, ...]:
    """The same for every KPI whose colour is among some: since when it has been one of them."""
    found = [_run_of(assessment, one, among) for one in ratings if one.rag in among]
    return tuple(sorted(found, key=lambda run: (-run.months, not run.is_open, -run.periods)))


def _run_of(assessment: Assessment, rating: KpiRating, among: Collection[Rag]) -> RedRun:
    kpi, rows = rating.kpi, _rows(assessment, rating)
    red = rows[:1]
    for row in rows[1:]:
        if assessment.colours(kpi, rating.split, row) not in among:
            break
        red.append(row)
    last, first = _period_of(red[0]), _period_of(red[-1])
    began = kpi.first_period is not None and kpi.first_period.start >= first.start
    return RedRun(
        rating, first, *_length(kpi, first, last, len(red)), len(red) == len(rows) and not began
    )


def _rows(assessment: Assessment, rating: KpiRating) -> list[Result]:
    """The figures of the KPI up to the one that is Red, of its kind of period, newest first."""
    shown = rating.shown
    assert shown is not None
    period = _period_of(shown)
    series = assessment.register.results_of(rating.kpi.ref, rating.split)
    known = Known(series, period.end, assessment.as_of, rating.kpi)
    earlier = (row for row in known.newest_of_any() if row.value is not None and row is not shown)
    return [shown, *(row for row in earlier if _is_before(row, period))]


def _is_before(row: Result, period: Period) -> bool:
    own = row.period
    return own is not None and own.kind is period.kind and own.end < period.end


def _period_of(row: Result) -> Period:
    """The period of a row that was rated, which is never blank."""
    assert row.period is not None
    return row.period


def _length(kpi: Kpi, first: Period, last: Period, rows: int) -> tuple[int, int, str]:
    """Periods, months and what the periods are called."""
    step = STEPS.get(kpi.frequency) or STEP_MONTHS.get(kpi.frequency) or 0
    periods = max(_steps(kpi, first, last), rows)
    if not step:
        return periods, 0, noun_of(last)
    named = NOUNS_OF_FREQUENCIES.get(kpi.frequency) if kpi.frequency is not None else None
    if named is None:
        return periods * step // 12, periods * step, "year"
    return periods, periods * step, named


def _steps(kpi: Kpi, first: Period, last: Period) -> int:
    """How many of the KPI's own periods there are from one to another; 1 where it has no calendar."""
    steps, at = 1, first
    while at.end < last.end:
        later = period_after(kpi, at)
        if later is None or later.end <= at.end:
            break
        steps, at = steps + 1, later
    return steps
