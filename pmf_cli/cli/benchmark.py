"""``pmf benchmark``: figures of other places, from the files in which they are published."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pmf_cli.cli.command import Group, Run, command
from pmf_cli.cli.options import typed_day


@command(Group.WRITING, doing="taking in published figures")
def import_benchmarks(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", help="The file as published: a row a measure, place and period."
        ),
    ],
    run: Run,
    kpi: Annotated[
        str,
        typer.Option(
            metavar="REF", help="The KPI. Default: every one whose measure was said before."
        ),
    ] = "",
    measure: Annotated[
        str,
        typer.Option(metavar="NAME", help="Its measure in the file, or words that only that has."),
    ] = "",
    group: Annotated[
        str,
        typer.Option(
            metavar="GROUP", help='What the places are: "Core Cities". Default: England alone.'
        ),
    ] = "",
    members: Annotated[
        str,
        typer.Option(
            metavar="PLACES",
            help='Who is in the group: "Sheffield; Bristol", a CSV file with a column of them, or all for the middle '
            "of every council. Default: those that the register has of the group.",
        ),
    ] = "",
    council: Annotated[
        str,
        typer.Option(metavar="NAME", help="Our own name in the file. Default: that of pmf.toml."),
    ] = "",
    where: Annotated[
        list[str] | None,
        typer.Option(
            "--where",
            metavar="COLUMN=VALUE",
            help="Which figure, where the file splits them: Sex=Persons.",
        ),
    ] = None,
    source: Annotated[
        str, typer.Option(metavar="TEXT", help="Where it was published. Default: the file's name.")
    ] = "",
    web: Annotated[str, typer.Option(metavar="ADDRESS", help="The page it was taken from.")] = "",
    retrieved: Annotated[
        str, typer.Option(metavar="DATE", help="When it was taken. Default: the day of the run.")
    ] = "",
    comparable: Annotated[
        str,
        typer.Option(
            metavar="TEXT",
            help='"Yes", "With care: why", "No: why". Default: by the file\'s own figures for us.',
        ),
    ] = "",
    periods: Annotated[
        int, typer.Option(min=1, metavar="NUMBER", help="Periods at most, the newest.")
    ] = 5,
    times: Annotated[
        str,
        typer.Option(
            metavar="NUMBER", help="What figures are multiplied by: 100 for shares of one."
        ),
    ] = "",
    years: Annotated[
        str,
        typer.Option(
            metavar="ending|beginning",
            help="2016 is the KPI's year that ends, or begins, in 2016. Default: the calendar year.",
        ),
    ] = "",
) -> None:
    """Take figures of other places into the sheet Benchmarks from a published file.

    LAIT, Fingertips, LG Inform, the LGBF and the ONS publish a row a measure, place and period; the columns are known by
    their headings. Shows what would be new or revised; --write writes it. Which measure is whose is remembered by the
    register's own sources, so that next year's file needs no option. Doing it twice changes nothing.
    """
    from pmf_cli.pipeline.benchmarks import TypedBenchmarks, previewed_benchmarks

    typed = TypedBenchmarks(
        kpi=kpi, measure=measure, group=group, members=members, council=council, where=tuple(where or ()),
        source=source, web=web, retrieved=typed_day(retrieved, "--retrieved") if retrieved else None,
        comparable=comparable, periods=periods, times=times, years=years,
    )  # fmt: skip
    assessment = run.assess(as_it_stands=True)
    run.carry_out(previewed_benchmarks(run.opened, assessment, file, typed))
