"""Which target row holds for a period, and what it asks for then (profiles applied)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from pmf_cli.rag.base import Mark
from pmf_cli.register.record import ResultValue


@dataclass(frozen=True, slots=True)
class Aim:
    """What a target row asks for in one period.

    Attributes:
        value: the target, in the KPI's unit, profiles applied; ``None`` where it has none.
        low: lower edge of a range.
        high: upper edge of a range.
        amber: the council's own Amber boundary.
        steps: how it was worked out, where it is not the row's own figure.
        marks: what must be said beside the rating.
        field: the row's field that the figure comes from.
    """

    value: ResultValue | None
    low: Decimal | None = None
    high: Decimal | None = None
    amber: Decimal | None = None
    steps: tuple[str, ...] = ()
    marks: tuple[Mark, ...] = ()
    field: str = "target"
