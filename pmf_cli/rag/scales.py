"""Scales: how a KPI's values stand on a line of numbers, and how points of it are worded.

Numbers stand for themselves, dates for their day, grades for their place in the order (best
highest), so that one set of rules rates them all.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from pmf_cli.frozen import frozen
from pmf_cli.register.figures import (
    as_printed,
    change,
    decimals_printed,
    number,
    plain,
    stated_places,
    with_unit,
)
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.record import ResultValue
from pmf_cli.register.sheets.targets import Target
from pmf_cli.register.terms import DataType, TargetType

_SIDES = {
    "number": ("above", "below"),
    "date": ("after", "before"),
    "grade": ("better than", "worse than"),
}
"""How one place lies to another: on its upper side, on its lower side."""
_BEYOND = {
    "number": ("or above", "or below"),
    "date": ("or later", "or earlier"),
    "grade": ("or better", "or worse"),
}
"""How a stretch without an upper, or a lower, end goes on."""


@frozen
class Scale:
    """A line of numbers with words."""

    kpi: Kpi
    kind: str

    @property
    def is_number(self) -> bool:
        """True where a tolerance may be a share of the target."""
        return self.kind == "number"

    @property
    def places(self) -> int | None:
        """Decimals of a printed value; ``None`` where the register gives none."""
        if not self.is_number or self.kpi.decimal_places is None:
            return None if self.is_number else 0
        return decimals_printed(self.kpi.decimal_places)

    def place(self, value: ResultValue | None) -> Decimal | None:
        """Where a value stands, unrounded; ``None`` where it does not belong on this scale."""
        if self.kind == "number":
            return value if isinstance(value, Decimal) else None
        if self.kind == "date":
            return Decimal(value.toordinal()) if isinstance(value, date) else None
        if not isinstance(value, str):
            return None
        order = [grade.strip().casefold() for grade in self.kpi.grade_order]
        asked = value.strip().casefold()
        return Decimal(-order.index(asked)) if asked in order else None

    def printed(self, at: Decimal) -> Decimal:
        """The place as printed."""
        return as_printed(at, self.places)

    def words(self, at: Decimal) -> str:
        """A place in words, with its own decimals, at least the KPI's."""
        if self.kind == "date":
            return plain(date.fromordinal(min(max(int(at), 1), date.max.toordinal())))
        if self.kind == "grade":
            return self.kpi.grade_order[min(max(-int(at), 0), len(self.kpi.grade_order) - 1)]
        return with_unit(number(at, stated_places(at, self.kpi)), self.kpi)

    def gap(self, size: Decimal) -> str:
        """The distance between two places in words, without sign: ``1.8 points``, ``3 days``."""
        if self.kind == "date":
            return f"{abs(size):f} day{'' if abs(size) == 1 else 's'}"
        if self.kind == "grade":
            return f"{abs(size):f} grade{'' if abs(size) == 1 else 's'}"
        return change(size, self.kpi, stated_places(size, self.kpi))

    def side(self, *, above: bool) -> str:
        """Above or below, later or earlier, better or worse."""
        upper, lower = _SIDES[self.kind]
        return upper if above else lower

    def reach(self, low: Decimal | None, high: Decimal | None) -> str:
        """A stretch of printed values in words: ``at 90.0% or above``, ``from 85.5% to 89.9%``."""
        low, high = self._within_grades(low, high)
        beyond, before = _BEYOND[self.kind]
        if low is None:
            return "any result" if high is None else f"{self.words(high)} {before}"
        if high is None:
            return f"{self.words(low)} {beyond}"
        if low == high:
            return self.words(low)
        first, last = (high, low) if self.kind == "grade" else (low, high)
        return f"{self.words(first)} to {self.words(last)}"

    def _within_grades(
        self, low: Decimal | None, high: Decimal | None
    ) -> tuple[Decimal | None, Decimal | None]:
        """The ends of a stretch; none at the worst and the best grade, beyond which nothing lies."""
        if self.kind != "grade":
            return low, high
        worst = 1 - len(self.kpi.grade_order)
        return (
            None if low is not None and low <= worst else low,
            None if high is not None and high >= 0 else high,
        )


def scale_kind(kpi: Kpi, target: Target | None) -> str:
    """Number, date or grade, by the KPI's data type; a date target makes it a date."""
    is_date = target is not None and target.target_type is TargetType.DATE
    if is_date or kpi.data_type is DataType.DATE:
        return "date"
    return "grade" if kpi.data_type is DataType.GRADE else "number"
