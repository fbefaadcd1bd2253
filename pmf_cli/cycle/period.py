"""The reporting period: asked for, in the settings, or found in the register."""

from __future__ import annotations

from datetime import date

from pmf_cli.register.periods.period import Period, PeriodKind
from pmf_cli.register.periods.steps import latest_ended
from pmf_cli.register.periods.text import FINANCIAL_CONTEXT, parse_period
from pmf_cli.register.register import Register
from pmf_cli.register.terms import Frequency, YearBasis
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


def reporting_period(
    register: Register, settings: Settings, as_of: date, asked: str = ""
) -> Period:
    """The period to report on.

    Args:
        settings: its settings, whose ``period`` serves where none is asked for.
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
    newest = _newest_end(register, as_of)
    if newest is None or newest >= latest.start:
        return latest
    with_results = latest_ended(
        Frequency.QUARTERLY, YearBasis.FINANCIAL, newest, settings.financial_year_start
    )
    return with_results if with_results is not None else latest


def _newest_end(register: Register, as_of: date) -> date | None:
    """The last day of the newest period for which a figure was in by a day."""
    ends = [
        result.period.end
        for result in register.results
        if result.period is not None and result.value is not None
        if max(result.period.end, result.received_on or date.min) <= as_of
    ]
    return max(ends, default=None)
