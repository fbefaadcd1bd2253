"""Rows of the optional Delivery Plan workbook: priorities, actions, milestones, risks."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from pmf_cli.frozen import frozen
from pmf_cli.register import terms
from pmf_cli.register.sheets.rows import Need, RegisterRow, column


@frozen(kw_only=True)
class Priority(RegisterRow):
    """A priority with a judged status, set beside the worked-out one (sheet ``Priorities``)."""

    ref: Annotated[str, column("Reference", Need.REQUIRED, identifies=True)]
    """Unique reference."""
    priority: Annotated[str | None, column("Priority", Need.REQUIRED)] = None
    """The words."""
    plan: Annotated[str | None, column("Plan")] = None
    """The plan it stands in."""
    lead_officer: Annotated[str | None, column("Lead officer", Need.REQUIRED)] = None
    """Contact reference."""
    contributory_officers: Annotated[tuple[str, ...], column("Contributory officers")] = ()
    """Contact references, separated by semicolons."""
    portfolio: Annotated[str | None, column("Portfolio")] = None
    """The executive member's portfolio."""
    lead_board: Annotated[str | None, column("Lead board")] = None
    """The lead board."""
    outcome: Annotated[str | None, column("Outcome")] = None
    """What will be better."""
    judged_status: Annotated[terms.Rag | None, column("Judged status")] = None
    """Red, amber or green as a person judged it."""
    judged_on: Annotated[date | None, column("Judged on")] = None
    """When."""
    judged_by: Annotated[str | None, column("Judged by")] = None
    """Who."""
    reason: Annotated[str | None, column("Reason")] = None
    """Why."""
    suggested_status: Annotated[terms.Rag | None, column("Suggested status")] = None
    """What the KPIs and milestones suggest; a judged status that differs needs a reason."""


@frozen(kw_only=True)
class Action(RegisterRow):
    """An action with owner and date (sheet ``Actions``)."""

    ref: Annotated[str, column("Reference", Need.REQUIRED, identifies=True)]
    """Unique reference."""
    belongs_to: Annotated[str | None, column("Priority or KPI reference", Need.REQUIRED)] = None
    """The priority or KPI it serves."""
    action: Annotated[str | None, column("Action", Need.REQUIRED)] = None
    """What will be done."""
    purpose: Annotated[terms.ActionPurpose | None, column("Purpose")] = None
    """Why it stands in the plan."""
    owner: Annotated[str | None, column("Owner", Need.REQUIRED)] = None
    """Contact reference."""
    start: Annotated[date | None, column("Start")] = None
    """First day."""
    due: Annotated[date | None, column("Due", Need.REQUIRED)] = None
    """Date first agreed."""
    revised_due: Annotated[date | None, column("Revised due")] = None
    """Date as it stands now."""
    times_revised: Annotated[int | None, column("Times revised")] = None
    """How often the date slipped."""
    status: Annotated[terms.ActionStatus | None, column("Status", Need.REQUIRED)] = None
    """Where it stands."""
    per_cent_done: Annotated[Decimal | None, column("Per cent done")] = None
    """0 to 100."""
    last_update: Annotated[date | None, column("Last update")] = None
    """When it was last updated."""
    update_text: Annotated[str | None, column("Update text")] = None
    """What was said then."""
    evidence: Annotated[str | None, column("Evidence")] = None
    """What shows it."""


@frozen(kw_only=True)
class Milestone(RegisterRow):
    """A milestone of an action (sheet ``Milestones``)."""

    ref: Annotated[str, column("Reference", Need.REQUIRED, identifies=True)]
    """Unique reference."""
    action_ref: Annotated[str | None, column("Action", Need.REQUIRED)] = None
    """The action it belongs to."""
    milestone: Annotated[str | None, column("Milestone", Need.REQUIRED)] = None
    """What is reached."""
    kind: Annotated[terms.MilestoneKind | None, column("Kind")] = None
    """Milestone, stage gate or decision."""
    due: Annotated[date | None, column("Due", Need.REQUIRED)] = None
    """When it is due."""
    forecast: Annotated[date | None, column("Forecast")] = None
    """When it is expected now."""
    achieved_on: Annotated[date | None, column("Achieved on")] = None
    """When it was reached."""
    status: Annotated[terms.ActionStatus | None, column("Status")] = None
    """Where it stands."""


@frozen(kw_only=True)
class ImprovementPlan(RegisterRow):
    """An improvement plan with its six required parts (sheet ``Improvement plans``; 2023 framework)."""

    ref: Annotated[str, column("Reference", Need.REQUIRED, identifies=True)]
    """Unique reference."""
    belongs_to: Annotated[str | None, column("KPI or priority", Need.REQUIRED)] = None
    """What it is for."""
    started_because: Annotated[str | None, column("Started because")] = None
    """What set it off."""
    issues: Annotated[str | None, column("The issues", Need.REQUIRED)] = None
    """Part 1."""
    action: Annotated[str | None, column("The action to be taken", Need.REQUIRED)] = None
    """Part 2."""
    timescales: Annotated[str | None, column("The timescales", Need.REQUIRED)] = None
    """Part 3."""
    resources: Annotated[str | None, column("The resources required", Need.REQUIRED)] = None
    """Part 4."""
    monitoring: Annotated[
        str | None, column("How progress will be monitored and by whom", Need.REQUIRED)
    ] = None
    """Part 5."""
    success: Annotated[str | None, column("What the measure of success will be", Need.REQUIRED)] = (
        None
    )
    """Part 6."""
    owner: Annotated[str | None, column("Owner", Need.REQUIRED)] = None
    """Contact reference."""
    agreed_by: Annotated[str | None, column("Agreed by")] = None
    """Who agreed it."""
    review_on: Annotated[date | None, column("Review date")] = None
    """When it is looked at again."""
    status: Annotated[terms.OpenStatus | None, column("Status")] = None
    """Open, in hand or closed."""
    closed_because: Annotated[str | None, column("Closed because")] = None
    """Why it ended."""


@frozen(kw_only=True)
class Risk(RegisterRow):
    """A risk, or an extract of the corporate register (sheet ``Risks``)."""

    ref: Annotated[str, column("Reference", Need.REQUIRED, identifies=True)]
    """Unique reference."""
    risk: Annotated[str | None, column("Risk", Need.REQUIRED)] = None
    """The risk in words."""
    owner: Annotated[str | None, column("Owner", Need.REQUIRED)] = None
    """Contact reference."""
    impact: Annotated[int | None, column("Impact")] = None
    """1 to 5."""
    likelihood: Annotated[int | None, column("Likelihood")] = None
    """1 to 5."""
    score: Annotated[int | None, column("Score")] = None
    """Impact times likelihood."""
    target_score: Annotated[int | None, column("Target score")] = None
    """Where it should be."""
    appetite: Annotated[str | None, column("Appetite")] = None
    """The council's risk appetite."""
    controls: Annotated[str | None, column("Controls")] = None
    """What is in place against it, in few words."""
    trend: Annotated[str | None, column("Trend")] = None
    """Rising, steady, falling."""
    reviewed_on: Annotated[date | None, column("Reviewed on")] = None
    """When it was last reviewed."""


@frozen(kw_only=True)
class SurveyAnswer(RegisterRow):
    """One answer of a survey, year on year (sheet ``Survey``; 2024 report, ¶85–88)."""

    survey: Annotated[str, column("Survey", Need.REQUIRED, identifies=True)]
    """The survey's name."""
    year: Annotated[int | None, column("Year", Need.REQUIRED)] = None
    """The wave."""
    question: Annotated[str | None, column("Question", Need.REQUIRED)] = None
    """The question."""
    answer: Annotated[str | None, column("Answer")] = None
    """The answer counted."""
    respondents: Annotated[int | None, column("Respondents")] = None
    """How many gave it."""
    base: Annotated[int | None, column("Base")] = None
    """How many were asked."""
    per_cent: Annotated[Decimal | None, column("Per cent")] = None
    """Share in per cent."""


@frozen(kw_only=True)
class ImprovementAction(RegisterRow):
    """An improvement to the arrangements (sheet ``Improvements``; 2024 report, ¶89–90)."""

    kind: Annotated[terms.ImprovementKind, column("Kind", Need.REQUIRED, identifies=True)]
    """Assurance or data development."""
    year: Annotated[str | None, column("Year")] = None
    """The year it is planned for."""
    aspect: Annotated[terms.ControlAspect | None, column("Aspect of control")] = None
    """Which of the five aspects."""
    kpi_ref: Annotated[str | None, column("KPI reference")] = None
    """The KPI, if any."""
    improvement: Annotated[str | None, column("Improvement", Need.REQUIRED)] = None
    """What will be better."""
    lead: Annotated[str | None, column("Lead")] = None
    """Contact reference."""
    due: Annotated[date | None, column("Due")] = None
    """By when."""
    status: Annotated[terms.OpenStatus | None, column("Status")] = None
    """Open, in hand or closed."""
    evidence: Annotated[str | None, column("Evidence")] = None
    """What shows it."""


@frozen(kw_only=True)
class SuccessCheck(RegisterRow):
    """A sampled decision report and its success measures (sheet ``Success checks``; 2024 report, ¶52, ¶72)."""

    decision_report: Annotated[str, column("Decision report", Need.REQUIRED, identifies=True)]
    """The report sampled."""
    on: Annotated[date | None, column("Date")] = None
    """Its date."""
    author: Annotated[str | None, column("Author")] = None
    """Its author."""
    measures_stated: Annotated[bool | None, column("Success measures stated")] = None
    """Whether it says how success will be measured."""
    adequate: Annotated[bool | None, column("Adequate")] = None
    """Whether that is enough."""
    comment: Annotated[str | None, column("Comment")] = None
    """What the sampler said."""
    sampled_by: Annotated[str | None, column("Sampled by")] = None
    """Who sampled it."""
