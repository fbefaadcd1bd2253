"""Word papers: everything in the report stands in the file, in the council's looks."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import pytest
from lxml import etree

from pmf_cli.errors import UsageError
from pmf_cli.render.templates import templates_for
from pmf_cli.render.theme import theme_of
from pmf_cli.render.word.drawings import sparkline_run
from pmf_cli.render.word.markup import NAMESPACES, parsed
from pmf_cli.render.word.paper import word_report
from pmf_cli.shipped import shipped
from pmf_cli.views.base import (
    Align,
    Column,
    Entry,
    Paragraph,
    Report,
    Section,
    Spark,
    Table,
    TextStyle,
    Tone,
)
from tests.render.specimens import AWKWARD, report
from tests.render.word.first_template import first_template

PLACES = templates_for()
THEME = theme_of(PLACES)


def made(one: Report, folder: Path | None = None) -> Any:
    """The report printed and opened again."""
    places = templates_for(folder)
    return docx.Document(io.BytesIO(word_report(one, theme_of(places), places)))


def of_table(table: Table, **over: Any) -> Report:
    """A report of one section with one table."""
    whole = report(0, charts=0)
    return replace(whole, sections=(Section("Part", 1, (table,)),), **over)


def found(document: Any, path: str) -> list[Any]:
    """Elements of the body by XPath."""
    return document.element.body.xpath(path)  # python-docx knows the prefix w


def restyled(folder: Path, name: str, old: str, new: str, times: int = 1) -> None:
    """The shipped template with a change, as often as asked for (-1: everywhere), put among the register's own templates."""
    from pmf_cli.render.office_file import packed

    with zipfile.ZipFile(shipped("templates") / "default.docx") as source:
        parts = {part: source.read(part) for part in source.namelist()}
    text = parts["word/document.xml"].decode()
    assert old in text
    parts["word/document.xml"] = text.replace(old, new, times).encode()
    (folder / "templates").mkdir(exist_ok=True)
    (folder / "templates" / name).write_bytes(packed(parts, date(2024, 1, 1)))


def test_title_headings_and_paragraphs_keep_their_kinds() -> None:
    """Each kind of paragraph has its own style, headings their level."""
    document = made(report(2))
    styles = {p.text: p.style.name for p in document.paragraphs}
    assert styles["Performance report to the Corporate Leadership Team"] == "Title"
    assert styles["Summary"] == "Heading 1"
    assert styles["Place"] == "Heading 2"
    assert styles["A point."] == "List Bullet"
    assert styles["A note."] == "PMF Note"
    assert styles["8 of 12 KPIs are rated: 3 Green, 3 Amber and 2 Red."] == "PMF Lead"
    assert styles["As at: 31/12/2024"] == "PMF Fact"
    assert "Reason: A round was suspended." in styles


def test_awkward_text_stands_as_it_is() -> None:
    """Ampersands, brackets, braces and equals signs are words; control characters go."""
    table = Table("t", "T", (Column("A&B <c>"),), tuple((Entry(text),) for text in AWKWARD))
    words = tuple(Paragraph(text, label="R&D:") for text in AWKWARD)
    one = replace(
        report(0, charts=0),
        title="R&D <5 {{7*7}}",
        sections=(Section("{{7*7}} & more", 1, (*words, table)),),
    )
    document = made(one)
    clean = [text.replace("\x07", "").replace("\x1b", "") for text in AWKWARD]
    assert [row.cells[0].text for row in document.tables[0].rows] == ["A&B <c>", *clean]
    texts = [p.text for p in document.paragraphs]
    assert "R&D <5 {{7*7}}" in texts
    assert "{{7*7}} & more" in texts
    for text in clean:
        assert f"R&D: {text}" in texts


def test_every_row_and_cell_of_a_table_is_printed() -> None:
    """Nothing is left out of a scorecard, whatever its length."""
    one = report(40, charts=0)
    document = made(one)
    for table, printed in zip(one.tables(), document.tables, strict=True):
        assert len(printed.rows) == len(table.rows) + 1
        assert [c.text for c in printed.rows[0].cells] == [c.title for c in table.columns]
        for row, cells in zip(table.rows, list(printed.rows)[1:], strict=True):
            for entry, cell in zip(row, cells.cells, strict=True):
                if entry.spark is None:
                    assert cell.text == THEME.marked(entry.text, entry.tone)


def test_ratings_have_word_mark_fill_and_text_colour() -> None:
    """Colour is never alone and never left to the program that opens the paper."""
    rows = tuple(
        (Entry(word, tone=tone),)
        for word, tone in (
            ("Red", Tone.RED),
            ("Amber (interim)", Tone.AMBER),
            ("Green", Tone.GREEN),
            ("Tracker", Tone.UNRATED),
        )
    )
    document = made(of_table(Table("t", "T", (Column("Rating"),), rows)))
    assert [c.text for c in document.tables[0].columns[0].cells][1:] == [
        "■ Red",
        "◆ Amber (interim)",
        "● Green",
        "– Tracker",
    ]
    fills = [e.get(f"{{{NAMESPACES['w']}}}fill") for e in found(document, ".//w:tc/w:tcPr/w:shd")]
    assert fills == ["96151D", "FBDD9E"]
    colours = [
        e.get(f"{{{NAMESPACES['w']}}}val")
        for e in found(document, ".//w:tr[position()>1]//w:rPr/w:color")
    ]
    assert colours == ["FFFFFF", "1A1A1A", "0B5D45", "555555"]


def test_tables_are_marked_up_for_those_who_listen() -> None:
    """Heading rows repeat, rows hold together, captions and descriptions are there."""
    document = made(report(12, charts=0))
    for table in found(document, "./w:tbl"):
        assert len(table.xpath("./w:tr[1]/w:trPr/w:tblHeader")) == 1
        assert len(table.xpath("./w:tr/w:trPr/w:cantSplit")) == len(table.xpath("./w:tr"))
        assert table.xpath("./w:tblPr/w:tblCaption/@w:val")[0].startswith("Scorecard: ")
        assert table.xpath("./w:tblPr/w:tblDescription/@w:val")[0].startswith("Every KPI of")
        assert table.xpath("./w:tblPr/w:tblLayout/@w:type") == ["fixed"]
        assert table.xpath("./w:tblPr/w:tblLook/@w:firstRow") == ["1"]


def test_no_table_is_wider_than_its_page() -> None:
    """Scorecards lie sideways, and every table fits between the margins."""
    document = made(report(12))
    pages = [
        (s.page_width, s.page_height, (s.page_width - s.left_margin - s.right_margin) // 635)
        for s in document.sections
    ]
    assert [width > height for width, height, _ in pages] == [False, True, False]
    for table in found(document, "./w:tbl"):
        width = sum(int(value) for value in table.xpath("./w:tblGrid/w:gridCol/@w:w"))
        assert width <= pages[1][2]


def test_sparklines_are_shapes_with_a_sentence() -> None:
    """Each trend is a drawing in line with the text whose alternative text says it."""
    one = report(12, charts=0)
    document = made(one)
    sparks = [e.spark for t in one.tables() for r in t.rows for e in r if e.spark is not None]
    said = [e.get("descr") for e in found(document, ".//*[local-name()='docPr']")]
    assert said == [spark.alt for spark in sparks]
    assert len(found(document, ".//*[local-name()='wgp']")) == len(sparks)
    assert not found(document, ".//w:txbxContent")


def test_the_target_of_a_sparkline_turns_only_where_it_is_another() -> None:
    """Level over the periods of the same target, upright halfway between two; begun anew after a gap."""
    targets = (None, "80", "80", "80.0", "90", None, "90")
    spark = Spark(
        tuple(map(Decimal, (80, 81, 82, 83, 84, 85, 90))),
        tuple(None if one is None else Decimal(one) for one in targets),
        "Rising.",
    )
    run = parsed(sparkline_run(spark, 1, THEME, 1000))
    line = next(run.iter(f"{{{NAMESPACES['a']}}}path"))
    drawn = [
        (step.tag.rpartition("}")[2], int(step[0].get("x")), int(step[0].get("y"))) for step in line
    ]
    left, right = 34_000, 601_000
    middles = [left + (right - left) * (2 * at + 1) // 12 for at in range(6)]
    low, high = 181_000, 34_000
    assert drawn == [
        ("moveTo", middles[0], low),
        ("lnTo", middles[3], low),
        ("lnTo", middles[3], high),
        ("lnTo", middles[4], high),
        ("moveTo", middles[5], high),
        ("lnTo", right, high),
    ]


def test_charts_are_native_with_their_figures() -> None:
    """A chart has its sentence, its figures in a workbook, gaps as gaps, and each line named."""
    data = word_report(report(2, charts=2), THEME, PLACES)
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        charts = [name for name in parts.namelist() if name.startswith("word/charts/chart")]
        assert len(charts) == 2
        root = etree.fromstring(parts.read(charts[0]))
        embedded = [name for name in parts.namelist() if name.startswith("word/embeddings/")]
        assert len(embedded) == 2
    text = etree.tostring(root, encoding="unicode")
    for words in ("Target 42", "Result", "Year before 39.1", "collection strike", "England 43.1"):
        assert words in text
    assert 'dispBlanksAs val="gap"' in text
    document = docx.Document(io.BytesIO(data))
    alts = [e.get("descr") for e in found(document, ".//*[local-name()='docPr']")]
    assert alts.count("Below target in 8 of the 11 quarters with a figure.") == 2


def test_long_papers_have_contents_that_link_and_short_ones_have_none() -> None:
    """Every heading of the first two levels is listed and leads to its mark."""
    document = made(report(80, charts=1))
    links = {
        "".join(h.xpath(".//w:t/text()")): h.get(f"{{{NAMESPACES['w']}}}anchor")
        for h in found(document, ".//w:hyperlink")
    }
    assert list(links) == [s.heading for s in report(80, charts=1).sections]
    marks = {e.get(f"{{{NAMESPACES['w']}}}name") for e in found(document, ".//w:bookmarkStart")}
    assert set(links.values()) == marks
    assert "Contents" not in [p.text for p in made(report(4, charts=0)).paragraphs]


def test_properties_are_of_the_report_and_its_date() -> None:
    """Title with for whom, language, dates and council come from the data; nothing tells of the machine."""
    one = replace(report(2), council="Aldermere & Co", subtitle="Report to CLT, 18 February 2025")
    document = made(one)
    properties = document.core_properties
    assert properties.title == f"{one.title}: Report to CLT, 18 February 2025"
    (application,) = (
        part.blob
        for part in document.part.package.iter_parts()
        if part.partname.endswith("app.xml")
    )
    assert b"<Company>Aldermere &amp; Co</Company>" in application
    assert b"Macintosh" not in application
    assert properties.language == "en-GB"
    assert properties.created.date() == date(2024, 12, 31)
    assert properties.author == properties.last_modified_by == "Aldermere & Co"
    assert "python-docx" not in properties.comments
    languages = document.styles.element.xpath(".//w:docDefaults//w:lang/@w:val")
    assert languages == ["en-GB"]
    footer = "".join(p.text for p in document.sections[0].footer.paragraphs)
    assert "As at 31 December 2024" in footer
    header = "".join(p.text for p in document.sections[0].header.paragraphs)
    assert "CLT report 2024/25 Q3" in header


def test_a_reports_own_template_comes_before_the_general_one(tmp_path: Path) -> None:
    """clt.docx prints the CLT report; other reports keep default.docx."""
    restyled(tmp_path, "clt.docx", "{{ report.title }}", "House style: {{ report.title }}")
    one = report(2)
    assert made(one, tmp_path).paragraphs[0].text.startswith("House style: Performance")
    other = made(replace(one, name="dmt"), tmp_path)
    assert other.paragraphs[0].text.startswith("Performance")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("{{ report.title }}", "{{ report.titel }}", "titel"),
        ("{{ report.title }}", "{{ ''.__class__ }}", "__class__"),
        ("{{ report.title }}", "{{ 'a' * 10 }}", "mul"),
        ("{%p endif %}", "", "endif"),
        ("{{ report.title }}", "{{ report.contents_place }} and more", "place"),
    ],
)
def test_a_template_with_a_mistake_is_told_by_its_name(
    tmp_path: Path, old: str, new: str, told: str
) -> None:
    """The file and what is wrong in it, never a traceback."""
    restyled(tmp_path, "default.docx", old, new)
    with pytest.raises(UsageError) as caught:
        made(report(2), tmp_path)
    assert "default.docx" in caught.value.message
    assert told in caught.value.message


def test_a_paper_that_some_cannot_read_is_refused(tmp_path: Path) -> None:
    """A template that drops the headings' style makes a paper nobody can find their way in."""
    restyled(tmp_path, "default.docx", '<w:pStyle w:val="Heading1"/>', "", -1)
    with pytest.raises(UsageError, match=r"Heading 1|jumps"):
        made(report(2), tmp_path)


def test_the_shipped_template_is_the_one_that_the_script_makes() -> None:
    """default.docx can be made anew; part by part it is what is committed."""
    with (
        zipfile.ZipFile(shipped("templates") / "default.docx") as kept,
        zipfile.ZipFile(io.BytesIO(first_template())) as new,
    ):
        assert kept.namelist() == new.namelist()
        for name in ("word/document.xml", "word/styles.xml", "word/footer1.xml"):
            old = etree.tostring(etree.fromstring(kept.read(name)), method="c14n")
            assert old == etree.tostring(etree.fromstring(new.read(name)), method="c14n")


def test_line_breaks_and_tabs_in_cells_stay() -> None:
    """A two-line comment is two lines in one cell."""
    table = Table(
        "t",
        "T",
        (Column("A"), Column("B", 1, Align.NUMBER)),
        ((Entry("one\ntwo\tthree"), Entry("1")),),
    )
    assert made(of_table(table)).tables[0].rows[1].cells[0].text == "one\ntwo\tthree"


@pytest.mark.parametrize(
    "printed",
    [
        "{{ section.heading }}",
        "{{ section.heading | upper }}",
        "Part: {{ section.heading }}",
        "{% if section.heading != 'Other' %}{{ section.heading }}{% endif %}",
    ],
)
def test_a_heading_is_known_by_its_place_whatever_its_words(tmp_path: Path, printed: str) -> None:
    """Own words or capitals in a heading: its part is listed, linked and turned all the same."""
    one = report(80, charts=1)
    ours = made(one)
    restyled(tmp_path, "default.docx", "{{ section.heading }}", printed)
    theirs = made(one, tmp_path)
    shape = [(s.page_width, s.page_height) for s in ours.sections]
    assert [(s.page_width, s.page_height) for s in theirs.sections] == shape
    links = [len(found(document, ".//w:hyperlink")) for document in (ours, theirs)]
    assert links == [len(one.sections)] * 2


def test_headings_may_be_listed_anywhere_and_words_that_equal_one_are_no_heading(
    tmp_path: Path,
) -> None:
    """A list of headings on the title page, holds their words alone."""
    listed = "{% for one in report.sections %}{{ one.heading }}; {% endfor %}"
    restyled(
        tmp_path, "default.docx", "{{ report.subtitle }}", f"{{{{ report.subtitle }}}}. {listed}"
    )
    one = report(80, charts=1)
    data = word_report(one, THEME, templates_for(tmp_path))
    texts = [p.text for p in docx.Document(io.BytesIO(data)).paragraphs]
    assert any(text.endswith("; ".join(s.heading for s in one.sections) + "; ") for text in texts)
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        whole = "".join(parts.read(n).decode() for n in parts.namelist() if n.endswith(".xml"))
    assert not set(whole) & set("\ue000\ue001\ue002")


def test_an_empty_report_is_still_a_paper() -> None:
    """A register without results prints its sentences."""
    one = replace(
        report(0, charts=0),
        sections=(
            Section("Nothing yet", 1, (Paragraph("There are no KPIs in scope.", TextStyle.LEAD),)),
        ),
        facts=(),
        footer="",
    )
    assert "There are no KPIs in scope." in [p.text for p in made(one).paragraphs]
