"""How complete the register is, as a table of directorates and what their KPIs have."""

from __future__ import annotations

from decimal import Decimal

from pmf_cli.assessment import Assessment
from pmf_cli.checks.coverage import ALL, Coverage, coverage
from pmf_cli.views.base import (
    Align,
    Column,
    Entry,
    Paragraph,
    Report,
    Section,
    Table,
    TextStyle,
    Tone,
)
from pmf_cli.views.listing import Field, ListDefinition, Listing, register_title
from pmf_cli.views.lists.findings import check_context_of
from pmf_cli.words import counted

NOT_ASKED = "None asked"
SHOWN = 8
"""Most references named of those that lack something."""


COVERAGE: ListDefinition[Coverage] = ListDefinition(
    "pmf/coverage/1",
    "One item a directorate and measure: how many KPIs have it. From `pmf validate --coverage`.",
    "items",
    (
        Field("directorate", "", "Directorate, or all of them."),
        Field(
            "measure", "What",
            "What is asked: target, tolerance, contact, definition, benchmark and so on.",
            lambda row: row.measure.key, lambda row: Entry(row.measure.title), width=2.4,
        ),
        Field(
            "having", "KPIs that have it", "KPIs that have it.", shown=lambda row: _parts(row),
            width=1.4, align=Align.NUMBER,
        ),
        Field("of", "", "KPIs that should."),
        Field(
            "per_cent", "Share", "The share in per cent; empty where none should.",
            shown=lambda row: _share(row), width=0.8, align=Align.NUMBER,
        ),
        Field(
            "lacking", "Lacking", "References of those that lack it.",
            shown=lambda row: Entry(_lacking(row)), width=4.0,
        ),
    ),
)  # fmt: skip


def coverage_listing(assessment: Assessment) -> Listing:
    """The shares of KPIs that have a target, a contact and so on, in three formats."""
    rows = coverage(check_context_of(assessment))
    return COVERAGE.listing_of(assessment, rows, {"kpis": _kpis(rows)}, _sections(assessment, rows))


def coverage_report(assessment: Assessment) -> Report:
    """The same as a workbook or paper."""
    return coverage_listing(assessment).report("coverage", "Completeness of the KPI Register")


def _kpis(rows: tuple[Coverage, ...]) -> int:
    return max((row.of for row in rows if row.directorate == ALL), default=0)


def _sections(assessment: Assessment, rows: tuple[Coverage, ...]) -> tuple[Section, ...]:
    title = f"completeness for {assessment.period}"
    lead = Paragraph(
        f"{counted(_kpis(rows), 'KPI')} that {'has' if _kpis(rows) == 1 else 'have'} not ended. A target is asked of all but trackers and "
        f"population outcomes, commentary of those rated {assessment.words.red} or "
        f"{assessment.words.amber}.",
        TextStyle.LEAD,
    )
    overall = COVERAGE.table(
        "coverage",
        "All directorates",
        [row for row in rows if row.directorate == ALL],
        "What share of all KPIs has each thing, and which lack it.",
    )
    return (
        Section(register_title(assessment.register, title), 1, (lead, overall)),
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
