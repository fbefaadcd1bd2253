"""Ticking a step off: a row in the ledger and, where asked for, the cells of the sheets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from difflib import get_close_matches
from pathlib import Path

from pmf_cli.cycle.checklist.checklist_step import LastDone, PlannedStep, StepState
from pmf_cli.cycle.checklist.usual_steps import usual_checklist
from pmf_cli.errors import UsageError
from pmf_cli.frozen import frozen
from pmf_cli.pipeline.change.changing import CellChange, Change, apply_change, change_of
from pmf_cli.pipeline.change.consent import protected_before
from pmf_cli.pipeline.read.cycle_record import steps_at_work
from pmf_cli.pipeline.read.opening import OpenedRegister, open_register
from pmf_cli.register.sheets.process import ChecklistStep, TimetableEntry
from pmf_cli.register.sheets.row_cells import recorded
from pmf_cli.register.terms import StepStatus
from pmf_cli.views.lists.next_steps import next_up
from pmf_cli.views.lists.step_words import step_title, when
from pmf_cli.words import day, listed
from pmf_cli.workbook.text import printable

ACTION = "step ticked off"


@frozen
class TypedTicks:
    """Steps to tick off, or ticks to take back, as they were typed.

    Attributes:
        done: numbers of steps that were done.
        undo: numbers of steps whose tick is taken back.
        by: contact reference of who does it.
        note: what to watch for next time.
        period: the cycle in words; empty for all at work.
        with_sheet: whether the sheets Checklist and Timetable are brought up too.
        ignore_lock: go on although somebody seems to have the workbook open.
    """

    done: tuple[str, ...]
    undo: tuple[str, ...]
    by: str
    note: str
    period: str
    with_sheet: bool
    ignore_lock: bool


def ticked(
    opened: OpenedRegister, asked: TypedTicks, on: date, register: Path | None
) -> Iterator[str]:
    """Ticks the steps off one by one; gives a line for what was done, as soon as it was.

    Args:
        register: the register's folder as it was typed, to be read again after a workbook changed.

    Raises:
        LockedError, DiskError, UsageError: the step at hand was not recorded.
    """
    by = _checked_by(opened, asked.by)
    tick = LastDone(on, by, " ".join(printable(asked.note).split()))
    numbers = (*asked.done, *asked.undo)
    steps = steps_at_work(opened, on, asked.period)
    chosen = [_step_numbered(steps, number) for number in numbers]
    for place in range(len(chosen)):
        if asked.with_sheet and place:
            opened = open_register(register)
            steps = steps_at_work(opened, on, asked.period)
            chosen[place] = _step_numbered(steps, numbers[place])
        # Each is done whole before a word is said of it.
        if asked.undo:
            yield from tuple(_taken_back(opened, chosen[place], on, by))
        else:
            yield from tuple(_ticked_off(opened, chosen[place], tick, asked))


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


def _step_numbered(steps: Sequence[PlannedStep], number: str) -> PlannedStep:
    """The step with a number; of two cycles at work, the older one in which it is open."""
    asked = number.strip().casefold()
    found = [step for step in steps if step.entry.number.casefold() == asked]
    if not found:
        raise _no_step(steps, number.strip())
    # The first that is open, else that waits for its day, else that is done.
    return min(found, key=lambda step: (not step.is_open, step.state is StepState.DONE))


def _no_step(steps: Sequence[PlannedStep], number: str) -> UsageError:
    numbers = list(dict.fromkeys(step.entry.number for step in steps))
    near = get_close_matches(number.upper(), numbers, n=3)
    advice = f"Did you mean {listed(near, 'or')}? " if near else ""
    return UsageError(
        f"The checklist has no step {number or '(blank)'}.",
        f"{advice}pmf next --all lists every step with its number.",
    )


def _checked_by(opened: OpenedRegister, by: str) -> str:
    """The contact reference of who does it; UsageError where Contacts has none such."""
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


def _ticked_off(
    opened: OpenedRegister, step: PlannedStep, tick: LastDone, asked: TypedTicks
) -> Iterator[str]:
    """Records that a step was done; ticking twice changes nothing."""
    name = f"{step.entry.number} for {step.cycle}"
    if step.done is not None:
        tick = step.done
        yield f"{name} was done already, on {day(tick.on)}{_by(tick)}."
    written: tuple[str, ...] = ()
    if asked.with_sheet:
        written = _sheets_brought_up(opened, step, tick, ignore_lock=asked.ignore_lock)
        yield from written
    if step.done is None or _lacks_its_tick(opened, step):
        _recorded(opened, step, tick.on, {"by": tick.by, "note": tick.note})
        yield f"{name} is ticked off on {day(tick.on)}{_by(tick)}."
    elif not written:
        yield "Nothing was changed."


def _by(tick: LastDone) -> str:
    return f" by {tick.by}" if tick.by else ""


def _taken_back(opened: OpenedRegister, step: PlannedStep, on: date, by: str) -> Iterator[str]:
    """Takes a tick back: the step counts as not done, whatever the sheets said until then."""
    name = f"{step.entry.number} for {step.cycle}"
    if step.done is None:
        yield f"{name} is not done, so there is nothing to take back. Nothing was changed."
        return
    day_of = max(on, step.done.on)
    _recorded(opened, step, day_of, {"by": by, "note": "", "taken_back": True})
    yield f"{name} counts as not done again."
    if step.entry.last_done_on is not None and step.entry.last_done_on == step.done.on:
        yield f"The sheet Checklist still says {day(step.done.on)}; correct the cell by hand."
    if step.performs is not None and any(row.done_on for row in step.meetings):
        yield "The sheet Timetable still says that it is done; correct the cells by hand."


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
    from pmf_cli.ledger.store import locked_ledger

    with locked_ledger(opened.folder, "ticking off a step") as ledger:
        ledger.append(RowKind.STEP, step.entry.number, {"cycle": step.cycle, **body}, on)


def _sheets_brought_up(
    opened: OpenedRegister, step: PlannedStep, tick: LastDone, *, ignore_lock: bool
) -> tuple[str, ...]:
    if not opened.register.checklist and not step.entry.source.row:
        raise UsageError(
            "The register has no checklist of its own to write into.",
            "pmf next --write puts the usual steps into its sheet Checklist.",
        )
    cells = (*_checklist_cells(step.entry, tick), *_timetable_cells(step, tick.on))
    details = {"cycle": step.cycle, "by": tick.by, "note": tick.note}
    change = Change(ACTION, step.entry.number, cells, details=details)
    return apply_change(opened, change, tick.on, ignore_lock=ignore_lock)


def _checklist_cells(row: ChecklistStep, tick: LastDone) -> Iterator[CellChange]:
    """The cells of the step's row that say something else; a note is kept until there is a new one."""
    if "last_done_on" not in row.source.place.columns or not row.source.row:
        return
    by, note = recorded(row.last_done_by), recorded(row.last_note)
    if (row.last_done_on or date.min) < tick.on:
        yield change_of(row, "last_done_on", tick.on, recorded(row.last_done_on))
        if by != tick.by:
            yield change_of(row, "last_done_by", tick.by or None, by)
    if tick.note not in ("", note):
        yield change_of(row, "last_note", tick.note, note)


def _timetable_cells(step: PlannedStep, on: date) -> Iterator[CellChange]:
    """The cells of the meetings that are done with the step and whose day has come."""
    if step.performs is None:
        return
    for row in step.meetings:
        is_to_come = row.on is not None and row.on > on and len(step.meetings) > 1
        if row.done_on is None and not is_to_come:
            yield from _marked_done(row, on)


def _marked_done(row: TimetableEntry, on: date) -> Iterator[CellChange]:
    columns = row.source.place.columns
    if "status" in columns and row.status is not StepStatus.DONE:
        yield change_of(row, "status", StepStatus.DONE.value, str(row.status or ""))
    if "done_on" in columns:
        yield change_of(row, "done_on", on, "")
