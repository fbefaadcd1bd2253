"""The scorecard of all KPIs, one table a directorate (2024 report, ¶47 and ¶69).

Every KPI in scope stands in it exactly once, rated or not, without merged or empty cells.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from pmf_cli.analysis.series.series import Point, points_of
from pmf_cli.assessment import Assessment
from pmf_cli.rag.base import KpiRating, Rating
from pmf_cli.rag.counts import counts_of
from pmf_cli.register.terms import TimeBasis
from pmf_cli.views.audience import Audience, once_for_audience
from pmf_cli.views.base import (
    Align,
    Block,
    Column,
    Entry,
    Paragraph,
    Section,
    Table,
    TextStyle,
    Tone,
)
from pmf_cli.views.comments import scorecard_comment
from pmf_cli.views.entries import (
    comparator_entry,
    direction_entry,
    period_entry,
    rating_entry,
    result_entry,
    spark_entry,
    target_entry,
    text_entry,
)
from pmf_cli.views.parts.highlights import highlights_for
from pmf_cli.views.parts.part import part
from pmf_cli.views.selection import by_directorate
from pmf_cli.views.wording import part_name, summary

COLUMNS = (
    Column("Reference", 1.3, key="ref"),
    Column("KPI", 3.6, key="name"),
    Column("Result", 1.9, Align.NUMBER, key="result"),
    Column("Period", 1.6, key="period"),
    Column("Compared with", 2.1, Align.NUMBER, key="comparator"),
    Column("Target", 1.7, Align.NUMBER, key="target"),
    Column("Rating", 1.8, key="rating"),
    Column("Direction of travel", 2.3, key="direction"),
    Column("Trend", 1.7, Align.CENTRE, key="trend"),
    Column("Commentary", 7.4, key="commentary"),
)
"""The scorecard's columns; widths are shares of a landscape page."""


@part("scorecard")
def scorecard_part(assessment: Assessment, audience: Audience) -> tuple[Section, ...]:
    """The scorecard: a short introduction, then one section and table a directorate, every KPI once."""
    highlighted = frozenset(
        one.rating.kpi.ref for one in highlights_for(assessment, audience).shown
    )
    trends = trend_entries(assessment, audience)
    groups = by_directorate(audience.ratings, assessment.settings)
    words = audience.comment_words
    intro = Paragraph(
        "Every KPI in scope is listed once. Commentary is the service's own, cut to "
        f"{words} words where it is longer; a cut is marked […] and the full text is in the "
        "sheet Commentary of the KPI Data Record. The trend shows up to "
        f"{assessment.settings.charts.periods} periods, oldest first."
    )
    sections = [
        Section(f"{audience.short_name} Scorecard of all KPIs", 1, (intro,), page_break=True)
    ]
    for number, (name, group) in enumerate(groups.items(), 1):
        blocks: list[Block] = [
            Paragraph(summary(counts_of(group), assessment.words), TextStyle.BODY),
            Table(
                part_name("scorecard", str(number), name),
                f"Scorecard: {name}",
                COLUMNS,
                tuple(
                    _scorecard_row(
                        assessment, audience, rating, trends[rating.kpi.ref], highlighted
                    )
                    for rating in group
                ),
                f"Result, comparator, target, rating, direction of travel and commentary of "
                f"each KPI of {name}.",
            ),
        ]
        sections.append(Section(name, 2, tuple(blocks)))
    return tuple(sections)


def _scorecard_row(
    assessment: Assessment,
    audience: Audience,
    rating: KpiRating,
    trend: Entry,
    highlighted: frozenset[str],
) -> tuple[Entry, ...]:
    """One KPI's row, in the order of ``COLUMNS``."""
    kpi = rating.kpi
    words, use_in = audience.comment_words, audience.use_in
    comment = scorecard_comment(assessment.register, rating, words, use_in)
    if kpi.ref in highlighted:
        comment = Entry("See the highlights.", ref=comment.ref)
    return (
        Entry(kpi.ref, ref=kpi.source.at("ref")),
        text_entry(kpi.name, missing="No name in the register", ref=kpi.source.at("name")),
        result_entry(rating, with_parts=True),
        period_entry(rating),
        comparator_entry(rating),
        target_entry(rating),
        rating_entry(rating),
        direction_entry(rating.direction),
        trend,
        comment,
    )


@once_for_audience
def trend_entries(assessment: Assessment, audience: Audience) -> dict[str, Entry]:
    """KPI reference → its small trend, worked out once for Word and Excel."""
    most = assessment.settings.charts.periods
    return {
        rating.kpi.ref: trend_entry(rating, points_of(assessment, rating.kpi, most))
        for rating in audience.ratings
    }


def trend_entry(rating: KpiRating, points: Sequence[Point]) -> Entry:
    """The small trend of a KPI's figures, oldest first, with the target in force.

    No target is drawn beside cumulative figures: the newest period's is none of the others'.
    """
    if not points:
        return Entry("No results yet", tone=Tone.MUTED)
    target = rating.outcome.target if isinstance(rating.outcome, Rating) else None
    if rating.kpi.time_basis is TimeBasis.CUMULATIVE:
        target = None
    return spark_entry(
        rating.kpi,
        [point.period for point in points],
        [point.value for point in points],
        target if isinstance(target, Decimal) else None,
    )
