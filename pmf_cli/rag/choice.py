"""Which result is rated in a reporting period, or why there is none to rate."""

from __future__ import annotations

from datetime import date, timedelta

from pmf_cli.frozen import frozen
from pmf_cli.rag.base import UnratedReason
from pmf_cli.register.figures import plain
from pmf_cli.register.periods.period import FINANCIAL_START, Period
from pmf_cli.register.periods.steps import shift
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.record import Result
from pmf_cli.register.terms import NoDataReason
from pmf_cli.register.time.expected import Known, expected_period, period_after
from pmf_cli.register.time.owed import DueDates, available_on, oldest_end

REASONS = {
    NoDataReason.NOT_DUE: UnratedReason.NOT_DUE,
    NoDataReason.OVERDUE: UnratedReason.OVERDUE,
    NoDataReason.AWAITING_PUBLICATION: UnratedReason.AWAITING_PUBLICATION,
    NoDataReason.DATA_QUALITY: UnratedReason.DATA_QUALITY,
    NoDataReason.SUPPRESSED: UnratedReason.SUPPRESSED,
    NoDataReason.NOT_APPLICABLE: UnratedReason.NOT_APPLICABLE,
    NoDataReason.NOT_COMPARABLE: UnratedReason.DATA_QUALITY,
    NoDataReason.DEVELOPMENT: UnratedReason.DEVELOPMENT,
    NoDataReason.DISCONTINUED: UnratedReason.NOT_APPLICABLE,
}
"""What a reason in a blank result's row means for the rating."""

STILL_TO_COME = (None, NoDataReason.NOT_DUE, NoDataReason.AWAITING_PUBLICATION)
"""A blank with one of these does not stand in the way of an earlier result that came in now."""


@frozen
class ChosenResult:
    """What there is to rate.

    Attributes:
        expected: the KPI's own period that the reporting period expects.
        is_new: the result is for an earlier period and came in now.
        is_stale: the latest result is older than the KPI's longest age.
        row: the row whose reason decided it.
    """

    expected: Period | None
    result: Result | None = None
    latest: Result | None = None
    next_due: date | None = None
    is_new: bool = False
    is_stale: bool = False
    reason: UnratedReason | None = None
    sentence: str = ""
    row: Result | None = None

    @property
    def period(self) -> Period | None:
        """The period rated, or that would have been."""
        return self.result.period if self.result is not None else self.expected


def choose_result(
    kpi: Kpi,
    known: Known,
    period: Period,
    as_of: date,
    dates: DueDates,
    year_start: int = FINANCIAL_START,
) -> ChosenResult:
    """The result to rate for a reporting period as known on a date.

    A figure stored for exactly the reporting period counts before all others: the outturn of a
    quarterly KPI where the year is asked for, a quarter stored beside months. Else the newest own
    period ended by the reporting period's end counts, if it ends within the
    reporting period or its figure came in during this reporting round. Where it is not out yet,
    an earlier one that came in during the round is rated instead and marked new. The round is as
    long as the reporting period and ends on ``as_of``, at the latest with the period after the
    reporting period: so each figure is new in one report only.
    """
    expected = expected_period(kpi, known, period.end, year_start)
    if expected is None:
        return ChosenResult(
            None, reason=UnratedReason.NOT_DUE,
            sentence=f"There is no result in the record up to {period}, and no date on which one is due.",
        )  # fmt: skip
    exact = known.at(period)
    if exact is not None and exact.value is not None:
        return ChosenResult(period, exact, exact, _due_after(kpi, expected, dates))
    latest = known.latest(kind=expected.kind) or known.latest()
    first = kpi.first_period
    if latest is None and first is not None and expected.end < first.end:
        due = dates.of(kpi, first)
        return ChosenResult(
            first, next_due=due, reason=UnratedReason.NOT_DUE,
            sentence=f"The first result, {first}, is due on {plain(due)}.",
        )  # fmt: skip
    row = known.at(expected)
    stale = _is_stale(kpi, latest, period)
    asked = _Asked(kpi, period, as_of, expected, row, latest, is_stale=stale)
    if row is not None and row.value is not None:
        return asked.with_figure(row, _due_after(kpi, expected, dates))
    return asked.without_figure(dates.of(kpi, expected, row))


@frozen
class _Asked:
    """The figure that a reporting period asks for, and what the record holds of it."""

    kpi: Kpi
    period: Period
    as_of: date
    expected: Period
    row: Result | None
    latest: Result | None
    is_stale: bool

    def with_figure(self, row: Result, following: date | None) -> ChosenResult:
        """The figure asked for is there: rated, unless it was new in an earlier report."""
        is_new = self.expected.end < self.period.start
        if is_new and not _came_in_now(self.kpi, row, self.period, self.as_of):
            return self._waiting(following, None)
        return ChosenResult(
            self.expected, row, row, following, is_new=is_new, is_stale=self.is_stale
        )

    def without_figure(self, due: date) -> ChosenResult:
        """An earlier figure that came in now, or why there is none to rate."""
        row = self.row
        reason = row.no_data_reason if row is not None else None
        if row is not None and row.unread and reason is None:
            words = f"The result for {self.expected} cannot be read ({row.source.at('value')})."
            return self._unrated(due, UnratedReason.DATA_QUALITY, words)
        is_overdue = self.as_of > due and reason is None
        earlier = None if is_overdue or reason not in STILL_TO_COME else self._earlier(due)
        if earlier is not None:
            return earlier
        if reason is not None and reason is not NoDataReason.NOT_DUE:
            return self._unrated(due, REASONS[reason], _reason_words(self.expected, reason, row))
        if is_overdue:
            words = f"There is no result for {self.expected}, which was due on {plain(due)}."
            return self._unrated(due, UnratedReason.OVERDUE, words + _to_come_words(row))
        return self._waiting(due, row)

    def _earlier(self, due: date) -> ChosenResult | None:
        """The latest figure, where it is of the reporting period or came in during its round."""
        latest = self.latest
        if latest is None or latest.period is None:
            return None
        is_new = latest.period.end < self.period.start
        if is_new and not _came_in_now(self.kpi, latest, self.period, self.as_of):
            return None
        return ChosenResult(
            self.expected, latest, latest, due, is_new=is_new, is_stale=self.is_stale
        )

    def _unrated(self, due: date, reason: UnratedReason, words: str) -> ChosenResult:
        words += _latest_words(self.latest, self.kpi, stale=self.is_stale)
        return ChosenResult(
            self.expected, None, self.latest, due, is_stale=self.is_stale, reason=reason,
            sentence=words, row=self.row,
        )  # fmt: skip

    def _waiting(self, due: date | None, row: Result | None) -> ChosenResult:
        """Not due, or, where the latest result is too old by now, stale."""
        latest = self.latest
        asked: Period | None = self.expected
        if latest is not None and latest.period == asked:
            asked = period_after(self.kpi, self.expected)
        coming = f"{asked} is due on {plain(due)}." if due is not None else ""
        if self.is_stale and latest is not None:
            reason = UnratedReason.STALE
            sentence = (
                f"The latest result is for {latest.period}, older than the {self.kpi.longest_age} "
                f"allowed at the end of {self.period}. {coming}"
            )
        else:
            reason = UnratedReason.NOT_DUE
            sentence = self._not_due_words(asked, coming, row)
        return ChosenResult(
            self.expected, None, latest, due, is_stale=self.is_stale, reason=reason,
            sentence=sentence.strip(), row=row,
        )  # fmt: skip

    def _not_due_words(self, asked: Period | None, coming: str, row: Result | None) -> str:
        when = "yet" if asked is not None and asked.end <= self.period.end else f"in {self.period}"
        said = f"Not due {when}. {coming}".strip()
        if row is not None and row.no_data_reason is NoDataReason.NOT_DUE:
            said = f"The record marks {self.expected} as not due."
        return said + _to_come_words(row) + _latest_words(self.latest, self.kpi, stale=False)


def _came_in_now(kpi: Kpi, row: Result, period: Period, as_of: date) -> bool:
    """True where a result came in during the round of the reporting period."""
    assert row.period is not None
    came = row.received_on if row.received_on is not None else available_on(kpi, row.period)
    after = shift(period, 1)
    last = min(as_of, after.end) if after is not None else as_of
    length = timedelta(days=(period.end - period.start).days + 1)
    return last - length < came <= last


def _is_stale(kpi: Kpi, latest: Result | None, period: Period) -> bool:
    if kpi.longest_age is None or latest is None or latest.period is None:
        return False
    oldest = oldest_end(kpi.longest_age, period.end)
    return oldest is not None and latest.period.end < oldest


def _due_after(kpi: Kpi, period: Period, dates: DueDates) -> date | None:
    later = period_after(kpi, period)
    return dates.of(kpi, later) if later is not None else None


def _to_come_words(row: Result | None) -> str:
    """That the cell of the result says that it is still to come, and in which words."""
    if row is None or not row.to_come or row.no_data_reason is not None:
        return ""
    return f" Its cell says “{row.to_come}” ({row.source.at('value')})."


def _reason_words(expected: Period, reason: NoDataReason, row: Result | None) -> str:
    words = reason.told[0].lower() + reason.told[1:]
    by = ""
    if row is not None and row.expected_by is not None:
        by = f", expected by {plain(row.expected_by)}"
    return f"There is no figure for {expected}: {words}{by}."


def _latest_words(latest: Result | None, kpi: Kpi, *, stale: bool) -> str:
    """The latest figure's period, and that it is too old where it is."""
    if latest is None:
        return ""
    age = f", older than the {kpi.longest_age} allowed" if stale else ""
    return f" Latest available: {latest.period}{age}."
