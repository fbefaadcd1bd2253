"""How many KPIs have which colour, and how many have none and why; they always add up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pmf_cli.frozen import frozen
from pmf_cli.rag.base import KpiRating, Rating, UnratedReason
from pmf_cli.register.terms import Rag


@frozen
class Counts:
    """Counts of one list of ratings, each KPI in exactly one place.

    Attributes:
        by_rag: colour → how many; every colour is there, also with 0.
        by_reason: reason for no rating → how many, in the order of the closed list; only those
            that occur.
    """

    by_rag: Mapping[Rag, int]
    by_reason: Mapping[UnratedReason, int]

    @property
    def red(self) -> int:
        """How many are Red."""
        return self.by_rag[Rag.RED]

    @property
    def amber(self) -> int:
        """How many are Amber."""
        return self.by_rag[Rag.AMBER]

    @property
    def green(self) -> int:
        """How many are Green."""
        return self.by_rag[Rag.GREEN]

    @property
    def rated(self) -> int:
        """How many have a colour."""
        return sum(self.by_rag.values())

    @property
    def unrated(self) -> int:
        """How many have none."""
        return sum(self.by_reason.values())

    @property
    def in_scope(self) -> int:
        """How many there are: rated and unrated together."""
        return self.rated + self.unrated


def counts_of(ratings: Iterable[KpiRating]) -> Counts:
    """Counts the ratings; every one falls under one colour or one reason."""
    by_rag = dict.fromkeys(reversed(Rag), 0)
    by_reason = dict.fromkeys(UnratedReason, 0)
    for rating in ratings:
        outcome = rating.outcome
        if isinstance(outcome, Rating):
            by_rag[outcome.rag] += 1
        else:
            by_reason[outcome.reason] += 1
    return Counts(by_rag, {reason: many for reason, many in by_reason.items() if many})
