"""``pmf next``: what to do today, how, and who did it last time; ``pmf status``: where the quarter stands."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Mapping
from typing import Annotated

import typer

from pmf_cli.cli.command import Group, Run, command
from pmf_cli.cli.faults import remark
from pmf_cli.cli.options import By
from pmf_cli.errors import UsageError

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


@command(
    Group.WRITING,
    doing="ticking off a step",
    writes=lambda asked: any(map(asked.get, ("done", "undo", "write"))),
)
def next_step(
    done: Done = None,
    undo: Undo = None,
    by: By = "",
    note: Note = "",
    with_all: WithAll = False,
    *,
    run: Run,
) -> None:
    """Say what to do today: the step, why, the command, who did it last time, what is late or blocked.

    The steps come from the sheet Checklist, their days from the sheet Timetable. --done NUMBER ticks a
    step off in the ledger; with --write in the workbook too. The exit code is 1 while a step is due.
    """
    steps = done or undo
    _refuse_together(run, done, undo, is_described=bool(note or by))
    if steps or run.write:
        _complete(run, done or [], undo or [], by, note)
        return
    from pmf_cli.pipeline import lists

    assessment = run.assess(with_checks=True, as_it_stands=True)
    listing, is_due = lists.steps_to_do(
        run.opened, assessment, run.period, _options(run), options_taken(), with_all=with_all
    )
    run.print(listing)
    run.end(is_due=is_due)


def _refuse_together(
    run: Run, done: list[str] | None, undo: list[str] | None, *, is_described: bool
) -> None:
    """Refuses options that say nothing beside each other."""
    if (done or undo) and run.is_one_file:
        raise UsageError("--format goes with the list, not with --done or --undo.", "Leave it out.")
    if done and undo:
        raise UsageError("--done and --undo cannot go together.", "Run one after the other.")
    if not (done or undo) and is_described:
        raise UsageError("--by and --note go with --done.", "Name the step too: --done Q03")


def _complete(run: Run, done: list[str], undo: list[str], by: str, note: str) -> None:
    """Ticks steps off or takes ticks back, however quiet it is to be."""
    from pmf_cli.pipeline import open_register
    from pmf_cli.pipeline.change import complete_step

    with run.progress_bar() as progress:
        opened = open_register(run.register, progress)
    on = run.date_in(opened)
    if not done and not undo:
        run.data(*complete_step.own_checklist(opened, on, ignore_lock=run.ignore_lock))
        return
    asked = complete_step.TypedTicks(
        tuple(done), tuple(undo), by, note, run.period, run.write, run.ignore_lock
    )
    for line in complete_step.ticked(opened, asked, on, run.register):
        run.data(line)
    if done and not run.write:
        for line in complete_step.kept_in_ledger(opened):
            remark(line)
    if coming := complete_step.coming_step(opened, on, run.period):
        remark(coming)


def _options(run: Run) -> Mapping[str, str]:
    """What a command of the checklist needs so that it works on what this run shows."""
    found = {} if run.register is None else {"--register": str(run.register)}
    return {**found, "--as-of": run.as_of} if run.as_of else found


@functools.cache
def options_taken() -> Mapping[str, frozenset[str]]:
    """Every command's words → the options about period, register and date that it takes."""
    from pmf_cli.cli import COMMANDS

    names = {"period": "--period", "register": "--register", "as_of": "--as-of"}
    return {
        words: frozenset(
            names[one] for one in inspect.signature(function).parameters if one in names
        )
        for words, function in COMMANDS
    }


@command()
def show_quarter(run: Run) -> None:
    """Show where the quarter stands: results in, due and late, ratings, what blocks the paper."""
    from pmf_cli.pipeline import lists

    assessment = run.assess(with_checks=True)
    run.print(lists.quarter_so_far(run.opened, assessment))
