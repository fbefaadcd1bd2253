"""``pmf start``: a register, questions and a draft paper from the scorecard that a council has."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pmf_cli.cli.asking import screen_asker
from pmf_cli.cli.command import Run, command
from pmf_cli.cli.import_ import AskHere, Files

NewFolder = Annotated[
    Path | None,
    typer.Option(
        "--register",
        metavar="FOLDER",
        help="Where the register is made. Default: a folder beside the first file, named after it.",
    ),
]


@command(without=("form", "period"))
def start(files: Files, run: Run, register: NewFolder = None, ask: AskHere = False) -> None:
    """Start with the scorecard that you have: a register, a draft paper and a workbook of questions.

    Makes a register beside the file, brings in what is sure, and writes a draft paper for CLT with every
    guess taken, which says so and lists them. What is not sure is asked in a workbook: correct it, choose
    Yes at the top of each tab that you have looked through, and give it back with pmf import FILE --answers;
    or have the same questions put here one by one with --ask.

    Exit code 0: nothing is asked. 1: questions wait. 2: a file cannot be read, or nothing in it is understood.
    """
    from pmf_cli.pipeline.start import started

    put = screen_asker() if ask else None
    if put is not None:
        made = started(files, register, run.date_in(None), ask=put)
    else:
        with run.progress_bar() as progress:
            made = started(files, register, run.date_in(None), progress)
    run.say(*made.screen)
    run.data(*made.written)
    run.end(is_due=made.questions.open_count)
