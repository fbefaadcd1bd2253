"""``pmf targets``: what is known beside each target, for directorates that choose the next ones."""

from __future__ import annotations

from typing import Annotated

import typer

from pmf_cli.cli.command import Group, Run, command
from pmf_cli.cli.options import ListOrPaperFormat


@command(Group.CHOOSING, Group.FILES)
def review_targets(
    run: Run,
    form: Annotated[
        ListOrPaperFormat,
        typer.Option("--format", help="A table, JSON, CSV, or a paper in Word or Excel."),
    ] = ListOrPaperFormat.TABLE,
) -> None:
    """Show what the register knows beside each target: facts to choose the next ones by, never a verdict.

    How often it was met, the best figure so far, between which limits the figures move while nothing changes, other
    places, when it was last reviewed. For KPIs without an agreed figure: targets that their figures suggest, each
    tried on every figure held.
    """
    from pmf_cli.pipeline import targets

    listing = targets.targets_reviewed(run.assess(), run.selection)
    if form.is_paper:
        run.data(*targets.review_paper(run.opened, listing, form, run.output_folder))
        return
    run.print(listing)
