"""Finished papers are read back: whatever they lack, or show otherwise than the report, is heard."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

import docx
import pytest

from pmf_cli.errors import UsageError
from pmf_cli.render.excel.book import excel_report
from pmf_cli.render.office_file import packed
from pmf_cli.render.reading_back import excel_gaps, word_gaps
from pmf_cli.render.templates import templates_for
from pmf_cli.render.theme import theme_of
from pmf_cli.render.word.paper import word_report
from pmf_cli.shipped import shipped
from pmf_cli.views.base import (
    Align,
    Column,
    Entry,
    Paragraph,
    Report,
    Section,
    Table,
    TextStyle,
)
from tests.render.specimens import QUARTERS, bars, chart, report
from tests.running import EXAMPLE, pmf

USUAL_TABLE = r"(\{%p else %\}</w:t></w:r></w:p>)<w:tbl>.*?</w:tbl>"
"""The prepared table of the template for tables without a look of their own, after its branch."""
PLACES = templates_for()
THEME = theme_of(PLACES)
STYLED = tuple(
    Paragraph(f"Words of a paragraph in the style {style}.", style, label=label)
    for style in TextStyle
    for label in ("", f"Label {style}:")
)
IN_BARS = "Counts in bars"
"""A section of Word papers alone."""
WHOLE = replace(
    report(12, charts=2),
    sections=(
        *report(12, charts=2).sections,
        Section("Styles", 1, STYLED),
        Section("Deeper", 2, ()),
        Section("Deepest", 3, (Paragraph("The last words."),)),
        Section(IN_BARS, 2, (bars("the_quarters_before", QUARTERS),)),
    ),
)
COUNTS = Table(
    "counts",
    "Counts of ratings",
    (Column("Directorate"), Column("Red", 1, Align.NUMBER)),
    ((Entry("Place"), Entry("1", Decimal(1), "0")),),
)
BOOK = replace(
    WHOLE,
    workbook=(
        Section("Cover", 1, (Paragraph("3 Red."), COUNTS)),
        *(
            replace(one, blocks=one.blocks)
            for one in WHOLE.sections
            if one.blocks and one.heading != IN_BARS
        ),
    ),
)


@cache
def word() -> bytes:
    """The paper in Word."""
    return word_report(WHOLE, THEME, PLACES)


@cache
def excel() -> bytes:
    """Its workbook."""
    return excel_report(BOOK, THEME, PLACES)


def changed(data: bytes, part: str, old: str, new: str) -> bytes:
    """A file with something changed once in a part: a pattern and what stands in its place."""
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    text, count = re.subn(old, new, parts[part].decode(), count=1, flags=re.DOTALL)
    assert count == 1
    return packed({**parts, part: text.encode()}, date(2024, 1, 1))


def template(folder: Path, changes: Mapping[str, str], part: str = "word/document.xml") -> None:
    """The shipped template with changes, as the register's own."""
    data = (shipped("templates") / "default.docx").read_bytes()
    for old, new in changes.items():
        data = changed(data, part, old, new)
    (folder / "templates").mkdir(exist_ok=True)
    (folder / "templates" / "default.docx").write_bytes(data)


def refusal(folder: Path, one: Report = WHOLE) -> str:
    """What is said where the paper is refused."""
    places = templates_for(folder)
    with pytest.raises(UsageError) as told:
        word_report(one, theme_of(places), places)
    return told.value.message


def test_papers_as_pmf_makes_them_lack_nothing() -> None:
    """Word and both flavours of Excel hold each part that the report asks for."""
    in_word = word_gaps(WHOLE, THEME, word())
    in_excel = excel_gaps(BOOK, THEME, excel(), published=False)
    public = excel_report(BOOK, THEME, PLACES, published=True)
    assert not in_word.named
    assert not in_excel.named
    assert not excel_gaps(BOOK, THEME, public, published=True).named
    assert in_word.asked["heading"] == len(WHOLE.sections)
    assert (in_word.asked["chart"], in_excel.asked["chart"]) == (3, 2)
    assert in_word.asked["table"] == 2
    assert in_excel.asked["table"] == 3


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (USUAL_TABLE, r"\1", "table"),
        (r"\{\{ block\.place \}\}(?=</w:t></w:r></w:p><w:p><w:pPr/><w:r><w:t>\{%p if block.note)", " ", "chart"),
        (r"(elif section\.level == 2 %\}.*?)\{\{ section\.heading \}\}", r"\1 ", "heading"),
        (r"(level == 1 %\}.*?)<w:pStyle w:val=\"Heading1\"/>", r"\1", "heading"),
        (r"(kind == \"bullet\".*?)\{\{ block\.text \}\}", r"\1 ", "paragraph"),
        (r"(kind == \"note\".*?)\{\{ block\.label \}\}", r"\1 ", "paragraph"),
        (r"\{\{ block\.note \}\}", " ", "paragraph"),
        (r"\{% ?p for section in report\.sections %\}", "{%p for section in report.sections[:1] %}", ""),
        (r"(kind == \"chart\".*?)\{\{ block\.title \}\}", r"\1 ", "paragraph"),
        (r"\{\{ report\.title \}\}", " ", "paragraph"),
        (r"(kind == \"lead\".*?<w:r>)(?=<w:t>\{\{ block\.text)", r"\1<w:rPr><w:vanish/></w:rPr>", "paragraph"),
    ],
)  # fmt: skip
def test_a_template_without_one_of_the_places_is_refused(
    tmp_path: Path, old: str, new: str, told: str
) -> None:
    """Whatever was taken out of the template, the paper would lack it: none is made."""
    template(tmp_path, {old: new})
    assert told in refusal(tmp_path)


@pytest.mark.parametrize(
    "look",
    [
        '<w:rPr><w:vanish/></w:rPr>',
        '<w:rPr><w:color w:val="FFFFFF"/></w:rPr>',
        '<w:rPr><w:sz w:val="2"/></w:rPr>',
    ],
)  # fmt: skip
@pytest.mark.parametrize("style", ["Heading1", "PMFNote"])
def test_a_style_that_hides_words_is_heard(tmp_path: Path, style: str, look: str) -> None:
    """Hidden, white on white, or too small to be seen is as good as missing."""
    own = rf'(<w:style [^>]*w:styleId="{style}".*?)(?:<w:rPr>.*?</w:rPr>)?(</w:style>)'
    template(tmp_path, {own: rf"\1{look}\2"}, "word/styles.xml")
    assert "would lack" in refusal(tmp_path)


def test_a_prepared_table_that_hides_figures_is_heard(tmp_path: Path) -> None:
    """The table is there, its figures cannot be seen."""
    own = r'(<w:style [^>]*w:styleId="PMFCellNumber".*?)(?:<w:rPr>.*?</w:rPr>)?(</w:style>)'
    template(tmp_path, {own: r"\1<w:rPr><w:vanish/></w:rPr>\2"}, "word/styles.xml")
    told = refusal(tmp_path)
    assert "does not show" in told or "headings are not shown" in told


def test_a_council_may_move_and_add_words(tmp_path: Path) -> None:
    """Own words between the fields, capitals, and no title page facts: nothing is missing."""
    template(
        tmp_path,
        {
            r"\{\{ report\.title \}\}": "Our council: {{ report.title | upper }}",
            r"(kind == \"note\".*?)\{\{ block\.text \}\}": r"\1Note: {{ block.text }} (pmf)",
        },
    )
    places = templates_for(tmp_path)
    assert word_report(WHOLE, theme_of(places), places)


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("word/document.xml", r"(<w:tr>.*?)84\.5%", r"\g<1>84.6%"),
        ("word/document.xml", r"<w:t[^>]*>Words of a paragraph in the style note\.</w:t>", ""),
        ("word/document.xml", r">The last words\.<", ">The last word.<"),
        ("word/document.xml", r'descr="KPI 3: from', 'descr="KPI 4: from'),
        ("word/charts/chart1.xml", r"<c:v>36\.9</c:v>", "<c:v>36.8</c:v>"),
        ("word/charts/chart1.xml", r"(<c:v>Result</c:v>.*?<c:xVal>.*?\$)2(:.*?\$)13<", r"\g<1>3\g<2>14<"),
        ("word/charts/chart1.xml", r"(<c:v>Result</c:v>.*?<c:yVal>.*?)\$[A-Z]+\$2:\$[A-Z]+\$13<", r"\g<1>$B$2:$B$13<"),
        ("word/charts/chart1.xml", r"(<c:v>Target</c:v>.*?<c:yVal>.*?<c:v>)40<", r"\g<1>41<"),
        ("word/charts/chart1.xml", r"(<c:v>Expected</c:v>.*?<c:yVal>.*?<c:v>)41<", r"\g<1>42<"),
        ("word/charts/chart1.xml", r"(<c:v>England</c:v>.*?<c:v>)43\.1<", r"\g<1>43.2<"),
        ("word/charts/chart1.xml", r"(<c:v>2 Aug: collection strike</c:v>.*?<c:pt idx=.0.><c:v>)\d+", r"\g<1>44000"),
        ("word/charts/chart1.xml", r"(>[^<]*)37\.9(</a:t>)", r"\g<1>37.8\2"),
    ],
)  # fmt: skip
def test_another_figure_in_word_than_in_the_report_is_heard(part: str, old: str, new: str) -> None:
    """A cell, a paragraph, the words of a trend, a chart's figures, the cells it is drawn from."""
    names = zipfile.ZipFile(io.BytesIO(word())).namelist()
    charts = sorted(name for name in names if name.startswith("word/charts/chart"))
    found = charts[0] if part.startswith("word/charts") else part
    assert word_gaps(WHOLE, THEME, changed(word(), found, old, new)).named


def sheet_with(text: str) -> str:
    """The part of the workbook's sheets that holds a text first."""
    with zipfile.ZipFile(io.BytesIO(excel())) as parts:
        names = sorted(parts.namelist())
        return next(
            name
            for name in names
            if name.startswith("xl/") and text in parts.read(name).decode(errors="replace")
        )


@pytest.mark.parametrize(
    ("within", "old", "new"),
    [
        ("sparkline>", r"(<xm:f>'[^']*'!K)(\d+)(:W)\d+(</xm:f>)", r"\g<1>2\g<3>2\4"),
        ("sparkline>", r"<xm:sqref>I5</xm:sqref>", "<xm:sqref>I99</xm:sqref>"),
        ("sparkline>", r"(<xm:f>'[^']*'!)K(\d+)", r"\1L\2"),
        ("sparkline>", r'(<c r="M5"[^>]*><v>)[^<]*', r"\g<1>1"),
        ("conditionalFormatting", r'(<conditionalFormatting sqref="G)\d+', r"\g<1>7"),
        ("conditionalFormatting", r"<conditionalFormatting.*?</conditionalFormatting>", ""),
        ("<autoFilter", r'(<autoFilter ref="[A-Z]+\d+:[A-Z]+)\d+', r"\g<1>7"),
        ("<hyperlink ", r'location="\'Styles\'!A1"', "location=\"'Part'!A1\""),
        ("Print_Titles", r"(Print_Titles[^>]*>[^<]*!)\$\d+:\$\d+", r"\1$1:$1"),
        ("c:numCache", r"<c:v>36\.9</c:v>", "<c:v>36.8</c:v>"),
        ("c:numCache", r"(<c:v>Result</c:v>.*?\$)(\d+):(\$[A-Z]+\$)(\d+)", r"\g<1>2:\g<3>13"),
        ("3 Red.", r">3 Red\.<", ">4 Red.<"),
    ],
)
def test_another_figure_or_range_in_excel_than_in_the_report_is_heard(
    within: str, old: str, new: str
) -> None:
    """Sparklines, rules of colour, filters, links, headings in print, charts, cells, words."""
    broken = changed(excel(), sheet_with(within), old, new)
    assert excel_gaps(BOOK, THEME, broken, published=False).named


@pytest.mark.parametrize("is_path", [False, True])
def test_a_chart_shows_what_it_should_though_a_period_has_no_figure(is_path: bool) -> None:
    """Gaps are gaps in the drawing, in its cells and in what is read back; targets as steps or a path."""
    shown = replace(chart(), is_path=is_path)
    one = replace(BOOK, workbook=(Section("Trend", 1, (shown,)),))
    data = excel_report(one, THEME, PLACES)
    assert not excel_gaps(one, THEME, data, published=False).named
    other = replace(one, workbook=(Section("Trend", 1, (replace(shown, is_path=not is_path),)),))
    assert excel_gaps(other, THEME, data, published=False).named


@pytest.mark.parametrize("lacking", ["fields", "the prepared table"])
def test_the_command_refuses_a_template_without_places_and_writes_nothing(
    tmp_path: Path, lacking: str
) -> None:
    """A council's own heading paper, and one whose prepared table was deleted by mistake."""
    if lacking == "fields":
        own = docx.Document(io.BytesIO((shipped("templates") / "default.docx").read_bytes()))
        for element in list(own.element.body)[:-1]:
            own.element.body.remove(element)
        own.add_heading("1. Purpose of report", 1)
        own.add_paragraph("Type here.")
        (tmp_path / "templates").mkdir()
        own.save(tmp_path / "templates" / "default.docx")
    else:
        template(tmp_path, {USUAL_TABLE: r"\1"})
    ran = pmf(
        "report", "clt", "--register", EXAMPLE, "--templates", tmp_path / "templates",
        "--output", tmp_path / "out", "--format", "docx",
    )  # fmt: skip
    assert ran.code == 2
    assert not (tmp_path / "out").exists()
    refused = next(line for line in ran.err.splitlines() if "would lack" in line)
    assert "default.docx" in refused
    assert "tables of" in refused
