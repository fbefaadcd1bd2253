"""From what is planned to what is written: the one change that goes through ``apply_change``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pmf_cli.analysis.scope.planned import PlannedChange
from pmf_cli.pipeline.change.appending import place_of
from pmf_cli.pipeline.change.changing import CellChange, Change, change_of
from pmf_cli.pipeline.read.opening import OpenedRegister
from pmf_cli.register.sheets.row_cells import cells_of_row, recorded


def change_for(
    opened: OpenedRegister,
    planned: PlannedChange,
    action: str,
    key: str,
    details: Mapping[str, Any] | None = None,
) -> Change:
    """The change that carries out a plan; made for a preview too, so that both fail alike.

    Raises:
        UsageError: a sheet or column that is needed is missing.
    """
    cells: list[CellChange] = []
    for edit in planned.edits:
        old, new = cells_of_row(edit.row), cells_of_row(edit.after)
        cells += [
            change_of(edit.row, name, new[name], recorded(old[name]))
            for name in edit.fields
            if old[name] != new[name]
        ]
    rows = {sheet: found for sheet, found in planned.rows.items() if found}
    for sheet in rows:
        place_of(opened, sheet)
    return Change(action, key, tuple(cells), rows, details or {})
