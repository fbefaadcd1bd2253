"""Counts of so few people that they could be recognised: what a KPI's small-number rule says of a figure."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from pmf_cli.frozen import frozen
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.record import Result
from pmf_cli.register.terms import DataType, SmallNumberRule

LIMITS = {SmallNumberRule.UNDER_5: 5, SmallNumberRule.UNDER_10: 10}
"""Under which count each rule hides a figure; *Other* is marked row by row."""
COUNTS = (DataType.NUMBER, DataType.MONEY)
"""Data types whose figures themselves add up."""


@frozen
class Count:
    """A number that a figure gives away: the field that holds it, what it is, and how large."""

    field: str
    what: str
    number: Decimal


def limit_of(kpi: Kpi) -> int | None:
    """Under which count a figure of the KPI is not printed in public."""
    return None if kpi.small_number_rule is None else LIMITS.get(kpi.small_number_rule)


def counts_in(kpi: Kpi, row: Result) -> Iterator[Count]:
    """What a figure counts: those concerned, of how many, all the others, and the figure itself where it is a number.

    A percentage of a known base gives its numerator away, whether the record holds that or not.
    """
    yield from _parts_counted(kpi, row)
    if kpi.data_type in COUNTS and row.number is not None:
        yield Count("value", "value", row.number)


def _parts_counted(kpi: Kpi, row: Result) -> Iterator[Count]:
    base, is_share = row.denominator, kpi.data_type is DataType.PERCENTAGE
    over = row.numerator
    if over is not None:
        yield Count("numerator", "numerator", over)
    if base is None:
        return
    yield Count("denominator", "denominator", base)
    if over is None and is_share and row.number is not None:
        over = (row.number * base / 100).quantize(Decimal(1))
        yield Count("value", "numerator", over)
    if over is not None and is_share:
        yield Count("denominator", "denominator less the numerator", base - over)


def small_counts(kpi: Kpi, row: Result) -> list[Count]:
    """The counts of a figure that its KPI's rule does not let be printed."""
    limit = limit_of(kpi)
    if limit is None:
        return []
    small = (one for one in counts_in(kpi, row) if 0 < one.number < limit)
    return [one for one in small if one.what != "value" or kpi.data_type is DataType.NUMBER]
