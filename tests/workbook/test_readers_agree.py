"""The quick way, the strict way, openpyxl and calamine give the same cells."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pmf_cli.settings import Limits
from pmf_cli.workbook import read, second_reading
from pmf_cli.workbook.read import book_of, read_book
from pmf_cli.workbook.second_reading import cell_facts, cells_by_openpyxl, same
from pmf_cli.workbook.sheet_scan import Unusual
from pmf_cli.workbook.text import clean_text
from tests.hostile import SHEET, part, rezipped, with_rows

TEXTS = st.text(
    st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\ufffe\uffff")
    | st.sampled_from("\n\t &<>\"'_x0041_"),
    max_size=12,
)
VALUES = (
    st.none()
    | st.booleans()
    | st.integers(-(10**14), 10**14)
    | st.floats(allow_nan=False, allow_infinity=False, width=32)
    | TEXTS
    | st.dates(date(1900, 3, 1), date(9999, 12, 30))
    | st.datetimes(datetime(1900, 3, 1), datetime(2199, 1, 1)).map(  # noqa: DTZ001
        lambda moment: moment.replace(microsecond=0)
    )
)
TABLES = st.lists(st.lists(VALUES, max_size=7), min_size=1, max_size=8)


def differences(path: Path, ours: dict[str, dict[Any, Any]]) -> list[Any]:
    theirs = cells_by_openpyxl(path)
    assert list(ours) == list(theirs)
    return [
        (sheet, place, ours[sheet].get(place), theirs[sheet].get(place))
        for sheet in theirs
        for place in ours[sheet].keys() | theirs[sheet].keys()
        if place not in ours[sheet]
        or place not in theirs[sheet]
        or not same(ours[sheet][place], cleaned(theirs[sheet][place]))
    ]


def cleaned(facts: Any) -> Any:
    value, *rest = facts
    return (clean_text(value)[0], *rest) if isinstance(value, str) else facts


def strict_only(path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, dict[Any, Any]]:
    with monkeypatch.context() as patch:

        def never(*_: Any, **__: Any) -> Any:
            raise Unusual
            yield

        patch.setattr(read, "quick_rows", never)
        return cell_facts(read_book(path, Limits()))


def quick_only(path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, dict[Any, Any]]:
    with monkeypatch.context() as patch:

        def never(*_: Any, **__: Any) -> Any:
            raise AssertionError("the strict way was taken")

        patch.setattr(read, "strict_rows", never)
        return cell_facts(read_book(path, Limits()))


def by_openpyxl(table: list[list[Any]], path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    for row, values in enumerate(table, 1):
        for column, value in enumerate(values, 1):
            if value is not None:
                cell = sheet.cell(row, column)
                cell.value = value
                if isinstance(value, str):
                    cell.data_type = "s"
    book.save(path)


def by_xlsxwriter(table: list[list[Any]], path: Path, *, inline: bool) -> None:
    import xlsxwriter

    options = {"constant_memory": inline, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(path, options) as book:
        formats = {
            date: book.add_format({"num_format": "dd/mm/yyyy"}),
            datetime: book.add_format({"num_format": "dd/mm/yyyy hh:mm:ss"}),
        }
        share = book.add_format({"num_format": "0.0%"})
        sheet = book.add_worksheet("A & B")
        for row, values in enumerate(table):
            for column, value in enumerate(values):
                if value is None:
                    sheet.write_blank(row, column, None, share)
                elif isinstance(value, str):
                    sheet.write_string(row, column, value)
                elif type(value) in formats:
                    sheet.write_datetime(row, column, value, formats[type(value)])
                elif isinstance(value, bool):
                    sheet.write_boolean(row, column, value)
                else:
                    sheet.write_number(row, column, value, share if row % 2 else None)


@pytest.mark.parametrize("writer", ["openpyxl", "shared", "inline"])
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(table=TABLES)
def test_any_table_reads_alike(
    writer: str, table: list[list[Any]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever is written by openpyxl or XlsxWriter comes back the same from all three readers."""
    path = tmp_path / "table.xlsx"
    if writer == "openpyxl":
        by_openpyxl([[_writable(value) for value in row] for row in table], path)
    else:
        by_xlsxwriter(table, path, inline=writer == "inline")
    quick = quick_only(path, monkeypatch)
    assert differences(path, quick) == []
    assert strict_only(path, monkeypatch) == quick


def _writable(value: Any) -> Any:
    import re

    if isinstance(value, str):
        return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f]", "", value)
    return value


def formats_book(path: Path, *, date_1904: bool = False) -> None:
    """A workbook with every built-in format and many of people's own over telling numbers."""
    import xlsxwriter

    own = [
        "dd/mm/yyyy", "mmm yyyy", "d mmmm yyyy;@", "[$-809]dd mmmm yyyy", "yyyy-mm-dd hh:mm",
        "0.0%", "#,##0.00", '#,##0" days"', "#,##0\\ \\d\\a\\y\\s", "[Red]-0.0;[Blue]0.0",
        '"Q"0', "£#,##0", "[$£-809]#,##0.00", "0.00E+00", "@", "hh:mm", "mm:ss.0", "General",
        '[>=1000]#,##0,"k";0', "_-* #,##0_-;-* #,##0_-", '0" (d)"', "h:mm AM/PM", "0.0_d",
    ]  # fmt: skip
    numbers = (1, 1.5, 45_400, 45_400.75, 0.25, 61, 2_950_000, 45_400.999999999)
    with xlsxwriter.Workbook(path, {"date_1904": date_1904}) as book:
        sheet = book.add_worksheet("Formats")
        looks = [{"num_format": index} for index in range(50) if not 23 <= index <= 36]
        looks += [{"num_format": code} for code in own]
        for row, look in enumerate(looks):
            made = book.add_format(look)
            for column, number in enumerate(numbers):
                sheet.write_number(row, column, number, made)


@pytest.mark.parametrize("date_1904", [False, True])
def test_number_formats_and_dates_read_alike(
    date_1904: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Formats, and numbers that they show as dates, are told as openpyxl tells them.

    Left aside: days before March 1900, where Excel and openpyxl count differently, and less than
    a day in a date format, which stays a number here.
    """
    path = tmp_path / "formats.xlsx"
    formats_book(path, date_1904=date_1904)
    ours = quick_only(path, monkeypatch)
    assert strict_only(path, monkeypatch) == ours
    early = () if date_1904 else (1, 2, 6)
    left = [
        (place, mine, theirs)
        for _, place, mine, theirs in differences(path, ours)
        if place[1] not in early
        and not (isinstance(theirs[0], time) and mine[0] == 0.25)
        and not _length_of_time(mine[1])
    ]
    assert left == []


def _length_of_time(number_format: str) -> bool:
    """Elapsed time, of which openpyxl makes an interval: here it stays a number."""
    return "[h]" in number_format


def odd_cells_book(path: Path) -> None:
    """Formulas with and without results, errors, merges, hidden things, rich text, far rows."""
    import xlsxwriter

    with xlsxwriter.Workbook(path) as book:
        bold = book.add_format({"bold": True})
        sheet = book.add_worksheet("Odd")
        sheet.write_formula("A1", "=1/0", None, "#DIV/0!")
        sheet.write_formula("B1", '=IF(1>0,"yes","")', None, "yes")
        sheet.write_formula("C1", "=2*3", None, 6)
        sheet.write_formula("D1", '=""', None, "")
        sheet.write_formula("E1", "=TRUE", None, True)
        sheet.write_array_formula("F1:G1", "{=A1:B1}", None, 5)
        sheet.write_rich_string("A2", "some ", bold, "bold", " words ")
        sheet.merge_range("A3:C4", "merged")
        sheet.write("B5", "hidden row")
        sheet.set_row(4, None, None, {"hidden": True})
        sheet.set_column("D:E", None, None, {"hidden": True})
        sheet.write("A5000", "far but fine")
        sheet.write_string("A6", " spaces kept ")
        sheet.write_comment("A6", "a note")
        sheet.write_url("A7", "https://example.org/", string="link")
        sheet.data_validation("A8", {"validate": "list", "source": ["Yes", "No"]})
        sheet.conditional_format("A1:C9", {"type": "3_color_scale"})
        book.add_worksheet("Hidden").hide()
        book.get_worksheet_by_name("Hidden").write("A1", 1)


def test_odd_cells_read_alike(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Formulas, errors, rich text and merged cells agree; hidden things are told."""
    path = tmp_path / "odd.xlsx"
    odd_cells_book(path)
    quick = quick_only(path, monkeypatch)
    assert strict_only(path, monkeypatch) == quick
    assert differences(path, quick) == []
    book = read_book(path, Limits())
    sheet, hidden = book.sheets
    assert quick["Odd"][1, 1] == (("error", "#DIV/0!"), "General", True)
    assert sheet.facts.merged == ("A3:C4",)
    assert sheet.facts.hidden_columns == {4, 5}
    assert hidden.facts.hidden
    assert [row.number for row in sheet.rows() if row.hidden] == [5]


def test_formula_never_calculated_is_a_cell_without_value(tmp_path: Path) -> None:
    """openpyxl stores no results; such cells are there, with the value ``None``."""
    path = tmp_path / "formula.xlsx"
    by_openpyxl([[1, 2]], path)
    import openpyxl

    book = openpyxl.load_workbook(path)
    book.active["C1"] = "=A1+B1"
    book.save(path)
    cell = next(iter(read_book(path, Limits()).sheets[0].rows())).cells[3]
    assert cell.formula
    assert cell.value is None


CALAMINE = """
import json, sys, datetime
import python_calamine
book = python_calamine.CalamineWorkbook.from_path(sys.argv[1])
found = {}
for name in book.sheet_names:
    sheet = book.get_sheet_by_name(name)
    top, left = sheet.start or (0, 0)
    for r, row in enumerate(sheet.to_python(skip_empty_area=True)):
        for c, value in enumerate(row):
            if value == "" or isinstance(value, (datetime.date, datetime.time, datetime.timedelta)):
                continue
            found[f"{name}!{r + top + 1},{c + left + 1}"] = value
print(json.dumps(found))
"""


@pytest.mark.parametrize("kind", ["odd", "table"])
def test_calamine_sees_the_same_values(kind: str, tmp_path: Path) -> None:
    """A third reader, in a process of its own, agrees on texts, numbers and yes/no."""
    path = tmp_path / "third.xlsx"
    if kind == "odd":
        odd_cells_book(path)
    else:
        table = [
            ["ref", "value", None, True],
            ["WM-01", 12.5, 3, False],
            [" a & b ", -1e-9, 0, 1e20],
        ]
        by_xlsxwriter(table, path, inline=False)
    done = subprocess.run(
        [sys.executable, "-c", CALAMINE, str(path)], capture_output=True, text=True, check=True
    )
    theirs = json.loads(done.stdout)
    ours = {
        f"{name}!{row},{column}": value
        for name, cells in cell_facts(read_book(path, Limits())).items()
        for (row, column), (value, _, _) in cells.items()
    }
    assert {place: ours.get(place) for place in theirs} == theirs
    missing = {value for place, value in ours.items() if place not in theirs}
    assert missing <= {("error", "#DIV/0!"), None}


@pytest.mark.parametrize("name", ["pretty", "prefixed", "utf-16", "bom", "no addresses", "comment"])
def test_other_ways_of_writing_the_same_sheet(name: str, tmp_path: Path) -> None:
    """Pretty printing, prefixes, UTF-16, missing addresses and comments change no cell."""
    stream = io.BytesIO()
    import xlsxwriter

    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet()
        for row in range(50):
            sheet.write_row(row, 0, (f"K{row}", row, row / 3, "é & <b>"))
    data = stream.getvalue()
    text = part(data, SHEET).decode()
    other: bytes
    if name == "pretty":
        other = text.replace("<", "\n  <").replace("\n  <?xml", "<?xml").encode()
        other = other.replace(b"\n  </v>", b"</v>")
    elif name == "prefixed":
        import re

        changed = re.sub(r"<(/?)(?=[a-zA-Z])", r"<\1x:", text).replace("xmlns=", "xmlns:x=")
        other = changed.encode()
    elif name == "utf-16":
        other = text.replace('encoding="UTF-8"', 'encoding="UTF-16"').encode("utf-16")
    elif name == "bom":
        other = b"\xef\xbb\xbf" + text.encode()
    elif name == "no addresses":
        import re

        other = re.sub(r' r="[A-Z]*[0-9]+"', "", text).encode()
    else:
        other = text.replace("<row ", "<!-- <row> </sheetData> --><row ").encode()
    expected = cell_facts(book_of("a.xlsx", data, Limits()))
    assert cell_facts(book_of("a.xlsx", rezipped(data, {SHEET: other}), Limits())) == expected


def test_time_of_day_and_zero_in_a_date_format(tmp_path: Path) -> None:
    """A time format gives a time; a zero in a date format stays the number 0."""
    import xlsxwriter

    path = tmp_path / "times.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_number(0, 0, 0.5, book.add_format({"num_format": "hh:mm"}))
        sheet.write_number(0, 1, 0, book.add_format({"num_format": "dd/mm/yyyy"}))
        sheet.write_number(0, 2, 60, book.add_format({"num_format": "dd/mm/yyyy"}))
        sheet.write_number(0, 3, 1, book.add_format({"num_format": "dd/mm/yyyy"}))
    row = next(iter(read_book(path, Limits()).sheets[0].rows()))
    assert row.value(1) == time(12)
    assert row.value(2) == 0
    assert row.value(3) == 60
    assert row.value(4) == date(1900, 1, 1)


def test_formula_with_empty_text_is_told_from_one_never_calculated() -> None:
    """``=""`` as Excel stores it has the value "", not ``None``."""
    rows = '<row r="1"><c r="A1" t="str"><f>""</f><v></v></c><c r="B1"><f>A1</f><v/></c></row>'
    book = book_of("a.xlsx", with_rows(rows), Limits())
    assert cell_facts(book)["Results"] == {
        (1, 1): ("", "General", True),
        (1, 2): (None, "General", True),
    }


def test_second_reading_finds_no_difference_and_names_one_that_is_made(tmp_path: Path) -> None:
    """Both readers see the same cells of a sound file; a cell changed in between is named."""
    import xlsxwriter

    path = tmp_path / "a.xlsx"

    def write(figure: float) -> None:
        with xlsxwriter.Workbook(str(path)) as book:
            book.add_worksheet("Results").write_row(0, 0, ["WM-01", figure])

    write(2.5)
    book = read_book(path, Limits())
    assert second_reading.differences(book, path) == (2, ())
    write(3.5)
    compared, found = second_reading.differences(book, path)
    assert compared == 2
    assert [one.where.cell for one in found] == ["B1"]
