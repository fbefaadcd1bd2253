"""Drawings of a paper: native charts with their small workbook, and small trends as vector shapes."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby
from typing import Any

from pmf_cli.render.bars import POINTS, bar_headings, bar_rows, bar_series, native_bars
from pmf_cli.render.charts import DATA_SHEET, add_native_chart, write_figures
from pmf_cli.render.letters import words_width
from pmf_cli.render.theme import Theme
from pmf_cli.render.word.markup import (
    EMU_PER_DXA,
    NAMESPACES,
    Element,
    attribute,
    parsed,
    run_text,
    text_under,
    w,
)
from pmf_cli.views.base import Bars, Chart, Spark
from pmf_cli.workbook.text import fitting

CHART_HEIGHT = 1_800_000
"""EMU; 50 mm, so that two highlights share a page."""
CHART_WIDTH = 9_638
"""Twentieths of a point; 170 mm, the text of an upright A4 page."""
EMU_PER_MM = 36_000
MAIN_BAR = 324_000
"""EMU; 9 mm."""
SHORT_BAR = 209_000
"""EMU; 5.8 mm, a bar with the room under it."""
LABEL_GAP = 160
"""Twentieths of a point between the longest label and the bars."""
CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def add_chart(
    document: Any,  # noqa: ANN401 - python-docx carries no types
    paragraph: Element,
    chart: Chart | Bars,
    number: int,
    theme: Theme,
    as_at: date,
    room: int,
    scale: float = 1,
) -> None:
    """Puts a chart or bars into the paragraph that holds its place; its other words go.

    Args:
        room: how wide it may be, in twentieths of a point.
        scale: how much larger than usual a chart is drawn, words and all.
    """
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    if isinstance(chart, Bars):
        (drawn, figures), height = bars_for_word(chart, theme, as_at, room), bars_height(chart)
    else:
        (drawn, figures) = chart_for_word(chart, theme, as_at, room, scale)
        height = round(CHART_HEIGHT * scale)
    package = document.part.package
    data = Part(PackURI(f"/word/embeddings/chart{number}.xlsx"), WORKBOOK_TYPE, figures, package)
    part = Part(PackURI(f"/word/charts/chart{number}.xml"), CHART_TYPE, drawn, package)
    part.relate_to(data, RELATIONSHIP_TYPE.PACKAGE)
    link = document.part.relate_to(part, RELATIONSHIP_TYPE.CHART)
    width = room * EMU_PER_DXA
    run = parsed(
        '<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{width}" cy="{height}"/>'
        f'<wp:docPr id="{number * 4}" name={attribute(fitting(chart.title, 200))} '
        f"descr={attribute(fitting(chart.alt or chart.title, 2000))}/>"
        "<wp:cNvGraphicFramePr/><a:graphic>"
        '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart">'
        f'<c:chart r:id="{link}"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>'
    )
    # Only the run with the place goes: a bookmark or the council's own properties stay.
    for old in paragraph.findall(w("r")):
        if text_under(old):
            paragraph.remove(old)
    paragraph.append(run)


# XlsxWriter writes charts for Excel; what Word reads otherwise is put into the text of the part.
_EXPLICIT = (
    (rb'"en-US"', b'"en-GB"'),
    # The words of a label stay on one line, which LibreOffice would break at the bar's thickness.
    (rb"(?<=<c:rich>)<a:bodyPr/>", b'<a:bodyPr wrap="none"/>'),
    (rb"(<c:plotVisOnly [^>]*>)", rb'\1<c:dispBlanksAs val="gap"/>'),
    (rb"(<c:(?:grouping|scatterStyle) [^>]*>)", rb'\1<c:varyColors val="0"/>'),
    (rb"(</c:scaling>)(?=<c:axPos)", rb'\1<c:delete val="0"/>'),
    (
        rb'<c:showVal val="1"/>',
        b'<c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/>'
        b'<c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/>',
    ),
    (
        rb"(?=<c:printSettings>)",
        rb'<c:externalData r:id="rId1"><c:autoUpdate val="0"/></c:externalData>',
    ),
)
"""What Excel takes for granted and Word does not: gaps stay gaps, a label is the figure alone."""


def chart_for_word(
    chart: Chart, theme: Theme, as_at: date, room: int = CHART_WIDTH, scale: float = 1
) -> tuple[bytes, bytes]:
    """The chart part for a Word file, in a room in twentieths of a point, and its small workbook.

    The chart part refers to the workbook by the relationship ``rId1``.
    """
    buffer, workbook = _small_workbook(chart.title, as_at)
    sheet = workbook.add_worksheet(DATA_SHEET)
    # A larger chart is laid out as a smaller one with usual words, and those are then printed larger.
    size = (room * EMU_PER_DXA / EMU_PER_MM / scale, CHART_HEIGHT / EMU_PER_MM)
    shown = add_native_chart(workbook, sheet, chart, theme, size, points=POINTS * scale)
    sheet.insert_chart(len(chart.points) + 3, 0, shown, {"description": fitting(chart.alt, 2000)})
    return _closed(buffer, workbook)


def bars_for_word(bars: Bars, theme: Theme, as_at: date, room: int) -> tuple[bytes, bytes]:
    """The chart part of bars for a Word file, in a room in twentieths of a point, and their workbook."""
    series = bar_series(bars, theme)
    headings = bar_headings(bars, series)
    buffer, workbook = _small_workbook(bars.title, as_at)
    sheet = workbook.add_worksheet(DATA_SHEET)
    rows = [
        tuple(Decimal(one) if isinstance(one, int) else one for one in row)
        for row in bar_rows(bars, series)
    ]
    write_figures(sheet, 0, headings, rows)
    longest = max(words_width(bar.label, POINTS) for bar in bars.bars)
    share = (longest + LABEL_GAP) / room
    shown = native_bars(workbook, bars, series, theme, sheet=DATA_SHEET, labels_share=share)
    sheet.insert_chart(1, len(headings) + 1, shown, {"description": fitting(bars.alt, 2000)})
    drawn, figures = _closed(buffer, workbook)
    # Labels that are said to be level are all shown; LibreOffice leaves out every second otherwise.
    return drawn.replace(
        b"<c:txPr><a:bodyPr/>", b'<c:txPr><a:bodyPr rot="0" vert="horz"/>'
    ), figures


def bars_height(bars: Bars) -> int:
    """How high a drawing of bars is, in EMU."""
    return MAIN_BAR if bars.is_main else SHORT_BAR * len(bars.bars)


def _small_workbook(title: str, as_at: date) -> tuple[io.BytesIO, Any]:
    import xlsxwriter

    buffer = io.BytesIO()
    workbook = xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    made = datetime(as_at.year, as_at.month, as_at.day)  # noqa: DTZ001 - Office keeps no zone
    workbook.set_properties({"title": fitting(title, 255), "created": made})
    return buffer, workbook


def _closed(buffer: io.BytesIO, workbook: Any) -> tuple[bytes, bytes]:  # noqa: ANN401
    workbook.close()
    # The chart as XlsxWriter drew it, and beside it the whole workbook: Word opens that to edit figures.
    with zipfile.ZipFile(buffer) as parts:
        drawn = parts.read("xl/charts/chart1.xml")
    for short, full in _EXPLICIT:
        drawn = re.sub(short, full, drawn)
    return drawn, buffer.getvalue()


TREND_HEIGHT = 215_000
"""EMU; about 6 mm, the height of two lines of small text."""
TREND_WIDEST = 1_150_000
DOT = 62_000
"""EMU; the most that a dot on the last figure measures, and less in a low row."""
DOT_EDGE = 3_000
"""Room around the dot, so that it is not cut."""
_DECLARED = f'xmlns:wpg="{NAMESPACES["wpg"]}" xmlns:wps="{NAMESPACES["wps"]}"'
"""``Requires`` names a prefix, which must be known even in templates that do not declare it."""


def sparkline_run(
    spark: Spark, number: int, theme: Theme, width_dxa: int, height: int = TREND_HEIGHT
) -> str:
    """A run of text that holds the drawing: a vector shape, sharp in print and 250 times faster than a picture.

    A line through the values, of which there is one (broken where one is missing), a dashed line for the
    target, a dot on the last. The width is in twentieths of a point, the
    height in EMU.
    """
    width = min(width_dxa * EMU_PER_DXA, TREND_WIDEST)
    colour, target_colour = theme.charts.line, theme.charts.target
    drawn = (*spark.values, *spark.targets, *spark.tops)
    known = [value for value in drawn if value is not None]
    low, high = min(known), max(known)
    dot = min(DOT, height * 7 // 20)
    edge = dot // 2 + DOT_EDGE

    def across(at: int) -> int:
        steps = max(len(spark.values) - 1, 1)
        return edge + (width - 2 * edge) * at // steps

    def down(value: Decimal) -> int:
        if high == low:
            return height // 2
        return edge + int((high - value) / (high - low) * (height - 2 * edge))

    # Each drawing has four numbers: its own, the target, the line, the dot; Word wants all unique.
    shapes = []
    path = _steps(spark.targets, across, down) + _steps(spark.tops, across, down)
    if path:
        shapes.append(
            line_shape(number * 4 + 1, path, (width, height), target_colour, 9525, dashed=True)
        )
    path = _trend(spark.values, across, down)
    if path:
        shapes.append(line_shape(number * 4 + 2, path, (width, height), colour, 15875))
    last, value = [(at, value) for at, value in enumerate(spark.values) if value is not None][-1]
    shapes.append(_dot(number * 4 + 3, (across(last), down(value)), dot, colour))
    return drawn_group(
        "".join(shapes),
        f"Trend {number}",
        number,
        (width, height),
        spark.alt,
        spark.text or spark.alt,
    )


def drawn_group(
    shapes: str, name: str, number: int, size: tuple[int, int], alt: str, words: str
) -> str:
    """A run of text that holds shapes as one drawing.

    Args:
        number: its own; the drawing and its shapes have the four numbers from four times it on.
        size: width and height in EMU.
        alt: what it shows, for those who listen.
        words: what stands where shapes cannot be drawn.
    """
    width, height = size
    group = (
        f'<wpg:wgp><wpg:cNvGrpSpPr/><wpg:grpSpPr><a:xfrm><a:off x="0" y="0"/>'
        f'<a:ext cx="{width}" cy="{height}"/><a:chOff x="0" y="0"/>'
        f'<a:chExt cx="{width}" cy="{height}"/></a:xfrm></wpg:grpSpPr>{shapes}</wpg:wgp>'
    )
    drawing = (
        '<w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{width}" cy="{height}"/>'
        f'<wp:docPr id="{number * 4}" name={attribute(name)} descr={attribute(alt)}/>'
        "<wp:cNvGraphicFramePr/><a:graphic><a:graphicData "
        'uri="http://schemas.microsoft.com/office/word/2010/wordprocessingGroup">'
        f"{group}</a:graphicData></a:graphic></wp:inline></w:drawing>"
    )
    return (
        f'<mc:AlternateContent {_DECLARED}><mc:Choice Requires="wpg">{drawing}</mc:Choice>'
        f"<mc:Fallback>{run_text(words)}</mc:Fallback></mc:AlternateContent>"
    )


def _trend(
    values: Sequence[Decimal | None], across: Callable[[int], int], down: Callable[[Decimal], int]
) -> str:
    steps = []
    drawing = False
    for at, value in enumerate(values):
        if value is None:
            drawing = False
            continue
        point = (across(at), down(value))
        steps.append(_line(*point) if drawing else _move(*point))
        drawing = True
    return "".join(steps) if any(step.startswith("<a:lnTo") for step in steps) else ""


def _steps(
    targets: Sequence[Decimal | None], across: Callable[[int], int], down: Callable[[Decimal], int]
) -> str:
    """A target as steps: level for as long as it is the same, upright halfway to the next."""
    last = len(targets) - 1

    def edge(before: int) -> int:
        """Where a period ends and the next begins; the line itself begins and ends on a period."""
        return (across(max(before, 0)) + across(min(before + 1, last))) // 2

    path = []
    at = 0
    for target, alike in groupby(targets):
        after = at + len(list(alike))
        if target is not None:
            is_first = at == 0 or targets[at - 1] is None
            to, level = _move if is_first else _line, down(target)
            path += [to(edge(at - 1), level), _line(edge(after - 1), level)]
        at = after
    return "".join(path)


def _move(x: int, y: int) -> str:
    return f'<a:moveTo><a:pt x="{x}" y="{y}"/></a:moveTo>'


def _line(x: int, y: int) -> str:
    return f'<a:lnTo><a:pt x="{x}" y="{y}"/></a:lnTo>'


def line_shape(
    number: int, path: str, room: tuple[int, int], colour: str, thick: int, *, dashed: bool = False
) -> str:
    """A line through a path, in a room of width and height in EMU."""
    dash = '<a:prstDash val="sysDash"/>' if dashed else ""
    width, height = room
    return (
        f'<wps:wsp><wps:cNvPr id="{number}" name="Line {number}"/><wps:cNvSpPr/><wps:spPr>'
        f'<a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        f"<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/>"
        f'<a:rect l="0" t="0" r="r" b="b"/><a:pathLst>'
        f'<a:path w="{width}" h="{height}" fill="none">{path}</a:path></a:pathLst></a:custGeom>'
        f'<a:noFill/><a:ln w="{thick}" cap="rnd"><a:solidFill><a:srgbClr val="{colour}"/>'
        f"</a:solidFill>{dash}<a:round/></a:ln></wps:spPr><wps:bodyPr/></wps:wsp>"
    )


def _dot(number: int, middle: tuple[int, int], wide: int, colour: str) -> str:
    return (
        f'<wps:wsp><wps:cNvPr id="{number}" name="Dot {number}"/><wps:cNvSpPr/><wps:spPr>'
        f'<a:xfrm><a:off x="{middle[0] - wide // 2}" y="{middle[1] - wide // 2}"/>'
        f'<a:ext cx="{wide}" cy="{wide}"/></a:xfrm>'
        f'<a:prstGeom prst="ellipse"><a:avLst/></a:prstGeom>'
        f'<a:solidFill><a:srgbClr val="{colour}"/></a:solidFill><a:ln><a:noFill/></a:ln>'
        f"</wps:spPr><wps:bodyPr/></wps:wsp>"
    )
