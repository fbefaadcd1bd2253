"""The rating table: every KPI wanted, with its colour or the reason for none, and the counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pmf_cli.assessment import Assessment
from pmf_cli.rag.base import KpiRating, Rating, Travel, Unrated
from pmf_cli.rag.counts import Counts, counts_of
from pmf_cli.rag.target_cells import target_cell
from pmf_cli.register.terms import ANY_RATING
from pmf_cli.views.base import Align, Entry, Section, Table, lead, note
from pmf_cli.views.entries import (
    comparator_entry,
    direction_entry,
    period_entry,
    rating_entry,
    reason_words,
    ref_entry,
    result_entry,
    result_ref,
    target_entry,
)
from pmf_cli.views.listing import (
    Field,
    ListDefinition,
    Listing,
    counts_as_data,
    exact_figure,
    kpi_fields,
    register_title,
    table_column,
    table_of,
)
from pmf_cli.views.rating_key import rule_sentences
from pmf_cli.views.scorecard_entries import (
    bare_target_entry,
    latest_entry,
    latest_period_entry,
    name_entry,
    short_rating_entry,
    worst_first,
)
from pmf_cli.views.selection import NO_DIRECTORATE, Selection, by_directorate, selected
from pmf_cli.views.wording import are, part_name, summary
from pmf_cli.words import counted

RAG: ListDefinition[KpiRating] = ListDefinition(
    "pmf/rag/1",
    "One item a KPI: its rating or the reason for none. From `pmf rag`.",
    "kpis",
    (
        *kpi_fields(lambda one: one.kpi),
        Field("directorate", "", "Directorate.", lambda one: one.kpi.directorate or NO_DIRECTORATE),
        Field("service", "", "Service.", lambda one: one.kpi.service),
        Field(
            "rating", "Rating", f"{ANY_RATING}; empty where not rated.", lambda one: one.rag,
            rating_entry, width=1.4,
        ),
        Field(
            "state", "",
            "A finer state of the best rating: exceeded (better by more than the rule set's exceeding mark) or near (met by a green tolerance); empty for others.",
            lambda one: one.outcome.shade if isinstance(one.outcome, Rating) else None,
        ),
        Field(
            "not_rated_because", "",
            "The reason for no rating, one of a closed list; empty where rated.",
            lambda one: one.outcome.reason if isinstance(one.outcome, Unrated) else None,
        ),
        Field(
            "marks", "",
            "What is said beside the rating: interim, provisional, exceeding and so on.",
            lambda one: one.outcome.marks if isinstance(one.outcome, Rating) else (),
        ),
        Field(
            "reason", "Why", "Why, in one sentence.", lambda one: one.outcome.sentence,
            lambda one: Entry(reason_words(one.outcome) or "No reason is on record."), width=3.6,
        ),
        Field(
            "result", "Result",
            "The result rated, or the latest available: exact decimals, ISO date, Yes/No or grade.",
            lambda one: exact_figure(one.shown.value) if one.shown else None,
            result_entry, width=1.2, align=Align.NUMBER,
        ),
        Field(
            "result_text", "", "The same as printed, with unit.",
            lambda one: result_entry(one).text,
        ),
        Field(
            "result_period", "Period", "The period of that result.",
            lambda one: one.shown and one.shown.period, period_entry, width=1.3,
        ),
        Field(
            "result_is_latest_only", "", "True where the result is shown but was not rated.",
            lambda one: one.result is None and one.shown is not None,
        ),
        Field(
            "is_new", "",
            "True where the result arrived in this reporting period for an earlier one.",
        ),
        Field(
            "value_status", "",
            "Final, provisional, estimated or revised; empty where not stated.",
            lambda one: one.shown and one.shown.value_status,
        ),
        Field("unit", "", "The KPI's unit.", lambda one: one.kpi.unit),
        Field(
            "target", "Target",
            "The target in force for the period, profiles applied, as exact decimals.",
            lambda one: exact_figure(one.outcome.target) if isinstance(one.outcome, Rating) else None,
            target_entry, width=1.2, align=Align.NUMBER,
        ),
        Field("target_text", "", "The target as printed.", lambda one: target_entry(one).text),
        Field(
            "comparator", "", "The figure compared with, as exact decimals.",
            lambda one: exact_figure(one.direction.comparator_value),
        ),
        Field(
            "comparator_text", "", "The same as printed, with its period.",
            lambda one: None
            if one.direction.comparator_value is None
            else comparator_entry(one).text,
        ),
        Field(
            "comparator_period", "", "The period of the comparator.",
            lambda one: one.direction.comparator_period,
        ),
        Field(
            "direction", "Direction of travel",
            "Improved, Similar, Worsened, Rose or Fell; empty without comparator.",
            lambda one: None
            if one.direction.travel is Travel.NOT_KNOWN
            else one.direction.travel,
            lambda one: direction_entry(one.direction), width=2.0,
        ),
        Field(
            "direction_text", "", "The direction of travel in words, or why there is none.",
            lambda one: direction_entry(one.direction).text,
        ),
        Field(
            "rating_before", "",
            "The rating of the KPI's own period before; empty where not rated.",
            lambda one: one.previous.rag if isinstance(one.previous, Rating) else None,
        ),
        Field(
            "rule_set", "", "The rule set that rated it; empty where the tool's defaults served.",
            lambda one: one.outcome.rule_set if isinstance(one.outcome, Rating) else None,
        ),
        Field("next_due", "", "When the next figure is due, ISO date."),
        Field(
            "result_cell", "", "Where the result stands: workbook, sheet!cell.",
            lambda one: result_ref(one.shown),
        ),
        Field("target_cell", "", "Where the target stands.", target_cell),
        Field(
            "comparator_cell", "", "Where the comparator stands.",
            lambda one: one.direction.comparator_where,
        ),
    ),
    ("ref", "name", "result", "result_period", "target", "rating", "direction", "reason"),
)  # fmt: skip


BRIEF: tuple[Field[KpiRating], ...] = (
    table_column("Ref", lambda one: ref_entry(one.kpi)),
    table_column("KPI and unit", lambda one: name_entry(one.kpi, with_unit=True), 5),
    table_column(
        "Latest", lambda one: replace(latest_entry(one), is_strong=False), 1, Align.NUMBER
    ),
    table_column("Period", latest_period_entry, 2),
    table_column("Target", bare_target_entry, 1, Align.NUMBER),
    table_column("Rating", short_rating_entry, 2),
)
"""A line a KPI, which fits 80 columns."""


def rag_listing(
    assessment: Assessment, wanted: Selection | None = None, *, is_brief: bool = False
) -> Listing:
    """The ratings of the KPIs wanted (all, where nothing is named) as a list in three formats.

    Args:
        is_brief: on the screen a line a KPI, worst first in each directorate; data formats are the same.

    Raises:
        UsageError: a value asked for is not in the register.
    """
    asked = wanted or Selection()
    ratings = selected(assessment, asked)
    counts = counts_of(ratings)
    sections = _sections(assessment, ratings, asked, counts, is_brief=is_brief)
    return RAG.listing_of(assessment, ratings, counts_as_data(counts), sections)


def _sections(
    assessment: Assessment,
    ratings: Sequence[KpiRating],
    asked: Selection,
    counts: Counts,
    *,
    is_brief: bool,
) -> tuple[Section, ...]:
    heading = register_title(assessment.register, f"ratings for {assessment.period}")
    if asked.words:
        heading += f" ({asked.words})"
    groups = by_directorate(ratings, assessment.settings)
    table = _brief_table if is_brief else RAG.table
    sections = [
        Section(name, 2, (table(part_name("rag", str(number), name), name, group),))
        for number, (name, group) in enumerate(groups.items(), 1)
    ]
    closing = [lead(summary(counts, assessment.words))]
    if outside := len(assessment.ratings) - len(ratings):
        others = f"{counted(outside, 'other KPI')} in scope {are(outside)}"
        closing.append(note(f"{others} not shown, as they were not asked for."))
    if ratings and not is_brief:
        closing += map(note, rule_sentences(assessment, ratings))
    return (Section(heading, 1, ()), *sections, Section("Counts", 2, tuple(closing)))


def _brief_table(name: str, title: str, ratings: Sequence[KpiRating]) -> Table:
    return replace(table_of(BRIEF, name, title, sorted(ratings, key=worst_first)), is_brief=True)
