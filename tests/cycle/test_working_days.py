"""Working days are counted over weekends, England's bank holidays and the council's closed days."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmf_cli.cycle.working_days import WorkingDays, working_days
from pmf_cli.settings import Settings, Timetable

DAYS = st.dates(date(2000, 1, 1), date(2060, 12, 31))
CLOSED = st.sets(DAYS, max_size=40).map(lambda days: WorkingDays(dict.fromkeys(days, "closed")))
NEAR = st.integers(0, 60)


@given(CLOSED, DAYS, NEAR)
def test_a_step_later_and_back_leads_home(calendar, day, number):
    """From a working day, so many days later and as many back is where one began; and either way."""
    day = calendar.on_or_after(day)
    assert calendar.before(calendar.add(day, number), number) == day
    assert calendar.add(calendar.before(day, number), number) == day
    assert calendar.add(day, -number) == calendar.before(day, number)


@given(CLOSED, DAYS, NEAR)
def test_no_count_ever_ends_on_a_closed_day(calendar, day, number):
    """Wherever one starts, one lands on a working day, and never moves the wrong way."""
    later, earlier = calendar.add(day, number), calendar.before(day, number)
    assert calendar.is_working(later)
    assert calendar.is_working(earlier)
    assert earlier <= day <= later


@given(CLOSED, DAYS, NEAR)
def test_between_counts_what_add_went(calendar, day, number):
    """Adding n days and counting the way gives n."""
    later = calendar.add(calendar.on_or_after(day), number)
    assert calendar.between(calendar.on_or_after(day), later) == number
    assert calendar.between(later, calendar.on_or_after(day)) == -number


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2025, 4, 18), "Good Friday"),
        (date(2025, 4, 21), "Easter Monday"),
        (date(2023, 5, 8), "Coronation of Charles III"),
        (date(2022, 12, 27), "Christmas Day (substitute day)"),
        (date(2025, 4, 19), "Saturday"),
        (date(2025, 12, 24), "council closed"),
        (date(2025, 3, 17), ""),  # Saint Patrick's Day, Northern Ireland
        (date(2025, 8, 4), ""),  # Summer Bank Holiday, Scotland
        (date(2025, 8, 25), "Summer Bank Holiday"),
        (date(2025, 5, 5), "Early May Bank Holiday"),
    ],
)
def test_the_days_of_england(day, why):
    """England's bank holidays count, with substitute days and one-off ones; others' do not."""
    settings = Settings(timetable=Timetable(closed_days=(date(2025, 12, 24),)))
    assert working_days(settings, [day.year]).why_not(day).startswith(why)
    assert working_days(settings, [day.year]).is_working(day) is not bool(why)


def test_years_at_the_edge_of_the_calendar_do_no_harm():
    """A mistyped year is somebody else's finding, not a crash here."""
    calendar = working_days(Settings(), [1, 9999])
    assert calendar.add(date.max, 5) == date.max
    assert calendar.before(date.min, 5) == date.min
