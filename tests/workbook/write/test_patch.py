"""Cells change and rows are added inside a workbook; every other part stays byte for byte."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmf_cli.errors import PmfError
from pmf_cli.register.values.exact import number
from pmf_cli.settings import Limits
from pmf_cli.workbook.number_forms import form_of
from pmf_cli.workbook.read import book_of
from pmf_cli.workbook.second_reading import cell_facts, cells_by_openpyxl
from pmf_cli.workbook.text import clean_text
from pmf_cli.workbook.write import patch
from pmf_cli.workbook.write.patch import Edit, patched
from tests.hostile import SHEET, part, rezipped, with_rows


def book(build: Callable[[Any, Any], None]) -> bytes:
    import xlsxwriter

    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as made:
        build(made, made.add_worksheet("Results"))
        made.add_worksheet("Other").write("A1", "untouched")
    return stream.getvalue()


def register(made: Any, sheet: Any) -> None:
    """Five results with a formula, a table over them and a picture of what may stand around."""
    days = made.add_format({"num_format": "dd/mm/yyyy", "bg_color": "#FFFFCC"})
    points = made.add_format({"num_format": "0.0", "bold": True})
    sheet.add_table(
        "A1:D6", {"columns": [{"header": name} for name in ("Ref", "Value", "On", "N")]}
    )
    for row in range(1, 6):
        sheet.write_string(row, 0, f"K{row}")
        sheet.write_number(row, 1, row + 0.5, points)
        sheet.write_number(row, 2, 45_000 + row, days)
    sheet.write_formula("F2", "=SUM(B2:B6)", None, 17.5)
    sheet.merge_range("H1:I2", "merged")
    sheet.write_comment("A2", "a note")
    sheet.data_validation("D2:D6", {"validate": "list", "source": ["Yes", "No"]})
    chart = made.add_chart({"type": "line"})
    chart.add_series({"values": "=Results!$B$2:$B$6"})
    sheet.insert_chart("K2", chart)


def append_rows(data: bytes, sheet: str, rows: Any, **named: Any) -> bytes:
    """The new bytes alone, which is what these tests look at."""
    return patch.append_rows(data, sheet, rows, **named).data


def values(data: bytes, sheet: str = "Results") -> dict[tuple[int, int], Any]:
    return {
        place: facts[0]
        for place, facts in cell_facts(book_of("a.xlsx", data, Limits()))[sheet].items()
    }


def packed(data: bytes) -> dict[str, bytes]:
    """Entry name → its bytes in the file as they are packed, header included."""
    found = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        infos = sorted(archive.infolist(), key=lambda info: info.header_offset)
        ends = [info.header_offset for info in infos[1:]] + [archive.start_dir]
        for info, end in zip(infos, ends, strict=True):
            found[info.filename] = data[info.header_offset : end]
    return found


def changed_parts(old: bytes, new: bytes) -> set[str]:
    before, after = packed(old), packed(new)
    assert list(before) == list(after)
    return {name for name in before if before[name] != after[name]}


def test_only_the_sheet_and_the_wish_to_recalculate_change() -> None:
    """One cell changes in its sheet; the workbook asks Excel to recalculate; the rest is as it was."""
    old = book(register)
    new = patched(old, [Edit("Results", 3, 2, Decimal("99.5"))])
    assert changed_parts(old, new) == {SHEET, "xl/workbook.xml"}
    assert b'fullCalcOnLoad="1"' in part(new, "xl/workbook.xml")
    assert values(new) == values(old) | {(3, 2): 99.5}
    assert zipfile.ZipFile(io.BytesIO(new)).testzip() is None


def test_workbook_without_formulas_keeps_its_workbook_part() -> None:
    """Nothing to recalculate, nothing asked for."""
    old = book(lambda made, sheet: sheet.write("A1", 1))
    assert changed_parts(old, patched(old, [Edit("Results", 1, 1, 2)])) == {SHEET}


def test_absent_cells_and_rows_come_in_their_places(tmp_path: Path) -> None:
    """Cells between, before and after others, and rows between and below, are read by openpyxl."""
    old = book(register)
    edits = [
        Edit("Results", 2, 4, "Yes"),
        Edit("Results", 2, 7, 1),
        Edit("Results", 1, 5, "E1"),
        Edit("Results", 40, 1, "far"),
        Edit("Results", 39, 30, True),
    ]
    new = patched(old, edits)
    expected = values(old) | {(e.row, e.column): e.value for e in edits}
    assert values(new) == expected
    path = tmp_path / "new.xlsx"
    path.write_bytes(new)
    theirs = {place: facts[0] for place, facts in cells_by_openpyxl(path)["Results"].items()}
    assert theirs == expected
    assert b'<dimension ref="A1:AD40"/>' in part(new, SHEET)


def test_text_is_never_a_formula() -> None:
    """What begins like a formula stands there as text."""
    old = book(register)
    texts = [
        "=1+1",
        "+1",
        "-1",
        "@x",
        "\t=1",
        "=cmd|' /C calc'!A0",
        "<f>1</f>",
        "_x0041_",
        " a ",
        "a & b",
    ]
    new = patched(old, [Edit("Results", 10 + n, 1, text) for n, text in enumerate(texts)])
    rows = [place for place in values(new) if place[0] >= 10]
    assert [values(new)[place] for place in sorted(rows)] == texts
    assert part(new, SHEET).count(b"<f>") == part(old, SHEET).count(b"<f>")


def test_styles_come_from_the_cell_or_from_above() -> None:
    """A changed cell keeps its format; a new one below takes that of the column; dates are dates."""
    old = book(register)
    new = append_rows(old, "Results", [{1: "K6", 2: 7.25, 3: date(2024, 9, 30)}, {1: "K7", 4: 3}])
    cells = cell_facts(book_of("a.xlsx", new, Limits()))["Results"]
    assert cells[7, 2] == (7.25, "0.0", False)
    assert cells[7, 3] == (date(2024, 9, 30), "dd/mm/yyyy", False)
    assert cells[8, 1] == ("K7", "General", False)
    changed = patched(old, [Edit("Results", 2, 2, 1)])
    assert cell_facts(book_of("a.xlsx", changed, Limits()))["Results"][2, 2] == (1, "0.0", False)


def test_a_new_row_looks_like_its_pattern_row() -> None:
    """38.5 under a KPI counted in whole numbers would show as 39; a percentage stays one."""

    def build(made: Any, sheet: Any) -> None:
        sheet.write_row(0, 0, ("Ref", "Value"))
        for row, form in ((1, "0.00"), (2, "0.0%"), (3, "#,##0")):
            sheet.write_number(row, 1, 0.5, made.add_format({"num_format": form}))

    rows = [{1: "K1", 2: Decimal("4.31")}, {1: "K2", 2: Decimal("38.5")}, {1: "K3", 2: 7}]
    new = append_rows(book(build), "Results", rows, like=[2, 3, None])
    cells = cell_facts(book_of("a.xlsx", new, Limits()))["Results"]
    assert [cells[row, 2][:2] for row in (5, 6, 7)] == [
        (4.31, "0.00"),
        (0.385, "0.0%"),
        (7, "#,##0"),
    ]


def test_a_new_cell_shows_its_decimals() -> None:
    """38.5 is not shown as 39 because other KPIs count whole things; a cell's own look stays."""

    def build(made: Any, sheet: Any) -> None:
        whole = made.add_format({"num_format": "#,##0"})
        for row in range(3):
            sheet.write_number(row, 1, 7, whole)

    edits = [Edit("Results", 4, 2, Decimal("38.5")), Edit("Results", 5, 2, 8)]
    new = patched(book(build), [*edits, Edit("Results", 3, 2, Decimal("7.5"))])
    cells = cell_facts(book_of("a.xlsx", new, Limits()))["Results"]
    assert [cells[row, 2][1] for row in (3, 4, 5)] == ["#,##0", "General", "#,##0"]


def row_tags(data: bytes) -> list[str]:
    """The opening tags of the first sheet's rows."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        text = package.read("xl/worksheets/sheet1.xml").decode()
    return re.findall(r"<row [^>]*>", text)


def test_a_new_row_is_high_enough_for_its_wrapped_text() -> None:
    """LibreOffice gives a row without a height that of one line and cuts the rest; a short text, a
    text that is not wrapped and a row that was there keep the usual height.
    """

    def build(made: Any, sheet: Any) -> None:
        sheet.set_column(0, 0, 20, made.add_format({"text_wrap": True}))
        sheet.write_string(0, 0, "Text", made.add_format({"text_wrap": True}))
        sheet.write_string(0, 1, "Other")
        sheet.write_string(1, 0, "There before", made.add_format({"text_wrap": True}))

    long = "The system was out for an hour because a certificate had run out. " * 2
    new = append_rows(book(build), "Results", [{1: long}, {1: "Short"}, {2: long}])
    rows = row_tags(new)
    heights = [re.search(r' ht="([0-9.]+)"', row) for row in rows]
    assert [found is not None for found in heights] == [False, False, True, False, False]
    assert heights[2] is not None
    assert float(heights[2].group(1)) >= 15 * len(long) / 20
    again = patched(book(build), [Edit("Results", 2, 1, long)])
    assert not [row for row in row_tags(again) if " ht=" in row]


def test_number_in_place_of_a_date_is_not_shown_as_a_date() -> None:
    """A cell in a date format that gets a number loses that format, else it would read as a date."""
    new = patched(book(register), [Edit("Results", 2, 3, 12)])
    assert values(new)[2, 3] == 12


def test_dates_find_a_style_even_where_there_is_none() -> None:
    """Without any date style one is added; dates and times come back as written."""
    old = book(lambda made, sheet: sheet.write("A1", "x"))
    new = patched(old, [Edit("Results", 2, 1, date(2024, 2, 29))])
    assert values(new)[2, 1] == date(2024, 2, 29)
    assert changed_parts(old, new) == {SHEET, "xl/styles.xml"}
    again = patched(new, [Edit("Results", 3, 1, datetime(2024, 2, 29, 12, 30))])  # noqa: DTZ001
    assert values(again)[3, 1] == datetime(2024, 2, 29, 12, 30)  # noqa: DTZ001


def test_table_grows_with_appended_rows() -> None:
    """Rows added right below a table belong to it afterwards, filter included."""
    old = book(register)
    new = append_rows(old, "Results", [{1: "K6"}, {1: "K7"}])
    parts = {SHEET, "xl/workbook.xml", "xl/tables/table1.xml", "xl/charts/chart1.xml"}
    assert changed_parts(old, new) == parts
    table = part(new, "xl/tables/table1.xml").decode()
    assert table.count('ref="A1:D8"') == 2


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (Edit("Results", 2, 6, 1), "formula"),
        (Edit("Results", 2, 9, 1), "merged"),
        (Edit("Absent", 1, 1, 1), "no sheet"),
        (Edit("Results", 1, 1, float("nan")), "no number"),
        (Edit("Results", 1, 1, "a" * 40_000), "characters"),
        (Edit("Results", 1, 1, date(1850, 1, 1)), "too early"),
        (Edit("Results", 0, 1, 1), "no cell"),
    ],
)
def test_what_cannot_be_written_is_refused(edit: Edit, words: str) -> None:
    """Formulas, covered cells, absent sheets and impossible values are refused in words."""
    with pytest.raises(PmfError, match=words):
        patched(book(register), [edit])


def test_shared_formulas_and_array_formulas_are_left_alone() -> None:
    """A cell of a shared formula or inside an array formula is not written over."""
    data = with_rows(
        '<row r="1"><c r="A1"><f t="shared" ref="A1:A2" si="0">1</f><v>1</v></c>'
        '<c r="C1"><f t="array" ref="C1:C2">1</f><v>1</v></c></row>'
        '<row r="2"><c r="A2"><f t="shared" si="0"/><v>1</v></c><c r="C2"><v>1</v></c></row>'
    )
    for column in (1, 3):
        with pytest.raises(PmfError, match="formula"):
            patched(data, [Edit("Results", 2, column, 5)])


def test_empty_sheet_and_empty_rows_can_be_filled() -> None:
    """A sheet without rows and formatted rows without content take cells."""
    for rows in ("", '<row r="1" s="1" customFormat="1"/>', '<row r="1"></row>'):
        new = patched(with_rows(rows), [Edit("Results", 1, 1, "x"), Edit("Results", 2, 2, None)])
        assert values(new) == {(1, 1): "x"}
    bare = rezipped(
        with_rows(""),
        {SHEET: part(with_rows(""), SHEET).replace(b"<sheetData></sheetData>", b"<sheetData/>")},
    )
    assert values(append_rows(bare, "Results", [{1: 5}])) == {(1, 1): 5}


def test_appending_goes_below_the_last_filled_row_not_below_blank_ones() -> None:
    """Formatted rows without content are filled, not skipped."""
    data = with_rows(
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A2" s="1"/></row><row r="3"/>'
    )
    assert set(values(append_rows(data, "Results", [{1: 2}, {1: 3}]))) == {(1, 1), (2, 1), (3, 1)}


def test_unusual_sheet_is_not_changed() -> None:
    """A sheet whose form is not known well is refused rather than spoilt."""
    data = with_rows('<!-- x --><row r="1"><c r="A1"><v>1</v></c></row>')
    with pytest.raises(PmfError, match="unusual"):
        patched(data, [Edit("Results", 1, 1, 2)])


CELLS = st.dictionaries(
    st.tuples(st.integers(1, 12), st.integers(1, 12)),
    st.integers(-(10**9), 10**9)
    | st.decimals(-1000, 1000, places=3)
    | st.booleans()
    | st.dates(date(1950, 1, 1), date(2100, 1, 1))
    | st.text(st.characters(blacklist_categories=("Cs",)), min_size=1, max_size=8),
    max_size=12,
)


@settings(max_examples=60, deadline=None)
@given(before=CELLS, after=CELLS)
def test_any_change_reads_back(before: dict[Any, Any], after: dict[Any, Any]) -> None:
    """What is patched in is read out; what is not patched stays."""

    def plain(value: Any) -> Any:
        if isinstance(value, Decimal):
            return float(value)
        return clean_text(value.replace("_x", "_x005F_x"))[0] if isinstance(value, str) else value

    data = book(lambda made, sheet: None)
    expected: dict[Any, Any] = {}
    for cells in (before, after):
        data = patched(data, [Edit("Results", *place, value) for place, value in cells.items()])
        expected |= {place: plain(value) for place, value in cells.items()}
    found = values(data)
    assert found == {place: value for place, value in expected.items() if value != ""}


def test_time_of_day_reads_back() -> None:
    """A time needs a time format among the styles."""
    data = book(
        lambda made, sheet: sheet.write_number("A1", 0.25, made.add_format({"num_format": "hh:mm"}))
    )
    assert values(patched(data, [Edit("Results", 1, 1, time(18))]))[1, 1] == time(18)


@pytest.mark.parametrize("shown", ["[h]:mm", '£0.0,,"m"', "#,##0,", '0" mins"', "h:mm"])
def test_a_figure_is_never_written_into_a_cell_that_would_show_another(shown: str) -> None:
    """30.25 in a cell shown as hours and minutes would be 726 hours."""

    def other(made: Any, sheet: Any) -> None:
        look = made.add_format({"num_format": shown})
        sheet.write_number("A1", 1.5, look)
        sheet.write_blank("A2", None, look)

    data = patched(book(other), [Edit("Results", row, 1, Decimal("30.25")) for row in (1, 2)])
    data = append_rows(data, "Results", [{1: Decimal("30.25")}])
    sheet = book_of("x.xlsx", data, Limits()).sheets[0]
    cells = [row.cells[1] for row in sheet.rows()]
    assert [cell.value for cell in cells] == [30.25] * 3
    assert all(form_of(cell.number_format).is_plain for cell in cells)


def test_a_figure_in_a_cell_that_shows_percentages_reads_back_as_people_see_it() -> None:
    """A register's 38.2 becomes the fraction that Excel shows as 38.2%, also in a row below."""

    def percentages(made: Any, sheet: Any) -> None:
        sheet.write_number("A1", 0.4, made.add_format({"num_format": "0.0%"}))

    data = patched(book(percentages), [Edit("Results", 1, 1, Decimal("38.2"))])
    data = append_rows(data, "Results", [{1: Decimal("7.5")}])
    sheet = book_of("x.xlsx", data, Limits()).sheets[0]
    cells = [row.cells[1] for row in sheet.rows()]
    assert [number(cell) for cell in cells] == [Decimal("38.2"), Decimal("7.5")]
