"""``pmf init``: an empty register with drop-downs and guidance, or a copy of the example."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pmf_cli.cli.command import Run, command
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


@command(without=("register", "period", "as_of", "form"))
def init(
    folder: Folder = Path(),
    council: CouncilName = "",
    example: WithExample = False,
    plan: WithPlan = False,
    *,
    run: Run,
) -> None:
    """Make a register to start with: workbooks with drop-downs and guidance, and settings.

    Nothing that stands in the folder is overwritten. With --example, a complete register of a made-up
    council to rehearse on.
    """
    from pmf_cli.pipeline.change.new_files import write_new_register

    if example and (council or plan):
        raise UsageError(
            "--example comes with its own council and delivery plan.",
            "Leave out --council and --plan, or leave out --example.",
        )
    run.data(*write_new_register(folder, council.strip(), with_plan=plan, is_example=example))
    run.say(*steps_after(folder, example=example))


def steps_after(folder: Path, *, example: bool) -> tuple[str, ...]:
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
