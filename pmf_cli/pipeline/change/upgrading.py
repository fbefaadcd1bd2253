"""An older register brought to the present: headings are added, and commands of steps that had none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from pmf_cli.assessment import Assessment
from pmf_cli.cycle.checklist.new_commands import NewCommand, new_commands
from pmf_cli.errors import PmfError, UsageError
from pmf_cli.frozen import frozen
from pmf_cli.ledger.store import read_ledger
from pmf_cli.pipeline.change.changed_bytes import bytes_of
from pmf_cli.pipeline.change.changing import Change, apply_change, carry_out, change_of, unfinished
from pmf_cli.pipeline.change.consent import refuse_protected
from pmf_cli.pipeline.read.opening import OpenedRegister, open_register
from pmf_cli.register.periods.period import FINANCIAL_START
from pmf_cli.register.reading.absent import (
    Absent,
    EntryTab,
    absent_in,
    entry_tabs,
    required_and_absent,
)
from pmf_cli.register.reading.build import build
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.entry import ENTRY_SHEETS
from pmf_cli.register.sheets.layout import SHEETS, SheetColumn
from pmf_cli.register.sheets.meanings import allowed_values
from pmf_cli.register.sheets.row_cells import cells_of_row
from pmf_cli.register.terms import RatingWords
from pmf_cli.views.listing import Listing
from pmf_cli.workbook.cells import Book, column_letter, column_number
from pmf_cli.workbook.write.register_lock import register_lock

if TYPE_CHECKING:
    from pmf_cli.render.starting.entry_years import FurtherColumn
    from pmf_cli.workbook.write.added_columns import NewColumn

ACTION = "register upgraded"
"""What the ledger calls the change."""
COMMANDS_ADDED = "commands of steps added"
"""What it calls the change by which steps of the checklist are given their commands."""
LIST_ANEW = (
    "Then have pmf.toml list the new columns, so that one that is lost is told: pmf files --write"
)


@frozen
class PlannedUpgrade:
    """What is added to a register, and which columns that must be filled are left to people, by sheet.

    Attributes:
        commands: the steps of the checklist that are given their command.
        quarters: the entry sheets that are given further quarters, each with their columns.
    """

    absent: tuple[Absent, ...]
    required: Mapping[str, Sequence[str]]
    commands: tuple[NewCommand, ...] = ()
    quarters: tuple[tuple[EntryTab, tuple[FurtherColumn, ...]], ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is to be added."""
        return not (self.absent or self.commands or self.quarters)

    @property
    def workbooks(self) -> tuple[str, ...]:
        """The workbooks that get columns or sheets."""
        absent = (one.workbook for one in self.absent)
        return tuple(dict.fromkeys((*absent, *(tab.workbook for tab, _ in self.quarters))))

    @property
    def told(self) -> list[dict[str, Any]]:
        """What is added, as the ledger keeps it."""
        entered = [
            {
                "workbook": tab.workbook,
                "sheet": tab.tab,
                "new": False,
                "columns": [one.heading for one in columns if not one.is_hidden],
            }
            for tab, columns in self.quarters
        ]
        return [*map(_told, self.absent), *entered]

    @property
    def sheets(self) -> frozenset[str]:
        """The sheets there are that change."""
        widened = (one.layout.name for one in self.absent if not one.is_new)
        entered = ENTRY_SHEETS if self.quarters else ()
        return frozenset((*widened, *entered, *(["Checklist"] if self.commands else [])))

    def listing(self, assessment: Assessment) -> Listing:
        """The same as a list."""
        from pmf_cli.views.lists.upgrade import FurtherLine, upgrade_listing

        further = [
            FurtherLine(
                tab.workbook,
                tab.tab,
                f"{column_letter(tab.first + place)}{tab.row}",
                one.heading,
                one.meaning,
            )
            for tab, columns in self.quarters
            for place, one in enumerate(columns)
        ]
        return upgrade_listing(assessment, self.absent, self.required, self.commands, further)


def planned_upgrade(opened: OpenedRegister, on: date) -> PlannedUpgrade:
    """What the workbooks of a register lack of the present columns and sheets, and of quarters up to the year after a day."""
    from pmf_cli.workbook.read import read_book

    settings = opened.settings
    books = [
        read_book(opened.folder / name, settings.limits) for name in opened.register.fingerprints
    ]
    absent = absent_in(books, settings, opened.findings)
    return PlannedUpgrade(
        absent,
        required_and_absent(books, settings),
        tuple(new_commands(opened.register)),
        tuple(
            _further_quarters(
                _behind(entry_tabs(books, settings), absent), on, opened.register.rating_words
            )
        ),
    )


def _behind(tabs: Iterable[EntryTab], absent: Sequence[Absent]) -> Iterator[EntryTab]:
    """Entry sheets with their first free column behind the others that they are given."""
    for tab in tabs:
        others = (one for one in absent if (one.workbook, one.tab) == (tab.workbook, tab.tab))
        yield replace(tab, first=tab.first + sum(len(one.columns) for one in others))


def _further_quarters(
    tabs: Iterable[EntryTab], on: date, words: RatingWords
) -> Iterator[tuple[EntryTab, tuple[FurtherColumn, ...]]]:
    """Entry sheets with the columns that they lack up to the end of the financial year after a day."""
    from pmf_cli.render.starting.entry_years import FurtherQuarters

    for tab in tabs:
        until = on.year - (on.month < FINANCIAL_START) + 1
        try:
            added = FurtherQuarters(tab.fields, tab.columns, tab.first, until, words).added
        except KeyError as error:
            name = str(error.args[0]).replace("_", " ")
            raise UsageError(
                f"{tab.workbook}, {tab.tab} has no column {name}, at which the colours of further quarters look.",
                "Put the column back, then run again.",
            ) from error
        if added:
            yield tab, added


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
    if planned.absent or planned.quarters:
        then = (LIST_ANEW,) if planned.absent else ()
        done = (*_widened(opened, planned, on, ignore_lock=ignore_lock), *then)
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
            name: _bytes(opened, name, planned, ignore_lock=ignore_lock)
            for name in planned.workbooks
        }
        _read_back(opened, {name: after for name, (_, after) in new.items()})
        change = Change(ACTION, "upgrade", details={"added": planned.told})
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
    opened: OpenedRegister, workbook: str, planned: PlannedUpgrade, *, ignore_lock: bool
) -> tuple[bytes, bytes]:
    """A workbook before and after."""
    from pmf_cli.workbook.write.added_columns import NewSheet, Widened, extended

    data = bytes_of(opened, workbook, ignore_lock=ignore_lock)
    limits = opened.settings.limits
    here = [one for one in planned.absent if one.workbook == workbook]
    widened = [
        Widened(one.tab, one.row, one.first, _columns(one)) for one in here if not one.is_new
    ]
    # Behind other new columns of the sheet: those are counted from its first free one, too.
    widened += [
        Widened(tab.tab, tab.row, tab.first, tuple(map(_further_column, columns)))
        for tab, columns in planned.quarters
        if tab.workbook == workbook
    ]
    refuse_protected(opened.folder / workbook, data, [one.sheet for one in widened], limits)
    like, row = _looks_of(opened, workbook)
    new = [NewSheet(one.tab, _columns(one), like, row) for one in here if one.is_new]
    return data, extended(data, widened, new, name=workbook, limits=limits)


def _looks_of(opened: OpenedRegister, workbook: str) -> tuple[str, int]:
    """A tab of a workbook whose first row of headings a new sheet looks like."""
    held = (tab for name, tab in opened.register.present.values() if name == workbook)
    return next(held), 1


def _columns(absent: Absent) -> tuple[NewColumn, ...]:
    return tuple(_new_column(column) for column in absent.columns)


def _further_column(one: FurtherColumn) -> NewColumn:
    from pmf_cli.workbook.write.added_columns import NewColumn

    return NewColumn(
        one.heading,
        one.width,
        like=column_number(one.like),
        formula=one.formula.removeprefix("="),
        prompt=one.prompt,
        is_hidden=one.is_hidden,
    )


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
