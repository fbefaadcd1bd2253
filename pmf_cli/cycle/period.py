"""The reporting period and the cycle at work: asked for, in the settings, or found in the register."""

from __future__ import annotations

from datetime import date

from pmf_cli.register.period_steps import latest_ended
from pmf_cli.register.period_text import FINANCIAL_CONTEXT, parse_period
from pmf_cli.register.periods import Period, PeriodKind
from pmf_cli.register.register import Register
from pmf_cli.register.terms import Frequency, StepStatus, YearBasis
from pmf_cli.settings import Settings

REPORTED = (
    PeriodKind.MONTH,
    PeriodKind.QUARTER,
    PeriodKind.TERM,
    PeriodKind.HALF,
    PeriodKind.FINANCIAL_YEAR,
    PeriodKind.ACADEMIC_YEAR,
    PeriodKind.CALENDAR_YEAR,
)
"""Kinds of period that a paper can be about; rolling years and snapshots are not."""


def cycle_at_work(register: Register, settings: Settings, as_of: date, asked: str = "") -> Period:
    """The cycle that is being worked on: the one asked for, the settings' one, or the timetable's.

    The timetable's is the newest cycle of which a step has come by the date: from the day on which
    forms go out, work is on the new quarter, though none of its results is in. Without a dated
    timetable it is the reporting period.

    Raises:
        ValueError: the words are no period, or one that no paper can be about.
    """
    if asked.strip() or settings.period.strip():
        return reporting_period(register, settings, as_of, asked)
    begun: dict[Period, date] = {}
    for entry in register.timetable:
        if entry.on is None or entry.status is StepStatus.CANCELLED:
            continue
        begun[entry.cycle] = min(begun.get(entry.cycle, entry.on), entry.on)
    started = [(first, cycle.sort_key, cycle) for cycle, first in begun.items() if first <= as_of]
    if not started:
        return reporting_period(register, settings, as_of)
    return max(started, key=lambda one: one[:2])[2]


def reporting_period(
    register: Register, settings: Settings, as_of: date, asked: str = ""
) -> Period:
    """The period to report on.

    Args:
        register: the register.
        settings: its settings, whose ``period`` serves where none is asked for.
        as_of: the date of the question.
        asked: the period in words; empty for the settings' one, else the latest quarter ended
            by ``as_of`` for which the record has a result, else the latest quarter ended.

    Raises:
        ValueError: the words are no period, or one that no paper can be about.
    """
    words = asked.strip() or settings.period.strip()
    if words:
        found = parse_period(
            words, year_start=settings.financial_year_start, context=FINANCIAL_CONTEXT
        )
        if found.kind not in REPORTED:
            raise ValueError(
                f"{found} is a {found.kind.value} period; a report is for a month, quarter, "
                "term, half-year or year"
            )
        return found
    latest = latest_ended(
        Frequency.QUARTERLY, YearBasis.FINANCIAL, as_of, settings.financial_year_start
    )
    if latest is None:
        raise ValueError("there is no quarter before this date")
    ends = [
        result.period.end
        for result in register.results
        if result.period is not None
        and result.value is not None
        and result.period.end <= as_of
        and (result.received_on is None or result.received_on <= as_of)
    ]
    newest = max(ends, default=None)
    if newest is None or newest >= latest.start:
        return latest
    with_results = latest_ended(
        Frequency.QUARTERLY, YearBasis.FINANCIAL, newest, settings.financial_year_start
    )
    return with_results if with_results is not None else latest
