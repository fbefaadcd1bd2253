"""Has each KPI one target for each period, and was somebody asked for it?

Finding specific targets for KPIs, with tolerances, is an aim of the assurance report 2024 (¶54);
targets set too high or too low undermine the monitoring (2023 framework, targets).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise

from pmf_cli.checks.base import CheckContext, Problem, check, unfilled
from pmf_cli.checks.words import series_name
from pmf_cli.findings import Severity
from pmf_cli.register.periods.period import Period
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.targets import SET_ASIDE, Target
from pmf_cli.register.terms import Accountability, TargetType
from pmf_cli.register.time.times import stated_months
from pmf_cli.words import day

REVIEW_DAYS = 366
"""Targets are reviewed each year (performance framework 2023)."""


def current(context: CheckContext) -> Iterator[Target]:
    """The target rows of known, kept KPIs that hold in the reporting period or later.

    A row has had its day where it ran out before the period, or where a later row of the same
    KPI and split has taken its place by then; targets of quarters do not take the place of the
    year's.
    """
    kept = {kpi.ref for kpi in context.kept}
    begins = context.period.start
    replaced = {
        id(older)
        for rows in context.target_rows.values()
        for older, newer in _neighbours(context, rows)
        if _start(older) < _start(newer) <= begins
    }
    for row in context.register.targets:
        over = row.to_period is not None and row.to_period.end < begins
        if row.kpi_ref in kept and not over and id(row) not in replaced:
            yield row


def _start(row: Target) -> date:
    return date.min if row.from_period is None else row.from_period.start


def _neighbours(context: CheckContext, rows: Sequence[Target]) -> Iterator[tuple[Target, Target]]:
    """Each target row with the next of one KPI and split for as long a time, in order of time.

    The year's target and those of its quarters are for different times and follow each other in
    two lines.
    """
    lines: dict[int | None, list[Target]] = {}
    for row in rows:
        kpi = context.register.kpi_by_ref.get(row.kpi_ref)
        months = None if kpi is None else stated_months(row, kpi)
        lines.setdefault(months, []).append(row)
    for line in lines.values():
        yield from pairwise(line)


def name_of_current(row: Target) -> str:
    """A target row among those in force: ``The target of WM-01 from 2024/25 Q1``."""
    return f"The target of {series_name(row)} from {row.from_period}"


@check(
    "TGT001",
    Severity.ERROR,
    cure="Add a target row for the period, or one of the type Tracker.",
    sheets=("Targets",),
)
def no_target(context: CheckContext) -> Iterator[Problem]:
    """Every active KPI has a target row for the reporting period.

    A KPI that by design has no target is marked Tracker or Population outcome; anything else
    without a row cannot be rated (2024 report, ¶54).
    """
    for kpi in context.active:
        if kpi.accountability is Accountability.POPULATION:
            continue
        if kpi.first_period is not None and kpi.first_period.start > context.period.end:
            continue
        period = _own_period(context, kpi)
        if context.target_at(kpi.ref, None, period) is None:
            message = f"{kpi.ref} has no target for {period}."
            yield Problem(kpi.source.at("ref"), message, kpi.ref)


def _own_period(context: CheckContext, kpi: Kpi) -> Period:
    """The KPI's newest period up to the reporting period, else the reporting period itself."""
    own = [p for p in context.register.own_results_of(kpi) if p.end <= context.period.end]
    return own[-1] if own else context.period


@check("TGT002", Severity.ERROR, cure="Let the older row end before the newer one begins.")
def overlap(context: CheckContext) -> Iterator[Problem]:
    """No two target rows of a KPI hold for the same period.

    Two targets for one period are two ratings.
    """
    for rows in context.target_rows.values():
        for older, newer in _neighbours(context, rows):
            if older.from_period is None or newer.from_period is None:
                continue
            same_start = older.from_period.start == newer.from_period.start
            still = older.to_period is not None and older.to_period.end >= newer.from_period.start
            if same_start or still:
                message = (
                    f"{series_name(newer)} has two targets from {newer.from_period}: this row and row "
                    f"{older.source.row}."
                )
                yield Problem(newer.source.at("from_period"), message, newer.kpi_ref)


@check("TGT003", Severity.WARNING, cure="Let the newer row begin where the older one ends.")
def gap(context: CheckContext) -> Iterator[Problem]:
    """A KPI's target rows follow each other without a gap.

    Results in the gap cannot be rated, and charts lose their target line.
    """
    for rows in context.target_rows.values():
        for older, newer in _neighbours(context, rows):
            if older.to_period is None or newer.from_period is None:
                continue
            after = older.to_period.end + timedelta(days=1)
            if newer.from_period.start > after and not _covers(rows, after):
                message = (
                    f"{series_name(newer)} has no target between {older.to_period} and "
                    f"{newer.from_period}."
                )
                yield Problem(newer.source.at("from_period"), message, newer.kpi_ref)


def _covers(rows: Sequence[Target], day_: date) -> bool:
    """Whether a target for a longer time, such as the year's, holds on a day."""
    return any(
        row.from_period is not None
        and row.from_period.start <= day_
        and (row.to_period is None or row.to_period.end >= day_)
        for row in rows
    )


@check("TGT006", Severity.ERROR, cure="Correct the period that is wrong.")
def ends_before_start(context: CheckContext) -> Iterator[Problem]:
    """A target row does not end before it begins.

    Such a row holds for no period.
    """
    for row in context.register.targets:
        if row.from_period is None or row.to_period is None:
            continue
        if row.to_period.end < row.from_period.start:
            message = f"A target of {series_name(row)} ends in {row.to_period}, before it begins in {row.from_period}."
            yield Problem(row.source.at("to_period"), message, row.kpi_ref)


@check("TGT007", Severity.WARNING, cure="Type who agreed it, and when.")
def not_approved(context: CheckContext) -> Iterator[Problem]:
    """Every target was agreed by somebody on some day.

    Directorate contacts agree proposals with their Management Teams (2024 report, ¶54); a
    decision on targets was called in elsewhere because no reason was given.
    """
    agreed = [row for row in current(context) if row.target_type not in SET_ASIDE]
    yield from unfilled(
        agreed, "agreed_by", lambda row: f"{name_of_current(row)} does not say who agreed it"
    )
    dated = (row for row in agreed if row.agreed_by is not None)
    yield from unfilled(
        dated, "agreed_on", lambda row: f"{name_of_current(row)} does not say when it was agreed"
    )


@check("TGT008", Severity.WARNING, cure="Review the target and type the date.")
def not_reviewed(context: CheckContext) -> Iterator[Problem]:
    """Every target has been reviewed within the last 12 months.

    Targets are reviewed each year (performance framework 2023); last year's results are not
    necessarily a guide. A day that has not come is a slip, and would keep the question away for
    years.
    """
    for row in current(context):
        if row.target_type is TargetType.TRACKER:
            continue
        yield from _agreed_in_the_future(context, row)
        seen = max((on for on in (row.reviewed_on, row.agreed_on) if on is not None), default=None)
        if seen is None:
            message = f"{name_of_current(row)} has never been reviewed."
        elif (context.as_of - seen).days > REVIEW_DAYS:
            message = f"The target of {series_name(row)} was last reviewed on {day(seen)}, more than 12 months ago."
        else:
            continue
        yield Problem(row.source.at("reviewed_on"), message, row.kpi_ref)


def _agreed_in_the_future(context: CheckContext, row: Target) -> Iterator[Problem]:
    for field, done in (("agreed_on", "agreed"), ("reviewed_on", "reviewed")):
        on = getattr(row, field)
        if on is not None and on > context.as_of:
            message = f"{name_of_current(row)} is said to have been {done} on {day(on)}, which has not come yet."
            yield Problem(row.source.at(field), message, row.kpi_ref)


@check(
    "TGT011",
    Severity.ADVICE,
    cure="Agree a figure with the management team, or make the KPI a tracker.",
)
def long_interim(context: CheckContext) -> Iterator[Problem]:
    """An interim or open target gives way to a figure within a year.

    "Increase" and "decrease" targets were an interim measure until specific targets are agreed
    (2024 report, ¶54).
    """
    for row in current(context):
        kind = row.target_type
        if row.from_period is None or kind is None:
            continue
        open_ended = kind is TargetType.TO_BE_AGREED or (kind.is_direction and row.interim is True)
        begun = row.from_period.start
        if open_ended and (context.as_of - begun).days > 2 * REVIEW_DAYS and row.to_period is None:
            message = f'The target of {series_name(row)} has been "{kind}" since {row.from_period}.'
            yield Problem(row.source.at("target_type"), message, row.kpi_ref)


@check("TGT012", Severity.ADVICE, cure="Agree targets before the period begins, or say why not.")
def agreed_late(context: CheckContext) -> Iterator[Problem]:
    """A target is agreed before the first period it holds for has ended.

    A target set when the result is known measures nothing.
    """
    for row in current(context):
        if row.agreed_on is None or row.from_period is None:
            continue
        if row.agreed_on > row.from_period.end:
            message = f"{name_of_current(row)} was agreed only on {day(row.agreed_on)}."
            yield Problem(row.source.at("agreed_on"), message, row.kpi_ref)
