"""What decides how a KPI's cells are read: its kind of figure, its unit, its periods."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache

from pmf_cli.register.periods.context import NO_CONTEXT, PeriodContext
from pmf_cli.register.periods.period import Period
from pmf_cli.register.terms import DataType
from pmf_cli.tabular.units import Measured, Unit, unit_of

KnownPeriods = dict[tuple[str, PeriodContext | None], Period]
"""Texts of periods already read, with the context that stands in place of the KPI's."""


@dataclass(frozen=True, slots=True)
class MeasuredAs:
    """What decides how a KPI's cells are read.

    Attributes:
        data_type: the kind of figure; ``None`` where it is not known, and then the cell's own
            type decides.
        unit: the unit, which may stand beside a figure.
        context: for reading its periods.
        known_periods: texts already read in this context, shared by KPIs alike.
    """

    data_type: DataType | None = None
    unit: str | None = None
    context: PeriodContext = NO_CONTEXT
    known_periods: KnownPeriods = field(default_factory=dict, compare=False, repr=False)


UNKNOWN = MeasuredAs()
"""A KPI that the ``KPIs`` sheet does not know."""

COUNTS = MeasuredAs(DataType.NUMBER)
"""Numerators and denominators: numbers of their own, whatever the KPI's unit."""
POUNDS = MeasuredAs(DataType.MONEY, "£")
"""Amounts in pounds, whatever the KPI's unit."""


@cache
def asked_in(data_type: DataType | None, unit: str | None) -> Unit | None:
    """The unit that a KPI's figures are in; ``None`` where it is not known what it measures."""
    known = unit_of(unit) if unit else None
    if data_type is DataType.PERCENTAGE and (known is None or known.measured is not Measured.SHARE):
        return Unit(Measured.SHARE, Fraction(1, 100))
    if known is None and data_type is DataType.MONEY and not unit:
        return Unit(Measured.MONEY, Fraction(1))
    if data_type is DataType.RATIO and (known is None or known.measured is Measured.COUNT):
        return Unit(Measured.RATIO, Fraction(1))
    return known
