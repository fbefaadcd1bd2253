"""What is wrong with the register: a sentence, tables by severity or by person, what was left out.

One finding is one row on a screen, in a workbook and in data. ``Entry.ref`` carries the cell, so
that a workbook can link to it.
"""

from __future__ import annotations

from enum import StrEnum

from pmf_cli.assessment import Assessment
from pmf_cli.checks import Examined, LeftOut, Scene
from pmf_cli.findings import Finding, Severity
from pmf_cli.views.base import (
    Block,
    Column,
    Fact,
    Paragraph,
    Report,
    Section,
    Table,
    TextStyle,
)
from pmf_cli.views.entries import text_entry
from pmf_cli.views.findings.codes import HEADINGS, explain
from pmf_cli.views.findings.rows import (
    COLUMNS,
    NOBODY,
    code_table,
    cure_of,
    finding_item,
    finding_row,
    number_of,
    severity_entry,
)
from pmf_cli.views.listing import Listing
from pmf_cli.views.wording import are, file_stem, part_name
from pmf_cli.words import counted, day, listed

__all__ = [
    "By",
    "cure_of",
    "explain",
    "finding_item",
    "finding_row",
    "findings_listing",
    "findings_report",
    "left_out_words",
    "scene_of",
    "summary",
]

SCHEMA = "pmf/findings/1"


class By(StrEnum):
    """How findings are grouped."""

    SEVERITY = "severity"
    PERSON = "person"


def scene_of(assessment: Assessment) -> Scene:
    """What the checks look at, from what was assessed: the colours come from the ratings."""
    rags = {ref: rating.rag for ref, rating in assessment.rating_of.items() if rating.rag}
    return Scene(
        assessment.register, assessment.settings, assessment.as_of, assessment.period, rags
    )


def findings_listing(
    assessment: Assessment, examined: Examined, by: By = By.SEVERITY, *, chosen: str = ""
) -> Listing:
    """The findings as a list in three formats.

    Args:
        assessment: what was examined.
        examined: what was found, and what was left out.
        by: how the screen groups them.
        chosen: what the findings were limited to, in words, for the summary sentence.
    """
    found = examined.findings
    left_out = sum(row.count for row in examined.left_out)
    counts = {str(severity): number_of(found, severity) for severity in Severity}
    return Listing(
        schema=SCHEMA,
        register=assessment.register.name,
        period=str(assessment.period),
        as_of=assessment.as_of,
        counts={**counts, "findings": len(found), "left_out": left_out},
        key="findings",
        items=tuple(finding_item(finding) for finding in found),
        sections=_sections(assessment, examined, by, chosen),
    )


def findings_report(
    assessment: Assessment, examined: Examined, by: By = By.SEVERITY, *, chosen: str = ""
) -> Report:
    """The findings as a workbook or paper: summary, by code, and each finding with its cell."""
    sections = _sections(assessment, examined, by, chosen)
    whole = Table(
        "findings",
        "All findings",
        (Column("Severity", 0.9), *COLUMNS, Column("Who", 0.9)),
        tuple(
            (severity_entry(finding), *finding_row(finding), text_entry(finding.person, NOBODY))
            for finding in examined.findings
        ),
        "Every finding with its cell and what to do.",
    )
    register = assessment.register
    return Report(
        name="findings",
        title="Checks of the KPI Register",
        subtitle=f"{register.name}, {assessment.period}".lstrip(", "),
        facts=(
            Fact("As at", day(assessment.as_of)),
            Fact("Reporting period", str(assessment.period)),
        ),
        sections=sections,
        as_at=assessment.as_of,
        workbook=(
            Section("Summary", 1, (Paragraph(summary(examined, chosen)), *_left_out(examined))),
            Section("By code", 1, (code_table(examined.findings),)),
            Section("Findings", 1, (whole,)),
        ),
        file_stem=file_stem("findings", str(assessment.period)),
        footer=f"Checks of the KPI Register, {assessment.period}",
    )


def summary(examined: Examined, chosen: str = "") -> str:
    """One sentence with the counts, worked out from what was found."""
    found = examined.findings
    among = f" among {chosen}" if chosen else ""
    if not found:
        left = sum(row.count for row in examined.left_out)
        return f"The checks found nothing wrong{among}{' besides what is ignored' if left else ''}."
    errors, warnings, advice = (number_of(found, severity) for severity in Severity)
    words = (
        (errors, "error", "errors"),
        (warnings, "warning", "warnings"),
        (advice, "piece of advice", "pieces of advice"),
    )
    parts = [counted(number, one, several) for number, one, several in words if number]
    kpis = len({finding.kpi_ref for finding in found if finding.kpi_ref is not None})
    about = f" about {counted(kpis, 'KPI')}" if kpis else ""
    return f"The checks found {listed(parts)}{among}{about}."


def _sections(
    assessment: Assessment, examined: Examined, by: By, chosen: str
) -> tuple[Section, ...]:
    heading = f"{assessment.register.name or 'KPI Register'}: checks for {assessment.period}"
    lead = Paragraph(summary(examined, chosen), TextStyle.LEAD)
    opening: list[Block] = [lead]
    if len(examined.findings) > 1:
        opening.append(code_table(examined.findings))
    grouped = _by_person(assessment, examined) if by is By.PERSON else _byseverity_entry(examined)
    closing = _left_out(examined)
    last = (Section("Ignored", 2, closing),) if closing else ()
    return (Section(heading, 1, tuple(opening)), *grouped, *last)


def _byseverity_entry(examined: Examined) -> tuple[Section, ...]:
    sections = []
    for severity in Severity:
        rows = [finding for finding in examined.findings if finding.severity is severity]
        if rows:
            title = f"{HEADINGS[severity].partition(':')[0]} ({len(rows):,})"
            table = Table(
                f"{severity}_findings", title, COLUMNS, tuple(finding_row(row) for row in rows)
            )
            sections.append(Section(HEADINGS[severity], 2, (table,)))
    return tuple(sections)


def _by_person(assessment: Assessment, examined: Examined) -> tuple[Section, ...]:
    groups: dict[str, list[Finding]] = {}
    for finding in examined.findings:
        groups.setdefault(finding.person or "", []).append(finding)
    sections = []
    for ref in sorted(groups, key=lambda ref: (ref == "", ref)):
        rows = groups[ref]
        contact = assessment.register.contact_by_ref.get(ref)
        about = [contact.name, contact.job_title, contact.email] if contact else []
        name = ", ".join([ref, *dict.fromkeys(part for part in about if part)]) if ref else NOBODY
        errors = number_of(rows, Severity.ERROR)
        urgent = f"; {counted(errors, 'error')} first" if errors else ""
        words = Paragraph(
            f"{counted(len(rows), 'finding')} {are(len(rows))} waiting{urgent}.", TextStyle.BODY
        )
        table = Table(
            part_name("person", ref or NOBODY),
            name,
            COLUMNS,
            tuple(finding_row(row) for row in rows),
        )
        sections.append(Section(name, 2, (words, table)))
    return tuple(sections)


def _left_out(examined: Examined) -> tuple[Block, ...]:
    return tuple(Paragraph(left_out_words(row), TextStyle.NOTE) for row in examined.left_out)


def left_out_words(row: LeftOut) -> str:
    """What was ignored and why: ``OWN007 for WM-01: 2 findings ignored, because ...``."""
    kpis = f" for {listed(row.kpis)}" if row.kpis else ""
    return f"{row.code}{kpis}: {counted(row.count, 'finding')} ignored. Reason: {row.reason}"
