"""Laws of a KPI's years and of the time that a target is for, in whatever month a council's year begins."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmf_cli.register import terms
from pmf_cli.register.periods.period import (
    Period,
    PeriodKind,
    add_months,
    financial_year,
    half,
    month,
    quarter,
    rolling,
    span,
)
from pmf_cli.register.periods.steps import shift
from pmf_cli.register.periods.text import parse_period
from pmf_cli.register.sheets.targets import Target
from pmf_cli.register.time.targets_in_force import in_force, targets_in_order
from pmf_cli.register.time.times import LENGTHS, Bearing, kpi_year, target_time
from tests.make import make_kpi, make_register, make_target

STARTS = st.integers(1, 12)
MONTHS = st.builds(month, st.integers(2020, 2026), st.integers(1, 12))


@pytest.mark.parametrize(
    ("basis", "begins"),
    [
        (terms.YearBasis.CALENDAR, 1),
        (terms.YearBasis.ACADEMIC, 9),
        (terms.YearBasis.FINANCIAL, None),
    ],
)
@given(period=MONTHS, year_start=STARTS, back=st.integers(0, 3))
def test_a_kpis_year_is_the_twelve_months_from_its_start_that_hold_the_period(
    basis: terms.YearBasis, begins: int | None, period: Period, year_start: int, back: int
) -> None:
    """The one before it is twelve months earlier."""
    kpi = make_kpi(year_basis=basis)
    year = kpi_year(kpi, period, year_start)
    assert year.start <= period.start
    assert period.end <= year.end
    assert year.start.month == (begins or year_start)
    assert (year.start, year.end) == span(year.start.year, year.start.month, 12)
    assert kpi_year(kpi, period, year_start, back=back).start == year.start.replace(
        year=year.start.year - back
    )


@given(period=MONTHS, year_start=STARTS, number=st.sampled_from([3, 6]))
def test_a_target_for_a_quarter_or_half_year_is_for_the_one_that_holds_the_month(
    period: Period, year_start: int, number: int
) -> None:
    """Quarters and halves are counted from the month in which the council's year begins."""
    kpi = make_kpi(
        data_type=terms.DataType.NUMBER,
        frequency=terms.Frequency.MONTHLY,
        time_basis=terms.TimeBasis.WITHIN,
        year_value=terms.YearValue.SUM,
        year_basis=terms.YearBasis.FINANCIAL,
    )
    make = quarter if number == 3 else half
    row = make_target(from_period=make(2019, 1, year_start), to_period=None, profile=None)
    found = target_time(row, kpi, period, year_start)
    assert found.bearing is Bearing.SHARED
    time = found.period
    assert time.start <= period.start
    assert period.end <= time.end
    assert (time.start, time.end) == span(time.start.year, time.start.month, number)
    assert (time.start.month - year_start) % number == 0
    assert time == make(
        time.start.year if time.start.month >= year_start else time.start.year - 1,
        (time.start.month - year_start) % 12 // number + 1,
        year_start,
    )


@given(
    year=st.integers(2020, 2026),
    year_start=STARTS,
    number=st.integers(1, 4),
    kind=st.sampled_from([PeriodKind.QUARTER, PeriodKind.HALF]),
)
def test_quarters_and_halves_of_any_year_follow_each_other(
    year: int, year_start: int, number: int, kind: PeriodKind
) -> None:
    """The first begins with the year, each lasts as long as its kind."""
    make = quarter if kind is PeriodKind.QUARTER else half
    number = number if kind is PeriodKind.QUARTER else (number + 1) // 2
    one = make(year, number, year_start)
    begins = add_months(year, year_start, (number - 1) * LENGTHS[kind])
    assert (one.start, one.end) == span(*begins, LENGTHS[kind])


@given(year=st.integers(2020, 2026), number=st.integers(1, 12), steps=st.integers(-14, 14))
def test_months_and_rolling_years_are_a_month_apart(year: int, number: int, steps: int) -> None:
    """Each place in a sequence of rolling years is a month later, as the months are."""
    later = add_months(year, number, steps)
    assert shift(month(year, number), steps) == month(*later)
    assert shift(rolling(year, number), steps) == rolling(*later)


def test_a_period_is_its_days_whatever_it_is_called() -> None:
    """The fourth quarter of a year from April is the first of a year from January."""
    assert quarter(2024, 4) == quarter(2025, 1, 1)


def test_a_row_for_a_part_serves_a_longer_period_only_where_no_other_holds() -> None:
    """The fourth quarter's target is in force on the year's last day, and is not the year's."""
    q4, year = quarter(2024, 4), financial_year(2024)
    part = make_target(from_period=q4, to_period=q4)
    open_ended = make_target(from_period=financial_year(2023), to_period=None)
    assert in_force((part, open_ended), year) is open_ended
    assert in_force((part, open_ended), q4) is part
    assert in_force((part,), year) is part
    onwards = make_target(from_period=q4, to_period=None)
    assert in_force((onwards, open_ended), year) is onwards


@pytest.mark.parametrize("begins", ["2025/26", "2024/25 Q4", "Jan 2025"])
def test_a_row_that_begins_later_is_not_in_force(begins: str) -> None:
    """However long the periods are that it speaks of."""
    old = make_target(from_period="2022/23")
    assert in_force((make_target(from_period=begins), old), quarter(2024, 3)) is old
    assert in_force((make_target(from_period=begins),), quarter(2024, 3)) is None


ROWS_OF_TARGETS = {
    "year": ("2024/25", None),
    "year alone": ("2024/25", "2024/25"),
    "quarters": ("2024/25 Q1", None),
    "first quarter": ("2024/25 Q1", "2024/25 Q1"),
    "third quarter": ("2024/25 Q3", "2024/25 Q3"),
    "months": ("Apr 2024", None),
    "always": (None, None),
    "always till Q2": (None, "2024/25 Q2"),
    "next year": ("2025/26", None),
    "pooled": ("2022–24", None),
}


@pytest.mark.parametrize(
    ("rows", "period", "expected"),
    [
        (["year", "quarters"], "2024/25 Q1", "quarters"),
        (["quarters", "year"], "2024/25 Q1", "quarters"),
        (["quarters", "year"], "2024/25", "year"),
        (["months", "quarters", "year"], "2024/25", "year"),
        (["months", "quarters", "year"], "2024/25 Q3", "quarters"),
        (["months", "quarters", "year"], "Dec 2024", "months"),
        (["months", "quarters", "year"], "2024/25 H2", "months"),
        (["first quarter", "year alone"], "2024/25 Q1", "first quarter"),
        (["first quarter", "year alone"], "2024/25 Q2", "year alone"),
        (["first quarter", "year alone"], "2024/25", "year alone"),
        (["third quarter", "year"], "2024/25 Q3", "third quarter"),
        (["third quarter", "year"], "2024/25 Q4", "year"),
        (["third quarter", "year"], "Dec 2024", "third quarter"),
        (["third quarter", "quarters"], "2024/25 Q3", "third quarter"),
        (["months", "always"], "2024/25 Q3", "months"),
        (["always"], "2024/25 Q3", "always"),
        (["always till Q2"], "2024/25 Q2", "always till Q2"),
        (["always till Q2"], "2024/25 Q3", None),
        (["always till Q2", "always"], "2024/25 Q3", "always"),
        (["next year"], "as at 31/03/2025", None),
        (["next year"], "as at 01/04/2025", "next year"),
        (["next year"], "Apr 2025", "next year"),
        (["next year", "year"], "12 months to Apr 2025", "next year"),
        (["next year", "year"], "12 months to Mar 2025", "year"),
        (["pooled"], "2022–24", "pooled"),
        (["pooled"], "2023–25", "pooled"),
        (["pooled"], "2021–23", None),
    ],
)
def test_the_row_in_force_on_a_periods_last_day(
    rows: list[str], period: str, expected: str | None
) -> None:
    """Of rows that begin together the one as long as the period, else the first of them."""
    made = {
        name: make_target(from_period=ROWS_OF_TARGETS[name][0], to_period=ROWS_OF_TARGETS[name][1])
        for name in rows
    }
    found = in_force(tuple(made.values()), parse_period(period))
    assert [name for name, row in made.items() if row is found] == [expected] * bool(expected)


def test_targets_of_a_series_stand_with_the_latest_to_begin_first() -> None:
    """Of rows that begin together the shorter, then the one agreed last, then the lower in the sheet."""
    rows = (
        make_target(from_period=None, rationale="always"),
        make_target(from_period="2024/25", to_period="2024/25", rationale="year"),
        make_target(from_period="2024/25 H1", to_period="2024/25 H1", rationale="half"),
        make_target(from_period="2024/25", agreed_on=None, rationale="open"),
        make_target(from_period="2024/25", agreed_on=date(2024, 3, 1), rationale="agreed"),
        make_target(from_period="2024/25", agreed_on=date(2024, 3, 2), rationale="agreed later"),
        make_target(from_period="2025/26", rationale="next"),
    )
    other = make_target("WM-02", from_period="2024/25")
    kpis = (make_kpi("WM-01"), make_kpi("WM-02"))

    def told(given: tuple[Target, ...]) -> list[str | None]:
        found = targets_in_order(make_register(kpis, (), (*given, other)))
        return [row.rationale for row in found[rows[0].kpi_ref, rows[0].split]]

    expected = ["next", "half", "year", "agreed later", "agreed", "open", "always"]
    assert told(rows) == expected
    assert told(rows[::-1]) == expected
    assert told((rows[1], replace(rows[1], rationale="lower"))) == ["lower", "year"]
