"""``pmf files``: which workbooks, sheets and columns make the register, and the list that guards them."""

from __future__ import annotations

from typing import Annotated

import typer

from pmf_cli.cli.options import Debug, FormatOption, ListFormat, Quiet, RegisterFolder
from pmf_cli.cli.turns import in_turn


@in_turn("listing the register's sheets")
def files(
    register: RegisterFolder = None,
    write: Annotated[
        bool,
        typer.Option(
            "--write",
            help="List in pmf.toml, under [holds] and [guards], what guards the register now.",
        ),
    ] = False,
    form: FormatOption = ListFormat.TABLE,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Show which workbooks and sheets make the register, and which columns guard it.

    A sheet or guarding column that pmf.toml lists and that is missing is an error, and so is a rule set, a
    body, a restriction or a KPI's own tolerance that is gone. With --write the list is made anew: for a
    register that has none yet, for a new rule set, or after something was given up on purpose.
    """
    from pmf_cli.cli.opening import opened_and_assessed
    from pmf_cli.cli.printing import print_listing
    from pmf_cli.views.lists.files import files_listing

    opened, assessment = opened_and_assessed(register, quiet=quiet)
    print_listing(files_listing(assessment), form, opened)
    if write:
        from pmf_cli.pipeline.change.guard_list import list_held

        for line in list_held(opened):
            typer.echo(line, err=form is not ListFormat.TABLE)
