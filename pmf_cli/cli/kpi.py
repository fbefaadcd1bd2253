"""``pmf kpi``: finds KPIs, and shows everything about one."""

from __future__ import annotations

from typing import Annotated

import typer

from pmf_cli.cli.command import Group, Run, command
from pmf_cli.cli.options import FindingsFormat, KpiRef


@command(Group.CHOOSING)
def list_kpis(run: Run) -> None:
    """Find KPIs by directorate, board, portfolio, framework, tier, rating or words."""
    from pmf_cli.pipeline import lists

    run.print(lists.kpis(run.assess(), run.selection))


@command(Group.CHOOSING, Group.FILES)
def show_results(
    run: Run,
    periods: Annotated[
        int, typer.Option(min=1, metavar="NUMBER", help="Periods side by side at most, the newest.")
    ] = 8,
    splits: Annotated[
        bool, typer.Option("--splits", help="Show wards and other splits too.")
    ] = False,
    form: Annotated[
        FindingsFormat,
        typer.Option("--format", help="A table, JSON, CSV, or a workbook with a sheet per kind."),
    ] = FindingsFormat.TABLE,
) -> None:
    """Show results side by side: a row per KPI, a column per period, as in a scorecard.

    One table for each kind of period: months, quarters, years. With --format xlsx a workbook is written, its
    figures as numbers.
    """
    from pmf_cli.pipeline import lists

    wanted = run.selection
    assessment = run.assess()
    if form is FindingsFormat.XLSX:
        files = lists.results_workbook(
            run.opened, assessment, wanted, run.output_folder, periods=periods, with_splits=splits
        )
        run.data(*files)
        return
    listing = lists.results_side_by_side(assessment, wanted, periods=periods, with_splits=splits)
    run.print(listing)


@command()
def show_kpi(ref: KpiRef, run: Run) -> None:
    """Show everything about one KPI on one page.

    Definition, owner, targets through time, results with ratings, commentary, benchmarks, splits, changes of
    scope and findings.
    """
    from pmf_cli.pipeline import lists

    run.print(lists.one_kpi(run.assess(with_checks=True), ref))
