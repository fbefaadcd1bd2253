"""The council's logo at the head of a paper's first page, where the template has no picture of its own."""

from __future__ import annotations

import copy
import io
from typing import Any

from pmf_cli.render.logo import Logo
from pmf_cli.render.word.adopted_styles import put_in_order
from pmf_cli.render.word.markup import (
    EMU_PER_DXA,
    NAMESPACES,
    Element,
    attribute,
    parsed,
    value_at,
    w,
)
from pmf_cli.render.word.properties import properties_of

HIGHEST, WIDEST = 624, 3400
"""Twentieths of a point; 11 mm and 60 mm."""
EDGE = 227
"""From the edge of the paper; 4 mm, which printers leave white."""
LINE = 235
"""The line of words at the head of a page, on which the logo stands."""
APART = 170
"""Between the logo and those words; 3 mm."""
NUMBER = 900_001
REL_ID = f"{{{NAMESPACES['r']}}}id"


def put_logo(document: Any, logo: Logo, council: str) -> None:  # noqa: ANN401 - python-docx
    """Puts the logo before the words at the head of the first page; a template with a picture keeps its own."""
    parts = document.part.package.iter_parts()
    if any(str(part.partname).startswith("/word/media/") for part in parts):
        return
    section = document.sections[0]
    _first_page_apart(document, section)
    head = section.first_page_header
    paragraph = head.paragraphs[0]._p
    distance = int(value_at(section._sectPr, "pgMar", "header") or 708)
    height = min(HIGHEST, distance + LINE - EDGE)
    width = logo.width_at(height)
    if width > WIDEST:
        width, height = WIDEST, round(height * WIDEST / width)
    link, _ = head.part.get_or_add_image(io.BytesIO(logo.data))
    top = distance + LINE - height
    properties = properties_of(paragraph)
    put_in_order(properties, parsed(f'<w:ind w:firstLine="{round(width) + APART}"/>'))
    paragraph.insert(1, parsed(_picture(link, council, (round(width), height), top)))


def _first_page_apart(document: Any, section: Any) -> None:  # noqa: ANN401
    """A head and foot of the first page that say what those of all pages do, where it has none of its own."""
    if section.different_first_page_header_footer:
        return
    section.different_first_page_header_footer = True
    for name, first in (
        ("header", section.first_page_header),
        ("footer", section.first_page_footer),
    ):
        first.is_linked_to_previous = False
        usual = _usual_part(document, section._sectPr, f"{name}Reference")
        if usual is None:
            continue
        made = first.part.element
        for old in list(made):
            made.remove(old)
        made.extend(copy.deepcopy(one) for one in usual.element)
        for link in usual.rels.values():
            first.part.load_rel(link.reltype, link._target, link.rId, link.is_external)


def _usual_part(document: Any, page: Element, name: str) -> Any:  # noqa: ANN401
    """The head or foot of all pages as it was printed; ``None`` where there is none."""
    for one in page.findall(w(name)):
        if one.get(w("type")) == "default":
            return document.part.rels[one.get(REL_ID)].target_part
    return None


def _picture(link: str, council: str, size: tuple[int, int], top: int) -> str:
    across, along = (one * EMU_PER_DXA for one in size)
    named = f'name="Logo" descr={attribute(council)}'
    return (
        '<w:r><w:drawing><wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" '
        'relativeHeight="1" behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1">'
        '<wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="margin"><wp:align>left</wp:align>'
        f'</wp:positionH><wp:positionV relativeFrom="page"><wp:posOffset>{top * EMU_PER_DXA}</wp:posOffset>'
        f'</wp:positionV><wp:extent cx="{across}" cy="{along}"/><wp:wrapNone/>'
        f'<wp:docPr id="{NUMBER}" {named}/><wp:cNvGraphicFramePr/><a:graphic><a:graphicData '
        'uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr>'
        f'<pic:cNvPr id="{NUMBER}" {named}/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>'
        f'<a:blip r:embed="{link}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm>'
        f'<a:off x="0" y="0"/><a:ext cx="{across}" cy="{along}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
        "</a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:anchor></w:drawing></w:r>"
    )
