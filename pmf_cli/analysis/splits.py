"""Parts of the whole: which are clearly worse than the headline (2024 report, ¶64 and ¶66).

A good average may hide one town (South Kesteven's members, FEATURES 2.5). Parts whose
denominator is below the split's smallest denominator are never flagged.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from pmf_cli.assessment import Assessment
from pmf_cli.rag.base import KpiRating, Rating
from pmf_cli.register.figures import figure
from pmf_cli.register.kpis import Kpi
from pmf_cli.register.record import Result
from pmf_cli.register.terms import Polarity, Rag

MOST_NAMED = 3
"""Parts named in a sentence at each end."""


def masked_splits(assessment: Assessment) -> dict[str, tuple[str, ...]]:
    """KPI reference → parts that would be Red by the whole's own rule, where it is Green.

    A part with a target of its own counts by its own rating; others are set against the
    figure where Red begins for the whole.
    """
    own = {(rating.kpi.ref, rating.split): rating.rag for rating in assessment.split_ratings}
    smallest = _smallest(assessment)
    splits = _splits_of(assessment)
    found: dict[str, tuple[str, ...]] = {}
    for rating in assessment.ratings:
        names = splits.get(rating.kpi.ref)
        if not names or rating.rag is not Rag.GREEN or rating.result is None:
            continue
        worse = []
        for name in names:
            row = _row(assessment, rating, name)
            if row is None or _is_small(row, smallest.get(name)):
                continue
            rag = own.get((rating.kpi.ref, name))
            if rag is Rag.RED or (rag is None and _beyond_red(rating, row)):
                worse.append(name)
        if worse:
            found[rating.kpi.ref] = tuple(worse)
    return found


def _splits_of(assessment: Assessment) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for ref, split in assessment.register.series:
        if split is not None:
            found.setdefault(ref, []).append(split)
    return {ref: tuple(names) for ref, names in found.items()}


def _smallest(assessment: Assessment) -> dict[str, int]:
    return {
        split.name: split.smallest_denominator
        for split in assessment.register.splits
        if split.smallest_denominator is not None
    }


def _row(assessment: Assessment, rating: KpiRating, split: str) -> Result | None:
    period = None if rating.result is None else rating.result.period
    if period is None:
        return None
    row = assessment.register.results_of(rating.kpi.ref, split).get(period)
    return row if row is not None and row.number is not None else None


def _is_small(row: Result, least: int | None) -> bool:
    return least is not None and row.denominator is not None and row.denominator < least


def _beyond_red(rating: KpiRating, row: Result) -> bool:
    outcome = rating.outcome
    if not isinstance(outcome, Rating) or row.number is None:
        return False
    edges = [one.value for one in outcome.thresholds if one.rag is Rag.RED]
    if len(edges) != 1 or edges[0] is None:
        return False
    if rating.kpi.polarity is Polarity.HIGHER:
        return row.number < edges[0]
    return rating.kpi.polarity is Polarity.LOWER and row.number > edges[0]


def split_words(assessment: Assessment, kpi: Kpi) -> str:
    """The best and worst parts for the period of the result, in words; empty without parts."""
    rating = assessment.rating_of.get(kpi.ref)
    names = _splits_of(assessment).get(kpi.ref, ())
    if rating is None or not names or rating.result is None:
        return ""
    smallest = _smallest(assessment)
    figures: list[tuple[Decimal, str]] = []
    for name in names:
        row = _row(assessment, rating, name)
        if row is not None and row.number is not None and not _is_small(row, smallest.get(name)):
            figures.append((row.number, name))
    if len(figures) < 2:
        return ""
    figures.sort()
    if len(figures) <= 2 * MOST_NAMED:
        told = ", ".join(f"{name} {figure(value, kpi)}" for value, name in figures)
        return f"From lowest to highest: {told}."
    low = ", ".join(f"{name} {figure(value, kpi)}" for value, name in figures[:MOST_NAMED])
    high = ", ".join(f"{name} {figure(value, kpi)}" for value, name in figures[-MOST_NAMED:])
    return f"Lowest of {len(figures)}: {low}. Highest: {high}."
