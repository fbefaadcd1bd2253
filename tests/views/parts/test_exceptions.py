"""Exceptions: every Red and Amber that is not a highlight, once, with reason, action and recovery."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from pmf_cli.analysis.issued.issue_history import History
from pmf_cli.register.periods.text import parse_period
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.process import Board, Highlight
from pmf_cli.register.terms import BodyKind, CommentaryKind, Rag, ReportMode
from pmf_cli.views.audience import audience_of
from pmf_cli.views.parts.exceptions import (
    exception_key,
    exceptions_part,
    page_key_of,
    row_key,
    without_the_figure,
)
from pmf_cli.views.parts.highlights import highlight_key
from tests.assessed import assessed, quarterly, register_of, tables_of, words_of
from tests.make import make_comment

CYCLE = parse_period("2024/25 Q3")


def a_register(**over: object) -> Register:
    """Two Reds, an Amber and a Green against 90; the first Red is the one highlight chosen."""
    figures = {"R-1": "70", "R-2": "71", "A-1": "87", "G-1": "95"}
    return register_of(
        *(quarterly(ref, [value]) for ref, value in figures.items()),
        highlights=(Highlight(cycle=CYCLE, kpi_ref="R-1", chosen=True),),
        **over,
    )


def part_of(register: Register, body: str = "CLT"):
    made = assessed(register)
    audience = audience_of(made, History(), body)
    return made, audience, exceptions_part(made, audience)


def test_every_red_and_amber_stands_once_among_highlights_or_exceptions():
    """None is lost, none is told twice, and no Green is among them."""
    _, _, sections = part_of(a_register())
    rows = [
        next(one.text for one in row[0].more if one.new_line).split(" · ")[0]
        for table in tables_of(sections).values()
        for row in table.rows
    ]
    assert rows == ["R-2", "A-1"]
    assert "One more is among the highlights" in words_of(sections)


def test_entries_find_the_page_that_says_why():
    """The highlight of a KPI where it has one, else its own row, wherever the table has come to it."""
    made, audience, sections = part_of(a_register())
    keys = {ref: page_key_of(made, audience, made.rating_of[ref]) for ref in made.rating_of}
    assert keys == {
        "R-1": highlight_key("R-1"),
        "R-2": row_key("R-2"),
        "A-1": row_key("A-1"),
        "G-1": "",
    }
    assert [one.key for one in sections] == [exception_key(Rag.RED), exception_key(Rag.AMBER)]
    rows = [row[0].key for table in tables_of(sections).values() for row in table.rows]
    assert rows == [row_key("R-2"), row_key("A-1")]


def test_the_services_words_are_cut_to_what_the_body_wants_and_blockages_are_named():
    """A member sees what stands in the way beside what is being done."""
    words = " ".join(f"word{number}" for number in range(80))
    comments = (
        make_comment("R-2", text=words),
        make_comment(
            "R-2", kind=CommentaryKind.ACTION, text="Vans are hired.", blockages="No budget."
        ),
    )
    boards = (Board(body="CLT", kind=BodyKind.CLT, comment_words=12),)
    _, _, sections = part_of(a_register(commentary=comments, boards=boards))
    row = tables_of(sections)["exceptions_red"].rows[0]
    why, action = row[0].whole, row[3].whole
    assert "[…]" in why and "word12" not in why
    assert action == "Vans are hired. Held up: No budget."


def test_an_amber_has_its_reason_and_its_action_each_in_whole_sentences():
    """What is being done stands in its own column, and the figure is not said over again."""
    comments = (
        make_comment(
            "A-1", text="87.0% of calls were answered. Two posts are vacant. They are advertised."
        ),
        make_comment("A-1", kind=CommentaryKind.ACTION, text="Agency staff began in January."),
    )
    boards = (Board(body="CLT", kind=BodyKind.CLT, comment_words=10),)
    _, _, sections = part_of(a_register(commentary=comments, boards=boards))
    table = tables_of(sections)["exceptions_amber"]
    told = {
        column.key: entry.text for column, entry in zip(table.columns, table.rows[0], strict=True)
    }
    assert told["why"] == "Two posts are vacant. […]"
    assert told["action"] == "Agency staff began in January."


def test_a_figure_is_dropped_only_where_more_is_said():
    """A sentence with another figure, or the only one, stays."""
    assert without_the_figure("87% came. Two left.", "87") == "Two left."
    assert without_the_figure("187% came. Two left.", "87") == "187% came. Two left."
    assert without_the_figure("Only 87% came.", "87") == "Only 87% came."


def test_a_missing_date_is_said_not_left_out():
    """Nobody has promised anything: that is news too."""
    _, _, sections = part_of(a_register())
    assert all(
        row[-1].text == "No date given" and row[-1].is_strong
        for table in tables_of(sections).values()
        for row in table.rows
    )


@pytest.mark.parametrize("mode", [ReportMode.EXCEPTION_RED, ReportMode.RED_AND_EXCEEDING])
def test_a_body_that_wants_reds_only_sees_no_ambers(mode: ReportMode):
    """The mode in its row of Boards."""
    boards = (Board(body="Scrutiny", kind=BodyKind.SCRUTINY, mode=mode),)
    _, _, sections = part_of(a_register(boards=boards), "Scrutiny")
    assert [one.key for one in sections] == [exception_key(Rag.RED)]


def test_the_figure_stands_over_its_target():
    """Both as printed, the number kept for programs."""
    _, _, sections = part_of(a_register())
    result = tables_of(sections)["exceptions_red"].rows[0][2]
    assert result.value == Decimal(71)
    assert result.whole == "71.0 target 90.0"


def test_the_public_has_no_column_of_dates_and_posts_that_it_is_never_told():
    """A column of dashes reads as if nobody knew."""
    board = Board(body="Website", kind=BodyKind.PUBLIC)
    kpis = a_register(boards=(board,))
    public = replace(kpis, kpis=tuple(replace(one, public=True) for one in kpis.kpis))
    for body, is_told in (("Website", False), ("CLT", True)):
        _, _, sections = part_of(public, body)
        assert sections
        for section in sections:
            (table,) = tables_of([section]).values()
            titles = " ".join(column.title for column in table.columns)
            assert ("Back on target" in titles, "owner" in titles) == (is_told, is_told)
