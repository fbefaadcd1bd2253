"""``pmf timetable``: works the year back from its meetings; shows it, prints it, gives calendars."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from pmf_cli.cli.command import Group, Run, command
from pmf_cli.cli.faults import remark
from pmf_cli.cli.options import typed_day
from pmf_cli.errors import UsageError


class TimetableFormat(StrEnum):
    """How the timetable is given."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    HTML = "html"
    XLSX = "xlsx"
    ICS = "ics"


YearText = Annotated[
    str,
    typer.Option(
        "--year",
        metavar="YEAR",
        help="The financial year, for example 2025/26. Default: the one of the date, the next where the "
        "timetable reaches into it, and the one before while steps of it are still to come.",
    ),
]
PeriodText = Annotated[
    str,
    typer.Option("--period", metavar="PERIOD", help='Only this cycle, for example "2025/26 Q1".'),
]


@command(Group.WRITING, doing="writing the timetable")
def make_timetable(
    run: Run,
    meetings: Annotated[
        Path | None,
        typer.Option(
            "--meetings",
            metavar="FILE",
            help="CSV file or workbook with the year's meetings: Cycle, Body, Date, Time, Meeting reference. "
            "Without it the meetings in the sheet Timetable count.",
        ),
    ] = None,
    clt: Annotated[
        list[str] | None,
        typer.Option(
            "--clt",
            metavar="DATE",
            help="The day of a CLT meeting, 18/02/2025 or 2025-02-18; once for each. It is of the quarter that "
            "ended last by then.",
        ),
    ] = None,
    year: YearText = "",
    period: PeriodText = "",
    anew: Annotated[
        bool,
        typer.Option(
            "--anew",
            help="Take every lead time from pmf.toml, also where a row has its own, and work out dates that "
            "you typed yourself. Steps that are done never move.",
        ),
    ] = False,
) -> None:
    """Work the year's timetable back from its meetings, and find what clashes.

    From each CLT date and the lead times in pmf.toml follow the days for forms, data, commentary, reviews,
    drafts, portfolio holders, publication and lessons, over weekends, England's bank holidays and the
    council's closed days. Shows what is new, what moves and what is wrong; --write puts it into the sheet
    Timetable. Exit code 1 where there is an error or a warning.
    """
    from pmf_cli.pipeline.change import timetables

    on = run.open()
    days = [typed_day(text, "--clt") for text in clt or ()]
    wanted = timetables.days_wanted(run.opened, on)
    if wanted is not None and not (days or meetings or year or period):
        days = _asked_for(wanted.cycles, run)
        if not days:
            run.say(wanted.words)
            run.end(is_due=True)
    plan = timetables.planned_timetable(
        run.opened, timetables.asked_of(run.opened, on, year, period, anew=anew), meetings, days
    )
    run.print(timetables.plan_listing(run.opened.register, plan, on))
    if run.write:
        said = timetables.timetable_written(run.opened, plan, on, ignore_lock=run.ignore_lock)
        for line in said or ("The sheet Timetable is as it should be: nothing was changed.",):
            remark(line)
    elif plan.has_changes:
        run.say_how_to_write(
            ("Timetable",),
            "Nothing was changed. To write this, run the same command with --write.",
        )
    run.end(is_due=timetables.is_wrong(plan))


def _asked_for(cycles: Sequence[str], run: Run) -> list[date]:
    """The days of CLT that somebody at a terminal types, a quarter each; a blank leaves one out."""
    if run.quiet or run.is_one_file or not (sys.stdin.isatty() and sys.stdout.isatty()):
        return []
    typed = (
        typer.prompt(f"CLT on {cycle}, dd/mm/yyyy (Enter: not known)", "", show_default=False)
        for cycle in cycles
    )
    return [typed_day(text, "The day") for text in typed if text.strip()]


@command(
    Group.FILES,
    doing="making calendars",
    writes=lambda asked: asked.get("form") is TimetableFormat.ICS,
)
def show_timetable(
    run: Run,
    year: YearText = "",
    period: PeriodText = "",
    contact: Annotated[
        str,
        typer.Option(
            metavar="REF",
            help="Only what this contact sees to, or is asked for: C-901.",
        ),
    ] = "",
    planner: Annotated[
        bool,
        typer.Option("--planner", help="Weeks down and days across, instead of a list."),
    ] = False,
    form: Annotated[
        TimetableFormat,
        typer.Option(
            "--format",
            help="A table, a page (html), JSON or CSV; a workbook with list, planner and findings (xlsx); or calendar "
            "files, one for each contact (ics).",
        ),
    ] = TimetableFormat.TABLE,
) -> None:
    """Show the timetable as a list or planner, print it, or give it out as calendar files.

    Calendar files go into the folder calendars under --output: timetable.ics with every step, and one for
    each contact with what they see to and when their results are due. A file made again after a date has
    moved updates the entry in people's calendars; it does not stand there twice. For that, what was given
    out is kept in the register's ledger.
    """
    from pmf_cli.pipeline.change import timetables

    on = run.open()
    contact = timetables.known_contact(run.opened, contact)
    plan = timetables.standing(run.opened, timetables.asked_of(run.opened, on, year, period))
    if form is TimetableFormat.ICS:
        if run.output_folder.is_file():
            raise UsageError(
                f"{run.output_folder} is a file, not a folder.", "Name a folder with --output."
            )
        from pmf_cli.pipeline.reminders.calendars import give_calendars

        given = give_calendars(run.opened, plan, on, contact, run.output_folder / "calendars")
        run.data(*given.files)
        for line in given.refusals:
            remark(line)
        run.say(*given.notes)
        return
    shown = timetables.shown_timetable(run.opened, plan, on, contact)
    if form is TimetableFormat.XLSX:
        run.data(*timetables.timetable_workbook(run.opened, shown, run.output_folder))
    elif planner and form is TimetableFormat.TABLE:
        run.print_sections(timetables.planner_sections(shown))
    else:
        run.print(timetables.timetable_listing(shown))
