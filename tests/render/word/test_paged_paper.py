"""Papers made page by page: columns, bars, looks of tables, and numbers of pages."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import docx
import pytest

from pmf_cli.render.accessibility import word_problems
from pmf_cli.render.letters import line_count, words_width
from pmf_cli.render.office_file import packed
from pmf_cli.render.reading_back import word_gaps
from pmf_cli.render.templates import templates_for
from pmf_cli.render.theme import theme_of
from pmf_cli.render.word.markup import w
from pmf_cli.render.word.paper import word_report
from pmf_cli.shipped import shipped
from pmf_cli.views.base import (
    Column,
    Entry,
    Paragraph,
    Report,
    Section,
    Table,
    TableLook,
    TextStyle,
    Tone,
    Words,
)
from tests.render.specimens import bars, paged_report, report

PLACES = templates_for()
THEME = theme_of(PLACES)
WHOLE = paged_report()


@cache
def data() -> bytes:
    """The paper with every kind of block."""
    return word_report(WHOLE, THEME, PLACES)


@cache
def document_of_it() -> Any:
    """What python-docx reads of it."""
    return docx.Document(io.BytesIO(data()))


def opened(one: Report, folder: Path | None = None) -> Any:
    """The report printed and opened again."""
    places = templates_for(folder)
    return docx.Document(io.BytesIO(word_report(one, theme_of(places), places)))


def references(document: Any) -> dict[str, str]:
    """The last table of the paper: what is looked for, and the page that is said."""
    return {row.cells[0].text: text_of(row.cells[1]._tc) for row in document.tables[-1].rows}


def text_of(element: Any) -> str:
    """All words under an element."""
    return "".join(one.text or "" for one in element.iter(w("t")))


def changed(data: bytes, part: str, old: str, new: str) -> bytes:
    """A file with every occurrence of something in a part changed."""
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    text = parts[part].decode()
    assert old in text
    return packed({**parts, part: text.replace(old, new).encode()}, date(2024, 1, 1))


def test_pages_lie_as_sections_say_and_columns_stand_on_the_page_they_begin_on() -> None:
    """Sideways with the template's own margins; columns end in front of what follows them."""
    pages = [
        (one.page_width > one.page_height, int(one._sectPr.find(w("cols")).get(w("num")) or 1))
        for one in document_of_it().sections
    ]
    assert pages[:5] == [(False, 1), (False, 2), (False, 1), (False, 2), (False, 1)]
    assert pages[-2:] == [(True, 1), (False, 1)]
    wide, upright = document_of_it().sections[-2], document_of_it().sections[-1]
    assert wide.left_margin < upright.left_margin
    heads = [one.header.paragraphs[0].text for one in (wide, upright)]
    assert (
        heads
        == ["Aldermere City Council · Performance, October to December 2024\tOfficial · Item 7"] * 2
    )


def test_tables_side_by_side_fit_their_columns() -> None:
    """81 mm each, whatever the page."""
    widths = {
        table._tbl.find(f"{w('tblPr')}/{w('tblCaption')}").get(w("val")): sum(
            int(one.get(w("w"))) for one in table._tbl.iter(w("gridCol"))
        )
        for table in document_of_it().tables
    }
    assert widths["Ratings that are worse"] == widths["Ratings that are better"] == 4592
    assert widths["Four to worry about"] == 9638


def test_an_entry_sends_its_reader_to_the_page_of_a_section() -> None:
    """A field that the programs keep up to date, and a link; a dash where there is no such section."""
    said = references(document_of_it())
    assert said == {
        "What": "Page", "Page of moved": "2", "Page of highlight 0": "3", "Page of highlight 3": "4",
        "Page of scorecard": "6", "Page of last": "9", "Page of nowhere": "–",
    }  # fmt: skip
    marks = {one.get(w("name")) for one in document_of_it().element.body.iter(w("bookmarkStart"))}
    for field in document_of_it().element.body.iter(w("fldSimple")):
        mark = field.get(w("instr")).split()[1]
        assert mark in marks
        assert field.getparent().get(w("anchor")) == mark


def test_a_highlight_that_would_be_parted_begins_a_page() -> None:
    """Two to a page; the third heading begins the next one, and nothing is tied line by line."""
    headings = [
        one for one in document_of_it().paragraphs if one.text.startswith("Missed bins nearly")
    ]
    breaks = [one._p.find(f"{w('pPr')}/{w('pageBreakBefore')}") is not None for one in headings]
    assert breaks == [False, False, True, False, True]


def test_a_table_that_stands_last_in_columns_has_a_line_under_it() -> None:
    """LibreOffice would lay it into the first column else."""
    ends = [
        one._p for one in document_of_it().paragraphs
        if (size := one._p.find(f".//{w('cols')}")) is not None and size.get(w("num")) == "2"
    ]  # fmt: skip
    assert ends and all(one.getprevious().tag == w("p") for one in ends)


def test_no_heading_stays_behind_alone_where_a_group_would_be_parted() -> None:
    """A group that fits a page of its own, but not under the heading of its part, goes over by some rows."""
    rows = tuple((Entry(f"R-{at}"), Entry("x")) for at in range(29))
    close = Table(
        "t", "T", (Column("Ref"), Column("Words")), rows, look=TableLook.DENSE, has_caption=False
    )
    part = (
        Section(
            "Scorecard", 1, (Paragraph("What marks mean."),), page_break=True, is_sideways=True
        ),
        Section("City", 2, (close,)),
    )
    one = opened(replace(WHOLE, sections=(WHOLE.sections[0], *part)))
    (city,) = (p for p in one.paragraphs if p.text == "City")
    assert city._p.find(f"{w('pPr')}/{w('pageBreakBefore')}") is None


def test_short_highlights_need_no_page_of_their_own() -> None:
    """What fits stays where it is."""
    one = replace(WHOLE, sections=(*WHOLE.sections[:5], WHOLE.sections[5]))
    headings = [p for p in opened(one).paragraphs if p.text.startswith("Missed bins nearly")]
    assert headings[0]._p.find(f"{w('pPr')}/{w('pageBreakBefore')}") is None


def test_numbered_lists_each_begin_at_one() -> None:
    """The second list has a count of its own."""
    lines = [one for one in document_of_it().paragraphs if one.style.name == "List Number"]
    numbers = [
        one._p.pPr.numPr.numId.val if one._p.pPr.numPr is not None else None for one in lines
    ]
    assert numbers[:3] == [None] * 3
    assert len(set(numbers[3:])) == 1
    assert numbers[3] is not None


def test_further_words_stand_in_the_cell_in_their_print() -> None:
    """A grey unit on the line, a line below, a rating in its own ink beside plain words."""
    row = (
        Entry("Rent", is_strong=True, more=(Words("%", is_muted=True),)),
        Entry("81.6", Decimal("81.6"), is_strong=True, more=(Words("45.0", new_line=True),)),
        Entry("Green to", more=(Words("Red", tone=Tone.RED),)),
        Entry("Red", tone=Tone.RED, more=(Words("2 months", is_muted=True),)),
    )
    flat = (row[0], Entry("81.6"), *row[2:])
    table = Table("t", "T", tuple(Column(name) for name in "ABCD"), (row, flat))
    one = replace(report(0, charts=0), sections=(Section("Part", 1, (table,)),))
    printed = opened(one).tables[0]
    cells = printed.rows[1].cells
    assert [" ".join(cell.text.split()) for cell in cells] == [
        "Rent %",
        "81.6 45.0",
        "Green to ■ Red",
        "■ Red 2 months",
    ]
    assert cells[1].text == "81.6\n45.0"
    rent, figure, moved, rated = (cell.paragraphs[0].runs for cell in cells)
    assert (rent[0].bold, rent[1].bold) == (True, None)
    assert str(rent[1].font.color.rgb) == "555555"
    assert figure[0].font.size.pt == 12
    assert figure[1].font.size is None
    assert str(moved[1].font.color.rgb) == THEME.ink(Tone.RED)
    # Beside several lines the word alone has the colour, and no block is filled.
    assert [str(run.font.color.rgb) for run in rated] == [THEME.ink(Tone.RED), "555555"]
    assert cells[3]._tc.find(f".//{w('shd')}") is None
    # In a row of one line it is filled, and grey could not be read on the dark fill.
    filled = printed.rows[2].cells[3]
    assert {str(run.font.color.rgb) for run in filled.paragraphs[0].runs} == {"FFFFFF"}
    assert filled._tc.find(f".//{w('shd')}") is not None


def test_a_row_is_found_by_its_key_on_the_page_it_has_come_to() -> None:
    """An entry that sends its reader to a row of a long table names the row's page, not the table's first."""
    rows = tuple((Entry(f"R-{at}", key=f"row {at}"), Entry("x")) for at in range(120))
    long = Table("t", "T", (Column("Ref"), Column("Words")), rows)
    where = tuple((Entry("–", page_of=f"row {at}"),) for at in (0, 119))
    pages = Table("p", "P", (Column("Page"),), where)
    sections = (Section("First", 1, (pages,)), Section("Long", 1, (long,), page_break=True))
    one = opened(replace(report(0, charts=0), sections=sections))
    first, last = ("".join(t.text for t in row._tr.iter(w("t"))) for row in one.tables[0].rows[1:])
    assert (first, int(last) > 3) == ("2", True)


def test_captions_are_printed_where_asked_and_always_told_to_those_who_listen() -> None:
    """No caption over the tables of the front page; each table has its title all the same."""
    captions = [one.text for one in document_of_it().paragraphs if one.style.name == "Caption"]
    assert "Where to look" in captions
    assert "Four to worry about" not in captions
    assert all(
        table._tbl.find(f"{w('tblPr')}/{w('tblCaption')}").get(w("val"))
        for table in document_of_it().tables
    )


def test_bars_are_native_with_their_counts_and_words() -> None:
    """A series for each rating, edges, words inside, no axis of figures, no legend; nothing for no count."""
    with zipfile.ZipFile(io.BytesIO(data())) as parts:
        main = parts.read("word/charts/chart1.xml").decode()
        short = parts.read("word/charts/chart2.xml").decode()
    assert re.findall(r"<c:v>(Red|Amber|Green|Not rated)</c:v>", main) == [
        "Red", "Amber", "Green", "Not rated",
    ]  # fmt: skip
    assert "<a:t>■ 12 Red</a:t>" in main
    assert main.count('<c:delete val="1"/>') == 2
    assert "<c:legend>" not in main + short
    assert "<c:v>Jan–Mar 2024</c:v>" in short
    assert short.count('<c:delete val="1"/>') == 2  # the axis of figures, and the Red of one bar
    alts = [
        one.get("descr")
        for one in document_of_it().element.body.iter()
        if one.tag.endswith("}docPr")
    ]
    assert "Oct–Dec 2024: 12 Red, 19 Amber (interim), 52 Green, 20 Tracker." in alts


def test_bars_without_a_count_are_left_out() -> None:
    """No drawing of nothing."""
    none = replace(bars("none", ("Now",)), bars=())
    one = replace(report(0, charts=0), sections=(Section("Part", 1, (none,)),))
    assert not list(opened(one).element.body.iter(w("drawing")))


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("word/document.xml", ">45.0<", ">46.0<"),
        ("word/document.xml", "Eight ratings", "Nine ratings"),
        ("word/document.xml", "Ratings, by_directorate</w:t>", "</w:t>"),
        ("word/charts/chart1.xml", "<c:v>52</c:v>", "<c:v>53</c:v>"),
        ("word/charts/chart1.xml", ">■ 12 Red<", ">■ 13 Red<"),
        ("word/charts/chart2.xml", "$C$2:$C$5", "$D$2:$D$5"),
        ("word/document.xml", ">9</w:t>", ">nine</w:t>"),
    ],
)
def test_what_the_paper_says_otherwise_is_heard(part: str, old: str, new: str) -> None:
    """Further words, the statement, counts and words of bars, numbers of pages."""
    assert not word_gaps(WHOLE, THEME, data()).named
    assert word_gaps(WHOLE, THEME, changed(data(), part, old, new)).named


def test_a_reference_that_leads_nowhere_is_heard() -> None:
    """Whoever follows it would be told that the bookmark is not defined."""
    assert word_problems(data()) == ()
    broken = changed(data(), "word/document.xml", 'w:name="_Toc100003"', 'w:name="elsewhere"')
    assert any("_Toc100003" in problem for problem in word_problems(broken))


def test_a_template_from_before_prints_every_part(tmp_path: Path) -> None:
    """One look of table, plain paragraphs for what it does not know, no last page on its side."""
    with zipfile.ZipFile(shipped("templates") / "default.docx") as source:
        parts = {name: source.read(name) for name in source.namelist()}
    text = parts["word/document.xml"].decode()

    def cut(begin: str, end: str) -> None:
        nonlocal text
        first = text.index(begin)
        start = text.rindex("<w:p>", 0, first)
        stop = text.rindex("<w:p>", start, text.index(end, first))
        text = text[:start] + text[stop:]

    cut('{%p elif block.kind == "statement"', '{%p elif block.kind == "bullet"')
    cut('{%p elif block.kind == "numbered"', '{%p elif block.kind == "table"')
    cut('{%p if block.look == "dense"', "{%p else %}</w:t></w:r></w:p><w:tbl>")
    text = text.replace("{%p else %}</w:t></w:r></w:p><w:tbl>", "</w:t></w:r></w:p><w:tbl>", 1)
    after = text.index("{%p endif %}", text.index("</w:tbl>"))
    text = text[:after] + text[after + len("{%p endif %}") :]
    last = text.rindex("<w:p><w:pPr><w:sectPr>")
    text = text[:last] + text[text.rindex("<w:sectPr ") :]
    parts["word/document.xml"] = text.encode()
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "default.docx").write_bytes(packed(parts, date(2024, 1, 1)))
    document = opened(WHOLE, tmp_path)
    assert "1 note the results;" in [one.text for one in document.paragraphs]
    assert len(document.tables) == len(document_of_it().tables)
    assert references(document)["Page of moved"] == "2"


def test_a_line_holds_as_many_words_as_fit() -> None:
    """Arial's own widths: the same words in the same room take more lines in larger type."""
    words = "Household waste sent for reuse, recycling and composting " * 4
    room = words_width("Household waste sent for reuse, recycling", 11)
    assert line_count("Household waste", room, 11) == 1
    assert line_count(words, room, 11) < line_count(words, room, 14)
    assert line_count("one\ntwo", room, 11) == 2
    assert line_count("x" * 200, room, 11) == -(-words_width("x" * 200, 11) // room)


def test_a_paragraphs_label_is_bold_in_every_kind() -> None:
    """The first half of the one sentence of a paper stands out."""
    statement = next(
        one for one in document_of_it().paragraphs if one.style.name == "PMF Statement"
    )
    assert statement.runs[0].bold
    assert statement.text.startswith("63% of rated KPIs are Green")
    labelled = replace(
        report(0, charts=0),
        sections=(Section("Part", 1, (Paragraph("words", TextStyle.NUMBERED, label="Ask:"),)),),
    )
    line = next(one for one in opened(labelled).paragraphs if one.style.name == "List Number")
    assert line.text == "Ask: words"


def test_a_group_of_a_scorecard_is_not_parted_where_it_fits_a_page() -> None:
    """The second group would run over: its heading begins the next page."""
    table = next(one for one in WHOLE.tables() if one.look is TableLook.DENSE)
    groups = tuple(
        Section(
            f"Group {at}", 2, (replace(table, name=f"g{at}", title=f"G{at}", rows=table.rows[:18]),)
        )
        for at in range(2)
    )
    card = Section("Scorecard", 1, (), key="scorecard", is_sideways=True)
    document = opened(replace(WHOLE, sections=(WHOLE.sections[0], card, *groups)))
    first, second = (one for one in document.paragraphs if one.text.startswith("Group"))
    assert first._p.find(f"{w('pPr')}/{w('pageBreakBefore')}") is None
    assert second._p.find(f"{w('pPr')}/{w('pageBreakBefore')}") is not None


def test_words_under_a_table_keep_their_distance() -> None:
    """A table has no space of its own around it."""
    table = Table("t", "T", (Column("A"),), ((Entry("1"),),))
    one = replace(
        report(0, charts=0), sections=(Section("Part", 1, (table, Paragraph("Words below."))),)
    )
    below = next(p for p in opened(one).paragraphs if p.text == "Words below.")
    assert below.paragraph_format.space_before.pt == 5
