"""The catalogue of papers: each body with its paper, how often and what in it."""

from __future__ import annotations

from pmf_cli.register.sheets.process import Board
from pmf_cli.register.terms import BodyKind, ReportMode
from pmf_cli.views.base import Report
from pmf_cli.views.papers import PAPERS
from tests.assessed import assessed, column_of, quarterly, register_of, tables_of
from tests.papers import made

BOARDS = (
    Board(body="Top Team", kind=BodyKind.CLT, frequency="Quarterly", months="February; May"),
    Board(body="Growth DMT", kind=BodyKind.DMT, filter="directorate = Growth"),
    Board(
        body="Everybody", kind=None, frequency="Yearly", months="July",
        mode=ReportMode.HIGHLIGHTS, benchmarks_shown=False,
    ),
)  # fmt: skip


def catalogue(body: str = "") -> Report:
    """The catalogue of three bodies over two KPIs."""
    register = register_of(
        quarterly("A-1", ["95"], directorate="Growth"),
        quarterly("A-2", ["95"], directorate="Resources"),
        boards=BOARDS,
    )
    return made("catalogue", assessed(register), body=body)


def test_each_body_stands_once_with_its_paper_its_months_and_how_many_kpis_it_is_given():
    """A body of a kind for which there is no paper is said to have none."""
    table = tables_of(catalogue())["who_gets_what"]
    assert [one.text for one in column_of(table, "Body")] == [board.body for board in BOARDS]
    papers = [one.text for one in column_of(table, "Paper")]
    assert papers[:2] == ["clt", "dmt"] and papers[2] not in PAPERS
    assert [one.text for one in column_of(table, "KPIs")] == ["2", "1", "2"]
    assert "February and May" in column_of(table, "How often")[0].whole


def test_what_each_body_wants_to_see_is_that_of_its_row():
    """Mode, benchmarks and which KPIs."""
    table = tables_of(catalogue())["what_is_in_it"]
    assert [one.text for one in column_of(table, "Mode")][2] == "Highlights"
    assert [one.text for one in column_of(table, "Benchmarks")] == ["Yes", "Yes", "No"]
    assert column_of(table, "Which KPIs")[1].text == "directorate = Growth"


def test_every_paper_that_there_is_stands_in_it():
    """A new paper needs no line here."""
    table = tables_of(catalogue())["papers"]
    assert [one.text for one in column_of(table, "Paper")] == list(PAPERS)


def test_a_body_that_is_not_given_everything_finds_itself_alone():
    """What other bodies want is no concern of a team."""
    table = tables_of(catalogue("Growth DMT"))["who_gets_what"]
    assert [one.text for one in column_of(table, "Body")] == ["Growth DMT"]
