"""``pmf analyse``: what the figures say over time."""

from __future__ import annotations

from typing import Annotated

import typer

from pmf_cli.cli.command import Group, Run, command


@command(Group.CHOOSING)
def show_signals(
    run: Run,
    screen: Annotated[
        bool,
        typer.Option(
            "--screen",
            help="Leave moving ranges beyond 3.267 average ones out of the limits, as NHSRplotthedots does.",
        ),
    ] = False,
) -> None:
    """Tell signal from noise: which KPIs move by more than chance, and which cannot meet their target without change.

    XmR limits and the four rules of NHS England's Making Data Count, on the figures since the last break in the series.
    Variation and assurance stand in words beside the rating, with a sentence where they say something else than it does.
    """
    from pmf_cli.pipeline import lists

    run.print(lists.signals(run.assess(), run.selection, is_screened=screen))


@command(Group.CHOOSING)
def show_forecast(run: Run) -> None:
    """Say where each KPI will stand at the year's end, what the rest of the year must bring, and what its service expects.

    By simple rules tried on the KPI's own past, with a range from their own errors; "same as last year" is used unless another
    rule erred by a tenth less. What is needed stands beside the best ever. The rating of now and that of the year's end are
    two columns.
    """
    from pmf_cli.pipeline import lists

    run.print(lists.year_end(run.assess(), run.selection))


@command(Group.CHOOSING)
def show_splits(
    run: Run,
    area: Annotated[
        str,
        typer.Option(
            metavar="NAME", help="One ward, area or other part, across all KPIs that have it."
        ),
    ] = "",
    every: Annotated[bool, typer.Option("--all", help="Every part of every KPI.")] = False,
) -> None:
    """Show how far parts lie behind the whole, or the part they are compared with, and whether that grows.

    The widest gap of each KPI, the widest first; with --area one ward or group across KPIs. Parts that a good whole hides
    are marked; figures of few people are shown and never flagged.
    """
    from pmf_cli.pipeline import lists

    run.print(lists.splits(run.assess(), run.selection, area, with_all=every))


@command(Group.CHOOSING)
def show_benchmarks(run: Run) -> None:
    """Show where KPIs stand among other places: rank, median and quarters of each group, good gaps as well as bad.

    By the sheet Benchmarks, each in the newest period for which both have a figure. pmf benchmark import takes the
    figures from the files in which they are published.
    """
    from pmf_cli.pipeline import lists

    run.print(lists.benchmarks(run.assess(), run.selection))
