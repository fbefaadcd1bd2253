"""The timetable of a year: meetings read from a file, the plan made, and written into the sheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from pmf_cli.cycle.timetable.clash import Clash, ClashKind
from pmf_cli.cycle.timetable.meetings import (
    QUARTERS,
    Meeting,
    clt_meetings,
    cycles_to_date,
    meetings_of,
)
from pmf_cli.cycle.timetable.step_plan import StepMove, StepPlan
from pmf_cli.cycle.timetable.year_plan import (
    TimetableRequest,
    YearPlan,
    plan_year,
    standing_year,
)
from pmf_cli.errors import UsageError
from pmf_cli.findings import Finding, Severity
from pmf_cli.frozen import frozen
from pmf_cli.pipeline.change.changing import CellChange, Change, apply_change, change_of
from pmf_cli.pipeline.papers import write_workbook
from pmf_cli.pipeline.read.opening import OpenedRegister
from pmf_cli.pipeline.read.scorecard_books import CSV_ENDINGS, scorecard_book
from pmf_cli.register.periods.period import Period, PeriodKind
from pmf_cli.register.periods.text import FINANCIAL_CONTEXT, parse_period
from pmf_cli.register.reading.notes import Notes, Reading, Shares
from pmf_cli.register.reading.reading_codes import READING
from pmf_cli.register.reading.row_reading import read_rows
from pmf_cli.register.reading.tabs import Tab, find_headings
from pmf_cli.register.sheets.layout import by_name
from pmf_cli.register.sheets.process import TimetableEntry
from pmf_cli.register.sheets.row_cells import recorded
from pmf_cli.views.appointments import steps_asked_of
from pmf_cli.views.lists.timetable import planner_sections as planner_sections
from pmf_cli.views.lists.timetable import timetable_listing as timetable_listing
from pmf_cli.views.lists.timetable import timetable_paper
from pmf_cli.views.lists.timetable_plan import plan_listing as plan_listing
from pmf_cli.views.lists.timetable_words import ShownTimetable
from pmf_cli.words import day, listed
from pmf_cli.workbook.cells import Book

ACTION = "timetable made"
"""What the ledger calls the change."""
HEADINGS = "Cycle, Body, Date, Time and Meeting reference"
NOT_TOLD = frozenset({"SHT005", "SHT015", "SHT014", "SHT012"})
"""Reading codes about columns and rows that a list of meetings may well have or lack."""
UNUSED_ROW = "SHT013"
"""The reading code of a row that is not used, left out where its cell is named anyway."""
OF_TEXT_DATES = frozenset({"CEL006", "CEL018"})
"""Reading codes about dates that are texts, as all dates in a CSV file are."""


def meetings_in(
    path: Path, opened: OpenedRegister
) -> tuple[tuple[Meeting, ...], tuple[Clash, ...]]:
    """The meetings in a CSV file or workbook, and every cell and row that cannot be used.

    Every sheet with the headings is read.

    Raises:
        UnreadableWorkbookError: the file cannot be read.
        UsageError: no sheet of it has the headings.
    """
    book = scorecard_book(path, opened.settings.limits)
    notes = Notes()
    rows = list(_rows(book, opened, notes))
    leave_out = NOT_TOLD | (OF_TEXT_DATES if path.suffix.lower() in CSV_ENDINGS else set())
    found, clashes = meetings_of(rows, opened.register)
    read = tuple(_clashes(one for one in notes.findings() if one.code not in leave_out))
    said = {clash.where for clash in read}
    # A date that cannot be read is told once, with what stands in the cell.
    return found, (*read, *(clash for clash in clashes if clash.where not in said))


def _clashes(told: Iterable[Finding]) -> Iterator[Clash]:
    found = list(told)
    cells = {one.where for one in found if one.code != UNUSED_ROW}
    for one in found:
        if one.code == UNUSED_ROW and one.where in cells:
            continue
        kind = next(kind for kind in READING if kind.code == one.code)
        cure = one.cure or kind.cure
        yield Clash(ClashKind.CELL, one.severity, one.message, cure, where=one.where)


def _rows(book: Book, opened: OpenedRegister, notes: Notes) -> Iterator[TimetableEntry]:
    layout = by_name()["Timetable"]
    found = [(sheet, find_headings(sheet, layout, opened.settings)) for sheet in book.sheets]
    fitting = [
        (sheet, headings)
        for sheet, headings in found
        if headings is not None and headings.score[0] and headings.number_of("on") is not None
    ]
    if not fitting:
        raise UsageError(
            f"{book.name} has no row of headings with Cycle and Date.",
            f"Give it the headings {HEADINGS} (Time and Meeting reference may be left out).",
        )
    # A list of meetings is no sheet of the register: what pmf.toml says of those is not for it.
    settings = opened.settings.model_copy(update={"holds": {}, "guards": {}})
    reading = Reading({}, settings, notes, Shares())
    loose = replace(layout, written_by_tool=True)  # A list of meetings need not have every column.
    for sheet, headings in fitting:
        yield from read_rows(Tab(loose, sheet), headings, reading)


def planned_timetable(
    opened: OpenedRegister,
    asked: TimetableRequest,
    meetings: Path | None = None,
    clt: Sequence[date] = (),
) -> YearPlan:
    """The timetable as it should stand, with the meetings of a file, or of CLT, beside those in the sheet.

    Raises:
        UsageError: two days of CLT are of one quarter; or as ``meetings_in``.
    """
    if meetings is not None:
        found, clashes = meetings_in(meetings, opened)
        asked = replace(asked, meetings=found, clashes=clashes)
    if clt:
        try:
            own = clt_meetings(clt, opened.register, opened.settings.financial_year_start)
        except ValueError as error:
            raise UsageError(f"--clt: {error}.", "Give one day for each quarter.") from error
        asked = replace(asked, meetings=(*asked.meetings, *own), only_named=asked.year is None)
    return plan_year(opened.register, opened.settings, asked)


@frozen
class DaysWanted:
    """The quarters of which a timetable needs the day of CLT, in words, and the command with days as examples."""

    cycles: tuple[str, ...]
    command: str

    @property
    def words(self) -> str:
        """What is needed, in one sentence with the command."""
        return (
            f"The timetable needs the days of the CLT meetings on {listed(self.cycles)}. Type them in the place of"
            f" these:\n\n    {self.command}"
        )


def days_wanted(opened: OpenedRegister, on: date) -> DaysWanted | None:
    """What a timetable needs that has no CLT meeting of the four quarters from the last one on."""
    cycles = cycles_to_date(opened.register, on, opened.settings.financial_year_start)
    if len(cycles) < QUARTERS:
        return None
    days = " ".join(f"--clt {day(_example(cycle, on))}" for cycle in cycles)
    return DaysWanted(tuple(map(str, cycles)), f"pmf timetable make {days}")


WEEKS = 7
"""Weeks from a quarter's end to the Tuesday that stands as an example of CLT's day."""


def _example(cycle: Period, on: date) -> date:
    """A Tuesday on which CLT may meet on a quarter, no day of it being past."""
    later = max(cycle.end + timedelta(weeks=WEEKS), on)
    return later + timedelta(days=(1 - later.weekday()) % 7)


def timetable_written(
    opened: OpenedRegister, plan: YearPlan, on: date, *, ignore_lock: bool = False
) -> tuple[str, ...]:
    """Writes the moved dates and the new rows into the sheet ``Timetable``; as ``apply_change``."""
    new = [step.entry for step in plan.moves(StepMove.NEW)]
    cells = tuple(cell for step in plan.steps for cell in _cells(step))
    change = Change(ACTION, plan.label, cells, {"Timetable": new} if new else {})
    return apply_change(opened, change, on, ignore_lock=ignore_lock)


def _cells(step: StepPlan) -> Iterator[CellChange]:
    for field in step.changed_fields:
        before, after = getattr(step.before, field), getattr(step.entry, field)
        yield change_of(step.before, field, after, recorded(before))


def asked_of(
    opened: OpenedRegister, on: date, year: str, period: str, *, anew: bool = False
) -> TimetableRequest:
    """What the options ask for; UsageError where a text is not a financial year or period."""
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
        raise UsageError(f"--year {year!r} is not a financial year.", "Write it as 2025/26.")
    return TimetableRequest(on, asked_year, read(period, "--period", '"2025/26 Q1"'), anew=anew)


def known_contact(opened: OpenedRegister, asked: str) -> str:
    """The contact reference as the register writes it; UsageError where no contact has it."""
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


def is_wrong(plan: YearPlan) -> bool:
    """Whether something in a timetable is an error or a warning, and not only advice."""
    return any(clash.severity is not Severity.ADVICE for clash in plan.clashes)


def standing(opened: OpenedRegister, asked: TimetableRequest) -> YearPlan:
    """The timetable as it stands in the sheet."""
    return standing_year(opened.register, opened.settings, asked)


def shown_timetable(
    opened: OpenedRegister, plan: YearPlan, on: date, contact: str
) -> ShownTimetable:
    """A timetable as a reader wants it.

    Args:
        contact: only what this contact sees to or is asked for; empty for everything.
    """
    settings = opened.settings
    steps = steps_asked_of(opened.register, settings, plan, contact, on) if contact else frozenset()
    return ShownTimetable(opened.register, settings, on, plan, contact, steps)


def timetable_workbook(
    opened: OpenedRegister, timetable: ShownTimetable, output: Path
) -> tuple[str, ...]:
    """Writes a timetable as a workbook with list, planner and findings; says which file."""
    return write_workbook(opened, timetable_paper(timetable), output, with_links=True)
