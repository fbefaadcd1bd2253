"""How complete the register is, as a table of directorates and what their KPIs have."""

from __future__ import annotations

from decimal import Decimal

from pmf_cli.assessment import Assessment
from pmf_cli.checks.coverage import ALL, Coverage, coverage
from pmf_cli.views.base import Align, Entry, Report, Section, Table, lead
from pmf_cli.views.entries import none_entry
from pmf_cli.views.listing import (
    Field,
    ListDefinition,
    Listing,
    register_title,
    table_column,
    table_of,
)
from pmf_cli.views.lists.findings import check_context_of
from pmf_cli.views.wording import have
from pmf_cli.words import counted, listed_shortly

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
    number, words = _kpis(rows), assessment.words
    said = lead(
        f"{counted(number, 'KPI')} that {have(number)} not ended. A target is asked of all but "
        "trackers and population outcomes, commentary of those rated "
        f"{words.red} or {words.amber}."
    )
    whole = [row for row in rows if row.directorate == ALL]
    summary = "What share of all KPIs has each thing, and which lack it."
    overall = COVERAGE.table("coverage", "All directorates", whole, summary)
    title = register_title(assessment.register, f"completeness for {assessment.period}")
    return (
        Section(title, 1, (said, overall)),
        Section("By directorate", 2, (_by_directorate(rows),)),
    )


def _by_directorate(rows: tuple[Coverage, ...]) -> Table:
    found = {(row.directorate, row.measure.key): row for row in rows}

    def having(name: str) -> Field[Coverage]:
        return table_column(
            name, lambda row: _parts(found[name, row.measure.key]), 1.2, Align.NUMBER
        )

    columns: tuple[Field[Coverage], ...] = (
        table_column("What", lambda row: row.measure.title, 2.4),
        *map(having, dict.fromkeys(row.directorate for row in rows)),
    )
    measures = {row.measure.key: row for row in rows}
    title = "KPIs that have it, by directorate"
    summary = "Numerators and denominators for each directorate."
    return table_of(columns, "coverage_by_directorate", title, tuple(measures.values()), summary)


def _parts(row: Coverage) -> Entry:
    if row.of == 0:
        return none_entry(NOT_ASKED)
    return Entry(f"{row.having:,} of {row.of:,}")


def _share(row: Coverage) -> Entry:
    if row.per_cent is None:
        return none_entry(NOT_ASKED)
    return Entry(f"{row.per_cent}%", value=Decimal(row.per_cent), number_format='0"%"')


def _lacking(row: Coverage) -> str:
    if not row.lacking:
        return "None" if row.of else NOT_ASKED
    return (
        ", ".join(row.lacking) if len(row.lacking) <= SHOWN else listed_shortly(row.lacking, SHOWN)
    )
