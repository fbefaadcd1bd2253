"""Questions to the authors of commentary, by person, each with the cell and the words quoted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from pmf_cli.analysis.commentary.questions import QUESTIONS, AskedAgain, commentary_questions
from pmf_cli.assessment import Assessment
from pmf_cli.errors import UsageError
from pmf_cli.views.base import Column, Entry, Paragraph, Section, Table, TextStyle
from pmf_cli.views.entries import rag_entry, text_entry
from pmf_cli.views.listing import Datum, Listing
from pmf_cli.views.lists.commentary_request import person_words
from pmf_cli.views.lists.rag import cell_text
from pmf_cli.views.references import contact_named
from pmf_cli.views.roles import role_of
from pmf_cli.views.selection import Selection, selected
from pmf_cli.views.wording import part_name, sentence
from pmf_cli.words import counted, listed

SCHEMA = "pmf/commentary-check/1"
COLUMNS = (
    Column("Ref", 0.9),
    Column("KPI", 2.0),
    Column("Period", 1.2),
    Column("Rating", 0.9),
    Column("Question", 4.2),
    Column("The comment says", 3.2),
    Column("Where", 2.2),
)


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
    names = _named(only)
    refs = {r.kpi.ref for r in selected(assessment, Selection(directorate=tuple(directorates)))}
    person = contact_named(assessment.register, contact) if contact else None
    found = tuple(
        one
        for one in commentary_questions(assessment)
        if one.rating.kpi.ref in refs
        and (person is None or one.contact == person)
        and (not names or one.name in names)
    )
    counts = Counter(one.name for one in found)
    return Listing(
        schema=SCHEMA,
        register=assessment.register.name,
        period=str(assessment.period),
        as_of=assessment.as_of,
        counts={"questions": len(found), "kpis": len({one.rating.kpi.ref for one in found})}
        | {one.name: counts[one.name] for one in QUESTIONS if counts[one.name]},
        key="items",
        items=tuple(_item(assessment, one) for one in found),
        sections=_sections(assessment, found),
    )


def _named(only: Iterable[str]) -> frozenset[str]:
    known = [one.name for one in QUESTIONS]
    asked = frozenset(" ".join(name.split()).casefold() for name in only)
    if unknown := asked.difference(known):
        raise UsageError(
            f'There is no question "{min(unknown)}".', f"The questions are: {listed(known)}."
        )
    return asked


def _sections(assessment: Assessment, found: Sequence[AskedAgain]) -> tuple[Section, ...]:
    name = assessment.register.name or "KPI Register"
    opening = Section(f"{name}: questions about commentary, {assessment.period}", 1, ())
    by_person: dict[str | None, list[AskedAgain]] = {}
    for one in found:
        by_person.setdefault(one.contact, []).append(one)
    people = []
    for number, ref in enumerate(sorted(by_person, key=lambda ref: (ref is None, ref or "")), 1):
        title = person_words(assessment.register, ref)
        rows = tuple(_row(one) for one in by_person[ref])
        reasons = dict.fromkeys(one.why_contact for one in by_person[ref] if one.why_contact)
        notes = tuple(Paragraph(sentence(why), TextStyle.NOTE) for why in reasons)
        table = Table(part_name("questions", str(number)), title, COLUMNS, rows)
        people.append(Section(title, 2, (*notes, table)))
    words = f"{counted(len(found), 'question')} to ask. No text was changed."
    if not found:
        words = "Nothing to ask: every comment that is needed is there, and none raises a question."
    return (opening, *people, Section("Counts", 2, (Paragraph(words, TextStyle.LEAD),)))


def _row(one: AskedAgain) -> tuple[Entry, ...]:
    kpi, hit = one.rating.kpi, one.hit
    return (
        Entry(kpi.ref),
        text_entry(kpi.short_name or kpi.name, missing="No name"),
        Entry(str(one.period)),
        rag_entry(one.rating.rag),
        Entry(hit.text),
        text_entry(f"“{hit.quote}”" if hit.quote else None, missing="No comment"),
        Entry(str(hit.where) or "The register", ref=hit.where),
    )


def _item(assessment: Assessment, one: AskedAgain) -> Mapping[str, Datum]:
    kpi, hit = one.rating.kpi, one.hit
    return {
        "ref": kpi.ref,
        "name": kpi.name,
        "directorate": kpi.directorate,
        "period": str(one.period),
        "rating": None if one.rating.rag is None else str(one.rating.rag),
        "about": one.name,
        "question": hit.text,
        "quote": hit.quote or None,
        "kind": None if hit.comment is None or not hit.comment.kind else str(hit.comment.kind),
        "contact": one.contact,
        "post": role_of(assessment.register, one.contact) or None,
        "stands_in": one.stands_in,
        "why_contact": one.why_contact or None,
        "where": cell_text(hit.where),
    }
