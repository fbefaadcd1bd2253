"""Which period of a KPI is expected, which came before, and what is known of it.

A KPI's own periods follow its frequency; where the record holds periods of another kind
(rolling years, pooled years, snapshots, survey waves), the record's kind is followed. Ad hoc
KPIs and those every two or three years have only the periods that the record holds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache

from pmf_cli.register.periods.period import (
    FINANCIAL_START,
    Period,
    PeriodKind,
)
from pmf_cli.register.periods.steps import latest_ended, moved_by_months, shift
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.record import Result
from pmf_cli.register.terms import Frequency, KpiStatus, YearBasis
from pmf_cli.register.time.times import LENGTHS, STEPS, is_longer, is_own

STEP_MONTHS: Mapping[Frequency | None, int] = {
    frequency: months
    for frequency, months in (
        *STEPS.items(),
        (Frequency.TWO_YEARLY, 24),
        (Frequency.THREE_YEARLY, 36),
    )
    if frequency is not Frequency.TERMLY
}
"""Months from one figure to the next; terms and ad hoc figures have no such number."""


class Known:
    """One series as it was known on a date: what had ended and come in by then.

    A single period may be asked for whatever its length (``at``); what looks along the series
    sees the KPI's own periods only, so that a year's outturn stored beside quarters changes
    nothing of theirs.

    Results received after ``as_of`` are left out where the record says when they came
    (``Received on``), so that an earlier date replays the past. So are periods that end after
    ``upto``, and periods not over by ``as_of`` unless their figure had come in by then.
    """

    __slots__ = ("_as_of", "_kpi", "_rows", "_upto")

    def __init__(self, rows: Mapping[Period, Result], upto: date, as_of: date, kpi: Kpi) -> None:
        self._rows = rows
        self._kpi = kpi
        self._upto = upto
        self._as_of = as_of

    def at(self, period: Period) -> Result | None:
        """The row for a period; ``None`` where there is none or it was not known yet."""
        row = self._rows.get(period)
        return row if row is not None and self._is_known(period, row) else None

    def newest_first(self) -> Iterator[Result]:
        """Every known row of the KPI's own periods, the newest first."""
        return (row for row in self.newest_of_any() if is_own(self._kpi, _period_of(row)))

    def within(self, time: Period, kind: PeriodKind) -> dict[Period, Result]:
        """Every known row of one kind of period inside a longer time, the oldest first."""
        return {
            period: row
            for period, row in self._rows.items()
            if period.kind is kind and time.start <= period.start and period.end <= time.end
            if self._is_known(period, row)
        }

    def newest_of_any(self) -> Iterator[Result]:
        """Every known row, the newest period first, whatever the KPI's own periods are."""
        for period in reversed(list(self._rows)):
            row = self._rows[period]
            if self._is_known(period, row):
                yield row

    def latest(
        self, *, before: Period | None = None, kind: PeriodKind | None = None
    ) -> Result | None:
        """The newest known row with a value, if asked before a period and of one kind."""
        for row in self.newest_first():
            period = row.period
            if period is None or row.value is None or (kind is not None and period.kind != kind):
                continue
            if before is None or period.end < before.end:
                return row
        return None

    def _is_known(self, period: Period, row: Result) -> bool:
        if period.end > self._upto:
            return False
        if row.received_on is not None:
            return row.received_on <= self._as_of
        return period.end <= self._as_of or row.value is None


def _period_of(row: Result) -> Period:
    """The period of a row that stands in a series, which is never blank."""
    assert row.period is not None
    return row.period


def expected_period(
    kpi: Kpi, known: Known, on: date, year_start: int = FINANCIAL_START
) -> Period | None:
    """The newest of a KPI's own periods that has ended by a day; ``None`` without a calendar and a record by then."""
    ended = (period for period in map(_period_of, known.newest_first()) if period.end <= on)
    newest, base = next(ended, None), _of_calendar(kpi, on, year_start)
    if newest is None or base is None:
        return newest or base
    # One period of the calendar's kind in the record is enough for the calendar to count.
    if newest.kind is base.kind or any(period.kind is base.kind for period in ended):
        return base
    return _carried_on(kpi, newest, on)


def _of_calendar(kpi: Kpi, on: date, year_start: int) -> Period | None:
    if kpi.frequency is None:
        return None
    return _newest_ended(kpi.frequency, kpi.year_basis or YearBasis.FINANCIAL, on, year_start)


def _carried_on(kpi: Kpi, like: Period, on: date) -> Period:
    """The newest period that has ended by a day in the row that a period of the record begins."""
    while True:
        later = period_after(kpi, like)
        if later is None or later.end > on or later.end <= like.end:
            return like
        like = later


def period_after(kpi: Kpi, period: Period) -> Period | None:
    """The KPI's next own period; ``None`` where it has no calendar."""
    return _stepped(kpi, period, 1)


def period_before(kpi: Kpi, period: Period, known: Known) -> Period | None:
    """The KPI's own period just before; from the record where the KPI has no calendar.

    For snapshots and survey waves the record decides, since their days move.
    """
    if period.kind not in (PeriodKind.SNAPSHOT, PeriodKind.SURVEY):
        earlier = _stepped(kpi, period, -1)
        if earlier is not None:
            return earlier
    row = known.latest(before=period, kind=period.kind)
    return row.period if row is not None else None


def _stepped(kpi: Kpi, period: Period, steps: int) -> Period | None:
    if period.kind is PeriodKind.TERM:
        return shift(period, 1 if steps > 0 else -1)
    months = max(STEP_MONTHS.get(kpi.frequency, 0), LENGTHS.get(period.kind, 0))
    if not months or kpi.frequency is Frequency.AD_HOC:
        return None
    return _moved(period, period.label, steps * months)


# Thousands of KPIs share a few periods, so their neighbours are worked out once.
_newest_ended = lru_cache(maxsize=1024)(latest_ended)


@lru_cache(maxsize=4096)
def _moved(period: Period, _label: str, months: int) -> Period:
    """A period moved; its label too is part of the question, since equal days may be named apart."""
    return moved_by_months(period, months)


def in_scope(kpi: Kpi, period: Period, known: Known) -> bool:
    """Whether a KPI belongs to a reporting period: begun by its end, not ended before it.

    An ended KPI without a last period ends with the last value in the record. An earlier year's outturn
    is rated where that very year is asked for, although the KPI's own periods begin later.
    """
    is_later = kpi.first_period is not None and kpi.first_period.start > period.end
    if is_later and not (is_longer(kpi, period) and known.at(period) is not None):
        return False
    last = kpi.last_period
    if last is None and kpi.status is KpiStatus.ENDED:
        row = known.latest()
        last = row.period if row is not None else None
        return last is not None and last.end >= period.start
    return last is None or last.end >= period.start
