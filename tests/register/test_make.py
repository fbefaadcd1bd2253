"""The factories themselves: what a written cell holds, and that the objects are complete."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from pmf_cli.register.sheets import layout
from pmf_cli.register.sheets.rows import Need
from pmf_cli.workbook.cells import Cell, ErrorValue
from tests.make import cell_value, make_book, make_kpi, make_register, make_result, make_target


def test_written_cells_have_the_type_that_excel_would_give_them():
    """Quoted is text, #N/A an error, 38.2% a fraction shown as a percentage, = a bare formula."""
    assert cell_value("'0012'") == "0012"
    assert cell_value("12") == 12
    assert cell_value("38.2%") == Cell(1, 1, 0.382, "0.0%")
    assert cell_value("31/12/2024") == Cell(1, 1, date(2024, 12, 31), "dd/mm/yyyy")
    assert cell_value("#N/A") == ErrorValue("#N/A")
    assert cell_value("=") == Cell(1, 1, None, formula=True)
    assert cell_value("TRUE") is True
    assert cell_value("") is None
    assert cell_value("2024/25 Q3") == "2024/25 Q3"


def test_book_has_its_tables_where_they_are_written():
    book = make_book(Results="A title\n\n| KPI reference | Value |\n| WM-01 | 38.2 |")
    rows = list(book.sheets[0].rows())
    assert rows[0].value(1) == "A title"
    assert rows[2].value(2) == "Value"
    assert rows[3].value(2) == 38.2


def test_factories_fill_every_required_column():
    """A clean KPI or target lacks nothing that its sheet requires."""
    for made in (make_kpi(), make_target()):
        needed = [c for c in layout.columns_of(type(made)) if c.heading.need is Need.REQUIRED]
        assert needed
        assert [c.field for c in needed if getattr(made, c.field) in (None, ())] == []


def test_register_numbers_its_rows_and_finds_its_series():
    register = make_register(
        kpis=[make_kpi("A-1"), make_kpi("A-2")],
        results=[make_result("A-1", "2024/25 Q2", 80), make_result("A-1", "2024/25 Q3", "81.5")],
    )
    assert [kpi.source.row for kpi in register.kpis] == [2, 3]
    assert [r.value for r in register.results_of("A-1").values()] == [Decimal(80), Decimal("81.5")]
    assert str(register.results[1].source.at("value")) == "KPI Data Record.xlsx, Results!D3"
