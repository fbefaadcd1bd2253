"""``pmf kpi``: finds KPIs, and shows everything about one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pmf_cli.cli.choosing import (
    BoardNames,
    Directorates,
    FrameworkNames,
    Portfolios,
    Ratings,
    Tiers,
    WordsIn,
)
from pmf_cli.cli.options import (
    AsOf,
    Debug,
    FindingsFormat,
    FormatOption,
    ListFormat,
    OutputFolder,
    PeriodText,
    Quiet,
    RegisterFolder,
)


def list_kpis(
    register: RegisterFolder = None,
    period: PeriodText = "",
    as_of: AsOf = "",
    directorate: Directorates = None,
    board: BoardNames = None,
    portfolio: Portfolios = None,
    framework: FrameworkNames = None,
    tier: Tiers = None,
    rating: Ratings = None,
    text: WordsIn = "",
    form: FormatOption = ListFormat.TABLE,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Find KPIs by directorate, board, portfolio, framework, tier, rating or words."""
    from pmf_cli.cli.choosing import selection
    from pmf_cli.cli.opening import opened_and_assessed
    from pmf_cli.cli.printing import print_listing
    from pmf_cli.views.lists.kpis import kpi_listing

    wanted = selection(directorate, board, portfolio, framework, tier, rating, text)
    opened, assessment = opened_and_assessed(register, period=period, as_of=as_of, quiet=quiet)
    print_listing(kpi_listing(assessment, wanted), form, opened)


def results(
    register: RegisterFolder = None,
    period: PeriodText = "",
    as_of: AsOf = "",
    directorate: Directorates = None,
    board: BoardNames = None,
    portfolio: Portfolios = None,
    framework: FrameworkNames = None,
    tier: Tiers = None,
    rating: Ratings = None,
    text: WordsIn = "",
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
    output: OutputFolder = Path("reports"),
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Show results side by side: a row per KPI, a column per period, as in a scorecard.

    One table for each kind of period: months, quarters, years. With --format xlsx a workbook is written, its
    figures as numbers.
    """
    from pmf_cli.cli.choosing import selection
    from pmf_cli.cli.opening import opened_and_assessed
    from pmf_cli.cli.printing import print_listing
    from pmf_cli.pipeline import paper_files, write_files
    from pmf_cli.views.lists.kpi_results import results_listing, results_report

    wanted = selection(directorate, board, portfolio, framework, tier, rating, text)
    opened, assessment = opened_and_assessed(register, period=period, as_of=as_of, quiet=quiet)
    if form is FindingsFormat.XLSX:
        report = results_report(assessment, wanted, most=periods, with_splits=splits)
        for line in write_files(output, paper_files(opened, report, ["xlsx"])):
            typer.echo(line)
        return
    listing = results_listing(assessment, wanted, most=periods, with_splits=splits)
    print_listing(listing, form, opened)


def show(
    ref: Annotated[
        str, typer.Argument(metavar="REF", help="The KPI's reference, for example WM-01.")
    ],
    register: RegisterFolder = None,
    period: PeriodText = "",
    as_of: AsOf = "",
    form: FormatOption = ListFormat.TABLE,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Show everything about one KPI on one page.

    Definition, owner, targets through time, results with ratings, commentary, benchmarks, splits, changes of
    scope and findings.
    """
    from pmf_cli.cli.opening import opened_and_assessed
    from pmf_cli.cli.printing import print_listing
    from pmf_cli.views.lists.kpi_page import kpi_page

    opened, assessment = opened_and_assessed(
        register, period=period, as_of=as_of, quiet=quiet, with_checks=True
    )
    print_listing(kpi_page(assessment, ref), form, opened)
