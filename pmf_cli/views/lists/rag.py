"""The rating table: every KPI wanted, with its colour or the reason for none, and the counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from pmf_cli.assessment import Assessment
from pmf_cli.findings import CellRef
from pmf_cli.rag.base import KpiRating, Rating, Travel
from pmf_cli.rag.counts import Counts, counts_of
from pmf_cli.rag.target_cells import target_cell
from pmf_cli.register.figures import plain
from pmf_cli.register.sheets.record import ResultValue
from pmf_cli.views.base import Align, Column, Entry, Paragraph, Section, Table, TextStyle
from pmf_cli.views.entries import (
    comparator_entry,
    direction_entry,
    period_entry,
    rating_entry,
    reason_words,
    result_entry,
    result_ref,
    target_entry,
    text_entry,
)
from pmf_cli.views.listing import Datum, Listing, counts_as_data
from pmf_cli.views.rating_key import rule_sentences
from pmf_cli.views.selection import NO_DIRECTORATE, Selection, by_directorate, selected
from pmf_cli.views.wording import part_name, summary
from pmf_cli.words import counted

SCHEMA = "pmf/rag/1"
COLUMNS = (
    Column("Ref", 1.0, key="ref"),
    Column("KPI", 3.0, key="name"),
    Column("Result", 1.2, Align.NUMBER, key="result"),
    Column("Period", 1.3, key="period"),
    Column("Target", 1.2, Align.NUMBER, key="target"),
    Column("Rating", 1.4, key="rating"),
    Column("Direction of travel", 2.0, key="direction"),
    Column("Why", 3.6, key="reason"),
)
"""The columns on a screen."""


def rag_listing(assessment: Assessment, wanted: Selection | None = None) -> Listing:
    """The ratings of the KPIs wanted (all, where nothing is named) as a list in three formats.

    Raises:
        UsageError: a value asked for is not in the register.
    """
    asked = wanted or Selection()
    ratings = selected(assessment, asked)
    counts = counts_of(ratings)
    return Listing(
        schema=SCHEMA,
        register=assessment.register.name,
        period=str(assessment.period),
        as_of=assessment.as_of,
        counts=counts_as_data(counts),
        key="kpis",
        items=tuple(rating_item(rating) for rating in ratings),
        sections=_sections(assessment, ratings, asked, counts),
    )


def _sections(
    assessment: Assessment, ratings: Sequence[KpiRating], asked: Selection, counts: Counts
) -> tuple[Section, ...]:
    heading = f"{assessment.register.name or 'KPI Register'}: ratings for {assessment.period}"
    if asked.words:
        heading += f" ({asked.words})"
    groups = by_directorate(ratings, assessment.settings)
    sections = [
        Section(
            name,
            2,
            (
                Table(
                    part_name("rag", str(number), name),
                    name,
                    COLUMNS,
                    tuple(rating_row(rating) for rating in group),
                ),
            ),
        )
        for number, (name, group) in enumerate(groups.items(), 1)
    ]
    closing: list[Paragraph] = [Paragraph(summary(counts), TextStyle.LEAD)]
    outside = len(assessment.ratings) - len(ratings)
    if outside:
        closing.append(
            Paragraph(
                f"{counted(outside, 'other KPI')} in scope {'is' if outside == 1 else 'are'} not "
                "shown, as they were not asked for.",
                TextStyle.NOTE,
            )
        )
    if ratings:
        closing += [
            Paragraph(words, TextStyle.NOTE) for words in rule_sentences(assessment, ratings)
        ]
    opening = Section(heading, 1, ())
    return (opening, *sections, Section("Counts", 2, tuple(closing)))


def rating_row(rating: KpiRating) -> tuple[Entry, ...]:
    """One KPI on the screen."""
    kpi = rating.kpi
    return (
        Entry(kpi.ref, ref=kpi.source.at("ref")),
        text_entry(kpi.short_name or kpi.name, missing="No name"),
        result_entry(rating),
        period_entry(rating),
        target_entry(rating),
        rating_entry(rating),
        direction_entry(rating.direction),
        Entry(reason_words(rating.outcome) or "No reason is on record."),
    )


def rating_item(rating: KpiRating) -> Mapping[str, Datum]:
    """One KPI for other programs; the fields are those of ``render/schemas.py``."""
    kpi, outcome, direction, shown = rating.kpi, rating.outcome, rating.direction, rating.shown
    target = outcome.target if isinstance(outcome, Rating) else None
    compared = direction.comparator_value
    return {
        "ref": kpi.ref,
        "name": kpi.name,
        "directorate": kpi.directorate or NO_DIRECTORATE,
        "service": kpi.service,
        "rating": str(outcome.rag) if isinstance(outcome, Rating) else None,
        "not_rated_because": None if isinstance(outcome, Rating) else str(outcome.reason),
        "marks": tuple(str(mark) for mark in outcome.marks) if isinstance(outcome, Rating) else (),
        "reason": outcome.sentence,
        "result": exact(None if shown is None else shown.value),
        "result_text": result_entry(rating).text,
        "result_period": None if shown is None else str(shown.period),
        "result_is_latest_only": rating.result is None and shown is not None,
        "is_new": rating.is_new,
        "value_status": _status(rating),
        "unit": kpi.unit,
        "target": exact(target),
        "target_text": target_entry(rating).text,
        "comparator": exact(compared),
        "comparator_text": None if compared is None else comparator_entry(rating).text,
        "comparator_period": _text(direction.comparator_period),
        "direction": None if direction.travel is Travel.NOT_KNOWN else str(direction.travel),
        "direction_text": direction_entry(direction).text,
        "rating_before": str(rating.previous.rag) if isinstance(rating.previous, Rating) else None,
        "rule_set": outcome.rule_set or None if isinstance(outcome, Rating) else None,
        "next_due": None if rating.next_due is None else rating.next_due.isoformat(),
        "result_cell": cell_text(result_ref(shown)),
        "target_cell": cell_text(target_cell(rating)),
        "comparator_cell": cell_text(direction.comparator_where),
    }


def _status(rating: KpiRating) -> str | None:
    status = None if rating.shown is None else rating.shown.value_status
    return None if status is None else str(status)


def _text(value: object | None) -> str | None:
    return None if value is None else str(value)


def cell_text(where: CellRef | None) -> str | None:
    """A cell as ``workbook, sheet!cell``; nothing for what stands in no workbook."""
    return None if where is None or not where.workbook else str(where)


def exact(value: ResultValue | None) -> str | None:
    """A figure as a string of its exact decimals, a date in ISO form, Yes or No, a grade."""
    if value is None:
        return None
    if isinstance(value, Decimal):
        return f"{value.normalize():f}" if value else "0"
    if isinstance(value, date):
        return value.isoformat()
    return plain(value)
