"""The scorecard of all KPIs, one table a directorate (2024 report, ¶47 and ¶69).

Every KPI in scope stands in it exactly once, rated or not, without merged or empty cells.
"""

from __future__ import annotations

from pmf_cli.assessment import Assessment
from pmf_cli.rag.base import KpiRating
from pmf_cli.rag.counts import counts_of
from pmf_cli.views.audience import Audience, once_for_audience
from pmf_cli.views.base import Align, Entry, Paragraph, Section
from pmf_cli.views.comments import scorecard_comment
from pmf_cli.views.entries import (
    comparator_entry,
    direction_entry,
    period_entry,
    rating_entry,
    ref_entry,
    result_entry,
    target_entry,
    text_entry,
)
from pmf_cli.views.listing import Field, table_column, table_of
from pmf_cli.views.parts.highlights import highlights_for
from pmf_cli.views.parts.part import part
from pmf_cli.views.selection import by_directorate
from pmf_cli.views.small_line import small_line
from pmf_cli.views.wording import part_name, summary

NO_NAME = "No name in the register"


@part("scorecard")
def scorecard_part(assessment: Assessment, audience: Audience) -> tuple[Section, ...]:
    """The scorecard: a short introduction, then one section and table a directorate, every KPI once."""
    intro = Paragraph(
        "Every KPI in scope is listed once. Commentary is the service's own, cut to "
        f"{audience.comment_words} words where it is longer; a cut is marked […] and the full text "
        "is in the sheet Commentary of the KPI Data Record. The trend shows up to "
        f"{assessment.settings.charts.periods} periods, oldest first."
    )
    heading = f"{audience.short_name} Scorecard of all KPIs"
    sections = [Section(heading, 1, (intro,), page_break=True)]
    columns = _columns(assessment, audience)
    groups = by_directorate(audience.ratings, assessment.settings)
    for number, (name, group) in enumerate(groups.items(), 1):
        table = table_of(
            columns,
            part_name("scorecard", str(number), name),
            f"Scorecard: {name}",
            group,
            "Result, comparator, target, rating, direction of travel and commentary of each KPI "
            f"of {name}.",
        )
        counts = Paragraph(summary(counts_of(group), assessment.words))
        sections.append(Section(name, 2, (counts, table)))
    return tuple(sections)


def _columns(assessment: Assessment, audience: Audience) -> tuple[Field[KpiRating], ...]:
    """The scorecard's columns; widths are shares of a landscape page."""
    trends = trend_entries(assessment, audience)
    shown = highlights_for(assessment, audience).shown
    highlighted = frozenset(one.rating.kpi.ref for one in shown)

    def comment(one: KpiRating) -> Entry:
        words, use_in = audience.comment_words, audience.use_in
        given = scorecard_comment(assessment.register, one, words, use_in)
        is_told = one.kpi.ref in highlighted
        return Entry("See the highlights.", ref=given.ref) if is_told else given

    number = Align.NUMBER
    return (
        table_column("Reference", lambda one: ref_entry(one.kpi), 1.3, key="ref"),
        table_column(
            "KPI", lambda one: text_entry(one.kpi.name, NO_NAME, one.kpi.source.at("name")), 3.6,
            key="name",
        ),
        table_column("Result", lambda one: result_entry(one, with_parts=True), 1.9, number, key="result"),
        table_column("Period", period_entry, 1.6, key="period"),
        table_column("Compared with", comparator_entry, 2.1, number, key="comparator"),
        table_column("Target", target_entry, 1.7, number, key="target"),
        table_column("Rating", rating_entry, 1.8, key="rating"),
        table_column(
            "Direction of travel", lambda one: direction_entry(one.direction), 2.3, key="direction"
        ),
        table_column("Trend", lambda one: trends[one.kpi.ref], 1.7, Align.CENTRE, key="trend"),
        table_column("Commentary", comment, 7.4, key="commentary"),
    )  # fmt: skip


@once_for_audience
def trend_entries(assessment: Assessment, audience: Audience) -> dict[str, Entry]:
    """KPI reference → its small line, worked out once for Word and Excel."""
    most = assessment.settings.charts.periods
    return {rating.kpi.ref: small_line(assessment, rating, most) for rating in audience.ratings}
