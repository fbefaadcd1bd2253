"""An older register brought to the present: headings are added, and commands of steps that had none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from pmf_cli.assessment import Assessment
from pmf_cli.cycle.checklist.new_commands import NewCommand, new_commands
from pmf_cli.errors import PmfError
from pmf_cli.ledger.store import read_ledger
from pmf_cli.pipeline.change.changed_bytes import bytes_of
from pmf_cli.pipeline.change.changing import Change, apply_change, carry_out, change_of, unfinished
from pmf_cli.pipeline.change.consent import refuse_protected
from pmf_cli.pipeline.read.opening import OpenedRegister, open_register
from pmf_cli.register.reading.absent import Absent, absent_in, required_and_absent
from pmf_cli.register.reading.build import build
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.layout import SHEETS, SheetColumn
from pmf_cli.register.sheets.meanings import allowed_values
from pmf_cli.register.sheets.row_cells import cells_of_row
from pmf_cli.views.listing import Listing
from pmf_cli.workbook.cells import Book
from pmf_cli.workbook.write.register_lock import register_lock

if TYPE_CHECKING:
    from pmf_cli.workbook.write.added_columns import NewColumn

ACTION = "register upgraded"
"""What the ledger calls the change."""
COMMANDS_ADDED = "commands of steps added"
"""What it calls the change by which steps of the checklist are given their commands."""
LIST_ANEW = (
    "Then have pmf.toml list the new columns, so that one that is lost is told: pmf files --write"
)


@dataclass(frozen=True, slots=True)
class PlannedUpgrade:
    """What is added to a register, and which columns that must be filled are left to people, by sheet.

    Attributes:
        commands: the steps of the checklist that are given their command.
    """

    absent: tuple[Absent, ...]
    required: Mapping[str, Sequence[str]]
    commands: tuple[NewCommand, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is to be added."""
        return not (self.absent or self.commands)

    @property
    def sheets(self) -> frozenset[str]:
        """The sheets there are that change."""
        widened = (one.layout.name for one in self.absent if not one.is_new)
        return frozenset((*widened, *(["Checklist"] if self.commands else [])))

    def listing(self, assessment: Assessment) -> Listing:
        """The same as a list."""
        from pmf_cli.views.lists.upgrade import upgrade_listing

        return upgrade_listing(assessment, self.absent, self.required, self.commands)


def planned_upgrade(opened: OpenedRegister) -> PlannedUpgrade:
    """What the workbooks of a register lack of the present columns and sheets."""
    from pmf_cli.workbook.read import read_book

    settings = opened.settings
    books = [
        read_book(opened.folder / name, settings.limits) for name in opened.register.fingerprints
    ]
    return PlannedUpgrade(
        absent_in(books, settings, opened.findings),
        required_and_absent(books, settings),
        tuple(new_commands(opened.register)),
    )


def upgraded(
    opened: OpenedRegister, planned: PlannedUpgrade, on: date, *, ignore_lock: bool = False
) -> tuple[str, ...]:
    """Writes what is planned, the columns and sheets all or none of them, then the commands; says what was done.

    Args:
        opened: the register as it was read.
        planned: what is added.
        on: the day, from ``--as-of``.
        ignore_lock: go on although somebody seems to have a workbook open.

    Raises:
        LockedError: another run is writing, somebody has a workbook open, or it asks to be left as it is.
        DiskError: full, read-only or forbidden; nothing was changed.
        PmfError: a workbook cannot be extended safely.
    """
    done: tuple[str, ...] = ()
    if planned.absent:
        done = (*_widened(opened, planned, on, ignore_lock=ignore_lock), LIST_ANEW)
        opened = open_register(opened.folder)
    cells = tuple(
        change_of(one.step, "command", one.command) for one in new_commands(opened.register)
    )
    change = Change(COMMANDS_ADDED, "checklist", cells)
    return (*done, *apply_change(opened, change, on, ignore_lock=ignore_lock))


def _widened(
    opened: OpenedRegister, planned: PlannedUpgrade, on: date, *, ignore_lock: bool
) -> tuple[str, ...]:
    """Writes the columns and sheets."""
    with register_lock(opened.folder, ACTION):
        pending = unfinished(read_ledger(opened.folder), opened.folder)
        new = {
            name: _bytes(opened, name, planned.absent, ignore_lock=ignore_lock)
            for name in dict.fromkeys(one.workbook for one in planned.absent)
        }
        _read_back(opened, {name: after for name, (_, after) in new.items()})
        change = Change(ACTION, "upgrade", details={"added": [_told(o) for o in planned.absent]})
        kept = opened.settings.files.backups
        return tuple(carry_out(opened.folder, (change,), on, pending, new, keep=kept))


def _told(absent: Absent) -> dict[str, Any]:
    """What is added, as the ledger keeps it."""
    return {
        "workbook": absent.workbook,
        "sheet": absent.tab,
        "new": absent.is_new,
        "columns": [column.heading.text for column in absent.columns],
    }


def _bytes(
    opened: OpenedRegister, workbook: str, absent: Sequence[Absent], *, ignore_lock: bool
) -> tuple[bytes, bytes]:
    """A workbook before and after."""
    from pmf_cli.workbook.write.added_columns import NewSheet, Widened, extended

    data = bytes_of(opened, workbook, ignore_lock=ignore_lock)
    limits = opened.settings.limits
    here = [one for one in absent if one.workbook == workbook]
    tabs = [one.tab for one in here if not one.is_new]
    refuse_protected(opened.folder / workbook, data, tabs, limits)
    widened = [
        Widened(one.tab, one.row, one.first, _columns(one)) for one in here if not one.is_new
    ]
    like, row = _looks_of(opened, workbook)
    new = [NewSheet(one.tab, _columns(one), like, row) for one in here if one.is_new]
    return data, extended(data, widened, new, name=workbook, limits=limits)


def _looks_of(opened: OpenedRegister, workbook: str) -> tuple[str, int]:
    """A tab of a workbook whose first row of headings a new sheet looks like."""
    held = (tab for name, tab in opened.register.present.values() if name == workbook)
    return next(held), 1


def _columns(absent: Absent) -> tuple[NewColumn, ...]:
    return tuple(_new_column(column) for column in absent.columns)


def _new_column(column: SheetColumn) -> NewColumn:
    from pmf_cli.render.starting.register_columns import (
        DATE_FORMAT,
        TEXT_FORMAT,
        format_of,
        width_of,
    )
    from pmf_cli.workbook.write.added_columns import NewColumn

    shown = format_of(column)
    choices = () if column.several else allowed_values(column)
    return NewColumn(
        column.heading.text,
        width_of(column),
        choices,
        is_date=shown == DATE_FORMAT,
        is_text=shown == TEXT_FORMAT,
    )


def _read_back(opened: OpenedRegister, new: Mapping[str, bytes]) -> None:
    """Reads the register with the new workbooks: every row says what it said, and nothing is absent any more."""
    from pmf_cli.workbook.read import book_of, read_book

    settings = opened.settings
    books: list[Book] = [
        book_of(name, new[name], settings.limits)
        if name in new
        else read_book(opened.folder / name, settings.limits)
        for name in opened.register.fingerprints
    ]
    register, findings = build(books, settings)
    if _rows(register) != _rows(opened.register) or absent_in(books, settings, findings):
        raise PmfError(
            "The workbooks would not be read as before with the new columns. Nothing was changed.",
            "Open them in Excel, save them, and run again; or add the columns by hand.",
        )


def _rows(register: Register) -> dict[str, list[Mapping[str, object]]]:
    return {
        layout.name: [cells_of_row(row) for row in getattr(register, layout.holds)]
        for layout in SHEETS
    }
