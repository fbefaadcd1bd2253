"""What is due from whom: each KPI's expected figure, in, due, late or not due."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from pmf_cli.findings import CellRef
from pmf_cli.register.due_dates import DueDates
from pmf_cli.register.expected import Known, in_scope, period_after
from pmf_cli.register.owed import asked_since, blanks_before, newest_owed
from pmf_cli.register.periods.period import FINANCIAL_START, Period
from pmf_cli.register.periods.steps import shift
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.terms import KpiStatus, NoDataReason
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


@dataclass(frozen=True, slots=True)
class DueItem:
    """One KPI's figure for one of its own periods.

    Attributes:
        kpi: the KPI.
        period: its own period that the figure is for.
        status: in, due, late, in a cell that cannot be read, answered with a reason, or not due.
        due: when it is due.
        days_late: days since then; 0 unless late.
        contact: contact reference of who is asked: the key contact, or the deputy while the key
            contact is away or has left; ``None`` where nobody can be asked.
        stands_in: true where that is the deputy.
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

    Args:
        register: the register.
        period: the reporting period.
        as_of: the date of the question.
        year_start: month in which the council's financial year begins.
    """
    dates = DueDates(register)
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
            item = _item(register, kpi, earlier, known, dates, period, as_of)
            if item.status in (DueStatus.DUE, DueStatus.LATE):
                found.append(replace(item, is_earlier=True))
        found.append(_item(register, kpi, own, known, dates, period, as_of))
    return tuple(found)


def by_contact(items: Iterable[DueItem]) -> Mapping[str | None, tuple[DueItem, ...]]:
    """Contact → what is due or late from them; ``None`` gathers what nobody can be asked for."""
    found: dict[str | None, list[DueItem]] = {}
    for item in items:
        if item.status in (DueStatus.DUE, DueStatus.LATE):
            found.setdefault(item.contact, []).append(item)
    order = sorted(found, key=lambda ref: (ref is None, ref or ""))
    return {ref: tuple(found[ref]) for ref in order}


def _item(
    register: Register,
    kpi: Kpi,
    own: Period,
    known: Known,
    dates: DueDates,
    period: Period,
    as_of: date,
) -> DueItem:
    row = known.at(own)
    first = kpi.first_period
    if row is None and first is not None and own.end < first.end:
        own = first
    due = dates.of(kpi, own, row)
    contact, stands_in, why = contact_for(register, kpi, as_of)
    where = None
    if row is not None and row.source.row:
        where = row.source.at("value")
    elif kpi.source.row:
        where = kpi.source.at("ref")
    days = 0
    if row is not None and row.value is not None:
        status = DueStatus.IN if own.end >= period.start else DueStatus.NOT_DUE
        if status is DueStatus.NOT_DUE:
            later = period_after(kpi, own)
            own, due = (later, dates.of(kpi, later)) if later is not None else (own, due)
    elif row is not None and row.unread and row.no_data_reason is None:
        # It came: what is to be put right is the cell, and nobody is chased as if nothing had come.
        status, why = DueStatus.UNREAD, row.unread
    elif row is not None and row.no_data_reason in SETTLED:
        status, why = DueStatus.REASON, str(row.no_data_reason)
    elif row is not None and row.no_data_reason is NoDataReason.NOT_DUE:
        status = DueStatus.NOT_DUE
    elif as_of > due:
        status, days = DueStatus.LATE, (as_of - due).days
    else:
        # A figure that can only be had after the next round is not yet anybody's to send.
        after = shift(period, 1)
        is_far = after is not None and due > after.end
        status = DueStatus.NOT_DUE if own.end > period.end or is_far else DueStatus.DUE
    is_promised = (
        status is DueStatus.DUE and row is not None and row.no_data_reason is NoDataReason.OVERDUE
    )
    return DueItem(kpi, own, status, due, days, contact, stands_in, why, where, is_promised)


def contact_for(register: Register, kpi: Kpi, on: date) -> tuple[str | None, bool, str]:
    """Who is asked for a KPI's figure on a day.

    Returns:
        The contact reference (``None`` for nobody), whether that is a stand-in, and why.
    """
    contacts = register.contact_by_ref
    key = contacts.get(kpi.key_contact) if kpi.key_contact is not None else None
    why = ""
    if key is None:
        why = (
            "no key contact" if kpi.key_contact is None else f"{kpi.key_contact} is not in Contacts"
        )
    elif key.to_date is not None and key.to_date < on:
        why = f"{key.ref} has left"
    elif key.absent_until is not None and key.absent_until >= on:
        why = f"{key.ref} is away until {day(key.absent_until)}"
    else:
        return key.ref, False, ""
    for ref in (kpi.deputy_contact, key.deputy if key is not None else None):
        other = contacts.get(ref) if ref is not None else None
        if other is None or (other.to_date is not None and other.to_date < on):
            continue
        if other.absent_until is None or other.absent_until < on:
            return other.ref, True, why
    return None, False, f"{why}, and nobody stands in"
