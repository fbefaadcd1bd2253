"""Working days: counted over weekends, bank holidays and the council's own closed days."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import lru_cache

from pmf_cli.frozen import frozen
from pmf_cli.settings import Settings

_DAY = timedelta(days=1)
_SATURDAY = 5


@frozen
class WorkingDays:
    """The working days of a stretch of years.

    Attributes:
        closed: days beside weekends on which nobody works → what they are, in words. Days that
            are not named are taken for working days, so the stretch must be covered.
    """

    closed: Mapping[date, str]

    def is_working(self, day: date) -> bool:
        """True where people are at work on a day."""
        return day.weekday() < _SATURDAY and day not in self.closed

    def why_not(self, day: date) -> str:
        """What keeps a day from being a working day: ``Saturday``, ``Good Friday``; else empty."""
        named = self.closed.get(day, "")
        return named or (f"{day:%A}" if day.weekday() >= _SATURDAY else "")

    def add(self, day: date, number: int) -> date:
        """The day so many working days later; earlier where the number is negative.

        With 0 it is the day itself, or the next working day where the day is none.
        """
        if number < 0:
            return self.before(day, -number)
        found = self.on_or_after(day) if number == 0 else day
        for _ in range(number):
            found = self.on_or_after(_next(found))
        return found

    def before(self, day: date, number: int) -> date:
        """The day so many working days earlier; later where the number is negative.

        With 0 it is the day itself, or the last working day before it where the day is none.
        """
        if number < 0:
            return self.add(day, -number)
        found = self.on_or_before(day) if number == 0 else day
        for _ in range(number):
            found = self.on_or_before(_previous(found))
        return found

    def on_or_after(self, day: date) -> date:
        """The first working day from a day on."""
        while not self.is_working(day) and day < date.max:
            day = _next(day)
        return day

    def on_or_before(self, day: date) -> date:
        """The last working day up to a day."""
        while not self.is_working(day) and day > date.min:
            day = _previous(day)
        return day

    def between(self, first: date, last: date) -> int:
        """How many working days one must go from the first day to come to the last.

        Counts the days after the first up to the last itself: from Monday to Tuesday is 1, and
        ``between(day, add(day, n)) == n``. Negative where the last comes before the first.
        """
        if last < first:
            return -self.between(last, first)
        days = (last - first).days
        return sum(self.is_working(first + timedelta(days=number + 1)) for number in range(days))


def _next(day: date) -> date:
    """The day after; the calendar's last day stays (a mistyped year must stop nothing)."""
    return day if day == date.max else day + _DAY


def _previous(day: date) -> date:
    return day if day == date.min else day - _DAY


CLOSED = "council closed"
"""What the council's own closed days are called."""
USUAL_NAMES = {"May Day": "Early May Bank Holiday", "Late Summer Bank": "Summer Bank"}
"""The library's words for two bank holidays, and the usual ones."""
MARGIN = 2
"""Years before and after those asked for that are covered too: lead times run over year ends."""


def working_days(settings: Settings, years: Iterable[int]) -> WorkingDays:
    """The working days around some years: England's bank holidays and ``timetable.closed_days``.

    Args:
        years: calendar years that dates lie in; two more on either side are covered as well.
    """
    covered = {
        near
        for year in set(years)
        for near in range(year - MARGIN, year + MARGIN + 1)
        if date.min.year <= near <= date.max.year
    }
    own = dict.fromkeys(settings.timetable.closed_days, CLOSED)
    return WorkingDays({**own, **_bank_holidays(frozenset(covered))})


@lru_cache(64)
def _bank_holidays(years: frozenset[int]) -> Mapping[date, str]:
    """England's bank holidays of some years, asked of their library once."""
    import holidays

    england = holidays.country_holidays(
        "GB", subdiv="ENG", years=years, expand=False, language="en_GB"
    )
    return {day: _name(str(name)) for day, name in sorted(england.items())}


def _name(name: str) -> str:
    for word, usual in USUAL_NAMES.items():
        name = name.replace(word, usual)
    return name.replace("(observed)", "(substitute day)")
