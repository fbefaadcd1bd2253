"""``pmf collect``: return forms out, returns in, and where the collecting stands."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pmf_cli.cli.faults import remark
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
from pmf_cli.cli.turns import always, in_turn
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


@in_turn("making return forms", always)
def make(
    register: RegisterFolder = None,
    period: PeriodText = "",
    as_of: AsOf = "",
    contact: Contacts = [],  # noqa: B006 - Typer copies it
    output: FormsFolder = None,
    form: FormatOption = ListFormat.TABLE,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Make a return form for each contact: an Excel workbook with only what is due from them.

    Definition, earlier results, target and usual range stand beside each cell to fill in, and a warning
    appears where a figure looks wrong. The same register and date give the same files; a
    form in the folder that somebody has filled in is kept beside the new one. Send them by hand, or with pmf
    remind. Forms of earlier cycles move to the folder archive in it.
    """
    from pmf_cli.cli.opening import opened_and_assessed, watched
    from pmf_cli.cli.printing import print_listing
    from pmf_cli.collect.sending import forms_listing
    from pmf_cli.pipeline.collect.return_forms import make_forms

    opened, assessment = opened_and_assessed(
        register, period=period, as_of=as_of, quiet=quiet, as_it_stands=True
    )
    with watched(quiet=quiet) as progress:
        made = make_forms(opened, assessment, contacts=contact, output=output, progress=progress)
    for line in made.kept:
        remark(f"Kept: {line}")
    for line in () if quiet else made.remarks:
        remark(line)
    if not quiet or form is not ListFormat.TABLE:
        pairs = [(one.content, one.name) for one in made.forms]
        listing = forms_listing(assessment, pairs, made.nobody, made.standing, str(made.folder))
        print_listing(listing, form, opened)
    raise typer.Exit(ExitCode.FINDINGS if made.nobody is not None else ExitCode.DONE)


@in_turn("taking in returns")
def read(
    files: Returns,
    register: RegisterFolder = None,
    period: PeriodText = "",
    as_of: AsOf = "",
    accept_questions: AcceptQuestions = False,
    write: WriteOption = False,
    by: By = "",
    ignore_lock: IgnoreLock = False,
    form: FormatOption = ListFormat.TABLE,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Read forms that came back: what is new, changed, impossible, and which ratings would change.

    Nothing is changed without --write. With it, each return's good figures and answers go into the KPI Data
    Record, all of a return or nothing of it, with a copy of the old file and a line in the ledger. What is
    refused or questioned is named with its cell, together at the end, by person. Taking a return in twice
    changes nothing; what the register has lost since is offered again.

    Exit code 0: all taken in, or ready to be. 1: something is refused, questioned, missing or lost. 2: a file
    cannot be read. 4: somebody has the workbook open, or another run is writing. 5: disk or permission.
    """
    from pmf_cli.cli.opening import opened_and_assessed, watched
    from pmf_cli.cli.printing import print_listing
    from pmf_cli.cli.writing import tell_protected
    from pmf_cli.collect.preview import returns_listing
    from pmf_cli.pipeline.collect.returns import read_returns, write_returns

    opened, assessment = opened_and_assessed(
        register, period=period, as_of=as_of, quiet=quiet, as_it_stands=True
    )
    with watched(quiet=quiet) as progress:
        found = read_returns(
            opened, assessment, files, accept_questions=accept_questions, progress=progress
        )
    done: tuple[str, ...] = ()
    if write:
        with watched(quiet=quiet) as progress:
            found, done = write_returns(
                opened, found, assessment.as_of, by=by, ignore_lock=ignore_lock, progress=progress
            )
    clean = all(one.is_clean for one in found.returns)
    if not quiet:
        for line in (*(f"Note: {line}" for line in found.remarks), *done):
            remark(line)
    if not quiet or not clean or form is not ListFormat.TABLE:
        listing = returns_listing(assessment, found.returns, found.passed_over)
        print_listing(listing, form, opened)
    if not (write or quiet) and any(one.accepted and not one.refusals for one in found.returns):
        tell_protected(opened, ("Results", "Commentary", "Returns"))
        remark("Nothing was changed. To take in what is ready, run the same command with --write.")
    if any(one.is_unreadable for one in found.returns):
        raise typer.Exit(ExitCode.CANNOT_READ)
    raise typer.Exit(ExitCode.DONE if clean else ExitCode.FINDINGS)


def status(
    register: RegisterFolder = None,
    period: PeriodText = "",
    as_of: AsOf = "",
    form: FormatOption = ListFormat.TABLE,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Show from whom returns are in, late, missing or refused, and which concerns were raised.

    Exit code 1 while a figure is missing or a return stands refused.
    """
    from pmf_cli.cli.opening import opened_and_assessed
    from pmf_cli.cli.printing import print_listing
    from pmf_cli.pipeline.collect.collecting import collecting
    from pmf_cli.views.lists.collect_status import collect_status_listing

    opened, assessment = opened_and_assessed(register, period=period, as_of=as_of, quiet=quiet)
    found = collecting(opened, assessment)
    is_open = any(one.is_open for one in found)
    if not quiet or is_open or form is not ListFormat.TABLE:
        print_listing(collect_status_listing(assessment, found), form, opened)
    raise typer.Exit(ExitCode.FINDINGS if is_open else ExitCode.DONE)
