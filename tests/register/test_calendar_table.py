"""The calendar of periods, walked day by day and month by month against lists written out here."""

from datetime import date, timedelta
from functools import cache
from itertools import product

import pytest

from pmf_cli.register.periods import period as periods
from pmf_cli.register.periods.context import (
    PeriodContext,
    PeriodError,
    beginning,
    of_day,
    of_months,
)
from pmf_cli.register.periods.period import Period, PeriodKind
from pmf_cli.register.periods.steps import (
    latest_ended,
    moved_by_months,
    shift,
    term_of_month,
    within,
    year_earlier,
)
from pmf_cli.register.periods.text import parse_period
from pmf_cli.register.terms import Frequency, TimeBasis, YearBasis

FREQ, BASIS, KIND = Frequency, YearBasis, PeriodKind
NAMES = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
STARTS = (1, 4, 7)
"""Months in which a council's year may begin."""
FIRST, LAST = 2019, 2029


def day_before(year: int, month: int) -> date:
    """The last day before a month that may be counted past December."""
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1) - timedelta(days=1)


def runs(kind, length: int, begins: int, name) -> list[Period]:
    """Periods of so many months, one behind the other, from a month on."""
    found = []
    for year in range(FIRST, LAST):
        for number in range(12 // length):
            month = begins + number * length
            start = day_before(year, month) + timedelta(days=1)
            label = name(year, number, start)
            found.append(Period(kind, start, day_before(year, month + length), label))
    return found


def pair(year: int) -> str:
    return f"{year}/{str(year + 1)[2:]}"


@cache
def calendar(kind: PeriodKind, begins: int) -> list[Period]:
    """All periods of a kind where the council's year begins in a month, in order."""

    def own(year):
        return str(year) if begins == 1 else pair(year)

    match kind:
        case KIND.MONTH:
            return runs(kind, 1, 1, lambda y, n, s: f"{NAMES[n]} {y}")
        case KIND.QUARTER:
            return runs(kind, 3, begins, lambda y, n, s: f"{own(y)} Q{n + 1}")
        case KIND.HALF:
            return runs(kind, 6, begins, lambda y, n, s: f"{own(y)} H{n + 1}")
        case KIND.FINANCIAL_YEAR if begins == 1:
            return calendar(KIND.CALENDAR_YEAR, 1)
        case KIND.FINANCIAL_YEAR:
            return runs(kind, 12, begins, lambda y, n, s: pair(y))
        case KIND.ACADEMIC_YEAR:
            return runs(kind, 12, 9, lambda y, n, s: f"{pair(y)} AY")
        case KIND.CALENDAR_YEAR:
            return runs(kind, 12, 1, lambda y, n, s: str(y))
        case _:
            ends = (("Autumn", 9, 4), ("Spring", 13, 3), ("Summer", 16, 5))
            return [
                Period(
                    kind,
                    day_before(year, month) + timedelta(days=1),
                    day_before(year, month + length),
                    f"{pair(year)} {name}",
                )
                for year in range(FIRST, LAST)
                for name, month, length in ends
            ]


def of_2024(rows: list[Period]) -> list[Period]:
    return [one for one in rows if one.start.year == 2024]


OF = {
    (FREQ.MONTHLY, None): KIND.MONTH,
    (FREQ.QUARTERLY, None): KIND.QUARTER,
    (FREQ.TERMLY, None): KIND.TERM,
    (FREQ.SIX_MONTHLY, None): KIND.HALF,
    (FREQ.ANNUAL, BASIS.FINANCIAL): KIND.FINANCIAL_YEAR,
    (FREQ.ANNUAL, BASIS.CALENDAR): KIND.CALENDAR_YEAR,
    (FREQ.ANNUAL, BASIS.ACADEMIC): KIND.ACADEMIC_YEAR,
}
"""Frequency, and for years the basis → the kind of its periods."""
DAYS = [
    date(year, month, 1) + timedelta(days=by)
    for year, month in product((2023, 2024), range(1, 13))
    for by in (-1, 0, 1)
]
"""The last day of each month, the first of the next, and the one after."""


def told(period: Period | None):
    return None if period is None else (period.kind, period.start, period.end, period.label)


@pytest.mark.parametrize("begins", STARTS)
def test_the_newest_period_that_has_ended_is_found_on_every_day(begins):
    wrong = []
    for ((frequency, basis), kind), day in product(OF.items(), DAYS):
        rows = calendar(kind, begins)
        expected = max((one for one in rows if one.end <= day), key=lambda one: one.end)
        found = latest_ended(frequency, basis or BASIS.FINANCIAL, day, begins)
        if told(found) != told(expected):
            wrong.append((frequency, day, found, expected))
    assert not wrong
    for frequency in (FREQ.AD_HOC, FREQ.TWO_YEARLY, FREQ.THREE_YEARLY):
        assert latest_ended(frequency, BASIS.FINANCIAL, DAYS[0], begins) is None


@pytest.mark.parametrize("begins", STARTS)
def test_each_step_leads_to_the_neighbour_and_a_year_back_to_the_same_place(begins):
    wrong = []
    for kind in set(OF.values()):
        rows = calendar(kind, begins)
        step = {KIND.MONTH: 12, KIND.QUARTER: 4, KIND.TERM: 3, KIND.HALF: 2}.get(kind, 1)
        for at in range(len(rows) // 2, len(rows) // 2 + step):
            wrong += [
                (rows[at], steps)
                for steps in (-step - 1, -2, -1, 0, 1, 2, step + 1)
                if told(shift(rows[at], steps)) != told(rows[at + steps])
            ]
            if told(year_earlier(rows[at])) != told(rows[at - step]):
                wrong.append((rows[at], "a year"))
    assert not wrong


@pytest.mark.parametrize("begins", STARTS)
def test_a_period_moved_by_months_is_the_one_in_which_its_first_day_comes_to_lie(begins):
    wrong = []
    for kind in set(OF.values()):
        rows = calendar(kind, begins)
        for period, months in product(of_2024(rows), range(-26, 27)):
            start = day_before(period.start.year, period.start.month + months)
            start += timedelta(days=1)
            expected = next(one for one in rows if one.start <= start <= one.end)
            if told(moved_by_months(period, months)) != told(expected):
                wrong.append((period, months, moved_by_months(period, months), expected))
    assert not wrong


@pytest.mark.parametrize("months", [-13, -12, -3, -1, 0, 1, 2, 11, 12, 25])
def test_what_has_no_fixed_calendar_moves_by_its_end_and_keeps_its_length(months):
    for length, (year, month) in product((1, 6, 12), ((2024, 1), (2024, 12), (2023, 6))):
        end = day_before(year, month + months + 1)
        moved = moved_by_months(periods.rolling(year, month, length), months)
        assert (moved.end, moved.label) == (
            end,
            f"{length} months to {NAMES[end.month - 1]} {end.year}",
        )
        assert moved.start == day_before(end.year, end.month + 1 - length) + timedelta(days=1)
    for start_month, width in product((1, 4, 9), (2, 3, 5)):
        period = periods.pooled(2018, 2018 + width - 1, start_month)
        start = day_before(2018, start_month + months) + timedelta(days=1)
        first = start.year - (start.month < start_month)
        moved = moved_by_months(period, months)
        assert told(moved) == told(periods.pooled(first, first + width - 1, start_month))
    assert moved_by_months(periods.survey(2024), months) == periods.survey(
        (day_before(2024, 1 + months) + timedelta(days=1)).year
    )


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), -12, date(2023, 2, 28)),
        (date(2023, 2, 28), 12, date(2024, 2, 29)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2024, 1, 30), 1, date(2024, 2, 29)),
        (date(2024, 1, 29), 1, date(2024, 2, 29)),
        (date(2024, 1, 28), 1, date(2024, 2, 28)),
        (date(2024, 4, 30), 1, date(2024, 5, 31)),
        (date(2024, 4, 29), 1, date(2024, 5, 29)),
        (date(2024, 3, 1), -1, date(2024, 2, 1)),
        (date(2024, 12, 31), 1, date(2025, 1, 31)),
        (date(2024, 12, 15), 1, date(2025, 1, 15)),
        (date(2024, 1, 15), -1, date(2023, 12, 15)),
    ],
)
def test_a_day_moved_stays_a_month_end_and_within_its_month(day, months, expected):
    moved = moved_by_months(periods.snapshot(day), months)
    assert told(moved) == told(periods.snapshot(expected))


def test_neither_days_nor_waves_follow_one_another():
    for period in (periods.snapshot(DAYS[0]), periods.survey(2024)):
        assert shift(period, 1) is None
    assert told(shift(periods.rolling(2024, 12), 1)) == told(periods.rolling(2025, 1))
    assert told(shift(periods.pooled(2018, 2020), -2)) == told(periods.pooled(2016, 2018))


def test_each_month_lies_in_its_term():
    lies_in = []
    for one in calendar(KIND.TERM, 4)[3:-3]:
        month = one.start
        while month <= one.end:
            lies_in.append((told(term_of_month(month.year, month.month)), told(one)))
            month = day_before(month.year, month.month + 1) + timedelta(days=1)
    assert lies_in
    assert not [pair for pair in lies_in if pair[0] != pair[1]]


@pytest.mark.parametrize("begins", STARTS)
def test_within_a_longer_period_are_those_that_end_in_it(begins):
    wrong = []
    for ((frequency, basis), kind), longer in product(OF.items(), set(OF.values())):
        rows = calendar(kind, begins)
        for period in of_2024(calendar(longer, begins)):
            expected = [one for one in rows if period.start <= one.end <= period.end]
            found = within(period, frequency, basis or BASIS.FINANCIAL, begins)
            if [told(one) for one in found] != [told(one) for one in expected]:
                wrong.append((frequency, basis, period, found, expected))
    assert not wrong
    day = periods.snapshot(date(2024, 12, 31))
    assert [str(one) for one in within(day, FREQ.MONTHLY, BASIS.FINANCIAL)] == ["Dec 2024"]


@pytest.mark.parametrize("begins", STARTS)
def test_a_day_stands_for_the_period_that_it_ends(begins):
    """A first of the month for the month where that is the KPI's step; a day alone is refused."""
    wrong = []
    for ((frequency, basis), kind), day in product(OF.items(), DAYS):
        rows = {one.end: one for one in calendar(kind, begins)}
        first = {one.start: one for one in calendar(kind, begins)}
        for time in (None, TimeBasis.WITHIN, TimeBasis.SNAPSHOT, TimeBasis.ROLLING):
            context = PeriodContext(frequency, basis, time)
            expected = rows.get(day)
            if frequency is FREQ.MONTHLY and day.day == 1:
                expected = first[day]
            elif time is TimeBasis.ROLLING and (day + timedelta(1)).day == 1:
                expected = periods.rolling(day.year, day.month)
            elif expected is None and time is TimeBasis.SNAPSHOT:
                expected = periods.snapshot(day)
            try:
                found = of_day(day, context, begins)
            except PeriodError as error:
                found = None
                newest = max((one for one in rows.values() if one.end <= day), key=lambda p: p.end)
                if f"such as {newest.label}," not in str(error):
                    wrong.append((frequency, day, str(error)))
            if told(found) != told(expected):
                wrong.append((frequency, time, day, found, expected))
            begun = beginning(day, context, begins)
            wanted = None if time is TimeBasis.ROLLING else first.get(day)
            if told(begun) != told(wanted):
                wrong.append(("begins", frequency, time, day, begun, wanted))
    assert not wrong
    for frequency in (None, FREQ.AD_HOC, FREQ.TWO_YEARLY):
        context = PeriodContext(frequency)
        assert of_day(DAYS[0], context, begins) == periods.snapshot(DAYS[0])
        assert beginning(DAYS[1], context, begins) is None


@pytest.mark.parametrize("begins", STARTS)
@pytest.mark.parametrize("basis", [None, *BASIS])
def test_months_in_a_row_are_the_period_that_they_fill(begins, basis):
    """A run that fills none of the calendar's is refused, save twelve months, which may roll."""
    kinds = {1: KIND.MONTH, 3: KIND.QUARTER, 6: KIND.HALF}
    years = [KIND.FINANCIAL_YEAR, KIND.CALENDAR_YEAR, KIND.ACADEMIC_YEAR]
    if basis is BASIS.ACADEMIC:
        years = [KIND.ACADEMIC_YEAR, KIND.FINANCIAL_YEAR, KIND.CALENDAR_YEAR]
    wrong = []
    for month, length in product(range(1, 13), (1, 2, 3, 4, 6, 9, 12, 15, 24, 36)):
        context = PeriodContext(year_basis=basis)
        start = date(2023, month, 1)
        expected = None
        for kind in [kinds[length]] if length in kinds else years if length == 12 else []:
            fits = [one for one in calendar(kind, begins) if one.start == start]
            expected = expected or next(iter(fits), None)
        end = day_before(2023, month + length)
        if length == 12 and expected is None:
            expected = periods.rolling(end.year, end.month)
        if length in (24, 36) and month in (1, begins, 9):
            expected = periods.pooled(2023, 2022 + length // 12, month)
        try:
            found = of_months((2023, month), length, context, begins)
        except PeriodError:
            found = None
        if told(found) != told(expected):
            wrong.append((month, length, found, expected))
        rolling = PeriodContext(time_basis=TimeBasis.ROLLING)
        rolled = of_months((2023, month), length, rolling, begins)
        wanted = f"{length} months to {NAMES[end.month - 1]} {end.year}"
        if rolled.label != (wanted if length > 1 else f"{NAMES[month - 1]} 2023"):
            wrong.append((month, length, rolled))
    assert not wrong


@pytest.mark.parametrize(
    ("basis", "kind", "label"),
    [
        (BASIS.ACADEMIC, KIND.ACADEMIC_YEAR, "2023/24 AY"),
        (BASIS.FINANCIAL, KIND.FINANCIAL_YEAR, "2023/24"),
        (BASIS.CALENDAR, KIND.FINANCIAL_YEAR, "2023/24"),
        (None, KIND.FINANCIAL_YEAR, "2023/24"),
    ],
)
def test_where_a_councils_year_begins_in_september_only_the_kpi_makes_it_a_school_year(
    basis, kind, label
):
    made = of_months((2023, 9), 12, PeriodContext(year_basis=basis), 9)
    assert told(made) == (kind, date(2023, 9, 1), date(2024, 8, 31), label)


@pytest.mark.parametrize("begins", STARTS)
def test_every_period_of_the_calendar_is_read_back_from_its_name(begins):
    wrong = [
        one.label
        for kind in set(OF.values())
        for one in calendar(kind, begins)
        if told(parse_period(one.label, year_start=begins)) != told(one)
    ]
    assert not wrong
    for first, width, month in product((1998, 2009, 2018), (2, 3, 5), (1, 4, 9)):
        pooled = periods.pooled(first, first + width - 1, month)
        context = PeriodContext(
            time_basis=TimeBasis.POOLED,
            year_basis=BASIS.ACADEMIC if month == 9 else None,
        )
        assert told(parse_period(pooled.label, context=context)) == told(pooled)


@pytest.mark.parametrize(
    ("first", "last", "label"),
    [
        (2021, 2022, "2021 and 2022"),
        (2021, 2023, "2021–23"),
        (2010, 2012, "2010–2012"),
        (2010, 2013, "2010–13"),
        (1999, 2001, "1999–2001"),
        (1998, 2015, "1998–2015"),
        (2021, 2021, "2021–2021"),
    ],
)
def test_years_together_print_so_that_they_are_read_as_no_other(first, last, label):
    assert periods.pooled(first, last).label == label


def test_periods_stand_in_the_order_of_their_ends_then_starts_then_kinds():
    rows = [
        periods.quarter(2024, 3),
        periods.month(2024, 12),
        periods.calendar_year(2024),
        periods.survey(2024),
        periods.half(2024, 1),
        periods.snapshot(date(2024, 12, 31)),
    ]
    assert [str(one) for one in sorted(rows)] == [
        "2024/25 H1", "2024", "2024 survey", "2024/25 Q3", "Dec 2024", "as at 31/12/2024",
    ]  # fmt: skip
    q3 = periods.quarter(2024, 3)
    inside = [q3.contains(day) for day in (
        date(2024, 9, 30), date(2024, 10, 1), date(2024, 12, 31), date(2025, 1, 1),
    )]  # fmt: skip
    assert inside == [False, True, True, False]
    overlapping = [
        one.overlaps_neighbours
        for one in (periods.rolling(2024, 12), periods.pooled(2018, 2020), q3)
    ]
    assert overlapping == [True, True, False]


def test_periods_of_one_kind_and_the_same_days_are_one_whatever_they_are_called():
    """A quarter by the calendar, Q4 of a year from April, is Q1 of a year from January."""
    assert periods.quarter(2023, 4) == periods.quarter(2024, 1, 1)
    assert periods.quarter(2023, 4) != periods.rolling(2024, 3, 3)
    assert periods.month(2024, 2) != periods.month(2024, 3)


def test_what_a_period_is_called_in_a_sentence():
    made = (
        (periods.month(2024, 1), "month"),
        (periods.quarter(2024, 1), "quarter"),
        (periods.term(2024, "Autumn"), "term"),
        (periods.half(2024, 1), "half-year"),
        (periods.financial_year(2024), "year"),
        (periods.academic_year(2024), "year"),
        (periods.calendar_year(2024), "year"),
        (periods.survey(2024), "survey"),
        (periods.rolling(2024, 1), "period"),
        (periods.pooled(2020, 2022), "period"),
        (periods.snapshot(DAYS[0]), "period"),
    )
    assert [periods.noun_of(period) for period, _ in made] == [noun for _, noun in made]
