"""Steps of a timetable in words: what, who, when, and how each stands."""

from __future__ import annotations

from datetime import date

from pmf_cli.cycle.timetable.meetings import agenda_day, clock, is_done, is_open, is_public
from pmf_cli.cycle.working_days import WorkingDays
from pmf_cli.register.periods.period import Period, PeriodKind
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.process import TimetableEntry
from pmf_cli.register.terms import StepStatus, TimetableStep
from pmf_cli.settings import Settings
from pmf_cli.views.base import Entry, Tone
from pmf_cli.views.roles import role_of
from pmf_cli.words import counted, day

NOBODY = "Nobody named"
BLANK = "–"
"""Stands where a step has no body, time or agenda."""
SAID_BY_STEP = (TimetableStep.CLT, TimetableStep.PUBLICATION)
"""Steps whose body everybody knows."""
TONES = {
    TimetableStep.FORMS_SENT: Tone.GATHERING,
    TimetableStep.DATA_DUE: Tone.GATHERING,
    TimetableStep.COMMENTARY_DUE: Tone.GATHERING,
    TimetableStep.DMT_REVIEW: Tone.REVIEWING,
    TimetableStep.DRAFT: Tone.REVIEWING,
    TimetableStep.CLT: Tone.REVIEWING,
    TimetableStep.PORTFOLIO: Tone.MEMBERS,
    TimetableStep.CABINET: Tone.MEMBERS,
    TimetableStep.SCRUTINY: Tone.MEMBERS,
    TimetableStep.PUBLICATION: Tone.SHARING,
    TimetableStep.LESSONS: Tone.SHARING,
}
"""What kind of step each is, for the planner's colours."""


def step_name(entry: TimetableEntry) -> str:
    """The step's name; a word where the cell is blank."""
    return str(entry.step or "Step not named")


def body_words(entry: TimetableEntry) -> str:
    """The body, unless the step says it already; else empty."""
    return "" if entry.step in SAID_BY_STEP else " ".join((entry.body or "").split())


def who(register: Register, entry: TimetableEntry) -> str:
    """Who sees to it, by post; the cell's own words where it names a role."""
    return role_of(register, entry.responsible) or entry.responsible or NOBODY


def short_cycle(cycle: Period) -> str:
    """A cycle within its year: ``Q3`` of ``2024/25 Q3``; other periods in full."""
    quarterly = cycle.kind is PeriodKind.QUARTER
    return cycle.label.rpartition(" ")[2] if quarterly else cycle.label


def day_of_week(on: date) -> str:
    """``Fri 24/01/2025``."""
    return f"{weekday(on)[:3]} {day(on)}"


def weekday(on: date) -> str:
    """The day's name, in English wherever the program runs."""
    names = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    return names[on.weekday()]


def time_words(entry: TimetableEntry) -> str:
    """The time of day; empty where none is given."""
    return clock(entry.at)


def agenda_by(
    register: Register, settings: Settings, calendar: WorkingDays, entry: TimetableEntry
) -> date | None:
    """When the agenda of a public meeting must be out; ``None`` for everything else."""
    if entry.on is None or not is_public(register, entry):
        return None
    return agenda_day(entry.on, settings.timetable.agenda, calendar)


def is_late(entry: TimetableEntry, as_of: date) -> bool:
    """True for a step not done though its day has passed."""
    over = entry.on is not None and entry.on < as_of
    return is_open(entry) and (over or entry.status is StepStatus.LATE)


def status_entry(entry: TimetableEntry, as_of: date) -> Entry:
    """How a step stands: done and when, cancelled, late by so many days, or still to come."""
    if entry.status is StepStatus.CANCELLED:
        return Entry("Cancelled", tone=Tone.MUTED)
    if is_done(entry):
        when = f" {day(entry.done_on)}" if entry.done_on is not None else ""
        return Entry(f"Done{when}", tone=Tone.MUTED)
    if is_late(entry, as_of):
        days = (as_of - entry.on).days if entry.on is not None else 0
        return Entry(f"Late by {counted(days, 'day')}" if days > 0 else "Late", tone=Tone.RED)
    if entry.on == as_of:
        return Entry("Today", tone=Tone.TOTAL)
    return Entry("Planned")


def pre_election(settings: Settings, on: date | None) -> str:
    """The name of the pre-election period that a day falls in; else empty."""
    periods = settings.pre_election if on is not None else ()
    return next((p.label for p in periods if on is not None and p.start <= on <= p.end), "")
