"""``pmf issue``: freezes what went to which body."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pmf_cli.cli.faults import remark
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
)
from pmf_cli.cli.turns import in_turn
from pmf_cli.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from pmf_cli.pipeline.issuing import Planned


class PaperName(StrEnum):
    """The papers that can be issued."""

    CLT = "clt"


@in_turn("issuing a paper", lambda asked: not asked.get("dry_run"))
def issue(
    report: Annotated[PaperName, typer.Argument(metavar="REPORT", help="The paper: clt.")],
    register: RegisterFolder = None,
    period: PeriodText = "",
    as_of: AsOf = "",
    body: Annotated[
        str,
        typer.Option(
            metavar="BODY",
            help="The body as the sheet Boards names it, or how its name begins. Default: CLT.",
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
            help="A file that goes out; may be given several times. Default: the report's own in --reports.",
        ),
    ] = None,
    reports: Annotated[
        Path, typer.Option(metavar="FOLDER", help="Where the finished paper lies.")
    ] = Path("reports"),
    without_file: Annotated[
        bool, typer.Option("--without-file", help="Freeze the figures though there is no file.")
    ] = False,
    in_spite_of: Annotated[
        str,
        typer.Option(
            "--in-spite-of",
            metavar="REASON",
            help="Issue it though something stands in the way; the reason is kept.",
        ),
    ] = "",
    by: By = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would be frozen; record nothing.")
    ] = False,
    write: Annotated[
        bool,
        typer.Option(
            "--write",
            help="Also write the meeting's date into Scope changes, as the day on which this body was told.",
        ),
    ] = False,
    ignore_lock: IgnoreLock = False,
    form: FormatOption = ListFormat.TABLE,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Freeze what went to a body: every figure with rating, target, rule set and file fingerprints.

    Run it when the paper goes out. What differs later is then known: pmf diff lists it, and the next paper
    opens with the corrections by itself. A paper that was finished in Word is held against the register
    first. Nothing in the workbooks is changed unless --write is given.
    """
    from pmf_cli.cli import options
    from pmf_cli.cli.opening import opened_and_assessed, watched
    from pmf_cli.cli.printing import print_listing
    from pmf_cli.pipeline import assessed
    from pmf_cli.pipeline.issue_files import date_of, found_files
    from pmf_cli.pipeline.issue_record import record_issue
    from pmf_cli.pipeline.issued import history_in
    from pmf_cli.pipeline.issuing import body_named, planned_issue
    from pmf_cli.views.changes.reported import reported_listing
    from pmf_cli.views.wording import file_stem
    from pmf_cli.workbook.text import printable

    opened, first = opened_and_assessed(register, period=period, as_of=as_of, quiet=quiet)
    on = first.as_of
    found = found_files(files or [], reports, file_stem(str(report), str(first.period)))
    if not found and not without_file:
        raise UsageError(
            f"There is no paper for {first.period} in {reports}.",
            f"Write it first: pmf report {report}. Or name the file with --file, or freeze the figures "
            "alone with --without-file.",
        )
    with watched(quiet=quiet) as progress:
        assessment = assessed(
            opened,
            period=str(first.period),
            as_of=date_of(found) or on,
            with_checks=True,
            progress=progress,
        )
        progress("Holding the paper against the register")
        planned = planned_issue(
            opened,
            assessment,
            history_in(opened.folder),
            found,
            report=str(report),
            body=body_named(opened.register, body),
            meeting=options.day(meeting, "--meeting") if meeting else None,
            by=by,
            in_spite_of=printable(in_spite_of).strip(),
            on=on,
        )
    for told in () if quiet else planned.remarks:
        remark(f"Note: {told}")
    if planned.repeats is not None:
        remark(f"{planned.repeats.ref} says the same already; nothing was added.")
    elif planned.blocks and not planned.paper.in_spite_of:
        remark(f"{planned.paper.body} cannot be given this paper yet:")
        for told in planned.blocks:
            remark(f"- {told}")
        remark(
            "Put it right, or issue the paper all the same and say why: --in-spite-of REASON. "
            "Nothing was recorded."
        )
        raise typer.Exit(ExitCode.FINDINGS)
    else:
        paper = planned.paper if dry_run else record_issue(opened, planned, found)
        print_listing(reported_listing([paper], opened.register.name, on), form, opened)
        if not quiet:
            remark(
                "Dry run: nothing was recorded."
                if dry_run
                else f"Recorded as {paper.ref}, row {paper.row} of the ledger."
            )
    if planned.scope and write and not dry_run:
        from pmf_cli.pipeline.changing import apply_change
        from pmf_cli.pipeline.issue_record import told_change

        done = apply_change(opened, told_change(opened, planned), on, ignore_lock=ignore_lock)
        for line in () if quiet else done:
            remark(line)
    elif not quiet:
        for told in _scope_words(planned):
            remark(told)


def _scope_words(planned: Planned) -> tuple[str, ...]:
    """What the officer has to record of the changes of scope that the paper tells."""
    if not planned.scope:
        return ()
    from pmf_cli.words import counted, day

    meets = planned.paper.meeting_on
    return (
        f"This paper tells {planned.paper.body} of {counted(len(planned.scope), 'change')} of scope:",
        *(f"- {change.change_ref} ({change.kpi_ref}, {change.kind})" for change in planned.scope),
        f"Record in Scope changes that it was told on {day(meets) if meets else 'that day'}, or let "
        "pmf do it: run the command again with --write.",
    )
