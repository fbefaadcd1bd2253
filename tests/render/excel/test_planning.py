"""Which sheets a workbook has, and what of a section they show."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pmf_cli.render.excel.names import Names
from pmf_cli.render.excel.planning import planned_sheets, sheet_blocks
from pmf_cli.views.base import (
    Bar,
    BarPart,
    Bars,
    Column,
    Entry,
    Paragraph,
    Section,
    SideBySide,
    Table,
    TextStyle,
    Tone,
)
from tests.render.specimens import report


def table(title: str, *columns: str) -> Table:
    """A table of one row of text."""
    names = columns or ("A", "B")
    return Table(title, title, tuple(map(Column, names)), (tuple(map(Entry, names)),))


def test_bars_are_their_sentence_and_numbered_lines_have_their_numbers() -> None:
    """Each run of numbered lines begins with 1; columns side by side stand one after the other."""
    bars = Bars("b", "Ratings", "1 Red.", (Bar("Now", (BarPart(1, "1", Tone.RED),)),))
    numbered = [Paragraph(text, TextStyle.NUMBERED) for text in "abc"]
    blocks = (*numbered[:2], SideBySide((bars,), (numbered[2],)))
    said = [one.text for one in sheet_blocks(Section("S", 1, blocks)) if isinstance(one, Paragraph)]
    assert said == ["1. a", "2. b", "1 Red.", "1. c"]


def test_a_published_workbook_is_without_what_only_staff_can_follow() -> None:
    """The cells of the register that a figure came from, and the day on which it came in."""
    columns = tuple(Column(key, key=key) for key in ("ref", "value", "cell", "received_on"))
    one = Table("d", "Data", columns, (tuple(map(Entry, "abcd")),))
    made = replace(report(0, charts=0), workbook=(Section("Data", 1, (one,)),))

    def shown(*, published: bool) -> list[str]:
        _, sheet = planned_sheets(made, Names(), published=published)
        return [column.key for column in sheet.tables[0].columns]

    assert shown(published=False) == ["ref", "value", "cell", "received_on"]
    assert shown(published=True) == ["ref", "value"]


def test_a_column_of_page_numbers_is_left_out() -> None:
    """A sheet has no pages to send anybody to; a column that says more stays."""
    row = (Entry("WM-03"), Entry("–", page_of="highlight WM-03"))
    one = Table("t", "T", (Column("Ref"), Column("Page")), (row, row))
    mixed = replace(one, rows=(row, (Entry("ED-08"), Entry("none"))))
    shown, kept = sheet_blocks(Section("S", 1, (one, mixed)))
    assert isinstance(shown, Table)
    assert [column.title for column in shown.columns] == ["Ref"]
    assert kept == mixed


def test_words_stand_over_the_first_table_of_their_section() -> None:
    """The tables behind it have sheets of their own, under whole phrases."""
    tables = table("What grows, and which KPIs say so"), table("Two open issues, of fourteen known")
    section = Section("Risks", 1, (Paragraph("Read this."), *tables))
    _, first, second = planned_sheets(
        replace(report(0, charts=0), workbook=(Section("Cover", 1, ()), section)), Names()
    )
    assert (first.name, first.title) == ("Risks", tables[0].title)
    assert [one.text for one in first.words] == ["Read this."]
    assert (second.name, second.tables) == ("Two open issues", tables[1:])


@pytest.mark.parametrize(
    ("wish", "otherwise", "name"),
    [
        ("What grows, and which KPIs say so", "Risks", "What grows"),
        ("Ratings in July to September 2024, and now", "Notes", "Notes"),
        ("Household waste sent for recycling and more", "", "Household waste sent"),
        ("Communities (all of them, and others)", "", "Communities"),
        ("A/B: costs", "", "A B costs"),
    ],
)
def test_tabs_hold_whole_phrases(wish: str, otherwise: str, name: str) -> None:
    """At most 31 signs; no name breaks off in the middle or ends with a small word."""
    assert Names().sheet(wish, otherwise) == name


def test_a_section_of_a_sentence_stands_on_the_cover() -> None:
    """Under its heading; nobody opens a sheet for a sentence."""
    sections = (
        Section("Cover", 1, (Paragraph("3 Red."),)),
        Section("Corrections", 1, (Paragraph("No figure was corrected."),)),
        Section("Scope", 1, (Paragraph("Two KPIs ended."), table("Ended"))),
    )
    cover, scope = planned_sheets(replace(report(0, charts=0), workbook=sections), Names())
    assert [one.text for one in cover.words] == [
        "3 Red.",
        "Corrections",
        "No figure was corrected.",
    ]
    assert scope.name == "Scope"


def test_what_only_staff_can_follow_is_not_in_a_published_workbook() -> None:
    """The cells of the register mean nothing to others."""
    sections = Section("Cover", 1, ()), Section("Sources", 1, (table("T"),), traces=True)
    one = replace(report(0, charts=0), workbook=sections)
    assert [sheet.traces for sheet in planned_sheets(one, Names())] == [False, True]
    assert len(planned_sheets(one, Names(), published=True)) == 1
