"""What stands after the scorecard: not rated, not due, data quality, words, how it was made."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pmf_cli.assessment import Assessment
from pmf_cli.findings import Finding, Severity
from pmf_cli.rag.base import KpiRating, Unrated, UnratedReason
from pmf_cli.register.sheets.supporting import GlossaryTerm
from pmf_cli.views.audience import Audience
from pmf_cli.views.base import Block, Entry, Paragraph, Section, Table, TextStyle, Tone, note
from pmf_cli.views.entries import date_entry, period_entry, result_entry
from pmf_cli.views.listing import Field, kpi_columns, table_column, table_of
from pmf_cli.views.parts.part import closing_part, part
from pmf_cli.views.rating_key import REASON_MEANINGS, rule_sentences
from pmf_cli.views.wording import are, severities_listed
from pmf_cli.words import counted, day

MOST_FINDINGS = 40
"""Findings listed in a paper; all of them are in ``pmf validate``."""


NOT_RATED: tuple[Field[tuple[KpiRating, Unrated]], ...] = (
    *kpi_columns(lambda row: row[0].kpi, (1.2, 3.6)),
    table_column("Latest result", lambda row: result_entry(row[0]), 1.6),
    table_column("Period", lambda row: period_entry(row[0]), 1.6),
    table_column("Reason", lambda row: Entry(str(row[1].reason), tone=Tone.UNRATED), 2.0),
    table_column("In words", lambda row: _why_not(row[1]), 4.2),
)
NOT_DUE: tuple[Field[KpiRating], ...] = (
    *kpi_columns(lambda one: one.kpi, (1.2, 4.2)),
    table_column("How often", lambda one: one.kpi.frequency, 1.4),
    table_column("Latest result", result_entry, 1.7),
    table_column("Period", period_entry, 1.7),
    table_column("Next due", lambda one: _next_due(one), 1.4),
)
ERRORS: tuple[Field[Finding], ...] = (
    table_column("Code", lambda one: one.code, 0.9),
    table_column("KPI", lambda one: one.kpi_ref, missing="Whole register"),
    table_column("What is wrong", lambda one: one.message, 6.0),
    table_column("Where", lambda one: one.where, 3.4),
)


def _why_not(outcome: Unrated) -> str:
    return outcome.sentence or REASON_MEANINGS[outcome.reason]


def _next_due(rating: KpiRating) -> Entry:
    return date_entry(rating.next_due, rating.kpi.available_from or "Not known")


def _unrated(audience: Audience, *, not_due: bool) -> list[tuple[KpiRating, Unrated]]:
    """The KPIs without a colour, those that are not due or all others."""
    return [
        (one, one.outcome)
        for one in audience.ratings
        if isinstance(one.outcome, Unrated)
        and (one.outcome.reason is UnratedReason.NOT_DUE) is not_due
    ]


@part("not rated")
def not_rated_part(_: Assessment, audience: Audience) -> Section:
    """KPIs without a colour and why, other than those not due."""
    heading = "KPIs that are not rated"
    order = list(UnratedReason)
    found = _unrated(audience, not_due=False)
    if not found:
        return Section.saying(heading, "Every KPI that was due for this period is rated.")
    found.sort(key=lambda row: order.index(row[1].reason))
    reasons = dict.fromkeys(outcome.reason for _, outcome in found)
    said = (
        f"{counted(len(found), 'KPI')} {are(len(found))} not rated for a reason other than that "
        "nothing was due. The latest figure is shown where there is one."
    )
    meanings = (
        Paragraph(REASON_MEANINGS[reason], TextStyle.BULLET, label=f"{reason}:")
        for reason in reasons
    )
    title, summary = "KPIs that are not rated, with the reason", "KPIs without a rating, by reason."
    table = table_of(NOT_RATED, "not_rated", title, found, summary)
    return Section(heading, 1, (Paragraph(said), *meanings, table))


@part("not due")
def not_due_part(assessment: Assessment, audience: Audience) -> Section:
    """KPIs for which nothing was due in the period, with when the next figure is due."""
    heading = "KPIs not due this period"
    found = [rating for rating, _ in _unrated(audience, not_due=True)]
    if not found:
        return Section.saying(heading, "A figure was due for every KPI.")
    found.sort(key=lambda r: (r.next_due is None, r.next_due or assessment.as_of, r.kpi.ref))
    without = sum(1 for rating in found if rating.next_due is None)
    text = (
        f"No figure of {counted(len(found), 'KPI')} was due for {assessment.period}. The latest "
        "available figure is shown with its own period."
    )
    if without:
        text += f" For {counted(without, 'KPI')} the register does not say when the next is due."
    title = f"KPIs not due for {assessment.period}"
    summary = "KPIs without a figure due, with the latest figure and the next date."
    table = table_of(NOT_DUE, "not_due", title, found, summary)
    return Section(heading, 1, (Paragraph(text), table))


@part("data quality")
def data_quality_part(assessment: Assessment, _: Audience) -> Section:
    """Findings on the register that the paper was made from: counts, and the errors by name."""
    heading = "Data quality"
    findings = assessment.findings
    if not findings:
        words = "The checks found nothing wrong with the figures used in this report."
        return Section.saying(heading, words)
    errors = [finding for finding in findings if finding.severity is Severity.ERROR]
    said = (
        f"The checks on the register gave {severities_listed(one.severity for one in findings)}. An error means that a "
        "figure or rating may be wrong or missing until it is put right. pmf validate lists them all."
    )
    blocks: list[Block] = [Paragraph(said)]
    if errors:
        title, summary = "Errors to put right", "Findings of severity error, with the cell of each."
        shown = errors[:MOST_FINDINGS]
        blocks.append(table_of(ERRORS, "data_quality_errors", title, shown, summary))
    if len(errors) > MOST_FINDINGS:
        blocks.append(note(f"{len(errors) - MOST_FINDINGS:,} more errors are left out here."))
    return Section(heading, 1, tuple(blocks))


WORKBOOKS: tuple[Field[tuple[str, str]], ...] = (
    table_column("Workbook", lambda pair: pair[0], 3),
    table_column("Fingerprint (SHA-256)", lambda pair: pair[1], 5),
)
TERMS: tuple[Field[GlossaryTerm], ...] = (
    table_column("Term", lambda row: row.term, 1.5),
    table_column("Meaning", lambda row: row.meaning, 6),
)


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
        title = "Workbooks this report was made from"
        summary = "File names and fingerprints of the workbooks."
        prints = tuple(register.fingerprints.items())
        blocks.append(table_of(WORKBOOKS, "workbooks", title, prints, summary))
    return Section("How this report was made", 1, tuple(blocks))


@closing_part("glossary")
def glossary_part(assessment: Assessment, _: Audience, before: Sequence[Section]) -> Section | None:
    """Words and abbreviations explained: only those that the paper uses (Luton's members asked)."""
    if not assessment.register.glossary:
        return None
    whole = " ".join(_texts_of(before))
    words = set(_words(whole))
    folded = f" {' '.join(_words(whole.casefold()))} "

    def is_used(term: str) -> bool:
        bare = " ".join(_words(term))
        # An abbreviation counts as it is written: CLT, but not the letters of another word.
        is_there = bare in words if bare.isupper() else f" {bare.casefold()} " in folded
        return bool(bare) and is_there

    used = [row for row in assessment.register.glossary if row.meaning and is_used(row.term)]
    if not used:
        return None
    used.sort(key=lambda row: row.term.casefold())
    title = "Words and abbreviations used in this report"
    summary = "Terms used in this report and what they mean."
    table = table_of(TERMS, "glossary", title, used, summary)
    return Section("Words and abbreviations", 1, (table,))


def _words(text: str) -> list[str]:
    return "".join(mark if mark.isalnum() else " " for mark in text).split()


def _texts_of(sections: Sequence[Section]) -> Iterator[str]:
    for section in sections:
        yield section.heading
        for block in section.plain_blocks:
            if isinstance(block, Paragraph):
                yield block.text
            elif isinstance(block, Table):
                yield block.title
                yield from (entry.text for row in block.rows for entry in row)
            else:
                yield block.alt
