"""What is different since a paper was issued, as a list to read and for other programs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pmf_cli.analysis.issued.differences import FigureDifference, What
from pmf_cli.analysis.issued.issue_history import IssuedPaper
from pmf_cli.assessment import Assessment
from pmf_cli.register.sheets.supporting import ScopeChange
from pmf_cli.views.base import Block, Column, Entry, Paragraph, Section, Table, TextStyle
from pmf_cli.views.entries import text_entry
from pmf_cli.views.listing import Datum, Listing
from pmf_cli.views.wording import part_name
from pmf_cli.words import counted, day, listed

SCHEMA = "pmf/diff/1"
COLUMNS = (
    Column("Ref", 1.0),
    Column("KPI", 3.0),
    Column("Period", 1.3),
    Column("As issued", 2.2),
    Column("Now", 2.2),
    Column("Why", 3.6),
)


def differences_listing(
    assessment: Assessment,
    paper: IssuedPaper,
    found: Sequence[FigureDifference],
    scope: Sequence[ScopeChange],
    workbooks: Mapping[str, str],
) -> Listing:
    """Everything that is different since an issue.

    Args:
        assessment: the register now, for the paper's period.
        paper: the issue.
        found: the differences.
        scope: changes of scope decided since.
        workbooks: workbook → fingerprint now.
    """
    saved = tuple(
        name
        for name in dict.fromkeys((*paper.workbooks, *workbooks))
        if paper.workbooks.get(name) != workbooks.get(name)
    )
    counts = {str(what): 0 for what in What} | {"scope changes": len(scope)}
    for one in found:
        counts[str(one.what)] += 1
    return Listing(
        schema=SCHEMA,
        register=assessment.register.name,
        period=paper.period,
        as_of=assessment.as_of,
        counts={"differences": len(found) + len(scope)}
        | {name.lower(): number for name, number in counts.items()}
        | {"workbooks saved since": len(saved)},
        key="items",
        items=(*(_item(paper, one) for one in found), *(_scope_item(paper, one) for one in scope)),
        sections=tuple(_sections(assessment, paper, found, scope, saved)),
    )


def _item(paper: IssuedPaper, one: FigureDifference) -> Mapping[str, Datum]:
    return {
        "issue": paper.ref,
        "what": str(one.what),
        "ref": one.kpi_ref,
        "name": one.name or None,
        "split": one.split,
        "period": one.period or None,
        "before": one.before,
        "now": one.now,
        "why": one.reason or None,
        "cell": one.where or None,
    }


def _scope_item(paper: IssuedPaper, change: ScopeChange) -> Mapping[str, Datum]:
    return {
        "issue": paper.ref,
        "what": "Scope change",
        "ref": change.kpi_ref or "",
        "name": change.change_ref,
        "split": None,
        "period": None if change.from_period is None else str(change.from_period),
        "before": change.before or "Not stated",
        "now": change.after or "Not stated",
        "why": change.reason,
        "cell": str(change.source.at("change_ref")) if change.source.row else None,
    }


def _sections(
    assessment: Assessment,
    paper: IssuedPaper,
    found: Sequence[FigureDifference],
    scope: Sequence[ScopeChange],
    saved: Sequence[str],
) -> list[Section]:
    told = f"{paper.body}, {paper.period}, issued on {day(paper.issued_on)}"
    number = len(found) + len(scope)
    lead = (
        f"{counted(number, 'difference')} from {paper.ref} ({told}), as at {day(assessment.as_of)}."
        if number
        else f"Nothing that {paper.ref} told has changed ({told})."
    )
    sections = [Section(f"What changed since {paper.ref}", 1, (Paragraph(lead, TextStyle.LEAD),))]
    for what in What:
        rows = [one for one in found if one.what is what]
        if rows:
            heading = f"{what} ({len(rows):,})"
            sections.append(Section(heading, 2, (_table(what, rows),)))
    if scope:
        sections.append(Section(f"Scope changes ({len(scope):,})", 2, (_scope_table(scope),)))
    notes: list[Block] = []
    if saved:
        notes.append(
            Paragraph(f"Saved since the paper was issued: {listed(saved)}.", TextStyle.NOTE)
        )
    if notes:
        sections.append(Section("Workbooks", 2, tuple(notes)))
    return sections


def _table(what: What, rows: Sequence[FigureDifference]) -> Table:
    return Table(
        part_name("diff", str(what)),
        str(what),
        COLUMNS,
        tuple(
            (
                Entry(one.kpi_ref),
                text_entry(f"{one.name}{f', {one.split}' if one.split else ''}", missing="No name"),
                text_entry(one.period, missing="–"),
                text_entry(one.before),
                text_entry(one.now),
                text_entry(one.reason, missing="–"),
            )
            for one in rows
        ),
        "What the paper said, what the register says now, and why.",
    )


def _scope_table(scope: Sequence[ScopeChange]) -> Table:
    return Table(
        "diff_scope",
        "Scope changes",
        COLUMNS,
        tuple(
            (
                text_entry(change.kpi_ref),
                text_entry(f"{change.change_ref}: {change.kind}"),
                text_entry(None if change.from_period is None else str(change.from_period)),
                text_entry(change.before),
                text_entry(change.after),
                text_entry(change.reason),
            )
            for change in scope
        ),
        "Changes of scope decided since the paper was issued.",
    )
