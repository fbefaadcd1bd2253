"""Which KPIs a cycle asks for: those with a period of their own that ends in it, and when it is ready."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from statistics import median_low

from pmf_cli.cycle.due.due_items import contact_for
from pmf_cli.register.periods.period import Period
from pmf_cli.register.periods.steps import latest_ended, shift
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.terms import KpiStatus, YearBasis
from pmf_cli.register.time.owed import available_on

NOT_ASKED = (KpiStatus.DEVELOPMENT, KpiStatus.PAUSED, KpiStatus.ENDED)
"""KPIs of which nobody is asked for a figure."""

MOST_STEPS = 24
"""Periods that are looked back for a figure that can be had."""

AskedFor = tuple[Kpi, Period]
"""A KPI and its own period that a cycle asks for."""


def kpis_of_cycle(register: Register, cycle: Period, year_start: int) -> tuple[AskedFor, ...]:
    """KPIs whose own newest period ends in a cycle, by the calendar of their frequency.

    Works for cycles to come, of which the record knows nothing yet.
    """
    newest = _newest_periods(register, cycle, year_start)
    return tuple(
        (kpi, own) for kpi, own in newest if own.end >= cycle.start and _is_asked(kpi, own)
    )


def _newest_periods(register: Register, cycle: Period, year_start: int) -> Iterator[AskedFor]:
    for kpi in register.kpi_by_ref.values():
        if kpi.frequency is None or kpi.status in NOT_ASKED:
            continue
        basis = kpi.year_basis or YearBasis.FINANCIAL
        own = latest_ended(kpi.frequency, basis, cycle.end, year_start)
        if own is not None:
            yield kpi, own


def _is_asked(kpi: Kpi, own: Period) -> bool:
    begun = kpi.first_period is None or kpi.first_period.start <= own.end
    over = kpi.last_period is not None and kpi.last_period.end < own.end
    return begun and not over


def late_figures(asked: Sequence[AskedFor], due: date) -> tuple[tuple[Kpi, date], ...]:
    """KPIs whose figure cannot be had by a day, and when it can; soonest first."""
    late = [(kpi, available_on(kpi, own)) for kpi, own in asked]
    return tuple(
        sorted(((kpi, on) for kpi, on in late if on > due), key=lambda pair: (pair[1], pair[0].ref))
    )


def usual_lag(asked: Sequence[AskedFor]) -> int:
    """Days after the period within which half of the figures can be had; 0 where none is known."""
    lags = [max(kpi.lag_days or 0, 0) for kpi, _ in asked]
    return median_low(lags) if lags else 0


def asked_of_contacts(
    register: Register, cycle: Period, due: date, on: date, year_start: int
) -> dict[str, tuple[str, ...]]:
    """Contact → KPI references that they are asked for by a day in a cycle.

    A KPI is asked for where its newest figure that can be had by then became so since the cycle
    before; a figure that takes long is asked for in the cycle after its period.

    Args:
        register: the register.
        cycle: the cycle.
        due: when data is due.
        on: the day by which it is judged who stands in for whom.
        year_start: month in which the financial year begins.
    """
    found: dict[str, list[str]] = {}
    # Counted in days, since a date typed by mistake may lie before the first or after the last year.
    since = due.toordinal() - (cycle.end - cycle.start).days
    for kpi, newest in _newest_periods(register, cycle, year_start):
        own = _ready(kpi, newest, due)
        if own is None or available_on(kpi, own).toordinal() < since or not _is_asked(kpi, own):
            continue
        contact = contact_for(register, kpi, on)[0]
        if contact is not None:
            found.setdefault(contact, []).append(kpi.ref)
    return {contact: tuple(refs) for contact, refs in found.items()}


def _ready(kpi: Kpi, newest: Period, due: date) -> Period | None:
    """The newest of a KPI's periods whose figure can be had by a day."""
    own: Period | None = newest
    for _ in range(MOST_STEPS):
        if own is None or available_on(kpi, own) <= due:
            return own
        own = shift(own, -1)
    return None
