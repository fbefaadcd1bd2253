"""Papers in large print: one column, every word and figure of the usual paper."""

from __future__ import annotations

import io
import re
from collections import Counter
from dataclasses import replace
from decimal import Decimal

import docx
import pytest

from pmf_cli.render.html.paper import html_report
from pmf_cli.render.reading_back.pages import FoundPaper
from pmf_cli.render.templates import templates_for
from pmf_cli.render.theme import theme_of
from pmf_cli.render.word.markup import value_at, w
from pmf_cli.render.word.paper import word_report
from pmf_cli.views.base import (
    Bar,
    BarPart,
    Bars,
    Column,
    Entry,
    Gauge,
    Paragraph,
    Report,
    Section,
    SideBySide,
    Spark,
    Table,
    TableLook,
    TextStyle,
    Tone,
    Words,
)
from pmf_cli.views.large_print import in_large_print
from tests.render.specimens import report as specimen
from tests.render.word.test_adopting import the_report
from tests.running import EXAMPLE, pmf

THEME = theme_of(templates_for())


def words_of(report: Report) -> Counter[str]:
    """Every word of its paragraphs and tables, small drawings by their sentence, pages left out."""
    found: Counter[str] = Counter()

    def take(*texts: str) -> None:
        for text in texts:
            found.update(re.findall(r"[\w%£.,'’-]+", text.replace(";", " ")))

    for section in report.sections:
        take(section.heading)
        for block in section.plain_blocks:
            match block:
                case Paragraph():
                    take(block.label, block.text)
                case Table():
                    for entry in (one for row in block.rows for one in row if not one.page_of):
                        drawn = (
                            entry.trend.alt
                            if entry.trend
                            else entry.gauge.alt
                            if entry.gauge
                            else entry.text
                        )
                        take(drawn, *(one.text for one in entry.more))
                case Bars():
                    take(*(block.alt.split("; ")))
    return found


def test_a_paper_in_large_print_holds_every_word_of_the_usual_one() -> None:
    """Of CLT's paper of the example; nothing but numbers of pages goes."""
    usual = the_report()
    assert not words_of(usual) - words_of(in_large_print(usual))


def test_nothing_stands_beside_anything_else() -> None:
    """No columns, no page on its side, no table of more than three columns, no drawing in a cell."""
    large = in_large_print(the_report())
    for section in large.sections:
        assert not section.is_sideways
        assert not any(isinstance(one, SideBySide | Bars) for one in section.blocks)
    for table in large.tables():
        assert len(table.columns) <= 3
        assert not any(one.spark or one.gauge or one.page_of for row in table.rows for one in row)
    assert large.file_stem.endswith("-large-print")


def lines_of(*tables: Table | Bars) -> list[tuple[str, str, str]]:
    """Style, label and words of what becomes of tables."""
    report = replace(specimen(0, charts=0), sections=(Section("A", 1, tables),))
    (section,) = in_large_print(report).sections
    return [
        (one.style.value, one.label, one.text)
        for one in section.blocks
        if isinstance(one, Paragraph)
    ]


def test_a_row_of_a_wide_table_becomes_a_block() -> None:
    """Reference and name, the lines below the name, then a line a column; a trend is its sentence."""
    spark = Spark((Decimal(1), Decimal(2)), (), "From 1 to 2.")
    named = Entry("Bins", more=(Words("%"), Words("Missed in the week", new_line=True)))
    row = (
        Entry("WM-01"), named, Entry("12", more=(Words("target 10", new_line=True),)),
        Entry("▂▃", spark=spark), Entry("3", page_of="x"), Entry("Red", tone=Tone.RED),
    )  # fmt: skip
    columns = tuple(Column(one) for one in ("Ref", "KPI", "Now", "13 results", "Page", "Rating"))
    assert lines_of(Table("t", "All", columns, (row,))) == [
        ("label", "", "All"),
        ("label", "", "WM-01 Bins %"),
        ("body", "", "Missed in the week"),
        ("bullet", "Now:", "12; target 10"),
        ("bullet", "", "From 1 to 2."),
        ("bullet", "Rating:", "Red"),
    ]
    risk = (Entry("CR-05", more=(Words("A home is unsafe."),)), *row[1:])
    assert lines_of(Table("t", "All", columns, (risk,)))[1:3] == [
        ("label", "", "CR-05 A home is unsafe."),
        ("bullet", "KPI:", "Bins %; Missed in the week"),
    ]
    strip = Table("s", "S", columns, (row,), look=TableLook.STRIP, has_caption=False)
    assert lines_of(strip)[:2] == [
        ("bullet", "Ref:", "WM-01"),
        ("bullet", "KPI:", "Bins %; Missed in the week"),
    ]


def test_bars_are_said_bar_by_bar() -> None:
    """By the sentence that they have for those who cannot see them."""
    parts = (BarPart(3, "3", Tone.RED), BarPart(4, "4", Tone.GREEN))
    bars = Bars(
        "b",
        "By team",
        "A: 3 Red and 4 Green; B: 3 Red and 4 Green.",
        (Bar("A", parts), Bar("B", parts)),
    )
    assert [text for _, _, text in lines_of(bars)] == [
        "By team",
        "A: 3 Red and 4 Green",
        "B: 3 Red and 4 Green.",
    ]


def test_a_bar_in_a_small_table_is_what_it_shows() -> None:
    """A small table stays one."""
    gauge = Gauge(Decimal("0.5"), "Kiln Lane: 150, off target")
    table = Table(
        "t",
        "T",
        (Column("Place"), Column("Now")),
        ((Entry("Kiln Lane"), Entry("150", gauge=gauge)),),
    )
    report = replace(specimen(0, charts=0), sections=(Section("A", 1, (table,)),))
    (made,) = in_large_print(report).tables()
    assert [one.text for one in made.rows[0]] == ["Kiln Lane", "Kiln Lane: 150, off target"]


def test_word_is_18_points_and_more_one_and_a_half_apart_on_the_left() -> None:
    """Every style that is used, head and foot, and what paragraphs say against their style; read back as ever."""
    data = word_report(in_large_print(specimen(12)), THEME, templates_for())
    document = docx.Document(io.BytesIO(data))
    assert all(one.page_width < one.page_height for one in document.sections)
    roots = [document.element.body, document.styles.element]
    roots += [part._element for one in document.sections for part in (one.header, one.footer)]
    for root in roots:
        sizes = [
            int(one.get(w("val"))) for one in root.iter(w("sz")) if one.getparent().tag == w("rPr")
        ]
        assert min(sizes, default=36) >= 36
        assert not {one.get(w("val")) for one in root.iter(w("jc"))} & {"both", "center", "right"}
        assert not list(root.iter(w("i")))
    usual = next(
        one for one in document.styles.element.iter(w("style")) if one.get(w("default")) == "1"
    )
    assert value_at(usual, "pPr/spacing", "line") == "360"
    used = {value_at(one, "pPr/pStyle") for one in document.element.body.iter(w("p"))}
    for style in document.styles.element.iter(w("style")):
        if style.get(w("styleId")) in used:
            assert value_at(style, "pPr/spacing", "line") in (None, "360")
    charts = [one for one in FoundPaper(data).lines if one.part]
    assert charts
    drawn = FoundPaper(data).parts[charts[0].part].decode()
    assert {int(one) for one in re.findall(r'sz="(\d+)"', drawn)} == {1800}


def test_a_page_is_18_points_on_the_screen_and_on_paper() -> None:
    """Whatever the council's own look says."""
    page = html_report(in_large_print(specimen(2)), THEME, templates_for()).decode()
    assert "html { font-size: 150%" in page
    assert "font-size: 150%" not in html_report(specimen(2), THEME, templates_for()).decode()


@pytest.mark.parametrize("words", [("clt",), ("--body", "Executive Board")])
def test_the_command_writes_large_print_beside_the_usual_paper(
    tmp_path, words: tuple[str, ...]
) -> None:
    """Word alone where no format is named; never a workbook."""
    ran = pmf("report", *words, "--large-print", "--register", EXAMPLE, "--output", tmp_path)
    assert ran.code == 0, ran.all
    (made,) = tmp_path.iterdir()
    assert made.name.endswith("-large-print.docx")
    ran = pmf(
        "report",
        *words,
        "--large-print",
        "--format",
        "xlsx",
        "--register",
        EXAMPLE,
        "--output",
        tmp_path,
    )
    assert ran.code == 2
    assert "A workbook has no large print" in ran.all


def test_styles_of_paragraphs_stay() -> None:
    """A recommendation is still a numbered line."""
    styles = {
        one.style
        for s in in_large_print(the_report()).sections
        for one in s.blocks
        if isinstance(one, Paragraph)
    }
    assert TextStyle.NUMBERED in styles
    assert TextStyle.STATEMENT in styles
