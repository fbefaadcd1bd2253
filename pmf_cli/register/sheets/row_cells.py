"""A row of the register as the values that its cells hold."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from pmf_cli.register.periods.period import Period
from pmf_cli.register.sheets.layout import columns_of
from pmf_cli.words import yes_or_no

RegisterValue = str | Decimal | date | None
"""What a cell is given: text, an exact number, a date, or nothing."""
NAMING = (
    "ref", "change_ref", "kpi_ref", "split", "period", "cycle", "from_period", "number", "body",
    "step", "rule_set",
)  # fmt: skip
"""Fields by which a row is known again wherever it stands by now."""
RECEIPT = "return_ref"
"""Names a row of ``Returns``; in a result it only says which return brought the present figure."""


def cells_of_row(row: Any) -> dict[str, RegisterValue]:  # noqa: ANN401 - a row of any sheet
    """Field → value of its cell, in the order of the columns; blanks are ``None``."""
    return {column.field: _cell(getattr(row, column.field)) for column in columns_of(type(row))}  # type: ignore[arg-type]


def cells_by_period(row: Any) -> dict[str, RegisterValue]:  # noqa: ANN401 - a row of any sheet
    """The same of a row that stands in a column for its period, where the reason for no figure stands in its place."""
    cells = cells_of_row(row)
    reason = cells.pop("no_data_reason", None)
    return cells | ({"value": reason} if reason is not None and cells["value"] is None else {})


def recorded(value: object) -> str:
    """A cell's value as the ledger keeps it: days as in data, yes and no as in the sheet."""
    if isinstance(value, bool):
        return yes_or_no(value)
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value)


def recorded_texts(row: Any) -> dict[str, str]:  # noqa: ANN401 - a row of any sheet
    """Field → text of its cell as the ledger keeps it; blanks are left out."""
    cells = cells_of_row(row)
    return {name: recorded(value) for name, value in cells.items() if value is not None}


def naming(texts: Mapping[str, str]) -> dict[str, str]:
    """What names a row among its texts; blanks are left out."""
    names = NAMING if texts.get("kpi_ref") else (*NAMING, RECEIPT)
    return {name: texts[name] for name in names if texts.get(name)}


def name_of(row: Any) -> dict[str, str]:  # noqa: ANN401 - a row of any sheet
    """Field → text of what names a row, as ``naming`` of its texts."""
    fields = [column.field for column in columns_of(type(row))]  # type: ignore[arg-type]
    names = [name for name in (*NAMING, RECEIPT) if name in fields]
    return naming({name: recorded(_cell(getattr(row, name))) for name in names})


def _cell(value: object) -> RegisterValue:
    if value is None or value == ():
        return None
    if isinstance(value, bool):
        return yes_or_no(value)
    if isinstance(value, Period):
        return value.label
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, tuple):
        return "; ".join(str(_cell(part)) for part in value)
    if isinstance(value, int):
        return Decimal(value)
    if isinstance(value, Decimal | date | str):
        return value
    raise TypeError(f"a register holds no {type(value).__name__}")
