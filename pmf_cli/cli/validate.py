"""``pmf validate``: completeness and quality of the register, each finding at its cell."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from pmf_cli.cli.options import (
    AsOf,
    Debug,
    FindingsFormat,
    OutputFolder,
    PeriodText,
    Quiet,
    RegisterFolder,
)
from pmf_cli.errors import ExitCode


class Grouping(StrEnum):
    """How the findings are grouped."""

    SEVERITY = "severity"
    PERSON = "person"


class UrgencyChoice(StrEnum):
    """Which group of findings is listed."""

    STOPS = "stops"
    WRONG = "wrong"
    LATER = "later"


def validate(
    register: RegisterFolder = None,
    period: PeriodText = "",
    as_of: AsOf = "",
    by: Annotated[
        Grouping,
        typer.Option("--by", help="Group by how urgent it is, or by who can put it right."),
    ] = Grouping.SEVERITY,
    every: Annotated[
        bool, typer.Option("--all", help="Each finding, not one line a kind or a person.")
    ] = False,
    only: Annotated[
        UrgencyChoice | None,
        typer.Option(
            "--only",
            help="Each finding of one group: what stops a rating, is wrong or doubtful, or can wait.",
        ),
    ] = None,
    select: Annotated[
        str,
        typer.Option(metavar="CODES", help="Only these codes, or codes that begin so: TGT,RES004."),
    ] = "",
    ignore: Annotated[
        str,
        typer.Option(
            metavar="CODES",
            help="Leave these out, this once. For good, name them with a reason in pmf.toml.",
        ),
    ] = "",
    coverage: Annotated[
        bool,
        typer.Option(
            "--coverage",
            help="Share of KPIs with target, tolerance, contact, definition, benchmark; by directorate.",
        ),
    ] = False,
    explain: Annotated[
        str,
        typer.Option(
            metavar="CODE", help="What a code means, why it matters, how to put it right."
        ),
    ] = "",
    second_reader: Annotated[
        bool,
        typer.Option(
            "--second-reader",
            help="Read every workbook again with openpyxl and compare all cells: proof that none is misread.",
        ),
    ] = False,
    form: Annotated[
        FindingsFormat,
        typer.Option("--format", help="A table, JSON, CSV, or a workbook that links to the cells."),
    ] = FindingsFormat.TABLE,
    output: OutputFolder = Path("reports"),
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Check the register: what stops a rating, what is wrong or doubtful, what can wait.

    One line a kind, with its count, first cells and cure; --all, --only and --select list each
    finding at its cell. Exit code 1 where there is an error or a warning; advice alone gives 0. With --quiet nothing is
    printed unless something is wrong, which suits cron.
    """
    if explain:
        _explain(explain)
        return
    if second_reader:
        _read_twice(register, quiet=quiet)
        return
    from pmf_cli.checks import examine
    from pmf_cli.cli.opening import opened_and_assessed, watched
    from pmf_cli.cli.printing import print_listing
    from pmf_cli.findings import Severity, Urgency
    from pmf_cli.pipeline import linked, paper_files, write_files
    from pmf_cli.settings import Ignored
    from pmf_cli.views.lists import findings as found

    opened, assessment = opened_and_assessed(
        register,
        period=period,
        as_of=as_of,
        quiet=quiet,
        to_check=not coverage,
        as_it_stands=True,
        against_issue=True,
    )
    if coverage:
        from pmf_cli.views.lists.coverage import coverage_listing, coverage_report

        if form is FindingsFormat.XLSX:
            _written(
                write_files(output, paper_files(opened, coverage_report(assessment), ["xlsx"]))
            )
        else:
            print_listing(coverage_listing(assessment), form, opened)
        return
    chosen = _codes(select)
    left_out = tuple(
        Ignored(code=code, reason="asked for with --ignore") for code in _codes(ignore)
    )
    with watched(quiet=quiet) as progress:
        progress("Checking")
        examined = examine(
            found.check_context_of(assessment), opened.findings, select=chosen, ignore=left_out
        )
    worst = min((finding.severity.rank for finding in examined.findings), default=9)
    wrong = worst <= Severity.WARNING.rank
    words = ", ".join(chosen)
    grouping = found.By(by.value)
    if only is not None:
        examined = found.only_urgency(examined, Urgency(only.value))
    if form is FindingsFormat.XLSX:
        paper = found.findings_report(assessment, examined, grouping, chosen=words)
        paper = linked(paper, opened, output)
        _written(write_files(output, paper_files(opened, paper, ["xlsx"])))
    elif wrong or not quiet or form is not FindingsFormat.TABLE:
        listed = every or only is not None or bool(chosen)
        detail = found.Detail.EVERY if listed else found.Detail.KINDS
        listing = found.findings_listing(assessment, examined, grouping, detail, chosen=words)
        print_listing(listing, form, opened)
    raise typer.Exit(ExitCode.FINDINGS if wrong else ExitCode.DONE)


def _explain(code: str) -> None:
    from pmf_cli.cli.printing import print_sections
    from pmf_cli.views.lists.finding_kinds import code_page

    print_sections(code_page(code))


def _read_twice(register: Path | None, *, quiet: bool) -> None:
    from pmf_cli.cli.opening import watched
    from pmf_cli.pipeline import read_twice

    with watched(quiet=quiet) as progress:
        said, differs = read_twice(register, progress)
    _written(said)
    raise typer.Exit(ExitCode.FINDINGS if differs else ExitCode.DONE)


def _codes(text: str) -> tuple[str, ...]:
    """The codes in ``TGT,RES004``; unknown ones are refused, since nothing would be found.

    Raises:
        UsageError: no code is or begins like one of them.
    """
    from pmf_cli.checks import KINDS
    from pmf_cli.errors import UsageError

    codes = tuple(
        code.strip().upper() for code in text.replace(";", ",").split(",") if code.strip()
    )
    for code in codes:
        if not any(known.startswith(code) for known in KINDS):
            themes = ", ".join(sorted({known[:3] for known in KINDS}))
            raise UsageError(
                f"No check's code is or begins with {code}.", f"Codes begin with {themes}."
            )
    return codes


def _written(lines: tuple[str, ...]) -> None:
    for line in lines:
        typer.echo(line)
