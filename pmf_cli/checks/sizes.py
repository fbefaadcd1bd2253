"""A slip of a power of ten or of the sign, told from a difference that may be true.

One home for results, targets and settings: a figure is held against its witnesses, which are the
figures that should be of its size.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

AGREES = Decimal("2.5")
"""A witness within this factor of a figure speaks for it."""
FITS = Decimal("2.2")
"""A witness within this factor of the figure, once the point is moved, speaks for a slip."""
POWERS = tuple(Decimal(10) ** power for power in (1, -1, 2, -2, 3, -3))
SIGN = Decimal(-1)
_WORDS = {
    Decimal(10): "ten times too much",
    Decimal(100): "a hundred times too much",
    Decimal(1000): "a thousand times too much",
    Decimal("0.1"): "a tenth of what it should be",
    Decimal("0.01"): "a hundredth of what it should be",
    Decimal("0.001"): "a thousandth of what it should be",
    SIGN: "on the wrong side of 0",
}


def within_factor(one: Decimal, other: Decimal, factor: Decimal) -> bool:
    """Whether two figures, signs aside, are within a factor of each other; 0 is near nothing."""
    one, other = abs(one), abs(other)
    return 0 < one <= other * factor and other <= one * factor


def misplaced(figure: Decimal, witnesses: Iterable[Decimal]) -> Decimal | None:
    """What a figure has been multiplied by, by its witnesses: 10, 0.01, -1 for a sign.

    ``None`` where one of them speaks for the figure as it stands, or none for any slip: a single
    witness of the same size is enough to believe it.
    """
    known = [witness for witness in witnesses if witness != 0]
    if figure == 0 or not known:
        return None
    if any(within_factor(figure, witness, AGREES) for witness in known):
        opposed = all((witness < 0) is not (figure < 0) for witness in known)
        return SIGN if opposed else None
    return _power_voted_for(figure, known)


def _power_voted_for(figure: Decimal, witnesses: Sequence[Decimal]) -> Decimal | None:
    """The power of ten that most witnesses would take out of a figure; ``None`` where none would."""
    votes = {
        power: sum(within_factor(figure / power, witness, FITS) for witness in witnesses)
        for power in POWERS
    }
    best = max(votes, key=lambda power: votes[power])
    return best if votes[best] else None


def slip_words(times: Decimal) -> str:
    """What a slip did to a figure: ``ten times too much``."""
    return _WORDS[times]
