"""``pmf report``: writes papers by name or of a body, and holds finished files against the rules."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from pmf_cli.cli.command import Group, Run, command
from pmf_cli.errors import UsageError
from pmf_cli.views.papers import PAPERS, Paper
from pmf_cli.words import listed


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


WhoseBody = Annotated[
    str,
    typer.Option(
        metavar="BODY",
        help="The body as the sheet Boards names it, or how its name begins.",
    ),
]
BOTH = (PaperFormat.DOCX, PaperFormat.XLSX)


@command(Group.FILES, without=("form",))
def write_own_papers(
    run: Run,
    body: WhoseBody = "",
    formats: PaperFormats = [*BOTH],  # noqa: B006 - Typer copies it
    templates: TemplatesFolder = None,
) -> None:
    """Write a paper: by its name, or with --body the body's own.

    pmf report clt writes the paper of that name; pmf report --body NAME finds the one that is made for the
    body; pmf report all writes those of every body that is due.
    """
    if not body.strip():
        raise UsageError(
            "Which paper? None was named, and no body.",
            f"Name one ({listed(PAPERS, 'or')}), a body with --body NAME, or write all: pmf report all",
        )
    _write_papers(run, body, formats, templates)


@command(Group.FILES, without=("form",))
def write_all_papers(
    run: Run,
    body: WhoseBody = "",
    formats: PaperFormats = [*BOTH],  # noqa: B006 - Typer copies it
    templates: TemplatesFolder = None,
) -> None:
    """Write the own paper of every body of the sheet Boards that is due on the period.

    A body is due where the timetable has its meeting on the period, else by the months in its row, else by its
    frequency; who is left out is said with the reason. All papers come from one reading of the register. With
    --body only that body's, due or not.
    """
    _write_papers(run, body, formats, templates)


def _write_papers(
    run: Run, body: str, formats: Sequence[PaperFormat], templates: Path | None
) -> None:
    """Writes the own papers of a body, or of all that are due, a body after the other."""
    from pmf_cli.pipeline import made_paper, write_files
    from pmf_cli.pipeline.body_papers import DuePapers, papers_due, papers_of

    assessment = run.assess(with_checks=True, templates=templates)
    register = run.opened.register
    due = (
        DuePapers(papers_of(register, body))
        if body.strip()
        else papers_due(register, assessment.period)
    )
    for one in due.papers:
        with run.progress_bar() as progress:
            made = made_paper(
                run.opened, assessment, one.paper, [str(name) for name in formats],
                body=one.body, templates=templates,
                progress=lambda doing, of=one.body: progress(f"{of}: {doing}"),  # type: ignore[misc]
            )  # fmt: skip
            written = write_files(run.output_folder, made.files)
        run.data(*written)
        run.say(*made.remarks)
    run.say(*due.left_out)


def paper_command(paper: Paper) -> Callable[..., None]:
    """The command that writes a paper: its help and what it asks for are the paper's own."""

    def write(
        run: Run,
        body: BodyName = "",
        since: SinceIssue = "",
        only: OnlyOne = "",
        formats: PaperFormats = [*BOTH],  # noqa: B006 - Typer copies it
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
            written = write_files(run.output_folder, made.files)
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
