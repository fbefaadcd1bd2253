"""The rating methods, and which one a target asks for.

A further method is one function and one line here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

from pmf_cli.findings import CellRef
from pmf_cli.rag.against_comparator import by_direction, by_maintaining
from pmf_cli.rag.against_target import by_range, by_value, by_yes_no
from pmf_cli.rag.base import Evidence, UnratedReason
from pmf_cli.rag.rating_input import NotRated, RatingInput, RatingResult
from pmf_cli.rag.scales import scale_kind
from pmf_cli.rag.widths import cell
from pmf_cli.register.figures import stated
from pmf_cli.register.periods.period import Period
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.rows import RegisterRow
from pmf_cli.register.sheets.targets import Target
from pmf_cli.register.terms import Accountability, DataType, KpiStatus, Polarity, TargetType
from pmf_cli.register.time.aims import Aim
from pmf_cli.words import listed

Method = Callable[[RatingInput], RatingResult | NotRated]

METHODS: Mapping[TargetType, Method] = {
    TargetType.VALUE: by_value,
    TargetType.RANGE: by_range,
    TargetType.INCREASE: by_direction,
    TargetType.DECREASE: by_direction,
    TargetType.MAINTAIN: by_maintaining,
    TargetType.DATE: by_value,
    TargetType.YES_NO: by_yes_no,
    TargetType.BENCHMARK: by_value,
}
"""Target type → method; a value target of a yes/no KPI is rated as yes/no."""


SINGLE = (TargetType.VALUE, TargetType.BENCHMARK)
"""Types of a single figure, of which the polarity says on which side a result is worse."""


def method_for(kpi: Kpi, target: Target) -> Method:
    """The method that a target asks for, of those that are not ``never_rated``."""
    assert target.target_type is not None
    if target.target_type is TargetType.VALUE and kpi.data_type is DataType.YES_NO:
        return by_yes_no
    return METHODS[target.target_type]


def never_rated(kpi: Kpi, target: Target | None, period: Period) -> NotRated | None:
    """Why a KPI is not rated whatever its result; ``None`` where it can be.

    By its status, by design, for want of a target, or because its definition lacks what the
    rating needs. Nothing is assumed in place of what is missing.
    """
    if kpi.status is KpiStatus.DEVELOPMENT:
        return NotRated(
            UnratedReason.DEVELOPMENT, "The KPI is under development.", _at(kpi, "status")
        )
    if kpi.status is KpiStatus.PAUSED:
        return NotRated(
            UnratedReason.NOT_APPLICABLE, "Reporting of the KPI is paused.", _at(kpi, "status")
        )
    if kpi.accountability is Accountability.POPULATION:
        return NotRated(
            UnratedReason.POPULATION_OUTCOME,
            "A population outcome has no target by design; its trend is shown.",
            _at(kpi, "accountability"),
        )
    if target is None:
        return NotRated(
            UnratedReason.TO_BE_AGREED, f"The register has no target row in force for {period}."
        )
    if target.target_type is TargetType.TRACKER:
        return NotRated(
            UnratedReason.TRACKER,
            "A tracker: its figures are shown but not rated.",
            (Evidence("target", "Tracker", cell(target, "target_type")),),
        )
    if target.target_type is TargetType.TO_BE_AGREED:
        return NotRated(
            UnratedReason.TO_BE_AGREED,
            "The target is still to be agreed.",
            (Evidence("target", "To be agreed", cell(target, "target_type")),),
        )
    return _incomplete(kpi, target)


def _incomplete(kpi: Kpi, target: Target) -> NotRated | None:
    """What the rating needs and the register lacks, all of it in one sentence."""
    missing = _missing(kpi, target)
    if missing:
        names = listed([name for name, _ in missing])
        return NotRated(
            UnratedReason.DEFINITION,
            f"The register does not give {names}; nothing is assumed in its place.",
            tuple(Evidence(name, "missing", where) for name, where in missing),
        )
    if target.target_type not in SINGLE or not _is_number(kpi, target):
        return None
    polarity = kpi.polarity
    if polarity is None or polarity in (Polarity.HIGHER, Polarity.LOWER):
        return None
    return NotRated(
        UnratedReason.DEFINITION,
        f"Polarity is “{polarity.value}”, which does not say on which side of a single "
        "target a result is worse.",
        _at(kpi, "polarity"),
    )


def _missing(kpi: Kpi, target: Target) -> list[tuple[str, CellRef | None]]:
    """The headings, with their cells, of what the target's rating needs and is blank."""
    asks = target.target_type
    is_number = _is_number(kpi, target)
    has_figure = asks in (TargetType.VALUE, TargetType.DATE, TargetType.YES_NO)
    needs: tuple[tuple[str, RegisterRow, str, bool], ...] = (
        ("Target type", target, "target_type", True),
        ("Data type", kpi, "data_type", asks not in (TargetType.YES_NO, TargetType.DATE)),
        ("Financial", kpi, "financial", is_number),
        ("Polarity", kpi, "polarity", is_number and asks in SINGLE),
        ("Grade order", kpi, "grade_order", scale_kind(kpi, target) == "grade"),
        ("Target", target, "target", has_figure and _has_no_figure(target)),
        ("Range low", target, "range_low", asks is TargetType.RANGE),
        ("Benchmark", target, "benchmark", asks is TargetType.BENCHMARK),
        ("Range high", target, "range_high", asks is TargetType.RANGE),
    )
    return [
        (name, cell(row, field))
        for name, row, field, is_needed in needs
        if is_needed and getattr(row, field) in (None, ())
    ]


def _is_number(kpi: Kpi, target: Target) -> bool:
    """Whether a tolerance and a better side are needed: neither dates, grades nor yes and no."""
    is_yes_no = target.target_type is TargetType.YES_NO or kpi.data_type is DataType.YES_NO
    return scale_kind(kpi, target) == "number" and not is_yes_no


def _has_no_figure(target: Target) -> bool:
    own = (target.q1, target.q2, target.q3, target.q4, *target.months)
    return target.target is None and all(figure is None for figure in own)


def target_words(kpi: Kpi, target: Target | None, aim: Aim | None) -> str:
    """The target as papers print it, also where nothing is rated; empty where there is none."""
    if target is None or aim is None or target.target_type is None:
        return ""
    if aim.refused:
        return _whole_words(kpi, target, aim)
    return _aim_words(kpi, target.target_type, aim)


def _aim_words(kpi: Kpi, asks: TargetType, aim: Aim) -> str:
    match asks:
        case TargetType.RANGE:
            return f"{stated(aim.low, kpi) or '?'} to {stated(aim.high, kpi) or '?'}"
        case TargetType.INCREASE | TargetType.DECREASE:
            return asks.value.rpartition(": ")[2].capitalize()
        case TargetType.MAINTAIN:
            kept = isinstance(aim.value, Decimal)
            return f"Maintain {stated(aim.value, kpi)}" if kept else "Maintain"
        case TargetType.TRACKER | TargetType.TO_BE_AGREED:
            return asks.value
        case _:
            return stated(aim.value, kpi)


def _whole_words(kpi: Kpi, target: Target, aim: Aim) -> str:
    """A target that cannot be held against the period's figure, with the time that it is for."""
    own = stated(target.target, kpi)
    if target.target_type is TargetType.RANGE:
        own = f"{stated(target.range_low, kpi)} to {stated(target.range_high, kpi)}"
    return f"{own} for {aim.time}" if own and aim.time is not None else own


def _at(kpi: Kpi, field: str) -> tuple[Evidence, ...]:
    value = getattr(kpi, field)
    return (Evidence(field.replace("_", " "), str(value), cell(kpi, field)),)
