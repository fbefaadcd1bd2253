"""The figure of a longer period made of the KPI's own periods, by its *Year value*."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.record import Result
from pmf_cli.register.terms import TimeBasis, YearValue

AT_THE_END = (TimeBasis.CUMULATIVE, TimeBasis.ROLLING, TimeBasis.POOLED)
"""Bases whose figure at a period's end is that of any longer period with the same end."""


def made_of(kpi: Kpi, parts: Sequence[Result]) -> Decimal | None:
    """What the figures of the parts make for the whole, exact.

    Args:
        kpi: the KPI, whose time basis and *Year value* say how.
        parts: the results of all own periods of the longer one, oldest first.

    Returns:
        The figure in the KPI's unit; ``None`` where a figure is missing, the average lacks its
        denominators, or the year's figure is published elsewhere.
    """
    numbers = [part.number for part in parts if part.number is not None]
    if not numbers or len(numbers) < len(parts):
        return None
    if kpi.time_basis in AT_THE_END:
        return numbers[-1]
    match kpi.year_value:
        case YearValue.SUM:
            return sum(numbers, Decimal(0))
        case YearValue.LAST:
            return numbers[-1]
        case YearValue.SIMPLE:
            return sum(numbers, Decimal(0)) / len(numbers)
        case YearValue.WEIGHTED:
            return _weighted(parts)
        case _:
            return None


def _weighted(parts: Sequence[Result]) -> Decimal | None:
    """The average weighted by denominators: each figure counts as often as its denominator says."""
    weights = [part.denominator for part in parts if part.denominator is not None]
    total = sum(weights, Decimal(0))
    if len(weights) < len(parts) or total <= 0:
        return None
    products = [(part.number or Decimal(0)) * (part.denominator or Decimal(0)) for part in parts]
    return sum(products, Decimal(0)) / total


def may_differ(kpi: Kpi, parts: Sequence[Result]) -> Decimal:
    """How far the whole may lie from what its parts make, since each was rounded for print.

    Nothing for whole numbers that are counted; half a last place a part for other sums; one
    last place for averages.
    """
    if kpi.time_basis in AT_THE_END or kpi.year_value is YearValue.LAST:
        return Decimal(0)
    places = kpi.decimal_places
    if places is None:
        return Decimal(0)
    last_place = Decimal(1).scaleb(-places)
    if kpi.year_value is YearValue.SUM:
        return Decimal(0) if places == 0 else last_place * len(parts) / 2
    return last_place
