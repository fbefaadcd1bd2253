"""The cells without which no KPI has a rating, and the example that a new register shows in them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from pmf_cli.register import terms
from pmf_cli.register.sheets.layout import SheetColumn, SheetLayout

EXAMPLE = "Example: "
"""How each cell of an example row begins: such a row is none of the register's."""
NEEDED_MARK = "(needed for a rating)"
"""What stands behind the headings of those columns in a new register."""

FIRST_RATING: Mapping[str, Mapping[str, str]] = {
    "KPIs": {
        "ref": "WM-01",
        "name": "Household waste recycled",
        "financial": "No",
        "data_type": terms.DataType.PERCENTAGE,
        "polarity": terms.Polarity.HIGHER,
        "frequency": terms.Frequency.QUARTERLY,
    },
    "Targets": {"kpi_ref": "WM-01", "target_type": terms.TargetType.VALUE, "target": "45"},
    "Results": {"kpi_ref": "WM-01", "period": "2024/25 Q1", "value": "43.2"},
}
"""Sheet → field → what the example row says: all that a first KPI's rating needs."""


def needs_mark(layout: SheetLayout, column: SheetColumn) -> bool:
    """Whether no KPI has a rating without a column."""
    return column.field in FIRST_RATING.get(layout.name, ())


def marked_heading(column: SheetColumn) -> str:
    """The heading of such a column as a new register writes it."""
    return f"{column.heading.text} {NEEDED_MARK}"


def example_row(layout: SheetLayout) -> Mapping[str, str]:
    """Field → text of the example row of a sheet; empty where it has none."""
    row = FIRST_RATING.get(layout.name, {})
    return {field: f"{EXAMPLE}{text}" for field, text in row.items()}


_BEGINS = EXAMPLE.strip().casefold()


@lru_cache(maxsize=4096)
def is_example(value: object) -> bool:
    """Whether a cell still says what an example row says."""
    return isinstance(value, str) and value.lstrip()[: len(_BEGINS)].casefold() == _BEGINS
