"""``pmf import``: the scorecard in use today, taken into a register after every guess is shown."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pmf_cli.cli.command import Group, Run, command
from pmf_cli.cli.faults import remark
from pmf_cli.errors import UsageError

Files = Annotated[
    list[Path],
    typer.Argument(
        metavar="FILE...", help="Scorecards: Excel workbooks or CSV files, oldest first."
    ),
]
AnswersFile = Annotated[
    Path | None,
    typer.Option(
        "--answers",
        metavar="FILE",
        help="The workbook of questions, filled in. Default: those of the register's folder answers that fit.",
    ),
]
QuestionsFile = Annotated[
    Path | None,
    typer.Option(
        "--questions",
        metavar="FILE",
        help="Write every guess into this workbook, to be looked through and corrected.",
    ),
]
OldMapping = Annotated[Path | None, typer.Option("--mapping", hidden=True)]
OldNewMapping = Annotated[Path | None, typer.Option("--write-mapping", hidden=True)]
Write = Annotated[
    bool, typer.Option("--write", help="Write into the register. Without it nothing is changed.")
]
AcceptDoubts = Annotated[
    bool, typer.Option("--accept-doubts", help="Take doubtful guesses as they are guessed.")
]
Only = Annotated[
    list[str],
    typer.Option(
        "--only",
        metavar="HEADING=TEXT",
        help="Take only rows with this text in that column. Repeatable.",
    ),
]
Default = Annotated[
    list[str],
    typer.Option(
        "--default", metavar="COLUMN=VALUE", help='A fact for all KPIs: "Financial=No". Repeatable.'
    ),
]
FiguresPeriod = Annotated[
    str,
    typer.Option(
        "--period",
        metavar="PERIOD",
        help='The period of figures for which no heading, row or title gives one: "2024/25 Q3".',
    ),
]
Earlier = Annotated[
    bool,
    typer.Option(
        "--earlier-results", help="Also take in earlier results printed beside the current one."
    ),
]


@command(Group.WRITING, doing="taking in a scorecard", without=("ignore_lock", "form"))
def import_scorecard(
    files: Files,
    run: Run,
    answers: AnswersFile = None,
    questions: QuestionsFile = None,
    mapping: OldMapping = None,
    write_mapping: OldNewMapping = None,
    only: Only = [],  # noqa: B006 - Typer copies it
    default: Default = [],  # noqa: B006 - Typer copies it
    period: FiguresPeriod = "",
    earlier_results: Earlier = False,
    accept_doubts: AcceptDoubts = False,
    write: Write = False,
) -> None:
    """Take the scorecard that you have today into a register.

    Shows what each heading, period, unit and target was taken for, which cells are not taken in and why,
    and what would be added. Changes nothing without --write, and nothing while a doubt stands: settle
    doubts in the workbook of questions, or take the guesses with --accept-doubts. Importing a file twice
    adds nothing the second time; what contradicts the register is listed and left as it is.

    Exit code 0: imported, ready to be, or there already. 1: doubts or contradictions, or nothing taken in. 2: a file cannot be read.
    """
    from pmf_cli.pipeline.change import scorecards

    if write_mapping is not None:
        raise UsageError(
            "Guesses are written into a workbook.",
            f"Say --questions {write_mapping.with_suffix('.xlsx')}",
        )
    with run.progress_bar() as progress:
        settled = scorecards.settled_by(
            answers or mapping,
            only=only,
            defaults=default,
            period=period,
            earlier_results=earlier_results,
        )
        made = scorecards.prepared_import(files, settled, run.register, progress)
    on = run.date_in(made.opened)
    if not run.quiet:
        run.print_sections(scorecards.sections_of(made.plan, made.merge))
    if made.opened is not None:
        run.use(made.opened)
    if questions is not None:
        scorecards.write_questions(questions, files, made, on)
        run.data(f"{questions}: look through it, then give it back with --answers.")
    doubts = len(made.plan.doubts)
    if doubts and not accept_doubts:
        plural = "doubt stands" if doubts == 1 else "doubts stand"
        remark(
            f"{doubts} {plural}: nothing is imported. Settle them with --questions and --answers,"
            " or take the guesses with --accept-doubts."
        )
        run.end(is_due=True)
    if write:
        run.data(*scorecards.scorecard_written(made, on))
    else:
        run.say(made.merge.outcome)
        if not made.merge.is_empty:
            run.say_how_to_write(
                made.merge.rows,
                "Nothing was changed. To write these rows, run the same command with --write.",
            )
    undone = made.merge.is_empty and not made.merge.is_there
    run.end(is_due=made.merge.conflicts or undone)
