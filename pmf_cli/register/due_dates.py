"""When figures can be had, and when they are due."""

from __future__ import annotations

from datetime import date, timedelta

from pmf_cli.register.periods.period import Period
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.record import Result
from pmf_cli.register.terms import TimetableStep


def available_on(kpi: Kpi, period: Period) -> date:
    """When the figure for a period can be had: the period's end plus the KPI's lag."""
    try:
        return period.end + timedelta(days=max(kpi.lag_days or 0, 0))
    except OverflowError:
        return date.max


class DueDates:
    """When figures are due: once they can be had and the timetable asks for them.

    Args:
        register: the register, whose timetable's ``Data due`` steps count.
    """

    def __init__(self, register: Register) -> None:
        self._asked: dict[Period, date] = {}
        self._found: dict[Period, date | None] = {}
        for entry in register.timetable:
            if entry.step is TimetableStep.DATA_DUE and entry.on is not None:
                self._asked[entry.cycle] = max(self._asked.get(entry.cycle, entry.on), entry.on)

    def of(self, kpi: Kpi, period: Period, row: Result | None = None) -> date:
        """The day: a blank row's ``Expected by``, else the later of availability and ``Data due``.

        Nobody is late before data is asked for, nor before it exists.
        """
        if row is not None and row.value is None and row.expected_by is not None:
            return row.expected_by
        if period not in self._found:
            days = [on for cycle, on in self._asked.items() if cycle.contains(period.end)]
            self._found[period] = max(days, default=None)
        asked = self._found[period]
        ready = available_on(kpi, period)
        return ready if asked is None else max(ready, asked)
