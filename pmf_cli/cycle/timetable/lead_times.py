"""One cycle worked back from the day of CLT and the other meetings, by lead times in working days.

A date that the officer typed stays as long as it fits; a date that came from a lead time follows
the meeting; a step that is done never moves. Meetings given beside the sheet replace its dates.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from pmf_cli.cycle.bodies import meets_each_cycle
from pmf_cli.cycle.timetable.meetings import (
    MEETINGS,
    Meeting,
    agenda_day,
    body_key,
    clock,
    is_done,
    is_far,
    is_open,
    is_public_meeting,
)
from pmf_cli.cycle.timetable.step_plan import (
    Planner,
    Precedents,
    StepPlan,
    as_it_stands,
    days_of_steps,
    first_day_of,
    moved_step,
    place_in_timetable,
)
from pmf_cli.register.periods.period import Period
from pmf_cli.register.sheets.process import TimetableEntry
from pmf_cli.register.terms import BodyKind, StepStatus, TimetableStep
from pmf_cli.words import counted, day

STEP = TimetableStep
GIVEN = "Date of the meeting"


def plan_cycle(
    planner: Planner,
    cycle: Period,
    meetings: Sequence[Meeting],
    precedents: Precedents,
) -> tuple[StepPlan, ...]:
    """The steps of a cycle in order of their day."""
    rows = [row for row in planner.register.timetable if row.cycle == cycle]
    steps = list(with_meetings(rows, meetings, precedents))
    clt = first_day_of(steps, STEP.CLT)
    if clt is not None:
        _Cycle(planner, cycle, clt, precedents, steps).work_out()
    return tuple(sorted(steps, key=lambda step: place_in_timetable(step.entry)))


class _Cycle:
    """Works out the steps of one cycle whose CLT date is known, adding them to ``steps``."""

    def __init__(
        self,
        planner: Planner,
        cycle: Period,
        clt: date,
        precedents: Precedents,
        steps: list[StepPlan],
    ) -> None:
        self._of = planner
        self._times = planner.settings.timetable
        self._calendar = planner.calendar
        self._cycle = cycle
        self._clt = clt
        self._precedents = precedents
        self._steps = steps

    def work_out(self) -> None:
        """All steps, in the order in which they hang on one another."""
        times = self._times
        self._before(STEP.FORMS_SENT, times.forms_sent)
        self._before(STEP.DATA_DUE, times.data_due)
        self._before(STEP.COMMENTARY_DUE, times.commentary_due)
        self._reviews(times.dmt_review)
        self._before(STEP.DRAFT, times.draft)
        self._portfolio_holders()
        self._publication()
        self._lessons()

    def _before(self, step: TimetableStep, lead: int) -> None:
        """A step so many working days before CLT."""
        mine = self._places(step)
        for number in mine:
            self._steps[number] = self._led(self._steps[number], lead)
        if not mine:
            self._add(step, self._calendar.before(self._clt, lead), self._lead_words(lead), lead)

    def _places(self, step: TimetableStep) -> list[int]:
        return [number for number, one in enumerate(self._steps) if one.entry.step is step]

    def _led(self, step: StepPlan, lead: int) -> StepPlan:
        row = step.entry
        if not is_open(row):
            return step
        own = row.working_days_before if not self._of.anew else None
        if own is None and not self._of.anew and self._fits_before(row):
            return as_it_stands(row, "Date of your own, which fits")
        days = lead if own is None else own
        words = self._lead_words(days)
        if own is not None and own != lead:
            words += f" (the row's own lead time; pmf.toml has {lead})"
        on = self._calendar.before(self._clt, days)
        return moved_step(row, words, on=on, working_days_before=days)

    def _fits_before(self, row: TimetableEntry) -> bool:
        if row.on is None or is_far(row):
            return False
        return self._calendar.is_working(row.on) and row.on <= self._clt

    def _lead_words(self, lead: int) -> str:
        return f"{counted(lead, 'working day')} before CLT on {day(self._clt)}"

    def _reviews(self, lead: int) -> None:
        """Each management team reviews: at its meeting, else by lead time."""
        mine = self._places(STEP.DMT_REVIEW)
        for number in mine:
            if is_worked_out(self._steps[number].entry):
                self._steps[number] = self._led(self._steps[number], lead)
        have = {body_key(self._steps[number].entry.body) for number in mine}
        on, words = self._calendar.before(self._clt, lead), self._lead_words(lead)
        for body in self._teams():
            if body_key(body) not in have and (body or not mine):
                self._add(STEP.DMT_REVIEW, on, words, lead, body)

    def _teams(self) -> list[str]:
        """The management teams that review each cycle; one without a name where none is known."""
        teams = [board for board in self._of.register.boards if board.kind is BodyKind.DMT]
        return [team.body for team in teams if meets_each_cycle(team)] if teams else [""]

    def _portfolio_holders(self) -> None:
        """After CLT, and before the agenda of any public meeting tells everybody else."""
        first = min(self._agendas(), default=date.max)
        usual = self._calendar.add(self._clt, self._times.portfolio_holders)
        soonest = self._calendar.add(self._clt, 1)
        on = max(min(usual, self._calendar.on_or_before(first)), soonest)
        words = f"{counted(self._times.portfolio_holders, 'working day')} after CLT"
        if on < usual:
            words = f"Before the agenda of a public meeting goes out on {day(first)}"
        self._after(STEP.PORTFOLIO, on, words, lambda typed: self._clt <= typed <= max(first, on))

    def _agendas(self) -> list[date]:
        return [
            agenda_day(one.entry.on, self._times.agenda, self._calendar)
            for one in self._steps
            if one.entry.on is not None
            and one.entry.status is not StepStatus.CANCELLED
            and is_public_meeting(self._of.register, one.entry)
        ]

    def _publication(self) -> None:
        """After Cabinet; without one after the last public meeting, else after CLT."""
        days = days_of_steps(self._steps, STEP.CABINET) or days_of_steps(self._steps, STEP.SCRUTINY)
        after = "Cabinet" if days_of_steps(self._steps, STEP.CABINET) else "the last public meeting"
        if not days:
            days, after = days_of_steps(self._steps, STEP.PORTFOLIO), "portfolio holders are told"
        last = max(days, default=self._clt)
        if last < self._clt:  # a public meeting before CLT is a finding; nothing is published by it
            last, after = self._clt, "CLT"
        words = f"{counted(self._times.publication, 'working day')} after {after}"
        on = self._calendar.add(last, self._times.publication)
        self._after(STEP.PUBLICATION, on, words, lambda typed: typed >= last)

    def _lessons(self) -> None:
        """After everything else."""
        others = [step for step in TimetableStep if step is not STEP.LESSONS]
        last = max(days_of_steps(self._steps, *others), default=self._clt)
        words = f"{counted(self._times.lessons, 'working day')} after the last step"
        on = self._calendar.add(last, self._times.lessons)
        self._after(STEP.LESSONS, on, words, lambda typed: typed >= last)

    def _after(
        self, step: TimetableStep, on: date, words: str, fits: Callable[[date], bool]
    ) -> None:
        """A step after CLT: a typed date that fits stays."""
        mine = self._places(step)
        for number in mine:
            row = self._steps[number].entry
            if is_open(row):
                if row.on != on and self._may_stay(row, fits):
                    self._steps[number] = as_it_stands(row, "Date of your own, which fits")
                else:
                    self._steps[number] = moved_step(row, words, on=on)
        if not mine:
            self._add(step, on, words)

    def _may_stay(self, row: TimetableEntry, fits: Callable[[date], bool]) -> bool:
        """Whether a typed date is a working day of its cycle and fits."""
        if row.on is None or self._of.anew or is_far(row):
            return False
        return self._calendar.is_working(row.on) and fits(row.on)

    def _add(
        self, step: TimetableStep, on: date, why: str, lead: int | None = None, body: str = ""
    ) -> None:
        if on < self._of.as_of and self._clt_is_over():
            return
        over = {} if lead is None else {"working_days_before": lead}
        made = self._precedents.new(self._cycle, step, on, why, body or None, **over)
        self._steps.append(made)

    def _clt_is_over(self) -> bool:
        return self._clt < self._of.as_of or any(
            one.entry.step is STEP.CLT and is_done(one.entry) for one in self._steps
        )


def with_meetings(
    rows: Sequence[TimetableEntry], meetings: Sequence[Meeting], precedents: Precedents
) -> Iterator[StepPlan]:
    """The sheet's rows with the meetings' dates, then the meetings that have no row yet."""
    left = list(meetings)
    for row in rows:
        meeting = next((one for one in left if _is_of(one, row, rows)), None)
        if meeting is None:
            yield as_it_stands(row, _as_given(row))
            continue
        left.remove(meeting)
        if is_open(row):
            over = {"at": _time_of(meeting, row), "meeting_ref": meeting.ref or row.meeting_ref}
            yield moved_step(row, GIVEN, on=meeting.on, **over)
        else:
            yield as_it_stands(row)
    yield from (_new_meeting(one, precedents) for one in left)


def _new_meeting(meeting: Meeting, precedents: Precedents) -> StepPlan:
    over: dict[str, object] = {"at": meeting.at or None, "meeting_ref": meeting.ref or None}
    if meeting.step is STEP.CLT:
        over["working_days_before"] = 0
    body = meeting.body or None
    return precedents.new(meeting.cycle, meeting.step, meeting.on, GIVEN, body, **over)


def _time_of(meeting: Meeting, row: TimetableEntry) -> str | None:
    """The meeting's time of day; as the sheet writes it where it is the same, or none was given."""
    return row.at if not meeting.at or clock(row.at) == meeting.at else meeting.at


def _is_of(meeting: Meeting, row: TimetableEntry, rows: Sequence[TimetableEntry]) -> bool:
    if row.step is not meeting.step:
        return False
    if body_key(row.body) == body_key(meeting.body):
        return True
    alone = sum(other.step is row.step for other in rows) == 1
    return meeting.step is STEP.CLT and alone and not (row.body and meeting.body)


def _as_given(row: TimetableEntry) -> str:
    return GIVEN if row.step in MEETINGS and not is_worked_out(row) else ""


def is_worked_out(row: TimetableEntry) -> bool:
    """True for a DMT review that is no meeting of its own: its day came from a lead time."""
    return (
        row.step is STEP.DMT_REVIEW
        and row.meeting_ref is None
        and (row.working_days_before is not None or row.on is None)
    )
