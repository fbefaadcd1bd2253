"""Does each result stand in a period in which the KPI has one, did it come when it should, is it new enough?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from pmf_cli.checks.base import CheckContext, ResultHistory, stands_again
from pmf_cli.checks.words import figure_text, series_name
from pmf_cli.findings import Problem, advice, error, warning
from pmf_cli.register.figures import as_printed
from pmf_cli.register.periods.period import Period, PeriodKind
from pmf_cli.register.periods.steps import latest_ended, months_of
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.record import Result
from pmf_cli.register.terms import (
    Frequency,
    NoDataReason,
    TimeBasis,
    ValueStatus,
    YearBasis,
    YearValue,
)
from pmf_cli.register.time.expected import Known, period_before
from pmf_cli.register.time.owed import DueDates, newest_owed, oldest_end
from pmf_cli.register.time.times import (
    AT_THE_END,
    is_longer,
    is_own,
    kpi_year,
    made_of,
    may_differ,
    own_parts,
)
from pmf_cli.words import counted, day

AD_HOC_DAYS = 366
IN_STEP = 4
"""Results from which it is plain in which months a series ends."""


@error("RES001", cure="Correct the period, or the KPI's frequency.")
def period_against_frequency(context: CheckContext) -> Iterator[Problem]:
    """A result's period fits the KPI's frequency.

    A month's figure in a quarterly series belongs to another row, and so does one for 12 months
    to November among those to December and September. A longer period may stand beside the KPI's
    own, as the year's outturn beside its quarters; where there are only longer ones, the
    frequency is wrong.
    """
    year_start = context.settings.financial_year_start
    own = {(history.kpi.ref, history.split) for history in context.histories if history.is_own}
    for history in context.histories:
        kpi = history.kpi
        is_beside = (kpi.ref, history.split) in own
        odd = _out_of_step(history)
        for result in history.results:
            period = result.period
            if period is None or (is_beside and may_stand_beside(kpi, period, year_start)):
                continue
            if not fits(kpi, period, year_start) or result is odd:
                message = f"{history.name} is {str(kpi.frequency).lower()}, but this result is for {period}."
                yield Problem(result.source.at("period"), message, kpi.ref)


def _out_of_step(history: ResultHistory) -> Result | None:
    """The only rolling period of a series that does not end a whole number of steps from the others."""
    step = usual_step(history.kpi)
    if step is None or step == 1 or len(history.results) < IN_STEP:
        return None
    by_month: dict[int, list[Result]] = {}
    for result in history.results:
        if result.period is not None and result.period.kind is PeriodKind.ROLLING:
            by_month.setdefault(months_of(result.period.end) % step, []).append(result)
    alone = [rows[0] for rows in by_month.values() if len(rows) == 1]
    return alone[0] if len(by_month) == 2 and len(alone) == 1 else None


@error("RES002", cure="Keep the right row and delete the other.")
def duplicate_result(context: CheckContext) -> Iterator[Problem]:
    """A KPI has one result for each period and split.

    Only the last row counts; which of the two was reported is anybody's guess.
    """
    rows = sum(result.period is not None for result in context.register.results)
    if rows == sum(len(series) for series in context.register.series.values()):
        return
    for result, first in stands_again(
        context.register.results,
        lambda row: None if row.period is None else (row.kpi_ref, row.split, row.period),
    ):
        message = f"{series_name(result)} has two rows for {result.period}: this one and row {first.source.row}."
        yield Problem(result.source.at("period"), message, result.kpi_ref)


@error("RES003", cure="Type the period the figure is for.", requires=("PER001",))
def missing_period(context: CheckContext) -> Iterator[Problem]:
    """Every result says which period it is for.

    A figure without a period is used nowhere.
    """
    for result in context.register.results:
        if result.period is None:
            message = f"A result of {series_name(result)} has no period and is not used."
            yield Problem(result.source.at("period"), message, result.kpi_ref)


@warning("RES004", cure="Correct the period, or wait until it has ended.")
def period_not_over(context: CheckContext) -> Iterator[Problem]:
    """No result is for a period that has not ended.

    A figure for next year is a mistyped period; one for a period that still runs is not final.
    """
    for result in context.register.results:
        period = result.period
        if period is None or result.value is None or period.end <= context.as_of:
            continue
        if period.kind is PeriodKind.SURVEY and period.start <= context.as_of:
            continue
        message = f"{series_name(result)} has a value for {period}, which ends on {day(period.end)}, after {day(context.as_of)}."
        yield Problem(result.source.at("period"), message, result.kpi_ref)


@warning("RES005", cure="Correct the period, or the KPI's first period.")
def before_first(context: CheckContext) -> Iterator[Problem]:
    """No result is for a period before the KPI's first.

    Either the KPI is older than its row says, or the figure belongs to another.
    """
    for history in context.histories:
        first = history.kpi.first_period
        if first is None:
            continue
        early = [r for r in history.results if r.period is not None and r.period.end < first.start]
        if early:
            message = f"{history.name} has {counted(len(early), 'result')} before its first period, {first}; the oldest is for {early[0].period}."
            yield Problem(early[0].source.at("period"), message, history.kpi.ref)


@warning("RES006", cure="Correct the period, or the KPI's last period.")
def after_last(context: CheckContext) -> Iterator[Problem]:
    """No result is for a period after the KPI's last.

    An ended KPI stays out of papers; a figure after its end is lost or belongs to its successor.
    """
    for history in context.histories:
        last = history.kpi.last_period
        if last is None:
            continue
        late = [r for r in history.results if r.period is not None and r.period.start > last.end]
        if late:
            message = f"{history.name} has {counted(len(late), 'result')} after its last period, {last}; the first is for {late[0].period}."
            yield Problem(late[0].source.at("period"), message, history.kpi.ref)


@warning(
    "RES007", cure="Add the missing rows: a value, or a reason for none.", requires=("RES001",)
)
def gap_in_series(context: CheckContext) -> Iterator[Problem]:
    """A series has a row for every period between its first and its last.

    A blank means that nobody has answered; a chart would draw a line over it and nobody would
    see that a quarter is missing.
    """
    for history in context.histories:
        kpi = history.kpi
        step = usual_step(kpi)
        if step is None or not history.is_own:
            continue
        allowed = 5 if kpi.frequency is Frequency.TERMLY else step
        if gaps := list(_gaps(history, allowed)):
            old, new, result = gaps[-1]
            more = f", and {counted(len(gaps) - 1, 'gap')} before" if len(gaps) > 1 else ""
            message = f"{history.name} has no row between {old} and {new}{more}."
            yield Problem(result.source.at("period"), message, kpi.ref)


def _gaps(history: ResultHistory, allowed: int) -> Iterator[tuple[Period, Period, Result]]:
    """Neighbouring periods of a series that are further apart than so many months."""
    with_period = [(row.period, row) for row in history.results if row.period is not None]
    for (before, _), (period, result) in pairwise(with_period):
        apart = months_of(period.end) - months_of(before.end)
        if before.kind is period.kind and apart > allowed:
            yield before, period, result


@warning(
    "RES010",
    cure="Correct the figure of the longer period or of its parts, or the KPI's Year value.",
)
def whole_against_parts(context: CheckContext) -> Iterator[Problem]:
    """A longer period's figure is what its parts make by the KPI's Year value.

    The year's outturn beside its quarters is their sum, their last or their average, as the
    register says; a figure that is none of it was typed into the wrong period, or one of the
    quarters was revised.
    """
    year_start = context.settings.financial_year_start
    for history in context.histories:
        if history.is_own:
            continue
        kpi = history.kpi
        rows = context.register.own_results_of(kpi, history.split)
        for result, value in history.points:
            if result.period is None:
                continue
            periods = own_parts(kpi, result.period, year_start)
            parts = [rows[period] for period in periods if period in rows]
            if not parts or len(parts) < len(periods):
                continue
            makes = made_of(kpi, parts)
            words = _makes_another(kpi, value, makes, parts)
            if words:
                message = (
                    f"{history.name} for {result.period} is {figure_text(value, kpi)}, but {words}."
                )
                yield Problem(result.source.at("value"), message, kpi.ref)


def _makes_another(kpi: Kpi, value: Decimal, makes: Decimal | None, parts: list[Result]) -> str:
    """What the parts make, where it is not the whole's figure; empty where it is."""
    said = f"its {len(parts)} parts"
    if makes is not None:
        printed = as_printed(makes, kpi.decimal_places)
        off = abs(as_printed(value, kpi.decimal_places) - printed)
        if off <= may_differ(kpi, parts):
            return ""
        return f"{said} make {figure_text(printed, kpi)} ({_way(kpi)})"
    numbers = [part.number for part in parts if part.number is not None]
    averages = (YearValue.WEIGHTED, YearValue.SIMPLE)
    if kpi.year_value not in averages or len(numbers) < len(parts):
        return ""
    if min(numbers) <= value <= max(numbers):
        return ""
    return (
        f"{said} lie between {figure_text(min(numbers), kpi)} and {figure_text(max(numbers), kpi)}"
    )


def _way(kpi: Kpi) -> str:
    basis = kpi.time_basis
    if basis in AT_THE_END and basis is not None:
        return basis.value.lower()
    return str(kpi.year_value).lower()


@advice("RES008", cure="Ask whether there is a new figure, or end the KPI.")
def silent_ad_hoc(context: CheckContext) -> Iterator[Problem]:
    """An ad hoc KPI had a figure within the last 12 months.

    With no frequency nobody is reminded, so that it can be forgotten for years.
    """
    for kpi in context.active:
        if kpi.frequency is not Frequency.AD_HOC:
            continue
        dates = [
            p.end for p, r in context.register.results_of(kpi.ref).items() if r.value is not None
        ]
        if not dates or (context.as_of - max(dates)).days > AD_HOC_DAYS:
            since = f"since {day(max(dates))}" if dates else "yet"
            message = f"{kpi.ref} is ad hoc and has had no figure {since}."
            yield Problem(kpi.source.at("frequency"), message, kpi.ref)


@warning("RES009", cure="Correct the period that is wrong.")
def life_turned_round(context: CheckContext) -> Iterator[Problem]:
    """A KPI's last period is not before its first, and both fit its frequency.

    Otherwise no period belongs to it, and it is left out everywhere.
    """
    for kpi in context.register.kpis:
        first, last = kpi.first_period, kpi.last_period
        if first is not None and last is not None and last.end < first.end:
            message = f"{kpi.ref} ends in {last}, before it begins in {first}."
            yield Problem(kpi.source.at("last_period"), message, kpi.ref)


YEARS = (PeriodKind.FINANCIAL_YEAR, PeriodKind.ACADEMIC_YEAR, PeriodKind.CALENDAR_YEAR)
KINDS = {
    Frequency.MONTHLY: (PeriodKind.MONTH,),
    Frequency.QUARTERLY: (PeriodKind.QUARTER,),
    Frequency.TERMLY: (PeriodKind.TERM,),
    Frequency.SIX_MONTHLY: (PeriodKind.HALF,),
    Frequency.TWO_YEARLY: (*YEARS, PeriodKind.SURVEY, PeriodKind.POOLED),
    Frequency.THREE_YEARLY: (*YEARS, PeriodKind.SURVEY, PeriodKind.POOLED),
}
"""The kinds of period that a frequency has; annual ones follow from the year basis."""
STEPS = {
    Frequency.MONTHLY: 1,
    Frequency.QUARTERLY: 3,
    Frequency.TERMLY: 4,
    Frequency.SIX_MONTHLY: 6,
    Frequency.ANNUAL: 12,
    Frequency.TWO_YEARLY: 24,
    Frequency.THREE_YEARLY: 36,
}
"""Months from one figure to the next."""
NO_CALENDAR = (Frequency.TWO_YEARLY, Frequency.THREE_YEARLY, Frequency.AD_HOC)
"""Frequencies whose next figure the calendar does not tell."""

EARLIEST_YEAR = 1900
"""No figure is asked for before it, however long a KPI's lag is said to be."""


def fits(kpi: Kpi, period: Period, year_start: int) -> bool:
    """Whether a period is of a kind that the KPI's frequency, year and time basis allow."""
    kind = period.kind
    if kpi.frequency is None or kpi.frequency is Frequency.AD_HOC:
        return True
    if kind is PeriodKind.ROLLING:
        return kpi.time_basis in (TimeBasis.ROLLING, None)
    if kind is PeriodKind.POOLED:
        return kpi.time_basis in (TimeBasis.POOLED, None) or kpi.frequency in (
            Frequency.TWO_YEARLY,
            Frequency.THREE_YEARLY,
        )
    if kind is PeriodKind.SNAPSHOT:
        return kpi.time_basis in (TimeBasis.SNAPSHOT, None)
    if kpi.frequency is Frequency.ANNUAL:
        if kind is PeriodKind.SURVEY:
            return True
        return kind in YEARS and _is_of_its_year(kpi, period, year_start)
    return kind in KINDS[kpi.frequency]


def may_stand_beside(kpi: Kpi, period: Period, year_start: int) -> bool:
    """Whether a period is longer than the KPI's own and made of them: a year beside quarters."""
    if not is_longer(kpi, period):
        return False
    if period.kind not in YEARS:
        return period.kind is not PeriodKind.TERM
    return _is_of_its_year(kpi, period, year_start)


def _is_of_its_year(kpi: Kpi, period: Period, year_start: int) -> bool:
    """Whether a year is of the KPI's kind; a financial year from January is a calendar year."""
    return kpi.year_basis is None or kpi_year(kpi, period, year_start).kind is period.kind


def usual_step(kpi: Kpi) -> int | None:
    """Months from one figure to the next; ``None`` where there is no fixed step."""
    return None if kpi.frequency is None else STEPS.get(kpi.frequency)


def owed(context: CheckContext, dates: DueDates) -> Iterator[tuple[Kpi, Period]]:
    """Each active KPI with a calendar, and the newest period whose figure is already late."""
    for kpi in context.active:
        if kpi.frequency in STEPS and kpi.frequency not in NO_CALENDAR:
            newest = _newest_late(kpi, context, dates)
            if newest is not None:
                yield kpi, newest


def _newest_late(kpi: Kpi, context: CheckContext, dates: DueDates) -> Period | None:
    known = Known(context.register.results_of(kpi.ref), context.as_of, context.as_of, kpi)
    newest = newest_owed(kpi, known, _asked_until(context), context.settings.financial_year_start)
    while newest is not None and dates.of(kpi, newest) >= context.as_of:
        if newest.end.year < EARLIEST_YEAR:
            return None
        newest = period_before(kpi, newest, known)
    if newest is None:
        return None
    begun = kpi.first_period is None or newest.end >= kpi.first_period.end
    over = kpi.last_period is not None and kpi.last_period.end < context.period.start
    return newest if begun and not over else None


def _asked_until(context: CheckContext) -> date:
    """The last day of which anybody is asked for figures: months are asked for with their quarter."""
    year_start = context.settings.financial_year_start
    ended = latest_ended(Frequency.QUARTERLY, YearBasis.FINANCIAL, context.as_of, year_start)
    return context.period.end if ended is None else max(context.period.end, ended.end)


def answered_ends(context: CheckContext) -> dict[str, set[date]]:
    """KPI reference → last days of the periods for which the whole has a row."""
    found: dict[str, set[date]] = {}
    for (ref, split), rows in context.register.series.items():
        if split is None:
            kpi = context.register.kpi(ref)
            found[ref] = {period.end for period in rows if kpi is None or is_own(kpi, period)}
    return found


LATE_DAYS = 30
"""Days beyond the lag after which a figure came long after its time."""
YEAR = 366
WAITING = (NoDataReason.AWAITING_PUBLICATION, NoDataReason.OVERDUE)


@warning(
    "TIM001", cure="Ask the key contact, or type the reason for no data.", requires=("MEA008",)
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


@warning("TIM002", cure="Type the figure, or a new date for it.")
def expected_date_passed(context: CheckContext) -> Iterator[Problem]:
    """A figure said to be expected by a day has come by then.

    A date that has passed is a promise that nobody followed up.
    """
    for result in context.register.results:
        on = result.expected_by
        if on is not None and on < context.as_of and result.value is None and not result.unread:
            message = f"{series_name(result)} was expected for {result.period} by {day(on)} and has not come."
            yield Problem(result.source.at("expected_by"), message, result.kpi_ref)


@advice("TIM003", cure="Correct the lag, or agree with the service when the figure can come.")
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


@warning("TIM004", cure="Ask for a newer figure, or say when it will come.", requires=("TIM001",))
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


@warning("TIM005", cure="Write it as a number and a unit: 2 quarters, 18 months.")
def unreadable_age(context: CheckContext) -> Iterator[Problem]:
    """The longest age to report can be understood.

    Otherwise no figure of the KPI is ever called too old.
    """
    for kpi in context.kept:
        if kpi.longest_age is not None and oldest_end(kpi.longest_age, context.period.end) is None:
            message = f'The longest age to report of {kpi.ref}, "{kpi.longest_age}", is no length of time.'
            yield Problem(kpi.source.at("longest_age"), message, kpi.ref)


@advice("TIM006", cure="Say under Available from when the next figure comes.")
def no_next_date(context: CheckContext) -> Iterator[Problem]:
    """It is known when a KPI without a yearly calendar has its next figure.

    When will the data exist, members ask (North Herts); for a survey every two or three years
    the frequency alone does not answer that.
    """
    for kpi in context.active:
        if kpi.frequency in NO_CALENDAR and kpi.available_from is None:
            message = f"{kpi.ref} comes {str(kpi.frequency).lower()}, and nothing says when its next figure is due."
            yield Problem(kpi.source.at("available_from"), message, kpi.ref)


@warning("TIM007", cure="Type the figure, or the reason why it is late.")
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


@warning("TIM008", cure="Correct the date it was received, or the period.")
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


@advice("TIM009", cure="Type the final figure, or mark this one as final.")
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
