"""Which forms were made, as a list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from pmf_cli.assessment import Assessment
from pmf_cli.collect.form.content import FormContent
from pmf_cli.register.periods.period import Period
from pmf_cli.register.terms import StepStatus, TimetableStep
from pmf_cli.views.base import Column, Entry, Paragraph, Section, Table, TextStyle
from pmf_cli.views.entries import count_entry, date_entry, text_entry
from pmf_cli.views.listing import Listing
from pmf_cli.words import counted, day, listed_shortly

SCHEMA = "pmf/forms/1"


def forms_listing(
    assessment: Assessment,
    made: Sequence[tuple[FormContent, str]],
    nobody: FormContent | None,
    standing: Mapping[str, str],
    folder: str,
) -> Listing:
    """The forms with what each asks, and what nobody can be asked for.

    Args:
        assessment: the register now.
        made: each form and its file name.
        nobody: what is due from nobody, since there is no contact to ask.
        standing: file name → ``New`` or ``Unchanged``.
        folder: where they were written.
    """
    unasked = () if nobody is None else nobody.kpis
    return Listing(
        schema=SCHEMA,
        register=assessment.register.name,
        period=str(assessment.period),
        as_of=assessment.as_of,
        counts={
            "forms": len(made),
            "figures": sum(len(content.lines) for content, _ in made),
            "questions": sum(len(content.questions) for content, _ in made),
            "kpis_nobody_can_be_asked_for": len(unasked),
        },
        key="items",
        items=(
            *(
                {
                    "return": content.ref,
                    "contact": content.contact,
                    "post": content.post or None,
                    "file": name,
                    "state": standing.get(name, ""),
                    "due": content.due.isoformat(),
                    "figures": len(content.lines),
                    "questions": len(content.questions),
                    "kpis": content.kpis,
                    "stands_in_for": content.stands_in_for,
                }
                for content, name in made
            ),
            *(
                {
                    "return": None,
                    "contact": None,
                    "post": None,
                    "file": None,
                    "state": "nobody can be asked",
                    "due": None,
                    "figures": 0,
                    "questions": 0,
                    "kpis": (ref,),
                    "stands_in_for": (),
                }
                for ref in unasked
            ),
        ),
        sections=(_section(assessment, made, unasked, standing, folder),),
    )


def _section(
    assessment: Assessment,
    made: Sequence[tuple[FormContent, str]],
    unasked: Sequence[str],
    standing: Mapping[str, str],
    folder: str,
) -> Section:
    blocks: list[Paragraph | Table] = []
    if made:
        titles = ("Contact", "Post", "Return by", "Figures", "Questions", "KPIs", "Form", "State")
        rows = tuple(
            (
                Entry(content.contact),
                text_entry(content.post),
                date_entry(content.due),
                count_entry(len(content.lines)),
                count_entry(len(content.questions)),
                Entry(listed_shortly(content.kpis, 4)),
                Entry(name),
                Entry(standing.get(name, "")),
            )
            for content, name in made
        )
        blocks.append(Paragraph(f"{counted(len(made), 'form')} in {folder}"))
        blocks.append(Table("forms", "Forms", tuple(Column(title) for title in titles), rows))
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
    """The next other cycle of which forms go out after the date, and on which day."""
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
