"""``pmf validate``: completeness and quality of the register, each finding at its cell."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from pmf_cli.cli.command import Group, Run, command
from pmf_cli.cli.options import FindingsFormat


class Grouping(StrEnum):
    """How the findings are grouped."""

    SEVERITY = "severity"
    PERSON = "person"


class UrgencyChoice(StrEnum):
    """Which group of findings is listed."""

    STOPS = "stops"
    WRONG = "wrong"
    LATER = "later"


@command(Group.FILES)
def validate(
    run: Run,
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
        typer.Option(
            "--format",
            help="A table, a page (html), JSON, CSV, or a workbook that links to the cells.",
        ),
    ] = FindingsFormat.TABLE,
) -> None:
    """Check the register: what stops a rating, what is wrong or doubtful, what can wait.

    One line a kind, with its count, first cells and cure; --all, --only and --select list each
    finding at its cell. Exit code 1 where there is an error or a warning; advice alone gives 0. With --quiet nothing is
    printed unless something is wrong, which suits cron.
    """
    from pmf_cli.pipeline.read import validating

    if explain:
        run.print_sections(validating.code_page(explain))
        return
    if second_reader:
        with run.progress_bar() as progress:
            said, differs = validating.read_twice(run.register, progress)
        run.data(*said)
        run.end(is_due=differs)
    assessment = run.assess(to_check=not coverage, as_it_stands=True, against_issue=True)
    to_file = run.output_folder if form is FindingsFormat.XLSX else None
    if coverage:
        answer = validating.coverage_answer(run.opened, assessment, to_file)
    else:
        asked = validating.FindingsAsked(
            by.value, only.value if only else "", select, ignore, with_each=every
        )
        with run.progress_bar() as progress:
            progress("Checking")
            answer = validating.validated(run.opened, assessment, asked, to_file)
    run.data(*answer.files)
    if answer.listing is not None:
        run.print(answer.listing, is_news=coverage or answer.is_wrong)
    run.end(is_due=answer.is_wrong)
