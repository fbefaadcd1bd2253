"""``pmf ledger``: is the record as pmf wrote it, and the record to hand on."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pmf_cli.cli.faults import remark
from pmf_cli.cli.options import AsOf, Debug, FormatOption, ListFormat, Quiet, RegisterFolder
from pmf_cli.errors import ExitCode, UsageError


def verify(
    register: RegisterFolder = None,
    as_of: AsOf = "",
    form: FormatOption = ListFormat.TABLE,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Check that the ledger is as pmf wrote it, and that it is this register's own and newest.

    Each fault names the row. Exit code 1 where something was altered, cut off or left out, or where the receipts
    of issued papers and the register's own returns tell of rows that it lacks: then it is another or an older
    ledger. What this proves and what it cannot is said in docs/ledger.md.
    """
    from pmf_cli.cli.opening import date_of_question
    from pmf_cli.cli.printing import print_listing
    from pmf_cli.pipeline.read.ledgers import ledger_place, verified_listing

    listing = verified_listing(ledger_place(register), date_of_question(as_of, register))
    faults = bool(listing.items)
    if faults or not quiet or form is not ListFormat.TABLE:
        print_listing(listing, form)
    raise typer.Exit(ExitCode.FINDINGS if faults else ExitCode.DONE)


def export(
    register: RegisterFolder = None,
    as_of: AsOf = "",
    kind: Annotated[
        list[str] | None,
        typer.Option(
            metavar="KIND",
            help='Only rows of this kind, for example "paper issued" or how it begins; may be given several times.',
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", metavar="FILE", help="Write it to this file instead of the screen."
        ),
    ] = None,
    form: FormatOption = ListFormat.JSON,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Give out every row of the ledger, with figures exact: JSON, CSV or a table to read.

    In JSON the row's body is an object; in CSV it is that object's text. Nothing is given out of a ledger
    that was altered: pmf ledger verify says what is wrong with it.
    """
    from pmf_cli.cli.opening import date_of_question
    from pmf_cli.cli.printing import print_listing
    from pmf_cli.pipeline.read.ledgers import exported, ledger_place

    listing = exported(ledger_place(register), kind or (), date_of_question(as_of, register))
    if output is None:
        print_listing(listing, form)
        return
    if form is ListFormat.TABLE:
        raise UsageError("A file holds JSON or CSV.", "Add --format json or --format csv.")
    from pmf_cli.pipeline import write_files
    from pmf_cli.render.data import csv_text, json_text

    text = json_text(listing) if form is ListFormat.JSON else csv_text(listing)
    for line in write_files(output.parent, {output.name: text.encode()}):
        typer.echo(line)
    if not quiet:
        remark(f"{listing.counts['rows']:,} rows.")


def reported(
    issue: Annotated[
        str,
        typer.Argument(
            metavar="[ISSUE]", help="One issue, for example CLT-2024-25-Q3-1. Default: all."
        ),
    ] = "",
    register: RegisterFolder = None,
    as_of: AsOf = "",
    form: FormatOption = ListFormat.TABLE,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Show what bodies were told: the papers on record, or every figure of one as reported.

    As JSON and CSV: one row a figure with value, rating, target, comparator, rule set, definition version
    and the fingerprints of the workbooks.
    """
    from pmf_cli.cli.opening import date_of_question
    from pmf_cli.cli.printing import print_listing, print_sections
    from pmf_cli.pipeline.read.issued_papers import any_issue_named, history_in, issue_named
    from pmf_cli.pipeline.read.ledgers import ledger_place
    from pmf_cli.register.terms import RATING_WORDS
    from pmf_cli.views.base import Section
    from pmf_cli.views.lists.reported import papers_table, reported_listing

    place = ledger_place(register)
    on = date_of_question(as_of, register)
    history = history_in(
        place.folder, place.rating_words if form is ListFormat.TABLE else RATING_WORDS
    )
    papers = [paper for paper in history.papers if paper.issued_on <= on]
    if issue:
        papers = [any_issue_named(history, issue, on)]
    elif not papers:
        papers = [issue_named(history, issue, on)]
    if form is ListFormat.TABLE and not issue:
        print_sections((Section(f"{place.name}: papers issued", 1, (papers_table(papers),)),))
    else:
        print_listing(reported_listing(papers, place.name, on), form)
