"""Value axes of charts: round ends and steps in exact decimals."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from pmf_cli.views.base import ChartPoint

STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))
MOST_STEPS = 6


@dataclass(frozen=True, slots=True)
class Axis:
    """Where a value axis begins and ends, and its step, in the chart's unit."""

    low: Decimal
    high: Decimal
    step: Decimal

    @property
    def decimals(self) -> int:
        """Decimals that its labels need."""
        exponent = self.step.normalize().as_tuple().exponent
        return max(0, -exponent) if isinstance(exponent, int) else 0


def value_axis(values: Iterable[Decimal], *, from_zero: bool) -> Axis:
    """An axis that holds all values with a little room at both ends.

    It does not leave zero behind: values at or above zero keep an axis at or above zero.
    """
    known = list(values)
    low, high = (min(known), max(known)) if known else (Decimal(0), Decimal(1))
    if low == high == 0:
        high = Decimal(1)
    if from_zero:
        low, high = min(low, Decimal(0)), max(high, Decimal(0))
    room = (high - low) * Decimal("0.08") or abs(high) * Decimal("0.1") or Decimal(1)
    start = low if from_zero and low == 0 else low - room
    end = high if from_zero and high == 0 else high + room
    if low >= 0:
        start = max(start, Decimal(0))
    if high <= 0:
        end = min(end, Decimal(0))
    step = _step(end - start)
    return Axis(_to_step(start, step, ROUND_FLOOR), _to_step(end, step, ROUND_CEILING), step)


def axis_of(
    points: Sequence[ChartPoint], lines: Iterable[Sequence[Decimal | None]], *, from_zero: bool
) -> Axis:
    """The axis of a chart: it holds results, targets, bands and comparators."""
    figures = [
        value
        for point in points
        for value in (point.value, point.target, point.amber_low, point.amber_high)
    ]
    figures += [value for line in lines for value in line]
    return value_axis((value for value in figures if value is not None), from_zero=from_zero)


def _step(span: Decimal) -> Decimal:
    rough = span / MOST_STEPS
    power = Decimal(10) ** rough.adjusted()
    return next(step * power for step in STEPS if step * power >= rough)


def _to_step(value: Decimal, step: Decimal, rounding: str) -> Decimal:
    return (value / step).to_integral_value(rounding=rounding) * step
