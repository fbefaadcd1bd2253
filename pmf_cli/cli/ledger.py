"""``pmf ledger``: is the record as pmf wrote it, and the record to hand on; ``pmf diff``: what differs from it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pmf_cli.cli.command import Run, command
from pmf_cli.cli.options import ListFormat
from pmf_cli.errors import UsageError


@command(without=("period",))
def verify_ledger(run: Run) -> None:
    """Check that the ledger is as pmf wrote it, and that it is this register's own and newest.

    Each fault names the row. Exit code 1 where something was altered, cut off or left out, or where the receipts
    of issued papers and the register's own returns tell of rows that it lacks: then it is another or an older
    ledger. What this proves and what it cannot is said in docs/ledger.md.
    """
    from pmf_cli.pipeline.read.ledgers import ledger_place, verified_listing

    listing = verified_listing(ledger_place(run.register), run.date_alone)
    run.print(listing, is_news=bool(listing.items))
    run.end(is_due=listing.items)


@command(without=("period",))
def export_ledger(
    run: Run,
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
    form: Annotated[
        ListFormat,
        typer.Option(
            "--format", help="A table to read, a page (html), or JSON or CSV for other programs."
        ),
    ] = ListFormat.JSON,
) -> None:
    """Give out every row of the ledger, with figures exact: JSON, CSV, a page or a table to read.

    In JSON the row's body is an object; in CSV it is that object's text. Nothing is given out of a ledger
    that was altered: pmf ledger verify says what is wrong with it.
    """
    from pmf_cli.pipeline.read.ledgers import exported, ledger_place

    listing = exported(ledger_place(run.register), kind or (), run.date_alone)
    if output is None:
        run.print(listing)
        return
    if not run.is_one_file:
        raise UsageError("A file holds JSON, CSV or a page.", "Add --format json, csv or html.")
    from pmf_cli.pipeline.lists import write_listing

    run.data(*write_listing(listing, output, form))
    run.say(f"{listing.counts['rows']:,} rows.")


@command(without=("period",))
def show_reported(
    issue: Annotated[
        str,
        typer.Argument(
            metavar="[ISSUE]", help="One issue, for example CLT-2024-25-Q3-1. Default: all."
        ),
    ] = "",
    *,
    run: Run,
    body: Annotated[
        str,
        typer.Option(
            metavar="BODY", help="What this body was told, by its name on record or how it begins."
        ),
    ] = "",
) -> None:
    """Show what bodies were told: the papers on record, or every figure of one, or to one body, as reported.

    As JSON and CSV: one row a figure with value, rating, target, comparator, rule set, definition version
    and the fingerprints of the workbooks.
    """
    from pmf_cli.pipeline.read.ledgers import (
        ledger_place,
        papers_listing,
        papers_overview,
        papers_reported,
    )

    place, on = ledger_place(run.register), run.date_alone
    papers = papers_reported(place, issue, on, body=body, for_people=not run.is_data)
    if run.is_one_file or issue or body:
        run.print(papers_listing(papers, place.name, on))
    else:
        run.print_sections(papers_overview(papers, place.name))


@command(without=("period",))
def diff(
    issue: Annotated[
        str,
        typer.Argument(
            metavar="[ISSUE]",
            help="The issue, for example CLT-2024-25-Q3-1. Default: the newest. pmf ledger reported lists them.",
        ),
    ] = "",
    *,
    run: Run,
    body: Annotated[
        str,
        typer.Option(
            metavar="BODY", help="The newest issue to this body, as the sheet Boards names it."
        ),
    ] = "",
) -> None:
    """Show what changed in the register since a paper was issued, for the paper's own period.

    Figures corrected or withdrawn and why, figures that came in, ratings that differ now under the rules of
    that period, targets, tolerances, definitions, KPIs added or removed, scope changes. Exit code 1 where
    something a body was told is different, 0 where nothing is.
    """
    from pmf_cli.pipeline.read.issued_papers import differences_since

    on = run.open()
    listing = differences_since(
        run.opened, issue, body, on, "Or give --body BODY alone, for the newest to it."
    )
    run.print(listing, is_news=bool(listing.items))
    run.end(is_due=listing.items)
