"""Is the figure aimed at possible, of the right kind, and on the right side?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from pmf_cli.checks.base import CheckContext, Problem, check
from pmf_cli.checks.targets import current
from pmf_cli.checks.words import figure_text, series_name
from pmf_cli.findings import Severity
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.targets import Target
from pmf_cli.register.terms import Polarity, TargetType, ToleranceBasis
from pmf_cli.words import day

ABSOLUTE = (ToleranceBasis.UNITS, ToleranceBasis.POINTS)
"""Bases of a tolerance that do not depend on the size of the target."""


def with_kpi(context: CheckContext) -> Iterator[tuple[Target, Kpi]]:
    """Current target rows with their KPI."""
    for row in current(context):
        yield row, context.register.kpi_by_ref[row.kpi_ref]


@check("TGF001", Severity.ERROR, cure="Type the figure, or choose another type of target.")
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


@check("TGF002", Severity.ERROR, cure="Swap the two edges, or correct the one that is wrong.")
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


@check(
    "TGF003",
    Severity.WARNING,
    cure="Confirm the zero and give a tolerance in units, or type the real target.",
)
def zero_target(context: CheckContext) -> Iterator[Problem]:
    """No target is zero without a tolerance in units.

    5% of nothing is nothing: any worse result is Red. A zero is often typed for "not set yet";
    members asked why targets were 0 (Oxford scrutiny).
    """
    for row in context.register.targets:
        kpi = context.register.kpi_by_ref.get(row.kpi_ref)
        is_zero = isinstance(row.target, Decimal) and row.target == 0
        if kpi is None or not is_zero or row.target_type is not TargetType.VALUE:
            continue
        if row.tolerance is None or row.tolerance_basis not in ABSOLUTE:
            message = f"The target of {series_name(row)} from {row.from_period} is {figure_text(row.target, kpi)}, of which no percentage can be taken."
            yield Problem(row.source.at("target"), message, row.kpi_ref)


@check("TGF004", Severity.WARNING, cure="Confirm the sign, and give a tolerance in units.")
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


@check("TGF012", Severity.WARNING, cure="Set the stretch target beyond the target, or delete it.")
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


@check("TGF013", Severity.WARNING, cure="Type the stretch target that the payment depends on.")
def payment_without_stretch(context: CheckContext) -> Iterator[Problem]:
    """A payment at risk depends on a stretch target.

    Without it nobody can work out what is earned (strategic approach 2004, 2.21).
    """
    for row, _ in with_kpi(context):
        if row.payment_at_risk is not None and row.stretch_target is None:
            message = f"£{row.payment_at_risk:,f} depends on {series_name(row)}, which has no stretch target."
            yield Problem(row.source.at("stretch_target"), message, row.kpi_ref)


@check(
    "TGF014", Severity.WARNING, cure="Type the day it was achieved as result, or agree a new date."
)
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
