"""``pmf diff``: what changed in the register since a paper was issued."""

from __future__ import annotations

from typing import Annotated

import typer

from pmf_cli.cli.command import Run, command

OTHERWISE = "Or give --body BODY alone, for the newest to it."


@command(without=("period",))
def diff(
    issue: Annotated[
        str,
        typer.Argument(
            metavar="[ISSUE]",
            help="The issue, for example CLT-2024-25-Q3-1. Default: the newest. pmf ledger reported lists them.",
        ),
    ] = "",
    *,
    run: Run,
    body: Annotated[
        str,
        typer.Option(
            metavar="BODY", help="The newest issue to this body, as the sheet Boards names it."
        ),
    ] = "",
) -> None:
    """Show what changed in the register since a paper was issued, for the paper's own period.

    Figures corrected or withdrawn and why, figures that came in, ratings that differ now under the rules of
    that period, targets, tolerances, definitions, KPIs added or removed, scope changes. Exit code 1 where
    something a body was told is different, 0 where nothing is.
    """
    from pmf_cli.pipeline import assessed
    from pmf_cli.pipeline.read.issued_papers import (
        body_named,
        differences_since,
        history_in,
        issue_named,
    )

    opened, on = run.open()
    history = history_in(opened.folder, opened.register.rating_words)
    named = body_named(opened.register, body) if body else ""
    paper = issue_named(history, issue, on, named, otherwise=OTHERWISE)
    assessment = assessed(opened, period=paper.period, as_of=on)
    listing = differences_since(opened, assessment, paper, history)
    run.print(listing, opened, is_news=bool(listing.items))
    run.end(is_due=listing.items)
