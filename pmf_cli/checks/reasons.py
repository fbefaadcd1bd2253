"""Does a blank say why, and does a value not say that it is missing?

Blank means that nobody has answered; everything else has a reason.
"""

from __future__ import annotations

from collections.abc import Iterator

from pmf_cli.checks.base import CheckContext
from pmf_cli.checks.words import figure_text, series_name
from pmf_cli.findings import Problem, error, warning
from pmf_cli.register.periods.period import Period
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.record import Result
from pmf_cli.register.sheets.targets import SET_ASIDE
from pmf_cli.register.terms import KpiStatus, NoDataReason, SmallNumberRule, ValueStatus

NEEDS_DATE = (NoDataReason.AWAITING_PUBLICATION, NoDataReason.OVERDUE)
BESIDE_A_VALUE = (
    NoDataReason.SUPPRESSED,
    NoDataReason.NOT_COMPARABLE,
    NoDataReason.DATA_QUALITY,
)
"""Reasons that may stand beside a value: kept from the public, or shown with a mark."""
LONG_SILENCE = 4
"""Periods in a row without a figure."""


@error("RSN001", cure="Type the value, or choose the reason for no data.")
def blank_without_reason(context: CheckContext) -> Iterator[Problem]:
    """A result has a value or a reason for none.

    A blank is never taken for 0; without a reason the paper can only say that nobody answered.
    """
    for result in context.register.results:
        told = result.unread or result.to_come
        if result.value is None and result.no_data_reason is None and not told:
            message = f"{series_name(result)} has neither a value nor a reason for {result.period or 'its period'}."
            yield Problem(result.source.at("value"), message, result.kpi_ref)


@error("RSN002", cure="Delete the reason, or the value that is not one.")
def value_with_reason(context: CheckContext) -> Iterator[Problem]:
    """A result does not have both a value and a reason for having none.

    Which of the two is true decides whether the KPI is rated. A 0 typed for "not known yet" is
    seen often.
    """
    kpis = context.register.kpi_by_ref
    for result in context.register.results:
        if (
            result.value is not None
            and result.no_data_reason is not None
            and result.no_data_reason not in BESIDE_A_VALUE
        ):
            kpi = kpis.get(result.kpi_ref)
            shown = str(result.value) if kpi is None else figure_text(result.value, kpi)
            message = f'{series_name(result)} for {result.period} has the value {shown} and also the reason "{result.no_data_reason}".'
            yield Problem(result.source.at("no_data_reason"), message, result.kpi_ref)


@warning("RSN003", cure="Type the day by which the figure is expected.")
def awaited_without_date(context: CheckContext) -> Iterator[Problem]:
    """A figure that is awaited or overdue has the day by which it is expected.

    "Next due" is printed beside every latest figure; when will the data exist, members ask.
    """
    for result in context.register.results:
        if (
            result.no_data_reason in NEEDS_DATE
            and result.value is None
            and result.expected_by is None
        ):
            message = f'{series_name(result)} for {result.period} is marked "{result.no_data_reason}" without a day by which it is expected.'
            yield Problem(result.source.at("expected_by"), message, result.kpi_ref)


@warning("RSN004", cure="Choose the KPI's small-number rule.")
def suppressed_without_rule(context: CheckContext) -> Iterator[Problem]:
    """A KPI with suppressed figures has a small-number rule.

    Suppression by feeling hides too much or too little; the rule is printed with the table.
    """
    told: set[str] = set()
    for result in context.register.results:
        kpi = context.register.kpi(result.kpi_ref)
        if kpi is None or result.no_data_reason is not NoDataReason.SUPPRESSED or kpi.ref in told:
            continue
        if kpi.small_number_rule in (None, SmallNumberRule.NONE):
            told.add(kpi.ref)
            message = f"{series_name(result)} is suppressed for {result.period}, but the KPI has no small-number rule."
            yield Problem(kpi.source.at("small_number_rule"), message, kpi.ref)


@warning("RSN005", cure="Type the earlier value, the date and the reason under Replaces.")
def revised_without_history(context: CheckContext) -> Iterator[Problem]:
    """A revised figure says what it replaces.

    "Last quarter's 38 should have been 31": papers already issued need a statement of correction.
    """
    for result in context.register.results:
        if result.value_status is ValueStatus.REVISED and result.replaces is None:
            message = f"{series_name(result)} for {result.period} is marked revised but does not say what it replaces."
            yield Problem(result.source.at("replaces"), message, result.kpi_ref)


@warning("RSN006", cure="Correct the reason, or the KPI's status.", requires=("RES006",))
def reason_against_status(context: CheckContext) -> Iterator[Problem]:
    """Results agree with the KPI's status.

    A KPI that is active is neither discontinued nor under development; one that is paused, ended
    or under development has no figure that is for the reporting period, or came since it began,
    to hold against a target: it would stay out of every rating without a word.
    """
    contradicting = (NoDataReason.DISCONTINUED, NoDataReason.DEVELOPMENT)
    yield from _rated_but_for_status(context)
    for history in context.histories:
        kpi = history.kpi
        if kpi.status is not KpiStatus.ACTIVE or not history.results:
            continue
        result = history.results[-1]
        if result.value is None and result.no_data_reason in contradicting:
            message = f'{history.name} is active, but its newest result is marked "{result.no_data_reason}".'
            yield Problem(result.source.at("no_data_reason"), message, kpi.ref)


def _rated_but_for_status(context: CheckContext) -> Iterator[Problem]:
    """A problem for each KPI whose status alone keeps the period's figure from being rated."""
    for history in context.histories:
        kpi, result = history.kpi, history.latest
        if kpi.status in (KpiStatus.ACTIVE, None) or history.split is not None:
            continue
        if result is None or result.period is None or not history.is_own:
            continue
        if not _is_of_now(kpi, result, result.period, context):
            continue
        row = context.target_at(kpi.ref, None, result.period)
        if row is not None and row.target_type not in (None, *SET_ASIDE):
            message = f"{kpi.ref} is {str(kpi.status).lower()} and not rated, but has {figure_text(result.value, kpi)} for {result.period} and a target."
            yield Problem(kpi.source.at("status"), message, kpi.ref)


def _is_of_now(kpi: Kpi, result: Result, period: Period, context: CheckContext) -> bool:
    """Whether a figure is of the reporting period or came in since, after the KPI's last period."""
    over = kpi.last_period is not None and kpi.last_period.end >= period.end
    newest = max(result.received_on or period.end, period.end)
    return not over and newest >= context.period.start


@warning("RSN007", cure="Ask whether the figure will ever come; pause or end the KPI if not.")
def long_silence(context: CheckContext) -> Iterator[Problem]:
    """An active KPI has a figure at least once in four periods.

    No data for months, members complained; a KPI that never has a figure measures nothing.
    """
    for history in context.histories:
        if history.kpi.status is not KpiStatus.ACTIVE or history.split is not None:
            continue
        last = history.results[-LONG_SILENCE:]
        silent = [
            r
            for r in last
            if r.value is None
            and r.no_data_reason not in (None, NoDataReason.NOT_DUE, NoDataReason.NOT_APPLICABLE)
        ]
        if len(silent) == LONG_SILENCE:
            message = f"{history.name} has had no figure in its last {LONG_SILENCE} periods, since {last[0].period}."
            yield Problem(last[-1].source.at("no_data_reason"), message, history.kpi.ref)
