"""``pmf import``: the scorecard in use today, taken into a register after every guess is shown."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from pmf_cli.cli.asking import screen_asker
from pmf_cli.cli.command import Group, Run, command
from pmf_cli.cli.faults import remark
from pmf_cli.errors import UsageError
from pmf_cli.words import counted

if TYPE_CHECKING:
    from pmf_cli.pipeline.change.scorecards import PreparedImport

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
AcceptRevised = Annotated[
    bool,
    typer.Option(
        "--accept-revised",
        help="Take every figure that differs from the register as a correction, but those answered Keep.",
    ),
]
Reason = Annotated[
    str,
    typer.Option(
        "--reason",
        metavar="TEXT",
        help="Why figures were revised, for the record. With --accept-revised.",
    ),
]
AskHere = Annotated[
    bool, typer.Option("--ask", help="Put the questions one by one here; Enter takes the guess.")
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
    accept_revised: AcceptRevised = False,
    reason: Reason = "",
    ask: AskHere = False,
    write: Write = False,
) -> None:
    """Take the scorecard that you have today into a register.

    Shows what each heading, period, unit and target was taken for, which cells are not taken in and why,
    and what would be added. Changes nothing without --write. What is doubtful stays out until it is settled in
    the workbook of questions, here with --ask, or taken as guessed with --accept-doubts; a register without
    questions of its own is not made while a doubt stands. Importing
    a file twice adds nothing the second time. The next quarter's file brings what is new; a figure that differs
    from the register is a question (Your changes), and the register's stays until somebody says Accept there, or
    --accept-revised. A KPI that the scorecard has no more is named; answered Withdrawn, it is recorded as ended.

    Exit code 0: imported, ready to be, or there already. 1: doubts, differences or missing KPIs to decide on, or nothing taken in. 2: a file cannot be read.
    """
    from pmf_cli.pipeline.change import scorecards
    from pmf_cli.pipeline.change.asking import answered_on_screen
    from pmf_cli.pipeline.read import given_answers

    _refuse_what_does_not_go(write_mapping, reason if not accept_revised else "")
    put = screen_asker() if ask else None
    named = answers or mapping
    settled = given_answers.settled_by(
        named, only=only, defaults=default, period=period, earlier_results=earlier_results
    )
    given = given_answers.questions_given(named)
    with run.progress_bar() as progress:
        source = scorecards.import_source(files, run.register, progress, given)
        progress("Working out what each cell means")
        made = source.prepared(settled)
    on = run.date_in(made.opened)
    if accept_revised:
        made = scorecards.with_all_accepted(source, made, reason)
    if put is not None:
        made = answered_on_screen(source, made, put, on, named if given is not None else None)
    _show(made, run, on, questions)
    sure = made
    if made.plan.doubts and not accept_doubts:
        sure = scorecards.without_what_is_doubtful(source, made) or _hold_up(made, run)
    where = _carry_out(made, sure, run, on, write=write, with_guesses=accept_doubts)
    for words in made.what_is_open(where):
        remark(words)
    if sure is not made:
        remark(_left_until_answered(made, where))
    undone = made.merge.is_empty and not made.merge.is_there
    run.end(is_due=made.is_changing or undone or sure is not made)


def _refuse_what_does_not_go(write_mapping: Path | None, reason_alone: str) -> None:
    if write_mapping is not None:
        raise UsageError(
            "Guesses are written into a workbook.",
            f"Say --questions {write_mapping.with_suffix('.xlsx')}",
        )
    if reason_alone:
        raise UsageError(
            "--reason goes with --accept-revised.", "Say both, or answer in the workbook."
        )


def _show(made: PreparedImport, run: Run, on: date, questions: Path | None) -> None:
    """Prints what was understood, and writes the questions where that is asked for."""
    from pmf_cli.pipeline.change import scorecards

    if not run.quiet:
        run.print_sections(scorecards.sections_about(made, on))
    if made.opened is not None:
        run.use(made.opened)
    if questions is not None:
        scorecards.write_questions(questions, made, on)
        run.data(f"{questions}: look through it, then give it back with --answers.")


def _hold_up(made: PreparedImport, run: Run) -> NoReturn:
    """Ends the run: doubts stand."""
    doubts = counted(len(made.plan.doubts), "doubt stands", "doubts stand")
    remark(
        f"{doubts}: nothing is imported. Settle them with --questions and --answers, or with --ask,"
        " or take the guesses with --accept-doubts."
    )
    run.end(is_due=True)


def _left_until_answered(made: PreparedImport, where: str) -> str:
    """What stays out until somebody has answered, and where."""
    wanted = counted(len(made.plan.doubts), "reading waits", "readings wait")
    return f"{wanted} for an answer in {where}; what they are about is left out until then."


def _carry_out(
    made: PreparedImport,
    sure: PreparedImport,
    run: Run,
    on: date,
    *,
    write: bool,
    with_guesses: bool,
) -> str:
    """Writes what is sure and keeps all answers, or says what would be written; where questions are decided on."""
    from pmf_cli.pipeline.change import scorecards

    if write:
        run.data(*scorecards.scorecard_written(sure, on))
        kept, written = scorecards.keep_answers(made, on, with_guesses=with_guesses)
        run.data(*written)
        return str(kept)
    run.say(sure.merge.outcome)
    gone = scorecards.withdrawals(sure, on)
    for previewed in gone:
        run.print(previewed.preview)
    if gone or not sure.merge.is_empty:
        run.say_how_to_write(
            sure.merge.rows,
            "Nothing was changed. To write these rows, run the same command with --write.",
        )
    return "--questions FILE"
