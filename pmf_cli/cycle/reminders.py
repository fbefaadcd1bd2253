"""What each person is to be told today about results, and how far a matter has come.

A notice is one thing that one person is told about one KPI. It is told once: what counts is the
matter (person, track, KPI, its period, due date) and how far it has come, never the day of the run.
So a run after a gap tells the newest stage only, a clock set back tells nothing again, a KPI that
becomes late later than others gets its own notice, and so does a person to whom a KPI moves
(framework 2024, ¶35: key contacts are reminded ahead of the deadline).

A message bundles the notices of one person that are new in a run. Its key is a fingerprint of the
register, the cycle, the person and these notices; a message that could not be sent keeps its key
for as long as it would say the same.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum

from pmf_cli.cycle.due import DueItem, DueStatus, due_items, stand_in, why_not_asked
from pmf_cli.cycle.working_days import WorkingDays
from pmf_cli.fingerprints import fingerprint
from pmf_cli.frozen import frozen
from pmf_cli.register.periods.period import Period
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.settings import Reminders, Settings


class Track(StrEnum):
    """What a person is written to about; stages follow each other within a track only."""

    RESULT = "Result"
    ESCALATION = "Escalation"
    COMMENTARY = "Commentary"


class Stage(StrEnum):
    """The stages, in order within their track. Names are kept in the ledger and never change."""

    COMING = "Coming"
    SOON = "Soon"
    DUE = "Due"
    OVERDUE = "Overdue"
    ESCALATED = "Escalated"
    ASKED = "Commentary asked"
    ASKED_AGAIN = "Commentary due soon"

    @property
    def track(self) -> Track:
        """The track it belongs to."""
        if self is Stage.ESCALATED:
            return Track.ESCALATION
        return Track.COMMENTARY if self in (Stage.ASKED, Stage.ASKED_AGAIN) else Track.RESULT

    @property
    def rank(self) -> int:
        """Its place in the order of stages: later stages have higher numbers."""
        return list(Stage).index(self)


def result_stage(due: date, on: date, steps: Reminders, days: WorkingDays) -> Stage | None:
    """The newest stage of a result that is not in; ``None`` before the first."""
    reached = {
        Stage.COMING: days.before(due, steps.coming),
        Stage.SOON: days.before(due, steps.soon),
        Stage.DUE: due,
        Stage.OVERDUE: days.add(due, steps.overdue),
    }
    return _newest(reached, on)


def is_escalated(due: date, on: date, steps: Reminders, days: WorkingDays) -> bool:
    """Whether a result is so late that the responsible officer is told."""
    return on >= days.add(due, steps.escalate)


def commentary_stage(
    begins: date, due: date | None, on: date, steps: Reminders, days: WorkingDays
) -> Stage | None:
    """The newest stage of a question that is not answered; ``None`` before it is asked.

    Args:
        begins: from when on questions are asked: the day on which results are due.
        due: when answers are due; ``None`` where the timetable has no such day.
    """
    reached = {Stage.ASKED: begins}
    if due is not None:
        reached[Stage.ASKED_AGAIN] = max(days.before(due, steps.commentary), begins)
    return _newest(reached, on)


def _newest(reached: dict[Stage, date], on: date) -> Stage | None:
    there = [stage for stage, day in reached.items() if day <= on]
    return max(there, key=lambda stage: stage.rank, default=None)


Matter = tuple[str, str, str, str, str]
"""Contact, track, KPI reference, period and due date (ISO, or empty)."""
Told = Mapping[Matter, int]
"""Matter → rank of the latest stage that the person has been told of."""


@frozen
class Notice:
    """One thing that one person is told about one KPI.

    Attributes:
        contact: contact reference of who is told; ``None`` where nobody can be.
        due: when the result or the commentary is due; ``None`` where the timetable does not say.
        why: why commentary is asked for: ``Red``, ``chosen as a highlight``.
        asked: contact reference of who was asked for the result, for escalations.
    """

    contact: str | None
    stage: Stage
    kpi: Kpi
    period: Period
    due: date | None
    stands_in: bool
    questions: tuple[str, ...] = ()
    why: str = ""
    asked: str | None = None
    why_contact: str = ""

    @property
    def matter(self) -> Matter:
        """What it is about, whatever its stage."""
        due = "" if self.due is None else self.due.isoformat()
        return (self.contact or "", self.stage.track.value, self.kpi.ref, str(self.period), due)


def result_notices(
    register: Register, settings: Settings, period: Period, as_of: date, days: WorkingDays
) -> tuple[Notice, ...]:
    """What is to be said about results that are not in, in the order of the sheet."""
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
    officer = register.contact(ref)
    why = why_not_asked(ref, officer, "responsible officer", on)
    if officer is None:
        return None, False, why
    return stand_in(register, (officer.deputy,), why, on) if why else (officer.ref, False, "")


def not_yet_told(notices: Iterable[Notice], told: Told) -> tuple[Notice, ...]:
    """The notices that are new: neither they nor a later stage of the same matter were told."""
    return tuple(
        one for one in notices if one.matter not in told or one.stage.rank > told[one.matter]
    )


def message_key(register: str, cycle: Period, contact: str, notices: Iterable[Notice]) -> str:
    """The key of the message that tells a person some notices: 64 hexadecimal digits.

    Args:
        notices: what the message says; their order does not matter.
    """
    said = sorted((*one.matter[1:], one.stage.value) for one in notices)
    whole = json.dumps([register, str(cycle), contact, said])
    return fingerprint(whole.encode())
