"""The checklist of a register on a day: which cycles are worked on, and their steps."""

from __future__ import annotations

from datetime import date

from pmf_cli.cycle.checklist.checklist import checklist_of
from pmf_cli.cycle.checklist.checklist_step import PlannedStep
from pmf_cli.cycle.current_cycle import cycles_at_work
from pmf_cli.pipeline.read.cycle_record import calendar_of, facts_in
from pmf_cli.pipeline.read.opening import OpenedRegister, wrong_period
from pmf_cli.register.periods.period import Period


def steps_at_work(opened: OpenedRegister, as_of: date, period: str = "") -> tuple[PlannedStep, ...]:
    """The steps of the cycles that are worked on, with the monthly and annual ones once.

    Args:
        as_of: the date of the question.
        period: one cycle in words; empty for the settings' one, else for all at work.

    Raises:
        UsageError: the words are no period.
    """
    facts, calendar = facts_in(opened), calendar_of(opened)
    found: dict[tuple[str, str], PlannedStep] = {}
    for cycle in cycles_of(opened, as_of, period):
        for step in checklist_of(opened.register, cycle, as_of, facts, calendar):
            found.setdefault((step.entry.number, step.cycle), step)
    return tuple(sorted(found.values(), key=lambda step: (step.on is None, step.on or date.max)))


def cycles_of(opened: OpenedRegister, as_of: date, period: str = "") -> tuple[Period, ...]:
    """The cycles asked for: one in words, the settings' one, else all that are worked on.

    Raises:
        UsageError: the words are no period.
    """
    facts, calendar = facts_in(opened), calendar_of(opened)
    try:
        return cycles_at_work(
            opened.register, opened.settings, as_of, period, facts=facts, calendar=calendar
        )
    except ValueError as error:
        raise wrong_period(period, error) from error
