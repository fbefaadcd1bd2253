"""``pmf import``: the scorecard in use today, taken into a register after every guess is shown."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from pmf_cli.cli.options import AsOf, Debug, Quiet, RegisterFolder
from pmf_cli.cli.turns import in_turn
from pmf_cli.errors import ExitCode

Files = Annotated[
    list[Path],
    typer.Argument(
        metavar="FILE...", help="Scorecards: Excel workbooks or CSV files, oldest first."
    ),
]
MappingFile = Annotated[
    Path | None,
    typer.Option(
        "--mapping", metavar="FILE", help="What you have settled: a file made by --write-mapping."
    ),
]
NewMapping = Annotated[
    Path | None,
    typer.Option(
        "--write-mapping", metavar="FILE", help="Write every guess into this file, to be corrected."
    ),
]
Write = Annotated[
    bool, typer.Option("--write", help="Write into the register. Without it nothing is changed.")
]
AcceptDoubts = Annotated[
    bool, typer.Option("--accept-doubts", help="Take doubtful guesses as they are guessed.")
]
Only = Annotated[
    list[str],
    typer.Option(
        "--only",
        metavar="HEADING=TEXT",
        help="Take only rows with this text in that column. Repeatable.",
    ),
]
Default = Annotated[
    list[str],
    typer.Option(
        "--default", metavar="COLUMN=VALUE", help='A fact for all KPIs: "Financial=No". Repeatable.'
    ),
]
FiguresPeriod = Annotated[
    str,
    typer.Option(
        "--period",
        metavar="PERIOD",
        help='The period of figures for which no heading, row or title gives one: "2024/25 Q3".',
    ),
]
Earlier = Annotated[
    bool,
    typer.Option(
        "--earlier-results", help="Also take in earlier results printed beside the current one."
    ),
]


@in_turn("taking in a scorecard")
def import_scorecard(
    files: Files,
    register: RegisterFolder = None,
    mapping: MappingFile = None,
    write_mapping: NewMapping = None,
    only: Only = [],  # noqa: B006 - Typer copies it
    default: Default = [],  # noqa: B006 - Typer copies it
    period: FiguresPeriod = "",
    as_of: AsOf = "",
    earlier_results: Earlier = False,
    accept_doubts: AcceptDoubts = False,
    write: Write = False,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Take the scorecard that you have today into a register.

    Shows what each heading, period, unit and target was taken for, which cells are not taken in and why,
    and what would be added. Changes nothing without --write, and nothing while a doubt stands: settle
    doubts in a mapping file, or take the guesses with --accept-doubts. Importing a file twice adds nothing
    the second time; what contradicts the register is listed and left as it is.

    Exit code 0: imported, ready to be, or there already. 1: doubts or contradictions, or nothing taken in. 2: a file cannot be read.
    """
    from pmf_cli.cli.opening import watched, working_date
    from pmf_cli.cli.writing import tell_protected
    from pmf_cli.importing.mapping_text import mapping_text
    from pmf_cli.importing.summary import sections_of
    from pmf_cli.pipeline.change.scorecards import prepared, settled_by, written
    from pmf_cli.render.terminal import show

    with watched(quiet=quiet) as progress:
        settled = settled_by(
            mapping, only=only, defaults=default, period=period, earlier_results=earlier_results
        )
        made = prepared(files, settled, register, progress)
    on = working_date(as_of, made.opened)
    if not quiet:
        show(sections_of(made.plan, made.merge))
        sys.stdout.flush()
    if write_mapping is not None:
        from pmf_cli.workbook.write.save import save_bytes

        save_bytes(write_mapping, mapping_text(made.plan, settled).encode())
        typer.echo(f"{write_mapping}: correct it, then give it back with --mapping.")
    doubts = len(made.plan.doubts)
    if doubts and not accept_doubts:
        plural = "doubt stands" if doubts == 1 else "doubts stand"
        typer.echo(
            f"{doubts} {plural}: nothing is imported. Settle them with --write-mapping and --mapping,"
            " or take the guesses with --accept-doubts.",
            err=True,
        )
        raise typer.Exit(ExitCode.FINDINGS)
    if write:
        for line in written(made, on):
            typer.echo(line)
    elif not quiet:
        typer.echo(made.merge.outcome, err=True)
        if not made.merge.is_empty:
            if made.opened is not None:
                tell_protected(made.opened, made.merge.rows)
            typer.echo(
                "Nothing was changed. To write these rows, run the same command with --write.",
                err=True,
            )
    undone = made.merge.is_empty and not made.merge.is_there
    raise typer.Exit(ExitCode.FINDINGS if made.merge.conflicts or undone else ExitCode.DONE)
