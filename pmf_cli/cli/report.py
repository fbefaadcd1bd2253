"""``pmf report``: writes papers by name or of a body, and holds finished files against the rules."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pmf_cli.cli.command import Group, Run, command
from pmf_cli.cli.faults import KnownCommands, remark
from pmf_cli.errors import UsageError
from pmf_cli.frozen import frozen
from pmf_cli.views.papers import PAPERS, Paper
from pmf_cli.words import counted, listed

if TYPE_CHECKING:
    from pmf_cli.pipeline import Assessment


class PaperFormat(StrEnum):
    """The formats of a paper."""

    DOCX = "docx"
    XLSX = "xlsx"
    HTML = "html"
    PDF = "pdf"


PaperFormats = Annotated[
    list[PaperFormat],
    typer.Option(
        "--format",
        help="Word (docx), Excel (xlsx), a page (html), PDF (pdf, made by LibreOffice); give the option again for more. Default: Word and Excel.",
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
        "for which it is made.",
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


OneFramework = Annotated[
    str,
    typer.Option(
        "--framework",
        metavar="FRAMEWORK",
        help="Only the KPIs of this framework, as the sheet Frameworks names it, or how it begins.",
    ),
]
Final = Annotated[
    bool,
    typer.Option(
        "--final",
        help="Write it only where it can go out as it is: nothing left to fill in, each KPI once, counts that "
        "hold, nothing that the body may not see, no error in the register.",
    ),
]
LargePrint = Annotated[
    bool,
    typer.Option(
        "--large-print",
        help="In large print: 18 points and more, lines well apart, one column, a row of a wide table as a block. "
        "Word unless --format names pages (html) or PDF.",
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
    final: Final = False,
    templates: TemplatesFolder = None,
    large_print: LargePrint = False,
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
    _write_papers(run, body, _asked(formats, templates, is_final=final, large_print=large_print))


@command(Group.FILES, without=("form",))
def write_all_papers(
    run: Run,
    body: WhoseBody = "",
    formats: PaperFormats = [*BOTH],  # noqa: B006 - Typer copies it
    final: Final = False,
    templates: TemplatesFolder = None,
    large_print: LargePrint = False,
) -> None:
    """Write the own paper of every body of the sheet Boards that is due on the period.

    A body is due where the timetable has its meeting on the period, else by the months in its row, else by its
    frequency; who is left out is said with the reason. All papers come from one reading of the register. With
    --body only that body's, due or not.
    """
    _write_papers(run, body, _asked(formats, templates, is_final=final, large_print=large_print))


@frozen
class PapersAsked:
    """How papers are asked for.

    Attributes:
        formats: names in ``RENDERERS``.
        is_final: whether only papers are written that can go out as they are.
        large_print: whether they are wanted in large print.
    """

    formats: tuple[str, ...]
    templates: Path | None
    is_final: bool
    large_print: bool


def _asked(
    formats: Sequence[PaperFormat], templates: Path | None, *, is_final: bool, large_print: bool
) -> PapersAsked:
    """How papers are asked for; UsageError for a workbook alone in large print, which has none."""
    wanted = tuple(map(str, formats))
    if large_print:
        wanted = tuple(one for one in wanted if one != PaperFormat.XLSX)
        if not wanted:
            raise UsageError(
                "A workbook has no large print: its reader makes it larger on the screen.",
                "Ask for Word, a page or PDF: --format docx, html or pdf.",
            )
    return PapersAsked(wanted, templates, is_final, large_print)


def _write_papers(run: Run, body: str, asked: PapersAsked) -> None:
    """Writes the own papers of a body, or of all that are due, a body after the other."""
    from pmf_cli.pipeline.body_papers import DuePapers, papers_due, papers_of

    is_one = bool(body.strip())
    assessment = run.assess(
        with_checks=True,
        templates=asked.templates,
        body=(lambda opened: papers_of(opened.register, body)[0].body) if is_one else None,
    )
    register = run.opened.register
    due = (
        DuePapers(papers_of(register, body)) if is_one else papers_due(register, assessment.period)
    )
    refused = False
    for one in due.papers:
        try:
            refused |= not _write_paper(run, assessment, one.paper, asked, body=one.body)
        except UsageError as error:
            if is_one:
                raise
            # One body's paper that cannot be made keeps no other body from having its own.
            refused = True
            remark(f"{one.body} is given no paper {one.paper.name}: {error.message} {error.advice}")
    run.say(*due.left_out)
    if refused:
        run.end(is_due=True)


def _write_paper(
    run: Run, assessment: Assessment, paper: Paper, asked: PapersAsked, **chosen: str
) -> bool:
    """Makes a paper and writes its files; whether it did, since a final one may be refused."""
    from pmf_cli.pipeline import made_paper, write_files

    with run.progress_bar() as progress:
        named = chosen.get("body") or paper.name
        made = made_paper(
            run.opened, assessment, paper, asked.formats,
            final=asked.is_final, templates=asked.templates, large_print=asked.large_print,
            progress=lambda doing: progress(f"{named}: {doing}"), **chosen,
        )  # fmt: skip
        written = () if made.faults else write_files(run.output_folder, made.files)
    run.data(*written)
    if made.faults:
        remark(f"{named}: the paper is not final, and nothing was written.")
        for fault in made.faults:
            remark(f"- {fault}")
        remark(
            "Write the draft without --final, put it right in Word and in the register, and hold it against "
            "the rules: pmf report check FILE"
        )
    run.say(*made.remarks)
    return not made.faults


def paper_command(paper: Paper) -> Callable[..., None]:
    """The command that writes a paper: its help and what it asks for are the paper's own."""

    def write(
        run: Run,
        body: BodyName = "",
        since: SinceIssue = "",
        only: OnlyOne = "",
        framework: OneFramework = "",
        formats: PaperFormats = [*BOTH],  # noqa: B006 - Typer copies it
        final: Final = False,
        templates: TemplatesFolder = None,
        large_print: LargePrint = False,
    ) -> None:
        from pmf_cli.pipeline.papers import assessed_for_year, body_of_paper

        is_checked = paper.is_issued and not paper.is_yearly
        assessment = run.assess(
            with_checks=is_checked,
            templates=templates,
            body=lambda opened: body_of_paper(opened, paper, body),
        )
        if paper.is_yearly:
            assessment = assessed_for_year(
                run.opened, assessment, body_of_paper(run.opened, paper, body)
            )
        if paper.is_issued and not run.opened.settings.council.name:
            run.say(
                f'Note: pmf.toml does not name the council, so papers are titled "{run.opened.register.name}" '
                "after the folder. Fill in name under [council]."
            )
        asked = _asked(formats, templates, is_final=final, large_print=large_print)
        if not _write_paper(
            run, assessment, paper, asked, body=body, since=since, only=only or framework
        ):
            run.end(is_due=True)

    write.__doc__ = paper.help
    if paper.made_for:
        write.__annotations__["body"] = "OwnBodyName"
    asked = {
        "body": paper.kinds != ("CLT",),
        "since": paper.tells_changes,
        "only": paper.about,
        "framework": paper.may_be_of,
        "final": paper.is_issued,
    }
    not_asked = ("form", *(name for name, is_asked in asked.items() if not is_asked))
    return command(Group.FILES, without=not_asked)(write)


@command(Group.FILES, without=("form",))
def write_page(run: Run, body: BodyName = "", templates: TemplatesFolder = None) -> None:
    """Write the page: every KPI of a body in one HTML file to click through, with the sum and the cells behind each rating.

    The whole in one sentence, what to know first, tiles and filters, a row a KPI; a row opens with its chart, why and
    what is being done, how the rating came about, in which cell each figure stands, and what the body was told before.
    One file for a share or an e-mail: it opens in any browser, fetches nothing, can be read without a script, printed
    (what to know, what moved, the rows shown) and worked by keyboard: arrows go from row to row, Enter opens one, Esc closes it. The
    view is kept in the address after #, so that a link opens the same one. A body whose papers are published gets no
    cells, owners or expectations in its page.
    """
    from pmf_cli.pipeline import write_files
    from pmf_cli.pipeline.page import made_page
    from pmf_cli.pipeline.read.issued_papers import body_named

    assessment = run.assess(
        with_checks=True,
        templates=templates,
        body=lambda opened: body_named(opened.register, body),
    )
    with run.progress_bar() as progress:
        made = made_page(run.opened, assessment, body, templates=templates, progress=progress)
        written = write_files(run.output_folder, made.files)
    run.data(*written)
    run.say(*made.remarks)


class KnownPapers(KnownCommands):
    """The papers, of which one that there is not is answered with those that there are."""

    def answer_to(self, name: str) -> str:
        """What is said of a paper that there is not."""
        return f'There is no paper "{name}"; there are {listed((*PAPERS, "page"))}.'


@command(without=("period", "as_of", "form"))
def check_papers(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE...", help="Word, Excel or PDF files, pages, or a folder with such."
        ),
    ],
    run: Run,
) -> None:
    """Is a finished paper ready to go out? Holds Word, Excel and PDF files and pages against the rules and the register.

    Accessibility: heading rows, alternative texts, heading order, language, title, contrast, empty and merged
    cells; an automated check finds only part of the problems. Places that are still to be filled in. And of a
    body's paper under the name that pmf gave it, beside its register: each KPI of the body once, figures,
    ratings and counts, and nothing that the body may not see anywhere in the file: alternative texts, the
    figures behind charts, hidden sheets, comments, properties, the source of a page. Of a PDF and of a page the
    words alone are looked through. Exit code 1 where something is wrong.
    """
    from pmf_cli.pipeline.paper_checks import checked_file, papers_in
    from pmf_cli.places import is_register

    opened = None
    if is_register(run.register):
        run.open()
        opened = run.opened
    faults = 0
    for path in papers_in(files):
        with run.progress_bar() as progress:
            progress(f"Looking through {path.name}")
            checked = checked_file(path, opened)
        faults += len(checked.faults)
        run.data(*(f"{path}: {fault}" for fault in checked.faults))
        run.say(*(f"{path}: {remark}" for remark in checked.remarks))
        run.say(f"{path}: {counted(len(checked.faults), 'fault')}")
    run.end(is_due=faults)
