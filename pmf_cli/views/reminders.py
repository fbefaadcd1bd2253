"""Who is written to today, about what, and the words of each message: plain texts, which templates put in order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pmf_cli.analysis.commentary.explanations import asks_of
from pmf_cli.assessment import Assessment
from pmf_cli.cycle.current_cycle import is_begun
from pmf_cli.cycle.reminders import (
    Notice,
    Stage,
    Told,
    Track,
    commentary_stage,
    not_yet_told,
    result_notices,
)
from pmf_cli.cycle.timetable.cycle_steps import date_of_step
from pmf_cli.cycle.working_days import WorkingDays
from pmf_cli.frozen import frozen
from pmf_cli.register.figures import figure, is_percentage
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.terms import TimetableStep
from pmf_cli.views.entries import result_entry
from pmf_cli.views.listing import Field, table_column
from pmf_cli.views.references import role_of
from pmf_cli.views.wording import are, have, one_line, sentence
from pmf_cli.words import counted, day, listed, lower_first, plural


@frozen
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
    due = not_yet_told(notices_due(assessment, days), told or {})
    return tuple(Reminder(contact, some) for contact, some in notices_by_contact(due).items())


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


@frozen
class ReminderMessage:
    """The words of one message.

    Attributes:
        subject: period and date, no personal data.
        answer: how to answer, one sentence a line.
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
        reply_to: the address that answers go to.
        forms: names of the return forms that go with the message.
    """
    person = assessment.register.contact(contact)
    name = one_line(person.name) if person is not None else ""
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
    parts = [*_results_part(notices), *_commentary_part(assessment, notices)]
    others = [one for one in notices if one.stage is Stage.ESCALATED]
    if others:
        late = f"{counted(len(others), 'late KPI result')} of your services"
        parts.append(late if parts else f"{late}, due {due_days(others)}")
    words = "; ".join(parts)
    return f"{assessment.period}: {words[0].upper()}{words[1:]}"


def _results_part(notices: Sequence[Notice]) -> Iterator[str]:
    results = [one for one in notices if one.stage.track is Track.RESULT]
    if results:
        what = plural(len(results), "KPI result")
        if any(one.stage is Stage.OVERDUE for one in results):
            yield f"{what} overdue since {due_days(results).partition(' ')[0]}"
        else:
            yield f"{what} due {due_days(results)}"


def _commentary_part(assessment: Assessment, notices: Sequence[Notice]) -> Iterator[str]:
    asked = [one for one in notices if one.stage.track is Track.COMMENTARY]
    if asked:
        when = due_days(asked)
        since = "overdue since" if is_past(assessment, asked) else "due"
        yield f"commentary {since} {when}" if when else "commentary asked for"


def _lead(assessment: Assessment, notices: Sequence[Notice]) -> tuple[str, ...]:
    register, period = assessment.register, assessment.period
    lines = []
    clt = date_of_step(register, period, TimetableStep.CLT)
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


HEADINGS = {
    Stage.OVERDUE: "Overdue",
    Stage.DUE: "Due",
    Stage.SOON: "Due in a few days",
    Stage.COMING: "Coming",
    Stage.ASKED_AGAIN: "Commentary due soon",
    Stage.ASKED: "Commentary asked for",
    Stage.ESCALATED: "Late results that you answer for",
}
"""The lists of a message in their order: what the person owes first."""
ORDER = tuple(HEADINGS)


@frozen
class MessageSection:
    """One list of a message: a heading, a sentence, and a table with a heading row."""

    heading: str
    intro: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def message_sections(
    assessment: Assessment, notices: Sequence[Notice]
) -> tuple[MessageSection, ...]:
    """One list a stage, what the person owes first."""
    by_stage = {stage: [one for one in notices if one.stage is stage] for stage in ORDER}
    return tuple(_section(assessment, stage, some) for stage, some in by_stage.items() if some)


def _section(assessment: Assessment, stage: Stage, notices: Sequence[Notice]) -> MessageSection:
    columns = _columns(assessment, stage)
    return MessageSection(
        heading_of(assessment, stage, notices),
        _intro(assessment, stage, notices),
        tuple(one.title for one in columns),
        tuple(tuple(one.entry(notice).text for one in columns) for notice in notices),
    )


def _columns(assessment: Assessment, stage: Stage) -> tuple[Field[Notice], ...]:
    kpi: Field[Notice] = table_column("KPI", lambda one: _name(one.kpi))
    period: Field[Notice] = table_column("Period", lambda one: one.period)
    due: Field[Notice] = table_column("Due", lambda one: one.due, missing="No date set")
    match stage.track:
        case Track.ESCALATION:
            return (
                kpi, period, due,
                table_column("Days late", lambda one: str(_days_late(assessment, one))),
                table_column("Who was asked", lambda one: _who_was_asked(assessment, one)),
            )  # fmt: skip
        case Track.COMMENTARY:
            return (
                kpi, period,
                table_column("Result", lambda one: _result_and_why(assessment, one)),
                due,
                table_column("Questions", lambda one: " ".join(one.questions)),
            )  # fmt: skip
    return (
        kpi, period, due,
        table_column("Last value", lambda one: sentence(last_value(assessment, one)).rstrip(".")),
        table_column("Question", lambda one: question_for(one.kpi)),
    )  # fmt: skip


def _intro(assessment: Assessment, stage: Stage, notices: Sequence[Notice]) -> str:
    if stage is Stage.ESCALATED:
        return (
            f"{_these(notices)} {have(len(notices))} not come. You are told because you answer for "
            "the service; please see that the figures are sent, or say why they cannot be."
        )
    if stage.track is Track.COMMENTARY:
        what = "this result" if len(notices) == 1 else f"these {len(notices)} results"
        return f"Please explain {what}{_by_when(assessment, notices)}."
    return _result_words(assessment, stage, notices)


def heading_of(assessment: Assessment, stage: Stage, notices: Sequence[Notice]) -> str:
    """The heading of the list of one stage."""
    is_over = stage is Stage.ASKED_AGAIN and is_past(assessment, notices)
    return "Commentary overdue" if is_over else HEADINGS[stage]


def _result_words(assessment: Assessment, stage: Stage, notices: Sequence[Notice]) -> str:
    these, days = _these(notices), _due_words(notices)
    one = len(notices) == 1
    if stage is Stage.COMING:
        return f"{these} will be due {days}. Please make sure that {'it is' if one else 'they are'} ready by then."
    if stage is Stage.SOON:
        return f"{these} {are(len(notices))} due {days}."
    was = "was" if one else "were"
    if stage is Stage.OVERDUE:
        return f"{these} {was} due {days} and {have(len(notices))} not come."
    if all(notice.due == assessment.as_of for notice in notices):
        return f"{these} {are(len(notices))} due today, {day(assessment.as_of)}."
    return f"{these} {was} due {days}."


def _due_words(notices: Sequence[Notice]) -> str:
    """``on 20/01/2025``, or ``between 20/01/2025 and 24/01/2025``."""
    days = sorted({one.due for one in notices if one.due is not None})
    if len(days) > 1:
        return f"between {day(days[0])} and {day(days[-1])}"
    return f"on {due_days(notices)}"


def _these(notices: Sequence[Notice]) -> str:
    return "This result" if len(notices) == 1 else f"These {len(notices)} results"


def _by_when(assessment: Assessment, notices: Sequence[Notice]) -> str:
    due = notices[0].due
    if due is None:
        return ""
    if is_past(assessment, notices):
        return f". Your explanation was due on {day(due)}"
    return f" by {day(due)}"


def _name(kpi: Kpi) -> str:
    return f"{kpi.ref} {one_line(kpi.short_name or kpi.name or '')}".strip()


def _days_late(assessment: Assessment, notice: Notice) -> int:
    return 0 if notice.due is None else (assessment.as_of - notice.due).days


def _who_was_asked(assessment: Assessment, notice: Notice) -> str:
    if notice.asked is None:
        return f"Nobody could be asked: {notice.why}"
    post = role_of(assessment.register, notice.asked)
    return post or f"{notice.asked}, whose post is not stated"


def _result_and_why(assessment: Assessment, notice: Notice) -> str:
    rating = assessment.rating_of.get(notice.kpi.ref)
    shown = rating.result if rating is not None else None
    if rating is None or shown is None or shown.value is None:
        return f"No figure ({notice.why}); last value {last_value(assessment, notice)}"
    return f"{result_entry(rating).text} ({notice.why})"


def last_value(assessment: Assessment, notice: Notice) -> str:
    """The KPI's newest value before the period asked for: ``38.2% (2024/25 Q2)``."""
    rows = assessment.register.own_results_of(notice.kpi)
    before = [
        row
        for period, row in rows.items()
        if row.value is not None
        and period.end < notice.period.end
        and (row.received_on is None or row.received_on <= assessment.as_of)
    ]
    if not before:
        return "none yet"
    return f"{figure(before[-1].value, notice.kpi)} ({before[-1].period})"


def question_for(kpi: Kpi) -> str:
    """What is asked for a result: the value with its unit, and the figures it is made of."""
    unit = one_line(kpi.unit)
    in_unit = f" in {unit}" if unit and unit.lower() not in ("number", "count") else ""
    if unit.lower().startswith("per "):
        in_unit = f" {unit}"
    if is_percentage(kpi):
        in_unit = " in %"
    above, below = kpi.numerator_label, kpi.denominator_label
    if above and below:
        one, other = lower_first(one_line(above)), lower_first(one_line(below))
        return f"What is the value{in_unit}? What are the two figures behind it: {one}; {other}?"
    return f"What is the value{in_unit}?"


def due_days(notices: Sequence[Notice]) -> str:
    """When notices are due: the first day, and whether others follow; empty without a date."""
    days = sorted({one.due for one in notices if one.due is not None})
    if not days:
        return ""
    return day(days[0]) if len(days) == 1 else f"{day(days[0])} and later"


def is_past(assessment: Assessment, notices: Sequence[Notice]) -> bool:
    """Whether the day on which they were due has gone by."""
    due = notices[0].due
    return due is not None and due < assessment.as_of
