"""The audience of a paper is its row of ``Boards`` read whole."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pmf_cli.analysis.issued.issue_history import History
from pmf_cli.errors import UsageError
from pmf_cli.register import terms
from pmf_cli.register.periods.steps import shift
from pmf_cli.register.sheets.process import Board
from pmf_cli.render.templates import templates_for
from pmf_cli.render.theme import theme_of
from pmf_cli.render.word.paper import word_report
from pmf_cli.views.audience import audience_of, narrowed
from tests.assessed import assessed, quarterly, register_of, words_of
from tests.make import make_comment
from tests.papers import made

PANEL = "Parks and Culture Panel"


def register(*comments, **over):
    """Two directorates, and a panel for the KPIs of one."""
    fields = {"body": PANEL, "kind": terms.BodyKind.SCRUTINY, "filter": "directorate = Parks"}
    return register_of(
        quarterly("A-1", ["91", "80"], directorate="Parks", public=True),
        quarterly("A-2", ["91", "92"], directorate="Parks", public=False),
        quarterly("B-1", ["91", "70"], directorate="Resources", public=True),
        boards=(Board(**(fields | over)),),
        commentary=comments,
    )


def the_panel(**over):
    assessment = assessed(register(**over))
    return assessment, audience_of(assessment, History(), PANEL)


def test_its_kpis_are_those_of_its_filter():
    """Nothing that a part could tell of is left of the others."""
    assessment, panel = the_panel()
    assert [rating.kpi.ref for rating in panel.ratings] == ["A-1", "A-2"]
    assert not panel.is_whole
    assert set(narrowed(assessment, panel).rating_of) == {"A-1", "A-2"}


def test_no_colour_is_worked_out_again_for_a_body_but_each_period_has_its_own():
    """A paper about some KPIs goes back through years of Red, which would take as long again."""
    assessment, panel = the_panel()
    narrow = narrowed(assessment, panel)
    assert narrow.colours is assessment.colours
    assert narrow.past is assessment.past
    other = replace(narrow, period=shift(narrow.period, -1))
    assert other.colours is not narrow.colours


def test_what_is_published_holds_public_kpis_alone():
    """A KPI that is not marked as public is in no paper that everybody reads."""
    _, panel = the_panel(public_paper=True)
    assert panel.is_public and [rating.kpi.ref for rating in panel.ratings] == ["A-1"]


@pytest.mark.parametrize(
    ("words", "periods"),
    [("8 quarters", 8), ("13 months", 13), ("5 years", 20), ("from 2018/19", 9), (None, 9)],
)
def test_depth_of_history_is_read_from_its_words(words: str | None, periods: int):
    """What counts no periods leaves the number of the settings."""
    from pmf_cli.settings import Settings

    settings = Settings(clt={"history": 9})
    assessment = assessed(register(history=words), settings=settings)
    assert audience_of(assessment, History(), PANEL).periods == periods


def test_its_row_decides_what_its_papers_show():
    """Comment length, highlights, splits, benchmarks and mode are its own."""
    _, panel = the_panel(
        comment_words=12, most_highlights=2, splits_shown=False, benchmarks_shown=False,
        mode=terms.ReportMode.EXCEPTION_RED, standing_recommendation="Note the report.",
    )  # fmt: skip
    assert (panel.comment_words, panel.highlights) == (12, 2)
    assert not panel.shows_splits and not panel.shows_benchmarks
    assert panel.mode is terms.ReportMode.EXCEPTION_RED
    assert panel.recommendation == "Note the report."


def test_comments_for_other_papers_are_not_read_to_it():
    """What is written for CLT alone does not reach scrutiny."""
    for use_in, is_there in ((terms.UseIn.CLT, False), (terms.UseIn.SCRUTINY, True)):
        comment = make_comment("A-1", text="Two mowers broke.", use_in=(use_in,))
        paper = made("clt", assessed(register(comment)), body=PANEL)
        assert ("Two mowers broke." in words_of(paper.sections)) is is_there


def test_the_paper_speaks_of_its_body_by_name():
    """No part says CLT where the paper is for another body, nor tells of KPIs that it is not given."""
    paper = made("clt", assessed(register()), body=PANEL)
    words = words_of(paper.sections)
    assert f"to {PANEL}" in words and PANEL in paper.subtitle
    assert "CLT Scorecard" not in words and "B-1" not in words


@pytest.mark.parametrize("name", ["none.docx", "../default.docx", "a/b.docx"])
def test_a_template_that_is_not_there_is_refused(name: str, tmp_path):
    """A body's own template is used, or the paper is not written."""
    paper = made("changes", assessed(register(template=name)), body=PANEL)
    templates = templates_for(tmp_path)
    with pytest.raises(UsageError, match="which the sheet Boards names"):
        word_report(paper, theme_of(templates), templates)
