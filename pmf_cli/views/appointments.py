"""Days for people's calendars: what each contact sees to, and what is asked of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from pmf_cli.cycle.due import asked_of_contacts
from pmf_cli.cycle.timetable.year_plan import FURTHEST, NEAREST, YearPlan
from pmf_cli.frozen import frozen
from pmf_cli.register.periods.period import Period
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.process import TimetableEntry
from pmf_cli.register.terms import StepStatus, TimetableStep
from pmf_cli.settings import Settings
from pmf_cli.views.lists.timetable_words import (
    agenda_by,
    body_words,
    seen_to_by,
    step_key,
    step_name,
    time_words,
)
from pmf_cli.words import day

EVERYBODY = ""
"""Stands for the calendar with every step, for the performance team."""
ASKED = {
    TimetableStep.FORMS_SENT: "You will be sent a return form for: {}.",
    TimetableStep.DATA_DUE: "Your results are due for: {}.",
    TimetableStep.COMMENTARY_DUE: "Reasons and actions are due where you are asked for them, for: {}.",
}
"""Steps that concern everybody who is asked for figures, and what is said to them."""


@frozen
class Appointment:
    """One all-day entry of a calendar.

    Attributes:
        key: what tells it from all others, whatever its date: cycle, step and body.
    """

    key: str
    on: date
    title: str
    details: str = ""
    cancelled: bool = False


def calendars_of(
    register: Register, settings: Settings, plan: YearPlan, as_of: date
) -> Mapping[str, tuple[Appointment, ...]]:
    """Contact reference → appointments by day; under ``EVERYBODY`` all of them.

    Contacts get the steps they are responsible for, and the days for forms, data and commentary of
    cycles that ask them for a figure. Steps without a date that can be used are left out.
    """
    found: dict[str, dict[str, Appointment]] = {EVERYBODY: {}}
    keys: dict[str, int] = {}
    asking = _Asking(register, settings, plan, as_of)
    for entry in (step.entry for step in plan.steps):
        if entry.on is None or not NEAREST <= entry.on.year <= FURTHEST:
            continue
        made = _appointment(register, settings, plan, entry, entry.on)
        keys[made.key] = keys.get(made.key, 0) + 1
        if keys[made.key] > 1:  # the same body twice in a cycle: each meeting is its own
            made = replace(made, key=f"{made.key}|{keys[made.key]}")
        found[EVERYBODY][made.key] = made
        if entry.responsible in register.contact_by_ref:
            found.setdefault(str(entry.responsible), {})[made.key] = made
        for contact, told in asking.of(entry).items():
            mine = found.setdefault(contact, {})
            base = mine.get(made.key, made)
            mine[made.key] = replace(base, details=f"{told}\n{base.details}".strip())
    return {
        contact: tuple(sorted(mine.values(), key=lambda one: (one.on, one.key)))
        for contact, mine in sorted(found.items())
    }


def steps_asked_of(
    register: Register, settings: Settings, plan: YearPlan, contact: str, as_of: date
) -> frozenset[str]:
    """Keys of the steps for forms, data and commentary in which a contact is asked for a figure."""
    asking = _Asking(register, settings, plan, as_of)
    return frozenset(
        step_key(step.entry) for step in plan.steps if contact in asking.of(step.entry)
    )


class _Asking:
    """Who is asked for which KPIs, worked out once for each cycle."""

    def __init__(self, register: Register, settings: Settings, plan: YearPlan, as_of: date) -> None:
        self._register = register
        self._start = settings.financial_year_start
        self._plan = plan
        self._as_of = as_of
        self._by_cycle: dict[Period, Mapping[str, tuple[str, ...]]] = {}

    def of(self, entry: TimetableEntry) -> Mapping[str, str]:
        """Contact → what is said to them of a step; nothing for steps that ask nobody."""
        if entry.step not in ASKED:
            return {}
        cycle = entry.cycle
        if cycle not in self._by_cycle:
            due = self._data_due(cycle)
            self._by_cycle[cycle] = (
                asked_of_contacts(self._register, cycle, due, self._as_of, self._start)
                if due is not None
                else {}
            )
        words = ASKED[entry.step]
        return {one: words.format(", ".join(refs)) for one, refs in self._by_cycle[cycle].items()}

    def _data_due(self, cycle: Period) -> date | None:
        days = [
            step.entry.on
            for step in self._plan.steps
            if step.entry.cycle == cycle
            and step.entry.step is TimetableStep.DATA_DUE
            and step.entry.on is not None
        ]
        return max(days, default=None)


def _appointment(
    register: Register, settings: Settings, plan: YearPlan, entry: TimetableEntry, on: date
) -> Appointment:
    body, time = body_words(entry), time_words(entry)
    title = " ".join(part for part in (f"{step_name(entry)}:", body, time) if part).rstrip(":")
    out = agenda_by(register, settings, plan.calendar, entry)
    details = [
        f"Meeting reference: {entry.meeting_ref}" if entry.meeting_ref else "",
        f"Agenda published by {day(out)}" if out is not None else "",
        f"Comes after: {entry.depends_on}" if entry.depends_on else "",
        f"Seen to by: {seen_to_by(register, entry)}",
    ]
    return Appointment(
        step_key(entry),
        on,
        f"{title} ({entry.cycle})",
        "\n".join(line for line in details if line),
        entry.status is StepStatus.CANCELLED,
    )
