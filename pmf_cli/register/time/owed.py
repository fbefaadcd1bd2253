"""Which figures of a KPI are owed, when they can be had and are due, and how old one may be.

The one answer for what a form asks, what a reminder chases, and what the checks call late.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache

from pmf_cli.register.periods.period import FINANCIAL_START, Period, snapshot
from pmf_cli.register.periods.steps import moved_by_months, shift
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.record import Result
from pmf_cli.register.terms import NoDataReason, TimetableStep
from pmf_cli.register.time.expected import Known, expected_period, period_before

MOST_STEPS = 60
"""Own periods that are looked back over."""
CYCLES_BACK = 4
"""Earlier cycles whose blanks are still asked for: a year of quarters."""


def newest_owed(
    kpi: Kpi, known: Known, on: date, year_start: int = FINANCIAL_START
) -> Period | None:
    """The newest of a KPI's own periods that has ended by a day, and none after its last; ``None`` where there is none."""
    own = expected_period(kpi, known, on, year_start)
    last = kpi.last_period
    for _ in range(MOST_STEPS):
        if own is None or last is None or own.end <= last.end or own.start <= last.start:
            return own
        own = period_before(kpi, own, known)
    return own


def blanks_before(
    kpi: Kpi, own: Period, known: Known, cycle: Period, since: date, as_of: date
) -> tuple[Period, ...]:
    """Earlier own periods that ended since a day and of which the record knows nothing, oldest first.

    A monthly KPI that owes March owes January and February too, where they are blank or said to
    be overdue; so does one that rolls over twelve months, whose periods begin a year before.
    Only what could be had by the date counts; of earlier cycles only what lies behind the series'
    first row.
    """
    found: list[Period] = []
    began = min((row.period.end for row in known.newest_first() if row.period), default=date.max)
    first = kpi.first_period.end if kpi.first_period is not None else since
    ends_from = max(since, first, min(began, cycle.start))
    earlier = period_before(kpi, own, known)
    for _ in range(MOST_STEPS):
        if earlier is None or earlier.end < ends_from:
            break
        if _is_blank(known, earlier) and available_on(kpi, earlier) <= as_of:
            found.insert(0, earlier)
        earlier = period_before(kpi, earlier, known)
    return tuple(found)


def _is_blank(known: Known, period: Period) -> bool:
    row = known.at(period)
    return row is None or (row.value is None and row.no_data_reason in (None, NoDataReason.OVERDUE))


def asked_since(register: Register, cycle: Period) -> date:
    """The day since which figures are asked for in a cycle.

    The first of the cycle; or of an earlier one of the last four whose data the timetable asked
    for: a figure that did not come then is still wanted, and nobody was asked for older ones.
    """
    asked = {
        entry.cycle
        for entry in register.timetable
        if entry.step is TimetableStep.DATA_DUE and entry.on is not None
    }
    since, earlier = cycle.start, shift(cycle, -1)
    for _ in range(CYCLES_BACK):
        if earlier is None or earlier not in asked:
            break
        since, earlier = earlier.start, shift(earlier, -1)
    return since


def available_on(kpi: Kpi, period: Period) -> date:
    """When the figure for a period can be had: the period's end plus the KPI's lag."""
    try:
        return period.end + timedelta(days=max(kpi.lag_days or 0, 0))
    except OverflowError:
        return date.max


class DueDates:
    """When figures are due: once they can be had and the timetable's ``Data due`` asks for them."""

    def __init__(self, register: Register) -> None:
        self._asked: dict[Period, date] = {}
        self._found: dict[Period, date | None] = {}
        for entry in register.timetable:
            if entry.step is TimetableStep.DATA_DUE and entry.on is not None:
                self._asked[entry.cycle] = max(self._asked.get(entry.cycle, entry.on), entry.on)

    def of(self, kpi: Kpi, period: Period, row: Result | None = None) -> date:
        """A blank row's ``Expected by``, else the later of availability and ``Data due``: nobody is late before either."""
        if row is not None and row.value is None and row.expected_by is not None:
            return row.expected_by
        if period not in self._found:
            days = [on for cycle, on in self._asked.items() if cycle.contains(period.end)]
            self._found[period] = max(days, default=None)
        asked = self._found[period]
        ready = available_on(kpi, period)
        return ready if asked is None else max(ready, asked)


# Found anywhere in the words: "no more than two quarters old". Of "1.5 years", "twenty-one months" and
# "two and a half years" the end alone would say another age.
AGE = re.compile(
    r"(?<![\w.,–-])(?<!and )(\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|eighteen)\s*"
    r"(day|week|month|quarter|term|half|year)"
)
WORDS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6,
    "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "eighteen": 18,
}  # fmt: skip
AGE_MONTHS = {"month": 1, "quarter": 3, "term": 4, "half": 6, "year": 12}


@cache
def oldest_end(longest_age: str, on: date) -> date | None:
    """The earliest day that a result may end on and still be current, by words such as ``2 quarters``; ``None`` for others."""
    found = AGE.search(longest_age.casefold())
    if found is None:
        return None
    many = int(found[1]) if found[1].isdigit() else WORDS[found[1]]
    unit = found[2]
    try:
        if unit in ("day", "week"):
            return on - timedelta(days=many * (7 if unit == "week" else 1))
        return moved_by_months(snapshot(on), -many * AGE_MONTHS[unit]).end
    except (OverflowError, ValueError):
        return None
