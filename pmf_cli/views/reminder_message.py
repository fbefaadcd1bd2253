"""The words of one reminder: what is due, the last value, the question, and how to answer.

Plain texts only. The council's templates put them in order; nothing here knows of e-mail.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pmf_cli.assessment import Assessment
from pmf_cli.cycle.reminders.reminders import Notice
from pmf_cli.cycle.reminders.stages import Stage, Track
from pmf_cli.cycle.timetable.cycle_steps import date_of
from pmf_cli.register.terms import TimetableStep
from pmf_cli.views.reminder_sections import (
    ORDER,
    MessageSection,
    due_days,
    first_due_day,
    is_past,
    message_sections,
)
from pmf_cli.views.roles import role_of
from pmf_cli.views.wording import one_line
from pmf_cli.words import counted, day, listed


@dataclass(frozen=True, slots=True)
class ReminderMessage:
    """The words of one message.

    Attributes:
        subject: period and date, no personal data.
        title: the heading above the words.
        greeting: whom it speaks to.
        lead: the sentences before the lists.
        sections: the lists.
        answer: how to answer, one sentence a line.
        closing: the sentences after that.
    """

    subject: str
    title: str
    greeting: str
    lead: tuple[str, ...]
    sections: tuple[MessageSection, ...]
    answer: tuple[str, ...]
    closing: tuple[str, ...]


def reminder_message(
    assessment: Assessment,
    contact: str,
    notices: Sequence[Notice],
    *,
    reply_to: str,
    forms: Sequence[str] = (),
) -> ReminderMessage:
    """The words for one person.

    Args:
        assessment: the register on the date.
        contact: contact reference of the reader.
        notices: what the reader is told.
        reply_to: the address that answers go to.
        forms: names of the return forms that go with the message.
    """
    person = assessment.register.contact_by_ref.get(contact)
    name = one_line(person.name or "") if person is not None else ""
    ordered = sorted(notices, key=lambda one: ORDER.index(one.stage))
    return ReminderMessage(
        subject=subject_of(assessment, ordered),
        title=f"{assessment.register.name}: {assessment.period}",
        greeting=f"Dear {name}," if name else "Dear colleague,",
        lead=_lead(assessment, ordered),
        sections=message_sections(assessment, ordered),
        answer=_answer(ordered, reply_to, forms),
        closing=_closing(assessment, ordered, reply_to),
    )


def subject_of(assessment: Assessment, notices: Sequence[Notice]) -> str:
    """Period, what it is about and its dates: ``2024/25 Q3: KPI results due 24/01/2025``."""
    parts = []
    results = [one for one in notices if one.stage.track is Track.RESULT]
    if results:
        what = "KPI result" if len(results) == 1 else "KPI results"
        is_late = any(one.stage is Stage.OVERDUE for one in results)
        since = first_due_day(results) if is_late else due_days(results)
        parts.append(f"{what} {'overdue since' if is_late else 'due'} {since}")
    asked = [one for one in notices if one.stage.track is Track.COMMENTARY]
    if asked:
        since = "overdue since" if is_past(assessment, asked) else "due"
        when = due_days(asked)
        parts.append(f"commentary {since} {when}" if when else "commentary asked for")
    others = [one for one in notices if one.stage is Stage.ESCALATED]
    if others:
        late = f"{counted(len(others), 'late KPI result')} of your services"
        parts.append(late if parts else f"{late}, due {due_days(others)}")
    words = "; ".join(parts)
    return f"{assessment.period}: {words[0].upper()}{words[1:]}"


def _lead(assessment: Assessment, notices: Sequence[Notice]) -> tuple[str, ...]:
    register, period = assessment.register, assessment.period
    lines = []
    clt = date_of(register, period, TimetableStep.CLT)
    if clt is not None and clt >= assessment.as_of:
        lines.append(f"The results for {period} go to the Corporate Leadership Team on {day(clt)}.")
    for_others = sorted(
        {
            role_of(register, one.kpi.key_contact) or "the key contact"
            for one in notices
            if one.stands_in and one.stage.track is not Track.ESCALATION
        }
    )
    if for_others:
        lines.append(f"You are asked because you stand in for {listed(for_others)}.")
    return tuple(lines)


def _answer(notices: Sequence[Notice], reply_to: str, forms: Sequence[str]) -> tuple[str, ...]:
    lines = []
    results = any(one.stage.track is Track.RESULT for one in notices)
    asked = any(one.stage.track is Track.COMMENTARY for one in notices)
    if forms:
        lines.append(
            f"Fill in the form that comes with this message ({listed(forms)}) and send it back "
            f"to {reply_to}."
        )
    elif results:
        lines.append(f"Send the values to {reply_to}, or answer this message.")
    if results:
        lines.append("If there is no value, say why and when it will come: that is an answer too.")
    if asked and not forms:
        lines.append(f"Send your explanations to {reply_to}, or answer this message.")
    if not results and not asked:
        lines.append(f"Answer to {reply_to} where a result cannot be sent, or is no longer yours.")
    return tuple(lines)


def _closing(assessment: Assessment, notices: Sequence[Notice], reply_to: str) -> tuple[str, ...]:
    leads = sorted(
        {
            role
            for one in notices
            if (role := role_of(assessment.register, one.kpi.performance_lead))
        }
    )
    who = f", or to the {listed(leads)}," if leads else ""
    return (
        f"Turn to {reply_to}{who} if anything is unclear.",
        f"This is how the KPI Register stood on {day(assessment.as_of)}. If you have answered "
        "since, there is nothing more to do. The message was sent by the program that looks after "
        "the register.",
    )
