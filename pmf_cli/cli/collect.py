"""``pmf collect``: return forms out, returns in, and where the collecting stands."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pmf_cli.cli.command import Group, Run, always, command
from pmf_cli.cli.faults import remark
from pmf_cli.cli.options import By
from pmf_cli.errors import ExitCode

Contacts = Annotated[
    list[str],
    typer.Option("--contact", metavar="REF", help="Only this contact's form: C-110K. Repeatable."),
]
FormsFolder = Annotated[
    Path | None,
    typer.Option(
        "--output",
        metavar="FOLDER",
        help="Where forms are written. Default: the folder forms beside pmf.toml.",
    ),
]
Returns = Annotated[
    list[Path],
    typer.Argument(metavar="FILE...", help="Forms that came back, or folders that hold them."),
]
AcceptQuestions = Annotated[
    bool,
    typer.Option(
        "--accept-questions",
        help="Take in figures that are only unlikely, once you have asked about them.",
    ),
]


@command(doing="making return forms", writes=always)
def make_return_forms(
    run: Run,
    contact: Contacts = [],  # noqa: B006 - Typer copies it
    output: FormsFolder = None,
) -> None:
    """Make a return form for each contact: an Excel workbook with only what is due from them.

    Definition, earlier results, target and usual range stand beside each cell to fill in, and a warning
    appears where a figure looks wrong. The same register and date give the same files; a
    form in the folder that somebody has filled in is kept beside the new one. Send them by hand, or with pmf
    remind. Forms of earlier cycles move to the folder archive in it.
    """
    from pmf_cli.pipeline.collect.return_forms import make_forms

    assessment = run.assess(as_it_stands=True, for_people=True)
    with run.progress_bar() as progress:
        made = make_forms(
            run.opened, assessment, contacts=contact, output=output, progress=progress
        )
    for line in made.kept:
        remark(f"Kept: {line}")
    run.say(*made.remarks)
    run.print(made.listing, is_news=False)
    run.end(is_due=not made.is_complete)


@command(Group.WRITING, doing="taking in returns")
def read_return_forms(
    files: Returns,
    run: Run,
    accept_questions: AcceptQuestions = False,
    by: By = "",
) -> None:
    """Read forms that came back: what is new, changed, impossible, and which ratings would change.

    Nothing is changed without --write. With it, each return's good figures and answers go into the KPI Data
    Record, all of a return or nothing of it, with a copy of the old file and a line in the ledger. What is
    refused or questioned is named with its cell, together at the end, by person. Taking a return in twice
    changes nothing; what the register has lost since is offered again.

    Exit code 0: all taken in, or ready to be. 1: something is refused, questioned, missing or lost. 2: a file
    cannot be read. 4: somebody has the workbook open, or another run is writing. 5: disk or permission.
    """
    from pmf_cli.pipeline.collect.returns import read_returns, returns_read

    assessment = run.assess(as_it_stands=True, for_people=True)
    done: tuple[str, ...] = ()
    with run.progress_bar() as progress:
        found = read_returns(
            run.opened, assessment, files, accept_questions=accept_questions, progress=progress
        )
        if run.write:
            from pmf_cli.pipeline.collect.accept_return import write_returns

            found, done = write_returns(
                run.opened,
                found,
                assessment.as_of,
                by=by,
                ignore_lock=run.ignore_lock,
                progress=progress,
            )
    run.say(*(f"Note: {line}" for line in found.remarks), *done)
    run.print(returns_read(assessment, found), is_news=not found.is_clean)
    if not run.write and found.has_ready:
        run.say_how_to_write(
            ("Results", "Commentary", "Returns"),
            "Nothing was changed. To take in what is ready, run the same command with --write.",
        )
    if found.has_unreadable:
        raise typer.Exit(ExitCode.CANNOT_READ)
    run.end(is_due=not found.is_clean)


@command()
def show_collecting(run: Run) -> None:
    """Show from whom returns are in, late, missing or refused, and which concerns were raised.

    Exit code 1 while a figure is missing or a return stands refused.
    """
    from pmf_cli.pipeline import lists

    assessment = run.assess()
    listing, is_open = lists.returns_in(run.opened, assessment)
    run.print(listing, is_news=is_open)
    run.end(is_due=is_open)
