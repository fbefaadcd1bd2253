"""Has each KPI one target for each period, of the right kind and possible, and was somebody asked for it?

Finding specific targets for KPIs, with tolerances, is an aim of the assurance report 2024 (¶54);
targets set too high or too low undermine the monitoring (2023 framework, targets).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from pmf_cli.checks.base import CheckContext, unfilled, worked_out_once
from pmf_cli.checks.words import figure_text, series_name
from pmf_cli.findings import Problem, advice, error, warning
from pmf_cli.register.periods.period import Period
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.targets import SET_ASIDE, Target
from pmf_cli.register.terms import (
    Accountability,
    ComparatorRule,
    DataType,
    Polarity,
    TargetType,
    ToleranceBasis,
)
from pmf_cli.register.time.times import is_own, stated_months
from pmf_cli.words import day

REVIEW_DAYS = 366
"""Targets are reviewed each year (performance framework 2023)."""


@worked_out_once
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
        kpi = context.register.kpi(row.kpi_ref)
        months = None if kpi is None else stated_months(row, kpi)
        lines.setdefault(months, []).append(row)
    for line in lines.values():
        yield from pairwise(line)


def name_of_current(row: Target) -> str:
    """A target row among those in force: ``The target of WM-01 from 2024/25 Q1``."""
    return f"The target of {series_name(row)} from {row.from_period}"


@error(
    "TGT001",
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
    periods = reversed(tuple(context.register.results_of(kpi.ref)))
    own = (one for one in periods if one.end <= context.period.end and is_own(kpi, one))
    return next(own, context.period)


@error("TGT002", cure="Let the older row end before the newer one begins.")
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


@warning("TGT003", cure="Let the newer row begin where the older one ends.")
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


@error("TGT006", cure="Correct the period that is wrong.")
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


@warning("TGT007", cure="Type who agreed it, and when.")
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


@warning("TGT008", cure="Review the target and type the date.")
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


@advice("TGT011", cure="Agree a figure with the management team, or make the KPI a tracker.")
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


@advice("TGT012", cure="Agree targets before the period begins, or say why not.")
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


ABSOLUTE = (ToleranceBasis.UNITS, ToleranceBasis.POINTS)
"""Bases of a tolerance that do not depend on the size of the target."""


def with_kpi(context: CheckContext) -> Iterator[tuple[Target, Kpi]]:
    """Current target rows with their KPI."""
    for row in current(context):
        yield row, context.register.kpi_by_ref[row.kpi_ref]


@error("TGF001", cure="Type the figure, or choose another type of target.")
def missing_figure(context: CheckContext) -> Iterator[Problem]:
    """A target row holds the figure that its type needs.

    A value target without a value, or a range without its edges, cannot be rated.
    """
    needs_target = (TargetType.VALUE, TargetType.DATE, TargetType.YES_NO)
    for row, _ in with_kpi(context):
        own = (row.q1, row.q2, row.q3, row.q4)
        has_profile = bool(row.months) or any(part is not None for part in own)
        if row.target_type in needs_target and row.target is None and not has_profile:
            message = (
                f"{series_name(row)} has a target of the type {row.target_type} without a figure."
            )
            yield Problem(row.source.at("target"), message, row.kpi_ref)
        if row.target_type is TargetType.RANGE and row.range_low is None and row.range_high is None:
            message = f"{series_name(row)} has a range as target without its edges."
            yield Problem(row.source.at("range_low"), message, row.kpi_ref)


@error("TGF002", cure="Swap the two edges, or correct the one that is wrong.")
def edges_swapped(context: CheckContext) -> Iterator[Problem]:
    """The lower edge of a range is below the upper one.

    No result lies inside a range whose edges are swapped, and only one where they are the same.
    """
    for row, kpi in with_kpi(context):
        low, high = row.range_low, row.range_high
        if low is not None and high is not None and low >= high:
            way = "no further than" if low == high else "down to"
            message = f"The range of {series_name(row)} runs from {figure_text(low, kpi)} {way} {figure_text(high, kpi)}."
            yield Problem(row.source.at("range_low"), message, row.kpi_ref)


@warning("TGF003", cure="Confirm the zero and give a tolerance in units, or type the real target.")
def zero_target(context: CheckContext) -> Iterator[Problem]:
    """No target is zero without a tolerance in units.

    5% of nothing is nothing: any worse result is Red. A zero is often typed for "not set yet";
    members asked why targets were 0 (Oxford scrutiny).
    """
    for row in context.register.targets:
        kpi = context.register.kpi(row.kpi_ref)
        is_zero = isinstance(row.target, Decimal) and row.target == 0
        if kpi is None or not is_zero or row.target_type is not TargetType.VALUE:
            continue
        if row.tolerance is None or row.tolerance_basis not in ABSOLUTE:
            message = f"The target of {series_name(row)} from {row.from_period} is {figure_text(row.target, kpi)}, of which no percentage can be taken."
            yield Problem(row.source.at("target"), message, row.kpi_ref)


@warning("TGF004", cure="Confirm the sign, and give a tolerance in units.")
def negative_target(context: CheckContext) -> Iterator[Problem]:
    """No target is negative without a tolerance in units.

    A percentage of a negative figure, such as a budget variance, is easily taken the wrong way
    round.
    """
    for row, kpi in with_kpi(context):
        own_units = row.tolerance is not None and row.tolerance_basis in ABSOLUTE
        if isinstance(row.target, Decimal) and row.target < 0 and not own_units:
            message = (
                f"The target of {series_name(row)} is negative: {figure_text(row.target, kpi)}."
            )
            yield Problem(row.source.at("target"), message, row.kpi_ref)


@warning("TGF012", cure="Set the stretch target beyond the target, or delete it.")
def stretch_not_beyond(context: CheckContext) -> Iterator[Problem]:
    """A stretch target asks for more than the target.

    Money depends on it (strategic approach 2004, 2.20).
    """
    for row, kpi in with_kpi(context):
        target, stretch = row.target, row.stretch_target
        if stretch is None or not isinstance(target, Decimal):
            continue
        if (kpi.polarity is Polarity.HIGHER and stretch <= target) or (
            kpi.polarity is Polarity.LOWER and stretch >= target
        ):
            message = f"The stretch target of {series_name(row)}, {figure_text(stretch, kpi)}, asks for no more than its target, {figure_text(target, kpi)}."
            yield Problem(row.source.at("stretch_target"), message, row.kpi_ref)


@warning("TGF013", cure="Type the stretch target that the payment depends on.")
def payment_without_stretch(context: CheckContext) -> Iterator[Problem]:
    """A payment at risk depends on a stretch target.

    Without it nobody can work out what is earned (strategic approach 2004, 2.21).
    """
    for row, _ in with_kpi(context):
        if row.payment_at_risk is not None and row.stretch_target is None:
            message = f"£{row.payment_at_risk:,f} depends on {series_name(row)}, which has no stretch target."
            yield Problem(row.source.at("stretch_target"), message, row.kpi_ref)


@warning("TGF014", cure="Type the day it was achieved as result, or agree a new date.")
def date_passed(context: CheckContext) -> Iterator[Problem]:
    """A target date that has passed was met, or has a result that says when.

    A KPI may have a clear completion date (2023 framework, targets); afterwards it is either done
    or late.
    """
    for row, kpi in with_kpi(context):
        if row.target_type is not TargetType.DATE or not isinstance(row.target, date):
            continue
        results = context.register.results_of(row.kpi_ref, row.split).values()
        done = any(isinstance(r.value, date) and r.value <= context.as_of for r in results)
        if row.target < context.as_of and not done:
            message = f"{series_name(row)} was to be achieved by {day(row.target)}, which has passed, and no result says that it was."
            yield Problem(row.source.at("target"), message, kpi.ref)


ONE_TYPE_ONLY = {
    DataType.DATE: TargetType.DATE,
    DataType.YES_NO: TargetType.YES_NO,
}
"""Data types that have one type of target only."""


@warning("TGF005", cure="Delete the target, or make the KPI a performance measure.")
def target_on_outcome(context: CheckContext) -> Iterator[Problem]:
    """A population outcome has no target.

    Targets are not set at a population accountability level (performance framework 2011,
    target setting); the council alone cannot deliver it.
    """
    for row, kpi in with_kpi(context):
        if kpi.accountability is Accountability.POPULATION and row.target_type not in SET_ASIDE:
            message = f"{series_name(row)} is a population outcome but has a target."
            yield Problem(row.source.at("target_type"), message, row.kpi_ref)


@warning("TGF006", cure="Delete the figure, or choose the type Value.")
def figure_on_tracker(context: CheckContext) -> Iterator[Problem]:
    """A tracker, a direction or an open target holds no figure.

    A tracker is a KPI for which target setting is not suitable (2024 report, ¶54); the figure
    beside it is never used and misleads who reads the sheet.
    """
    for row, kpi in with_kpi(context):
        kind = row.target_type
        if kind is None or row.target is None:
            continue
        if kind in SET_ASIDE or kind.is_direction or kind is TargetType.RANGE:
            message = f"{series_name(row)} has a target of the type {kind} but also the figure {figure_text(row.target, kpi)}."
            yield Problem(row.source.at("target"), message, row.kpi_ref)


@error(
    "TGF007",
    cure="Correct the direction or the polarity; choose what the result is compared with.",
    requires=("MEA001",),
)
def direction_against_polarity(context: CheckContext) -> Iterator[Problem]:
    """An increase target goes with higher is better, a decrease target with lower is better.

    Where they contradict each other every rating is the wrong way round; and where the KPI is
    compared with nothing, no direction can be seen and nothing is rated.
    """
    wrong = {
        (TargetType.INCREASE, Polarity.LOWER),
        (TargetType.DECREASE, Polarity.HIGHER),
    }
    for row, kpi in with_kpi(context):
        if (row.target_type, kpi.polarity) in wrong:
            message = f"{series_name(row)} is to {'increase' if row.target_type is TargetType.INCREASE else 'decrease'}, but its polarity is: {str(kpi.polarity).lower()}."
            yield Problem(row.source.at("target_type"), message, row.kpi_ref)
        kind = row.target_type
        if kind is not None and kind.is_direction and kpi.comparator is ComparatorRule.NONE:
            message = f"{series_name(row)} has a target of the type {kind}, but is compared with nothing and not rated."
            yield Problem(kpi.source.at("comparator"), message, row.kpi_ref)


@warning("TGF008", cure="Choose a range as target, or the polarity Higher or Lower.")
def range_against_polarity(context: CheckContext) -> Iterator[Problem]:
    """A range goes with the polarity Within a range, a single figure with Higher or Lower.

    With a single figure and a range polarity, or with none, nobody can say which side is worse,
    and nothing is rated.
    """
    for row, kpi in with_kpi(context):
        is_range = row.target_type is TargetType.RANGE
        if kpi.polarity is Polarity.RANGE and row.target_type is TargetType.VALUE:
            message = f"{series_name(row)} is better within a range, but its target is one figure."
        elif kpi.polarity is Polarity.NONE and isinstance(row.target, Decimal):
            message = f"{series_name(row)} has a target of {figure_text(row.target, kpi)} but no polarity, and is not rated."
        elif is_range and kpi.polarity in (Polarity.HIGHER, Polarity.LOWER):
            message = f"{series_name(row)} has a range as target, but its polarity is: {str(kpi.polarity).lower()}."
        else:
            continue
        yield Problem(row.source.at("target_type"), message, row.kpi_ref)


@error("TGF009", cure="Choose the type of target that fits the KPI's data type.")
def type_against_data(context: CheckContext) -> Iterator[Problem]:
    """The type of target fits the kind of figure.

    A date cannot be compared with a percentage, nor a grade with a number.
    """
    for row, kpi in with_kpi(context):
        kind = row.target_type
        if kind is None or kpi.data_type is None or kind in SET_ASIDE:
            continue
        if not _fits_data(row, kind, kpi.data_type):
            shown = "" if row.target is None else f" ({figure_text(row.target, kpi)})"
            message = f"{series_name(row)} has the data type {kpi.data_type} but a target of the type {kind}{shown}."
            yield Problem(row.source.at("target_type"), message, row.kpi_ref)


def _fits_data(row: Target, kind: TargetType, data_type: DataType) -> bool:
    """Whether a target of a type and its figure suit a kind of figure."""
    needed = ONE_TYPE_ONLY.get(data_type)
    if needed is not None or kind in ONE_TYPE_ONLY.values():
        return kind is needed
    if kind is not TargetType.VALUE or row.target is None:
        return True
    return isinstance(row.target, str) == (data_type is DataType.GRADE)


@error("TGF010", cure="Type one of the KPI's grades.", requires=("MEA015",))
def unknown_target_grade(context: CheckContext) -> Iterator[Problem]:
    """A target grade is one of the KPI's grades.

    A grade that is not in the order can be neither reached nor missed.
    """
    for row, kpi in with_kpi(context):
        grades = {grade.casefold() for grade in kpi.grade_order}
        if grades and isinstance(row.target, str) and row.target.strip().casefold() not in grades:
            message = f"The target of {series_name(row)}, {figure_text(row.target, kpi)}, is none of its grades."
            yield Problem(row.source.at("target"), message, row.kpi_ref)
