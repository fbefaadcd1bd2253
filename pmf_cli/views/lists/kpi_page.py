"""Everything about one KPI on one page: what it is, its targets, figures, comments, changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from pmf_cli.analysis.series.rating_history import past_ratings
from pmf_cli.analysis.series.series import rows_to_show
from pmf_cli.analysis.series.splits import split_words
from pmf_cli.analysis.series.trends import trend_of
from pmf_cli.assessment import Assessment
from pmf_cli.rag.base import KpiRating, Rating
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.record import Result
from pmf_cli.views.base import Align, Block, Column, Entry, Paragraph, Section, Table, Tone
from pmf_cli.views.entries import (
    NONE,
    direction_words,
    figure_words,
    parts_words,
    rating_entry,
    text_entry,
    value_entry,
)
from pmf_cli.views.listing import Datum, Listing
from pmf_cli.views.lists.kpi_parts import (
    benchmarks_of,
    changes_of,
    definition_of,
    findings_of,
    targets_of,
)
from pmf_cli.views.lists.kpis import kpi_listing
from pmf_cli.views.lists.rag import cell_text, exact
from pmf_cli.views.references import kpi_named
from pmf_cli.views.wording import one_line, sparkline
from pmf_cli.words import day

__all__ = ["kpi_listing", "kpi_page"]

SCHEMA = "pmf/kpi/1"
MOST_PERIODS = 24
"""Periods listed, newest first."""


def kpi_page(assessment: Assessment, ref: str, most: int = MOST_PERIODS) -> Listing:
    """One KPI for the screen, its results through time for other programs.

    Raises:
        UsageError: there is no such KPI; near ones are suggested.
    """
    kpi = kpi_named(assessment.register, ref)
    rows = rows_to_show(assessment, kpi, most)
    periods = [row.period for row in rows if row.period is not None]
    past = past_ratings(assessment, kpi, periods)
    pairs = tuple(zip(rows, past, strict=True))
    return Listing(
        schema=SCHEMA,
        register=assessment.register.name,
        period=str(assessment.period),
        as_of=assessment.as_of,
        counts={"periods": len(rows)},
        key="items",
        items=tuple(_item(kpi, row, rating) for row, rating in pairs),
        sections=kpi_sections(assessment, kpi, pairs),
    )


Pairs = Sequence[tuple[Result, KpiRating | None]]


def kpi_sections(assessment: Assessment, kpi: Kpi, pairs: Pairs) -> tuple[Section, ...]:
    """The page of one KPI."""
    sections = [
        Section(f"{kpi.ref} {kpi.name or ''}".strip(), 1, _now(assessment, kpi)),
        Section("What it is", 2, (definition_of(assessment, kpi),)),
        Section("Targets through time", 2, targets_of(assessment, kpi)),
        Section("Results and ratings", 2, _results(kpi, pairs)),
        Section("Commentary", 2, _comments(assessment, kpi)),
        Section("Compared with others", 2, benchmarks_of(assessment, kpi)),
    ]
    parts = split_words(assessment, kpi)
    if parts:
        sections.append(Section("Parts of the whole", 2, (Paragraph(parts),)))
    sections += [
        Section("Changes", 2, changes_of(assessment, kpi)),
        Section("Findings", 2, findings_of(assessment, kpi)),
    ]
    return tuple(sections)


def _now(assessment: Assessment, kpi: Kpi) -> tuple[Block, ...]:
    rating = assessment.rating_of.get(kpi.ref)
    if rating is None:
        return (Paragraph(f"It is not in scope for {assessment.period}."),)
    trend = trend_of(assessment, kpi)
    blocks: list[Block] = [
        Paragraph(
            figure_words(rating),
            label=f"{rating_entry(rating).text}.",
            tone=rating_entry(rating).tone,
        ),
        Paragraph(direction_words(rating), label="Direction of travel:"),
        Paragraph(trend.sentence, label="Trend:"),
    ]
    if sum(point.value is not None for point in trend.points) > 1:
        blocks.append(
            Paragraph(
                f"{sparkline([point.value for point in trend.points])}  "
                f"{trend.points[0].period} to {trend.points[-1].period}",
                label="Sparkline:",
            )
        )
    if rating.next_due is not None:
        blocks.append(Paragraph(f"{day(rating.next_due)}.", label="Next figure due:"))
    return tuple(blocks)


def _results(kpi: Kpi, pairs: Pairs) -> tuple[Block, ...]:
    if not pairs:
        return (Paragraph("There is no result in the record yet."),)
    return (
        Table(
            "results",
            "Results and ratings, newest first",
            (
                Column("Period", 1.4),
                Column("Result", 1.4, Align.NUMBER),
                Column("Parts", 1.6),
                Column("Target", 1.2, Align.NUMBER),
                Column("Rating", 1.4),
                Column("Note", 2.6),
                Column("Cell", 3.0),
            ),
            tuple(_result_row(kpi, row, rating) for row, rating in reversed(pairs)),
            "The KPI's results with the target and rating of each period.",
        ),
    )


def _result_row(kpi: Kpi, row: Result, rating: KpiRating | None) -> tuple[Entry, ...]:
    where = row.source.at("value")
    target = rating.outcome.target_text if rating is not None else ""
    notes = [
        str(part)
        for part in (row.value_status, row.no_data_reason, row.note)
        if part is not None and str(part) != "Final"
    ]
    return (
        Entry(str(row.period)),
        value_entry(row.value, kpi, where)
        if row.value is not None
        else Entry("No figure", tone=Tone.MUTED, ref=where),
        Entry(parts_words(row) or "Not given"),
        Entry(target or "No target"),
        Entry("Not rated", tone=Tone.UNRATED) if rating is None else rating_entry(rating),
        text_entry("; ".join(notes), missing=NONE),
        Entry(str(where), ref=where),
    )


def _comments(assessment: Assessment, kpi: Kpi) -> tuple[Block, ...]:
    rows = [row for row in assessment.register.commentary_by_kpi.get(kpi.ref, ()) if row.text]
    if not rows:
        return (Paragraph("No commentary is on record."),)
    rows.sort(key=lambda row: date.min if row.period is None else row.period.end)
    return tuple(
        Paragraph(
            one_line(row.text or ""),
            label=f"{row.period or 'No period'}, {row.kind or 'comment'}:",
        )
        for row in reversed(rows)
    )


def _item(kpi: Kpi, row: Result, rating: KpiRating | None) -> Mapping[str, Datum]:
    outcome = None if rating is None else rating.outcome
    text = value_entry(row.value, kpi).text if row.value is not None else None
    reason = None if row.no_data_reason is None else str(row.no_data_reason)
    return {
        "ref": kpi.ref,
        "split": row.split,
        "period": str(row.period),
        "result": exact(row.value),
        "result_text": text or reason,
        "numerator": exact(row.numerator),
        "denominator": exact(row.denominator),
        "target_text": None if outcome is None else outcome.target_text or None,
        "rating": str(outcome.rag) if isinstance(outcome, Rating) else None,
        "reason": None if outcome is None else outcome.sentence,
        "value_status": None if row.value_status is None else str(row.value_status),
        "note": row.note,
        "result_cell": cell_text(row.source.at("value") if row.source.row else None),
    }
