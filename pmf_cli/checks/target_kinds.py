"""Does the kind of target fit the kind of KPI: outcome, tracker, direction, range, date, grade?"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from pmf_cli.checks.base import CheckContext, Problem, check
from pmf_cli.checks.target_figures import with_kpi
from pmf_cli.checks.words import figure_text, series_name
from pmf_cli.findings import Severity
from pmf_cli.register.sheets.targets import SET_ASIDE, Target
from pmf_cli.register.terms import Accountability, ComparatorRule, DataType, Polarity, TargetType

ONE_TYPE_ONLY = {
    DataType.DATE: TargetType.DATE,
    DataType.YES_NO: TargetType.YES_NO,
}
"""Data types that have one type of target only."""


@check("TGF005", Severity.WARNING, cure="Delete the target, or make the KPI a performance measure.")
def target_on_outcome(context: CheckContext) -> Iterator[Problem]:
    """A population outcome has no target.

    Targets are not set at a population accountability level (performance framework 2011,
    target setting); the council alone cannot deliver it.
    """
    for row, kpi in with_kpi(context):
        if kpi.accountability is Accountability.POPULATION and row.target_type not in SET_ASIDE:
            message = f"{series_name(row)} is a population outcome but has a target."
            yield Problem(row.source.at("target_type"), message, row.kpi_ref)


@check("TGF006", Severity.WARNING, cure="Delete the figure, or choose the type Value.")
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


@check(
    "TGF007",
    Severity.ERROR,
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


@check(
    "TGF008", Severity.WARNING, cure="Choose a range as target, or the polarity Higher or Lower."
)
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


@check("TGF009", Severity.ERROR, cure="Choose the type of target that fits the KPI's data type.")
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


@check("TGF010", Severity.ERROR, cure="Type one of the KPI's grades.", requires=("MEA015",))
def unknown_target_grade(context: CheckContext) -> Iterator[Problem]:
    """A target grade is one of the KPI's grades.

    A grade that is not in the order can be neither reached nor missed.
    """
    for row, kpi in with_kpi(context):
        grades = {grade.casefold() for grade in kpi.grade_order}
        if grades and isinstance(row.target, str) and row.target.strip().casefold() not in grades:
            message = f"The target of {series_name(row)}, {figure_text(row.target, kpi)}, is none of its grades."
            yield Problem(row.source.at("target"), message, row.kpi_ref)
