"""Bars in cells: a share of a scale as a vector shape before the cell's words, with lines at figures to hold it against."""

from __future__ import annotations

from pmf_cli.render.theme import Theme
from pmf_cli.render.word.drawings import drawn_group, line_shape
from pmf_cli.render.word.markup import EMU_PER_DXA
from pmf_cli.views.base import Gauge

WORDS_ROOM = 640
"""Twentieths of a point that the words after a bar are left."""
SIGN = 105
"""The same for each sign of longer words."""
SHORTEST = 500
"""Twentieths of a point below which a bar says nothing."""
HEIGHT = 118_000
"""EMU; 3.3 mm."""
FRAME = 6350
MARK = 12_700
HALO = 38_100
"""Thickness of the frame, of a line, and of the white beside it, in EMU."""


def gauge_run(gauge: Gauge, number: int, theme: Theme, width_dxa: int) -> str:
    """A run of text that holds a bar, in a room in twentieths of a point; it takes this number and the next."""
    words = gauge.words * SIGN or WORDS_ROOM
    room = max(width_dxa - words, SHORTEST) * EMU_PER_DXA
    size = (room, HEIGHT)
    begin = int(gauge.begin * room)
    long = max(int(gauge.share * room) - begin, FRAME)
    fill = theme.charts.pale if gauge.is_pale else theme.charts.line
    shapes = []
    if not gauge.marks:
        shapes.append(_bar(number * 4 + 1, (0, room), "FFFFFF", theme.charts.line))
    shapes.append(_bar(number * 4 + 2, (begin, long), fill, fill))
    for at, mark in enumerate(gauge.marks):
        x = min(max(int(mark.at * room), MARK), room - MARK)
        path = f'<a:moveTo><a:pt x="{x}" y="0"/></a:moveTo><a:lnTo><a:pt x="{x}" y="{HEIGHT}"/></a:lnTo>'
        shapes += [
            line_shape(number * 4 + 3 + 2 * at, path, size, "FFFFFF", HALO),
            line_shape(
                number * 4 + 4 + 2 * at, path, size, theme.charts.target, MARK, dashed=mark.is_dotted
            ),
        ]  # fmt: skip
    return drawn_group("".join(shapes), f"Bar {number}", number, size, gauge.alt, "")


def _bar(number: int, across: tuple[int, int], fill: str, edge: str) -> str:
    begin, long = across
    return (
        f'<wps:wsp><wps:cNvPr id="{number}" name="Bar {number}"/><wps:cNvSpPr/><wps:spPr>'
        f'<a:xfrm><a:off x="{begin}" y="0"/><a:ext cx="{long}" cy="{HEIGHT}"/></a:xfrm>'
        f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        f'<a:solidFill><a:srgbClr val="{fill}"/></a:solidFill>'
        f'<a:ln w="{FRAME}"><a:solidFill><a:srgbClr val="{edge}"/></a:solidFill></a:ln>'
        f"</wps:spPr><wps:bodyPr/></wps:wsp>"
    )
