"""Are actions, milestones and improvement plans owned, dated and kept up to date?"""

from __future__ import annotations

from collections.abc import Iterator

from pmf_cli.checks.base import CheckContext, Problem, check
from pmf_cli.checks.words import listed_few
from pmf_cli.findings import Severity
from pmf_cli.register.terms import ActionStatus
from pmf_cli.words import day

CLOSED = (ActionStatus.COMPLETED, ActionStatus.CANCELLED)
UPDATE_DAYS = 122
PARTS = {
    "issues": "the issues",
    "action": "the action to be taken",
    "timescales": "the timescales",
    "resources": "the resources required",
    "monitoring": "how progress will be monitored and by whom",
    "success": "the measure of success",
}
"""The six parts of an improvement plan (performance framework 2023)."""


@check("PLN001", Severity.WARNING, cure="Name the owner, and the day by which it is done.")
def action_without_owner(context: CheckContext) -> Iterator[Problem]:
    """An action has an owner and a date.

    Commit to a deadline (KPI criterion Timely); what belongs to all is done by none.
    """
    for action in context.register.actions:
        if action.status in CLOSED:
            continue
        if action.owner is None:
            yield Problem(action.source.at("owner"), f"The action {action.ref} has no owner.")
        elif action.due is None and action.revised_due is None:
            message = f"The action {action.ref} has no date by which it is done."
            yield Problem(action.source.at("due"), message, person=action.owner)


@check("PLN002", Severity.WARNING, cure="Mark it completed, or agree a new date.")
def action_overdue(context: CheckContext) -> Iterator[Problem]:
    """An open action is not past its date.

    A plan whose dates have passed tells CLT nothing of what will happen.
    """
    for action in context.register.actions:
        due = action.revised_due or action.due
        if action.status not in CLOSED and due is not None and due < context.as_of:
            message = f"The action {action.ref} was due on {day(due)} and is {str(action.status or 'without status').lower()}."
            yield Problem(
                action.source.at("revised_due" if action.revised_due else "due"),
                message,
                person=action.owner,
            )


@check("PLN003", Severity.ADVICE, cure="Ask the owner where it stands.")
def action_not_updated(context: CheckContext) -> Iterator[Problem]:
    """An open action that has begun was updated within the last four months.

    Action plans are kept live (performance framework 2011).
    """
    for action in context.register.actions:
        begun = action.start is None or action.start <= context.as_of
        seen = action.last_update or action.start
        if action.status in CLOSED or not begun or seen is None:
            continue
        if (context.as_of - seen).days > UPDATE_DAYS:
            message = f"The action {action.ref} was last updated on {day(seen)}."
            yield Problem(action.source.at("last_update"), message, person=action.owner)


@check("PLN004", Severity.WARNING, cure="Fill the parts that are missing.")
def incomplete_plan(context: CheckContext) -> Iterator[Problem]:
    """An improvement plan has all six parts.

    Issues, action, timescales, resources, monitoring and measure of success are required
    (performance framework 2023, improvement plans).
    """
    for plan in context.register.improvement_plans:
        missing = [field for field in PARTS if getattr(plan, field) is None]
        if missing and plan.status != "Closed":
            message = f"The improvement plan {plan.ref} lacks {listed_few(PARTS[field] for field in missing)}."
            yield Problem(plan.source.at(missing[0]), message, person=plan.owner)


@check("PLN005", Severity.WARNING, cure="Correct the status or the date.")
def done_without_date(context: CheckContext) -> Iterator[Problem]:
    """A milestone that is past its date was reached or has a forecast.

    Otherwise it is late, and nobody has said for how long.
    """
    for milestone in context.register.milestones:
        over = milestone.achieved_on is not None or milestone.status in CLOSED
        expected = milestone.forecast or milestone.due
        if not over and expected is not None and expected < context.as_of:
            message = (
                f"The milestone {milestone.ref} was expected on {day(expected)} and is not reached."
            )
            yield Problem(milestone.source.at("forecast" if milestone.forecast else "due"), message)


@check("PLN006", Severity.WARNING, cure="Say why, beside the judged status.")
def priority_without_reason(context: CheckContext) -> Iterator[Problem]:
    """A judged status of a priority that differs from the suggested one has a reason.

    The board assigns the overall status after sign-off (performance framework 2011); the
    difference must be explained.
    """
    for row in context.register.priorities:
        if row.judged_status is None or row.suggested_status is None or row.reason is not None:
            continue
        if row.judged_status is not row.suggested_status:
            message = f"The priority {row.ref} is judged {row.judged_status}, {row.suggested_status} is suggested, and no reason is given."
            yield Problem(row.source.at("reason"), message, person=row.lead_officer)
