"""Everything that an auditor asks of one KPI, in one file: what it is, each figure with its source, what was told to whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from pmf_cli.analysis.issued.issue_history import History
from pmf_cli.assessment import Assessment
from pmf_cli.frozen import frozen
from pmf_cli.register.register import Register
from pmf_cli.register.scope_telling import TOLD_FIELDS
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.record import Commentary, Result, Return
from pmf_cli.register.sheets.supporting import ScopeChange
from pmf_cli.register.terms import BodyKind
from pmf_cli.views.base import Block, Entry, Fact, Paragraph, Report, Section
from pmf_cli.views.entries import date_entry, none_entry, value_entry
from pmf_cli.views.listing import Field, table_column, table_of
from pmf_cli.views.lists.explain import explain_listing
from pmf_cli.views.lists.kpi_page import EVERY_PERIOD, kpi_page
from pmf_cli.views.lists.scope import told_entry
from pmf_cli.views.references import kpi_named, role_of
from pmf_cli.views.told_figures import ToldFigure, told_by_kpi
from pmf_cli.views.wording import file_stem, one_line
from pmf_cli.words import day_in_words


def evidence_report(assessment: Assessment, history: History, ref: str) -> Report:
    """The file on one KPI.

    Raises:
        UsageError: there is no such KPI; near ones are suggested.
    """
    kpi = kpi_named(assessment.register, ref)
    register = assessment.register
    page = kpi_page(assessment, kpi.ref, EVERY_PERIOD)
    found = (
        *page.sections,
        *_explained(assessment, kpi),
        Section("Where each figure came from", 1, _figures(assessment, kpi)),
        Section("What was told to whom", 1, _told(assessment, history, kpi)),
        Section("Changes of scope, and who was told", 1, _scope(assessment, kpi)),
        Section("Who agreed the words", 1, _agreed(assessment, kpi)),
    )
    fingerprints = (
        Fact(f"{name}, SHA-256", text) for name, text in sorted(register.fingerprints.items())
    )
    return Report(
        name="evidence",
        title=f"Evidence on {kpi.ref}: {kpi.known_as}",
        subtitle=f"{register.name}, {assessment.period}".lstrip(", "),
        facts=(Fact("As at", day_in_words(assessment.as_of)), *fingerprints),
        sections=found,
        as_at=assessment.as_of,
        file_stem=file_stem("evidence", kpi.ref, str(assessment.period)),
        footer=f"Evidence on {kpi.ref}, {assessment.period}",
        council=register.name,
    )


def _explained(assessment: Assessment, kpi: Kpi) -> tuple[Section, ...]:
    """How its rating came about; nothing where it is not in scope."""
    if kpi.ref not in assessment.rating_of:
        return ()
    first, *others = explain_listing(assessment, kpi.ref).sections
    return (replace(first, heading=f"How its rating for {assessment.period} came about"), *others)


@frozen
class _Came:
    """A figure and the return it came in; ``None`` where the record names none."""

    row: Result
    given: Return | None


def _figures(assessment: Assessment, kpi: Kpi) -> tuple[Block, ...]:
    register = assessment.register
    returns = {one.return_ref: one for one in register.returns}
    rows = [
        _Came(row, returns.get(row.return_ref or ""))
        for row in reversed(tuple(register.results_of(kpi.ref).values()))
    ]
    if not rows:
        return (Paragraph("There is no result in the record yet."),)
    fields: tuple[Field[_Came], ...] = (
        table_column("Period", lambda one: one.row.period, 1.6),
        table_column("Figure", lambda one: value_entry(one.row.value, kpi, one.row.source.at("value"), "No figure"), 1.6),
        table_column("Received", lambda one: date_entry(one.row.received_on, "No day"), 1.5),
        table_column("From", lambda one: role_of(register, one.row.received_from), 2.6, missing="Not recorded"),
        table_column("How", lambda one: one.row.entry_source, 1.6, missing="Not recorded"),
        table_column("Return and its fingerprint", _return_words, 3),
        table_column("Replaces", lambda one: one.row.replaces, 2, missing="Nothing"),
    )  # fmt: skip
    summary = "Each figure with its day, sender, return and what it replaced."
    title = "Where each figure came from, newest first"
    return (table_of(fields, "figures_came", title, rows, summary, has_caption=False),)


def _return_words(one: _Came) -> Entry:
    if one.given is None:
        return none_entry(one.row.return_ref or "No return")
    return Entry(f"{one.given.return_ref}, SHA-256 {one.given.fingerprint or 'not recorded'}")


def _told(assessment: Assessment, history: History, kpi: Kpi) -> tuple[Block, ...]:
    papers = history.standing(assessment.as_of)
    rows = told_by_kpi(assessment, papers, frozenset({kpi.ref})).get(kpi.ref)
    if not rows:
        return (Paragraph("No paper on record gave a figure of it."),)
    fields: tuple[Field[ToldFigure], ...] = (
        table_column("Paper", lambda one: one.paper.ref, 2.4),
        table_column("Body", lambda one: one.paper.body, 2.6),
        table_column("Issued", lambda one: date_entry(one.paper.issued_on), 1.5),
        table_column("Figure for", lambda one: " ".join(filter(None, (one.figure.period, one.figure.split))), 2, missing="No period"),
        table_column("As told", lambda one: one.figure.value_text, 1.6, missing="No figure"),
        table_column("Rating", lambda one: one.figure.rating or one.figure.not_rated, 1.6, missing="Not rated"),
        table_column("Stands", lambda one: one.stands, 1.8),
    )  # fmt: skip
    summary = "Each figure that a paper gave, with its rating, and whether it is the same now."
    return (
        table_of(fields, "figures_told", "What was told to whom", rows, summary, has_caption=False),
    )


def _scope(assessment: Assessment, kpi: Kpi) -> tuple[Block, ...]:
    register = assessment.register
    rows = [row for row in register.scope_changes if row.kpi_ref == kpi.ref]
    if not rows:
        return (Paragraph("No change of scope is on record."),)
    fields: tuple[Field[ScopeChange], ...] = (
        table_column("Change", lambda one: Entry(one.change_ref, ref=one.source.at("change_ref")), 1.6),
        table_column("Decided", lambda one: date_entry(one.changed_on, "No day"), 1.4),
        table_column("What changed", _change_words, 4.4),
        table_column("Agreed by", lambda one: one.agreed_by, 2),
        *(_told_column(register, kind) for kind in TOLD_FIELDS),
    )  # fmt: skip
    summary = "Each change with the day on which each body was told."
    return (
        table_of(fields, "scope_evidence", "Changes of scope", rows, summary, has_caption=False),
    )


def _change_words(change: ScopeChange) -> str:
    before, after = change.before or "not stated", change.after or "not stated"
    return one_line(f"{change.kind or 'Change'}: {before} became {after}")


def _told_column(register: Register, kind: BodyKind) -> Field[ScopeChange]:
    return table_column(f"{kind} told", lambda one: told_entry(register, one, kind), 1.4)


def _agreed(assessment: Assessment, kpi: Kpi) -> tuple[Block, ...]:
    register = assessment.register
    rows: Sequence[Commentary] = sorted(
        register.commentary_by_kpi.get(kpi.ref, ()),
        key=lambda row: date.min if row.period is None else row.period.end,
        reverse=True,
    )
    if not rows:
        return (Paragraph("No commentary is on record, so nothing was signed off."),)
    fields: tuple[Field[Commentary], ...] = (
        table_column("Period", lambda one: one.period, 1.6),
        table_column("Kind", lambda one: Entry(str(one.kind or "Comment"), ref=one.source.at("text")), 2),
        table_column("Author", lambda one: role_of(register, one.author), 3, missing="Nobody named"),
        table_column("Written", lambda one: date_entry(one.written_on, "No day"), 1.5),
        table_column("Approved by", lambda one: role_of(register, one.approved_by), 3, missing="Nobody"),
        table_column("Approved", lambda one: date_entry(one.approved_on, "Not approved"), 1.6),
    )  # fmt: skip
    summary = "Each comment with who wrote it and who approved it."
    return (
        table_of(
            fields, "sign_off_evidence", "Who agreed the words", rows, summary, has_caption=False
        ),
    )
