"""Ratings counted: rated and unrated apart, always adding up to the KPIs in scope."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pmf_cli.rag.base import KpiRating, Unrated
from pmf_cli.register.terms import Rag
from pmf_cli.settings import Settings
from pmf_cli.views.wording import summary

NO_DIRECTORATE = "No directorate named"
"""Where KPIs without a directorate stand."""


@dataclass(frozen=True)
class Counts:
    """How many KPIs have each colour and each reason for none.

    Attributes:
        rags: colour → number; all three colours, also at 0.
        reasons: reason in words → number; only reasons that occur, in the closed list's order.
    """

    rags: Mapping[Rag, int]
    reasons: Mapping[str, int]

    @property
    def rated(self) -> int:
        """KPIs with a colour."""
        return sum(self.rags.values())

    @property
    def unrated(self) -> int:
        """KPIs without a colour."""
        return sum(self.reasons.values())

    @property
    def total(self) -> int:
        """All KPIs counted."""
        return self.rated + self.unrated

    @property
    def sentence(self) -> str:
        """The summary sentence."""
        return summary(self.rags, self.reasons)

    @property
    def as_data(self) -> dict[str, int]:
        """The counts for data formats, under fixed names, then one entry a reason."""
        named = {
            "in_scope": self.total,
            "rated": self.rated,
            "green": self.rags[Rag.GREEN],
            "amber": self.rags[Rag.AMBER],
            "red": self.rags[Rag.RED],
            "not_rated": self.unrated,
        }
        return named | {f"not_rated: {reason}": number for reason, number in self.reasons.items()}


def counts_of(ratings: Iterable[KpiRating]) -> Counts:
    """The counts of some ratings."""
    rags = dict.fromkeys(reversed(Rag), 0)
    reasons: dict[str, int] = {}
    order: dict[str, int] = {}
    for rating in ratings:
        outcome = rating.outcome
        if isinstance(outcome, Unrated):
            words = str(outcome.reason)
            reasons[words] = reasons.get(words, 0) + 1
            order[words] = list(type(outcome.reason)).index(outcome.reason)
        else:
            rags[outcome.rag] += 1
    return Counts(rags, {words: reasons[words] for words in sorted(reasons, key=order.__getitem__)})


def by_directorate(
    ratings: Sequence[KpiRating], settings: Settings
) -> dict[str, tuple[KpiRating, ...]]:
    """Ratings by directorate: in the settings' order, others after them by name.

    Every rating is in exactly one group; KPIs without a directorate come last.
    """
    groups: dict[str, list[KpiRating]] = {}
    for rating in ratings:
        groups.setdefault(rating.kpi.directorate or NO_DIRECTORATE, []).append(rating)
    listed = [name for name in settings.council.directorates if name in groups]
    others = sorted(name for name in groups if name not in listed and name != NO_DIRECTORATE)
    last = [NO_DIRECTORATE] if NO_DIRECTORATE in groups and NO_DIRECTORATE not in listed else []
    return {name: tuple(groups[name]) for name in (*listed, *others, *last)}
