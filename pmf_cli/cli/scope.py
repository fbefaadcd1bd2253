"""``pmf scope``: records a change to what a KPI is and who was told of it, and lists the changes."""

from __future__ import annotations

from typing import Annotated

import typer

from pmf_cli.cli.command import Group, Run, command
from pmf_cli.cli.options import KpiRef, typed_day


@command(Group.WRITING, doing="recording a change of scope")
def change_scope(
    ref: KpiRef,
    kind: Annotated[
        str,
        typer.Option(
            "--kind",
            metavar="KIND",
            help="New, Ended, Definition, Source, Frequency, Owner, Target, Tolerance, Polarity or Board.",
        ),
    ],
    from_period: Annotated[
        str,
        typer.Option(
            "--from", metavar="PERIOD", help='First period under the new scope: "2024/25 Q4".'
        ),
    ],
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why.")],
    to: Annotated[
        str,
        typer.Option(
            "--to",
            metavar="VALUE",
            help='The new value: a target ("41.5", "28 to 40", "Tracker"), a tolerance ("3 points"), a '
            "frequency, a polarity, a board, a contact reference, a definition.",
        ),
    ] = "",
    after: Annotated[
        str,
        typer.Option(
            "--after",
            metavar="TEXT",
            help="How it is now, in words for members. Default: the value.",
        ),
    ] = "",
    before: Annotated[
        str,
        typer.Option(
            "--before", metavar="TEXT", help="How it was. Default: what the register says today."
        ),
    ] = "",
    column: Annotated[
        str,
        typer.Option(
            "--column",
            metavar="HEADING",
            help='Another column of KPIs than the usual one: "Calculation", "Key contact".',
        ),
    ] = "",
    profile: Annotated[
        str,
        typer.Option(
            "--profile",
            metavar="FIGURES",
            help='Targets of an own profile, four quarters or twelve months: "44; 43; 39; 36".',
        ),
    ] = "",
    breaks: Annotated[
        bool | None,
        typer.Option(
            "--break/--no-break",
            help="Whether figures before and after cannot be compared; asked for with a change of "
            "definition, source or frequency.",
        ),
    ] = None,
    back_series: Annotated[
        str,
        typer.Option(
            "--back-series",
            metavar="WORD",
            help="Whether past figures were worked out anew: Yes, No or Partly.",
        ),
    ] = "",
    replaced_by: Annotated[
        str, typer.Option("--replaced-by", metavar="REF", help="The KPI that takes its place.")
    ] = "",
    proposed_by: Annotated[
        str, typer.Option("--proposed-by", metavar="TEXT", help="Post or body that proposed it.")
    ] = "",
    agreed_by: Annotated[
        str, typer.Option("--agreed-by", metavar="TEXT", help="Meeting or post that agreed it.")
    ] = "",
    decided_on: Annotated[
        str,
        typer.Option(
            "--on", metavar="DATE", help="When it was decided. Default: the date worked on."
        ),
    ] = "",
    minute: Annotated[
        str, typer.Option("--minute", metavar="TEXT", help="Where it is minuted.")
    ] = "",
    *,
    run: Run,
) -> None:
    """Record a change to what a KPI is: old and new, reason, break in the series, who must be told.

    Shows every cell that would change, the bodies that must be told with their next meeting, what becomes of
    the series, which ratings would change and which findings it would cause; --write writes it. A target is not
    overwritten: its row ends with the period before and a new row begins. Doing it twice changes nothing.
    """
    from pmf_cli.pipeline.change.planned_changes import (
        TypedScopeChange,
        kind_typed,
        previewed_scope_change,
    )

    what = kind_typed(kind)
    typed = TypedScopeChange(
        ref, from_period, reason, to, after, before, column, profile,
        breaks, back_series, replaced_by, proposed_by, agreed_by, minute,
    )  # fmt: skip
    assessment = run.assess(as_it_stands=True)
    on = typed_day(decided_on, "--on") if decided_on else None
    run.carry_out(previewed_scope_change(run.opened, assessment, what, typed, on))


@command(Group.WRITING, doing="recording who was told of a change of scope", without=("period",))
def record_telling(
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
    *,
    run: Run,
) -> None:
    """Record that a body was told of a change of scope (Reported to ... on, in Scope changes).

    Any change is reported to the directorate management team, CLT and the scrutiny board. Shows the cell; --write
    writes it. A date on record stands: another takes its place only with --correct.
    """
    from pmf_cli.pipeline.change.planned_changes import previewed_telling

    when = typed_day(on, "--on")
    assessment = run.assess(as_it_stands=True)
    telling = previewed_telling(
        run.opened, assessment, reference, body, when, minute, corrects=correct
    )
    run.carry_out(telling)


@command()
def list_scope_changes(
    run: Run,
    kpi: Annotated[str, typer.Option("--kpi", metavar="REF", help="Only this KPI's changes.")] = "",
    only_open: Annotated[
        bool, typer.Option("--open", help="Only changes of which somebody must still be told.")
    ] = False,
) -> None:
    """List the changes of scope: who was told, who must still be told, and when that body next meets.

    Exit code 1 while a body must still be told.
    """
    from pmf_cli.pipeline import lists

    listing = lists.changes_of_scope(run.assess(), only_open=only_open, kpi_ref=kpi)
    run.print(listing)
    run.end(is_due=listing.counts["still_to_tell"])
