"""Parts of the page of one KPI: its row, targets, benchmarks, changes and findings."""

from __future__ import annotations

from datetime import date

from pmf_cli.analysis.scope.targets import target_words
from pmf_cli.analysis.series.other_places import label_of
from pmf_cli.assessment import Assessment
from pmf_cli.register.figures import stated
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.layout import columns_of
from pmf_cli.register.sheets.rows import Need
from pmf_cli.views.base import Align, Block, Column, Entry, Paragraph, Table, Tone
from pmf_cli.views.entries import NONE, text_entry
from pmf_cli.views.roles import role_of
from pmf_cli.views.wording import one_line
from pmf_cli.words import counted, day, listed, yes_or_no

PEOPLE = ("responsible_officer", "key_contact", "deputy_contact", "performance_lead")
"""Fields that name a contact; pages print the post instead."""


def definition_of(assessment: Assessment, kpi: Kpi) -> Table:
    """Every filled column of the KPI's row, people as posts."""
    rows = []
    for column in columns_of(Kpi):
        value = getattr(kpi, column.field)
        where = kpi.source.at(column.field) if kpi.source.row else None
        if value is None or value == ():
            if column.heading.need is Need.REQUIRED:
                rows.append((Entry(column.heading.text), Entry("Not stated", tone=Tone.MUTED)))
            continue
        text = _told(assessment, column.field, value)
        rows.append((Entry(column.heading.text), Entry(text, ref=where)))
    frameworks = [
        f"{row.framework} {row.code}" if row.code else row.framework
        for row in assessment.register.frameworks
        if row.kpi_ref == kpi.ref
    ]
    if frameworks:
        rows.append((Entry("Frameworks"), Entry(listed(frameworks))))
    return Table(
        "definition",
        "What it is",
        (Column("Column", 1.6), Column("Entry", 5)),
        tuple(rows),
        "The KPI's row in the KPI Supporting Information.",
    )


def _told(assessment: Assessment, field: str, value: object) -> str:
    if field in PEOPLE:
        return role_of(assessment.register, str(value)) or f"{value} (no job title in Contacts)"
    if isinstance(value, bool):
        return yes_or_no(value)
    if isinstance(value, date):
        return day(value)
    if isinstance(value, tuple):
        return listed(str(one) for one in value)
    return one_line(str(value)) or NONE


def targets_of(assessment: Assessment, kpi: Kpi) -> tuple[Block, ...]:
    """Every target row of the KPI with the periods it holds for."""
    rows = assessment.register.targets_by_kpi.get(kpi.ref, ())
    if not rows:
        return (Paragraph("There is no target in the register."),)
    return (
        Table(
            "targets",
            "Targets through time",
            (
                Column("From", 1.2),
                Column("To", 1.2),
                Column("Split", 1.2),
                Column("Type", 1.4),
                Column("Target", 1.4),
                Column("Tolerance", 1.4),
                Column("Agreed", 2.2),
                Column("Why", 3.0),
            ),
            tuple(
                (
                    text_entry(None if row.from_period is None else str(row.from_period)),
                    text_entry(
                        None if row.to_period is None else str(row.to_period), missing="Open"
                    ),
                    Entry(row.split or "Whole"),
                    text_entry(None if row.target_type is None else str(row.target_type)),
                    Entry(target_words(row, kpi), ref=row.source.at("target")),
                    Entry(_tolerance(row.tolerance, row.tolerance_basis)),
                    text_entry(_agreed(row.agreed_by, row.agreed_on)),
                    text_entry(row.rationale),
                )
                for row in rows
            ),
            "Every target of the KPI with the periods it holds for.",
        ),
    )


def _tolerance(amount: object, basis: object) -> str:
    if amount is None:
        return "Rule set's"
    return f"{amount} {basis}" if basis is not None else str(amount)


def _agreed(by: str | None, on: date | None) -> str | None:
    if by is None:
        return None
    return f"{by}, {day(on)}" if on is not None else by


def benchmarks_of(assessment: Assessment, kpi: Kpi) -> tuple[Block, ...]:
    """Figures of other places with their source."""
    rows = [row for row in assessment.register.benchmarks if row.kpi_ref == kpi.ref]
    if not rows:
        return (Paragraph("No benchmark is on record."),)
    return (
        Table(
            "benchmarks",
            "Benchmarks",
            (
                Column("Period", 1.2),
                Column("Comparator", 2.2),
                Column("Figure", 1.2, Align.NUMBER),
                Column("Comparable", 1.6),
                Column("Source", 3.0),
            ),
            tuple(
                (
                    text_entry(None if row.period is None else str(row.period)),
                    Entry(label_of(row)),
                    Entry(NONE if row.value is None else stated(row.value, kpi), value=row.value),
                    text_entry(row.comparable),
                    text_entry(row.data_source),
                )
                for row in rows
            ),
            "Figures of other places, with their source.",
        ),
    )


def changes_of(assessment: Assessment, kpi: Kpi) -> tuple[Block, ...]:
    """Changes of scope on record."""
    rows = [row for row in assessment.register.scope_changes if row.kpi_ref == kpi.ref]
    if not rows:
        return (Paragraph("No change of scope is on record."),)
    return tuple(
        Paragraph(
            f"{one_line(row.before or 'Not stated')} became {one_line(row.after or 'not stated')}. "
            f"{one_line(row.reason or 'No reason is on record.')}"
            + (" Break in the series." if row.break_in_series else ""),
            label=f"{row.from_period or 'No period'}, {row.kind or 'change'}:",
        )
        for row in rows
    )


def findings_of(assessment: Assessment, kpi: Kpi) -> tuple[Block, ...]:
    """What the checks found about the KPI."""
    found = [finding for finding in assessment.findings if finding.kpi_ref == kpi.ref]
    if not found:
        return (Paragraph("The checks found nothing about this KPI."),)
    return (
        Paragraph(f"{counted(len(found), 'finding')}."),
        Table(
            "findings",
            "Findings about this KPI",
            (Column("Code", 0.9), Column("How bad", 0.9), Column("What", 5), Column("Where", 3)),
            tuple(
                (
                    Entry(finding.code),
                    Entry(str(finding.severity)),
                    text_entry(finding.message),
                    Entry(str(finding.where), ref=finding.where),
                )
                for finding in found
            ),
            "What the checks found about this KPI.",
        ),
    )
