"""Ratings at two times side by side: which moved, why, and counts that add up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from pmf_cli.analysis.issued.issue_history import ReportedFigure
from pmf_cli.analysis.issued.rating_changes import Cause, Movement, RatingChange
from pmf_cli.assessment import Assessment
from pmf_cli.register.terms import Rag, RatingWords
from pmf_cli.views.base import Align, Block, Entry, Section, Table, lead, note
from pmf_cli.views.entries import text_entry
from pmf_cli.views.listing import (
    Field,
    ListDefinition,
    Listing,
    exact_figure,
    register_title,
    table_column,
    table_of,
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
LEAD = {
    RatingChange.UP: "moved up",
    RatingChange.DOWN: "moved down",
    RatingChange.SAME: "kept the same rating",
    RatingChange.NOW_RATED: "rated only now",
    RatingChange.NO_LONGER: "no longer rated",
    RatingChange.UNRATED: "not rated in either",
    RatingChange.ENTERED: "new in scope",
    RatingChange.LEFT: "no longer in scope",
}
"""Every move after its number, in the order of the first sentence."""
SAID_IF_ANY = (RatingChange.ENTERED, RatingChange.LEFT)


def _both(
    key: str,
    meaning: str,
    of: Callable[[ReportedFigure], object],
    title: str = "",
    **looks: Any,  # noqa: ANN401 - what ``Field`` takes besides
) -> tuple[Field[Movement], Field[Movement]]:
    """A fact of both times: as it was then, and as it is now; ``shown`` gets the figure, or none."""
    shown = looks.pop("shown", None)

    def field(which: str, when: str) -> Field[Movement]:
        def figure(one: Movement) -> ReportedFigure | None:
            found: ReportedFigure | None = getattr(one, which)
            return found

        return Field(
            f"{key}_{which}",
            f"{title} {when}".strip() if title else "",
            meaning.format(when),
            lambda one: (told := figure(one)) and of(told),
            shown and (lambda one: shown(figure(one))),
            **looks,
        )

    return field("before", "then"), field("after", "now")


RATINGS = _both(
    "rating", "Rating {}; empty where not rated.", lambda figure: figure.rating, "Rating", width=1.3,
    shown=lambda figure: _rating(figure),
)  # fmt: skip
WHY_NONE = _both("not_rated", "The reason for none.", lambda figure: figure.not_rated)
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
        RATINGS[0], WHY_NONE[0], RATINGS[1], WHY_NONE[1],
        *_both("result", "The figure {}, exact.", lambda figure: exact_figure(figure.value)),
        *_both("period", "The figure's own period {}.", lambda figure: figure.period),
        *_both("target", "The target {}, as printed.", lambda figure: figure.target_text),
        *_both("rule_set", "The rule set {}.", lambda figure: figure.rule_set),
        *_both(
            "reason", "Why {}, in one sentence.", lambda figure: figure.sentence, "Why", width=3.0,
            shown=lambda figure: text_entry(_reason(figure), NOT_IN_SCOPE),
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
        first: the earlier time in words: a period, or an issue's reference.
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
    title = register_title(assessment.register, f"ratings from {first} to {second}")
    sections = [Section(title, 1, (lead(_lead(moves, len(found))),))]
    for move in TOLD:
        rows = [one for one in found if one.move is move]
        if rows:
            table = _table(move, first, second, rows)
            sections.append(Section(f"{move} ({len(rows):,})", 2, (table,)))
    closing: list[Block] = [_counts_table(first, second, found, assessment.words)]
    if causes := _causes_words(found):
        closing.append(note(causes))
    sections.append(Section("Counts", 2, tuple(closing)))
    return sections


def _lead(numbers: Mapping[RatingChange, int], total: int) -> str:
    parts = (
        f"{numbers[move]:,} {words}"
        for move, words in LEAD.items()
        if numbers[move] or move not in SAID_IF_ANY
    )
    return f"{counted(total, 'KPI')}: {listed(parts)}."


def _table(move: RatingChange, first: str, second: str, rows: Sequence[Movement]) -> Table:
    titles = {
        "rating_before": first,
        "rating_after": second,
        "reason_before": f"Why in {first}",
        "reason_after": f"Why in {second}",
    }
    summary = "Each KPI whose rating moved, with both ratings, the cause and both reasons."
    fields = (replace(one, title=titles.get(one.key, one.title)) for one in RAG_COMPARE.chosen())
    return table_of(tuple(fields), part_name("moves", str(move)), str(move), rows, summary)


def _because(one: Movement) -> str:
    because = ", ".join(one.causes) or "–"
    if one.also:
        because += f" (changed too: {', '.join(cause.lower() for cause in one.also)})"
    return because


def _rating(figure: ReportedFigure | None) -> Entry:
    return Entry(NOT_IN_SCOPE) if figure is None else rating_entry_of(figure)


def _reason(figure: ReportedFigure | None) -> str:
    if figure is None:
        return ""
    return sentence(figure.reason if figure.rating else figure.sentence)


def _counts_table(first: str, second: str, found: Sequence[Movement], words: RatingWords) -> Table:
    """Ratings then down, ratings now across; rows and columns add up."""
    kinds = (*(words[rag] for rag in reversed(Rag)), NOT_RATED, NOT_IN_SCOPE)
    pairs = Counter((_kind(one.before), _kind(one.after)) for one in found)
    counts = [[pairs[then, now] for now in kinds] for then in kinds]
    counts.append([sum(numbers) for numbers in zip(*counts, strict=True)])
    rows = [(kind, (*row, sum(row))) for kind, row in zip((*kinds, "All"), counts, strict=True)]
    return table_of(
        (
            table_column(first, lambda row: row[0], 1.6),
            *(_number_column(at, kind, 1.0) for at, kind in enumerate(kinds)),
            _number_column(len(kinds), "All", 0.8),
        ),
        "moves_counts",
        f"Ratings in {first} (rows) and {second} (columns)",
        rows,
        "How many KPIs had which rating at both times.",
    )


def _number_column(at: int, title: str, width: float) -> Field[tuple[str, Sequence[int]]]:
    return table_column(title, lambda row: row[1][at], width, Align.NUMBER)


def _kind(figure: ReportedFigure | None) -> str:
    if figure is None:
        return NOT_IN_SCOPE
    return figure.rating_text if figure.rating else NOT_RATED


def _causes_words(found: Sequence[Movement]) -> str:
    numbers = Counter(one.causes[0] for one in found if one.causes)
    parts = [f"{cause} ({numbers[cause]:,})" for cause in Cause if numbers[cause]]
    return f"Causes, each KPI by its first: {', '.join(parts)}." if parts else ""
