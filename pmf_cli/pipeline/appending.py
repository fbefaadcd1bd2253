"""Rows added to the workbooks of a register that is in use: checked, backed up, then written."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from pmf_cli.errors import LockedError, UsageError
from pmf_cli.importing.register_cells import RegisterValue, cells_of_row
from pmf_cli.pipeline.opening import OpenedRegister
from pmf_cli.register.headings import Headings, find_headings
from pmf_cli.register.layout import SheetLayout, by_name
from pmf_cli.register.tabs import Tab
from pmf_cli.register.wide import is_wide
from pmf_cli.settings import Settings

BACKUPS = "Backups"
"""Folder in the register's folder that keeps workbooks as they were before an import."""


def append_to(opened: OpenedRegister, rows: Mapping[str, Sequence[Any]]) -> tuple[str, ...]:
    """Adds rows to a register's workbooks; nothing is written before everything is ready.

    Args:
        opened: the register.
        rows: sheet name → rows of its model.

    Returns:
        What was done, one line each.

    Raises:
        UsageError: a sheet or a needed column is missing, or results stand by column.
        LockedError: a workbook is open elsewhere, or was changed since it was read.
        PmfError: a workbook cannot be changed, or the disk refuses.
    """
    from filelock import FileLock, Timeout

    from pmf_cli.workbook.save import save_bytes

    try:
        with FileLock(opened.folder / ".pmf.lock", timeout=0):
            new, said = _changed(opened, rows)
            for name, (before, _) in new.items():
                backup = _free_backup(opened.folder, name)
                save_bytes(backup, before)
                said.append(f"{backup} (as it was before)")
            for name, (_, after) in new.items():
                save_bytes(opened.folder / name, after)
                said.append(str(opened.folder / name))
    except Timeout as error:
        raise LockedError(
            f"Another run of pmf is writing into {opened.folder}.", "Wait until it is done."
        ) from error
    finally:
        (opened.folder / ".pmf.lock").unlink(missing_ok=True)
    return tuple(said)


def _changed(
    opened: OpenedRegister, rows: Mapping[str, Sequence[Any]]
) -> tuple[dict[str, tuple[bytes, bytes]], list[str]]:
    """Workbook name → its bytes before and after, and remarks."""
    from pmf_cli.workbook.patch import append_rows

    new: dict[str, tuple[bytes, bytes]] = {}
    said: list[str] = []
    for sheet, found in rows.items():
        if not found:
            continue
        layout = by_name()[sheet]
        workbook, tab_name = _place(opened, layout)
        if workbook not in new:
            data = _bytes_of(opened, workbook)
            new[workbook] = (data, data)
        before, now = new[workbook]
        headings = _headings(now, workbook, tab_name, layout, opened.settings)
        filled, missing = _by_column(found, layout, headings)
        for heading, count in missing.items():
            said.append(
                f"{workbook}, {tab_name} has no column {heading}: {count} entries were not written."
            )
        after = append_rows(now, tab_name, filled, name=workbook, limits=opened.settings.limits)
        new[workbook] = (before, after)
        said.append(f"{workbook}, {tab_name}: {len(filled)} rows added.")
    return new, said


def _place(opened: OpenedRegister, layout: SheetLayout) -> tuple[str, str]:
    found = opened.register.present.get(layout.name)
    if found is None:
        raise UsageError(
            f"The register has no sheet {layout.name}, and there are rows for it.",
            f"Add a sheet {layout.name} with its headings to {layout.workbook}"
            " (pmf init makes one to copy from), then run again.",
        )
    return found


def _bytes_of(opened: OpenedRegister, workbook: str) -> bytes:
    """The workbook as it is on disk, if it is still what was read and nobody has it open."""
    from pmf_cli.workbook.locks import holders

    path = opened.folder / workbook
    open_by = holders(path)
    if open_by:
        raise LockedError(open_by[0].words, "Close it there, then run again. Nothing was changed.")
    data = path.read_bytes()
    if hashlib.sha256(data).hexdigest() != opened.register.fingerprints.get(workbook):
        raise LockedError(
            f"{workbook} was changed while it was being read.", "Run the command again."
        )
    return data


def _headings(
    data: bytes, workbook: str, tab_name: str, layout: SheetLayout, settings: Settings
) -> Headings:
    from pmf_cli.workbook.read import book_of

    book = book_of(workbook, data, settings.limits)
    sheet = next(sheet for sheet in book.sheets if sheet.name == tab_name)
    headings = find_headings(sheet, layout, settings)
    if headings is None or not headings.score[0]:
        raise UsageError(
            f"{workbook}, {tab_name} has no heading that names the KPI.",
            "Put the heading KPI reference back, then run again.",
        )
    if is_wide(Tab(layout, sheet), headings, settings.financial_year_start):
        raise UsageError(
            f"{workbook}, {tab_name} has a column for each period; rows cannot be added to it.",
            "Make a sheet Results with the columns KPI reference, Period and Value (pmf init makes"
            " one to copy from) and put it before this one.",
        )
    return headings


def _by_column(
    rows: Sequence[Any], layout: SheetLayout, headings: Headings
) -> tuple[list[dict[int, RegisterValue]], dict[str, int]]:
    """Rows as column number → value, and the filled fields for which the tab has no column."""
    numbers = {column.field: number for number, column in headings.columns.items()}
    missing: dict[str, int] = {}
    filled = []
    for row in rows:
        cells: dict[int, RegisterValue] = {}
        for column in layout.columns:
            value = cells_of_row(row)[column.field]
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


NEEDED = frozenset(
    {"kpi_ref", "ref", "period", "value", "text", "kind", "target", "target_type", "from_period"}
)
"""Columns without which an added row would say something else."""


def _plain(value: RegisterValue) -> RegisterValue:
    """Whole numbers without a trailing .0; everything else as it is."""
    if isinstance(value, Decimal) and value == value.to_integral_value():
        return Decimal(int(value))
    return value


def _free_backup(folder: Path, name: str) -> Path:
    kept = folder / BACKUPS
    kept.mkdir(exist_ok=True)
    stem, _, ending = name.rpartition(".")
    number = 1
    while (path := kept / f"{stem} (before import {number}).{ending}").exists():
        number += 1
    return path
