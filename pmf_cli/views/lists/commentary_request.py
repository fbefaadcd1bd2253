"""Who must explain what: the questions to each person, with the words they gave last time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from pmf_cli.analysis.commentary.explanations import Ask, Question, asks_of
from pmf_cli.assessment import Assessment
from pmf_cli.cycle.timetable.cycle_steps import date_of
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.record import Commentary
from pmf_cli.register.terms import TimetableStep
from pmf_cli.views.base import Column, Entry, Paragraph, Section, Table, TextStyle, Tone
from pmf_cli.views.entries import rag_entry, result_entry, target_entry, text_entry
from pmf_cli.views.listing import Datum, Listing
from pmf_cli.views.lists.rag import cell_text
from pmf_cli.views.references import contact_named
from pmf_cli.views.roles import post_and_ref, responsible_for, role_of
from pmf_cli.views.selection import Selection, selected
from pmf_cli.views.wording import one_line, part_name, sentence, shortened
from pmf_cli.words import counted, day, yes_or_no

SCHEMA = "pmf/commentary-request/1"
LAST_WORDS = 30
"""Words of the last comment that a screen shows; JSON and CSV hold them all."""
COLUMNS = (
    Column("Ref", 0.9),
    Column("KPI", 2.2),
    Column("Result", 1.6),
    Column("Why asked", 1.3),
    Column("Question", 3.4),
    Column("Answered", 0.9),
    Column("Said last time", 3.4),
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which questions are wanted.

    Attributes:
        directorates: only KPIs of these; empty for all.
        contact: only what this contact is asked; empty for all.
        answered: true to show what is answered as well.
    """

    directorates: tuple[str, ...] = ()
    contact: str = ""
    answered: bool = False


def wanted_asks(assessment: Assessment, wanted: Wanted) -> tuple[Ask, ...]:
    """What is asked of those wanted.

    Raises:
        UsageError: a directorate or contact is not in the register.
    """
    refs = {r.kpi.ref for r in selected(assessment, Selection(directorate=wanted.directorates))}
    person = contact_named(assessment.register, wanted.contact) if wanted.contact else None
    return tuple(
        ask
        for ask in asks_of(assessment)
        if ask.rating.kpi.ref in refs
        and (person is None or ask.contact == person)
        and (wanted.answered or ask.unanswered)
    )


def request_listing(assessment: Assessment, wanted: Wanted | None = None) -> Listing:
    """The questions of the period by person, in three formats.

    Raises:
        UsageError: a directorate or contact is not in the register.
    """
    which = wanted or Wanted()
    everything = wanted_asks(assessment, replace(which, answered=True))
    asks = tuple(ask for ask in everything if which.answered or ask.unanswered)
    by_person = _by_person(asks)
    due = date_of(assessment.register, assessment.period, TimetableStep.COMMENTARY_DUE)
    counts = {
        "people": len({ask.contact for ask in everything if ask.contact is not None}),
        "kpis": len(everything),
        "questions": sum(len(ask.questions) for ask in everything),
        "unanswered": sum(len(ask.unanswered) for ask in everything),
    }
    return Listing(
        schema=SCHEMA,
        register=assessment.register.name,
        period=str(assessment.period),
        as_of=assessment.as_of,
        counts=counts,
        key="items",
        items=tuple(
            _item(assessment, ask, question, due) for ask in asks for question in _shown(ask, which)
        ),
        sections=(
            *_sections(assessment, by_person, due, which),
            Section("Counts", 2, (Paragraph(_count_words(counts, which), TextStyle.LEAD),)),
        ),
    )


def _count_words(counts: Mapping[str, int], wanted: Wanted) -> str:
    """How much is asked and answered, and what to do next."""
    if not counts["questions"]:
        return "Nothing is asked: no result needs an explanation."
    asked = (
        f"{counted(counts['questions'], 'question')} about {counted(counts['kpis'], 'KPI')} to "
        f"{counted(counts['people'], 'person', 'people')}"
    )
    left = counts["unanswered"]
    if left:
        return f"{asked}, {left:,} not answered yet. Nothing was sent: messages go out with pmf remind."
    hint = "" if wanted.answered else " --all shows them with the last comments."
    return f"{asked}, every one answered.{hint}"


def _by_person(asks: Sequence[Ask]) -> Mapping[str | None, list[Ask]]:
    found: dict[str | None, list[Ask]] = {}
    for ask in asks:
        found.setdefault(ask.contact, []).append(ask)
    order = sorted(found, key=lambda ref: (ref is None, ref or ""))
    return {ref: found[ref] for ref in order}


def _shown(ask: Ask, wanted: Wanted) -> tuple[Question, ...]:
    return ask.questions if wanted.answered else ask.unanswered


def _sections(
    assessment: Assessment,
    by_person: Mapping[str | None, Sequence[Ask]],
    due: date | None,
    wanted: Wanted,
) -> tuple[Section, ...]:
    name = assessment.register.name or "KPI Register"
    opening = Section(
        f"{name}: commentary asked for, {assessment.period}",
        1,
        (Paragraph(_due_words(due, assessment.as_of), TextStyle.LEAD),),
    )
    people = [
        Section(
            person_words(assessment.register, ref),
            2,
            (
                *_about_person(asks),
                Table(
                    part_name("asked", str(number)),
                    person_words(assessment.register, ref),
                    COLUMNS,
                    tuple(_row(ask, question) for ask in asks for question in _shown(ask, wanted)),
                ),
            ),
        )
        for number, (ref, asks) in enumerate(by_person.items(), 1)
    ]
    return (opening, *people)


def _due_words(due: date | None, as_of: date) -> str:
    if due is None:
        return "The timetable has no day on which commentary is due."
    days = (due - as_of).days
    if days == 0:
        return f"Commentary is due today, {day(due)}."
    if days > 0:
        return f"Commentary is due on {day(due)}, in {counted(days, 'day')}."
    return f"Commentary was due on {day(due)}, {counted(-days, 'day')} ago."


def person_words(register: Register, ref: str | None) -> str:
    """Who is asked, by post and reference."""
    return "Nobody can be asked" if ref is None else post_and_ref(register, ref)


def _about_person(asks: Sequence[Ask]) -> tuple[Paragraph, ...]:
    reasons = dict.fromkeys(ask.why_contact for ask in asks if ask.why_contact)
    stands_in = any(ask.stands_in for ask in asks)
    return tuple(
        Paragraph(f"Stands in: {why}." if stands_in else sentence(why), TextStyle.NOTE)
        for why in reasons
    )


def _row(ask: Ask, question: Question) -> tuple[Entry, ...]:
    rating = ask.rating
    result = result_entry(rating)
    last = _last(ask, question)
    words = "Nothing"
    if last is not None:
        words = f"{last.period}: {shortened(last.text or '', LAST_WORDS)[0]}"
    why = rag_entry(rating.rag) if rating.rag is not None and ask.why == rating.rag else None
    return (
        Entry(rating.kpi.ref, ref=rating.kpi.source.at("ref")),
        text_entry(rating.kpi.short_name or rating.kpi.name, missing="No name"),
        Entry(f"{result.text} ({ask.period})", ref=result.ref),
        why or Entry(sentence(ask.why).rstrip(".")),
        Entry(question.text),
        Entry(yes_or_no(question.is_answered)),
        Entry(words) if last is not None else Entry(words, tone=Tone.MUTED),
    )


def _last(ask: Ask, question: Question) -> Commentary | None:
    return (ask.last or {}).get(question.kind)


def _item(
    assessment: Assessment, ask: Ask, question: Question, due: date | None
) -> Mapping[str, Datum]:
    rating, register = ask.rating, assessment.register
    last = _last(ask, question)
    result = rating.result
    return {
        "ref": rating.kpi.ref,
        "name": rating.kpi.name,
        "directorate": rating.kpi.directorate,
        "period": str(ask.period),
        "result_text": result_entry(rating).text,
        "target_text": target_entry(rating).text,
        "rating": None if rating.rag is None else str(rating.rag),
        "why_asked": ask.why,
        "kind": str(question.kind),
        "question": question.text,
        "answered": question.is_answered,
        "last_period": None if last is None else str(last.period),
        "last_comment": None if last is None else one_line(last.text or ""),
        "contact": ask.contact,
        "post": role_of(register, ask.contact) or None,
        "stands_in": ask.stands_in,
        "why_contact": ask.why_contact or None,
        "responsible": responsible_for(register, rating.kpi),
        "due": None if due is None else due.isoformat(),
        "result_cell": cell_text(None if result is None else result.source.at("value")),
    }
