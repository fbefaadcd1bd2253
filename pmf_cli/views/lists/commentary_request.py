"""Who must explain what: the questions to each person, with the words they gave last time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from pmf_cli.analysis.commentary.explanations import Ask, Question, asks_of
from pmf_cli.assessment import Assessment
from pmf_cli.cycle.timetable.cycle_steps import date_of_step
from pmf_cli.rag.base import KpiRating, Rating
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.record import Commentary
from pmf_cli.register.terms import ANY_RATING, Rag, TimetableStep
from pmf_cli.views.base import Entry, Paragraph, Section, TextStyle, Tone
from pmf_cli.views.entries import rag_entry, result_entry, result_ref, target_entry
from pmf_cli.views.listing import (
    Field,
    ListDefinition,
    Listing,
    R,
    kpi_fields,
    register_title,
)
from pmf_cli.views.references import contact_named
from pmf_cli.views.roles import post_and_ref, responsible_for, role_of
from pmf_cli.views.selection import Selection, selected
from pmf_cli.views.wording import one_line, part_name, sentence, shortened
from pmf_cli.words import counted, day

LAST_WORDS = 30
"""Words of the last comment that a screen shows; JSON and CSV hold them all."""


@dataclass(frozen=True, slots=True)
class AskLine:
    """A question about a result, with whom it goes to and by when an answer is due.

    Attributes:
        ask: what is asked of a person about a result.
        question: one of its questions.
        post: the person's post.
        responsible: who answers for the KPI, by post.
        due: when commentary is due by the timetable.
    """

    ask: Ask
    question: Question
    post: str
    responsible: str
    due: date | None

    @property
    def rating(self) -> KpiRating:
        """The result that it is about."""
        return self.ask.rating

    @property
    def last(self) -> Commentary | None:
        """The last comment of the kind asked for."""
        return (self.ask.last or {}).get(self.question.kind)


COMMENTARY_REQUEST: ListDefinition[AskLine] = ListDefinition(
    "pmf/commentary-request/1",
    "One item a question to a service about a result. From `pmf commentary request`.",
    "items",
    (
        *kpi_fields(lambda one: one.rating.kpi, (0.9, 2.2)),
        Field("directorate", "", "Directorate.", lambda one: one.rating.kpi.directorate),
        Field(
            "period", "", "The KPI's own period that the answer is about.", lambda one: one.ask.period,
        ),
        Field(
            "result_text", "Result", "The result as printed.",
            lambda one: result_entry(one.rating).text, lambda one: _result(one), width=1.6,
        ),
        Field(
            "target_text", "", "The target as printed.", lambda one: target_entry(one.rating).text,
        ),
        Field("rating", "", f"{ANY_RATING}; empty where not rated.", lambda one: one.rating.rag),
        Field(
            "why_asked", "Why asked",
            f"{Rag.RED}, {Rag.AMBER}, chosen as a highlight, exceeding, or data quality problem.",
            lambda one: one.ask.why, lambda one: _why(one.ask), width=1.3,
        ),
        Field("kind", "", "The kind of comment that answers it.", lambda one: one.question.kind),
        Field(
            "question", "Question", "The question.", lambda one: one.question.text,
            lambda one: Entry(one.question.text), width=3.4,
        ),
        Field(
            "answered", "Answered", "True where the register holds an answer.",
            lambda one: one.question.is_answered, width=0.9,
        ),
        Field(
            "last_period", "", "The period of the last comment of the kind.",
            lambda one: one.last and str(one.last.period),
        ),
        Field(
            "last_comment", "Said last time", "That comment.",
            lambda one: one.last and one_line(one.last.text or ""), lambda one: _said(one.last),
            width=3.4,
        ),
        Field(
            "contact", "", "Contact reference of who is asked; empty where nobody can be.",
            lambda one: one.ask.contact,
        ),
        Field("post", "", "Their post."),
        Field("stands_in", "", "True where that is the deputy.", lambda one: one.ask.stands_in),
        Field(
            "why_contact", "", "Why it is the deputy, or nobody.", lambda one: one.ask.why_contact,
        ),
        Field("responsible", "", "Who answers for the KPI, by post."),
        Field("due", "", "When commentary is due by the timetable, ISO date."),
        Field(
            "result_cell", "", "Where the result stands.",
            lambda one: result_ref(one.rating.result),
        ),
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class RequestWanted:
    """Which questions are wanted.

    Attributes:
        directorates: only KPIs of these; empty for all.
        contact: only what this contact is asked; empty for all.
        answered: true to show what is answered as well.
    """

    directorates: tuple[str, ...] = ()
    contact: str = ""
    answered: bool = False


def wanted_asks(assessment: Assessment, wanted: RequestWanted) -> tuple[Ask, ...]:
    """What is asked of those wanted.

    Raises:
        UsageError: a directorate or contact is not in the register.
    """
    is_wanted = asked_test(assessment, wanted.directorates, wanted.contact)
    return tuple(
        ask
        for ask in asks_of(assessment)
        if is_wanted(ask.rating, ask.contact) and (wanted.answered or ask.unanswered)
    )


def asked_test(
    assessment: Assessment, directorates: Sequence[str], contact: str
) -> Callable[[KpiRating, str | None], bool]:
    """Whether something asked about a rating, and of whom, is wanted.

    Args:
        assessment: the register on its date.
        directorates: only KPIs of these; empty for all.
        contact: only what this contact is asked; empty for all.

    Raises:
        UsageError: a directorate or contact is not in the register.
    """
    chosen = selected(assessment, Selection(directorate=tuple(directorates)))
    refs = {rating.kpi.ref for rating in chosen}
    person = contact_named(assessment.register, contact) if contact else None
    return lambda rating, asked: rating.kpi.ref in refs and (person is None or asked == person)


def request_listing(assessment: Assessment, wanted: RequestWanted | None = None) -> Listing:
    """The questions of the period by person, in three formats.

    Raises:
        UsageError: a directorate or contact is not in the register.
    """
    which = wanted or RequestWanted()
    everything = wanted_asks(assessment, replace(which, answered=True))
    due = date_of_step(assessment.register, assessment.period, TimetableStep.COMMENTARY_DUE)
    lines = [
        AskLine(
            ask,
            question,
            role_of(assessment.register, ask.contact),
            responsible_for(assessment.register, ask.rating.kpi),
            due,
        )
        for ask in everything
        for question in (ask.questions if which.answered else ask.unanswered)
    ]
    counts = {
        "people": len({ask.contact for ask in everything if ask.contact is not None}),
        "kpis": len(everything),
        "questions": sum(len(ask.questions) for ask in everything),
        "unanswered": sum(len(ask.unanswered) for ask in everything),
    }
    closing = Paragraph(_count_words(counts, which), TextStyle.LEAD)
    sections = (*_sections(assessment, lines, due), Section("Counts", 2, (closing,)))
    return COMMENTARY_REQUEST.listing_of(assessment, lines, counts, sections)


def _count_words(counts: Mapping[str, int], wanted: RequestWanted) -> str:
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


def lines_by_contact(
    lines: Sequence[R], contact_of: Callable[[R], str | None]
) -> Mapping[str | None, list[R]]:
    """The lines by the contact who is asked, in the order of their references; nobody last."""
    found: dict[str | None, list[R]] = {}
    for line in lines:
        found.setdefault(contact_of(line), []).append(line)
    return {ref: found[ref] for ref in sorted(found, key=lambda ref: (ref is None, ref or ""))}


def _sections(
    assessment: Assessment, lines: Sequence[AskLine], due: date | None
) -> Iterator[Section]:
    title = register_title(assessment.register, f"commentary asked for, {assessment.period}")
    yield Section(title, 1, (Paragraph(_due_words(due, assessment.as_of), TextStyle.LEAD),))
    for number, (ref, own) in enumerate(
        lines_by_contact(lines, lambda one: one.ask.contact).items(), 1
    ):
        name = person_words(assessment.register, ref)
        table = COMMENTARY_REQUEST.table(part_name("asked", str(number)), name, own)
        yield Section(name, 2, (*_about_person([line.ask for line in own]), table))


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


def _result(one: AskLine) -> Entry:
    result = result_entry(one.rating)
    return Entry(f"{result.text} ({one.ask.period})", ref=result.ref)


def _why(ask: Ask) -> Entry:
    outcome = ask.rating.outcome
    if isinstance(outcome, Rating) and ask.why == outcome.word:
        return rag_entry(outcome)
    return Entry(sentence(ask.why).rstrip("."))


def _said(last: Commentary | None) -> Entry:
    if last is None:
        return Entry("Nothing", tone=Tone.MUTED)
    return Entry(f"{last.period}: {shortened(last.text or '', LAST_WORDS)[0]}")
