"""What a cell of an entry sheet held on a past day: a figure, or why there was none."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from pmf_cli.analysis.issued.issue_history import RecordedCellChange, WrittenCell
from pmf_cli.analysis.issued.register_then import register_then
from pmf_cli.register.sheets.row_cells import name_of
from pmf_cli.register.sheets.rows import RowSource, SheetPlace
from pmf_cli.register.terms import NoDataReason
from tests.make import make_kpi, make_register, make_result

PLACE = SheetPlace(
    "KPI Register.xlsx", "Entry sheet", {"kpi_ref": "A", "value": "N", "period": "N"}
)


@pytest.mark.parametrize(
    ("before", "now", "figure", "reason"),
    [
        ("40", {"no_data_reason": NoDataReason.SUPPRESSED}, Decimal(40), None),
        ("Not due this period", {"value": Decimal(40)}, None, NoDataReason.NOT_DUE),
        ("", {"no_data_reason": NoDataReason.SUPPRESSED}, None, None),
    ],
)
def test_a_cell_is_given_back_whole(before, now, figure, reason) -> None:
    """The one gives way to the other, both ways."""
    row = replace(make_result("A1", "2024/25 Q2", None, **now), source=RowSource(PLACE, 2))
    register = make_register(kpis=[make_kpi("A1")], results=[row])
    cell = WrittenCell(
        "KPI Register.xlsx, Entry sheet!N2", before, "x", "Results", "value", name_of(row)
    )
    change = RecordedCellChange(1, date(2025, 2, 5), "return taken in", "R", (cell,))
    [then] = register_then(register, [change], [], date(2025, 1, 1), 4).results
    assert (then.value, then.no_data_reason) == (figure, reason)
