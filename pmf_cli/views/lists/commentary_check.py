"""Questions to the authors of commentary, by person, each with the cell and the words quoted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pmf_cli.analysis.commentary.questions import QUESTIONS, AskedAgain, commentary_questions
from pmf_cli.assessment import Assessment
from pmf_cli.errors import UsageError
from pmf_cli.register.terms import ANY_RATING
from pmf_cli.views.base import Entry, Paragraph, Section, TextStyle
from pmf_cli.views.entries import rag_entry, text_entry
from pmf_cli.views.listing import Field, ListDefinition, Listing, kpi_fields, register_title
from pmf_cli.views.lists.commentary_request import asked_test, lines_by_contact, person_words
from pmf_cli.views.roles import role_of
from pmf_cli.views.wording import part_name, sentence
from pmf_cli.words import counted, listed


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """A question to an author, and the post of who is asked."""

    asked: AskedAgain
    post: str


COMMENTARY_CHECK: ListDefinition[QuestionLine] = ListDefinition(
    "pmf/commentary-check/1",
    "One item a question to an author about commentary. From `pmf commentary check`.",
    "items",
    (
        Field("ref", "Ref", "KPI reference.", lambda one: one.asked.rating.kpi.ref, width=0.9),
        kpi_fields(lambda one: one.asked.rating.kpi, (0.9, 2.0))[1],
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
        assessment: the register on its date.
        directorates: only KPIs of these; empty for all.
        contact: only what this contact is asked; empty for all.
        only: only the questions of these names; empty for all.

    Raises:
        UsageError: a directorate, contact or question is unknown.
    """
    names = _questions_named(only)
    is_wanted = asked_test(assessment, directorates, contact)
    found = tuple(
        one
        for one in commentary_questions(assessment)
        if is_wanted(one.rating, one.contact) and (not names or one.name in names)
    )
    counts = Counter(one.name for one in found)
    lines = [QuestionLine(one, role_of(assessment.register, one.contact)) for one in found]
    return COMMENTARY_CHECK.listing_of(
        assessment,
        lines,
        {"questions": len(found), "kpis": len({one.rating.kpi.ref for one in found})}
        | {one.name: counts[one.name] for one in QUESTIONS if counts[one.name]},
        _sections(assessment, lines),
    )


def _questions_named(only: Iterable[str]) -> frozenset[str]:
    known = [one.name for one in QUESTIONS]
    asked = frozenset(" ".join(name.split()).casefold() for name in only)
    if unknown := asked.difference(known):
        raise UsageError(
            f'There is no question "{min(unknown)}".', f"The questions are: {listed(known)}."
        )
    return asked


def _sections(assessment: Assessment, lines: Sequence[QuestionLine]) -> tuple[Section, ...]:
    title = f"questions about commentary, {assessment.period}"
    people = []
    for number, (ref, own) in enumerate(
        lines_by_contact(lines, lambda one: one.asked.contact).items(), 1
    ):
        name = person_words(assessment.register, ref)
        reasons = dict.fromkeys(one.asked.why_contact for one in own if one.asked.why_contact)
        notes = tuple(Paragraph(sentence(why), TextStyle.NOTE) for why in reasons)
        table = COMMENTARY_CHECK.table(part_name("questions", str(number)), name, own)
        people.append(Section(name, 2, (*notes, table)))
    words = f"{counted(len(lines), 'question')} to ask. No text was changed."
    if not lines:
        words = "Nothing to ask: every comment that is needed is there, and none raises a question."
    closing = Section("Counts", 2, (Paragraph(words, TextStyle.LEAD),))
    return (Section(register_title(assessment.register, title), 1, ()), *people, closing)


def _quoted(quote: str) -> Entry:
    return text_entry(f"“{quote}”" if quote else None, missing="No comment")
