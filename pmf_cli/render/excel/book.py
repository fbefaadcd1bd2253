"""The workbook: which sheets there are, their words, and their set-up for screen and print."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from pmf_cli.render.accessibility import excel_problems, refuse_inaccessible
from pmf_cli.render.charts import Place, add_native_chart, figures_behind
from pmf_cli.render.excel.cells import Cells, Looks, SheetWriter, looks_like_formula
from pmf_cli.render.excel.names import Names
from pmf_cli.render.excel.table_sheet import (
    Pen,
    frozen_columns,
    row_pixels,
    with_trend_columns,
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
    Section,
    Table,
    TextStyle,
    Tone,
)
from pmf_cli.views.wording import part_name
from pmf_cli.workbook.text import fitting

COVER = "Cover"
A3, A4 = 8, 9
"""Excel's numbers of paper sizes."""
WIDEST_ON_A4 = 230
"""Characters; wider sheets could not be read on A4."""
TO_DO = (
    "Take your theme.toml away and try again; if that does not help, report it as a fault of pmf."
)
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


@dataclass(frozen=True)
class PlannedSheet:
    """A sheet to be made: its tab, what stands in A1, words, then one table, or small ones under them."""

    name: str
    title: str
    words: tuple[Paragraph, ...] = ()
    tables: tuple[Table, ...] = ()
    chart: Chart | None = None


def excel_report(
    report: Report, theme: Theme, _: Templates | None = None, *, published: bool = False
) -> bytes:
    """A report as an Excel workbook; the same report gives the same bytes everywhere.

    A ``published`` one, for the public, has no fills, filters, frozen headings or sparklines (the
    Analysis Function's checklist for spreadsheets). UsageError where not everyone could read it.
    """
    import xlsxwriter

    buffer = io.BytesIO()
    workbook = xlsxwriter.Workbook(buffer, OPTIONS)
    made = datetime(report.as_at.year, report.as_at.month, report.as_at.day)  # noqa: DTZ001
    workbook.set_properties(
        {
            "title": fitting(report.title, 255),
            "subject": fitting(report.subtitle, 255),
            "author": "pmf",
            "created": made,
        }
    )
    names = Names()
    sheets = planned_sheets(report, names)
    looks = Looks(workbook, theme, published=published)
    cells, kind = Cells(looks, report.links), sheet_class()
    pens = [
        Pen(workbook, theme, looks, cells, names, published, workbook.add_worksheet(one.name, kind))
        for one in sheets
    ]
    for pen, plan in zip(pens[1:], sheets[1:], strict=True):
        _fill(pen, plan)
    _cover(pens[0], sheets[0], report, sheets[1:])
    pens[0].sheet.activate()
    workbook.close()
    data = buffer.getvalue()
    refuse_inaccessible(excel_problems(data), "theme.toml")
    found = excel_gaps(report, theme, data, published=published)
    refuse_incomplete(found, "theme.toml", TO_DO)
    return data


def sheet_class() -> type[SheetWriter]:
    """XlsxWriter's sheet, but opened at A1 even where columns are frozen (Analysis Function)."""
    from xlsxwriter.worksheet import Worksheet

    class SheetAtTop(Worksheet):  # type: ignore[misc]
        """A sheet whose cursor stands in A1."""

        def _write_selection(self, pane: str, active_cell: str, sqref: str) -> None:
            super()._write_selection(pane, "", "")

    return SheetAtTop


def planned_sheets(report: Report, names: Names) -> tuple[PlannedSheet, ...]:
    """The sheets of a report: a cover, one a section, and one for each further table or chart."""
    sections = report.workbook or report.sections
    if not sections or sections[0].heading.casefold() != COVER.casefold():
        sections = (Section(COVER, 1, ()), *sections)
    cover, *others = sections
    facts = tuple((fact.label, fact.text) for fact in report.facts)
    # A table of the facts is left out, since they stand on the cover anyway.
    tables = tuple(one for one in _tables(cover) if _texts(one) != facts)
    first, behind = _of_words(names.sheet(COVER), report.title, cover, tables, names)
    sheets = [first, *behind]
    for section in others:
        if section.blocks:
            main, behind = _of_section(section, names)
            sheets += [main, *behind]
    return tuple(sheets)


def _tables(section: Section) -> tuple[Table, ...]:
    return tuple(one for one in section.plain_blocks if isinstance(one, Table) and one.columns)


def _texts(table: Table) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(entry.text for entry in row) for row in table.rows)


def _of_section(section: Section, names: Names) -> tuple[PlannedSheet, list[PlannedSheet]]:
    """A section's sheet, which is that of its only table where it has one, and those behind it."""
    tables, name = _tables(section), names.sheet(section.heading)
    if len(tables) != 1:
        return _of_words(name, section.heading, section, tables, names)
    words = tuple(block for block in section.plain_blocks if isinstance(block, Paragraph))
    main = PlannedSheet(name, tables[0].title, words, tables)
    return main, _behind(section, (), names)


def _of_words(
    name: str, title: str, section: Section, tables: Sequence[Table], names: Names
) -> tuple[PlannedSheet, list[PlannedSheet]]:
    words = tuple(block for block in section.plain_blocks if isinstance(block, Paragraph))
    main = PlannedSheet(name, title, words, tuple(filter(stands_under_words, tables)))
    return main, _behind(section, tables, names)


def _behind(section: Section, tables: Sequence[Table], names: Names) -> list[PlannedSheet]:
    """A sheet for each table that does not fit under words, and for each chart."""
    charts = (block for block in section.plain_blocks if isinstance(block, Chart))
    return [
        *(
            PlannedSheet(names.sheet(table.title), table.title, (), (table,))
            for table in tables
            if not stands_under_words(table)
        ),
        *(PlannedSheet(names.sheet(chart.title), chart.title, chart=chart) for chart in charts),
    ]


def _fill(pen: Pen, plan: PlannedSheet) -> None:
    top: int | None = None
    widths: tuple[float, ...] = ()
    if plan.chart is not None:
        top, widths = write_chart(pen, plan.name, plan.chart)
        _set_widths(pen, widths)
    elif len(plan.tables) == 1 and not stands_under_words(plan.tables[0]):
        table = plan.tables[0]
        top = _above(pen, plan, table)
        after, widths = write_table(pen, table, top)
        _set_widths(pen, widths)
        if not pen.published:
            pen.sheet.freeze_panes(top + 1, frozen_columns(table.columns, widths))
        if len(widths) > len(table.columns):
            widths = widths[: len(table.columns)]
            pen.sheet.print_area(0, 0, after - 1, len(widths) - 1)
    else:
        _words(pen, plan, write_title(pen, plan.title))
    _print_setup(pen, top, widths)


def _above(pen: Pen, plan: PlannedSheet, table: Table) -> int:
    """Title and remarks over a table; gives the row of its heading.

    What an empty cell means is said in sight, not only to those who hear the table's description.
    """
    trend = None if pen.published else with_trend_columns(table)
    summary = table.summary if trend is None else trend.table.summary
    row = write_title(pen, plan.title, summary)
    for paragraph in plan.words:
        row = write_words(pen, paragraph, row, wrapped=False)
    return row


def _words(pen: Pen, plan: PlannedSheet, row: int) -> int:
    pen.sheet.set_column(0, 0, WIDTH)
    for paragraph in plan.words:
        row = write_words(pen, paragraph, row, wrapped=True)
    for table in plan.tables:
        row = write_small_table(pen, table, row)
    return row


def _cover(pen: Pen, plan: PlannedSheet, report: Report, others: Sequence[PlannedSheet]) -> None:
    row = write_title(pen, plan.title, report.subtitle)
    for fact in report.facts:
        row = write_words(pen, Paragraph(fact.line), row, wrapped=True)
    row = _words(pen, plan, row)
    contents = Paragraph("Sheets of this workbook", TextStyle.LABEL)
    row = write_words(pen, contents, row, wrapped=True)
    for other in others:
        words = other.title if _says(other.title, other.name) else f"{other.name}: {other.title}"
        place = other.name.replace("'", "''")
        pen.sheet.write_url(row, 0, f"internal:'{place}'!A1", pen.looks.link(), fitting(words, 255))
        row += 1
    _print_setup(pen, None)
    pen.sheet.fit_to_pages(1, 1)


def _says(title: str, name: str) -> bool:
    """Whether a title begins with the words of its tab, so that the title alone is enough."""
    said, named = (re.sub(r"\W+", " ", text).casefold() for text in (title, name))
    return said.startswith(named)


def _set_widths(pen: Pen, widths: Sequence[float]) -> None:
    for column, width in enumerate(widths):
        pen.sheet.set_column(column, column, width)


def _print_setup(pen: Pen, heading: int | None, widths: Sequence[float] = ()) -> None:
    """Sideways on A4 or A3, one page wide, headings on each page."""
    pen.sheet.set_landscape()
    pen.sheet.set_paper(A3 if sum(widths) > WIDEST_ON_A4 else A4)
    pen.sheet.fit_to_pages(1, 0)
    pen.sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.5)
    if heading is not None:
        pen.sheet.repeat_rows(heading)


FAR = 30
"""The column, from 0, where the figures that only the drawing needs begin."""
CHART_SIZE = (860 * 25.4 / 96, 340 * 25.4 / 96)
"""Millimetres of a chart on its sheet, 860 by 340 pixels."""
NO_FIGURE = Entry("No figure", tone=Tone.MUTED)


def write_chart(pen: Pen, name: str, chart: Chart) -> tuple[int, tuple[float, ...]]:
    """Fills the sheet called ``name``; gives the row of the table's heading and column widths."""
    row = write_title(pen, chart.title)
    for words in (chart.alt, chart.note):
        row = write_words(pen, Paragraph(words, TextStyle.BODY), row, wrapped=False)
    top = row + 1
    _, widths = write_table(pen, figures(chart), top)
    shown = add_native_chart(
        pen.workbook, pen.sheet, chart, pen.theme, CHART_SIZE, Place(name, top, FAR)
    )
    shown.set_size({"width": 860, "height": 340})
    pen.sheet.insert_chart(
        top,
        len(widths) + 1,
        shown,
        {"description": fitting(chart.alt or chart.title, 2000), "object_position": 3},
    )
    return top, widths


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


WIDTH = 100
"""Characters of the first column; words wrap in it."""


def write_title(pen: Pen, title: str, subtitle: str = "") -> int:
    """Title in A1 and a line under it; gives the next free row (from 0)."""
    pen.cells.text(pen.sheet, 0, 0, title or "Untitled", pen.looks.title())
    if not subtitle.strip():
        return 1
    pen.cells.text(pen.sheet, 1, 0, subtitle, pen.looks.subtitle())
    return 2


def write_words(
    pen: Pen,
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
        pen.sheet.set_row_pixels(row, row_pixels([words], [WIDTH], pen.theme))
    pen.sheet.write_string(row, 0, words, form)
    return row + 1


def stands_under_words(table: Table) -> bool:
    """Whether a table fits under words in a wide first column: a label and figures beside it."""
    return len(table.columns) > 1 and all(
        column.align is Align.NUMBER for column in table.columns[1:]
    )


def write_small_table(pen: Pen, table: Table, row: int) -> int:
    """A table of figures under the words, its title above it; gives the next free row."""
    row = write_words(pen, Paragraph(table.title, TextStyle.LABEL), row + 1, wrapped=True)
    row, widths = write_table(pen, table, row, first_width=WIDTH)
    for column, width in enumerate(widths[1:], 1):
        pen.sheet.set_column(column, column, width)
    return row + 1
