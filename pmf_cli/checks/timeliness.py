"""Did each figure come when it should, and is the newest one new enough?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from pmf_cli.checks.base import CheckContext, Problem, check
from pmf_cli.checks.due_dates import NO_CALENDAR, answered_ends, owed
from pmf_cli.checks.words import series_name
from pmf_cli.findings import Severity
from pmf_cli.register.periods.period import PeriodKind
from pmf_cli.register.terms import NoDataReason, ValueStatus
from pmf_cli.register.time.owed import DueDates, oldest_end
from pmf_cli.words import day

LATE_DAYS = 30
"""Days beyond the lag after which a figure came long after its time."""
YEAR = 366
WAITING = (NoDataReason.AWAITING_PUBLICATION, NoDataReason.OVERDUE)


@check(
    "TIM001",
    Severity.WARNING,
    cure="Ask the key contact, or type the reason for no data.",
    requires=("MEA008",),
)
def nothing_received(context: CheckContext) -> Iterator[Problem]:
    """Every figure that is due has come, or a row says why not.

    Key contacts are reminded ahead of the submission deadline (2024 report, ¶35); a period
    without a row means that nobody has answered.
    """
    answered = answered_ends(context)
    dates = DueDates(context.register)
    for kpi, period in owed(context, dates):
        if period.end not in answered.get(kpi.ref, ()):
            due = dates.of(kpi, period)
            message = f"{kpi.ref} has nothing for {period}, which was due on {day(due)}."
            yield Problem(kpi.source.at("ref"), message, kpi.ref)


@check("TIM002", Severity.WARNING, cure="Type the figure, or a new date for it.")
def expected_date_passed(context: CheckContext) -> Iterator[Problem]:
    """A figure said to be expected by a day has come by then.

    A date that has passed is a promise that nobody followed up.
    """
    for result in context.register.results:
        on = result.expected_by
        if on is not None and on < context.as_of and result.value is None and not result.unread:
            message = f"{series_name(result)} was expected for {result.period} by {day(on)} and has not come."
            yield Problem(result.source.at("expected_by"), message, result.kpi_ref)


@check(
    "TIM003",
    Severity.ADVICE,
    cure="Correct the lag, or agree with the service when the figure can come.",
)
def long_after_lag(context: CheckContext) -> Iterator[Problem]:
    """The newest figure came about when its lag says.

    A lag that is not true makes reminders go out too early each quarter (2024 report, ¶36:
    timetable of when results would be available).
    """
    for history in context.histories:
        result, lag = history.latest, history.kpi.lag_days
        if result is None or result.period is None or result.received_on is None or lag is None:
            continue
        days = (result.received_on - result.period.end).days
        if days > lag + LATE_DAYS:
            message = f"{history.name} came {days} days after the end of {result.period}; its lag is {lag} days."
            yield Problem(result.source.at("received_on"), message, history.kpi.ref)


@check(
    "TIM004",
    Severity.WARNING,
    cure="Ask for a newer figure, or say when it will come.",
    requires=("TIM001",),
)
def stale(context: CheckContext) -> Iterator[Problem]:
    """The newest figure is not older than its KPI allows.

    Members complained of no data for months (Oxford scrutiny); a figure beyond its longest age
    is shown but not counted.
    """
    for kpi in context.active:
        if kpi.longest_age is None:
            continue
        oldest = oldest_end(kpi.longest_age, context.period.end)
        values = [
            (period, row)
            for period, row in context.register.own_results_of(kpi).items()
            if row.value is not None
        ]
        if oldest is None or not values:
            continue
        period, row = values[-1]
        if period.end < oldest:
            message = f"The newest figure of {kpi.ref} is for {period}, older than the {kpi.longest_age} allowed."
            yield Problem(row.source.at("period"), message, kpi.ref)


@check("TIM005", Severity.WARNING, cure="Write it as a number and a unit: 2 quarters, 18 months.")
def unreadable_age(context: CheckContext) -> Iterator[Problem]:
    """The longest age to report can be understood.

    Otherwise no figure of the KPI is ever called too old.
    """
    for kpi in context.kept:
        if kpi.longest_age is not None and oldest_end(kpi.longest_age, context.period.end) is None:
            message = f'The longest age to report of {kpi.ref}, "{kpi.longest_age}", is no length of time.'
            yield Problem(kpi.source.at("longest_age"), message, kpi.ref)


@check("TIM006", Severity.ADVICE, cure="Say under Available from when the next figure comes.")
def no_next_date(context: CheckContext) -> Iterator[Problem]:
    """It is known when a KPI without a yearly calendar has its next figure.

    When will the data exist, members ask (North Herts); for a survey every two or three years
    the frequency alone does not answer that.
    """
    for kpi in context.active:
        if kpi.frequency in NO_CALENDAR and kpi.available_from is None:
            message = f"{kpi.ref} comes {str(kpi.frequency).lower()}, and nothing says when its next figure is due."
            yield Problem(kpi.source.at("available_from"), message, kpi.ref)


@check("TIM007", Severity.WARNING, cure="Type the figure, or the reason why it is late.")
def due_after_all(context: CheckContext) -> Iterator[Problem]:
    """A figure marked Not due this period is not due.

    The KPI's frequency and lag say that this one is; the mark hides a late return.
    """
    dates = DueDates(context.register)
    for history in context.histories:
        kpi = history.kpi
        if history.split is not None or kpi.frequency is None or kpi.lag_days is None:
            continue
        for result in history.results[-1:]:
            if result.no_data_reason is not NoDataReason.NOT_DUE or result.period is None:
                continue
            due = dates.of(kpi, result.period)
            if due < context.as_of:
                message = f"{kpi.ref} is marked not due for {result.period}, but by its lag it was due on {day(due)}."
                yield Problem(result.source.at("no_data_reason"), message, kpi.ref)


@check("TIM008", Severity.WARNING, cure="Correct the date it was received, or the period.")
def received_too_early(context: CheckContext) -> Iterator[Problem]:
    """No final figure was received before its period had ended, nor in the future.

    A figure for a quarter that still runs is an estimate; a date to come is a slip.
    """
    for result in context.register.results:
        on = result.received_on
        if on is None or result.value is None or result.period is None:
            continue
        estimate = result.value_status in (ValueStatus.ESTIMATED, ValueStatus.PROVISIONAL)
        if on > context.as_of:
            why = "which has not come yet"
        elif result.period.kind is PeriodKind.SURVEY:
            continue
        elif on < result.period.end - timedelta(days=1) and not estimate:
            why = f"before the period ended on {day(result.period.end)}"
        else:
            continue
        message = (
            f"{series_name(result)} for {result.period} is said to have come on {day(on)}, {why}."
        )
        yield Problem(result.source.at("received_on"), message, result.kpi_ref)


@check("TIM009", Severity.ADVICE, cure="Type the final figure, or mark this one as final.")
def long_provisional(context: CheckContext) -> Iterator[Problem]:
    """A provisional or estimated figure is made final within a year.

    Papers go on marking it, and the comparison with last year rests on a guess.
    """
    unfinished = (ValueStatus.PROVISIONAL, ValueStatus.ESTIMATED)
    for history in context.histories:
        for result in history.figures:
            if result.value_status not in unfinished or result.period is None:
                continue
            if (context.as_of - result.period.end).days > YEAR:
                message = f"{history.name} for {result.period} is still {str(result.value_status).lower()}."
                yield Problem(result.source.at("value_status"), message, history.kpi.ref)
