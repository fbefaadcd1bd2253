"""``pmf init``, ``files``, ``upgrade`` and ``restore``: a register's workbooks made, named, brought up and put back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pmf_cli.cli.command import Group, Run, command
from pmf_cli.cli.options import By
from pmf_cli.errors import UsageError
from pmf_cli.places import ENTRY_WORKBOOK, SUPPORTING_INFORMATION

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


Wide = Annotated[
    bool,
    typer.Option(
        "--wide",
        help="Keep it on one entry sheet: a row a KPI, quarters across, a colour as you type.",
    ),
]


@command(without=("register", "period", "form"))
def init(
    folder: Folder = Path(),
    council: CouncilName = "",
    example: WithExample = False,
    plan: WithPlan = False,
    wide: Wide = False,
    *,
    run: Run,
) -> None:
    """Make a register to start with: workbooks with drop-downs and guidance, and settings.

    Nothing that stands in the folder is overwritten. The first page names the cells of a first rating. With
    --wide the register is one workbook with an entry sheet for the financial year in hand, or that of --as-of.
    With --example, a complete register of a made-up council to rehearse on.
    """
    from pmf_cli.pipeline.change.new_files import write_new_register

    if example and (council or plan or wide):
        raise UsageError(
            "--example comes with its own council, workbooks and delivery plan.",
            "Leave out --council, --plan and --wide, or leave out --example.",
        )
    on = run.date_in(None) if wide else None
    made = write_new_register(
        folder, council.strip(), with_plan=plan, is_example=example, entries_on=on
    )
    run.data(*made)
    workbook = ENTRY_WORKBOOK if wide else SUPPORTING_INFORMATION
    run.say(*_steps_after(folder, example=example, workbook=workbook))


def _steps_after(folder: Path, *, example: bool, workbook: str) -> tuple[str, ...]:
    """What to do next, one line each; ``workbook`` is the one that names the cells of a first rating."""
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
        f"  1. Open {workbook}: its first page names the cells of your first KPI.",
        "     (Or bring in the scorecard you have: pmf start FILE makes a register of its own from it.)",
        "  2. Fill them in, save, and type:",
        *(f"   {line}" for line in go),
        "     pmf rag",
        "  3. What else a register needs, most urgent first: pmf validate. What to do each day: pmf next.",
    )


@command(
    Group.WRITING,
    doing="listing the register's sheets",
    without=("period", "as_of", "ignore_lock"),
)
def files(
    run: Run,
    write: Annotated[
        bool,
        typer.Option(
            "--write",
            help="List in pmf.toml, under [holds] and [guards], what guards the register now.",
        ),
    ] = False,
) -> None:
    """Show which workbooks and sheets make the register, and which columns guard it.

    A sheet or guarding column that pmf.toml lists and that is missing is an error, and so is a rule set, a
    body, a restriction or a KPI's own tolerance that is gone. With --write the list is made anew: for a
    register that has none yet, for a new rule set, or after something was given up on purpose.
    """
    from pmf_cli.pipeline import lists

    run.print(lists.register_files(run.assess()))
    if write:
        from pmf_cli.pipeline.change.guard_list import list_held

        for line in list_held(run.opened):
            typer.echo(line, err=run.is_one_file)


@command(Group.WRITING, doing="bringing the register up to date")
def upgrade(run: Run) -> None:
    """Show which columns and sheets an older register lacks, and add them; and the next quarters of an entry sheet.

    A register goes on working without them. With --write their headings are put to the right of what
    stands there, and new sheets behind the others; an entry sheet gets the quarters up to the end of next
    financial year, with their colours. Every cell stays as it is, but that a step of the checklist
    without a command is given the one that pmf has by now. What must be filled, or was lost, is not added empty:
    pmf validate tells of it.
    """
    from pmf_cli.pipeline.change.upgrading import planned_upgrade, upgraded

    assessment = run.assess(as_it_stands=True)
    planned = planned_upgrade(run.opened, assessment.as_of)
    run.print(planned.listing(assessment))
    if planned.is_empty:
        return
    if run.write:
        on = assessment.as_of
        run.say(*upgraded(run.opened, planned, on, ignore_lock=run.ignore_lock))
        return
    advice = "Nothing was written. To add them, run the same command with --write."
    run.say_how_to_write(planned.sheets, advice)


@command(Group.WRITING, doing="putting a backup back", without=("period",))
def restore(
    backup: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[BACKUP]...",
            help="A backup by its name, or its number where only one workbook has that. Default: list them.",
        ),
    ] = None,
    why: Annotated[
        str, typer.Option("--why", metavar="TEXT", help="The reason, for the record.")
    ] = "",
    by: By = "",
    *,
    run: Run,
) -> None:
    """Show the backups with what each write changed, and put one back.

    With a backup named, shows which changes would be undone; --write puts it back. The present workbook is
    kept as a backup first, so that this can be undone too. Works on workbooks that cannot be read any more.
    """
    from pmf_cli.pipeline.change import restoring

    on = run.date_alone
    if not backup:
        run.print(restoring.backups_shown(run.register, on))
        return
    planned = restoring.restoring(run.register, backup)
    run.print(planned.listing(on))
    if not run.write:
        run.say(*(f"Note: {one}" for one in planned.refused))
        run.say("Nothing was written. To put it back, run the same command with --write.")
        return
    done = restoring.put_back(
        planned, on, why=why.strip(), by=by.strip(), ignore_lock=run.ignore_lock
    )
    run.say(*(done or ("Nothing was changed: the workbooks are so already.",)))
