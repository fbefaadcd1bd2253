"""The timetable of a year: every cycle worked back from its meetings, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from pmf_cli.cycle.bank_holidays import working_days
from pmf_cli.cycle.timetable.clash import Clash, ClashContext, ClashKind
from pmf_cli.cycle.timetable.clashes import clashes_between, clashes_of_cycle
from pmf_cli.cycle.timetable.lead_times import plan_cycle
from pmf_cli.cycle.timetable.meetings import Meeting, body_key, is_open
from pmf_cli.cycle.timetable.plan_inputs import Planner
from pmf_cli.cycle.timetable.step_plan import Precedents, StepMove, StepPlan, as_it_stands
from pmf_cli.cycle.working_days import WorkingDays
from pmf_cli.findings import Severity
from pmf_cli.register.periods.period import Period, PeriodKind, financial_year, quarter
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.process import TimetableEntry
from pmf_cli.register.terms import TimetableStep
from pmf_cli.settings import Settings
from pmf_cli.words import counted, day, listed

NEAREST, FURTHEST = 1990, 2200
"""Years outside which a date is taken for a slip of the keyboard."""


@dataclass(frozen=True)
class YearPlan:
    """A year's timetable.

    Attributes:
        years: the financial years it covers.
        cycles: the cycles, in order of time.
        steps: every step of them as planned, by cycle and day.
        clashes: what is wrong, worst first.
        calendar: the working days it was made with.
    """

    years: tuple[Period, ...]
    cycles: tuple[Period, ...]
    steps: tuple[StepPlan, ...]
    clashes: tuple[Clash, ...]
    calendar: WorkingDays

    @property
    def label(self) -> str:
        """The years in words: ``2025/26``, ``2024/25 and 2025/26``."""
        return " and ".join(str(year) for year in self.years)

    @property
    def has_changes(self) -> bool:
        """True where the sheet is not yet as planned."""
        return bool(self.moves(StepMove.NEW, StepMove.MOVES, StepMove.AMENDED))

    def moves(self, *wanted: StepMove) -> tuple[StepPlan, ...]:
        """The steps of which so becomes."""
        return tuple(step for step in self.steps if step.move in wanted)


@dataclass(frozen=True)
class TimetableRequest:
    """What a plan is asked for.

    Attributes:
        as_of: the date.
        year: the financial year; ``None`` for the one of the date, the next where the timetable or
            the meetings reach into it, and the one before while steps of it are still to come.
        cycle: only this cycle of it.
        meetings: meetings given beside the sheet.
        anew: see ``Planner``.
        clashes: what was wrong with the meetings given.
    """

    as_of: date
    year: Period | None = None
    cycle: Period | None = None
    meetings: tuple[Meeting, ...] = ()
    anew: bool = False
    clashes: tuple[Clash, ...] = field(default=())


def plan_year(register: Register, settings: Settings, asked: TimetableRequest) -> YearPlan:
    """The timetable as it should stand: what is new, what moves, what stays, and what is wrong."""
    years = _years(register, settings, asked)
    cycles = _cycles(register, settings, asked, years)
    calendar = calendar_for(register, settings, asked)
    planner = Planner(register, settings, calendar, asked.as_of, asked.anew)
    precedents = Precedents(register)
    steps: list[StepPlan] = []
    for cycle in cycles:
        mine = tuple(one for one in asked.meetings if one.cycle == cycle)
        steps += plan_cycle(planner, cycle, mine, precedents)
    outside = [one for one in asked.meetings if one.cycle not in cycles]
    clashes = (
        *asked.clashes,
        *_cancelled(asked.meetings, register),
        *_outside(outside, settings.financial_year_start),
    )
    return _judged(register, settings, asked, years, cycles, steps, clashes, calendar)


def standing_year(register: Register, settings: Settings, asked: TimetableRequest) -> YearPlan:
    """The timetable as it stands in the sheet, nothing worked out, and what is wrong with it."""
    years = _years(register, settings, asked)
    cycles = _cycles(register, settings, asked, years)
    calendar = calendar_for(register, settings, asked)
    rows = [as_it_stands(row) for row in register.timetable if row.cycle in cycles]
    rows.sort(key=lambda step: (step.entry.cycle.sort_key, step.entry.on or date.max))
    return _judged(register, settings, asked, years, cycles, rows, (), calendar)


def calendar_for(register: Register, settings: Settings, asked: TimetableRequest) -> WorkingDays:
    """The working days of all the years that the timetable and the meetings touch."""
    days = [row.on for row in register.timetable if row.on is not None]
    days += [meeting.on for meeting in asked.meetings]
    days += [row.cycle.end for row in register.timetable]
    years = {on.year for on in days if NEAREST <= on.year <= FURTHEST}
    return working_days(settings, years | {asked.as_of.year, asked.as_of.year + 1})


def year_of_cycle(cycle: Period, year_start: int) -> Period:
    """The financial year in which a cycle's period ends."""
    end = cycle.end
    return financial_year(end.year if end.month >= year_start else end.year - 1, year_start)


def _years(register: Register, settings: Settings, asked: TimetableRequest) -> tuple[Period, ...]:
    start = settings.financial_year_start
    if asked.cycle is not None:
        return (year_of_cycle(asked.cycle, start),)
    if asked.year is not None:
        return (asked.year,)
    on = asked.as_of
    this = financial_year(on.year if on.month >= start else on.year - 1, start)
    after = financial_year(this.start.year + 1, start)
    reached = {year_of_cycle(cycle, start) for cycle in _named(register, asked)}
    before = financial_year(this.start.year - 1, start)
    rows = [row for row in register.timetable if year_of_cycle(row.cycle, start) == before]
    running = any(is_open(row) and row.on is not None and row.on >= on for row in rows)
    found = tuple(year for year in (this, after) if year in reached)
    return (before, *found) if running else found or (this,)


def _named(register: Register, asked: TimetableRequest) -> set[Period]:
    return {row.cycle for row in register.timetable} | {one.cycle for one in asked.meetings}


def _cycles(
    register: Register, settings: Settings, asked: TimetableRequest, years: Sequence[Period]
) -> tuple[Period, ...]:
    """The cycles that are named, and the quarters of a year in which quarters are reported."""
    if asked.cycle is not None:
        return (asked.cycle,)
    start = settings.financial_year_start
    found: set[Period] = set()
    for year in years:
        mine = {one for one in _named(register, asked) if year_of_cycle(one, start) == year}
        if not mine or any(one.kind is PeriodKind.QUARTER for one in mine):
            first = year.start.year
            mine |= {quarter(first, number, start) for number in range(1, 5)}
        found |= mine
    return tuple(sorted(found, key=lambda one: one.sort_key))


def _cancelled(meetings: Iterable[Meeting], register: Register) -> tuple[Clash, ...]:
    rows = {
        (row.cycle, row.step, body_key(row.body))
        for row in register.timetable
        if row.status == "Cancelled"
    }
    return tuple(
        Clash(
            ClashKind.CANCELLED,
            Severity.WARNING,
            f"{one.body} for {one.cycle} on {day(one.on)} is among the meetings given, but the sheet"
            " Timetable says that it is cancelled.",
            "Set its Status to Planned, or leave the meeting out.",
            one.cycle,
            where=one.where,
        )
        for one in meetings
        if (one.cycle, one.step, body_key(one.body)) in rows
    )


def _outside(meetings: Sequence[Meeting], year_start: int) -> tuple[Clash, ...]:
    """Meetings given that are for none of the cycles asked for: left out, and said so."""
    by_year: dict[Period, list[Meeting]] = {}
    for one in meetings:
        by_year.setdefault(year_of_cycle(one.cycle, year_start), []).append(one)
    return tuple(
        Clash(
            ClashKind.OUTSIDE,
            Severity.WARNING,
            f"{counted(len(mine), 'meeting')} given for {listed(sorted({str(m.cycle) for m in mine}))}"
            f" {'was' if len(mine) == 1 else 'were'} left out: not among the cycles asked for.",
            f"To plan them, run the command with --year {year}.",
            where=mine[0].where,
        )
        for year, mine in by_year.items()
    )


def _judged(
    register: Register,
    settings: Settings,
    asked: TimetableRequest,
    years: tuple[Period, ...],
    cycles: tuple[Period, ...],
    steps: Sequence[StepPlan],
    clashes: Sequence[Clash],
    calendar: WorkingDays,
) -> YearPlan:
    context = ClashContext(register, settings, calendar, asked.as_of)
    found = list(clashes)
    for cycle in cycles:
        found += clashes_of_cycle(context, cycle, [s for s in steps if s.entry.cycle == cycle])
    entries = [step.entry for step in steps]
    whole = years if asked.cycle is None else ()
    found += clashes_between(context, entries, _of_years(whole, entries, settings))
    ordered = sorted(found, key=lambda one: (one.severity.rank, _place(one)))
    return YearPlan(years, cycles, tuple(steps), tuple(ordered), calendar)


def _of_years(
    years: Sequence[Period], entries: Sequence[TimetableEntry], settings: Settings
) -> dict[Period, list[TimetableEntry]]:
    """Entries by year, for the years in which CLT has a date."""
    start = settings.financial_year_start
    by_year = {
        year: [one for one in entries if year_of_cycle(one.cycle, start) == year] for year in years
    }
    return {
        year: rows
        for year, rows in by_year.items()
        if any(row.step is TimetableStep.CLT and row.on for row in rows)
    }


def _place(clash: Clash) -> tuple[date, date, str]:
    cycle = clash.cycle.end if clash.cycle is not None else date.max
    on = clash.entry.on if clash.entry is not None else None
    return (cycle, on or date.min, clash.message)
