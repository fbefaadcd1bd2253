"""One priority on two sides: judged beside worked out, its KPIs alone, parts of the whole, reasons in the room there is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from pmf_cli.analysis.issued.issue_history import History
from pmf_cli.errors import UsageError
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.plan import Action, Milestone, Priority, Risk
from pmf_cli.register.sheets.process import Board, Escalation
from pmf_cli.register.sheets.supporting import RiskLink, Split
from pmf_cli.register.terms import (
    ActionStatus,
    BodyKind,
    DataType,
    IssueLevel,
    MilestoneKind,
    OpenStatus,
    Rag,
    RiskMovement,
)
from pmf_cli.views.audience import Space, audience_of
from pmf_cli.views.base import GaugeMark, Report
from pmf_cli.views.papers import PAPERS
from pmf_cli.views.papers.making import audiences_of, report_of
from pmf_cli.views.parts.drawn_dates import HALF_A_MARK, TimeScale
from tests.assessed import assessed, column_of, quarterly, register_of, tables_of, words_of
from tests.make import make_contact, make_register, make_result

AS_OF = date(2025, 2, 3)
CLT = Board(body="CLT", kind=BodyKind.CLT)
TEAM = Board(body="Team", kind=BodyKind.DMT, filter="directorate = Growth")
HOMES = Priority(
    ref="P1", priority="Homes", lead_officer="C01", contributory_officers=("C02",),
    outcome="More homes", judged_status=Rag.GREEN, judged_on=date(2025, 1, 28), judged_by="C02",
    reason="Most are built.",
)  # fmt: skip


def a_register(**over: object) -> Register:
    """P1 with a Red and a Green KPI, P2 with a KPI of another directorate."""
    given = {
        "priorities": (HOMES, Priority(ref="P2", priority="Roads")),
        "boards": (CLT, TEAM),
        "contacts": (
            make_contact("C01", job_title="Head of Housing"),
            make_contact("C02", job_title="Director of Growth"),
        ),
    }
    return register_of(
        quarterly("K-1", ["95", "50"], directorate="Growth", priorities=("P1",)),
        quarterly("K-2", ["95", "96"], directorate="Growth", priorities=("P1",)),
        quarterly("X-1", ["95", "96"], directorate="Elsewhere", priorities=("P2",)),
        **{**given, **over},
    )


def papers_of(
    register: Register, body: str = "CLT", space: Space | None = None
) -> dict[str, Report]:
    """Priority → its paper for a body."""
    assessment = assessed(register, as_of=AS_OF)
    found = audiences_of(
        PAPERS["priority"], assessment, audience_of(assessment, History(), body, paper="priority")
    )
    return {
        one.subject.name: report_of(
            PAPERS["priority"], assessment, one if space is None else one.within(space)
        )
        for one in found
        if one.subject is not None
    }


def test_each_priority_has_a_paper_with_its_own_kpis_worst_first():
    """Titled by its words."""
    papers = papers_of(a_register())
    assert {ref: one.title for ref, one in papers.items()} == {"P1": "Homes", "P2": "Roads"}
    rows = tables_of(papers["P1"])["indicators"].rows
    assert [row[0].text for row in rows] == ["Recycling K-1", "Recycling K-2"]


def test_a_body_gets_the_priorities_that_its_kpis_serve_or_that_it_leads():
    """Another's priority comes with its lead board alone."""
    assert list(papers_of(a_register(), "Team")) == ["P1"]
    led = Priority(ref="P2", priority="Roads", lead_board="Team")
    assert list(papers_of(a_register(priorities=(HOMES, led)), "Team")) == ["P1", "P2"]


def test_the_judged_status_stands_beside_the_worked_out_one_with_who_when_and_why():
    """Where they differ that is said; the judgement is never replaced."""
    paper = papers_of(a_register())["P1"]
    table = tables_of(paper)["status_p1"]
    (row,) = table.rows
    assert table.columns[0].title == "Judged"
    assert "28 Jan 2025" in row[0].whole
    assert (row[0].text, row[1].text) == ("Green", "Amber")
    assert "Director of Growth" in row[0].whole
    assert row[2].whole == "Head of Housing with Director of Growth"
    words = words_of(paper.sections)
    assert "Judged Green: “Most are built.”" in words and "suggest Amber" in words


def test_a_priority_that_nobody_judged_says_so():
    """And what its KPIs and actions suggest."""
    words = words_of(papers_of(a_register())["P2"].sections)
    assert "Nobody has judged the priority. Its KPIs and actions suggest Green." in words


def split_register(data_type: DataType) -> Register:
    """The Red KPI with four wards, one of them beyond its target of 90."""
    wards = {"North": "95", "South": "50", "East": "70", "West": "60"}
    kpi, rows = quarterly(
        "K-1", ["95", "69"], priorities=("P1",), data_type=data_type, denominator_label=None
    )
    rows += [make_result("K-1", "2024/25 Q3", value, split=name) for name, value in wards.items()]
    return register_of(
        (kpi, rows), priorities=(HOMES,), boards=(CLT,),
        splits=tuple(Split(name=name, kind="Ward") for name in wards),
    )  # fmt: skip


def test_wards_are_bars_sorted_from_the_worst_against_the_target_of_a_rate():
    """The one that is on target stands back."""
    table = tables_of(papers_of(split_register(DataType.PERCENTAGE))["P1"])["parts_of_the_whole"]
    assert [row[0].text for row in table.rows] == ["South", "West", "East", "North"]
    bars = [row[1].gauge for row in table.rows]
    assert [bar.is_pale for bar in bars] == [False, False, False, True]
    assert all(len(bar.marks) == 2 for bar in bars)


def test_a_target_for_a_sum_is_not_held_against_its_parts():
    """Each ward has fewer households than the whole may have; that is no success."""
    paper = papers_of(split_register(DataType.NUMBER))["P1"]
    bars = [row[1].gauge for row in tables_of(paper)["parts_of_the_whole"].rows]
    assert not any(bar.is_pale or bar.marks for bar in bars)
    assert "on target" not in words_of(paper.sections)


@pytest.mark.parametrize(("words", "told"), [(400, 3), (40, 2), (20, 1), (5, 1)])
def test_reasons_take_the_room_that_there_is_and_no_kpi_off_target_is_left_out(words, told):
    """The worst have their words, the others their names and dates."""
    series = [quarterly(f"K-{at}", ["95", "50"], priorities=("P1",)) for at in range(3)]
    register = register_of(*series, priorities=(HOMES,), boards=(CLT,))
    paper = papers_of(register, space=Space(words))["P1"]
    (section,) = [one for one in paper.sections if one.heading.startswith("Off target")]
    whole = [one for one in section.blocks if one.label.startswith("Recycling")]
    assert len(whole) == told
    assert all(f"Recycling K-{at}" in words_of([section]) for at in range(3))


def test_reasons_stand_on_the_side_that_has_room():
    """Before the actions or behind them."""
    action = Action(ref="A-1", belongs_to="P1", action="Build", status=ActionStatus.ON_TRACK)
    for is_behind in (False, True):
        paper = papers_of(a_register(actions=(action,)), space=Space(100, is_behind))["P1"]
        headings = [one.heading for one in paper.sections]
        reasons = headings.index("Off target: why, and what is done")
        assert (reasons > headings.index("One action")) is is_behind


def test_risks_that_grow_are_told_in_full_with_appetite_and_others_in_a_line():
    """Of the priority's KPIs alone; closed issues and those of others stay out."""
    links = [("R-1", "K-1"), ("R-2", "K-2"), ("R-3", "X-1")]
    register = a_register(
        risks=tuple(
            Risk(ref=ref, risk=f"Risk {ref}", score=12, target_score=4, appetite="Cautious")
            for ref, _ in links
        ),
        risk_links=tuple(
            RiskLink(risk_ref=ref, kpi_ref=kpi, worsening_means=RiskMovement.RISES)
            for ref, kpi in links
        ),
        escalations=(
            Escalation(ref="E-1", topic="K-1", issue="No site"),
            Escalation(ref="E-2", topic="K-1", issue="Old", status=OpenStatus.CLOSED),
            Escalation(ref="E-3", topic="X-1", issue="Other"),
        ),
    )
    words = words_of(papers_of(register)["P1"].sections)
    assert "Score 12, target 4, appetite cautious. Recycling K-1 (Red) says that it grows." in words
    assert "No KPI says that R-2 (score 12, target 4, appetite cautious) grows." in words
    assert "No site" in words
    assert not [one for one in ("R-3", "Old", "Other") if one in words]


def test_a_published_paper_tells_only_of_issues_that_have_come_up_to_its_body():
    """What a service raised with its own management team is not for members and the public."""
    issues = tuple(
        Escalation(ref=f"E-{level}", topic="K-1", issue=f"Raised at {level}", level=level)
        for level in (IssueLevel.DMT, IssueLevel.EXECUTIVE)
    )
    board = Board(body="Board", kind=BodyKind.SCRUTINY, public_paper=True)
    register = a_register(escalations=issues, boards=(CLT, board))
    kpis = tuple(replace(kpi, public=True) for kpi in register.kpis)
    words = words_of(papers_of(replace(register, kpis=kpis), "Board")["P1"].sections)
    assert "Raised at Executive" in words and "Raised at DMT" not in words
    assert "Raised at DMT" in words_of(papers_of(register)["P1"].sections)


def test_actions_show_first_and_present_date_and_how_much_is_done_as_a_bar():
    """The column of present dates is there where one moved."""
    moved = Action(
        ref="A-1", belongs_to="K-1", action="Build", status=ActionStatus.AT_RISK,
        due=date(2025, 2, 14), revised_due=date(2025, 4, 14), per_cent_done=Decimal(60),
    )  # fmt: skip
    table = tables_of(papers_of(a_register(actions=(moved,)))["P1"])["priority_actions"]
    assert [entry.text for entry in column_of(table, "Due")] == ["14 Feb 2025"]
    assert [entry.whole for entry in column_of(table, "Now due")] == ["14 Apr 2025 moved once"]
    (done,) = column_of(table, "Done")
    assert (done.text, done.gauge.share) == ("60%", done.value / 100)


def test_dates_are_drawn_on_one_scale_from_the_day_first_agreed_to_the_day_that_stands():
    """Full once reached; the day of the paper dotted in every row; a day that nobody gave is not drawn."""
    action = Action(ref="A-1", belongs_to="K-1", action="Build", due=date(2025, 4, 30))
    of = {"action_ref": "A-1"}
    marks = (
        Milestone(ref="M-1", milestone="Begun", due=date(2024, 12, 1), achieved_on=date(2024, 12, 1), **of),
        Milestone(ref="M-2", milestone="Roof", due=date(2025, 2, 14), forecast=date(2025, 4, 14), **of),
        Milestone(ref="M-3", milestone="Keys", due=date(2025, 4, 30), kind=MilestoneKind.DECISION, **of),
        Milestone(ref="M-4", milestone="Thanks", **of),
    )  # fmt: skip
    tables = tables_of(papers_of(a_register(actions=(action,), milestones=marks))["P1"])
    title = "Stands, Dec 2024 to Apr 2025, dotted: 3 Feb"
    begun, roof, keys, thanks = (one.gauge for one in column_of(tables["priority_dates"], title))
    days = Decimal(151)
    assert [(one.begin, one.is_pale) for one in (begun, roof, keys)] == [
        (0, False),
        (75 / days - HALF_A_MARK, True),
        (150 / days - HALF_A_MARK, True),
    ]
    assert (begun.share, roof.share, keys.share) == (HALF_A_MARK, 134 / days + HALF_A_MARK, 1)
    assert {one.marks for one in (begun, roof, keys)} == {(GaugeMark(64 / days, is_dotted=True),)}
    assert roof.alt == "Roof: 14 Apr 2025, first agreed 14 Feb 2025"
    assert (begun.alt, thanks) == ("Begun: 1 Dec 2024", None)
    named = [one.whole for one in column_of(tables["priority_dates"], "Milestone")]
    assert named == ["Begun A-1", "Roof A-1", "Keys A-1, decision", "Thanks A-1"]


@pytest.mark.parametrize(
    ("days", "title"),
    [
        ((date(2025, 2, 28),), "Stands, Feb 2025, dotted: 3 Feb"),
        ((date(2024, 12, 31), date(2025, 12, 31)), "Stands, Dec 2024 to Dec 2025, dotted: 3 Feb"),
    ],
)
def test_a_scale_of_time_is_whole_months(days: tuple[date, ...], title: str):
    """From the first day of the earliest to the last of the latest, the paper's own day among them."""
    scale = TimeScale.of(days, AS_OF)
    assert scale.title == title
    assert scale.begin.day == scale.end.day == 1


def test_a_register_without_priorities_names_the_sheet():
    """In a sentence, before anything is written."""
    with pytest.raises(UsageError, match="no sheet Priorities"):
        papers_of(make_register([], [], []))


def test_what_its_reason_claims_of_its_kpis_is_held_against_their_counts():
    """Introductory words are no better than the lights under them."""
    said = replace(HOMES, reason="Most are on target.")
    words = words_of(papers_of(a_register(priorities=(said,)))["P1"].sections)
    assert "It says “Most are on target”; of two rated KPIs one is on target." in words
    said = replace(HOMES, reason="Half are on target.")
    assert "It says" not in words_of(papers_of(a_register(priorities=(said,)))["P1"].sections)
