"""``pmf report``: writes papers, and holds a finished file against the accessibility rules."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pmf_cli.cli.faults import remark
from pmf_cli.cli.options import AsOf, Debug, OutputFolder, PeriodText, Quiet, RegisterFolder
from pmf_cli.errors import ExitCode

if TYPE_CHECKING:
    from pmf_cli.pipeline import OpenedRegister


class PaperFormat(StrEnum):
    """The formats of a paper."""

    DOCX = "docx"
    XLSX = "xlsx"


PaperFormats = Annotated[
    list[PaperFormat],
    typer.Option(
        "--format", help="Word (docx), Excel (xlsx); give the option twice for both. Default: both."
    ),
]
TemplatesFolder = Annotated[
    Path | None,
    typer.Option(
        "--templates",
        metavar="FOLDER",
        help="Look for templates and theme.toml in this folder first.",
    ),
]


def clt(
    register: RegisterFolder = None,
    period: PeriodText = "",
    as_of: AsOf = "",
    output: OutputFolder = Path("reports"),
    formats: PaperFormats = [PaperFormat.DOCX, PaperFormat.XLSX],  # noqa: B006 - Typer copies it
    templates: TemplatesFolder = None,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Write the quarterly report to the Corporate Leadership Team.

    Word: summary, corrections to what CLT was told before, key, highlights with reasons, actions and charts, the CLT Scorecard of all KPIs by
    directorate, what is not rated or not due and why, risks and issues. Excel: the scorecard with trends,
    notes and data. A file that stood there before and differs is kept beside the new one.
    """
    from pmf_cli.analysis.withheld import for_body
    from pmf_cli.cli.opening import opened_and_assessed, watched
    from pmf_cli.cycle.bodies import clt_name
    from pmf_cli.pipeline import paper_files, write_files
    from pmf_cli.pipeline.read.issued_papers import history_in
    from pmf_cli.views.papers.clt import clt_report
    from pmf_cli.views.sensitive import sensitive_words

    opened, assessment = opened_and_assessed(
        register, period=period, as_of=as_of, quiet=quiet, with_checks=True
    )
    if not quiet and not opened.settings.council.name:
        remark(
            f'Note: pmf.toml does not name the council, so papers are titled "{opened.register.name}" '
            "after the folder. Fill in name under [council]."
        )
    body = clt_name(opened.register)
    _refuse_public(opened, body)
    told = for_body(assessment, history_in(opened.folder), body)
    with watched(quiet=quiet) as progress:
        report = clt_report(told.assessment, told.history)
        files = paper_files(
            opened, report, [str(name) for name in formats], templates=templates, progress=progress
        )
        written = write_files(output, files)
    for line in written:
        typer.echo(line)
    if not quiet:
        _say(sensitive_words(told, body))


def _refuse_public(opened: OpenedRegister, body: str) -> None:
    """Refuses a paper that is published, or may be, where something that guards it is lost.

    Raises:
        UsageError: it is, and something is.
    """
    from pmf_cli.analysis.withheld import is_public
    from pmf_cli.cycle.bodies import board_of
    from pmf_cli.pipeline.read.opening import refuse_where_guards_are_lost
    from pmf_cli.register.reading.guards import falls_away

    # Without the sheet or column that says so, nobody knows whether the paper is published.
    board = board_of(opened.register, body)
    unsaid = any(
        "Boards" in (one.where.sheet, *one.where.lacks)
        and (one.where.lacks or board is None or board.public_paper is None)
        for one in opened.findings
        if falls_away(one)
    )
    if unsaid or is_public(board):
        refuse_where_guards_are_lost(opened, f"The paper of {body}")


def _say(remarks: Iterable[str]) -> None:
    for words in remarks:
        remark(words)


def changes(
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
    since: Annotated[
        str,
        typer.Option(
            metavar="ISSUE",
            help="Changes since this issue. Default: the newest to the body about another period.",
        ),
    ] = "",
    output: OutputFolder = Path("reports"),
    formats: PaperFormats = [PaperFormat.DOCX, PaperFormat.XLSX],  # noqa: B006 - Typer copies it
    templates: TemplatesFolder = None,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Write the paper of changes: what a body was told before that is different now, and why.

    Corrections, changes of scope with the day on which DMT, CLT and scrutiny were told, changes of targets
    and tolerances with reasons, changes of rule sets with the ratings that differ for them, and what is not
    reported yet.
    """
    from pmf_cli.analysis.withheld import for_body
    from pmf_cli.cli.opening import opened_and_assessed, watched
    from pmf_cli.pipeline import paper_files, write_files
    from pmf_cli.pipeline.issue.issuing import body_named
    from pmf_cli.pipeline.read.issued_papers import history_in, issue_before
    from pmf_cli.views.papers.changes import change_report
    from pmf_cli.views.sensitive import sensitive_words

    opened, assessment = opened_and_assessed(register, period=period, as_of=as_of, quiet=quiet)
    named = body_named(opened.register, body)
    _refuse_public(opened, named)
    told = for_body(assessment, history_in(opened.folder), named)
    paper = issue_before(told.history, since, told.assessment, named)
    with watched(quiet=quiet) as progress:
        report = change_report(told.assessment, told.history, named, paper)
        files = paper_files(
            opened, report, [str(name) for name in formats], templates=templates, progress=progress
        )
        written = write_files(output, files)
    for line in written:
        typer.echo(line)
    if not quiet:
        _say(sensitive_words(told, named))


def check(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Word or Excel files.")],
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Hold finished Word and Excel files against the accessibility rules.

    Heading rows, alternative texts, heading order, language, title, contrast, empty and merged cells. Exit
    code 1 where something is wrong. An automated check finds only part of the problems.
    """
    from pmf_cli.pipeline import accessibility_of

    faults = 0
    for path in files:
        found = accessibility_of(path)
        faults += len(found)
        for fault in found:
            typer.echo(f"{path}: {fault}")
        if not quiet:
            typer.echo(f"{path}: {len(found)} accessibility faults", err=True)
    raise typer.Exit(ExitCode.FINDINGS if faults else ExitCode.DONE)
