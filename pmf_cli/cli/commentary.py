"""``pmf commentary``: who must explain what, and questions about what was written."""

from __future__ import annotations

from typing import Annotated

import typer

from pmf_cli.cli.command import Group, Run, command

Directorates = Annotated[
    list[str] | None,
    typer.Option(
        "--directorate", metavar="NAME", help="Only this directorate; may be given twice."
    ),
]
ContactRef = Annotated[
    str,
    typer.Option(
        "--contact", metavar="REF", help="Only what this contact is asked, for example C-448K."
    ),
]


@command(Group.WRITING, doing="recording who was asked for commentary")
def request_commentary(
    run: Run,
    directorate: Directorates = None,
    contact: ContactRef = "",
    answered: Annotated[
        bool, typer.Option("--all", help="Show what is answered already as well.")
    ] = False,
) -> None:
    """Show who must explain what: Red and Amber results, chosen highlights, results far beyond target.

    Each person's KPIs with the questions and what was said last time; the deputy where the key contact is away.
    Nothing is sent here: messages go out with pmf remind. With --write the day is recorded for chosen highlights
    (Commentary asked on). Exit code 1 while something is not answered.
    """
    from pmf_cli.pipeline.change.planned_changes import previewed_asking

    assessment = run.assess(as_it_stands=True)
    asking = previewed_asking(
        run.opened,
        assessment,
        directorate or (),
        contact,
        with_answered=answered,
        is_recorded=run.write,
    )
    if run.write:
        run.carry_out(asking)
    else:
        run.print(asking.preview)
    run.end(is_due=asking.preview.counts["unanswered"])


@command()
def check_commentary(
    run: Run,
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
) -> None:
    """List questions to the authors of commentary; nothing is changed.

    What is missing, repeated, without action, owner or date, past its recovery date, too long, left over from a
    form, or at odds with the figures. Each with its cell, the words quoted and whom to ask; a hit is a question,
    not a fault. Exit code 1 where there is something to ask.
    """
    from pmf_cli.pipeline import lists

    listing = lists.questions_to_authors(run.assess(), directorate or (), contact, about or ())
    run.print(listing)
    run.end(is_due=listing.items)
