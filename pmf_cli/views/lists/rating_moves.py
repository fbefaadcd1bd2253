"""Ratings at two times side by side: which moved, why, and counts that add up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from pmf_cli.analysis.issued.issue_history import ReportedFigure
from pmf_cli.analysis.issued.rating_changes import Cause, Movement, RatingChange
from pmf_cli.assessment import Assessment
from pmf_cli.register.terms import Rag, RatingWords
from pmf_cli.views.base import Align, Block, Column, Entry, Paragraph, Section, Table, TextStyle
from pmf_cli.views.entries import count_entry, text_entry
from pmf_cli.views.listing import (
    Field,
    ListDefinition,
    Listing,
    exact_figure,
    register_title,
)
from pmf_cli.views.lists.reported import rating_entry_of
from pmf_cli.views.wording import part_name, sentence
from pmf_cli.words import counted, listed

TOLD = (
    RatingChange.DOWN,
    RatingChange.UP,
    RatingChange.NO_LONGER,
    RatingChange.NOW_RATED,
    RatingChange.LEFT,
    RatingChange.ENTERED,
)
"""Moves listed one by one; the others are counted."""
NOT_IN_SCOPE, NOT_RATED = "Not in scope", "Not rated"


RAG_COMPARE: ListDefinition[Movement] = ListDefinition(
    "pmf/rag-compare/1",
    "One item a KPI of either time: its rating then and now, and why it moved. From `pmf rag compare`.",
    "kpis",
    (
        Field("ref", "Ref", "KPI reference.", lambda one: one.kpi_ref),
        Field("name", "KPI", "KPI name.", missing="No name", width=2.6),
        Field(
            "move", "",
            "Moved up, Moved down, Same rating, Rated now, No longer rated, Not rated in either, New in "
            "scope or No longer in scope.",
        ),
        Field(
            "because", "Because of",
            "Why, the decisive cause first: Figure, Target, Tolerance, Rule set, Comparator, Definition, "
            "Figure came in, No figure now, Scope.",
            lambda one: one.causes, lambda one: Entry(_because(one)), width=1.5,
        ),
        Field(
            "changed_too", "", "What changed as well but did not move the rating.",
            lambda one: one.also,
        ),
        Field(
            "rating_before", "Rating then", "Rating then; empty where not rated.",
            lambda one: one.before and one.before.rating, lambda one: _rating(one.before), width=1.3,
        ),
        Field(
            "not_rated_before", "", "The reason for none.",
            lambda one: one.before and one.before.not_rated,
        ),
        Field(
            "rating_after", "Rating now", "Rating now; empty where not rated.",
            lambda one: one.after and one.after.rating, lambda one: _rating(one.after), width=1.3,
        ),
        Field(
            "not_rated_after", "", "The reason for none.",
            lambda one: one.after and one.after.not_rated,
        ),
        Field(
            "result_before", "", "The figure then, exact.",
            lambda one: one.before and exact_figure(one.before.value),
        ),
        Field(
            "result_after", "", "The figure now, exact.",
            lambda one: one.after and exact_figure(one.after.value),
        ),
        Field(
            "period_before", "", "The figure's own period then.",
            lambda one: one.before and one.before.period,
        ),
        Field(
            "period_after", "", "The figure's own period now.",
            lambda one: one.after and one.after.period,
        ),
        Field(
            "target_before", "", "The target then, as printed.",
            lambda one: one.before and one.before.target_text,
        ),
        Field(
            "target_after", "", "The target now, as printed.",
            lambda one: one.after and one.after.target_text,
        ),
        Field(
            "rule_set_before", "", "The rule set then.",
            lambda one: one.before and one.before.rule_set,
        ),
        Field(
            "rule_set_after", "", "The rule set now.", lambda one: one.after and one.after.rule_set,
        ),
        Field(
            "reason_before", "Why then", "Why then, in one sentence.",
            lambda one: one.before and one.before.sentence,
            lambda one: text_entry(_reason(one.before), NOT_IN_SCOPE), width=3.0,
        ),
        Field(
            "reason_after", "Why now", "Why now, in one sentence.",
            lambda one: one.after and one.after.sentence,
            lambda one: text_entry(_reason(one.after), NOT_IN_SCOPE), width=3.0,
        ),
    ),
    (
        "ref", "name", "rating_before", "rating_after", "because", "reason_before", "reason_after",
    ),
)  # fmt: skip


def compare_listing(
    assessment: Assessment, first: str, second: str, found: Sequence[Movement]
) -> Listing:
    """Which ratings moved between two times.

    Args:
        assessment: the register rated for the later time.
        first: the earlier time in words: a period, or an issue's reference.
        second: the later time in words.
        found: every KPI once.
    """
    moves = Counter(one.move for one in found)
    return RAG_COMPARE.listing(
        found,
        {"kpis": len(found)} | {str(move).lower(): moves[move] for move in RatingChange},
        _sections(assessment, first, second, found, moves),
        register=assessment.register.name,
        period=f"{first} to {second}",
        as_of=assessment.as_of,
    )


def _sections(
    assessment: Assessment,
    first: str,
    second: str,
    found: Sequence[Movement],
    moves: Mapping[RatingChange, int],
) -> list[Section]:
    lead = Paragraph(_lead(moves, len(found)), TextStyle.LEAD)
    title = register_title(assessment.register, f"ratings from {first} to {second}")
    sections = [Section(title, 1, (lead,))]
    for move in TOLD:
        rows = [one for one in found if one.move is move]
        if rows:
            table = _table(move, first, second, rows)
            sections.append(Section(f"{move} ({len(rows):,})", 2, (table,)))
    closing: list[Block] = [_counts_table(first, second, found, assessment.words)]
    causes = _causes_words(found)
    if causes:
        closing.append(Paragraph(causes, TextStyle.NOTE))
    sections.append(Section("Counts", 2, tuple(closing)))
    return sections


def _lead(numbers: Mapping[RatingChange, int], total: int) -> str:
    parts = [
        f"{numbers[RatingChange.UP]:,} moved up",
        f"{numbers[RatingChange.DOWN]:,} moved down",
        f"{numbers[RatingChange.SAME]:,} kept the same rating",
        f"{numbers[RatingChange.NOW_RATED]:,} rated only now",
        f"{numbers[RatingChange.NO_LONGER]:,} no longer rated",
        f"{numbers[RatingChange.UNRATED]:,} not rated in either",
    ]
    for move, words in (
        (RatingChange.ENTERED, "new in scope"),
        (RatingChange.LEFT, "no longer in scope"),
    ):
        if numbers[move]:
            parts.append(f"{numbers[move]:,} {words}")
    return f"{counted(total, 'KPI')}: {listed(parts)}."


def _table(move: RatingChange, first: str, second: str, rows: Sequence[Movement]) -> Table:
    table = RAG_COMPARE.table(
        part_name("moves", str(move)),
        str(move),
        rows,
        "Each KPI whose rating moved, with both ratings, the cause and both reasons.",
    )
    titles = {
        "rating_before": first,
        "rating_after": second,
        "reason_before": f"Why in {first}",
        "reason_after": f"Why in {second}",
    }
    columns = (replace(one, title=titles.get(one.key, one.title)) for one in table.columns)
    return replace(table, columns=tuple(columns))


def _because(one: Movement) -> str:
    because = ", ".join(one.causes) or "–"
    if one.also:
        because += f" (changed too: {', '.join(cause.lower() for cause in one.also)})"
    return because


def _rating(figure: ReportedFigure | None) -> Entry:
    return Entry(NOT_IN_SCOPE) if figure is None else rating_entry_of(figure)


def _reason(figure: ReportedFigure | None) -> str:
    """Why, without the rating's word, which stands beside it; the record keeps the sentence whole."""
    if figure is None:
        return ""
    words = sentence(figure.sentence)
    if not figure.rating:
        return words
    for word in (figure.rating_text, figure.rating):
        words = words.replace(f": {word}.", ".", 1)
    return words


def _counts_table(first: str, second: str, found: Sequence[Movement], words: RatingWords) -> Table:
    """Ratings then down, ratings now across; rows and columns add up."""
    kinds = (*(words[rag] for rag in reversed(Rag)), NOT_RATED, NOT_IN_SCOPE)
    pairs = Counter((_kind(one.before), _kind(one.after)) for one in found)
    counts = [[pairs[then, now] for now in kinds] for then in kinds]
    counts.append([sum(column) for column in zip(*counts, strict=True)])
    rows = (
        (Entry(kind), *map(count_entry, numbers), count_entry(sum(numbers)))
        for kind, numbers in zip((*kinds, "All"), counts, strict=True)
    )
    return Table(
        "moves_counts",
        f"Ratings in {first} (rows) and {second} (columns)",
        (
            Column(first, 1.6),
            *(Column(kind, 1.0, Align.NUMBER) for kind in kinds),
            Column("All", 0.8, Align.NUMBER),
        ),
        tuple(rows),
        "How many KPIs had which rating at both times.",
    )


def _kind(figure: ReportedFigure | None) -> str:
    if figure is None:
        return NOT_IN_SCOPE
    return figure.rating_text if figure.rating else NOT_RATED


def _causes_words(found: Sequence[Movement]) -> str:
    numbers = Counter(one.causes[0] for one in found if one.causes)
    parts = [f"{cause} ({numbers[cause]:,})" for cause in Cause if numbers[cause]]
    return f"Causes, each KPI by its first: {', '.join(parts)}." if parts else ""
