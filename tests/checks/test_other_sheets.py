"""What is asked of commentary, benchmarks, scope changes, links, bodies, plans and public files."""

from datetime import date
from typing import Any

import pytest

from pmf_cli.register import plan, process, supporting, terms
from pmf_cli.register.register import Register
from pmf_cli.register.terms import CommentaryKind, KpiStatus, NoDataReason, Rag, TimetableStep
from tests.checks.cases import (
    Case,
    all_codes,
    assert_found,
    codes_of,
    day,
    fires,
    one_kpi,
    one_result,
    series,
    silent,
    source,
    targets,
)
from tests.make import (
    BOARDS,
    make_benchmark,
    make_board,
    make_checklist_step,
    make_comment,
    make_kpi,
    make_register,
    make_result,
    make_step,
    make_target,
)

RED = {"WM-01": Rag.RED}
AMBER = {"WM-01": Rag.AMBER}
GREEN = {"WM-01": Rag.GREEN}
PAST, TODAY = day("30/01/2025"), day("31/01/2025")
LOWER = {"polarity": terms.Polarity.LOWER}
NI_NUMBER = "AB 12 34 56 C"


def comments(*rows: Any, value: object = "91.2", **kpi: Any) -> Register:
    """A register of one KPI with these comments."""
    return make_register(
        (make_kpi(**kpi),), (make_result("WM-01", "2024/25 Q3", value),), commentary=rows
    )


def comment(**over: Any) -> Register:
    """A register with one comment, changed."""
    return comments(make_comment(**over))


def judged(text: str, value: object, target: object, **kpi: Any) -> Register:
    """A register in which somebody judged the KPI."""
    return make_register(
        (make_kpi(**kpi),),
        (make_result("WM-01", "2024/25 Q3", value),),
        (make_target(target=target),),
        commentary=(make_comment(kind=CommentaryKind.JUDGED, text=text),),
    )


def benchmark(*rows: Any, results: Any = None, **kpi: Any) -> Register:
    """A register of one KPI with these benchmarks."""
    return make_register((make_kpi(**kpi),), results, benchmarks=rows)


def change(kpi: dict[str, Any] | None = None, **over: Any) -> Register:
    """A register with one scope change, reported everywhere unless changed."""
    fields: dict[str, Any] = {
        "change_ref": "SC-1",
        "kpi_ref": "WM-01",
        "changed_on": day("01/04/2024"),
        "from_period": make_step("2024/25 Q1").cycle,
        "kind": terms.ScopeChangeKind.DEFINITION,
        "before": "All waste",
        "after": "Household waste",
        "reason": "National definition changed",
        "break_in_series": False,
        "agreed_by": "CLT",
        "reported_to_dmt": day("10/04/2024"),
        "reported_to_clt": day("10/04/2024"),
        "reported_to_scrutiny": day("10/05/2024"),
        "source": source("Scope changes"),
    }
    kpis = (make_kpi(**{"definition_version": 2, **(kpi or {})}),)
    return make_register(kpis, scope_changes=(supporting.ScopeChange(**(fields | over)),))


def action(**over: Any) -> plan.Action:
    """An action on its way."""
    fields: dict[str, Any] = {
        "ref": "A1",
        "belongs_to": "WM-01",
        "owner": "C01",
        "due": day("31/03/2025"),
        "start": day("01/10/2024"),
        "status": terms.ActionStatus.ON_TRACK,
        "last_update": day("15/12/2024"),
        "source": source("Actions"),
    }
    return plan.Action(**(fields | over))


def with_rows(**sheets: Any) -> Register:
    """A register of one KPI with further sheets."""
    return make_register(**sheets)


def entries(name: str, *allowed: str) -> tuple[supporting.ListEntry, ...]:
    """A list with its entries."""
    return tuple(
        supporting.ListEntry(list_name=name, entry=entry, source=source("Lists"))
        for entry in allowed
    )


def clt_without(**over: Any) -> Register:
    """A register whose first body is changed."""
    return make_register(boards=(BOARDS[0].model_copy(update=over), *BOARDS[1:]))


ADDRESS = "Ask wm.officer@example.org for details."
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
SPLIT = supporting.Split(name="North", source=source("Splits"))
RISK = plan.Risk(ref="R1", source=source("Risks"))
CLERK_WORDS = " ".join(["word"] * 46)

CASES = [
    fires("COM001", comments(value="50"), "Results!value", rags=AMBER),
    silent("COM001", "with a reason", comment(), rags=RED),
    silent("COM001", "for Green", comments(), rags=GREEN),
    fires("COM002", comment(), "Results!value", rags=RED),
    silent("COM002", "for Amber", comment(), rags=AMBER),
    fires("COM003", comment(kind=CommentaryKind.ACTION), "Results!value", rags=RED),
    silent(
        "COM003",
        "with a date",
        comment(kind=CommentaryKind.ACTION, back_on_target="2024/25 Q4"),
        rags=RED,
    ),
    fires(
        "COM004",
        with_rows(actions=(action(status=terms.ActionStatus.COMPLETED),)),
        "Results!value",
        rags=RED,
    ),
    silent("COM004", "with an open one", with_rows(actions=(action(),)), rags=RED),
    silent("COM004", "without the sheet", with_rows(), rags=RED),
    fires(
        "COM005", comments(make_comment("WM-01", "2024/25 Q2"), make_comment()), "Commentary!text@3"
    ),
    silent(
        "COM005",
        "of another kind",
        comments(make_comment("WM-01", "2024/25 Q2"), make_comment(kind=CommentaryKind.CONTEXT)),
    ),
    fires(
        "COM006",
        comments(make_comment("WM-01", "2024/25 Q1", back_on_target="2024/25 Q2")),
        "Commentary!back_on_target",
        rags=AMBER,
    ),
    silent(
        "COM006",
        "when Green again",
        comments(make_comment("WM-01", "2024/25 Q1", back_on_target="2024/25 Q2")),
        rags=GREEN,
    ),
    silent("COM006", "with a date to come", comment(back_on_target=day("01/06/2025")), rags=RED),
    fires("COM007", comment(text=None), "Commentary!text"),
    fires("COM008", comment(author=None), "Commentary!author"),
    fires("COM008", comment(written_on=None), "Commentary!written_on"),
    fires("COM009", comment(text=CLERK_WORDS), "Commentary!text"),
    silent("COM009", "in two sentences", comment(text=f"{CLERK_WORDS[:120]}. {CLERK_WORDS[120:]}")),
    fires(
        "COM010",
        make_register(
            commentary=(make_comment(text="one two three"),),
            boards=(make_board(comment_words=2), *BOARDS[1:]),
        ),
        "Commentary!text",
    ),
    fires("JDG001", judged("Green", "80.6", 90), "Commentary!text"),
    silent("JDG001", "when met", judged("Green", "90", 90)),
    silent("JDG001", "when lower is better", judged("Green", "80.6", 90, **LOWER)),
    fires("JDG002", judged("Amber", "97", 97), "Commentary!text"),
    fires("JDG002", judged("Red", "2.7", "3.15", **LOWER), "Commentary!text"),
    fires("JDG003", judged("Amber", "85", 90), "Commentary!text", rags=RED),
    silent("JDG003", "with a reason", judged("Amber: the contract was late", "85", 90), rags=RED),
    silent("JDG003", "when they agree", judged("Red", "85", 90), rags=RED),
    fires("JDG004", judged("On track", "85", 90), "Commentary!text"),
    silent("JDG004", "with more words", judged("Green - improving", "91", 90)),
    fires("BEN001", benchmark(make_benchmark(web_address=None)), "Benchmarks!web_address"),
    fires("BEN002", benchmark(make_benchmark(comparable=None)), "Benchmarks!comparable"),
    fires("BEN003", benchmark(make_benchmark(comparable="With care")), "Benchmarks!comparable"),
    silent(
        "BEN003", "when it says why", benchmark(make_benchmark(comparable="No: counts flats too"))
    ),
    fires("BEN004", benchmark(make_benchmark(value=None)), "Benchmarks!value"),
    silent("BEN004", "at 0", benchmark(make_benchmark("WM-01", "2023/24", 0))),
    fires(
        "BEN005",
        benchmark(
            make_benchmark("WM-01", "2023/24"),
            results=(make_result("WM-01", "2023/24 Q1"), make_result("WM-01", "2024/25 Q3")),
        ),
        "Benchmarks!period",
    ),
    silent(
        "BEN005",
        "for the year a quarter ends",
        benchmark(
            make_benchmark("WM-01", "2023/24"), results=(make_result("WM-01", "2023/24 Q4"),)
        ),
    ),
    fires(
        "BEN006",
        benchmark(make_benchmark(), benchmarks_expected=("England", "Core Cities")),
        "KPIs!benchmarks_expected",
    ),
    silent(
        "BEN006",
        "when all are there",
        benchmark(make_benchmark(), benchmarks_expected=("England",)),
    ),
    fires(
        "BEN007",
        benchmark(make_benchmark(lower_limit=42, upper_limit=40)),
        "Benchmarks!lower_limit",
    ),
    silent("BEN007", "at a limit", benchmark(make_benchmark(lower_limit=41, upper_limit=43))),
    fires("BEN008", benchmark(make_benchmark(group_size=None)), "Benchmarks!group_size"),
    fires("BEN009", benchmark(make_benchmark(), make_benchmark()), "Benchmarks!comparator@3"),
    silent(
        "BEN009",
        "for another statistic",
        benchmark(make_benchmark(), make_benchmark(statistic=terms.BenchmarkStatistic.MEDIAN)),
    ),
    fires(
        "BEN010",
        benchmark(
            make_benchmark("WM-01", "2023/24", "0.41"), results=series("44.1", "43.9").results
        ),
        "Benchmarks!value",
    ),
    fires("BEN011", benchmark(make_benchmark("WM-01", "2020/21")), "Benchmarks!period"),
    silent(
        "BEN011",
        "with a newer one",
        benchmark(make_benchmark("WM-01", "2020/21"), make_benchmark()),
    ),
    fires("SCP001", change(reported_to_dmt=None), "Scope changes!reported_to_dmt"),
    fires("SCP002", change(reported_to_clt=None), "Scope changes!reported_to_clt"),
    fires("SCP003", change(reported_to_scrutiny=None), "Scope changes!reported_to_scrutiny"),
    silent(
        "SCP002", "in the first quarter", change(reported_to_clt=None, changed_on=day("31/10/2024"))
    ),
    silent(
        "SCP003", "without a board", change({"scrutiny_board": None}, reported_to_scrutiny=None)
    ),
    fires("SCP004", change(reason=None), "Scope changes!reason"),
    fires("SCP005", change(agreed_by=None), "Scope changes!agreed_by"),
    fires("SCP006", change(break_in_series=None), "Scope changes!break_in_series"),
    silent(
        "SCP006", "for a new owner", change(break_in_series=None, kind=terms.ScopeChangeKind.OWNER)
    ),
    fires("SCP007", change(from_period=None, break_in_series=True), "Scope changes!from_period"),
    fires("SCP008", change({"definition_version": 1}), "KPIs!definition_version"),
    silent("SCP008", "when raised", change()),
    fires("SCP009", targets({}, {"from_period": "2024/25 Q3", "target": 85}), "Targets!target@3"),
    silent("SCP009", "in a new year", targets({}, {"from_period": "2024/25 Q1", "target": 85})),
    silent(
        "SCP009",
        "for a target each quarter",
        targets({"to_period": "2022/23 Q1"}, {"from_period": "2022/23 Q2", "target": 85}),
    ),
    fires("SCP010", one_kpi(status=KpiStatus.ENDED, last_period="2023/24 Q4"), "KPIs!status"),
    silent(
        "SCP010",
        "when written down",
        change(
            {"status": KpiStatus.ENDED, "last_period": "2023/24 Q4"},
            kind=terms.ScopeChangeKind.ENDED,
        ),
    ),
    fires("SCP011", change(after=None), "Scope changes!after"),
    silent("SCP011", "for a new KPI", change(after=None, kind=terms.ScopeChangeKind.NEW)),
    fires(
        "REF001",
        make_register(
            None, (make_result(), make_result("WM-99"), make_result("WM-99", "2024/25 Q2"))
        ),
        "Results!kpi_ref@3",
    ),
    fires(
        "REF002",
        make_register(None, None, (make_target(), make_target("WM-99"))),
        "Targets!kpi_ref@3",
    ),
    fires("REF003", with_rows(commentary=(make_comment("WM-99"),)), "Commentary!kpi_ref"),
    silent(
        "REF003", "on an action", with_rows(commentary=(make_comment("A1"),), actions=(action(),))
    ),
    fires("REF004", with_rows(benchmarks=(make_benchmark("WM-99"),)), "Benchmarks!kpi_ref"),
    fires(
        "REF005",
        with_rows(
            frameworks=(
                supporting.Framework(
                    framework="Ambition", kpi_ref="WM-99", source=source("Frameworks")
                ),
            )
        ),
        "Frameworks!kpi_ref",
    ),
    fires("REF006", change(kpi_ref="WM-99"), "Scope changes!kpi_ref"),
    fires(
        "REF007",
        with_rows(
            risk_links=(
                supporting.RiskLink(risk_ref="R9", kpi_ref="WM-01", source=source("Risk links")),
            ),
            risks=(RISK,),
        ),
        "Risk links!risk_ref",
    ),
    silent(
        "REF007",
        "without the sheet Risks",
        with_rows(
            risk_links=(
                supporting.RiskLink(risk_ref="R9", kpi_ref="WM-01", source=source("Risk links")),
            )
        ),
    ),
    fires("REF008", with_rows(actions=(action(belongs_to="WM-99"),)), "Actions!belongs_to"),
    fires(
        "REF008",
        with_rows(
            milestones=(plan.Milestone(ref="M1", action_ref="A9", source=source("Milestones")),)
        ),
        "Milestones!action_ref",
    ),
    fires(
        "REF009",
        with_rows(
            highlights=(
                process.Highlight(
                    cycle=make_step().cycle, kpi_ref="WM-99", source=source("Highlights")
                ),
            )
        ),
        "Highlights!kpi_ref",
    ),
    fires("REF010", one_kpi(replaced_by="WM-99"), "KPIs!replaced_by"),
    fires("REF010", one_kpi(replaced_by="WM-01"), "KPIs!replaced_by"),
    fires("LST001", with_rows(lists=entries("Directorate", "Resources")), "KPIs!directorate"),
    silent("LST001", "without the list", with_rows(lists=entries("Ward", "North"))),
    fires("LST002", with_rows(lists=entries("Service", "Finance")), "KPIs!service"),
    fires("LST003", with_rows(lists=entries("Portfolio", "Finance")), "KPIs!portfolio"),
    fires("LST004", one_kpi(also_to=("Audit Committee",), lead_board="CLT"), "KPIs!also_to"),
    silent(
        "LST004",
        "in the list of boards",
        make_register(
            (make_kpi(also_to=("Audit",), lead_board="CLT"),),
            lists=entries("Scrutiny board", "Audit"),
        ),
    ),
    fires("LST005", one_result(split="North"), "Results!split"),
    silent(
        "LST005",
        "in Splits",
        make_register(None, (make_result(), make_result(split="North")), splits=(SPLIT,)),
    ),
    fires(
        "LST006",
        make_register((make_kpi(splits_expected=("North",)),), splits=(SPLIT,)),
        "KPIs!splits_expected",
    ),
    fires("LST007", comment(author="C99"), "Commentary!author"),
    fires("LST007", with_rows(actions=(action(owner="C99"),)), "Actions!owner"),
    fires(
        "PRC001",
        make_register(boards=(*BOARDS[:2], BOARDS[2].model_copy(update={"chair_agreed_on": None}))),
        "Boards!chair_agreed_on@4",
    ),
    silent("PRC001", "for other bodies", clt_without(chair_agreed_on=None)),
    fires("PRC002", make_register(boards=BOARDS[1:]), "Boards!"),
    silent("PRC002", "without the sheet", make_register(boards=())),
    fires("PRC003", with_rows(timetable=(make_step("2024/25 Q2", done_on=PAST),)), "Timetable!"),
    fires("PRC003", with_rows(timetable=(make_step(step=TimetableStep.CLT),)), "Timetable!"),
    fires(
        "PRC004",
        with_rows(timetable=(make_step(), make_step(step=TimetableStep.CLT, on=day("17/01/2025")))),
        "Timetable!on@3",
    ),
    silent(
        "PRC004",
        "on one day",
        with_rows(timetable=(make_step(), make_step(step=TimetableStep.CLT))),
    ),
    fires(
        "PRC005", with_rows(checklist=(make_checklist_step(stand_in=None),)), "Checklist!stand_in"
    ),
    fires(
        "PRC005", with_rows(checklist=(make_checklist_step(stand_in="C04"),)), "Checklist!stand_in"
    ),
    fires(
        "PRC006",
        with_rows(checklist=(make_checklist_step(how=None, command=None),)),
        "Checklist!how",
    ),
    fires("PRC007", one_kpi(also_to=("CLT",)), "KPIs!lead_board"),
    silent("PRC007", "with a lead", one_kpi(also_to=("CLT",), lead_board="CLT")),
    fires(
        "PRC008",
        with_rows(timetable=(make_step(status=terms.StepStatus.PLANNED, done_on=None),)),
        "Timetable!status",
    ),
    fires("PRC009", with_rows(timetable=(make_step(on=date(2025, 1, 18)),)), "Timetable!on"),
    fires("PRC010", make_register(boards=(*BOARDS, make_board("clt"))), "Boards!body@5"),
    fires(
        "PRC011",
        with_rows(
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
        with_rows(
            recommendations=(
                process.Recommendation(
                    ref="R1", meeting_on=day("01/12/2024"), source=source("Recommendations")
                ),
            )
        ),
    ),
    fires(
        "PRC012",
        with_rows(
            escalations=(
                process.Escalation(ref="E1", due=PAST, source=source("Escalations and issues")),
            )
        ),
        "Escalations and issues!due",
    ),
    silent(
        "PRC012",
        "when closed",
        with_rows(
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
    fires("PLN001", with_rows(actions=(action(owner=None),)), "Actions!owner"),
    fires("PLN001", with_rows(actions=(action(due=None),)), "Actions!due"),
    fires("PLN002", with_rows(actions=(action(due=PAST),)), "Actions!due"),
    silent("PLN002", "with a new date", with_rows(actions=(action(due=PAST, revised_due=TODAY),))),
    fires(
        "PLN003", with_rows(actions=(action(last_update=day("30/09/2024")),)), "Actions!last_update"
    ),
    fires(
        "PLN004",
        with_rows(improvement_plans=(plan.ImprovementPlan(**{**PLAN, "resources": None}),)),
        "Improvement plans!resources",
    ),
    silent("PLN004", "when complete", with_rows(improvement_plans=(plan.ImprovementPlan(**PLAN),))),
    fires(
        "PLN005",
        with_rows(
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
        with_rows(
            milestones=(
                plan.Milestone(ref="M1", due=PAST, forecast=TODAY, source=source("Milestones")),
            )
        ),
    ),
    fires(
        "PLN006",
        with_rows(
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
    fires("PUB001", one_result(restricted=True), "Results!restricted"),
    silent("PUB001", "when not public", one_result(restricted=True, kpi={"public": False})),
    fires(
        "PUB002",
        one_result(
            "3",
            kpi={"small_number_rule": terms.SmallNumberRule.UNDER_5},
            numerator=3,
            denominator=100,
        ),
        "Results!numerator",
    ),
    silent(
        "PUB002",
        "at the limit and at 0",
        series(
            "5",
            "0",
            kpi={
                "small_number_rule": terms.SmallNumberRule.UNDER_5,
                "data_type": terms.DataType.NUMBER,
            },
        ),
    ),
    silent(
        "PUB002",
        "when suppressed",
        one_result(
            "3",
            kpi={"small_number_rule": terms.SmallNumberRule.UNDER_5},
            numerator=3,
            denominator=100,
            no_data_reason=NoDataReason.SUPPRESSED,
        ),
    ),
    fires("PUB003", comment(text=ADDRESS), "Commentary!text"),
    fires("PUB003", one_result(note=ADDRESS), "Results!note"),
    fires("PUB004", comment(text="Ring 01632 960123 for details."), "Commentary!text"),
    silent(
        "PUB004",
        "for large numbers and dates",
        comment(text="£1,500,000,000 by 01/04/2025, 0.1234567890 more than 2024/25."),
    ),
    fires("PUB005", comment(text=f"Case {NI_NUMBER} is closed."), "Commentary!text"),
    silent("PUB005", "for references", comment(text="Case AB123 is closed.")),
    fires(
        "PUB006",
        comments(make_comment(use_in=(terms.Audience.PUBLIC,)), public=False),
        "Commentary!use_in",
    ),
]


@pytest.mark.parametrize("case", CASES)
def test_other_sheets(case: Case) -> None:
    """Each rule names the cell, and stays silent where the rule does not apply."""
    assert_found(case)


def test_every_rule_has_a_case() -> None:
    """No rule of these themes is left untried."""
    prefixes = ("COM", "JDG", "BEN", "SCP", "REF", "LST", "PRC", "PLN", "PUB")
    assert codes_of(CASES) == all_codes(prefixes)
