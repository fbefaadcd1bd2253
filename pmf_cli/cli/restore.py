"""``pmf restore``: the ways back from a write."""

from __future__ import annotations

from typing import Annotated

import typer

from pmf_cli.cli.command import Group, Run, command
from pmf_cli.cli.options import By


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
    from pmf_cli.pipeline.change import restoring as backups

    on = run.date_alone
    if not backup:
        run.print(backups.backups_shown(run.register, on))
        return
    planned = backups.restoring(run.register, backup)
    run.print(backups.restoring_shown(planned, on))
    if not run.write:
        run.say(*(f"Note: {one}" for one in backups.refused_by_restoring(planned)))
        run.say("Nothing was written. To put it back, run the same command with --write.")
        return
    done = backups.put_back(
        planned, on, why=why.strip(), by=by.strip(), ignore_lock=run.ignore_lock
    )
    run.say(*(done or ("Nothing was changed: the workbooks are so already.",)))
