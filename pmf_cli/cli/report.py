"""``pmf report``: writes papers, and holds a finished file against the accessibility rules."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from pmf_cli.cli.command import Group, Run, command
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
OnlyOne = Annotated[
    str,
    typer.Option(
        metavar="NAME",
        help="The one of which the paper is wanted, by reference or name, or how it begins. Default: "
        "one paper each.",
    ),
]


def paper_command(paper: Paper) -> Callable[..., None]:
    """The command that writes a paper: its help and what it asks for are the paper's own."""

    def write(
        run: Run,
        body: BodyName = "",
        since: SinceIssue = "",
        only: OnlyOne = "",
        formats: PaperFormats = [PaperFormat.DOCX, PaperFormat.XLSX],  # noqa: B006 - Typer copies it
        templates: TemplatesFolder = None,
    ) -> None:
        from pmf_cli.pipeline import made_paper, write_files

        assessment = run.assess(with_checks=paper.is_issued, templates=templates)
        if paper.is_issued and not run.opened.settings.council.name:
            run.say(
                f'Note: pmf.toml does not name the council, so papers are titled "{run.opened.register.name}" '
                "after the folder. Fill in name under [council]."
            )
        with run.progress_bar() as progress:
            made = made_paper(
                run.opened, assessment, paper, [str(name) for name in formats],
                body=body, since=since, only=only, templates=templates, progress=progress,
            )  # fmt: skip
            written = write_files(run.output, made.files)
        run.data(*written)
        run.say(*made.remarks)

    write.__doc__ = paper.help
    if paper.is_issued:
        write.__annotations__["body"] = "OwnBodyName"
    asked = {"body": paper.kinds != ("CLT",), "since": paper.tells_changes, "only": paper.about}
    not_asked = ("form", *(name for name, is_asked in asked.items() if not is_asked))
    return command(Group.FILES, without=not_asked)(write)


@command(without=("register", "period", "as_of", "form"))
def check_papers(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Word or Excel files.")],
    run: Run,
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
        run.data(*(f"{path}: {fault}" for fault in found))
        run.say(f"{path}: {len(found)} accessibility faults")
    run.end(is_due=faults)
