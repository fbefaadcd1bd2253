"""The delivery plan in papers: each action once, what is late, six parts, what breaks the line of sight."""

from __future__ import annotations

from datetime import date

import pytest

from pmf_cli.register.register import Register
from pmf_cli.register.sheets.plan import Action, ImprovementPlan, Milestone, Priority
from pmf_cli.register.sheets.process import Board
from pmf_cli.register.terms import ActionPurpose, ActionStatus, BodyKind, Rag
from pmf_cli.views.base import Report
from tests.assessed import assessed, column_of, quarterly, register_of, tables_of, words_of
from tests.papers import made

TEAM = "Resources DMT"
AS_OF = date(2025, 2, 3)


def an_action(ref: str, serves: str, **over: object) -> Action:
    """An action on track, due in June."""
    usual = {"action": f"Do {ref}", "due": date(2025, 6, 30), "status": ActionStatus.ON_TRACK}
    return Action(ref=ref, belongs_to=serves, **{**usual, **over})  # type: ignore[arg-type]


def a_plan(*actions: Action, **over: object) -> Report:
    """The plan of two priorities: P1 with two KPIs of Resources, P2 with one of another directorate."""
    body = str(over.pop("body", ""))
    register = a_register(*actions, **over)
    return made("plan", assessed(register, as_of=AS_OF), body=body)


def a_register(*actions: Action, **over: object) -> Register:
    """The same as a register."""
    return register_of(
        quarterly("R-1", ["95", "70"], directorate="Resources", priorities=("P1", "P2")),
        quarterly("R-2", ["95", "95"], directorate="Resources"),
        quarterly("X-1", ["95", "70"], directorate="Elsewhere", priorities=("P2",)),
        priorities=(
            Priority(ref="P1", priority="Homes", judged_status=Rag.AMBER),
            Priority(ref="P2", priority="Roads"),
        ),
        boards=(Board(body=TEAM, kind=BodyKind.DMT, filter="directorate = Resources"),),
        actions=actions or (an_action("A-1", "R-1"),),
        **over,
    )


def shown(report: Report) -> list[str]:
    """The actions in the paper's tables, with the heading under which each stands."""
    return [
        f"{section.heading}: {row[0].text}"
        for section in report.sections
        for table in tables_of([section]).values()
        if table.name.startswith("actions")
        for row in table.rows
    ]


def test_every_action_stands_once_under_the_first_priority_that_it_serves():
    """For a priority, for its KPI, for a KPI of two, and for none."""
    report = a_plan(
        an_action("A-1", "P2"), an_action("A-2", "R-1"), an_action("A-3", "R-2"),
        an_action("A-4", "gone"),
    )  # fmt: skip
    assert shown(report) == [
        "P1 Homes: Do A-2", "P2 Roads: Do A-1", "For no priority: Do A-3", "For no priority: Do A-4",
    ]  # fmt: skip


def test_a_body_sees_the_actions_for_its_kpis_and_priorities_alone():
    """Another directorate's action for its own KPI stays out."""
    report = a_plan(an_action("A-1", "R-1"), an_action("A-2", "X-1"), body=TEAM)
    assert shown(report) == ["P1 Homes: Do A-1"]


@pytest.mark.parametrize(
    ("over", "is_late"),
    [
        ({"due": date(2025, 2, 2)}, True),
        ({"due": AS_OF}, False),
        ({"due": date(2025, 2, 2), "status": ActionStatus.COMPLETED}, False),
        ({"status": ActionStatus.OFF_TRACK}, True),
        ({"revised_due": date(2025, 9, 30)}, True),
        ({"revised_due": date(2025, 9, 30), "times_revised": 3}, True),
        ({}, False),
    ],
)
def test_what_is_overdue_off_track_or_moved_is_told_apart(over, is_late):
    """By the day as it stands now; what is finished is not late any more."""
    report = a_plan(an_action("A-1", "R-1", **over))
    assert ("late" in tables_of(report)) is is_late


def test_how_often_a_date_moved_is_said():
    """As the sheet counts it, else once."""
    for times, words in ((None, "moved once"), (2, "moved twice"), (3, "moved 3 times")):
        action = an_action("A-1", "R-1", revised_due=date(2025, 9, 30), times_revised=times)
        (entry,) = column_of(tables_of(a_plan(action))["late"], "Now due")
        assert words in entry.whole


def test_a_milestone_that_is_expected_later_is_late_and_one_expected_earlier_is_not():
    """Reached ones are over."""
    due = date(2025, 3, 1)
    marks = (
        Milestone(ref="M-1", action_ref="A-1", milestone="Later", due=due, forecast=date(2025, 4, 1)),
        Milestone(ref="M-2", action_ref="A-1", milestone="Sooner", due=due, forecast=date(2025, 2, 20)),
        Milestone(ref="M-3", action_ref="A-1", milestone="Over", due=date(2025, 1, 1), achieved_on=AS_OF),
        Milestone(ref="M-4", action_ref="A-1", milestone="Gone by", due=date(2025, 2, 1)),
    )  # fmt: skip
    rows = tables_of(a_plan(milestones=marks))["late"].rows
    assert [row[0].text for row in rows] == ["Gone by", "Later"]


def test_nothing_is_called_overdue_beside_a_day_that_is_still_to_come():
    """A milestone is late by its first day; the day on which it is now expected is not overdue before it has come."""
    mark = Milestone(
        ref="M-1", action_ref="A-1", milestone="Forty homes", due=date(2025, 1, 31), forecast=date(2025, 2, 14)
    )  # fmt: skip
    tables = tables_of(a_plan(milestones=(mark,)))
    (first,), (now,) = (column_of(tables["late"], name) for name in ("First due", "Now due"))
    assert "missed" in first.whole and "overdue" not in now.whole
    ((by, _, _, stands),) = tables["milestones_p1"].rows
    assert "14 Feb 2025" in by.whole and "overdue" not in stands.whole and "missed" in stands.whole


def test_each_improvement_plan_shows_its_six_parts_and_what_nobody_wrote():
    """A part without words is a bold hole, and the plan is named as lacking it."""
    plan = ImprovementPlan(ref="IP-1", belongs_to="R-1", issues="Old vans", action="Buy vans")
    report = a_plan(improvement_plans=(plan,))
    rows = tables_of(report)["plan_ip_1"].rows
    assert [row[0].text for row in rows] == [
        "Issues", "Action", "Timescales", "Resources", "Watched by", "Success",
    ]  # fmt: skip
    assert [row[1].text for row in rows] == ["Old vans", "Buy vans", *["Not given"] * 4]
    assert all(row[1].is_strong for row in rows[2:])
    assert "Improvement plans that lack a part: IP-1." in words_of(report.sections)


def test_a_break_in_the_line_of_sight_is_named():
    """A priority without action, a KPI off target without one, an action without a date."""
    words = words_of(a_plan(an_action("A-1", "R-1", due=None)).sections)
    assert "Priorities without an action: P2 Roads." in words
    assert "without an action: Recycling X-1." in words
    assert "Actions without a date: A-1." in words


def test_why_actions_stand_in_the_plan_is_counted():
    """Three reasons of the 2011 framework, and those without one."""
    report = a_plan(
        an_action("A-1", "R-1", purpose=ActionPurpose.STATUTORY),
        an_action("A-2", "R-1", purpose=ActionPurpose.EFFICIENCY),
        an_action("A-3", "R-1"),
    )
    words = words_of(report.sections)
    assert "one for efficiency, one because the law asks for them and one without a reason" in words


def test_the_workbook_has_a_row_an_action_with_all_that_the_plan_holds():
    """Each action once, to sort and filter."""
    report = a_plan(an_action("A-1", "R-1"), an_action("A-2", "X-1"))
    table = tables_of(report.workbook)["actions"]
    assert [row[0].text for row in table.rows] == ["A-1", "A-2"]
