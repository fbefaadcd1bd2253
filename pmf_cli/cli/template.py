"""``pmf template``: a council's own Word file as the template of its papers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pmf_cli.cli.command import Run, command

if TYPE_CHECKING:
    from pmf_cli.pipeline.templates import LookedAtTemplate

Folder = Annotated[
    Path | None,
    typer.Option(
        "--output",
        metavar="FOLDER",
        help="Where files are written; nothing is written anywhere else. Default: the file's own folder.",
    ),
]
NOT_ASKED = ("register", "period")


@command(without=NOT_ASKED)
def check_template(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="A Word file with places for papers.")
    ],
    run: Run,
    output: Folder = None,
) -> None:
    """What has a place in a Word template, in which style, and what would be lost?

    Prints one of everything in it, and makes the example's paper, which is written beside the file to be looked
    at: FILE-example.docx. Exit code 1 where a part would be lost or a paper refused.
    """
    from pmf_cli.pipeline.templates import looked_at

    with run.progress_bar() as progress:
        seen = looked_at(file, progress)
    run.print(seen.listing(run.date_in(None)))
    _write(run, seen, file if output is None else output / file.name)
    run.end(is_due=seen.is_faulty)


@command(without=NOT_ASKED)
def adopt_template(
    file: Annotated[
        Path, typer.Argument(metavar="COUNCIL.docx", help="The council's own Word file, or .dotx.")
    ],
    run: Run,
    after: Annotated[
        str,
        typer.Option(
            metavar="WORDS",
            help="Words of the paragraph after which papers go. Default: the end of the file's longest upright "
            "part.",
        ),
    ] = "",
    output: Folder = None,
    write: Annotated[
        bool, typer.Option("--write", help="Write the copy, and the example's paper in it.")
    ] = False,
) -> None:
    """Make the council's own Word file a template: a copy of it with places for papers, and the styles it lacks.

    The file itself is never changed, and the copy loses nothing of it: head, foot, sections, numbering, content
    controls, cover and styles stay as they are. Shows what would be done and what would have a place; --write
    writes the copy, COUNCIL-pmf.docx, and the example's paper in it. Exit code 1 where a part would be lost or a
    paper refused.
    """
    from pmf_cli.pipeline.templates import adopted_copy

    with run.progress_bar() as progress:
        seen = adopted_copy(file, after, progress)
    run.print(seen.listing(run.date_in(None)))
    if write:
        _write(run, seen, file if output is None else output / file.name)
        run.say(
            "To use it for every paper, put the copy as default.docx into the folder templates beside pmf.toml; for "
            "one body, put it there and write its name into the column Template of the sheet Boards."
        )
    else:
        run.say("Nothing was written. To write the copy, run the same command with --write.")
    run.end(is_due=seen.is_faulty)


def _write(run: Run, seen: LookedAtTemplate, beside: Path) -> None:
    from pmf_cli.pipeline import write_files

    said = write_files(beside.parent, seen.files)
    if run.is_one_file:
        run.say(*said)
    else:
        run.data(*said)
