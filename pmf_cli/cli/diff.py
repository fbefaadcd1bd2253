"""``pmf diff``: what changed in the register since a paper was issued."""

from __future__ import annotations

from typing import Annotated

import typer

from pmf_cli.cli.options import AsOf, Debug, FormatOption, ListFormat, Quiet, RegisterFolder
from pmf_cli.errors import ExitCode

OTHERWISE = "Or give --body BODY alone, for the newest to it."


def diff(
    issue: Annotated[
        str,
        typer.Argument(
            metavar="[ISSUE]",
            help="The issue, for example CLT-2024-25-Q3-1. Default: the newest. pmf ledger reported lists them.",
        ),
    ] = "",
    register: RegisterFolder = None,
    as_of: AsOf = "",
    body: Annotated[
        str,
        typer.Option(
            metavar="BODY", help="The newest issue to this body, as the sheet Boards names it."
        ),
    ] = "",
    form: FormatOption = ListFormat.TABLE,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Show what changed in the register since a paper was issued, for the paper's own period.

    Figures corrected or withdrawn and why, figures that came in, ratings that differ now under the rules of
    that period, targets, tolerances, definitions, KPIs added or removed, scope changes. Exit code 1 where
    something a body was told is different, 0 where nothing is.
    """
    from pmf_cli.cli.opening import opened_on
    from pmf_cli.cli.printing import print_listing
    from pmf_cli.pipeline import assessed
    from pmf_cli.pipeline.read.issued_papers import (
        body_named,
        differences_since,
        history_in,
        issue_named,
    )

    opened, on = opened_on(register, as_of=as_of, quiet=quiet)
    history = history_in(opened.folder, opened.register.rating_words)
    named = body_named(opened.register, body) if body else ""
    paper = issue_named(history, issue, on, named, otherwise=OTHERWISE)
    assessment = assessed(opened, period=paper.period, as_of=on)
    listing = differences_since(opened, assessment, paper, history)
    if listing.items or not quiet or form is not ListFormat.TABLE:
        print_listing(listing, form, opened)
    raise typer.Exit(ExitCode.FINDINGS if listing.items else ExitCode.DONE)
