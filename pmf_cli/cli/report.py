"""``pmf report``: writes papers, and holds a finished file against the accessibility rules."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from pmf_cli.cli.faults import remark
from pmf_cli.cli.options import AsOf, Debug, OutputFolder, PeriodText, Quiet, RegisterFolder
from pmf_cli.errors import ExitCode
from pmf_cli.views.papers import Paper


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


BodyName = Annotated[
    str,
    typer.Option(
        metavar="BODY",
        help="The body as the sheet Boards names it, or how its name begins. Default: CLT.",
    ),
]
OwnBodyName = Annotated[
    str,
    typer.Option(
        metavar="BODY",
        help="The body as the sheet Boards names it, or how its name begins. Default: the only one "
        "whose paper this is.",
    ),
]
SinceIssue = Annotated[
    str,
    typer.Option(
        metavar="ISSUE",
        help="Changes since this issue. Default: the newest to the body about another period.",
    ),
]


def paper_command(paper: Paper) -> Callable[..., None]:
    """The command that writes a paper: its help and what it asks for are the paper's own."""

    def write(
        register: RegisterFolder = None,
        period: PeriodText = "",
        as_of: AsOf = "",
        body: BodyName = "",
        since: SinceIssue = "",
        output: OutputFolder = Path("reports"),
        formats: PaperFormats = [PaperFormat.DOCX, PaperFormat.XLSX],  # noqa: B006 - Typer copies it
        templates: TemplatesFolder = None,
        quiet: Quiet = False,
        debug: Debug = False,
    ) -> None:
        from pmf_cli.cli.opening import opened_and_assessed, watched
        from pmf_cli.pipeline import made_paper, write_files

        opened, assessment = opened_and_assessed(
            register,
            period=period,
            as_of=as_of,
            quiet=quiet,
            with_checks=paper.is_issued,
            templates=templates,
        )
        if paper.is_issued and not quiet and not opened.settings.council.name:
            remark(
                f'Note: pmf.toml does not name the council, so papers are titled "{opened.register.name}" '
                "after the folder. Fill in name under [council]."
            )
        with watched(quiet=quiet) as progress:
            made = made_paper(
                opened, assessment, paper, [str(name) for name in formats],
                body=body, since=since, templates=templates, progress=progress,
            )  # fmt: skip
            written = write_files(output, made.files)
        for line in written:
            typer.echo(line)
        for words in () if quiet else made.remarks:
            remark(words)

    write.__doc__ = paper.help
    if paper.is_issued:
        write.__annotations__["body"] = "OwnBodyName"
    not_asked = {"since"} if paper.is_issued else set()
    return _without(write, not_asked | ({"body"} if paper.kinds == ("CLT",) else set()))


def _without(function: Callable[..., None], names: set[str]) -> Callable[..., None]:
    """The command without some options; Typer reads both the signature and the annotations."""
    signature = inspect.signature(function, eval_str=True)
    kept = [one for one in signature.parameters.values() if one.name not in names]
    function.__signature__ = signature.replace(parameters=kept)  # type: ignore[attr-defined]
    function.__annotations__ = {one.name: one.annotation for one in kept}
    return function


def check_files(
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
