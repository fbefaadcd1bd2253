"""What is wrong with the register: a sentence, one line a kind or a person, each finding on request.

One finding is one row on a screen, in a workbook and in data. ``Entry.ref`` carries the cell, so
that a workbook can link to it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum

from pmf_cli.assessment import Assessment
from pmf_cli.checks import KINDS, CheckContext, Examined, LeftOut
from pmf_cli.findings import Finding, Severity, Urgency
from pmf_cli.rag.rate import Colours
from pmf_cli.register.sheets.supporting import Contact
from pmf_cli.views.base import Block, Entry, Fact, Paragraph, Report, Section, TextStyle, lead
from pmf_cli.views.listing import Field, ListDefinition, Listing, register_title
from pmf_cli.views.lists.finding_kinds import (
    FIRST,
    MOST,
    NOBODY,
    NOTHING_BEFORE,
    SEVERITY_TONES,
    URGENCIES,
    URGENCY_ENTRIES,
    WorthFirst,
    by_person,
    kind_table,
    kinds_of,
    most_urgent_first,
    person_name,
    person_table,
    shortlist,
    urgency_counts,
    urgency_of_finding,
    urgency_words,
    worth_doing_first,
)
from pmf_cli.views.wording import are, part_name
from pmf_cli.words import counted, listed

FINDINGS: ListDefinition[Finding] = ListDefinition(
    "pmf/findings/1",
    "One item a finding: what is wrong, where, and how to put it right. From `pmf validate`.",
    "findings",
    (
        Field(
            "matters", "Matters", "",
            shown=lambda one: URGENCY_ENTRIES[urgency_of_finding(one)], width=1.1,
        ),
        Field(
            "code", "Code", "The check's code; never renumbered.",
            shown=lambda one: Entry(one.code, tone=SEVERITY_TONES[one.severity]), width=0.8,
        ),
        Field("severity", "", "error, warning or advice."),
        Field(
            "urgency", "", "stops (a rating), wrong (or doubtful) or later (can wait).",
            lambda one: urgency_of_finding(one),
        ),
        Field("message", "What is wrong", "What is wrong, in one sentence.",
            shown=lambda one: Entry(one.message), width=5.0,
        ),
        Field(
            "cure", "What to do", "What to do.", lambda one: _cure_of(one),
            lambda one: Entry(_cure_of(one)), width=3.0,
        ),
        Field(
            "kpi", "KPI", "The KPI concerned, if any.", lambda one: one.kpi_ref, missing="All",
            width=0.9,
        ),
        Field(
            "person", "Who", "Contact reference of who can put it right, if known.",
            missing=NOBODY, width=0.9,
        ),
        Field(
            "workbook", "", "The workbook's file name.", lambda one: one.where.workbook, empty="",
        ),
        Field("sheet", "", "The sheet.", lambda one: one.where.sheet, empty=""),
        Field("cell", "", "The cell.", lambda one: one.where.cell, empty=""),
        Field(
            "where", "Where", "The place in one text: workbook, sheet!cell.",
            lambda one: str(one.where),
            lambda one: Entry(str(one.where) or "The register", ref=one.where), width=3.0, empty="",
        ),
    ),
    ("code", "kpi", "message", "cure", "where"),
)  # fmt: skip


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


def check_context_of(assessment: Assessment) -> CheckContext:
    """What the checks look at, from what was assessed: the colours come from the ratings."""
    rags = {ref: rating.rag for ref, rating in assessment.rating_of.items() if rating.rag}
    register, settings = assessment.register, assessment.settings
    as_of, period = assessment.as_of, assessment.period
    colours = Colours(register, settings, period, as_of)
    return CheckContext(register, settings, as_of, period, rags, colours, assessment.changed)


def only_urgency(examined: Examined, urgency: Urgency) -> Examined:
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
    before: WorthFirst = NOTHING_BEFORE,
) -> Listing:
    """The findings as a list in three formats; data formats always hold each finding.

    Args:
        before: what is worth doing before anything that was found.
        detail: whether the screen shows each finding, or one line a kind or a person.
        chosen: what the findings were limited to, in words, for the summary sentence.
    """
    found = examined.findings
    counts = {str(severity): 0 for severity in Severity}
    counts |= {str(urgency): number for urgency, number in urgency_counts(found).items()}
    for finding in found:
        counts[finding.severity] += 1
    left_out = sum(row.count for row in examined.left_out)
    return FINDINGS.listing_of(
        assessment,
        found,
        {**counts, "findings": len(found), "left_out": left_out},
        (
            _first_screen(assessment, examined, by, chosen, before)
            if detail is Detail.KINDS
            else _sections(assessment, examined, by, chosen)
        ),
    )


def _cure_of(finding: Finding) -> str:
    """What to do: the finding's own cure, else its code's."""
    kind = KINDS.get(finding.code)
    return finding.cure or (kind.cure if kind is not None else "") or "Look at the cell."


def findings_report(
    assessment: Assessment, examined: Examined, by: By = By.SEVERITY, *, chosen: str = ""
) -> Report:
    """The findings as a workbook or paper: summary, by kind, by person, each with its cell."""
    listing = findings_listing(assessment, examined, by, chosen=chosen)
    whole = FINDINGS.table(
        "findings",
        "All findings",
        most_urgent_first(examined.findings),
        "Every finding with its cell and what to do, most urgent first.",
        columns=("matters", *FINDINGS.columns, "person"),
    )
    people = person_table(by_person(examined.findings), assessment.register.contact_by_ref)
    return listing.report(
        "findings",
        "Checks of the KPI Register",
        facts=(Fact("Reporting period", str(assessment.period)),),
        workbook=(
            Section(
                "Summary", 1, (Paragraph(findings_summary(examined, chosen)), *_left_out(examined))
            ),
            Section("By kind", 1, (kind_table(kinds_of(examined.findings)),)),
            Section("By person", 1, (people,)),
            Section("Findings", 1, (whole,)),
        ),
    )


def findings_summary(examined: Examined, chosen: str = "") -> str:
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
    assessment: Assessment, examined: Examined, by: By, chosen: str, before: WorthFirst
) -> tuple[Section, ...]:
    """One line a kind or a person, what more there is, and how to see it."""
    blocks: list[Block] = [lead(findings_summary(examined, chosen))]
    if examined.findings:
        blocks += _people(assessment, examined) if by is By.PERSON else _kinds(examined, before)
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


def _kinds(examined: Examined, before: WorthFirst) -> list[Block]:
    kinds = kinds_of(examined.findings)
    shown, further = shortlist(kinds)
    first = worth_doing_first(kinds, before) if len(kinds) > FIRST or before.words else ()
    opening = (lead("Worth doing first:"),) if first else ()
    return [*opening, *first, kind_table(shown), *further]


def _people(assessment: Assessment, examined: Examined) -> list[Block]:
    groups = by_person(examined.findings)
    shown = dict(list(groups.items())[:MOST])
    blocks: list[Block] = [person_table(shown, assessment.register.contact_by_ref)]
    if len(groups) > len(shown):
        rest = counted(len(groups) - len(shown), "further person", "further people")
        blocks.append(Paragraph(f"{rest}: pmf validate --by person --all.", TextStyle.BULLET))
    return blocks


def _heading(assessment: Assessment) -> str:
    return register_title(assessment.register, f"checks for {assessment.period}")


def _sections(
    assessment: Assessment, examined: Examined, by: By, chosen: str
) -> tuple[Section, ...]:
    opening: list[Block] = [lead(findings_summary(examined, chosen))]
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
        rows = only_urgency(examined, urgency).findings
        if rows:
            title = f"{words.title} ({len(rows):,})"
            table = FINDINGS.table(f"{urgency}_findings", title, rows)
            sections.append(Section(words.heading, 2, (table,)))
    return tuple(sections)


def _by_person(assessment: Assessment, examined: Examined) -> tuple[Section, ...]:
    contacts: Mapping[str, Contact] = assessment.register.contact_by_ref
    sections = []
    for ref, found in by_person(examined.findings).items():
        name = person_name(ref, contacts)
        rows = most_urgent_first(found)
        waiting = f"{counted(len(rows), 'finding')} {are(len(rows))} waiting"
        words = Paragraph(f"{waiting}: {urgency_words(rows)}.")
        table = FINDINGS.table(part_name("person", ref or NOBODY), name, rows)
        sections.append(Section(name, 2, (words, table)))
    return tuple(sections)


def _left_out(examined: Examined) -> tuple[Block, ...]:
    return tuple(Paragraph(_left_out_words(row), TextStyle.NOTE) for row in examined.left_out)


def _left_out_words(row: LeftOut) -> str:
    """What was ignored and why: ``OWN007 for WM-01: 2 findings ignored, because ...``."""
    kpis = f" for {listed(row.kpis)}" if row.kpis else ""
    return f"{row.code}{kpis}: {counted(row.count, 'finding')} ignored. Reason: {row.reason}"
