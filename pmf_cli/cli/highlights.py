"""``pmf highlights``: candidates with reasons; ``pmf highlights choose``: what people decided."""

from __future__ import annotations

from typing import Annotated

import typer

from pmf_cli.cli.command import Group, Run, command
from pmf_cli.cli.options import By


@command()
def show_highlights(run: Run) -> None:
    """Show the candidates for highlights with score and reasons, the chosen and the turned down.

    A rule gives a reason and a weight: Red twice, a worsening run, a persistent miss, a notable gain, a part
    that is Red while the whole is Green. The tool only puts forward; people choose: pmf highlights choose.
    """
    from pmf_cli.pipeline import lists

    run.print(lists.highlight_candidates(run.assess()))


@command(Group.WRITING, doing="recording highlights")
def choose_highlights(
    refs: Annotated[
        list[str], typer.Argument(metavar="REF...", help="References of the KPIs decided on.")
    ],
    why: Annotated[
        str, typer.Option("--why", metavar="TEXT", help="The reason, as the record should keep it.")
    ] = "",
    by: By = "",
    kind: Annotated[
        str,
        typer.Option(
            "--kind",
            metavar="KIND",
            help="Adverse, Favourable, Watch or Other. Default: what the tool found.",
        ),
    ] = "",
    turned_down: Annotated[
        bool, typer.Option("--not", help="Turn them down instead: looked at and left out.")
    ] = False,
    *,
    run: Run,
) -> None:
    """Record which KPIs were chosen as highlights, by whom, and why (sheet Highlights).

    Shows what it would record; --write records it. A KPI that was decided on before gets the new decision in its
    row. With --not the KPIs are turned down. Doing it twice changes nothing.
    """
    from pmf_cli.pipeline.change.planned_changes import previewed_choice, settled_choice

    choice = settled_choice(why, kind, is_chosen=not turned_down)
    assessment = run.assess(as_it_stands=True)
    run.carry_out(previewed_choice(run.opened, assessment, refs, choice, by))
