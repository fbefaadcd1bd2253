"""``pmf targets``: what is known beside each target, for directorates that choose the next ones, and what they chose."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pmf_cli.cli.command import Group, Run, command
from pmf_cli.cli.options import ListOrPaperFormat


@command(Group.CHOOSING, Group.FILES)
def review_targets(
    run: Run,
    form: Annotated[
        ListOrPaperFormat,
        typer.Option(
            "--format",
            help="A table, a page (html), JSON, CSV, a paper in Word, or a workbook in Excel to choose the next targets in.",
        ),
    ] = ListOrPaperFormat.TABLE,
) -> None:
    """Show what the register knows beside each target: facts to choose the next ones by, never a verdict.

    How often it was met, the best figure so far, between which limits the figures move while nothing changes, other
    places, when it was last reviewed. For KPIs without an agreed figure: targets that their figures suggest, each
    tried on every figure held. With --format xlsx a workbook for a directorate to fill in, which pmf targets read
    takes back.
    """
    from pmf_cli.pipeline import targets

    assessment = run.assess()
    facts = targets.facts_chosen(assessment, run.selection)
    if form.is_paper:
        run.data(*targets.review_file(run.opened, assessment, facts, form, run.output_folder))
        return
    run.print(targets.targets_reviewed(assessment, facts))


@command(Group.WRITING, doing="taking in the targets that were chosen")
def read_targets(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="The workbook that a directorate filled in.")
    ],
    run: Run,
) -> None:
    """Take in the targets that a directorate chose: each as a change of scope, with its reason.

    Shows every cell that would change; --write writes it. The old target ends with the period before, the new one
    begins. A row that cannot be taken in is named at its cell, and then nothing is. Doing it twice changes nothing.
    """
    from pmf_cli.pipeline import targets

    assessment = run.assess(as_it_stands=True)
    run.carry_out(targets.previewed_targets(run.opened, assessment, file))
