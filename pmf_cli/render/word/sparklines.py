"""Sparklines as small vector shapes: sharp in print and 250 times faster than a picture.

A line through the values (broken where one is missing), a dashed line for the target, a dot on the
last value. The alternative text is the sentence that the data says.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from pmf_cli.render.theme import Theme
from pmf_cli.render.word.markup import EMU_PER_DXA, NAMESPACES, attribute, run_text
from pmf_cli.views.base import Spark

HEIGHT = 215_000
"""EMU; about 6 mm, the height of two lines of small text."""
WIDEST = 1_150_000
EDGE = 40_000
"""Room around the line, so that the dot is not cut."""
DOT = 62_000
_DECLARED = f'xmlns:wpg="{NAMESPACES["wpg"]}" xmlns:wps="{NAMESPACES["wps"]}"'
"""``Requires`` names a prefix, which must be known even in templates that do not declare it."""


def sparkline_run(spark: Spark, number: int, theme: Theme, width_dxa: int) -> str:
    """A run of text that holds the drawing.

    Args:
        spark: the trend; at least one value.
        number: the drawing's number, unique in the document.
        theme: colours.
        width_dxa: room for it in twentieths of a point.
    """
    width = min(width_dxa * EMU_PER_DXA, WIDEST)
    colour, target_colour = theme.charts.line, theme.charts.target
    known = [value for value in spark.values if value is not None]
    if spark.target is not None:
        known.append(spark.target)
    low, high = min(known), max(known)

    def across(at: int) -> int:
        steps = max(len(spark.values) - 1, 1)
        return EDGE + (width - 2 * EDGE) * at // steps

    def down(value: Decimal) -> int:
        if high == low:
            return HEIGHT // 2
        return EDGE + int((high - value) / (high - low) * (HEIGHT - 2 * EDGE))

    shapes = []
    if spark.target is not None:
        y = down(spark.target)
        path = f"{_move(EDGE, y)}{_line(width - EDGE, y)}"
        shapes.append(_shape(number * 4 + 1, path, width, target_colour, 9525, dashed=True))
    path = _trend(spark.values, across, down)
    if path:
        shapes.append(_shape(number * 4 + 2, path, width, colour, 15875))
    last, value = [(at, value) for at, value in enumerate(spark.values) if value is not None][-1]
    shapes.append(_dot(number * 4 + 3, across(last), down(value), colour))
    group = (
        f'<wpg:wgp><wpg:cNvGrpSpPr/><wpg:grpSpPr><a:xfrm><a:off x="0" y="0"/>'
        f'<a:ext cx="{width}" cy="{HEIGHT}"/><a:chOff x="0" y="0"/>'
        f'<a:chExt cx="{width}" cy="{HEIGHT}"/></a:xfrm></wpg:grpSpPr>{"".join(shapes)}</wpg:wgp>'
    )
    drawing = (
        '<w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{width}" cy="{HEIGHT}"/>'
        f'<wp:docPr id="{number * 4}" name="Trend {number}" descr={attribute(spark.alt)}/>'
        "<wp:cNvGraphicFramePr/><a:graphic><a:graphicData "
        'uri="http://schemas.microsoft.com/office/word/2010/wordprocessingGroup">'
        f"{group}</a:graphicData></a:graphic></wp:inline></w:drawing>"
    )
    return (
        f'<mc:AlternateContent {_DECLARED}><mc:Choice Requires="wpg">{drawing}</mc:Choice>'
        f"<mc:Fallback>{run_text(spark.text or spark.alt)}</mc:Fallback></mc:AlternateContent>"
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


def _move(x: int, y: int) -> str:
    return f'<a:moveTo><a:pt x="{x}" y="{y}"/></a:moveTo>'


def _line(x: int, y: int) -> str:
    return f'<a:lnTo><a:pt x="{x}" y="{y}"/></a:lnTo>'


def _shape(
    number: int, path: str, width: int, colour: str, thick: int, *, dashed: bool = False
) -> str:
    dash = '<a:prstDash val="sysDash"/>' if dashed else ""
    return (
        f'<wps:wsp><wps:cNvPr id="{number}" name="Line {number}"/><wps:cNvSpPr/><wps:spPr>'
        f'<a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{HEIGHT}"/></a:xfrm>'
        f"<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/>"
        f'<a:rect l="0" t="0" r="r" b="b"/><a:pathLst>'
        f'<a:path w="{width}" h="{HEIGHT}" fill="none">{path}</a:path></a:pathLst></a:custGeom>'
        f'<a:noFill/><a:ln w="{thick}" cap="rnd"><a:solidFill><a:srgbClr val="{colour}"/>'
        f"</a:solidFill>{dash}<a:round/></a:ln></wps:spPr><wps:bodyPr/></wps:wsp>"
    )


def _dot(number: int, x: int, y: int, colour: str) -> str:
    return (
        f'<wps:wsp><wps:cNvPr id="{number}" name="Dot {number}"/><wps:cNvSpPr/><wps:spPr>'
        f'<a:xfrm><a:off x="{x - DOT // 2}" y="{y - DOT // 2}"/>'
        f'<a:ext cx="{DOT}" cy="{DOT}"/></a:xfrm>'
        f'<a:prstGeom prst="ellipse"><a:avLst/></a:prstGeom>'
        f'<a:solidFill><a:srgbClr val="{colour}"/></a:solidFill><a:ln><a:noFill/></a:ln>'
        f"</wps:spPr><wps:bodyPr/></wps:wsp>"
    )
