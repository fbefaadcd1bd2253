"""What is asked of bodies, timetable, checklist and plans."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from pmf_cli.register import terms
from pmf_cli.register.register import Register
from pmf_cli.register.sheets import plan, process
from pmf_cli.register.terms import Rag, TimetableStep
from tests.checks.cases import (
    Case,
    action,
    assert_every_rule_has_a_case,
    assert_found,
    day,
    fires,
    one_kpi,
    silent,
    source,
)
from tests.make import (
    BOARDS,
    make_board,
    make_checklist_step,
    make_register,
    make_step,
)

RED = {"WM-01": Rag.RED}

GREEN = {"WM-01": Rag.GREEN}

PAST, TODAY = day("30/01/2025"), day("31/01/2025")


def clt_without(**over: Any) -> Register:
    """A register whose first body is changed."""
    return make_register(boards=(replace(BOARDS[0], **over), *BOARDS[1:]))


def recommended(*bodies: str) -> Register:
    """A register with a recommendation for each of some bodies."""
    rows = [
        process.PaperRecommendation(
            cycle=make_step().cycle,
            body=body,
            text="note the results",
            source=source("Recommendations for this paper"),
        )
        for body in bodies
    ]
    return make_register(paper_recommendations=rows)


def highlighted(message: str) -> Register:
    """A register with one highlight of this message."""
    row = process.Highlight(
        cycle=make_step().cycle, kpi_ref="WM-01", message=message, source=source("Highlights")
    )
    return make_register(highlights=(row,))


PLAN = {
    "ref": "IP1",
    "belongs_to": "WM-01",
    "issues": "Low rates",
    "action": "New bins",
    "timescales": "By March",
    "resources": "None",
    "monitoring": "Monthly by the DMT",
    "success": "45%",
    "owner": "C01",
    "source": source("Improvement plans"),
}

CASES = [
    fires(
        "PRC001",
        make_register(boards=(*BOARDS[:2], replace(BOARDS[2], chair_agreed_on=None))),
        "Boards!chair_agreed_on@4",
    ),
    silent("PRC001", "for other bodies", clt_without(chair_agreed_on=None)),
    fires(
        "PRC014",
        make_register(boards=(replace(BOARDS[0], filter="directrate = Communities"),)),
        "Boards!filter",
    ),
    fires(
        "PRC014",
        make_register(boards=(replace(BOARDS[0], filter="directorate = Nobody"),)),
        "Boards!filter",
    ),
    silent(
        "PRC014",
        "for a filter that can be used",
        make_register(boards=(replace(BOARDS[0], filter="directorate = Communities"),)),
    ),
    fires("PRC016", recommended(*["CLT"] * 5), "Recommendations for this paper!text@5"),
    silent("PRC016", "for two bodies", recommended(*["CLT"] * 3, "Communities DMT")),
    fires(
        "PRC017",
        recommended("CLT", "Audit Committee"),
        "Recommendations for this paper!body@3",
    ),
    fires("PRC018", highlighted("x" * 61), "Highlights!message"),
    silent("PRC018", "of 60 characters", highlighted("x" * 60)),
    fires("PRC015", clt_without(mode=terms.ReportMode.EXCEPTION_RED), "Boards!mode"),
    fires("PRC015", clt_without(splits_shown=False), "Boards!splits_shown"),
    silent("PRC015", "in full", clt_without(mode=terms.ReportMode.FULL, splits_shown=True)),
    fires("PRC002", make_register(boards=BOARDS[1:]), "Boards!"),
    silent("PRC002", "without the sheet", make_register(boards=())),
    fires(
        "PRC003", make_register(timetable=(make_step("2024/25 Q2", done_on=PAST),)), "Timetable!"
    ),
    fires("PRC003", make_register(timetable=(make_step(step=TimetableStep.CLT),)), "Timetable!"),
    fires(
        "PRC004",
        make_register(
            timetable=(make_step(), make_step(step=TimetableStep.CLT, on=day("17/01/2025")))
        ),
        "Timetable!on@3",
    ),
    silent(
        "PRC004",
        "on one day",
        make_register(timetable=(make_step(), make_step(step=TimetableStep.CLT))),
    ),
    fires(
        "PRC005",
        make_register(checklist=(make_checklist_step(stand_in=None),)),
        "Checklist!stand_in",
    ),
    fires(
        "PRC005",
        make_register(checklist=(make_checklist_step(stand_in="C04"),)),
        "Checklist!stand_in",
    ),
    fires(
        "PRC005",
        make_register(
            checklist=(
                make_checklist_step("1", stand_in=None),
                make_checklist_step("2", stand_in=None),
            )
        ),
        "Checklist!stand_in",
    ),
    fires(
        "PRC006",
        make_register(checklist=(make_checklist_step(how=None, command=None),)),
        "Checklist!how",
    ),
    fires(
        "PRC013",
        make_register(checklist=(make_checklist_step(timing="a week before Data due"),)),
        "Checklist!timing",
    ),
    fires(
        "PRC013", make_register(checklist=(make_checklist_step(timing=None),)), "Checklist!timing"
    ),
    fires(
        "PRC013",
        make_register(checklist=(make_checklist_step(timing="in March"),)),
        "Checklist!timing",
    ),
    silent(
        "PRC013",
        "annual, without a day",
        make_register(
            checklist=(make_checklist_step(cycle_kind=terms.CycleKind.ANNUAL, timing=None),)
        ),
    ),
    fires("PRC007", one_kpi(also_to=("CLT",)), "KPIs!lead_board"),
    silent("PRC007", "with a lead", one_kpi(also_to=("CLT",), lead_board="CLT")),
    fires(
        "PRC008",
        make_register(timetable=(make_step(status=terms.StepStatus.PLANNED, done_on=None),)),
        "Timetable!status",
    ),
    fires("PRC009", make_register(timetable=(make_step(on=date(2025, 1, 18)),)), "Timetable!on"),
    fires("PRC010", make_register(boards=(*BOARDS, make_board("clt"))), "Boards!body@5"),
    fires(
        "PRC011",
        make_register(
            recommendations=(
                process.Recommendation(
                    ref="R1",
                    body="Board",
                    meeting_on=day("30/11/2024"),
                    source=source("Recommendations"),
                ),
            )
        ),
        "Recommendations!answer",
    ),
    silent(
        "PRC011",
        "within two months",
        make_register(
            recommendations=(
                process.Recommendation(
                    ref="R1", meeting_on=day("01/12/2024"), source=source("Recommendations")
                ),
            )
        ),
    ),
    fires(
        "PRC012",
        make_register(
            escalations=(
                process.Escalation(ref="E1", due=PAST, source=source("Escalations and issues")),
            )
        ),
        "Escalations and issues!due",
    ),
    silent(
        "PRC012",
        "when closed",
        make_register(
            escalations=(
                process.Escalation(
                    ref="E1",
                    due=PAST,
                    status=terms.OpenStatus.CLOSED,
                    source=source("Escalations and issues"),
                ),
            )
        ),
    ),
    fires("PLN001", make_register(actions=(action(owner=None),)), "Actions!owner"),
    fires("PLN001", make_register(actions=(action(due=None),)), "Actions!due"),
    fires("PLN002", make_register(actions=(action(due=PAST),)), "Actions!due"),
    silent(
        "PLN002", "with a new date", make_register(actions=(action(due=PAST, revised_due=TODAY),))
    ),
    fires(
        "PLN003",
        make_register(actions=(action(last_update=day("30/09/2024")),)),
        "Actions!last_update",
    ),
    fires(
        "PLN004",
        make_register(improvement_plans=(plan.ImprovementPlan(**{**PLAN, "resources": None}),)),
        "Improvement plans!resources",
    ),
    silent(
        "PLN004", "when complete", make_register(improvement_plans=(plan.ImprovementPlan(**PLAN),))
    ),
    fires(
        "PLN005",
        make_register(
            milestones=(
                plan.Milestone(ref="M1", action_ref="A1", due=PAST, source=source("Milestones")),
            ),
            actions=(action(),),
        ),
        "Milestones!due",
    ),
    silent(
        "PLN005",
        "with a forecast",
        make_register(
            milestones=(
                plan.Milestone(ref="M1", due=PAST, forecast=TODAY, source=source("Milestones")),
            )
        ),
    ),
    fires(
        "PLN006",
        make_register(
            priorities=(
                plan.Priority(
                    ref="P1",
                    judged_status=Rag.GREEN,
                    suggested_status=Rag.RED,
                    source=source("Priorities"),
                ),
            )
        ),
        "Priorities!reason",
    ),
]


@pytest.mark.parametrize("case", CASES)
def test_process(case: Case) -> None:
    """Each rule names the cell, and stays silent where the rule does not apply."""
    assert_found(case)


def test_every_rule_has_a_case() -> None:
    """No rule of these themes is left untried."""
    assert_every_rule_has_a_case(CASES, "PRC", "PLN")
