"""A management team's paper: its own data, its questions, what it adds to priorities, its sign-off."""

from __future__ import annotations

from datetime import date

from pmf_cli.register.periods.text import parse_period
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.plan import Priority
from pmf_cli.register.sheets.process import Board, TimetableEntry
from pmf_cli.register.terms import (
    BodyKind,
    CommentaryKind,
    Frequency,
    KpiStatus,
    NoDataReason,
    Rag,
    TimetableStep,
)
from pmf_cli.views.base import Report, Section
from pmf_cli.views.wording import TO_WRITE
from tests.assessed import assessed, quarterly, register_of, tables_of, words_of
from tests.make import PERIOD, make_comment, make_kpi, make_register, make_result, make_target
from tests.papers import made
from tests.views.papers.test_paper_laws import shown_in

TEAM = "Resources DMT"
CYCLE = parse_period("2024/25 Q3")


def a_register(**over: object) -> Register:
    """Two KPIs of Resources (one Red, one without its figure) and one of another directorate."""
    given = {
        "boards": (Board(body=TEAM, kind=BodyKind.DMT, filter="directorate = Resources"),),
        "priorities": (
            Priority(ref="P1", priority="Homes", judged_status=Rag.AMBER),
            Priority(ref="P2", priority="Roads"),
        ),
    }
    return register_of(
        quarterly("R-1", ["95", "70"], directorate="Resources", priorities=("P1",)),
        quarterly("R-2", ["95", None], directorate="Resources"),
        quarterly("X-1", ["95", "95"], directorate="Elsewhere", priorities=("P1", "P2")),
        **{**given, **over},
    )


def part_of(name: str, register: Register) -> Section:
    """The section of the team's paper under a heading that begins so."""
    report = made("dmt", assessed(register), body=TEAM)
    return next(one for one in report.sections if one.heading.startswith(name))


def test_missing_figures_of_the_team_are_named_with_who_owes_them():
    """Completeness is counted over its own KPIs alone."""
    section = part_of("Our own data", a_register())
    assert "1 of 2 figures due are in" in words_of([section])
    (row,) = tables_of([section])["own_missing"].rows
    assert row[0].more[0].text == "R-2"
    assert row[1].text == "Oct–Dec 2024"


def test_a_figure_that_is_missing_for_a_reason_is_not_called_in():
    """It stands among the missing figures on page 2; the two places must not contradict each other."""
    kpi, rows = quarterly("R-2", ["95", None], directorate="Resources")
    none = make_result("R-2", PERIOD, None, no_data_reason=NoDataReason.NOT_COMPARABLE)
    register = register_of(
        quarterly("R-1", ["95", "70"], directorate="Resources"),
        (kpi, [*rows, none]),
        boards=(Board(body=TEAM, kind=BodyKind.DMT, filter="directorate = Resources"),),
    )
    words = words_of([part_of("Our own data", register)])
    assert "1 of 2 figures due are in. Of one the record gives the reason" in words
    assert "missing" in part_of("One figure", register).heading


def test_results_that_need_words_are_questions_until_they_are_answered():
    """A Red needs a reason, an action and a date; answered ones are asked no more."""
    rows = tables_of([part_of("Questions", a_register())])["questions"].rows
    assert [row[0].more[0].text for row in rows] == ["R-1"]
    comments = tuple(
        make_comment("R-1", kind=kind, text="Two vans broke.", back_on_target="2025/26 Q1")
        for kind in (CommentaryKind.REASON, CommentaryKind.ACTION, CommentaryKind.RECOVERY)
    )
    answered = part_of("Questions", a_register(commentary=comments))
    assert "Every result that needs words has them" in words_of([answered])


def test_the_day_for_answers_is_that_of_the_timetable():
    """Asked by when the timetable wants commentary."""
    due = TimetableEntry(cycle=CYCLE, step=TimetableStep.COMMENTARY_DUE, on=date(2025, 1, 24))
    assert "by 24 January 2025" in words_of([part_of("Questions", a_register(timetable=(due,)))])


def test_the_team_sees_which_priorities_its_kpis_serve():
    """Its own by name and rating, those of others counted; priorities without its KPIs stay out."""
    (row,) = tables_of([part_of("What we add", a_register())])["contribution"].rows
    assert [entry.text for entry in row] == [
        "Homes", "Amber", "Recycling R-1: Red", "1 Green, 0 Amber and 0 Red",
    ]  # fmt: skip


def test_the_line_to_sign_is_open_until_the_review_is_done():
    """The day comes from the timetable, where the step is ticked off."""
    words = words_of([part_of("Sign-off", a_register())])
    assert "at the meeting" in words
    assert TO_WRITE not in words
    step = TimetableEntry(
        cycle=CYCLE, step=TimetableStep.DMT_REVIEW, body=TEAM, on=date(2025, 2, 4),
        done_on=date(2025, 2, 5),
    )  # fmt: skip
    (row,) = tables_of([part_of("Sign-off", a_register(timetable=(step,)))])["sign_off"].rows
    assert [row[0].text, row[1].text, row[2].text] == [TEAM, "4 Feb 2025", "5 Feb 2025"]


def test_nothing_of_another_directorate_is_told():
    """A team's paper is about its own KPIs."""
    report = made(
        "dmt",
        assessed(a_register(targets=[make_target(r) for r in ("R-1", "R-2", "X-1")])),
        body=TEAM,
    )
    assert "X-1" not in words_of(report.sections)


def a_month(body: str = TEAM, paper: str = "dmt") -> Report:
    """A paper on November 2024 of a monthly, a quarterly and an ended KPI of Resources."""
    monthly = make_kpi("M-1", frequency=Frequency.MONTHLY, directorate="Resources")
    ended = make_kpi(
        "E-1",
        directorate="Resources",
        status=KpiStatus.ENDED,
        last_period=parse_period("2023/24 Q4"),
    )
    rows = [make_result("M-1", month, "95") for month in ("Oct 2024", "Nov 2024")]
    quarter, results = quarterly("Q-1", ["95", "95"], directorate="Resources")
    register = make_register(
        [monthly, quarter, ended], [*rows, *results], [make_target("M-1"), make_target("Q-1")],
        boards=(Board(body=TEAM, kind=BodyKind.DMT), Board(body="CLT", kind=BodyKind.CLT)),
    )  # fmt: skip
    return made(paper, assessed(register, period="Nov 2024"), body=body)


def test_a_months_paper_holds_what_comes_monthly_and_says_how_much_it_leaves_out():
    """Managers meet monthly on monthly figures; a KPI that has ended is not left out, for it is over."""
    report = a_month()
    assert {ref for ref, _, _ in shown_in(report.sections)} == {"M-1"}
    assert "November 2024" in report.title
    assert "1 KPI that comes less often" in report.facts[-1].text


def test_a_months_paper_of_another_body_holds_every_kpi():
    """Only management teams have a paper of the month's own KPIs."""
    found = {ref for ref, _, _ in shown_in(a_month("CLT", "clt").sections)}
    assert found == {"M-1", "Q-1"}


def test_a_quarters_paper_leaves_nothing_out():
    """It has no sentence on what is missing."""
    report = made("dmt", assessed(a_register()), body=TEAM)
    assert all("left out" not in fact.text for fact in report.facts)
