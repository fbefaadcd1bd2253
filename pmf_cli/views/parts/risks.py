"""Risks and issues beside performance, in one report (2024 report, ¶74 to ¶78).

A KPI linked to a risk shows whether the risk is moving; open escalations and issues return
in each paper until they are closed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from pmf_cli.analysis.signals import Signal, Variation
from pmf_cli.assessment import Assessment
from pmf_cli.frozen import frozen
from pmf_cli.rag.base import KpiRating, Travel
from pmf_cli.register.sheets.plan import Risk
from pmf_cli.register.sheets.process import Escalation
from pmf_cli.register.terms import BodyKind, IssueLevel, OpenStatus, Rag, RiskMovement
from pmf_cli.views.audience import Audience
from pmf_cli.views.base import Block, Entry, Paragraph, Section, Table, Tone, Words
from pmf_cli.views.comparison import signals_of
from pmf_cli.views.entries import rag_entry
from pmf_cli.views.listing import Field, table_column, table_of
from pmf_cli.views.parts.part import part
from pmf_cli.views.references import role_of
from pmf_cli.views.service_words import day_or_none_given
from pmf_cli.views.wording import (
    counted_first,
    number_in_words,
    one_line,
    sentence,
    short_period,
    shortened,
)
from pmf_cli.words import listed, lower_first, plural

LEVELS = {
    BodyKind.DMT: tuple(IssueLevel)[1:],
    BodyKind.CLT: (IssueLevel.CLT, IssueLevel.EXECUTIVE, IssueLevel.PARTNERSHIP),
    BodyKind.PARTNERSHIP: (IssueLevel.PARTNERSHIP,),
}
"""Levels of issue that a kind of body sees; others see what has come up to the executive."""


CONTROL_WORDS = 12
"""Words of a risk's controls in a paper."""
SETTLES = {
    IssueLevel.EXECUTIVE: BodyKind.EXECUTIVE,
    IssueLevel.PARTNERSHIP: BodyKind.PARTNERSHIP,
}
"""The kind of body that settles the issues of a level above CLT."""
HIGHER = {IssueLevel.EXECUTIVE: "the executive", IssueLevel.PARTNERSHIP: "the partners"}
"""Of whom something is asked that CLT and management teams cannot settle."""


@frozen
class WatchedRisk:
    """A risk, the KPIs of the paper that watch it, and those of them that say it grows."""

    risk: Risk
    watched_by: tuple[KpiRating, ...]
    growing: tuple[KpiRating, ...]


@part("risks")
def risks_part(assessment: Assessment, audience: Audience) -> Section | None:
    """Which risks grow and which KPIs say so, and the open issues with what is asked of the body."""
    blocks: list[Block] = []
    risks = watched_risks(assessment, audience)
    if not audience.is_whole:
        risks = tuple(one for one in risks if one.watched_by)
    if risks:
        blocks += _risk_blocks(assessment, risks, _telling(assessment, audience))
    issues = open_issues(assessment, audience)
    if issues:
        blocks.append(_issue_table(assessment, audience, issues))
    elif assessment.register.escalations:
        blocks.append(Paragraph("No issue is open at this level."))
    return Section("Risks and open issues", 1, tuple(blocks)) if blocks else None


def _telling(assessment: Assessment, audience: Audience) -> dict[str, Signal]:
    """KPI reference → what its figures say, of KPIs whose figures can say something."""
    return {one.kpi.ref: one for one in signals_of(assessment, audience) if one.is_telling}


def watched_risks(assessment: Assessment, audience: Audience) -> tuple[WatchedRisk, ...]:
    """Every risk of the register with its KPIs, the highest score first.

    A KPI says that a risk grows where it is worsening or Red and worse results raise the risk, or where
    it is improving and they lower it (2024 report, ¶74). Where it can be told what moves by chance, one
    step is no movement.
    """
    told = _telling(assessment, audience)
    found = []
    for risk in assessment.register.risks:
        watched, growing = [], []
        for link in assessment.register.risk_links:
            rating = assessment.rating_of.get(link.kpi_ref or "")
            if link.risk_ref != risk.ref or rating is None:
                continue
            watched.append(rating)
            travel = _travel(rating, told.get(rating.kpi.ref))
            worse = travel is Travel.WORSENED or rating.rag is Rag.RED
            better = travel is Travel.IMPROVED
            if better if link.worsening_means is RiskMovement.FALLS else worse:
                growing.append(rating)
        found.append(WatchedRisk(risk, tuple(watched), tuple(growing)))
    return tuple(sorted(found, key=lambda one: -(one.risk.score or 0)))


BEYOND_CHANCE = {
    Variation.IMPROVING: Travel.IMPROVED,
    Variation.WORSENING: Travel.WORSENED,
    Variation.HIGHER: Travel.ROSE,
    Variation.LOWER: Travel.FELL,
}
"""Which way figures move where they move beyond chance."""


def _travel(rating: KpiRating, told: Signal | None) -> Travel:
    """Which way a KPI moves: beyond chance where that can be told, else since the figure compared with."""
    if told is None:
        return rating.direction.travel
    return BEYOND_CHANCE.get(told.variation, Travel.SIMILAR)


def _risk_blocks(
    assessment: Assessment, risks: Sequence[WatchedRisk], told: Mapping[str, Signal]
) -> list[Block]:
    growing = [one for one in risks if one.growing]
    steady = [one for one in risks if not one.growing]
    blocks: list[Block] = []
    if growing:
        title = "What grows, and which KPIs say so"
        summary = "Each risk to which a KPI points as growing, with its score and owner."
        table = table_of(
            _risk_columns(assessment, told), "risks", title, growing, summary, has_caption=False
        )
        blocks.append(table)
    if steady:
        blocks.append(Paragraph(_steady_words(steady, is_all=not growing)))
    return blocks


def _steady_words(risks: Sequence[WatchedRisk], *, is_all: bool) -> str:
    number = len(risks)
    names = listed(one.risk.ref for one in risks)
    which = "" if is_all else "other "
    risk = plural(number, "risk")
    unwatched = [one.risk.ref for one in risks if not one.watched_by]
    words = f"No KPI points to growth of the {which}{number_in_words(number)} {risk} ({names})."
    if unwatched:
        words += f" No KPI watches {listed(unwatched)}."
    return words


def _risk_columns(
    assessment: Assessment, told: Mapping[str, Signal]
) -> tuple[Field[WatchedRisk], ...]:
    register = assessment.register

    def risk(one: WatchedRisk) -> Entry:
        words = Words(one_line(one.risk.risk), new_line=False)
        against = sentence(_appetite_and_controls(one.risk))
        more = (Words(against, is_muted=True, new_line=True),) if against else ()
        return Entry(
            one.risk.ref, ref=one.risk.source.at("ref"), is_strong=True, more=(words, *more)
        )

    def score(one: WatchedRisk) -> Entry:
        if one.risk.score is None:
            return Entry("Not scored", tone=Tone.MUTED)
        target = one.risk.target_score
        more = () if target is None else (Words(f"target {target}", is_muted=True, new_line=True),)
        return Entry(str(one.risk.score), is_strong=True, more=more)

    return (
        table_column("Risk", risk, 6.8),
        table_column("Score", score, 1.2),
        table_column("KPIs that point to it", lambda one: _who_says_so(one, told), 4.4),
        table_column("Owner", lambda one: role_of(register, one.risk.owner), 2.6),
    )


def _appetite_and_controls(risk: Risk) -> str:
    """``Appetite averse; in place: monthly budget board`` (2011 framework: risks and controls in plans)."""
    appetite = f"appetite {lower_first(risk.appetite)}" if risk.appetite else ""
    return "; ".join(filter(None, (appetite, controls_words(risk))))


def controls_words(risk: Risk) -> str:
    """``in place: monthly budget board``, in few words; empty where no control is on record."""
    if not risk.controls:
        return ""
    words = shortened(one_line(risk.controls).rstrip("."), CONTROL_WORDS)[0]
    return f"in place: {lower_first(words)}"


AGAINST = {
    Travel.IMPROVED: "better than",
    Travel.WORSENED: "worse than",
    Travel.SIMILAR: "much as in",
    Travel.ROSE: "higher than in",
    Travel.FELL: "lower than in",
}
"""How a figure is to the one that it is compared with, whose time follows."""


def _who_says_so(one: WatchedRisk, told: Mapping[str, Signal]) -> str:
    return "; ".join(_says_so(rating, told.get(rating.kpi.ref)) for rating in one.growing)


def _says_so(rating: KpiRating, told: Signal | None) -> str:
    """A KPI's rating with what its figures say: ``Missed bins: Red, worsening beyond chance``.

    Of one step up or down nothing is said where it can be told that figures move as usual; where that cannot be
    told, how the figure is to that of a time that is named: ``Missed bins: Red, worse than Dec 2023``.
    """
    if told is not None:
        is_usual = told.variation is Variation.COMMON
        how = "no clear change" if is_usual else lower_first(told.variation)
        return f"{rating.kpi.known_as}: {rag_entry(rating.outcome).text}, {how}"
    then, against = rating.direction.comparator_period, AGAINST.get(rating.direction.travel)
    moved = "" if then is None or against is None else f", {against} {short_period(then)}"
    return f"{rating.kpi.known_as}: {rag_entry(rating.outcome).text}{moved}"


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


def issue_entry(one: Escalation) -> Entry:
    """An issue by its reference, with what it is about."""
    words = Words(one_line(one.issue))
    return Entry(one.ref, ref=one.source.at("ref"), is_strong=True, more=(words,))


def _issue_table(assessment: Assessment, audience: Audience, issues: Sequence[Escalation]) -> Table:
    def asked(one: Escalation) -> Entry:
        words = one_line(one.asked_for or "Nothing is asked for")
        if one.asked_for and one.level in HIGHER and SETTLES.get(one.level) is not audience.kind:
            words = f"Asked of {HIGHER[one.level]}: {lower_first(words)}"
        if not one.decision:
            return Entry(words)
        decided = (Words("Decided:", is_strong=True, new_line=True), Words(one_line(one.decision)))
        return Entry(words, more=decided)

    def due(one: Escalation) -> Entry:
        is_over = one.due is not None and one.due < assessment.as_of
        more = (Words("overdue", is_strong=True, new_line=True),) if is_over else ()
        return replace(day_or_none_given(one.due), more=more)

    number = len(issues)
    title = counted_first(number, "open issue")
    columns: tuple[Field[Escalation], ...] = (
        table_column("Open issue", issue_entry, 6.0),
        table_column("What is asked for", asked, 5.4),
        table_column("Due", due, 1.8),
    )
    summary = f"Issues raised to {audience.short_name} that are not closed."
    return table_of(columns, "issues", title, issues, summary)
