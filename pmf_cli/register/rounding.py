"""Rounding as Excel and papers print it."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal

_EXACT = Context(prec=400, rounding=ROUND_HALF_UP)
"""Wide enough for the largest number a cell can hold (309 digits), so rounding never fails."""
_MOST_DIGITS = 310
"""Numbers with more digits come from text or from sums, and have no decimals worth rounding."""

MOST_DECIMALS = 20
"""More decimals are never printed, whatever a register asks for."""


_LAST_PLACE = tuple(Decimal(1).scaleb(-decimals) for decimals in range(MOST_DECIMALS + 1))
"""The value of the last printed place, by number of decimals."""


def decimals_printed(decimals: int) -> int:
    """A number of decimals that can be printed: from 0 to ``MOST_DECIMALS``."""
    if 0 <= decimals <= MOST_DECIMALS:
        return decimals
    return 0 if decimals < 0 else MOST_DECIMALS


def as_printed(value: Decimal, decimals: int | None) -> Decimal:
    """A value with so many decimals, halves away from zero, as Excel shows it.

    Args:
        value: exact figure.
        decimals: decimal places printed; ``None`` leaves the value as it is, and so does a number
            that no cell can hold.

    Returns:
        The rounded value with exactly that many decimals; never minus zero.
    """
    if decimals is None or value.adjusted() > _MOST_DIGITS:
        return value
    rounded = value.quantize(_LAST_PLACE[decimals_printed(decimals)], context=_EXACT)
    return rounded if rounded else abs(rounded)
