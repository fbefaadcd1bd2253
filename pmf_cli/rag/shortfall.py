"""How far a result is from its target, in words and as a sum."""

from __future__ import annotations

from decimal import Decimal

from pmf_cli.rag.improvement import Improvement
from pmf_cli.rag.rating_input import RatingInput, gap_words
from pmf_cli.rag.scales import Scale
from pmf_cli.rag.widths import Width
from pmf_cli.register.terms import AMBER_BOUNDARY, Rag, ToleranceBasis


class Shortfall:
    """How far a result is from its target: the sentence and the sum.

    Args:
        case: the case.
        scale: the scale of its values.
        width: the tolerance.
        base: the target, or the nearer edge of a range.
        rated: the value rated.
        higher: whether higher is better.
    """

    def __init__(
        self,
        case: RatingInput,
        scale: Scale,
        width: Width,
        base: Decimal,
        rated: Decimal,
        *,
        higher: bool,
    ) -> None:
        self.case = case
        self.scale = scale
        self.width = width
        self.base = base
        self.rated = rated
        self.higher = higher
        self.worse_by = base - rated if higher else rated - base
        self.share = width.share(self.worse_by, base)
        self.value = scale.words(rated)
        self.aim = scale.words(base)

    @property
    def gap(self) -> str:
        """The distance on the worse side in the tolerance's measure, in words."""
        relative = self.width.basis is ToleranceBasis.RELATIVE and self.case.aim.amber is None
        if relative and self.share is not None and self.scale.is_number:
            return gap_words(self.share, self.width.amount)
        return self.scale.gap(self.worse_by)

    def because(self, rag: Rag, better: Improvement | None) -> str:
        """Why the colour is what it is, up to its word."""
        if self.worse_by == 0:
            head = f"{self.value} is on the target"
            if rag is Rag.GREEN:
                return f"{head} of {self.aim}"
            counts_as = self.case.words[rag]
            return f"{head}, which counts as {counts_as} under {self.case.rules.in_words}"
        side = self.scale.side(above=self.rated > self.base)
        hint = "" if self.higher or not self.scale.is_number else " (lower is better)"
        if self.worse_by < 0:
            return f"{self.value} is {side} the target of {self.aim}{hint}"
        return (
            f"{self.value} is {self.gap} {side} the target of {self.aim}{hint}, "
            f"{self.verdict(rag, better)}"
        )

    def verdict(self, rag: Rag, better: Improvement | None) -> str:
        """How a result on the worse side stands to the tolerance."""
        scale, own = self.scale, self.case.aim.amber
        if rag is Rag.GREEN:
            return "which still counts as met"
        if better is not None and (said := better.verdict(rag, self.rated, self.width)):
            return said
        if own is not None and scale.is_number:
            beyond = self.rated < own if self.higher else self.rated > own
            place = "beyond" if beyond else ("exactly at" if self.rated == own else "not beyond")
            return f"{place} the {AMBER_BOUNDARY} of {scale.words(own)}"
        if self.share is None:
            return "and a percentage of 0 leaves no tolerance"
        reach = self.width.around(self.base)
        if self.worse_by == reach:
            return f"exactly at the tolerance of {self.width.text}"
        place = "within" if self.worse_by < reach else "outside"
        return f"{place} the tolerance of {self.width.text}"

    def steps(self, rag: Rag, better: Improvement | None) -> tuple[str, ...]:
        """The sum, a line each."""
        way = "higher is better" if self.higher else "lower is better"
        if not self.scale.is_number:
            way = {"date": "on or before that day", "grade": "that grade or a better one"}[
                self.scale.kind
            ]
        lines = [f"Target: {self.aim}, {way}.", *self.sum()]
        if better is not None:
            lines.append(better.step)
        return (*lines, f"Therefore {self.case.words[rag]}.")

    def sum(self) -> tuple[str, ...]:
        """The distance from the target and how far the tolerance reaches."""
        scale, width = self.scale, self.width
        gap = scale.gap(self.worse_by)
        if self.worse_by <= 0:
            first = "No shortfall." if self.worse_by == 0 else f"Better than the target by {gap}."
        elif width.basis is ToleranceBasis.RELATIVE and self.share is not None:
            part = gap_words(self.share, width.amount)
            first = f"Shortfall: {gap} ÷ {scale.words(abs(self.base))} = {part} of the target."
        else:
            first = f"Shortfall: {gap}."
        own = self.case.aim.amber
        if own is not None and scale.is_number:
            return (first, f"{AMBER_BOUNDARY}: {scale.words(own)}, set for this KPI.")
        reach = width.around(self.base)
        edge = scale.words(self.base - reach if self.higher else self.base + reach)
        of = " of the target" if width.basis is ToleranceBasis.RELATIVE else ""
        last = f"Tolerance: {width.text}{of} ({width.source}), which reaches to {edge}."
        return (first, last)
