"""CSV files of every usual sort read as one sheet of text."""

from __future__ import annotations

from pathlib import Path

import pytest

from pmf_cli.errors import UnreadableWorkbookError
from pmf_cli.settings import Limits
from pmf_cli.workbook.csvfile import read_csv


def table(path: Path) -> dict[tuple[int, int], object]:
    sheet = read_csv(path, Limits()).sheets[0]
    return {
        (row.number, column): cell.value
        for row in sheet.rows()
        for column, cell in row.cells.items()
    }


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("code", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_delimiters_and_encodings(delimiter: str, code: str, tmp_path: Path) -> None:
    """Comma, semicolon, tab and bar; UTF-8 with and without mark, UTF-16, Windows Western."""
    lines = [["Ref", "Value"], ["WM-01", "£1 – ok"], ["WM-02", 'said "yes"'], ["", "5"]]
    quoted = [
        delimiter.join(
            '"' + text.replace('"', '""') + '"' if '"' in text else text for text in line
        )
        for line in lines
    ]
    path = tmp_path / "scorecard.csv"
    path.write_bytes("\r\n".join(quoted).encode(code))
    book = read_csv(path, Limits())
    assert book.sheets[0].name == "scorecard"
    assert table(path) == {
        (row, column): text
        for row, line in enumerate(lines, 1)
        for column, text in enumerate(line, 1)
        if text
    }
    assert bool(book.remarks) is (code == "cp1252")


def test_every_cell_stays_text(tmp_path: Path) -> None:
    """Lost zeros, dates and formulas cannot happen: nothing is interpreted."""
    path = tmp_path / "a.csv"
    path.write_text('ref,value\n0012,=1+1\n"1,234","line\nbreak"\n', encoding="utf-8")
    assert table(path) == {
        (1, 1): "ref", (1, 2): "value", (2, 1): "0012", (2, 2): "=1+1", (3, 1): "1,234",
        (3, 2): "line\nbreak",
    }  # fmt: skip


def test_delimiter_stated_in_the_file(tmp_path: Path) -> None:
    """Excel's own first line ``sep=;`` is obeyed and not read."""
    path = tmp_path / "a.csv"
    path.write_text("sep=;\nref;value\nK1;2,5\n", encoding="utf-8")
    assert table(path)[2, 2] == "2,5"


def test_commas_in_texts_do_not_mislead(tmp_path: Path) -> None:
    """The delimiter is the sign that cuts all lines alike, not the most frequent one."""
    path = tmp_path / "a.csv"
    path.write_text("ref;name\nK1;a, b, c, d\nK2;e, f\nK3;g\n", encoding="utf-8")
    assert table(path)[2, 2] == "a, b, c, d"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"PK\x03\x04rest", "is a workbook"),
        (b"\xd0\xcf\x11\xe0rest", "is a workbook"),
        (b"a,b\0,c", "bytes that are no text"),
        (b"%PDF-1.7", "PDF"),
        (b"<html><table>", "web page"),
        (b'ref,value\nK1,"open\nK2,3\n', "line 2"),
        (b"a," + b"x" * 40_000, "32,767"),
        (b",".join([b"a"] * 17_000), "too many columns"),
    ],
)
def test_what_is_no_csv_file_is_refused(data: bytes, words: str, tmp_path: Path) -> None:
    """Every sort of bad file gets its sentence with the file's name."""
    path = tmp_path / "scorecard.csv"
    path.write_bytes(data)
    with pytest.raises(UnreadableWorkbookError) as refusal:
        read_csv(path, Limits())
    assert words in refusal.value.message
    assert "scorecard" in refusal.value.message


def test_odd_quotation_marks_are_read_with_a_remark(tmp_path: Path) -> None:
    """A mark inside a text does not lose the rest of the file."""
    path = tmp_path / "a.csv"
    path.write_text('ref,name\nK1,"6" pipes" laid\nK2,x\n', encoding="utf-8")
    assert table(path)[3, 1] == "K2"
    assert read_csv(path, Limits()).remarks


def test_cleaned_text_is_told_by_column(tmp_path: Path) -> None:
    """Invisible characters are dropped and the column is named."""
    path = tmp_path / "a.csv"
    path.write_text("ref,val\u200bue\n", encoding="utf-8")
    row = next(iter(read_csv(path, Limits()).sheets[0].rows()))
    assert (row.value(2), row.cleaned) == ("value", (2,))
