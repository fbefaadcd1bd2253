"""Where Amber ends and a range's edges lie, for drawing and for parts of the whole."""

from __future__ import annotations

from decimal import Decimal

from pmf_cli.rag.base import Rating
from pmf_cli.register.terms import Rag


def amber_edge(outcome: Rating) -> Decimal | None:
    """The furthest figure that is still Amber; ``None`` where that is not one number."""
    return _worst(outcome, Rag.AMBER)


def last_before_red(outcome: Rating) -> Decimal | None:
    """The furthest figure that is not Red: the end of Amber, or of Green where there is none."""
    if any(one.rag is Rag.AMBER for one in outcome.thresholds):
        return _worst(outcome, Rag.AMBER)
    return _worst(outcome, Rag.GREEN)


def _worst(outcome: Rating, rag: Rag) -> Decimal | None:
    found = [one.value for one in outcome.thresholds if one.rag is rag]
    return found[0] if len(found) == 1 else None
