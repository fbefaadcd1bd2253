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
from pmf_cli.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from datetime import date

    from pmf_cli.cycle.year_plan import Asked, YearPlan
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
CycleText = Annotated[
    str,
    typer.Option("--period", metavar="PERIOD", help='Only this cycle, for example "2025/26 Q1".'),
]


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
    period: CycleText = "",
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
    from pmf_cli.cli.printing import print_listing
    from pmf_cli.findings import Severity
    from pmf_cli.pipeline.timetables import planned, written
    from pmf_cli.views.timetable_plan import plan_listing

    opened, on = _opened(register, as_of, quiet=quiet)
    asked = _asked(opened, on, year, period, anew=anew)
    plan = planned(opened, asked, meetings)
    print_listing(plan_listing(opened.register, plan, on), form, opened)
    if write:
        said = written(opened, plan, on, ignore_lock=ignore_lock)
        for line in said or ("The sheet Timetable is as it should be: nothing was changed.",):
            remark(line)
    elif not quiet and plan.has_changes:
        remark("Nothing was changed. To write this, run the same command with --write.")
    wrong = any(clash.severity is not Severity.ADVICE for clash in plan.clashes)
    raise typer.Exit(ExitCode.FINDINGS if wrong else ExitCode.DONE)


def show(
    register: RegisterFolder = None,
    year: YearText = "",
    period: CycleText = "",
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
    moved updates the entry in people's calendars; it does not stand there twice.
    """
    from pmf_cli.cli.printing import print_listing, print_sections
    from pmf_cli.cycle.year_plan import standing_year
    from pmf_cli.pipeline import linked, paper_files, write_files
    from pmf_cli.views.planner import planner_sections
    from pmf_cli.views.timetable import Shown, timetable_listing
    from pmf_cli.views.timetable_paper import timetable_paper

    opened, on = _opened(register, as_of, quiet=quiet)
    contact = _known_contact(opened, contact)
    plan = standing_year(opened.register, opened.settings, _asked(opened, on, year, period))
    if form is TimetableFormat.ICS:
        if output.is_file():
            raise UsageError(f"{output} is a file, not a folder.", "Name a folder with --output.")
        _give_calendars(opened, plan, on, contact, output / "calendars", quiet=quiet)
        return
    steps: frozenset[str] = frozenset()
    if contact:
        from pmf_cli.views.appointments import steps_asked_of

        steps = steps_asked_of(opened.register, opened.settings, plan, contact, on)
    shown = Shown(opened.register, opened.settings, on, plan, contact, steps)
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
    from pmf_cli.pipeline.calendars import made_calendars, recorded
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


def _opened(register: Path | None, as_of: str, *, quiet: bool) -> tuple[OpenedRegister, date]:
    from pmf_cli.cli.faults import remark
    from pmf_cli.cli.opening import watched, working_date
    from pmf_cli.pipeline import open_register
    from pmf_cli.words import day

    with watched(quiet=quiet) as progress:
        opened = open_register(register, progress)
    on = working_date(as_of, opened)
    if not quiet:
        for told in opened.remarks:
            remark(f"Note: {told}")
        if not as_of and opened.settings.as_of is not None:
            remark(f"Note: pmf.toml sets the date to {day(on)}, for rehearsal.")
    return opened, on


def _asked(
    opened: OpenedRegister, on: date, year: str, period: str, *, anew: bool = False
) -> Asked:
    """What the options ask for.

    Raises:
        UsageError: a text is no financial year or no period.
    """
    from pmf_cli.cycle.year_plan import Asked
    from pmf_cli.register.period_text import FINANCIAL_CONTEXT, parse_period
    from pmf_cli.register.periods import Period, PeriodKind

    start = opened.settings.financial_year_start

    def read(text: str, option: str, example: str) -> Period | None:
        if not text.strip():
            return None
        try:
            return parse_period(text, year_start=start, context=FINANCIAL_CONTEXT)
        except ValueError as error:
            raise UsageError(f"{option} {text!r}: {error}", f"Write it as {example}.") from error

    asked_year = read(year, "--year", "2025/26")
    whole = PeriodKind.CALENDAR_YEAR if start == 1 else PeriodKind.FINANCIAL_YEAR
    if asked_year is not None and asked_year.kind is not whole:
        raise UsageError(f"--year {year!r} is no financial year.", "Write it as 2025/26.")
    return Asked(on, asked_year, read(period, "--period", '"2025/26 Q1"'), anew=anew)


def _known_contact(opened: OpenedRegister, asked: str) -> str:
    """The contact reference as the register writes it.

    Raises:
        UsageError: no contact has it.
    """
    wanted = asked.strip().casefold()
    if not wanted:
        return ""
    for ref in opened.register.contact_by_ref:
        if ref.casefold() == wanted:
            return ref
    raise UsageError(
        f"--contact {asked}: there is no such contact.",
        "Give a reference from the column Contact ref of the sheet Contacts.",
    )
