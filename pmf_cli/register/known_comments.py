"""The comments on a KPI as they stood on a day."""

from __future__ import annotations

from datetime import date

from pmf_cli.register.register import Register
from pmf_cli.register.sheets.record import Commentary


def comments_known(register: Register, kpi_ref: str, as_of: date) -> tuple[Commentary, ...]:
    """The comments on a KPI that had been written by a day, in the order of the sheet.

    One without a date counts, as a figure without a day of receipt does.
    """
    return tuple(
        comment
        for comment in register.commentary_by_kpi.get(kpi_ref, ())
        if comment.written_on is None or comment.written_on <= as_of
    )
