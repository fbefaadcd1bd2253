"""``pmf files``: which workbooks, sheets and columns make the register, and the list that guards them."""

from __future__ import annotations

from typing import Annotated

import typer

from pmf_cli.cli.command import Group, Run, command


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

    opened, assessment = run.assess()
    run.print(lists.register_files(assessment), opened)
    if write:
        from pmf_cli.pipeline.change.guard_list import list_held

        for line in list_held(opened):
            typer.echo(line, err=run.is_data)
