"""The delivery plan as sheets of a workbook: a row an action, a milestone, an improvement plan, to sort and filter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pmf_cli.analysis.plan_steps import (
    SIX_PARTS,
    due_day,
    is_milestone_late,
    is_overdue,
    times_moved,
)
from pmf_cli.assessment import Assessment
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.plan import Action, ImprovementPlan, Milestone
from pmf_cli.views.audience import Audience
from pmf_cli.views.base import Align, Entry, Section
from pmf_cli.views.entries import date_entry
from pmf_cli.views.listing import Field, table_column, table_of
from pmf_cli.views.parts.part import part
from pmf_cli.views.parts.plan import (
    NOT_GIVEN,
    done_entry,
    plan_groups,
    plans_for,
)
from pmf_cli.views.references import role_of
from pmf_cli.views.service_words import NO_DATE
from pmf_cli.words import yes_or_no


def _sheet(name: str, fields: Sequence[Field[Any]], rows: Sequence[Any], summary: str) -> Section:
    return Section(
        name, 1, (table_of(fields, name.lower().replace(" ", "_"), name, rows, summary),)
    )


def _post(register: Register, ref: str | None) -> str:
    return role_of(register, ref) or "No post named"


@part("action rows")
def action_rows_part(assessment: Assessment, audience: Audience) -> Section:
    """A row an action, with all that the plan holds of it."""
    register, as_of = assessment.register, assessment.as_of
    rows = [
        (group.name, one) for group in plan_groups(assessment, audience) for one in group.actions
    ]
    fields: tuple[Field[tuple[str, Action]], ...] = (
        table_column("Reference", lambda row: Entry(row[1].ref, ref=row[1].source.at("ref")), 1.2),
        table_column("Priority", lambda row: row[0], 3),
        table_column("For", lambda row: row[1].belongs_to, 1.2),
        table_column("Action", lambda row: row[1].action, 4),
        table_column("Reason for being in the plan", lambda row: row[1].purpose, 2),
        table_column("Owner", lambda row: _post(register, row[1].owner), 3),
        table_column("Start", lambda row: date_entry(row[1].start, NO_DATE), 1.4),
        table_column("First due", lambda row: date_entry(row[1].due, NO_DATE), 1.4),
        table_column("Now due", lambda row: date_entry(due_day(row[1]), NO_DATE), 1.4),
        table_column("Times moved", lambda row: times_moved(row[1]), 1.1, Align.NUMBER),
        table_column("Overdue", lambda row: yes_or_no(is_overdue(row[1], as_of)), 1.1),
        table_column("Stands", lambda row: row[1].status, 1.4),
        table_column("Done", lambda row: done_entry(row[1]), 1, Align.NUMBER),
        table_column("Last update", lambda row: date_entry(row[1].last_update, NO_DATE), 1.4),
        table_column("Latest", lambda row: row[1].update_text, 5, missing="No update"),
        table_column("Evidence", lambda row: row[1].evidence, 2, missing="None"),
    )  # fmt: skip
    return _sheet("Actions", fields, rows, "Each action of the plan with its dates and status.")


@part("milestone rows")
def milestone_rows_part(assessment: Assessment, audience: Audience) -> Section | None:
    """A row a milestone, stage gate or decision."""
    groups = plan_groups(assessment, audience)
    rows = [(group.name, one) for group in groups for one in group.milestones]
    if not rows:
        return None
    fields: tuple[Field[tuple[str, Milestone]], ...] = (
        table_column("Reference", lambda row: Entry(row[1].ref, ref=row[1].source.at("ref")), 1.2),
        table_column("Priority", lambda row: row[0], 3),
        table_column("Action", lambda row: row[1].action_ref, 1.2),
        table_column("Milestone", lambda row: row[1].milestone, 4),
        table_column("Kind", lambda row: row[1].kind, 1.6),
        table_column("Due", lambda row: date_entry(row[1].due, NO_DATE), 1.4),
        table_column("Expected", lambda row: date_entry(row[1].forecast, NO_DATE), 1.4),
        table_column("Reached", lambda row: date_entry(row[1].achieved_on, "Not yet"), 1.4),
        table_column("Stands", lambda row: row[1].status, 1.4, missing="No status"),
        table_column(
            "Due passed", lambda row: yes_or_no(is_milestone_late(row[1], assessment.as_of)), 1.1
        ),
    )  # fmt: skip
    return _sheet("Milestones", fields, rows, "Each milestone with its dates and status.")


@part("improvement plan rows")
def improvement_plan_rows_part(assessment: Assessment, audience: Audience) -> Section | None:
    """A row an improvement plan, a column for each of its six parts."""
    register = assessment.register
    rows = plans_for(assessment, audience)
    if not rows:
        return None

    def of_part(title: str, field: str) -> Field[ImprovementPlan]:
        return table_column(title, lambda one: getattr(one, field), 4, missing=NOT_GIVEN)

    fields: tuple[Field[ImprovementPlan], ...] = (
        table_column("Reference", lambda one: Entry(one.ref, ref=one.source.at("ref")), 1.2),
        table_column("For", lambda one: one.belongs_to, 1.2),
        table_column("Started because", lambda one: one.started_because, 3, missing=NOT_GIVEN),
        *(of_part(title, field) for title, field in SIX_PARTS.items()),
        table_column("Owner", lambda one: _post(register, one.owner), 3),
        table_column("Agreed by", lambda one: one.agreed_by, 2.4, missing="Nobody named"),
        table_column("Looked at again", lambda one: date_entry(one.review_on, NO_DATE), 1.4),
        table_column("Stands", lambda one: one.status, 1.4, missing="No status"),
    )  # fmt: skip
    return _sheet("Improvement plans", fields, rows, "Each improvement plan with its six parts.")
