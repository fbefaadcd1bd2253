"""Who is asked about commentary, by person: explanations of results, and questions on what was written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from pmf_cli.analysis.commentary.explanations import Ask, Question, asks_of
from pmf_cli.analysis.commentary.questions import QUESTIONS, AskedAgain, commentary_questions
from pmf_cli.assessment import Assessment
from pmf_cli.cycle.timetable.cycle_steps import date_of_step
from pmf_cli.errors import UsageError
from pmf_cli.frozen import frozen
from pmf_cli.rag.base import KpiRating, Rating
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.record import Commentary
from pmf_cli.register.terms import ANY_RATING, Rag, TimetableStep
from pmf_cli.views.base import Entry, Paragraph, Section, lead, note
from pmf_cli.views.entries import (
    none_entry,
    rag_entry,
    result_entry,
    result_ref,
    target_entry,
    text_entry,
)
from pmf_cli.views.listing import Field, ListDefinition, Listing, R, kpi_fields, register_title
from pmf_cli.views.references import contact_named, post_and_ref, responsible_for, role_of
from pmf_cli.views.selection import Selection, selected
from pmf_cli.views.wording import one_line, part_name, sentence, shortened
from pmf_cli.words import counted, day, listed

LAST_WORDS = 30
"""Words of the last comment that a screen shows; JSON and CSV hold them all."""


@frozen
class AskLine:
    """A question about a result, with whom it goes to and by when an answer is due."""

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
            lambda one: one.last and one_line(one.last.text), lambda one: _said(one.last),
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


@frozen
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
    title = register_title(assessment.register, f"commentary asked for, {assessment.period}")
    sections = (
        Section(title, 1, (lead(_due_words(due, assessment.as_of)),)),
        *_by_person(assessment.register, COMMENTARY_REQUEST, "asked", lines, lambda one: one.ask),
        Section("Counts", 2, (lead(_count_words(counts, which)),)),
    )
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


def _by_person(
    register: Register,
    definition: ListDefinition[R],
    name: str,
    lines: Sequence[R],
    asked: Callable[[R], Ask | AskedAgain],
) -> Iterator[Section]:
    """A table a person, in the order of their references; what nobody can be asked comes last."""
    found: dict[str | None, list[R]] = {}
    for line in lines:
        found.setdefault(asked(line).contact, []).append(line)
    people = sorted(found, key=lambda ref: (ref is None, ref or ""))
    for number, ref in enumerate(people, 1):
        title = "Nobody can be asked" if ref is None else post_and_ref(register, ref)
        table = definition.table(part_name(name, str(number)), title, found[ref])
        yield Section(title, 2, (*_why_them([asked(line) for line in found[ref]]), table))


def _why_them(asks: Sequence[Ask | AskedAgain]) -> Iterator[Paragraph]:
    """Why it is a deputy, or nobody, who is asked."""
    stands_in = any(isinstance(ask, Ask) and ask.stands_in for ask in asks)
    for why in dict.fromkeys(ask.why_contact for ask in asks if ask.why_contact):
        yield note(f"Stands in: {why}." if stands_in else sentence(why))


def _due_words(due: date | None, as_of: date) -> str:
    if due is None:
        return "The timetable has no day on which commentary is due."
    days = (due - as_of).days
    if days == 0:
        return f"Commentary is due today, {day(due)}."
    if days > 0:
        return f"Commentary is due on {day(due)}, in {counted(days, 'day')}."
    return f"Commentary was due on {day(due)}, {counted(-days, 'day')} ago."


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
        return none_entry("Nothing")
    return Entry(f"{last.period}: {shortened(last.text or '', LAST_WORDS)[0]}")


NOTHING_TO_ASK = (
    "Nothing to ask: every comment that is needed is there, and none raises a question."
)


@frozen
class QuestionLine:
    """A question to an author, and the post of who is asked."""

    asked: AskedAgain
    post: str


COMMENTARY_CHECK: ListDefinition[QuestionLine] = ListDefinition(
    "pmf/commentary-check/1",
    "One item a question to an author about commentary. From `pmf commentary check`.",
    "items",
    (
        *kpi_fields(lambda one: one.asked.rating.kpi, (0.9, 2.0)),
        Field("directorate", "", "Directorate.", lambda one: one.asked.rating.kpi.directorate),
        Field(
            "period", "Period", "The KPI's own period that the comment is about.",
            lambda one: one.asked.period, width=1.2,
        ),
        Field(
            "rating", "Rating", f"{ANY_RATING}; empty where not rated.",
            lambda one: one.asked.rating.rag, lambda one: rag_entry(one.asked.rating.outcome), width=0.9,
        ),
        Field(
            "about", "", "Which question: missing, repeated, too long and so on.",
            lambda one: one.asked.name,
        ),
        Field(
            "question", "Question", "The question.", lambda one: one.asked.hit.text,
            lambda one: Entry(one.asked.hit.text), width=4.2,
        ),
        Field(
            "quote", "The comment says",
            "The comment's own words, shortened; empty where there is no comment.",
            lambda one: one.asked.hit.quote, lambda one: _quoted(one.asked.hit.quote), width=3.2,
        ),
        Field(
            "kind", "", "The kind of comment; empty where there is none.",
            lambda one: one.asked.hit.comment and one.asked.hit.comment.kind,
        ),
        Field(
            "contact", "",
            "Contact reference of who is asked: the author, else the key contact or the deputy.",
            lambda one: one.asked.contact,
        ),
        Field("post", "", "Their post."),
        Field("stands_in", "", "True where that is a deputy.", lambda one: one.asked.stands_in),
        Field(
            "why_contact", "", "Why it is the deputy, or nobody.", lambda one: one.asked.why_contact,
        ),
        Field(
            "where", "Where", "The cell: workbook, sheet!cell.", lambda one: one.asked.hit.where,
            lambda one: Entry(str(one.asked.hit.where) or "The register", ref=one.asked.hit.where),
            width=2.2,
        ),
    ),
)  # fmt: skip


def check_listing(
    assessment: Assessment,
    directorates: Sequence[str] = (),
    contact: str = "",
    only: Iterable[str] = (),
) -> Listing:
    """What there is to ask authors about, in three formats.

    Args:
        only: only the questions of these names; empty for all.

    Raises:
        UsageError: a directorate, contact or question is unknown.
    """
    names = _questions_named(only)
    is_wanted = asked_test(assessment, directorates, contact)
    lines = [
        QuestionLine(one, role_of(assessment.register, one.contact))
        for one in commentary_questions(assessment)
        if one.name in names and is_wanted(one.rating, one.contact)
    ]
    counts = Counter(one.asked.name for one in lines)
    title = register_title(assessment.register, f"questions about commentary, {assessment.period}")
    words = f"{counted(len(lines), 'question')} to ask. No text was changed."
    return COMMENTARY_CHECK.listing_of(
        assessment,
        lines,
        {"questions": len(lines), "kpis": len({one.asked.rating.kpi.ref for one in lines})}
        | {one.name: counts[one.name] for one in QUESTIONS if counts[one.name]},
        (
            Section(title, 1, ()),
            *_by_person(
                assessment.register, COMMENTARY_CHECK, "questions", lines, lambda one: one.asked
            ),
            Section("Counts", 2, (lead(words if lines else NOTHING_TO_ASK),)),
        ),
    )


def _questions_named(only: Iterable[str]) -> frozenset[str]:
    """The questions of some names; all of them where none is named."""
    known = [one.name for one in QUESTIONS]
    asked = frozenset(" ".join(name.split()).casefold() for name in only)
    if unknown := asked.difference(known):
        raise UsageError(
            f'There is no question "{min(unknown)}".', f"The questions are: {listed(known)}."
        )
    return asked or frozenset(known)


def _quoted(quote: str) -> Entry:
    return text_entry(f"“{quote}”" if quote else None, missing="No comment")
