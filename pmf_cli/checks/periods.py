"""Does each result stand in a period in which the KPI has one?"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from pmf_cli.checks.base import CheckContext, Problem, check
from pmf_cli.checks.due_dates import fits, may_stand_beside, months_of, usual_step
from pmf_cli.checks.history import ResultHistory
from pmf_cli.checks.words import figure_text, series_name
from pmf_cli.findings import Severity
from pmf_cli.register.figures import as_printed
from pmf_cli.register.periods.period import PeriodKind
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.record import Result
from pmf_cli.register.terms import Frequency, YearValue
from pmf_cli.register.time.times import AT_THE_END, made_of, may_differ, own_parts
from pmf_cli.words import counted, day

AD_HOC_DAYS = 366
IN_STEP = 4
"""Results from which it is plain in which months a series ends."""


@check("RES001", Severity.ERROR, cure="Correct the period, or the KPI's frequency.")
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


@check("RES002", Severity.ERROR, cure="Keep the right row and delete the other.")
def duplicate_result(context: CheckContext) -> Iterator[Problem]:
    """A KPI has one result for each period and split.

    Only the last row counts; which of the two was reported is anybody's guess.
    """
    rows = sum(result.period is not None for result in context.register.results)
    if rows == sum(len(series) for series in context.register.series.values()):
        return
    seen: dict[tuple[str, str | None, object], Result] = {}
    for result in context.register.results:
        if result.period is None:
            continue
        key = (result.kpi_ref, result.split, result.period)
        first = seen.setdefault(key, result)
        if first is not result:
            message = f"{series_name(result)} has two rows for {result.period}: this one and row {first.source.row}."
            yield Problem(result.source.at("period"), message, result.kpi_ref)


@check("RES003", Severity.ERROR, cure="Type the period the figure is for.", requires=("PER001",))
def missing_period(context: CheckContext) -> Iterator[Problem]:
    """Every result says which period it is for.

    A figure without a period is used nowhere.
    """
    for result in context.register.results:
        if result.period is None:
            message = f"A result of {series_name(result)} has no period and is not used."
            yield Problem(result.source.at("period"), message, result.kpi_ref)


@check("RES004", Severity.WARNING, cure="Correct the period, or wait until it has ended.")
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


@check("RES005", Severity.WARNING, cure="Correct the period, or the KPI's first period.")
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


@check("RES006", Severity.WARNING, cure="Correct the period, or the KPI's last period.")
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


@check(
    "RES007",
    Severity.WARNING,
    cure="Add the missing rows: a value, or a reason for none.",
    requires=("RES001",),
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
        with_period = [(row.period, row) for row in history.results if row.period is not None]
        gaps = [
            (before, period, result)
            for (before, _), (period, result) in pairwise(with_period)
            if before.kind is period.kind
            and months_of(period.end) - months_of(before.end) > allowed
        ]
        if gaps:
            old, new, result = gaps[-1]
            more = f", and {counted(len(gaps) - 1, 'gap')} before" if len(gaps) > 1 else ""
            message = f"{history.name} has no row between {old} and {new}{more}."
            yield Problem(result.source.at("period"), message, kpi.ref)


@check(
    "RES010",
    Severity.WARNING,
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


@check("RES008", Severity.ADVICE, cure="Ask whether there is a new figure, or end the KPI.")
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


@check("RES009", Severity.WARNING, cure="Correct the period that is wrong.")
def life_turned_round(context: CheckContext) -> Iterator[Problem]:
    """A KPI's last period is not before its first, and both fit its frequency.

    Otherwise no period belongs to it, and it is left out everywhere.
    """
    for kpi in context.register.kpis:
        first, last = kpi.first_period, kpi.last_period
        if first is not None and last is not None and last.end < first.end:
            message = f"{kpi.ref} ends in {last}, before it begins in {first}."
            yield Problem(kpi.source.at("last_period"), message, kpi.ref)
