"""What a return form asks and says, worked out from the register; nothing is written here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from enum import StrEnum

from pmf_cli.analysis.commentary.explanations import ACTION, RECOVERY, Ask, asks_of, last_comments
from pmf_cli.analysis.series.year_end import newest_forecast, year_end_of
from pmf_cli.assessment import Assessment
from pmf_cli.collect.form.lines import NUMBERS, FormLine, form_lines
from pmf_cli.cycle.due import DueItem, DueStatus, due_items
from pmf_cli.cycle.form_names import return_reference
from pmf_cli.cycle.timetable.cycle_steps import date_of_step
from pmf_cli.frozen import frozen
from pmf_cli.register.figures import figure, unit_in_words
from pmf_cli.register.periods.period import Period
from pmf_cli.register.register import SeriesKey
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.record import Commentary, Forecast
from pmf_cli.register.sheets.targets import Target
from pmf_cli.register.terms import Accountability, CommentaryKind, TargetType, TimetableStep
from pmf_cli.register.time.targets_in_force import targets_in_order
from pmf_cli.views.references import role_of
from pmf_cli.views.wording import shortened
from pmf_cli.words import lower_first

LAST_WORDS = 60
"""Words of the last comment that are shown beside a question."""
NO_TARGETS = ("", TargetType.TRACKER.value, TargetType.TO_BE_AGREED.value)
"""Targets in words against which no result is better or worse."""
IF_WORSE = {
    CommentaryKind.REASON: "If the result is worse than the target: why? What lies behind it?",
    CommentaryKind.ACTION: f"If it is worse than the target: {lower_first(ACTION[2])}",
    CommentaryKind.RECOVERY: f"If it is worse than the target: {lower_first(RECOVERY[2])}",
}
"""What is asked of a figure that is still to come, by the kind of comment that answers it."""


class AskedBeside(StrEnum):
    """What is asked besides comments, by what stands in the column of the kind of comment."""

    TEN_WORDS = "Action in ten words"
    """Goes beside the action, for first pages (column *In ten words* of ``Commentary``)."""
    YEAR_END = "Year-end forecast"
    """A figure, for the sheet ``Forecasts``; the question's period is the one with which the year ends."""


IN_TEN_WORDS = "The action once more in about ten words, as on the first page: “Six hired vehicles; four rounds re-cut”."


@frozen
class FormQuestion:
    """One question about a KPI's result, with what the answer is about and what was said last time."""

    kpi_ref: str
    name: str
    period: Period
    kind: CommentaryKind | AskedBeside
    about: str
    text: str
    last: str = ""


@frozen
class FormContent:
    """Everything that one contact's form says.

    Attributes:
        post: the contact's post; empty where the register has none.
        stands_in_for: KPIs that the contact answers for as a deputy.
        made_on: the date of the data.
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
    stands_in = [item.kpi.ref for item in items if item.stands_in]
    stands_in += [ask.rating.kpi.ref for ask in asks if ask.stands_in]
    return FormContent(
        ref=return_reference(assessment.period, contact or "nobody"),
        register=assessment.register.name,
        cycle=assessment.period,
        contact=contact or "",
        post=role_of(assessment.register, contact),
        stands_in_for=tuple(dict.fromkeys(stands_in)),
        made_on=assessment.as_of,
        due=_due(assessment, items),
        lines=lines,
        questions=(
            *_with_ten_words(assessment, tuple(_questions(assessment, lines, asks))),
            *_forecasts(assessment, lines, asks),
        ),
    )


def _questions(
    assessment: Assessment, lines: Sequence[FormLine], asks: Sequence[Ask]
) -> Iterator[FormQuestion]:
    """What is asked with the newest figure of each KPI, then of results that are in."""
    asked = {ask.rating.kpi.ref for ask in asks}
    newest = {line.kpi.ref: line.period for line in lines}
    for line in lines:
        is_newest = line.split is None and line.period == newest[line.kpi.ref]
        if is_newest and line.kpi.ref not in asked:
            yield from _prompts(assessment, line.kpi, line.period, line.target)
    for ask in asks:
        yield from _asked_questions(ask)


def _with_ten_words(
    assessment: Assessment, questions: Sequence[FormQuestion]
) -> Iterator[FormQuestion]:
    """After each action the same in ten words, where the register has a column for it."""
    rows = assessment.register.commentary
    has_column = any("in_ten_words" in row.source.place.columns for row in rows[:1])
    for one in questions:
        yield one
        if has_column and one.kind is CommentaryKind.ACTION:
            yield replace(one, kind=AskedBeside.TEN_WORDS, text=IN_TEN_WORDS, last="")


def _forecasts(
    assessment: Assessment, lines: Sequence[FormLine], asks: Sequence[Ask]
) -> Iterator[FormQuestion]:
    """The figure expected at the year's end, of each KPI with a target to meet that the form is about.

    Not where the register has no sheet for it, the year's last figure is the one that is asked for, or the
    forecast was made in this cycle already.
    """
    if "Forecasts" not in assessment.register.present:
        return
    newest = {line.kpi.ref: line.period for line in lines if line.split is None}
    newest |= {ask.rating.kpi.ref: ask.period for ask in asks}
    without = {line.kpi.ref for line in lines if line.target in NO_TARGETS}
    start = assessment.settings.financial_year_start
    for ref, period in newest.items():
        rating = assessment.rating_of.get(ref)
        if rating is None or ref in without or rating.kpi.data_type not in NUMBERS:
            continue
        ends = year_end_of(rating, start)
        if ends is None or ends.end <= period.end:
            continue
        before = newest_forecast(assessment, rating.kpi, ends)
        if before is None or before.made_in != assessment.period:
            yield _forecast_question(rating.kpi, ends, before)


def _forecast_question(kpi: Kpi, ends: Period, before: Forecast | None) -> FormQuestion:
    unit = unit_in_words(kpi)
    last = "" if before is None else f"{figure(before.value, kpi)}, said in {before.made_in}"
    return FormQuestion(
        kpi.ref, kpi.name or "", ends, AskedBeside.YEAR_END, "To come",
        f"Which figure do you expect for {ends}? Type the number alone{f', in {unit}' if unit else ''}.", last,
    )  # fmt: skip


def _due(assessment: Assessment, items: Sequence[DueItem]) -> date:
    """When a form is asked back: when its first figure is due, else when comments are."""
    if items:
        return min(item.due for item in items)
    step = date_of_step(assessment.register, assessment.period, TimetableStep.COMMENTARY_DUE)
    return step if step is not None and step >= assessment.as_of else assessment.as_of


def _asked_questions(ask: Ask) -> tuple[FormQuestion, ...]:
    rating = ask.rating
    shown = rating.shown
    result = figure(shown.value, rating.kpi) if shown is not None else ""
    about = f"{result}: {ask.why}" if result else ask.why[:1].upper() + ask.why[1:]
    last = ask.last or {}
    kpi, period = rating.kpi, ask.period
    return tuple(
        FormQuestion(
            kpi.ref, kpi.name or "", period, one.kind, about, one.text,
            _last_words(last.get(one.kind)),
        )
        for one in ask.unanswered
    )  # fmt: skip


def _prompts(
    assessment: Assessment, kpi: Kpi, period: Period, target: str
) -> tuple[FormQuestion, ...]:
    last = last_comments(assessment, kpi.ref, period)
    if target in NO_TARGETS or kpi.accountability is Accountability.POPULATION:
        asked = {
            CommentaryKind.CONTEXT: "Is there anything that readers should know about the figure?"
        }
    else:
        asked = IF_WORSE
    return tuple(
        FormQuestion(
            kpi.ref, kpi.name or "", period, kind, "Not in yet", text, _last_words(last.get(kind))
        )
        for kind, text in asked.items()
    )


def _last_words(comment: Commentary | None) -> str:
    if comment is None or not comment.text:
        return ""
    return f"{comment.period}: {shortened(comment.text, LAST_WORDS)[0]}"
