"""Forms of years, of several years, of single days and of intervals: one function each."""

from __future__ import annotations

import re
from datetime import date

from pmf_cli.register.periods import period as periods
from pmf_cli.register.periods.context import (
    PeriodContext,
    PeriodError,
    of_day,
    of_hyphen_pair,
    of_months,
    of_year_pair,
)
from pmf_cli.register.periods.period import Period
from pmf_cli.register.periods.words import DAY, day_of, pair_of, year_of
from pmf_cli.register.terms import Frequency, YearBasis
from pmf_cli.words import MONTHS


def academic_form(found: re.Match[str], context: PeriodContext, year_start: int) -> Period:
    """An academic year."""
    return periods.academic_year(pair_of(found))


def financial_form(found: re.Match[str], context: PeriodContext, year_start: int) -> Period:
    """A financial year."""
    return periods.financial_year(pair_of(found), year_start)


def calendar_form(found: re.Match[str], context: PeriodContext, year_start: int) -> Period:
    """A calendar year."""
    return periods.calendar_year(int(found["y"]))


def survey_form(found: re.Match[str], context: PeriodContext, year_start: int) -> Period:
    """A survey wave."""
    return periods.survey(int(found["y"]))


def snapshot_form(found: re.Match[str], context: PeriodContext, year_start: int) -> Period:
    """A single day, said to be one."""
    return periods.snapshot(day_of(found))


def day_form(found: re.Match[str], context: PeriodContext, year_start: int) -> Period:
    """A date alone."""
    return of_day(day_of(found), context, year_start)


def slash_pair_form(found: re.Match[str], context: PeriodContext, year_start: int) -> Period:
    """``2024/25``, or ``24-25``, which may be two years as ``2024-25`` may."""
    start = pair_of(found)
    if "-" in found[0]:
        return of_hyphen_pair(found[0], start, context, year_start)
    return of_year_pair(start, context, year_start)


def pooled_pairs_form(found: re.Match[str], context: PeriodContext, year_start: int) -> Period:
    """Several financial or academic years together: ``2018/19–2022/23``."""
    first, last = year_of(found["y"]), year_of(found["x"])
    for begin, end in ((first, found["z"]), (last, found["w"])):
        if not f"{begin + 1:04d}".endswith(end):
            raise PeriodError(f"{begin}/{end} is no year; write {periods.year_words(begin)}")
    if last < first:
        raise PeriodError("it ends before it begins")
    academic = context.year_basis is YearBasis.ACADEMIC
    return periods.pooled(first, last, periods.ACADEMIC_START if academic else year_start)


def pooled_two_form(found: re.Match[str], context: PeriodContext, year_start: int) -> Period:
    """``2014 and 2015``."""
    first, last = int(found["y"]), int(found["z"])
    if last != first + 1:
        raise PeriodError(f"write {first}–{last} for all the years from {first} to {last}")
    return periods.pooled(first, last)


def hyphen_form(found: re.Match[str], context: PeriodContext, year_start: int) -> Period:
    """``2014-15``, ``2014-16``, ``2021-07`` and ``2021-2023``, with or without spaces."""
    text, first, tail = found[0], int(found["y"]), found["z"]
    spaced = " " in text
    is_month = len(tail) == 2 and 1 <= int(tail) <= 12 and not spaced
    after = f"{first + 1:04d}"
    if tail in (after, after[2:]):
        if is_month and _is_monthly(context):
            return periods.month(first, int(tail))
        return of_hyphen_pair(text, first, context, year_start)
    last = int(tail) if len(tail) == 4 else first // 100 * 100 + int(tail)
    if last < first:
        if is_month:
            return periods.month(first, int(tail))
        raise PeriodError("the second year comes before the first")
    if is_month and not context.is_pooled:
        if _is_monthly(context):
            return periods.month(first, int(tail))
        raise PeriodError(
            f"{text} could be {MONTHS[int(tail) - 1]} {first} or the years {first} to"
            f" {last} together; write {periods.month(first, int(tail))} or {first} - {tail}"
        )
    return periods.pooled(first, last)


def _is_monthly(context: PeriodContext) -> bool:
    return context.frequency is Frequency.MONTHLY


def six_figures_form(found: re.Match[str], context: PeriodContext, year_start: int) -> Period:
    """``202407`` is a month, ``202425`` a year; both where the year is before 2012."""
    first, tail = int(found["y"]), found["z"]
    if tail == f"{first + 1:04d}"[2:]:
        return of_hyphen_pair(found[0], first, context, year_start)
    if 1 <= int(tail) <= 12:
        return periods.month(first, int(tail))
    raise PeriodError("six figures are a year and month (202407) or a year (202425)")


def single_year_form(found: re.Match[str], context: PeriodContext, year_start: int) -> Period:
    """``2024``: refused where the KPI's year is not the calendar year."""
    year = int(found["y"])
    doubtful = context.year_basis in (YearBasis.FINANCIAL, YearBasis.ACADEMIC)
    loose = (Frequency.AD_HOC, Frequency.TWO_YEARLY, Frequency.THREE_YEARLY, None)
    if doubtful and year_start != 1 and context.frequency not in loose:
        raise PeriodError(
            f"{year} alone does not say which year is meant: write"
            f" {periods.year_words(year - 1)} or {periods.year_words(year)}"
        )
    return periods.calendar_year(year)


def iso_interval_form(found: re.Match[str], context: PeriodContext, year_start: int) -> Period:
    """``2018-01-01/P1Y``."""
    start = date.fromisoformat(found["from"])
    count, unit = int(found["n"]), found["u"]
    if unit == "d" and count == 1:
        return periods.snapshot(start)
    if unit in ("d", "w") or start.day != 1 or not 1 <= count <= 120:
        raise PeriodError("an interval must begin on the first of a month and last whole months")
    return of_months(
        (start.year, start.month), count * (12 if unit == "y" else 1), context, year_start
    )


def two_days_form(found: re.Match[str], context: PeriodContext, year_start: int) -> Period:
    """From a first day to a last day."""
    days = [day_of(match) for match in re.finditer(DAY, found[0])]
    if len(days) != 2:
        raise PeriodError("two dates are needed, the first day and the last")
    first, last = days
    if first.day != 1 or last != periods.span(last.year, last.month, 1)[1] or last < first:
        raise PeriodError("it must run from the first of a month to the last day of a month")
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    return of_months((first.year, first.month), count, context, year_start)
