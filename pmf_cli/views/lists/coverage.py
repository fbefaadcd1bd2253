"""How complete the register is, as a table of directorates and what their KPIs have."""

from __future__ import annotations

from decimal import Decimal

from pmf_cli.assessment import Assessment
from pmf_cli.checks.coverage import ALL, Coverage, coverage
from pmf_cli.views.base import (
    Align,
    Column,
    Entry,
    Fact,
    Paragraph,
    Report,
    Section,
    Table,
    TextStyle,
    Tone,
)
from pmf_cli.views.listing import Listing
from pmf_cli.views.lists.findings import scene_of
from pmf_cli.views.wording import file_stem
from pmf_cli.words import counted, day

SCHEMA = "pmf/coverage/1"
NOT_ASKED = "None asked"
SHOWN = 8
"""Most references named of those that lack something."""


def coverage_listing(assessment: Assessment) -> Listing:
    """The shares of KPIs that have a target, a contact and so on, in three formats."""
    rows = coverage(scene_of(assessment))
    return Listing(
        schema=SCHEMA,
        register=assessment.register.name,
        period=str(assessment.period),
        as_of=assessment.as_of,
        counts={"kpis": _kpis(rows)},
        key="items",
        items=tuple(
            {
                "directorate": row.directorate,
                "measure": row.measure.key,
                "having": row.having,
                "of": row.of,
                "per_cent": row.per_cent,
                "lacking": row.lacking,
            }
            for row in rows
        ),
        sections=_sections(assessment, rows),
    )


def coverage_report(assessment: Assessment) -> Report:
    """The same as a workbook or paper."""
    sections = _sections(assessment, coverage(scene_of(assessment)))
    return Report(
        name="coverage",
        title="Completeness of the KPI Register",
        subtitle=f"{assessment.register.name}, {assessment.period}".lstrip(", "),
        facts=(Fact("As at", day(assessment.as_of)),),
        sections=sections,
        as_at=assessment.as_of,
        file_stem=file_stem("coverage", str(assessment.period)),
        footer=f"Completeness of the KPI Register, {assessment.period}",
    )


def _kpis(rows: tuple[Coverage, ...]) -> int:
    return max((row.of for row in rows if row.directorate == ALL), default=0)


def _sections(assessment: Assessment, rows: tuple[Coverage, ...]) -> tuple[Section, ...]:
    name = assessment.register.name or "KPI Register"
    whole = [row for row in rows if row.directorate == ALL]
    lead = Paragraph(
        f"{counted(_kpis(rows), 'KPI')} that {'has' if _kpis(rows) == 1 else 'have'} not ended. A target is asked of all but trackers and "
        "population outcomes, commentary of those rated Red or Amber.",
        TextStyle.LEAD,
    )
    overall = Table(
        "coverage",
        "All directorates",
        (
            Column("What", 2.4),
            Column("KPIs that have it", 1.4, Align.NUMBER),
            Column("Share", 0.8, Align.NUMBER),
            Column("Lacking", 4.0),
        ),
        tuple(
            (Entry(row.measure.title), _parts(row), _share(row), Entry(_lacking(row)))
            for row in whole
        ),
        "What share of all KPIs has each thing, and which lack it.",
    )
    return (
        Section(f"{name}: completeness for {assessment.period}", 1, (lead, overall)),
        Section("By directorate", 2, (_by_directorate(rows),)),
    )


def _by_directorate(rows: tuple[Coverage, ...]) -> Table:
    names = list(dict.fromkeys(row.directorate for row in rows))
    found = {(row.directorate, row.measure.key): row for row in rows}
    measures = list(dict.fromkeys((row.measure.key, row.measure.title) for row in rows))
    body = []
    for key, title in measures:
        entries = [_parts(found[name, key]) for name in names]
        body.append((Entry(title), *entries))
    return Table(
        "coverage_by_directorate",
        "KPIs that have it, by directorate",
        (Column("What", 2.4), *(Column(name, 1.2, Align.NUMBER) for name in names)),
        tuple(body),
        "Numerators and denominators for each directorate.",
    )


def _parts(row: Coverage) -> Entry:
    if row.of == 0:
        return Entry(NOT_ASKED, tone=Tone.MUTED)
    return Entry(f"{row.having:,} of {row.of:,}")


def _share(row: Coverage) -> Entry:
    if row.per_cent is None:
        return Entry(NOT_ASKED, tone=Tone.MUTED)
    return Entry(f"{row.per_cent}%", value=Decimal(row.per_cent), number_format='0"%"')


def _lacking(row: Coverage) -> str:
    if not row.lacking:
        return "None" if row.of else NOT_ASKED
    rest = len(row.lacking) - SHOWN
    more = f" and {rest:,} more" if rest > 0 else ""
    return ", ".join(row.lacking[:SHOWN]) + more
