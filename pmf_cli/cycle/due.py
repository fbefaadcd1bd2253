"""What is due from whom: each KPI's expected figure, in, late or to come; and what a cycle asks for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from enum import StrEnum
from statistics import median_low

from pmf_cli.findings import CellRef
from pmf_cli.frozen import frozen
from pmf_cli.register.periods.period import FINANCIAL_START, Period
from pmf_cli.register.periods.steps import latest_ended, shift
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.record import Result
from pmf_cli.register.sheets.supporting import Contact
from pmf_cli.register.terms import KpiStatus, NoDataReason, YearBasis
from pmf_cli.register.time.expected import Known, in_scope, period_after
from pmf_cli.register.time.owed import (
    DueDates,
    asked_since,
    available_on,
    blanks_before,
    newest_owed,
)
from pmf_cli.words import day


class DueStatus(StrEnum):
    """How a KPI's expected figure stands."""

    IN = "In"
    DUE = "Due"
    LATE = "Late"
    UNREAD = "Cannot be read"
    REASON = "No figure, with reason"
    NOT_DUE = "Not due this period"


SETTLED = (
    NoDataReason.AWAITING_PUBLICATION,
    NoDataReason.SUPPRESSED,
    NoDataReason.NOT_APPLICABLE,
    NoDataReason.NOT_COMPARABLE,
    NoDataReason.DEVELOPMENT,
    NoDataReason.DISCONTINUED,
)
"""Reasons that are an answer; nobody is chased for these."""


@frozen
class DueItem:
    """One KPI's figure for one of its own periods.

    Attributes:
        status: in, due, late, in a cell that cannot be read, answered with a reason, or not due.
        days_late: days since then; 0 unless late.
        contact: contact reference of who is asked: the key contact, or the deputy while the key
            contact is away or has left; ``None`` where nobody can be asked.
        why: why it is the deputy or nobody, or the reason given for no figure, in
            words; of a figure that cannot be read, what is wrong with its cell.
        where: the cell of the blank, or of the KPI where there is no row yet.
        is_promised: true where the record says that the return is overdue and names a later day,
            which is not past: the figure is overdue, and ``due`` on the day promised, until when
            nobody is asked again.
        is_earlier: true where the KPI owes a newer figure too, or has given it.
    """

    kpi: Kpi
    period: Period
    status: DueStatus
    due: date
    days_late: int
    contact: str | None
    stands_in: bool
    why: str
    where: CellRef | None
    is_promised: bool
    is_earlier: bool = False


def due_items(
    register: Register, period: Period, as_of: date, year_start: int = FINANCIAL_START
) -> tuple[DueItem, ...]:
    """Every KPI in scope and where its expected figure stands, in the order of the sheet.

    Trackers and population outcomes are asked for like all others. KPIs under development or
    paused are asked for nothing. Of a KPI with several own periods in the reporting period (a
    monthly one in a quarter) the newest counts, and the earlier ones beside it where they are
    blank; so do blanks of earlier cycles for which the timetable asked (``register.owed``).
    """
    asked = _Round(register, DueDates(register), period, as_of)
    since = asked_since(register, period)
    found = []
    for kpi in register.kpi_by_ref.values():
        known = Known(register.results_of(kpi.ref), period.end, as_of, kpi)
        if kpi.status in (KpiStatus.DEVELOPMENT, KpiStatus.PAUSED):
            continue
        if not in_scope(kpi, period, known):
            continue
        own = newest_owed(kpi, known, period.end, year_start)
        if own is None:
            continue
        for earlier in blanks_before(kpi, own, known, period, since, as_of):
            item = asked.item(kpi, earlier, known)
            if item.status in (DueStatus.DUE, DueStatus.LATE):
                found.append(replace(item, is_earlier=True))
        found.append(asked.item(kpi, own, known))
    return tuple(found)


@frozen
class _Round:
    """A reporting period on a day."""

    register: Register
    dates: DueDates
    period: Period
    as_of: date

    def item(self, kpi: Kpi, own: Period, known: Known) -> DueItem:
        """Where a KPI's figure for one of its own periods stands."""
        row, first = known.at(own), kpi.first_period
        if row is None and first is not None and own.end < first.end:
            own = first
        due = self.dates.of(kpi, own, row)
        status, answer = self._answered(row, own) or (self._expected(own, due), "")
        is_promised = status is DueStatus.DUE and _is_overdue(row)
        if status is DueStatus.NOT_DUE and (later := _after(kpi, own, row)) is not None:
            own, due = later, self.dates.of(kpi, later)
        contact, stands_in, why = contact_for(self.register, kpi, self.as_of)
        return DueItem(
            kpi,
            own,
            status,
            due,
            (self.as_of - due).days if status is DueStatus.LATE else 0,
            contact,
            stands_in,
            answer or why,
            _cell(row, kpi),
            is_promised,
        )

    def _answered(self, row: Result | None, own: Period) -> tuple[DueStatus, str] | None:
        """What a row says of its figure, and in which words; ``None`` where it says nothing yet."""
        if row is None:
            return None
        reason = row.no_data_reason
        if row.value is not None:
            return DueStatus.IN if own.end >= self.period.start else DueStatus.NOT_DUE, ""
        if row.unread and reason is None:
            # It came: what is to be put right is the cell, and nobody is chased as if nothing had come.
            return DueStatus.UNREAD, row.unread
        if reason in SETTLED:
            return DueStatus.REASON, str(reason)
        return (DueStatus.NOT_DUE, "") if reason is NoDataReason.NOT_DUE else None

    def _expected(self, own: Period, due: date) -> DueStatus:
        """How a figure stands that has not come."""
        if self.as_of > due:
            return DueStatus.LATE
        # A figure that can only be had after the next round is not yet anybody's to send.
        after = shift(self.period, 1)
        is_far = after is not None and due > after.end
        return DueStatus.NOT_DUE if own.end > self.period.end or is_far else DueStatus.DUE


def _is_overdue(row: Result | None) -> bool:
    return row is not None and row.no_data_reason is NoDataReason.OVERDUE


def _after(kpi: Kpi, own: Period, row: Result | None) -> Period | None:
    """The period whose figure is the next to come, where that of its own is there."""
    return None if row is None or row.value is None else period_after(kpi, own)


def _cell(row: Result | None, kpi: Kpi) -> CellRef | None:
    """The cell of the figure, or of the KPI where there is no row yet."""
    if row is not None and row.source.row:
        return row.source.at("value")
    return kpi.source.at("ref") if kpi.source.row else None


def contact_for(register: Register, kpi: Kpi, on: date) -> tuple[str | None, bool, str]:
    """Who is asked for a KPI's figure on a day.

    Returns:
        The contact reference (``None`` for nobody), whether that is a stand-in, and why.
    """
    key = register.contact(kpi.key_contact)
    why = why_not_asked(kpi.key_contact, key, "key contact", on)
    if key is not None and not why:
        return key.ref, False, ""
    deputies = (kpi.deputy_contact, None if key is None else key.deputy)
    return stand_in(register, deputies, why, on)


def why_not_asked(ref: str | None, contact: Contact | None, role: str, on: date) -> str:
    """Why somebody cannot be asked on a day, in words; empty where they can."""
    if contact is None:
        return f"no {role}" if ref is None else f"{ref} is not in Contacts"
    if contact.has_left(on):
        return f"{contact.ref} has left"
    if contact.absent_until is not None and contact.is_away(on):
        return f"{contact.ref} is away until {day(contact.absent_until)}"
    return ""


def stand_in(
    register: Register, refs: Iterable[str | None], why: str, on: date
) -> tuple[str | None, bool, str]:
    """The first of several deputies who is there, and why one is needed; nobody where none is."""
    for ref in refs:
        deputy = register.contact(ref)
        if deputy is not None and deputy.is_there(on):
            return deputy.ref, True, why
    return None, False, f"{why}, and nobody stands in"


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
        on: the day by which it is judged who stands in for whom.
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
