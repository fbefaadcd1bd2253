"""A native chart as Word takes it: its part, and the small workbook with its figures."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date, datetime

from pmf_cli.render.chart_data import chart_data
from pmf_cli.render.charts import DATA_SHEET, native_chart, write_figures
from pmf_cli.render.printable import fitting
from pmf_cli.render.theme import Theme
from pmf_cli.views.base import Chart

_EXPLICIT = (
    (rb"(<c:plotVisOnly [^>]*>)", rb'\1<c:dispBlanksAs val="gap"/>'),
    (rb"(<c:grouping [^>]*>)", rb'\1<c:varyColors val="0"/>'),
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


def chart_for_word(chart: Chart, theme: Theme, as_at: date) -> tuple[bytes, bytes]:
    """The chart part for a Word file and the small workbook that goes with it.

    The chart part refers to the workbook by the relationship ``rId1``.
    """
    import xlsxwriter

    data = chart_data(chart, amber=theme.rating_words.amber)
    buffer = io.BytesIO()
    workbook = xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    made = datetime(as_at.year, as_at.month, as_at.day)  # noqa: DTZ001 - Office keeps no zone
    workbook.set_properties({"title": fitting(chart.title, 255), "created": made})
    sheet = workbook.add_worksheet(DATA_SHEET)
    write_figures(sheet, 0, data.headings, data.rows)
    shown = native_chart(workbook, chart, data, theme)
    sheet.insert_chart(1, len(data.headings) + 1, shown, {"description": fitting(chart.alt, 2000)})
    workbook.close()
    with zipfile.ZipFile(buffer) as parts:
        drawn = parts.read("xl/charts/chart1.xml")
    for short, full in _EXPLICIT:
        drawn = re.sub(short, full, drawn)
    return drawn, buffer.getvalue()
