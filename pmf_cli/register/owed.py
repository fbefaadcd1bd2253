"""Which figures of a KPI are owed: its newest own period by a day, and the blanks before it.

The one answer for what a form asks, what a reminder chases, and what the checks call late.
"""

from __future__ import annotations

from datetime import date

from pmf_cli.register.due_dates import available_on
from pmf_cli.register.expected import Known, expected_period, period_before
from pmf_cli.register.periods.period import FINANCIAL_START, Period
from pmf_cli.register.periods.steps import shift
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.terms import NoDataReason, TimetableStep

MOST_STEPS = 60
"""Own periods that are looked back over."""
CYCLES_BACK = 4
"""Earlier cycles whose blanks are still asked for: a year of quarters."""


def newest_owed(
    kpi: Kpi, known: Known, on: date, year_start: int = FINANCIAL_START
) -> Period | None:
    """The newest of a KPI's own periods that has ended by a day, and none after its last.

    ``None`` where the KPI has no calendar of its own and the record holds no period by then.
    """
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
    """Earlier own periods that ended since a day and of which the record knows nothing.

    A monthly KPI that owes March owes January and February too, where they are blank or said to
    be overdue; so does one that rolls over twelve months, whose periods begin a year before.
    Only what could be had by the date counts; of earlier cycles only what lies behind the series'
    first row. Oldest first.

    Args:
        kpi: the KPI.
        own: its newest own period.
        known: its series as it was known.
        cycle: the reporting period.
        since: the first day on which a period may end.
        as_of: the date of the question.
    """
    found: list[Period] = []
    first = kpi.first_period
    began = min((row.period.end for row in known.newest_first() if row.period), default=date.max)
    earlier = period_before(kpi, own, known)
    for _ in range(MOST_STEPS):
        if earlier is None or earlier.end < since or earlier.end >= own.end:
            break
        if earlier.end < min(began, cycle.start):
            break
        if first is not None and earlier.end < first.end:
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
