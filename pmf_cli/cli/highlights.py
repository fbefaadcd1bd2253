"""``pmf highlights``: candidates with reasons; ``pmf highlights choose``: what people decided."""

from __future__ import annotations

from typing import Annotated

import typer

from pmf_cli.cli.options import (
    AsOf,
    By,
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


def highlights(
    context: typer.Context,
    register: RegisterFolder = None,
    period: PeriodText = "",
    as_of: AsOf = "",
    form: FormatOption = ListFormat.TABLE,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Show the candidates for highlights with score and reasons, the chosen and the turned down.

    A rule gives a reason and a weight: Red twice, a worsening run, a persistent miss, a notable gain, a part
    that is Red while the whole is Green. The tool only puts forward; people choose: pmf highlights choose.
    """
    if context.invoked_subcommand is not None:
        return
    from pmf_cli.cli.opening import opened_and_assessed
    from pmf_cli.cli.printing import print_listing
    from pmf_cli.views.lists.highlights import highlight_listing

    opened, assessment = opened_and_assessed(register, period=period, as_of=as_of, quiet=quiet)
    print_listing(highlight_listing(assessment), form, opened)


@in_turn("recording highlights")
def choose(
    refs: Annotated[
        list[str], typer.Argument(metavar="REF...", help="References of the KPIs decided on.")
    ],
    why: Annotated[
        str, typer.Option("--why", metavar="TEXT", help="The reason, as the record should keep it.")
    ] = "",
    by: By = "",
    kind: Annotated[
        str,
        typer.Option(
            "--kind",
            metavar="KIND",
            help="Adverse, Favourable, Watch or Other. Default: what the tool found.",
        ),
    ] = "",
    turned_down: Annotated[
        bool, typer.Option("--not", help="Turn them down instead: looked at and left out.")
    ] = False,
    register: RegisterFolder = None,
    period: PeriodText = "",
    as_of: AsOf = "",
    write: WriteOption = False,
    ignore_lock: IgnoreLock = False,
    form: FormatOption = ListFormat.TABLE,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Record which KPIs were chosen as highlights, by whom, and why (sheet Highlights).

    Shows what it would record; --write records it. A KPI that was decided on before gets the new decision in its
    row. With --not the KPIs are turned down. Doing it twice changes nothing.
    """
    from pmf_cli.analysis.highlights.choices import HighlightChoice, chosen_after, planned_choices
    from pmf_cli.cli.choosing import word_chosen
    from pmf_cli.cli.faults import remark
    from pmf_cli.cli.opening import opened_and_assessed
    from pmf_cli.cli.writing import carry_out
    from pmf_cli.errors import UsageError
    from pmf_cli.register.terms import HighlightKind
    from pmf_cli.views.lists.planned import planned_listing
    from pmf_cli.views.references import contact_named, kpi_named
    from pmf_cli.words import listed

    if not why.strip():
        raise UsageError(
            "A choice needs its reason: --why is missing.",
            'Write it as the record should keep it: --why "CLT asked for it in November."',
        )
    chosen_kind = word_chosen("--kind", kind, HighlightKind)
    opened, assessment = opened_and_assessed(
        register, period=period, as_of=as_of, quiet=quiet, as_it_stands=True
    )
    who = contact_named(assessment.register, by) if by else ""
    named = (kpi_named(assessment.register, ref) for ref in refs)
    kpis = tuple({kpi.ref: kpi for kpi in named}.values())
    outside = [kpi.ref for kpi in kpis if kpi.ref not in assessment.rating_of]
    if outside:
        raise UsageError(
            f"{listed(outside)} is not in scope for {assessment.period}.",
            "pmf rag lists the KPIs in scope; another period is named with --period.",
        )
    choice = HighlightChoice(not turned_down, " ".join(why.split()), who, chosen_kind)
    planned = planned_choices(assessment, kpis, choice)
    number, most = chosen_after(assessment, planned)
    if number > most and not turned_down:
        remark(f"Note: {number} highlights would be chosen; the leaders want at most {most}.")
    if not who and not quiet:
        remark("Note: --by is missing, so the record does not say who decided.")
    verb = "turned down" if turned_down else "chosen"
    heading = f"Highlights for {assessment.period}: {listed(kpi.ref for kpi in kpis)} {verb}"
    carry_out(
        opened,
        planned,
        planned_listing(assessment, planned, heading),
        action=f"highlights {verb}",
        key=str(assessment.period),
        details={"kpis": [kpi.ref for kpi in kpis], "why": choice.why, "by": who},
        on=assessment.as_of,
        write=write,
        ignore_lock=ignore_lock,
        form=form,
        quiet=quiet,
    )
