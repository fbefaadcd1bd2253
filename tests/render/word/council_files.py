"""Word files as councils have them, none made for pmf: each with what makes its kind hard."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml import parse_xml
from docx.shared import Mm, Pt, RGBColor

from pmf_cli.render.office_file import opened_parts, packed
from pmf_cli.render.word.adopting import MADE
from pmf_cli.render.word.markup import NAMESPACES

W = f'xmlns:w="{NAMESPACES["w"]}"'
OWN_TEMPLATE = Path(__file__).parents[2] / "data" / "cases" / "own-template.docx"


def _saved(document: Any) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return packed(opened_parts(buffer.getvalue()), MADE)


def _titled(words: str) -> Any:
    document = docx.Document()
    document.core_properties.title = words
    document.styles["Heading 1"].font.color.rgb = RGBColor(0x00, 0x4F, 0x3B)
    for section in document.sections:
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.header.paragraphs[0].text = "Midshire Council"
        section.footer.paragraphs[0].text = "www.midshire.example"
    return document


def own_template() -> bytes:
    """A template for committee papers with a house style, a logo in the head and places to type in."""
    return OWN_TEMPLATE.read_bytes()


_NUMBERED = """
<w:abstractNum {w} w:abstractNumId="77"><w:multiLevelType w:val="multilevel"/>
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:pStyle w:val="Heading1"/><w:lvlText w:val="%1."/>
<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="567" w:hanging="567"/></w:pPr></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:pStyle w:val="Heading2"/><w:lvlText w:val="%1.%2"/>
<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="567" w:hanging="567"/></w:pPr></w:lvl></w:abstractNum>
"""


def three_breaks() -> bytes:
    """Cover, main part, appendix on its side and back page: three section breaks; headings count themselves."""
    document = _titled("Report to Cabinet")
    numbering = document.part.numbering_part.element
    first = numbering.find(f"{{{NAMESPACES['w']}}}num")
    first.addprevious(parse_xml(_NUMBERED.format(w=W).strip()))
    numbering.append(parse_xml(f'<w:num {W} w:numId="78"><w:abstractNumId w:val="77"/></w:num>'))
    for level, name in enumerate(("Heading 1", "Heading 2")):
        properties = document.styles[name].element.get_or_add_pPr()
        properties.insert(
            2, parse_xml(f'<w:numPr {W}><w:ilvl w:val="{level}"/><w:numId w:val="78"/></w:numPr>')
        )
    document.add_paragraph("Midshire Council", "Title")
    document.add_paragraph("Cabinet papers")
    main = document.add_section(WD_SECTION.NEW_PAGE)
    main.different_first_page_header_footer = True
    main.first_page_header.paragraphs[0].text = "Report to Cabinet"
    main._sectPr.append(parse_xml(f'<w:pgNumType {W} w:start="1"/>'))
    document.add_paragraph("Purpose", "Heading 1")
    document.add_paragraph("The purpose of this report is set out below.")
    document.add_paragraph("Performance", "Heading 1")
    appendix = document.add_section(WD_SECTION.NEW_PAGE)
    appendix.orientation = WD_ORIENT.LANDSCAPE
    appendix.page_width, appendix.page_height = Mm(297), Mm(210)
    document.add_paragraph("Appendix A: glossary of terms used by the council.")
    back = document.add_section(WD_SECTION.NEW_PAGE)
    back.orientation = WD_ORIENT.PORTRAIT
    back.page_width, back.page_height = Mm(210), Mm(297)
    back.footer.is_linked_to_previous = False
    back.footer.paragraphs[0].text = "Printed on recycled paper"
    document.add_paragraph("Contact us: Civic Centre, Midshire.")
    return _saved(document)


_GERMAN = {
    "Heading1": "berschrift1",
    "Heading2": "berschrift2",
    "Heading3": "berschrift3",
    "Title": "Titel",
    "Subtitle": "Untertitel",
    "Caption": "Beschriftung",
    "ListBullet": "Aufzhlungszeichen",
    "ListNumber": "Listennummer",
    "Normal": "Standard",
}


def german_setting() -> bytes:
    """Made in Word with German settings: identifiers and the language in German, one name too."""
    document = _titled("Report")
    document.add_paragraph("Report of the Director", "Heading 1")
    look = document.styles["Heading 1"].element.get_or_add_rPr()
    look.append(parse_xml(f'<w:lang {W} w:val="de-DE"/>'))
    run = document.add_paragraph("Summary of the matter in hand.").add_run(" More of it.")
    run._r.get_or_add_rPr().append(parse_xml(f'<w:lang {W} w:val="de-DE"/>'))
    parts = opened_parts(_saved(document))
    for name in ("word/document.xml", "word/styles.xml", "word/numbering.xml"):
        text = parts[name].decode()
        for old, new in _GERMAN.items():
            text = text.replace(f'"{old}"', f'"{new}"')
        text = text.replace('w:lang w:val="en-US"', 'w:lang w:val="de-DE"')
        parts[name] = text.encode()
    # A program that puts the name into German, and leaves the identifier.
    styles = parts["word/styles.xml"].decode()
    styles = styles.replace('w:val="berschrift2"', 'w:val="Heading2"')
    styles = styles.replace(
        'w:styleId="berschrift2"><w:name w:val="heading 2"/>',
        'w:styleId="Heading2"><w:name w:val="Überschrift 2"/>',
    )
    parts["word/styles.xml"] = styles.encode()
    return packed(parts, MADE)


def _control(title: str, tag: str, inside: str, *, kind: str = "<w:text/>") -> str:
    return (
        f'<w:sdt {W}><w:sdtPr><w:alias w:val="{title}"/><w:tag w:val="{tag}"/><w:id w:val="{abs(hash(tag)) % 10**6}"/>'
        f"{kind}</w:sdtPr><w:sdtContent>{inside}</w:sdtContent></w:sdt>"
    )


def content_controls() -> bytes:
    """Places to click on: a title, a date, a choice, and a rich-text control with a heading in it."""
    document = _titled("Report")
    body = document.element.body
    document.add_paragraph("Report to", "Heading 1")
    paragraph = document.add_paragraph("Committee: ")
    choice = (
        '<w:dropDownList><w:listItem w:displayText="Cabinet" w:value="1"/>'
        '<w:listItem w:displayText="Council" w:value="2"/></w:dropDownList>'
    )
    paragraph._p.append(
        parse_xml(
            _control("Committee", "committee", "<w:r><w:t>Choose an item.</w:t></w:r>", kind=choice)
        )
    )
    when = '<w:date><w:dateFormat w:val="dd/MM/yyyy"/></w:date>'
    inside = "<w:p><w:r><w:t>Click or tap to enter a date.</w:t></w:r></w:p>"
    end = body.sectPr
    end.addprevious(parse_xml(_control("Date", "date", inside, kind=when)))
    rich = (
        '<w:p><w:pPr><w:pStyle w:val="Heading2"/></w:pPr><w:r><w:t>Implications</w:t></w:r></w:p>'
        "<w:p><w:r><w:t>Legal implications are set out here.</w:t></w:r></w:p>"
    )
    end.addprevious(parse_xml(_control("Implications", "implications", rich, kind="<w:richText/>")))
    return _saved(document)


_BOX = """
<w:p {w} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"
 xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
 xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"
 xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
 xmlns:v="urn:schemas-microsoft-com:vml"><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>
<wp:anchor distT="0" distB="0" distL="114300" distR="114300" simplePos="0" relativeHeight="{at}" behindDoc="0"
 locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>
<wp:positionH relativeFrom="page"><wp:posOffset>900000</wp:posOffset></wp:positionH>
<wp:positionV relativeFrom="page"><wp:posOffset>{down}</wp:posOffset></wp:positionV>
<wp:extent cx="5400000" cy="{high}"/><wp:wrapNone/><wp:docPr id="{at}" name="{name}"/><wp:cNvGraphicFramePr/>
<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp>
<wps:cNvSpPr/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="5400000" cy="{high}"/></a:xfrm>
<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:solidFill><a:srgbClr val="{fill}"/></a:solidFill></wps:spPr>
{inside}<wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice>
<mc:Fallback><w:pict><v:rect style="position:absolute;width:425pt;height:100pt" fillcolor="#{fill}">{old}</v:rect>
</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>
"""


def _box(words: str, *, at: int, down: int, high: int, fill: str) -> Any:
    text = f'<w:txbxContent><w:p><w:r><w:rPr><w:b/><w:sz w:val="56"/></w:rPr><w:t>{words}</w:t></w:r></w:p></w:txbxContent>'
    return parse_xml(
        _BOX.format(
            w=W, at=at, down=down, high=high, fill=fill, name=f"Shape {at}",
            inside=f"<wps:txbx>{text}</wps:txbx>" if words else "",
            old=f"<v:textbox>{text}</v:textbox>" if words else "",
        ).strip()
    )  # fmt: skip


def cover_in_text_boxes() -> bytes:
    """A cover of coloured shapes with words in them, then a page break, then the pages of the paper."""
    document = _titled("Annual papers")
    end = document.element.body.sectPr
    end.addprevious(_box("", at=1, down=800_000, high=3_000_000, fill="004F3B"))
    end.addprevious(_box("Midshire Council", at=2, down=1_200_000, high=900_000, fill="FFFFFF"))
    end.addprevious(_box("Performance papers", at=3, down=2_600_000, high=900_000, fill="E8F3EE"))
    document.add_page_break()
    document.add_paragraph("Introduction", "Heading 1")
    document.styles["Normal"].font.size = Pt(12)
    document.add_paragraph("Members are asked to consider the paper that follows.")
    return _saved(document)


COUNCIL_FILES: dict[str, Callable[[], bytes]] = {
    "own-template": own_template,
    "three-breaks": three_breaks,
    "german-setting": german_setting,
    "content-controls": content_controls,
    "cover-in-text-boxes": cover_in_text_boxes,
}
"""Each kind by the name of its file."""
