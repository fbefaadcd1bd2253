"""The law of reading: no filled cell is lost silently."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from pmf_cli.findings import Finding
from pmf_cli.register.reading.build import build
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.layout import SUPPORTING_INFORMATION, by_name
from pmf_cli.settings import Settings
from pmf_cli.tabular.cell_text import is_blank
from pmf_cli.workbook.cells import Book, Cell, ErrorValue, Sheet, column_letter
from tests.make import make_sheet, sheet_of

KPIS = make_sheet(
    "KPIs",
    """
    | KPI reference | KPI name | Data type  | Frequency | Year basis |
    | A-1           | a        | Percentage | Quarterly | Financial  |
    | A-2           | b        | Grade      | Annual    | Calendar   |
    """,
    SUPPORTING_INFORMATION,
)
CONTENT: list[Any] = [
    *(None, "", "  ", 0, 0.0, 1, 38.2, True, False, "A-1", "A-2", "A-9", "x", "TBC", "N/A", "-"),
    *("2024/25 Q3", "2023/24", "Q3", "2024 Q3", "Nov 2024", "2025 (prov)", "31/12/2024", "1,489"),
    *("48.6%", "[c]", "<5", "Good", "Total", "Section >>>", "KPI reference", "Period", "Value"),
    *("12 families", "1.5m", "note\nwith lines", "\u200b", "03/04/2024", "Yes", "Final", "prov."),
    *(date(2024, 12, 31), date(2024, 3, 1), ErrorValue("#N/A"), ErrorValue("#REF!"), 2024, 45809),
    Cell(1, 1, 0.382, "0.0%"),
    Cell(1, 1, None, formula=True),
    Cell(1, 1, 12, "0000"),
    Cell(1, 1, date(2024, 11, 1), "mmm-yy"),
]
HEADINGS = [
    *("KPI reference", "Period", "Value", "Value", "Split", "Numerator", "Value status"),
    *(
        "Reason for no data",
        "Expected by",
        "Restricted",
        "Note on data",
        "My own",
        "",
        "Received on",
    ),
]
WIDE = [
    "Ref",
    "Split",
    "Note",
    "Q1 2024/25",
    "2024/25 Q2 Actual",
    "Nov-24",
    "2023-24",
    "Q1 Target",
    "Q4",
]

contents = st.sampled_from(CONTENT)


@st.composite
def tables(draw: st.DrawFn) -> Sheet:
    """A results sheet, long or wide, with any content below its headings."""
    words = draw(st.sampled_from([HEADINGS, WIDE]))
    others = draw(st.lists(st.sampled_from(words[1:]), min_size=2, max_size=6))
    sure = ["Period", "Value"] if words is HEADINGS else ["Q1 2024/25"]
    headings = draw(st.permutations([words[0], *sure, *others]))
    body = draw(
        st.lists(st.lists(contents, min_size=len(headings), max_size=len(headings) + 1), max_size=6)
    )
    titles = draw(st.lists(st.just(["A title"]), max_size=2))
    # A first row with a reference: without it, headings in the row below could be sub-headings.
    first = ["A-1" if word == words[0] else None for word in headings]
    return sheet_of("KPI Data Record.xlsx", "Results", [*titles, headings, first, *body])


def accounted(register: Register, findings: tuple[Finding, ...]) -> tuple[set[str], set[str]]:
    """Cells that are in a field or named by a finding, and columns and rows so named."""
    cells = {f.where.cell for f in findings}
    lines: set[str] = set()
    columns = by_name()["Results"].columns
    for result in register.results:
        for column in columns:
            if (
                getattr(result, column.field) is not None
                and column.field in result.source.place.columns
            ):
                cells.add(result.source.at(column.field).cell)
    for finding in findings:
        if finding.code in ("SHT004", "SHT005", "SHT017", "SHT021"):
            lines |= set(re.findall(r"\b([A-Z]{1,2}) “", finding.message))
            if "above the headings" in finding.message:
                lines.add(re.sub(r"\D", "", finding.where.cell))
            else:
                lines.add(re.sub(r"\d", "", finding.where.cell))
        if finding.code in ("SHT010", "SHT011", "SHT012", "SHT013", "SHT022"):
            for first, last in re.findall(r"(\d+)(?: to (\d+))?", finding.message.split(" of ")[0]):
                lines |= {str(n) for n in range(int(first), int(last or first) + 1)}
        if finding.code == "PER001":  # a wide sheet's period does not suit the KPI of the row
            lines |= set(re.findall(r"[A-Z]+(\d+) is not read\.", finding.message))
            lines |= set(re.findall(r"Column ([A-Z]+) of Results is left out", finding.message))
        if finding.code == "SHT003":
            lines.add("everything")
    return cells, lines


@given(tables())
@settings(max_examples=150, deadline=None)
def test_every_filled_cell_is_in_a_field_or_in_a_finding(sheet):
    """Each cell is in a row of the register, in a column or row that a finding names, or is named."""
    book = Book("KPI Data Record.xlsx", (sheet,))
    register, findings = build([book, Book(SUPPORTING_INFORMATION, (KPIS,))], Settings())
    of_sheet = tuple(f for f in findings if f.where.sheet == "Results")
    cells, lines = accounted(register, of_sheet)
    if "everything" in lines:
        return
    rows = [r for r in sheet.rows() if r.value(1) != "A title"]
    for row in rows[1:]:
        for number, cell in row.cells.items():
            if is_blank(cell.value) and not cell.formula:
                continue
            letters = column_letter(number)
            assert (
                f"{letters}{row.number}" in cells or letters in lines or str(row.number) in lines
            ), (
                f"{letters}{row.number}",
                cell,
                [(f.code, f.where.cell, f.message) for f in of_sheet],
                [c.value for c in rows[0].cells.values()],
            )


@given(tables())
@settings(max_examples=80, deadline=None)
def test_zero_is_kept_and_figures_are_exact(sheet):
    """A 0 in a value cell is 0, and a value is never a binary float."""
    register, _ = build(
        [Book("KPI Data Record.xlsx", (sheet,)), Book(SUPPORTING_INFORMATION, (KPIS,))], Settings()
    )
    cells = {c.address: c for row in sheet.rows() for c in row.cells.values()}
    for result in register.results:
        assert not isinstance(result.value, float)
        held = cells.get(result.source.at("value").cell)
        is_zero = held is not None and type(held.value) in (int, float) and held.value == 0
        if is_zero and result.kpi_ref == "A-1":
            assert result.value == Decimal(0)
