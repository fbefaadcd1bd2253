"""Changes of scope and target that a body must be told of (2024 report, ¶82; Lincoln's call-in)."""

from __future__ import annotations

from pmf_cli.analysis.issued.current_figures import NOT_APPROVED, TargetKey, target_key, unvouched
from pmf_cli.analysis.issued.issue_history import History
from pmf_cli.analysis.scope.targets import target_words
from pmf_cli.assessment import Assessment
from pmf_cli.register.periods.period import Period
from pmf_cli.register.scope_telling import not_told
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.supporting import ScopeChange
from pmf_cli.register.sheets.targets import Target
from pmf_cli.register.terms import BodyKind
from pmf_cli.views.base import Block, Column, Entry, Paragraph, Section, Table
from pmf_cli.views.entries import date_entry, text_entry
from pmf_cli.words import counted, day


def changes_section(assessment: Assessment, history: History | None = None) -> Section:
    """Scope changes and target changes in force from the period, with reason and who was told.

    Args:
        assessment: the register for the reporting period.
        history: what bodies were told, by which a target that was typed over is known.
    """
    scope = scope_changes(assessment)
    targets = target_changes(assessment)
    heading = "Changes to KPIs and targets"
    if not scope and not targets:
        words = f"No KPI changed its scope and no target changed for {assessment.period}."
        return Section(heading, 1, (Paragraph(words),))
    blocks: list[Block] = []
    if scope:
        blocks += [
            Paragraph(
                f"{counted(len(scope), 'change')} of scope {_begin(len(scope))} in "
                f"{assessment.period} or {_have(len(scope))} not yet been reported to CLT."
            ),
            _scope_table(scope),
        ]
    if targets:
        blocks += [
            Paragraph(f"{counted(len(targets), 'target')} changed for {assessment.period}."),
            _target_table(targets, _typed_over(assessment, history)),
        ]
    return Section(heading, 1, tuple(blocks))


def _begin(number: int) -> str:
    return "begins" if number == 1 else "begin"


def _have(number: int) -> str:
    return "has" if number == 1 else "have"


def scope_changes(assessment: Assessment) -> tuple[ScopeChange, ...]:
    """Changes that begin in the period, or that CLT has still to be told of."""
    return tuple(
        change
        for change in assessment.register.scope_changes
        if (change.changed_on is None or change.changed_on <= assessment.as_of)
        and (
            _begins_in(change.from_period, assessment.period)
            or (
                BodyKind.CLT in not_told(assessment.register, change)
                and (change.from_period is None or change.from_period.start <= assessment.as_of)
            )
        )
    )


def _begins_in(start: Period | None, period: Period) -> bool:
    return start is not None and period.contains(start.start)


def _scope_table(changes: tuple[ScopeChange, ...]) -> Table:
    return Table(
        "scope_changes",
        "Changes of scope",
        (
            Column("KPI", 1.1),
            Column("What changed", 1.3),
            Column("From", 1.3),
            Column("Before", 2.6),
            Column("After", 2.6),
            Column("Reason", 3.2),
            Column("Told: DMT, CLT, scrutiny", 2.6),
        ),
        tuple(
            (
                text_entry(change.kpi_ref, ref=change.source.at("kpi_ref")),
                text_entry(None if change.kind is None else str(change.kind)),
                text_entry(None if change.from_period is None else str(change.from_period)),
                text_entry(change.before),
                text_entry(change.after),
                text_entry(_why(change)),
                Entry(_told(change)),
            )
            for change in changes
        ),
        "What about a KPI changed, why, and which bodies have been told.",
    )


def _why(change: ScopeChange) -> str | None:
    if change.break_in_series:
        return f"{change.reason or NOT_GIVEN} Figures before and after cannot be compared."
    return change.reason


NOT_GIVEN = "No reason is on record."


def _told(change: ScopeChange) -> str:
    told = (change.reported_to_dmt, change.reported_to_clt, change.reported_to_scrutiny)
    names = ("DMT", "CLT", "scrutiny")
    return ", ".join(
        f"{name} {day(on) if on is not None else 'not yet'}"
        for name, on in zip(names, told, strict=True)
    )


def target_changes(assessment: Assessment) -> tuple[tuple[Kpi, Target | None, Target], ...]:
    """Targets of wholes that begin in the period and differ from the row before."""
    found = []
    for kpi in assessment.register.kpis:
        rows = [
            row
            for row in assessment.register.targets_by_kpi.get(kpi.ref, ())
            if row.split is None and row.from_period is not None
        ]
        rows.sort(key=lambda row: row.from_period.sort_key if row.from_period else ())
        for at, row in enumerate(rows):
            if at == 0 or not _begins_in(row.from_period, assessment.period):
                continue
            if _aim(row) != _aim(rows[at - 1]):
                found.append((kpi, rows[at - 1], row))
    return tuple(found)


def _aim(row: Target) -> tuple[object, ...]:
    return (row.target_type, row.target, row.range_low, row.range_high, row.tolerance)


def _typed_over(assessment: Assessment, history: History | None) -> frozenset[TargetKey]:
    if history is None:
        return frozenset()
    return unvouched(assessment.register, assessment.settings, history, assessment.as_of)


def vouching_entries(row: Target, *, is_vouched: bool) -> tuple[Entry, Entry, Entry]:
    """Why a target is what it is, who agreed it and when; of one typed over, that nothing says so."""
    if not is_vouched:
        said = f"{NOT_APPROVED[:1].upper()}{NOT_APPROVED[1:]}."
        return Entry(said), text_entry(None), date_entry(None)
    return (
        text_entry(row.rationale, missing=NOT_GIVEN),
        text_entry(row.agreed_by),
        date_entry(row.agreed_on),
    )


def _target_table(
    changes: tuple[tuple[Kpi, Target | None, Target], ...], typed_over: frozenset[TargetKey]
) -> Table:
    return Table(
        "target_changes",
        "Changes of target",
        (
            Column("KPI", 1.1),
            Column("Name", 3.6),
            Column("Was", 1.3),
            Column("Is now", 1.3),
            Column("Why", 3.6),
            Column("Agreed by", 1.6),
            Column("Agreed on", 1.3),
        ),
        tuple(
            (
                Entry(kpi.ref, ref=now.source.at("kpi_ref")),
                text_entry(kpi.name),
                Entry(target_words(before, kpi)),
                Entry(target_words(now, kpi)),
                *vouching_entries(now, is_vouched=target_key(now) not in typed_over),
            )
            for kpi, before, now in changes
        ),
        "Targets that changed, with the reason and who agreed.",
    )
