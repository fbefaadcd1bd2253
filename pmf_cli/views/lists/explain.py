"""One rating explained: the sum in words and numbers, down to the workbook cells."""

from __future__ import annotations

from collections.abc import Mapping

from pmf_cli.assessment import Assessment
from pmf_cli.rag.base import KpiRating, Mark, Rating, Travel, Unrated, UnratedReason
from pmf_cli.views.base import Block, Column, Entry, Paragraph, Section, Table, TextStyle, Tone
from pmf_cli.views.entries import TONES, direction_entry, figure_words, rating_entry, reason_words
from pmf_cli.views.listing import Datum, Listing
from pmf_cli.views.lists.explained import comparator_words, explained, figures_of
from pmf_cli.views.lists.rag import cell_text, exact
from pmf_cli.views.rating_key import MARK_MEANINGS
from pmf_cli.views.wording import sentence
from pmf_cli.words import day

SCHEMA = "pmf/explain/1"
NO_CELL = "no cell: a default of the tool"

NEEDED = {
    UnratedReason.TRACKER: "Nothing: trackers are never rated. To rate it, agree a target and give "
    "the row in Targets another type.",
    UnratedReason.POPULATION_OUTCOME: "Nothing: outcomes of the whole population have no target by "
    "design.",
    UnratedReason.TO_BE_AGREED: "A target that is agreed: a row in Targets with type, figure and "
    "first period.",
    UnratedReason.NO_COMPARATOR: "A figure to compare with: the result of the comparator's period, "
    "or a baseline.",
    UnratedReason.NOT_DUE: "The next figure, once it is due.",
    UnratedReason.OVERDUE: "The figure for the period, in Results.",
    UnratedReason.AWAITING_PUBLICATION: "The published figure, in Results.",
    UnratedReason.DATA_QUALITY: "A figure that can be relied on, in Results.",
    UnratedReason.SUPPRESSED: "Nothing can be done: the numbers are too small to show.",
    UnratedReason.NOT_APPLICABLE: "Nothing for this period.",
    UnratedReason.DEVELOPMENT: "The KPI's status set to Active, once it is ready.",
    UnratedReason.STALE: "A newer figure, or a longer age allowed in KPIs.",
    UnratedReason.DEFINITION: "The cells named above, filled in.",
}
"""What would be needed for a rating, by reason for none."""


def explain_listing(assessment: Assessment, ref: str, split: str | None = None) -> Listing:
    """Everything behind one rating, for the screen and for other programs.

    Raises:
        UsageError: as ``explained``.
    """
    rating = explained(assessment, ref, split)
    return Listing(
        schema=SCHEMA,
        register=assessment.register.name,
        period=str(assessment.period),
        as_of=assessment.as_of,
        counts={"items": 1},
        key="items",
        items=(explain_item(rating),),
        sections=explain_sections(rating),
    )


def explain_sections(rating: KpiRating) -> tuple[Section, ...]:
    """The explanation as a reader wants it: the answer, the sum, the figures, the edges."""
    kpi, outcome = rating.kpi, rating.outcome
    heading = f"{kpi.ref} {kpi.name or ''}".strip()
    if rating.split is not None:
        heading += f", {rating.split}"
    tone = Tone.UNRATED if rating.rag is None else TONES[rating.rag]
    sections = [
        Section(
            f"{heading}: {rating.period}",
            1,
            (
                Paragraph(
                    figure_words(rating),
                    TextStyle.LEAD,
                    label=f"{rating_entry(rating).text}.",
                    tone=tone,
                ),
                *_remarks(rating),
            ),
        )
    ]
    if isinstance(outcome, Rating):
        steps = tuple(Paragraph(step, TextStyle.BULLET) for step in outcome.steps)
        sections.append(Section("The sum", 2, steps or (Paragraph(outcome.sentence),)))
    else:
        needed = Paragraph(NEEDED[outcome.reason], label="What is needed for a rating:")
        sections.append(Section("Why it is not rated", 2, _unrated_blocks(rating, outcome, needed)))
    sections.append(Section("The figures used", 2, _figures(rating)))
    if isinstance(outcome, Rating):
        sections.append(Section("Where each colour begins", 2, _edges(outcome)))
        sections.append(Section("The rule", 2, _rule(outcome)))
    sections.append(Section("Direction of travel", 2, _direction(rating)))
    return tuple(sections)


def _remarks(rating: KpiRating) -> tuple[Block, ...]:
    outcome = rating.outcome
    blocks: list[Block] = []
    if rating.is_new and rating.result_period is not None:
        blocks.append(
            Paragraph(f"The figure for {rating.result_period} arrived this period.", label="NEW:")
        )
    if isinstance(outcome, Rating):
        blocks += [
            Paragraph(sentence(MARK_MEANINGS[mark]), label=f"Marked {mark}:")
            for mark in outcome.marks
            if mark in MARK_MEANINGS and mark is not Mark.NEW
        ]
    if isinstance(rating.previous, Rating):
        blocks.append(
            Paragraph(
                f"{rating.previous.rag}. {sentence(reason_words(rating.previous))}",
                label="The period before:",
            )
        )
    if rating.next_due is not None:
        blocks.append(Paragraph(f"{day(rating.next_due)}.", label="Next figure due:"))
    return tuple(blocks)


def _unrated_blocks(rating: KpiRating, outcome: Unrated, needed: Paragraph) -> tuple[Block, ...]:
    blocks: list[Block] = [
        Paragraph(sentence(outcome.sentence), label=f"{outcome.reason}:"),
    ]
    shown = rating.shown
    if rating.result is None and shown is not None and shown.value is not None:
        blocks.append(
            Paragraph(
                f"The latest figure is shown with its own period, {shown.period}, and is not "
                "rated for this one."
            )
        )
    blocks.append(needed)
    return tuple(blocks)


def _figures(rating: KpiRating) -> tuple[Block, ...]:
    used = figures_of(rating)
    if not used:
        return (Paragraph("No figure was used."),)
    return (
        Table(
            "figures_used",
            "The figures used and where they stand",
            (Column("What", 1.4), Column("Figure", 2.4), Column("Where", 4.5)),
            tuple(
                (
                    Entry(one.label),
                    Entry(one.text or "blank"),
                    Entry(cell_text(one.where) or NO_CELL, ref=one.where),
                )
                for one in used
            ),
            "Each figure that the rating was made from, with workbook, sheet and cell.",
        ),
    )


def _edges(outcome: Rating) -> tuple[Block, ...]:
    if not outcome.thresholds:
        return (Paragraph("The colours of this method have no edges in numbers."),)
    return (
        Table(
            "thresholds",
            "Where each colour begins",
            (Column("Rating", 1), Column("Figures", 4)),
            tuple(
                (Entry(str(edge.rag), tone=TONES[edge.rag]), Entry(edge.text))
                for edge in outcome.thresholds
            ),
            "The figures at which each colour begins.",
        ),
    )


def _rule(outcome: Rating) -> tuple[Block, ...]:
    if outcome.rule is None:
        words = "The defaults of the tool: the sheet Rating rules has no row that applies."
        return (Paragraph(words, label="Rule set:"),)
    approved = outcome.approved or "no approval is on record"
    where = cell_text(outcome.rule.source.at("rule_set")) or NO_CELL
    return (
        Paragraph(f"{outcome.rule_set} ({where}).", label="Rule set:"),
        Paragraph(sentence(approved), label="Approval:"),
    )


def _direction(rating: KpiRating) -> tuple[Block, ...]:
    direction = rating.direction
    blocks: list[Block] = [Paragraph(sentence(direction_entry(direction).text))]
    if direction.rule:
        blocks.append(Paragraph(sentence(direction.rule), label="Compared with:"))
    where = cell_text(direction.comparator_where)
    if where is not None:
        blocks.append(Paragraph(f"{comparator_words(rating)} ({where}).", label="Comparator:"))
    return tuple(blocks)


def explain_item(rating: KpiRating) -> Mapping[str, Datum]:
    """The explanation for other programs; the fields are those of ``render/schemas.py``."""
    kpi, outcome, direction = rating.kpi, rating.outcome, rating.direction
    rated = outcome if isinstance(outcome, Rating) else None
    unrated = outcome if isinstance(outcome, Unrated) else None
    return {
        "ref": kpi.ref,
        "name": kpi.name,
        "split": rating.split,
        "rating": None if rated is None else str(rated.rag),
        "not_rated_because": None if unrated is None else str(unrated.reason),
        "marks": () if rated is None else tuple(str(mark) for mark in rated.marks),
        "reason": outcome.sentence,
        "steps": () if rated is None else rated.steps,
        "needed": None if unrated is None else NEEDED[unrated.reason],
        "figures": tuple(
            {"what": one.label, "text": one.text, "cell": cell_text(one.where)}
            for one in figures_of(rating)
        ),
        "thresholds": ()
        if rated is None
        else tuple(
            {"rating": str(edge.rag), "text": edge.text, "value": exact(edge.value)}
            for edge in rated.thresholds
        ),
        "method": None if rated is None else rated.method,
        "rule_set": None if rated is None else rated.rule_set or None,
        "approved": None if rated is None else rated.approved or None,
        "direction": None if direction.travel is Travel.NOT_KNOWN else str(direction.travel),
        "direction_text": direction_entry(direction).text,
        "comparator_rule": direction.rule or None,
        "comparator": exact(direction.comparator_value),
        "comparator_period": None
        if direction.comparator_period is None
        else str(direction.comparator_period),
        "comparator_cell": cell_text(direction.comparator_where),
    }
