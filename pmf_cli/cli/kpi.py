"""``pmf kpi``: finds KPIs, and shows everything about one."""

from __future__ import annotations

from typing import Annotated

import typer

from pmf_cli.cli.command import Group, Run, command
from pmf_cli.cli.options import FindingsFormat, KpiRef, ListOrPaperFormat


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
        typer.Option(
            "--format",
            help="A table, a page (html), JSON, CSV, or a workbook with a sheet per kind.",
        ),
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


@command(Group.FILES)
def show_kpi(
    ref: KpiRef,
    run: Run,
    evidence: Annotated[
        bool,
        typer.Option(
            "--evidence",
            help="Write a file with everything that an auditor asks: Word, or what --format names.",
        ),
    ] = False,
    form: Annotated[
        ListOrPaperFormat,
        typer.Option(
            "--format",
            help="A table, a page (html), JSON or CSV; with --evidence a file in Word or Excel, or a page.",
        ),
    ] = ListOrPaperFormat.TABLE,
) -> None:
    """Show everything about one KPI on one page, or write it as evidence for an auditor.

    Definition, owner, targets through time, results with ratings, commentary, benchmarks, splits, changes of
    scope and findings. With --evidence also how its rating came about, from whom and in which return each figure
    came, what each paper told and whether it stands, who was told of changes, and who approved the words.
    """
    from pmf_cli.pipeline import lists

    assessment = run.assess(with_checks=True)
    if evidence or form.is_paper:
        kind = form if form.is_paper or form is ListOrPaperFormat.HTML else ListOrPaperFormat.DOCX
        run.data(*lists.kpi_evidence(run.opened, assessment, ref, kind, run.output_folder))
        return
    run.print(lists.one_kpi(assessment, ref))
