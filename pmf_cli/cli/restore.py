"""``pmf restore``: the ways back from a write."""

from __future__ import annotations

from typing import Annotated

import typer

from pmf_cli.cli.faults import remark
from pmf_cli.cli.options import (
    AsOf,
    By,
    Debug,
    FormatOption,
    IgnoreLock,
    ListFormat,
    Quiet,
    RegisterFolder,
    WriteOption,
)
from pmf_cli.cli.turns import in_turn


@in_turn("putting a backup back")
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
    register: RegisterFolder = None,
    as_of: AsOf = "",
    write: WriteOption = False,
    ignore_lock: IgnoreLock = False,
    form: FormatOption = ListFormat.TABLE,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Show the backups with what each write changed, and put one back.

    With a backup named, shows which changes would be undone; --write puts it back. The present workbook is
    kept as a backup first, so that this can be undone too. Works on workbooks that cannot be read any more.
    """
    from pmf_cli.cli.opening import date_of_question
    from pmf_cli.cli.printing import print_listing
    from pmf_cli.pipeline.change.consent import protected_files
    from pmf_cli.pipeline.change.restoring import kept_backups, put_back, restoring
    from pmf_cli.views.lists.backups import backups_listing, restore_listing

    on = date_of_question(as_of, register)
    if not backup:
        name, copies = kept_backups(register)
        print_listing(backups_listing(copies, name, on), form)
        return
    planned = restoring(register, backup)
    effect = (planned.undone, planned.redone, planned.halves)
    print_listing(restore_listing(planned.copies, *effect, planned.name, on), form)
    if not write:
        if not quiet:
            whole = {copy.workbook: () for copy in planned.copies}
            for told in protected_files(planned.folder, whole, planned.settings.limits):
                remark(f"Note: {told}")
            remark("Nothing was written. To put it back, run the same command with --write.")
        return
    done = put_back(planned, on, why=why.strip(), by=by.strip(), ignore_lock=ignore_lock)
    if not quiet:
        for line in done or ("Nothing was changed: the workbooks are so already.",):
            remark(line)
