"""The timetable as a list: the steps of each cycle in order of their day."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pmf_cli.cycle.timetable.year_plan import YearPlan
from pmf_cli.findings import CellRef
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.process import TimetableEntry
from pmf_cli.register.terms import StepStatus
from pmf_cli.settings import Settings
from pmf_cli.views.base import Block, Column, Entry, Paragraph, Section, Table, TextStyle
from pmf_cli.views.entries import date_entry, text_entry
from pmf_cli.views.listing import Datum, Listing
from pmf_cli.views.lists.rag import cell_text
from pmf_cli.views.lists.timetable_words import (
    BLANK,
    agenda_by,
    body_words,
    day_of_week,
    is_late,
    pre_election,
    status_entry,
    step_name,
    time_words,
    weekday,
    who,
)
from pmf_cli.views.roles import role_of
from pmf_cli.views.wording import part_name
from pmf_cli.words import counted, day

SCHEMA = "pmf/timetable/1"
COLUMNS = (
    Column("Date", 1.5, key="date"),
    Column("Step", 1.8, key="step"),
    Column("Body", 2.6, key="body"),
    Column("Time", 0.7, key="time"),
    Column("Agenda out by", 1.3, key="agenda_by"),
    Column("Who sees to it", 2.4, key="who"),
    Column("How it stands", 1.4, key="status"),
)


@dataclass(frozen=True)
class Shown:
    """A timetable to be shown.

    Attributes:
        register: the register.
        settings: its settings.
        as_of: the date.
        plan: the timetable of the years asked for.
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


def step_key(entry: TimetableEntry) -> str:
    """What tells a step from every other: cycle, step and body."""
    return f"{entry.cycle}|{entry.step or ''}|{' '.join((entry.body or '').split())}"


def timetable_listing(shown: Shown) -> Listing:
    """The steps for a screen, and for other programs."""
    entries = shown.entries
    heading = f"{shown.register.name or 'KPI Register'}: {shown.title[0].lower()}{shown.title[1:]}"
    sections = [Section(heading, 1, (Paragraph(summary(shown), TextStyle.LEAD),))]
    for cycle in shown.plan.cycles:
        mine = [entry for entry in entries if entry.cycle == cycle]
        if mine or not shown.contact:
            sections.append(Section(str(cycle), 2, (_table(shown, str(cycle), mine),)))
    statuses = [str(entry.status or "") for entry in entries]
    return Listing(
        schema=SCHEMA,
        register=shown.register.name,
        period=shown.plan.label,
        as_of=shown.as_of,
        counts={"steps": len(entries)}
        | {str(status).lower(): statuses.count(str(status)) for status in StepStatus},
        key="steps",
        items=tuple(_item(shown, entry) for entry in entries),
        sections=tuple(sections),
    )


def summary(shown: Shown) -> str:
    """How many steps there are, how many are done, and what is late."""
    entries = [e for e in shown.entries if e.status is not StepStatus.CANCELLED]
    done = sum(e.status is StepStatus.DONE or e.done_on is not None for e in entries)
    late = sum(is_late(entry, shown.as_of) for entry in entries)
    words = f"{counted(len(entries), 'step')} in {counted(len(shown.plan.cycles), 'cycle')}"
    return f"{words}; {done:,} done and {late:,} late on {day(shown.as_of)}."


def _table(shown: Shown, cycle: str, entries: Sequence[TimetableEntry]) -> Block:
    if not entries:
        return Paragraph("The timetable has no step for this cycle yet.")
    return Table(
        part_name("timetable", cycle),
        f"Timetable of {cycle}",
        COLUMNS,
        tuple(row(shown, entry) for entry in entries),
        f"The steps of {cycle} in order of their day.",
    )


def row(shown: Shown, entry: TimetableEntry) -> tuple[Entry, ...]:
    """One step as a row of the table."""
    on, out = entry.on, _agenda(shown, entry)
    when = date_entry(None, "No date")
    if on is not None:
        when = Entry(day_of_week(on), value=on, number_format="ddd dd/mm/yyyy", ref=_cell(entry))
    return (
        when,
        Entry(step_name(entry)),
        text_entry(body_words(entry), BLANK),
        text_entry(time_words(entry), BLANK),
        date_entry(out, BLANK),
        text_entry(who(shown.register, entry)),
        status_entry(entry, shown.as_of),
    )


def _agenda(shown: Shown, entry: TimetableEntry) -> date | None:
    return agenda_by(shown.register, shown.settings, shown.plan.calendar, entry)


def _cell(entry: TimetableEntry) -> CellRef | None:
    return entry.source.at("on") if entry.source.row else None


def _item(shown: Shown, entry: TimetableEntry) -> Mapping[str, Datum]:
    on, out = entry.on, _agenda(shown, entry)
    return {
        "cycle": str(entry.cycle),
        "step": step_name(entry),
        "body": entry.body,
        "date": None if on is None else on.isoformat(),
        "weekday": None if on is None else weekday(on),
        "time": time_words(entry) or None,
        "meeting_ref": entry.meeting_ref,
        "working_days_before": entry.working_days_before,
        "agenda_by": None if out is None else out.isoformat(),
        "responsible": entry.responsible,
        "who": who(shown.register, entry),
        "depends_on": entry.depends_on,
        "status": None if entry.status is None else str(entry.status),
        "done_on": None if entry.done_on is None else entry.done_on.isoformat(),
        "days": None if on is None else (on - shown.as_of).days,
        "late": is_late(entry, shown.as_of),
        "closed_day": (None if on is None else shown.plan.calendar.why_not(on)) or None,
        "pre_election": pre_election(shown.settings, on) or None,
        "note": entry.note,
        "where": cell_text(_cell(entry)),
    }
