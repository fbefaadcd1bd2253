"""Tables of a paper, built from the prepared table of the template so that its looks stay.

The prepared table has a heading row and a body row with one cell for text and one for figures;
each cell's borders, paragraph style and font are taken over. Rows are joined as text and parsed
once, the fastest way measured.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

from pmf_cli.render.theme import RATED, Theme
from pmf_cli.render.word.markup import (
    Element,
    attribute,
    parsed,
    run_text,
    w,
)
from pmf_cli.render.word.places import plain
from pmf_cli.render.word.prepared import PreparedTable
from pmf_cli.render.word.sparklines import sparkline_run
from pmf_cli.render.word.widths import column_widths
from pmf_cli.views.base import Align, Column, Entry, Table, Tone

KEPT_TOGETHER = 7
"""Tables of so few rows stay on one page."""
_PROPERTIES = (
    "tblStyle",
    "tblpPr",
    "tblOverlap",
    "bidiVisual",
    "tblStyleRowBandSize",
    "tblStyleColBandSize",
    "tblW",
    "jc",
    "tblCellSpacing",
    "tblInd",
    "tblBorders",
    "shd",
    "tblLayout",
    "tblCellMar",
    "tblLook",
    "tblCaption",
    "tblDescription",
)
"""Table properties in the schema's order; Word refuses another."""


def fill_table(
    element: Element,
    table: Table,
    theme: Theme,
    room: int,
    numbers: Callable[[], int] | None = None,
) -> None:
    """Turns the template's prepared table into the table asked for.

    Args:
        element: the prepared ``w:tbl``, changed in place.
        table: what to print.
        theme: looks of tones.
        room: width of the page between the margins, in twentieths of a point.
        numbers: gives the number of the next drawing.
    """
    prepared = PreparedTable.of(element)
    next_number = numbers or count(1).__next__
    widths = column_widths(table, room, theme)
    rows = [_heading_row(prepared, table, theme, widths)]
    together = len(table.rows) <= KEPT_TOGETHER
    for at, row in enumerate(table.rows):
        keep = together and at < len(table.rows) - 1
        cells = "".join(
            _body_cell(prepared, entry, column, width, theme, next_number, keep=keep)
            for entry, column, width in zip(row, table.columns, widths, strict=True)
        )
        rows.append(f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>")
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    built = parsed(f"<w:tbl><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>")
    properties = element.find(w("tblPr"))
    for child in list(element):
        if child is not properties:
            element.remove(child)
    element.extend(list(built))
    _describe(properties, table, sum(widths))


def _heading_row(
    prepared: PreparedTable, table: Table, theme: Theme, widths: tuple[int, ...]
) -> str:
    cells = []
    for column, width in zip(table.columns, widths, strict=True):
        figures = column.align is Align.NUMBER
        look = prepared.heading_number if figures else prepared.heading
        align = "center" if column.align is Align.CENTRE else ""
        text = run_text(plain(column.title))
        cells.append(look.cell(text, width, keep=True, align=align))
    return "<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>" + "".join(cells) + "</w:tr>"


def _body_cell(
    prepared: PreparedTable,
    entry: Entry,
    column: Column,
    width: int,
    theme: Theme,
    next_number: Callable[[], int],
    *,
    keep: bool,
) -> str:
    look = theme.look(entry.tone)
    figures = column.align is Align.NUMBER
    kind = prepared.body_number if figures else prepared.body
    if entry.spark is not None and any(value is not None for value in entry.spark.values):
        content = sparkline_run(entry.spark, next_number(), theme, width - 160)
        return kind.cell(content, width, keep=keep, align="center")
    return kind.cell(
        run_text(theme.marked(plain(entry.text), entry.tone)),
        width,
        fill=look.fill,
        colour="" if entry.tone is Tone.NONE else look.text,
        bold=entry.tone in RATED or entry.tone is Tone.TOTAL,
        keep=keep,
        align="center" if column.align is Align.CENTRE else "",
    )


def _describe(properties: Element, table: Table, width: int) -> None:
    """Fixed widths, the heading row marked, and a title and description for those who listen."""
    for name in ("tblW", "tblLayout", "tblLook", "tblCaption", "tblDescription", "tblInd"):
        for old in properties.findall(w(name)):
            properties.remove(old)
    caption = plain(table.title, most=250)
    summary = plain(table.summary or table.title, most=1000)
    made = parsed(
        f'<w:tblPr><w:tblW w:w="{width}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        '<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" '
        'w:lastColumn="0" w:noHBand="0" w:noVBand="1"/>'
        f"<w:tblCaption w:val={attribute(caption)}/>"
        f"<w:tblDescription w:val={attribute(summary)}/></w:tblPr>"
    )
    parts = [*properties, *made]
    for part in list(properties):
        properties.remove(part)
    parts.sort(key=lambda part: _PROPERTIES.index(part.tag.rpartition("}")[2]))
    properties.extend(parts)
