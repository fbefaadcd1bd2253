"""Risks and issues beside performance, in one report (2024 report, ¶74 to ¶78).

A KPI linked to a risk shows whether the risk is moving; open escalations and issues return
in each paper until they are closed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from pmf_cli.assessment import Assessment
from pmf_cli.rag.base import KpiRating, Travel
from pmf_cli.register.sheets.plan import Risk
from pmf_cli.register.sheets.process import Escalation
from pmf_cli.register.sheets.supporting import RiskLink
from pmf_cli.register.terms import BodyKind, IssueLevel, OpenStatus, Rag, RiskMovement
from pmf_cli.views.audience import Audience
from pmf_cli.views.base import Align, Block, Entry, Paragraph, Section
from pmf_cli.views.entries import date_entry, rating_entry
from pmf_cli.views.listing import Field, table_column, table_of
from pmf_cli.views.parts.part import part
from pmf_cli.views.references import role_of
from pmf_cli.views.wording import are
from pmf_cli.words import counted, listed

NOT_SCORED = "Not scored"
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
        said = Paragraph(f"{counted(len(issues), 'issue')} {are(len(issues))} open at {level}.")
        columns = _issue_columns(assessment.as_of)
        title, summary = "Open escalations and issues", "Issues raised to {} that are not closed."
        told = summary.format(audience.short_name)
        blocks += [said, table_of(columns, "issues", title, issues, told)]
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
    title = "Risks and the KPIs that watch them"
    summary = "Each risk with its score and the rating and direction of the KPIs linked to it."
    columns = _risk_columns(assessment, links)
    return [Paragraph(words), table_of(columns, "risks", title, risks, summary)]


def _risk_columns(
    assessment: Assessment, links: Mapping[str, Sequence[RiskLink]]
) -> tuple[Field[Risk], ...]:
    def kpis(risk: Risk) -> str:
        return "; ".join(
            f"{one.kpi.ref}: {rating_entry(one).text}, {str(one.direction.travel).lower()}"
            for _, one in _linked(assessment, links.get(risk.ref, ()))
        )

    def says(risk: Risk) -> str:
        own = links.get(risk.ref, ())
        if not _linked(assessment, own):
            return "No KPI is linked to this risk."
        rising = _pointing_up(assessment, own)
        if not rising:
            return "No linked KPI points to a growing risk."
        return f"{listed(rising)} {'points' if len(rising) == 1 else 'point'} to a growing risk."

    number = Align.NUMBER
    return (
        table_column("Risk", lambda risk: Entry(risk.ref, ref=risk.source.at("ref")), 0.9),
        table_column("In words", lambda risk: risk.risk, 4.2),
        table_column("Score", lambda risk: risk.score, 0.8, number, missing=NOT_SCORED),
        table_column(
            "Target score", lambda risk: risk.target_score, 0.9, number, missing=NOT_SCORED
        ),
        table_column("Trend", lambda risk: risk.trend, 1.1),
        table_column("Linked KPIs", kpis, 3.4, missing="None linked"),
        table_column("What they say", says, 3.0),
        table_column("Owner", lambda risk: role_of(assessment.register, risk.owner), 1.9),
    )


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

    def is_for_it(issue: Escalation) -> bool:
        if audience.is_whole:
            return issue.level is None or issue.level in levels
        return issue.level in levels and issue.topic in assessment.rating_of

    return tuple(
        issue
        for issue in assessment.register.escalations
        if issue.status is not OpenStatus.CLOSED
        and (issue.raised_on is None or issue.raised_on <= assessment.as_of)
        and is_for_it(issue)
    )


def _issue_columns(as_of: date) -> tuple[Field[Escalation], ...]:
    def due(issue: Escalation) -> Entry:
        entry = date_entry(issue.due, "No date")
        is_over = issue.due is not None and issue.due < as_of
        return replace(entry, text=f"{entry.text} (overdue)") if is_over else entry

    return (
        table_column("Reference", lambda issue: Entry(issue.ref, ref=issue.source.at("ref"))),
        table_column("KPI or topic", lambda issue: issue.topic, 1.6),
        table_column("Issue", lambda issue: issue.issue, 4.6),
        table_column("Asked for", lambda issue: issue.asked_for, 3.0),
        table_column("Decision so far", lambda issue: issue.decision, 2.6, missing="None yet"),
        table_column("Due", due, 1.2),
        table_column("Status", lambda issue: issue.status, 1.1),
    )
