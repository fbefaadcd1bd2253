"""The highlights of a paper: what the figure says, why, what is being done, and the trend.

The reasons and actions are the services' own words (2024 report, ¶39 and ¶50); where none came
the paper says so. What the tool found is told apart from what people wrote.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pmf_cli.analysis.highlights.highlights import Candidate, Highlights, highlights_of
from pmf_cli.analysis.series.splits import split_words
from pmf_cli.analysis.series.trends import comparison_words, trend_of
from pmf_cli.assessment import Assessment
from pmf_cli.rag.base import KpiRating
from pmf_cli.register.sheets.plan import Action
from pmf_cli.register.sheets.record import Commentary
from pmf_cli.register.terms import ActionStatus, CommentaryKind, HighlightKind, Influence, Rag
from pmf_cli.views.audience import Audience, narrowed, once_for_audience
from pmf_cli.views.base import Block, Paragraph, Section, Tone, note
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
    direction_words,
    rating_entry,
    rating_lead,
)
from pmf_cli.views.listing import Field, kpi_columns, table_column, table_of
from pmf_cli.views.parts.part import part
from pmf_cli.views.references import responsible_for, role_of
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
    kpis = counted(number, "KPI")
    if number == 0:
        return (Paragraph("No KPI stands out this period, and none was chosen."),)
    text = (
        f"The rules put forward {kpis} for closer attention. They are candidates: nobody has "
        f"confirmed or turned down the choice in the sheet Highlights for {assessment.period}."
    )
    if highlights.chosen:
        were = "was" if number == 1 else "were"
        text = f"{kpis} {were} chosen for closer attention for {assessment.period}."
    unknown = (
        note(f"{row.kpi_ref} was chosen too, but it is not among the KPIs in scope.")
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
        rating_lead(rating),
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


def reasons_found(candidate: Candidate) -> str:
    """The reasons that the tool found."""
    return " ".join(reason.text for reason in candidate.reasons)


def why_words(candidate: Candidate) -> str:
    """The person's own reason for choosing it, and the reasons that the tool found."""
    why = candidate.choice.why if candidate.choice is not None else None
    own = sentence(one_line(why)) if why else ""
    words = " ".join(filter(None, (own, reasons_found(candidate))))
    return words or "It was chosen without a reason on record."


PUT_FORWARD: tuple[Field[tuple[Candidate, str]], ...] = (
    *kpi_columns(lambda row: row[0].rating.kpi, (1.1, 3.4)),
    table_column("Rating", lambda row: rating_entry(row[0].rating), 1.3),
    table_column("Why it was put forward", lambda row: reasons_found(row[0]) or NONE_FOUND, 5.0),
    table_column("Why it is not above", lambda row: row[1], 2.6),
)
"""A candidate that is not shown, and why."""


def _rest_section(highlights: Highlights) -> Section | None:
    """Other candidates and what people turned down, so that the choice can be seen."""
    why_not = "Not chosen" if highlights.chosen else "Beyond the number of highlights"
    rows = [(one, why_not) for one in highlights.others[:MOST_OTHERS]]
    rows += [(one, _turned_down(one)) for one in highlights.turned_down]
    if not rows:
        return None
    title = "Other KPIs that were put forward"
    summary = "Candidates for highlights that are not shown above."
    blocks: list[Block] = [table_of(PUT_FORWARD, "other_candidates", title, rows, summary)]
    beyond = len(highlights.others) - MOST_OTHERS
    if beyond > 0:
        blocks.append(note(f"{counted(beyond, 'more KPI')} had a reason to be put forward."))
    return Section("Also put forward", 2, tuple(blocks))


def _turned_down(candidate: Candidate) -> str:
    row = candidate.choice
    if row is None or not row.why:
        return "Turned down; no reason is on record."
    return f"Turned down: {sentence(one_line(row.why))}"


NONE_FOUND = "None found by the tool."
NONE_RECEIVED = "No commentary received from the service."
NONE_GIVEN = "None was given."
NO_DATE = "No date has been given."
REASON, GOOD = "Reason given:", "From the service:"
ACTION, BACK = "Action being taken:", "Expected back on target:"


def _answer_blocks(
    assessment: Assessment, audience: Audience, rating: KpiRating, comments: Sequence[Commentary]
) -> Iterator[Block]:
    """The services' answers: reason, action, expected recovery, blockages.

    What a service writes beside a Red or Amber result is its reason, under whatever kind it was
    filed. That nothing came is said only where nothing is printed.
    """
    off_target = rating.rag in (Rag.RED, Rag.AMBER)
    answers = _answers(assessment, rating, comments, off_target=off_target)
    is_answered = answers[ACTION] or any(comment.text for comment in comments)
    none = NONE_GIVEN if is_answered else _none_words(assessment, audience, rating)
    missing = {REASON: none} if off_target or not answers[GOOD] else {}
    if off_target:
        missing |= {ACTION: none, BACK: NO_DATE}
    for label, text in answers.items():
        if text:
            yield Paragraph(text, label=label)
        elif label in missing:
            yield Paragraph(missing[label], label=label, tone=Tone.MUTED)


def _answers(
    assessment: Assessment, rating: KpiRating, comments: Sequence[Commentary], *, off_target: bool
) -> dict[str, str]:
    """What the services said, by its label, in the order of print."""
    reasons, others = _reasons(comments, off_target=off_target)
    taken, expected = (
        comment_text(of_kind(comments, kind), HIGHLIGHT_WORDS)
        for kind in (CommentaryKind.ACTION, CommentaryKind.RECOVERY)
    )
    blockages = (one_line(comment.blockages) for comment in comments if comment.blockages)
    return {
        REASON: comment_text(reasons, HIGHLIGHT_WORDS),
        GOOD: comment_text(others, HIGHLIGHT_WORDS),
        ACTION: _joined(taken, _action_words(assessment, rating)),
        BACK: _joined(recovery_words(comments, assessment.as_of), expected),
        "Resources or blockages:": " ".join(blockages),
    }


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
