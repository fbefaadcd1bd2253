"""Schemes in which Amber depends on movement against the same period last year.

Havering (2012 to 2015): beyond the tolerance Amber if improved, else Red. Thurrock (2014/15):
below target Amber if better than last year, else Red. For a given figure of last year this too
is a stretch of values, so it only moves the edge of Amber.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from pmf_cli.rag.bands import Edge
from pmf_cli.rag.comparators import Comparator
from pmf_cli.rag.rating_input import RatingInput
from pmf_cli.rag.rules import HAVERING
from pmf_cli.rag.scales import Scale
from pmf_cli.rag.widths import Width
from pmf_cli.register.terms import ImprovedRule, Rag, RatingWords


@dataclass(frozen=True, slots=True)
class Improvement:
    """The scheme in force and last year's figure.

    Attributes:
        at: last year's place, as rated; 0 without a figure.
    """

    comparator: Comparator
    scale: Scale
    at: Decimal
    rule: ImprovedRule
    higher: bool
    words: RatingWords

    @property
    def maintained_counts(self) -> bool:
        """Whether a figure as good as last year's counts as improved."""
        return self.rule is ImprovedRule.HAVERING_MAINTAINED

    def amber(self, amber: Edge, green: Edge) -> Edge:
        """Where Amber ends, on a line on which higher is better."""
        last = Edge(self.at if self.higher else -self.at, self.maintained_counts)
        known = self.comparator.value is not None
        if self.rule not in HAVERING:
            return last if known and last.at < green.at else Edge(green.at, not green.inside)
        if not known or last.at > amber.at:
            return amber
        return last if last.at < amber.at else Edge(amber.at, amber.inside or last.inside)

    def verdict(self, rag: Rag, rated: Decimal, width: Width) -> str:
        """The movement in words, where it decides the colour; else nothing."""
        if self.rule in HAVERING and rag is Rag.AMBER and not self._improved(rated):
            return ""
        place = ""
        if self.rule in HAVERING:
            place = f"more than the tolerance of {width.text}, "
        if self.comparator.value is None:
            return f"{place}and there is no improvement to show ({self.comparator.why_none})"
        last = f"{self.scale.words(self.at)} in {self.comparator.period}"
        as_good = rated == self.at
        if rag is Rag.AMBER:
            return f"{place}but {'as good as' if as_good else 'better than'} {last}"
        return f"{place}and {'no better than' if as_good or not self.maintained_counts else 'worse than'} {last}"

    @property
    def step(self) -> str:
        """The scheme in words, for the sum."""
        what = "improved or maintained" if self.maintained_counts else "improved"
        where = "Beyond the tolerance" if self.rule in HAVERING else "Off target"
        last = self.comparator.why_none
        if self.comparator.value is not None:
            last = f"{self.scale.words(self.at)} in {self.comparator.period}"
        return f"{where} {self.words.amber} only if {what} on last year ({last})."

    def _improved(self, rated: Decimal) -> bool:
        if self.comparator.value is None:
            return False
        if rated == self.at:
            return self.maintained_counts
        return (rated > self.at) is self.higher


def improvement_of(case: RatingInput, scale: Scale, *, higher: bool) -> Improvement | None:
    """The scheme of improvement in force for a case; ``None`` where the rule has none."""
    rule = case.rules.improved
    if rule is ImprovedRule.NONE:
        return None
    comparator = case.last_year()
    at = scale.place(comparator.value)
    if at is None and comparator.value is not None:
        comparator = Comparator(comparator.rule, why_none="last year's result is of another kind")
    place = case.rated(scale, at) if at is not None else Decimal(0)
    return Improvement(comparator, scale, place, rule, higher, case.words)
