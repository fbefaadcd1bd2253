"""The Excel flavour of the CLT report: one section and one table a sheet, numbers as numbers.

Cover, Scorecard (one table of all KPIs), Trends, Notes and Data (one row a figure, each with
the cell it came from).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pmf_cli.analysis.series.series import points_of
from pmf_cli.assessment import Assessment
from pmf_cli.rag.base import KpiRating, Rating
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.record import Result
from pmf_cli.views.base import Align, Block, Column, Entry, Fact, Paragraph, Section, Table, Tone
from pmf_cli.views.comments import comments_on, none_words, words_of
from pmf_cli.views.directorates import by_directorate
from pmf_cli.views.entries import (
    NO_FIGURE,
    comparator_entry,
    date_entry,
    direction_entry,
    mark_words,
    part_entry,
    period_entry,
    rag_entry,
    rating_entry,
    reason_words,
    result_entry,
    result_ref,
    target_entry,
    text_entry,
    value_entry,
)
from pmf_cli.views.parts.data_sheet import data_sheet
from pmf_cli.views.parts.scorecard import trend_entry
from pmf_cli.views.roles import responsible_for

WORKBOOK_COMMENT_WORDS = 400
"""Words of a comment in a cell of the workbook."""

SCORECARD_COLUMNS = (
    Column("Directorate", 2.2, key="directorate"),
    Column("Service", 2.2, key="service"),
    Column("Reference", 1.2, key="ref"),
    Column("KPI", 5.0, key="name"),
    Column("Result", 1.4, Align.NUMBER, key="result"),
    Column("Period", 1.6, key="period"),
    Column("Numerator", 1.3, Align.NUMBER, key="numerator"),
    Column("Denominator", 1.3, Align.NUMBER, key="denominator"),
    Column("Compared with", 1.6, Align.NUMBER, key="comparator"),
    Column("Comparator period", 1.7, key="comparator_period"),
    Column("Target", 1.4, Align.NUMBER, key="target"),
    Column("Rating", 1.2, key="rating"),
    Column("Marks", 1.8, key="marks"),
    Column("Rating in the period before", 1.6, key="rating_before"),
    Column("Direction of travel", 3.0, key="direction"),
    Column("Trend", 2.4, Align.CENTRE, key="trend"),
    Column("Why this rating", 5.0, key="reason"),
    Column("Commentary", 6.0, key="commentary"),
    Column("Next due", 1.4, key="next_due"),
    Column("Responsible", 3.0, key="responsible"),
)
"""The columns of the workbook's scorecard."""


def workbook_sections(
    assessment: Assessment,
    ratings: Sequence[KpiRating],
    facts: Sequence[Fact],
    cover: Sequence[Block],
    notes: Sequence[Section],
    trends: Mapping[str, Entry],
    corrections: Table | None = None,
) -> tuple[Section, ...]:
    """The workbook's sheets in order.

    Args:
        assessment: the assessment.
        ratings: the KPIs in scope.
        facts: the title facts, repeated on the cover.
        cover: summary and key for the cover.
        notes: sections whose tables and words go on the notes sheet.
        trends: KPI reference → its small trend.
        corrections: the corrections to earlier reports, which get a sheet of their own.
    """
    facts_table = Table(
        "cover_facts",
        "About this workbook",
        (Column("Item", 2), Column("Value", 6)),
        tuple((Entry(fact.label), Entry(fact.text)) for fact in facts),
        "Council, period, date and the workbooks used.",
    )
    shorthand = Paragraph(f"{NO_FIGURE} means that a figure is not available.", label="Shorthand:")
    note_blocks = [shorthand, *(block for section in notes for block in section.blocks)]
    return (
        Section("Cover", 1, (facts_table, *cover)),
        *(() if corrections is None else (Section("Corrections", 1, (corrections,)),)),
        Section("Scorecard", 1, (scorecard_sheet(assessment, ratings, trends),)),
        Section("Trends", 1, (trends_sheet(assessment, ratings),)),
        Section("Notes", 1, tuple(note_blocks)),
        Section("Data", 1, (data_sheet(assessment, ratings),)),
    )


def scorecard_sheet(
    assessment: Assessment, ratings: Sequence[KpiRating], trends: Mapping[str, Entry]
) -> Table:
    """One table of all KPIs in scope, with the directorate as a column."""
    groups = by_directorate(ratings, assessment.settings)
    return Table(
        "scorecard",
        f"CLT Scorecard of all KPIs, {assessment.period}",
        SCORECARD_COLUMNS,
        tuple(
            _scorecard_row(assessment, name, rating, trends[rating.kpi.ref])
            for name, group in groups.items()
            for rating in group
        ),
        "Every KPI in scope once, with result, comparator, target, rating and commentary.",
    )


def _scorecard_row(
    assessment: Assessment, directorate: str, rating: KpiRating, trend: Entry
) -> tuple[Entry, ...]:
    kpi = rating.kpi
    outcome = rating.outcome
    shown = rating.shown
    comments = comments_on(assessment.register, rating)
    result = result_entry(rating)
    compared = comparator_entry(rating)
    period = rating.direction.comparator_period
    marks = mark_words(outcome.marks) if isinstance(outcome, Rating) else ""
    before = rating.previous
    return (
        Entry(directorate),
        text_entry(kpi.service),
        Entry(kpi.ref, ref=kpi.source.at("ref")),
        text_entry(kpi.name, missing="No name in the register"),
        result,
        period_entry(rating),
        part_entry(None if shown is None else shown.numerator),
        part_entry(None if shown is None else shown.denominator),
        compared,
        text_entry(None if period is None else str(period), missing="None"),
        target_entry(rating),
        rating_entry(rating) if not isinstance(outcome, Rating) else rag_entry(outcome.rag),
        Entry(marks) if marks else Entry("None", tone=Tone.MUTED),
        rag_entry(before.rag if isinstance(before, Rating) else None),
        direction_entry(rating.direction),
        trend,
        text_entry(reason_words(outcome)),
        text_entry(
            words_of(comments, WORKBOOK_COMMENT_WORDS),
            missing=none_words(assessment.register, rating),
        ),
        date_entry(rating.next_due, missing="Not known"),
        text_entry(responsible_for(assessment.register, kpi)),
    )


def trends_sheet(assessment: Assessment, ratings: Sequence[KpiRating]) -> Table:
    """KPI by its last periods, counted back, since KPIs have periods of different length."""
    most = max(assessment.settings.clt.history, 1)
    back = range(most - 1, -1, -1)
    columns = [
        Column("Reference", 1.2, key="ref"),
        Column("KPI", 4.5, key="name"),
        Column("Newest period", 1.7, key="newest"),
        *(
            Column("Newest" if at == 0 else f"{at} before", 1.3, Align.NUMBER, key=f"back_{at}")
            for at in back
        ),
        Column("Trend", 2.4, Align.CENTRE, key="trend"),
    ]
    return Table(
        "trends",
        f"The last {most} periods of each KPI",
        tuple(columns),
        tuple(_trend_row(assessment, rating, most) for rating in ratings),
        "Each row ends with the KPI's newest period and goes back from there, one period a column, "
        "oldest first. The trend is drawn from these figures; a cell that is empty, or holds "
        f"{NO_FIGURE}, is a period without a figure.",
        drawn_from=tuple(f"back_{at}" for at in back),
    )


def _trend_row(assessment: Assessment, rating: KpiRating, most: int) -> tuple[Entry, ...]:
    kpi = rating.kpi
    points = points_of(assessment, kpi, most)
    newest = str(points[-1].period) if points else "No results yet"
    entries = [
        value_entry(point.value, kpi, result_ref(point.result))
        if point.value is not None
        else _no_figure(kpi, point.result)
        for point in points
    ]
    entries = [Entry(NO_FIGURE, tone=Tone.MUTED)] * (most - len(entries)) + entries
    return (
        Entry(kpi.ref, ref=kpi.source.at("ref")),
        text_entry(kpi.name),
        Entry(newest),
        *entries,
        trend_entry(rating, points),
    )


def _no_figure(kpi: Kpi, result: Result | None) -> Entry:
    if result is not None and result.value is not None:
        return value_entry(result.value, kpi, result_ref(result))
    return Entry(NO_FIGURE, tone=Tone.MUTED)
