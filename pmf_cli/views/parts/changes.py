"""What changed: corrections, scope and who was told, targets with reasons, rule sets.

Asked for by members: Lincoln's call-in over targets changed with little explanation, South
Ribble's minute that last quarter's 38 should have been 31, and the 2024 report, ¶82, by which
every change of scope is reported to the directorate management team, CLT and scrutiny.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta

from pmf_cli.analysis.issued.changed_terms import (
    Since,
    TargetChange,
    by_earlier_rules,
    rules_since,
    scope_since,
    targets_since,
)
from pmf_cli.analysis.issued.corrections import (
    NOT_APPROVED,
    Correction,
    TargetKey,
    corrections_to,
    target_key,
    unvouched,
)
from pmf_cli.analysis.issued.issue_history import IssuedPaper
from pmf_cli.analysis.scope.targets import target_in_words
from pmf_cli.assessment import Assessment
from pmf_cli.cycle.bodies import board_of
from pmf_cli.frozen import frozen
from pmf_cli.rag.base import KpiRating
from pmf_cli.register.figures import plain
from pmf_cli.register.register import Register
from pmf_cli.register.scope_telling import TOLD_FIELDS, not_told, told_on
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.supporting import ScopeChange
from pmf_cli.register.sheets.targets import RatingRule, Target
from pmf_cli.register.terms import BodyKind, RatingWords
from pmf_cli.views.audience import Audience, once_for_audience
from pmf_cli.views.base import (
    Block,
    Entry,
    Fact,
    Paragraph,
    Section,
    Table,
    TextStyle,
    bullets,
    lead,
)
from pmf_cli.views.entries import rating_entry, reason_words, text_entry
from pmf_cli.views.listing import Field, table_column, table_of
from pmf_cli.views.lists.scope import told_entry
from pmf_cli.views.parts.corrections import (
    CORRECTIONS_HEADING,
    correction_words,
    corrections_lead,
    corrections_table,
)
from pmf_cli.views.parts.part import part
from pmf_cli.views.selection import Selection, selected_kpis
from pmf_cli.views.wording import are, have
from pmf_cli.words import counted, day, listed, lower_first

TOLD_HEADINGS = {BodyKind.DMT: "DMT", BodyKind.CLT: "CLT", BodyKind.SCRUTINY: "Scrutiny"}
"""The kinds of bodies that are told of a change of scope, as the paper's columns name them."""
NOT_GIVEN = "No reason is on record."
TYPED_OVER = f"{NOT_APPROVED[:1].upper()}{NOT_APPROVED[1:]}."


@frozen
class Changes:
    """What changed for a body since a paper.

    Attributes:
        from_when: since when, in words.
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


def _since(assessment: Assessment, paper: IssuedPaper | None = None) -> Since:
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
    counts = (
        (len(changes.corrections), "correction", "corrections"),
        (len(changes.scope), "change of scope", "changes of scope"),
        (len(changes.targets), "changed target", "changed targets"),
        (len(changes.rules), "changed rating rule", "changed rating rules"),
    )
    parts = [counted(*one) for one in counts if one[0]]
    said = (
        f"{listed(parts)} {changes.from_when}" if parts else f"Nothing changed {changes.from_when}"
    )
    blocks: list[Block] = [lead(f"{said}.")]
    if audience.since is None:
        text = (
            f"No paper is on record as issued to {audience.body}, so there is nothing to hold the "
            "figures against."
        )
        blocks.append(Paragraph(text))
    if number := len(changes.unreported):
        text = f"of scope {have(number)} not been reported to every body yet."
        blocks.append(Paragraph(f"{counted(number, 'change')} {text}"))
    if without := sum(1 for one in changes.targets if not one.now.rationale):
        text = f"For {counted(without, 'changed target')} no reason is on record."
        blocks.append(Paragraph(text))
    return Section("Summary", 1, tuple(blocks))


@part("corrections by issue")
def corrections_by_issue_part(assessment: Assessment, audience: Audience) -> Section | None:
    """What the body was told up to the last paper and is different now, by the issue that told it."""
    found = changes_for(assessment, audience).corrections
    if not found:
        return None
    blocks: list[Block] = [lead(corrections_lead(found))]
    for paper in dict.fromkeys(one.paper.ref for one in found):
        own = [one for one in found if one.paper.ref == paper]
        meeting = own[0].paper.meeting_on
        when = "" if meeting is None else f", meeting of {day(meeting)}"
        blocks.append(Paragraph(f"{paper}{when}.", TextStyle.LABEL, label="Reported in:"))
        blocks += bullets(map(correction_words, own))
    return Section(CORRECTIONS_HEADING, 1, tuple(blocks))


@part("corrections side by side")
def corrections_beside_part(assessment: Assessment, audience: Audience) -> tuple[Section, ...]:
    """The same as a sheet: the table says more in one place than the sentences."""
    found = changes_for(assessment, audience).corrections
    if not found:
        return ()
    said = Paragraph(corrections_lead(found))
    return (Section(CORRECTIONS_HEADING, 1, (said, corrections_table(found))),)


WHAT_CHANGED: tuple[Field[ScopeChange], ...] = (
    table_column("What changed", lambda one: one.kind, 1.3),
    table_column("From", lambda one: one.from_period, 1.3),
    table_column("Before", lambda one: one.before, 2.4),
    table_column("After", lambda one: one.after, 2.4),
    table_column("Reason", lambda one: _reason(one), 2.8),
)
"""The columns of every table of changes of scope."""


def _reason(change: ScopeChange) -> str:
    reason = change.reason or NOT_GIVEN
    if change.break_in_series:
        reason = f"{reason} Figures before and after cannot be compared."
    return reason


@part("scope")
def scope_part(assessment: Assessment, audience: Audience) -> Section | None:
    """Each change of scope since the last paper, and the day on which each body was told."""
    heading = "Changes of scope, and who was told"
    changes = changes_for(assessment, audience)
    if not changes.scope:
        return None
    fields: tuple[Field[ScopeChange], ...] = (
        table_column(
            "Change", lambda one: Entry(one.change_ref, ref=one.source.at("change_ref")), 1.5
        ),
        table_column("KPI", lambda one: one.kpi_ref),
        *WHAT_CHANGED,
        *told_columns(assessment.register),
    )
    summary = "Each change with its reason and the day on which each body was told."
    return Section(heading, 1, (table_of(fields, "scope_told", heading, changes.scope, summary),))


def told_columns(register: Register) -> tuple[Field[ScopeChange], ...]:
    """A column for each kind of body: the day on which it was told."""
    return tuple(_told_column(register, kind) for kind in TOLD_HEADINGS)


def _told_column(register: Register, kind: BodyKind) -> Field[ScopeChange]:
    return table_column(TOLD_HEADINGS[kind], lambda one: told_entry(register, one, kind), 1.25)


TARGET_OF: tuple[Field[TargetChange], ...] = (
    table_column("KPI", lambda one: Entry(one.kpi.ref, ref=one.now.source.at("kpi_ref")), 1.1),
    table_column("Name", lambda one: one.kpi.name, 3.3),
)


def _target_columns(
    was: Callable[[TargetChange], str],
    now: Callable[[TargetChange], str],
    typed_over: frozenset[TargetKey],
) -> tuple[Field[TargetChange], ...]:
    """What a target was and is, why, who agreed it and when; of one typed over, that nothing says so."""

    def is_vouched(one: TargetChange) -> bool:
        return target_key(one.now) not in typed_over

    return (
        table_column("Was", was, 1.8),
        table_column("Is now", now, 1.8),
        table_column(
            "Why",
            lambda one: text_entry(one.now.rationale, NOT_GIVEN) if is_vouched(one) else TYPED_OVER,
            3.4,
        ),
        table_column("Agreed by", lambda one: one.now.agreed_by if is_vouched(one) else None, 1.7),
        table_column("Agreed on", lambda one: one.now.agreed_on if is_vouched(one) else None, 1.35),
    )


@part("targets")
def targets_part(assessment: Assessment, audience: Audience) -> Section | None:
    """Each target or tolerance that is another one since the last paper, with the reason."""
    heading = "Changes of targets and tolerances"
    changes = changes_for(assessment, audience)
    if not changes.targets:
        return None

    def was(one: TargetChange) -> str:
        return target_in_full(one.before, one.kpi, assessment.words)

    def now(one: TargetChange) -> str:
        text = target_in_full(one.now, one.kpi, assessment.words)
        return text if text != was(one) else f"{text} (another profile over the year)"

    fields: tuple[Field[TargetChange], ...] = (
        *TARGET_OF,
        table_column("From", lambda one: one.now.from_period, 1.3),
        *_target_columns(was, now, _typed_over(assessment, audience)),
    )
    summary = "Each target or tolerance that changed, with the reason and who agreed it."
    table = table_of(fields, "targets_changed", heading, changes.targets, summary)
    return Section(heading, 1, (table,))


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
    parts += _tolerance_words(row)
    if row.amber_boundary is not None:
        parts.append(f"{words.amber} up to {plain(row.amber_boundary)}")
    return "; ".join(parts)


def _tolerance_words(row: Target | RatingRule) -> Iterator[str]:
    if row.tolerance is not None:
        basis = f" ({row.tolerance_basis})" if row.tolerance_basis is not None else ""
        yield f"tolerance {plain(row.tolerance)}{basis}"


RULES_CHANGED: tuple[Field[tuple[KpiRating, KpiRating]], ...] = (
    table_column("KPI", lambda pair: pair[1].kpi.ref),
    table_column("Name", lambda pair: pair[1].kpi.name, 3.4),
    table_column("By the rules before", lambda pair: rating_entry(pair[0]), 1.8),
    table_column("By the rules in force", lambda pair: rating_entry(pair[1]), 1.8),
    table_column("Why it is so now", lambda pair: reason_words(pair[1].outcome), 4.0),
)
"""A KPI's rating as it would be by the rules before, and as it is."""


@part("rules")
def rules_part(assessment: Assessment, audience: Audience) -> Section | None:
    """The rating rules that are new since the last paper, and the KPIs that the rules before would rate otherwise."""
    heading = "Changes of rating rules"
    changes = changes_for(assessment, audience)
    rules = changes.rules
    if not rules:
        return None
    blocks: list[Block] = [*bullets(map(_rule_words, rules))]
    refs = audience.kpi_refs
    moved = [pair for pair in by_earlier_rules(assessment, rules) if pair[1].kpi.ref in refs]
    if not moved:
        blocks.append(Paragraph("By the rules before, every KPI would have the same rating."))
        return Section(heading, 1, tuple(blocks))
    number = counted(len(moved), "KPI")
    blocks.append(Paragraph(f"By the rules before, {number} would be rated otherwise."))
    title = "Ratings by the rules before and by the rules in force"
    summary = "KPIs whose rating another rule set makes."
    blocks.append(table_of(RULES_CHANGED, "rules_changed", title, moved, summary))
    return Section(heading, 1, tuple(blocks))


def _rule_words(row: RatingRule) -> str:
    parts = [*_tolerance_words(row)]
    if row.approved_by is not None:
        on = f" on {day(row.approved_on)}" if row.approved_on is not None else ""
        parts.append(f"approved by {row.approved_by}{on}")
    else:
        parts.append("no approval is on record")
    which = f"Rule set {row.rule_set} for {row.applies_to or 'All'} from {row.from_period}"
    return f"{which}: {'; '.join(parts)}."


@part("not yet reported")
def unreported_part(assessment: Assessment, audience: Audience) -> Section | None:
    """Which changes of scope are still to be told, and to whom."""
    heading = "Not yet reported"
    register, found = assessment.register, changes_for(assessment, audience).unreported
    if not found:
        return None
    number = len(found)
    said = f"{counted(number, 'change')} of scope {are(number)} still to be reported:"
    lines = (
        f"{change.change_ref} ({change.kpi_ref}): "
        f"to {listed([TOLD_HEADINGS[kind] for kind in not_told(register, change)])}."
        for change in found
    )
    return Section(heading, 1, (Paragraph(said), *bullets(lines)))


SCOPE_CHANGES: tuple[Field[ScopeChange], ...] = (
    table_column("KPI", lambda one: text_entry(one.kpi_ref, ref=one.source.at("kpi_ref")), 1.1),
    *WHAT_CHANGED,
    table_column("Told: DMT, CLT, scrutiny", lambda one: _told(one), 2.6),
)


@part("changes")
def changes_part(assessment: Assessment, audience: Audience) -> Section | None:
    """Scope changes and target changes in force from the period, with reason and who was told, where there are any."""
    targets = target_changes(assessment, audience)
    blocks = [*scope_blocks(assessment, audience)]
    if targets:
        said = f"{counted(len(targets), 'target')} changed for {assessment.period}."
        blocks += [Paragraph(said), target_table(assessment, audience, targets)]
    return Section("Changes to KPIs and targets", 1, tuple(blocks)) if blocks else None


def scope_blocks(assessment: Assessment, audience: Audience) -> tuple[Block, ...]:
    """How many changes of scope there are in the period or still to be told, and the table of them; nothing without any."""
    scope = scope_changes(assessment, audience)
    if not scope:
        return ()
    number = len(scope)
    said = (
        f"{counted(number, 'change')} of scope {'begins' if number == 1 else 'begin'} in "
        f"{assessment.period} or {have(number)} not yet been reported to {audience.short_name}."
    )
    return (Paragraph(said), _scope_table(scope))


def target_table(
    assessment: Assessment, audience: Audience, targets: Sequence[TargetChange]
) -> Table:
    """Targets that changed: what each was and is, why, and who agreed it."""
    columns = _target_columns(
        lambda one: target_in_words(one.before, one.kpi),
        lambda one: target_in_words(one.now, one.kpi),
        _typed_over(assessment, audience),
    )
    summary = "Targets that changed, with the reason and who agreed."
    title = "Changes of target"
    return table_of((*TARGET_OF, *columns), "target_changes", title, targets, summary)


def _scope_table(scope: Sequence[ScopeChange]) -> Table:
    summary = "What about a KPI changed, why, and which bodies have been told."
    return table_of(SCOPE_CHANGES, "scope_changes", "Changes of scope", scope, summary)


def scope_changes(assessment: Assessment, audience: Audience) -> tuple[ScopeChange, ...]:
    """Changes that begin in the period, or that the body has still to be told of."""
    register, on = assessment.register, assessment.as_of

    def is_news(change: ScopeChange) -> bool:
        start = change.from_period
        if start is not None and assessment.period.contains(start.start):
            return True
        return audience.kind in not_told(register, change) and (start is None or start.start <= on)

    return tuple(
        change
        for change in register.scope_changes
        if (audience.is_whole or change.kpi_ref in assessment.rating_of)
        and (change.changed_on is None or change.changed_on <= on)
        and is_news(change)
    )


def _told(change: ScopeChange) -> str:
    return ", ".join(
        f"{lower_first(TOLD_HEADINGS[kind])} {day(on) if on is not None else 'not yet'}"
        for kind in TOLD_FIELDS
        for on in (told_on(change, kind),)
    )


def target_changes(assessment: Assessment, audience: Audience) -> tuple[TargetChange, ...]:
    """Targets of wholes that begin in the period and ask for something else than the row before."""
    kpis = assessment.register.kpi_by_ref if audience.is_whole else assessment.rating_of
    found = targets_since(assessment, _since(assessment), frozenset(kpis))
    return tuple(one for one in found if _aim(one.now) != _aim(one.before))


def _aim(row: Target) -> tuple[object, ...]:
    return (row.target_type, row.target, row.range_low, row.range_high, row.tolerance)


@once_for_audience
def _typed_over(assessment: Assessment, audience: Audience) -> frozenset[TargetKey]:
    """Targets that were typed over, by what the record knows."""
    history = audience.history
    return unvouched(assessment.register, assessment.settings, history, assessment.as_of)
