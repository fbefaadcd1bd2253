"""``pmf rag``: rates every KPI; the sum behind one rating; which ratings moved, or would with another rule."""

from __future__ import annotations

from typing import Annotated

import typer

from pmf_cli.cli.command import Group, Run, command
from pmf_cli.cli.options import KpiRef, ListOrPaperFormat


@command(Group.CHOOSING)
def rate_kpis(
    run: Run,
    *,
    brief: Annotated[
        bool | None,
        typer.Option(
            "--brief/--full",
            help="A line a KPI, worst first in each directorate; or every KPI with its reason. Default: "
            "brief in a low window, else full.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Rate every KPI for the period: Red, Amber or Green with the reason, or why not.

    Amber is within 5% of the target, 10% for financial KPIs, on the worse side; the register's own rules
    and tolerances win. Direction of travel stands beside the rating and is worked out apart. The sum behind
    one rating: pmf rag explain REF.
    """
    from pmf_cli.pipeline import lists

    is_brief = lists.has_low_window() if brief is None else brief
    run.print(lists.ratings(run.assess(), run.selection, is_brief=is_brief))


@command()
def explain_rating(
    ref: KpiRef,
    run: Run,
    split: Annotated[
        str, typer.Option(metavar="NAME", help="One split of the KPI, for example a ward.")
    ] = "",
) -> None:
    """Show the sum behind one rating, each figure with its workbook, sheet and cell.

    Where Red and Green would begin, the rule set and who approved it, the comparator and the direction of
    travel. For a KPI without a rating: why, and what is needed.
    """
    from pmf_cli.pipeline import lists

    run.print(lists.one_rating(run.assess(), ref, split))


@command(without=("period",))
def compare_ratings(
    first: Annotated[
        str,
        typer.Argument(
            metavar="P1", help='The earlier period, "2024/25 Q2", or an issue, CLT-2024-25-Q2-1.'
        ),
    ],
    second: Annotated[
        str,
        typer.Argument(metavar="[P2]", help="The later period. Default: that of P1, as it is now."),
    ] = "",
    *,
    run: Run,
) -> None:
    """Show which ratings moved between two periods and why, with both reasons and counts that add up.

    The causes are told apart: the figure, the target, the tolerance, the rule set, the comparator, the
    definition, a figure that came in or is missing. Each period is rated by the targets and rule sets that
    hold for it. With an issue in place of P1, what a body was told is compared with the register now.
    """
    from pmf_cli.pipeline.read.issued_papers import compared

    on = run.open()
    run.print(compared(run.opened, first, second, on))


@command(Group.CHOOSING, Group.FILES)
def try_rule(
    run: Run,
    tolerance: Annotated[
        str,
        typer.Option(
            metavar="AMOUNT",
            help='Amber reaches so far, for KPIs that are not financial: "3%", "2 points".',
        ),
    ] = "",
    financial_tolerance: Annotated[
        str, typer.Option(metavar="AMOUNT", help="The same for financial KPIs.")
    ] = "",
    over_own: Annotated[
        bool,
        typer.Option(
            "--over-own", help="Also in place of KPIs' own tolerances and Amber boundaries."
        ),
    ] = False,
    kpi: Annotated[
        list[str] | None,
        typer.Option(
            "--kpi",
            metavar="REF",
            help="Only this KPI, whatever tolerance it has of its own; may be given twice.",
        ),
    ] = None,
    target: Annotated[
        str,
        typer.Option(
            metavar="TARGET", help='Of one --kpi: 90, "28 to 40", Increase, "44; 43; 39; 36".'
        ),
    ] = "",
    rules: Annotated[
        str,
        typer.Option(
            metavar="NAME",
            help="A rule set of the register, or a workbook with a sheet Rating rules.",
        ),
    ] = "",
    only_this_period: Annotated[
        bool,
        typer.Option("--this-period", help="Only the reporting period, not all that are held."),
    ] = False,
    form: Annotated[
        ListOrPaperFormat,
        typer.Option(
            "--format", help="A table, a page (html), JSON, CSV, or a paper in Word or Excel."
        ),
    ] = ListOrPaperFormat.TABLE,
) -> None:
    """Try another tolerance, target or rule set before it is adopted: which ratings would be others.

    For one KPI, a directorate or all, in the reporting period and in every one before it that the register
    holds, each rated as pmf rag does. Nothing is changed. What was agreed is recorded with pmf scope change,
    or in the sheet Rating rules.
    """
    from pmf_cli.pipeline import what_if

    assessment = run.assess()
    typed = what_if.TypedTrial(
        kpis=tuple(kpi or ()), wanted=run.selection, tolerance=tolerance,
        financial_tolerance=financial_tolerance, target=target, rules=rules, over_own=over_own,
        only_this_period=only_this_period,
    )  # fmt: skip
    with run.progress_bar() as progress:
        listing = what_if.ratings_tried(run.opened, assessment, typed, progress)
    if form.is_paper:
        run.data(*what_if.trial_paper(run.opened, listing, form, run.output_folder))
        return
    run.print(listing)


@command(Group.CHOOSING)
def show_fragile(run: Run) -> None:
    """Show the ratings that hang on little: look at these before a colour is argued about.

    On the last digit, on rounding, on reading 5% as percentage points, on a few cases ("12 more of 530 would
    make it Green"), or on a figure that may change.
    """
    from pmf_cli.pipeline import lists

    run.print(lists.fragile(run.assess(), run.selection))
