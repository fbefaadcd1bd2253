"""``pmf commentary``: who must explain what, and questions about what was written."""

from __future__ import annotations

from typing import Annotated

import typer

from pmf_cli.cli.choosing import Directorates
from pmf_cli.cli.options import (
    AsOf,
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
from pmf_cli.errors import ExitCode

ContactRef = Annotated[
    str,
    typer.Option(
        "--contact", metavar="REF", help="Only what this contact is asked, for example C-448K."
    ),
]


@in_turn("recording who was asked for commentary")
def request(
    register: RegisterFolder = None,
    period: PeriodText = "",
    as_of: AsOf = "",
    directorate: Directorates = None,
    contact: ContactRef = "",
    answered: Annotated[
        bool, typer.Option("--all", help="Show what is answered already as well.")
    ] = False,
    write: WriteOption = False,
    ignore_lock: IgnoreLock = False,
    form: FormatOption = ListFormat.TABLE,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Show who must explain what: Red and Amber results, chosen highlights, results far beyond target.

    Each person's KPIs with the questions and what was said last time; the deputy where the key contact is away.
    Nothing is sent here: messages go out with pmf remind. With --write the day is recorded for chosen highlights
    (Commentary asked on). Exit code 1 while something is not answered.
    """
    from pmf_cli.analysis.highlights.choices import planned_asking
    from pmf_cli.cli.opening import opened_and_assessed
    from pmf_cli.cli.printing import print_listing
    from pmf_cli.cli.writing import carry_out
    from pmf_cli.views.lists.commentary_request import RequestWanted, request_listing, wanted_asks

    opened, assessment = opened_and_assessed(
        register, period=period, as_of=as_of, quiet=quiet, as_it_stands=True
    )
    wanted = RequestWanted(tuple(directorate or ()), contact, answered)
    listing = request_listing(assessment, wanted)
    if write:
        planned = planned_asking(assessment, wanted_asks(assessment, wanted), assessment.as_of)
        carry_out(
            opened,
            planned,
            listing,
            action="commentary asked for",
            key=str(assessment.period),
            details={},
            on=assessment.as_of,
            write=True,
            ignore_lock=ignore_lock,
            form=form,
            quiet=quiet,
        )
    else:
        print_listing(listing, form, opened)
    raise typer.Exit(ExitCode.FINDINGS if listing.counts["unanswered"] else ExitCode.DONE)


def check(
    register: RegisterFolder = None,
    period: PeriodText = "",
    as_of: AsOf = "",
    directorate: Directorates = None,
    contact: ContactRef = "",
    about: Annotated[
        list[str] | None,
        typer.Option(
            "--about",
            metavar="NAME",
            help='Only this question, for example "repeated"; may be given twice.',
        ),
    ] = None,
    form: FormatOption = ListFormat.TABLE,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """List questions to the authors of commentary; nothing is changed.

    What is missing, repeated, without action, owner or date, past its recovery date, too long, left over from a
    form, or at odds with the figures. Each with its cell, the words quoted and whom to ask; a hit is a question,
    not a fault. Exit code 1 where there is something to ask.
    """
    from pmf_cli.cli.opening import opened_and_assessed
    from pmf_cli.cli.printing import print_listing
    from pmf_cli.views.lists.commentary_check import check_listing

    opened, assessment = opened_and_assessed(register, period=period, as_of=as_of, quiet=quiet)
    listing = check_listing(assessment, tuple(directorate or ()), contact, tuple(about or ()))
    print_listing(listing, form, opened)
    raise typer.Exit(ExitCode.FINDINGS if listing.items else ExitCode.DONE)
