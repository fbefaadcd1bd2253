"""``pmf issue``: puts on record what went to which body, and takes back what was recorded wrongly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pmf_cli.cli.command import Group, Run, command
from pmf_cli.cli.faults import remark
from pmf_cli.cli.options import By, day
from pmf_cli.errors import ExitCode, PmfError, UsageError
from pmf_cli.views.papers import PAPERS

if TYPE_CHECKING:
    from pmf_cli.pipeline import OpenedRegister
    from pmf_cli.pipeline.change.changing import Change
    from pmf_cli.pipeline.issue.issue_files import FoundFile
    from pmf_cli.pipeline.issue.issuing import PlannedIssue

PREVIEW = "Nothing was recorded. To record it, run the same command with --write."


ISSUED = {name: name for name, paper in PAPERS.items() if paper.is_issued}
if TYPE_CHECKING:
    PaperName = str
else:
    PaperName = StrEnum("PaperName", ISSUED)  # The papers that can be issued.
USUAL = PaperName(next(iter(ISSUED)))


@command(Group.WRITING, doing="issuing a paper")
def issue(
    report: Annotated[
        PaperName, typer.Argument(metavar="[REPORT]", help=f"The paper: {', '.join(ISSUED)}.")
    ] = USUAL,
    *,
    run: Run,
    body: Annotated[
        str,
        typer.Option(
            metavar="BODY",
            help="The body as the sheet Boards names it, or how its name begins. Default: CLT. Another "
            "body needs a paper of its own: name it with --file.",
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
    _answered(report, without_file=without_file, in_spite_of=in_spite_of, dry_run=dry_run)
    if withdraw:
        _withdraw(run, withdraw, why or (), by)
        return
    from pmf_cli.cycle.bodies import kind_of
    from pmf_cli.pipeline import assessed
    from pmf_cli.pipeline.issue.issue_files import date_of, found_files, period_of
    from pmf_cli.pipeline.issue.issuing import planned_issue, refuse_other_paper
    from pmf_cli.pipeline.papers import only_body
    from pmf_cli.pipeline.read.issued_papers import body_named, history_in
    from pmf_cli.pipeline.read.opening import refuse_where_guards_are_lost
    from pmf_cli.views.papers.making import paper_stem

    waive = _waived(override or (), why or ())
    opened, on = run.open()
    paper = PAPERS[str(report)]
    named = body_named(opened.register, body or only_body(opened, paper))
    refuse_where_guards_are_lost(opened, "The record")
    if not files:
        refuse_other_paper(opened.register, paper, named)
    asked = found_files(files or [], reports, "")
    about = run.period or period_of(asked)
    first = assessed(opened, period=about, as_of=on).period
    found = asked or found_files(
        [], reports, paper_stem(paper, named, kind_of(opened.register, named), str(first))
    )
    if not found:
        raise UsageError(
            f"There is no paper for {first} in {reports}.",
            f"Write it first: pmf report {report}. Or name its files with --file. What is recorded is "
            "what stands in the paper.",
        )
    with run.progress_bar() as progress:
        assessment = assessed(
            opened,
            period=str(first),
            as_of=date_of(found, paper.name) or on,
            with_checks=True,
            progress=progress,
        )
        progress("Holding the paper against the register")
        planned = planned_issue(
            opened,
            assessment,
            history_in(opened.folder, opened.register.rating_words),
            found,
            paper=paper,
            body=named,
            meeting=day(meeting, "--meeting") if meeting else None,
            by=by,
            waive=waive,
            on=on,
        )
    run.say(*(f"Note: {one}" for one in planned.remarks))
    _show(run, opened, planned, on)
    if planned.obstacles:
        _refuse(planned)
    _record(run, opened, planned, found, on)


def _answered(report: str, *, without_file: bool, in_spite_of: str, dry_run: bool) -> None:
    """Options of earlier versions, answered with what does the same now.

    Raises:
        UsageError: one of them was given.
    """
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


def _waived(names: Sequence[str], reasons: Sequence[str]) -> Mapping[str, str]:
    """What is waived, by name, each with its own reason.

    Raises:
        UsageError: nothing has that name, or a name lacks its reason.
    """
    from pmf_cli.workbook.text import printable

    told = [printable(one).strip() for one in reasons]
    if len(told) != len(names) or not all(told):
        raise UsageError(
            f"--override is given {len(names)} times and --why {len(told)} times.",
            "Each thing that is waived needs its own reason: --override NAME --why TEXT.",
        )
    return {_waivable(name.strip()): reason for name, reason in zip(names, told, strict=True)}


def _waivable(name: str) -> str:
    """A name as what stands in the way bears it: a word, or the code of an error.

    Raises:
        UsageError: nothing has that name.
    """
    from pmf_cli.checks import KINDS
    from pmf_cli.findings import Severity
    from pmf_cli.views.blocking import ERRORS, Waivable
    from pmf_cli.words import listed

    kind = KINDS.get(name.upper())
    if kind is not None and kind.severity is Severity.ERROR:
        return kind.code
    if name.casefold() in list(Waivable):
        return name.casefold()
    if name.casefold() == ERRORS:
        raise UsageError(
            f"{ERRORS} would waive every error at once, seen or not.",
            "Name each kind of error by its code: --override RES001 --why TEXT. Run pmf issue first; it "
            "gives the code of each.",
        )
    raise UsageError(
        f'Nothing that can be waived is named "{name}".',
        f"There are {listed(Waivable)}, and the codes of errors.",
    )


def _show(run: Run, opened: OpenedRegister, planned: PlannedIssue, on: date) -> None:
    from pmf_cli.views.lists.reported import reported_listing

    paper = planned.repeats or planned.paper
    run.print(reported_listing([paper], opened.register.name, on), opened)


def _refuse(planned: PlannedIssue) -> None:
    remark(f"{planned.paper.body} cannot be given this paper yet:")
    for one in planned.obstacles:
        remark(f"- {one.words}" + (f" [{one.name}]" if one.name else ""))
    if any(one.name is None for one in planned.obstacles):
        remark(
            f"The record of a paper is what stands in the paper: write it again (pmf report {planned.paper.report}), "
            "or put it right. That cannot be waived."
        )
    if any(one.name for one in planned.obstacles):
        remark(
            "Put right what has a name in brackets, or issue the paper in spite of it: --override NAME "
            "--why TEXT for each."
        )
    remark("Nothing was recorded.")
    raise typer.Exit(ExitCode.FINDINGS)


def _record(
    run: Run,
    opened: OpenedRegister,
    planned: PlannedIssue,
    found: tuple[FoundFile, ...],
    on: date,
) -> None:
    """Records the issue and the days in ``Scope changes`` where asked; says what was or would be."""
    from pmf_cli.pipeline.change.changing import sheets_of
    from pmf_cli.pipeline.change.consent import refuse_protected_before
    from pmf_cli.pipeline.issue.issue_record import record_issue, told_change

    change = told_change(opened, planned)
    said = [f"Waived: {one.name}: {one.what} Why: {one.why}" for one in planned.paper.waived]
    if planned.repeats is not None:
        said = [f"{planned.repeats.ref} says the same already; nothing was added."]
    elif run.write:
        refuse_protected_before(opened, sheets_of(opened, change))
        paper = record_issue(opened, planned, found)
        said.append(f"Recorded as {paper.ref}, row {paper.row} of the ledger.")
    run.say(*said, *_scope_words(planned, change, write=run.write))
    if run.write:
        _written(run, opened, change, on)
    elif planned.repeats is None or not change.is_empty:
        run.say_how_to_write(opened, sheets_of(opened, change), PREVIEW)


def _written(run: Run, opened: OpenedRegister, change: Change, on: date) -> None:
    """Writes the days, once the record stands; where that fails, running again does it.

    Raises:
        PmfError: the workbook cannot be written now.
    """
    from pmf_cli.pipeline.change.changing import apply_change

    try:
        done = apply_change(opened, change, on, ignore_lock=run.ignore_lock)
    except PmfError as error:
        remark(
            f"The record of {change.key} stands; the dates in Scope changes are not written yet. Run the "
            "same command again once this is put right:"
        )
        raise error
    run.say(*done)


def _scope_words(planned: PlannedIssue, change: Change, *, write: bool) -> tuple[str, ...]:
    """The changes of scope that the paper tells, and what becomes of their dates."""
    from pmf_cli.words import counted, day

    if not planned.scope:
        return ()
    meets = planned.paper.meeting_on
    on = day(meets) if meets else "that day"
    number = len(change.cells)
    verb = "fills in" if write else "would fill in"
    return (
        f"This paper tells {planned.paper.body} of {counted(len(planned.scope), 'change')} of scope:",
        *(f"- {one.change_ref} ({one.kpi_ref}, {one.kind})" for one in planned.scope),
        *(
            (f"In Scope changes pmf {verb} {on} for {counted(number, 'of them', 'of them')}.",)
            if number
            else ()
        ),
    )


def _withdraw(run: Run, asked: str, reasons: Sequence[str], by: str) -> None:
    """Shows what taking back an issue does, and does it where asked.

    Raises:
        UsageError: there is no such issue, or no reason was given.
    """
    from pmf_cli.pipeline.change.changing import sheets_of
    from pmf_cli.pipeline.change.consent import refuse_protected_before
    from pmf_cli.pipeline.issue.issue_record import record_withdrawal, withdrawn_change
    from pmf_cli.pipeline.read.issued_papers import any_issue_named, history_in
    from pmf_cli.views.lists.reported import reported_listing, withdrawal_section
    from pmf_cli.words import day
    from pmf_cli.workbook.text import printable

    opened, on = run.open()
    history = history_in(opened.folder, opened.register.rating_words)
    paper = any_issue_named(history, asked, on)
    told = [printable(one).strip() for one in reasons]
    if paper.withdrawn is None and (len(told) != 1 or not told[0]):
        raise UsageError(
            "A withdrawal needs one reason: --why TEXT.", "It is kept beside what is taken back."
        )
    if by and by not in opened.register.contact_by_ref:
        raise UsageError(
            f'There is no contact "{by}" in the sheet Contacts.', "Give a contact reference."
        )
    change = withdrawn_change(opened, paper, history)
    if not run.is_data:
        run.print_sections((withdrawal_section(paper, [str(one.where) for one in change.cells]),))
    else:
        run.print(reported_listing([paper], opened.register.name, on), opened)
    if not run.write:
        run.say_how_to_write(opened, sheets_of(opened, change), PREVIEW)
        return
    refuse_protected_before(opened, sheets_of(opened, change))
    if paper.withdrawn is not None:
        remark(f"{paper.ref} was withdrawn on {day(paper.withdrawn.on)} already.")
    else:
        done = record_withdrawal(opened, paper, told[0], by, on)
        run.say(f"{paper.ref} is withdrawn, row {done.row} of the ledger.")
    _written(run, opened, change, on)
