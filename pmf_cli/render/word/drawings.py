"""Charts set into a paper: a native chart part with its small workbook, in line with the text."""

from __future__ import annotations

from datetime import date
from typing import Any

from pmf_cli.render.printable import fitting
from pmf_cli.render.theme import Theme
from pmf_cli.render.word.chart_part import chart_for_word
from pmf_cli.render.word.markup import EMU_PER_DXA, Element, attribute, parsed, text_of, w
from pmf_cli.views.base import Chart

HEIGHT = 2_160_000
"""EMU; 6 cm, so that two short highlights can share a page."""
CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def add_chart(
    document: Any,  # noqa: ANN401 - python-docx carries no types
    paragraph: Element,
    chart: Chart,
    number: int,
    theme: Theme,
    as_at: date,
    room: int,
) -> None:
    """Puts a chart into the paragraph that holds its place.

    Args:
        document: python-docx's document.
        paragraph: the paragraph with the place; its other words go.
        chart: what to draw.
        number: the drawing's number, unique in the document.
        theme: colours.
        as_at: the date of the data.
        room: width between the margins in twentieths of a point.
    """
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    drawn, figures = chart_for_word(chart, theme, as_at)
    package = document.part.package
    data = Part(PackURI(f"/word/embeddings/chart{number}.xlsx"), WORKBOOK_TYPE, figures, package)
    part = Part(PackURI(f"/word/charts/chart{number}.xml"), CHART_TYPE, drawn, package)
    part.relate_to(data, RELATIONSHIP_TYPE.PACKAGE)
    link = document.part.relate_to(part, RELATIONSHIP_TYPE.CHART)
    width = room * EMU_PER_DXA
    run = parsed(
        '<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{width}" cy="{HEIGHT}"/>'
        f'<wp:docPr id="{number * 4}" name={attribute(fitting(chart.title, 200))} '
        f"descr={attribute(fitting(chart.alt or chart.title, 2000))}/>"
        "<wp:cNvGraphicFramePr/><a:graphic>"
        '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart">'
        f'<c:chart r:id="{link}"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>'
    )
    for old in paragraph.findall(w("r")):
        if text_of(old):
            paragraph.remove(old)
    paragraph.append(run)
