"""Which forms were made, as a list."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from pmf_cli.assessment import Assessment
from pmf_cli.collect.form.content import FormContent
from pmf_cli.frozen import frozen
from pmf_cli.register.periods.period import Period
from pmf_cli.register.terms import StepStatus, TimetableStep
from pmf_cli.views.base import Entry, Paragraph, Section, Table, TextStyle
from pmf_cli.views.listing import Field, ListDefinition, Listing
from pmf_cli.words import counted, day, listed_shortly


@frozen
class FormMade:
    """A form that was made (``New`` or ``Unchanged``), or a KPI that nobody can be asked for."""

    state: str
    kpis: tuple[str, ...]
    content: FormContent | None = None
    file: str = ""


def _of_form(
    key: str,
    title: str,
    meaning: str,
    of: Callable[[FormContent], object],
    without: object = None,
    shown: Callable[[FormMade], Entry] | None = None,
) -> Field[FormMade]:
    return Field(
        key,
        title,
        meaning,
        lambda one: of(one.content) if one.content is not None else without,
        shown,
    )


FORMS: ListDefinition[FormMade] = ListDefinition(
    "pmf/forms/1",
    "One item a return form, then one a KPI that nobody can be asked for. From `pmf collect make`.",
    "items",
    (
        _of_form(
            "return", "", "Return reference; empty where nobody can be asked.", lambda form: form.ref,
        ),
        _of_form("contact", "Contact", "Contact reference.", lambda form: form.contact),
        _of_form("post", "Post", "The contact's post.", lambda form: form.post),
        Field("file", "Form", "File name of the form."),
        Field(
            "state", "State",
            "New, Unchanged where the same file stood there already, or that nobody can be asked.",
            shown=lambda one: Entry(one.state), empty="",
        ),
        _of_form("due", "Return by", "When it is asked back, ISO date.", lambda form: form.due),
        _of_form(
            "figures", "Figures", "How many figures it asks for.", lambda form: len(form.lines), 0,
        ),
        _of_form(
            "questions", "Questions", "How many questions it asks.",
            lambda form: len(form.questions), 0,
        ),
        Field(
            "kpis", "KPIs", "The KPIs that it is about.",
            shown=lambda one: Entry(listed_shortly(one.kpis, 4)),
        ),
        _of_form(
            "stands_in_for", "", "Those that the contact is asked for as a deputy.",
            lambda form: form.stands_in_for, (),
        ),
    ),
    ("contact", "post", "due", "figures", "questions", "kpis", "file", "state"),
)  # fmt: skip


def forms_listing(
    assessment: Assessment,
    made: Sequence[tuple[FormContent, str]],
    nobody: FormContent | None,
    standing: Mapping[str, str],
    folder: str,
) -> Listing:
    """The forms with what each asks, by file name, and what nobody can be asked for.

    ``standing`` says of each file name whether it is ``New`` or ``Unchanged``.
    """
    unasked = () if nobody is None else nobody.kpis
    lines = [
        FormMade(standing.get(name, ""), content.kpis, content, name) for content, name in made
    ]
    counts = {
        "forms": len(made),
        "figures": sum(len(content.lines) for content, _ in made),
        "questions": sum(len(content.questions) for content, _ in made),
        "kpis_nobody_can_be_asked_for": len(unasked),
    }
    section = _section(assessment, lines, unasked, folder)
    nobody_asked = (FormMade("nobody can be asked", (ref,)) for ref in unasked)
    return FORMS.listing_of(assessment, (*lines, *nobody_asked), counts, (section,))


def _section(
    assessment: Assessment, made: Sequence[FormMade], unasked: Sequence[str], folder: str
) -> Section:
    blocks: list[Paragraph | Table] = []
    if made:
        blocks.append(Paragraph(f"{counted(len(made), 'form')} in {folder}"))
        blocks.append(FORMS.table("forms", "Forms", made))
    else:
        blocks.append(Paragraph("Nothing is due from anybody, so no form was made."))
    coming = _next_forms(assessment)
    if coming is not None and (not made or coming[0].end < assessment.as_of):
        words = f"The forms for {coming[0]} go out on {day(coming[1])}. To make them now:"
        command = f'pmf collect make --period "{coming[0]}"'
        blocks += [Paragraph(words), Paragraph(command, TextStyle.COMMAND)]
    if unasked:
        words = f"Nobody can be asked for {counted(len(unasked), 'KPI')}: {listed_shortly(unasked, 12)}."
        advice = "Give them a key contact or a deputy who is there; pmf validate names the cells."
        blocks += [Paragraph(words), Paragraph(advice, TextStyle.NOTE)]
    return Section(f"Return forms for {assessment.period}", 1, tuple(blocks))


def _next_forms(assessment: Assessment) -> tuple[Period, date] | None:
    coming = [
        (entry.on, entry.cycle)
        for entry in assessment.register.timetable
        if entry.step is TimetableStep.FORMS_SENT
        and entry.on is not None
        and entry.on > assessment.as_of
        and entry.cycle != assessment.period
        and entry.status is not StepStatus.CANCELLED
    ]
    first = min(coming, key=lambda one: one[0], default=None)
    return None if first is None else (first[1], first[0])
