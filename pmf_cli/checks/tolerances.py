"""Are the tolerances and rule sets possible, approved and in force?

5%, or 10% for financial KPIs (performance framework 2023); appropriate tolerances are to be
agreed with the management teams (assurance report 2024, ¶54).
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from pmf_cli.checks.base import CheckContext, Problem, check
from pmf_cli.checks.sizes import misplaced, slip_words
from pmf_cli.checks.target_figures import with_kpi
from pmf_cli.checks.words import figure_text, plain_number, series_name
from pmf_cli.findings import Severity
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.targets import Target
from pmf_cli.register.terms import DataType, Polarity, ToleranceBasis

EVERY_KPI = ("all", "financial")
"""What a rule may apply to besides classes, directorates and references."""
WHOLE = Decimal(100)
WIDE = Decimal(40)
"""Per cent of the target from which a tolerance is not believed."""
FRACTION = Decimal("0.2")
"""Per cent of the target up to which a tolerance is taken for a fraction: 0.05 for 5%."""
IN_FIGURES = (ToleranceBasis.POINTS, ToleranceBasis.UNITS)
"""What a tolerance is measured in that no rule for all stands in for."""
FEW_UNITS = Decimal(2)
"""Beside a target of 3, two units are a large share and still a sensible tolerance."""


@check(
    "TOL001",
    Severity.ERROR,
    cure="Type the tolerance, and choose % of target, Percentage points or Units.",
)
def missing_basis(context: CheckContext) -> Iterator[Problem]:
    """A tolerance says what it is measured in, and what is measured in points or units gives one.

    5 may be 5% of the target, 5 percentage points or 5 days: three different colours. A row that says
    points or units without a tolerance has lost it, and the rule set's per cent serve.
    """
    for row, _ in with_kpi(context):
        basis = row.tolerance_basis
        if row.tolerance is None and row.amber_boundary is None and basis in IN_FIGURES:
            message = (
                f"{series_name(row)} says {basis} but gives no tolerance, so the rule set's serves."
            )
            yield Problem(row.source.at("tolerance"), message, row.kpi_ref)
        if row.tolerance is not None and basis is None:
            message = f"{series_name(row)} has a tolerance of {plain_number(row.tolerance)} without saying of what."
            yield Problem(row.source.at("tolerance_basis"), message, row.kpi_ref)


@check("TOL002", Severity.ERROR, cure="Type the tolerance without a minus sign.")
def negative_tolerance(context: CheckContext) -> Iterator[Problem]:
    """A tolerance is not negative.

    It says how far on the worse side a result may be; polarity tells which side that is.
    """
    for row, _ in with_kpi(context):
        if row.tolerance is not None and row.tolerance < 0:
            message = f"{series_name(row)} has a tolerance of {plain_number(row.tolerance)}."
            yield Problem(row.source.at("tolerance"), message, row.kpi_ref)


@check("TOL003", Severity.ADVICE, cure="Confirm that the KPI has no Amber, or clear the cell.")
def zero_tolerance(context: CheckContext) -> Iterator[Problem]:
    """A tolerance of zero is meant.

    It leaves no Amber: any miss is Red. A blank takes the rule set's 5% or 10%.
    """
    for row, _ in with_kpi(context):
        if row.tolerance == 0:
            message = f"{series_name(row)} has a tolerance of 0, so that it is never {context.words.amber}."
            yield Problem(row.source.at("tolerance"), message, row.kpi_ref)


@check("TOL004", Severity.WARNING, cure="Choose % of target or Units.")
def points_without_percentage(context: CheckContext) -> Iterator[Problem]:
    """A tolerance in percentage points belongs to a percentage.

    Pounds and days have no percentage points.
    """
    for row, kpi in with_kpi(context):
        if (
            row.tolerance_basis is ToleranceBasis.POINTS
            and kpi.data_type is not None
            and kpi.data_type is not DataType.PERCENTAGE
        ):
            message = f"{series_name(row)} has a tolerance in percentage points but the data type {kpi.data_type}."
            yield Problem(row.source.at("tolerance_basis"), message, row.kpi_ref)


@check("TOL005", Severity.WARNING, cure="Correct the tolerance; 5 means 5%.", requires=("TOL002",))
def wider_than_believable(context: CheckContext) -> Iterator[Problem]:
    """A tolerance is of a believable width, and of the size of the KPI's other tolerances.

    40% of the target or more calls almost nothing Red, and so does an Amber boundary so far from
    it; one that is ten times wider, or narrower, than that of the row before or after is a slip,
    and so is the same figure measured in something else; 0.05 is 0.05%, not 5%, and one that is
    finer than a figure is printed never applies.
    """
    for row, kpi in with_kpi(context):
        if row.amber_boundary is not None and row.tolerance is None and _is_far(row):
            message = f"The amber boundary of {series_name(row)}, {figure_text(row.amber_boundary, kpi)}, is far from its target of {figure_text(row.target, kpi)}."
            yield Problem(row.source.at("amber_boundary"), message, row.kpi_ref)
        if row.tolerance is None or row.tolerance <= 0:
            continue
        for field, why in _doubts(context, row, kpi):
            shown = f"{plain_number(row.tolerance)} ({row.tolerance_basis})"
            message = f"The tolerance of {series_name(row)}, {shown}, {why}."
            yield Problem(row.source.at(field), message, row.kpi_ref)


def _doubts(context: CheckContext, row: Target, kpi: Kpi) -> Iterator[tuple[str, str]]:
    """The cell and the first reason why a tolerance is not believed."""
    beside = _rows_beside(context, row)
    amount = row.tolerance or Decimal(0)
    of_same_kind = [
        other.tolerance
        for other in beside
        if other.tolerance is not None and other.tolerance_basis is row.tolerance_basis
    ]
    why = _why_not_believed(row, kpi, misplaced(amount, of_same_kind))
    if why:
        yield "tolerance", why
    elif not of_same_kind and any(other.tolerance == amount for other in beside):
        yield "tolerance_basis", "is the figure of the row beside it, measured in something else"


def _why_not_believed(row: Target, kpi: Kpi, times: Decimal | None) -> str:
    """Why a tolerance is of a strange size; empty where it is not."""
    amount = row.tolerance or Decimal(0)
    if _is_wide(row):
        of = f" of {figure_text(row.target, kpi)}" if row.target is not None else ""
        return f"is wide for its target{of}"
    if times is not None:
        return f"is {slip_words(times)}, by the row beside it"
    if row.tolerance_basis is ToleranceBasis.RELATIVE and amount <= FRACTION:
        return f"is {plain_number(amount)}% of the target, perhaps a fraction typed for {plain_number(amount * 100)}%"
    if _is_finer_than_printed(row, kpi):
        return "is finer than its figures are printed and never applies"
    return ""


def _is_wide(row: Target) -> bool:
    """Whether a tolerance takes in 40% of the target or more."""
    amount, target = row.tolerance or Decimal(0), row.target
    if row.tolerance_basis is ToleranceBasis.RELATIVE:
        return amount >= WIDE
    in_units = row.tolerance_basis in (ToleranceBasis.UNITS, ToleranceBasis.POINTS)
    if not in_units or not isinstance(target, Decimal) or target == 0:
        return False
    return amount * WHOLE >= WIDE * abs(target) and amount > FEW_UNITS


def _is_far(row: Target) -> bool:
    """Whether Amber takes in 40% of the target or more."""
    target, boundary = row.target, row.amber_boundary
    if boundary is None or not isinstance(target, Decimal) or target == 0:
        return False
    amount = abs(target - boundary)
    return amount * WHOLE >= WIDE * abs(target) and amount > FEW_UNITS


def _rows_beside(context: CheckContext, row: Target) -> list[Target]:
    """The KPI's other rows."""
    return [
        other for other in context.target_rows.get((row.kpi_ref, row.split), ()) if other is not row
    ]


def _is_finer_than_printed(row: Target, kpi: Kpi) -> bool:
    """Whether no printed figure can lie within a tolerance in units or points."""
    places = kpi.decimal_places
    if row.tolerance is None or places is None or row.tolerance_basis is ToleranceBasis.RELATIVE:
        return False
    in_figures = kpi.data_type not in (DataType.DATE, DataType.GRADE, DataType.YES_NO)
    return in_figures and row.tolerance < Decimal(1).scaleb(-places)


@check(
    "TOL006",
    Severity.ERROR,
    cure="Type the figure beyond which Red begins, on the worse side of the target.",
)
def boundary_on_better_side(context: CheckContext) -> Iterator[Problem]:
    """An amber boundary lies on the worse side of the target.

    On the better side it would call results Green and Red at once.
    """
    for row, kpi in with_kpi(context):
        boundary, target = row.amber_boundary, row.target
        if boundary is None or not isinstance(target, Decimal):
            continue
        if (kpi.polarity is Polarity.HIGHER and boundary > target) or (
            kpi.polarity is Polarity.LOWER and boundary < target
        ):
            message = f"The amber boundary of {series_name(row)}, {figure_text(boundary, kpi)}, is on the better side of its target, {figure_text(target, kpi)}."
            yield Problem(row.source.at("amber_boundary"), message, row.kpi_ref)


@check("TOL007", Severity.WARNING, cure="Keep the tolerance or the boundary, not both.")
def boundary_and_tolerance(context: CheckContext) -> Iterator[Problem]:
    """A target has a tolerance or an amber boundary, not both.

    Both say where Red begins, and one of them will be forgotten at the next review.
    """
    for row, kpi in with_kpi(context):
        if row.amber_boundary is not None and row.tolerance is not None:
            message = f"{series_name(row)} has both a tolerance of {plain_number(row.tolerance)} and an amber boundary at {figure_text(row.amber_boundary, kpi)}."
            yield Problem(row.source.at("amber_boundary"), message, row.kpi_ref)
