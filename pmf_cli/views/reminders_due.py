"""Who is to be written to today, and about what: results and commentary together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pmf_cli.analysis.commentary.explanations import asks_of
from pmf_cli.assessment import Assessment
from pmf_cli.cycle.current_cycle import is_begun
from pmf_cli.cycle.reminders.reminders import Notice, Told, not_yet_told, result_notices
from pmf_cli.cycle.reminders.stages import commentary_stage
from pmf_cli.cycle.timetable.cycle_steps import date_of_step
from pmf_cli.cycle.working_days import WorkingDays
from pmf_cli.register.terms import TimetableStep


@dataclass(frozen=True, slots=True)
class Reminder:
    """What one person is told at once.

    Attributes:
        contact: contact reference; ``None`` gathers what nobody can be told.
        notices: what is said, most pressing first, then in the order of the sheet.
    """

    contact: str | None
    notices: tuple[Notice, ...]


def notices_due(assessment: Assessment, days: WorkingDays) -> tuple[Notice, ...]:
    """Everything that somebody is to be told on the date, told already or not."""
    results = result_notices(
        assessment.register, assessment.settings, assessment.period, assessment.as_of, days
    )
    return (*results, *_commentary_notices(assessment, days))


def reminders_due(
    assessment: Assessment, days: WorkingDays, told: Told | None = None
) -> tuple[Reminder, ...]:
    """One reminder a person, in the order of their references; last what nobody can be told.

    None where the timetable does not hold the period, or holds it from a later day on: nobody is
    written to about a quarter that nobody works on.

    Args:
        told: what people have been told already; nothing where not given.
    """
    on = assessment.as_of
    if not is_begun(assessment.register, assessment.settings, assessment.period, on):
        return ()
    return tuple(
        Reminder(contact, notices)
        for contact, notices in notices_by_contact(
            not_yet_told(notices_due(assessment, days), told or {})
        ).items()
    )


def notices_by_contact(notices: tuple[Notice, ...]) -> Mapping[str | None, tuple[Notice, ...]]:
    """Contact → notices; ``None`` last."""
    found: dict[str | None, list[Notice]] = {}
    for notice in notices:
        found.setdefault(notice.contact, []).append(notice)
    order = sorted(found, key=lambda ref: (ref is None, ref or ""))
    return {ref: tuple(found[ref]) for ref in order}


def _commentary_notices(assessment: Assessment, days: WorkingDays) -> tuple[Notice, ...]:
    register, period = assessment.register, assessment.period
    begins = date_of_step(register, period, TimetableStep.DATA_DUE) or period.end
    due = date_of_step(register, period, TimetableStep.COMMENTARY_DUE)
    steps = assessment.settings.reminders
    stage = commentary_stage(begins, due, assessment.as_of, steps, days)
    if stage is None:
        return ()
    return tuple(
        Notice(
            ask.contact,
            stage,
            ask.rating.kpi,
            ask.period,
            due,
            questions=tuple(question.text for question in ask.unanswered),
            why=ask.why,
            why_contact=ask.why_contact,
            stands_in=ask.stands_in,
        )
        for ask in asks_of(assessment)
        if ask.unanswered
    )
