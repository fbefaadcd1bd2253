"""The quarterly report to the Corporate Leadership Team, with the CLT Scorecard of all KPIs.

One report holds performance, risks and issues (2024 report, ¶47, ¶50, ¶65 to ¶69, ¶75). It
opens with a summary worked out from the counts; every KPI in scope stands in the scorecard
exactly once, and the counts on the page add up.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pmf_cli.analysis.highlights.highlights import highlights_of
from pmf_cli.analysis.issued.corrections import corrections_for
from pmf_cli.analysis.issued.issue_history import History
from pmf_cli.assessment import Assessment
from pmf_cli.cycle.bodies import clt_name
from pmf_cli.rag.counts import counts_of
from pmf_cli.views.base import Block, Chart, Fact, Paragraph, Report, Section, Table
from pmf_cli.views.parts.changes_told import changes_section
from pmf_cli.views.parts.corrections import corrections_section, corrections_table
from pmf_cli.views.parts.glossary import glossary_section
from pmf_cli.views.parts.highlights import highlight_sections
from pmf_cli.views.parts.key import key_section, rule_sentences
from pmf_cli.views.parts.notes import (
    data_quality_section,
    how_made_section,
    not_due_section,
    not_rated_section,
)
from pmf_cli.views.parts.risks import risks_section
from pmf_cli.views.parts.scorecard import scorecard_sections, trend_entries
from pmf_cli.views.parts.summary import movement_section, overview_section
from pmf_cli.views.parts.workbook import workbook_sections
from pmf_cli.views.wording import file_stem
from pmf_cli.words import day

NAME = "clt"
TITLE = "Quarterly performance report to the Corporate Leadership Team"
SHORT_PRINT = 12
"""Characters of a fingerprint on the title page; the whole is at the end."""


def clt_report(assessment: Assessment, history: History | None = None) -> Report:
    """The CLT report of an assessment, for Word and, with its own sheets, for Excel.

    Args:
        assessment: the assessment.
        history: what CLT was told before, for the corrections that the report opens with; none
            where not given.
    """
    ratings = assessment.ratings
    corrections = corrections_for(
        assessment, history or History(), NAME, clt_name(assessment.register)
    )
    corrected = corrections_section(corrections, level=1)
    opening = () if corrected is None else (corrected,)
    rules = rule_sentences(assessment, ratings)
    highlights = highlights_of(assessment)
    highlighted = frozenset(one.rating.kpi.ref for one in highlights.shown)
    trends = trend_entries(assessment, ratings)
    overview = overview_section(assessment, ratings)
    key = key_section(assessment, ratings)
    movement = movement_section(ratings)
    after: list[Section] = [
        not_rated_section(ratings),
        not_due_section(assessment, ratings),
    ]
    risks = risks_section(assessment)
    if risks is not None:
        after.append(risks)
    after += [changes_section(assessment, history), data_quality_section(assessment)]
    sections: list[Section] = [
        *opening,
        overview,
        movement,
        key,
        *highlight_sections(assessment, highlights),
        *scorecard_sections(assessment, ratings, highlighted, trends),
        *after,
    ]
    glossary = glossary_section(assessment, tuple(texts_of(sections)))
    closing = [section for section in (glossary,) if section is not None]
    closing.append(how_made_section(assessment, rules))
    facts = title_facts(assessment)
    said = [block for section in opening for block in section.blocks]
    cover: list[Block] = [*overview.blocks, *said, *key.blocks]
    notes = [movement, *after, *closing]
    told = corrections_table(corrections.found) if corrections.found else None
    return Report(
        name=NAME,
        title=TITLE,
        subtitle=f"{assessment.register.name}, {assessment.period}".strip(", "),
        facts=facts,
        sections=(*sections, *closing),
        as_at=assessment.as_of,
        workbook=workbook_sections(assessment, ratings, facts, cover, notes, trends, told),
        file_stem=file_stem(NAME, str(assessment.period)),
        footer=f"{assessment.register.name}: performance report to CLT, {assessment.period}",
    )


def title_facts(assessment: Assessment) -> tuple[Fact, ...]:
    """Council, period, date and sources."""
    register = assessment.register
    counts = counts_of(assessment.ratings)
    facts = [
        Fact("Council", register.name or "Not named in pmf.toml"),
        Fact("Reporting period", str(assessment.period)),
        Fact("As at", day(assessment.as_of)),
        Fact("KPIs in scope", f"{counts.in_scope:,}"),
    ]
    if assessment.settings.as_of is not None and assessment.settings.as_of == assessment.as_of:
        facts.append(Fact("Rehearsal", "The date is set in pmf.toml, for a rehearsal."))
    facts += [
        Fact("Prepared from", f"{name} (fingerprint {print_[:SHORT_PRINT]})")
        for name, print_ in register.fingerprints.items()
    ]
    return tuple(facts)


def texts_of(sections: Iterable[Section]) -> Iterable[str]:
    """Every text of some sections, for the glossary."""
    for section in sections:
        yield section.heading
        yield from _block_texts(section.blocks)


def _block_texts(blocks: Sequence[Block]) -> Iterable[str]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block.text
        elif isinstance(block, Table):
            yield block.title
            for row in block.rows:
                yield from (entry.text for entry in row)
        elif isinstance(block, Chart):
            yield block.alt
