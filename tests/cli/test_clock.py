"""The date that a run works on is London's, whatever the computer's own zone."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest

from pmf_cli.cli.options import london_date
from tests.running import EXAMPLE, pmf


@pytest.mark.parametrize(
    ("moment", "on"),
    [
        ("2025-06-30T23:30+00:00", date(2025, 7, 1)),
        ("2025-06-30T22:59+00:00", date(2025, 6, 30)),
        ("2025-01-31T23:59+00:00", date(2025, 1, 31)),
        ("2025-03-30T00:30+00:00", date(2025, 3, 30)),
        ("2025-03-30T02:30+00:00", date(2025, 3, 30)),
        ("2025-03-29T23:59+00:00", date(2025, 3, 29)),
        ("2025-10-26T00:30+00:00", date(2025, 10, 26)),
        ("2025-10-26T02:30+00:00", date(2025, 10, 26)),
        ("2025-10-25T23:30+00:00", date(2025, 10, 26)),
        ("2024-02-29T12:00+00:00", date(2024, 2, 29)),
        ("2024-12-31T23:59+00:00", date(2024, 12, 31)),
    ],
)
def test_the_date_is_londons(moment: str, on: date) -> None:
    """Midnight in summer, both changes of the clock, leap day and the turn of the year."""
    assert london_date(datetime.fromisoformat(moment)) == on


def test_the_zone_of_the_computer_does_not_matter() -> None:
    """One moment is one date, however the computer writes it."""
    moment = datetime.fromisoformat("2025-06-30T23:30+00:00")
    for hours in (-11, -5, 0, 9, 14):
        there = moment.astimezone(timezone(timedelta(hours=hours)))
        assert london_date(there) == date(2025, 7, 1)


@pytest.mark.parametrize("on", ["0001-01-01", "31/12/9999", "9999-01-01", "1899-12-31"])
@pytest.mark.parametrize("command", ["status", "next", "validate", "timetable show", "remind"])
def test_a_year_that_can_hardly_be_meant_is_refused_in_words(command: str, on: str) -> None:
    """No command meets a fault of its own at either end of the calendar."""
    ran = pmf(*command.split(), "--register", EXAMPLE, "--as-of", on)
    assert ran.code == 2
    assert "only on dates from 1974 to 2199" in ran.err
    assert "fault of its own" not in ran.err


@pytest.mark.parametrize("on", ["1974-04-01", "2199-12-31"])
@pytest.mark.parametrize("command", ["status", "next", "validate", "timetable show", "remind"])
def test_the_years_at_the_ends_are_worked_on(command: str, on: str) -> None:
    """The first and last date that are not refused do no harm either."""
    ran = pmf(*command.split(), "--register", EXAMPLE, "--as-of", on)
    assert ran.code in (0, 1), ran.err
