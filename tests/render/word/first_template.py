"""The first ``default.docx``: what a council restyles in Word. Run to make it anew.

    python -m tests.render.word.first_template templates/default.docx

Every kind of paragraph has a style of its own, and a prepared table shows how tables look. The
words between braces are filled in for each report; a council may move them, add words around
them and change every style.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from pmf_cli.render.office_file import rezip
from pmf_cli.render.word.markup import Element, parsed, w
from pmf_cli.render.word.paper import without_thumbnail

FONT = "Arial"
INK = "1A1A1A"
NAVY = "17365D"
GREY = "555555"
HAIRLINE = "BFC5CC"
MADE = datetime(2024, 4, 1)  # noqa: DTZ001 - Office keeps no zone
STYLES = (
    # name, points, colour, bold, before, after
    ("Title", 22, NAVY, True, 0, 2),
    ("Subtitle", 14, INK, False, 0, 4),
    ("Heading 1", 17, NAVY, True, 14, 4),
    ("Heading 2", 13, NAVY, True, 14, 4),
    ("Heading 3", 11, NAVY, True, 10, 3),
    ("Caption", 9.5, NAVY, True, 6, 3),
)
OWN_STYLES = (
    ("PMF Lead", 11, INK, False, 0, 5),
    ("PMF Statement", 14, NAVY, False, 16, 16),
    ("PMF Subtitle", 10, GREY, False, 0, 5),
    ("PMF Note", 9.5, GREY, False, 3, 6),
    ("PMF Label", 11, NAVY, True, 6, 4),
    ("PMF Fact", 10, GREY, False, 0, 1),
    ("PMF Cell", 9.5, INK, False, 0, 0),
    ("PMF Cell Number", 9.5, INK, False, 0, 0),
    ("PMF Cell Heading", 9.5, NAVY, True, 0, 0),
    ("PMF Strip", 9.5, INK, True, 0, 0),
    ("PMF Strip Heading", 9.5, GREY, False, 0, 0),
    ("PMF Chart", 9.5, INK, False, 2, 5),
    ("PMF Contents", 13, NAVY, True, 14, 4),
    ("PMF Margin", 9.5, GREY, False, 0, 0),
    ("toc 1", 11, INK, False, 2, 2),
    ("toc 2", 11, INK, False, 0, 2),
)
KEPT_WITH_NEXT = ("PMF Label", "PMF Contents", "PMF Subtitle")
MESSAGE, FRONT = 15, 13
"""Points of a heading that is a message, and of those on the front page, whose title stands over them."""


@dataclass(frozen=True)
class Page:
    """A page's size and margins in millimetres, and how far its head and foot stand from the edge."""

    across: float
    along: float
    side: float
    top: float
    bottom: float
    head: float
    foot: float

    @property
    def room(self) -> float:
        """What is left between the margins."""
        return self.across - 2 * self.side


UPRIGHT = Page(210, 297, 20, 20, 19, 12, 8)
SIDEWAYS = Page(297, 210, 10, 14.5, 13, 7.5, 5)


def first_template() -> bytes:
    """The template as bytes; the same each time."""
    from docx import Document

    document = Document()
    _styles(document)
    _page(document.sections[0], UPRIGHT)
    _body(document)
    _sideways(document)
    properties = document.core_properties
    properties.title, properties.author = "Template for papers", "pmf"
    properties.comments, properties.last_modified_by = "", "pmf"
    properties.created = properties.modified = MADE
    properties.language = "en-GB"
    without_thumbnail(document)
    _modern(document)
    buffer = io.BytesIO()
    document.save(buffer)
    return rezip(buffer.getvalue(), MADE.date())


def _styles(document: Any) -> None:
    from docx.enum.style import WD_STYLE_TYPE

    root = document.styles.element
    language = root.find(f"{w('docDefaults')}/{w('rPrDefault')}/{w('rPr')}/{w('lang')}")
    language.set(w("val"), "en-GB")
    for theme_font in list(root.iter(w("rFonts"))):
        theme_font.getparent().remove(theme_font)
    normal = document.styles["Normal"]
    _font(normal, 11, INK)
    _spacing(normal, 0, 5, line=1.08)
    for name, size, colour, bold, before, after in STYLES:
        style = document.styles[name]
        _font(style, size, colour, bold=bold)
        _spacing(style, before, after, line=1.0)
        style.paragraph_format.keep_with_next = True
        style.font.italic = False
        for border in list(style.element.iter(w("pBdr"))):
            border.getparent().remove(border)
        for spaced in list(style.element.rPr.iter(w("spacing"), w("kern"))):
            spaced.getparent().remove(spaced)
    for name, size, colour, bold, before, after in OWN_STYLES:
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = normal
        _font(style, size, colour, bold=bold)
        _spacing(style, before, after, line=1.0)
        style.quick_style = True
    for name in KEPT_WITH_NEXT:
        document.styles[name].paragraph_format.keep_with_next = True
    document.styles["PMF Lead"].paragraph_format.line_spacing = 1.08
    statement = document.styles["PMF Statement"]
    statement.paragraph_format.line_spacing = 1.12
    _ruled(statement.element, 12, NAVY, 9, "top", "bottom")
    document.styles["toc 2"].paragraph_format.left_indent = 180_000
    figures = document.styles["PMF Cell Number"].element
    figures.get_or_add_pPr().append(parsed('<w:jc w:val="right"/>'))
    for name in ("toc 1", "toc 2"):
        style = document.styles[name].element
        style.set(w("styleId"), name.upper().replace(" ", ""))
    _spacing(document.styles["List Bullet"], 0, 3)
    _numbered(document)
    for name, title, hairlines, along, across in (
        ("PMFTable", "PMF Table", True, 48, 60),
        ("PMFDense", "PMF Dense", True, 36, 48),
        ("PMFStripTable", "PMF Strip Table", False, 25, 60),
    ):
        root.append(_table_style(name, title, (along, across), hairlines=hairlines))


def _modern(document: Any) -> None:
    """Word lays out as it does new files: a table's edge, not its words, on the margin."""
    for setting in document.settings.element.iter(w("compatSetting")):
        if setting.get(w("name")) == "compatibilityMode":
            setting.set(w("val"), "15")


def _numbered(document: Any) -> None:
    """The numbers of numbered lists: bold, without a full stop, the words 7 mm further in."""
    style = document.styles["List Number"]
    _spacing(style, 0, 3)
    numbering = document.part.numbering_part.element
    number = style.element.pPr.numPr.numId.val
    chosen = next(one for one in numbering.findall(w("num")) if one.numId == number)
    kind = chosen.abstractNumId.val
    listed = next(
        one
        for one in numbering.findall(w("abstractNum"))
        if int(one.get(w("abstractNumId"))) == kind
    )
    for level in listed.findall(w("lvl")):
        listed.remove(level)
    listed.append(
        parsed(
            '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
            '<w:pStyle w:val="ListNumber"/><w:lvlText w:val="%1"/><w:lvlJc w:val="left"/>'
            '<w:pPr><w:tabs><w:tab w:val="num" w:pos="397"/></w:tabs>'
            '<w:ind w:left="397" w:hanging="397"/></w:pPr><w:rPr><w:b/></w:rPr></w:lvl>'
        )
    )


def _ruled(styled: Element, eighths: int, colour: str, gap: int, *sides: str) -> None:
    """Rules over or under a paragraph, or those of a style: thick in eighths of a point, the gap in points."""
    lines = "".join(
        f'<w:{side} w:val="single" w:sz="{eighths}" w:space="{gap}" w:color="{colour}"/>'
        for side in sides
    )
    properties = styled.get_or_add_pPr()
    before = [properties.find(w(name)) for name in ("pStyle", "keepNext", "keepLines", "numPr")]
    place = max((properties.index(one) + 1 for one in before if one is not None), default=0)
    properties.insert(place, parsed(f"<w:pBdr>{lines}</w:pBdr>"))


def _font(style: Any, size: float, colour: str, *, bold: bool = False) -> None:
    from docx.shared import Pt, RGBColor

    style.font.name = FONT
    style.element.rPr.rFonts.set(w("cs"), FONT)
    style.font.size = Pt(size)
    style.font.bold = bold or None
    style.font.color.rgb = RGBColor.from_string(colour)


def _spacing(style: Any, before: float, after: float, *, line: float | None = None) -> None:
    from docx.shared import Pt

    form = style.paragraph_format
    form.space_before, form.space_after = Pt(before), Pt(after)
    if line is not None:
        form.line_spacing = line


def _table_style(name: str, title: str, room: tuple[int, int], *, hairlines: bool) -> Element:
    """Rules across and none down; ``room`` over and under words, and beside them, in twentieths of a point."""
    along, across = room
    navy = f'w:val="single" w:sz="12" w:space="0" w:color="{NAVY}"'
    hair = f'w:val="single" w:sz="4" w:space="0" w:color="{HAIRLINE}"'
    if hairlines:
        lines = f"<w:bottom {navy}/><w:insideH {hair}/>"
        head = f"<w:tcPr><w:tcBorders><w:bottom {navy}/></w:tcBorders></w:tcPr>"
    else:
        lines, head = f"<w:top {navy}/><w:bottom {hair}/>", ""
    return parsed(
        f'<w:style w:type="table" w:customStyle="1" w:styleId="{name}">'
        f'<w:name w:val="{title}"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="99"/>'
        f"<w:qFormat/><w:tblPr><w:tblBorders>{lines}</w:tblBorders><w:tblCellMar>"
        f'<w:top w:w="{along}" w:type="dxa"/><w:left w:w="{across}" w:type="dxa"/>'
        f'<w:bottom w:w="{along}" w:type="dxa"/><w:right w:w="{across}" w:type="dxa"/></w:tblCellMar>'
        f'</w:tblPr><w:tblStylePr w:type="firstRow">{head}</w:tblStylePr></w:style>'
    )


def _page(section: Any, page: Page) -> None:
    from docx.enum.section import WD_ORIENT
    from docx.shared import Mm

    lies = page.across > page.along
    section.orientation = WD_ORIENT.LANDSCAPE if lies else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(page.across), Mm(page.along)
    section.left_margin = section.right_margin = Mm(page.side)
    section.top_margin, section.bottom_margin = Mm(page.top), Mm(page.bottom)
    section.header_distance, section.footer_distance = Mm(page.head), Mm(page.foot)
    _margin(
        section.header,
        page,
        "bottom",
        ("{{ report.header }}", "\t", "{{ report.classification }}"),
    )
    _margin(
        section.footer,
        page,
        "top",
        ("As at {{ report.as_at }}", "\t", "Page ", "PAGE", " of ", "NUMPAGES"),
    )


def _margin(holder: Any, page: Page, side: str, words: Sequence[str]) -> None:
    """The head or foot of a page: words left and right, a hairline between them and the page."""
    from docx.enum.text import WD_TAB_ALIGNMENT
    from docx.shared import Mm

    holder.is_linked_to_previous = False
    paragraph = holder.paragraphs[0]
    paragraph.style = "PMF Margin"
    paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(page.room), WD_TAB_ALIGNMENT.RIGHT)
    _ruled(paragraph._p, 4, HAIRLINE, 5, side)
    for word in words:
        if word in ("PAGE", "NUMPAGES"):
            field = f'<w:fldSimple w:instr=" {word} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
            paragraph._p.append(parsed(field))
        else:
            paragraph.add_run(word)


def _sideways(document: Any) -> None:
    """A last, empty page lying sideways: how pages that lie sideways are to look."""
    section = document.add_section()
    _page(section, SIDEWAYS)
    document.add_paragraph()


def _body(document: Any) -> None:
    def add(text: str, style: str = "Normal", size: float = 0) -> None:
        from docx.shared import Pt

        paragraph = document.add_paragraph(style=style)
        run = paragraph.add_run(text)
        if size:
            run.font.size = Pt(size)

    add("{{ report.title }}", "Title")
    add("{{ report.subtitle }}", "Subtitle")
    add("{%p for fact in report.facts %}")
    add("{%p if fact.label %}")
    add("{{ fact.label }}: {{ fact.text }}", "PMF Fact")
    add("{%p else %}")
    add("{{ fact.text }}", "PMF Fact")
    add("{%p endif %}")
    add("{%p endfor %}")
    add("{%p if report.contents %}")
    add("Contents", "PMF Contents")
    add("{{ report.contents_place }}", "Normal")
    add("{%p endif %}")
    add("{%p for section in report.sections %}")
    add("{%p if section.level == 1 and section.is_front %}")
    add("{{ section.heading }}", "Heading 1", FRONT)
    add("{%p elif section.level == 1 and section.begins_page %}")
    add("{{ section.heading }}", "Heading 1")
    document.paragraphs[-1].paragraph_format.space_before = 0
    add("{%p elif section.level == 1 %}")
    add("{{ section.heading }}", "Heading 1")
    add("{%p elif section.level == 2 and section.is_message %}")
    add("{{ section.heading }}", "Heading 2", MESSAGE)
    add("{%p elif section.level == 2 %}")
    add("{{ section.heading }}", "Heading 2")
    add("{%p else %}")
    add("{{ section.heading }}", "Heading 3")
    add("{%p endif %}")
    add("{%p for block in section.blocks %}")
    for at, (kind, style) in enumerate(
        (
            ("lead", "PMF Lead"),
            ("statement", "PMF Statement"),
            ("subtitle", "PMF Subtitle"),
            ("bullet", "List Bullet"),
            ("note", "PMF Note"),
            ("label", "PMF Label"),
        )
    ):
        add(f'{{%p {"if" if at == 0 else "elif"} block.kind == "{kind}" %}}')
        add("{%p if block.label %}")
        _labelled(document, "{{ block.label }}", " {{ block.text }}", style)
        add("{%p else %}")
        add("{{ block.text }}", style)
        add("{%p endif %}")
    add('{%p elif block.kind == "numbered" %}')
    # Word counts; the number in block.label is for templates whose list does not.
    add("{%p if block.own_label %}")
    _labelled(document, "{{ block.own_label }}", " {{ block.text }}", "List Number")
    add("{%p else %}")
    add("{{ block.text }}", "List Number")
    add("{%p endif %}")
    add('{%p elif block.kind == "table" %}')
    add("{%p if block.title %}")
    add("{{ block.title }}", "Caption")
    add("{%p endif %}")
    add('{%p if block.look == "dense" %}')
    _prepared_table(document, "PMFDense", "PMF Cell Heading", "PMF Cell", height=326)
    add('{%p elif block.look == "strip" %}')
    _prepared_table(document, "PMFStripTable", "PMF Strip Heading", "PMF Strip")
    add("{%p else %}")
    _prepared_table(document, "PMFTable", "PMF Cell Heading", "PMF Cell")
    add("{%p endif %}")
    add('{%p elif block.kind == "chart" %}')
    add("{%p if block.title %}")
    add("{{ block.title }}", "Caption")
    add("{%p endif %}")
    add("{{ block.place }}", "PMF Chart")
    add("{%p if block.note %}")
    add("{{ block.note }}", "PMF Note")
    add("{%p endif %}")
    add("{%p elif block.label %}")
    _labelled(document, "{{ block.label }}", " {{ block.text }}", "Normal")
    add("{%p else %}")
    add("{{ block.text }}")
    add("{%p endif %}")
    add("{%p endfor %}")
    add("{%p endfor %}")


def _labelled(document: Any, label: str, text: str, style: str) -> None:
    paragraph = document.add_paragraph(style=style)
    paragraph.add_run(label).bold = True
    paragraph.add_run(text)


def _prepared_table(
    document: Any, table_style: str, heading: str, cell: str, height: int = 0
) -> None:
    """A heading row and a body row: how tables look.

    Four cells a row: the first column, one of text, one of figures, the last column. The outer
    ones reach the edge of the text, so that rules and words stand on one line. Rows are at least
    as high as asked for, in twentieths of a point.
    """
    table = document.add_table(2, 4)
    properties = table._tbl.tblPr
    for old in properties.findall(w("tblStyle")):
        properties.remove(old)
    properties.insert(0, parsed(f'<w:tblStyle w:val="{table_style}"/>'))
    figures = "PMF Cell Number" if cell == "PMF Cell" else cell
    words = (
        ("{{ block.place }}", "Heading of text", "Heading of figures", "Last heading"),
        ("First", "Text", "Figures", "Last"),
    )
    styles = ((heading,) * 4, (cell, cell, figures, figures))
    for row, texts, named in zip(table.rows, words, styles, strict=True):
        for at, (one, text, style) in enumerate(zip(row.cells, texts, named, strict=True)):
            one.paragraphs[0].style = document.styles[style]
            one.paragraphs[0].add_run(text)
            of_cell = one._tc.get_or_add_tcPr()
            edge = {0: "left", 3: "right"}.get(at)
            if edge:
                of_cell.append(parsed(f'<w:tcMar><w:{edge} w:w="0" w:type="dxa"/></w:tcMar>'))
            if height and texts is words[1]:
                of_cell.append(parsed('<w:vAlign w:val="center"/>'))
            if texts is words[0]:
                of_cell.append(parsed('<w:vAlign w:val="bottom"/>'))
    if height:
        table.rows[1]._tr.get_or_add_trPr().append(parsed(f'<w:trHeight w:val="{height}"/>'))
    if cell == "PMF Cell":
        for one in table.rows[0].cells[2:]:
            one.paragraphs[0]._p.get_or_add_pPr().append(parsed('<w:jc w:val="right"/>'))


if __name__ == "__main__":
    Path(sys.argv[1]).write_bytes(first_template())
