"""The figures that a target is made of, each with the cell that it stands in."""

from __future__ import annotations

from decimal import Decimal

from pmf_cli.findings import CellRef
from pmf_cli.rag.base import Evidence, KpiRating
from pmf_cli.rag.widths import cell
from pmf_cli.register.figures import figure, plain, stated
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.record import ResultValue
from pmf_cli.register.sheets.targets import Target
from pmf_cli.register.terms import AMBER_BOUNDARY, TargetType
from pmf_cli.register.time.aims import Aim

WITH_A_FIGURE = (TargetType.VALUE, TargetType.DATE, TargetType.YES_NO)


def target_used(kpi: Kpi, target: Target, aim: Aim) -> tuple[Evidence, ...]:
    """The target in force as the row states it, and the results that it was worked out from.

    A figure that a profile gives says which figure of the row it comes from, so that it can be
    held against the cell: ``75 days, worked out from 100 days``.
    """
    if target.target_type is TargetType.RANGE:
        stands: tuple[Evidence, ...] = (
            Evidence(
                "range low", _words(kpi, aim.low, target.range_low), cell(target, "range_low")
            ),
            Evidence(
                "range high", _words(kpi, aim.high, target.range_high), cell(target, "range_high")
            ),
        )
    elif target.target_type in WITH_A_FIGURE:
        if aim.refused:
            return (Evidence("target", stated(target.target, kpi), cell(target, "target")),)
        own = getattr(target, aim.field)
        stands = (Evidence("target", _words(kpi, aim.value, own), cell(target, aim.field)),)
    elif aim.benchmark is not None:
        row = aim.benchmark
        words = f"{stated(row.value, kpi)} ({row.comparator or row.group}, {row.period})"
        return (Evidence("benchmark", words, cell(row, "value")),)
    else:
        return (
            Evidence("target", str(target.target_type or "no type"), cell(target, "target_type")),
        )
    return (
        *stands,
        *(
            Evidence(
                "last year", f"{figure(row.value, kpi)} for {row.period}", row.source.at("value")
            )
            for row in aim.results
        ),
    )


def target_used_of(rating: KpiRating) -> tuple[Evidence, ...]:
    """The figures of the target that stands beside a result, rated or not; none where there is none."""
    if rating.beside.row is None or rating.beside.aim is None:
        return ()
    return target_used(rating.kpi, rating.beside.row, rating.beside.aim)


def target_cell(rating: KpiRating) -> CellRef | None:
    """Where the target in force stands: its figure, a range's lower edge, else its type."""
    return next((one.where for one in target_used_of(rating)), None)


def amber_used(kpi: Kpi, target: Target, aim: Aim) -> Evidence:
    """The Amber boundary in force, with its cell."""
    words = _words(kpi, aim.amber, target.amber_boundary)
    return Evidence(AMBER_BOUNDARY, words, cell(target, "amber_boundary"))


def _words(kpi: Kpi, value: ResultValue | None, own: ResultValue | None) -> str:
    words = stated(value, kpi) or plain(value)
    if isinstance(own, Decimal) and isinstance(value, Decimal) and own != value:
        return f"{words}, worked out from {stated(own, kpi)}"
    return words
