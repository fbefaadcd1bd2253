"""``pmf scope told`` and ``pmf scope list``: who has been told of a change, and who has not."""

from __future__ import annotations

from typing import Annotated

import typer

from pmf_cli.cli.options import (
    AsOf,
    Debug,
    FormatOption,
    IgnoreLock,
    ListFormat,
    PeriodText,
    Quiet,
    RegisterFolder,
    WriteOption,
)
from pmf_cli.cli.turns import in_turn
from pmf_cli.errors import ExitCode


@in_turn("recording who was told of a change of scope")
def told(
    reference: Annotated[
        str,
        typer.Argument(metavar="CHANGE", help="Reference of the change, for example SC-2025-01."),
    ],
    body: Annotated[
        str,
        typer.Option("--body", metavar="BODY", help="DMT, CLT or Scrutiny, or the body's name."),
    ],
    on: Annotated[str, typer.Option("--on", metavar="DATE", help="When the body was told.")],
    minute: Annotated[
        str, typer.Option("--minute", metavar="TEXT", help="Where it is minuted.")
    ] = "",
    correct: Annotated[
        bool,
        typer.Option(
            "--correct",
            help="Put this date in the place of one on record that is wrong; the ledger keeps both.",
        ),
    ] = False,
    register: RegisterFolder = None,
    as_of: AsOf = "",
    write: WriteOption = False,
    ignore_lock: IgnoreLock = False,
    form: FormatOption = ListFormat.TABLE,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Record that a body was told of a change of scope (Reported to ... on, in Scope changes).

    Any change is reported to the directorate management team, CLT and the scrutiny board. Shows the cell; --write
    writes it. A date on record stands: another takes its place only with --correct.
    """
    from pmf_cli.analysis.scope.plan import planned_telling
    from pmf_cli.cli.opening import opened_and_assessed
    from pmf_cli.cli.options import day
    from pmf_cli.cli.writing import carry_out
    from pmf_cli.errors import UsageError
    from pmf_cli.register.scope_telling import told_on
    from pmf_cli.views.lists.planned import planned_listing
    from pmf_cli.views.references import change_named
    from pmf_cli.views.scope_bodies import body_for, kind_named
    from pmf_cli.words import day as day_words

    when = day(on, "--on")
    opened, assessment = opened_and_assessed(register, as_of=as_of, quiet=quiet, as_it_stands=True)
    held = assessment.register
    row = change_named(held, reference)
    kind = kind_named(held, row, body)
    if when > assessment.as_of:
        raise UsageError(
            f"{day_words(when)} is still to come on {day_words(assessment.as_of)}.",
            "Record it once the body has been told.",
        )
    name = body_for(held, kind, held.kpi_by_ref.get(row.kpi_ref or ""), assessment.period)
    before = told_on(row, kind)
    if before not in (None, when) and not correct:
        raise UsageError(
            f"{row.change_ref}: it is on record that {name} was told on {day_words(before)}. Nothing "
            "was changed.",
            f"A body told a second time needs no second date. If {day_words(before)} is wrong, put "
            f"{day_words(when)} in its place with --correct.",
        )
    planned = planned_telling(row, kind, when, minute.strip())
    heading = f"{row.change_ref}: {name} told on {day_words(when)}"
    if before not in (None, when):
        heading += f", not on {day_words(before)}"
    carry_out(
        opened,
        planned,
        planned_listing(assessment, planned, heading),
        action="scope change reported",
        key=row.change_ref,
        details={
            "body": name,
            "kind": str(kind),
            "on": when.isoformat(),
            **({"instead_of": before.isoformat()} if before not in (None, when) else {}),
        },
        on=assessment.as_of,
        write=write,
        ignore_lock=ignore_lock,
        form=form,
        quiet=quiet,
    )


def list_changes(
    register: RegisterFolder = None,
    period: PeriodText = "",
    as_of: AsOf = "",
    kpi: Annotated[str, typer.Option("--kpi", metavar="REF", help="Only this KPI's changes.")] = "",
    only_open: Annotated[
        bool, typer.Option("--open", help="Only changes of which somebody must still be told.")
    ] = False,
    form: FormatOption = ListFormat.TABLE,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """List the changes of scope: who was told, who must still be told, and when that body next meets.

    Exit code 1 while a body must still be told.
    """
    from pmf_cli.cli.opening import opened_and_assessed
    from pmf_cli.cli.printing import print_listing
    from pmf_cli.views.lists.scope import scope_listing

    opened, assessment = opened_and_assessed(register, period=period, as_of=as_of, quiet=quiet)
    listing = scope_listing(assessment, only_open=only_open, kpi_ref=kpi)
    print_listing(listing, form, opened)
    raise typer.Exit(ExitCode.FINDINGS if listing.counts["still_to_tell"] else ExitCode.DONE)
