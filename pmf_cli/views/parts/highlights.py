"""The highlights of a paper: what the figure says, why, what is being done, and the trend.

The reasons and actions are the services' own words (2024 report, ¶39 and ¶50); where none came
the paper says so. What the tool found is told apart from what people wrote.
"""

from __future__ import annotations

from pmf_cli.analysis.highlights.highlights import Candidate, Highlights
from pmf_cli.analysis.series.splits import split_words
from pmf_cli.analysis.series.trends import comparison_words, trend_of
from pmf_cli.assessment import Assessment
from pmf_cli.rag.base import KpiRating, Travel, Unrated
from pmf_cli.register.figures import figure
from pmf_cli.register.terms import HighlightKind, Influence
from pmf_cli.views.base import (
    Block,
    Column,
    Entry,
    Paragraph,
    Section,
    Table,
    TextStyle,
    Tone,
)
from pmf_cli.views.comments import (
    comments_on,
)
from pmf_cli.views.entries import TONES, parts_words, rating_entry, reason_words, text_entry
from pmf_cli.views.parts.answers import answer_blocks
from pmf_cli.views.roles import responsible_for
from pmf_cli.views.trend_chart import trend_chart
from pmf_cli.views.wording import one_line, sentence
from pmf_cli.words import counted, lower_first

KIND_HEADINGS = {
    HighlightKind.ADVERSE: "needs attention",
    HighlightKind.WATCH: "to watch",
    HighlightKind.FAVOURABLE: "going well",
    HighlightKind.OTHER: "for information",
}
"""How a highlight's heading says what kind it is."""
MOST_OTHERS = 12
"""Candidates listed beyond those shown."""


def highlight_sections(assessment: Assessment, highlights: Highlights) -> tuple[Section, ...]:
    """The part of the paper with the highlights: an introduction, one section each, the rest."""
    opening = Section("Highlights", 1, _introduction(assessment, highlights), page_break=True)
    each = tuple(
        highlight_section(assessment, candidate, number)
        for number, candidate in enumerate(highlights.shown, 1)
    )
    rest = _rest_section(highlights)
    return (opening, *each) if rest is None else (opening, *each, rest)


def _introduction(assessment: Assessment, highlights: Highlights) -> tuple[Block, ...]:
    number = len(highlights.shown)
    if number == 0:
        return (Paragraph("No KPI stands out this period, and none was chosen."),)
    if highlights.chosen:
        text = (
            f"{counted(number, 'KPI')} {'was' if number == 1 else 'were'} chosen for closer "
            f"attention for {assessment.period}."
        )
    else:
        text = (
            f"The rules put forward {counted(number, 'KPI')} for closer attention. They are "
            "candidates: nobody has confirmed or turned down the choice in the sheet Highlights "
            f"for {assessment.period}."
        )
    unknown = (
        Paragraph(
            f"{row.kpi_ref} was chosen too, but it is not among the KPIs in scope.",
            TextStyle.NOTE,
        )
        for row in highlights.unknown
    )
    return (Paragraph(text), *unknown)


def highlight_section(assessment: Assessment, candidate: Candidate, number: int = 1) -> Section:
    """One highlight; its number keeps the chart's name apart from others."""
    rating = candidate.rating
    kpi = rating.kpi
    trend = trend_of(assessment, kpi)
    comments = comments_on(assessment.register, rating)
    blocks: list[Block] = [
        Paragraph(
            figure_words(rating),
            TextStyle.LEAD,
            label=f"{rating_entry(rating).text}.",
            tone=Tone.UNRATED if rating.rag is None else TONES[rating.rag],
        ),
        Paragraph(travel_words(rating), label="Direction of travel:"),
        Paragraph(trend.sentence, label="Trend:"),
    ]
    compared = comparison_words(assessment, trend)
    if compared:
        blocks.append(Paragraph(compared, label="Compared with others:"))
    parts = split_words(assessment, kpi)
    if parts:
        blocks.append(Paragraph(parts, label="Within the area:"))
    if kpi.influence in (Influence.SHARED, Influence.NONE):
        blocks.append(Paragraph(INFLUENCE[kpi.influence], label="Influence:"))
    blocks.append(Paragraph(why_words(candidate), label="Why it is here:"))
    blocks += answer_blocks(assessment, rating, comments)
    blocks.append(Paragraph(f"{responsible_for(assessment.register, kpi)}.", label="Responsible:"))
    chart = trend_chart(trend, assessment.settings.charts, number)
    if chart is not None:
        blocks.append(chart)
    heading = f"{kpi.ref} {kpi.name or ''}".strip()
    return Section(f"{heading}: {KIND_HEADINGS[candidate.kind]}", 2, tuple(blocks))


INFLUENCE = {
    Influence.SHARED: "The council shares control of this figure with others.",
    Influence.NONE: "This figure is outside the council's control.",
}
"""What is said where a figure is not the council's alone (Sheffield's members)."""


def figure_words(rating: KpiRating) -> str:
    """What the figure says: the result with its parts, and the rating's own sentence."""
    outcome = rating.outcome
    shown = rating.shown
    words = reason_words(outcome)
    if shown is not None and shown.value is not None:
        told = figure(shown.value, rating.kpi)
        parts = parts_words(shown)
        if isinstance(outcome, Unrated) and told not in words:
            words = f"{told} for {shown.period}. {words}"
        if parts:
            words += f" The figure is {parts}."
    return words


def travel_words(rating: KpiRating) -> str:
    """The direction of travel as a sentence, with the comparator named."""
    direction = rating.direction
    if direction.travel is Travel.NOT_KNOWN:
        return sentence(direction.text or direction.why_none or "There is nothing to compare with")
    text = sentence(direction.text or str(direction.travel))
    if direction.rule and direction.rule not in text:
        text = f"{text[:-1]} ({lower_first(direction.rule)})."
    return text


def why_words(candidate: Candidate) -> str:
    """The reasons the tool found, or the person's own reason for choosing it."""
    parts = [reason.text for reason in candidate.reasons]
    if candidate.choice is not None and candidate.choice.why:
        parts.insert(0, sentence(one_line(candidate.choice.why)))
    return " ".join(parts) or "It was chosen without a reason on record."


def _rest_section(highlights: Highlights) -> Section | None:
    """Other candidates and what people turned down, so that the choice can be seen."""
    rows = [
        (
            Entry(one.rating.kpi.ref, ref=one.rating.kpi.source.at("ref")),
            text_entry(one.rating.kpi.name),
            rating_entry(one.rating),
            Entry(why_words(one)),
            Entry("Not chosen" if highlights.chosen else "Beyond the number of highlights"),
        )
        for one in highlights.others[:MOST_OTHERS]
    ]
    rows += [
        (
            Entry(one.rating.kpi.ref, ref=one.rating.kpi.source.at("ref")),
            text_entry(one.rating.kpi.name),
            rating_entry(one.rating),
            Entry(" ".join(reason.text for reason in one.reasons) or "None found by the tool."),
            Entry(_turned_down(one)),
        )
        for one in highlights.turned_down
    ]
    if not rows:
        return None
    blocks: list[Block] = [
        Table(
            "other_candidates",
            "Other KPIs that were put forward",
            (
                Column("Reference", 1.1),
                Column("KPI", 3.4),
                Column("Rating", 1.3),
                Column("Why it was put forward", 5.0),
                Column("Why it is not above", 2.6),
            ),
            tuple(rows),
            "Candidates for highlights that are not shown above.",
        )
    ]
    beyond = len(highlights.others) - MOST_OTHERS
    if beyond > 0:
        blocks.append(
            Paragraph(
                f"{counted(beyond, 'more KPI')} had a reason to be put forward.", TextStyle.NOTE
            )
        )
    return Section("Also put forward", 2, tuple(blocks))


def _turned_down(candidate: Candidate) -> str:
    row = candidate.choice
    if row is None or not row.why:
        return "Turned down; no reason is on record."
    return f"Turned down: {sentence(one_line(row.why))}"
