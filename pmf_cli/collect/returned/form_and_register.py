"""One figure in the form and in the register: in words, who may say it, and the row that comes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from pmf_cli.assessment import Assessment
from pmf_cli.collect.returned.cells import Entered, measure_of
from pmf_cli.cycle.due import contact_for
from pmf_cli.register.figures import stated
from pmf_cli.register.periods.period import Period
from pmf_cli.register.periods.text import PeriodError, read_period
from pmf_cli.register.replaced import FIRM_OR_REVISED, replaced_words, status_in_its_place
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.record import Result
from pmf_cli.register.terms import EntrySource

COMPARED = ("value", "numerator", "denominator", "no_data_reason", "expected_by")
"""Fields that a return and the register must agree on for nothing to be new."""


def may_answer(assessment: Assessment, kpi: Kpi, contact: str) -> bool:
    """Whether a contact is one who may give a KPI's figure: key contact or a deputy."""
    register = assessment.register
    key = register.contact(kpi.key_contact)
    return contact in (
        kpi.key_contact,
        kpi.deputy_contact,
        key.deputy if key is not None else None,
        contact_for(register, kpi, assessment.as_of)[0],
    )


def entered_period(text: str, kpi: Kpi, assessment: Assessment) -> Period | None:
    """The period that a printed one means."""
    for period in assessment.register.results_of(kpi.ref):
        if str(period) == text:
            return period
    try:
        context = measure_of(kpi).context
        start = assessment.settings.financial_year_start
        return read_period(text, year_start=start, context=context).period
    except PeriodError:
        return None


def shown_words(row: Result | None, kpi: Kpi) -> str:
    """What the register holds, in words, never rounded; empty for nothing."""
    if row is None:
        return ""
    if row.value is not None:
        return stated(row.value, kpi)
    return row.no_data_reason.value if row.no_data_reason is not None else ""


def said_words(said: Entered, kpi: Kpi) -> str:
    """What the form says, in words; empty for nothing."""
    if said.value is not None:
        return stated(said.value, kpi)
    return said.reason.value if said.reason is not None else ""


def as_result(
    said: Entered,
    kpi: Kpi,
    period: Period,
    split: str | None,
    before: Result | None,
    facts: Mapping[str, str],
    on: date,
) -> Result:
    """The row with what a return says.

    A final figure that another replaces is marked Revised. Whatever is replaced, a figure or the
    reason for none, the row says what it was, since when and until when, so that a past day can
    still be answered. A note that stands there stays, unless the return has one.
    """
    base = before if before is not None else Result(kpi_ref=kpi.ref, period=period, split=split)
    return replace(
        base,
        value=said.value,
        numerator=said.numerator,
        denominator=said.denominator,
        no_data_reason=said.reason,
        expected_by=said.expected_by,
        value_status=status_in_its_place(base, said.value, said.value_status),
        note=said.note or base.note,
        received_on=on,
        received_from=facts.get("contact") or None,
        entry_source=EntrySource.RETURN_FORM,
        return_ref=facts.get("ref") or None,
        replaces=_replaces(base, said, kpi, facts, on),
    )


def _replaces(
    base: Result, said: Entered, kpi: Kpi, facts: Mapping[str, str], on: date
) -> str | None:
    """What the row says of earlier figures, with the one that gives way now."""
    held = base.value if base.value is not None else base.no_data_reason
    if held is None or held == (said.value if said.value is not None else said.reason):
        return base.replaces
    return replaced_words(base, kpi, on, said.note or f"corrected by return {facts.get('ref', '')}")


def same_result(before: Result, made: Result) -> bool:
    """Whether a return says nothing that the register does not hold already."""
    if any(getattr(before, field) != getattr(made, field) for field in COMPARED):
        return False
    same_status = before.value_status == made.value_status or (
        before.value_status in FIRM_OR_REVISED and made.value_status in FIRM_OR_REVISED
    )
    return same_status and (before.note or "") == (made.note or "")
