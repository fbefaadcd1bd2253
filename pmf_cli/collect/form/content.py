"""What a return form asks and says, worked out from the register; nothing is written here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pmf_cli.analysis.commentary.explanations import Ask, asks_of
from pmf_cli.assessment import Assessment
from pmf_cli.collect.form.lines import FormLine, form_lines
from pmf_cli.collect.form.questions import FormQuestion, asked_questions, prompts
from pmf_cli.cycle.due import DueItem, DueStatus, due_items
from pmf_cli.cycle.form_names import reference_of
from pmf_cli.cycle.timetable.cycle_steps import date_of_step
from pmf_cli.register.periods.period import Period
from pmf_cli.register.register import SeriesKey
from pmf_cli.register.sheets.targets import Target
from pmf_cli.register.terms import TimetableStep
from pmf_cli.register.time.targets_in_force import targets_in_order
from pmf_cli.views.references import role_of


@dataclass(frozen=True, slots=True)
class FormContent:
    """Everything that one contact's form says.

    Attributes:
        ref: return reference.
        register: the register's name.
        cycle: the reporting period.
        contact: contact reference.
        post: the contact's post; empty where the register has none.
        stands_in_for: KPIs that the contact answers for as a deputy.
        made_on: the date of the data.
        due: when the form is asked back.
        lines: figures asked for.
        questions: words asked for.
    """

    ref: str
    register: str
    cycle: Period
    contact: str
    post: str
    stands_in_for: tuple[str, ...]
    made_on: date
    due: date
    lines: tuple[FormLine, ...]
    questions: tuple[FormQuestion, ...]

    @property
    def kpis(self) -> tuple[str, ...]:
        """The references of the KPIs that the form is about, in order."""
        named = [line.kpi.ref for line in self.lines] + [one.kpi_ref for one in self.questions]
        return tuple(dict.fromkeys(named))


def contents_of(assessment: Assessment) -> Mapping[str | None, FormContent]:
    """Contact → their form, in the order of references; ``None`` gathers what nobody can be asked.

    A contact has a form while a figure is due or late from them, or a question is unanswered.
    """
    year_start = assessment.settings.financial_year_start
    items = due_items(assessment.register, assessment.period, assessment.as_of, year_start)
    wanted: dict[str | None, list[DueItem]] = {}
    for item in items:
        if item.status in (DueStatus.DUE, DueStatus.LATE):
            wanted.setdefault(item.contact, []).append(item)
    asks: dict[str | None, list[Ask]] = {}
    for ask in asks_of(assessment):
        if ask.unanswered:
            asks.setdefault(ask.contact, []).append(ask)
    targets = targets_in_order(assessment.register)
    order = sorted({*wanted, *asks}, key=lambda ref: (ref is None, ref or ""))
    return {
        ref: _content(assessment, ref, wanted.get(ref, ()), asks.get(ref, ()), targets)
        for ref in order
    }


def _content(
    assessment: Assessment,
    contact: str | None,
    items: Sequence[DueItem],
    asks: Sequence[Ask],
    targets: Mapping[SeriesKey, Sequence[Target]],
) -> FormContent:
    lines = tuple(line for item in items for line in form_lines(assessment, item, targets))
    asked = {ask.rating.kpi.ref for ask in asks}
    newest = {line.kpi.ref: line.period for line in lines}
    questions = tuple(
        question
        for line in lines
        if line.split is None and line.kpi.ref not in asked and line.period == newest[line.kpi.ref]
        for question in prompts(assessment, line.kpi, line.period, line.target)
    ) + tuple(question for ask in asks for question in asked_questions(ask))
    stands_in = [item.kpi.ref for item in items if item.stands_in]
    stands_in += [ask.rating.kpi.ref for ask in asks if ask.stands_in]
    return FormContent(
        ref=reference_of(assessment.period, contact or "nobody"),
        register=assessment.register.name,
        cycle=assessment.period,
        contact=contact or "",
        post=role_of(assessment.register, contact),
        stands_in_for=tuple(dict.fromkeys(stands_in)),
        made_on=assessment.as_of,
        due=_due(assessment, items),
        lines=lines,
        questions=questions,
    )


def _due(assessment: Assessment, items: Sequence[DueItem]) -> date:
    """When a form is asked back: when its first figure is due, else when comments are."""
    if items:
        return min(item.due for item in items)
    step = date_of_step(assessment.register, assessment.period, TimetableStep.COMMENTARY_DUE)
    return step if step is not None and step >= assessment.as_of else assessment.as_of
