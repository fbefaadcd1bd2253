"""What stands after the scorecard: not rated, not due, data quality, words, how it was made."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pmf_cli.assessment import Assessment
from pmf_cli.findings import Severity
from pmf_cli.rag.base import KpiRating, Unrated, UnratedReason
from pmf_cli.views.audience import Audience
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
from pmf_cli.views.entries import date_entry, period_entry, result_entry, text_entry
from pmf_cli.views.parts.part import closing_part, part
from pmf_cli.views.rating_key import REASON_MEANINGS, rule_sentences
from pmf_cli.views.wording import are
from pmf_cli.words import counted, day, listed

MOST_FINDINGS = 40
"""Findings listed in a paper; all of them are in ``pmf validate``."""


@part("not rated")
def not_rated_part(_: Assessment, audience: Audience) -> Section:
    """KPIs without a colour and why, other than those not due."""
    found = [
        (rating, rating.outcome)
        for rating in audience.ratings
        if isinstance(rating.outcome, Unrated)
        and rating.outcome.reason is not UnratedReason.NOT_DUE
    ]
    if not found:
        text = "Every KPI that was due for this period is rated."
        return Section("KPIs that are not rated", 1, (Paragraph(text),))
    order = list(UnratedReason)
    found.sort(key=lambda pair: order.index(pair[1].reason))
    reasons = {pair[1].reason for pair in found}
    blocks: list[Block] = [
        Paragraph(
            f"{counted(len(found), 'KPI')} {are(len(found))} not rated for a reason other than "
            "that nothing was due. The latest figure is shown where there is one."
        ),
        *(
            Paragraph(REASON_MEANINGS[reason], TextStyle.BULLET, label=f"{reason}:")
            for reason in order
            if reason in reasons
        ),
        Table(
            "not_rated",
            "KPIs that are not rated, with the reason",
            (
                Column("Reference", 1.2),
                Column("KPI", 3.6),
                Column("Latest result", 1.6),
                Column("Period", 1.6),
                Column("Reason", 2.0),
                Column("In words", 4.2),
            ),
            tuple(
                (
                    Entry(rating.kpi.ref, ref=rating.kpi.source.at("ref")),
                    text_entry(rating.kpi.name),
                    result_entry(rating),
                    period_entry(rating),
                    Entry(str(outcome.reason), tone=Tone.UNRATED),
                    text_entry(outcome.sentence, missing=REASON_MEANINGS[outcome.reason]),
                )
                for rating, outcome in found
            ),
            "KPIs without a rating, by reason.",
        ),
    ]
    return Section("KPIs that are not rated", 1, tuple(blocks))


@part("not due")
def not_due_part(assessment: Assessment, audience: Audience) -> Section:
    """KPIs for which nothing was due in the period, with when the next figure is due."""
    found = [
        rating
        for rating in audience.ratings
        if isinstance(rating.outcome, Unrated) and rating.outcome.reason is UnratedReason.NOT_DUE
    ]
    if not found:
        return Section(
            "KPIs not due this period", 1, (Paragraph("A figure was due for every KPI."),)
        )
    found.sort(key=lambda r: (r.next_due is None, r.next_due or assessment.as_of, r.kpi.ref))
    without = sum(1 for rating in found if rating.next_due is None)
    text = (
        f"No figure of {counted(len(found), 'KPI')} was due for {assessment.period}. The latest "
        "available figure is shown with its own period."
    )
    if without:
        text += f" For {counted(without, 'KPI')} the register does not say when the next is due."
    return Section(
        "KPIs not due this period", 1, (Paragraph(text), _not_due_table(assessment, found))
    )


def _not_due_table(assessment: Assessment, found: Sequence[KpiRating]) -> Table:
    return Table(
        "not_due",
        f"KPIs not due for {assessment.period}",
        (
            Column("Reference", 1.2),
            Column("KPI", 4.2),
            Column("How often", 1.4),
            Column("Latest result", 1.7),
            Column("Period", 1.7),
            Column("Next due", 1.4),
        ),
        tuple(
            (
                Entry(rating.kpi.ref, ref=rating.kpi.source.at("ref")),
                text_entry(rating.kpi.name),
                text_entry(None if rating.kpi.frequency is None else str(rating.kpi.frequency)),
                result_entry(rating),
                period_entry(rating),
                date_entry(rating.next_due, missing=rating.kpi.available_from or "Not known"),
            )
            for rating in found
        ),
        "KPIs without a figure due, with the latest figure and the next date.",
    )


@part("data quality")
def data_quality_part(assessment: Assessment, _: Audience) -> Section:
    """Findings on the register that the paper was made from: counts, and the errors by name."""
    heading = "Data quality"
    findings = assessment.findings
    if not findings:
        words = "The checks found nothing wrong with the figures used in this report."
        return Section(heading, 1, (Paragraph(words),))
    numbers = dict.fromkeys(Severity, 0)
    for finding in findings:
        numbers[finding.severity] += 1
    parts = [
        counted(numbers[Severity.ERROR], "error"),
        counted(numbers[Severity.WARNING], "warning"),
        counted(numbers[Severity.ADVICE], "piece of advice", "pieces of advice"),
    ]
    errors = [finding for finding in findings if finding.severity is Severity.ERROR]
    blocks: list[Block] = [
        Paragraph(
            f"The checks on the register gave {listed(parts)}. An error means that a figure or "
            "rating may be wrong or missing until it is put right. pmf validate lists them all."
        )
    ]
    if errors:
        blocks.append(
            Table(
                "data_quality_errors",
                "Errors to put right",
                (
                    Column("Code", 0.9),
                    Column("KPI", 1.0),
                    Column("What is wrong", 6.0),
                    Column("Where", 3.4),
                ),
                tuple(
                    (
                        Entry(finding.code),
                        text_entry(finding.kpi_ref, missing="Whole register"),
                        text_entry(finding.message),
                        Entry(str(finding.where), ref=finding.where),
                    )
                    for finding in errors[:MOST_FINDINGS]
                ),
                "Findings of severity error, with the cell of each.",
            )
        )
    if len(errors) > MOST_FINDINGS:
        blocks.append(
            Paragraph(
                f"{len(errors) - MOST_FINDINGS:,} more errors are left out here.", TextStyle.NOTE
            )
        )
    return Section(heading, 1, tuple(blocks))


@part("how made")
def how_made_part(assessment: Assessment, audience: Audience) -> Section:
    """From what, on what date and by what rules the paper was made."""
    register = assessment.register
    rules = rule_sentences(assessment, audience.ratings)
    blocks: list[Block] = [
        Paragraph(
            f"This report was made by pmf from the council's KPI Register as it stood for "
            f"{day(assessment.as_of)}. Nothing in it was typed in again: every figure, rating, "
            "count and sentence about a figure is worked out from the workbooks named below, and "
            "the same workbooks always give the same report. Reasons, actions and choices of "
            "highlights are people's own."
        ),
        *(Paragraph(words, TextStyle.BULLET) for words in rules),
        Paragraph(
            'For any rating, "pmf rag explain" with the KPI reference shows the sum and the '
            "workbook cell of each figure.",
            TextStyle.BULLET,
        ),
    ]
    left_out = assessment.settings.checks.ignore
    if left_out:
        told = "; ".join(f"{row.code}: {row.reason}" for row in left_out)
        blocks.append(Paragraph(f"Checks set aside by the council: {told}", TextStyle.BULLET))
    if register.fingerprints:
        blocks.append(
            Table(
                "workbooks",
                "Workbooks this report was made from",
                (Column("Workbook", 3), Column("Fingerprint (SHA-256)", 5)),
                tuple(
                    (Entry(name), Entry(print_)) for name, print_ in register.fingerprints.items()
                ),
                "File names and fingerprints of the workbooks.",
            )
        )
    return Section("How this report was made", 1, tuple(blocks))


@closing_part("glossary")
def glossary_part(assessment: Assessment, _: Audience, before: Sequence[Section]) -> Section | None:
    """Words and abbreviations explained: only those that the paper uses (Luton's members asked)."""
    if not assessment.register.glossary:
        return None
    whole = " ".join(_texts_of(before))
    words = set(_words(whole))
    folded = f" {' '.join(_words(whole.casefold()))} "
    rows = []
    for term in sorted(assessment.register.glossary, key=lambda row: row.term.casefold()):
        if not term.meaning:
            continue
        bare = " ".join(_words(term.term))
        is_used = bare in words if bare.isupper() else f" {bare.casefold()} " in folded
        if bare and is_used:
            rows.append((Entry(term.term), text_entry(term.meaning)))
    if not rows:
        return None
    return Section(
        "Words and abbreviations",
        1,
        (
            Table(
                "glossary",
                "Words and abbreviations used in this report",
                (Column("Term", 1.5), Column("Meaning", 6)),
                tuple(rows),
                "Terms used in this report and what they mean.",
            ),
        ),
    )


def _words(text: str) -> list[str]:
    return "".join(mark if mark.isalnum() else " " for mark in text).split()


def _texts_of(sections: Sequence[Section]) -> Iterator[str]:
    for section in sections:
        yield section.heading
        for block in section.blocks:
            if isinstance(block, Paragraph):
                yield block.text
            elif isinstance(block, Table):
                yield block.title
                yield from (entry.text for row in block.rows for entry in row)
            else:
                yield block.alt
