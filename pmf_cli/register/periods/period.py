"""Periods: months, quarters, terms, halves, years of three kinds, rolling, pooled, snapshots.

A ``Period`` is a stretch of days with a kind and a printed name. Two periods are equal when
kind and days are equal. The financial year begins on 1 April unless a council says
otherwise; quarter and half numbers count from there. Parsing text lives in
``text.py``; it and ``Period.label`` are each other's inverse. Steps from one period to
another are in ``steps.py``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date, timedelta
from enum import StrEnum

from pmf_cli import words
from pmf_cli.frozen import frozen
from pmf_cli.words import MONTHS

TERMS = ("Autumn", "Spring", "Summer")
FINANCIAL_START = 4
"""Month in which the financial year begins (1 April)."""
ACADEMIC_START = 9
"""Month in which the academic year begins (1 September)."""


class PeriodKind(StrEnum):
    """The kinds of period a register knows."""

    MONTH = "month"
    QUARTER = "quarter"
    TERM = "term"
    HALF = "half-year"
    FINANCIAL_YEAR = "financial year"
    ACADEMIC_YEAR = "academic year"
    CALENDAR_YEAR = "calendar year"
    ROLLING = "rolling"
    POOLED = "pooled years"
    SNAPSHOT = "snapshot"
    SURVEY = "survey"


@frozen
class Period:
    """A stretch of days, both ends included; made by the functions below, which keep ``label`` in step with the days."""

    kind: PeriodKind
    start: date
    end: date
    label: str = field(compare=False)

    def __str__(self) -> str:
        return self.label

    def __hash__(self) -> int:
        # Of the days alone: look-ups by period are the commonest of all, and the kind of two
        # different periods of the same days is seldom another one.
        return hash((self.start, self.end))

    def __lt__(self, other: Period) -> bool:
        return self.sort_key < other.sort_key

    @property
    def sort_key(self) -> tuple[date, date, str]:
        """Orders periods by their end, then start, then kind."""
        return (self.end, self.start, self.kind)

    @property
    def overlaps_neighbours(self) -> bool:
        """True for rolling and pooled periods: no run rules, no change on the period before."""
        return self.kind in (PeriodKind.ROLLING, PeriodKind.POOLED)

    def contains(self, day: date) -> bool:
        """True where the day lies within the period."""
        return self.start <= day <= self.end


def add_months(year: int, month: int, months: int) -> tuple[int, int]:
    """Year and month (1 to 12) moved by a number of months, either way."""
    index = year * 12 + (month - 1) + months
    return index // 12, index % 12 + 1


def span(year: int, month: int, months: int) -> tuple[date, date]:
    """First and last day of ``months`` months from the first of a month."""
    after_year, after_month = add_months(year, month, months)
    return date(year, month, 1), date(after_year, after_month, 1) - timedelta(days=1)


def year_words(start_year: int, start_month: int = FINANCIAL_START) -> str:
    """A year's name: ``2024/25``, or ``2024`` where the year begins in January."""
    return f"{start_year}/{(start_year + 1) % 100:02d}" if start_month > 1 else str(start_year)


def month(year: int, number: int) -> Period:
    """One calendar month, printed ``Nov 2024``."""
    first, last = span(year, number, 1)
    return Period(PeriodKind.MONTH, first, last, f"{MONTHS[number - 1]} {year}")


def quarter(start_year: int, number: int, year_start: int = FINANCIAL_START) -> Period:
    """Quarter 1 to 4 of the financial year that begins in ``start_year``: ``2024/25 Q3``."""
    at_year, at_month = add_months(start_year, year_start, 3 * (number - 1))
    first, last = span(at_year, at_month, 3)
    return Period(
        PeriodKind.QUARTER, first, last, f"{year_words(start_year, year_start)} Q{number}"
    )


def half(start_year: int, number: int, year_start: int = FINANCIAL_START) -> Period:
    """Half 1 or 2 of a financial year: ``2024/25 H1``."""
    at_year, at_month = add_months(start_year, year_start, 6 * (number - 1))
    first, last = span(at_year, at_month, 6)
    return Period(PeriodKind.HALF, first, last, f"{year_words(start_year, year_start)} H{number}")


def term(start_year: int, name: str) -> Period:
    """A school term: ``2024/25 Autumn`` is September to December, Spring January to March, Summer April to August."""
    first, last = {
        "Autumn": (date(start_year, 9, 1), date(start_year, 12, 31)),
        "Spring": (date(start_year + 1, 1, 1), date(start_year + 1, 3, 31)),
        "Summer": (date(start_year + 1, 4, 1), date(start_year + 1, 8, 31)),
    }[name]
    return Period(PeriodKind.TERM, first, last, f"{year_words(start_year)} {name}")


def financial_year(start_year: int, year_start: int = FINANCIAL_START) -> Period:
    """A financial year: ``2024/25``; where it begins in January, the calendar year itself."""
    if year_start == 1:
        return calendar_year(start_year)
    first, last = span(start_year, year_start, 12)
    return Period(PeriodKind.FINANCIAL_YEAR, first, last, year_words(start_year, year_start))


def academic_year(start_year: int) -> Period:
    """September to August: ``2023/24 AY``."""
    first, last = span(start_year, ACADEMIC_START, 12)
    return Period(PeriodKind.ACADEMIC_YEAR, first, last, f"{year_words(start_year)} AY")


def calendar_year(year: int) -> Period:
    """January to December: ``2024``."""
    return Period(PeriodKind.CALENDAR_YEAR, date(year, 1, 1), date(year, 12, 31), str(year))


def rolling(end_year: int, end_month: int, months: int = 12) -> Period:
    """So many months up to the end of a month: ``12 months to Jun 2024``."""
    at_year, at_month = add_months(end_year, end_month, 1 - months)
    first, last = span(at_year, at_month, months)
    label = f"{months} months to {MONTHS[end_month - 1]} {end_year}"
    return Period(PeriodKind.ROLLING, first, last, label)


def pooled(first_year: int, last_year: int, start_month: int = 1) -> Period:
    """Several years taken together: ``2021–23``, or ``2018/19–2022/23`` for years that begin in April.

    Two calendar years print as ``2021 and 2022``, since ``2021–22`` is read as a financial year,
    and ``2010–2012`` prints in full, since ``2010-12`` is read as a month.
    """
    first, last = span(first_year, start_month, 12 * (last_year - first_year + 1))
    if start_month == 1:
        in_century = first_year // 100 == last_year // 100 and last_year > first_year
        is_short = in_century and last_year % 100 > len(MONTHS)
        tail = f"{last_year % 100:02d}" if is_short else str(last_year)
        is_pair = last_year == first_year + 1
        label = f"{first_year} and {last_year}" if is_pair else f"{first_year}–{tail}"
    else:
        label = f"{year_words(first_year, start_month)}–{year_words(last_year, start_month)}"
    return Period(PeriodKind.POOLED, first, last, label)


def snapshot(day: date) -> Period:
    """One day: ``as at 30/09/2024``."""
    return Period(PeriodKind.SNAPSHOT, day, day, f"as at {words.day(day)}")


def survey(year: int) -> Period:
    """A survey wave, known by its year: ``2024 survey``."""
    return Period(PeriodKind.SURVEY, date(year, 1, 1), date(year, 12, 31), f"{year} survey")


NOUNS: Mapping[PeriodKind, str] = {
    PeriodKind.MONTH: "month",
    PeriodKind.QUARTER: "quarter",
    PeriodKind.TERM: "term",
    PeriodKind.HALF: "half-year",
    PeriodKind.FINANCIAL_YEAR: "year",
    PeriodKind.ACADEMIC_YEAR: "year",
    PeriodKind.CALENDAR_YEAR: "year",
    PeriodKind.SURVEY: "survey",
}
"""What a period is called in a sentence."""


def noun_of(period: Period) -> str:
    """``month``, ``quarter``, ``year``; ``period`` for kinds without a plain word."""
    return NOUNS.get(period.kind, "period")
