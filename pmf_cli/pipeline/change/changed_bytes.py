"""The new bytes of workbooks that are to be changed, made and read back before anything is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pmf_cli.errors import PmfError, UsageError
from pmf_cli.findings import CellRef
from pmf_cli.fingerprints import fingerprint
from pmf_cli.pipeline.change.consent import refuse_held_open, refuse_protected
from pmf_cli.pipeline.read.opening import OpenedRegister
from pmf_cli.register.reading.tabs import find_headings, tabs_for
from pmf_cli.register.reading.wide import is_wide
from pmf_cli.register.sheets.layout import SheetColumn, SheetLayout, by_name
from pmf_cli.register.sheets.record import Result
from pmf_cli.register.sheets.row_cells import RegisterValue, cells_of_row
from pmf_cli.tabular.cell_text import as_percentage, decimal_of
from pmf_cli.tabular.headings import Headings
from pmf_cli.words import counted
from pmf_cli.workbook.cells import Cell, column_number
from pmf_cli.workbook.text import writable

if TYPE_CHECKING:
    from pmf_cli.workbook.write.patch import Edit
    from pmf_cli.workbook.write.patch_cell import NewValue

NEEDED = frozenset(
    {"kpi_ref", "ref", "period", "value", "text", "kind", "target", "target_type", "from_period"}
)
"""Columns without which an added row would say something else."""
NewBytes = Mapping[str, tuple[bytes, bytes]]
"""Workbook name → its bytes before and after."""


def changed_bytes(
    opened: OpenedRegister,
    cells: Sequence[tuple[CellRef, NewValue]],
    rows: Mapping[str, Sequence[Any]],
    *,
    ignore_lock: bool = False,
) -> tuple[NewBytes, tuple[str, ...]]:
    """The workbooks with cells changed and rows added; and what was done, one line each.

    Args:
        opened: the register as it was read.
        cells: cells and what they are to hold.
        rows: sheet name → rows of its model to add.
        ignore_lock: go on although a workbook seems to be open elsewhere.

    Raises:
        LockedError: somebody has a workbook open, it was saved since it was read, or it asks to be
            left as it is.
        UsageError: a sheet or a needed column is missing.
        PmfError: a workbook cannot be changed safely.
    """
    targets = [_Target(opened, sheet) for sheet, added in rows.items() if added]
    edits = _edits(cells)
    tabs: dict[str, set[str]] = {name: {one.sheet for one in some} for name, some in edits.items()}
    for target in targets:
        tabs.setdefault(target.workbook, set()).add(target.tab)
    before: dict[str, bytes] = {}
    for workbook, names in tabs.items():
        before[workbook] = bytes_of(opened, workbook, ignore_lock=ignore_lock)
        path, limits = opened.folder / workbook, opened.settings.limits
        refuse_protected(path, before[workbook], names, limits)
    after, said = dict(before), []
    for workbook, found in edits.items():
        after[workbook] = _edited(opened, workbook, after[workbook], found)
        said.append(f"{workbook}: {counted(len(found), 'cell')} changed.")
    for target in targets:
        after[target.workbook], done = target.appended(rows[target.sheet], after[target.workbook])
        said += done
    for workbook in dict.fromkeys(target.workbook for target in targets):
        _read_back(opened, workbook, after[workbook], ())
    return {name: (data, after[name]) for name, data in before.items()}, tuple(said)


def _edits(cells: Sequence[tuple[CellRef, NewValue]]) -> dict[str, list[Edit]]:
    """Workbook → the cells of it that are to change."""
    from pmf_cli.workbook.cells import box_of
    from pmf_cli.workbook.write.patch import Edit

    edits: dict[str, list[Edit]] = {}
    for where, value in cells:
        box = box_of(where.cell)
        if box is None:
            raise PmfError(f"{where} is no cell.", "")
        edits.setdefault(where.workbook, []).append(Edit(where.sheet, box[0], box[1], value))
    return edits


def _edited(opened: OpenedRegister, workbook: str, data: bytes, edits: Sequence[Edit]) -> bytes:
    from pmf_cli.workbook.write.patch import patched

    new = patched(data, edits, name=workbook, limits=opened.settings.limits)
    # Read back before rows are added: those may move the cells down.
    _read_back(opened, workbook, new, edits)
    return new


def bytes_of(opened: OpenedRegister, workbook: str, *, ignore_lock: bool) -> bytes:
    """A workbook as it is on disk, if it is still what was read and nobody has it open."""
    from pmf_cli.workbook.write.save import saved_meanwhile

    path = opened.folder / workbook
    if path.suffix.lower() != ".xlsx":
        raise UsageError(
            f"{workbook} may hold macros, so pmf reads it but never writes into it. Nothing was "
            "changed.",
            "Save it in Excel as a workbook without macros (.xlsx), and move the other away.",
        )
    refuse_held_open(path, ignore_lock=ignore_lock)
    data = path.read_bytes()
    if fingerprint(data) != opened.register.fingerprints.get(workbook):
        raise saved_meanwhile(workbook)
    return data


def _read_back(opened: OpenedRegister, workbook: str, data: bytes, edits: Sequence[Edit]) -> None:
    """Reads the new bytes whole, and compares the cells that were to change."""
    from pmf_cli.workbook.read import book_of

    wanted: dict[tuple[str, int], dict[int, NewValue]] = {}
    for edit in edits:
        wanted.setdefault((edit.sheet, edit.row), {})[edit.column] = edit.value
    for sheet in book_of(workbook, data, opened.settings.limits).sheets:
        for row in sheet.rows():
            cells = wanted.pop((sheet.name, row.number), {})
            for column, value in cells.items():
                if not _holds(row.cells.get(column), value):
                    raise _not_held(workbook, sheet.name, row.number)
    for (name, number), cells in wanted.items():
        if not all(map(_is_blank, cells.values())):
            raise _not_held(workbook, name, number)


def _holds(cell: Cell | None, wanted: NewValue) -> bool:
    """Whether a cell that was read shows what it was given; of a formula its value is not known."""
    found = None if cell is None else cell.value
    if cell is None or _is_blank(found) or _is_blank(wanted):
        return _is_blank(found) and _is_blank(wanted)
    if isinstance(wanted, bool) or isinstance(found, bool):
        return found is wanted
    if isinstance(wanted, Decimal | int | float):
        return _shows_number(cell, float(wanted))
    if isinstance(wanted, date):
        return _day(found) == _day(wanted)
    if isinstance(wanted, str):
        return isinstance(found, str) and found.split() == writable(wanted).split()
    return True


def _is_blank(value: object) -> bool:
    return value is None or value == ""


def _day(value: object) -> object:
    return value.date() if isinstance(value, datetime) else value


def _shows_number(cell: Cell, wanted: float) -> bool:
    if not isinstance(cell.value, int | float):
        return False
    number = decimal_of(cell.value)
    return (as_percentage(number) if cell.is_percentage else number) == decimal_of(wanted)


def _not_held(workbook: str, sheet: str, row: int) -> PmfError:
    return PmfError(
        f"{workbook}, {sheet}: row {row} would not hold what it should. Nothing was changed.",
        "Open the workbook in Excel, save it, and run again.",
    )


def workbook_and_tab(opened: OpenedRegister, sheet: str) -> tuple[str, str]:
    """The workbook and tab that hold a sheet of the register; UsageError where it has none."""
    found = opened.register.present.get(sheet)
    if found is None:
        raise UsageError(
            f"The register has no sheet {sheet}, and there are rows for it.",
            f"Add a sheet {sheet} with its headings to {by_name()[sheet].workbook}"
            " (pmf init makes one to copy from), then run again.",
        )
    return found


class _Target:
    """A sheet of a register that is in use, to which rows are added below its last."""

    def __init__(self, opened: OpenedRegister, sheet: str) -> None:
        self.opened = opened
        self.sheet = sheet
        self.layout: SheetLayout = by_name()[sheet]
        self.workbook, self.tab = workbook_and_tab(opened, sheet)

    def appended(self, rows: Sequence[Any], data: bytes) -> tuple[bytes, list[str]]:
        """The workbook's bytes with rows added, and what was done.

        Raises:
            UsageError: a needed column is missing, or results stand by column.
            PmfError: the workbook cannot be changed.
        """
        from pmf_cli.workbook.write.patch import append_rows

        numbers = self._known_columns()
        begins = 0
        if numbers is None:
            headings = self._headings(data)
            numbers = {column.field: number for number, column in headings.columns.items()}
            begins = headings.last
        filled, missing = _by_column(rows, self.layout, numbers)
        new = append_rows(
            data,
            self.tab,
            filled,
            like=[self._last_of_its_kind(row) for row in rows],
            held=self._held(),
            headings=begins,
            name=self.workbook,
            limits=self.opened.settings.limits,
        )
        return new.data, [
            *(
                f"{self.workbook}, {self.tab} has no column {heading}: {count} entries were not written."
                for heading, count in missing.items()
            ),
            f"{self.workbook}, {self.tab}: {counted(len(filled), 'row')} added.",
            *new.remarks,
        ]

    def _is_here(self, row: Any) -> bool:  # noqa: ANN401 - rows of any sheet
        place = row.source.place
        return (place.workbook, place.sheet) == (self.workbook, self.tab)

    def _known_columns(self) -> dict[str, int] | None:
        """Field → column, where rows were read from the tab; ``None`` where it must be looked at.

        The workbook is the one that was read: that is settled before anything is written into it.
        """
        rows = getattr(self.opened.register, self.layout.holds)
        if not rows or not self._is_here(rows[-1]):
            return None
        columns: Mapping[str, str] = rows[-1].source.place.columns
        if self.sheet == "Results" and "period" not in columns:
            return None
        return {field: column_number(letters) for field, letters in columns.items()}

    def _held(self) -> set[int]:
        """The numbers of the rows of the tab that were read as rows of the sheet."""
        rows = getattr(self.opened.register, self.layout.holds)
        return {row.source.row for row in rows if row.source.row and self._is_here(row)}

    def _headings(self, data: bytes) -> Headings[SheetColumn]:
        from pmf_cli.workbook.read import book_of

        settings = self.opened.settings
        book = book_of(self.workbook, data, settings.limits)
        sheet = next(sheet for sheet in book.sheets if sheet.name == self.tab)
        headings = find_headings(sheet, self.layout, settings)
        if headings is None or not headings.score[0]:
            raise UsageError(
                f"{self.workbook}, {self.tab} has no heading that names the KPI.",
                "Put the heading KPI reference back, then run again.",
            )
        [tab] = tabs_for([self.layout], sheet, settings)
        if is_wide(tab, headings, settings.financial_year_start):
            raise UsageError(
                f"{self.workbook}, {self.tab} has a column for each period; rows cannot be added to it.",
                f"Make a sheet {self.sheet} with a row for each figure (pmf init makes one to copy from)"
                " and put it before this one.",
            )
        return headings

    def _last_of_its_kind(self, row: Any) -> int | None:  # noqa: ANN401 - rows of any sheet
        """The row of a KPI's newest result, so that a new one shows as many decimals."""
        if not isinstance(row, Result):
            return None
        known = self.opened.register.series.get((row.kpi_ref, row.split), {}).values()
        numbers = [one.source.row for one in known if one.value is not None and self._is_here(one)]
        return max(numbers, default=None)


def _by_column(
    rows: Sequence[Any], layout: SheetLayout, numbers: Mapping[str, int]
) -> tuple[list[dict[int, RegisterValue]], dict[str, int]]:
    """Rows as column number → value, and the filled fields for which the tab has no column."""
    missing: dict[str, int] = {}
    filled = []
    for row in rows:
        cells: dict[int, RegisterValue] = {}
        values = cells_of_row(row)
        for column in layout.columns:
            value = values[column.field]
            if value is None:
                continue
            if column.field in numbers:
                cells[numbers[column.field]] = _plain(value)
            else:
                missing[column.heading.text] = missing.get(column.heading.text, 0) + 1
        filled.append(cells)
    needed = {c.heading.text for c in layout.columns if c.field in NEEDED}
    if lost := needed & set(missing):
        raise UsageError(
            f"The sheet {layout.name} lacks the column {', '.join(sorted(lost))}.",
            "Put the heading back, then run again. Nothing was changed.",
        )
    return filled, missing


def _plain(value: RegisterValue) -> RegisterValue:
    """Whole numbers without a trailing .0; everything else as it is."""
    if isinstance(value, Decimal) and value == value.to_integral_value():
        return Decimal(int(value))
    return value
