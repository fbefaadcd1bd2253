"""Risks and issues beside performance, in one report (2024 report, ¶74 to ¶78).

A KPI linked to a risk shows whether the risk is moving; open escalations and issues return
in each paper until they are closed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pmf_cli.assessment import Assessment
from pmf_cli.rag.base import KpiRating, Travel
from pmf_cli.register.sheets.plan import Risk
from pmf_cli.register.sheets.process import Escalation
from pmf_cli.register.sheets.supporting import RiskLink
from pmf_cli.register.terms import BodyKind, IssueLevel, OpenStatus, Rag, RiskMovement
from pmf_cli.views.audience import Audience
from pmf_cli.views.base import Align, Block, Column, Entry, Paragraph, Section, Table, Tone
from pmf_cli.views.entries import count_entry, date_entry, rating_entry, text_entry
from pmf_cli.views.parts.part import part
from pmf_cli.views.roles import role_of
from pmf_cli.views.wording import are
from pmf_cli.words import counted, listed

LEVELS = {
    BodyKind.DMT: tuple(IssueLevel)[1:],
    BodyKind.CLT: (IssueLevel.CLT, IssueLevel.EXECUTIVE),
}
"""Levels of issue that a kind of body sees; others see what has come up to the executive."""


@part("risks")
def risks_part(assessment: Assessment, audience: Audience) -> Section | None:
    """Risks with the KPIs that watch them, and open issues; left out where the register has none."""
    register = assessment.register
    blocks: list[Block] = []
    links: dict[str, list[RiskLink]] = {}
    for link in register.risk_links:
        links.setdefault(link.risk_ref, []).append(link)
    risks = [
        risk
        for risk in register.risks
        if audience.is_whole or _linked(assessment, links.get(risk.ref, ()))
    ]
    if risks:
        blocks += _risk_blocks(assessment, audience, risks, links)
    issues = open_issues(assessment, audience)
    level = f"{audience.kind or audience.body} level"
    if issues:
        blocks += [
            Paragraph(f"{counted(len(issues), 'issue')} {are(len(issues))} open at {level}."),
            _issue_table(assessment, audience, issues),
        ]
    elif register.escalations:
        blocks.append(Paragraph(f"No issue is open at {level}."))
    return Section("Risks and issues", 1, tuple(blocks)) if blocks else None


def _risk_blocks(
    assessment: Assessment,
    audience: Audience,
    risks: Sequence[Risk],
    links: Mapping[str, Sequence[RiskLink]],
) -> list[Block]:
    moving = [risk.ref for risk in risks if _pointing_up(assessment, links.get(risk.ref, ()))]
    words = f"The register holds {counted(len(risks), 'risk')}."
    if not audience.is_whole:
        words = f"{counted(len(risks), 'risk')} {are(len(risks))} watched by these KPIs."
    if moving:
        words += (
            f" The KPIs linked to {listed(moving)} point to "
            f"{'a growing risk' if len(moving) == 1 else 'growing risks'}."
        )
    table = Table(
        "risks",
        "Risks and the KPIs that watch them",
        (
            Column("Risk", 0.9),
            Column("In words", 4.2),
            Column("Score", 0.8, Align.NUMBER),
            Column("Target score", 0.9, Align.NUMBER),
            Column("Trend", 1.1),
            Column("Linked KPIs", 3.4),
            Column("What they say", 3.0),
            Column("Owner", 1.9),
        ),
        tuple(_risk_row(assessment, risk, links.get(risk.ref, ())) for risk in risks),
        "Each risk with its score and the rating and direction of the KPIs linked to it.",
    )
    return [Paragraph(words), table]


def _risk_row(assessment: Assessment, risk: Risk, links: Sequence[RiskLink]) -> tuple[Entry, ...]:
    linked = _linked(assessment, links)
    kpis = "; ".join(
        f"{rating.kpi.ref}: {rating_entry(rating).text}, {str(rating.direction.travel).lower()}"
        for _, rating in linked
    )
    rising = _pointing_up(assessment, links)
    if not linked:
        says = "No KPI is linked to this risk."
    elif rising:
        says = f"{listed(rising)} {'points' if len(rising) == 1 else 'point'} to a growing risk."
    else:
        says = "No linked KPI points to a growing risk."
    score = count_entry(risk.score) if risk.score is not None else _unknown()
    aim = count_entry(risk.target_score) if risk.target_score is not None else _unknown()
    owner = role_of(assessment.register, risk.owner)
    return (
        Entry(risk.ref, ref=risk.source.at("ref")),
        text_entry(risk.risk),
        score,
        aim,
        text_entry(risk.trend),
        Entry(kpis) if kpis else Entry("None linked", tone=Tone.MUTED),
        Entry(says),
        text_entry(owner),
    )


def _unknown() -> Entry:
    return Entry("Not scored", tone=Tone.MUTED)


def _linked(
    assessment: Assessment, links: Sequence[RiskLink]
) -> tuple[tuple[RiskLink, KpiRating], ...]:
    found = []
    for link in links:
        rating = assessment.rating_of.get(link.kpi_ref or "")
        if rating is not None:
            found.append((link, rating))
    return tuple(found)


def _pointing_up(assessment: Assessment, links: Sequence[RiskLink]) -> list[str]:
    """The linked KPIs that point to a growing risk.

    Worsening or Red where worse results raise the risk; improving where they lower it.
    """
    found = []
    for link, rating in _linked(assessment, links):
        worse = rating.direction.travel is Travel.WORSENED or rating.rag is Rag.RED
        better = rating.direction.travel is Travel.IMPROVED
        falls = link.worsening_means is RiskMovement.FALLS
        if better if falls else worse:
            found.append(rating.kpi.ref)
    return found


def open_issues(assessment: Assessment, audience: Audience) -> tuple[Escalation, ...]:
    """Issues not closed that have come up to a body, raised by the date of the report.

    Issues without a level are not hidden from those that are given everything.
    """
    levels = LEVELS.get(audience.kind, (IssueLevel.EXECUTIVE,)) if audience.kind else ()
    return tuple(
        issue
        for issue in assessment.register.escalations
        if issue.status is not OpenStatus.CLOSED
        and (issue.level in levels or (issue.level is None and audience.is_whole))
        and (audience.is_whole or issue.topic in assessment.rating_of)
        and (issue.raised_on is None or issue.raised_on <= assessment.as_of)
    )


def _issue_table(assessment: Assessment, audience: Audience, issues: Sequence[Escalation]) -> Table:
    return Table(
        "issues",
        "Open escalations and issues",
        (
            Column("Reference", 1.0),
            Column("KPI or topic", 1.6),
            Column("Issue", 4.6),
            Column("Asked for", 3.0),
            Column("Decision so far", 2.6),
            Column("Due", 1.2),
            Column("Status", 1.1),
        ),
        tuple(
            (
                Entry(issue.ref, ref=issue.source.at("ref")),
                text_entry(issue.topic),
                text_entry(issue.issue),
                text_entry(issue.asked_for),
                text_entry(issue.decision, missing="None yet"),
                _due(assessment, issue),
                text_entry(None if issue.status is None else str(issue.status)),
            )
            for issue in issues
        ),
        f"Issues raised to {audience.short_name} that are not closed.",
    )


def _due(assessment: Assessment, issue: Escalation) -> Entry:
    entry = date_entry(issue.due, missing="No date")
    if issue.due is not None and issue.due < assessment.as_of:
        return Entry(f"{entry.text} (overdue)", entry.value, entry.number_format)
    return entry
