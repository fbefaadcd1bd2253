"""What stands in a paper's workbook: a printed sheet a group, figures that are figures, sources at the end."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from pmf_cli.analysis.issued.issue_history import History
from pmf_cli.register import terms
from pmf_cli.register.sheets.plan import Priority
from pmf_cli.register.sheets.process import Board
from pmf_cli.register.sheets.supporting import ListEntry
from pmf_cli.views.audience import audience_of
from pmf_cli.views.base import Table, Tone
from pmf_cli.views.entries import NO_FIGURE, NO_PART
from pmf_cli.views.parts.scorecard import scorecard_groups
from pmf_cli.views.parts.workbook import (
    about_part,
    commentary_sheet_part,
    definitions_sheet_part,
    not_rated_sheet_part,
    notes_sheet_part,
    scope_counts_part,
    scorecard_sheets_part,
    sources_part,
)
from pmf_cli.views.selection import MOST_SHORT, in_groups, short_group_name
from tests.assessed import assessed, column_of, quarterly, register_of, words_of
from tests.make import make_board, make_comment

PLACES = "Communities, Housing and Environment"
GROUP = terms.GroupedBy


def sheets(register, body: str = "CLT", **over):
    assessment = assessed(register, **over)
    return scorecard_sheets_part(assessment, audience_of(assessment, History(), body))


def table_of_sheet(section) -> Table:
    (table,) = section.blocks
    return table


def test_a_sheet_prints_ten_columns_and_keeps_the_history_in_the_row():
    """Oldest first, up to the newest, which is what the line is drawn from."""
    (section,) = sheets(register_of(quarterly("A-1", ["91", "92", "93"], directorate=PLACES)))
    table = table_of_sheet(section)
    assert table.printed_columns == 10
    behind = [column.key for column in table.columns[10:]]
    assert tuple(behind) == table.drawn_from
    assert [entry.value for entry in table.rows[0][-3:]] == [Decimal(91), Decimal(92), Decimal(93)]


def test_figures_and_changes_are_numbers():
    """Before, latest and target in the unit of their column; the change with its arrow and word in the format."""
    (section,) = sheets(register_of(quarterly("A-1", ["97", "91", "92", "93", "94"])))
    table = table_of_sheet(section)
    row = {column.key: entry for column, entry in zip(table.columns, table.rows[0], strict=True)}
    assert [row[key].value for key in ("before_1", "result", "target", "direction")] == [
        93,
        94,
        90,
        -3,
    ]
    assert row["direction"].number_format.split(";")[1] == '"▼ "#,##0.0" worse"'


def test_the_counts_of_the_cover_have_the_colours_of_their_ratings():
    """A reader sees where the Reds are before reading a number."""
    assessment = assessed(register_of(quarterly("A-1", ["70"]), quarterly("A-2", ["95"])))
    (section,) = about_part(assessment, audience_of(assessment, History(), "CLT"))
    row = table_of_sheet(section).rows[0]
    assert [one.tone for one in row[1:4]] == [Tone.RED, Tone.AMBER, Tone.GREEN]


def test_a_due_day_that_has_passed_is_not_said_to_be_the_next():
    """Nobody has said when the figure will come."""
    register = register_of(quarterly("A-1", ["91", None]))
    assessment = assessed(register)
    late = replace(
        assessment,
        ratings=tuple(replace(one, next_due=date(2024, 12, 24)) for one in assessment.ratings),
    )
    (section,) = not_rated_sheet_part(late, audience_of(late, History(), "CLT"))
    assert column_of(table_of_sheet(section), "Next due")[0].text == "No date given"


def test_every_kpi_of_a_published_workbook_has_its_definition():
    """A figure that nobody says the meaning of tells the public nothing."""
    register = register_of(quarterly("A-1", ["91"], definition="Bins missed.", data_source="Crews"))
    assessment = assessed(register)
    (section,) = definitions_sheet_part(assessment, audience_of(assessment, History(), "CLT"))
    (row,) = table_of_sheet(section).rows
    assert {"Bins missed.", "Crews"} <= {one.text for one in row}


def test_the_notes_explain_each_shorthand():
    """A reader who meets one among figures looks there."""
    assessment = assessed(register_of(quarterly("A-1", ["91"])))
    said = words_of(notes_sheet_part(assessment, audience_of(assessment, History(), "CLT")))
    assert NO_FIGURE in said and NO_PART in said


def test_a_longer_history_is_kept_beyond_the_line():
    """A body that wants five years has twenty columns, of which the line draws the last."""
    board = Board(body="Panel", kind=terms.BodyKind.SCRUTINY, history="5 years")
    (section,) = sheets(register_of(quarterly("A-1", ["91"]), boards=(board,)), "Panel")
    table = table_of_sheet(section)
    assert len(table.columns) - table.printed_columns == 20
    assert len(table.drawn_from) == 13


def test_tabs_have_names_that_make_sense_alone():
    """The register's own short name, else as many things of a list as fit; never a phrase cut off."""
    register = register_of(quarterly("A-1", ["91"], directorate=PLACES))
    assert [section.heading for section in sheets(register)] == ["Communities and Housing"]
    given = ListEntry(list_name="Directorate", entry=PLACES, short_name="Communities and housing")
    assert short_group_name(
        register_of(quarterly("A-1", ["91"]), lists=(given,)), GROUP.DIRECTORATE, PLACES
    ) == "Communities and housing"  # fmt: skip
    long = short_group_name(
        register, GROUP.DIRECTORATE, "Office for very long and wordy names of things"
    )
    assert len(long) <= MOST_SHORT and not long.endswith((" and", ","))


def test_a_body_may_tell_the_council_s_performance_from_the_wider_area_s_and_classes_apart():
    """Each kind is counted by itself, the council's own first; the counts add up (2024 report, ¶14)."""
    own, wider = terms.Scope
    register = register_of(
        quarterly("A-1", ["70"], scope=wider, kpi_class=terms.KpiClass.STATUTORY),
        quarterly("A-2", ["95"], scope=own, kpi_class=terms.KpiClass.STRATEGIC),
        quarterly("A-3", ["95"], scope=None, kpi_class=None),
    )
    found = {}
    for by in (GROUP.SCOPE, GROUP.CLASS):
        assessment = assessed(replace(register, boards=(make_board(grouped_by=by),)))
        groups = scorecard_groups(assessment, audience_of(assessment, History(), "CLT"))
        found[by] = {one.name: one.counts for one in groups}
    assert found[GROUP.SCOPE] == {
        own: "1 KPI: 1 Green", wider: "1 KPI: 1 Red", "No scope named": "1 KPI: 1 Green",
    }  # fmt: skip
    assert list(found[GROUP.SCOPE])[:2] == [own, wider]
    assert list(found[GROUP.CLASS]) == ["Strategic", "Statutory", "No class named"]


def test_the_council_s_own_performance_is_counted_apart_where_there_is_both():
    """With the same total as the counts by group; not where all KPIs are of one kind."""
    own, wider = terms.Scope
    series = [
        quarterly("A-1", ["70"], scope=wider, directorate="Parks"),
        quarterly("A-2", ["95"], scope=own, directorate="Roads"),
        quarterly("A-3", ["95"], scope=own, directorate="Parks"),
    ]
    held = assessed(register_of(*series))
    audience = audience_of(held, History(), "CLT")
    by_directorate, by_scope = (
        [[one.text for one in row] for row in made(held, audience)[0].blocks[0].rows]
        for made in (about_part, scope_counts_part)
    )
    assert by_scope[:2] == [[own, "0", "0", "2", "0", "2"], [wider, "1", "0", "0", "0", "1"]]
    assert by_scope[2] == by_directorate[2]
    alike = assessed(register_of(*series[1:]))
    assert scope_counts_part(alike, audience_of(alike, History(), "CLT")) == ()


def test_a_body_may_have_its_scorecard_by_portfolio_or_plan_outcome():
    """Each KPI in one group; those that name none come last."""
    register = register_of(
        quarterly("A-1", ["91"], portfolio="Homes", priorities=("P2",)),
        quarterly("A-2", ["91"], portfolio="Adults", priorities=("P1", "P2")),
        quarterly("A-3", ["91"], portfolio=None, priorities=()),
        priorities=(
            Priority(ref="P1", priority="Live well"),
            Priority(ref="P2", priority="Grow"),
        ),
    )
    assessment = assessed(register)
    by_portfolio = in_groups(assessment, assessment.ratings, GROUP.PORTFOLIO)
    assert list(by_portfolio) == ["Adults", "Homes", "No portfolio named"]
    by_outcome = in_groups(assessment, assessment.ratings, GROUP.PLAN_OUTCOME)
    assert {name: [one.kpi.ref for one in group] for name, group in by_outcome.items()} == {
        "Live well": ["A-2"], "Grow": ["A-1"], "No plan outcome named": ["A-3"],
    }  # fmt: skip
    board = make_board("CLT", kind=terms.BodyKind.CLT, grouped_by=GROUP.PORTFOLIO)
    changed = replace(register, boards=(board,))
    assert [section.heading for section in sheets(changed)] == list(by_portfolio)


def test_the_commentary_sheet_holds_the_words_uncut():
    """Of every KPI off target, whatever the paper has room for."""
    text = " ".join(f"word{number}" for number in range(400))
    register = register_of(
        quarterly("A-1", ["50"]),
        quarterly("A-2", ["95"]),
        commentary=(make_comment("A-1", text=text),),
    )
    assessment = assessed(register)
    (section,) = commentary_sheet_part(assessment, audience_of(assessment, History(), "CLT"))
    table = table_of_sheet(section)
    assert [entry.text for entry in column_of(table, "Ref")] == ["A-1"]
    assert "word399" in column_of(table, "Why")[0].text


def test_the_last_sheet_says_where_each_figure_comes_from():
    """A row a KPI with the cells of its result and target, which link to the register."""
    register = register_of(
        quarterly("A-1", ["50"]),
        quarterly("A-2", [None]),
        fingerprints={"KPI Data Record.xlsx": "ab" * 32},
    )
    assessment = assessed(register)
    (section,) = sources_part(assessment, audience_of(assessment, History(), "CLT"))
    table = section.blocks[-1]
    assert [entry.text for entry in column_of(table, "Ref")] == ["A-1", "A-2"]
    cells = column_of(table, "Result from")
    assert cells[0].ref is not None and cells[0].text == str(cells[0].ref)
    assert cells[1].text == "No result"
    assert "ab" * 32 in words_of([section]) and "pmf validate" in words_of([section])
