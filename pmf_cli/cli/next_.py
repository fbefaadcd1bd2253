"""``pmf next``: what to do today, how, and who did it last time."""

from __future__ import annotations

import functools
import typing
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pmf_cli.cli.options import (
    AsOf,
    By,
    Debug,
    FormatOption,
    IgnoreLock,
    ListFormat,
    PeriodText,
    Quiet,
    RegisterFolder,
    WriteOption,
)
from pmf_cli.cli.turns import in_turn
from pmf_cli.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from pmf_cli.cycle.checklist.checklist_step import PlannedStep

Done = Annotated[
    list[str] | None,
    typer.Option(
        "--done",
        metavar="NUMBER",
        help="Tick a step off by its number in the checklist, Q03, or by its name in the timetable. "
        "May be given several times.",
    ),
]
Undo = Annotated[
    list[str] | None,
    typer.Option("--undo", metavar="NUMBER", help="Take a tick back that was a slip."),
]
Note = Annotated[
    str,
    typer.Option(
        "--note", metavar="TEXT", help="With --done: what to watch for next time. No names, please."
    ),
]
WithAll = Annotated[bool, typer.Option("--all", help="The whole checklist with every state.")]


@in_turn("ticking off a step", lambda asked: any(map(asked.get, ("done", "undo", "write"))))
def next_step(
    done: Done = None,
    undo: Undo = None,
    by: By = "",
    note: Note = "",
    with_all: WithAll = False,
    write: WriteOption = False,
    register: RegisterFolder = None,
    period: PeriodText = "",
    as_of: AsOf = "",
    form: FormatOption = ListFormat.TABLE,
    ignore_lock: IgnoreLock = False,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Say what to do today: the step, why, the command, who did it last time, what is late or blocked.

    The steps come from the sheet Checklist, their days from the sheet Timetable. --done NUMBER ticks a
    step off in the ledger; with --write in the workbook too. The exit code is 1 while a step is due.
    """
    if (done or undo) and form is not ListFormat.TABLE:
        raise UsageError("--format goes with the list, not with --done or --undo.", "Leave it out.")
    if done and undo:
        raise UsageError("--done and --undo cannot go together.", "Run one after the other.")
    if not done and (note or by) and not undo:
        raise UsageError("--by and --note go with --done.", "Name the step too: --done Q03")
    if done or undo or write:
        _changed(
            register, period, as_of, done or [], undo or [], by, note, write=write, lock=ignore_lock
        )
        return
    _shown(register, period, as_of, form, with_all=with_all, quiet=quiet)


def _shown(
    register: Path | None,
    period: str,
    as_of: str,
    form: ListFormat,
    *,
    with_all: bool,
    quiet: bool,
) -> None:
    from pmf_cli.cli.opening import opened_and_assessed
    from pmf_cli.cli.printing import print_listing
    from pmf_cli.pipeline.read.checklists import steps_at_work
    from pmf_cli.pipeline.read.cycle_record import facts_in
    from pmf_cli.pipeline.reminders.open_messages import open_words
    from pmf_cli.pipeline.reminders.resending import open_on_record
    from pmf_cli.views.lists.next_steps import next_listing, next_up
    from pmf_cli.views.lists.step_words import Typing

    opened, assessment = opened_and_assessed(
        register,
        period=period,
        as_of=as_of,
        quiet=quiet,
        with_checks=True,
        as_it_stands=True,
    )
    steps = steps_at_work(opened, assessment.as_of, period)
    typing_here = Typing(opened.settings.period.strip(), _options(register, as_of), options_taken())
    listing = next_listing(
        assessment,
        steps,
        facts_in(opened),
        typing_here,
        with_all=with_all,
        is_usual=not opened.register.checklist,
        mail=open_words(open_on_record(opened, assessment)),
    )
    print_listing(listing, form, opened)
    if next_up(steps).is_anything_due:
        raise typer.Exit(ExitCode.FINDINGS)


def _changed(
    register: Path | None,
    period: str,
    as_of: str,
    done: list[str],
    undo: list[str],
    by: str,
    note: str,
    *,
    write: bool,
    lock: bool,
) -> None:
    from pmf_cli.cli.opening import watched, working_date
    from pmf_cli.cli.writing import tell_protected
    from pmf_cli.pipeline import open_register
    from pmf_cli.pipeline.change.complete_step import (
        checked_by,
        own_checklist,
        step_numbered,
        taken_back,
        ticked_off,
    )
    from pmf_cli.pipeline.read.checklists import steps_at_work
    from pmf_cli.workbook.text import printable

    with watched(quiet=False) as progress:
        opened = open_register(register, progress)
    on = working_date(as_of, opened)
    if not done and not undo:
        for line in own_checklist(opened, on, ignore_lock=lock):
            typer.echo(line)
        return
    who, words = checked_by(opened, by), " ".join(printable(note).split())
    steps = steps_at_work(opened, on, period)
    chosen = [step_numbered(steps, number) for number in (*done, *undo)]
    for place, step in enumerate(chosen):
        if undo:
            said = taken_back(opened, step, on, who)
        else:
            said = ticked_off(
                opened, step, on, by=who, note=words, with_sheet=write, ignore_lock=lock
            )
        for line in said:
            typer.echo(line)
        if write and place + 1 < len(chosen):
            opened = open_register(register)
            steps = steps_at_work(opened, on, period)
            chosen[place + 1] = step_numbered(steps, (*done, *undo)[place + 1])
    if done and not write:
        tell_protected(opened, ("Checklist", "Timetable"))
        typer.echo("Kept in the ledger. --write puts it into the workbook too.", err=True)
    _say_next(steps_at_work(opened, on, period))


def _say_next(steps: tuple[PlannedStep, ...]) -> None:
    from pmf_cli.views.lists.next_steps import next_up
    from pmf_cli.views.lists.step_words import step_title, when

    up = next_up(steps)
    step = up.first or next(iter(up.coming), None)
    if step is not None:
        typer.echo(f"Next: {step_title(step)}, {when(step)}. pmf next shows it.", err=True)


def _options(register: Path | None, as_of: str) -> Mapping[str, str]:
    """What a command of the checklist needs so that it works on what this run shows."""
    found = {}
    if register is not None:
        found["--register"] = str(register)
    if as_of:
        found["--as-of"] = as_of
    return found


@functools.cache
def options_taken() -> Mapping[str, frozenset[str]]:
    """Every command's words → the common options that it takes."""
    from pmf_cli.cli import COMMANDS

    names = {"period": "--period", "register": "--register", "as_of": "--as-of"}
    return {
        words: frozenset(
            option for name, option in names.items() if name in typing.get_type_hints(function)
        )
        for words, function in COMMANDS
    }
