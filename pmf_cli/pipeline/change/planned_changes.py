"""From what is planned to what is written: the one change that goes through ``apply_change``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pmf_cli.analysis.scope.planned import PlannedChange
from pmf_cli.pipeline.change.appending import place_of
from pmf_cli.pipeline.change.changing import CellChange, Change, change_of
from pmf_cli.pipeline.read.opening import OpenedRegister
from pmf_cli.register.sheets.row_cells import cells_of_row, recorded
from pmf_cli.views.listing import Listing


@dataclass(frozen=True, slots=True)
class PreviewedChange:
    """A change as it is shown before it is made.

    Attributes:
        preview: the same as a list.
        on: the day, for the record.
        notes: what should be known of it.
        warnings: the same, said however quiet it is to be.
    """

    change: Change
    preview: Listing
    on: date
    notes: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


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
