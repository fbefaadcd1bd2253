"""How sheets are printed: letters that can be read, columns that fit, heads and feet."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from openpyxl.worksheet.cell_range import CellRange

from pmf_cli.render.excel.book import PIXELS_A_LETTER
from pmf_cli.render.excel.print_setup import PAGE_PIXELS, fitted, least_scale, pixels
from pmf_cli.render.theme import ExcelLook
from pmf_cli.views.base import Align, Column, Entry, Paragraph, Report, Section, Table
from tests.render.excel.test_book import THEME, data_of, of_tables, opened
from tests.render.specimens import report

LONG = (
    "Where each figure of this paper comes from is said here, cell by cell, and for everybody. " * 4
)


def wide(columns: int, text: str = "word " * 30) -> Report:
    """A report with one table of so many columns of text."""
    row = tuple(Entry(f"{text}{at}") for at in range(columns))
    heads = tuple(Column(f"Column {at}", 3) for at in range(columns))
    return of_tables(Table("t", "T", heads, (row,)))


@pytest.mark.parametrize("size", [9, 10, 12])
@pytest.mark.parametrize(
    ("wished", "least"),
    [((10.0,) * 5, (8.0,) * 5), ((30.0,) * 10, (9.0,) * 10), ((100.0, 60.0), (20.0, 60.0))],
)
def test_columns_fit_a_page_of_a4_in_letters_of_8_points(
    size: int, wished: tuple[float, ...], least: tuple[float, ...]
) -> None:
    """None narrower than what it needs, none wider than it should be."""
    theme = THEME.model_copy(update={"excel": ExcelLook(size=size)})
    widths = fitted(wished, least, theme)
    scale = least_scale(theme)
    assert scale * size / 100 >= 8
    assert pixels(widths) * scale / 100 <= PAGE_PIXELS
    for high, width, low in zip(wished, widths, least, strict=True):
        assert low - 0.1 <= width <= high


def test_what_cannot_fit_a4_is_printed_on_a3() -> None:
    """Its columns are as narrow as they can be."""
    narrow, broad = (opened(data_of(wide(count)))["t"] for count in (8, 22))
    assert (narrow.page_setup.paperSize, broad.page_setup.paperSize) == (9, 8)
    assert narrow.page_setup.scale * THEME.excel.size / 100 >= 8
    assert not narrow.sheet_properties.pageSetUpPr.fitToPage


def test_only_the_printed_columns_are_in_the_print_area() -> None:
    """The others stand beyond them, and none is hidden."""
    columns = tuple(Column(f"C{at}", 2, Align.NUMBER) for at in range(12))
    row = (Entry("A"), Entry("B"), *(Entry("1", Decimal(1), "0") for _ in columns))
    heads = (Column("Ref"), Column("KPI"), *columns)
    table = Table("t", "T", heads, (row,), printed_columns=10)
    sheet = opened(data_of(of_tables(table)))["t"]
    assert sheet.print_area == "'t'!$A$1:$J$3"
    assert not any(one.hidden for one in sheet.column_dimensions.values())


def test_a_long_table_for_the_screen_prints_its_first_rows_alone() -> None:
    """All of them would be a hundred pages; they stay in the sheet."""
    rows = tuple((Entry(f"R{at}"), Entry("x")) for at in range(90))
    table = Table("t", "T", (Column("Ref"), Column("KPI")), rows, printed_rows=50)
    sheet = opened(data_of(of_tables(table)))["t"]
    first, last = sheet.print_area.split("!")[1].replace("$", "").split(":")
    assert (first, last[0]) == ("A1", "B")
    assert int(last[1:]) < 60 < sheet.max_row


def test_each_printed_page_says_whose_it_is_and_where_its_figures_come_from() -> None:
    """Council, title and classification over it; sheet, page and the sheet of sources under it."""
    one = replace(
        report(4, charts=0),
        title="Costs & savings, 2024",
        council="2nd City & County",
        classification="Official",
        workbook=(
            Section("Cover", 1, ()),
            Section("Sources", 1, (Paragraph("Here."),), traces=True),
        ),
    )
    for sheet in opened(data_of(one)).worksheets:
        head, foot = sheet.oddHeader, sheet.oddFooter
        assert (head.left.text, head.right.text) == ("2nd City && County", "Official")
        assert head.center.text == "Costs && savings, 2024"
        assert "Page &P of &N" in foot.center.text
        assert foot.left.text.endswith("Sheet “&A”")
        assert foot.right.text.endswith("Every figure traced in sheet “Sources”")


def test_a_head_longer_than_excel_keeps_is_cut_and_not_lost() -> None:
    """Excel keeps 255 signs, its commands among them."""
    one = replace(report(4, charts=0), title="A & B, " * 60, council="Council " * 30)
    sheet = opened(data_of(one)).worksheets[0]
    assert sheet.oddHeader.left.text.endswith("…")
    assert sheet.oddHeader.center.text.startswith("A && B")


def test_words_over_a_table_take_as_many_rows_as_they_need() -> None:
    """So that none is cut off at the edge of the page; what is heard is the same."""
    table = Table("t", "T", (Column("A"), Column("B")), ((Entry("1"), Entry("2")),), LONG.strip())
    one = of_tables(table)
    words = Section("t", 1, (Paragraph(LONG.strip()), table))
    sheet = opened(data_of(replace(one, workbook=(one.workbook[0], words))))["t"]
    top = CellRange(next(iter(sheet.tables.values())).ref).min_row
    said = [sheet.cell(row, 1).value for row in range(2, top)]
    assert len(said) > 4
    assert max(map(len, said)) * PIXELS_A_LETTER <= PAGE_PIXELS
    assert " ".join(said) == f"{LONG.strip()} {LONG.strip()}"
