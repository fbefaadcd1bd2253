"""Rows join the table they belong to: what stands beneath moves down, what covers it grows."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from pmf_cli.errors import PmfError
from pmf_cli.workbook.write.growth import Growth, shifted
from pmf_cli.workbook.write.patch import AddedRows, append_rows
from pmf_cli.workbook.write.stale_results import stale_results
from tests.hostile import part, rezipped
from tests.libreoffice import HAS_LIBREOFFICE, filled_by_libreoffice
from tests.workbook.write.test_patch import changed_parts, packed

pytestmark = pytest.mark.filterwarnings("ignore:Sparkline Group extension")

NEW = ({1: "K6", 2: 10}, {1: "K7", 2: 20}, {1: "K8", 2: 30})
"""Three rows, for columns A and B."""


def made(build: Callable[[Any, Any, Any], None], *, table: bool = True) -> bytes:
    """Five results in A1:D6 of Results with a note and a total beneath, and a sheet Summary."""
    import xlsxwriter

    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet, summary = book.add_worksheet("Results"), book.add_worksheet("Summary")
        headings = ("Ref", "Value", "On", "Status")
        if table:
            sheet.add_table("A1:D6", {"columns": [{"header": name} for name in headings]})
        sheet.write_row("A1", headings)
        for row in range(1, 6):
            sheet.write_row(row, 0, (f"K{row}", row))
        sheet.write("A8", "Note: provisional.")
        sheet.write("A9", "Total")
        sheet.write_formula("B9", "=SUM(B2:B6)", None, 15)
        build(book, sheet, summary)
    return stream.getvalue()


def nothing_more(*_: Any) -> None:
    """Builds nothing beside the table."""


def joined(data: bytes, rows: Any = NEW, **named: Any) -> tuple[Any, AddedRows]:
    """The workbook with rows added, as openpyxl reads it, and what was said."""
    new = append_rows(data, "Results", rows, **named)
    assert zipfile.ZipFile(io.BytesIO(new.data)).testzip() is None
    return openpyxl.load_workbook(io.BytesIO(new.data)), new


def column(sheet: Any, letter: str = "A") -> list[Any]:
    return [cell.value for cell in sheet[letter]]


@pytest.mark.parametrize("table", [True, False])
def test_rows_go_between_the_data_and_the_note_and_total_beneath(table: bool) -> None:
    """The note and the total move down with their blank row; the total adds the new rows up."""
    data = made(nothing_more, table=table)
    book, new = joined(data, held=range(2, 7))
    sheet = book["Results"]
    assert column(sheet) == [
        *("Ref", "K1", "K2", "K3", "K4", "K5", "K6", "K7", "K8", None),
        *("Note: provisional.", "Total"),
    ]
    assert sheet["B12"].value == "=SUM(B2:B9)"
    assert any("moved down by 3 rows" in said for said in new.remarks)
    if table:
        assert sheet.tables["Table1"].ref == "A1:D9"
        assert sheet.tables["Table1"].autoFilter.ref == "A1:D9"


def around(book: Any, sheet: Any, summary: Any) -> None:
    """Everything that may tell of a table's rows, or of rows beneath it."""
    red = book.add_format({"bg_color": "#FF0000"})
    sheet.merge_range("C8:D8", "merged")
    sheet.write_comment("A8", "a note on the note")
    sheet.write_url("A9", "https://example.org/total", string="Total")
    sheet.write_url("D9", "internal:'Results'!A8", string="up")
    sheet.set_row(8, 31)
    sheet.set_h_pagebreaks([8])
    sheet.print_area("A1:D9")
    sheet.ignore_errors({"number_stored_as_text": "A2:A6"})
    sheet.conditional_format("B2:B6", {"type": "cell", "criteria": ">", "value": 3, "format": red})
    sheet.conditional_format(
        "A2:B6", {"type": "formula", "criteria": "=$B2>AVERAGE($B$2:$B$6)", "format": red}
    )
    sheet.conditional_format("B9", {"type": "cell", "criteria": ">", "value": 3, "format": red})
    sheet.data_validation("D2:D6", {"validate": "list", "source": ["Final", "Revised"]})
    sheet.write_formula("F2", "=B2/SUM(B$2:B$6)", None, 0)
    sheet.add_sparkline("F9", {"range": "Results!B2:B6"})
    book.define_name("Figures", "=Results!$B$2:$B$6")
    book.define_name("Total", "=Results!$B$9")
    summary.write_formula("A1", "=SUM(Results!B2:B6)", None, 15)
    summary.write_formula("A2", '=Results!B9&" of Results!B9"', None, "")
    summary.write_formula("A3", "=SUM(Results!B4:B6)", None, 12)
    summary.write_formula("A4", '=SUM(INDIRECT("Results!B2:B6"))', None, 15)
    summary.write_url("A5", "internal:'Results'!A9", string="to the total")
    summary.data_validation("B1", {"validate": "list", "source": "=Results!$A$2:$A$6"})
    chart = book.add_chart({"type": "line"})
    chart.add_series({"categories": "=Results!$A$2:$A$6", "values": "=Results!$B$2:$B$6"})
    summary.insert_chart("D2", chart)
    other = book.add_chart({"type": "line"})
    other.add_series({"values": "=Results!$B$2:$B$6"})
    sheet.insert_chart("H12", other)


def test_all_that_tells_of_rows_beneath_moves_with_them() -> None:
    """Merged cells, notes, links, heights, breaks and charts stay with the rows they were on."""
    book, new = joined(made(around))
    sheet = book["Results"]
    assert [str(one) for one in sheet.merged_cells.ranges] == ["C11:D11"]
    assert sheet["A11"].comment.text == "a note on the note"
    assert sheet["A12"].hyperlink.target == "https://example.org/total"
    assert sheet["D12"].hyperlink.location == "'Results'!A11"
    assert book["Summary"]["A5"].hyperlink.location == "'Results'!A12"
    assert sheet.row_dimensions[12].height == 30.75
    assert [one.id for one in sheet.row_breaks.brk] == [11]
    assert b"<x:Row>10</x:Row>" in part(new.data, "xl/drawings/vmlDrawing1.vml")
    assert b"<xdr:row>14</xdr:row>" in part(new.data, "xl/drawings/drawing1.xml")
    assert b"<xm:sqref>F12</xm:sqref>" in part(new.data, "xl/worksheets/sheet1.xml")
    assert book.defined_names["Total"].attr_text == "Results!$B$12"
    assert book["Summary"]["A2"].value == '=Results!B12&" of Results!B9"'


def test_all_that_covers_the_table_to_its_end_grows_with_it() -> None:
    """Formats, drop-downs, names, charts on other sheets, sparklines and sums take the rows in."""
    book, new = joined(made(around))
    sheet, summary = book["Results"], book["Summary"]
    formats = {str(one.sqref): one.rules[0] for one in sheet.conditional_formatting}
    assert set(formats) == {"B2:B9", "A2:B9", "B12"}
    assert formats["A2:B9"].formula == ["$B2>AVERAGE($B$2:$B$9)"]
    assert [str(one.sqref) for one in sheet.data_validations.dataValidation] == ["D2:D9"]
    assert summary.data_validations.dataValidation[0].formula1 == "Results!$A$2:$A$9"
    assert sheet.print_area == "'Results'!$A$1:$D$12"
    assert book.defined_names["Figures"].attr_text == "Results!$B$2:$B$9"
    assert sheet["F2"].value == "=B2/SUM(B$2:B$9)"
    assert summary["A1"].value == "=SUM(Results!B2:B9)"
    for number in (1, 2):
        chart = part(new.data, f"xl/charts/chart{number}.xml").decode()
        assert set(re.findall(r"<c:f>Results!\$.\$2:\$.\$([0-9]+)<", chart)) == {"9"}
    assert b"<xm:f>Results!B2:B9</xm:f>" in part(new.data, "xl/worksheets/sheet1.xml")
    assert b'<ignoredError sqref="A2:A9"' in part(new.data, "xl/worksheets/sheet1.xml")


def test_what_cannot_follow_is_said() -> None:
    """A sum of the last rows only, and a range written as text, stay and are named."""
    book, new = joined(made(around))
    assert book["Summary"]["A3"].value == "=SUM(Results!B4:B6)"
    told = " ".join(new.remarks)
    assert "Summary!A3" in told
    assert "Summary!A4" in told


def test_what_does_not_change_stays_byte_for_byte() -> None:
    """Only parts that tell of the rows change."""
    old = made(around)
    changed = changed_parts(old, append_rows(old, "Results", NEW).data)
    assert "xl/styles.xml" not in changed
    assert "xl/sharedStrings.xml" not in changed
    assert "xl/drawings/drawing2.xml" not in changed
    assert "docProps/core.xml" not in changed
    assert len(changed) < len(packed(old))


def test_nothing_moves_where_there_is_room() -> None:
    """Notes far beneath stay where they are; the ranges grow all the same."""

    def build(book: Any, sheet: Any, summary: Any) -> None:
        sheet.write_row("A8", ("", ""))
        sheet.write("A30", "far beneath")
        summary.write_formula("A1", "=SUM(Results!B2:B6)", None, 15)

    data = made(build)
    data = rezipped(
        data,
        {
            "xl/worksheets/sheet1.xml": re.sub(
                rb'<row r="[89]".*?</row>', b"", part(data, "xl/worksheets/sheet1.xml")
            )
        },
    )
    book, new = joined(data)
    assert book["Results"]["A30"].value == "far beneath"
    assert book["Summary"]["A1"].value == "=SUM(Results!B2:B9)"
    assert not new.remarks


def test_prepared_rows_of_a_table_are_filled_first() -> None:
    """A table with two empty rows grows by one for three; a format that ends between grows too."""
    import xlsxwriter

    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet("Results")
        sheet.add_table("A1:B5", {"columns": [{"header": "Ref"}, {"header": "Value"}]})
        sheet.write_row("A2", ("K1", 1))
        sheet.write_row("A3", ("K2", 2))
        sheet.write("A7", "Note")
        sheet.conditional_format("B2:B4", {"type": "data_bar"})
        sheet.write_formula("E1", "=SUM(B2:B3)", None, 3)
    made_book, _ = joined(stream.getvalue())
    sheet = made_book["Results"]
    assert column(sheet) == ["Ref", "K1", "K2", "K6", "K7", "K8", None, "Note"]
    assert sheet.tables["Table1"].ref == "A1:B6"
    assert [str(one.sqref) for one in sheet.conditional_formatting] == ["B2:B6"]
    assert sheet["E1"].value == "=SUM(B2:B6)"


def test_rows_go_above_a_tables_own_row_of_totals() -> None:
    """Its sum names the column and holds; the table reaches to the row of totals as before."""
    import xlsxwriter

    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet("Results")
        columns = [
            {"header": "Ref", "total_string": "All"},
            {"header": "Value", "total_function": "sum"},
        ]
        sheet.add_table("A1:B4", {"columns": columns, "total_row": True})
        sheet.write_row("A2", ("K1", 1))
        sheet.write_row("A3", ("K2", 2))
    made_book, _ = joined(stream.getvalue())
    sheet = made_book["Results"]
    assert column(sheet) == ["Ref", "K1", "K2", "K6", "K7", "K8", "All"]
    assert sheet.tables["Table1"].ref == "A1:B7"
    assert sheet.tables["Table1"].autoFilter.ref == "A1:B6"
    assert sheet["B7"].value == "=SUBTOTAL(109,[Value])"


def test_rows_that_an_earlier_run_left_beneath_a_table_join_it() -> None:
    """Rows of data right beneath the table are taken in with the new ones."""

    def build(book: Any, sheet: Any, summary: Any) -> None:
        sheet.write_row("A7", ("K5b", 5))

    book, _ = joined(made(build), held=range(2, 8))
    assert book["Results"].tables["Table1"].ref == "A1:D10"
    assert column(book["Results"])[5:11] == ["K5", "K5b", "K6", "K7", "K8", "Note: provisional."]


def test_the_first_rows_go_right_below_the_headings() -> None:
    """Where no row holds data yet, a note beneath the headings stays beneath."""
    import xlsxwriter

    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet("Results")
        sheet.write_row("A1", ("Ref", "Value"))
        sheet.write("A3", "Note: fill in from April.")
    read, _ = joined(stream.getvalue(), headings=1)
    expected = ["Ref", "K6", "K7", "K8", None, "Note: fill in from April."]
    assert column(read["Results"]) == expected


def test_calculated_columns_are_filled_down() -> None:
    """A column worked out in every row is worked out in the new ones; a lone formula is not."""

    def build(book: Any, sheet: Any, summary: Any) -> None:
        for row in range(2, 7):
            sheet.write_formula(f"C{row}", f"=B{row}*2", None, 0)
            sheet.write_formula(f"E{row}", f"=SUM(B$2:B{row})", None, 0)
        sheet.write_formula("D6", "=B6+1", None, 0)

    book, _ = joined(made(build), [{1: "K6", 2: 10}, {1: "K7", 2: 20, 3: 5}])
    sheet = book["Results"]
    assert column(sheet, "C")[5:8] == ["=B6*2", "=B7*2", 5]
    assert column(sheet, "D")[5:8] == ["=B6+1", None, None]
    assert column(sheet, "E")[5:8] == ["=SUM(B$2:B6)", None, None]  # Beside the table.


def test_a_table_beneath_moves_and_one_beside_is_refused() -> None:
    """Another table beneath keeps its rows; one beside would be torn apart, so nothing is written."""

    def beneath(book: Any, sheet: Any, summary: Any) -> None:
        sheet.add_table("A12:B14", {"name": "Below"})

    def beside(book: Any, sheet: Any, summary: Any) -> None:
        sheet.add_table("H2:I20", {"name": "Beside"})

    book, _ = joined(made(beneath))
    assert book["Results"].tables["Below"].ref == "A15:B17"
    with pytest.raises(PmfError, match="another table is in the way") as caught:
        append_rows(made(beside), "Results", NEW)
    assert "Nothing was changed" in caught.value.message


def with_rows_of(data: bytes, change: Mapping[bytes, bytes], entry: str) -> bytes:
    text = part(data, entry)
    for old, new in change.items():
        assert old in text
        text = text.replace(old, new)
    return rezipped(data, {entry: text})


def test_shared_formulas_beneath_still_say_the_same() -> None:
    """Where a group would reach over the new rows, each cell gets a formula of its own."""

    def build(book: Any, sheet: Any, summary: Any) -> None:
        for row in range(8, 11):
            sheet.write_formula(row, 3, f"=B{row - 3}+1", None, 0)

    data = with_rows_of(
        made(build),
        {
            b"<f>B5+1</f>": b'<f t="shared" ref="D9:D11" si="0">B5+1</f>',
            b"<f>B6+1</f>": b'<f t="shared" si="0"/>',
            b"<f>B7+1</f>": b'<f t="shared" si="0"/>',
        },
        "xl/worksheets/sheet1.xml",
    )
    book, _ = joined(data)
    assert [book["Results"][f"D{row}"].value for row in (12, 13, 14)] == [
        "=B5+1",
        "=B6+1",
        "=B10+1",
    ]


def test_the_order_of_calculation_follows_moved_formulas() -> None:
    """Excel calls a workbook damaged whose list names a cell without a formula."""
    data = made(nothing_more)
    chain = b'<calcChain xmlns="x"><c r="B9" i="1"/><c r="F2"/><c r="B9" i="2"/></calcChain>'
    with zipfile.ZipFile(io.BytesIO(data)) as old:
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
            for info in old.infolist():
                new.writestr(info.filename, old.read(info))
            new.writestr("xl/calcChain.xml", chain)
    grown = append_rows(stream.getvalue(), "Results", NEW).data
    expected = chain.replace(b'"B9" i="1"', b'"B12" i="1"')
    assert part(grown, "xl/calcChain.xml") == expected


def test_the_source_of_a_pivot_table_grows_and_it_is_said() -> None:
    """Its range takes the rows in; the numbers follow when it is refreshed."""
    data = made(nothing_more)
    source = (
        b'<pivotCacheDefinition xmlns="x"><cacheSource type="worksheet">'
        b'<worksheetSource ref="A1:D6" sheet="Results"/></cacheSource></pivotCacheDefinition>'
    )
    stream = io.BytesIO(data)
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/pivotCache/pivotCacheDefinition1.xml", source)
    grown = append_rows(stream.getvalue(), "Results", NEW)
    assert b'ref="A1:D9"' in part(grown.data, "xl/pivotCache/pivotCacheDefinition1.xml")
    assert any("refreshed" in said for said in grown.remarks)


def test_what_is_not_known_well_is_refused_before_rows_are_moved() -> None:
    """Scenarios stand in no list of what can be moved: nothing is written."""
    data = with_rows_of(
        made(nothing_more),
        {b"<pageMargins": b'<scenarios><scenario name="a"/></scenarios><pageMargins'},
        "xl/worksheets/sheet1.xml",
    )
    with pytest.raises(PmfError, match="scenarios"):
        append_rows(data, "Results", NEW)


def test_a_result_worked_out_over_fewer_rows_is_let_go() -> None:
    """Until the workbook is worked out anew, the total shows nothing rather than the old sum."""
    _, new = joined(made(around))
    results = openpyxl.load_workbook(io.BytesIO(new.data), data_only=True)
    assert results["Results"]["B12"].value is None
    assert results["Summary"]["A1"].value is None
    assert results["Summary"]["A2"].value is None
    assert results["Summary"]["A3"].value == 12


def test_results_worked_out_from_what_the_new_rows_changed_are_let_go() -> None:
    """By whole columns, by the table's name, by a defined name, and by one step and two."""
    formulas = {
        ("Other", 1, 1): "SUM(Results!D:D)",
        ("Other", 2, 1): "SUBTOTAL(109,Data[Value])",
        ("Other", 3, 1): "SUM(Figures)",
        ("Other", 4, 1): "A1*2",
        ("Other", 5, 1): "'other'!$A$3:$A$4+1",
        ("Other", 6, 1): "SUM(Results!D2:D5)",
        ("Other", 7, 1): 'A6&"Results!D:D"',
        ("Other", 8, 1): "Data[[#This Row],[Value]]*2",
        ("Results", 12, 4): "SUM(D2:D9)",
        ("Results", 13, 4): "SUBTOTAL(109,[Value])",
    }
    names = {"Figures": "Results!$D$2:$D$9", "Rest": "Other!$A$1"}
    found = stale_results(formulas, ("Results", (7, 1, 9, 4)), ["Data"], names)
    assert {place[:2] for place in found} == {
        *(("Other", row) for row in (1, 2, 3, 4, 5)),
        ("Results", 12),
        ("Results", 13),
    }


@pytest.mark.slow
@pytest.mark.skipif(not HAS_LIBREOFFICE, reason="LibreOffice is not installed")
@pytest.mark.parametrize(
    "resaved", [False, True], ids=["made by XlsxWriter", "saved by LibreOffice"]
)
def test_libreoffice_adds_the_new_rows_up(resaved: bool, tmp_path: Path) -> None:
    """The total beneath, the sum on another sheet and the text that shows it are the new ones."""
    path = tmp_path / "before.xlsx"
    path.write_bytes(made(around))
    if resaved:
        filled_by_libreoffice({path: {}}, tmp_path / "saved", tmp_path)
        path = tmp_path / "saved" / path.name
    grown = append_rows(path.read_bytes(), "Results", NEW)
    after = tmp_path / "after.xlsx"
    after.write_bytes(grown.data)
    filled_by_libreoffice({after: {}}, tmp_path / "read", tmp_path)
    book = openpyxl.load_workbook(tmp_path / "read" / after.name, data_only=True)
    assert book["Results"]["B12"].value == 75
    assert book["Summary"]["A1"].value == 75
    assert book["Summary"]["A2"].value == "75 of Results!B9"


GROWTH = Growth("Results", 2, 2044, 2044, 2287, (1, 16), 243)


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("SUM(D2:D2044)", "SUM(D2:D2287)"),
        ("SUM(d2:d2044)", "SUM(d2:d2287)"),
        ("SUM(D$2:D$2044)/COUNT(D:D)", "SUM(D$2:D$2287)/COUNT(D:D)"),
        ("SUM('Results'!$D$2:$D$2044,D2050)", "SUM('Results'!$D$2:$D$2287,D2293)"),
        ("LOG10(5)+D2050", "LOG10(5)+D2293"),
        ('"D2:D2044"&A2045', '"D2:D2044"&A2288'),
        ("Table1[[#This Row],[D2050]]+D2050", "Table1[[#This Row],[D2050]]+D2293"),
        ("'KPI Results'!A2050+Other!A2050", "'KPI Results'!A2050+Other!A2050"),
        (
            "[1]Results!A2050+'[Book.xlsx]Results'!A2050",
            "[1]Results!A2050+'[Book.xlsx]Results'!A2050",
        ),
        ("Sheet1:Results!A2050", "Sheet1:Results!A2050"),
        ("SUM($2:$2044)", "SUM($2:$2287)"),
        ("SUM(D1900:D2044)", "SUM(D1900:D2044)"),
        ("SUM(T2:T2044)", "SUM(T2:T2044)"),
        ("1E5*A2050", "1E5*A2293"),
        ("SUM(D2:D2100)", "SUM(D2:D2343)"),
    ],
)
def test_references_move_and_grow_and_nothing_else_does(formula: str, expected: str) -> None:
    """Texts, names, other sheets and other workbooks are left alone."""
    assert GROWTH.formula(formula, "Results") == expected


def test_a_running_total_in_the_last_row_stays_one() -> None:
    """The total up to row 2044 does not add later rows up; a share of the whole does."""
    assert GROWTH.formula("SUM(D$2:D2044)", "Results", 2044) == "SUM(D$2:D2044)"
    assert GROWTH.formula("D2044/SUM(D$2:D$2044)", "Results", 2044) == "D2044/SUM(D$2:D$2287)"


def test_a_formula_is_read_in_time_that_grows_with_its_length() -> None:
    """Texts made to take long are passed through unchanged."""
    for text in ("'", '"', "[", "A1:", "'a", "\\", "$", "x!", "1:", "[a"):
        assert len(GROWTH.formula(text * 5000, "Other")) == len(text) * 5000


def test_a_shared_formula_is_worked_out_for_a_cell_further_on() -> None:
    """Only what is not fixed with a dollar moves."""
    assert shifted("D5/SUM(D$2:D$9)+Results!$A1", 3, 1) == "E8/SUM(E$2:E$9)+Results!$A4"
