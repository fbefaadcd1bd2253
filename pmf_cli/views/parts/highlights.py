"""The highlights of a paper: what the figure says, why, what is being done, and the trend.

The reasons and actions are the services' own words (2024 report, ¶39 and ¶50); where none came
the paper says so. What the tool found is told apart from what people wrote.
"""

from __future__ import annotations

from collections.abc import Sequence

from pmf_cli.analysis.highlights.highlights import Candidate, Highlights, highlights_of
from pmf_cli.analysis.series.splits import split_words
from pmf_cli.analysis.series.trends import comparison_words, trend_of
from pmf_cli.assessment import Assessment
from pmf_cli.rag.base import KpiRating
from pmf_cli.register.sheets.plan import Action
from pmf_cli.register.sheets.record import Commentary
from pmf_cli.register.terms import ActionStatus, CommentaryKind, HighlightKind, Influence, Rag
from pmf_cli.views.audience import Audience, narrowed, once_for_audience
from pmf_cli.views.base import Block, Column, Entry, Paragraph, Section, Table, TextStyle, Tone
from pmf_cli.views.comments import (
    FOR_OTHERS,
    HIGHLIGHT_WORDS,
    comment_text,
    comments_on,
    is_for_others,
    of_kind,
    recovery_words,
)
from pmf_cli.views.entries import (
    TONES,
    direction_words,
    figure_words,
    rating_entry,
    text_entry,
)
from pmf_cli.views.parts.part import part
from pmf_cli.views.roles import responsible_for, role_of
from pmf_cli.views.trend_chart import trend_chart
from pmf_cli.views.wording import one_line, sentence
from pmf_cli.words import counted, day

KIND_HEADINGS = {
    HighlightKind.ADVERSE: "needs attention",
    HighlightKind.WATCH: "to watch",
    HighlightKind.FAVOURABLE: "going well",
    HighlightKind.OTHER: "for information",
}
"""How a highlight's heading says what kind it is."""
MOST_OTHERS = 12
"""Candidates listed beyond those shown."""


@once_for_audience
def highlights_for(assessment: Assessment, audience: Audience) -> Highlights:
    """The highlights of an audience's KPIs, as many at most as it wants."""
    return highlights_of(narrowed(assessment, audience), audience.highlights)


@part("highlights")
def highlights_part(assessment: Assessment, audience: Audience) -> tuple[Section, ...]:
    """The highlights: what the figure says, reason, action and trend of each; then what else was put forward."""
    highlights = highlights_for(assessment, audience)
    introduction = _introduction(assessment, highlights, is_whole=audience.is_whole)
    opening = Section("Highlights", 1, introduction, page_break=True)
    each = tuple(
        _highlight_section(assessment, audience, candidate, number)
        for number, candidate in enumerate(highlights.shown, 1)
    )
    rest = _rest_section(highlights)
    return (opening, *each) if rest is None else (opening, *each, rest)


def _introduction(
    assessment: Assessment, highlights: Highlights, *, is_whole: bool
) -> tuple[Block, ...]:
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
        if is_whole
    )
    return (Paragraph(text), *unknown)


def _highlight_section(
    assessment: Assessment, audience: Audience, candidate: Candidate, number: int
) -> Section:
    """One highlight; its number keeps the chart's name apart from others."""
    rating = candidate.rating
    kpi = rating.kpi
    trend = trend_of(assessment, kpi)
    comments = comments_on(assessment.register, rating, audience.use_in)
    blocks: list[Block] = [
        Paragraph(
            figure_words(rating),
            TextStyle.LEAD,
            label=f"{rating_entry(rating).text}.",
            tone=Tone.UNRATED if rating.rag is None else TONES[rating.rag],
        ),
        Paragraph(direction_words(rating), label="Direction of travel:"),
        Paragraph(trend.sentence, label="Trend:"),
    ]
    compared = comparison_words(assessment, trend) if audience.shows_benchmarks else ""
    if compared:
        blocks.append(Paragraph(compared, label="Compared with others:"))
    parts = split_words(assessment, kpi) if audience.shows_splits else ""
    if parts:
        blocks.append(Paragraph(parts, label="Within the area:"))
    if kpi.influence in (Influence.SHARED, Influence.NONE):
        blocks.append(Paragraph(INFLUENCE[kpi.influence], label="Influence:"))
    blocks.append(Paragraph(why_words(candidate), label="Why it is here:"))
    blocks += _answer_blocks(assessment, audience, rating, comments)
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


NONE_RECEIVED = "No commentary received from the service."
NONE_GIVEN = "None was given."
NO_DATE = "No date has been given."


def _answer_blocks(
    assessment: Assessment, audience: Audience, rating: KpiRating, comments: Sequence[Commentary]
) -> list[Block]:
    """The services' answers: reason, action, expected recovery, blockages.

    What a service writes beside a Red or Amber result is its reason, under whatever kind it was
    filed. That nothing came is said only where nothing is printed.
    """
    off_target = rating.rag in (Rag.RED, Rag.AMBER)
    reasons, others = _reasons(comments, off_target=off_target)
    reason = comment_text(reasons, HIGHLIGHT_WORDS)
    action = comment_text(of_kind(comments, CommentaryKind.ACTION), HIGHLIGHT_WORDS)
    good = comment_text(others, HIGHLIGHT_WORDS)
    actions = _action_words(assessment, rating)
    is_answered = bool(actions) or any(comment.text for comment in comments)
    none = NONE_GIVEN if is_answered else _none_words(assessment, audience, rating)
    recovery = comment_text(of_kind(comments, CommentaryKind.RECOVERY), HIGHLIGHT_WORDS)
    back = recovery_words(comments, assessment.as_of)
    blockages = " ".join(one_line(comment.blockages) for comment in comments if comment.blockages)
    answers = (
        ("Reason given:", reason, none if off_target or not good else ""),
        ("From the service:", good, ""),
        ("Action being taken:", _joined(action, actions), none if off_target else ""),
        ("Expected back on target:", _joined(back, recovery), NO_DATE if off_target else ""),
        ("Resources or blockages:", blockages, ""),
    )
    return [
        Paragraph(text or missing, label=label, tone=Tone.NONE if text else Tone.MUTED)
        for label, text, missing in answers
        if text or missing
    ]


def _none_words(assessment: Assessment, audience: Audience, rating: KpiRating) -> str:
    is_elsewhere = is_for_others(assessment.register, rating, audience.use_in)
    return f"{FOR_OTHERS}." if is_elsewhere else NONE_RECEIVED


def _joined(*texts: str) -> str:
    return " ".join(filter(None, texts))


def _reasons(
    comments: Sequence[Commentary], *, off_target: bool
) -> tuple[tuple[Commentary, ...], tuple[Commentary, ...]]:
    """The comments that give the reason for a result, and the service's further words."""
    reasons = of_kind(comments, CommentaryKind.REASON)
    others = of_kind(comments, CommentaryKind.GOOD_PRACTICE, CommentaryKind.CONTEXT)
    if reasons or not off_target:
        return reasons, others
    reasons = of_kind(comments, CommentaryKind.CONTEXT, CommentaryKind.DATA_QUALITY)
    return reasons, of_kind(comments, CommentaryKind.GOOD_PRACTICE)


OPEN_ACTIONS = (
    ActionStatus.NOT_STARTED,
    ActionStatus.ON_TRACK,
    ActionStatus.AT_RISK,
    ActionStatus.OFF_TRACK,
    None,
)


def _action_words(assessment: Assessment, rating: KpiRating) -> str:
    """Open actions of the delivery plan for this KPI, with date, status and post."""
    found = [
        action
        for action in assessment.register.actions
        if action.belongs_to == rating.kpi.ref and action.status in OPEN_ACTIONS and action.action
    ]
    return " ".join(_one_action(assessment, action) for action in found)


def _one_action(assessment: Assessment, action: Action) -> str:
    told = [str(action.status).lower() if action.status is not None else "no status"]
    due = action.revised_due or action.due
    if due is not None:
        late = due < assessment.as_of
        told.insert(0, f"due {day(due)}{', overdue' if late else ''}")
    role = role_of(assessment.register, action.owner)
    if role:
        told.append(role)
    return f"{sentence(one_line(action.action or ''))[:-1]} ({', '.join(told)})."
