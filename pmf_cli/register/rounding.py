"""Rounding as papers print figures: halves away from zero, as Excel shows them."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal


def as_printed(value: Decimal, places: int | None) -> Decimal:
    """The figure as printed with so many decimal places.

    Halves go away from zero, as Excel shows them (0.5 → 1, -0.5 → -1), and there is no minus
    zero. Without a number of places the figure stays as it is.
    """
    if places is None:
        return value
    rounded = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return abs(rounded) if rounded.is_zero() else rounded
