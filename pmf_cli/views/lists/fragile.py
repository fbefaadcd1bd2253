"""Ratings that hang on little, each with what would make it another one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from pmf_cli.analysis.fragile import FragileRating, HangsOn
from pmf_cli.assessment import Assessment
from pmf_cli.rag.base import Rating
from pmf_cli.register.terms import ANY_RATING
from pmf_cli.views.base import Align, Entry, Section, lead
from pmf_cli.views.entries import rating_entry, result_entry, target_entry
from pmf_cli.views.listing import (
    Field,
    ListDefinition,
    Listing,
    exact_figure,
    kpi_fields,
    register_title,
)
from pmf_cli.views.wording import are, part_name
from pmf_cli.words import counted, listed, lower_first

FRAGILE: ListDefinition[FragileRating] = ListDefinition(
    "pmf/rag-fragile/1",
    "One item a rating and thing that it hangs on. From `pmf rag fragile`.",
    "items",
    (
        *kpi_fields(lambda one: one.rating.kpi, (1.2, 3.0)),
        Field("directorate", "", "Directorate.", lambda one: one.rating.kpi.directorate),
        Field(
            "result", "Result", "The figure rated, exact.",
            lambda one: one.rating.result and exact_figure(one.rating.result.value),
            lambda one: result_entry(one.rating), width=1.2, align=Align.NUMBER,
        ),
        Field(
            "target", "Target", "The target, as printed.",
            lambda one: target_entry(one.rating).text, lambda one: target_entry(one.rating), width=1.2,
        ),
        Field(
            "rating", "Rating", f"{ANY_RATING}.", lambda one: one.rating.rag,
            lambda one: rating_entry(one.rating), width=1.5,
        ),
        Field("hangs_on", "", f"What it hangs on: {listed(map(str, HangsOn), 'or')}."),
        Field("would_be", "", "The rating with that thing changed; empty where it is not known."),
        Field(
            "how", "What would change it", "What would make it so.",
            shown=lambda one: Entry(_sentence(one)), width=3.6,
        ),
    ),
)  # fmt: skip


def fragile_listing(assessment: Assessment, found: Sequence[FragileRating], rated: int) -> Listing:
    """The ratings that hang on little; ``rated`` is of how many."""
    numbers = Counter(one.hangs_on for one in found)
    kpis = len({one.rating.kpi.ref for one in found})
    counts = {"rated": rated, "fragile": kpis} | {str(kind): numbers[kind] for kind in HangsOn}
    words = f"ratings of {assessment.period} that hang on little"
    kinds = listed(f"{lower_first(kind)} ({numbers[kind]:,})" for kind in HangsOn if numbers[kind])
    said = f"{kpis:,} of {counted(rated, 'rating')} {are(kpis)} fragile"
    said += f", in {counted(len(found), 'way')}: they hang on {kinds}." if kinds else "."
    top = Section(register_title(assessment.register, words), 1, (lead(said),))
    return FRAGILE.listing_of(assessment, found, counts, (top, *_by_kind(found)))


def _by_kind(found: Sequence[FragileRating]) -> Iterator[Section]:
    summary = "Each rating with its figure and target, and what would make it another one."
    for kind in HangsOn:
        rows = [one for one in found if one.hangs_on is kind]
        if rows:
            table = FRAGILE.table(part_name("fragile", kind.name), str(kind), rows, summary)
            yield Section(f"{kind} ({len(rows):,})", 2, (table,))


def _sentence(one: FragileRating) -> str:
    """``12 more of 530 would make it Green.``, with the council's word; of a status, what it is."""
    outcome = one.rating.outcome
    if one.would_be is None or not isinstance(outcome, Rating):
        return f"{one.how}."
    return f"{one.how} would make it {outcome.words[one.would_be]}."
