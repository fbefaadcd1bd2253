"""``pmf timetable``: works the year back from its meetings; shows it, prints it, gives calendars."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pmf_cli.cli.options import (
    AsOf,
    Debug,
    FormatOption,
    IgnoreLock,
    ListFormat,
    OutputFolder,
    Quiet,
    RegisterFolder,
    WriteOption,
)
from pmf_cli.cli.timetable_asked import asked_of, known_contact
from pmf_cli.cli.turns import in_turn
from pmf_cli.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from datetime import date

    from pmf_cli.cycle.timetable.year_plan import YearPlan
    from pmf_cli.pipeline import OpenedRegister


class TimetableFormat(StrEnum):
    """How the timetable is given."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
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


@in_turn("writing the timetable")
def make(
    register: RegisterFolder = None,
    meetings: Annotated[
        Path | None,
        typer.Option(
            "--meetings",
            metavar="FILE",
            help="CSV file or workbook with the year's meetings: Cycle, Body, Date, Time, Meeting reference. "
            "Without it the meetings in the sheet Timetable count.",
        ),
    ] = None,
    year: YearText = "",
    period: PeriodText = "",
    as_of: AsOf = "",
    anew: Annotated[
        bool,
        typer.Option(
            "--anew",
            help="Take every lead time from pmf.toml, also where a row has its own, and work out dates that "
            "you typed yourself. Steps that are done never move.",
        ),
    ] = False,
    write: WriteOption = False,
    ignore_lock: IgnoreLock = False,
    form: FormatOption = ListFormat.TABLE,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Work the year's timetable back from its meetings, and find what clashes.

    From each CLT date and the lead times in pmf.toml follow the days for forms, data, commentary, reviews,
    drafts, portfolio holders, publication and lessons, over weekends, England's bank holidays and the
    council's closed days. Shows what is new, what moves and what is wrong; --write puts it into the sheet
    Timetable. Exit code 1 where there is an error or a warning.
    """
    from pmf_cli.cli.faults import remark
    from pmf_cli.cli.opening import opened_on
    from pmf_cli.cli.printing import print_listing
    from pmf_cli.cli.writing import tell_protected
    from pmf_cli.findings import Severity
    from pmf_cli.pipeline.change.timetables import planned, written
    from pmf_cli.views.lists.timetable_plan import plan_listing

    opened, on = opened_on(register, as_of=as_of, quiet=quiet)
    asked = asked_of(opened, on, year, period, anew=anew)
    plan = planned(opened, asked, meetings)
    print_listing(plan_listing(opened.register, plan, on), form, opened)
    if write:
        said = written(opened, plan, on, ignore_lock=ignore_lock)
        for line in said or ("The sheet Timetable is as it should be: nothing was changed.",):
            remark(line)
    elif not quiet and plan.has_changes:
        tell_protected(opened, ("Timetable",))
        remark("Nothing was changed. To write this, run the same command with --write.")
    wrong = any(clash.severity is not Severity.ADVICE for clash in plan.clashes)
    raise typer.Exit(ExitCode.FINDINGS if wrong else ExitCode.DONE)


@in_turn("making calendars", lambda asked: asked.get("form") is TimetableFormat.ICS)
def show(
    register: RegisterFolder = None,
    year: YearText = "",
    period: PeriodText = "",
    as_of: AsOf = "",
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
            help="A table, JSON or CSV; a workbook with list, planner and findings (xlsx); or calendar "
            "files, one for each contact (ics).",
        ),
    ] = TimetableFormat.TABLE,
    output: OutputFolder = Path("reports"),
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Show the timetable as a list or planner, print it, or give it out as calendar files.

    Calendar files go into the folder calendars under --output: timetable.ics with every step, and one for
    each contact with what they see to and when their results are due. A file made again after a date has
    moved updates the entry in people's calendars; it does not stand there twice. For that, what was given
    out is kept in the register's ledger.
    """
    from pmf_cli.cli.opening import opened_on
    from pmf_cli.cli.printing import print_listing, print_sections
    from pmf_cli.cycle.timetable.year_plan import standing_year
    from pmf_cli.pipeline import linked, paper_files, write_files
    from pmf_cli.views.lists.planner import planner_sections
    from pmf_cli.views.lists.timetable import timetable_listing, timetable_paper
    from pmf_cli.views.lists.timetable_words import ShownTimetable

    opened, on = opened_on(register, as_of=as_of, quiet=quiet)
    contact = known_contact(opened, contact)
    plan = standing_year(opened.register, opened.settings, asked_of(opened, on, year, period))
    if form is TimetableFormat.ICS:
        if output.is_file():
            raise UsageError(f"{output} is a file, not a folder.", "Name a folder with --output.")
        _give_calendars(opened, plan, on, contact, output / "calendars", quiet=quiet)
        return
    steps: frozenset[str] = frozenset()
    if contact:
        from pmf_cli.views.appointments import steps_asked_of

        steps = steps_asked_of(opened.register, opened.settings, plan, contact, on)
    shown = ShownTimetable(opened.register, opened.settings, on, plan, contact, steps)
    if form is TimetableFormat.XLSX:
        paper = linked(timetable_paper(shown), opened, output)
        for line in write_files(output, paper_files(opened, paper, ["xlsx"])):
            typer.echo(line)
    elif planner and form is TimetableFormat.TABLE:
        print_sections(planner_sections(shown), opened)
    else:
        print_listing(timetable_listing(shown), ListFormat(form.value), opened)


def _give_calendars(
    opened: OpenedRegister,
    plan: YearPlan,
    on: date,
    contact: str,
    folder: Path,
    *,
    quiet: bool,
) -> None:
    from pmf_cli.cli.faults import remark
    from pmf_cli.pipeline import write_files
    from pmf_cli.pipeline.reminders.calendars import made_calendars, recorded
    from pmf_cli.words import listed_shortly

    made = made_calendars(opened, plan, on, contact)
    if not made.files:
        remark("There is no step to put into a calendar.")
        return
    # First the record: a file given out and not recorded could not be updated later.
    recorded(opened, made, on)
    for line in write_files(folder, made.files, keep_earlier=False):
        typer.echo(line)
    if made.left_out and not quiet and not contact:
        remark(
            f"Note: {listed_shortly(made.left_out)} stand under Responsible and not in the sheet Contacts, "
            "so no calendar was made for them."
        )
