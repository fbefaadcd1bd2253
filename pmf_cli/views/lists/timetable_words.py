"""Steps of a timetable in words: what, who, when, and how each stands."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date

from pmf_cli.cycle.timetable.meetings import agenda_day, clock, is_done, is_open, is_public_meeting
from pmf_cli.cycle.timetable.year_plan import YearPlan
from pmf_cli.cycle.working_days import WorkingDays
from pmf_cli.findings import CellRef
from pmf_cli.frozen import frozen
from pmf_cli.register.periods.period import Period, PeriodKind
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.process import TimetableEntry
from pmf_cli.register.terms import StepStatus, TimetableStep
from pmf_cli.settings import Settings
from pmf_cli.views.base import Entry, Tone
from pmf_cli.views.entries import date_entry
from pmf_cli.views.listing import Field, R, register_title
from pmf_cli.views.references import role_of
from pmf_cli.words import counted, day, lower_first

NOBODY = "Nobody named"
BLANK = "–"
"""Stands where a step has no body, time or agenda."""
SAID_BY_STEP = (TimetableStep.CLT, TimetableStep.PUBLICATION)
"""Steps whose body everybody knows."""
STEP_TONES = {
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


@frozen
class ShownTimetable:
    """A timetable to be shown.

    Attributes:
        contact: only what this contact sees to; empty for everybody.
        steps: cycle and step of what is asked of the contact without being named as responsible.
    """

    register: Register
    settings: Settings
    as_of: date
    plan: YearPlan
    contact: str = ""
    steps: Collection[str] = ()

    @property
    def entries(self) -> tuple[TimetableEntry, ...]:
        """The steps to show."""
        entries = (step.entry for step in self.plan.steps)
        if not self.contact:
            return tuple(entries)
        return tuple(
            entry
            for entry in entries
            if entry.responsible == self.contact or step_key(entry) in self.steps
        )

    @property
    def title(self) -> str:
        """What the list is called: ``Timetable for 2024/25``."""
        label = self.plan.label if len(self.plan.cycles) > 1 else str(self.plan.cycles[0])
        post = role_of(self.register, self.contact) or self.contact
        return f"Timetable for {label}{f': {post}' if post else ''}"

    @property
    def heading(self) -> str:
        """The register's name and the title."""
        return register_title(self.register, lower_first(self.title))


def meeting_fields(
    entry_of: Callable[[R], TimetableEntry | None],
) -> tuple[Field[R], ...]:
    """Time, reference and lead time of the meeting that a row's step is."""

    def field(
        key: str,
        title: str,
        meaning: str,
        of: Callable[[TimetableEntry], object],
        width: float = 1.0,
    ) -> Field[R]:
        def told(row: R) -> object:
            entry = entry_of(row)
            return None if entry is None else of(entry)

        return Field(key, title, meaning, told, None, BLANK, width)

    why = "The lead time that gave the date, in working days before CLT."
    return (
        field("time", "Time", "The time of day, if any.", time_words, 0.7),
        field(
            "meeting_ref", "Meeting reference", "The meeting's reference.",
            lambda entry: entry.meeting_ref, 1.4,
        ),
        field("working_days_before", "", why, lambda entry: entry.working_days_before),
    )  # fmt: skip


def step_key(entry: TimetableEntry) -> str:
    """What tells a step from every other: cycle, step and body."""
    return f"{entry.cycle}|{entry.step or ''}|{' '.join((entry.body or '').split())}"


def step_name(entry: TimetableEntry) -> str:
    """The step's name; a word where the cell is blank."""
    return str(entry.step or "Step not named")


def body_words(entry: TimetableEntry) -> str:
    """The body, unless the step says it already; else empty."""
    return "" if entry.step in SAID_BY_STEP else " ".join((entry.body or "").split())


def seen_to_by(register: Register, entry: TimetableEntry) -> str:
    """Who sees to it, by post; the cell's own words where it names a role."""
    return role_of(register, entry.responsible) or entry.responsible or NOBODY


def short_cycle(cycle: Period) -> str:
    """A cycle within its year: ``Q3`` of ``2024/25 Q3``; other periods in full."""
    quarterly = cycle.kind is PeriodKind.QUARTER
    return cycle.label.rpartition(" ")[2] if quarterly else cycle.label


def day_of_week(on: date) -> str:
    """``Fri 24/01/2025``."""
    return f"{weekday(on)[:3]} {day(on)}"


def day_entry(on: date | None, ref: CellRef | None = None) -> Entry:
    """A day with its name, kept as a date for Excel; that there is none where there is none."""
    if on is None:
        return date_entry(None, "No date")
    return Entry(day_of_week(on), value=on, number_format="ddd dd/mm/yyyy", ref=ref)


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
    if entry.on is None or not is_public_meeting(register, entry):
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
