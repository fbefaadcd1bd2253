"""A chart on a sheet of its own: its sentence, its figures as a table, and the native chart."""

from __future__ import annotations

from decimal import Decimal

from pmf_cli.render.chart_data import chart_data
from pmf_cli.render.charts import native_chart, write_figures
from pmf_cli.render.excel.looks import Sheet
from pmf_cli.render.excel.table_sheet import Pen, write_table
from pmf_cli.render.excel.text_sheet import write_title, write_words
from pmf_cli.render.printable import fitting
from pmf_cli.views.base import Align, Chart, Column, Entry, Paragraph, Table, TextStyle, Tone
from pmf_cli.views.wording import part_name

FAR = 30
"""The column, from 0, where the figures that only the drawing needs begin."""
NO_FIGURE = Entry("No figure", tone=Tone.MUTED)


def write_chart(pen: Pen, sheet: Sheet, name: str, chart: Chart) -> tuple[int, tuple[float, ...]]:
    """Fills the sheet called ``name``; gives the row of the table's heading and column widths."""
    row = write_title(pen, sheet, chart.title)
    for words in (chart.alt, chart.note):
        row = write_words(pen, sheet, Paragraph(words, TextStyle.BODY), row, wrapped=False)
    top = row + 1
    _, widths = write_table(pen, sheet, figures(chart), top)
    data = chart_data(chart, amber=pen.theme.rating_words.amber)
    write_figures(sheet, top, data.headings, data.rows, left=FAR)
    shown = native_chart(
        pen.workbook, chart, data, pen.theme, sheet=name, first_row=top + 1, left=FAR
    )
    shown.set_size({"width": 860, "height": 340})
    sheet.insert_chart(
        top,
        len(widths) + 1,
        shown,
        {"description": fitting(chart.alt or chart.title, 2000), "object_position": 3},
    )
    return top, widths


def figures(chart: Chart) -> Table:
    """The figures of a chart as a table: period, result, target and comparators."""
    data = chart_data(chart)
    kept = len(data.headings) - 3
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
            for at, heading in enumerate(data.headings[:kept])
        ),
        tuple(tuple(entry(value) for value in row[:kept]) for row in data.rows),
        chart.alt,
    )
