"""Ratings at two times side by side: which moved, why, and counts that add up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pmf_cli.analysis.issued.issue_history import ReportedFigure
from pmf_cli.analysis.issued.rating_changes import Cause, Movement, RatingChange
from pmf_cli.assessment import Assessment
from pmf_cli.register.terms import Rag
from pmf_cli.views.base import Align, Block, Column, Entry, Paragraph, Section, Table, TextStyle
from pmf_cli.views.entries import count_entry, text_entry
from pmf_cli.views.listing import Datum, Listing
from pmf_cli.views.lists.rag import exact
from pmf_cli.views.lists.reported import rating_entry_of
from pmf_cli.views.wording import part_name, sentence
from pmf_cli.words import counted, listed

SCHEMA = "pmf/rag-compare/1"
TOLD = (
    RatingChange.DOWN,
    RatingChange.UP,
    RatingChange.NO_LONGER,
    RatingChange.NOW_RATED,
    RatingChange.LEFT,
    RatingChange.ENTERED,
)
"""Moves listed one by one; the others are counted."""


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
    counts = {"kpis": len(found)} | {str(move).lower(): 0 for move in RatingChange}
    for one in found:
        counts[str(one.move).lower()] += 1
    return Listing(
        schema=SCHEMA,
        register=assessment.register.name,
        period=f"{first} to {second}",
        as_of=assessment.as_of,
        counts=counts,
        key="kpis",
        items=tuple(_item(one) for one in found),
        sections=tuple(_sections(assessment, first, second, found)),
    )


def _item(one: Movement) -> Mapping[str, Datum]:
    before, after = one.before, one.after
    return {
        "ref": one.kpi_ref,
        "name": one.name or None,
        "move": str(one.move),
        "because": tuple(str(cause) for cause in one.causes),
        "changed_too": tuple(str(cause) for cause in one.also),
        "rating_before": before.rating or None if before else None,
        "not_rated_before": before.not_rated or None if before else None,
        "rating_after": after.rating or None if after else None,
        "not_rated_after": after.not_rated or None if after else None,
        "result_before": exact(before.value) if before else None,
        "result_after": exact(after.value) if after else None,
        "period_before": before.period or None if before else None,
        "period_after": after.period or None if after else None,
        "target_before": before.target_text or None if before else None,
        "target_after": after.target_text or None if after else None,
        "rule_set_before": before.rule_set or None if before else None,
        "rule_set_after": after.rule_set or None if after else None,
        "reason_before": before.sentence or None if before else None,
        "reason_after": after.sentence or None if after else None,
    }


def _sections(
    assessment: Assessment, first: str, second: str, found: Sequence[Movement]
) -> list[Section]:
    name = assessment.register.name or "KPI Register"
    numbers = {move: sum(1 for one in found if one.move is move) for move in RatingChange}
    lead = Paragraph(_lead(numbers, len(found)), TextStyle.LEAD)
    sections = [Section(f"{name}: ratings from {first} to {second}", 1, (lead,))]
    for move in TOLD:
        rows = [one for one in found if one.move is move]
        if rows:
            table = _table(move, first, second, rows)
            sections.append(Section(f"{move} ({len(rows):,})", 2, (table,)))
    closing: list[Block] = [_counts_table(first, second, found)]
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
    return Table(
        part_name("moves", str(move)),
        str(move),
        (
            Column("Ref", 1.0),
            Column("KPI", 2.6),
            Column(first, 1.3),
            Column(second, 1.3),
            Column("Because of", 1.5),
            Column(f"Why in {first}", 3.0),
            Column(f"Why in {second}", 3.0),
        ),
        tuple(_row(one) for one in rows),
        "Each KPI whose rating moved, with both ratings, the cause and both reasons.",
    )


def _row(one: Movement) -> tuple[Entry, ...]:
    because = ", ".join(str(cause) for cause in one.causes) or "–"
    if one.also:
        because += f" (changed too: {', '.join(str(cause).lower() for cause in one.also)})"
    return (
        Entry(one.kpi_ref),
        text_entry(one.name, missing="No name"),
        _rating(one.before),
        _rating(one.after),
        Entry(because),
        text_entry(_reason(one.before), missing="Not in scope"),
        text_entry(_reason(one.after), missing="Not in scope"),
    )


def _rating(figure: ReportedFigure | None) -> Entry:
    return Entry("Not in scope") if figure is None else rating_entry_of(figure)


def _reason(figure: ReportedFigure | None) -> str:
    if figure is None:
        return ""
    words = sentence(figure.sentence)
    return words.replace(f": {figure.rating}.", ".", 1) if figure.rating else words


def _counts_table(first: str, second: str, found: Sequence[Movement]) -> Table:
    """Ratings then down, ratings now across; rows and columns add up."""
    kinds = (*(str(rag) for rag in reversed(Rag)), "Not rated", "Not in scope")
    rows = []
    for kind in kinds:
        own = [one for one in found if _kind(one.before) == kind]
        numbers = [sum(1 for one in own if _kind(one.after) == other) for other in kinds]
        rows.append((Entry(kind), *(count_entry(n) for n in numbers), count_entry(len(own))))
    totals = [sum(1 for one in found if _kind(one.after) == other) for other in kinds]
    rows.append((Entry("All"), *(count_entry(n) for n in totals), count_entry(len(found))))
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
        return "Not in scope"
    return figure.rating or "Not rated"


def _causes_words(found: Sequence[Movement]) -> str:
    numbers = dict.fromkeys(Cause, 0)
    for one in found:
        for cause in one.causes[:1]:
            numbers[cause] += 1
    parts = [f"{cause} ({number:,})" for cause, number in numbers.items() if number]
    return f"Causes, each KPI by its first: {', '.join(parts)}." if parts else ""
