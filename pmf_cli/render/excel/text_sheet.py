"""A sheet of words: title in A1, paragraphs down a wide first column, small tables of figures."""

from __future__ import annotations

from collections.abc import Sequence

from pmf_cli.render.excel.cells import looks_like_formula
from pmf_cli.render.excel.looks import SheetWriter
from pmf_cli.render.excel.table_sheet import Pen, row_pixels, write_table
from pmf_cli.render.printable import fitting
from pmf_cli.views.base import Align, Fact, Paragraph, Table, TextStyle

WIDTH = 100
"""Characters of the first column; words wrap in it."""


def write_title(pen: Pen, sheet: SheetWriter, title: str, subtitle: str = "") -> int:
    """Title in A1 and a line under it; gives the next free row (from 0)."""
    pen.cells.text(sheet, 0, 0, title or "Untitled", pen.looks.title())
    if not subtitle.strip():
        return 1
    pen.cells.text(sheet, 1, 0, subtitle, pen.looks.subtitle())
    return 2


def write_facts(pen: Pen, sheet: SheetWriter, facts: Sequence[Fact], row: int) -> int:
    """Facts as lines ``Label: value``; gives the next free row."""
    for fact in facts:
        text = f"{fact.label}: {fact.text}"
        row = write_words(pen, sheet, Paragraph(text), row, wrapped=True)
    return row


def write_words(
    pen: Pen,
    sheet: SheetWriter,
    paragraph: Paragraph,
    row: int,
    *,
    wrapped: bool,
) -> int:
    """A paragraph in the first column; gives the next free row."""
    words = f"{paragraph.label} {paragraph.text}" if paragraph.label else paragraph.text
    if paragraph.style is TextStyle.BULLET:
        words = f"• {words}"
    words = fitting(words).strip()
    if not words:
        return row
    form = pen.looks.words(paragraph.style, wrapped=wrapped, quoted=looks_like_formula(words))
    if wrapped:
        sheet.set_row_pixels(row, row_pixels([words], [WIDTH], pen.theme))
    sheet.write_string(row, 0, words, form)
    return row + 1


def stands_under_words(table: Table) -> bool:
    """Whether a table fits under words in a wide first column: a label and figures beside it."""
    return len(table.columns) > 1 and all(
        column.align is Align.NUMBER for column in table.columns[1:]
    )


def write_small_table(pen: Pen, sheet: SheetWriter, table: Table, row: int) -> int:
    """A table of figures under the words, its title above it; gives the next free row."""
    row = write_words(pen, sheet, Paragraph(table.title, TextStyle.LABEL), row + 1, wrapped=True)
    row, widths = write_table(pen, sheet, table, row, first_width=WIDTH)
    for column, width in enumerate(widths[1:], 1):
        sheet.set_column(column, column, width)
    return row + 1
