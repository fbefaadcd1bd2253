"""The bank holidays of England, and the council's own closed days, as working days."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from pmf_cli.cycle.working_days import WorkingDays
from pmf_cli.settings import Settings

CLOSED = "council closed"
"""What the council's own closed days are called."""
USUAL_NAMES = {"May Day": "Early May Bank Holiday", "Late Summer Bank": "Summer Bank"}
"""The library's words for two bank holidays, and the usual ones."""
MARGIN = 2
"""Years before and after those asked for that are covered too: lead times run over year ends."""


def working_days(settings: Settings, years: Iterable[int]) -> WorkingDays:
    """The working days around some years: England's bank holidays and ``timetable.closed_days``.

    Args:
        settings: the council's settings.
        years: calendar years that dates lie in; two more on either side are covered as well.
    """
    import holidays

    asked = set(years)
    covered = {
        near
        for year in asked
        for near in range(year - MARGIN, year + MARGIN + 1)
        if date.min.year <= near <= date.max.year
    }
    england = holidays.country_holidays(
        "GB", subdiv="ENG", years=covered, expand=False, language="en_GB"
    )
    closed = {day: _name(str(name)) for day, name in sorted(england.items())}
    for day in settings.timetable.closed_days:
        closed.setdefault(day, CLOSED)
    return WorkingDays(closed)


def _name(name: str) -> str:
    for word, usual in USUAL_NAMES.items():
        name = name.replace(word, usual)
    return name.replace("(observed)", "(substitute day)")
