"""What is wrong with the register: a sentence, one line a kind or a person, each finding on request.

One finding is one row on a screen, in a workbook and in data. ``Entry.ref`` carries the cell, so
that a workbook can link to it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum

from pmf_cli.assessment import Assessment
from pmf_cli.checks import CheckContext, Examined, LeftOut
from pmf_cli.findings import Severity, Urgency
from pmf_cli.rag.colours import Colours
from pmf_cli.register.sheets.supporting import Contact
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
from pmf_cli.views.listing import Listing
from pmf_cli.views.lists.finding_codes import URGENCIES, explain
from pmf_cli.views.lists.finding_kinds import (
    MOST,
    NOBODY,
    by_person,
    kind_table,
    kinds_of,
    person_name,
    person_table,
    shortlist,
    urgency_counts,
    urgency_of_finding,
    urgency_words,
)
from pmf_cli.views.lists.finding_rows import (
    COLUMNS,
    cure_of,
    finding_item,
    finding_row,
    number_of,
    urgency_entry,
)
from pmf_cli.views.wording import are, file_stem, part_name
from pmf_cli.words import counted, day, listed

__all__ = [
    "By",
    "Detail",
    "cure_of",
    "explain",
    "finding_item",
    "finding_row",
    "findings_listing",
    "findings_report",
    "left_out_words",
    "only",
    "scene_of",
    "summary",
]

SCHEMA = "pmf/findings/1"


class By(StrEnum):
    """How findings are grouped: by how urgent they are, or by who can put them right."""

    SEVERITY = "severity"
    PERSON = "person"


class Detail(StrEnum):
    """How much of it the screen shows."""

    KINDS = "kinds"
    """One line a kind or a person: the first screen."""
    EVERY = "every"
    """Every finding."""


def scene_of(assessment: Assessment) -> CheckContext:
    """What the checks look at, from what was assessed: the colours come from the ratings."""
    rags = {ref: rating.rag for ref, rating in assessment.rating_of.items() if rating.rag}
    register, settings = assessment.register, assessment.settings
    as_of, period = assessment.as_of, assessment.period
    colours = Colours(register, settings, period, as_of)
    return CheckContext(register, settings, as_of, period, rags, colours, assessment.changed)


def only(examined: Examined, urgency: Urgency) -> Examined:
    """What was found of one urgency."""
    found = tuple(one for one in examined.findings if urgency_of_finding(one) is urgency)
    return replace(examined, findings=found)


def findings_listing(
    assessment: Assessment,
    examined: Examined,
    by: By = By.SEVERITY,
    detail: Detail = Detail.EVERY,
    *,
    chosen: str = "",
) -> Listing:
    """The findings as a list in three formats; data formats always hold each finding.

    Args:
        assessment: what was examined.
        examined: what was found, and what was left out.
        by: how the screen groups them.
        detail: whether the screen shows each finding, or one line a kind or a person.
        chosen: what the findings were limited to, in words, for the summary sentence.
    """
    found = examined.findings
    left_out = sum(row.count for row in examined.left_out)
    counts = {str(severity): number_of(found, severity) for severity in Severity}
    urgencies = {str(urgency): number for urgency, number in urgency_counts(found).items()}
    return Listing(
        schema=SCHEMA,
        register=assessment.register.name,
        period=str(assessment.period),
        as_of=assessment.as_of,
        counts={**counts, **urgencies, "findings": len(found), "left_out": left_out},
        key="findings",
        items=tuple(finding_item(finding) for finding in found),
        sections=(
            _first_screen(assessment, examined, by, chosen)
            if detail is Detail.KINDS
            else _sections(assessment, examined, by, chosen)
        ),
    )


def findings_report(
    assessment: Assessment, examined: Examined, by: By = By.SEVERITY, *, chosen: str = ""
) -> Report:
    """The findings as a workbook or paper: summary, by kind, by person, each with its cell."""
    sections = _sections(assessment, examined, by, chosen)
    whole = Table(
        "findings",
        "All findings",
        (Column("Matters", 1.1), *COLUMNS, Column("Who", 0.9)),
        tuple(
            (urgency_entry(finding), *finding_row(finding), text_entry(finding.person, NOBODY))
            for finding in sorted(examined.findings, key=lambda one: urgency_of_finding(one).rank)
        ),
        "Every finding with its cell and what to do, most urgent first.",
    )
    register = assessment.register
    people = person_table(by_person(examined.findings), register.contact_by_ref)
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
            Section("By kind", 1, (kind_table(kinds_of(examined.findings)),)),
            Section("By person", 1, (people,)),
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
    kpis = len({finding.kpi_ref for finding in found if finding.kpi_ref is not None})
    about = f" about {counted(kpis, 'KPI')}" if kpis else ""
    words = urgency_words(found)
    return f"{counted(len(found), 'finding')}{among}{about}: {words}."


def _first_screen(
    assessment: Assessment, examined: Examined, by: By, chosen: str
) -> tuple[Section, ...]:
    """One line a kind or a person, what more there is, and how to see it."""
    blocks: list[Block] = [Paragraph(summary(examined, chosen), TextStyle.LEAD)]
    if examined.findings:
        blocks += _people(assessment, examined) if by is By.PERSON else _kinds(examined)
    left_out = sum(row.count for row in examined.left_out)
    if left_out:
        note = f"{counted(left_out, 'finding')} ignored, as pmf.toml or --ignore says."
        blocks.append(Paragraph(note, TextStyle.BULLET))
    if examined.findings:
        ways = (
            "--all lists every finding, --only stops|wrong|later one group, --explain CODE a rule"
        )
        blocks.append(Paragraph(f"{ways}; --format xlsx links to the cells.", TextStyle.BULLET))
    return (Section(_heading(assessment), 1, tuple(blocks)),)


def _kinds(examined: Examined) -> list[Block]:
    shown, further = shortlist(kinds_of(examined.findings))
    return [kind_table(shown), *further]


def _people(assessment: Assessment, examined: Examined) -> list[Block]:
    groups = by_person(examined.findings)
    shown = dict(list(groups.items())[:MOST])
    blocks: list[Block] = [person_table(shown, assessment.register.contact_by_ref)]
    if len(groups) > len(shown):
        rest = counted(len(groups) - len(shown), "further person", "further people")
        blocks.append(Paragraph(f"{rest}: pmf validate --by person --all.", TextStyle.BULLET))
    return blocks


def _heading(assessment: Assessment) -> str:
    return f"{assessment.register.name or 'KPI Register'}: checks for {assessment.period}"


def _sections(
    assessment: Assessment, examined: Examined, by: By, chosen: str
) -> tuple[Section, ...]:
    opening: list[Block] = [Paragraph(summary(examined, chosen), TextStyle.LEAD)]
    kinds = kinds_of(examined.findings)
    if len(examined.findings) > 1:
        opening.append(kind_table(kinds))
    grouped = _by_person(assessment, examined) if by is By.PERSON else _by_urgency(examined)
    closing = _left_out(examined)
    last = (Section("Ignored", 2, closing),) if closing else ()
    return (Section(_heading(assessment), 1, tuple(opening)), *grouped, *last)


def _by_urgency(examined: Examined) -> tuple[Section, ...]:
    sections = []
    for urgency, words in URGENCIES.items():
        rows = only(examined, urgency).findings
        if rows:
            title = f"{words.title} ({len(rows):,})"
            table = Table(
                f"{urgency}_findings", title, COLUMNS, tuple(finding_row(row) for row in rows)
            )
            sections.append(Section(words.heading, 2, (table,)))
    return tuple(sections)


def _by_person(assessment: Assessment, examined: Examined) -> tuple[Section, ...]:
    contacts: Mapping[str, Contact] = assessment.register.contact_by_ref
    sections = []
    for ref, found in by_person(examined.findings).items():
        name = person_name(ref, contacts)
        rows = sorted(found, key=lambda finding: urgency_of_finding(finding).rank)
        words = Paragraph(
            f"{counted(len(rows), 'finding')} {are(len(rows))} waiting: {urgency_words(rows)}.",
            TextStyle.BODY,
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
