"""The timetable of a year: every cycle worked back from its meetings, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from pmf_cli.cycle.timetable.clash import Clash, clashes_by
from pmf_cli.cycle.timetable.clashes import ACROSS_CYCLES, OF_A_CYCLE, PlannedCycle, PlannedYears
from pmf_cli.cycle.timetable.lead_times import plan_cycle
from pmf_cli.cycle.timetable.meetings import Meeting, body_key, is_open
from pmf_cli.cycle.timetable.step_plan import Planner, Precedents, StepMove, StepPlan, as_it_stands
from pmf_cli.cycle.working_days import WorkingDays, working_days
from pmf_cli.frozen import frozen
from pmf_cli.register.periods.period import Period, PeriodKind, financial_year, quarter
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.process import TimetableEntry
from pmf_cli.register.terms import StepStatus, TimetableStep
from pmf_cli.settings import Settings

NEAREST, FURTHEST = 1990, 2200
"""Years outside which a date is taken for a slip of the keyboard."""


@frozen
class YearPlan:
    """A year's timetable.

    Attributes:
        clashes: what is wrong, worst first.
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


@frozen
class TimetableRequest:
    """What a plan is asked for.

    Attributes:
        year: the financial year; ``None`` for the one of the date, the next where the timetable or
            the meetings reach into it, and the one before while steps of it are still to come.
        only_named: only the cycles of these meetings and of the sheet, not every quarter of their years.
        anew: see ``Planner``.
    """

    as_of: date
    year: Period | None = None
    cycle: Period | None = None
    meetings: tuple[Meeting, ...] = ()
    only_named: bool = False
    anew: bool = False
    clashes: tuple[Clash, ...] = ()


def plan_year(register: Register, settings: Settings, asked: TimetableRequest) -> YearPlan:
    """The timetable as it should stand: what is new, what moves, what stays, and what is wrong."""
    planner = _planner(register, settings, asked)
    years = _years(planner, asked)
    cycles = _cycles(planner, asked, years)
    precedents = Precedents(register)
    steps: list[StepPlan] = []
    for cycle in cycles:
        mine = tuple(one for one in asked.meetings if one.cycle == cycle)
        steps += plan_cycle(planner, cycle, mine, precedents)
    outside: dict[Period, list[Meeting]] = {}
    for one in asked.meetings:
        if one.cycle not in cycles:
            outside.setdefault(planner.year_of(one.cycle), []).append(one)
    plan = YearPlan(years, cycles, tuple(steps), asked.clashes, planner.calendar)
    years_met = _years_with_clt(planner, asked, plan)
    cancelled = _cancelled(asked.meetings, register)
    return _judged(plan, PlannedYears(planner, steps, years_met, cancelled, outside))


def standing_year(register: Register, settings: Settings, asked: TimetableRequest) -> YearPlan:
    """The timetable as it stands in the sheet, nothing worked out, and what is wrong with it."""
    planner = _planner(register, settings, asked)
    years = _years(planner, asked)
    cycles = _cycles(planner, asked, years)
    rows = [as_it_stands(row) for row in register.timetable if row.cycle in cycles]
    rows.sort(key=lambda step: (step.entry.cycle.sort_key, step.entry.on or date.max))
    plan = YearPlan(years, cycles, tuple(rows), (), planner.calendar)
    return _judged(plan, PlannedYears(planner, rows, _years_with_clt(planner, asked, plan)))


def _planner(register: Register, settings: Settings, asked: TimetableRequest) -> Planner:
    calendar = calendar_for(register, settings, asked)
    return Planner(register, settings, calendar, asked.as_of, asked.anew)


def calendar_for(register: Register, settings: Settings, asked: TimetableRequest) -> WorkingDays:
    """The working days of all the years that the timetable and the meetings touch."""
    days = [row.on for row in register.timetable if row.on is not None]
    days += [meeting.on for meeting in asked.meetings]
    days += [row.cycle.end for row in register.timetable]
    years = {on.year for on in days if NEAREST <= on.year <= FURTHEST}
    return working_days(settings, years | {asked.as_of.year, asked.as_of.year + 1})


def _years(planner: Planner, asked: TimetableRequest) -> tuple[Period, ...]:
    if asked.cycle is not None:
        return (planner.year_of(asked.cycle),)
    if asked.year is not None:
        return (asked.year,)
    on, start = asked.as_of, planner.settings.financial_year_start
    this = on.year if on.month >= start else on.year - 1
    before, now, after = (financial_year(this + step, start) for step in (-1, 0, 1))
    reached = {planner.year_of(cycle) for cycle in _named(planner, asked)}
    found = tuple(year for year in (now, after) if year in reached)
    if any(planner.year_of(row.cycle) == before for row in _still_to_come(planner)):
        return (before, *found)
    return found or (now,)


def _still_to_come(planner: Planner) -> Iterator[TimetableEntry]:
    for row in planner.register.timetable:
        if is_open(row) and row.on is not None and row.on >= planner.as_of:
            yield row


def _named(planner: Planner, asked: TimetableRequest) -> set[Period]:
    held = {row.cycle for row in planner.register.timetable}
    return held | {one.cycle for one in asked.meetings}


def _cycles(
    planner: Planner, asked: TimetableRequest, years: Sequence[Period]
) -> tuple[Period, ...]:
    """The cycles that are named, and the quarters of a year in which quarters are reported."""
    if asked.cycle is not None:
        return (asked.cycle,)
    start = planner.settings.financial_year_start
    found: set[Period] = set()
    for year in years:
        mine = {one for one in _named(planner, asked) if planner.year_of(one) == year}
        is_whole = not mine or any(one.kind is PeriodKind.QUARTER for one in mine)
        if is_whole and not asked.only_named:
            mine |= {quarter(year.start.year, number, start) for number in range(1, 5)}
        found |= mine
    return tuple(sorted(found, key=lambda one: one.sort_key))


def _cancelled(meetings: Iterable[Meeting], register: Register) -> tuple[Meeting, ...]:
    rows = {
        (row.cycle, row.step, body_key(row.body))
        for row in register.timetable
        if row.status is StepStatus.CANCELLED
    }
    return tuple(one for one in meetings if (one.cycle, one.step, body_key(one.body)) in rows)


def _years_with_clt(
    planner: Planner, asked: TimetableRequest, plan: YearPlan
) -> dict[Period, list[TimetableEntry]]:
    """The rows of each whole year in which CLT has a date."""
    found: dict[Period, list[TimetableEntry]] = {}
    for year in plan.years if asked.cycle is None else ():
        rows = [one.entry for one in plan.steps if planner.year_of(one.entry.cycle) == year]
        if any(row.step is TimetableStep.CLT and row.on for row in rows):
            found[year] = rows
    return found


def _judged(plan: YearPlan, across: PlannedYears) -> YearPlan:
    """The plan with what is wrong with it, worst first."""
    found = [*plan.clashes, *clashes_by(ACROSS_CYCLES, across)]
    for cycle in plan.cycles:
        steps = [step for step in plan.steps if step.entry.cycle == cycle]
        found += clashes_by(OF_A_CYCLE, PlannedCycle(across.made, cycle, steps))
    ordered = sorted(found, key=lambda one: (one.severity.rank, _place(one)))
    return replace(plan, clashes=tuple(ordered))


def _place(clash: Clash) -> tuple[date, date, str]:
    cycle = clash.cycle.end if clash.cycle is not None else date.max
    on = clash.entry.on if clash.entry is not None else None
    return (cycle, on or date.min, clash.message)
