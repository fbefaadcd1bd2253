"""``pmf init``: an empty register with drop-downs and guidance, or a copy of the example."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pmf_cli.cli.options import Debug, Quiet
from pmf_cli.errors import UsageError

Folder = Annotated[
    Path,
    typer.Argument(
        metavar="[FOLDER]",
        help="Where the register is made. Made if missing. Default: this folder.",
    ),
]
CouncilName = Annotated[
    str, typer.Option("--council", metavar="NAME", help="The council's name, printed in titles.")
]
WithExample = Annotated[
    bool,
    typer.Option(
        "--example", help="Copy the example: a made-up council with three years of results."
    ),
]
WithPlan = Annotated[
    bool,
    typer.Option("--plan", help="Make the Delivery Plan workbook too: priorities, actions, risks."),
]


def init(
    folder: Folder = Path(),
    council: CouncilName = "",
    example: WithExample = False,
    plan: WithPlan = False,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Make a register to start with: workbooks with drop-downs and guidance, and settings.

    Nothing that stands in the folder is overwritten. With --example, a complete register of a made-up
    council to rehearse on.
    """
    from pmf_cli.pipeline.change.new_files import write_new_files
    from pmf_cli.render.starting.new_register import empty_register, example_register

    if example and (council or plan):
        raise UsageError(
            "--example comes with its own council and delivery plan.",
            "Leave out --council and --plan, or leave out --example.",
        )
    files = example_register() if example else empty_register(council.strip(), with_plan=plan)
    for path in write_new_files(folder, files):
        typer.echo(str(path))
    if not quiet:
        for words in next_steps(folder, example=example):
            typer.echo(words, err=True)


def next_steps(folder: Path, *, example: bool) -> tuple[str, ...]:
    """What to do next, one line each."""
    go = () if folder.resolve() == Path.cwd() else (f'  cd "{folder}"',)
    if example:
        todo = (
            "Next:",
            *go,
            "  pmf next",
            "  pmf status",
            "  pmf validate",
            "  pmf rag",
            "  pmf report clt",
        )
        return (*todo, "README.md there explains the workbooks sheet by sheet.")
    return (
        "Next:",
        "  1. Fill in Contacts, KPIs and Targets in KPI Supporting Information.xlsx; choose a cell to",
        "     see what belongs in it.",
        "  2. Add results in KPI Data Record.xlsx, or bring in the scorecard you have: pmf import FILE",
        "  3. Have the dates of the year worked out from your CLT meetings: pmf timetable make --help",
        "  4. Say who does each step and who can stand in: Reporting Process.xlsx, sheet Checklist.",
        "  5. Then type:",
        *go,
        "  pmf validate",
        "  pmf next",
    )
