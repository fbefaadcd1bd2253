"""``pmf issue``: puts on record what went to which body, and takes back what was recorded wrongly."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pmf_cli import words
from pmf_cli.cli.command import Group, Run, command
from pmf_cli.cli.faults import remark
from pmf_cli.cli.options import By, typed_day
from pmf_cli.errors import PmfError, UsageError
from pmf_cli.views.papers import PAPERS
from pmf_cli.words import listed

if TYPE_CHECKING:
    from pmf_cli.pipeline.change.changing import Change
    from pmf_cli.pipeline.issue.issuing import PlannedIssue

PREVIEW = "Nothing was recorded. To record it, run the same command with --write."


ISSUED = {name: name for name, paper in PAPERS.items() if paper.is_issued}
if TYPE_CHECKING:
    PaperName = str
else:
    PaperName = StrEnum("PaperName", {name: name for name in PAPERS})
USUAL = next(iter(ISSUED))
ABOUT_ONE = listed(name for name in ISSUED if PAPERS[name].about)


@command(Group.WRITING, doing="issuing a paper")
def issue(
    report: Annotated[
        PaperName | None,
        typer.Argument(
            metavar="[REPORT]",
            help=f"The paper: {', '.join(ISSUED)}. Default: the body's own; without --body {USUAL}.",
        ),
    ] = None,
    *,
    run: Run,
    only: Annotated[
        str,
        typer.Option(
            metavar="NAME",
            help=f"What the paper is about, by reference or name, or how it begins; asked for by {ABOUT_ONE}.",
        ),
    ] = "",
    body: Annotated[
        str,
        typer.Option(
            metavar="BODY",
            help="The body as the sheet Boards names it, or how its name begins. Default: CLT, or the only body "
            "whose paper it is.",
        ),
    ] = "",
    meeting: Annotated[
        str,
        typer.Option(
            metavar="DATE", help="The meeting it goes to. Default: the date in the timetable."
        ),
    ] = "",
    files: Annotated[
        list[Path] | None,
        typer.Option(
            "--file",
            metavar="PATH",
            help="A file that goes out; may be given several times. Default: the paper's own in --reports.",
        ),
    ] = None,
    reports: Annotated[
        Path | None,
        typer.Option(
            metavar="FOLDER",
            help="Where the finished paper lies. Default: the register's folder reports.",
        ),
    ] = None,
    override: Annotated[
        list[str] | None,
        typer.Option(
            "--override",
            metavar="NAME",
            help="Issue it in spite of this one thing, by the name that pmf gives it, or the code of an error; "
            "each needs its own --why. May be given several times.",
        ),
    ] = None,
    why: Annotated[
        list[str] | None,
        typer.Option(
            "--why",
            metavar="TEXT",
            help="Why it is issued all the same, or withdrawn; kept in the record.",
        ),
    ] = None,
    withdraw: Annotated[
        str,
        typer.Option(
            "--withdraw",
            metavar="ISSUE",
            help="Take back an issue that was recorded wrongly, by a further row of the record.",
        ),
    ] = "",
    by: By = "",
    without_file: Annotated[bool, typer.Option("--without-file", hidden=True)] = False,
    in_spite_of: Annotated[str, typer.Option("--in-spite-of", hidden=True)] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", hidden=True)] = False,
) -> None:
    """Put on record what went to a body: every figure with rating, target, rule set and file fingerprints.

    Shows what it would record; --write records it when the paper goes out, and fills in Scope changes on which day
    the body was told. The record is what stands in the paper: each row of a paper that was worked on is read
    back first. What differs later is then known: pmf diff lists it, and the next paper opens with the
    corrections by itself.
    """
    if report and report not in ISSUED:
        raise UsageError(
            f"{report} is for staff and goes to no body, so that nothing of it is put on record.",
            f"There are {listed(ISSUED)}.",
        )
    _answered(report or USUAL, without_file=without_file, in_spite_of=in_spite_of, dry_run=dry_run)
    if withdraw:
        _withdraw(run, withdraw, why or (), by)
        return
    from pmf_cli.pipeline.issue.issuing import (
        IssueRequest,
        obstacle_words,
        requested_issue,
        waived_by,
    )
    from pmf_cli.pipeline.read.ledgers import papers_listing
    from pmf_cli.places import reports_folder

    waive = waived_by(override or (), why or ())
    on = run.open(for_people=True)
    meets = typed_day(meeting, "--meeting") if meeting else None
    lie_in = reports_folder(run.register) if reports is None else reports
    asked = IssueRequest(
        report or "", run.period, body, meets, files or (), lie_in, by, waive, only
    )
    with run.progress_bar() as progress:
        planned = requested_issue(run.opened, on, asked, progress)
    run.say(*(f"Note: {one}" for one in planned.remarks))
    paper = planned.repeats or planned.paper
    run.print(papers_listing([paper], run.opened.register.name, on))
    for line in obstacle_words(planned):
        remark(line)
    if planned.obstacles:
        run.end(is_due=True)
    _record(run, planned, on)


def _answered(report: str, *, without_file: bool, in_spite_of: str, dry_run: bool) -> None:
    """Answers options of earlier versions with what does the same now."""
    if dry_run:
        raise UsageError(
            "--dry-run is not needed: pmf issue only shows what it would record.",
            "Run it without --dry-run; it records with --write.",
        )
    if in_spite_of:
        raise UsageError(
            "--in-spite-of waived everything at once and is gone.",
            "Name each thing by itself: --override NAME --why TEXT. Run pmf issue first; it gives the "
            "name of each.",
        )
    if without_file:
        raise UsageError(
            "--without-file is gone: what is recorded is what stands in the paper.",
            f"Write the paper (pmf report {report}), or name the one that went out with --file.",
        )


def _record(run: Run, planned: PlannedIssue, on: date) -> None:
    """Records the issue and the days in ``Scope changes`` where asked; says what was or would be."""
    from pmf_cli.pipeline.change.changing import sheets_of
    from pmf_cli.pipeline.change.consent import refuse_protected_before
    from pmf_cli.pipeline.issue.issue_record import record_issue, told_change
    from pmf_cli.pipeline.issue.issuing import telling_words

    change = told_change(run.opened, planned)
    said = [f"Waived: {one.name}: {one.what} Why: {one.why}" for one in planned.paper.waived]
    if planned.repeats is not None:
        said = [f"{planned.repeats.ref} says the same already; nothing was added."]
    elif run.write:
        refuse_protected_before(run.opened, sheets_of(run.opened, change))
        paper = record_issue(run.opened, planned)
        said.append(f"Recorded as {paper.ref}, row {paper.row} of the ledger.")
    run.say(*said, *telling_words(planned, change, write=run.write))
    if run.write:
        _written(run, change, on)
    elif planned.repeats is None or not change.is_empty:
        run.say_how_to_write(sheets_of(run.opened, change), PREVIEW)


def _written(run: Run, change: Change, on: date) -> None:
    """Writes the days, once the record stands; where that fails, running again does it."""
    from pmf_cli.pipeline.change.changing import apply_change

    try:
        done = apply_change(run.opened, change, on, ignore_lock=run.ignore_lock)
    except PmfError as error:
        remark(
            f"The record of {change.key} stands; the dates in Scope changes are not written yet. Run the "
            "same command again once this is put right:"
        )
        raise error
    run.say(*done)


def _withdraw(run: Run, asked: str, reasons: Sequence[str], by: str) -> None:
    """Shows what taking back an issue does, and does it where asked."""
    from pmf_cli.pipeline.change.changing import sheets_of
    from pmf_cli.pipeline.change.consent import refuse_protected_before
    from pmf_cli.pipeline.issue.issue_record import record_withdrawal, requested_withdrawal
    from pmf_cli.pipeline.read.ledgers import papers_listing

    on = run.open()
    request = requested_withdrawal(run.opened, on, asked, reasons, by)
    paper, change = request.paper, request.change
    if run.is_one_file:
        run.print(papers_listing([paper], run.opened.register.name, on))
    else:
        run.print_sections((request.section,))
    if not run.write:
        run.say_how_to_write(sheets_of(run.opened, change), PREVIEW)
        return
    refuse_protected_before(run.opened, sheets_of(run.opened, change))
    if paper.withdrawn is not None:
        remark(f"{paper.ref} was withdrawn on {words.day(paper.withdrawn.on)} already.")
    else:
        done = record_withdrawal(run.opened, paper, request.why, by, on)
        run.say(f"{paper.ref} is withdrawn, row {done.row} of the ledger.")
    _written(run, change, on)
