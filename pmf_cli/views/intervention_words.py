"""A KPI on the intervention ladder in words: what was promised of it, what answers it, what is called for."""

from __future__ import annotations

from dataclasses import replace

from pmf_cli.analysis.interventions import Intervention, Rung, interventions
from pmf_cli.analysis.plan_steps import lacking_parts
from pmf_cli.assessment import Assessment
from pmf_cli.register.comments import promised_day
from pmf_cli.register.periods.period import Period
from pmf_cli.register.sheets.record import Commentary
from pmf_cli.views.audience import Audience, once_for_audience
from pmf_cli.views.base import Entry, Words
from pmf_cli.views.comments import is_for
from pmf_cli.views.comparison import signals_of
from pmf_cli.views.service_words import NO_DATE
from pmf_cli.views.wording import number_in_words, short_period
from pmf_cli.words import counted, listed, lower_first, short_day

CALLS = (
    "A plan is called for after three times off target on end or a recovery date that has passed, escalation after a year of {red}; "
    "neither of what improves beyond chance and is half of the way to its target. After a second such date escalation is called for in any case."
)
"""When what is called for."""
NOTHING = "No plan, no open action"


@once_for_audience
def ladder_of(assessment: Assessment, audience: Audience) -> tuple[Intervention, ...]:
    """The audience's KPIs off target on the ladder, by what it may read of their services' promises."""
    use_in = audience.use_in
    improving = {
        one.kpi.ref
        for one in signals_of(assessment, audience)
        if one.is_telling and one.is_on_course
    }
    return interventions(
        assessment, audience.ratings, lambda comment: is_for(comment, use_in), improving
    )


def promise_entry(one: Intervention) -> Entry:
    """The date that stands now, those before it, and how many have passed; bold where nobody has given one."""
    if not one.promises:
        return Entry(NO_DATE, is_strong=True)
    more = passed_words(one)
    beneath = (Words(more, is_muted=True, new_line=True),) if more else ()
    return Entry(_day(one.promises[-1]), more=beneath)


def passed_words(one: Intervention) -> str:
    """What became of the dates given: ``date has passed``, ``second date; the first has passed``; nothing of one to come."""
    number, passed = len(one.promises), one.passed
    if number < 2:
        return "date has passed" if passed else ""
    which = f"{ORDINALS[number] if number < len(ORDINALS) else f'{number}th'} date"
    if not passed:
        return f"{which}; before, {_day(one.promises[-2])}"
    who = (
        "both have"
        if passed == number == 2
        else "one has"
        if passed == 1
        else f"{number_in_words(passed)} have"
    )
    return f"{which}; {who} passed"


ORDINALS = ("", "first", "second", "third", "fourth", "fifth", "sixth")


def _day(comment: Commentary) -> str:
    until, day = comment.back_on_target, promised_day(comment)
    return short_period(until) if isinstance(until, Period) else short_day(day) if day else ""


def answer_entry(one: Intervention) -> Entry:
    """The improvement plan with what it lacks, else the open actions; bold where there is neither."""
    if one.plan is not None:
        lacking = lacking_parts(one.plan)
        without = f", without {listed(map(lower_first, lacking))}" if lacking else ""
        entry = Entry(f"Improvement plan {one.plan.ref}{without}")
    elif one.actions:
        late = f", {one.overdue:,} overdue" if one.overdue else ""
        entry = Entry(f"{counted(len(one.actions), 'open action')}{late}; no improvement plan")
    else:
        entry = Entry(NOTHING, is_strong=True)
    if one.escalation is None:
        return entry
    return replace(
        entry, more=(Words(f"Issue {one.escalation.ref}", is_muted=True, new_line=True),)
    )


def open_call(one: Intervention) -> str:
    """What is called for and not there, for a narrow column: ``Plan called for``; nothing where it is."""
    if one.is_answered:
        return ""
    return "Escalation called for" if one.rung is Rung.ESCALATE else "Plan called for"
