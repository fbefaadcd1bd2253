"""What is odd about what a command was asked for: said beside its answer, never in place of it."""

from __future__ import annotations

from pmf_cli import words
from pmf_cli.assessment import Assessment
from pmf_cli.cycle.current_cycle import is_begun, none_begun
from pmf_cli.cycle.period import reporting_period
from pmf_cli.pipeline.read.opening import OpenedRegister


def notes_on(opened: OpenedRegister, assessment: Assessment) -> tuple[str, ...]:
    """What is odd about what was asked for: no KPIs, a period to come, a period without results."""
    register, period, on = assessment.register, assessment.period, assessment.as_of
    if not register.kpis and opened.register.kpis:
        number = words.counted(len(opened.register.kpis), "KPI")
        return (
            f"on {words.day(on)} the register held no KPI yet: {number} that it holds now came in "
            "later. Ask for a later day with --as-of.",
        )
    if not register.kpis:
        return (
            "the register holds no KPI yet. Fill in its sheet KPIs, or bring in the scorecard "
            "you have: pmf import FILE",
        )
    if period.start > on:
        return (f"{period} has not begun on {words.day(on)}.",)
    if period.end > on:
        return (f"{period} ends on {words.day(period.end)}, after {words.day(on)}.",)
    held = any(
        row.period is not None and row.period.start <= period.end and row.period.end >= period.start
        for row in register.results
    )
    return () if held else (f"no result in the register is for {period} or a part of it.",)


def cycle_notes(opened: OpenedRegister, assessment: Assessment, period: str) -> tuple[str, ...]:
    """That no cycle has begun yet, or that none of its results is in; the same in every command."""
    if period.strip() or opened.settings.period.strip():
        return ()
    on = assessment.as_of
    other = reporting_period(opened.register, opened.settings, on)
    hint = f'For the quarter with the latest results: --period "{other}".'
    first = none_begun(opened.register, opened.settings, on, period)
    if first is not None:
        return (
            f"no cycle of the timetable has begun on {words.day(on)}; the first, {first.cycle}, "
            f"begins on {words.day(first.on)}. {hint}",
        )
    if other.end < assessment.period.start:
        return (f"work is on {assessment.period} by the timetable; no result is in yet. {hint}",)
    return ()


def reminder_notes(opened: OpenedRegister, assessment: Assessment) -> tuple[str, ...]:
    """That no reminders are due for a period of which no date of the timetable has come."""
    period, on = assessment.period, assessment.as_of
    if is_begun(opened.register, opened.settings, period, on):
        return ()
    return (f"the timetable has no dates for {period} yet, so no reminders are due.",)
