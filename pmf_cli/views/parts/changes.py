"""The sections of the paper of changes: scope and who was told, targets, rule sets."""

from __future__ import annotations

from collections.abc import Sequence

from pmf_cli.analysis.issued.changed_terms import TargetChange
from pmf_cli.analysis.issued.current_figures import TargetKey, target_key
from pmf_cli.analysis.scope.targets import target_words
from pmf_cli.rag.base import KpiRating
from pmf_cli.register.figures import plain
from pmf_cli.register.register import Register
from pmf_cli.register.scope_telling import not_told
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.supporting import ScopeChange
from pmf_cli.register.sheets.targets import RatingRule, Target
from pmf_cli.register.terms import BodyKind
from pmf_cli.views.base import Block, Column, Entry, Paragraph, Section, Table, TextStyle
from pmf_cli.views.entries import rating_entry, reason_words, text_entry
from pmf_cli.views.parts.changes_told import NOT_GIVEN, vouching_entries
from pmf_cli.views.scope_bodies import told_entry
from pmf_cli.views.wording import are
from pmf_cli.words import counted, day, listed

TOLD_HEADINGS = {BodyKind.DMT: "DMT", BodyKind.CLT: "CLT", BodyKind.SCRUTINY: "Scrutiny"}
"""The kinds of bodies that are told of a change of scope, as the paper's columns name them."""


def scope_section(found: Sequence[ScopeChange], register: Register, from_when: str) -> Section:
    """Each change of scope and the day on which each body was told."""
    heading = "Changes of scope, and who was told"
    if not found:
        return Section(heading, 1, (Paragraph(f"No KPI changed its scope {from_when}."),))
    table = Table(
        "scope_told",
        heading,
        (
            Column("Change", 1.5),
            Column("KPI", 1.0),
            Column("What", 1.2),
            Column("From", 1.3),
            Column("Before", 2.4),
            Column("After", 2.4),
            Column("Reason", 2.8),
            *(Column(name, 1.25) for name in TOLD_HEADINGS.values()),
        ),
        tuple(
            (
                text_entry(change.change_ref, ref=change.source.at("change_ref")),
                text_entry(change.kpi_ref),
                text_entry(None if change.kind is None else str(change.kind)),
                text_entry(None if change.from_period is None else str(change.from_period)),
                text_entry(change.before),
                text_entry(change.after),
                text_entry(_reason(change)),
                *(told_entry(register, change, kind) for kind in TOLD_HEADINGS),
            )
            for change in found
        ),
        "Each change with its reason and the day on which each body was told.",
    )
    return Section(heading, 1, (table,))


def _reason(change: ScopeChange) -> str:
    reason = change.reason or NOT_GIVEN
    if change.break_in_series:
        reason = f"{reason} Figures before and after cannot be compared."
    return reason


def targets_section(
    found: Sequence[TargetChange],
    from_when: str,
    typed_over: frozenset[TargetKey] = frozenset(),
) -> Section:
    """Each target or tolerance that is another one, with the reason, where one is its own."""
    heading = "Changes of targets and tolerances"
    if not found:
        return Section(heading, 1, (Paragraph(f"No target changed {from_when}."),))
    table = Table(
        "targets_changed",
        heading,
        (
            Column("KPI", 1.0),
            Column("Name", 3.0),
            Column("From", 1.3),
            Column("Was", 1.8),
            Column("Is now", 1.8),
            Column("Why", 3.4),
            Column("Agreed by", 1.7),
            Column("Agreed on", 1.35),
        ),
        tuple(_target_row(one, typed_over) for one in found),
        "Each target or tolerance that changed, with the reason and who agreed it.",
    )
    return Section(heading, 1, (table,))


def _target_row(one: TargetChange, typed_over: frozenset[TargetKey]) -> tuple[Entry, ...]:
    was, now = (target_in_full(row, one.kpi) for row in (one.before, one.now))
    return (
        Entry(one.kpi.ref, ref=one.now.source.at("kpi_ref")),
        text_entry(one.kpi.name),
        text_entry(str(one.now.from_period)),
        Entry(was),
        Entry(now if now != was else f"{now} (another profile over the year)"),
        *vouching_entries(one.now, is_vouched=target_key(one.now) not in typed_over),
    )


def target_in_full(row: Target, kpi: Kpi) -> str:
    """A target with what it holds for each quarter, its tolerance and boundary, where it has them."""
    parts = [target_words(row, kpi)]
    quarters = [
        f"Q{at} {plain(value)}"
        for at, value in enumerate((row.q1, row.q2, row.q3, row.q4), 1)
        if value is not None
    ]
    if quarters:
        parts.append(", ".join(quarters))
    if row.tolerance is not None:
        basis = f" ({row.tolerance_basis})" if row.tolerance_basis is not None else ""
        parts.append(f"tolerance {plain(row.tolerance)}{basis}")
    if row.amber_boundary is not None:
        parts.append(f"Amber up to {plain(row.amber_boundary)}")
    return "; ".join(parts)


def rules_section(
    rules: Sequence[RatingRule], moved: Sequence[tuple[KpiRating, KpiRating]], from_when: str
) -> Section:
    """The rule rows that are new, and the KPIs that the rules before would rate otherwise."""
    heading = "Changes of rating rules"
    if not rules:
        return Section(heading, 1, (Paragraph(f"No rule set changed {from_when}."),))
    blocks: list[Block] = [
        Paragraph(
            f"Rule set {row.rule_set} for {row.applies_to or 'All'} from {row.from_period}: "
            f"{_rule_words(row)}.",
            TextStyle.BULLET,
        )
        for row in rules
    ]
    if not moved:
        blocks.append(Paragraph("By the rules before, every KPI would have the same rating."))
        return Section(heading, 1, tuple(blocks))
    number = len(moved)
    blocks.append(
        Paragraph(f"By the rules before, {counted(number, 'KPI')} would be rated otherwise.")
    )
    table = Table(
        "rules_changed",
        "Ratings by the rules before and by the rules in force",
        (
            Column("KPI", 1.0),
            Column("Name", 3.4),
            Column("By the rules before", 1.8),
            Column("By the rules in force", 1.8),
            Column("Why it is so now", 4.0),
        ),
        tuple(
            (
                Entry(now.kpi.ref),
                text_entry(now.kpi.name),
                rating_entry(before),
                rating_entry(now),
                text_entry(reason_words(now.outcome)),
            )
            for before, now in moved
        ),
        "KPIs whose rating another rule set makes.",
    )
    return Section(heading, 1, (*blocks, table))


def _rule_words(row: RatingRule) -> str:
    parts = []
    if row.tolerance is not None:
        basis = f" ({row.tolerance_basis})" if row.tolerance_basis is not None else ""
        parts.append(f"tolerance {plain(row.tolerance)}{basis}")
    if row.approved_by is not None:
        on = f" on {day(row.approved_on)}" if row.approved_on is not None else ""
        parts.append(f"approved by {row.approved_by}{on}")
    else:
        parts.append("no approval is on record")
    return "; ".join(parts)


def unreported_section(found: Sequence[ScopeChange], register: Register) -> Section:
    """What is still to be told, and to whom."""
    heading = "Not yet reported"
    if not found:
        text = "No change of scope is waiting to be reported to DMT, CLT or scrutiny."
        return Section(heading, 1, (Paragraph(text),))
    number = len(found)
    blocks: list[Block] = [
        Paragraph(f"{counted(number, 'change')} of scope {are(number)} still to be reported:")
    ]
    blocks += [
        Paragraph(
            f"{change.change_ref} ({change.kpi_ref}): "
            f"to {listed([TOLD_HEADINGS[kind] for kind in not_told(register, change)])}.",
            TextStyle.BULLET,
        )
        for change in found
    ]
    return Section(heading, 1, tuple(blocks))
