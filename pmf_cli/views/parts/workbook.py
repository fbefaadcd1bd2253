"""Parts of workbooks: one table of all KPIs, trends, and one row a figure with the cell it came from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pmf_cli.analysis.series.series import Point, points_of, rows_to_show
from pmf_cli.assessment import Assessment
from pmf_cli.rag.base import KpiRating, Rating
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.record import Result
from pmf_cli.views.audience import Audience
from pmf_cli.views.base import Align, Entry, Fact, Paragraph, Section
from pmf_cli.views.comments import comment_text, comments_on, none_words
from pmf_cli.views.entries import (
    NO_FIGURE,
    comparator_entry,
    direction_entry,
    mark_words,
    none_entry,
    part_entry,
    period_entry,
    rag_entry,
    rating_entry,
    reason_words,
    ref_entry,
    result_entry,
    result_ref,
    target_entry,
    text_entry,
    value_entry,
)
from pmf_cli.views.listing import Field, kpi_columns, table_column, table_of
from pmf_cli.views.parts.part import part
from pmf_cli.views.parts.scorecard import trend_entries
from pmf_cli.views.parts.summary import title_facts
from pmf_cli.views.references import responsible_for
from pmf_cli.views.scorecard_entries import NO_NAME
from pmf_cli.views.selection import NO_DIRECTORATE, by_directorate
from pmf_cli.views.small_line import small_line
from pmf_cli.words import day

WORKBOOK_COMMENT_WORDS = 400
"""Words of a comment in a cell of the workbook."""
FACTS: tuple[Field[Fact], ...] = (
    table_column("Item", lambda fact: fact.label, 2),
    table_column("Value", lambda fact: fact.text, 6),
)


@part("about")
def about_part(assessment: Assessment, audience: Audience) -> Section:
    """Council, period, date and the workbooks used, as a table."""
    facts, summary = (
        title_facts(assessment, audience),
        "Council, period, date and the workbooks used.",
    )
    table = table_of(FACTS, "cover_facts", "About this workbook", facts, summary)
    return Section("About", 1, (table,))


@part("shorthand")
def shorthand_part(_: Assessment, audience: Audience) -> Section:
    """What the signs in place of figures mean."""
    words = Paragraph(f"{NO_FIGURE} means that a figure is not available.", label="Shorthand:")
    return Section("Shorthand", 1, (words,))


@part("scorecard in one table")
def whole_scorecard_part(assessment: Assessment, audience: Audience) -> Section:
    """One table of all KPIs in scope, with the directorate as a column."""
    groups = by_directorate(audience.ratings, assessment.settings)
    table = table_of(
        _scorecard_columns(assessment, audience),
        "scorecard",
        f"{audience.short_name} Scorecard of all KPIs, {assessment.period}",
        [rating for group in groups.values() for rating in group],
        "Every KPI in scope once, with result, comparator, target, rating and commentary.",
    )
    return Section("Scorecard", 1, (table,))


def _scorecard_columns(assessment: Assessment, audience: Audience) -> tuple[Field[KpiRating], ...]:
    register, use_in = assessment.register, audience.use_in
    trends = trend_entries(assessment, audience)

    def rating(one: KpiRating) -> Entry:
        return rag_entry(one.outcome) if isinstance(one.outcome, Rating) else rating_entry(one)

    def marks(one: KpiRating) -> Entry:
        words = mark_words(one.outcome.marks) if isinstance(one.outcome, Rating) else ""
        return text_entry(words, "None")

    def comment(one: KpiRating) -> Entry:
        words = comment_text(comments_on(register, one, use_in), WORKBOOK_COMMENT_WORDS)
        return text_entry(words, none_words(register, one, use_in))

    number = Align.NUMBER
    return (
        table_column("Directorate", lambda one: one.kpi.directorate or NO_DIRECTORATE, 2.2, key="directorate"),
        table_column("Service", lambda one: one.kpi.service, 2.2, key="service"),
        table_column("Reference", lambda one: ref_entry(one.kpi), 1.2, key="ref"),
        table_column("KPI", lambda one: one.kpi.name, 5.0, key="name", missing=NO_NAME),
        table_column("Result", result_entry, 1.4, number, key="result"),
        table_column("Period", period_entry, 1.6, key="period"),
        table_column(
            "Numerator", lambda one: part_entry(one.shown.numerator if one.shown else None), 1.3, number,
            key="numerator",
        ),
        table_column(
            "Denominator", lambda one: part_entry(one.shown.denominator if one.shown else None), 1.3, number,
            key="denominator",
        ),
        table_column("Compared with", comparator_entry, 1.6, number, key="comparator"),
        table_column(
            "Comparator period", lambda one: one.direction.comparator_period, 1.7,
            key="comparator_period", missing="None",
        ),
        table_column("Target", target_entry, 1.4, number, key="target"),
        table_column("Rating", rating, 1.2, key="rating"),
        table_column("Marks", marks, 1.8, key="marks"),
        table_column(
            "Rating in the period before", lambda one: rag_entry(one.previous), 1.6,
            key="rating_before",
        ),
        table_column("Direction of travel", lambda one: direction_entry(one.direction), 3.0, key="direction"),
        table_column("Trend", lambda one: trends[one.kpi.ref], 2.4, Align.CENTRE, key="trend"),
        table_column("Why this rating", lambda one: reason_words(one.outcome), 5.0, key="reason"),
        table_column("Commentary", comment, 6.0, key="commentary"),
        table_column("Next due", lambda one: one.next_due, 1.4, key="next_due", missing="Not known"),
        table_column(
            "Responsible", lambda one: responsible_for(register, one.kpi), 3.0, key="responsible"
        ),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class TrendRow:
    """A KPI's rating with its figures, oldest first."""

    rating: KpiRating
    points: Sequence[Point]

    @property
    def kpi(self) -> Kpi:
        """The KPI."""
        return self.rating.kpi


@part("trends")
def trends_part(assessment: Assessment, audience: Audience) -> Section:
    """KPI by its last periods, counted back, since KPIs have periods of different length."""
    most = max(audience.periods, 1)
    back = tuple(map(_back_column, range(most - 1, -1, -1)))
    columns: tuple[Field[TrendRow], ...] = (
        *kpi_columns(lambda one: one.kpi, (1.2, 4.5), keyed=True),
        table_column(
            "Newest period", lambda one: one.points[-1].period if one.points else "No results yet",
            1.7, key="newest",
        ),
        *back,
        table_column("Trend", lambda one: small_line(assessment, one.rating, most), 2.4, Align.CENTRE, key="trend"),
    )  # fmt: skip
    table = table_of(
        columns,
        "trends",
        f"The last {most} periods of each KPI",
        [TrendRow(one, points_of(assessment, one.kpi, most)) for one in audience.ratings],
        "Each row ends with the KPI's newest period and goes back from there, one period a column, "
        "oldest first. The trend is drawn from these figures; a cell that is empty, or holds "
        f"{NO_FIGURE}, is a period without a figure.",
    )
    drawn = replace(table, drawn_from=tuple(one.key for one in back))
    return Section("Trends", 1, (drawn,))


def _back_column(at: int) -> Field[TrendRow]:
    """The figure so many periods before the newest."""

    def figure(one: TrendRow) -> Entry:
        if at >= len(one.points):
            return none_entry(NO_FIGURE)
        point = one.points[-1 - at]
        return _figure_entry(one.kpi, point.result)

    title = "Newest" if at == 0 else f"{at} before"
    return table_column(title, figure, 1.3, Align.NUMBER, key=f"back_{at}")


def _figure_entry(kpi: Kpi, result: Result | None) -> Entry:
    if result is None or result.value is None:
        return none_entry(NO_FIGURE)
    return value_entry(result.value, kpi, result_ref(result))


DataRow = tuple[Kpi, Result]
DATA: tuple[Field[DataRow], ...] = (
    table_column("Reference", lambda row: row[0].ref, 1.2, key="ref"),
    table_column("KPI", lambda row: row[0].name, 4.0, key="name"),
    table_column("Period", lambda row: str(row[1].period), 1.6, key="period"),
    table_column("Period ends", lambda row: row[1].period and row[1].period.end, 1.3, key="period_end"),
    table_column("Split", lambda row: row[1].split or "Whole", 1.8, key="split"),
    table_column(
        "Value", lambda row: value_entry(row[1].value, row[0], result_ref(row[1]), NO_FIGURE), 1.4,
        Align.NUMBER, key="value",
    ),
    table_column("Unit", lambda row: row[0].unit, 1.2, key="unit"),
    table_column(
        "Numerator", lambda row: part_entry(row[1].numerator), 1.3, Align.NUMBER, key="numerator"
    ),
    table_column(
        "Denominator", lambda row: part_entry(row[1].denominator), 1.3, Align.NUMBER,
        key="denominator",
    ),
    table_column("Value status", lambda row: row[1].value_status or "Final", 1.4, key="value_status"),
    table_column(
        "Reason for no data", lambda row: row[1].no_data_reason or "None", 2.4, key="no_data_reason"
    ),
    table_column("Received on", lambda row: row[1].received_on, 1.3, key="received_on"),
    table_column("Register cell", lambda row: row[1].source.at("value"), 3.6, key="cell"),
)  # fmt: skip


@part("data")
def data_part(assessment: Assessment, audience: Audience) -> Section:
    """The results behind the report, one row a figure, with the register cell of each."""
    title = f"Results behind the report, {day(assessment.as_of)}"
    summary = "One row for each result of the KPIs in scope within the periods shown."
    rows = tuple(_data_rows(assessment, audience))
    return Section("Data", 1, (table_of(DATA, "data", title, rows, summary),))


def _data_rows(assessment: Assessment, audience: Audience) -> Iterator[DataRow]:
    splits: dict[str, list[str | None]] = {}
    for ref, split in assessment.register.series:
        splits.setdefault(ref, []).append(split)
    most = max(audience.periods, assessment.settings.charts.periods)
    for kpi in (rating.kpi for rating in audience.ratings):
        for split in sorted(splits.get(kpi.ref, ()), key=lambda name: (name is not None, name)):
            yield from ((kpi, result) for result in rows_to_show(assessment, kpi, most, split))
