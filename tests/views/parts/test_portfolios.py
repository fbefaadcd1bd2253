"""Cabinet's paper by portfolio, and each portfolio's paper for its holder before that."""

from __future__ import annotations

from datetime import date

import pytest

from pmf_cli.analysis.issued.issue_history import History
from pmf_cli.assessment import Assessment
from pmf_cli.errors import UsageError
from pmf_cli.pipeline.body_papers import papers_due
from pmf_cli.register.periods.text import parse_period
from pmf_cli.register.sheets.plan import Priority
from pmf_cli.register.sheets.process import Board, Highlight, Recommendation
from pmf_cli.register.sheets.supporting import Contact
from pmf_cli.register.terms import BodyKind, ContactRole, OpenStatus, Rag
from pmf_cli.views.audience import audience_of
from pmf_cli.views.base import Report
from pmf_cli.views.papers import PAPERS
from pmf_cli.views.papers.making import audiences_of, report_of
from tests.assessed import assessed, column_of, quarterly, register_of, tables_of, words_of
from tests.make import PERIOD
from tests.papers import made
from tests.views.papers.test_paper_laws import shown_in

CABINET = "Cabinet"
CYCLE = parse_period(PERIOD)


def an_assessment(**over: object) -> Assessment:
    """KPIs of two portfolios and of none; a priority of each, and one whose KPI lies in the other's portfolio."""
    given = {
        "boards": (
            Board(body="CLT", kind=BodyKind.CLT),
            Board(body=CABINET, kind=BodyKind.EXECUTIVE),
            Board(body="Homes Scrutiny", kind=BodyKind.SCRUTINY),
        ),
        "priorities": (
            Priority(ref="P1", priority="Homes", portfolio="Housing", judged_status=Rag.RED),
            Priority(ref="P2", priority="Streets", portfolio="Places", judged_status=Rag.GREEN),
        ),
        "contacts": (
            Contact(
                ref="C-1", job_title="Executive Member for Housing", role=(ContactRole.PORTFOLIO_HOLDER,)
            ),
            Contact(ref="C-2", job_title="Head of Housing"),
        ),
    }  # fmt: skip
    return assessed(
        register_of(
            quarterly("H-1", ["95", "70"], portfolio="Housing", priorities=("P1",), short_name="Empty homes"),
            quarterly("H-2", ["95", "95"], portfolio="Housing", priorities=("P2",)),
            quarterly("R-1", ["95", "70"], portfolio="Places", priorities=("P2",)),
            quarterly("N-1", ["95", "95"], portfolio=None),
            **{**given, **over},
        )
    )  # fmt: skip


def holders_papers(assessment: Assessment, only: str = "") -> list[Report]:
    """The papers for portfolio holders."""
    paper = PAPERS["portfolio"]
    audience = audience_of(assessment, History(), CABINET)
    found = audiences_of(paper, assessment, audience, only)
    return [report_of(paper, assessment, one) for one in found]


def refs_in(report: Report) -> list[str]:
    """The KPIs in its scorecard."""
    return [ref for ref, _, _ in shown_in(report.sections)]


def test_cabinet_sees_a_line_a_portfolio_and_each_kpi_once_under_its_own():
    """Also those that name no portfolio, last; the row of Boards need not say how it is grouped."""
    report = made("cabinet", an_assessment(), body=CABINET)
    names = [one.text for one in column_of(tables_of(report)["portfolios"], "Portfolio")]
    assert names == ["Housing", "Places", "No portfolio named"]
    headings = [one.heading for one in report.sections]
    assert [name for name in headings if name in names] == names
    assert sorted(refs_in(report)) == ["H-1", "H-2", "N-1", "R-1"]


def test_a_portfolio_names_its_holder_its_priorities_with_lights_and_those_its_kpis_serve():
    """Priorities span portfolios: P2 is led by Places and has a KPI in Housing."""
    table = tables_of(made("cabinet", an_assessment(), body=CABINET))["portfolios"]
    housing, places, _ = table.rows
    assert housing[0].whole == "Housing Executive Member for Housing"
    assert housing[2].whole == "P1 Homes Red with KPIs of P2"
    assert housing[3].text == "Empty homes"
    assert places[2].whole == "P2 Streets Green"


def test_cabinet_answers_what_scrutiny_recommended():
    """Each open recommendation names the board it came from; a board's own paper has its own alone."""
    rows = tuple(
        Recommendation(ref=ref, body=body, meeting_on=date(2024, 9, 1), text="Do it", status=OpenStatus.OPEN)
        for ref, body in (("RC-1", "Homes Scrutiny"), ("RC-2", CABINET), ("RC-3", "CLT"))
    )  # fmt: skip
    assessment = an_assessment(recommendations=rows)
    told = {
        body: tables_of(made(name, assessment, body=body))["recommendations"].rows
        for name, body in (("cabinet", CABINET), ("scrutiny", "Homes Scrutiny"))
    }
    assert [row[0].more[0].text for row in told[CABINET]] == [
        "RC-1 · Homes Scrutiny, 1 Sep 2024",
        "RC-2 · 1 Sep 2024",
    ]
    assert [row[0].more[0].text for row in told["Homes Scrutiny"]] == ["RC-1 · 1 Sep 2024"]


def test_each_holder_has_a_paper_with_the_portfolio_s_kpis_and_figures_of_cabinet_s():
    """The same figure and rating as Cabinet will see; who it is for stands under the title."""
    assessment = an_assessment()
    papers = holders_papers(assessment)
    assert [refs_in(one) for one in papers] == [["H-1", "H-2"], ["R-1"]]
    cabinet = set(shown_in(made("cabinet", assessment, body=CABINET).sections))
    assert all(set(shown_in(one.sections)) <= cabinet for one in papers)
    assert papers[0].subtitle.startswith("For the Executive Member for Housing, before")
    assert papers[1].subtitle.startswith("For the portfolio holder, before")
    (only,) = holders_papers(assessment, "plac")
    assert only.file_stem == "portfolio-cabinet-places-2024-25-q3"


def test_a_holder_sees_highlights_that_were_chosen_not_candidates_that_nobody_took():
    """While nobody has chosen any, the candidates are shown."""
    chosen = (Highlight(cycle=CYCLE, kpi_ref="H-1", chosen=True),)
    keys = [
        [one.key for one in report.sections if one.key.startswith("highlight")]
        for highlights in (chosen, ())
        for report in holders_papers(an_assessment(highlights=highlights))
    ]
    assert keys == [["highlight H-1"], [], ["highlight H-1"], ["highlight R-1"]]


def test_a_holder_hears_what_clt_agreed():
    """Before the whole Executive does."""
    row = Highlight(
        cycle=CYCLE, kpi_ref="H-1", chosen=True, discussed_on=date(2025, 1, 28), follow_up="Buy more"
    )  # fmt: skip
    first, second = holders_papers(an_assessment(highlights=(row,)))
    assert "Buy more" in words_of(first.sections)
    assert "Buy more" not in words_of(second.sections)
    assert "Buy more" not in words_of(made("cabinet", an_assessment(highlights=(row,)), body=CABINET).sections)  # fmt: skip


def test_kpis_without_a_portfolio_have_no_holder_to_tell():
    """The message says what concerns nobody."""
    held = assessed(
        register_of(
            quarterly("N-1", ["95"], portfolio=None),
            boards=(Board(body=CABINET, kind=BodyKind.EXECUTIVE),),
        )
    )
    with pytest.raises(UsageError, match="No portfolio"):
        holders_papers(held)


def test_what_cabinet_sees_twice_a_year_is_a_row_of_boards():
    """A second row of its kind with its own filter: due in its months alone."""
    boards = (
        Board(body=CABINET, kind=BodyKind.EXECUTIVE, frequency="Quarterly"),
        Board(
            body="Cabinet, improvement plan", kind=BodyKind.EXECUTIVE, filter="portfolio = Housing",
            frequency="Twice yearly", months="June; December",
        ),
    )  # fmt: skip
    held = an_assessment(boards=boards)
    due = {
        cycle: [one.body for one in papers_due(held.register, parse_period(cycle)).papers]
        for cycle in ("2024/25 Q3", "2024/25 Q2")
    }
    assert due["2024/25 Q3"] == ["CLT", CABINET]
    assert due["2024/25 Q2"] == ["CLT", CABINET, "Cabinet, improvement plan"]
