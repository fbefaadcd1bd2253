"""Parts of the whole: which are clearly worse than the headline (2024 report, ¶64 and ¶66).

A good average may hide one town (South Kesteven's members). Parts whose
denominator is below the split's smallest denominator are never flagged.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from pmf_cli.assessment import Assessment
from pmf_cli.frozen import frozen
from pmf_cli.rag.base import KpiRating, Rating, last_before_red
from pmf_cli.register.figures import as_printed, figure
from pmf_cli.register.periods.period import Period
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.record import Result
from pmf_cli.register.terms import DataType, Polarity, Rag

MOST_NAMED = 3
"""Parts named in a sentence at each end."""


def masked_splits(assessment: Assessment) -> dict[str, tuple[str, ...]]:
    """KPI reference → parts that would be Red by the whole's own rule, where it is Green.

    A part with a target of its own counts by its own rating; others are set against the
    figure where Red begins for the whole.
    """
    own = {(rating.kpi.ref, rating.split): rating.rag for rating in assessment.split_ratings}
    parts = Parts(assessment)
    found: dict[str, tuple[str, ...]] = {}
    for rating in assessment.ratings:
        if rating.rag is Rag.GREEN:
            ref = rating.kpi.ref
            worse = tuple(
                name for name, row in parts.of(rating) if _is_red(rating, row, own.get((ref, name)))
            )
            if worse:
                found[ref] = worse
    return found


@frozen
class PartFigure:
    """A part of the whole and its figure.

    Attributes:
        is_on_target: whether it is as good as what is asked of the whole; ``None`` where that is not
            to be said.
    """

    name: str
    value: Decimal
    is_on_target: bool | None


def largest_split(assessment: Assessment, rating: KpiRating) -> tuple[str, tuple[PartFigure, ...]]:
    """The kind of parts of which a KPI has most for the period of its result, and their figures, the worst first.

    Where neither way is better the highest stands first. Parts too small to be told are left out.
    """
    kinds = {split.name: str(split.kind or "Part") for split in assessment.register.splits}
    groups: dict[str, list[PartFigure]] = {}
    for name, row in Parts(assessment).of(rating):
        if row.number is not None:
            figure_of = PartFigure(name, row.number, _is_met(rating, row.number))
            groups.setdefault(kinds.get(name, "Part"), []).append(figure_of)
    if not groups:
        return "", ()
    kind = max(groups, key=lambda one: len(groups[one]))
    lowest_first = rating.kpi.polarity is Polarity.HIGHER
    return kind, tuple(
        sorted(groups[kind], key=lambda one: (one.value if lowest_first else -one.value, one.name))
    )


ADDED_UP = (DataType.NUMBER, DataType.MONEY)
"""Kinds of figures of which the parts make the whole, so that its target is not theirs."""


def is_target_of_parts(kpi: Kpi) -> bool:
    """Whether what is asked of the whole can be asked of each part: of a rate, not of a count."""
    is_count = kpi.data_type in ADDED_UP and not kpi.denominator_label
    return kpi.data_type is not None and not is_count


def _is_met(rating: KpiRating, value: Decimal) -> bool | None:
    if not is_target_of_parts(rating.kpi):
        return None
    outcome = rating.outcome
    target = outcome.target if isinstance(outcome, Rating) else None
    printed = as_printed(value, rating.kpi.decimal_places)
    if not isinstance(target, Decimal):
        return None
    if rating.kpi.polarity is Polarity.HIGHER:
        return printed >= target
    return printed <= target if rating.kpi.polarity is Polarity.LOWER else None


class Parts:
    """The parts of a register's wholes."""

    def __init__(self, assessment: Assessment) -> None:
        self._register = assessment.register
        self._least = {one.name: one.smallest_denominator for one in assessment.register.splits}
        self._names: dict[str, list[str]] = {}
        for ref, split in assessment.register.series:
            if split is not None:
                self._names.setdefault(ref, []).append(split)

    def of(self, rating: KpiRating) -> Iterator[tuple[str, Result]]:
        """Each part with a number for the period of a KPI's result, and its row."""
        period = None if rating.result is None else rating.result.period
        if period is not None:
            found = self.at(rating.kpi, period)
            yield from ((name, row) for name, row in found if not self.is_small(name, row))

    def at(self, kpi: Kpi, period: Period) -> Iterator[tuple[str, Result]]:
        """Each part of a KPI with a number for a period, however few people it is of, and its row."""
        for name in self._names.get(kpi.ref, ()):
            row = self._register.results_of(kpi.ref, name).get(period)
            if row is not None and row.number is not None:
                yield name, row

    def is_small(self, name: str, row: Result) -> bool:
        """Whether a part's figure is of so few that it is shown and never flagged."""
        least = self._least.get(name)
        return least is not None and row.denominator is not None and row.denominator < least


def _is_red(rating: KpiRating, row: Result, own: Rag | None) -> bool:
    """Whether a part is Red: by its own rating where it has one, else by the whole's rule."""
    return own is Rag.RED or (own is None and _beyond_red(rating, row))


def _beyond_red(rating: KpiRating, row: Result) -> bool:
    outcome = rating.outcome
    if not isinstance(outcome, Rating) or row.number is None:
        return False
    edge = last_before_red(outcome)
    if edge is None:
        return False
    printed = as_printed(row.number, rating.kpi.decimal_places)
    if rating.kpi.polarity is Polarity.HIGHER:
        return printed < edge
    return rating.kpi.polarity is Polarity.LOWER and printed > edge


def split_words(assessment: Assessment, kpi: Kpi) -> str:
    """The figures of the parts for the period of the result, kind by kind; empty without parts."""
    rating = assessment.rating_of.get(kpi.ref)
    if rating is None:
        return ""
    kinds = {split.name: str(split.kind or "Part") for split in assessment.register.splits}
    groups: dict[str, list[tuple[Decimal, str]]] = {}
    for name, row in Parts(assessment).of(rating):
        if row.number is not None:
            groups.setdefault(kinds.get(name, "Part"), []).append((row.number, name))
    told = [_group_words(kpi, kind, group) for kind, group in groups.items() if len(group) > 1]
    return " ".join(told)


def _group_words(kpi: Kpi, kind: str, group: list[tuple[Decimal, str]]) -> str:
    ordered = sorted(group)
    if len(ordered) <= 2 * MOST_NAMED:
        return f"{kind}: {_named(kpi, ordered)}."
    low, high = ordered[:MOST_NAMED], ordered[-MOST_NAMED:]
    return f"{kind}, lowest of {len(ordered)}: {_named(kpi, low)}; highest: {_named(kpi, high)}."


def _named(kpi: Kpi, figures: list[tuple[Decimal, str]]) -> str:
    return ", ".join(f"{name} {figure(value, kpi)}" for value, name in figures)
