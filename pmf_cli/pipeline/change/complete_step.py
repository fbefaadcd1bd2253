"""Ticking a step off: a row in the ledger and, where asked for, the cells of the sheets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import Path

from pmf_cli.cycle.checklist.checklist_step import PlannedStep, StepState
from pmf_cli.cycle.checklist.usual_steps import usual_checklist
from pmf_cli.errors import UsageError
from pmf_cli.pipeline.change.changing import CellChange, Change, apply_change, change_of
from pmf_cli.pipeline.change.consent import protected_before
from pmf_cli.pipeline.read.checklists import steps_at_work
from pmf_cli.pipeline.read.opening import OpenedRegister, open_register
from pmf_cli.register.sheets.process import ChecklistStep, TimetableEntry
from pmf_cli.register.sheets.row_cells import recorded
from pmf_cli.register.terms import StepStatus
from pmf_cli.views.lists.next_steps import next_up
from pmf_cli.views.lists.step_words import step_title, when
from pmf_cli.words import day, listed
from pmf_cli.workbook.text import printable

ACTION = "step ticked off"


@dataclass(frozen=True, slots=True)
class TypedTicks:
    """Steps to tick off, or ticks to take back, as they were typed.

    Attributes:
        done: numbers of steps that were done.
        undo: numbers of steps whose tick is taken back.
        by: contact reference of who does it.
        note: what to watch for next time.
        period: the cycle in words; empty for all at work.
    """

    done: tuple[str, ...]
    undo: tuple[str, ...]
    by: str
    note: str
    period: str


def ticked(
    opened: OpenedRegister,
    asked: TypedTicks,
    on: date,
    *,
    register: Path | None,
    with_sheet: bool,
    ignore_lock: bool,
) -> Iterator[str]:
    """Ticks the steps off one by one; gives a line for what was done, as soon as it was.

    Args:
        asked: which steps.
        register: the register's folder as it was typed, to be read again after a workbook changed.
        with_sheet: whether the sheets Checklist and Timetable are brought up too.
        ignore_lock: go on although somebody seems to have the workbook open.

    Raises:
        LockedError, DiskError, UsageError: the step at hand was not recorded.
    """
    numbers, note = (*asked.done, *asked.undo), " ".join(printable(asked.note).split())
    steps = steps_at_work(opened, on, asked.period)
    chosen = [step_numbered(steps, number) for number in numbers]
    for place in range(len(chosen)):
        if with_sheet and place:
            opened = open_register(register)
            steps = steps_at_work(opened, on, asked.period)
            chosen[place] = step_numbered(steps, numbers[place])
        step = chosen[place]
        if asked.undo:
            yield from tick_taken_back(opened, step, on, asked.by)
        else:
            yield from ticked_off(
                opened,
                step,
                on,
                by=asked.by,
                note=note,
                with_sheet=with_sheet,
                ignore_lock=ignore_lock,
            )


def kept_in_ledger(opened: OpenedRegister) -> tuple[str, ...]:
    """What is said of ticks that the workbook does not hold."""
    refused = protected_before(opened, ("Checklist", "Timetable"))
    return (
        *(f"Note: {one}" for one in refused),
        "Kept in the ledger. --write puts it into the workbook too.",
    )


def coming_step(opened: OpenedRegister, on: date, period: str) -> str:
    """Which step comes next, in a sentence; empty where none does."""
    up = next_up(steps_at_work(opened, on, period))
    step = up.first or next(iter(up.coming), None)
    return f"Next: {step_title(step)}, {when(step)}. pmf next shows it." if step is not None else ""


def step_numbered(steps: Sequence[PlannedStep], number: str) -> PlannedStep:
    """The step with a number; of two cycles at work, the older one in which it is open.

    Raises:
        UsageError: no step has this number.
    """
    asked = number.strip().casefold()
    found = [step for step in steps if step.entry.number.casefold() == asked]
    if not found:
        numbers = list(dict.fromkeys(step.entry.number for step in steps))
        near = get_close_matches(number.strip().upper(), numbers, n=3)
        advice = f"Did you mean {listed(near, 'or')}? " if near else ""
        raise UsageError(
            f"The checklist has no step {number.strip() or '(blank)'}.",
            f"{advice}pmf next --all lists every step with its number.",
        )
    still_open = [step for step in found if step.is_open]
    waiting = [step for step in found if step.state is not StepState.DONE]
    return (still_open or waiting or found)[0]


def checked_by(opened: OpenedRegister, by: str) -> str:
    """The contact reference of who does it; empty where nobody is named.

    Raises:
        UsageError: it is in no row of the sheet Contacts.
    """
    ref = by.strip()
    if ref and opened.register.contacts and ref not in opened.register.contact_by_ref:
        raise UsageError(
            f"{ref} is no contact reference of the register.",
            "Type the reference from the sheet Contacts, for example --by "
            f"{opened.register.contacts[0].ref}; names are not kept.",
        )
    if ref and not opened.register.contacts:
        raise UsageError(
            "The register has no contacts yet, so --by cannot be looked up.",
            "Leave out --by, or add yourself to the sheet Contacts first.",
        )
    return ref


def ticked_off(
    opened: OpenedRegister,
    step: PlannedStep,
    on: date,
    *,
    by: str = "",
    note: str = "",
    with_sheet: bool = False,
    ignore_lock: bool = False,
) -> tuple[str, ...]:
    """Records that a step was done; ticking twice changes nothing.

    Args:
        step: the step, for the cycle it was done for.
        by: contact reference of who did it.
        note: what to watch for next time.
        with_sheet: whether the sheets Checklist and Timetable are brought up too.
        ignore_lock: go on although somebody seems to have the workbook open.

    Returns:
        What was done, one line each.

    Raises:
        LockedError, DiskError, UsageError: nothing was recorded.
    """
    name = f"{step.entry.number} for {step.cycle}"
    is_done = step.done is not None
    said: list[str] = []
    if is_done and step.done is not None:
        who = f" by {step.done.by}" if step.done.by else ""
        said.append(f"{name} was done already, on {day(step.done.on)}{who}.")
        on, by, note = step.done.on, step.done.by, step.done.note
    if with_sheet:
        said += _sheets_brought_up(opened, step, on, by, note, ignore_lock=ignore_lock)
    if not is_done or _lacks_its_tick(opened, step):
        _recorded(opened, step, on, {"by": by, "note": note})
        said.append(f"{name} is ticked off on {day(on)}{f' by {by}' if by else ''}.")
    elif len(said) == 1:
        said.append("Nothing was changed.")
    return tuple(said)


def tick_taken_back(
    opened: OpenedRegister, step: PlannedStep, on: date, by: str
) -> tuple[str, ...]:
    """Takes a tick back: the step counts as not done, whatever the sheets said until then.

    Raises:
        LockedError, DiskError: nothing was recorded.
    """
    name = f"{step.entry.number} for {step.cycle}"
    if step.done is None:
        return (f"{name} is not done, so there is nothing to take back. Nothing was changed.",)
    day_of = max(on, step.done.on)
    _recorded(opened, step, day_of, {"by": by, "note": "", "taken_back": True})
    said = [f"{name} counts as not done again."]
    if step.entry.last_done_on is not None and step.entry.last_done_on == step.done.on:
        said.append(
            f"The sheet Checklist still says {day(step.done.on)}; correct the cell by hand."
        )
    if step.performs is not None and any(row.done_on for row in step.meetings):
        said.append("The sheet Timetable still says that it is done; correct the cells by hand.")
    return tuple(said)


def own_checklist(
    opened: OpenedRegister, on: date, *, ignore_lock: bool = False
) -> tuple[str, ...]:
    """Puts the usual steps into the sheet Checklist of a register that has none.

    Raises:
        UsageError: it has a checklist, or no such sheet.
        LockedError, DiskError: nothing was changed.
    """
    if opened.register.checklist:
        raise UsageError(
            "The register has a checklist already, so --write alone has nothing to do.",
            "To tick a step off in the sheet too: pmf next --done NUMBER --write",
        )
    change = Change("usual checklist added", "checklist", rows={"Checklist": usual_checklist()})
    return apply_change(opened, change, on, ignore_lock=ignore_lock)


def _lacks_its_tick(opened: OpenedRegister, step: PlannedStep) -> bool:
    """Whether a run was ended after it had written the sheets and before it had put the tick down."""
    from pmf_cli.ledger.row import RowKind
    from pmf_cli.ledger.store import read_ledger

    ledger, number = read_ledger(opened.folder), step.entry.number
    ticks = [
        row for row in ledger.rows(RowKind.STEP, key=number) if row.body["cycle"] == step.cycle
    ]
    written = [
        row
        for row in ledger.changes(ACTION, number)
        if row.body["details"].get("cycle") == step.cycle
    ]
    if not written or not ticks:
        return bool(written)
    return bool(ticks[-1].body.get("taken_back")) and written[-1].number > ticks[-1].number


def _recorded(
    opened: OpenedRegister, step: PlannedStep, on: date, body: dict[str, str | bool]
) -> None:
    from pmf_cli.ledger.row import RowKind
    from pmf_cli.ledger.store import writing_ledger
    from pmf_cli.workbook.write.register_lock import register_lock

    with (
        register_lock(opened.folder, "ticking off a step"),
        writing_ledger(opened.folder) as ledger,
    ):
        ledger.append(RowKind.STEP, step.entry.number, {"cycle": step.cycle, **body}, on)


def _sheets_brought_up(
    opened: OpenedRegister,
    step: PlannedStep,
    on: date,
    by: str,
    note: str,
    *,
    ignore_lock: bool,
) -> tuple[str, ...]:
    if not opened.register.checklist and not step.entry.source.row:
        raise UsageError(
            "The register has no checklist of its own to write into.",
            "pmf next --write puts the usual steps into its sheet Checklist.",
        )
    cells = (*_checklist_cells(step.entry, on, by, note), *_timetable_cells(step, on))
    change = Change(
        ACTION, step.entry.number, cells, details={"cycle": step.cycle, "by": by, "note": note}
    )
    return apply_change(opened, change, on, ignore_lock=ignore_lock)


def _checklist_cells(row: ChecklistStep, on: date, by: str, note: str) -> Iterator[CellChange]:
    """The cells of the step's row that say something else; a note is kept until there is a new one."""
    if "last_done_on" not in row.source.place.columns or not row.source.row:
        return
    if row.last_done_on is None or row.last_done_on < on:
        yield change_of(row, "last_done_on", on, recorded(row.last_done_on))
        if (row.last_done_by or "") != by:
            yield change_of(row, "last_done_by", by or None, row.last_done_by or "")
    if note and row.last_note != note:
        yield change_of(row, "last_note", note, row.last_note or "")


def _timetable_cells(step: PlannedStep, on: date) -> Iterator[CellChange]:
    """The cells of the meetings that are done with the step and whose day has come."""
    if step.performs is None:
        return
    for row in step.meetings:
        if row.done_on is not None or (
            row.on is not None and row.on > on and len(step.meetings) > 1
        ):
            continue
        yield from _marked_done(row, on)


def _marked_done(row: TimetableEntry, on: date) -> Iterator[CellChange]:
    columns = row.source.place.columns
    if "status" in columns and row.status is not StepStatus.DONE:
        yield change_of(row, "status", StepStatus.DONE.value, str(row.status or ""))
    if "done_on" in columns:
        yield change_of(row, "done_on", on, "")
