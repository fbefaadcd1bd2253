"""The new bytes of workbooks that are to be changed, made and read back before anything is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pmf_cli.errors import LockedError, PmfError, UsageError
from pmf_cli.findings import CellRef
from pmf_cli.fingerprints import fingerprint
from pmf_cli.pipeline.change.appending import appended, place_of
from pmf_cli.pipeline.change.consent import refuse_protected
from pmf_cli.pipeline.read.opening import OpenedRegister
from pmf_cli.tabular.cell_text import as_percentage, decimal_of
from pmf_cli.words import counted
from pmf_cli.workbook.cells import Cell
from pmf_cli.workbook.text import writable

if TYPE_CHECKING:
    from pmf_cli.workbook.write.patch import Edit
    from pmf_cli.workbook.write.patch_cell import NewValue


@dataclass(frozen=True)
class ChangedBytes:
    """What changes make of workbooks.

    Attributes:
        workbooks: file name → bytes before and after.
        remarks: what was done, one line each.
    """

    workbooks: Mapping[str, tuple[bytes, bytes]]
    remarks: tuple[str, ...]


def changed_bytes(
    opened: OpenedRegister,
    cells: Sequence[tuple[CellRef, NewValue]],
    rows: Mapping[str, Sequence[Any]],
    *,
    ignore_lock: bool = False,
) -> ChangedBytes:
    """The workbooks with cells changed and rows added.

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
    from pmf_cli.workbook.cells import box_of
    from pmf_cli.workbook.write.patch import Edit, patched

    new: dict[str, tuple[bytes, bytes]] = {}
    said: list[str] = []
    tabs = [(where.workbook, where.sheet) for where, _ in cells]
    tabs += [place_of(opened, sheet) for sheet, added in rows.items() if added]

    def now(workbook: str) -> bytes:
        if workbook not in new:
            data = bytes_of(opened, workbook, ignore_lock=ignore_lock)
            sheets = {tab for name, tab in tabs if name == workbook}
            refuse_protected(opened.folder / workbook, data, sheets, opened.settings.limits)
            new[workbook] = (data, data)
        return new[workbook][1]

    edits: dict[str, list[Edit]] = {}
    for where, value in cells:
        box = box_of(where.cell)
        if box is None:
            raise PmfError(f"{where} is no cell.", "")
        edits.setdefault(where.workbook, []).append(Edit(where.sheet, box[0], box[1], value))
    for workbook, found in edits.items():
        data = patched(now(workbook), found, name=workbook, limits=opened.settings.limits)
        new[workbook] = (new[workbook][0], data)
        # Read back before rows are added: those may move the cells down.
        _read_back(opened, workbook, data, found)
        said.append(f"{workbook}: {counted(len(found), 'cell')} changed.")
    for sheet, added in rows.items():
        if added:
            workbook = place_of(opened, sheet)[0]
            made = appended(opened, sheet, added, workbook, now(workbook))
            new[workbook] = (new[workbook][0], made.data)
            said += made.remarks
    for workbook in {place_of(opened, sheet)[0] for sheet, added in rows.items() if added}:
        _read_back(opened, workbook, new[workbook][1], ())
    return ChangedBytes(new, tuple(said))


def bytes_of(opened: OpenedRegister, workbook: str, *, ignore_lock: bool = False) -> bytes:
    """A workbook as it is on disk, if it is still what was read and nobody has it open.

    Raises:
        LockedError: somebody has it open, or it was saved since it was read.
        UsageError: it is a workbook with macros.
    """
    from pmf_cli.workbook.write.locks import holders
    from pmf_cli.workbook.write.save import saved_meanwhile

    path = opened.folder / workbook
    if path.suffix.lower() != ".xlsx":
        raise UsageError(
            f"{workbook} may hold macros, so pmf reads it but never writes into it. Nothing was "
            "changed.",
            "Save it in Excel as a workbook without macros (.xlsx), and move the other away.",
        )
    open_by = holders(path)
    if open_by and not ignore_lock:
        raise LockedError(
            f"{open_by[0].words} Nothing was changed.",
            "Close it there, then run again. If nobody has it open, the file was left behind after "
            "a crash: --ignore-lock goes on in spite of it.",
        )
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
        if any(value not in (None, "") for value in cells.values()):
            raise _not_held(workbook, name, number)


def _holds(cell: Cell | None, wanted: NewValue) -> bool:
    """Whether a cell that was read shows what it was given."""
    found = None if cell is None else cell.value
    if cell is None or found is None or wanted is None or wanted == "":
        return found in (None, "") and wanted in (None, "")
    if isinstance(wanted, bool) or isinstance(found, bool):
        return found is wanted
    if isinstance(wanted, Decimal | int | float):
        if not isinstance(found, int | float):
            return False
        number = decimal_of(found)
        return (as_percentage(number) if cell.is_percentage else number) == decimal_of(
            float(wanted)
        )
    if isinstance(wanted, date):
        day = found.date() if isinstance(found, datetime) else found
        return day == (wanted.date() if isinstance(wanted, datetime) else wanted)
    if isinstance(wanted, str):
        return isinstance(found, str) and found.split() == writable(wanted).split()
    return True


def _not_held(workbook: str, sheet: str, row: int) -> PmfError:
    return PmfError(
        f"{workbook}, {sheet}: row {row} would not hold what it should. Nothing was changed.",
        "Open the workbook in Excel, save it, and run again.",
    )
