"""Parts of workbooks: one table of all KPIs, trends, and one row a figure with the cell it came from."""

from __future__ import annotations

from collections.abc import Iterator

from pmf_cli.analysis.series.series import points_of, rows_to_show
from pmf_cli.assessment import Assessment
from pmf_cli.rag.base import KpiRating, Rating
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.record import Result
from pmf_cli.views.audience import Audience
from pmf_cli.views.base import Align, Column, Entry, Paragraph, Section, Table, Tone
from pmf_cli.views.comments import comment_text, comments_on, none_words
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
from pmf_cli.views.parts.part import part
from pmf_cli.views.parts.scorecard import trend_entries, trend_entry
from pmf_cli.views.parts.summary import title_facts
from pmf_cli.views.roles import responsible_for
from pmf_cli.views.selection import by_directorate
from pmf_cli.words import day

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


@part("about")
def about_part(assessment: Assessment, audience: Audience) -> Section:
    """Council, period, date and the workbooks used, as a table."""
    facts = Table(
        "cover_facts",
        "About this workbook",
        (Column("Item", 2), Column("Value", 6)),
        tuple((Entry(fact.label), Entry(fact.text)) for fact in title_facts(assessment, audience)),
        "Council, period, date and the workbooks used.",
    )
    return Section("About", 1, (facts,))


@part("shorthand")
def shorthand_part(_: Assessment, audience: Audience) -> Section:
    """What the signs in place of figures mean."""
    words = Paragraph(f"{NO_FIGURE} means that a figure is not available.", label="Shorthand:")
    return Section("Shorthand", 1, (words,))


@part("scorecard in one table")
def whole_scorecard_part(assessment: Assessment, audience: Audience) -> Section:
    """One table of all KPIs in scope, with the directorate as a column."""
    trends = trend_entries(assessment, audience)
    groups = by_directorate(audience.ratings, assessment.settings)
    table = Table(
        "scorecard",
        f"{audience.short_name} Scorecard of all KPIs, {assessment.period}",
        SCORECARD_COLUMNS,
        tuple(
            _scorecard_row(assessment, audience, name, rating, trends[rating.kpi.ref])
            for name, group in groups.items()
            for rating in group
        ),
        "Every KPI in scope once, with result, comparator, target, rating and commentary.",
    )
    return Section("Scorecard", 1, (table,))


def _scorecard_row(
    assessment: Assessment, audience: Audience, directorate: str, rating: KpiRating, trend: Entry
) -> tuple[Entry, ...]:
    kpi = rating.kpi
    outcome = rating.outcome
    shown = rating.shown
    comments = comments_on(assessment.register, rating, audience.use_in)
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
        rating_entry(rating) if not isinstance(outcome, Rating) else rag_entry(outcome),
        Entry(marks) if marks else Entry("None", tone=Tone.MUTED),
        rag_entry(before),
        direction_entry(rating.direction),
        trend,
        text_entry(reason_words(outcome)),
        text_entry(
            comment_text(comments, WORKBOOK_COMMENT_WORDS),
            missing=none_words(assessment.register, rating, audience.use_in),
        ),
        date_entry(rating.next_due, missing="Not known"),
        text_entry(responsible_for(assessment.register, kpi)),
    )


@part("trends")
def trends_part(assessment: Assessment, audience: Audience) -> Section:
    """KPI by its last periods, counted back, since KPIs have periods of different length."""
    most = max(audience.periods, 1)
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
    table = Table(
        "trends",
        f"The last {most} periods of each KPI",
        tuple(columns),
        tuple(_trend_row(assessment, rating, most) for rating in audience.ratings),
        "Each row ends with the KPI's newest period and goes back from there, one period a column, "
        "oldest first. The trend is drawn from these figures; a cell that is empty, or holds "
        f"{NO_FIGURE}, is a period without a figure.",
        drawn_from=tuple(f"back_{at}" for at in back),
    )
    return Section("Trends", 1, (table,))


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


DATA_COLUMNS = (
    Column("Reference", 1.2, key="ref"),
    Column("KPI", 4.0, key="name"),
    Column("Period", 1.6, key="period"),
    Column("Period ends", 1.3, key="period_end"),
    Column("Split", 1.8, key="split"),
    Column("Value", 1.4, Align.NUMBER, key="value"),
    Column("Unit", 1.2, key="unit"),
    Column("Numerator", 1.3, Align.NUMBER, key="numerator"),
    Column("Denominator", 1.3, Align.NUMBER, key="denominator"),
    Column("Value status", 1.4, key="value_status"),
    Column("Reason for no data", 2.4, key="no_data_reason"),
    Column("Received on", 1.3, key="received_on"),
    Column("Register cell", 3.6, key="cell"),
)
"""The columns of the data sheet."""


@part("data")
def data_part(assessment: Assessment, audience: Audience) -> Section:
    """The results behind the report, one row a figure, with the register cell of each."""
    table = Table(
        "data",
        f"Results behind the report, {day(assessment.as_of)}",
        DATA_COLUMNS,
        tuple(_data_rows(assessment, audience)),
        "One row for each result of the KPIs in scope within the periods shown.",
    )
    return Section("Data", 1, (table,))


def _data_rows(assessment: Assessment, audience: Audience) -> Iterator[tuple[Entry, ...]]:
    splits: dict[str, list[str | None]] = {}
    for ref, split in assessment.register.series:
        splits.setdefault(ref, []).append(split)
    most = max(audience.periods, assessment.settings.charts.periods)
    for rating in audience.ratings:
        kpi = rating.kpi
        known = (Entry(kpi.ref), text_entry(kpi.name), text_entry(kpi.unit))
        for split in sorted(splits.get(kpi.ref, ()), key=lambda name: (name is not None, name)):
            for result in rows_to_show(assessment, kpi, most, split):
                yield _data_row(kpi, result, known)


def _data_row(kpi: Kpi, result: Result, known: tuple[Entry, Entry, Entry]) -> tuple[Entry, ...]:
    ref, name, unit = known
    where = result.source.at("value")
    status, reason, period = result.value_status, result.no_data_reason, result.period
    return (
        ref,
        name,
        Entry(str(period)),
        date_entry(None if period is None else period.end),
        Entry(result.split or "Whole"),
        value_entry(result.value, kpi, where)
        if result.value is not None
        else Entry(NO_FIGURE, tone=Tone.MUTED, ref=where),
        unit,
        part_entry(result.numerator),
        part_entry(result.denominator),
        Entry("Final" if status is None else str(status)),
        Entry("None" if reason is None else str(reason)),
        date_entry(result.received_on),
        Entry(str(where), ref=where),
    )
