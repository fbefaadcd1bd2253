"""What decides how a KPI's cells are read: its kind of figure, its unit, its periods."""

from __future__ import annotations

from dataclasses import dataclass, field

from pmf_cli.register.periods.context import NO_CONTEXT, PeriodContext
from pmf_cli.register.periods.period import Period
from pmf_cli.register.terms import DataType

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
