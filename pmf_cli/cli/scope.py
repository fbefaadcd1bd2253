"""``pmf scope change``: records a change to what a KPI is."""

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


@in_turn("recording a change of scope")
def change(
    ref: Annotated[
        str, typer.Argument(metavar="REF", help="The KPI's reference, for example WM-01.")
    ],
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
    register: RegisterFolder = None,
    period: PeriodText = "",
    as_of: AsOf = "",
    write: WriteOption = False,
    ignore_lock: IgnoreLock = False,
    form: FormatOption = ListFormat.TABLE,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Record a change to what a KPI is: old and new, reason, break in the series, who must be told.

    Shows every cell that would change, the bodies that must be told with their next meeting, what becomes of
    the series, which ratings would change and which findings it would cause; --write writes it. A target is not
    overwritten: its row ends with the period before and a new row begins. Doing it twice changes nothing.
    """
    from pmf_cli.analysis.scope.plan import scope_plan
    from pmf_cli.analysis.scope.request import ScopeRequest, field_named, period_typed
    from pmf_cli.cli.choosing import word_chosen
    from pmf_cli.cli.faults import remark
    from pmf_cli.cli.opening import opened_and_assessed
    from pmf_cli.cli.options import day
    from pmf_cli.cli.writing import carry_out
    from pmf_cli.errors import UsageError
    from pmf_cli.register.terms import BackSeries, ScopeChangeKind
    from pmf_cli.views.lists.scope_preview import scope_preview, settled_value
    from pmf_cli.views.references import kpi_named

    what = word_chosen("--kind", kind, ScopeChangeKind)
    if what is None:
        raise UsageError("--kind is empty.", "pmf scope change --help names the kinds.")
    opened, assessment = opened_and_assessed(
        register, period=period, as_of=as_of, quiet=quiet, as_it_stands=True
    )
    held, start = assessment.register, opened.settings.financial_year_start
    kpi = kpi_named(held, ref)
    field = field_named(what, column)
    request = ScopeRequest(
        kind=what,
        from_period=period_typed(from_period, kpi, start),
        reason=" ".join(reason.split()),
        changed_on=day(decided_on, "--on") if decided_on else assessment.as_of,
        after=" ".join(after.split()),
        to=settled_value(held, what, field, to),
        before=" ".join(before.split()),
        field=field,
        profile=profile,
        breaks=breaks,
        back_series=word_chosen("--back-series", back_series, BackSeries),
        replaced_by=kpi_named(held, replaced_by).ref if replaced_by else "",
        proposed_by=proposed_by.strip(),
        agreed_by=agreed_by.strip(),
        minute=minute.strip(),
    )
    plan = scope_plan(held, kpi, request, start)
    if not agreed_by and not quiet and plan.on_record is None:
        remark("Note: --agreed-by is missing, so the record does not say who agreed it.")
    carry_out(
        opened,
        plan.planned,
        scope_preview(assessment, kpi, plan),
        action="scope changed",
        key=plan.change.change_ref,
        details={
            "kpi": kpi.ref,
            "kind": str(what),
            "from_period": str(request.from_period),
            "before": plan.change.before,
            "after": plan.change.after,
            "reason": request.reason,
        },
        on=assessment.as_of,
        write=write,
        ignore_lock=ignore_lock,
        form=form,
        quiet=quiet,
    )
