"""A KPI Data Record with everything that libraries lose: sparklines, drop-downs of both kinds,
drawings, pictures, conditional formats and stored formula results.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import xlsxwriter

from pmf_cli.register.register import Register
from pmf_cli.register.sheets.layout import by_name
from pmf_cli.register.sheets.row_cells import cells_of_row

SHEETS = ("Results", "Commentary", "Returns")
_NEW_LIST = (
    '<ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}" '
    'xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main">'
    '<x14:dataValidations count="1" xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main">'
    '<x14:dataValidation type="list" allowBlank="1"><x14:formula1><xm:f>Words!$A$1:$A$3</xm:f>'
    "</x14:formula1><xm:sqref>H1:H9</xm:sqref></x14:dataValidation></x14:dataValidations></ext>"
)


def adorned_record(register: Register) -> bytes:
    """The record's sheets with the register's rows, and sheets that pmf must never touch."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False})
    dashboard = book.add_worksheet("Dashboard")
    for name in SHEETS:
        _sheet(book, name, getattr(register, by_name()[name].holds))
    words = book.add_worksheet("Words")
    words.write_column(0, 0, ["High", "Middle", "Low"])
    _dashboard(book, dashboard)
    book.close()
    return _with_new_list(buffer.getvalue())


def _sheet(book: Any, name: str, rows: Sequence[Any]) -> None:
    sheet = book.add_worksheet(name)
    columns = by_name()[name].columns
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    sheet.write_row(0, 0, [column.heading.text for column in columns])
    for number, row in enumerate(rows, 1):
        for place, value in enumerate(cells_of_row(row).values()):
            if isinstance(value, Decimal):
                sheet.write_number(number, place, float(value))
            elif isinstance(value, date):
                sheet.write_datetime(number, place, datetime.combine(value, time()), day)
            elif value is not None:
                sheet.write_string(number, place, str(value))
    last = len(columns)
    sheet.write_string(0, last, "Own working")
    for number in range(1, min(len(rows), 50) + 1):
        sheet.write_formula(number, last, f"=ROW()*{number}", None, number * 1.5)
    sheet.data_validation(1, 2, 5000, 2, {"validate": "list", "source": "=Words!$A$1:$A$3"})
    sheet.conditional_format(1, 3, 5000, 3, {"type": "data_bar", "data_bar_2010": True})


def _dashboard(book: Any, sheet: Any) -> None:
    for row in range(20):
        sheet.write_row(row, 0, [row, row * 2, 30 - row])
        sheet.write_formula(row, 4, f"=SUM(A{row + 1}:C{row + 1})", None, 12345.678 + row)
    sheet.write_formula("F1", "=COUNTA(Results!A:A)", None, 4711)
    sheet.add_sparkline("G1", {"range": "Dashboard!A1:A20"})
    sheet.add_sparkline(
        "G2", {"range": "Dashboard!B1:B20", "type": "column", "negative_points": True}
    )
    sheet.data_validation("H10", {"validate": "list", "source": ["one", "two"]})
    sheet.conditional_format("A1:A20", {"type": "icon_set", "icon_style": "3_traffic_lights"})
    sheet.insert_textbox("J2", "Do not lose me")
    sheet.insert_image("J10", "logo.png", {"image_data": io.BytesIO(_picture())})
    chart = book.add_chart({"type": "line"})
    chart.add_series({"values": "=Dashboard!$A$1:$A$20"})
    sheet.insert_chart("J20", chart)
    sheet.write_comment("A1", "A note by hand")


def _picture() -> bytes:
    """A small red PNG."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        whole = kind + data
        return struct.pack(">I", len(data)) + whole + struct.pack(">I", zlib.crc32(whole))

    rows = b"".join(b"\0" + b"\xff\0\0" * 8 for _ in range(8))
    head = struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0)
    parts = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


def _with_new_list(data: bytes) -> bytes:
    """Adds a drop-down of the newer kind to the dashboard, which only Excel itself writes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.infolist():
            content = old.read(part)
            if part.filename == "xl/worksheets/sheet1.xml":
                text = content.decode()
                assert "<extLst>" in text
                content = text.replace("<extLst>", f"<extLst>{_NEW_LIST}").encode()
            new.writestr(part, content)
    return out.getvalue()


def parts_of(data: bytes) -> dict[str, bytes]:
    """Part name → content."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}
