"""Workbooks from text hold the cells that the text asks for."""

from datetime import date
from pathlib import Path

from pmf_cli.settings import Limits
from pmf_cli.workbook.cells import Cell, ErrorValue
from pmf_cli.workbook.read import read_book
from tests.registers.book_text import books_from_text


def _cells(tmp_path: Path, table: str) -> dict[str, Cell]:
    (tmp_path / "Results.csv").write_text(table, encoding="utf-8")
    [(name, data)] = books_from_text(tmp_path).items()
    (tmp_path / name).write_bytes(data)
    [sheet] = read_book(tmp_path / name, Limits()).sheets
    return {cell.address: cell for row in sheet.rows() for cell in row.cells.values()}


def test_odd_cells_come_back_as_written(tmp_path: Path) -> None:
    """Errors, uncalculated formulas, eaten references, fractions and texts stay what they are."""
    cells = _cells(tmp_path, "KPI reference,#N/A,=,=12\n{01/03/2025 as mmm-yy},38.2%,'0012',TRUE\n")
    assert cells["B1"].value == ErrorValue("#N/A")
    assert (cells["C1"].value, cells["C1"].formula) == (None, True)
    assert (cells["D1"].value, cells["D1"].formula) == (12, True)
    assert (cells["A2"].value, cells["A2"].number_format) == (date(2025, 3, 1), "mmm-yy")
    assert (cells["B2"].value, cells["B2"].is_percentage) == (0.382, True)
    assert cells["C2"].value == "0012"
    assert cells["D2"].value is True


def test_hidden_rows_and_columns(tmp_path: Path) -> None:
    """The signs hide what they stand in."""
    table = "KPI reference,Value,{hidden column}\nWM-01,5,{hidden row}\n"
    (tmp_path / "Results.csv").write_text(table, encoding="utf-8")
    [(name, data)] = books_from_text(tmp_path).items()
    (tmp_path / name).write_bytes(data)
    [sheet] = read_book(tmp_path / name, Limits()).sheets
    assert [row.hidden for row in sheet.rows()] == [False, True]
    assert sheet.facts.hidden_columns == {3}


def test_a_sub_folder_is_a_workbook_and_bytes_repeat(tmp_path: Path) -> None:
    """A sub-folder names its workbook; the same text gives the same bytes."""
    (tmp_path / "My results").mkdir()
    (tmp_path / "My results" / "Results North.csv").write_text("a,b\n", encoding="utf-8")
    (tmp_path / "KPIs.csv").write_text("KPI reference\nA\n", encoding="utf-8")
    made = books_from_text(tmp_path)
    assert list(made) == ["KPI Supporting Information.xlsx", "My results.xlsx"]
    assert made == books_from_text(tmp_path)
