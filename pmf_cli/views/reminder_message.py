"""The words of one reminder: what is due, the last value, the question, and how to answer.

Plain texts only. The council's templates put them in order; nothing here knows of e-mail.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pmf_cli.assessment import Assessment
from pmf_cli.cycle.reminders import Notice
from pmf_cli.cycle.stages import Stage, Track
from pmf_cli.cycle.timetable import date_of
from pmf_cli.register.figures import figure, is_percentage
from pmf_cli.register.kpis import Kpi
from pmf_cli.register.terms import TimetableStep
from pmf_cli.views.entries import result_entry
from pmf_cli.views.roles import role_of
from pmf_cli.views.wording import are, lower_first, one_line, sentence
from pmf_cli.words import counted, day, listed

ORDER = (
    Stage.OVERDUE,
    Stage.DUE,
    Stage.SOON,
    Stage.COMING,
    Stage.ASKED_AGAIN,
    Stage.ASKED,
    Stage.ESCALATED,
)
"""Sections in the order of a message: what the person owes first."""


@dataclass(frozen=True, slots=True)
class MessageSection:
    """One list of a message: a heading, a sentence, and a table with a heading row."""

    heading: str
    intro: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


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
        sections=_sections(assessment, ordered),
        answer=_answer(ordered, reply_to, forms),
        closing=_closing(assessment, ordered, reply_to),
    )


def subject_of(assessment: Assessment, notices: Sequence[Notice]) -> str:
    """Period, what it is about and its dates: ``2024/25 Q3: KPI results due 24/01/2025``."""
    parts = []
    results = [one for one in notices if one.stage.track is Track.RESULT]
    if results:
        late = any(one.stage is Stage.OVERDUE for one in results)
        parts.append(f"KPI results {'overdue, ' if late else ''}due {_days(results)}")
    asked = [one for one in notices if one.stage.track is Track.COMMENTARY]
    if asked:
        when = _days(asked)
        parts.append(f"commentary due {when}" if when else "commentary asked for")
    late_others = [one for one in notices if one.stage is Stage.ESCALATED]
    if late_others:
        parts.append(f"{counted(_kpis(late_others), 'late KPI result')} of your services")
    words = ", ".join(parts)
    return f"{assessment.period}: {words[0].upper()}{words[1:]}"


def _days(notices: Sequence[Notice]) -> str:
    days = sorted({one.due for one in notices if one.due is not None})
    if not days:
        return ""
    return day(days[0]) if len(days) == 1 else f"{day(days[0])} and later"


def _kpis(notices: Sequence[Notice]) -> int:
    return len({one.kpi.ref for one in notices})


def _lead(assessment: Assessment, notices: Sequence[Notice]) -> tuple[str, ...]:
    register, period = assessment.register, assessment.period
    lines = []
    clt = date_of(register, period, TimetableStep.CLT)
    if clt is not None and clt >= assessment.as_of:
        lines.append(
            f"The results for {period} go to the Corporate Leadership Team on {day(clt)}."
        )
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


def _sections(
    assessment: Assessment, notices: Sequence[Notice]
) -> tuple[MessageSection, ...]:
    found = []
    for stage in ORDER:
        some = [one for one in notices if one.stage is stage]
        if some:
            found.append(_section(assessment, stage, some))
    return tuple(found)


def _section(
    assessment: Assessment, stage: Stage, notices: Sequence[Notice]
) -> MessageSection:
    number = counted(_kpis(notices), "KPI")
    has = "has" if _kpis(notices) == 1 else "have"
    if stage is Stage.ESCALATED:
        return MessageSection(
            "Late results that you answer for",
            f"The result of {number} has not come. You are told as the responsible officer; "
            "please see that it is sent, or say why it cannot be.",
            ("KPI", "Period", "Due", "Days late", "Who was asked"),
            tuple(_escalated_row(assessment, one) for one in notices),
        )
    if stage.track is Track.COMMENTARY:
        asked = "is still wanted" if stage is Stage.ASKED_AGAIN else "is asked for"
        return MessageSection(
            "Commentary due soon" if stage is Stage.ASKED_AGAIN else "Commentary asked for",
            f"Your explanation of {number} {asked}{_by_when(assessment, notices)}.",
            ("KPI", "Period", "Result", "Due", "Questions"),
            tuple(_commentary_row(assessment, one) for one in notices),
        )
    heads = {
        Stage.OVERDUE: ("Overdue", f"The result of {number} was due and {has} not come."),
        Stage.DUE: ("Due now", f"The result of {number} {are(_kpis(notices))} due now."),
        Stage.SOON: ("Due in a few days", f"The result of {number} {are(_kpis(notices))} due soon."),
        Stage.COMING: ("Coming", f"The result of {number} will be due."),
    }
    heading, intro = heads[stage]
    if _kpis(notices) > 1:
        intro = intro.replace("The result of", "The results of").replace(" was due", " were due")
    return MessageSection(
        heading,
        intro,
        ("KPI", "Period", "Due", "Last value", "Question"),
        tuple(_result_row(assessment, one) for one in notices),
    )


def _by_when(assessment: Assessment, notices: Sequence[Notice]) -> str:
    due = notices[0].due
    if due is None:
        return ""
    return f" by {day(due)}" if due >= assessment.as_of else f"; it was due on {day(due)}"


def _name(kpi: Kpi) -> str:
    return f"{kpi.ref} {one_line(kpi.short_name or kpi.name)}".strip()


def _due(notice: Notice) -> str:
    return "No date set" if notice.due is None else day(notice.due)


def _result_row(assessment: Assessment, notice: Notice) -> tuple[str, ...]:
    return (
        _name(notice.kpi),
        str(notice.period),
        _due(notice),
        last_value(assessment, notice),
        question_for(notice.kpi),
    )


def _escalated_row(assessment: Assessment, notice: Notice) -> tuple[str, ...]:
    late = (assessment.as_of - notice.due).days if notice.due is not None else 0
    asked = role_of(assessment.register, notice.asked)
    if notice.asked is None:
        asked = f"Nobody could be asked: {notice.why}"
    return (
        _name(notice.kpi),
        str(notice.period),
        _due(notice),
        str(late),
        asked or f"{notice.asked}, whose post is not stated",
    )


def _commentary_row(assessment: Assessment, notice: Notice) -> tuple[str, ...]:
    rating = assessment.rating_of.get(notice.kpi.ref)
    value = result_entry(rating).text if rating is not None else "Not stated"
    return (
        _name(notice.kpi),
        str(notice.period),
        f"{value}, {notice.why if notice.why[:1].isupper() else lower_first(notice.why)}",
        _due(notice),
        " ".join(notice.questions),
    )


def last_value(assessment: Assessment, notice: Notice) -> str:
    """The KPI's newest value before the period asked for: ``38.2% (2024/25 Q2)``."""
    rows = assessment.register.results_of(notice.kpi.ref)
    before = [
        row
        for period, row in rows.items()
        if row.value is not None
        and period.end < notice.period.end
        and (row.received_on is None or row.received_on <= assessment.as_of)
    ]
    if not before:
        return "None yet"
    return f"{figure(before[-1].value, notice.kpi)} ({before[-1].period})"


def question_for(kpi: Kpi) -> str:
    """What is asked for a result: the value with its unit, and the figures it is made of."""
    unit = one_line(kpi.unit or "")
    in_unit = f" in {unit}" if unit and unit.lower() not in ("number", "count") else ""
    if is_percentage(kpi):
        in_unit = " in %"
    parts = [one_line(text) for text in (kpi.numerator_label, kpi.denominator_label) if text]
    if len(parts) == 2:
        one, other = (lower_first(part).rstrip(".") for part in parts)
        return f"What is the value{in_unit}? What are the two figures behind it: {one}; {other}?"
    return f"What is the value{in_unit}?"


def _answer(
    notices: Sequence[Notice], reply_to: str, forms: Sequence[str]
) -> tuple[str, ...]:
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
        lines.append(
            "If there is no value, say why and when it will come: that is an answer too."
        )
    if asked and not forms:
        lines.append(f"Send your explanations to {reply_to}, or answer this message.")
    if not results and not asked:
        lines.append(f"Answer to {reply_to} where a result cannot be sent, or is no longer yours.")
    return tuple(lines)


def _closing(
    assessment: Assessment, notices: Sequence[Notice], reply_to: str
) -> tuple[str, ...]:
    leads = sorted(
        {
            role
            for one in notices
            if (role := role_of(assessment.register, one.kpi.performance_lead))
        }
    )
    who = f" or to the {listed(leads, 'and')}" if leads else ""
    return (
        sentence(f"Turn to {reply_to}{who} if anything is unclear"),
        f"This is how the KPI Register stood on {day(assessment.as_of)}. If you have answered "
        "since, there is nothing more to do. The message was sent by the program that looks after "
        "the register.",
    )
