"""The rules that a timetable is held against: within a cycle, and from one to the next.

Within a cycle: no meeting, closed days, days gone by, pre-election periods, lead times that people
cannot keep, steps before the one below them. Between cycles: meetings that fit none, one body twice
on a day, too much for one person, bodies left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from datetime import date, timedelta
from itertools import pairwise

from pmf_cli.cycle.due import kpis_of_cycle, late_figures, usual_lag
from pmf_cli.cycle.timetable.clash import ClashKind, ClashRule, TimetableProblem
from pmf_cli.cycle.timetable.meetings import (
    MEETINGS,
    Meeting,
    agenda_day,
    body_key,
    is_far,
    is_open,
    is_public_meeting,
)
from pmf_cli.cycle.timetable.step_plan import Planner, StepMove, StepPlan
from pmf_cli.findings import CellRef, advice, error, warning
from pmf_cli.frozen import frozen
from pmf_cli.places import REPORTING_PROCESS
from pmf_cli.register.periods.period import Period
from pmf_cli.register.sheets.process import Board, TimetableEntry
from pmf_cli.register.terms import BodyKind, StepStatus, TimetableStep
from pmf_cli.words import counted, day, listed, listed_shortly

STEP = TimetableStep


@frozen
class PlannedCycle:
    """One cycle's steps, and what they were made from."""

    made: Planner
    cycle: Period
    steps: Sequence[StepPlan]

    @property
    def dated(self) -> list[StepPlan]:
        """The steps that have a day and were not cancelled."""
        held = (one for one in self.steps if one.entry.status is not StepStatus.CANCELLED)
        return [one for one in held if one.entry.on is not None]

    @property
    def to_come(self) -> Iterator[tuple[StepPlan, date]]:
        """Those that are still open, each with its day."""
        for one in self.dated:
            if is_open(one.entry) and one.entry.on is not None:
                yield one, one.entry.on

    def first_of(self, step: TimetableStep) -> tuple[TimetableEntry, date] | None:
        """The first row of a step with its day."""
        return min(self._rows(step), key=lambda row: row[1], default=None)

    def last_of(self, step: TimetableStep) -> tuple[TimetableEntry, date] | None:
        """The last row of a step with its day."""
        return max(self._rows(step), key=lambda row: row[1], default=None)

    def _rows(self, step: TimetableStep) -> list[tuple[TimetableEntry, date]]:
        rows = (one.entry for one in self.dated if one.entry.step is step)
        return [(row, row.on) for row in rows if row.on is not None]


def step_in_cycle(entry: TimetableEntry) -> str:
    """A step in a sentence: ``Data due for 2024/25 Q3``, ``Cabinet (Executive Board) for ...``."""
    body = f" ({entry.body})" if entry.body and entry.body != entry.step else ""
    return f"{entry.step or 'A step'}{body} for {entry.cycle}"


@error(
    ClashKind.NO_CLT,
    cure="Name its day with --clt, in the file given with --meetings, or in the sheet Timetable (Step:"
    " CLT).",
)
def no_clt(plan: PlannedCycle) -> Iterator[TimetableProblem]:
    """Every cycle has a date for CLT."""
    if plan.first_of(STEP.CLT) is None:
        place = plan.made.register.present.get("Timetable", (REPORTING_PROCESS, "Timetable"))
        row = next((one.before for one in plan.steps if one.before is not None), None)
        yield TimetableProblem(
            f"{plan.cycle} has no date for CLT, so nothing can be worked back from it.",
            cycle=plan.cycle,
            where=row.source.at("cycle") if row is not None and row.source.row else CellRef(*place),
        )


@warning(ClashKind.CLOSED_DAY, cure="Move it.")
def on_closed_day(plan: PlannedCycle) -> Iterator[TimetableProblem]:
    """No step falls on a day on which nobody works."""
    calendar = plan.made.calendar
    for step, on in plan.to_come:
        if closed := calendar.why_not(on):
            before, after = calendar.on_or_before(on), calendar.on_or_after(on)
            yield TimetableProblem(
                f"{step_in_cycle(step.entry)} falls on {day(on)}: {closed}.",
                step.entry,
                cure=f"Move it, for example to {day(before)} or {day(after)}.",
            )


@warning(ClashKind.FAR, cure="Check the year of the date, and the cycle.")
def far_from_period(plan: PlannedCycle) -> Iterator[TimetableProblem]:
    """No step is over a year from the end of its period."""
    for step, on in plan.to_come:
        entry = step.entry
        if is_far(entry):
            message = f"{step_in_cycle(entry)} is on {day(on)}, over a year from the end of its period ({day(entry.cycle.end)})."
            yield TimetableProblem(message, entry)


@warning(ClashKind.PAST, cure="Type when it was done, or a new date.")
def day_has_passed(plan: PlannedCycle) -> Iterator[TimetableProblem]:
    """No open step is in the past."""
    as_of = plan.made.as_of
    for step, on in plan.to_come:
        if on >= as_of or is_far(step.entry):
            continue
        name = step_in_cycle(step.entry)
        gone = counted(max(plan.made.calendar.between(on, as_of), 1), "working day")
        if step.move in (StepMove.NEW, StepMove.MOVES):
            yield TimetableProblem(
                f"{name} would have to be on {day(on)}, {gone} ago ({step.why}).",
                step.entry,
                cure="Do it at once and shorten the lead time, or ask for a later meeting.",
            )
        else:
            message = f"{name} was to be on {day(on)}, {gone} ago, and is not marked done."
            yield TimetableProblem(message, step.entry)


@warning(ClashKind.PRE_ELECTION, cure="Ask the monitoring officer, or move it out of the period.")
def in_pre_election_period(plan: PlannedCycle) -> Iterator[TimetableProblem]:
    """Nothing is published or discussed in public in a pre-election period."""
    for step, on in plan.to_come:
        if step.entry.step not in (STEP.PUBLICATION, STEP.CABINET, STEP.SCRUTINY):
            continue
        for period in plan.made.settings.pre_election:
            if period.start <= on <= period.end and not is_far(step.entry):
                message = f"{step_in_cycle(step.entry)} on {day(on)} falls in the pre-election period ({period.label}, {day(period.start)} to {day(period.end)})."
                yield TimetableProblem(message, step.entry)


UPWARD = (
    STEP.FORMS_SENT,
    STEP.DATA_DUE,
    STEP.COMMENTARY_DUE,
    STEP.DMT_REVIEW,
    STEP.DRAFT,
    STEP.CLT,
    STEP.PORTFOLIO,
    STEP.CABINET,
    STEP.PUBLICATION,
    STEP.LESSONS,
)
"""Sequential upward reporting: each of these comes after the one before it."""


@warning(ClashKind.ORDER, cure="Move one of the two.")
def wrong_order(plan: PlannedCycle) -> Iterator[TimetableProblem]:
    """Each step comes after the one below it; members see nothing before CLT and portfolio holders."""
    chain = [step for step in UPWARD if plan.first_of(step) is not None]
    before_members = [step for step in (STEP.PORTFOLIO, STEP.CLT) if step in chain][:1]
    pairs = [*pairwise(chain), *((step, STEP.SCRUTINY) for step in before_members)]
    for lower, upper in (*pairs, (STEP.SCRUTINY, STEP.LESSONS)):
        yield from _wrong_way(plan, lower, upper)


@advice(
    ClashKind.ORDER,
    cure="Nothing to do where scrutiny looks before a decision; otherwise move one of the two.",
)
def scrutiny_before_cabinet(plan: PlannedCycle) -> Iterator[TimetableProblem]:
    """Scrutiny comes after Cabinet."""
    yield from _wrong_way(plan, STEP.CABINET, STEP.SCRUTINY)


def _wrong_way(
    plan: PlannedCycle, lower: TimetableStep, upper: TimetableStep
) -> Iterator[TimetableProblem]:
    below, above = plan.last_of(lower), plan.first_of(upper)
    if below is None or above is None:
        return
    (first, done_on), (after, on) = below, above
    if on < done_on and (is_open(first) or is_open(after)):
        body = f" ({first.body})" if first.body else ""
        message = (
            f"{step_in_cycle(after)} ({day(on)}) comes before {first.step}{body} ({day(done_on)})."
        )
        yield TimetableProblem(message, after if is_open(after) else first, after.cycle)


def _agendas(plan: PlannedCycle) -> Iterator[tuple[TimetableEntry, date, date]]:
    """The public meetings to come, each with its day and the last day for its agenda."""
    clear = plan.made.settings.timetable.agenda
    for step, on in plan.to_come:
        if is_public_meeting(plan.made.register, step.entry):
            yield step.entry, on, agenda_day(on, clear, plan.made.calendar)


def _for_the_agenda(plan: PlannedCycle, entry: TimetableEntry, on: date, out: date) -> str:
    clear = plan.made.settings.timetable.agenda
    return f"For {clear} clear working days the agenda of {step_in_cycle(entry)} on {day(on)} must be out by {day(out)}"


def _is_late_for(
    told: tuple[TimetableEntry, date] | None, first: date, meeting: date
) -> tuple[TimetableEntry, date] | None:
    """A step that is on a day from the first up to, and not on, that of a meeting."""
    return told if told is not None and first <= told[1] < meeting else None


@warning(
    ClashKind.AGENDA,
    cure="Ask for a later meeting, an earlier CLT, or agree a late paper with the chair.",
)
def agenda_before_clt(plan: PlannedCycle) -> Iterator[TimetableProblem]:
    """CLT has agreed public papers when their agenda goes out."""
    for entry, on, out in _agendas(plan):
        if clt := _is_late_for(plan.last_of(STEP.CLT), out, on):
            words = _for_the_agenda(plan, entry, on, out)
            yield TimetableProblem(f"{words}, but CLT meets only on {day(clt[1])}.", entry)


@warning(ClashKind.TOLD_LATE, cure="Tell portfolio holders before the agenda is public.")
def told_after_the_agenda(plan: PlannedCycle) -> Iterator[TimetableProblem]:
    """Portfolio holders know before the agenda is public; of one that CLT is late for, that is said."""
    for entry, on, out in _agendas(plan):
        late = _is_late_for(plan.last_of(STEP.PORTFOLIO), out + timedelta(days=1), on)
        if late is not None and _is_late_for(plan.last_of(STEP.CLT), out, on) is None:
            told, when = late
            message = f"{_for_the_agenda(plan, entry, on, out)}, but portfolio holders are told only on {day(when)}."
            yield TimetableProblem(message, told if is_open(told) else entry, entry.cycle)


@warning(ClashKind.PRE_ELECTION, cure="Ask the monitoring officer, or move the meeting.")
def agenda_in_pre_election_period(plan: PlannedCycle) -> Iterator[TimetableProblem]:
    """No agenda is published in a pre-election period for a meeting after it."""
    for entry, on, out in _agendas(plan):
        for period in plan.made.settings.pre_election:
            if period.start <= out <= period.end < on:
                message = f"The agenda of {step_in_cycle(entry)} would be published by {day(out)}, in the pre-election period ({period.label})."
                yield TimetableProblem(message, entry)


@warning(ClashKind.SHORT_DATA, cure="Move one of the two.")
def few_days_for_data(plan: PlannedCycle) -> Iterator[TimetableProblem]:
    """Contacts have days enough for their results."""
    least = plan.made.settings.timetable.least_for_data
    yield from _few_days(plan, STEP.FORMS_SENT, STEP.DATA_DUE, least, "results")


@warning(ClashKind.SHORT_COMMENTARY, cure="Move one of the two.")
def few_days_for_commentary(plan: PlannedCycle) -> Iterator[TimetableProblem]:
    """Contacts have days enough for their commentary."""
    least = plan.made.settings.timetable.least_for_commentary
    yield from _few_days(plan, STEP.DATA_DUE, STEP.COMMENTARY_DUE, least, "reasons and actions")


def _few_days(
    plan: PlannedCycle, step: TimetableStep, following: TimetableStep, least: int, what: str
) -> Iterator[TimetableProblem]:
    below, above = plan.last_of(step), plan.first_of(following)
    if below is None or above is None or not is_open(above[0]):
        return
    (first, begins), (after, on) = below, above
    days = plan.made.calendar.between(begins, on)
    if 0 <= days < least:
        yield TimetableProblem(
            f"For {plan.cycle} contacts have {counted(days, 'working day')} for {what}, from"
            f" {first.step} ({day(begins)}) to {after.step} ({day(on)}); at least {least} are wanted.",
            after,
            cure=f"Move {first.step} forward or {after.step} back.",
        )


@error(
    ClashKind.BEFORE_END,
    cure="Check the cycle and the date; a meeting takes the papers of a period that is over.",
)
def before_the_period_ends(plan: PlannedCycle) -> Iterator[TimetableProblem]:
    """Data cannot be due, nor CLT meet, before the period is over."""
    for row in (plan.last_of(STEP.DATA_DUE), plan.first_of(STEP.CLT)):
        if row is not None and row[1] <= plan.cycle.end and is_open(row[0]):
            message = f"{step_in_cycle(row[0])} is on {day(row[1])}, but the period ends on {day(plan.cycle.end)}."
            yield TimetableProblem(message, row[0])


@warning(
    ClashKind.NO_FIGURES,
    cure="Move data due and CLT back, or agree earlier figures with the services.",
)
def half_without_figures(plan: PlannedCycle) -> Iterator[TimetableProblem]:
    """Half of the KPIs can have their figures when data is due."""
    for due, on, late, lag in _without_figures(plan):
        ready = plan.cycle.end + timedelta(days=lag)
        if ready > on:
            refs = listed_shortly(list(late))
            message = f"{step_in_cycle(due)} is on {day(on)}, but half of the KPIs have their figures only {counted(lag, 'day')} after the period, on {day(ready)} or later: {refs}."
            yield TimetableProblem(message, due)


@advice(
    ClashKind.NO_FIGURES,
    cure="They will show their figure before, and are asked for in the next cycle. Nothing to do"
    " where that is agreed.",
)
def some_without_figures(plan: PlannedCycle) -> Iterator[TimetableProblem]:
    """Every KPI can have its figure when data is due."""
    for due, on, late, lag in _without_figures(plan):
        if plan.cycle.end + timedelta(days=lag) <= on:
            when = listed_shortly([f"{ref} ({day(ready)})" for ref, ready in late.items()])
            message = f"{step_in_cycle(due)} is on {day(on)}, before {counted(len(late), 'KPI')} can have figures: {when}."
            yield TimetableProblem(message, due)


def _without_figures(
    plan: PlannedCycle,
) -> Iterator[tuple[TimetableEntry, date, Mapping[str, date], int]]:
    """Data due before the KPIs can have their figures: which, from when on, and the usual lag."""
    row = plan.last_of(STEP.DATA_DUE)
    if row is None or not is_open(row[0]) or row[1] <= plan.cycle.end:
        return
    year_start = plan.made.settings.financial_year_start
    asked = kpis_of_cycle(plan.made.register, plan.cycle, year_start)
    if late := {kpi.ref: ready for kpi, ready in late_figures(asked, row[1])}:
        yield *row, late, usual_lag(asked)


OF_A_CYCLE: tuple[ClashRule[PlannedCycle], ...] = (
    no_clt,
    on_closed_day,
    far_from_period,
    day_has_passed,
    in_pre_election_period,
    few_days_for_data,
    few_days_for_commentary,
    before_the_period_ends,
    half_without_figures,
    some_without_figures,
    wrong_order,
    scrutiny_before_cabinet,
    agenda_before_clt,
    told_after_the_agenda,
    agenda_in_pre_election_period,
)

MOST_A_DAY = 3
"""Steps that one person can see to on one day."""
EXPECTED = (BodyKind.CLT, BodyKind.EXECUTIVE, BodyKind.SCRUTINY)
"""Bodies that a year without a meeting is told of."""


@frozen
class PlannedYears:
    """Every step of a plan across its cycles.

    Attributes:
        years: the rows by year, for the years whose bodies must all meet.
        cancelled: meetings given whose row the sheet says is cancelled.
        outside: meetings given for none of the cycles, by financial year.
    """

    made: Planner
    steps: Sequence[StepPlan]
    years: Mapping[Period, Sequence[TimetableEntry]]
    cancelled: Sequence[Meeting] = ()
    outside: Mapping[Period, Sequence[Meeting]] = field(default_factory=dict)

    @property
    def to_come(self) -> Iterator[tuple[TimetableEntry, date]]:
        """The steps that are still open, each with its day."""
        for one in self.steps:
            if is_open(one.entry) and one.entry.on is not None:
                yield one.entry, one.entry.on


@warning(ClashKind.CANCELLED, cure="Set its Status to Planned, or leave the meeting out.")
def meeting_cancelled(plan: PlannedYears) -> Iterator[TimetableProblem]:
    """No meeting given is cancelled in the sheet."""
    for one in plan.cancelled:
        message = f"{one.body} for {one.cycle} on {day(one.on)} is among the meetings given, but the sheet Timetable says that it is cancelled."
        yield TimetableProblem(message, cycle=one.cycle, where=one.where)


@warning(ClashKind.OUTSIDE, cure="Plan them with --year.")
def meetings_of_other_years(plan: PlannedYears) -> Iterator[TimetableProblem]:
    """Every meeting given is for one of the cycles asked for; the others are left out, and said so."""
    for year, mine in plan.outside.items():
        cycles = listed(sorted({str(one.cycle) for one in mine}))
        was = "was" if len(mine) == 1 else "were"
        yield TimetableProblem(
            f"{counted(len(mine), 'meeting')} given for {cycles} {was} left out: not among the cycles asked for.",
            where=mine[0].where,
            cure=f"To plan them, run the command with --year {year}.",
        )


@warning(ClashKind.SAME_DAY, cure="Correct the date or the cycle of one of them.")
def two_cycles_on_one_day(plan: PlannedYears) -> Iterator[TimetableProblem]:
    """No body takes the papers of two cycles on the same day: one of them is a slip."""
    met: dict[tuple[str, date], TimetableEntry] = {}
    for entry, on in plan.to_come:
        if entry.step in MEETINGS and entry.body is not None:
            first = met.setdefault((body_key(entry.body), on), entry)
            if first.cycle != entry.cycle:
                message = (
                    f"{entry.body} meets on {day(on)} for both {first.cycle} and {entry.cycle}."
                )
                yield TimetableProblem(message, entry)


@warning(ClashKind.BUSY, cure="Move one of them, or name somebody else under Responsible.")
def meetings_at_once(plan: PlannedYears) -> Iterator[TimetableProblem]:
    """Nobody is in two meetings at once."""
    at: dict[tuple[str, date, str], list[TimetableEntry]] = defaultdict(list)
    for entry, on in plan.to_come:
        if entry.responsible and entry.at:
            at[entry.responsible, on, entry.at].append(entry)
    for (who, on, time), both in at.items():
        if len(both) > 1:
            message = f"{who} is responsible for {counted(len(both), 'meeting')} on {day(on)} at {time}: {listed(map(step_in_cycle, both))}."
            yield TimetableProblem(message, both[-1])


@advice(ClashKind.BUSY, cure="Spread them, or name somebody else under Responsible.")
def too_much_on_one_day(plan: PlannedYears) -> Iterator[TimetableProblem]:
    """Nobody has to see to more than a few steps on one day."""
    days: dict[tuple[str, date], list[TimetableEntry]] = defaultdict(list)
    for entry, on in plan.to_come:
        if entry.responsible:
            days[entry.responsible, on].append(entry)
    for (who, on), mine in days.items():
        if len(mine) > MOST_A_DAY:
            message = f"{who} is responsible for {counted(len(mine), 'step')} on {day(on)}: {listed(map(step_in_cycle, mine))}."
            yield TimetableProblem(message, mine[0])


@advice(ClashKind.NO_MEETING, cure="Add its meetings, or take it out of the sheet Boards.")
def body_left_out(plan: PlannedYears) -> Iterator[TimetableProblem]:
    """A body that receives papers has a meeting in the year."""
    for year, rows in plan.years.items():
        have = {body_key(row.body) for row in rows if row.on is not None}
        is_unnamed = any(not row.body for row in rows)  # Such a meeting is CLT's.
        for board in plan.made.register.boards:
            has_met = body_key(board.body) in have or (is_unnamed and board.kind is BodyKind.CLT)
            if board.kind in EXPECTED and not has_met:
                yield _without_meeting(board, year)


def _without_meeting(board: Board, year: Period) -> TimetableProblem:
    how_often = (board.frequency or "no frequency given").lower()
    message = f"{board.body} ({how_often}) has no meeting in the timetable for {year}."
    return TimetableProblem(message, where=board.source.at("body") if board.source.row else None)


ACROSS_CYCLES: tuple[ClashRule[PlannedYears], ...] = (
    meeting_cancelled,
    meetings_of_other_years,
    two_cycles_on_one_day,
    meetings_at_once,
    too_much_on_one_day,
    body_left_out,
)
