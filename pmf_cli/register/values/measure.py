"""What decides how a KPI's cells are read: its kind of figure, its unit, its periods."""

from __future__ import annotations

from dataclasses import field
from fractions import Fraction
from functools import cache

from pmf_cli.frozen import frozen
from pmf_cli.register.periods.context import NO_CONTEXT, PeriodContext
from pmf_cli.register.periods.period import Period
from pmf_cli.register.terms import DataType
from pmf_cli.tabular.units import Measured, Unit, unit_of

KnownPeriods = dict[tuple[str, PeriodContext | None], Period]
"""Texts of periods already read, with the context that stands in place of the KPI's."""


@frozen
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
    known_periods: KnownPeriods = field(default_factory=dict)

    @property
    def asked(self) -> Unit | None:
        """The unit that figures are in; ``None`` where it is not known what they measure."""
        return asked_in(self.data_type, self.unit)

    @property
    def measured(self) -> Measured | None:
        """What the figures measure, where that is known."""
        asked = self.asked
        return None if asked is None else asked.measured


UNKNOWN = MeasuredAs()
"""A KPI that the ``KPIs`` sheet does not know."""

COUNTS = MeasuredAs(DataType.NUMBER)
"""Numerators and denominators: numbers of their own, whatever the KPI's unit."""
POUNDS = MeasuredAs(DataType.MONEY, "£")
"""Amounts in pounds, whatever the KPI's unit."""


@cache
def asked_in(data_type: DataType | None, unit: str | None) -> Unit | None:
    """The unit that figures of such a kind and unit are in; ``None`` where it is not known what they measure."""
    known = unit_of(unit) if unit else None
    measured = None if known is None else known.measured
    match data_type:
        case DataType.PERCENTAGE if measured is not Measured.SHARE:
            return Unit(Measured.SHARE, Fraction(1, 100))
        case DataType.MONEY if not unit:
            return Unit(Measured.MONEY, Fraction(1))
        case DataType.RATIO if measured in (None, Measured.COUNT):
            return Unit(Measured.RATIO, Fraction(1))
        case _:
            return known
