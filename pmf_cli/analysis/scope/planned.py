"""Changes to the register that are planned and not written: what a preview shows and tries out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from typing import Any, TypeVar

from pmf_cli.frozen import frozen
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.layout import SHEETS, SheetLayout
from pmf_cli.register.sheets.rows import RegisterRow, RowSource, SheetPlace
from pmf_cli.workbook.cells import column_letter

RowT = TypeVar("RowT", bound=RegisterRow)


@frozen
class RowEdit:
    """Fields of one row that are to change.

    Attributes:
        fields: field → its new value, in the row's own types.
    """

    row: RegisterRow
    fields: Mapping[str, Any]

    @property
    def after(self) -> RegisterRow:
        """The row as it will be."""
        return replace(self.row, **dict(self.fields))


@frozen
class PlannedChange:
    """Rows to change and rows to add.

    Attributes:
        rows: sheet name → rows to add below its last one.
    """

    edits: tuple[RowEdit, ...] = ()
    rows: Mapping[str, tuple[RegisterRow, ...]] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """True where nothing is to change."""
        return not self.edits and not any(self.rows.values())

    def applied_to(self, register: Register) -> Register:
        """The register as it would be, in memory."""
        after = {_place(edit.row): edit.after for edit in self.edits}
        held: dict[str, Any] = {}
        for sheet in SHEETS:
            rows = getattr(register, sheet.holds)
            new = self.rows.get(sheet.name, ())
            if not issubclass(sheet.model, RegisterRow):
                continue  # Results, of which there may be a million; no plan changes them.
            if new or any(_place(row) in after for row in rows):
                changed = tuple(after.get(_place(row), row) for row in rows)
                held[sheet.holds] = (*changed, *placed(new, rows, sheet, register.present))
        return replace(register, **held)


def _place(row: RegisterRow) -> tuple[type[RegisterRow], int, int]:
    """Where a row stands; a row that stands nowhere is known by itself.

    An entry sheet holds a KPI and its targets in one row, each target with a place of its own.
    """
    source = row.source
    return type(row), id(source.place), source.row or -id(row)


def edited(row: RegisterRow, **fields: Any) -> tuple[RowEdit, ...]:  # noqa: ANN401 - values of any column
    """The change of a row, with only those fields whose value is another; none where none is."""
    new = {name: value for name, value in fields.items() if getattr(row, name) != value}
    return (RowEdit(row, new),) if new else ()


def placed(
    new: Sequence[RegisterRow],
    rows: Sequence[Any],
    sheet: SheetLayout,
    present: Mapping[str, tuple[str, str]],
) -> tuple[RegisterRow, ...]:
    """New rows with the places they would have below the last one of the tab that rows are added to."""
    workbook, tab = present.get(sheet.name, (sheet.workbook, sheet.name))
    sources = [row.source for row in rows if _tab(row.source.place) == (workbook, tab)]
    letters = {column.field: column_letter(n) for n, column in enumerate(sheet.columns, 1)}
    usual = RowSource(SheetPlace(workbook, tab, letters), 1)
    last = max(sources, key=lambda source: source.row, default=usual)
    return tuple(
        replace(row, source=RowSource(last.place, last.row + number))
        for number, row in enumerate(new, 1)
    )


def _tab(place: SheetPlace) -> tuple[str, str]:
    return place.workbook, place.sheet
