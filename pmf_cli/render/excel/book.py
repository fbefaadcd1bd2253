"""The workbook of a report: its sheets filled, from the cover to the charts."""

from __future__ import annotations

import io
import re
import textwrap
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from itertools import zip_longest

from pmf_cli.gc_pause import gc_paused
from pmf_cli.render.accessibility import excel_problems, published_problems, refuse_inaccessible
from pmf_cli.render.charts import Place, add_native_chart, figures_behind
from pmf_cli.render.excel.cells import Cells, Looks, SheetWriter, looks_like_formula
from pmf_cli.render.excel.names import Names
from pmf_cli.render.excel.planning import PlannedSheet, planned_sheets, stands_under_words
from pmf_cli.render.excel.print_setup import fitted, pixels, set_head_and_foot, set_print
from pmf_cli.render.excel.table_sheet import (
    LaidTable,
    Pen,
    frozen_columns,
    laid_out,
    row_pixels,
    write_table,
)
from pmf_cli.render.reading_back import excel_gaps, refuse_incomplete
from pmf_cli.render.templates import Templates
from pmf_cli.render.theme import Theme
from pmf_cli.views.base import (
    Align,
    Chart,
    Column,
    Entry,
    Paragraph,
    Report,
    Table,
    TextStyle,
    Tone,
)
from pmf_cli.views.wording import part_name, whole_sentences
from pmf_cli.words import day_in_words
from pmf_cli.workbook.text import fitting

TO_DO = (
    "Take your theme.toml away and try again; if that does not help, report it as a fault of pmf."
)
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
USUAL_FONT = {"font_name": "Arial", "font_size": 10}
"""Widths of columns count digits of it. Calibri, Excel's usual one, is not everywhere, and what stands
in for it may be a quarter wider, so that columns would not fit their page."""


def excel_report(
    report: Report, theme: Theme, _: Templates | None = None, *, published: bool = False
) -> bytes:
    """A report as an Excel workbook; the same report gives the same bytes everywhere.

    A ``published`` one, for the public, has no fills, filters, frozen headings or sparklines (the
    Analysis Function's checklist for spreadsheets). UsageError where not everyone could read it.
    """
    with gc_paused(collect_after=True):
        data = _bytes(report, theme, published=published)
    problems = (*excel_problems(data), *(published_problems(data) if published else ()))
    refuse_inaccessible(problems, "theme.toml")
    found = excel_gaps(report, theme, data, published=published)
    refuse_incomplete(found, "theme.toml", TO_DO)
    return data


def _bytes(report: Report, theme: Theme, *, published: bool) -> bytes:
    """The workbook; nothing of its making is kept."""
    import xlsxwriter

    buffer = io.BytesIO()
    # XlsxWriter adds to what it is given: each workbook needs its own.
    options = {**OPTIONS, "default_format_properties": dict(USUAL_FONT)}
    workbook = xlsxwriter.Workbook(buffer, options)
    made = datetime(report.as_at.year, report.as_at.month, report.as_at.day)  # noqa: DTZ001
    workbook.set_properties(
        {
            "title": fitting(report.full_title, 255),
            "subject": fitting(report.subtitle, 255),
            "author": fitting(report.council or "pmf", 255),
            "company": fitting(report.council, 255),
            "created": made,
        }
    )
    names = Names()
    sheets = planned_sheets(report, names, published=published)
    looks = Looks(workbook, theme, published=published)
    cells, kind = Cells(looks, report.links), sheet_class()
    pens = [
        Pen(workbook, theme, looks, cells, names, published, workbook.add_worksheet(one.name, kind))
        for one in sheets
    ]
    for pen, plan in zip(pens[1:], sheets[1:], strict=True):
        _fill(pen, plan)
    _cover(pens[0], sheets[0], report, sheets[1:])
    if not published:
        _heads_and_feet(pens, report, sheets)
    pens[0].sheet.activate()
    workbook.close()
    return buffer.getvalue()


def sheet_class() -> type[SheetWriter]:
    """XlsxWriter's sheet, but opened at A1 even where columns are frozen (Analysis Function)."""
    from xlsxwriter.worksheet import Worksheet

    class SheetAtTop(Worksheet):  # type: ignore[misc]
        """A sheet whose cursor stands in A1."""

        def _write_selection(self, pane: str, active_cell: str, sqref: str) -> None:
            super()._write_selection(pane, "", "")

    return SheetAtTop


def _heads_and_feet(pens: Sequence[Pen], report: Report, sheets: Sequence[PlannedSheet]) -> None:
    """Council, title and classification over each printed page; under it where its figures come from."""
    traced = next((one.name for one in sheets if one.traces), "")
    foot = (
        f"Every figure traced in sheet “{traced}”"
        if traced
        else f"As at {day_in_words(report.as_at)}"
    )
    for pen in pens:
        head = report.council, report.title, report.classification
        set_head_and_foot(pen.sheet, pen.theme, head, foot)


def _fill(pen: Pen, plan: PlannedSheet) -> None:
    if plan.chart is not None:
        write_chart(pen, plan.name, plan.chart)
    elif len(plan.tables) == 1 and not (pen.published and _wraps(plan)):
        _table_sheet(pen, plan, laid_out(pen, plan.tables[0]))
    else:
        _, widths = _words(pen, plan, write_title(pen, plan.title))
        set_print(pen.sheet, pen.theme, widths)


def _wraps(plan: PlannedSheet) -> bool:
    """Whether words wrap in a wide first column, with figures under them."""
    return bool(plan.words) and all(map(stands_under_words, plan.tables))


def _table_sheet(pen: Pen, plan: PlannedSheet, laid: LaidTable) -> None:
    """A table under its title and remarks; what an empty cell means is among them, in sight of all."""
    room = line_length(laid.printed_widths)
    top = write_title(pen, plan.title, laid.table.summary, room)
    for paragraph in plan.words:
        top = write_words(pen, paragraph, top, room=room)
    after = write_table(pen, laid, top)
    _set_widths(pen, laid.widths)
    if not pen.published and top <= MOST_FROZEN_ROWS:
        pen.sheet.freeze_panes(top + 1, frozen_columns(laid.table.columns, laid.widths))
    rows = laid.table.printed_rows
    last = min(after - 1, top + rows) if rows else after - 1
    if laid.printed < len(laid.widths) or last < after - 1:
        pen.sheet.print_area(0, 0, last, laid.printed - 1)
    set_print(pen.sheet, pen.theme, laid.printed_widths, top)


def line_length(widths: Sequence[float]) -> int:
    """Characters of running text that fit over columns, so that a printed page cuts none."""
    return max(int(pixels(widths) / PIXELS_A_LETTER), SHORTEST_LINE)


def _words(pen: Pen, plan: PlannedSheet, row: int) -> tuple[int, tuple[float, ...]]:
    """Words in a wide first column, tables of figures under them; the next row, and all columns' widths."""
    laid = [laid_out(pen, table, first_width=WIDTH) for table in plan.tables]
    columns = zip_longest(*(one.widths for one in laid), fillvalue=0.0)
    wished = [max(column) for column in columns] or [WIDTH]
    widths = fitted(wished, [LEAST_WIDTH, *wished[1:]], pen.theme)
    _set_widths(pen, widths)
    for paragraph in plan.words:
        row = write_words(pen, paragraph, row, width=widths[0])
    for table, one in zip(plan.tables, laid, strict=True):
        if table.title != plan.title:
            label = Paragraph(table.title, TextStyle.LABEL)
            row = write_words(pen, label, row + 1, width=widths[0])
        row = write_table(pen, replace(one, widths=widths[: len(one.widths)]), row) + 1
    return row, widths


def _cover(pen: Pen, plan: PlannedSheet, report: Report, others: Sequence[PlannedSheet]) -> None:
    row = write_title(pen, plan.title, report.subtitle)
    facts = tuple(Paragraph(fact.line) for fact in report.facts)
    row, widths = _words(pen, replace(plan, words=(*facts, *plan.words)), row)
    contents = Paragraph("Sheets of this workbook", TextStyle.LABEL)
    row = write_words(pen, contents, row + 1, width=widths[0])
    for other in others:
        words = other.title if _says(other.title, other.name) else f"{other.name}: {other.title}"
        place = other.name.replace("'", "''")
        pen.sheet.write_url(row, 0, f"internal:'{place}'!A1", pen.looks.link(), fitting(words, 255))
        row += 1
    set_print(pen.sheet, pen.theme, widths)


def _says(title: str, name: str) -> bool:
    """Whether a title begins with the words of its tab, so that the title alone is enough."""
    said, named = (re.sub(r"\W+", " ", text).casefold() for text in (title, name))
    return said.startswith(named)


def _set_widths(pen: Pen, widths: Sequence[float]) -> None:
    for column, width in enumerate(widths):
        pen.sheet.set_column(column, column, width)


MOST_FROZEN_ROWS = 8
"""Rows over a table that may stay in sight; more would leave a laptop's screen no room to move."""
CHART_PIXELS = 860, 340
"""Width and height."""
USUAL_WIDTH, USUAL_PIXELS, LEAST_ROW_PIXELS = 8.43, 64, 20
"""Of columns and rows that nobody set: characters and pixels."""
FAR = 30
"""The column, from 0, where the figures that only the drawing needs begin."""
CHART_SIZE = CHART_PIXELS[0] * 25.4 / 96, CHART_PIXELS[1] * 25.4 / 96
"""The same in millimetres."""
NO_FIGURE = Entry("No figure", tone=Tone.MUTED)


def write_chart(pen: Pen, name: str, chart: Chart) -> None:
    """Fills the sheet called ``name``: the chart under its words, and its figures as a table before it."""
    laid = laid_out(pen, figures(chart))
    beside = len(laid.widths) + 1
    columns = -(-CHART_PIXELS[0] // USUAL_PIXELS)
    widths = (*laid.widths, *[USUAL_WIDTH] * (columns + 1))
    row, room = write_title(pen, chart.title), line_length(widths)
    for words in (chart.alt, chart.note):
        row = write_words(pen, Paragraph(words, TextStyle.BODY), row, room=room)
    top = row + 1
    after = write_table(pen, laid, top)
    _set_widths(pen, laid.widths)
    shown = add_native_chart(
        pen.workbook, pen.sheet, chart, pen.theme, CHART_SIZE, Place(name, top, FAR)
    )
    shown.set_size({"width": CHART_PIXELS[0], "height": CHART_PIXELS[1]})
    pen.sheet.insert_chart(
        top,
        beside,
        shown,
        {"description": fitting(chart.alt or chart.title, 2000), "object_position": 3},
    )
    # The figures that only the drawing needs are not printed.
    last = max(after, top + CHART_PIXELS[1] // LEAST_ROW_PIXELS)
    pen.sheet.print_area(0, 0, last, beside + columns - 1)
    set_print(pen.sheet, pen.theme, widths, top)


def figures(chart: Chart) -> Table:
    """The figures of a chart as a table: period, result, target and comparators."""
    headings, rows = figures_behind(chart)
    form = "#,##0" + (f".{'0' * chart.decimals}" if chart.decimals else "")

    def entry(value: str | Decimal | None) -> Entry:
        if isinstance(value, Decimal):
            return Entry(f"{value:,f}", value, form)
        return NO_FIGURE if value is None else Entry(value)

    return Table(
        part_name("figures", chart.name),
        chart.title,
        tuple(
            Column(heading, 1.6, Align.NUMBER if at else Align.TEXT)
            for at, heading in enumerate(headings)
        ),
        tuple(tuple(entry(value) for value in row) for row in rows),
        chart.alt,
    )


WIDTH, LEAST_WIDTH = 100.0, 40.0
"""Characters of the first column, where words wrap in it."""
SHORTEST_LINE = 140
"""Characters over a table, however narrow it is: a page holds them at full size."""
PIXELS_A_LETTER = 6.4
"""Of running text in Arial at 10 points, rather too many."""


def write_title(pen: Pen, title: str, subtitle: str = "", room: int = SHORTEST_LINE) -> int:
    """Title in A1 and a line under it, or several; gives the next free row (from 0)."""
    pen.cells.text(pen.sheet, 0, 0, title or "Untitled", pen.looks.title())
    row = 1
    for line in _lines(pen, fitting(subtitle).strip(), room):
        pen.cells.text(pen.sheet, row, 0, line, pen.looks.subtitle())
        row += 1
    if row > 1:
        pen.sheet.set_row_pixels(row - 1, row_pixels([""], [1], pen.theme))
    return row


def write_words(
    pen: Pen, paragraph: Paragraph, row: int, *, width: float = 0.0, room: int = SHORTEST_LINE
) -> int:
    """A paragraph in the first column; gives the next free row.

    Wrapped in the column where its ``width`` is given, else over the columns beside it, in rows of
    ``room`` characters each.
    """
    words = f"{paragraph.label} {paragraph.text}" if paragraph.label else paragraph.text
    if paragraph.style is TextStyle.BULLET:
        words = f"• {words}"
    words = fitting(words).strip()
    for line in [words] if width and words else _lines(pen, words, room):
        form = pen.looks.words(
            paragraph.style, wrapped=bool(width), quoted=looks_like_formula(line)
        )
        if width:
            pen.sheet.set_row_pixels(row, row_pixels([line], [width], pen.theme) - 4)
        pen.sheet.write_string(row, 0, line, form)
        row += 1
    return row


def _lines(pen: Pen, words: str, room: int) -> list[str]:
    """Words as rows over a table; a sentence a row in a published workbook, which is heard more than printed."""
    if pen.published:
        return whole_sentences(words)
    return textwrap.wrap(words, room, break_long_words=False, break_on_hyphens=False)
