"""The paper of changes: corrections, scope and who was told, targets with reasons, rule sets.

Asked for by members: Lincoln's call-in over targets changed with little explanation, South
Ribble's minute that last quarter's 38 should have been 31, and the 2024 report, ¶82, by which
every change of scope is reported to the directorate management team, CLT and scrutiny.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from pmf_cli.analysis.changed_terms import (
    Since,
    TargetChange,
    by_earlier_rules,
    rules_since,
    scope_since,
    targets_since,
)
from pmf_cli.analysis.corrections import Correction, corrections_to
from pmf_cli.analysis.issued import History, IssuedPaper
from pmf_cli.assessment import Assessment
from pmf_cli.rag.base import KpiRating
from pmf_cli.register.figures import plain
from pmf_cli.register.kpis import Kpi
from pmf_cli.register.supporting import ScopeChange
from pmf_cli.register.targets import RatingRule, Target
from pmf_cli.views.base import (
    Block,
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
from pmf_cli.views.changes import NOT_GIVEN, target_words
from pmf_cli.views.corrections import HEADING as CORRECTIONS
from pmf_cli.views.corrections import corrections_table, lead, words
from pmf_cli.views.entries import date_entry, rating_entry, reason_words, text_entry
from pmf_cli.views.selection import Selection, selected_kpis
from pmf_cli.views.wording import are, file_stem
from pmf_cli.words import counted, day, listed

NAME = "changes"
TITLE = "Changes to figures, scope, targets and rules"
NOT_TOLD = "Not yet"
BODIES = (
    ("DMT", "reported_to_dmt"),
    ("CLT", "reported_to_clt"),
    ("Scrutiny", "reported_to_scrutiny"),
)
"""The bodies that are told of a change of scope, and the field that says when."""


def change_report(
    assessment: Assessment, history: History, body: str, since: IssuedPaper | None
) -> Report:
    """What changed for a body since a paper, with reasons.

    Args:
        assessment: the register for the reporting period.
        history: what the ledger knows.
        body: the body as the sheet ``Boards`` names it.
        since: the issue from which on changes count; ``None`` where nothing was issued to it.
    """
    kpis = _kpis_of(assessment, body)
    start = _since(assessment, since)
    corrections = () if since is None else corrections_to(assessment, history, body, since)
    scope = scope_since(assessment, start, kpis)
    targets = targets_since(assessment, start, kpis)
    rules = rules_since(assessment, start)
    moved = tuple(pair for pair in by_earlier_rules(assessment, rules) if pair[1].kpi.ref in kpis)
    unreported = tuple(change for change in scope if untold_bodies(change))
    from_when = (
        f"since {since.ref}, as at {day(since.as_at)}"
        if since is not None
        else f"for {assessment.period}"
    )
    summary = _summary(corrections, scope, targets, rules, unreported, from_when)
    corrected = _corrections(corrections, body, since)
    further = (
        _scope(scope, from_when),
        _targets(targets, from_when),
        _rules(rules, moved, from_when),
        _unreported(unreported),
    )
    return Report(
        name=NAME,
        title=TITLE,
        subtitle=f"{assessment.register.name}, {assessment.period}".strip(", "),
        facts=(
            Fact("Council", assessment.register.name or "Not named in pmf.toml"),
            Fact("For", body),
            Fact("Reporting period", str(assessment.period)),
            Fact("Changes", from_when),
            Fact("As at", day(assessment.as_of)),
        ),
        sections=(summary, corrected, *further),
        as_at=assessment.as_of,
        workbook=(replace(summary, heading="Cover"), _sheet(corrected, corrections), *further),
        file_stem=file_stem(NAME, str(assessment.period)),
        footer=f"{assessment.register.name}: changes, {assessment.period}",
    )


def _kpis_of(assessment: Assessment, body: str) -> frozenset[str]:
    if all(board.body != body for board in assessment.register.boards):
        return frozenset(assessment.register.kpi_by_ref)
    kpis = selected_kpis(assessment, Selection(board=(body,)))
    return frozenset(kpi.ref for kpi in kpis)


def _since(assessment: Assessment, paper: IssuedPaper | None) -> Since:
    start = assessment.period.start - timedelta(days=1)
    if paper is None:
        return Since(None, start)
    # What began in the period reported then was told then; what is decided later is found by date.
    return Since(
        paper.as_at, start if paper.period != str(assessment.period) else assessment.period.end
    )


def untold_bodies(change: ScopeChange) -> tuple[str, ...]:
    """The bodies that have not been told of a change."""
    return tuple(name for name, field in BODIES if getattr(change, field) is None)


def _summary(
    corrections: Sequence[Correction],
    scope: Sequence[ScopeChange],
    targets: Sequence[TargetChange],
    rules: Sequence[RatingRule],
    unreported: Sequence[ScopeChange],
    from_when: str,
) -> Section:
    parts = [
        counted(len(corrections), "correction"),
        counted(len(scope), "change of scope", "changes of scope"),
        counted(len(targets), "changed target"),
        counted(len(rules), "changed rating rule"),
    ]
    blocks: list[Block] = [Paragraph(f"{listed(parts)} {from_when}.", TextStyle.LEAD)]
    if unreported:
        number = len(unreported)
        have = "has" if number == 1 else "have"
        blocks.append(
            Paragraph(
                f"{counted(number, 'change')} of scope {have} not been reported to every body yet."
            )
        )
    without = sum(1 for one in targets if not one.now.rationale)
    if without:
        blocks.append(
            Paragraph(f"For {counted(without, 'changed target')} no reason is on record.")
        )
    return Section("Summary", 1, tuple(blocks))


def _corrections(found: Sequence[Correction], body: str, since: IssuedPaper | None) -> Section:
    if since is None:
        text = (
            f"No paper is on record as issued to {body}, so there is nothing to hold the "
            "figures against."
        )
        return Section(CORRECTIONS, 1, (Paragraph(text),))
    if not found:
        text = f"No figure told to {body} up to {since.ref} has changed."
        return Section(CORRECTIONS, 1, (Paragraph(text),))
    blocks: list[Block] = [Paragraph(lead(found), TextStyle.LEAD)]
    for paper in dict.fromkeys(one.paper.ref for one in found):
        own = [one for one in found if one.paper.ref == paper]
        meeting = own[0].paper.meeting_on
        when = "" if meeting is None else f", meeting of {day(meeting)}"
        blocks.append(Paragraph(f"{paper}{when}.", TextStyle.LABEL, label="Reported in:"))
        blocks += [Paragraph(words(one), TextStyle.BULLET) for one in own]
    return Section(CORRECTIONS, 1, tuple(blocks))


def _sheet(section: Section, found: Sequence[Correction]) -> Section:
    """The corrections as a sheet: the table says more in one place than the sentences."""
    if not found:
        return section
    return Section(CORRECTIONS, 1, (Paragraph(lead(found)), corrections_table(found)))


def _scope(found: Sequence[ScopeChange], from_when: str) -> Section:
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
            *(Column(name, 1.25) for name, _ in BODIES),
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
                *(_told(getattr(change, field)) for _, field in BODIES),
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


def _told(on: date | None) -> Entry:
    return Entry(NOT_TOLD, tone=Tone.UNRATED) if on is None else date_entry(on)


def _targets(found: Sequence[TargetChange], from_when: str) -> Section:
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
        tuple(_target_row(one) for one in found),
        "Each target or tolerance that changed, with the reason and who agreed it.",
    )
    return Section(heading, 1, (table,))


def _target_row(one: TargetChange) -> tuple[Entry, ...]:
    was, now = (target_in_full(row, one.kpi) for row in (one.before, one.now))
    return (
        Entry(one.kpi.ref, ref=one.now.source.at("kpi_ref")),
        text_entry(one.kpi.name),
        text_entry(str(one.now.from_period)),
        Entry(was),
        Entry(now if now != was else f"{now} (another profile over the year)"),
        text_entry(one.now.rationale, missing=NOT_GIVEN),
        text_entry(one.now.agreed_by),
        date_entry(one.now.agreed_on),
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


def _rules(
    rules: Sequence[RatingRule], moved: Sequence[tuple[KpiRating, KpiRating]], from_when: str
) -> Section:
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


def _unreported(found: Sequence[ScopeChange]) -> Section:
    heading = "Not yet reported"
    if not found:
        text = "Every change of scope listed here has been reported to DMT, CLT and scrutiny."
        return Section(heading, 1, (Paragraph(text),))
    number = len(found)
    blocks: list[Block] = [
        Paragraph(f"{counted(number, 'change')} of scope {are(number)} still to be reported:")
    ]
    blocks += [
        Paragraph(
            f"{change.change_ref} ({change.kpi_ref}): to {listed(untold_bodies(change))}.",
            TextStyle.BULLET,
        )
        for change in found
    ]
    return Section(heading, 1, tuple(blocks))
