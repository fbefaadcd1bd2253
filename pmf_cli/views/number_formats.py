"""How Excel is to show a KPI's figures, so that they stay numbers and read as printed."""

from __future__ import annotations

from pmf_cli.register.figures import with_unit
from pmf_cli.register.sheets.kpis import Kpi

DATE_FORMAT = "dd/mm/yyyy"
"""Dates in sheets."""
WHOLE = "#,##0"
"""Counts."""

_PLACE = "\0"


def excel_format(kpi: Kpi) -> str:
    """Excel's format for a KPI's values: ``#,##0.0"%"``, ``"£"#,##0.00``, ``#,##0.0" days"``.

    Percentages are stored as shown (38.2), so the sign is text in the format and Excel does
    not multiply by 100. The unit stands where ``register.figures`` puts it.
    """
    before, _, after = with_unit(_PLACE, kpi).partition(_PLACE)
    return f"{_quoted(before)}{_digits(kpi.decimal_places)}{_quoted(after)}"


def _digits(places: int | None) -> str:
    if places is None:
        return "General"
    return "#,##0" + (f".{'0' * places}" if places else "")


def _quoted(text: str) -> str:
    return f'"{text.replace(chr(34), "”")}"' if text else ""
