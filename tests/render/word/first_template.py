"""The first ``default.docx``: what a council restyles in Word. Run to make it anew.

    python -m tests.render.word.first_template templates/default.docx

Every kind of paragraph has a style of its own, and a prepared table shows how tables look. The
words between braces are filled in for each report; a council may move them, add words around
them and change every style.
"""

from __future__ import annotations

import io
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from pmf_cli.render.office_file import rezip
from pmf_cli.render.word.markup import Element, parsed, w

FONT = "Arial"
NAVY = "1F3864"
GREY = "595959"
RULE = "BFBFBF"
MADE = datetime(2024, 4, 1)  # noqa: DTZ001 - Office keeps no zone
TABLE_STYLE = "PMFTable"


def first_template() -> bytes:
    """The template as bytes; the same each time."""
    from docx import Document

    document = Document()
    _styles(document)
    _page(document)
    _body(document)
    _footer(document)
    properties = document.core_properties
    properties.title, properties.author = "Template for papers", "pmf"
    properties.comments, properties.last_modified_by = "", "pmf"
    properties.created = properties.modified = MADE
    properties.language = "en-GB"
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
    _font(normal, 11, "000000")
    _spacing(normal, 0, 6, line=1.08)
    for name, size, before, after, colour in (
        ("Title", 28, 0, 4, NAVY),
        ("Subtitle", 16, 0, 10, GREY),
        ("Heading 1", 20, 18, 8, NAVY),
        ("Heading 2", 15, 14, 6, NAVY),
        ("Heading 3", 12, 12, 4, NAVY),
        ("Caption", 10, 8, 4, "262626"),
    ):
        style = document.styles[name]
        _font(style, size, colour, bold=name != "Subtitle")
        _spacing(style, before, after)
        style.paragraph_format.keep_with_next = True
        style.font.italic = False
        for border in list(style.element.iter(w("pBdr"))):
            border.getparent().remove(border)
    new = document.styles.add_style
    for name, points, colour, before, after in (
        ("PMF Lead", 14, "000000", 4, 10),
        ("PMF Note", 9.5, GREY, 2, 8),
        ("PMF Label", 11, NAVY, 6, 4),
        ("PMF Fact", 11, "000000", 0, 2),
        ("PMF Cell", 9, "000000", 0, 0),
        ("PMF Cell Number", 9, "000000", 0, 0),
        ("PMF Cell Heading", 9, "FFFFFF", 0, 0),
        ("PMF Chart", 11, "000000", 2, 6),
        ("PMF Contents", 15, NAVY, 18, 6),
        ("toc 1", 11, "000000", 2, 2),
        ("toc 2", 11, "000000", 0, 2),
    ):
        style = new(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = normal
        _font(style, points, colour, bold=name in ("PMF Label", "PMF Cell Heading", "PMF Contents"))
        _spacing(style, before, after, line=1.0)
        style.quick_style = True
    document.styles["PMF Label"].paragraph_format.keep_with_next = True
    document.styles["PMF Contents"].paragraph_format.keep_with_next = True
    document.styles["toc 2"].paragraph_format.left_indent = 180_000
    figures = document.styles["PMF Cell Number"].element
    figures.get_or_add_pPr().append(parsed('<w:jc w:val="right"/>'))
    for name in ("toc 1", "toc 2"):
        style = document.styles[name].element
        style.set(w("styleId"), name.upper().replace(" ", ""))
    _spacing(document.styles["List Bullet"], 0, 4)
    root.append(_table_style())


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


def _table_style() -> Element:
    edges = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{RULE}"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    return parsed(
        f'<w:style w:type="table" w:customStyle="1" w:styleId="{TABLE_STYLE}">'
        '<w:name w:val="PMF Table"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="99"/>'
        "<w:qFormat/><w:tblPr><w:tblBorders>"
        f"{edges}</w:tblBorders><w:tblCellMar>"
        '<w:top w:w="50" w:type="dxa"/><w:left w:w="80" w:type="dxa"/>'
        '<w:bottom w:w="50" w:type="dxa"/><w:right w:w="80" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        '<w:tblStylePr w:type="firstRow"><w:rPr><w:b/><w:color w:val="FFFFFF"/></w:rPr><w:tcPr>'
        f'<w:shd w:val="clear" w:color="auto" w:fill="{NAVY}"/></w:tcPr></w:tblStylePr></w:style>'
    )


def _page(document: Any) -> None:
    from docx.shared import Cm

    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(1.8)
    section.top_margin, section.bottom_margin = Cm(1.8), Cm(1.9)
    section.header_distance = section.footer_distance = Cm(0.9)


def _body(document: Any) -> None:
    def add(text: str, style: str = "Normal") -> None:
        document.add_paragraph(text, style=style)

    add("{{ report.title }}", "Title")
    add("{{ report.subtitle }}", "Subtitle")
    add("{%p for fact in report.facts %}")
    _labelled(document, "{{ fact.label }}:", " {{ fact.text }}", "PMF Fact")
    add("{%p endfor %}")
    add("{%p if report.contents %}")
    add("Contents", "PMF Contents")
    add("{{ report.contents_place }}", "Normal")
    add("{%p endif %}")
    add("{%p for section in report.sections %}")
    add("{%p if section.level == 1 %}")
    add("{{ section.heading }}", "Heading 1")
    add("{%p elif section.level == 2 %}")
    add("{{ section.heading }}", "Heading 2")
    add("{%p else %}")
    add("{{ section.heading }}", "Heading 3")
    add("{%p endif %}")
    add("{%p for block in section.blocks %}")
    for at, (kind, style) in enumerate(
        (
            ("lead", "PMF Lead"),
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
    add('{%p elif block.kind == "table" %}')
    add("{%p if block.title %}")
    add("{{ block.title }}", "Caption")
    add("{%p endif %}")
    _prepared_table(document)
    add('{%p elif block.kind == "chart" %}')
    add("{{ block.title }}", "Caption")
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


def _prepared_table(document: Any) -> None:
    """A heading row and a body row, a cell for text and one for figures: how tables look."""
    table = document.add_table(2, 2)
    properties = table._tbl.tblPr
    for old in properties.findall(w("tblStyle")):
        properties.remove(old)
    properties.insert(0, parsed(f'<w:tblStyle w:val="{TABLE_STYLE}"/>'))
    words = (("{{ block.place }}", "Heading of figures"), ("Text", "Figures"))
    styles = (("PMF Cell Heading", "PMF Cell Heading"), ("PMF Cell", "PMF Cell Number"))
    for row, texts, named in zip(table.rows, words, styles, strict=True):
        for cell, text, style in zip(row.cells, texts, named, strict=True):
            cell.paragraphs[0].style = document.styles[style]
            cell.paragraphs[0].add_run(text)
    right = table.rows[0].cells[1].paragraphs[0]
    right._p.get_or_add_pPr().append(parsed('<w:jc w:val="right"/>'))


def _footer(document: Any) -> None:
    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.style = document.styles["PMF Note"]
    paragraph.add_run("{{ report.footer }} · as at {{ report.as_at }} · Page ")
    for field in ("PAGE", "NUMPAGES"):
        if field == "NUMPAGES":
            paragraph.add_run(" of ")
        paragraph._p.append(
            parsed(f'<w:fldSimple w:instr=" {field} "><w:r><w:t>1</w:t></w:r></w:fldSimple>')
        )


if __name__ == "__main__":
    Path(sys.argv[1]).write_bytes(first_template())
