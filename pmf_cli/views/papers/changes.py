"""The paper of changes: corrections, scope and who was told, targets with reasons, rule sets.

Asked for by members: Lincoln's call-in over targets changed with little explanation, South
Ribble's minute that last quarter's 38 should have been 31, and the 2024 report, ¶82, by which
every change of scope is reported to the directorate management team, CLT and scrutiny.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from pmf_cli.analysis.issued.changed_terms import (
    Since,
    TargetChange,
    by_earlier_rules,
    rules_since,
    scope_since,
    targets_since,
)
from pmf_cli.analysis.issued.corrections import Correction, corrections_to
from pmf_cli.analysis.issued.current_figures import unvouched
from pmf_cli.analysis.issued.issue_history import History, IssuedPaper
from pmf_cli.assessment import Assessment
from pmf_cli.register.scope_telling import not_told
from pmf_cli.register.sheets.supporting import ScopeChange
from pmf_cli.register.sheets.targets import RatingRule
from pmf_cli.views.base import (
    Block,
    Fact,
    Paragraph,
    Report,
    Section,
    TextStyle,
)
from pmf_cli.views.parts.changes import (
    rules_section,
    scope_section,
    targets_section,
    unreported_section,
)
from pmf_cli.views.parts.corrections import HEADING as CORRECTIONS
from pmf_cli.views.parts.corrections import corrections_table, lead, words
from pmf_cli.views.selection import Selection, selected_kpis
from pmf_cli.views.wording import file_stem
from pmf_cli.words import counted, day, listed

NAME = "changes"
TITLE = "Changes to figures, scope, targets and rules"


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
    typed_over = unvouched(assessment.register, assessment.settings, history, assessment.as_of)
    rules = rules_since(assessment, start)
    moved = tuple(pair for pair in by_earlier_rules(assessment, rules) if pair[1].kpi.ref in kpis)
    unreported = tuple(change for change in scope if not_told(assessment.register, change))
    from_when = (
        f"since {since.ref}, as at {day(since.as_at)}"
        if since is not None
        else f"for {assessment.period}"
    )
    summary = _summary(corrections, scope, targets, rules, unreported, from_when)
    corrected = _corrections(corrections, body, since)
    further = (
        scope_section(scope, assessment.register, from_when),
        targets_section(targets, from_when, typed_over),
        rules_section(rules, moved, from_when),
        unreported_section(unreported, assessment.register),
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
