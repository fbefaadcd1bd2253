"""What each person is to be told today about results, and what they have been told already.

A notice is one thing that one person is told about one KPI. It is told once: what counts is the
matter (person, track, KPI, its period, due date) and how far it has come, never the day of the run.
So a run after a gap tells the newest stage only, a clock set back tells nothing again, a KPI that
becomes late later than others gets its own notice, and so does a person to whom a KPI moves.

A message bundles the notices of one person that are new in a run. Its key is a fingerprint of the
register, the cycle, the person and these notices; a message that could not be sent keeps its key
for as long as it would say the same.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from pmf_cli.cycle.due.due_items import DueItem, DueStatus, due_items, stand_in, why_not_asked
from pmf_cli.cycle.reminders.stages import Stage, is_escalated, result_stage
from pmf_cli.cycle.working_days import WorkingDays
from pmf_cli.fingerprints import fingerprint
from pmf_cli.register.periods.period import Period
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.settings import Settings

Matter = tuple[str, str, str, str, str]
"""Contact, track, KPI reference, period and due date (ISO, or empty)."""
Told = Mapping[Matter, int]
"""Matter → rank of the latest stage that the person has been told of."""


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing that one person is told about one KPI.

    Attributes:
        contact: contact reference of who is told; ``None`` where nobody can be.
        stage: how far it has come.
        kpi: the KPI.
        period: its own period that it is about.
        due: when the result or the commentary is due; ``None`` where the timetable does not say.
        questions: what is asked, for commentary.
        why: why commentary is asked for: ``Red``, ``chosen as a highlight``.
        asked: contact reference of who was asked for the result, for escalations.
        why_contact: why it is a stand-in or nobody, in words.
        stands_in: true where the person stands in for another.
    """

    contact: str | None
    stage: Stage
    kpi: Kpi
    period: Period
    due: date | None
    questions: tuple[str, ...] = ()
    why: str = ""
    asked: str | None = None
    why_contact: str = ""
    stands_in: bool = False

    @property
    def matter(self) -> Matter:
        """What it is about, whatever its stage."""
        due = "" if self.due is None else self.due.isoformat()
        return (self.contact or "", self.stage.track.value, self.kpi.ref, str(self.period), due)


def result_notices(
    register: Register, settings: Settings, period: Period, as_of: date, days: WorkingDays
) -> tuple[Notice, ...]:
    """What is to be said about results that are not in, in the order of the sheet.

    Args:
        register: the register.
        settings: the council's settings.
        period: the reporting period.
        as_of: the date.
        days: the working days around that date.
    """
    found = []
    steps = settings.reminders
    for item in due_items(register, period, as_of, settings.financial_year_start):
        if item.status not in (DueStatus.DUE, DueStatus.LATE):
            continue
        stage = result_stage(item.due, as_of, steps, days)
        if stage is not None:
            found.append(_asked(item, stage))
        if item.status is DueStatus.LATE and is_escalated(item.due, as_of, steps, days):
            found += _escalated(register, item, as_of)
    return tuple(found)


def _asked(item: DueItem, stage: Stage) -> Notice:
    return Notice(
        item.contact,
        stage,
        item.kpi,
        item.period,
        item.due,
        why_contact=item.why,
        stands_in=item.stands_in,
    )


def _escalated(register: Register, item: DueItem, as_of: date) -> list[Notice]:
    """The responsible officer is told; nobody is told of what they were asked for themselves."""
    officer, stands_in, why = officer_for(register, item.kpi, as_of)
    if officer is not None and officer == item.contact:
        return []
    notice = Notice(
        officer,
        Stage.ESCALATED,
        item.kpi,
        item.period,
        item.due,
        asked=item.contact,
        why=item.why,
        why_contact=why,
        stands_in=stands_in,
    )
    return [notice]


def officer_for(register: Register, kpi: Kpi, on: date) -> tuple[str | None, bool, str]:
    """Who answers for a KPI on a day: the responsible officer, or the officer's deputy.

    Returns:
        The contact reference (``None`` for nobody), whether that is a stand-in, and why.
    """
    ref = kpi.responsible_officer
    officer = register.contact_by_ref.get(ref or "")
    why = why_not_asked(ref, officer, "responsible officer", on)
    if officer is None:
        return None, False, why
    return stand_in(register, (officer.deputy,), why, on) if why else (officer.ref, False, "")


def not_yet_told(notices: Iterable[Notice], told: Told) -> tuple[Notice, ...]:
    """The notices that are new: neither they nor a later stage of the same matter were told."""
    return tuple(one for one in notices if one.stage.rank > told.get(one.matter, -1))


def message_key(register: str, cycle: Period, contact: str, notices: Iterable[Notice]) -> str:
    """The key of the message that tells a person some notices: 64 hexadecimal digits.

    Args:
        register: the register's name.
        cycle: the reporting period.
        contact: contact reference of the recipient.
        notices: what the message says; their order does not matter.
    """
    said = sorted((*one.matter[1:], one.stage.value) for one in notices)
    whole = json.dumps([register, str(cycle), contact, said], ensure_ascii=True)
    return fingerprint(whole.encode())
