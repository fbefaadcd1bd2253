"""What changed: corrections, scope and who was told, targets with reasons, rule sets.

Asked for by members: Lincoln's call-in over targets changed with little explanation, South
Ribble's minute that last quarter's 38 should have been 31, and the 2024 report, ¶82, by which
every change of scope is reported to the directorate management team, CLT and scrutiny.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

from pmf_cli.analysis.issued.changed_terms import (
    Since,
    TargetChange,
    by_earlier_rules,
    rules_since,
    scope_since,
    targets_since,
)
from pmf_cli.analysis.issued.corrections import Correction, corrections_to
from pmf_cli.analysis.issued.current_figures import NOT_APPROVED, TargetKey, target_key, unvouched
from pmf_cli.analysis.issued.issue_history import IssuedPaper
from pmf_cli.analysis.scope.targets import target_in_words
from pmf_cli.assessment import Assessment
from pmf_cli.cycle.bodies import board_of
from pmf_cli.register.figures import plain
from pmf_cli.register.periods.period import Period
from pmf_cli.register.scope_telling import not_told
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.supporting import ScopeChange
from pmf_cli.register.sheets.targets import RatingRule, Target
from pmf_cli.register.terms import BodyKind, RatingWords
from pmf_cli.views.audience import Audience, once_for_audience
from pmf_cli.views.base import Block, Column, Entry, Fact, Paragraph, Section, Table, TextStyle
from pmf_cli.views.entries import date_entry, rating_entry, reason_words, text_entry
from pmf_cli.views.parts.corrections import (
    CORRECTIONS_HEADING,
    corrections_table,
    lead,
    words,
)
from pmf_cli.views.parts.part import part
from pmf_cli.views.scope_bodies import told_entry
from pmf_cli.views.selection import Selection, selected_kpis
from pmf_cli.views.wording import are
from pmf_cli.words import counted, day, listed

TOLD_HEADINGS = {BodyKind.DMT: "DMT", BodyKind.CLT: "CLT", BodyKind.SCRUTINY: "Scrutiny"}
"""The kinds of bodies that are told of a change of scope, as the paper's columns name them."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed for a body since a paper.

    Attributes:
        from_when: since when, in words.
        corrections: figures that it was told and that are different now.
        scope: changes of what KPIs are.
        targets: targets and tolerances that are others.
        rules: rows of rating rules that are new.
        unreported: the changes of scope that some body has still to be told of.
    """

    from_when: str
    corrections: tuple[Correction, ...]
    scope: tuple[ScopeChange, ...]
    targets: tuple[TargetChange, ...]
    rules: tuple[RatingRule, ...]
    unreported: tuple[ScopeChange, ...]


@once_for_audience
def changes_for(assessment: Assessment, audience: Audience) -> Changes:
    """What changed for the audience since the issue that it counts from, or in the period."""
    since = audience.since
    kpis = _kpis_of(assessment, audience)
    start = _since(assessment, since)
    scope = scope_since(assessment, start, kpis)
    return Changes(
        f"since {since.ref}, as at {day(since.as_at)}" if since else f"for {assessment.period}",
        corrections_to(assessment, audience.history, audience.body, since) if since else (),
        scope,
        targets_since(assessment, start, kpis),
        rules_since(assessment, start),
        tuple(change for change in scope if not_told(assessment.register, change)),
    )


def _kpis_of(assessment: Assessment, audience: Audience) -> frozenset[str]:
    """The KPIs of the body, those outside the period's scope too."""
    if board_of(assessment.register, audience.body) is None:
        return frozenset(assessment.register.kpi_by_ref)
    kpis = selected_kpis(assessment, Selection(board=(audience.body,)))
    return frozenset(kpi.ref for kpi in kpis)


def _since(assessment: Assessment, paper: IssuedPaper | None) -> Since:
    start = assessment.period.start - timedelta(days=1)
    if paper is None:
        return Since(None, start)
    # What began in the period reported then was told then; what is decided later is found by date.
    return Since(
        paper.as_at, start if paper.period != str(assessment.period) else assessment.period.end
    )


def change_facts(assessment: Assessment, audience: Audience) -> tuple[Fact, ...]:
    """Council, body, period, since when and date."""
    return (
        Fact("Council", assessment.register.name or "Not named in pmf.toml"),
        Fact("For", audience.body),
        Fact("Reporting period", str(assessment.period)),
        Fact("Changes", changes_for(assessment, audience).from_when),
        Fact("As at", day(assessment.as_of)),
    )


@part("summary of changes")
def change_summary_part(assessment: Assessment, audience: Audience) -> Section:
    """How many corrections and changes there are since the last paper."""
    changes = changes_for(assessment, audience)
    parts = [
        counted(len(changes.corrections), "correction"),
        counted(len(changes.scope), "change of scope", "changes of scope"),
        counted(len(changes.targets), "changed target"),
        counted(len(changes.rules), "changed rating rule"),
    ]
    blocks: list[Block] = [Paragraph(f"{listed(parts)} {changes.from_when}.", TextStyle.LEAD)]
    if changes.unreported:
        number = len(changes.unreported)
        have = "has" if number == 1 else "have"
        blocks.append(
            Paragraph(
                f"{counted(number, 'change')} of scope {have} not been reported to every body yet."
            )
        )
    without = sum(1 for one in changes.targets if not one.now.rationale)
    if without:
        blocks.append(
            Paragraph(f"For {counted(without, 'changed target')} no reason is on record.")
        )
    return Section("Summary", 1, tuple(blocks))


@part("corrections by issue")
def corrections_by_issue_part(assessment: Assessment, audience: Audience) -> Section:
    """What the body was told up to the last paper and is different now, by the issue that told it."""
    found = changes_for(assessment, audience).corrections
    body, since = audience.body, audience.since
    if since is None:
        text = (
            f"No paper is on record as issued to {body}, so there is nothing to hold the "
            "figures against."
        )
        return Section(CORRECTIONS_HEADING, 1, (Paragraph(text),))
    if not found:
        text = f"No figure told to {body} up to {since.ref} has changed."
        return Section(CORRECTIONS_HEADING, 1, (Paragraph(text),))
    blocks: list[Block] = [Paragraph(lead(found), TextStyle.LEAD)]
    for paper in dict.fromkeys(one.paper.ref for one in found):
        own = [one for one in found if one.paper.ref == paper]
        meeting = own[0].paper.meeting_on
        when = "" if meeting is None else f", meeting of {day(meeting)}"
        blocks.append(Paragraph(f"{paper}{when}.", TextStyle.LABEL, label="Reported in:"))
        blocks += [Paragraph(words(one), TextStyle.BULLET) for one in own]
    return Section(CORRECTIONS_HEADING, 1, tuple(blocks))


@part("corrections side by side")
def corrections_beside_part(assessment: Assessment, audience: Audience) -> tuple[Section, ...]:
    """The same as a sheet: the table says more in one place than the sentences."""
    found = changes_for(assessment, audience).corrections
    if not found:
        return corrections_by_issue_part(assessment, audience)
    return (Section(CORRECTIONS_HEADING, 1, (Paragraph(lead(found)), corrections_table(found))),)


@part("scope")
def scope_part(assessment: Assessment, audience: Audience) -> Section:
    """Each change of scope since the last paper, and the day on which each body was told."""
    heading = "Changes of scope, and who was told"
    register, changes = assessment.register, changes_for(assessment, audience)
    found, from_when = changes.scope, changes.from_when
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


@part("targets")
def targets_part(assessment: Assessment, audience: Audience) -> Section:
    """Each target or tolerance that is another one since the last paper, with the reason."""
    heading = "Changes of targets and tolerances"
    changes = changes_for(assessment, audience)
    found, from_when = changes.targets, changes.from_when
    typed_over = _typed_over(assessment, audience)
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
        tuple(_target_row(one, assessment.words, typed_over) for one in found),
        "Each target or tolerance that changed, with the reason and who agreed it.",
    )
    return Section(heading, 1, (table,))


def _target_row(
    one: TargetChange, words: RatingWords, typed_over: frozenset[TargetKey]
) -> tuple[Entry, ...]:
    was, now = (target_in_full(row, one.kpi, words) for row in (one.before, one.now))
    return (
        Entry(one.kpi.ref, ref=one.now.source.at("kpi_ref")),
        text_entry(one.kpi.name),
        text_entry(str(one.now.from_period)),
        Entry(was),
        Entry(now if now != was else f"{now} (another profile over the year)"),
        *vouching_entries(one.now, is_vouched=target_key(one.now) not in typed_over),
    )


def target_in_full(row: Target, kpi: Kpi, words: RatingWords) -> str:
    """A target with what it holds for each quarter, its tolerance and boundary, where it has them."""
    parts = [target_in_words(row, kpi)]
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
        parts.append(f"{words.amber} up to {plain(row.amber_boundary)}")
    return "; ".join(parts)


@part("rules")
def rules_part(assessment: Assessment, audience: Audience) -> Section:
    """The rating rules that are new since the last paper, and the KPIs that the rules before would rate otherwise."""
    heading = "Changes of rating rules"
    changes = changes_for(assessment, audience)
    rules, from_when = changes.rules, changes.from_when
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
    refs = {rating.kpi.ref for rating in audience.ratings}
    moved = [pair for pair in by_earlier_rules(assessment, rules) if pair[1].kpi.ref in refs]
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


@part("not yet reported")
def unreported_part(assessment: Assessment, audience: Audience) -> Section:
    """Which changes of scope are still to be told, and to whom."""
    heading = "Not yet reported"
    register, found = assessment.register, changes_for(assessment, audience).unreported
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


@part("changes")
def changes_part(assessment: Assessment, audience: Audience) -> Section:
    """Scope changes and target changes in force from the period, with reason and who was told."""
    scope = scope_changes(assessment, audience)
    targets = target_changes(assessment, audience)
    heading = "Changes to KPIs and targets"
    if not scope and not targets:
        words = f"No KPI changed its scope and no target changed for {assessment.period}."
        return Section(heading, 1, (Paragraph(words),))
    blocks: list[Block] = []
    if scope:
        blocks += [
            Paragraph(
                f"{counted(len(scope), 'change')} of scope {_begin(len(scope))} in "
                f"{assessment.period} or {_have(len(scope))} not yet been reported to "
                f"{audience.short_name}."
            ),
            _scope_table(scope),
        ]
    if targets:
        blocks += [
            Paragraph(f"{counted(len(targets), 'target')} changed for {assessment.period}."),
            _target_table(targets, _typed_over(assessment, audience)),
        ]
    return Section(heading, 1, tuple(blocks))


def _begin(number: int) -> str:
    return "begins" if number == 1 else "begin"


def _have(number: int) -> str:
    return "has" if number == 1 else "have"


def scope_changes(assessment: Assessment, audience: Audience) -> tuple[ScopeChange, ...]:
    """Changes that begin in the period, or that the body has still to be told of."""
    return tuple(
        change
        for change in assessment.register.scope_changes
        if (audience.is_whole or change.kpi_ref in assessment.rating_of)
        and (change.changed_on is None or change.changed_on <= assessment.as_of)
        and (
            _begins_in(change.from_period, assessment.period)
            or (
                audience.kind in not_told(assessment.register, change)
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
                text_entry(_reason(change)),
                Entry(_told(change)),
            )
            for change in changes
        ),
        "What about a KPI changed, why, and which bodies have been told.",
    )


NOT_GIVEN = "No reason is on record."


def _told(change: ScopeChange) -> str:
    told = (change.reported_to_dmt, change.reported_to_clt, change.reported_to_scrutiny)
    names = ("DMT", "CLT", "scrutiny")
    return ", ".join(
        f"{name} {day(on) if on is not None else 'not yet'}"
        for name, on in zip(names, told, strict=True)
    )


def target_changes(
    assessment: Assessment, audience: Audience
) -> tuple[tuple[Kpi, Target | None, Target], ...]:
    """Targets of wholes that begin in the period and differ from the row before."""
    return tuple(
        (kpi, before, now)
        for kpi in assessment.register.kpis
        if audience.is_whole or kpi.ref in assessment.rating_of
        for before, now in pairwise(_whole_targets(assessment, kpi))
        if _begins_in(now.from_period, assessment.period) and _aim(now) != _aim(before)
    )


def _whole_targets(assessment: Assessment, kpi: Kpi) -> list[Target]:
    """The targets of the whole, oldest first."""
    known = assessment.register.targets_by_kpi.get(kpi.ref, ())
    rows = [row for row in known if row.split is None and row.from_period is not None]
    return sorted(rows, key=lambda row: row.from_period.sort_key if row.from_period else ())


def _aim(row: Target) -> tuple[object, ...]:
    return (row.target_type, row.target, row.range_low, row.range_high, row.tolerance)


@once_for_audience
def _typed_over(assessment: Assessment, audience: Audience) -> frozenset[TargetKey]:
    """Targets that were typed over, by what the record knows."""
    history = audience.history
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
                Entry(target_in_words(before, kpi)),
                Entry(target_in_words(now, kpi)),
                *vouching_entries(now, is_vouched=target_key(now) not in typed_over),
            )
            for kpi, before, now in changes
        ),
        "Targets that changed, with the reason and who agreed.",
    )
