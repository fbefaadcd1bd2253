"""One rating explained: the sum in words and numbers, down to the workbook cells."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pmf_cli.assessment import Assessment
from pmf_cli.errors import UsageError
from pmf_cli.findings import CellRef
from pmf_cli.rag.base import Evidence, KpiRating, Mark, Rating, Threshold, Unrated, UnratedReason
from pmf_cli.rag.rate import rate_kpi
from pmf_cli.rag.target_cells import target_used_of
from pmf_cli.register.figures import figure, plain
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.record import Result
from pmf_cli.register.sheets.rows import RowSource
from pmf_cli.views.base import Block, Entry, Paragraph, Section, bullets
from pmf_cli.views.entries import direction_entry, rating_lead, reason_words, tone_called
from pmf_cli.views.listing import (
    Field,
    ListDefinition,
    Listing,
    cell_text,
    exact_figure,
    kpi_fields,
    table_column,
    table_of,
)
from pmf_cli.views.lists.rag import RAG
from pmf_cli.views.rating_key import MARK_MEANINGS
from pmf_cli.views.references import kpi_named
from pmf_cli.views.wording import sentence
from pmf_cli.words import day, listed_shortly

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
    UnratedReason.SUPPRESSED: "Nothing can be done: the figure is not to be shown.",
    UnratedReason.NOT_APPLICABLE: "Nothing for this period.",
    UnratedReason.DEVELOPMENT: "The KPI's status set to Active, once it is ready.",
    UnratedReason.STALE: "A newer figure, or a longer age allowed in KPIs.",
    UnratedReason.DEFINITION: "The cells named above, filled in.",
}
"""What would be needed for a rating, by reason for none."""


EXPLAIN: ListDefinition[KpiRating] = ListDefinition(
    "pmf/explain/1",
    "One item: everything behind one rating. From `pmf rag explain`.",
    "items",
    (
        *kpi_fields(lambda one: one.kpi),
        Field("split", "", "The split explained; empty for the whole."),
        *RAG.chosen(("rating", "not_rated_because", "marks", "reason")),
        Field(
            "steps", "", "The sum in words and numbers, one step each.",
            lambda one: _rated(one, "steps", ()),
        ),
        Field(
            "needed", "", "What would be needed for a rating; empty where rated.",
            lambda one: NEEDED[one.outcome.reason] if isinstance(one.outcome, Unrated) else None,
        ),
        Field(
            "figures", "", "Every figure used: what it is, as printed, and its cell.",
            lambda one: tuple(
                {"what": used.label, "text": used.text, "cell": used.where}
                for used in figures_of(one)
            ),
        ),
        Field(
            "thresholds", "", "Where each colour begins.",
            lambda one: tuple(
                {"rating": edge.rag, "state": edge.shade, "text": edge.text, "value": exact_figure(edge.value)}
                for edge in _rated(one, "thresholds", ())
            ),
        ),
        Field("method", "", "The rating method.", lambda one: _rated(one, "method")),
        *RAG.chosen(("rule_set",)),
        Field(
            "approved", "", "Who approved the rule set, and when.",
            lambda one: _rated(one, "approved"),
        ),
        *RAG.chosen(("direction", "direction_text")),
        Field(
            "comparator_rule", "", "What the result is compared with.",
            lambda one: one.direction.rule,
        ),
        *RAG.chosen(("comparator", "comparator_period", "comparator_cell")),
    ),
)  # fmt: skip


def explain_listing(assessment: Assessment, ref: str, split: str | None = None) -> Listing:
    """Everything behind one rating, for the screen and for other programs.

    Raises:
        UsageError: the KPI or split is unknown, or the KPI is out of scope for the period.
    """
    rating = _rating_asked(assessment, ref, split)
    return EXPLAIN.listing_of(assessment, (rating,), {"items": 1}, tuple(_sections(rating)))


def _rated(rating: KpiRating, name: str, otherwise: Any = None) -> Any:  # noqa: ANN401
    """Something that only a rating has."""
    return getattr(rating.outcome, name) if isinstance(rating.outcome, Rating) else otherwise


def _sections(rating: KpiRating) -> Iterator[Section]:
    kpi, outcome = rating.kpi, rating.outcome
    heading = f"{kpi.ref} {kpi.name or ''}".strip()
    if rating.split is not None:
        heading += f", {rating.split}"
    lead = (rating_lead(rating), *_remarks(rating))
    yield Section(f"{heading}: {rating.period}", 1, lead)
    if isinstance(outcome, Unrated):
        yield Section("Why it is not rated", 2, tuple(why_not_rated(rating, outcome)))
        yield Section("The figures used", 2, (figures_table(rating),))
    else:
        steps = bullets(outcome.steps)
        yield Section("The sum", 2, steps or (Paragraph(outcome.sentence),))
        yield Section("The figures used", 2, (figures_table(rating),))
        yield Section("Where each colour begins", 2, (colour_edges(outcome),))
        yield Section("The rule", 2, rule_words(outcome))
    yield Section("Direction of travel", 2, tuple(_direction(rating)))


def _remarks(rating: KpiRating) -> Iterator[Block]:
    outcome = rating.outcome
    if rating.is_new and rating.result_period is not None:
        words = f"The figure for {rating.result_period} arrived this period."
        yield Paragraph(words, label="NEW:")
    for mark in outcome.marks if isinstance(outcome, Rating) else ():
        if mark in MARK_MEANINGS and mark is not Mark.NEW:
            yield Paragraph(sentence(MARK_MEANINGS[mark]), label=f"Marked {mark}:")
    before = rating.previous
    if isinstance(before, Rating):
        yield Paragraph(f"{before.word}. {reason_words(before)}", label="The period before:")
    if rating.next_due is not None:
        yield Paragraph(f"{day(rating.next_due)}.", label="Next figure due:")


def why_not_rated(rating: KpiRating, outcome: Unrated) -> Iterator[Block]:
    """The reason for no rating, and what is needed for one."""
    yield Paragraph(sentence(outcome.sentence), label=f"{outcome.reason}:")
    shown = rating.shown
    if rating.result is None and shown is not None and shown.value is not None:
        yield Paragraph(
            f"The latest figure is shown with its own period, {shown.period}, and is not rated for "
            "this one."
        )
    yield Paragraph(NEEDED[outcome.reason], label="What is needed for a rating:")


FIGURES_USED: tuple[Field[Evidence], ...] = (
    table_column("What", lambda one: one.label, 1.4),
    table_column("Figure", lambda one: one.text or "blank", 2.4),
    table_column("Where", lambda one: Entry(cell_text(one.where) or NO_CELL, ref=one.where), 4.5),
)
EDGES: tuple[Field[tuple[Rating, Threshold]], ...] = (
    table_column("Rating", lambda row: _edge_entry(*row)),
    table_column("Figures", lambda row: row[1].text, 4),
)


def figures_table(rating: KpiRating) -> Block:
    """Every figure used and the cell in which it stands."""
    used = figures_of(rating)
    if not used:
        return Paragraph("No figure was used.")
    title = "The figures used and where they stand"
    summary = "Each figure that the rating was made from, with workbook, sheet and cell."
    return table_of(FIGURES_USED, "figures_used", title, used, summary)


def _edge_entry(outcome: Rating, edge: Threshold) -> Entry:
    words = outcome.words
    return Entry(words.called(edge.rag, edge.shade), tone=tone_called(edge.rag, edge.shade, words))


def colour_edges(outcome: Rating) -> Block:
    """Where each colour begins."""
    if not outcome.thresholds:
        return Paragraph("The colours of this method have no edges in numbers.")
    rows = [(outcome, edge) for edge in outcome.thresholds]
    summary = "The figures at which each colour begins."
    return table_of(EDGES, "thresholds", "Where each colour begins", rows, summary)


def rule_words(outcome: Rating) -> tuple[Block, ...]:
    """The rule set and who approved it."""
    if outcome.rule is None:
        words = "The defaults of the tool: the sheet Rating rules has no row that applies."
        return (Paragraph(words, label="Rule set:"),)
    approved = outcome.approved or "no approval is on record"
    where = cell_text(outcome.rule.source.at("rule_set")) or NO_CELL
    return (
        Paragraph(f"{outcome.rule_set} ({where}).", label="Rule set:"),
        Paragraph(sentence(approved), label="Approval:"),
    )


def _direction(rating: KpiRating) -> Iterator[Block]:
    direction = rating.direction
    yield Paragraph(sentence(direction_entry(direction).text))
    if direction.rule:
        yield Paragraph(sentence(direction.rule), label="Compared with:")
    where = cell_text(direction.comparator_where)
    if where is not None:
        yield Paragraph(f"{_comparator_words(rating)} ({where}).", label="Comparator:")


def _rating_asked(assessment: Assessment, ref: str, split: str | None) -> KpiRating:
    kpi = kpi_named(assessment.register, ref)
    if split is None:
        rating = assessment.rating_of.get(kpi.ref)
    else:
        name = _split_named(assessment.register, kpi, split)
        rating = rate_kpi(
            assessment.register, assessment.settings, assessment.period, assessment.as_of,
            kpi.ref, name,
        )  # fmt: skip
    if rating is None:
        raise UsageError(
            f"{kpi.ref} is not in scope for {assessment.period}.{_scope_words(kpi)}",
            f"Name another period with --period, or see: pmf kpi show {kpi.ref}",
        )
    return rating


def _split_named(register: Register, kpi: Kpi, split: str) -> str:
    names = {name for ref, name in register.series if ref == kpi.ref and name is not None}
    names |= {row.split for row in register.targets_by_kpi.get(kpi.ref, ()) if row.split}
    for name in names:
        if name.casefold() == split.strip().casefold():
            return name
    raise UsageError(
        f'{kpi.ref} has no split "{split}".',
        f"Its splits are: {listed_shortly(sorted(names), 30)}." if names else "It has no splits.",
    )


def _scope_words(kpi: Kpi) -> str:
    parts = []
    if kpi.status is not None:
        parts.append(f"its status is {kpi.status}")
    if kpi.first_period is not None:
        parts.append(f"it is reported from {kpi.first_period}")
    if kpi.last_period is not None:
        parts.append(f"up to {kpi.last_period}")
    return f" {sentence(', '.join(parts))}" if parts else ""


def figures_of(rating: KpiRating) -> tuple[Evidence, ...]:
    """Every figure used, the result, target and comparator among them, each once."""
    used = list(rating.outcome.used)
    labels = {one.label.casefold() for one in used}
    shown = rating.shown
    if shown is not None and shown.value is not None and "result" not in labels:
        words = f"{figure(shown.value, rating.kpi)} for {shown.period}"
        used.insert(0, Evidence("latest result", words, _cell(shown.source, "value")))
    if not any(map(_is_target, labels)):
        used += target_used_of(rating)
    where = rating.direction.comparator_where
    if where is not None and where not in [one.where for one in used]:
        used.append(Evidence("comparator", _comparator_words(rating), where))
    return (*used, *(_parts_used(shown) if shown is not None else ()))


def _is_target(label: str) -> bool:
    return "target" in label or label.startswith("range")


def _parts_used(shown: Result) -> Iterator[Evidence]:
    for label, value in (("numerator", shown.numerator), ("denominator", shown.denominator)):
        if value is not None:
            yield Evidence(label, plain(value), _cell(shown.source, label))


def _comparator_words(rating: KpiRating) -> str:
    direction = rating.direction
    told = figure(direction.comparator_value, rating.kpi)
    period = direction.comparator_period
    return told if period is None else f"{told} for {period}"


def _cell(source: RowSource, field: str) -> CellRef | None:
    return source.at(field) if source.row else None
