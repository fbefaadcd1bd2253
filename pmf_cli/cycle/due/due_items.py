"""What is due from whom: each KPI's expected figure, in, due, late or not due."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from pmf_cli.findings import CellRef
from pmf_cli.register.periods.period import FINANCIAL_START, Period
from pmf_cli.register.periods.steps import shift
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.record import Result
from pmf_cli.register.sheets.supporting import Contact
from pmf_cli.register.terms import KpiStatus, NoDataReason
from pmf_cli.register.time.expected import Known, in_scope, period_after
from pmf_cli.register.time.owed import DueDates, asked_since, blanks_before, newest_owed
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
    status, answer = _status(row, own, due, period, as_of)
    is_answered = row is not None and row.value is not None and status is DueStatus.NOT_DUE
    later = period_after(kpi, own) if is_answered else None
    if later is not None:
        own, due = later, dates.of(kpi, later)
    days = (as_of - due).days if status is DueStatus.LATE else 0
    reason = row.no_data_reason if row is not None else None
    is_promised = status is DueStatus.DUE and reason is NoDataReason.OVERDUE
    return DueItem(
        kpi, own, status, due, days, contact, stands_in, answer or why, where, is_promised
    )


def _status(
    row: Result | None, own: Period, due: date, period: Period, as_of: date
) -> tuple[DueStatus, str]:
    """How an expected figure stands, and the answer that its row gives instead of one."""
    if row is not None and row.value is not None:
        return DueStatus.IN if own.end >= period.start else DueStatus.NOT_DUE, ""
    reason = row.no_data_reason if row is not None else None
    if row is not None and row.unread and reason is None:
        # It came: what is to be put right is the cell, and nobody is chased as if nothing had come.
        return DueStatus.UNREAD, row.unread
    if reason in SETTLED:
        return DueStatus.REASON, str(reason)
    if reason is NoDataReason.NOT_DUE:
        return DueStatus.NOT_DUE, ""
    if as_of > due:
        return DueStatus.LATE, ""
    # A figure that can only be had after the next round is not yet anybody's to send.
    after = shift(period, 1)
    is_far = after is not None and due > after.end
    return DueStatus.NOT_DUE if own.end > period.end or is_far else DueStatus.DUE, ""


def contact_for(register: Register, kpi: Kpi, on: date) -> tuple[str | None, bool, str]:
    """Who is asked for a KPI's figure on a day.

    Returns:
        The contact reference (``None`` for nobody), whether that is a stand-in, and why.
    """
    key = register.contact_by_ref.get(kpi.key_contact or "")
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
        deputy = register.contact_by_ref.get(ref or "")
        if deputy is not None and deputy.is_there(on):
            return deputy.ref, True, why
    return None, False, f"{why}, and nobody stands in"
